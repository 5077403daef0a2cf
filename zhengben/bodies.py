"""Sets the lines of a text that are no plain paragraphs: front, headings, tables, signatures.

Each line is placed whole and never justified; a table goes row by row, a cell being a line of the
text. The heights are whole lines of the edition, so that text stands on one grid on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zhengben.anchors import SENTENCE_ENDS
from zhengben.compose import ComposedLine, Fragment
from zhengben.model import Declaration, Grid, Line
from zhengben.setting import LOOSE_TITLE, Setter

# white space above headings by level, in lines; below it none, since text follows
_ABOVE, _ABOVE_RUBRIC = (1.0, 1.0, 0.5), 0.5
# the gap between columns of a table, and its padding above and below a row, in em of its size
_COLUMN_GAP_EM, _ROW_PAD_EM = 1.0, 0.8
# the blank above a line of signatures in columns, in lines
_ROOM_TO_SIGN = 2.0
# no column is narrower than this, in em of the size of notes
_NARROWEST_EM = 4.0
# a table with a row higher than this share of a page is set as a list of its cells
_HIGHEST_ROW = 0.5
# entries of the contents are indented by level, in em
_ENTRY_INDENT_EM = 2.0
_FOLIO_EM = 3.0
# a text is long when it has so many headings that readers look for them in a list of contents
MANY_HEADINGS = 4


@dataclass(frozen=True, slots=True, eq=False)
class SetLine:
    """A line that stands by itself, in the way its ``style`` names; ``tag`` is its element.

    ``bookmark`` is the level of its bookmark, 0 for none.
    """

    kind: ClassVar = "line"
    line: Line
    tag: str
    style: str
    lines: tuple[ComposedLine, ...]
    bookmark: int = 0


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell of a row, in em of the table's size; an empty one has no line."""

    line: Line | None
    lines: tuple[ComposedLine, ...]
    left_em: float
    width_em: float


