"""Sets the collation edition: each line of the text in two columns, made up into pages.

The text holds a gutter for our paragraph numbers and two columns of whole em. Both sides of a pair
begin on one line of the grid; where one is longer the other waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from zhengben.collate import Pair, Side, pairs
from zhengben.compose import ComposedLine, Metrics, Setting, compose
from zhengben.editions import PrintEdition
from zhengben.makeup import Slug, make_up
from zhengben.model import Declaration
from zhengben.titles import break_title

# in em of the text: the gutter of the numbers, a column, and the gap between the columns
GUTTER_EM, COLUMN_EM, GAP_EM = 2, 19, 2
# white space above a pair, as a share of a line
_ABOVE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class SetSide:
    """One side of a pair, composed; ``title`` is set in the size of titles."""

    side: Side
    lines: tuple[ComposedLine, ...]
    title: bool


@dataclass(frozen=True, slots=True, eq=False)
class SetPair:
    """Both sides of a line of the text; ``depth`` counts the lines of the longer one."""

    pair: Pair
    left: SetSide
    right: SetSide

    @property
    def depth(self) -> int:
        """Return how many lines the pair takes."""
        return max(len(self.left.lines), len(self.right.lines))


@dataclass(frozen=True, slots=True)
class PairPart:
    """The lines of a pair that stand on one page, from ``first`` to behind ``last``."""

    set: SetPair
    first: int
    last: int
    top_pt: float
    height_pt: float

    @property
    def sides(self) -> tuple[tuple[str, SetSide, tuple[ComposedLine, ...]], ...]:
        """Return the sides that have lines here, each with its place and its lines."""
        found = (("left", self.set.left), ("right", self.set.right))
        shown = ((name, side, side.lines[self.first : self.last]) for name, side in found)
        return tuple(entry for entry in shown if entry[2])

    @property
    def opens(self) -> bool:
        """Say whether the pair begins here."""
        return self.first == 0


def set_columns(
    left: Declaration, right: Declaration, edition: PrintEdition, metrics: Sequence[Metrics]
) -> list[list[PairPart]]:
    """Compose and make up two declarations; ``metrics`` are of the faces of their scripts."""
    slugs: list[Slug[tuple[SetPair, int]]] = []
    for pair in pairs(left, right):
        title = pair.line.role == "title"
        lead = edition.title_leading_pt if title else edition.leading_pt
        sides = (
            _side(side, font, edition, declaration.title_lines if title else ())
            for side, font, declaration in zip(
                (pair.left, pair.right), metrics, (left, right), strict=True
            )
        )
        set_ = SetPair(pair, *sides)
        # a title and a heading stay with what follows, and so do first and last lines
        heads = title or pair.line.role in ("heading", "annex", "office", "dateline")
        for row in range(set_.depth):
            keep = heads or row in (0, set_.depth - 2)
            above = 0.0 if row else _ABOVE * edition.leading_pt
            slugs.append(Slug((set_, row), lead, above, keep and row < set_.depth - (not heads)))
    return [list(_parts(page.slugs)) for page in make_up(slugs, edition.depth_pt)]


def _side(
    side: Side, metrics: Metrics, edition: PrintEdition, title_lines: tuple[str, ...]
) -> SetSide:
    """Compose a line, or a title by the lines that its metadata give or that fit."""
    if not title_lines:
        return SetSide(side, compose(side.line.text, {}, metrics, Setting(COLUMN_EM)), False)
    measure = int(COLUMN_EM * edition.text_pt / edition.title_pt)
    if max(map(len, title_lines)) > measure:
        title_lines = break_title(side.line.text, measure)
    rows, at = list[ComposedLine](), 0
    for text in title_lines:
        for line in compose(text, {}, metrics, Setting(measure, justify=False)):
            rows.append(replace(line, start=at + line.start, end=at + line.end))
        at += len(text)
    return SetSide(side, tuple(rows), True)


def _parts(slugs: Sequence[Slug[tuple[SetPair, int]]]) -> list[PairPart]:
    """Join the rows of a pair that stand on one page."""
    parts, top = list[PairPart](), 0.0
    for set_, run in groupby(slugs, lambda slug: slug.content[0]):
        rows = list(run)
        if parts:
            top += rows[0].above_pt
        height = sum(slug.height_pt for slug in rows)
        first = rows[0].content[1]
        parts.append(PairPart(set_, first, first + len(rows), round(top, 3), height))
        top += height
    return parts
