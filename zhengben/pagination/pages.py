"""Puts what was set on pages: the galley of each section, made up and numbered.

Sections follow one another, each from a new page: the text, the signatures, and our apparatus, in
which the notes that stand at the end, the table of instruments and the colophon run on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum
from typing import Literal

from zhengben.design.genres import genre_of
from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import Words
from zhengben.document.apparatus import PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.lines import Line
from zhengben.figures.drawings import Drawings
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.galley import Galley, Item, ItemLine, is_closed, slug
from zhengben.pagination.page_breaker import MadePage, Slug, TooHighError, make_up
from zhengben.pagination.running_heads import chapters, running_head
from zhengben.typesetting.boxes import (
    Foot,
    SetHeading,
    SetNote,
    SetParagraph,
    SetRow,
    SetSignatures,
    SetTitle,
)
from zhengben.typesetting.colophon import lines_of_fact, set_fact
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import note_lines_em, set_note
from zhengben.typesetting.headings import SetEntry, SetLine, contents_lines, is_paired
from zhengben.typesetting.instruments import InstrumentSetter
from zhengben.typesetting.signatories import SignatureSetter
from zhengben.typesetting.tables import SetGridRow
from zhengben.typesetting.titles import set_heading

Section = Literal["text", "signatures", "apparatus"]
# heights of the parts of our apparatus, in lines of notes
_HEADING_LINES, _BETWEEN_PARTS = 3.0, 2.5
# words above the signatures stand with them if they take no more than this share of the page
_MOST_WORDS = 0.4
# white space between the text and the rule above the notes, and below the rule, in note lines
_FOOT_ABOVE = 1.1


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one item, from ``first`` to behind ``last``, that stand together on a page."""

    item: Item
    first: int
    last: int
    height_pt: float
    above_pt: float = 0.0

    @property
    def kind(self) -> str:
        """Return the kind of the item."""
        return self.item.kind

    @property
    def lines(self) -> tuple[ComposedLine, ...]:
        """Return the composed lines of a paragraph or note."""
        lines: tuple[ComposedLine, ...] = self.item.lines  # type: ignore[union-attr]
        return lines[self.first : self.last]

    @property
    def height_class(self) -> int:
        """Return the height in thousandths of a point, for the name of a class."""
        return round(1000 * self.height_pt)

    @property
    def opens(self) -> bool:
        """Say whether the item begins here; elsewhere it goes on from the page before."""
        return self.first == 0


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page; ``section`` names what it is part of, ``notes`` stand at its foot.

    ``head`` is its running head.
    """

    number: int
    section: Section
    parts: tuple[Part, ...]
    notes: tuple[Part, ...]
    head: str

    def runs(self) -> list[list[Part]]:
        """Return the parts in runs: the rows of a table or list together, all others together."""

        def together(part: Part) -> str:
            if isinstance(part.item, SetGridRow):
                return part.item.grid.id
            return "row" if part.kind == "columns" else part.kind

        return [list(run) for _, run in groupby(self.parts, together)]


@dataclass(frozen=True, slots=True)
class Measures:
    """What templates and sheets need to know of how a document was set.

    ``number_em`` is the measure of paragraph numbers, in em of the text; in em of the note size are
    ``note_lines_em``, the measure of the lines of notes, and ``column_ems``, the widths of the
    columns of the table of instruments, which is a list unless ``is_table``. Adjacent marks are set
    with the font's feature for it where they ``squeeze``.
    """

    number_em: float
    note_lines_em: float
    column_ems: tuple[float, float, float]
    is_table: bool
    squeeze: bool


@dataclass(frozen=True, slots=True)
class SetDocument:
    """Everything of a document that a print template places."""

    declaration: Declaration
    edition: PrintEdition
    measures: Measures
    pages: tuple[SetPage, ...]

    def section(self, *names: Section) -> list[SetPage]:
        """Return the pages of sections."""
        return [page for page in self.pages if page.section in names]

    def breaks(self) -> tuple[PageBreak, ...]:
        """Return where each page begins: in the canonical text, or in our apparatus behind it."""
        rows = [instrument.id for instrument, _ in self.declaration.citations()]
        end = len(self.declaration.text)
        found = []
        for page in self.pages:
            at = _first_character(page)
            if isinstance(page.parts[0].item, SetEntry):
                # contents that go on stand before the text, on pages of their own
                at = self.declaration.body[0].start
            apparatus = "" if at is not None else _first_apparatus(page, rows)
            found.append(PageBreak(str(page.number), end if at is None else at, apparatus))
        return tuple(found)

    def heights(self) -> list[int]:
        """Return the heights of rows in use, in thousandths of a point.

        Rows of one height share a class, since the engine works out each style but once.
        """
        rows = (part for page in self.pages for part in page.parts if part.kind == "row")
        return sorted({part.height_class for part in rows})

    def lines(self) -> Iterator[ComposedLine]:
        """Yield every line that may be spaced."""
        for page in self.pages:
            for part in (*page.parts, *page.notes):
                if isinstance(part.item, SetParagraph | SetNote):
                    yield from part.lines


def set_document(
    declaration: Declaration,
    edition: PrintEdition,
    metrics: Metrics,
    words: Words,
    facts: Sequence[tuple[str, str]],
    drawings: Drawings | None = None,
) -> SetDocument:
    """Compose and make up a declaration for an edition; ``facts`` are the rows of the colophon.

    Without ``drawings`` pictures and formulas stand as the words for them.
    """
    compositor = Compositor(declaration, edition, metrics, drawings)
    sections = _Sections(declaration, compositor, words, facts)
    short, measure = declaration.short_title, compositor.note_measure_em
    plain = running_head(short, measure)
    heads = {line.id: running_head(short, measure, n) for line, n in chapters(declaration) if n}
    pages: list[SetPage] = []
    for name, made in sections.sections():
        for page in made:
            notes = tuple(Part(sections.notes[n.key], n.first, n.last, 0.0) for n in page.notes)
            head = next((heads[line.id] for line in _lines(page) if line.id in heads), plain)
            pages.append(SetPage(len(pages) + 1, name, tuple(_parts(page.slugs)), notes, head))
    return SetDocument(declaration, edition, sections.measures(), tuple(pages))


def _lines(page: MadePage[ItemLine]) -> Iterator[Line]:
    """Yield the lines of the text that stand on a page."""
    for made in page.slugs:
        match made.content[0]:
            case SetTitle(line=line) | SetParagraph(line=line) | SetLine(line=line):
                yield line
            case SetGridRow(cells=cells):
                yield from (cell.line for cell in cells if cell.line)


def _folios(pages: Sequence[MadePage[ItemLine]], first: int) -> Iterator[tuple[str, str]]:
    """Yield the page on which each line begins, by its anchor."""
    met: set[str] = set()
    for number, page in enumerate(pages, first):
        for line in _lines(page):
            if line.id not in met:
                met.add(line.id)
                yield line.id, str(number)


def _first_character(page: SetPage) -> int | None:
    """Return the offset of the first canonical character of a page, or None."""
    for part in page.parts:
        match part.item:
            case SetLine(line=line):
                return line.start
            case SetGridRow(cells=cells) if part.opens:
                return min(cell.line.start for cell in cells if cell.line)
            case SetTitle() as title:
                return title.line.start
            case SetParagraph() as paragraph:
                return paragraph.line.start + part.lines[0].start
            case SetSignatures() as signed if signed.places:
                return signed.places[0].signatory.lines[0].start
            case SetSignatures() as signed if signed.closing:
                return signed.closing[0].start
    return None


def _first_apparatus(page: SetPage, rows: Sequence[str]) -> str:
    """Name the first thing on a page of apparatus."""
    for part in page.parts:
        match part.item:
            case SetHeading(id=name):
                return name
            case SetNote(note=note):
                return note.id
            case SetRow(instrument=instrument):
                return f"instrument-{rows.index(instrument.id) + 1}"
    return "colophon"


def _parts(slugs: Sequence[Slug[ItemLine]]) -> Iterator[Part]:
    """Join the lines of one item that stand together."""
    for _, run in groupby(enumerate(slugs), key=lambda pair: id(pair[1].content[0])):
        together = list(run)
        place, first = together[0]
        item, index = first.content
        above = first.above_pt if place else 0.0
        height = fsum(slug.height_pt for _, slug in together)
        yield Part(item, index, index + len(together), round(height, 3), round(above, 3))


class _Sections:
    """Makes up each section of a document."""

    def __init__(
        self,
        declaration: Declaration,
        compositor: Compositor,
        words: Words,
        facts: Sequence[tuple[str, str]],
    ) -> None:
        self.declaration, self.compositor = declaration, compositor
        self.edition, self.words, self.facts = compositor.edition, words, facts
        self.notes = {str(note.number): set_note(note, compositor) for note in declaration.notes}
        self.galley = Galley(declaration, compositor, self.notes, words)
        self.instruments = InstrumentSetter(declaration, compositor, words)
        leading = self.edition.note_leading_pt
        self.foot = Foot(leading, _FOOT_ABOVE * leading)

    def measures(self) -> Measures:
        """Return the measures that all sections share."""
        return Measures(
            self.galley.paragraphs.number_em,
            note_lines_em(self.compositor),
            self.instruments.column_ems,
            self.instruments.is_table,
            self.compositor.squeeze,
        )

    def sections(self) -> Iterator[tuple[Section, list[MadePage[ItemLine]]]]:
        """Yield the name and the pages of each section."""
        galley, entries = self.galley, contents_lines(self.declaration)
        text = list(self._text(opening=not entries))
        if entries:
            # the pages of the contents are counted first, since they move all others
            first = self._make_up([*galley.opening(), *galley.contents(entries, {})])
            later = [page for _, pages in text for page in pages]
            folios = dict(_folios(later, len(first) + 1))
            yield "text", self._make_up([*galley.opening(), *galley.contents(entries, folios)])
        yield from text
        with self._named():
            made = make_up(list(self._apparatus()), self.edition.depth_pt)
        yield "apparatus", made

    def _make_up(self, slugs: Sequence[Slug[ItemLine]]) -> list[MadePage[ItemLine]]:
        counts = {key: len(note.lines) for key, note in self.notes.items()}
        line_pt = self.edition.leading_pt if self.edition.runs_short else 0.0
        with self._named():
            return make_up(slugs, self.edition.depth_pt, counts, self.foot, line_pt)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Name the place of what is higher than a page."""
        try:
            yield
        except TooHighError as error:
            item = error.content[0]  # type: ignore[index]
            line = getattr(item, "line", None) or getattr(item, "target", None)
            name = f"{line.id}, “{line.words[:24]}”," if line else f"What stands as {item.kind}"
            raise RenderError(
                f"{name} is higher than a page of the edition {self.edition.name}; shorten it, or "
                "give the edition a smaller size in zhengben/design/editions.py."
            ) from None

    def _text(self, *, opening: bool) -> Iterator[tuple[Section, list[MadePage[ItemLine]]]]:
        """Yield the text, the signatures on pages of their own, and each annex."""
        declaration, galley, depth = self.declaration, self.galley, self.edition.depth_pt
        slugs = [*galley.opening()] if opening else []
        slugs += galley.body(declaration.body_blocks)
        signs = bool(declaration.signatories) and genre_of(declaration).signing != "follow"
        if signs or is_closed(declaration):
            paired = is_paired(declaration) or not declaration.signatories
            words = galley.testimonium() if paired else []
            taken = fsum(piece.height_pt for piece in words)
            before: list[Slug[ItemLine]] = []
            if taken > _MOST_WORDS * depth or any(piece.notes for piece in words):
                before, words, taken = words, [], 0.0
            signer = SignatureSetter(declaration, self.compositor, self.notes, self.foot, taken)
            if paired and (signed := signer.pages()):
                yield "text", self._make_up([*slugs, *before])
                # the words above them take room on the first page only
                rooms = [depth - taken, *[depth] * (len(signed) - 1)]
                pages = zip(signed, rooms, strict=True)
                words += [slug(s, room - s.foot_pt, notes=s.notes) for s, room in pages]
                yield "signatures", self._make_up(words)
            else:
                yield "text", self._make_up(slugs)
                yield "signatures", self._make_up(list(galley.signing()))
        else:
            yield "text", self._make_up([*slugs, *galley.signing()])
        for annex in galley.annexes():
            yield "text", self._make_up(list(annex))

    def _apparatus(self) -> Iterator[Slug[ItemLine]]:
        """Yield the notes at the end, the table of instruments, and the colophon, never divided.

        They run on, so that no page is left to the last line of one of them.
        """
        leading, above = self.edition.note_leading_pt, 0.0
        if self.edition.notes == "end" and self.notes:
            yield self._heading("notes", self.words.notes)
            for note in self.notes.values():
                yield from self.galley.note(note)
            above = _BETWEEN_PARTS * leading
        if citations := self.declaration.citations():
            yield self._heading("instruments", self.words.instruments, above)
            setter, head = self.instruments, []
            if setter.is_table:
                head = [slug(setter.head(), setter.head_pt(), keep_next=True)]
            yield from head
            again = tuple(replace(h, content=(h.content[0], 1), keep_next=False) for h in head)
            for number, (instrument, cited) in enumerate(citations, 1):
                for row, height in setter.pieces(setter.row(number, instrument, cited)):
                    yield Slug((row, 0), height, again=again)
            above = _BETWEEN_PARTS * leading
        yield self._heading("colophon", self.words.colophon, above)
        for number, (term, value) in enumerate(self.facts, 1):
            whole = set_fact(term, value, self.compositor)
            high = leading * len(whole.lines) > self.edition.depth_pt
            for fact in lines_of_fact(whole) if high else (whole,):
                yield slug(fact, leading * len(fact.lines), keep_next=number < len(self.facts))

    def _heading(self, id_: str, text: str, above_pt: float = 0.0) -> Slug[ItemLine]:
        height = _HEADING_LINES * self.edition.note_leading_pt
        heading = set_heading(id_, text, self.compositor)
        return slug(heading, height, keep_next=True, above_pt=above_pt)
