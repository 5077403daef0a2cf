"""The sections of a document, each made up from a new page.

They are the text, the signatures, and our apparatus, in which the notes that stand at the end, the
table of instruments, variants of witnesses and the colophon run on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import fsum
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.apparatus.variant_notes import listed_variants
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.lines import Line
from zhengben.pagination.balancing import balanced
from zhengben.pagination.official import galley_of
from zhengben.pagination.page_breaker import MadePage, Slug, TooHighError, make_up
from zhengben.pagination.slugs import ItemLine, slug
from zhengben.pagination.turned import grids_behind_blank, turned_runs, with_records
from zhengben.typesetting.boxes import Foot, SetAuthorNote, SetNote, SetParagraph, SetTitle
from zhengben.typesetting.colophon import lines_of_fact, lines_of_variant, set_fact, set_variant
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import note_indent_em, note_lines_em, set_note
from zhengben.typesetting.headings import SetLine, contents_lines, is_paired
from zhengben.typesetting.instruments import InstrumentSetter
from zhengben.typesetting.official import SetImprint
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.signatories import SignatureSetter
from zhengben.typesetting.table_cells import SetGridRow
from zhengben.typesetting.titles import set_heading

Section = Literal["text", "signatures", "apparatus"]
# heights of the parts of our apparatus, in lines of notes
_HEADING_LINES, _BETWEEN_PARTS = 3.0, 2.5
# words above the signatures stand with them if they take no more than this share of the page
_MOST_WORDS = 0.4
# signatures with the words above them go on behind the text if they take no more than this share
_FEW_SIGNATURES = 0.65
_FEW_OF_A_ROLL = 0.3
# white space above an annex that goes on behind the signatures, in lines
_BETWEEN_TEXTS = 3.0
# white space between the text and the rule above the notes, and below the rule, in note lines
_FOOT_ABOVE = 1.1
# between the author's notes and ours, with the rule above ours
_FOOT_BETWEEN = 0.9


class Measures(Struct, frozen=True):
    """What templates and sheets need to know of how a document was set.

    ``number_em`` is the measure of paragraph numbers, in em of the text; in em of the note size are
    ``note_lines_em``, the measure of the lines of notes, ``note_indent_em``, how far they hang, and
    ``column_ems``, the widths of the columns of the table of instruments, which is a list unless
    ``is_table``. Adjacent marks are set with the font's feature for it where they ``squeeze``.
    """

    number_em: float
    note_lines_em: float
    column_ems: tuple[float, float, float]
    is_table: bool
    squeeze: bool
    note_indent_em: float


def lines_on(page: MadePage[ItemLine]) -> Iterator[Line]:
    """Yield the lines of the text that stand on a page."""
    for made in page.slugs:
        match made.content[0]:
            case SetTitle(line=line) | SetParagraph(line=line) | SetLine(line=line):
                yield line
            case SetImprint(lines=lines):
                yield from (item.line for item in lines)
            case SetRoll(enrolled=lines):
                yield from lines
            case SetGridRow(cells=cells):
                yield from (cell.line for cell in cells if cell.line)


def _folios(pages: Sequence[MadePage[ItemLine]], first: int) -> Iterator[tuple[str, str]]:
    """Yield the page on which each line begins, by its anchor."""
    met: set[str] = set()
    for number, page in enumerate(pages, first):
        for line in lines_on(page):
            if line.id not in met:
                met.add(line.id)
                yield line.id, str(number)
        # an author's note goes by the anchor of its line
        yield from ((note.key, str(number)) for note in page.notes if note.first == 0)


def _leading_over(slugs: Sequence[Slug[ItemLine]], count: int = 2) -> list[Slug[ItemLine]]:
    """Return slugs of a text of which so many, the last ones, stay with what follows."""
    return [*slugs[:-count], *(replace(s, keep_next=True) for s in slugs[-count:])]


def _is_enclosure(piece: Slug[ItemLine]) -> bool:
    line = getattr(piece.content[0], "line", None)
    return line is not None and line.part == "enclosures"


def _opens_annex(piece: Slug[ItemLine]) -> bool:
    line = getattr(piece.content[0], "line", None)
    return line is not None and line.role == "annex"


class Sections:
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
        self.galley = galley_of(declaration, compositor, self.notes, words)
        authors = self.galley.authors.set()
        # all that may stand at the foot of a page
        self.feet: dict[str, SetNote | SetAuthorNote] = {**self.notes, **authors}
        self.instruments = InstrumentSetter(declaration, compositor, words)
        leading = self.edition.note_leading_pt
        between = _FOOT_BETWEEN * leading
        self.foot = Foot(leading, _FOOT_ABOVE * leading, between, frozenset(authors))

    def measures(self) -> Measures:
        """Return the measures that all sections share."""
        return Measures(
            self.galley.paragraphs.number_em,
            note_lines_em(self.compositor),
            self.instruments.column_ems,
            self.instruments.is_table,
            self.compositor.squeeze,
            note_indent_em(self.compositor),
        )

    def sections(self) -> Iterator[tuple[Section, list[MadePage[ItemLine]]]]:
        """Yield the name and the pages of each section."""
        galley, entries = self.galley, contents_lines(self.declaration)
        text = list(self._text(opening=not entries))
        folios = dict(_folios([page for _, pages in text for page in pages], 1))
        if entries:
            # the pages of the contents are counted first, since they move all others
            first = self._make_up([*galley.opening(), *galley.contents(entries, {})])
            later = [page for _, pages in text for page in pages]
            folios = dict(_folios(later, len(first) + 1))
            yield "text", self._make_up([*galley.opening(), *galley.contents(entries, folios)])
        yield from text
        with self._named():
            line_pt = self.edition.note_leading_pt
            made = make_up(list(self._apparatus(folios)), self.edition.depth_pt, line_pt=line_pt)
        yield "apparatus", made

    def _make_up(self, slugs: Sequence[Slug[ItemLine]]) -> list[MadePage[ItemLine]]:
        """Make pages; a short table across that would leave the one before it blank is records."""
        pages, depth = self._pages(slugs), self.edition.depth_pt
        for grid in list(grids_behind_blank(pages, depth)):
            records = list(self.galley.records(grid))
            if fsum(piece.height_pt + piece.above_pt for piece in records) > depth:
                continue
            tried = with_records(slugs, grid, records)
            made = self._pages(tried)
            if len(made) <= len(pages):
                slugs, pages = tried, made
        return pages

    def _pages(self, slugs: Sequence[Slug[ItemLine]]) -> list[MadePage[ItemLine]]:
        counts = {key: len(note.lines) for key, note in self.feet.items()}
        line_pt = self.edition.leading_pt if self.edition.runs_short else 0.0
        pages, edition = list[MadePage[ItemLine]](), self.edition
        with self._named():
            for turned, run in turned_runs(slugs):
                depth = edition.measure_pt if turned else edition.depth_pt
                pages += make_up(run, depth, counts, self.foot, 0.0 if turned else line_pt)
        return pages

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
        declaration, galley = self.declaration, self.galley
        slugs = [*galley.opening()] if opening else []
        slugs += galley.body(declaration.body_blocks)
        annexes = [list(annex) for annex in galley.annexes()]
        if not declaration.signatories or galley.genre.signing == "follow":
            signing = list(galley.signing(apart=False))
            behind = [*signing, *galley.behind()]
            if annexes and not _opens_annex(annexes[0][0]):
                # what belongs to no annex, as （此件公開發布）
                behind += annexes.pop(0)
            if signing and galley.sealed:
                pages = self._sealed(slugs, behind, self._make_up([*slugs, *behind]))
            else:
                pages = self._signed_pages(slugs, behind)
            yield "text", pages
        elif few := self._few_signatures():
            made = [
                list(self._running_on([[*_leading_over(slugs), *signed], *annexes]))
                for signed in few
            ]
            # the roomiest of those that need the fewest pages
            yield from (("text", pages) for pages in min(made, key=lambda m: sum(map(len, m))))
            return
        else:
            yield from self._signature_pages(slugs)
        for annex in annexes:
            yield "text", self._make_up(annex)

    def _signed_pages(
        self, slugs: Sequence[Slug[ItemLine]], signing: Sequence[Slug[ItemLine]]
    ) -> list[MadePage[ItemLine]]:
        """Make pages of a text and what is signed below it, which shares out its pages evenly."""
        pages, edition = self._make_up([*slugs, *signing]), self.edition
        return balanced(pages, signing, edition.depth_pt, edition.leading_pt)

    def _sealed(
        self,
        slugs: Sequence[Slug[ItemLine]],
        behind: Sequence[Slug[ItemLine]],
        pages: list[MadePage[ItemLine]],
    ) -> list[MadePage[ItemLine]]:
        """Return pages of which that of the seal holds some text, unless all of it would have to.

        The list of what is enclosed goes with the seal and is none (GB/T 9704-2012, 7.3.5).
        """
        listed = 0
        while listed < len(slugs) and _is_enclosure(slugs[-1 - listed]):
            listed += 1
        parted = sum(page.slugs[-1].keep_next for page in pages[:-1])
        for count in dict.fromkeys((listed, 0)):
            led = self._make_up([*_leading_over(slugs, 2 + count), *behind])
            if sum(page.slugs[-1].keep_next for page in led[:-1]) <= parted:
                return led
        return pages

    def _few_signatures(self) -> list[list[Slug[ItemLine]]]:
        """Return signatures that go on behind the text, with the words above them; none for many.

        A page that holds nothing else would be mostly blank. The roomiest way comes first.
        """
        galley, edition = self.galley, self.edition
        ways, most = list[list[Slug[ItemLine]]](), _FEW_SIGNATURES
        if is_paired(self.declaration):
            signer, words = self._signer(), galley.testimonium()
            for few in filter(None, (signer.behind_text(), signer.behind_text(close=True))):
                signed = slug(few, few.height_pt, above_pt=edition.leading_pt)
                ways.append([*words, signed])
        else:
            ways.append(list(galley.signing(apart=False)))
            # a list of names may run on over pages
            most = _FEW_OF_A_ROLL if galley.roll.serves else most
        return [
            [*(replace(piece, keep_next=True) for piece in way[:-1]), way[-1]]
            for way in ways
            if fsum(piece.height_pt + piece.above_pt for piece in way) <= most * edition.depth_pt
        ]

    def _running_on(
        self, parts: Sequence[list[Slug[ItemLine]]]
    ) -> Iterator[list[MadePage[ItemLine]]]:
        """Yield pages of parts; one that needs no page more goes on where the last one ends."""
        above = _BETWEEN_TEXTS * self.edition.leading_pt
        slugs, pages = parts[0], self._make_up(parts[0])
        for part in parts[1:]:
            further = [*slugs, replace(part[0], above_pt=above), *part[1:]]
            made = self._make_up(further)
            if len(made) > len(pages):
                yield pages
                further, made = part, self._make_up(part)
            slugs, pages = further, made
        yield pages

    def _signer(self, above_pt: float = 0.0) -> SignatureSetter:
        authors = self.galley.authors
        return SignatureSetter(
            self.declaration, self.compositor, self.feet, self.foot, authors, above_pt
        )

    def _signature_pages(
        self, slugs: Sequence[Slug[ItemLine]]
    ) -> Iterator[tuple[Section, list[MadePage[ItemLine]]]]:
        """Yield the text, and the signatures on pages of their own."""
        galley, depth = self.galley, self.edition.depth_pt
        paired = is_paired(self.declaration)
        words = galley.testimonium() if paired else []
        taken = fsum(piece.height_pt for piece in words)
        before: list[Slug[ItemLine]] = []
        if taken > _MOST_WORDS * depth or any(piece.notes for piece in words):
            before, words, taken = words, [], 0.0
        if paired and (signed := self._signer(taken).pages()):
            yield "text", self._make_up([*slugs, *before])
            # the words above them take room on the first page only
            rooms = [depth - taken, *[depth] * (len(signed) - 1)]
            pages = zip(signed, rooms, strict=True)
            words += [slug(s, room - s.foot_pt, notes=s.notes) for s, room in pages]
            yield "signatures", self._make_up(words)
        elif galley.roll.serves:
            # a list of names needs no room to sign, and no page of its own
            yield "text", self._signed_pages(slugs, list(galley.signing(apart=False)))
        else:
            yield "text", self._make_up(slugs)
            yield "signatures", self._signed_pages([], self._on_one(galley.signing(apart=True)))

    def _on_one(self, signing: Iterable[Slug[ItemLine]]) -> list[Slug[ItemLine]]:
        """Return signatures, with a line between them at most where they then need one page."""
        slugs, depth, line_pt = list(signing), self.edition.depth_pt, self.edition.leading_pt
        close = [replace(piece, above_pt=min(piece.above_pt, line_pt)) for piece in slugs]
        wide, narrow = (fsum(s.height_pt + s.above_pt for s in way) for way in (slugs, close))
        return close if wide > depth >= narrow else slugs

    def _apparatus(self, folios: Mapping[str, str]) -> Iterator[Slug[ItemLine]]:
        """Yield the notes at the end, the table of instruments, variants, and the colophon.

        They run on, so that no page is left to the last line of one of them. ``folios`` gives the
        page of each line by its anchor.
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
                for row, height in setter.pieces(setter.row(number, instrument, cited, folios)):
                    yield Slug((row, 0), height, again=again)
            above = _BETWEEN_PARTS * leading
        variants = list(self._variants(above))
        yield from variants
        above = _BETWEEN_PARTS * leading if variants else above
        yield self._heading("colophon", self.words.colophon, above)
        for number, (term, value) in enumerate(self.facts, 1):
            whole = set_fact(term, value, self.compositor)
            high = leading * len(whole.lines) > self.edition.depth_pt
            for fact in lines_of_fact(whole) if high else (whole,):
                yield slug(fact, leading * len(fact.lines), keep_next=number < len(self.facts))

    def _variants(self, above: float) -> Iterator[Slug[ItemLine]]:
        """Yield the variants of witnesses under their heading, where they are notes."""
        notes, leading = listed_variants(self.declaration, self.words), self.edition.note_leading_pt
        if notes:
            heading = witness_words(self.declaration.script).heading
            yield self._heading("variants", heading, above)
        for note in notes:
            whole = set_variant(note, self.compositor)
            high = leading * len(whole.lines) > self.edition.depth_pt
            for item in lines_of_variant(whole) if high else (whole,):
                yield slug(item, leading * len(item.lines))

    def _heading(self, id_: str, text: str, above_pt: float = 0.0) -> Slug[ItemLine]:
        height = _HEADING_LINES * self.edition.note_leading_pt
        heading = set_heading(id_, text, self.compositor)
        return slug(heading, height, keep_next=True, above_pt=above_pt)
