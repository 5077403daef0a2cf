"""Sets texts beside one another: rows of cells in columns of whole em, made up into pages.

A row holds what belongs together, such as an article in two versions or a paragraph in three
languages; its cells begin on one line of the grid, and where one is longer the others wait. What
stands in a column is a text of its own, or what the press says of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from msgspec import Struct

from zhengben.collation.columns import RowPart
from zhengben.comparison.redline import MergedLine
from zhengben.design.kinds import BesideEdition
from zhengben.document.lines import Line, Role
from zhengben.linebreaking import ComposedLine, Fragment
from zhengben.pagination.page_breaker import MadePage, Slug, make_up
from zhengben.pagination.pages import Part
from zhengben.typesetting.boxes import Foot, SetNote
from zhengben.typesetting.table_cells import SetGridRow

# white space above a row, as a share of a line
_ABOVE = 0.5
# white space above the notes, rule included, in lines of notes
_FOOT_ABOVE = 1.1
# these stay with what follows
_HEADS: tuple[Role, ...] = ("title", "subtitle", "heading", "annex", "office", "dateline")
_RAGGED: tuple[Role, ...] = (*_HEADS, "session", "organ", "name", "signature", "closing")


class BesideColumn(Struct, frozen=True):
    """A column: where it begins and its measure, in em of the text, and the tag of its text.

    What the press says has no tag. ``face`` is what the sheet calls its face.
    """

    number: int
    start_em: float
    measure_em: int
    tag: str
    face: str


class BesideText(Struct, frozen=True, eq=False):
    """A line of a text in a column, composed; ``id`` is its anchor, empty for what is ours.

    The lines of one that is ``ragged`` fill no measure.
    """

    column: BesideColumn
    line: Line | None
    id: str
    lines: tuple[ComposedLine, ...]
    ragged: bool = False

    @property
    def style(self) -> str:
        """Return what the sheet calls it."""
        return self.line.role if self.line else "ours"

    @property
    def depth(self) -> int:
        """Return how many lines it takes."""
        return len(self.lines)

    def fragments(self, at: int) -> tuple[Fragment, ...]:
        """Return what stands on one of its lines."""
        return self.lines[at].fragments


class BesideGridRow(Struct, frozen=True, eq=False):
    """A row of a table in a column, which takes ``depth`` lines; ``name`` is that of the table."""

    column: BesideColumn
    row: SetGridRow
    name: str
    depth: int
    line: ClassVar[None] = None

    def fragments(self, at: int) -> tuple[Fragment, ...]:
        """Return what stands on one of its lines; its notes are called on the first."""
        lines = (line for cell in self.row.cells for line in cell.lines)
        return () if at else tuple(f for line in lines for f in line.fragments)


# what stands in a cell, from the head down
BesideItem = BesideText | BesideGridRow


class BesideRow(Struct, frozen=True, eq=False):
    """The cells of a row, each the lines of its column from the head down."""

    cells: tuple[tuple[BesideItem, ...], ...]

    @property
    def depth(self) -> int:
        """Return how many lines the row takes."""
        return max(sum(item.depth for item in cell) for cell in self.cells)

    @property
    def stays(self) -> bool:
        """Say whether it stays with the next row."""
        return any(text.line and text.line.role in _HEADS for cell in self.cells for text in cell)

    def called(self, at: int) -> tuple[str, ...]:
        """Return the numbers of our notes that are called on one of its lines, in order."""
        found = list[str]()
        for item, line in self._across(at):
            for f in item.fragments(line):
                if f.kind == "call":
                    found.append("".join(filter(str.isdigit, f.text)))
        return tuple(found)

    def held(self, at: int) -> bool:
        """Say whether a row of a table, or the head of one, goes on behind one of its lines."""
        grids = [(i, n) for i, n in self._across(at) if isinstance(i, BesideGridRow)]
        return any(n < i.depth - 1 or i.row.header or i.row.keep_next for i, n in grids)

    def _across(self, at: int) -> Iterator[tuple[BesideItem, int]]:
        """Yield what stands on a line of the row in each cell, and on which line of its own."""
        for cell in self.cells:
            down = at
            for item in cell:
                if down < item.depth:
                    yield item, down
                    break
                down -= item.depth


class TextOfRow(Struct, frozen=True):
    """The lines of a text that stand in a row, and where in each of them something changed.

    Where two versions are ``merged`` it says what of each line stands in which.
    """

    lines: tuple[Line, ...]
    changed: tuple[tuple[tuple[int, int], ...], ...] = ()
    merged: tuple[MergedLine, ...] = ()


class RowOfTexts(Struct, frozen=True):
    """What stands beside one another before it is set: a part of each text, and what is ours."""

    texts: tuple[TextOfRow, ...]
    said: str = ""
    is_same: bool = False


class BesidePart(Struct, frozen=True):
    """The lines of a text that stand on one page, so far below its head."""

    kind: ClassVar = "text"
    text: BesideText
    lines: tuple[ComposedLine, ...]
    top_pt: float
    opens: bool

    @property
    def column(self) -> BesideColumn:
        """Return the column that it stands in."""
        return self.text.column


class BesideTablePart(Struct, frozen=True):
    """The rows of a table that stand together on one page; ``name`` is that of the table."""

    kind: ClassVar = "table"
    column: BesideColumn
    name: str
    rows: tuple[RowPart, ...]
    top_pt: float


class BesidePage(Struct, frozen=True):
    """A page: its parts in the order of reading, where each of its rows ends, and its notes."""

    parts: tuple[BesidePart | BesideTablePart, ...]
    ends_pt: tuple[float, ...]
    notes: tuple[Part, ...] = ()

    def of(self, column: BesideColumn) -> BesidePage:
        """Return a page that holds one of the columns alone; the notes are called in the first."""
        parts = tuple(part for part in self.parts if part.column == column)
        return BesidePage(parts, self.ends_pt, self.notes if column.number == 1 else ())


def is_ragged(line: Line) -> bool:
    """Say whether a line of a text is of those that stand by themselves, and fill no measure."""
    return line.role in _RAGGED


def make_up_rows(
    rows: Sequence[BesideRow], edition: BesideEdition, notes: Mapping[str, SetNote] | None = None
) -> list[BesidePage]:
    """Divide rows into pages; a page may end within a row, and not behind one line of it.

    ``notes`` are ours by the numbers that their calls show.
    """
    set_notes = notes or {}
    slugs = list[Slug[tuple[BesideRow, int]]]()
    for row in rows:
        for at in range(row.depth):
            above = 0.0 if at else _ABOVE * edition.leading_pt
            keep = row.stays or at in (0, row.depth - 2) or row.held(at)
            last = at == row.depth - 1
            keep = keep and (not last or row.stays)
            called = row.called(at) if set_notes else ()
            slugs.append(Slug((row, at), edition.leading_pt, above, keep, called))
    counts = {key: len(note.lines) for key, note in set_notes.items()}
    foot = Foot(edition.note_leading_pt, _FOOT_ABOVE * edition.note_leading_pt)
    made = make_up(slugs, edition.depth_pt, counts, foot)
    return [_page(page, edition, set_notes) for page in made]


def _page(
    made: MadePage[tuple[BesideRow, int]], edition: BesideEdition, notes: Mapping[str, SetNote]
) -> BesidePage:
    parts, ends, top = list[BesidePart | BesideTablePart](), list[float](), 0.0
    for n, (row, run) in enumerate(groupby(made.slugs, key=lambda slug: slug.content[0])):
        here = list(run)
        top += here[0].above_pt if n else 0.0
        first = here[0].content[1]
        for cell in row.cells:
            parts += _parts(cell, first, first + len(here), top, edition.leading_pt)
        top = round(top + len(here) * edition.leading_pt, 3)
        ends.append(top)
    leading = edition.note_leading_pt
    feet = (Part(notes[n.key], n.first, n.last, leading * (n.last - n.first)) for n in made.notes)
    return BesidePage(tuple(parts), tuple(ends), tuple(feet))


def _parts(
    cell: Sequence[BesideItem], first: int, last: int, top_pt: float, leading_pt: float
) -> Iterator[BesidePart | BesideTablePart]:
    """Yield what of a cell stands between two of its lines."""
    at = 0
    for (of_table, name), run in groupby(cell, key=_together):
        rows, above = list[RowPart](), 0.0
        for item in run:
            start, end = max(first - at, 0), min(last - at, item.depth)
            down = round(top_pt + (at + start - first) * leading_pt, 3)
            at += item.depth
            if start >= end:
                continue
            if isinstance(item, BesideText):
                yield BesidePart(item, item.lines[start:end], down, start == 0)
            elif not start:
                above = down if not rows else above
                rows.append(_on_the_grid(item, leading_pt))
        if rows and isinstance(of_table, BesideColumn):
            yield BesideTablePart(of_table, str(name), tuple(rows), above)


def _on_the_grid(item: BesideGridRow, leading_pt: float) -> RowPart:
    """Return a row of a table with its lines in the middle of those that it takes."""
    size, height_pt = item.row.size, item.depth * leading_pt
    pad_pt = (height_pt - item.row.height_lines * size.leading_pt) / 2
    return RowPart(item.row, height_pt, round(pad_pt / size.pt, 4))


def _together(item: BesideItem) -> tuple[BesideColumn | None, object]:
    """Tell the rows of a table together, and each text by itself."""
    return (item.column, item.name) if isinstance(item, BesideGridRow) else (None, item)
