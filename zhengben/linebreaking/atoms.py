"""Divides a paragraph into the pieces that no line breaks, and marks where a line may end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.composed import BETWEEN, GAP_EM, AtomKind, InlineMark, ParagraphStyle
from zhengben.linebreaking.costs import COSTS

OPENING = frozenset("（《「『【〔〈“‘")
CLOSING = frozenset("，。、；：？！）》」』】〕〉”’")
# the halves of a two-em dash and of an ellipsis stay together, since none of them starts a line
NO_START = CLOSING | frozenset("·—…‥～%％‰℃々ー")
_WESTERN = re.compile(r"[!-~\u00c0-\u024f](?:[ !-~\u00a0\u00c0-\u024f]*[!-~\u00c0-\u024f])?")
# where a long Western run may break, after the character
_WESTERN_BREAK = re.compile(r"(?<=[-/])(?=[^\s])|(?<=\s)")
# what is no word that anybody reads, as a hash or an address, may break between so many characters
_LONGEST_WORD, _WORD_PART = 28, 4
# what stays with the character before it
_CLINGING: tuple[AtomKind, ...] = (*BETWEEN, "sup", "sub")
_FIGURES = re.compile(r"\d+|%|[^\d%]+")
LETTERS = re.compile(r"[A-Za-z\u00a0-\u024f]")
# units that should stay with their number, as in 2017年6月9日 and 第1624號
_UNITS = frozenset("年月日時分號号屆届次條条款項项章節节段頁页個个名歲岁")


@dataclass(slots=True)
class Atom:
    """The smallest piece that is never broken: a Han character, a mark, a Western piece, a call."""

    kind: AtomKind
    text: str
    start: int
    width: float
    before: float = 0.0  # gap to the left when not at a line start
    trail: float = 0.0  # width of a blank at its end, which a line end swallows
    half: float = 0.5  # width of a mark without its blank half
    cost: float | None = 0.0  # of a break after it; None forbids
    marks: tuple[InlineMark, ...] = ()
    length: int | None = None  # of its text, where it shows other words

    @property
    def end(self) -> int:
        """Return the offset behind it in the text; a call takes no place in it."""
        length = len(self.text) if self.length is None else self.length
        return self.start if self.kind in BETWEEN else self.start + length


def atoms_of(
    text: str, calls: Mapping[int, str], metrics: Metrics, style: ParagraphStyle
) -> list[Atom]:
    """Return the pieces of a text in order, with the note calls between them."""
    atoms: list[Atom] = []
    at = 0
    while at < len(text):
        if western := _WESTERN.match(text, at):
            run = _cut_at_call(western[0], at, calls)
            if style.vertical and not LETTERS.search(run):
                atoms += _figures(run, at, metrics)
            else:
                atoms += _words(run, at, metrics)
            atoms[-1].cost = 0.0
            at += len(run)
        else:
            end = at + 1
            while end < len(text) and end not in calls and not _WESTERN.match(text, end):
                end += 1
            widths = metrics.advances(text[at:end], style.squeeze)
            for offset, width in enumerate(widths, at):
                atoms.append(Atom("text", text[offset], offset, width))
                if text[offset] in CLOSING:
                    atoms[-1].half = metrics.half(text[offset])
            at = end
        if at in calls:
            add_call(atoms, calls[at], at, metrics, style)
    finish(atoms)
    return atoms


def finish(atoms: list[Atom]) -> None:
    """Mark the places where no line may end, and the gaps beside Western text."""
    _forbid(atoms)
    for left, right in pairwise(atoms):
        if {left.kind, right.kind} == {"text", "western"}:
            mark = left.text if left.kind == "text" else right.text
            right.before = 0.0 if mark in NO_START or mark in OPENING else GAP_EM


def _words(run: str, at: int, metrics: Metrics) -> Iterator[Atom]:
    """Yield the pieces of a Western run between which a line may be broken."""
    # a note called behind a blank leaves nothing there
    for word in filter(None, _WESTERN_BREAK.split(run)):
        size = _WORD_PART if len(word) > _LONGEST_WORD else len(word)
        for place in range(0, len(word), size):
            piece = word[place : place + size]
            width = metrics.width(piece)
            trail = width - metrics.width(piece.rstrip())
            cost = 0.0 if piece.endswith(" ") else COSTS.western_cut
            yield Atom("western", piece, at, width, trail=trail, cost=cost)
            at += len(piece)


def _figures(run: str, at: int, metrics: Metrics) -> Iterator[Atom]:
    """Yield a run without letters as it stands in a column: figures upright in their cells.

    One or two figures share a cell, longer numbers are stacked; what else stands in the run, as
    the hyphen of 2016-2020, is turned with the column.
    """
    for match in _FIGURES.finditer(run):
        piece, start = match[0], at + match.start()
        if not piece[0].isdigit() and piece != "%":
            width = metrics.width(piece)
            yield Atom("western", piece, start, width, cost=COSTS.western_cut)
        elif len(piece) == 2:
            yield Atom("pair", piece, start, 1.0)
        else:
            for offset, figure in enumerate(piece, 1):
                whole = offset == len(piece)
                yield Atom("up", figure, start + offset - 1, 1.0, cost=0.0 if whole else None)


def _cut_at_call(run: str, start: int, calls: Mapping[int, str]) -> str:
    cuts = [offset - start for offset in calls if start < offset < start + len(run)]
    return run[: min(cuts)] if cuts else run


def add_call(
    atoms: list[Atom], number: str, at: int, metrics: Metrics, style: ParagraphStyle
) -> None:
    """Add a note call; a closing mark before it gives up its blank half to it."""
    last = atoms[-1]
    if last.kind == "text" and last.text in CLOSING and style.squeeze:
        last.kind, last.width = "half", last.half
    atoms.append(Atom("call", number, at, call_width(number, metrics, style)))


def call_width(number: str, metrics: Metrics, style: ParagraphStyle) -> float:
    """Return the width of a note call in em of the text."""
    if style.vertical:
        return style.call_size * (1 if len(number) <= 2 else len(number))
    return metrics.width(number) * style.call_size


def raised_width(kind: AtomKind, text: str, metrics: Metrics, style: ParagraphStyle) -> float:
    """Return the width of what is set small, raised or lowered, in em of the text."""
    if kind in ("call", "author-call"):
        return call_width(text, metrics, style)
    return metrics.width(text) * style.call_size


def _forbid(atoms: list[Atom]) -> None:
    """Mark the places where no line may end."""
    for this, following in pairwise(atoms):
        clings = following.kind in _CLINGING
        bound = clings or following.text[0] in NO_START or this.text in OPENING
        if bound and not (this.kind == "western" and following.kind == "western"):
            this.cost = None
        elif this.kind in ("western", "up", "pair") and following.text[0] in _UNITS:
            this.cost = COSTS.unit_cut
