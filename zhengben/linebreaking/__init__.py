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
from dataclasses import replace

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import CLOSING, NO_START, OPENING, atoms_of
from zhengben.linebreaking.breaker import choose_breaks
from zhengben.linebreaking.composed import (
    CALL_GAP_EM,
    GAP_EM,
    SPREAD,
    WIDEST_GAP_EM,
    ComposedLine,
    Fragment,
    InlineMark,
    ParagraphStyle,
    with_run_in_head,
)
from zhengben.linebreaking.justifier import gap_before, set_lines
from zhengben.linebreaking.marked import marked_atoms, within

__all__ = [
    "CALL_GAP_EM",
    "CLOSING",
    "GAP_EM",
    "NO_START",
    "OPENING",
    "SPREAD",
    "WIDEST_GAP_EM",
    "ComposedLine",
    "Fragment",
    "InlineMark",
    "ParagraphStyle",
    "compose",
    "gap_before",
    "with_run_in_head",
    "within",
]


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
    character of ``text`` stands in exactly one fragment, an object as the words for it.
    """
    if not text:
        return ()
    if not marks:
        atoms = atoms_of(text, calls, metrics, style)
        return tuple(set_lines(atoms, choose_breaks(atoms, style), metrics, style))
    atoms = marked_atoms(text, calls, marks, metrics, style)
    lines = set_lines(atoms, choose_breaks(atoms, style), metrics, style)
    return tuple(
        replace(line, fragments=tuple(replace(f, drawn=True) for f in line.fragments))
        for line in lines
    )
