"""What the templates of an e-book are given: pages in reading order, and the facts about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from lxml import etree
from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from zhengben.apparatus.clauses import clauses
from zhengben.apparatus.colophon import beside, drafted, script_fact
from zhengben.apparatus.column_calls import called_from, calls_in_column, targets
from zhengben.apparatus.contents import ContentsEntry, below, on_page
from zhengben.apparatus.parts import Citation, citations
from zhengben.apparatus.pieces import Paragraph, paragraph
from zhengben.apparatus.places import places
from zhengben.apparatus.variant_notes import VariantNote, listed_variants
from zhengben.design.faces import Face, face_for
from zhengben.design.kinds import BookEdition
from zhengben.design.run_in_heads import is_rubric
from zhengben.design.wording import WORDS, Words
from zhengben.document.apparatus import PageBreak
from zhengben.document.author_notes import AuthorCall
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.errors import RenderError
from zhengben.document.identifiers import edition_urn
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT
from zhengben.fonts.subset import CoveredCharacters, covered_characters
from zhengben.formats.epub.page_list import Breaks, place_breaks
from zhengben.formats.epub.parts import ContentDocument, PageKind, lay_out

# Layout controls show nothing and need no glyph, nor does what stands for a picture.
INVISIBLE = frozenset("\u2060\u200b\ufe0e\n" + OBJECT)


class ColophonRow(Struct, frozen=True):
    """A fact of the colophon, with the address it leads to, if it is one."""

    label: str
    value: str
    href: str = ""


class OtherLine(Struct, frozen=True):
    """A line in another language, by its anchor in the book and its tag.

    A note of the author is ``called`` in its own language.
    """

    id: str
    tag: str
    paragraph: Paragraph
    called: AuthorCall | None = None


class Book(Struct, frozen=True):
    """Everything a book is made of, save pictures and fonts."""

    declaration: Declaration
    edition: BookEdition
    words: Words
    face: Face
    covered: CoveredCharacters
    generator: str
    identifier: str
    modified: datetime.datetime
    pages: tuple[ContentDocument, ...]
    breaks: Breaks
    citations: tuple[Citation, ...]
    variants: tuple[VariantNote, ...]
    lines: dict[str, Line]
    homes: dict[str, str]
    places: dict[str, str]
    objects: Mapping[str, bytes]
    author_calls: tuple[AuthorCall, ...]
    others: Mapping[str, tuple[OtherLine, ...]] = field(default_factory=dict)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags of the other languages of the book."""
        return tuple(other.tag for other in next(iter(self.others.values()), ()))

    def link(self, line_id: str, anchor: str = "") -> str:
        """Return the address of a line, or of another anchor on its page."""
        return f"{self.homes[line_id]}#{anchor or line_id}"

    def place(self, line_id: str) -> str:
        """Name a line for a reader: “第12段”, the article it stands in, or the part."""
        return self.places[line_id]

    def short_place(self, line_id: str) -> str:
        """Name a line where the column says that paragraphs are meant."""
        number = self.lines[line_id].number
        return str(number) if number else self.places[line_id]

    @property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """Return the entries of the contents."""
        return tuple(entry for page in self.pages for entry in page.entries)

    @property
    def shown_contents(self) -> tuple[ContentsEntry, ...]:
        """Return the entries that the page of contents shows."""
        return on_page(self.contents)

    def first(self, kind: PageKind) -> ContentDocument | None:
        """Return the first page of a kind, for the landmarks."""
        return next((page for page in self.pages if page.kind == kind), None)

    @property
    def page_list(self) -> tuple[tuple[PageBreak, str], ...]:
        """Return each printed page with the address of its start, in reading order."""
        return tuple((start, page.address(start)) for page in self.pages for start in page.breaks)

    @property
    def play_order(self) -> dict[str, int]:
        """Number the addresses of contents and page list in reading order, for the NCX."""
        addresses = dict[str, None]()
        listed = [(entry.at[1], entry.href) for entry in below(self.contents)]
        for page in self.pages:
            inside = [(start.at, page.address(start)) for start in page.breaks]
            inside += [(at, to) for at, to in listed if to.partition("#")[0] == page.href]
            # sorting keeps the order of the printed pages that show no text
            addresses |= dict.fromkeys(to for _, to in sorted(inside, key=lambda place: place[0]))
        return {address: number for number, address in enumerate(addresses, 1)}

    @property
    def depth(self) -> int:
        """Return how deep the contents are."""

        def deep(entries: Sequence[ContentsEntry]) -> int:
            return max((1 + deep(entry.entries) for entry in entries), default=0)

        return deep(self.contents)

    @property
    def imprint(self) -> str:
        """Return what tells the book from others of its text: script and direction."""
        script, vertical = self.declaration.script, self.edition.vertical
        direction = self.words.vertical if vertical else self.words.horizontal
        return f"{self.words.scripts[script]}·{direction.partition('，')[0]}"

    def is_rubric(self, line: Line) -> bool:
        """Tell an article's rubric, which is a heading, from an article's text, as print does."""
        return is_rubric(line)

    @property
    def title_rows(self) -> Iterator[Paragraph]:
        """Yield the lines of the title, each divided at its note calls; no mark crosses one."""
        title = self.declaration.title
        notes, at = self.declaration.note_at(title), title.start
        for text in self.declaration.title_lines:
            first, last = at - title.start, at - title.start + len(text)
            marks = tuple(
                replace(mark, start=mark.start - first, end=mark.end - first)
                for mark in title.marks
                if first < mark.end <= last or first == mark.end == 0
            )
            row = replace(title, start=at, text=text, marks=marks)
            called = [note for note in notes if at < note.at <= row.end]
            targets, through = self._targets(title, first), self.declaration.through_labels
            yield paragraph(row, called, (), (0, 0), targets, through)
            at = row.end

    def _targets(self, line: Line, first: int) -> dict[int, list[str]]:
        """Return the author's notes called in a line, by offset from a character of it."""
        found = dict[int, list[str]]()
        for call in self.author_calls:
            if call.line_id == line.id:
                found.setdefault(call.at - first, []).append(call.note_id)
        return found

    def author_call(self, note_id: str) -> AuthorCall | None:
        """Return the call that leads to a note by the author, if there is one."""
        return next((call for call in self.author_calls if call.note_id == note_id), None)

    def formula(self, file: str) -> Markup:
        """Return a formula of a file of MathML, as it stands in a page."""
        root = etree.fromstring(self.objects[file])
        return Markup(etree.tostring(root, encoding="unicode"))

    def latex(self, source: str, alone: bool) -> Markup:
        """Return a formula in LaTeX as MathML, or as its source where it is not sure what it is."""
        from zhengben.figures.formulas import mathml_of, source_mathml

        root = etree.fromstring(mathml_of(source, alone=alone) or source_mathml(source))
        root.set("alttext", source)
        return Markup(etree.tostring(root, encoding="unicode"))

    def picture_name(self, file: str) -> str:
        """Return what a picture is called in the book: a drawing is there as points."""
        return f"{file}.png" if file.endswith(".svg") else file

    def see_through(self, file: str) -> bool:
        """Tell a picture that lets what lies under it show: it needs white paper at night."""
        return any(o.file == file and o.see_through for o in self.declaration.objects)

    @property
    def dateline(self) -> str:
        """Return the date and place of the metadata, unless the text says them under its title."""
        said = any(line.role == "dateline" for line in self.declaration.opening)
        return "" if said else self.declaration.dateline

    @property
    def address(self) -> str:
        """Return where the capture came from, as an address in ASCII, or an empty text."""
        return quote(self.declaration.provenance.url, safe=":/?#[]@!$&'()*+,;=%~")

    def shows(self, text: str) -> bool:
        """Tell whether the face of the book's script has every character of a text.

        What is quoted from elsewhere may be in another script.
        """
        return self.covered.issuperset(set(text) - INVISIBLE)

    @property
    def colophon(self) -> tuple[ColophonRow, ...]:
        """Return what every reader should know; it takes one screen."""
        words, known = self.words, self.declaration.provenance
        received = words.source_value.format(known.source, chinese_date(known.received))
        rows = (
            *(ColophonRow(term, said) for term, said in drafted(self.declaration)),
            ColophonRow(words.issuer, self.declaration.organ),
            ColophonRow(words.source, received, self.address),
            *(ColophonRow(term, said) for term, said in beside(self.declaration, words)),
            ColophonRow(words.script_label, script_fact(self.declaration, words)),
            ColophonRow(words.rights, self.declaration.rights),
            ColophonRow(words.made, self.generator),
        )
        return tuple(row for row in rows if row.value)

    @property
    def details(self) -> tuple[ColophonRow, ...]:
        """Return the facts by which a book can be compared and traced."""
        words, known, how = self.words, self.declaration.provenance, self.declaration.conversion
        related = (
            (words.predecessor, self.declaration.predecessor),
            (words.successor, self.declaration.successor),
        )
        rows = (
            *(ColophonRow(term, said) for term, said in clauses(self.declaration, words)),
            *(ColophonRow(label, words.work.format(w.title, w.year)) for label, w in related if w),
            ColophonRow(words.address, known.url, self.address),
            ColophonRow(words.source_licence, known.licence),
            ColophonRow(words.capture_sha256, known.capture_sha256),
            ColophonRow(words.canonical_sha256, known.canonical_sha256),
            ColophonRow(words.text_sha256, how.text_sha256 if how else ""),
            ColophonRow(words.page_list, self._page_source),
            ColophonRow(words.fonts, words.fonts_value.format(self.face.family, self.face.licence)),
            ColophonRow(words.fonts, words.fonts_note),
            ColophonRow(words.layout, self.imprint),
            ColophonRow(words.identifier, self.identifier),
        )
        return tuple(row for row in rows if row.value)

    @property
    def _page_source(self) -> str:
        source = self.breaks.source if self.page_list else ""
        label = self.words.labels[self.edition.pages_of]
        return self.words.page_list_value.format(label, source) if source else ""


