"""What is set of a table: cells and rows of them, and what composes their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal, Protocol

from msgspec import Struct

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Grid, Line
from zhengben.linebreaking import ComposedLine, InlineMark

# how the lines of a cell stand in their column
Stands = Literal["left", "center", "right"]


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
        lying: bool = False,
        in_cell: bool = False,
    ) -> tuple[ComposedLine, ...]:
        """Compose a text on a measure in em; in columns of text its figures may be ``lying``.

        A line ``in_cell`` takes more lines where it has a high object.
        """

    def natural(self, line: ComposedLine) -> float:
        """Return the width of a line that fills no measure, in em."""

    def calls(self, line: Line) -> dict[int, str]:
        """Return the number of each note called in a line, by the offset in it."""

    def marks(self, line: Line) -> tuple[InlineMark, ...]:
        """Return the marks of a line as they are set."""

    def marks_in_cell(self, line: Line, room_em: float) -> tuple[InlineMark, ...]:
        """Return the marks of a cell as they are set, objects no wider than ``room_em``."""


class TableSize(Struct, frozen=True):
    """The size of a table's type and its leading; ``turned`` tables stand on pages across."""

    pt: float
    leading_pt: float
    turned: bool = False


class SetHeadAgain(Struct, frozen=True):
    """The head of a column that stands again before a cell of a record: apparatus."""

    line: Line
    lines: tuple[ComposedLine, ...]


class SetCell(Struct, frozen=True):
    """A cell that begins in a row and a ``column``; an empty one has no line.

    Lengths are in em of the table's size.
    ``columns`` and ``rows`` are how many of each it takes. Its first line is line ``top`` of its
    row, from 0. In a record the ``heads`` of its column stand before it, ``heads_em`` wide.
    """

    line: Line | None
    lines: tuple[ComposedLine, ...]
    left_em: float
    width_em: float
    columns: int = 1
    rows: int = 1
    stands: Stands = "left"
    top: int = 0
    heads: tuple[SetHeadAgain, ...] = ()
    heads_em: float = 0.0
    column: int = 1

    @property
    def height_lines(self) -> int:
        """Return how many lines it takes: one with a high object takes several."""
        return sum(line.rows for line in self.lines)

    @property
    def placed(self) -> Iterator[tuple[int, ComposedLine]]:
        """Yield its lines, each with the line of the row on which it begins."""
        at = self.top
        for line in self.lines:
            yield at, line
            at += line.rows


class SetGridRow(Struct, frozen=True, eq=False):
    """A row of a table of the text, or of signatures side by side; ``number`` counts from 1.

    ``height_lines`` is how many lines it takes, ``below_pt`` white space below the last row;
    ``rules`` are the left and the width, in em, of each piece of the rule above it where that is
    broken; ``keep_next`` says that a cell's lines go on beside the next row. A page may end between
    the lines of a ``divided`` row. A head that stands ``again`` is none of the text.
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
    size: TableSize = TableSize(0.0, 0.0)
    divided: bool = False
    again: bool = False

    def first_character(self, first: int) -> int:
        """Return the offset of the first character that stands from line ``first`` on."""
        return min(
            cell.line.start + line.start
            for cell in self.cells
            if cell.line
            for index, line in cell.placed
            if first < index + line.rows
        )
