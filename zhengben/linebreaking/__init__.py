"""Chinese line composition: breaks a paragraph into flush lines and says how each is set.

Widths come from HarfBuzz, in em of the text size, with the font that will be embedded; the
renderer only places the lines. Three steps: ``atoms`` are the pieces that are never broken,
``breaker`` chooses the lines over the whole paragraph, so that the least conspicuous set of them
wins, ``justifier`` says how each line is set. The rules are those of W3C clreq:

- no stop, comma or closing mark starts a line, no opening mark ends one (2.4.1 prohibition rules);
- adjacent marks are squeezed by the font feature ``chws``; marks at line starts and ends are set
  on half an em with ``halt`` (3.1.6 compression of punctuation);
- Western words and numbers keep their own measure and stand off from Han by a small gap
  (3.2.4); what is left to fill a line is spread evenly over its Han characters and marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import Atom, atoms_of
from zhengben.linebreaking.breaker import broken
from zhengben.linebreaking.characters import CLOSING, NO_START, OPENING
from zhengben.linebreaking.composed import (
    CALL_GAP_EM,
    GAP_EM,
    HYPHEN,
    SOFT_HYPHEN,
    SPREAD,
    WIDEST_GAP_EM,
    WORDED,
    ComposedLine,
    Fragment,
    InlineMark,
    ParagraphStyle,
    with_run_in_head,
)
from zhengben.linebreaking.costs import COSTS
from zhengben.linebreaking.hyphenation import hyphenable
from zhengben.linebreaking.justifier import gap_before, natural_width, set_lines
from zhengben.linebreaking.marked import marked_atoms, within
from zhengben.linebreaking.memory import key_of, memory_in_use
from zhengben.linebreaking.overlong import fitted

__all__ = [
    "CALL_GAP_EM",
    "CLOSING",
    "GAP_EM",
    "HYPHEN",
    "NO_START",
    "OPENING",
    "SOFT_HYPHEN",
    "SPREAD",
    "WIDEST_GAP_EM",
    "WORDED",
    "ComposedLine",
    "Fragment",
    "InlineMark",
    "ParagraphStyle",
    "compose",
    "gap_before",
    "natural_width",
    "with_run_in_head",
    "within",
]

# what a line may cost before words are hyphenated for it
_PATIENCE = 6.0


def compose(
    text: str,
    calls: Mapping[int, str],
    metrics: Metrics,
    style: ParagraphStyle,
    marks: Sequence[InlineMark] = (),
) -> tuple[ComposedLine, ...]:
    """Set a paragraph.

    ``calls`` maps an offset in ``text`` to the number of the note called there. The first line is
    shorter by the style's indent. ``marks`` are those of the text, with offsets in it. Every
    character of ``text`` stands in exactly one fragment, an object that is not drawn as the words
    for it.
    """
    if not text:
        return ()
    memory = memory_in_use()
    key = key_of(text, calls, metrics, style, marks) if memory else ()
    if memory and (known := memory.recall(key)):
        return known
    atoms, breaks = _broken(text, calls, marks, metrics, style)
    lines = tuple(set_lines(atoms, breaks, metrics, style))
    if memory:
        memory.keep(key, lines)
    return lines


def _broken(
    text: str,
    calls: Mapping[int, str],
    marks: Sequence[InlineMark],
    metrics: Metrics,
    style: ParagraphStyle,
) -> tuple[list[Atom], list[tuple[int, int, bool]]]:
    """Return the pieces of a text and its lines; words are hyphenated only where that helps.

    The patterns of a language take time to load, and few words of a Chinese text end a line.
    """
    for hyphenate in (False, True):
        if marks:
            atoms = marked_atoms(text, calls, marks, metrics, style, hyphenate=hyphenate)
        else:
            atoms = atoms_of(text, calls, metrics, style, hyphenate=hyphenate)
        breaker = broken(atoms, style)
        costs = breaker.line_costs()
        if hyphenate or max(costs) <= _PATIENCE or not hyphenable(text):
            break
    if max(costs) < COSTS.emergency:
        return atoms, breaker.lines()
    return fitted(atoms, breaker, metrics, style)
