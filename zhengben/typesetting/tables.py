"""Sets the tables of a text row by row, a cell being a line of the text.

A cell may take several columns or rows. A page may end inside one that takes several rows, once
its lines are all there: until then its rows are kept together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum
from typing import ClassVar, Protocol

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Grid, Line
from zhengben.linebreaking import ComposedLine, InlineMark

# the gap between columns of a table, and its padding above and below a row, in em of its size
_COLUMN_GAP_EM, _ROW_PAD_EM = 1.0, 0.8
# the blank above a line of signatures in columns, in lines
_ROOM_TO_SIGN = 2.0
# no column is narrower than this, in em of the size of notes, unless all it holds is
_NARROWEST_EM = 4.0
# a table with a cell higher than this share of a page is set as a list of its cells, and so is one
# with rows that must stay together and are higher than the other share
_HIGHEST_CELL, _HIGHEST_RUN = 0.5, 0.75


class CellCompositor(Protocol):
    """What composes the lines of cells: an edition, the measure of a table, and the calls in it."""

    @property
    def edition(self) -> PrintEdition:
        """Return the edition, for its sizes."""

    @property
    def note_measure_em(self) -> int:
        """Return the measure in em of the size of notes, which is that of tables."""

    def compose(
        self,
        text: str,
        measure: float,
        *,
        calls: Mapping[int, str] | None = None,
        marks: Sequence[InlineMark] = (),
    ) -> tuple[ComposedLine, ...]:
        """Compose a text on a measure in em."""

    def calls(self, line: Line) -> dict[int, str]:
        """Return the number of each note called in a line, by the offset in it."""

    def marks(self, line: Line) -> tuple[InlineMark, ...]:
        """Return the marks of a line as they are set."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell that begins in a row, in em of the table's size; an empty one has no line.

    ``columns`` and ``rows`` are how many of each it takes.
    """

    line: Line | None
    lines: tuple[ComposedLine, ...]
    left_em: float
    width_em: float
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class SetGridRow:
    """A row of a table of the text, or of signatures side by side; ``number`` counts from 1.

    ``height_lines`` is how many lines it takes, ``below_pt`` white space below the last row;
    ``rules`` are the left and the width, in em, of each piece of the rule above it where that is
    broken; ``keep_next`` says that a cell's lines go on beside the next row.
    """

    kind: ClassVar = "grid"
    grid: Grid
    number: int
    header: bool
    ruled: bool
    cells: tuple[SetCell, ...]
    height_lines: int
    below_pt: float = 0.0
    rules: tuple[tuple[float, float], ...] = ()
    keep_next: bool = False


class TableSetter:
    """Sets one table; one that is not ``ruled`` holds signatures."""

    def __init__(self, compositor: CellCompositor, grid: Grid, *, ruled: bool = True) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        self.grid, self.ruled = grid, ruled
        self.measure = float(compositor.note_measure_em if ruled else compositor.edition.measure_em)
        self.longest = self._longest()
        self.widths = self._widths()
        gaps = range(len(self.widths))
        self.lefts = [fsum(self.widths[:n]) + n * _COLUMN_GAP_EM for n in gaps]

    def rows(self) -> list[SetGridRow] | None:
        """Set the rows; None when there are too many columns, or a cell is too long."""
        held = (min(_NARROWEST_EM, n) if self.ruled else _NARROWEST_EM for n in self.longest)
        if any(width < least for width, least in zip(self.widths, held, strict=True)):
            return None
        cells = [
            tuple(self._cell(column, line) for column, line in row) for row in self.grid.places
        ]
        heights = self._heights(cells)
        kept = self._kept(cells, heights)
        rows = list[SetGridRow]()
        for number, (row, height) in enumerate(zip(cells, heights, strict=True), 1):
            header = any(line.cell.header for line in self.grid.rows[number - 1] if line.cell)
            last = self.ruled and number == len(cells)
            below = self.edition.leading_pt / 2 if last else 0.0
            made = SetGridRow(self.grid, number, header, self.ruled, row, height, below,
                              keep_next=number in kept)  # fmt: skip
            rules = tuple(self._rules(rows[-1], made)) if rows else ()
            rows.append(replace(made, rules=rules))
        return rows if self._has_room(rows) else None

    def head(self, rows: list[SetGridRow]) -> list[SetGridRow]:
        """Return the rows that stand again on each page the table goes on to."""
        count = next((n for n, row in enumerate(rows) if not row.header), 0)
        head = rows[:count]
        whole = all(row.number + cell.rows - 1 <= count for row in head for cell in row.cells)
        room = (1 - _HIGHEST_RUN) * self.edition.depth_pt
        return head if whole and fsum(map(self.row_pt, head)) <= room else []

    def row_pt(self, row: SetGridRow) -> float:
        """Return the height of a row, its padding included."""
        return self._height_pt(row.number, row.height_lines) + row.below_pt

    def _height_pt(self, number: int, lines: int) -> float:
        edition = self.edition
        if not self.ruled:
            # room to sign above each line but the first
            return (lines + (_ROOM_TO_SIGN if number > 1 else 0.5)) * edition.leading_pt
        return lines * edition.note_leading_pt + _ROW_PAD_EM * edition.note_pt

    def _cell(self, column: int, line: Line | None) -> SetCell:
        cell = line.cell if line else None
        wide, high = (cell.columns, cell.rows) if cell else (1, 1)
        last = column + wide - 2
        left = self.lefts[column - 1]
        width = round(self.lefts[last] + self.widths[last] - left, 3)
        composed: tuple[ComposedLine, ...] = ()
        if line:
            calls = self.compositor.calls(line)
            composed = self.compositor.compose(
                line.text, width, calls=calls, marks=self.compositor.marks(line)
            )
        return SetCell(line, composed, round(left, 3), width, wide, high)

    def _heights(self, cells: list[tuple[SetCell, ...]]) -> list[int]:
        """Return how many lines each row takes; a cell of several rows may stretch its last."""
        heights = [max((len(c.lines) for c in row if c.rows == 1), default=1) for row in cells]
        leading = self.edition.note_leading_pt if self.ruled else self.edition.leading_pt
        spans = [(n, cell) for n, row in enumerate(cells) for cell in row if cell.rows > 1]
        for first, cell in sorted(spans, key=lambda span: span[0] + span[1].rows):
            last = first + cell.rows
            room = fsum(self._height_pt(n + 1, heights[n]) for n in range(first, last))
            short = self._height_pt(first + 1, len(cell.lines)) - room
            heights[last - 1] += max(0, int(-(-short // leading)))
        return heights

    def _rules(self, above: SetGridRow, row: SetGridRow) -> Iterator[tuple[float, float]]:
        """Yield the pieces of the rule between two rows where a cell of both breaks it.

        Below heads that take several columns it is broken between them too.
        """
        heads = above.cells if above.header and row.header else ()
        grouped = any(cell.columns > 1 for cell in heads)
        if not grouped and sum(cell.columns for cell in row.cells) == len(self.widths):
            return
        ends = {round(cell.left_em + cell.width_em, 3) for cell in heads} if grouped else set()
        edge = round(self.lefts[-1] + self.widths[-1], 3)
        left = row.cells[0].left_em
        for one, other in pairwise((*row.cells, None)):
            assert one is not None
            right = round(one.left_em + one.width_em, 3)
            apart = other is None or other.left_em - right > _COLUMN_GAP_EM + 0.01
            if apart or right in ends:
                # the last column may fall short of the measure, as the whole rules do not
                yield left, round((self.measure if right == edge else right) - left, 3)
                left = other.left_em if other else right

    def _kept(self, cells: list[tuple[SetCell, ...]], heights: list[int]) -> set[int]:
        """Return the rows beside which a cell's lines go on, so that no page ends there."""
        kept = set[int]()
        for number, row in enumerate(cells, 1):
            for cell in row:
                room, tall = 0.0, self._height_pt(number, len(cell.lines))
                for beside in range(number, number + cell.rows - 1):
                    room += self._height_pt(beside, heights[beside - 1])
                    if tall <= room + 0.01:
                        break
                    kept.add(beside)
        return kept

    def _has_room(self, rows: list[SetGridRow]) -> bool:
        """Say whether every cell, and all that must stay together, fits on a page."""
        depth = self.edition.depth_pt
        cells = [self._height_pt(row.number, len(c.lines)) for row in rows for c in row.cells]
        if max(*cells, *map(self.row_pt, rows)) > _HIGHEST_CELL * depth:
            return False
        run = 0.0
        for row in rows:
            run += self.row_pt(row)
            if run > _HIGHEST_RUN * depth:
                return False
            run = run if row.keep_next else 0.0
        return True

    def _widths(self) -> list[float]:
        """Share the measure among columns, by the root of what each has to hold."""
        columns = self.grid.columns
        whole = self.measure - (columns - 1) * _COLUMN_GAP_EM
        if not self.ruled:
            return [float(int(whole / columns))] * columns
        longest = self.longest
        if fsum(longest) <= whole:
            # every cell fits on a line: what is left over is shared out evenly
            spare = (whole - fsum(longest)) / columns
            return [round(n + spare, 3) for n in longest]
        shares = [max(2.0, n**0.5) for n in longest]
        widths = [float(int(whole * share / fsum(shares))) for share in shares]
        # what is left over goes, an em each, to the columns that lack most
        for _ in range(int(whole - fsum(widths))):
            lacks = [n - width for n, width in zip(longest, widths, strict=True)]
            widths[lacks.index(max(lacks))] += 1
        return widths

    def _longest(self) -> list[float]:
        """Return what each column has to hold, in em; a cell of several shares it among them."""
        longest = [1.0] * self.grid.columns
        cells = [line for row in self.grid.rows for line in row if line.cell]
        for line in sorted(cells, key=lambda line: line.cell.columns if line.cell else 0):
            assert line.cell is not None
            here = slice(line.cell.column - 1, line.cell.column + line.cell.columns - 1)
            calls = [*self.compositor.calls(line).values()]
            calls += [m.mark.value for m in self.compositor.marks(line) if not m.words]
            holds = len(line.words) + self.edition.call_em * sum(map(len, calls))
            wide = line.cell.columns
            more = (holds - (wide - 1) * _COLUMN_GAP_EM - fsum(longest[here])) / wide
            longest[here] = [n + max(0.0, more) for n in longest[here]]
        return longest
