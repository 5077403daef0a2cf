"""What the columns of a table are: which hold numbers, how they stand, and what heads them."""

from __future__ import annotations

from zhengben.document.lines import Align, Grid, Line
from zhengben.document.regex import regex

# a column is one of numbers where at least this share of its cells holds one
_MOSTLY = 0.7
# a number as a table has it; what stands before its point is group 1
NUMBER = regex(r"[(（]?[+\-−–±＋－]?[¥￥$€£]?(\d[\d,， \u2009]*)(?:[.．·]\d+)?\s?[%％‰°]?[)）]?")
# what stands in a column of numbers where there is none
NONE = regex(r"[-−–—－…⋯/／*×]{1,3}|无|無|不详|不詳")


def stands_of(grid: Grid) -> list[Align]:
    """Return how each column stands: as its source says, else at the point if it holds numbers."""
    own: tuple[Align, Align] = ("", "point")
    return [said or own[_is_of_numbers(grid, n)] for n, said in enumerate(grid.aligns, start=1)]


def is_of_words(line: Line) -> bool:
    """Tell a cell of several columns that holds words: it stands as words do, not as numbers."""
    cell, text = line.cell, line.text.strip()
    wide = cell is not None and cell.columns > 1 and not cell.header
    return wide and not NUMBER.fullmatch(text) and not NONE.fullmatch(text)


def heads_of(grid: Grid) -> dict[int, tuple[Line, ...]]:
    """Return the heads over each column, the outermost first."""
    found = dict[int, tuple[Line, ...]]()
    for line in (line for row in grid.rows for line in row):
        cell = line.cell
        if cell and cell.header:
            for column in range(cell.column, cell.column + cell.columns):
                found[column] = (*found.get(column, ()), line)
    return found


def _is_of_numbers(grid: Grid, column: int) -> bool:
    """Tell a column that holds numbers below its heads."""
    said = [
        line.text.strip()
        for row in grid.rows
        for line in row
        if line.cell and line.cell.column == column and line.cell.columns == 1
        if not line.cell.header
    ]
    numbers = sum(bool(NUMBER.fullmatch(text)) for text in said)
    none = sum(bool(NONE.fullmatch(text)) for text in said)
    return numbers > 0 and numbers + none >= _MOSTLY * len(said)
