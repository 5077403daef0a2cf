"""Sets tables in the columns of texts beside one another, each row on whole lines of the grid.

A table stands in its column where the column bears it in one of the sizes of its edition; where it
does not, its cells stand below one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from zhengben.collation.beside import (
    BesideColumn,
    BesideGridRow,
    BesideItem,
    BesideText,
    is_ragged,
)
from zhengben.design.kinds import PrintEdition
from zhengben.document.declaration import second_anchor
from zhengben.document.lines import Grid, Line, blocks_of
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import (
    ComposedLine,
    InlineMark,
    ParagraphStyle,
    compose,
    natural_width,
)
from zhengben.typesetting.table_cells import SetGridRow
from zhengben.typesetting.tables import ROW_PAD_EM, TableSetter

# rounding of heights that should be whole lines
_SLACK = 0.01


class ColumnTables:
    """Sets the tables of a column; ``marks`` and ``calls`` are those of a line as it is set.

    Anchors bear the ``tag`` of a text that is not the document's own.
    """

    def __init__(
        self, edition: PrintEdition, column: BesideColumn, metrics: Metrics, style: ParagraphStyle,
        marks: Callable[[Line], tuple[InlineMark, ...]], calls: Callable[[Line], dict[int, str]],
        tag: str = "",
    ) -> None:  # fmt: skip
        self.edition, self.column, self.metrics = edition, column, metrics
        self.style, self._marks, self._calls, self.tag = style, marks, calls, tag

    @property
    def note_measure_em(self) -> int:
        """Return the measure of the column in em of the size of tables."""
        return int(self.column.measure_em * self.edition.text_pt / self.edition.note_pt + 1e-6)

    def compose(
        self, text: str, measure: float, *, calls: Mapping[int, str] | None = None,
        marks: Sequence[InlineMark] = (), lying: bool = False, in_cell: bool = False,
    ) -> tuple[ComposedLine, ...]:  # fmt: skip
        """Compose a text of a cell."""
        style = replace(self.style, measure=measure, justify=False, lying=lying)
        return compose(text, calls or {}, self.metrics, style, marks)

    def natural(self, line: ComposedLine) -> float:
        """Return the width of a line that fills no measure, in em."""
        style = replace(self.style, measure=0.0, justify=False)
        return natural_width(line.fragments, self.metrics, style)

    def marks(self, line: Line) -> tuple[InlineMark, ...]:
        """Return the marks of a line as they are set."""
        return self._marks(line)

    def marks_in_cell(self, line: Line, room_em: float) -> tuple[InlineMark, ...]:
        """Return the marks of a cell as they are set: words stand for what is not drawn."""
        return self.marks(line)

    def calls(self, line: Line) -> dict[int, str]:
        """Return the number of each note called in a line, by the offset in it."""
        return self._calls(line)

    def name(self, grid: Grid) -> str:
        """Return the anchor of a table in the column."""
        return second_anchor(grid.id, self.tag) if self.tag else grid.id

    def set(self, grid: Grid) -> list[SetGridRow] | None:
        """Set the rows of a table; None where the column does not bear it, or people signed."""
        if grid.rows[0][0].role != "cell":
            return None
        setter = TableSetter(self, grid, plain=True)
        rows = setter.rows()
        return None if rows is None else [replace(row, below_pt=0.0) for row in rows]

    def depth(self, row: SetGridRow) -> int:
        """Return how many lines of the text a row takes: what it needs, with the blank above it."""
        needed_pt = row.height_lines * row.size.leading_pt + ROW_PAD_EM / 2 * row.size.pt
        return max(1, ceil(needed_pt / self.edition.leading_pt - _SLACK))


def beside_rows(
    tables: Sequence[ColumnTables], grids: Sequence[Grid]
) -> list[Sequence[BesideGridRow]]:
    """Return the rows of tables that stand beside one another, by column; none where one has none.

    Rows of one number take as many lines in each, so that they stand beside one another.
    """
    made = [table.set(grid) for table, grid in zip(tables, grids, strict=True)]
    if any(rows is None for rows in made):
        return []
    sets = [rows for rows in made if rows is not None]
    deep = [
        max(table.depth(row) for table, row in zip(tables, beside, strict=True))
        for beside in zip(*sets, strict=True)
    ]
    return [
        [
            BesideGridRow(table.column, row, table.name(grid), depth)
            for row, depth in zip(rows, deep, strict=True)
        ]
        for table, grid, rows in zip(tables, grids, sets, strict=True)
    ]  # fmt: skip


class ColumnLine(Struct, frozen=True):
    """A line as a column shows it: its anchor there, its text and its marks."""

    line: Line
    anchor: str
    text: str
    marks: tuple[InlineMark, ...]


def set_lines(
    lines: Sequence[ColumnLine], column: BesideColumn, metrics: Metrics, edition: PrintEdition, *,
    squeeze: bool, tag: str = "",
) -> list[BesideItem]:  # fmt: skip
    """Set lines of a column one below the other, those of a table in it; ``tag`` as for tables."""
    own, found = {line.anchor: line for line in lines}, list[BesideItem]()
    style = ParagraphStyle(column.measure_em, squeeze=squeeze)
    tables = ColumnTables(
        edition, column, metrics, style, lambda line: own[line.id].marks, lambda line: {}, tag
    )
    for block in blocks_of(replace(n.line, id=n.anchor, text=n.text) for n in lines):
        if isinstance(block, Grid) and (cells := beside_rows([tables], [block])):
            found += cells[0]
            continue
        for line in block_lines(block):
            made = own[line.id]
            ragged = is_ragged(line)
            composed = compose(
                made.text, {}, metrics, replace(style, justify=not ragged), made.marks
            )
            found.append(BesideText(column, made.line, made.anchor, composed, ragged))
    return found


def block_lines(block: Line | Grid) -> tuple[Line, ...]:
    """Return the lines of a block of a text."""
    if isinstance(block, Grid):
        return tuple(line for row in block.rows for line in row)
    return (block,)
