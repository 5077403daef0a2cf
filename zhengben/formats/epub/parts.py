"""Divides a declaration into the documents of a book, in reading order.

They are cover, contents, the files of the text, notes, instruments, colophon and its details;
those with nothing to show are left out. What the files of the text hold is told by
zhengben.formats.epub.sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from zhengben.apparatus.ranks import heading_ranks
from zhengben.design.genres import genre_of
from zhengben.design.wording import Words
from zhengben.document.apparatus import Note, PageBreak
from zhengben.document.columns import NUMBER, heads_of, stands_of
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Align, Grid, Line, blocks_of
from zhengben.formats.epub.contents import ContentsEntry, entry_of
from zhengben.formats.epub.page_list import Breaks
from zhengben.formats.epub.pieces import Paragraph, paragraph
from zhengben.formats.epub.sections import Section, files, sections

# What a document of the book is; each kind has a template.
PageKind = Literal[
    "cover", "contents", "text", "notes", "instruments", "colophon", "details", "nav", "ncx",
]  # fmt: skip


# a table of fewer columns stays one on a narrow screen
_WIDE = 5


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell of a table; an empty one has no ``said``.

    ``columns`` and ``rows`` are how many of each it takes, ``css`` the classes that say how it
    stands, and ``heads`` what its column is called, for a screen on which cells stand in a column.
    """

    said: Paragraph | None
    columns: int
    rows: int
    css: str = ""
    heads: str = ""


