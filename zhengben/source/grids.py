"""Places the lines of a table in its cells, as a row of ``[structure]`` declares them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from zhengben.document.lines import Align, Cell

# how columns stand, by their letters in a row of a table
ALIGNS: Mapping[str, Align] = {
    "l": "left", "c": "center", "r": "right", "p": "point", "-": "",
}  # fmt: skip


def place_cells(
    columns: int, count: int, empty: Collection[tuple[int, ...]], spans: Sequence[str]
) -> list[Cell]:
    """Place so many lines in a table, row by row, each in the next place that is free.

    ``empty`` are places without a line, as row and column; ``spans`` are cells of several columns
    or rows, as “1.2-1.3” from the first place to the last, one without a line too. Raises
    ValueError, with a clause, for a span that cannot be and for a row without a line.
    """
    wanted = dict(_span(text, columns, count) for text in spans)
    # the last row in which each column is taken by a cell that began above or to the left
    taken, cells, row = [0] * (columns + 1), list[Cell](), 0
    blanks = list[tuple[int, int, int, int]]()
    while len(cells) < count:
        row += 1
        before = len(cells)
        for column in range(1, columns + 1):
            hollow = (row, column) in empty
            if taken[column] >= row or (len(cells) == count and not hollow):
                continue
            wide, high = wanted.pop((row, column), (1, 1))
            if any(last >= row for last in taken[column : column + wide]):
                raise ValueError(f"the span that begins at {row}.{column} lies on another")
            if hollow and wide * high > 1:
                blanks.append((row, column, wide, high))
            if not hollow or wide * high > 1:
                taken[column : column + wide] = [row + high - 1] * wide
            if not hollow:
                cells.append(Cell(0, row, column, columns=wide, rows=high))
        if len(cells) == before:
            raise ValueError(f"row {row} of the table has no line; leave it out")
    if wanted:
        raise ValueError("the span at {}.{} begins where no line stands".format(*min(wanted)))
    _demand_rows(cells, blanks, row)
    return [replace(cells[0], blanks=tuple(blanks)), *cells[1:]] if blanks else cells


def _demand_rows(
    cells: Sequence[Cell], blanks: Sequence[tuple[int, int, int, int]], last: int
) -> None:
    """Raise ValueError for a cell that ends below the last row."""
    high = [(cell.row, cell.column, cell.rows) for cell in cells]
    high += [(row, column, rows) for row, column, _, rows in blanks]
    for row, column, rows in high:
        if row + rows - 1 > last:
            raise ValueError(f"the span at {row}.{column} ends below the last row, which is {last}")


def _span(text: str, columns: int, count: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Read “1.2-1.3” as the first place of a cell, and how many columns and rows it takes."""
    row, column, last_row, last = map(int, re.split("[.-]", text))
    if not (1 <= column <= last and 1 <= row <= last_row):
        raise ValueError(f"the span {text} does not run to the right or down")
    if last > columns or last_row > count:
        raise ValueError(f"the span {text} is larger than the table")
    return (row, column), (last - column + 1, last_row - row + 1)
