"""Divides a line that has marks into pieces: no piece lies in a mark with a part of itself only.

Superscripts and subscripts are small and raised or lowered, save in columns; a reading stands small
behind its base, a picture or formula takes the room of its shape, or stands as the words for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from math import fsum

from msgspec.structs import replace

from zhengben.document.notation import Kind
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import Atom, add_call, atoms_of, finish, raised_width
from zhengben.linebreaking.composed import CALL_GAP_EM, HAN, AtomKind, InlineMark, ParagraphStyle
from zhengben.linebreaking.costs import COSTS

_RAISED: dict[Kind, AtomKind] = {"sup": "sup", "sub": "sub"}

# a blank to fill in of no more than this is not divided, in em
_SHORT_EM = 12.0


def within(marks: Sequence[InlineMark], start: int, end: int) -> tuple[InlineMark, ...]:
    """Return the marks of a part of a line, counted from its start."""
    found = list[InlineMark]()
    for inline in marks:
        mark = inline.mark
        first, last = max(mark.start, start), min(mark.end, end)
        at_edge = mark.start == mark.end and (start < mark.start <= end or mark.start == start == 0)
        if first < last or at_edge:
            moved = replace(mark, start=first - start, end=last - start)
            found.append(replace(inline, mark=moved, ends=mark.end <= end))
    return tuple(found)


def marked_atoms(
    text: str,
    calls: Mapping[int, str],
    marks: Sequence[InlineMark],
    metrics: Metrics,
    style: ParagraphStyle,
    *,
    hyphenate: bool = False,
) -> list[Atom]:
    """Return the pieces of a text in order, with note calls, readings and the author's calls."""
    atoms = list[Atom]()
    edges = {at for m in marks for at in (m.mark.start, m.mark.end)}
    cuts = sorted({0, len(text), *edges, *calls})
    for start, end in pairwise((*cuts, len(text))):
        _add_points(atoms, start, calls, marks, metrics, style)
        if start < end:
            # none begins or ends between two cuts
            around = tuple(m for m in marks if m.mark.start <= start < m.mark.end)
            atoms += _segment(text[start:end], start, around, metrics, style, hyphenate)
    finish(atoms, text)
    _hold_blanks(atoms)
    return atoms


def _hold_blanks(atoms: Sequence[Atom]) -> None:
    """Have a short blank to fill in stay whole: a line ends in one only where nothing else fits."""
    for marks, run in groupby(atoms, lambda atom: atom.marks):
        held = list(run)
        if marks and marks[-1].mark.kind == "blank" and fsum(a.width for a in held) <= _SHORT_EM:
            for atom in held[:-1]:
                atom.cost = None if atom.cost is None else max(atom.cost, COSTS.number_cut)


def _add_points(
    atoms: list[Atom],
    at: int,
    calls: Mapping[int, str],
    marks: Sequence[InlineMark],
    metrics: Metrics,
    style: ParagraphStyle,
) -> None:
    """Add what stands between two characters: readings of what ends there, then calls."""
    for inline in reversed(marks):
        mark = inline.mark
        if mark.kind == "ruby" and mark.end == at and inline.ends:
            around = (*_outer(marks, inline), inline)
            width = raised_width("reading", mark.value, metrics, style)
            atoms.append(Atom("reading", mark.value, at, width, marks=around))
    for inline in marks:
        mark = inline.mark
        if mark.kind == "note" and mark.start == at:
            label = inline.shown or mark.value
            width = raised_width("author-call", label, metrics, style)
            around = (*_outer(marks, inline), inline)
            atoms.append(Atom("author-call", label, at, width, marks=around))
    if at in calls:
        add_call(atoms, calls[at], at, metrics, style)
        if len(atoms) > 1 and atoms[-2].kind == "author-call":
            atoms[-1].before = CALL_GAP_EM


def _outer(marks: Sequence[InlineMark], inner: InlineMark) -> tuple[InlineMark, ...]:
    """Return the marks in which a reading's ruby or a call lies."""
    mark = inner.mark
    if mark.start == mark.end:
        return tuple(o for o in marks if o.mark.start < mark.start < o.mark.end)
    # what lies around a mark stands before it
    before = marks[: marks.index(inner)]
    return tuple(o for o in before if mark.end <= o.mark.end)


def _segment(
    text: str,
    start: int,
    around: tuple[InlineMark, ...],
    metrics: Metrics,
    style: ParagraphStyle,
    hyphenate: bool,
) -> list[Atom]:
    """Return the pieces of characters that lie in the same marks."""
    kinds = [inline.mark.kind for inline in around]
    if around and (shape := around[-1].shape):
        made = [Atom("object", text, start, shape.advance)]
    elif around and around[-1].mark.form == "object":
        words = around[-1].words
        made = atoms_of(words, {}, metrics, style)
        for number, atom in enumerate(made):
            atom.start, atom.length = (start + (number > 0), int(number == 0))
    elif not style.vertical and (kind := _raised(kinds)):
        width = raised_width(kind, text, metrics, style)
        made = [Atom(kind, text, start, width)]
    else:
        made = atoms_of(text, {}, metrics, style, hyphenate=hyphenate)
        for atom in made:
            atom.start += start
            if "em" in kinds and HAN.fullmatch(atom.text):
                atom.kind = "run-in"
    for atom in made:
        atom.marks = around
    return made


def _raised(kinds: Sequence[Kind]) -> AtomKind | None:
    """Return whether characters are raised or lowered, by the innermost mark that says so."""
    return next((_RAISED[kind] for kind in reversed(kinds) if kind in _RAISED), None)
