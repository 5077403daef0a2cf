"""Puts what was set on pages: the pages of all sections, numbered, each with its running head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import Words
from zhengben.document.apparatus import PageBreak
from zhengben.document.artefacts import PAGES_PER_SHEET, ReducedTable, SavedSheet
from zhengben.document.author_notes import AuthorCall
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Grid
from zhengben.figures.drawings import Drawings
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.running_heads import chapters, running_head
from zhengben.pagination.sections import Measures, Section, Sections, lines_on
from zhengben.pagination.slugs import Item, ItemLine
from zhengben.pagination.turned import MOST_BLANK, is_turned
from zhengben.typesetting.author_notes import page_labels
from zhengben.typesetting.boxes import (
    SetAuthorNote,
    SetHeading,
    SetNote,
    SetParagraph,
    SetRow,
    SetSignatures,
    SetTitle,
    SetVariant,
)
from zhengben.typesetting.compositor import Compositor, inline_marks
from zhengben.typesetting.headings import SetEntry, SetLine
from zhengben.typesetting.official import SetImprint
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.table_cells import SetGridRow

# a last page that holds no more than this share of its depth is worth a tighter setting
_LITTLE = 0.25
# white space that a title then gives up, and what it keeps, in lines
_FEWER_HEAD_LINES, _LEAST_HEAD_LINES = 2, 3


class Part(Struct, frozen=True):
    """The lines of one item, from ``first`` to behind ``last``, that stand together on a page."""

    item: Item | SetAuthorNote
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
        lines: tuple[ComposedLine, ...] = self.item.lines  # type: ignore[union-attr, assignment]
        return lines[self.first : self.last]

    @property
    def height_class(self) -> int:
        """Return the height in thousandths of a point, for the name of a class."""
        return round(1000 * self.height_pt)

    @property
    def opens(self) -> bool:
        """Say whether the item begins here; elsewhere it goes on from the page before."""
        return self.first == 0


class SetPage(Struct, frozen=True):
    """A page; ``section`` names what it is part of, ``notes`` stand at its foot.

    ``head`` is its running head. A ``turned`` page holds a table that is too wide for the others:
    it stands on its side in the book, the head of the table at the left.
    """

    number: int
    section: Section
    parts: tuple[Part, ...]
    notes: tuple[Part, ...]
    head: str
    turned: bool = False

    @property
    def authors(self) -> tuple[Part, ...]:
        """Return the author's notes at its foot."""
        return tuple(part for part in self.notes if part.kind == "author-note")

    @property
    def ours(self) -> tuple[Part, ...]:
        """Return our notes at its foot."""
        return tuple(part for part in self.notes if part.kind == "note")

    @property
    def opens_letter(self) -> bool:
        """Tell the first page of a letter, which has a form of its own (GB/T 9704-2012, 10.1)."""
        return any(isinstance(part.item, SetLine) and part.item.rules_pt for part in self.parts)

    def runs(self) -> list[list[Part]]:
        """Return the parts in runs: the rows of a table or list together, all others together."""

        def together(part: Part) -> str:
            if isinstance(part.item, SetGridRow):
                return part.item.grid.id
            return "row" if part.kind == "columns" else part.kind

        return [list(run) for _, run in groupby(self.parts, together)]


