"""Sets each chosen line: which marks are squeezed to half an em, what spacing fills the measure."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from msgspec.structs import replace

from zhengben.document.regex import regex
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import Atom, raised_width
from zhengben.linebreaking.breaker import UNFILLED_EM, widest_gap_em
from zhengben.linebreaking.characters import CLOSING, OPENING, cells
from zhengben.linebreaking.composed import (
    BETWEEN,
    BLANK_SHARE,
    CALL_GAP_EM,
    GAP_EM,
    HYPHEN,
    NARROWED_BLANK_EM,
    SPREAD,
    WIDEST_BLANK_EM,
    WIDEST_GAP_EM,
    WORDED,
    AtomKind,
    ComposedLine,
    Fragment,
    Gaps,
    ParagraphStyle,
)

# kinds of which each piece is a fragment of its own
_SINGLE: tuple[AtomKind, ...] = (*BETWEEN, "pair", "object")
# letter spacing, in thousandths of an em, that nobody sees between digits
_UNSEEN = 12
_GAPS: dict[str, Gaps] = {"": "", "l": "l", "r": "r", "lr": "lr", "c": "c"}
# what runs in with Han: the font sets figures a little off from them
_FIGURES = regex(r"\d[!-/:-@\[-`{-~\d]*(?<=\d)")


def set_lines(
    atoms: Sequence[Atom],
    breaks: Sequence[tuple[int, int, bool]],
    metrics: Metrics,
    style: ParagraphStyle,
) -> list[ComposedLine]:
    """Return the lines as they are set, each measured as it will be shaped.

    A line that should fill its measure and cannot is set as it is, ``ragged``.
    """
    lines: list[ComposedLine] = []
    for start, end, halved in breaks:
        first, last = start == 0, end == len(atoms)
        fragments = _fragments(_kinds(atoms[start:end], halved, style.squeeze))
        if atoms[end - 1].hyphen:
            fragments = (*fragments, Fragment("hyphen", HYPHEN, marks=atoms[end - 1].marks))
        measure = style.measure - (style.indent if first else 0.0)
        fills, widest = style.justify and not last, widest_gap_em(atoms, end)
        fragments, spacing, words, left = _filled(fragments, measure, fills, widest, metrics, style)
        ragged = fills and left > UNFILLED_EM
        if ragged:
            fragments, spacing, words = _inline(fragments, style), 0, 0
        lines.append(
            ComposedLine(
                atoms[start].start, atoms[end - 1].end, spacing, fragments, first, last, words,
                ragged, *_rows(fragments, style.leading),
            )
        )  # fmt: skip
    return lines


def _rows(fragments: Sequence[Fragment], leading: float) -> tuple[int, int]:
    """Return how many lines the objects of a line take above it and below it."""
    shapes = [f.marks[-1].shape for f in fragments if f.kind == "object"] if leading else []
    rows = [shape.rows(leading) for shape in shapes if shape]
    return max((above for above, _ in rows), default=0), max((n for _, n in rows), default=0)


def _filled(
    fragments: tuple[Fragment, ...],
    measure: float,
    fills: bool,
    widest: float,
    metrics: Metrics,
    style: ParagraphStyle,
) -> tuple[tuple[Fragment, ...], int, int, float]:
    """Return the fragments of a line, what it is spaced by, and what is left of its measure."""
    inline = _inline(fragments, style)
    spare = measure - natural_width(inline, metrics, style)
    spacing, words, left = _spaced(spare, inline, fills, widest)
    if abs(spacing) <= _UNSEEN:
        return inline, spacing, words, left
    spare = measure - natural_width(fragments, metrics, style)
    return fragments, *_spaced(spare, fragments, fills, widest)


def _spaced(
    spare: float, fragments: Sequence[Fragment], fills: bool, widest: float
) -> tuple[int, int, float]:
    """Share out spare em: letter spacing and word spacing in thousandths, and what is left."""
    if spare >= 0 and not fills:
        return 0, 0, spare
    places, blanks = _places(fragments), _blanks(fragments)
    if not places and not blanks:
        return 0, 0, spare
    gaps = sum("l" in f.gaps for f in fragments)
    spacing = round(1000 * _gap(spare, places, blanks, gaps, widest)) if places else 0
    left = spare - spacing * places / 1000 + gaps * (GAP_EM - gap_before(spacing))
    words = 0
    if blanks and abs(left) > _UNSEEN / 1000:
        words = round(1000 * max(-NARROWED_BLANK_EM, min(WIDEST_BLANK_EM, left / blanks)))
    return spacing, words, left - words * blanks / 1000


def _gap(spare: float, places: int, blanks: int, gaps: int, widest: float) -> float:
    """Return what each gap between Han takes of spare em, in em; blanks take more."""
    if spare < 0:
        narrowed = NARROWED_BLANK_EM * blanks
        taken = min(spare / (places + blanks), (spare + narrowed) / places)
        return max(-WIDEST_GAP_EM, taken)
    shares = places + BLANK_SHARE * blanks
    spacing = spare / shares
    if spacing > WIDEST_GAP_EM - GAP_EM and shares > gaps:
        # gaps before words narrow as the spacing grows (gap_before); solve for both
        spacing = (spare + gaps * (GAP_EM - WIDEST_GAP_EM)) / (shares - gaps)
    # blanks take no more than they may
    least = (spare - WIDEST_BLANK_EM * blanks) / places
    return min(widest, max(spacing, least))


def _places(fragments: Sequence[Fragment]) -> int:
    """Count the places between the characters of a line that may be spread."""
    *most, last = fragments
    places = sum(cells(f.text) for f in most if f.kind in SPREAD)
    if last.kind in SPREAD:
        # blanks at the end of the line hang, and behind the last character nothing is spread
        shown = last.text.rstrip(" ")
        before = most[-1].kind if most else last.kind
        places += cells(shown) - 1 if shown else -(before in SPREAD)
    return places


def _blanks(fragments: Sequence[Fragment]) -> int:
    """Count the blanks between the words of a line; those at its end hang."""
    count = sum(f.text.count(" ") for f in fragments if f.kind in WORDED)
    last = fragments[-1]
    if last.kind in WORDED:
        count -= len(last.text) - len(last.text.rstrip(" "))
    return count


def gap_before(spacing: int) -> float:
    """Return the gap before a Western run, in em, in a line with this letter spacing.

    The spacing already stands behind the Han character before it; both together stay below what
    text extraction takes for a blank.
    """
    return min(GAP_EM, WIDEST_GAP_EM - spacing / 1000)


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
    kind, texts, gaps, marks = pieces[0][0], list[str](), "", pieces[0][1].marks
    for n, (its, atom) in enumerate(pieces):
        gap = atom.before and n
        if texts and its == kind and atom.marks == marks and its not in _SINGLE:
            texts.append(atom.text)
            continue
        if texts:
            # what stands off from a word has the word before it
            gaps += "r" if gap and its not in ("western", "call") else ""
            fragments.append(Fragment(kind, "".join(texts), _GAPS[gaps], marks))
        kind, texts, marks = its, [atom.text], atom.marks
        gaps = {"western": "l", "call": "c"}.get(its, "") if gap else ""
    fragments.append(Fragment(kind, "".join(texts), _GAPS[gaps], marks))
    return tuple(fragments)


def _inline(fragments: tuple[Fragment, ...], style: ParagraphStyle) -> tuple[Fragment, ...]:
    """Let numbers run in with the Han around them: the font's ``kern`` has the same gaps.

    In columns it has none, since figures stand in cells of their own there.
    """
    if style.vertical:
        return fragments
    joined: list[Fragment] = []
    for fragment in fragments:
        kind = fragment.kind
        if kind == "western" and _FIGURES.fullmatch(fragment.text):
            kind = "text"
        if joined and kind == joined[-1].kind == "text" and joined[-1].marks == fragment.marks:
            joined[-1] = replace(joined[-1], text=joined[-1].text + fragment.text)
        else:
            gaps: Gaps = fragment.gaps if kind != "text" else ""
            joined.append(Fragment(kind, fragment.text, gaps, fragment.marks))
    return tuple(joined)


def natural_width(fragments: Sequence[Fragment], metrics: Metrics, style: ParagraphStyle) -> float:
    """Return the width of a line as it will be shaped: each fragment is a run of its own."""
    total = 0.0
    for place, fragment in enumerate(fragments, 1):
        # blanks at the end of the line hang
        text = fragment.text.rstrip(" ") if place == len(fragments) else fragment.text
        if fragment.kind in ("text", "run-in"):
            total += fsum(metrics.advances(text, style.squeeze))
        elif fragment.kind == "half":
            total += fsum(metrics.half(mark) for mark in text)
        elif fragment.kind == "western":
            total += metrics.words(text) + GAP_EM * len(fragment.gaps)
        elif fragment.kind in ("up", "pair"):
            total += len(text) if fragment.kind == "up" else 1.0
        elif fragment.kind == "hyphen":
            total += metrics.width(text)
        elif fragment.kind == "object":
            shape = fragment.marks[-1].shape
            total += shape.advance if shape else 0.0
        else:
            total += raised_width(fragment.kind, text, metrics, style)
            total += CALL_GAP_EM if fragment.gaps == "c" else 0.0
    return total
