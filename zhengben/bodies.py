"""Sets the lines of a text that are no plain paragraphs: front, headings, tables, signatures.

Each line is placed whole and never justified; a table goes row by row, a cell being a line of the
text. The heights are whole lines of the edition, so that text stands on one grid on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zhengben.compose import ComposedLine, Fragment
from zhengben.genres import LONG_TEXT, genre_of
from zhengben.leads import has_subject, is_rubric
from zhengben.model import Declaration, Grid, Line
from zhengben.setting import LOOSE_TITLE, Setter

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
# dots lead to the number of a page: their glyph, its size in em of the text (styles: .leader), what
# stands blank before and behind them, and how many are the fewest that lead
_LEADER, _LEADER_EM, _LEADER_BLANK_EM, _FEWEST_LEADERS = "…", 0.75, 0.6, 2
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
    """An entry of the contents: the heading it leads to, and the number of its page.

    ``leader`` are the dots that lead from one to the other, which end ``leader_em`` of their size
    before the edge in every entry.
    """

    kind: ClassVar = "entry"
    target: Line
    level: int
    lines: tuple[ComposedLine, ...]
    folio: tuple[Fragment, ...]
    leader: tuple[Fragment, ...]
    leader_em: float


class BodySetter:
    """Sets what a text has beside its paragraphs, for the edition of a setter."""

    def __init__(self, setter: Setter) -> None:
        self.setter, self.edition = setter, setter.edition
        self._article_level = article_level(setter.declaration)

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
        if is_rubric(line):
            listed = self.setter.genre.lists_articles and has_subject(line)
            return SetLine(line, "p", "rubric", composed, self._article_level if listed else 0)
        return SetLine(line, "p", line.role, composed)

    def height_pt(self, item: SetLine) -> float:
        """Return the height of a line that stands by itself, in whole lines of the edition."""
        edition, count = self.edition, len(item.lines)
        if item.style == "subtitle":
            return -(-count * edition.title_leading_pt // edition.leading_pt) * edition.leading_pt
        below = 1.0 if item.style == "annex" else self._air(item)[1]
        return (count + below) * edition.leading_pt

    def above_pt(self, item: SetLine) -> float:
        """Return the white space above a heading or the number of an article."""
        return self._air(item)[0] * self.edition.leading_pt

    def below_pt(self, item: SetLine) -> float:
        """Return the white space below a heading, part of its height."""
        return self._air(item)[1] * self.edition.leading_pt

    def _air(self, item: SetLine) -> tuple[float, float]:
        if item.style == "rubric":
            return self.setter.genre.number_air
        if not item.style.startswith("heading-"):
            return 0.0, 0.0
        return self.setter.genre.air[int(item.style[-1]) - 1]

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

    def entry(self, line: Line, level: int, folio: str, widest: str) -> SetEntry:
        """Set an entry of the contents with the number of its page; ``widest`` is the longest one.

        The dots are counted from the right edge, so that those of all entries stand in columns.
        """
        setter = self.setter
        measure = self.edition.measure_em - _ENTRY_INDENT_EM * (level - 1)
        lines = setter.compose(line.text, measure - _FOLIO_EM)
        right = setter.width(setter.figures(widest)) + _LEADER_BLANK_EM
        free = measure - right - setter.width(lines[-1].fragments) - _LEADER_BLANK_EM
        count = int(free / _LEADER_EM)
        leader = (Fragment("text", _LEADER * count),) if count >= _FEWEST_LEADERS else ()
        # in em of the dots
        return SetEntry(
            line, level, lines, setter.figures(folio), leader, round(right / _LEADER_EM, 3)
        )


def contents_lines(declaration: Declaration) -> list[tuple[Line, int]]:
    """Return the headings for a list of contents with their levels, none for a short text.

    A long text lists its articles too, where its genre says so and they bear a subject.
    """
    found: list[tuple[Line, int]] = []
    in_annex = False
    articles = genre_of(declaration).lists_articles and len(declaration.text) > LONG_TEXT
    level = article_level(declaration)
    for line in (*declaration.paragraphs, *declaration.annexes):
        if line.role == "annex":
            in_annex = True
            found.append((line, 1))
        elif line.role == "heading" and line.level + in_annex <= 3:
            found.append((line, line.level + in_annex))
        elif articles and level <= 3 and has_subject(line) and not in_annex:
            found.append((line, level))
    return found if len(found) >= MANY_HEADINGS else []


def article_level(declaration: Declaration) -> int:
    """Return the rank of articles below the headings of a text, 1 where it has none."""
    return 1 + max((n.level for n in declaration.paragraphs if n.role == "heading"), default=0)


def is_paired(declaration: Declaration) -> bool:
    """Tell whether all signatures are an office and a name each, with the closing line behind."""
    pairs = [s for s in declaration.signatories if len(s.lines) == 2 and not s.office.cell]
    if not declaration.signatories:
        return False
    # words of the text may stand above the signatures, but not among them
    first = declaration.signatories[0].lines[0].index
    if any(line.index > first for line in declaration.testimonium):
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
