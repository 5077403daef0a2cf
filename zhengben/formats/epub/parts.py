"""Divides a declaration into the documents of a book, in reading order.

They are cover, contents, opening (title and preamble), chapters, signatories, annexes, notes,
instruments and colophon; those with nothing to show are left out. A chapter is an editorial group
of paragraphs or, where there are none, what stands under an outermost heading of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import article_level, has_subject
from zhengben.design.wording import Words
from zhengben.document.apparatus import Note, PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Grid, Line, blocks_of
from zhengben.formats.epub.page_list import Breaks
from zhengben.formats.epub.pieces import Paragraph, paragraph

# What a document of the book is; each kind has a template.
PageKind = Literal[
    "cover", "contents", "opening", "chapter", "signatories", "annex", "notes", "instruments",
    "colophon", "ncx",
]  # fmt: skip
# A document longer than this is slow to open on an e-ink reader, so a long chapter goes on in
# another document. No paragraph is divided.
LONGEST_PAGE = 40_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the canonical text; a row that is ``True`` holds column heads."""

    id: str
    rows: tuple[tuple[bool, tuple[Paragraph | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the contents; ``offset`` is where it stands in the canonical text."""

    title: str
    href: str
    span: str = ""
    offset: int = -1
    entries: list[ContentsEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One XHTML document of the book.

    ``kind`` names what it is; ``span`` tells the numbers of a chapter's paragraphs, such as “7–11”;
    ``listed`` tells whether the contents list the page; ``breaks`` are the printed pages that
    start in it. ``articles`` is the rank of articles with a subject in the contents, 0 for none.
    """

    name: str
    kind: PageKind
    title: str
    span: str = ""
    listed: bool = True
    lines: tuple[Line, ...] = ()
    parts: tuple[Paragraph | Table, ...] = ()
    breaks: tuple[PageBreak, ...] = ()
    articles: int = 0

    @property
    def href(self) -> str:
        """Return the file name, which is relative to every other page."""
        return f"{self.name}.xhtml"

    @property
    def heading(self) -> Line | None:
        """Return the heading of the text that the page begins with, if it does."""
        first = self.lines[0] if self.lines else None
        return first if first and first.role in ("heading", "annex") else None

    @property
    def entry(self) -> ContentsEntry:
        """Return the page's entry in the contents, with the further headings on it below."""
        whole = ContentsEntry(self.title, self.href, self.span)
        above = [(0, whole)]
        for line in self.lines[1:] if self.heading else self.lines:
            level = line.level if line.role == "heading" else self.articles * has_subject(line)
            if level:
                while len(above) > 1 and above[-1][0] >= level:
                    above.pop()
                entry = ContentsEntry(line.words, f"{self.href}#{line.id}", "", line.start)
                above[-1][1].entries.append(entry)
                above.append((level, entry))
        return whole

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
        self.articles = article_level(declaration) if self.genre.lists_articles else 0
        self.calls: dict[str, list[Note]] = {}
        for note in declaration.notes:
            self.calls.setdefault(note.line_id, []).append(note)
        self.targets: dict[str, dict[int, list[str]]] = {}
        for call in declaration.author_calls:
            at = self.targets.setdefault(call.line_id, {})
            at.setdefault(call.at, []).append(call.note_id)

    def pages(self, instruments: Sequence[str]) -> Iterator[ContentDocument]:
        declaration, words = self.declaration, self.words
        yield ContentDocument("cover", "cover", words.cover, listed=False)
        yield ContentDocument("contents", "contents", words.contents, listed=False)
        opening = words.preamble if declaration.preamble else words.title_page
        yield self._page("opening", opening, (*declaration.opening, *declaration.preamble))
        yield from self._run("chapter", _chapters(declaration, words))
        if declaration.signing:
            yield self._page("signatories", words.signatories, declaration.signing)
        yield from self._run("annex", _annexes(declaration, words))
        if declaration.notes:
            anchors = ("notes", *(note.id for note in declaration.notes))
            yield self._page("notes", words.notes, apparatus=anchors)
        if instruments:
            anchors = ("instruments", *instruments)
            yield self._page("instruments", words.instruments, apparatus=anchors)
        yield self._page("colophon", words.colophon, apparatus=("colophon",))

    def _run(
        self, kind: PageKind, sections: Iterable[tuple[str, Sequence[Line]]]
    ) -> Iterator[ContentDocument]:
        number = 0
        for title, lines in sections:
            for first, part in _parts(lines):
                number += 1
                span = _span(part)
                page = self._page(kind, title, part, f"{kind}-{number:02d}", span, first or span)
                yield page

    def _page(
        self,
        kind: PageKind,
        title: str,
        lines: Sequence[Line] = (),
        name: str = "",
        span: str = "",
        listed: object = True,
        apparatus: Sequence[str] = (),
    ) -> ContentDocument:
        starts = [start for line in lines for start in self.breaks.of_line(line.id)]
        starts += [start for anchor in apparatus for start in self.breaks.before(anchor)]
        parts = tuple(
            self._table(block) if isinstance(block, Grid) else self._paragraph(block)
            for block in blocks_of(lines)
        )
        return ContentDocument(
            name or kind, kind, title, span, bool(listed), tuple(lines), parts, tuple(starts),
            self.articles,
        )  # fmt: skip

    def _paragraph(self, line: Line) -> Paragraph:
        calls, breaks = self.calls.get(line.id, ()), self.breaks.of_line(line.id)
        return paragraph(
            line, calls, breaks, self.genre.run_in_head(line), self.targets.get(line.id)
        )

    def _table(self, grid: Grid) -> Table:
        rows = list[tuple[bool, tuple[Paragraph | None, ...]]]()
        for lines, places in zip(grid.rows, grid.places, strict=True):
            cells = tuple(self._paragraph(line) if line else None for _, line in places)
            rows.append((any(line.cell and line.cell.header for line in lines), cells))
        return Table(grid.id, tuple(rows))


def _chapters(declaration: Declaration, words: Words) -> Iterator[tuple[str, Sequence[Line]]]:
    """Yield title and lines of each chapter."""
    lines = declaration.paragraphs
    if declaration.groups:
        at = {line.number: index for index, line in enumerate(lines) if line.number}
        starts = [at[group.first] for group in declaration.groups]
        starts[0] = 0
        titles = [group.title for group in declaration.groups]
    else:
        levels = [line.level for line in lines if line.role == "heading"]
        starts = [
            index
            for index, line in enumerate(lines)
            if line.role == "heading" and line.level == min(levels)
        ]
        titles = [lines[index].words for index in starts]
        if lines and starts[:1] != [0]:
            starts.insert(0, 0)
            titles.insert(0, words.text)
    yield from zip(titles, _runs(lines, starts), strict=True)


def _annexes(declaration: Declaration, words: Words) -> Iterator[tuple[str, Sequence[Line]]]:
    """Yield title and lines of each annex."""
    lines = declaration.annexes
    starts = [index for index, line in enumerate(lines) if line.role == "annex" or not index]
    for run in _runs(lines, starts):
        yield run[0].words if run[0].role == "annex" else words.text, run


def _runs(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Sequence[Line]]:
    """Yield what stands from each start to the next."""
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield lines[start:end]


def _parts(lines: Sequence[Line]) -> Iterator[tuple[bool, Sequence[Line]]]:
    """Divide lines into runs that are short enough for one document, and tell the first.

    A table is not divided.
    """
    start = length = 0
    for index, line in enumerate(lines):
        long = length + len(line.text) > LONGEST_PAGE
        if index > start and long and not (line.cell and lines[index - 1].cell):
            yield not start, lines[start:index]
            start, length = index, 0
        length += len(line.text)
    if lines:
        yield not start, lines[start:]


def _span(lines: Sequence[Line]) -> str:
    """Tell the first and the last number in some lines, ours or those of the text's articles."""
    numbers = [str(line.number) for line in lines if line.number]
    labels = [line.label for line in lines if line.role == "article" and line.label]
    found = numbers or labels
    return "–".join(dict.fromkeys((found[0], found[-1]))) if found else ""
