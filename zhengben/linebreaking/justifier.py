"""Sets each chosen line: which marks are squeezed to half an em, what spacing fills the measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import CLOSING, LETTERS, OPENING, Atom, raised_width
from zhengben.linebreaking.composed import (
    BETWEEN,
    CALL_GAP_EM,
    GAP_EM,
    SPREAD,
    WIDEST_BLANK_EM,
    WIDEST_GAP_EM,
    AtomKind,
    ComposedLine,
    Fragment,
    Gaps,
    ParagraphStyle,
)

# letter spacing, in thousandths of an em, that nobody sees between digits
_UNSEEN = 12


def set_lines(
    atoms: Sequence[Atom],
    breaks: Sequence[tuple[int, int, bool]],
    metrics: Metrics,
    style: ParagraphStyle,
) -> list[ComposedLine]:
    """Return the lines as they are set, each measured as it will be shaped."""
    lines: list[ComposedLine] = []
    for start, end, halved in breaks:
        first, last = start == 0, end == len(atoms)
        pieces = _kinds(atoms[start:end], halved, style.squeeze)
        fragments = _fragments(pieces)
        measure = style.measure - (style.indent if first else 0.0)
        inline = _inline(fragments)
        spare = measure - _natural(inline, metrics, style)
        spread_out = spare < 0 or (style.justify and not last)
        spacing = _spacing(spare, inline) if spread_out else 0
        if abs(spacing) <= _UNSEEN:
            fragments = inline
        else:
            spacing = _spacing(measure - _natural(fragments, metrics, style), fragments)
        words = 0
        if style.justify and not last:
            left = measure - _natural(fragments, metrics, style) - _spread_out(spacing, fragments)
            words = _word_spacing(left, fragments)
        lines.append(
            ComposedLine(
                atoms[start].start, atoms[end - 1].end, spacing, fragments, first, last, words
            )
        )
    return lines


def gap_before(spacing: int) -> float:
    """Return the gap before a Western run, in em, in a line with this letter spacing.

    The spacing already stands behind the Han character before it; both together stay below what
    text extraction takes for a blank.
    """
    return min(GAP_EM, WIDEST_GAP_EM - spacing / 1000)


def _spacing(spare: float, fragments: Sequence[Fragment]) -> int:
    """Spread spare em over the Han characters and marks but the last, in thousandths of an em."""
    spread = sum(len(f.text) for f in fragments if f.kind in SPREAD)
    spread -= fragments[-1].kind in SPREAD
    if spread <= 0:
        return 0
    spacing = spare / spread
    narrowed = sum("l" in f.gaps for f in fragments)
    if spacing > WIDEST_GAP_EM - GAP_EM and spread > narrowed:
        # gaps before Western runs narrow as the spacing grows (gap_before); solve for both
        spacing = (spare + narrowed * (GAP_EM - WIDEST_GAP_EM)) / (spread - narrowed)
    return round(1000 * max(-WIDEST_GAP_EM, min(WIDEST_GAP_EM, spacing)))


def _spread_out(spacing: int, fragments: Sequence[Fragment]) -> float:
    """Return what a letter spacing adds to a line, in em."""
    spread = sum(len(f.text) for f in fragments if f.kind in SPREAD)
    spread -= fragments[-1].kind in SPREAD
    narrowed = sum("l" in f.gaps for f in fragments)
    return spacing * spread / 1000 - narrowed * (GAP_EM - gap_before(spacing))


def _word_spacing(left: float, fragments: Sequence[Fragment]) -> int:
    """Share out what is left of a line among its blanks, in thousandths of an em."""
    blanks = sum(f.text.strip().count(" ") for f in fragments)
    if not blanks or left < _UNSEEN / 1000:
        return 0
    return round(1000 * min(WIDEST_BLANK_EM, left / blanks))


def _kinds(atoms: Sequence[Atom], halved: bool, squeeze: bool) -> list[tuple[AtomKind, Atom]]:
    """Say how each atom of a line is set: marks at its start and, if halved, at its end."""
    kinds = [atom.kind for atom in atoms]
    for n, atom in enumerate(atoms if squeeze else atoms[:1]):
        if atom.text not in OPENING:
            break
        kinds[n] = "half"
    if halved:
        for n in reversed(range(len(atoms))):
            if atoms[n].text not in CLOSING:
                break
            kinds[n] = "half"
    return list(zip(kinds, atoms, strict=True))


def _fragments(pieces: Sequence[tuple[AtomKind, Atom]]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for n, (kind, atom) in enumerate(pieces):
        gap: Gaps = "l" if atom.before and n else ""
        last = fragments[-1] if fragments else None
        alike = last is not None and last.kind == kind and last.marks == atom.marks
        if last and alike and kind not in (*BETWEEN, "pair"):
            fragments[-1] = replace(last, text=last.text + atom.text)
        else:
            if gap and kind not in ("western", "call"):
                # what stands off from a word has the word before it
                previous = fragments[-1]
                both: Gaps = "lr" if previous.gaps == "l" else "r"
                fragments[-1] = replace(previous, gaps=both)
            gap = "c" if gap and kind == "call" else gap if kind == "western" else ""
            fragments.append(Fragment(kind, atom.text, gap, atom.marks))
    return tuple(fragments)


def _inline(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Let numbers run in with the Han around them: the font's ``kern`` has the same gaps."""
    joined: list[Fragment] = []
    for fragment in fragments:
        kind = fragment.kind
        if kind == "western" and not LETTERS.search(fragment.text):
            kind = "text"
        if joined and kind == joined[-1].kind == "text" and joined[-1].marks == fragment.marks:
            joined[-1] = replace(joined[-1], text=joined[-1].text + fragment.text)
        else:
            gaps: Gaps = fragment.gaps if kind != "text" else ""
            joined.append(Fragment(kind, fragment.text, gaps, fragment.marks))
    return tuple(joined)


def _natural(fragments: Sequence[Fragment], metrics: Metrics, style: ParagraphStyle) -> float:
    """Measure a line as it will be shaped: each fragment is a run of its own."""
    total = 0.0
    for fragment in fragments:
        if fragment.kind in ("text", "run-in"):
            total += sum(metrics.advances(fragment.text, style.squeeze))
        elif fragment.kind == "half":
            total += sum(metrics.half(mark) for mark in fragment.text)
        elif fragment.kind == "western":
            total += metrics.width(fragment.text.rstrip()) + GAP_EM * len(fragment.gaps)
        elif fragment.kind in ("up", "pair"):
            total += len(fragment.text) if fragment.kind == "up" else 1.0
        else:
            total += raised_width(fragment.kind, fragment.text, metrics, style)
            total += CALL_GAP_EM if fragment.gaps == "c" else 0.0
    return total
