"""What the templates of an e-book are given: pages in reading order, made from a Declaration.

A book is a sequence of pages, each one XHTML document: cover, contents, opening (title and
preamble), one chapter a group of paragraphs, signatories, notes, instruments, colophon. Those with
nothing to show are left out.
"""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from zhengben.editions import Edition
from zhengben.errors import RenderError
from zhengben.fonts.book import covered_characters
from zhengben.fonts.faces import Face, face_for
from zhengben.model import Declaration, Instrument, Line, Note
from zhengben.register import chinese_date
from zhengben.words import WORDS, Words

# Layout controls show nothing and need no glyph.
INVISIBLE = frozenset("\u2060\u200b\ufe0e\n")

# A document longer than this is slow to open on an e-ink reader, so a long chapter goes on in
# another document. No paragraph is divided.
LONGEST_PAGE = 40_000

# The names of the press's books (RFC 9562, version 5) are made in this namespace of its own.
_NAMESPACE = uuid.UUID("5d0f7d6e-3b1c-4f0a-9e5b-8c7f1a2b6d43")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line up to a note call: ``head + tail`` is the text before it.

    ``tail`` is the character the call clings to, since no line may start with a call.
    """

    head: str
    tail: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the canonical text with the note calls inside it."""

    line: Line
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One XHTML document of the book.

    ``kind`` names its template; ``span`` tells the numbers of a chapter's paragraphs, such as
    “7–11”; ``listed`` tells whether the contents list the page.
    """

    name: str
    kind: str
    title: str
    span: str = ""
    listed: bool = True
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def href(self) -> str:
        """Return the file name, which is relative to every other page."""
        return f"{self.name}.xhtml"


@dataclass(frozen=True, slots=True)
class Row:
    """A fact of the colophon, with the address it leads to, if it is one."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A row of the table of instruments: its notes, and the lines that name it."""

    instrument: Instrument
    notes: tuple[Note, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a book is made of, save pictures and fonts."""

    declaration: Declaration
    words: Words
    face: Face
    covered: frozenset[str]
    generator: str
    identifier: str
    modified: datetime.datetime
    pages: tuple[Page, ...]
    citations: tuple[Citation, ...]
    lines: dict[str, Line]
    homes: dict[str, str]

    def link(self, line_id: str, anchor: str = "") -> str:
        """Return the address of a line, or of another anchor on its page."""
        return f"{self.homes[line_id]}#{anchor or line_id}"

    def place(self, line_id: str) -> str:
        """Name a line for a reader: “第12段”, or the part it stands in."""
        number = self.lines[line_id].number
        return self.words.paragraph.format(number) if number else self.words.preamble

    @property
    def listed(self) -> tuple[Page, ...]:
        """Return the pages that the contents list."""
        return tuple(page for page in self.pages if page.listed)

    def first(self, kind: str) -> Page | None:
        """Return the first page of a kind, for the landmarks."""
        return next((page for page in self.pages if page.kind == kind), None)

    @property
    def address(self) -> str:
        """Return where the capture came from, as an address in ASCII, or an empty text."""
        return quote(self.declaration.provenance.url, safe=":/?#[]@!$&'()*+,;=%~")

    def shows(self, text: str) -> bool:
        """Tell whether the book's own font has every character of a text.

        Only what is quoted from elsewhere, perhaps in another script, may do without it.
        """
        return self.covered.issuperset(text)

    @property
    def colophon(self) -> tuple[Row, ...]:
        """Return the facts of the colophon."""
        words, known = self.words, self.declaration.provenance
        series = (
            (words.predecessor, self.declaration.predecessor),
            (words.successor, self.declaration.successor),
        )
        rows = (
            Row(words.source, known.source),
            Row(words.address, known.url, self.address),
            Row(words.received, chinese_date(known.received)),
            Row(words.source_licence, known.licence),
            Row(words.rights, self.declaration.rights),
            Row(words.capture_sha256, known.capture_sha256),
            Row(words.canonical_sha256, known.canonical_sha256),
            *self._script(),
            *(Row(label, words.work.format(w.title, w.year)) for label, w in series if w),
            Row(words.fonts, words.fonts_value.format(self.face.family, self.face.licence)),
            Row(words.fonts, words.fonts_note),
            Row(words.tool, self.generator),
            Row(words.identifier, self.identifier),
        )
        return tuple(row for row in rows if row.value)

    def _script(self) -> tuple[Row, ...]:
        """Return which script the text is in, and how it came to it."""
        words, how = self.words, self.declaration.conversion
        if how is None:
            return (Row(words.script_label, words.written_in(self.declaration.script)),)
        value = words.written_in(
            self.declaration.script, how.origin, how.configuration, how.changed
        )
        return (Row(words.script_label, value), Row(words.text_sha256, how.text_sha256))


def make_book(declaration: Declaration, edition: Edition, generator: str) -> Book:
    """Lay a declaration out in pages.

    The identifier depends on document, script and edition alone, so that a corrected book replaces
    the one a reader already has; the time of modification is the day the capture was received.
    """
    if declaration.script not in WORDS:
        raise RenderError(
            f"There is no e-book in the script {declaration.script}; there is one in "
            f"{', '.join(WORDS)}."
        )
    _check_notes(declaration)
    words = WORDS[declaration.script]
    if declaration.genre not in words.genre:
        raise RenderError(f"There is no e-book of the genre {declaration.genre}; name the genre.")
    pages = tuple(_pages(declaration, words))
    homes = {p.line.id: page.href for page in pages for p in page.paragraphs}
    name = "/".join((declaration.id, declaration.script, edition.name))
    received = declaration.provenance.received
    face = face_for("serif", declaration.script)
    return Book(
        declaration=declaration,
        words=words,
        face=face,
        covered=covered_characters(face.path) | INVISIBLE,
        generator=generator,
        identifier=uuid.uuid5(_NAMESPACE, name).urn,
        modified=datetime.datetime(received.year, received.month, received.day),
        pages=pages,
        citations=_citations(declaration),
        lines={line.id: line for line in declaration.lines},
        homes=homes,
    )


def _check_notes(declaration: Declaration) -> None:
    ids, callable_ids = set[str](), {p.id for p in (*declaration.preamble, *declaration.paragraphs)}
    for note in declaration.notes:
        if note.line_id not in callable_ids:
            raise RenderError(
                f"Note {note.number} is called in {note.line_id}, which is no paragraph of "
                f"{declaration.id}; set it right."
            )
        if note.id in ids:
            raise RenderError(f"{declaration.id} has two notes {note.id}; number them anew.")
        ids.add(note.id)


def _pages(declaration: Declaration, words: Words) -> Iterator[Page]:
    calls: dict[str, list[Note]] = {}
    for note in declaration.notes:
        calls.setdefault(note.line_id, []).append(note)

    def paragraphs(lines: tuple[Line, ...]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(line, tuple(divide(line, calls.get(line.id, [])))) for line in lines)

    def page(kind: str, title: str, lines: tuple[Line, ...] = (), listed: bool = True) -> Page:
        return Page(kind, kind, title, "", listed, paragraphs(lines))

    yield page("cover", words.cover, listed=False)
    yield page("contents", words.contents, listed=False)
    opening = words.preamble if declaration.preamble else words.title_page
    yield page("opening", opening, (declaration.title, *declaration.preamble))
    for number, (title, span, lines) in enumerate(_chapters(declaration, words), 1):
        yield Page(f"chapter-{number:02d}", "chapter", title, span, True, paragraphs(lines))
    signed = tuple(line for s in declaration.signatories for line in (s.office, s.name))
    if closing := (declaration.closing,) if declaration.closing else ():
        signed += closing
    if signed:
        yield page("signatories", words.signatories, signed)
    if declaration.notes:
        yield page("notes", words.notes)
    if declaration.mentions:
        yield page("instruments", words.instruments)
    yield page("colophon", words.colophon)


def _chapters(
    declaration: Declaration, words: Words
) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """Yield title, span of paragraph numbers and lines of each chapter."""
    lines = declaration.paragraphs
    groups = [(g.title, lines[g.first - 1 : g.last]) for g in declaration.groups]
    for title, group in groups or [(words.text, lines)]:
        for part in _parts(group):
            first, last = part[0].number, part[-1].number
            yield title, f"{first}–{last}" if last != first else f"{first}", part


def _parts(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Divide lines into runs that are short enough for one document."""
    part, length = list[Line](), 0
    for line in lines:
        if part and length + len(line.text) > LONGEST_PAGE:
            yield tuple(part)
            part, length = [], 0
        part.append(line)
        length += len(line.text)
    if part:
        yield tuple(part)


def divide(line: Line, notes: list[Note]) -> Iterator[Piece]:
    """Divide a line at its note calls; the pieces together are the line's text."""
    done = 0
    for note in notes:
        at = note.at - line.start
        if not done <= at <= len(line.text):
            raise RenderError(f"Note {note.number} points at no place of {line.id}; set it right.")
        tail = max(done, at - 1)
        # a variation selector or other mark stays with the character it belongs to
        while tail > done and unicodedata.category(line.text[tail]).startswith("M"):
            tail -= 1
        yield Piece(line.text[done:tail], line.text[tail:at], note)
        done = at
    if done < len(line.text):
        yield Piece(line.text[done:])


def _citations(declaration: Declaration) -> tuple[Citation, ...]:
    notes: dict[str, list[Note]] = {}
    for note in declaration.notes:
        notes.setdefault(note.instrument, []).append(note)
    return tuple(
        Citation(instrument, tuple(notes.get(instrument.id, ())), lines)
        for instrument, lines in declaration.citations()
    )
