"""Checks of official documents: page numbers and parts stand where the record has them."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.layout.measured import Found, MeasuredFile, mm
from zhengben.checks.layout.measured_lines import TEXT, MeasuredBlock, nearest, starts
from zhengben.design.records import PT_PER_MM, OfficialRecord
from zhengben.document.official import form_of
from zhengben.proof.glyphs import PageGlyphs

# how far a part may stand from its place: ink does not fill its em
_NEAR_MM = 1.0
# the genre whose parts have places
_GENRE = "official-document"
_DASH = "—"
# half a line more or less is another number of lines
_HALF = 0.5


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check the page numbers, and the parts of an official document."""
    if file.facts.folio_mm:
        for page in file.measured.pages:
            # the number lies with a table that stands across; the first page of a letter has none
            if page.number == 1 and file.is_letter:
                yield from _unnumbered(page)
            elif page.number not in file.across:
                yield from _folio(file, page)
    if file.facts.official and file.declaration.genre == _GENRE:
        yield from _Parts(file, file.facts.official).examine()


def _unnumbered(page: PageGlyphs) -> Iterator[Found]:
    if any(glyph.artifact and glyph.text == _DASH for glyph in page.glyphs):
        yield "L-034", f"page {page.number}", "The first page of a letter bears a number."


def _folio(file: MeasuredFile, page: PageGlyphs) -> Iterator[Found]:
    """The dashes of a page number stand below the type area, a character from its outer edge."""
    dashes = [g for g in page.glyphs if g.artifact and g.text == _DASH]
    place = f"page {page.number}"
    if not dashes:
        yield "L-034", place, "The page number has no dashes."
        return
    area = page.media[1] + file.facts.margins(page.number)[2] * PT_PER_MM
    below = area - max(dash.ink[3] for dash in dashes)
    if abs(below - file.facts.folio_mm * PT_PER_MM) > _NEAR_MM * PT_PER_MM:
        told = f"The dash of the page number stands {mm(below)} below the type area, not "
        yield "L-034", place, f"{told}{file.facts.folio_mm:g} mm."
    if page.number % 2:
        inwards = file.right(page.number) - max(dash.end for dash in dashes)
    else:
        inwards = min(dash.start for dash in dashes) - file.left(page.number)
    if abs(inwards - dashes[0].size) > _NEAR_MM * PT_PER_MM:
        told = f"The page number stands {mm(inwards)} from the outer edge, not one character."
        yield "L-034", place, told


