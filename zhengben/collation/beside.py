"""Sets texts beside one another: rows of cells in columns of whole em, made up into pages.

A row holds what belongs together, such as an article in two versions or a paragraph in three
languages; its cells begin on one line of the grid, and where one is longer the others wait. What
stands in a column is a text of its own, or what the press says of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zhengben.design.kinds import BesideEdition
from zhengben.document.lines import Line, Role
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.page_breaker import Slug, make_up

# white space above a row, as a share of a line
_ABOVE = 0.5
# these stay with what follows
_HEADS: tuple[Role, ...] = ("title", "subtitle", "heading", "annex", "office", "dateline")
_RAGGED: tuple[Role, ...] = (*_HEADS, "session", "organ", "name", "signature", "closing")


@dataclass(frozen=True, slots=True)
class BesideColumn:
    """A column: where it begins and its measure, in em of the text, and the tag of its text.

    What the press says has no tag. ``face`` is what the sheet calls its face.
    """

    number: int
    start_em: float
    measure_em: int
    tag: str
    face: str


@dataclass(frozen=True, slots=True, eq=False)
class BesideText:
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


@dataclass(frozen=True, slots=True, eq=False)
class BesideRow:
    """The cells of a row, each the lines of its column from the head down."""

    cells: tuple[tuple[BesideText, ...], ...]

    @property
    def depth(self) -> int:
        """Return how many lines the row takes."""
        return max(sum(len(text.lines) for text in cell) for cell in self.cells)

    @property
    def stays(self) -> bool:
        """Say whether it stays with the next row."""
        return any(text.line and text.line.role in _HEADS for cell in self.cells for text in cell)


@dataclass(frozen=True, slots=True)
class TextOfRow:
    """The lines of a text that stand in a row, and where in each of them something changed."""

    lines: tuple[Line, ...]
    changed: tuple[tuple[tuple[int, int], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RowOfTexts:
    """What stands beside one another before it is set: a part of each text, and what is ours."""

    texts: tuple[TextOfRow, ...]
    said: str = ""
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class BesidePart:
    """The lines of a text that stand on one page, so far below its head."""

    text: BesideText
    lines: tuple[ComposedLine, ...]
    top_pt: float
    opens: bool


@dataclass(frozen=True, slots=True)
class BesidePage:
    """A page: its parts in the order of reading, and where each of its rows ends."""

    parts: tuple[BesidePart, ...]
    ends_pt: tuple[float, ...]

    def of(self, column: BesideColumn) -> BesidePage:
        """Return a page that holds one of the columns alone."""
        return BesidePage(tuple(p for p in self.parts if p.text.column == column), self.ends_pt)


def is_ragged(line: Line) -> bool:
    """Say whether a line of a text is of those that stand by themselves, and fill no measure."""
    return line.role in _RAGGED


def make_up_rows(rows: Sequence[BesideRow], edition: BesideEdition) -> list[BesidePage]:
    """Divide rows into pages; a page may end within a row, and not behind one line of it."""
    slugs = list[Slug[tuple[BesideRow, int]]]()
    for row in rows:
        for at in range(row.depth):
            above = 0.0 if at else _ABOVE * edition.leading_pt
            keep = row.stays or at in (0, row.depth - 2)
            last = at == row.depth - 1
            slugs.append(
                Slug((row, at), edition.leading_pt, above, keep and (not last or row.stays))
            )
    return [_page(page.slugs, edition) for page in make_up(slugs, edition.depth_pt)]


def _page(slugs: Sequence[Slug[tuple[BesideRow, int]]], edition: BesideEdition) -> BesidePage:
    parts, ends, top = list[BesidePart](), list[float](), 0.0
    for n, (row, run) in enumerate(groupby(slugs, key=lambda slug: slug.content[0])):
        here = list(run)
        top += here[0].above_pt if n else 0.0
        first = here[0].content[1]
        for cell in row.cells:
            parts += _parts(cell, first, first + len(here), top, edition.leading_pt)
        top = round(top + len(here) * edition.leading_pt, 3)
        ends.append(top)
    return BesidePage(tuple(parts), tuple(ends))


def _parts(
    cell: Sequence[BesideText], first: int, last: int, top_pt: float, leading_pt: float
) -> Iterator[BesidePart]:
    """Yield what of a cell stands between two of its lines."""
    at = 0
    for text in cell:
        start, end = max(first - at, 0), min(last - at, len(text.lines))
        if start < end:
            down = round(top_pt + (at + start - first) * leading_pt, 3)
            yield BesidePart(text, text.lines[start:end], down, start == 0)
        at += len(text.lines)
