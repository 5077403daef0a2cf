"""How wide the columns of a table are, by what they hold, and how their cells stand in them.

A column is at least as wide as what no line divides: a number, a word, some Han. What the measure
has beyond that goes, step by step, to the column whose widening saves most lines. Numbers stand at
the right edge of their column, or below one another at the point; what the source says of how a
column stands, or how wide it is, counts first.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from msgspec import Struct, field

from zhengben.document.columns import NONE, NUMBER, is_of_words, stands_of
from zhengben.document.lines import Align, Grid, Line
from zhengben.document.regex import regex
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.table_cells import CellCompositor, Stands

# the gap between columns of a table, in em of its size
COLUMN_GAP_EM = 1.0
# a column of Han has at least so many in a line, and a head of one so many, where it holds them
_FEWEST_EM, _FEWEST_HEAD_EM = 4.0, 2.0
# a longer word or number may be broken
_LONGEST_WHOLE_EM = 14.0
# a measure on which every cell is one line
_ENDLESS_EM = 10_000.0
# a column is widened by so much at a time, as the rows say that save most by it: so many of them,
# the longest ones
_STEP_EM, _MOST_HEARD = 0.5, 60
# how much less a lower cell of a row counts
_SHARPNESS = 4
# what is left over widens no column of numbers by more than this
_MOST_SPARE_EM = 2.0
# what is not to be broken: a word, or a number with 年, 月 or 日 behind it
_WHOLE = regex(r"[^\s\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003ffff]+(?:(?<=\d)[年月日])?")
# a number that stands upright in a column of text
_SHORT = regex(r"\d{1,3}")
_FIGURE = regex(r"\d")


class MeasuredCell(Struct):
    """A cell before it has a place: its line on an endless measure, and what it needs, in em.

    ``natural`` is its width on one line, ``least`` the widest piece of it that is not to be broken;
    ``tail`` is what stands of a number from its point on.
    """

    line: Line
    composed: tuple[ComposedLine, ...]
    natural: float
    least: float
    tail: float = 0.0


class Columns(Struct):
    """The columns of a table: what each needs at least and at most in em, and how it stands.

    ``tails`` is what numbers have from their point on, at most. In a vertical edition the figures
    of some columns are ``lying``: all of a column, where some of its numbers have to.
    """

    least: list[float]
    most: list[float]
    stands: list[Align]
    tails: list[float]
    shares: tuple[int, ...]
    lying: set[int]
    cells: dict[str, MeasuredCell] = field(default_factory=dict)

    @property
    def gaps_em(self) -> float:
        """Return what the gaps between the columns take."""
        return (len(self.least) - 1) * COLUMN_GAP_EM

    def fit(self, measure: float) -> bool:
        """Say whether a measure bears the columns side by side."""
        return fsum(self.least) + self.gaps_em <= measure + 1e-6

    def widths(self, grid: Grid, measure: float) -> list[float]:
        """Return the width of each column on a measure that bears them."""
        whole = measure - self.gaps_em
        if wanted := self._declared(whole):
            return wanted
        if fsum(self.most) <= whole:
            return self._spread(list(self.most), whole)
        return self._widened(grid, whole)

    def placed(self, line: Line, column: int, columns: int) -> tuple[Stands, float]:
        """Say how a cell stands, and how far from the right edge of its columns."""
        stands = self.stands[column - 1]
        if line.cell and line.cell.header and columns > 1:
            return "center", 0.0
        if stands in ("right", "point") and is_of_words(line):
            return "left", 0.0
        if stands != "point":
            return stands or "left", 0.0
        if columns > 1 or (line.cell and line.cell.header):
            return "right", 0.0
        return "right", max(0.0, self.tails[column - 1] - self.cells[line.id].tail)

    def _declared(self, whole: float) -> list[float]:
        """Return the widths that the source gives, where each column bears its own."""
        if not self.shares:
            return []
        widths = [round(whole * share / sum(self.shares), 3) for share in self.shares]
        borne = all(w >= n - 1e-6 for w, n in zip(widths, self.least, strict=True))
        return widths if borne else []

    def _spread(self, widths: list[float], whole: float) -> list[float]:
        """Share out what is left over: evenly, but little of it to numbers."""
        spare, count = whole - fsum(widths), len(widths)
        numbers = [s in ("right", "point") for s in self.stands]
        more = [min(spare / count, _MOST_SPARE_EM) if n else 0.0 for n in numbers]
        others = count - sum(numbers)
        if not others:
            return [round(w + spare / count, 3) for w in widths]
        each = (spare - fsum(more)) / others
        return [
            round(w + (m if n else each), 3) for w, m, n in zip(widths, more, numbers, strict=True)
        ]

    def _widened(self, grid: Grid, whole: float) -> list[float]:
        """Widen columns from the least on, each time the one by which most lines are saved.

        In each row that is the highest cell; those that are nearly as high count nearly as much.
        """
        widths, rows = list(self.least), self._heard(grid)
        for _ in range(int((whole - fsum(widths)) / _STEP_EM)):
            saved = [0.0] * len(widths)
            for row in rows:
                highs = [(need / widths[n], n) for n, need in row]
                highest = max(highs)[0]
                for high, n in highs if highest > 1 else ():
                    after = high * widths[n] / (widths[n] + _STEP_EM)
                    saved[n] += max(0.0, high - max(after, 1.0)) * (high / highest) ** _SHARPNESS
            # a column grows no wider than what it holds
            best = max(range(len(widths)), key=lambda n: (saved[n], self.most[n] - widths[n], -n))
            widths[best] += _STEP_EM
        return self._spread(widths, whole)

    def _heard(self, grid: Grid) -> list[list[tuple[int, float]]]:
        """Return what the cells of one column need, of the rows that have most to say."""
        rows = list[list[tuple[int, float]]]()
        for lines in grid.rows:
            needs = [
                (line.cell.column - 1, self.cells[line.id].natural / line.cell.rows)
                for line in lines
                if line.cell and line.cell.columns == 1
            ]
            if needs:
                rows.append(needs)
        rows.sort(key=lambda needs: -max(need for _, need in needs))
        return rows[:_MOST_HEARD]


def measure_columns(grid: Grid, compositor: CellCompositor) -> Columns:
    """Compose every cell of a table on one line, and say what its columns need."""
    count = grid.columns
    stands = stands_of(grid)
    lying = _lying(grid, stands) if compositor.edition.vertical else set()
    columns = Columns([1.0] * count, [1.0] * count, stands, [0.0] * count, grid.shares, lying)
    words = dict[str, float]()
    for line in (line for row in grid.rows for line in row):
        lies = bool(line.cell and line.cell.column in lying)
        columns.cells[line.id] = _measured(line, compositor, words, lying=lies)
    for line in _cells_of_one(grid):
        cell = columns.cells[line.id]
        n = line.cell.column - 1 if line.cell else 0
        if stands[n] == "point" and not (line.cell and line.cell.header):
            cell.tail = _tail(line, compositor, words, lying=n + 1 in lying)
            columns.tails[n] = max(columns.tails[n], cell.tail)
    for line in _cells_of_one(grid):
        cell, n = columns.cells[line.id], line.cell.column - 1 if line.cell else 0
        beside = 0.0
        if stands[n] == "point" and not (line.cell and line.cell.header):
            beside = columns.tails[n] - cell.tail
        columns.least[n] = max(columns.least[n], cell.least + beside)
        columns.most[n] = max(columns.most[n], cell.natural + beside)
    _share_spans(grid, columns)
    return columns


def _cells_of_one(grid: Grid) -> list[Line]:
    return [line for row in grid.rows for line in row if line.cell and line.cell.columns == 1]


def _share_spans(grid: Grid, columns: Columns) -> None:
    """Have the columns that a cell takes together bear what it holds."""
    spans = [n for row in grid.rows for n in row if n.cell and n.cell.columns > 1]
    for line in sorted(spans, key=lambda line: line.cell.columns if line.cell else 0):
        assert line.cell is not None
        wide = line.cell.columns
        here = slice(line.cell.column - 1, line.cell.column - 1 + wide)
        cell, gaps = columns.cells[line.id], (wide - 1) * COLUMN_GAP_EM
        for needed, held in ((cell.least, columns.least), (cell.natural, columns.most)):
            more = (needed - gaps - fsum(held[here])) / wide
            held[here] = [n + max(0.0, more) for n in held[here]]


def _lying(grid: Grid, stands: Sequence[Align]) -> set[int]:
    """Return the columns whose figures all lie: of numbers that are not all short and whole."""
    return {
        line.cell.column
        for row in grid.rows
        for line in row
        if line.cell and not line.cell.header and stands[line.cell.column - 1] == "point"
        if not (_SHORT.fullmatch(line.text) or NONE.fullmatch(line.text))
    }


def _measured(
    line: Line, compositor: CellCompositor, words: dict[str, float], *, lying: bool
) -> MeasuredCell:
    marks = compositor.marks_in_cell(line, float(compositor.note_measure_em))
    composed = compositor.compose(
        line.text, _ENDLESS_EM, calls=compositor.calls(line), marks=marks, lying=lying,
        in_cell=True,
    )  # fmt: skip
    # a rounding must break no cell that is as wide as its column
    natural = max(map(compositor.natural, composed), default=1.0) + 0.01
    header = bool(line.cell and line.cell.header)
    least = min(natural, _FEWEST_HEAD_EM if header else _FEWEST_EM)
    if NUMBER.fullmatch(line.text):
        least = natural
    else:
        for word in _WHOLE.findall(line.text):
            wide = _width(word, compositor, words, lying=lying)
            least = max(least, wide if wide <= _LONGEST_WHOLE_EM else least)
    return MeasuredCell(line, composed, natural, min(least, natural))


def _width(text: str, compositor: CellCompositor, words: dict[str, float], *, lying: bool) -> float:
    """Return the width of a run; figures are all of one width."""
    run = _FIGURE.sub("0", text)
    key = f"{run}\n" if lying else run
    if key not in words:
        made = compositor.compose(run, _ENDLESS_EM, lying=lying)
        words[key] = fsum(map(compositor.natural, made)) + 0.01
    return words[key]


def _tail(line: Line, compositor: CellCompositor, words: dict[str, float], *, lying: bool) -> float:
    """Return what stands of a number from its point on, or behind its last figure."""
    number = NUMBER.fullmatch(line.text)
    tail = line.text[number.end(1) :] if number else ""
    return _width(tail, compositor, words, lying=lying) if tail else 0.0