class _Parts:
    """The parts of one document, each block by the anchor of its line."""

    def __init__(self, file: MeasuredFile, record: OfficialRecord) -> None:
        self.file, self.record, self.declaration = file, record, file.declaration
        self.blocks = {b.name: b for b in file.blocks if b.kind == TEXT}
        self.em, self.leading = file.facts.text_pt, file.facts.leading_pt

    def examine(self) -> Iterator[Found]:
        """Measure each part that the document has."""
        yield from self._mark()
        yield from self._lines_between()
        yield from self._sides()
        yield from self._date()
        yield from self._imprint()

    def _of(self, part: str) -> list[MeasuredBlock]:
        lines = (line for line in self.declaration.lines if line.part == part)
        return [self.blocks[line.id] for line in lines if line.id in self.blocks]

    def _told(
        self, block: MeasuredBlock, what: str, found: float, wanted: float
    ) -> Iterator[Found]:
        if abs(found - wanted) > _NEAR_MM * PT_PER_MM:
            sentence = f"{what} {mm(found)}, not {mm(wanted)}."
            yield "L-035", block.place(block.lines[0]), sentence

    def _mark(self) -> Iterator[Found]:
        """The issuer's mark stands so far below the upper edge of the type area."""
        mark = next(iter(self._of("issuer")), None)
        form = form_of(self.declaration)
        if form in ("order", "minutes"):
            # with an issuer's mark above it the title is none
            mark = mark or self.blocks.get("title")
        if mark is None:
            return
        page = self.file.measured.pages[mark.lines[0].page - 1]
        edge = page.media[3] - self.file.facts.margins(page.number)[0] * PT_PER_MM
        top = max(glyph.ink[3] for glyph in mark.lines[0].glyphs)
        if form == "letter":
            what = "The mark of a letter stands below the edge of the page by"
            wanted = self.record.letter_mark_mm * PT_PER_MM
            yield from self._told(mark, what, page.media[3] - top, wanted)
            return
        wanted = {"order": self.record.order_mark_mm}.get(form, self.record.mark_mm)
        what = "The issuer's mark stands below the upper edge by"
        yield from self._told(mark, what, edge - top, wanted * PT_PER_MM)

    def _lines_between(self) -> Iterator[Found]:
        """Lines are blank above number, title and enclosures, and below the title."""
        number = next(iter(self._of("document-number")), None)
        titles = [n for n in self.declaration.opening if n.role in ("title", "subtitle")]
        title = self.blocks.get(titles[-1].id)
        marks, listed = self._of("issuer"), self._of("enclosures")
        to, record = self._of("addressee"), self.record
        if self.file.is_letter and number:
            yield from self._number_of_letter(number)
        elif marks and number:
            what = "The document's number stands below the issuer's mark by"
            yield from self._gap(marks[-1], number, record.number_lines, what)
        texts = [line.id for line in self.declaration.lines]
        # a number between them, as pages of offices have it, has no place in the standard
        if title and to and texts.index(to[0].name) == texts.index(title.name) + 1:
            what = "The addressee stands below the title by"
            yield from self._gap(title, to[0], record.addressee_lines, what)
        names = [line.id for line in self.declaration.body]
        for first in (*listed[:1], *self._of("attendance")[:1]):
            above = self.blocks.get(names[names.index(first.name) - 1])
            if above and above.lines[-1].page == first.lines[0].page:
                what = "The enclosures or those present stand below the text by"
                yield from self._gap(above, first, record.enclosures_lines, what)

    def _number_of_letter(self, number: MeasuredBlock) -> Iterator[Found]:
        """The number of a letter ends at the right edge, on the first line below the rule."""
        line = number.lines[-1]
        ends = self.file.right(line.page) - line.glyphs[-1].end
        yield from self._told(number, "The number ends from the right edge by", ends, 0.0)
        corner = [
            b for part in ("copy-number", "classification", "urgency") for b in self._of(part)
        ]
        if corner:
            below = max(block.lines[0].base for block in corner) - number.lines[0].base
            yield from self._told(number, "It stands below the copy number by", below, 0.0)

    def _gap(
        self, above: MeasuredBlock, below: MeasuredBlock, blank: int, what: str
    ) -> Iterator[Found]:
        """Compare the distance of two blocks with so many blank lines, whatever their sizes."""
        last, first = above.lines[-1], below.lines[0]
        if last.page != first.page:
            return
        low = min(glyph.ink[1] for glyph in last.glyphs)
        high = max(glyph.ink[3] for glyph in first.glyphs)
        # what a line of text has blank between its ink and the next stands on either side
        white = (low - high) - (self.leading - self.em)
        lines = white / self.leading
        if not blank - _HALF < lines < blank + _HALF:
            told = f"{what} {lines:.1f} lines, not {blank}."
            yield "L-035", below.place(first), told

    def _sides(self) -> Iterator[Found]:
        """What begins at the left edge does, and annexes stand at the head of a page."""
        parts = ("copy-number", "classification", "urgency", "addressee")
        at_edge = [(block, 0.0) for part in parts for block in self._of(part)]
        at_edge += [(block, self.record.indent_em) for block in self._of("annotation")]
        at_edge += [(block, self.record.indent_em) for block in self._of("enclosures")[:1]]
        for block in self._of("attendance"):
            at_edge.append((block, self.record.indent_em))
            yield from self._hanging(block)
        annexes = [line for line in self.declaration.annexes if line.role == "annex"]
        heads = [self.blocks[line.id] for line in annexes if line.id in self.blocks]
        for block, em in (*at_edge, *((head, 0.0) for head in heads)):
            line = block.lines[0]
            wanted = self.file.left(line.page) + em * self.em
            begins = nearest(starts(line.glyphs[0]), wanted) - self.file.left(line.page)
            yield from self._told(block, "It begins from the left edge by", begins, em * self.em)
        for head in heads:
            lines = self.file.text(head.lines[0].page)
            if lines and lines[0] not in head.lines:
                yield "L-035", head.place(head.lines[0]), "The annex does not begin its page."

    def _hanging(self, block: MeasuredBlock) -> Iterator[Found]:
        """Further lines of those present begin below the first one behind the colon (10.3)."""
        first = block.lines[0]
        colon = next((n for n, g in enumerate(first.glyphs) if g.text in ":："), -1)
        behind = first.glyphs[colon + 1 : colon + 2]
        for line in block.lines[1:]:
            if behind and colon >= 0:
                begins = nearest(starts(line.glyphs[0]), behind[0].start)
                what = "A further line begins beside the first name by"
                yield from self._told(block, what, begins - behind[0].start, 0.0)

    def _date(self) -> Iterator[Found]:
        """The date ends so many characters from the right, below the middle of who signed."""
        closing = self.declaration.closing
        block = self.blocks.get(closing.id) if closing else None
        if block is None or form_of(self.declaration) not in ("document", "letter", "order"):
            return
        line = block.lines[0]
        ends = self.file.right(line.page) - line.glyphs[-1].end
        yield from self._told(
            block, "The date ends from the right edge by", ends, self.record.date_em * self.em
        )

    def _imprint(self) -> Iterator[Found]:
        """The imprint ends the last page of the text, above the lower edge of the type area."""
        for block in self._of("printing"):
            line = block.lines[-1]
            page = self.file.measured.pages[line.page - 1]
            area = page.media[1] + self.file.facts.margins(line.page)[2] * PT_PER_MM
            above = min(glyph.ink[1] for glyph in line.glyphs) - area
            if not 0 < above < self.record.imprint_mm * PT_PER_MM:
                told = f"The imprint stands {mm(above)} above the lower edge of the type area."
                yield "L-035", block.place(line), told