class SetDocument(Struct, frozen=True):
    """Everything of a document that a print template places.

    Set as usual it had ``saved_from`` pages, where it was set tight to save a sheet.
    """

    declaration: Declaration
    edition: PrintEdition
    measures: Measures
    pages: tuple[SetPage, ...]
    saved_from: int = 0

    def section(self, *names: Section) -> list[SetPage]:
        """Return the pages of sections."""
        return [page for page in self.pages if page.section in names]

    def breaks(self) -> tuple[PageBreak, ...]:
        """Return where each page begins: in the canonical text, or in our apparatus behind it.

        A page that a note fills from foot to head begins where the page behind it does.
        """
        rows = [instrument.id for instrument, _ in self.declaration.citations()]
        end = len(self.declaration.text)
        found = list[PageBreak]()
        begun = end, "colophon"
        for page in reversed(self.pages):
            if page.parts:
                at = _first_character(page)
                if isinstance(page.parts[0].item, SetEntry):
                    # contents that go on stand before the text, on pages of their own
                    at = self.declaration.body[0].start
                begun = (end, _first_apparatus(page, rows)) if at is None else (at, "")
            found.append(PageBreak(str(page.number), *begun))
        return tuple(reversed(found))

    def author_calls(self) -> Mapping[str, str]:
        """Return the anchor of the call of each of the author's notes, by that of the note."""
        calls: dict[str, list[AuthorCall]] = {}
        for call in self.declaration.author_calls:
            calls.setdefault(call.line_id, []).append(call)
        marks = (m for n in self.declaration.lines for m in inline_marks(n, calls.get(n.id, ())))
        return {mark.target: mark.id for mark in marks if mark.target}

    @property
    def behind(self) -> Mapping[str, str]:
        """Return behind which line each of the author's notes stands in the text, by anchors."""
        at_foot = {line.id for line in self.declaration.footed_notes}
        lines = pairwise(self.declaration.lines)
        return {line.id: above.id for above, line in lines if line.id in at_foot}

    def labels(self) -> Mapping[str, str]:
        """Return the label of each of the author's notes on its page, where they count anew."""
        declaration = self.declaration
        if not declaration.renumbers_notes:
            return {}
        begun = [
            [
                n.item.line.id
                for n in page.notes
                if n.opens and isinstance(n.item, SetAuthorNote) and n.item.label.text
            ]
            for page in self.pages
        ]
        return page_labels(begun, [call.note_id for call in declaration.author_calls])

    def reduced(self) -> tuple[ReducedTable, ...]:
        """Return what became of the tables that are too wide for their pages in the usual size."""
        rows = [p.item for page in self.pages for p in page.parts if isinstance(p.item, SetGridRow)]
        ways = {row.grid.id: (row, way) for row in rows if (way := _way(row, self.edition))}
        for grid in self._behind_blank():
            row, way = ways[grid.id]
            ways[grid.id] = row, f"{way}, and leaves the page before it more than half blank"
        layout = self.edition.layout
        return tuple(
            ReducedTable(n, row.grid.columns, layout, way) for n, (row, way) in ways.items()
        )

    def _behind_blank(self) -> Iterator[Grid]:
        """Yield each table on pages across behind an upright page that is mostly blank."""
        for page, following in pairwise(self.pages):
            if page.turned or not following.turned:
                continue
            row = next(p.item for p in following.parts if isinstance(p.item, SetGridRow))
            taken = fsum(part.height_pt + part.above_pt for part in page.parts)
            blank = taken < (1 - MOST_BLANK) * self.edition.depth_pt
            if blank and row.number == 1 and not row.again:
                yield row.grid

    def saved(self) -> tuple[SavedSheet, ...]:
        """Return what was saved by setting it tight, if anything was."""
        if not self.saved_from:
            return ()
        return (SavedSheet(self.edition.layout, self.saved_from, len(self.pages)),)

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
                if isinstance(part.item, SetParagraph | SetNote | SetAuthorNote):
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

    Without ``drawings`` pictures and formulas stand as the words for them. Where the last page of
    sheets to fold holds little and has a sheet for itself alone, paragraphs are set tight, and the
    title with less above it, if that saves it.
    """
    compositor = Compositor(declaration, edition, metrics, drawings)
    document = _set(compositor, declaration, words, facts)
    if edition.imposed_on and _wastes_a_sheet(document):
        blank = max(_LEAST_HEAD_LINES, edition.head_blank_lines - _FEWER_HEAD_LINES)
        close = replace(edition, head_blank_lines=blank)
        compositor = Compositor(declaration, close, metrics, drawings, tight=True)
        tight = _set(compositor, declaration, words, facts)
        if len(tight.pages) < len(document.pages):
            return replace(tight, saved_from=len(document.pages))
    return document


def _wastes_a_sheet(document: SetDocument) -> bool:
    """Tell a document of which a page that holds little takes a sheet for itself alone."""
    pages = document.pages
    if len(pages) <= PAGES_PER_SHEET or len(pages) % PAGES_PER_SHEET != 1:
        return False
    deep = document.edition.depth_pt * _LITTLE
    return any(fsum(p.height_pt + p.above_pt for p in page.parts) <= deep for page in pages)


def _set(
    compositor: Compositor, declaration: Declaration, words: Words,
    facts: Sequence[tuple[str, str]],
) -> SetDocument:  # fmt: skip
    """Make up what a compositor sets."""
    edition = compositor.edition
    sections = Sections(declaration, compositor, words, facts)
    short, measure = declaration.short_title, compositor.note_measure_em
    head_of = partial(running_head, short, measure, beside_folio=edition.vertical)
    plain = head_of()
    heads = {line.id: head_of(n) for line, n in chapters(declaration) if n}
    pages: list[SetPage] = []
    for name, made in sections.sections():
        for page in made:
            notes = tuple(Part(sections.feet[n.key], n.first, n.last, 0.0) for n in page.notes)
            head = next((heads[line.id] for line in lines_on(page) if line.id in heads), plain)
            parts = tuple(_parts(page.slugs))
            turned = any(is_turned(made.content[0]) for made in page.slugs)
            pages.append(SetPage(len(pages) + 1, name, parts, notes, head, turned))
    return SetDocument(declaration, edition, sections.measures(), tuple(pages))


def _way(row: SetGridRow, edition: PrintEdition) -> str:
    """Say how a table is set that is too wide, or nothing; a record tells so in any of its rows."""
    if not row.ruled:
        return ""
    if any(cell.heads for cell in row.cells):
        return "as records"
    small = f"in {row.size.pt:g} pt" if row.size.pt < edition.note_pt else ""
    across = "on pages across" if row.size.turned else ""
    return " ".join(filter(None, (small, across)))


def _first_character(page: SetPage) -> int | None:
    """Return the offset of the first canonical character of a page, or None."""
    for part in page.parts:
        match part.item:
            case SetLine(line=line):
                return line.start
            case SetImprint(lines=lines):
                return lines[0].line.start
            case SetGridRow(again=False) as row:
                return row.first_character(part.first)
            case SetTitle() as title:
                return title.line.start
            case SetParagraph() as paragraph:
                return paragraph.line.start + part.lines[0].start
            case SetRoll(enrolled=lines):
                return lines[0].start
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
            case SetVariant(number=number):
                return f"variant-{number}"
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
