"""Merges two versions of an article into one run of lines: what is new, what is gone, what stays.

Lines are paired first, by what they say and in their order, and edited inside where they bear no
marks. A line that has no counterpart stands whole, as new or as gone; so does one with marks that
changed, and a table whose places are not those of the other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Indel

from zhengben.comparison.alignment import differences
from zhengben.comparison.kinds import compared
from zhengben.comparison.pairing import UnitPair
from zhengben.comparison.units import ArticleUnit
from zhengben.document.lines import Block, Grid, Line, blocks_of

# in which of the versions a piece of a line stands
Stands = Literal["both", "new", "gone"]
# lines that have less in common are not one line with alterations
_ALIKE = 0.5
# where so many pairs of lines would have to be weighed, none is: all stand whole
_MOST_WEIGHED = 40_000


class MergedPiece(Struct, frozen=True):
    """A stretch of a merged line, and in which version it stands."""

    text: str
    stands: Stands


class MergedLine(Struct, frozen=True):
    """A line of the new version, of the old one, or of both with what changed in it."""

    new: Line | None
    old: Line | None
    pieces: tuple[MergedPiece, ...]

    @property
    def line(self) -> Line:
        """Return the line of the new version where it has one, else of the old one."""
        line = self.new or self.old
        assert line is not None
        return line

    @property
    def text(self) -> str:
        """Return what is new, gone and neither together, in the order of reading."""
        return "".join(piece.text for piece in self.pieces)

    def spans(self, stands: Stands) -> tuple[tuple[int, int], ...]:
        """Return where the pieces stand that are in one of the versions alone, or in both."""
        found, at = list[tuple[int, int]](), 0
        for piece in self.pieces:
            if piece.stands == stands:
                found.append((at, at + len(piece.text)))
            at += len(piece.text)
        return tuple(found)


def merged_lines(pair: UnitPair) -> tuple[MergedLine, ...]:
    """Return the lines of a unit in two versions, merged; what is gone stands before what is new.

    The lines of either version keep their order, and each stands once.
    """
    old, new = (_blocks(unit) for unit in (pair.old, pair.new))
    found, at, to = list[MergedLine](), 0, 0
    for n, m in (*_pairs(old, new), (len(old), len(new))):
        found += [_alone(line, "gone") for block in old[at:n] for line in _lines(block)]
        found += [_alone(line, "new") for block in new[to:m] for line in _lines(block)]
        if n < len(old):
            for one, other in zip(_lines(old[n]), _lines(new[m]), strict=True):
                found.append(_merged(one, other))
        at, to = n + 1, m + 1
    return tuple(found)


def _blocks(unit: ArticleUnit | None) -> list[Block]:
    return list(blocks_of(unit.lines)) if unit else []


def _lines(block: Block) -> tuple[Line, ...]:
    return (
        tuple(line for row in block.rows for line in row) if isinstance(block, Grid) else (block,)
    )


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield which blocks are one, in their order."""
    here, there = ([_key(block) for block in blocks] for blocks in (old, new))
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    for tag, first, last, begin, finish in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(first, last), range(begin, finish), strict=True)
        elif tag == "replace":
            for n, m in _weighed(old[first:last], new[begin:finish]):
                yield first + n, begin + m


def _key(block: Block) -> tuple[object, ...]:
    shape = _shape(block)
    return (shape, *((line.role, line.text, line.marks) for line in _lines(block)))


def _shape(block: Block) -> tuple[object, ...]:
    """Return what two blocks must share to be merged: their role, or the places of a table."""
    if isinstance(block, Grid):
        cells = (line.cell for line in _lines(block) if line.cell)
        return tuple((c.row, c.column, c.columns, c.rows, c.header) for c in cells)
    return (block.role,)


def _weighed(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the pairs, in order, that have most in common."""
    if len(old) * len(new) > _MOST_WEIGHED:
        return []
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(one, other) for other in new] for one in old]
    for n in range(len(old) - 1, -1, -1):
        for m in range(len(new) - 1, -1, -1):
            here = alike[n][m] + best[n + 1][m + 1] if alike[n][m] else 0.0
            best[n][m] = max(here, best[n + 1][m], best[n][m + 1])
    found, n, m = list[tuple[int, int]](), 0, 0
    while n < len(old) and m < len(new):
        if alike[n][m] and best[n][m] == alike[n][m] + best[n + 1][m + 1]:
            found.append((n, m))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return found


def _alike(one: Block, other: Block) -> float:
    """Return how much two blocks have in common, 0 where they cannot be merged."""
    if _shape(one) != _shape(other):
        return 0.0
    lines = [*zip(_lines(one), _lines(other), strict=True)]
    if any(a.text != b.text and (a.marks or b.marks) for a, b in lines):
        return 0.0
    if any(a.text == b.text and a.marks != b.marks for a, b in lines):
        return 0.0
    texts = ["\n".join(line.text for line in _lines(block)) for block in (one, other)]
    return Indel.normalized_similarity(*map(compared, texts), score_cutoff=_ALIKE)


def _alone(line: Line, stands: Stands) -> MergedLine:
    new, old = (line, None) if stands == "new" else (None, line)
    return MergedLine(new, old, (MergedPiece(line.text, stands),))


def _merged(old: Line, new: Line) -> MergedLine:
    pieces, at = list[MergedPiece](), 0
    for edit in differences(old.text, new.text):
        pieces += [
            MergedPiece(new.text[at : edit.begin], "both"),
            MergedPiece(old.text[edit.start : edit.end], "gone"),
            MergedPiece(new.text[edit.begin : edit.finish], "new"),
        ]
        at = edit.finish
    pieces.append(MergedPiece(new.text[at:], "both"))
    return MergedLine(new, old, tuple(piece for piece in pieces if piece.text))