def make_book(
    declaration: Declaration,
    edition: BookEdition,
    generator: str,
    printed: Sequence[PageBreak] = (),
    objects: Mapping[str, bytes] | None = None,
    others: Sequence[Declaration] = (),
) -> Book:
    """Lay a declaration out in pages; ``printed`` are the pages of its print edition.

    ``objects`` are the files of its pictures and formulas by name; ``others`` are the text in other
    languages.

    The time of modification is the recorded day of the edition.
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
    source = edition_urn(declaration.id, declaration.script, edition.pages_of)
    breaks = place_breaks(declaration, printed, source)
    named = dict(places(declaration, words))
    rows = citations(declaration, named)
    variants = listed_variants(declaration, words)
    told = [note.id for note in variants]
    pages = lay_out(declaration, words, breaks, [row.anchor for row in rows], told)
    _require_placed(declaration, printed, pages)
    created = declaration.provenance.created
    face = face_for("serif", declaration.script)
    return Book(
        declaration=declaration,
        edition=edition,
        words=words,
        face=face,
        covered=covered_characters(face.path),
        generator=generator,
        identifier=edition_urn(declaration.id, declaration.script, edition.name),
        modified=datetime.datetime(created.year, created.month, created.day),
        pages=pages,
        breaks=breaks,
        citations=rows,
        variants=variants,
        lines={line.id: line for line in declaration.lines},
        homes=_homes(pages, others),
        places=named,
        objects=objects or {},
        author_calls=declaration.author_calls,
        others=dict(_in_languages(others)),
    )


def _homes(pages: Sequence[ContentDocument], others: Sequence[Declaration]) -> dict[str, str]:
    """Return the file of each line; those in other languages stand with the text's own."""
    homes = {line.id: page.href for page in pages for line in page.lines}
    beside = {second_anchor(key, o.script): href for o in others for key, href in homes.items()}
    return homes | beside


