"""Divides a declaration into the documents of a book, in reading order.

They are cover, contents, the files of the text, notes, instruments, variants, colophon and its
details;
those with nothing to show are left out. What the files of the text hold is told by
zhengben.formats.epub.sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from zhengben.apparatus.contents import ContentsEntry, entry_of
from zhengben.apparatus.parts import LineDivider, Table
from zhengben.apparatus.pieces import Paragraph
from zhengben.apparatus.ranks import heading_ranks
from zhengben.apparatus.sections import Section, sections
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import Words
from zhengben.document.apparatus import PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.formats.epub.page_list import Breaks
from zhengben.formats.epub.sections import files

# What a document of the book is; each kind has a template.
PageKind = Literal[
    "cover", "contents", "text", "notes", "instruments", "variants", "colophon", "details",
    "nav", "ncx",
]  # fmt: skip


class SetSection(Struct, frozen=True):
    """A section, or what of it stands in one file, with its lines divided for the template."""

    section: Section
    parts: tuple[Paragraph | Table, ...]


class ContentDocument(Struct, frozen=True):
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
    declaration: Declaration, words: Words, breaks: Breaks, instruments: Sequence[str],
    variants: Sequence[str],
) -> tuple[ContentDocument, ...]:  # fmt: skip
    """Return the pages of a book.

    ``instruments`` are the anchors of the table's rows, ``variants`` those of notes on variants.
    """
    return tuple(_Layout(declaration, words, breaks).pages(instruments, variants))


class _Layout:
    """What all pages of one book are made from."""

    def __init__(self, declaration: Declaration, words: Words, breaks: Breaks) -> None:
        self.declaration, self.words, self.breaks = declaration, words, breaks
        self.parts = LineDivider(declaration, breaks.of_line)

    def pages(
        self, instruments: Sequence[str], variants: Sequence[str]
    ) -> Iterator[ContentDocument]:
        declaration, words = self.declaration, self.words
        yield ContentDocument("cover", "cover", words.cover)
        yield ContentDocument("contents", "contents", words.contents)
        yield from self._text()
        if declaration.notes:
            anchors = ("notes", *(note.id for note in declaration.notes))
            yield self._apparatus("notes", words.notes, anchors)
        if instruments:
            yield self._apparatus("instruments", words.instruments, ("instruments", *instruments))
        if variants:
            heading = witness_words(declaration.script).heading
            yield self._apparatus("variants", heading, ("variants", *variants))
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
                tuple(SetSection(section, tuple(self.parts.of(section.lines))) for section in file),
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
