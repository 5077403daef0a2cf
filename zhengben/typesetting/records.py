"""Sets a table that no page is wide enough for as records: a row below another, cell below cell.

The heads stand once, where the text has them, and again before each cell, as apparatus. Two cells
share a line where their columns hold nothing long.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.document.columns import heads_of
from zhengben.document.lines import Grid, Line
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.table_cells import (
    CellCompositor,
    SetCell,
    SetGridRow,
    SetHeadAgain,
    TableSize,
)

# the heads before cells take no more of the measure than this share, and stand off by so many em
_MOST_HEAD, _GAP_EM = 0.4, 1.0
_ENDLESS_EM = 10_000.0


def record_rows(
    grid: Grid, compositor: CellCompositor, size: TableSize, measure: float, below_pt: float
) -> list[SetGridRow]:
    """Return the rows of a table as records of a size on a measure in em."""
    return _Records(grid, compositor, size, measure).rows(below_pt)


class _Records:
    def __init__(
        self, grid: Grid, compositor: CellCompositor, size: TableSize, measure: float
    ) -> None:
        self.grid, self.compositor, self.size, self.measure = grid, compositor, size, measure
        self.heads = heads_of(grid)
        widest = max((self._natural(h) for found in self.heads.values() for h in found), default=0)
        self.head_em = min(widest, _MOST_HEAD * measure)
        self.left_em = round(self.head_em + _GAP_EM, 3) if widest else 0.0
        self.half_em = (measure - 2 * _GAP_EM) / 2
        self.short = self._short()
        # each head is composed once
        self.again = {
            column: tuple(SetHeadAgain(line, self._composed(line, self.head_em)) for line in found)
            for column, found in self.heads.items()
        }

    def rows(self, below_pt: float) -> list[SetGridRow]:
        """Return every row; the last one has white space below it."""
        rows, last = list[SetGridRow](), len(self.grid.rows)
        for number, places in enumerate(self.grid.places, 1):
            header = any(line.cell.header for line in self.grid.rows[number - 1] if line.cell)
            made = (self._flowing if header else self._below)(number, places)
            cells = tuple(made)
            height = max(cell.top + max(cell.height_lines, _high(cell)) for cell in cells)
            below = below_pt if number == last else 0.0
            rows.append(SetGridRow(self.grid, number, header, True, cells, max(1, height), below,
                                   size=self.size))  # fmt: skip
        return rows

    def _empty(self, row: int, column: int, left: float, top: int) -> SetCell:
        wide, high = self.grid.span_at(row, column, None)
        return SetCell(None, (), round(left, 3), 0.0, wide, high, top=top)

    def _flowing(
        self, number: int, places: tuple[tuple[int, Line | None], ...]
    ) -> Iterator[SetCell]:
        """Yield the cells of a head one behind the other, on as many lines as they need."""
        left, top, high = 0.0, 0, 1
        for column, line in places:
            if line is None:
                yield self._empty(number, column, left, top)
                continue
            assert line.cell is not None
            width = min(self._natural(line), self.measure)
            if left and left + width > self.measure:
                left, top, high = 0.0, top + high, 1
            lines = self._composed(line, width)
            high = max(high, sum(line.rows for line in lines))
            yield SetCell(line, lines, round(left, 3), round(width, 3), line.cell.columns,
                          line.cell.rows, top=top)  # fmt: skip
            left += width + _GAP_EM

    def _below(self, number: int, places: tuple[tuple[int, Line | None], ...]) -> Iterator[SetCell]:
        """Yield the cells of a record one below the other, each behind the heads of its column."""
        top, high, beside, before_short = 0, 0, False, False
        for column, line in places:
            if line is None:
                yield self._empty(number, column, self.left_em, top)
                continue
            assert line.cell is not None
            short = column in self.short and line.cell.columns == 1
            beside = short and high > 0 and not beside and before_short
            if not beside:
                top, high = top + high, 0
            left = self.left_em + (self.half_em + 2 * _GAP_EM if beside else 0.0)
            width = (self.half_em if short else self.measure) - self.left_em
            cell = SetCell(
                line, self._composed(line, width), round(left, 3), round(width, 3),
                line.cell.columns, line.cell.rows, top=top, heads=self.again.get(column, ()),
                heads_em=self.left_em,
            )  # fmt: skip
            yield cell
            before_short, high = short, max(high, cell.height_lines, _high(cell))

    def _short(self) -> set[int]:
        """Return the columns of which a cell takes half a line at most, with its head."""
        cells = [(n.cell, n) for row in self.grid.rows for n in row if n.cell and not n.cell.header]
        room = self.half_em - self.left_em
        long = {cell.column for cell, line in cells if self._natural(line) > room}
        return {cell.column for cell, _ in cells} - long

    def _natural(self, line: Line) -> float:
        lines = self._composed(line, _ENDLESS_EM)
        return max(map(self.compositor.natural, lines), default=0.0) + 0.01

    def _composed(self, line: Line, width: float) -> tuple[ComposedLine, ...]:
        calls, marks = self.compositor.calls(line), self.compositor.marks_in_cell(line, width)
        return self.compositor.compose(line.text, width, calls=calls, marks=marks, in_cell=True)


def _high(cell: SetCell) -> int:
    """Return how many lines the heads before a cell take."""
    return sum(line.rows for head in cell.heads for line in head.lines)