def _in_languages(others: Sequence[Declaration]) -> Iterator[tuple[str, tuple[OtherLine, ...]]]:
    """Yield each line in other languages, by its anchor; their calls lead to their own notes."""
    calls = [calls_in_column(text, text.script) for text in others]
    back = [called_from(found) for found in calls]
    for lines in zip(*(text.lines for text in others), strict=True):
        made = list[OtherLine]()
        for line, text, called, backs in zip(lines, others, calls, back, strict=True):
            anchor = second_anchor(line.id, text.script)
            said = paragraph(line, (), (), (0, 0), targets(called.get(line.id, ())))
            made.append(OtherLine(anchor, text.script, said, backs.get(anchor)))
        yield lines[0].id, tuple(made)


def _check_notes(declaration: Declaration) -> None:
    ids, callable_ids = set[str](), {line.id for line in declaration.lines}
    for note in declaration.notes:
        if note.line_id not in callable_ids:
            raise RenderError(
                f"Note {note.number} is called in {note.line_id}, which is no line of "
                f"{declaration.id}; set it right."
            )
        if note.id in ids:
            raise RenderError(f"{declaration.id} has two notes {note.id}; number them anew.")
        ids.add(note.id)


def _require_placed(
    declaration: Declaration, printed: Sequence[PageBreak], pages: Sequence[ContentDocument]
) -> None:
    placed = {start for page in pages for start in page.breaks}
    for start in printed:
        if start not in placed:
            raise RenderError(
                f"Page {start.label} of {declaration.id} starts with {start.apparatus}, which the "
                "book does not have; print it anew."
            )
