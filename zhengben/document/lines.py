"""The lines of a canonical text: what each is, tables of them, and who signed.

Offsets count characters (Unicode code points) from the start of the canonical text, line feeds
included; lines count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from zhengben.document.notation import OBJECT, Mark, MarkedText, write
from zhengben.document.official import OfficialPart

Role = Literal[
    "title",  # the first line of the title
    "subtitle",  # a further line of the title
    "session",  # the meeting that adopted the text, or the vote
    "organ",  # who adopted or issued it
    "dateline",  # date and place, or the history of adoption, below the title
    "preamble",
    "heading",  # 編, 章, 節, 一、: level 1 is the outermost
    "article",  # 第十二條, alone or with the first paragraph of its text
    "paragraph",  # 款, or a paragraph of running text
    "item",  # 項, 目: level 1 is the outermost
    "bullet",
    "cell",
    "figure",  # a picture, map, diagram or seal, or a formula, that stands by itself
    "caption",  # what is said of a figure or a table above or below it
    "annex",  # the heading of an annex or schedule
    "remark",  # a note by the author of the text: canonical, unlike our notes
    "author-note",  # what a call of the author leads to; it begins with the label of the call
    "office",
    "name",
    "signature",  # office and name on one line
    "testimonium",  # “in witness whereof” and what else stands among signatures
    "closing",  # date and place at the end
]
# roles that have a level, from 1
LEVELLED: tuple[Role, ...] = ("heading", "item", "bullet")
DEEPEST = 6
# how a column of a table stands, as its source says: ``point`` is below one another at the point of
# its numbers, empty is as what it holds has it
Align = Literal["", "left", "center", "right", "point"]


class Cell(Struct, frozen=True):
    """The place of a line in a table, counted from 1; ``header`` marks a row of column heads.

    ``columns`` and ``rows`` are how many of each it takes, from that place to the right and down.
    ``align`` is how its first column stands, and ``share`` how many parts of the table's width that
    column takes, 0 where the source does not say. The first cell of a table tells of its
    ``blanks``: merged cells that hold no line, each by row, column, columns and rows.
    """

    table: int
    row: int
    column: int
    header: bool = False
    columns: int = 1
    rows: int = 1
    align: Align = ""
    share: int = 0
    blanks: tuple[tuple[int, int, int, int], ...] = ()


class Line(Struct, frozen=True):
    """One line of the canonical text: the unit that no artefact may alter, split or join.

    ``start`` is the offset of its first character; ``id`` is its anchor in every format
    (``title``, ``preamble-1``, ``para-12``, ``art-12``, ``sec-3-2``, ``name-3``, ``closing``);
    ``number`` is our number of an operative paragraph, which is apparatus. ``label`` is the number
    that the text itself bears at the start of the line: canonical, and part of ``text``.
    ``level`` is the depth of a heading, an item or a bullet, from 1; 0 for all others. ``text`` is
    plain, and ``marks`` are what the notation says of it. ``part`` is what it is in an official
    document. An article that is ``listed`` is an entry of a list, as 五、《某辦法》, and no head:
    its line ends as no sentence does, and yet no text stands under it.
    """

    index: int
    start: int
    text: str
    id: str
    number: int | None = None
    role: Role = "paragraph"
    level: int = 0
    label: str = ""
    cell: Cell | None = None
    marks: tuple[Mark, ...] = ()
    part: OfficialPart | Literal[""] = ""
    listed: bool = False

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.start + len(self.text)

    @property
    def notated(self) -> str:
        """Return the line with its marks in notation."""
        return write(MarkedText(self.text, self.marks))

    @property
    def words(self) -> str:
        """Return the text in words alone, as a list of contents has it, objects by their own."""
        words = iter(mark.alternative for mark in self.marks if mark.form == "object")
        return "".join(next(words, c) if c == OBJECT else c for c in self.text)

    @property
    def is_object(self) -> bool:
        """Tell a line that is nothing but a picture or a formula, a block of its own."""
        return self.text == OBJECT


class Grid(Struct, frozen=True):
    """A table of the canonical text: its cells, each a line, by row; empty cells are left out.

    Every row holds a line, so that the place of a row in ``rows`` is its number less one.
    """

    rows: tuple[tuple[Line, ...], ...]

    @property
    def id(self) -> str:
        """Return the anchor of the table, as ``table-2``."""
        cell = self.rows[0][0].cell
        return f"table-{cell.table if cell else 0}"

    @property
    def columns(self) -> int:
        """Return how many columns the table has."""
        cells = [line.cell for row in self.rows for line in row if line.cell]
        ends = [cell.column + cell.columns - 1 for cell in cells]
        return max((*ends, *(column + wide - 1 for _, column, wide, _ in cells[0].blanks)))

    def span_at(self, row: int, column: int, line: Line | None) -> tuple[int, int]:
        """Return how many columns and rows a cell takes, an empty one too."""
        if line and line.cell:
            return line.cell.columns, line.cell.rows
        first = self.rows[0][0].cell
        blanks = first.blanks if first else ()
        return next(((b[2], b[3]) for b in blanks if b[:2] == (row, column)), (1, 1))

    @property
    def aligns(self) -> tuple[Align, ...]:
        """Return how each column stands, as far as the source says it."""
        found = {c.column: c.align for row in self.rows for line in row if (c := line.cell)}
        return tuple(found.get(column, "") for column in range(1, self.columns + 1))

    @property
    def shares(self) -> tuple[int, ...]:
        """Return the parts that columns take of the table's width; none unless all are known."""
        found = {c.column: c.share for row in self.rows for line in row if (c := line.cell)}
        shares = tuple(found.get(column, 0) for column in range(1, self.columns + 1))
        return shares if all(shares) else ()

    @property
    def places(self) -> tuple[tuple[tuple[int, Line | None], ...], ...]:
        """Return the cells of each row, empty ones too, as column and line.

        The places that a cell takes beside its first one are no cells and are left out.
        """
        # the last row in which each column is taken by a cell that began above or to the left
        columns = self.columns
        taken = [0] * (columns + 1)
        rows = []
        for number, lines in enumerate(self.rows, 1):
            begins = {line.cell.column: line for line in lines if line.cell}
            places = list[tuple[int, Line | None]]()
            for column in range(1, columns + 1):
                if taken[column] >= number:
                    continue
                line = begins.get(column)
                places.append((column, line))
                wide, high = self.span_at(number, column, line)
                taken[column : column + wide] = [number + high - 1] * wide
            rows.append(tuple(places))
        return tuple(rows)


