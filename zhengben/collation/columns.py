"""Sets the collation edition: each line of the text in two columns, made up into pages.

The text holds a gutter for our paragraph numbers and two columns of whole em. Both sides of a pair
begin on one line of the grid; where one is longer the other waits. A table stands in each column
with its cells side by side, row beside row, where the column bears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import fsum
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from zhengben.collation.pairs import LinePair, PairedGrid, Side, paired_blocks, pairs
from zhengben.design.kinds import PrintEdition
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Line
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import (
    ComposedLine,
    InlineMark,
    ParagraphStyle,
    compose,
    natural_width,
    within,
)
from zhengben.linebreaking.titles import break_title
from zhengben.pagination.page_breaker import Slug, make_up
from zhengben.typesetting.compositor import inline_marks
from zhengben.typesetting.table_cells import SetGridRow
from zhengben.typesetting.tables import ROW_PAD_EM, TableSetter

# in em of the text: the gutter of the numbers, a column, and the gap between the columns
GUTTER_EM, COLUMN_EM, GAP_EM = 2, 19, 2
# white space above a pair, as a share of a line
_ABOVE = 0.5


class SetSide(Struct, frozen=True, eq=False):
    """One side of a pair, composed; ``title`` is set in the size of titles."""

    side: Side
    lines: tuple[ComposedLine, ...]
    title: bool


class SetPair(Struct, frozen=True, eq=False):
    """Both sides of a line of the text; ``depth`` counts the lines of the longer one."""

    pair: LinePair
    left: SetSide
    right: SetSide

    @property
    def depth(self) -> int:
        """Return how many lines the pair takes."""
        return max(len(self.left.lines), len(self.right.lines))


class PairPart(Struct, frozen=True):
    """The lines of a pair that stand on one page, from ``first`` to behind ``last``."""

    kind: ClassVar = "pair"
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


class SetRows(Struct, frozen=True, eq=False):
    """A row of a table in both columns."""

    left: SetGridRow
    right: SetGridRow


class RowPart(Struct, frozen=True):
    """A row of a table on a page; ``pad_em`` of its size stand above and below its lines."""

    item: SetGridRow
    height_pt: float
    pad_em: float = ROW_PAD_EM / 2
    first: ClassVar = 0
    last: ClassVar = 1
    opens: ClassVar = True
    above_pt: ClassVar = 0.0


class TablePart(Struct, frozen=True):
    """The rows of a table on one page, on either side, and the anchors of the two tables."""

    left: tuple[RowPart, ...]
    right: tuple[RowPart, ...]
    top_pt: float
    height_pt: float
    name: str
    second_name: str
    kind: ClassVar = "table"


# what a page holds of a pair or a row, and which of its lines
ColumnLine = tuple[SetPair | SetRows, int]
ColumnPart = PairPart | TablePart


class _Column(Struct, frozen=True):
    """Sets a table in one of the columns; notes are not called on paper."""

    edition: PrintEdition
    metrics: Metrics

    @property
    def note_measure_em(self) -> int:
        return int(COLUMN_EM * self.edition.text_pt / self.edition.note_pt + 1e-6)

    def compose(
        self,
        text: str,
        measure: float,
        *,
        calls: Mapping[int, str] | None = None,
        marks: Sequence[InlineMark] = (),
        lying: bool = False,
        in_cell: bool = False,
    ) -> tuple[ComposedLine, ...]:
        style = ParagraphStyle(measure, justify=False, lying=lying)
        return compose(text, calls or {}, self.metrics, style, marks)

    def natural(self, line: ComposedLine) -> float:
        return natural_width(line.fragments, self.metrics, ParagraphStyle(0.0, justify=False))

    def marks(self, line: Line) -> tuple[InlineMark, ...]:
        return inline_marks(line, ())

    def marks_in_cell(self, line: Line, room_em: float) -> tuple[InlineMark, ...]:
        return self.marks(line)

    def calls(self, line: Line) -> dict[int, str]:
        return {}


def set_columns(
    left: Declaration, right: Declaration, edition: PrintEdition, metrics: Sequence[Metrics]
) -> list[list[ColumnPart]]:
    """Compose and make up two declarations; ``metrics`` are of the faces of their scripts."""
    slugs: list[Slug[ColumnLine]] = []
    for block in paired_blocks(pairs(left, right)):
        if isinstance(block, PairedGrid):
            rows = list(_table(block, edition, metrics))
            slugs += rows or _lines(block.pairs, left, right, edition, metrics)
        else:
            slugs += _lines([block], left, right, edition, metrics)
    return [list(_parts(page.slugs, right.script)) for page in make_up(slugs, edition.depth_pt)]


def _table(
    block: PairedGrid, edition: PrintEdition, metrics: Sequence[Metrics]
) -> Iterator[Slug[ColumnLine]]:
    """Yield the rows of a table; none where a column does not bear it, or where people signed."""
    grids = block.grids
    if grids[0].rows[0][0].role != "cell":
        return
    tables = [
        TableSetter(_Column(edition, m), g, plain=True) for m, g in zip(metrics, grids, strict=True)
    ]
    left, right = (table.rows() for table in tables)
    if left is None or right is None:
        return
    heads = min(len(tables[0].head(left)), len(tables[1].head(right)))
    again: list[Slug[ColumnLine]] = []
    above = edition.leading_pt / 2
    for one, other in zip(left, right, strict=True):
        height = max(tables[0].row_pt(one), tables[1].row_pt(other))
        row, keep = SetRows(one, other), one.header or one.keep_next or other.keep_next
        repeated = tuple(again) if one.number > heads else ()
        yield Slug((row, 0), height, above, keep, again=repeated)
        again += [Slug((row, 1), height)] if one.number <= heads else []
        above = 0.0


def _lines(
    found: Sequence[LinePair], left: Declaration, right: Declaration, edition: PrintEdition,
    metrics: Sequence[Metrics],
) -> Iterator[Slug[ColumnLine]]:  # fmt: skip
    """Yield the lines of pairs."""
    for pair in found:
        title = pair.line.role == "title"
        lead = edition.title_leading_pt if title else edition.leading_pt
        sides = (
            _side(side, font, edition, declaration if title else None)
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
            yield Slug((set_, row), lead, above, keep and row < set_.depth - (not heads))


def _side(
    side: Side, metrics: Metrics, edition: PrintEdition, titled: Declaration | None
) -> SetSide:
    """Compose a line, or a title of a declaration by the lines that it gives or that fit."""
    text, marks = side.line.text, inline_marks(replace(side.line, id=side.id), ())
    if titled is None:
        return SetSide(side, compose(text, {}, metrics, ParagraphStyle(COLUMN_EM), marks), False)
    measure = int(COLUMN_EM * edition.text_pt / edition.title_pt)
    title_lines = titled.title_lines
    if max(map(len, title_lines)) > measure:
        title_lines = break_title(side.line.text, measure, titled.names)
    rows, at = list[ComposedLine](), 0
    style = ParagraphStyle(measure, justify=False)
    for text in title_lines:
        for line in compose(text, {}, metrics, style, within(marks, at, at + len(text))):
            rows.append(replace(line, start=at + line.start, end=at + line.end))
        at += len(text)
    return SetSide(side, tuple(rows), True)


def _parts(slugs: Sequence[Slug[ColumnLine]], second_script: str) -> Iterator[ColumnPart]:
    """Join the rows of a pair, or of a table, that stand on one page."""

    def whole(slug: Slug[ColumnLine]) -> object:
        item = slug.content[0]
        return item.left.grid.id if isinstance(item, SetRows) else item

    top, first = 0.0, True
    for _, run in groupby(slugs, whole):
        here = list(run)
        top += 0.0 if first else here[0].above_pt
        first = False
        height = fsum(slug.height_pt for slug in here)
        item, line = here[0].content
        if isinstance(item, SetRows):
            yield _table_part(here, round(top, 3), height, second_script)
        else:
            yield PairPart(item, line, line + len(here), round(top, 3), height)
        top += height


def _table_part(
    slugs: Sequence[Slug[ColumnLine]], top_pt: float, height_pt: float, second_script: str
) -> TablePart:
    sides: tuple[list[RowPart], list[RowPart]] = ([], [])
    for slug in slugs:
        item, again = slug.content
        if isinstance(item, SetRows):
            for side, row in zip(sides, (item.left, item.right), strict=True):
                made = replace(row, again=True) if again else row
                side.append(RowPart(made, slug.height_pt))
    name = sides[0][0].item.grid.id
    left, right = map(tuple, sides)
    return TablePart(left, right, top_pt, height_pt, name, second_anchor(name, second_script))