# a row, and whether it holds column heads
BookRow = tuple[bool, tuple[BookCell, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the canonical text; ``heads`` are its first rows, where they hold column heads.

    One that is ``wide`` becomes records on a narrow screen.
    """

    id: str
    heads: tuple[BookRow, ...]
    rows: tuple[BookRow, ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section, or what of it stands in one file, with its lines divided for the template."""

    section: Section
    parts: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One XHTML document of the book.

    ``kind`` names what it is; ``entries`` are what the contents list of it; ``breaks`` are the
    printed pages that start in it. ``continued`` is the title of the section that goes on in it
    from the file before; ``ranks`` are the ranks of the text's headings by line.
    """

    name: str
    kind: PageKind
    title: str
    entries: tuple[ContentsEntry, ...] = ()
    lines: tuple[Line, ...] = ()
    sections: tuple[SetSection, ...] = ()
    breaks: tuple[PageBreak, ...] = ()
    continued: str = ""
    ranks: Mapping[str, int] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """Return the file name, which is relative to every other page."""
        return f"{self.name}.xhtml"

    def address(self, start: PageBreak) -> str:
        """Return the address of a printed page's start."""
        return f"{self.href}#page-{start.label}"


def lay_out(
    declaration: Declaration, words: Words, breaks: Breaks, instruments: Sequence[str]
) -> tuple[ContentDocument, ...]:
    """Return the pages of a book; ``instruments`` are the anchors of the table's rows."""
    return tuple(_Layout(declaration, words, breaks).pages(instruments))


class _Layout:
    """What all pages of one book are made from."""

    def __init__(self, declaration: Declaration, words: Words, breaks: Breaks) -> None:
        self.declaration, self.words, self.breaks = declaration, words, breaks
        self.genre = genre_of(declaration)
        self.calls: dict[str, list[Note]] = {}
        for note in declaration.notes:
            self.calls.setdefault(note.line_id, []).append(note)
        self.targets: dict[str, dict[int, list[str]]] = {}
        for call in declaration.author_calls:
            at = self.targets.setdefault(call.line_id, {})
            at.setdefault(call.at, []).append(call.note_id)

    def pages(self, instruments: Sequence[str]) -> Iterator[ContentDocument]:
        declaration, words = self.declaration, self.words
        yield ContentDocument("cover", "cover", words.cover)
        yield ContentDocument("contents", "contents", words.contents)
        yield from self._text()
        if declaration.notes:
            anchors = ("notes", *(note.id for note in declaration.notes))
            yield self._apparatus("notes", words.notes, anchors)
        if instruments:
            yield self._apparatus("instruments", words.instruments, ("instruments", *instruments))
        yield self._apparatus("colophon", words.colophon, ("colophon",))
        yield self._apparatus("details", words.details, ())

    def _text(self) -> Iterator[ContentDocument]:
        """Yield the files of the text."""
        found = sections(self.declaration, self.words)
        laid = files(self.declaration, found)
        names = [f"text-{number:02d}" for number in range(1, len(laid) + 1)]
        homes = {
            line.id: f"{name}.xhtml"
            for name, file in zip(names, laid, strict=True)
            for section in file
            for line in section.lines
        }
        opened = {
            f"{name}.xhtml": file[0].lines[0].id for name, file in zip(names, laid, strict=True)
        }
        # below the title, which is of rank 1
        ranks = dict(heading_ranks(self.declaration.lines, rubrics_from=2))
        for name, file in zip(names, laid, strict=True):
            entries = tuple(
                entry_of(found[section.number], homes, opened)
                for section in file
                if not section.continued
            )
            lines = tuple(line for section in file for line in section.lines)
            yield ContentDocument(
                name,
                "text",
                self.declaration.short_title if file[0].kind == "opening" else file[0].title,
                entries,
                lines,
                tuple(SetSection(section, self._parts(section.lines)) for section in file),
                tuple(start for line in lines for start in self.breaks.of_line(line.id)),
                self._goes_on(file[0]),
                ranks,
            )

    def _goes_on(self, section: Section) -> str:
        """Return the heading of a file that begins with no heading of the text, or no words."""
        if section.continued:
            title = self.declaration.short_title if section.kind == "opening" else section.title
            return self.words.continued.format(title)
        return "" if section.heading or section.kind == "opening" else self.declaration.title.text

    def _apparatus(self, kind: PageKind, title: str, anchors: Sequence[str]) -> ContentDocument:
        starts = tuple(start for anchor in anchors for start in self.breaks.before(anchor))
        # the details are led to by the colophon
        listed = (ContentsEntry(title, f"{kind}.xhtml"),) if kind != "details" else ()
        return ContentDocument(kind, kind, title, listed, breaks=starts)

    def _parts(self, lines: Sequence[Line]) -> tuple[Paragraph | Table, ...]:
        return tuple(
            self._table(block) if isinstance(block, Grid) else self._paragraph(block)
            for block in blocks_of(lines)
        )

    def _paragraph(self, line: Line) -> Paragraph:
        calls, breaks = self.calls.get(line.id, ()), self.breaks.of_line(line.id)
        return paragraph(
            line, calls, breaks, self.genre.run_in_head(line), self.targets.get(line.id)
        )

    def _table(self, grid: Grid) -> Table:
        rows = list[BookRow]()
        heads, reach = 0, 0
        wide = grid.columns >= _WIDE and grid.rows[0][0].role == "cell"
        stands, over = stands_of(grid), heads_of(grid) if wide else {}
        for number, (lines, places) in enumerate(zip(grid.rows, grid.places, strict=True), 1):
            header = any(line.cell and line.cell.header for line in lines)
            cells = tuple(
                self._cell(grid, number, column, line, stands[column - 1],
                           () if header else over.get(column, ()))
                for column, line in places
            )  # fmt: skip
            rows.append((header, cells))
            if header and heads == number - 1:
                heads = number
                reach = max(reach, *(number + line.cell.rows - 1 for line in lines if line.cell))
        # no cell of the head may reach into the body, and there must be one
        if reach > heads or heads == len(rows):
            heads = 0
        return Table(grid.id, tuple(rows[:heads]), tuple(rows[heads:]), bool(over))

    def _cell(
        self,
        grid: Grid,
        row: int,
        column: int,
        line: Line | None,
        stands: Align,
        heads: Sequence[Line],
    ) -> BookCell:
        wide, high = grid.span_at(row, column, line)
        if line is None:
            return BookCell(None, wide, high)
        header = bool(line.cell and line.cell.header)
        css = {"right": "right", "point": "right", "center": "middle", "left": "left"}.get(stands)
        css = css if css and not header else ""
        if css == "right" and NUMBER.fullmatch(line.text):
            css += " figure"
        called = "".join(head.words for head in heads)
        return BookCell(self._paragraph(line), wide, high, css, called)
