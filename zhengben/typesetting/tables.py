"""Sets the tables of a text row by row, a cell being a line of the text.

A table stands as its columns need it: in the size of notes, else smaller down to the least size of
its edition, else on pages across where the edition has them, else as records, a row below another
with the heads of its columns before its cells. A cell may take several columns or rows. A page may
end inside one that takes several rows, once its lines are all there: until then its rows are kept
together; it may end inside a high row of no such cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest
from math import fsum

from msgspec.structs import replace

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Grid, Line
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.records import record_rows
from zhengben.typesetting.table_cells import CellCompositor, SetCell, SetGridRow, TableSize
from zhengben.typesetting.table_columns import COLUMN_GAP_EM, Columns, measure_columns

# the padding above and below a row, in em of its size
ROW_PAD_EM = 0.8
# the blank above a line of signatures in columns, in lines
_ROOM_TO_SIGN = 2.0
# no column of signatures is narrower than this, in em
_NARROWEST_EM = 4.0
# by so much a table is set smaller, in points
_STEP_PT = 0.5
# rows that must stay together are no higher than this share of a page; a row by itself that is
# higher than the other share may be divided
_HIGHEST_RUN, _HIGHEST_WHOLE = 0.75, 0.2
# a cell that is higher than a page takes no more than so many times the lines of the whole measure
_NARROWED = 3.0
# what heads the rows of a group is no longer than this, in lines
_MOST_OF_A_HEAD = 2
# a record is one thing to read: it is divided only where it is higher than this share of a page
_HIGHEST_RECORD = 0.4


class TableSetter:
    """Sets one table; one that is not ``ruled`` holds signatures.

    ``plain`` tables are neither set on pages across nor as records, nor are their rows divided.
    """

    def __init__(
        self, compositor: CellCompositor, grid: Grid, *, ruled: bool = True, plain: bool = False
    ) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        self.grid, self.ruled, self.plain = grid, ruled, plain
        self.size = TableSize(self.edition.text_pt, self.edition.leading_pt)
        self.measure = float(self.edition.measure_em)
        self.widths, self.lefts = list[float](), list[float]()

    @cached_property
    def columns(self) -> Columns:
        """Return what the columns need."""
        return measure_columns(self.grid, self.compositor)

    def records(self) -> list[SetGridRow]:
        """Set the rows as records, one below another."""
        self.size = next(sizes(self.edition, plain=True))
        self.measure = self._measure_em(self.size)
        below = self.edition.leading_pt / 2
        rows = record_rows(self.grid, self.compositor, self.size, self.measure, below)
        most = _HIGHEST_RECORD * self._depth_pt
        return [replace(row, divided=self.row_pt(row) > most) for row in rows]

    def rows(self) -> list[SetGridRow] | None:
        """Set the rows; None where there are too many columns for what the table may be."""
        if not self.ruled:
            return self._signed()
        for size in sizes(self.edition, self.plain):
            self.size, self.measure = size, self._measure_em(size)
            if not self.columns.fit(self.measure):
                continue
            self._place_columns(self.columns.widths(self.grid, self.measure))
            rows = self._rows()
            if self._has_room(rows) and not self._towers(rows):
                return rows
        return None if self.plain else self.records()

    def head(self, rows: list[SetGridRow]) -> list[SetGridRow]:
        """Return the rows that stand again on each page the table goes on to."""
        if any(cell.heads for row in rows for cell in row.cells):
            # each record has its own
            return []
        count = next((n for n, row in enumerate(rows) if not row.header), 0)
        head = rows[:count]
        whole = all(row.number + cell.rows - 1 <= count for row in head for cell in row.cells)
        room = (1 - _HIGHEST_RUN) * self._depth_pt
        return head if whole and fsum(map(self.row_pt, head)) <= room else []

    def row_pt(self, row: SetGridRow) -> float:
        """Return the height of a row, its padding included."""
        return self._height_pt(row.number, row.height_lines) + row.below_pt

    def line_pt(self, row: SetGridRow, index: int) -> float:
        """Return the height of a line of a divided row, with the padding beside it."""
        edge_pt = ROW_PAD_EM * self.size.pt / 2
        first, last = index == 0, index == row.height_lines - 1
        return self.size.leading_pt + edge_pt * (first + last) + row.below_pt * last

    @property
    def _depth_pt(self) -> float:
        return self.edition.measure_pt if self.size.turned else self.edition.depth_pt

    def _measure_em(self, size: TableSize) -> float:
        edition = self.edition
        if size.turned:
            return edition.depth_pt / size.pt
        return self.compositor.note_measure_em * (edition.note_pt / size.pt)

    def _is_high(self, row: SetGridRow) -> bool:
        return self.row_pt(row) > _HIGHEST_WHOLE * self._depth_pt and row.height_lines > 1

    def _signed(self) -> list[SetGridRow] | None:
        """Set signatures side by side, all columns of one width."""
        count = self.grid.columns
        width = float(int((self.measure - (count - 1) * COLUMN_GAP_EM) / count))
        if width < _NARROWEST_EM:
            return None
        self._place_columns([width] * count)
        rows = self._rows()
        return rows if self._has_room(rows) else None

    def _place_columns(self, widths: list[float]) -> None:
        self.widths = widths
        self.lefts = [fsum(widths[:n]) + n * COLUMN_GAP_EM for n in range(len(widths))]

    def _rows(self) -> list[SetGridRow]:
        """Set the rows on the widths that the columns have."""
        cells = [
            tuple(self._cell(number, column, line) for column, line in row)
            for number, row in enumerate(self.grid.places, 1)
        ]
        heights = self._heights(cells)
        kept, spanned = self._kept(cells, heights), _spanned(cells)
        rows = list[SetGridRow]()
        for number, (row, height) in enumerate(zip(cells, heights, strict=True), 1):
            header = any(line.cell.header for line in self.grid.rows[number - 1] if line.cell)
            last = self.ruled and number == len(cells)
            below = self.edition.leading_pt / 2 if last else 0.0
            heads = self.ruled and self._heads_rows(row, cells[number : number + 1])
            made = SetGridRow(self.grid, number, header, self.ruled, row, height, below,
                              keep_next=number in kept or heads, size=self.size)  # fmt: skip
            divided = self.ruled and not self.plain and number not in spanned
            rules = tuple(self._rules(rows[-1], made)) if rows else ()
            rows.append(replace(made, rules=rules, divided=divided and self._is_high(made)))
        return rows

    def _heads_rows(self, row: tuple[SetCell, ...], below: list[tuple[SetCell, ...]]) -> bool:
        """Tell what heads the rows below it over the whole width: it stays with the first."""
        whole = len(row) == 1 < row[0].columns == self.grid.columns
        return whole and bool(below) and len(below[0]) > 1 and len(row[0].lines) <= _MOST_OF_A_HEAD

    def _height_pt(self, number: int, lines: int) -> float:
        if not self.ruled:
            # room to sign above each line but the first
            return (lines + (_ROOM_TO_SIGN if number > 1 else 0.5)) * self.size.leading_pt
        return lines * self.size.leading_pt + ROW_PAD_EM * self.size.pt

    def _cell(self, number: int, column: int, line: Line | None) -> SetCell:
        wide, high = self.grid.span_at(number, column, line)
        last = column + wide - 2
        left = self.lefts[column - 1]
        width = round(self.lefts[last] + self.widths[last] - left, 3)
        if line is None or not self.ruled:
            lines = self._composed(line, width) if line else ()
            return SetCell(line, lines, round(left, 3), width, wide, high, column=column)
        measured = self.columns.cells[line.id]
        stands, aside = self.columns.placed(line, column, wide)
        fits = measured.natural <= width + 1e-6
        lies = column in self.columns.lying
        lines = measured.composed if fits else self._composed(line, width, lying=lies)
        width = round(width - aside, 3) if fits else width
        return SetCell(line, lines, round(left, 3), width, wide, high, stands, column=column)

    def _composed(
        self, line: Line, width: float, *, lying: bool = False
    ) -> tuple[ComposedLine, ...]:
        calls = self.compositor.calls(line)
        if not self.ruled:
            marks = self.compositor.marks(line)
            return self.compositor.compose(line.text, width, calls=calls, marks=marks, lying=lying)
        return self.compositor.compose(
            line.text, width, calls=calls, marks=self.compositor.marks_in_cell(line, width),
            lying=lying, in_cell=True,
        )  # fmt: skip

    def _heights(self, cells: list[tuple[SetCell, ...]]) -> list[int]:
        """Return how many lines each row takes; a cell of several rows may stretch its last."""
        heights = [
            max((c.height_lines for c in row if c.rows == 1), default=1) or 1 for row in cells
        ]
        spans = [(n, cell) for n, row in enumerate(cells) for cell in row if cell.rows > 1]
        for first, cell in sorted(spans, key=lambda span: span[0] + span[1].rows):
            last = first + cell.rows
            room = fsum(self._height_pt(n + 1, heights[n]) for n in range(first, last))
            short = self._height_pt(first + 1, cell.height_lines) - room
            heights[last - 1] += max(0, int(-(-short // self.size.leading_pt)))
        return heights

    def _rules(self, above: SetGridRow, row: SetGridRow) -> Iterator[tuple[float, float]]:
        """Yield the pieces of the rule between two rows where a cell of both breaks it.

        Below heads that take several columns it is broken between them too.
        """
        heads = above.cells if above.header and row.header else ()
        grouped = any(cell.columns > 1 for cell in heads)
        if not grouped and sum(cell.columns for cell in row.cells) == len(self.widths):
            return
        breaks = {self._span(cell)[1] for cell in heads} if grouped else set[float]()
        spans = [self._span(cell) for cell in row.cells]
        edge, left = round(self.lefts[-1] + self.widths[-1], 3), spans[0][0]
        for (_, right), after in zip_longest(spans, spans[1:]):
            apart = after is None or after[0] - right > COLUMN_GAP_EM + 0.01
            if apart or right in breaks:
                # the last column may fall short of the measure, as the whole rules do not
                yield left, round((self.measure if right == edge else right) - left, 3)
                left = after[0] if after else right

    def _span(self, cell: SetCell) -> tuple[float, float]:
        """Return the left and the right edge of the columns that a cell takes."""
        first, last = cell.column - 1, cell.column + cell.columns - 2
        return round(self.lefts[first], 3), round(self.lefts[last] + self.widths[last], 3)

    def _kept(self, cells: list[tuple[SetCell, ...]], heights: list[int]) -> set[int]:
        """Return the rows beside which a cell's lines go on, so that no page ends there."""
        kept = set[int]()
        for number, row in enumerate(cells, 1):
            for cell in row:
                room, tall = 0.0, self._height_pt(number, cell.height_lines)
                for beside in range(number, number + cell.rows - 1):
                    room += self._height_pt(beside, heights[beside - 1])
                    if tall <= room + 0.01:
                        break
                    kept.add(beside)
        return kept

    def _towers(self, rows: list[SetGridRow]) -> bool:
        """Tell a table in which a cell is higher than a page only since its column is narrow."""
        if not self.ruled:
            return False
        most = self._depth_pt / self.size.leading_pt
        return any(
            len(cell.lines) > max(most, _NARROWED * self.columns.cells[cell.line.id].natural
                                  / self.measure)
            for row in rows
            for cell in row.cells
            if cell.line
        )  # fmt: skip

    def _has_room(self, rows: list[SetGridRow]) -> bool:
        """Say whether all that must stay together fits on a page."""
        run, depth = 0.0, self._depth_pt
        for row in rows:
            run += 0.0 if row.divided else self.row_pt(row)
            if run > _HIGHEST_RUN * depth:
                return False
            run = run if row.keep_next else 0.0
        return True


def sizes(edition: PrintEdition, plain: bool) -> Iterator[TableSize]:
    """Yield the sizes that tables of an edition may have, the one to be preferred first."""
    ways = (False, True) if edition.turns_tables and not plain else (False,)
    for turned in ways:
        pt = edition.note_pt
        while pt >= edition.least_table_pt or pt == edition.note_pt:
            yield TableSize(pt, edition.note_leading_pt * pt / edition.note_pt, turned)
            pt -= _STEP_PT


def _spanned(cells: list[tuple[SetCell, ...]]) -> set[int]:
    """Return the rows in which a cell of several rows stands."""
    return {
        beside
        for number, row in enumerate(cells, 1)
        for cell in row
        if cell.rows > 1
        for beside in range(number, number + cell.rows)
    }