@dataclass(frozen=True, slots=True, eq=False)
class SetGridRow:
    """A row of a table of the text, or of signatures side by side; ``number`` counts from 1.

    ``below_pt`` is white space below the last row.
    """

    kind: ClassVar = "grid"
    grid: Grid
    number: int
    header: bool
    ruled: bool
    cells: tuple[SetCell, ...]
    below_pt: float = 0.0

    @property
    def height_lines(self) -> int:
        """Return how many lines its highest cell takes."""
        return max(len(cell.lines) for cell in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class SetEntry:
    """An entry of the contents: the heading it leads to, and the number of its page."""

    kind: ClassVar = "entry"
    target: Line
    level: int
    lines: tuple[ComposedLine, ...]
    folio: tuple[Fragment, ...]


class BodySetter:
    """Sets what a text has beside its paragraphs, for the edition of a setter."""

    def __init__(self, setter: Setter) -> None:
        self.setter, self.edition = setter, setter.edition

    def line(self, line: Line, *, in_annex: bool = False) -> SetLine:
        """Set a line of the front, a heading, or a line among signatures, by its role."""
        edition = self.edition
        if line.role == "subtitle":
            measure = LOOSE_TITLE * edition.measure_pt / edition.title_pt
            return SetLine(line, "p", "subtitle", self.setter.by_sense(line.text, measure))
        measure = float(edition.measure_em)
        if line.role in ("heading", "annex"):
            # an annex stands beside the outermost parts of the text, its own parts below it
            level = 1 if line.role == "annex" else line.level + in_annex
            style = "annex" if line.role == "annex" else f"heading-{min(line.level, 3)}"
            composed = self.setter.by_sense(line.text, 0.9 * measure)
            return SetLine(line, f"h{min(6, level + 1)}", style, composed, level)
        composed = self.setter.by_sense(line.text, 0.9 * measure)
        return SetLine(line, "p", "rubric" if is_rubric(line) else line.role, composed)

    def height_pt(self, item: SetLine) -> float:
        """Return the height of a line that stands by itself, in whole lines of the edition."""
        edition, count = self.edition, len(item.lines)
        if item.style == "subtitle":
            return -(-count * edition.title_leading_pt // edition.leading_pt) * edition.leading_pt
        if item.style == "annex":
            count += 1
        return count * edition.leading_pt

    def above_pt(self, item: SetLine) -> float:
        """Return the white space above a heading."""
        if item.style == "rubric":
            return _ABOVE_RUBRIC * self.edition.leading_pt
        if not item.style.startswith("heading-"):
            return 0.0
        return _ABOVE[int(item.style[-1]) - 1] * self.edition.leading_pt

    def rows(self, grid: Grid, *, ruled: bool = True) -> list[SetGridRow] | None:
        """Set the rows of a table; None when it has too many columns, or too long a cell."""
        widths = self._widths(grid, ruled)
        if min(widths) < _NARROWEST_EM:
            return None
        edition = self.edition
        lefts = [sum(widths[:n]) + n * _COLUMN_GAP_EM for n in range(len(widths))]
        rows = []
        for number, cells in enumerate(grid.rows, 1):
            by_column = {line.cell.column: line for line in cells if line.cell}
            set_cells = []
            for column, (left, width) in enumerate(zip(lefts, widths, strict=True), 1):
                line = by_column.get(column)
                composed = self.setter.compose(line.text, width) if line else ()
                set_cells.append(SetCell(line, composed, round(left, 3), width))
            header = any(line.cell.header for line in cells if line.cell)
            below = edition.leading_pt / 2 if ruled and number == len(grid.rows) else 0.0
            rows.append(SetGridRow(grid, number, header, ruled, tuple(set_cells), below))
        highest = max(self.row_pt(row) for row in rows)
        return rows if highest <= _HIGHEST_ROW * edition.depth_pt else None

    def row_pt(self, row: SetGridRow) -> float:
        """Return the height of a row, its padding included."""
        edition = self.edition
        if not row.ruled:
            # room to sign above each line but the first
            return (row.height_lines + (_ROOM_TO_SIGN if row.number > 1 else 0.5)) * (
                edition.leading_pt
            )
        height = row.height_lines * edition.note_leading_pt + _ROW_PAD_EM * edition.note_pt
        return height + row.below_pt

    def _widths(self, grid: Grid, ruled: bool) -> list[float]:
        """Share the measure among columns, by the root of what each has to hold."""
        edition, columns = self.edition, grid.columns
        whole = float(self.setter.note_measure_em if ruled else edition.measure_em)
        whole -= (columns - 1) * _COLUMN_GAP_EM
        if not ruled:
            return [float(int(whole / columns))] * columns
        longest = dict.fromkeys(range(1, columns + 1), 1)
        for row in grid.rows:
            for line in row:
                if line.cell:
                    column = line.cell.column
                    longest[column] = max(longest[column], len(line.text))
        if sum(longest.values()) <= whole:
            # every cell fits on a line: what is left over is shared out evenly
            spare = (whole - sum(longest.values())) / columns
            return [round(n + spare, 3) for n in longest.values()]
        shares = {column: max(2.0, n**0.5) for column, n in longest.items()}
        total = sum(shares.values())
        return [float(int(whole * share / total)) for share in shares.values()]

    def entry(self, line: Line, level: int, folio: str) -> SetEntry:
        """Set an entry of the contents with the number of its page."""
        measure = self.edition.measure_em - _ENTRY_INDENT_EM * (level - 1) - _FOLIO_EM
        return SetEntry(line, level, self.setter.compose(line.text, measure),
                        self.setter.figures(folio))  # fmt: skip


def contents_lines(declaration: Declaration) -> list[tuple[Line, int]]:
    """Return the headings for a list of contents with their levels, none for a short text."""
    found: list[tuple[Line, int]] = []
    in_annex = False
    for line in (*declaration.paragraphs, *declaration.annexes):
        if line.role == "annex":
            in_annex = True
            found.append((line, 1))
        elif line.role == "heading" and line.level + in_annex <= 3:
            found.append((line, line.level + in_annex))
    return found if len(found) >= MANY_HEADINGS else []


def is_rubric(line: Line) -> bool:
    """Tell an article's number, with or without its subject, from an article's text."""
    return line.role == "article" and not line.text.endswith(SENTENCE_ENDS)


def is_paired(declaration: Declaration) -> bool:
    """Tell whether all signatures are an office and a name each, with the closing line behind."""
    pairs = [s for s in declaration.signatories if len(s.lines) == 2 and not s.office.cell]
    if not declaration.signatories or declaration.testimonium:
        return False
    last = declaration.signing[-1]
    closed = declaration.closing is None or last is declaration.closing
    return len(pairs) == len(declaration.signatories) and closed


def chapters(declaration: Declaration) -> Iterator[tuple[Line, str]]:
    """Yield each line with the outermost heading it stands under, for running heads."""
    chapter = ""
    for line in (*declaration.body, *declaration.annexes):
        if line.role == "annex" or (line.role == "heading" and line.level == 1):
            chapter = line.text
        yield line, chapter