def figure_of(lines: Sequence[Line], place: int) -> Line | None:
    """Return the figure of a caption: the one above it, or else the one below."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(lines) and lines[at].role == "caption":
            at += step
        if 0 <= at < len(lines) and lines[at].is_object:
            return lines[at]
    return None


def is_of_table(lines: Sequence[Line], place: int) -> bool:
    """Tell a caption of a table: one directly above it, or below where none is below that."""
    return any(lines[at].cell is not None for at in _beside(lines, place))


def captions_over_tables(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are captions directly above a table, and of nothing."""
    return frozenset(
        line.index
        for place, line in enumerate(lines)
        if line.role == "caption"
        and figure_of(lines, place) is None
        and lines[next(_beside(lines, place), place)].cell is not None
    )


def _beside(lines: Sequence[Line], place: int) -> Iterator[int]:
    """Yield the places below and above the captions among which one stands."""
    for step in (1, -1):
        at = place + step
        while 0 <= at < len(lines) and lines[at].role == "caption":
            at += step
        if 0 <= at < len(lines):
            yield at


Block = Line | Grid


def blocks_of(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield lines in order, those that are cells of one table together as a Grid."""
    for table, run in groupby(lines, lambda line: line.cell.table if line.cell else 0):
        if table:
            rows = groupby(run, lambda line: line.cell.row if line.cell else 0)
            yield Grid(tuple(tuple(cells) for _, cells in rows))
        else:
            yield from run


class Signatory(Struct, frozen=True):
    """A person who signed, or a party that did.

    ``office`` and ``name`` are the lines that say who; they are the same line where one says both.
    ``more`` are lines that stand between them or behind, such as further persons of one state.
    ``party`` and ``person`` are the words of those lines that name the office and the person.
    """

    office: Line
    name: Line
    more: tuple[Line, ...] = ()
    party: str = ""
    person: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the signatory's lines in the order of the text, each once."""
        by_index = {line.index: line for line in (self.office, self.name, *self.more)}
        return tuple(by_index[index] for index in sorted(by_index))
