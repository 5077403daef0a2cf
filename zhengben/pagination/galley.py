"""The galley: what is put on the pages of a text, in order, as slugs, before pages are made.

It holds the opening, the contents, the body, the signatures that run on with it and the annexes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from math import fsum
from typing import ClassVar

from msgspec.structs import replace

from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import is_rubric
from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Grid, Line, Signatory
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.slugs import ItemLine, is_wording, keep, lines_of, slug, stay_together
from zhengben.typesetting.author_notes import AuthorNoteSetter
from zhengben.typesetting.boxes import SetHeading, SetNote, SetParagraph, SetTitle
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.headings import BodySetter, SetLine, is_figure, stands_alone
from zhengben.typesetting.paragraphs import ParagraphSetter
from zhengben.typesetting.rolls import RollSetter
from zhengben.typesetting.table_cells import SetGridRow
from zhengben.typesetting.tables import TableSetter
from zhengben.typesetting.titles import set_heading, set_title

# what the title gives up of its white space to the lines of the front, and what stands below them
_TITLE_CLOSER, _BELOW_FRONT = 1.0, 1.0
_COLONS = ("：", ":")
# white space above the signatures that follow the text, and between two of them, in lines
_ABOVE_SIGNING, _BETWEEN = 2.0, 1.0


class Galley:
    """Yields the slugs of a declaration: all that is set of it, before pages are made.

    Of a text that is ``sealed`` some stands on the page of its seal.
    """

    sealed: ClassVar = False

    def __init__(
        self,
        declaration: Declaration,
        compositor: Compositor,
        notes: Mapping[str, SetNote],
        words: Words,
    ) -> None:
        self.declaration, self.compositor, self.words = declaration, compositor, words
        self.notes, self.edition, self.genre = notes, compositor.edition, genre_of(declaration)
        self.paragraphs = ParagraphSetter(declaration, compositor)
        self.bodies = BodySetter(declaration, compositor)
        self.authors = AuthorNoteSetter(declaration, compositor)
        self.roll = RollSetter(declaration, compositor)

    def opening(self) -> Iterator[Slug[ItemLine]]:
        """Yield the title with the lines around it, and a blank line below them."""
        declaration, leading = self.declaration, self.edition.leading_pt
        for line in declaration.opening:
            if line is declaration.title:
                title = set_title(declaration, self.compositor)
                follows = line is not declaration.opening[-1]
                less = _TITLE_CLOSER * leading if follows else 0.0
                height = title.height_pt - less
                yield from self._standing(title, height, keep_next=True)
            else:
                item = self.bodies.line(line)
                last = line is declaration.opening[-1]
                height = self.bodies.height_pt(item) + (_BELOW_FRONT * leading if last else 0.0)
                yield from self._standing(item, height, keep_next=True)
        yield from self._behind(*declaration.opening, keep_next=True)

    def contents(
        self, entries: Sequence[tuple[Line, int]], folios: Mapping[str, str]
    ) -> Iterator[Slug[ItemLine]]:
        """Yield the list of contents; ``folios`` gives the page of each line by its anchor."""
        leading = self.edition.leading_pt
        head = set_heading("contents", self.words.contents, self.compositor)
        yield slug(head, 2.0 * leading, keep_next=True, above_pt=leading)
        widest = max(folios.values(), key=len, default="0")
        for line, level in entries:
            entry = self.bodies.entry(line, level, folios.get(line.id, "0"), widest)
            yield slug(entry, len(entry.lines) * leading)

    def body(self, blocks: Sequence[Block], *, in_annex: bool = False) -> Iterator[Slug[ItemLine]]:
        """Yield the lines of paragraphs, headings and tables."""
        blocks, below_pt = self.standing(blocks), 0.0
        for place, block in enumerate(blocks):
            if isinstance(block, Grid):
                over = blocks[place - 1] if place else None
                yield from self._grid(block, captioned=_is_caption(over))
            elif stands_alone(block):
                beside = self._beside(blocks, place) if is_figure(block) else 0
                item = self.bodies.line(block, in_annex=in_annex, beside=beside)
                # the white space below a heading is part of what stands above the next
                above = max(0.0, self.bodies.above_pt(item) - below_pt)
                height, leads = self.bodies.height_pt(item), leads_on(blocks, place)
                if leads and block.role == "caption" and isinstance(blocks[place + 1], Grid):
                    # the white space of the table stands above what is said of it
                    above = max(above, self.edition.leading_pt / 2)
                below_pt = self.bodies.below_pt(item)
                if item.style in ("figure", "caption") and not leads:
                    below_pt = self.edition.leading_pt
                    height += below_pt
                yield from self._standing(item, height, keep_next=leads, above_pt=above)
                yield from self._behind(block, keep_next=leads)
                continue
            else:
                yield from self._paragraph(block, keep_next=_leads_in(blocks, place))
            below_pt = 0.0

    def standing(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Return blocks without the author's notes that stand at the foot of a page."""
        foot = self.authors.lines
        return tuple(b for b in blocks if isinstance(b, Grid) or b.id not in foot)

    def _beside(self, blocks: Sequence[Block], place: int) -> int:
        """Return how many lines go with a figure: its captions, and the headings over it."""
        pt, above, below = 0.0, place - 1, place + 1
        while above >= 0 and leads_on(blocks, above):
            above -= 1
        while below < len(blocks) and leads_on(blocks, below - 1):
            below += 1
        for block in (*blocks[above + 1 : place], *blocks[place + 1 : below]):
            if isinstance(block, Line) and not is_figure(block):
                item = self.bodies.line(block)
                pt += self.bodies.above_pt(item) + self.bodies.height_pt(item)
        return math.ceil(pt / self.edition.leading_pt)

    def _standing(
        self,
        item: SetLine | SetTitle,
        height_pt: float,
        *,
        keep_next: bool = False,
        above_pt: float = 0.0,
    ) -> Iterator[Slug[ItemLine]]:
        """Yield what stands by itself, or its lines where it is higher than a page."""
        notes = self.foot(item.line)
        if height_pt <= self.edition.depth_pt:
            yield slug(item, height_pt, keep_next=keep_next, above_pt=above_pt, notes=notes)
            return
        pieces = list(lines_of(item, self.edition))
        for number, (piece, line, leading) in enumerate(pieces, 1):
            yield slug(
                piece, leading, keep_next=keep_next and number == len(pieces),
                above_pt=above_pt if number == 1 else 0.0,
                notes=self.authors.on(line),
            )  # fmt: skip

    def testimonium(self) -> list[Slug[ItemLine]]:
        """Return the words above the signatures, which stay together with them."""
        slugs = [s for line in self.declaration.testimonium for s in self._paragraph(line)]
        return [replace(s, keep_next=True) for s in slugs]

    def behind(self) -> Iterator[Slug[ItemLine]]:
        """Yield what stands behind the signatures on their page; most texts have no such lines."""
        yield from ()

    def _annex_blocks(self) -> tuple[Block, ...]:
        return self.standing(self.declaration.annex_blocks)

    def annexes(self) -> Iterator[list[Slug[ItemLine]]]:
        """Yield each annex by itself."""
        run: list[Block] = []
        for block in self._annex_blocks():
            opens = isinstance(block, Line) and block.role == "annex"
            # a heading over several annexes stays with the first
            if opens and any(isinstance(b, Grid) or b.role != "annex" for b in run):
                yield list(self.body(run, in_annex=True))
                run = []
            run.append(block)
        if run:
            yield list(self.body(run, in_annex=True))

    def signing(self, *, apart: bool) -> Iterator[Slug[ItemLine]]:
        """Yield signatures as they stand in the source: lines, or columns side by side.

        Where they stand ``apart``, on pages of their own, the title stands above them again.
        """
        begins = {s.lines[0].index for s in self.declaration.signatories}
        made = list(self._signing(begins, apart=apart))
        for this, following in zip_longest(made, made[1:]):
            together = following is not None and stay_together(this, following, begins)
            yield replace(this, keep_next=this.keep_next or together)

    def _signing(self, begins: set[int], *, apart: bool) -> Iterator[Slug[ItemLine]]:
        """Yield signatures; ``begins`` are the lines with which signatories begin."""
        blocks = self.declaration.signing_blocks
        if apart and not is_wording(blocks[0]):
            yield self._repeated_title()
        first, listed_to = True, 0
        for place, block in enumerate(blocks):
            if place < listed_to:
                continue
            above = _ABOVE_SIGNING * self.edition.leading_pt if first else 0.0
            first = worded = is_wording(block)
            if isinstance(block, Grid):
                yield from self._signing_grid(block, above, begins)
            elif worded:
                yield from self._signing_words(block, 0.0 if place else above)
            elif listed := self.roll.listed(blocks, place):
                listed_to = place + sum(len(signatory.lines) for signatory in listed)
                yield from self._signing_roll(listed, above)
            else:
                yield from self._signing_lines([block], above, begins)

    def _signing_roll(
        self, listed: Sequence[Signatory], above_pt: float
    ) -> Iterator[Slug[ItemLine]]:
        """Yield many signatories in columns, row by row."""
        for number, (row, white, keeps) in enumerate(self.roll.rows(listed)):
            above = white if number else max(above_pt, _BETWEEN * self.edition.leading_pt)
            notes = self.foot(*row.enrolled)
            yield slug(row, row.height_pt, above_pt=above, keep_next=keeps, notes=notes)
            yield from self._behind(*row.enrolled, keep_next=keeps)

    def _signing_words(self, line: Line, above_pt: float) -> Iterator[Slug[ItemLine]]:
        """Yield words that lead over to the signatures, or stand among them."""
        first, *rest = self._paragraph(line)
        yield replace(first, above_pt=above_pt)
        yield from rest

    def _signing_grid(
        self, grid: Grid, above_pt: float, begins: set[int]
    ) -> Iterator[Slug[ItemLine]]:
        """Yield signatures in columns, or line by line where the measure has no room for them."""
        lines = [line for cells in grid.rows for line in cells]
        if rows := list(self._signing_rows(grid, above_pt)):
            yield from rows
            yield from self._behind(*lines)
        else:
            yield from self._signing_lines(lines, above_pt, begins)

    def _signing_lines(
        self, lines: Sequence[Line], above_pt: float, begins: set[int]
    ) -> Iterator[Slug[ItemLine]]:
        """Yield the lines of signatures, each signatory's and the date apart from those above."""
        for line in lines:
            item = self.bodies.line(line)
            opens = line.index in begins or line.role == "closing"
            space = max(above_pt, _BETWEEN * self.edition.leading_pt if opens else 0.0)
            height = self.bodies.height_pt(item)
            yield from self._standing(item, height, above_pt=space)
            yield from self._behind(line)
            above_pt = 0.0

    def _signing_rows(self, grid: Grid, above_pt: float) -> Iterator[Slug[ItemLine]]:
        """Yield the rows of signatures in columns, on one page if it has room for them all."""
        table = TableSetter(self.compositor, grid, ruled=False)
        rows = table.rows() or ()
        closing_pt = (_BETWEEN + 1) * self.edition.leading_pt
        fits = fsum(map(table.row_pt, rows)) + closing_pt <= self.edition.depth_pt
        for number, row in enumerate(rows, 1):
            yield slug(row, table.row_pt(row), above_pt=above_pt,
                       keep_next=fits and number < len(rows), notes=self._in_row(row))  # fmt: skip
            above_pt = 0.0

    def _repeated_title(self) -> Slug[ItemLine]:
        """Return the title over the signatures, which is ours there."""
        title = self.declaration.title.text
        lines = self.compositor.by_sense(title, 0.9 * self.edition.measure_em)
        head = SetHeading("signed", title, lines)
        return slug(head, (len(lines) + 1) * self.edition.leading_pt, keep_next=True)

    def _grid(self, grid: Grid, *, captioned: bool = False) -> Iterator[Slug[ItemLine]]:
        table = TableSetter(self.compositor, grid)
        yield from self._table(table, table.rows() or [], captioned=captioned)
        yield from self._behind(*(line for cells in grid.rows for line in cells))

    def records(self, grid: Grid) -> Iterator[Slug[ItemLine]]:
        """Yield the rows of a table as records; its notes are none of them."""
        table = TableSetter(self.compositor, grid)
        yield from self._table(table, table.records())

    def _table(
        self, table: TableSetter, rows: list[SetGridRow], *, captioned: bool = False
    ) -> Iterator[Slug[ItemLine]]:
        """Yield the rows of a table as it is set."""
        head = table.head(rows)
        again = tuple(slug(replace(row, again=True), table.row_pt(row)) for row in head)
        above = 0.0 if captioned else self.edition.leading_pt / 2
        for row in rows:
            heads = again if row.number > len(head) else ()
            if row.divided:
                yield from self._divided(row, table, above, heads)
            else:
                keep_next = row.header or row.keep_next
                notes = self._in_row(row)
                yield Slug((row, 0), table.row_pt(row), above, keep_next, notes, again=heads)
            above = 0.0

    def _divided(
        self,
        row: SetGridRow,
        table: TableSetter,
        above_pt: float,
        again: tuple[Slug[ItemLine], ...],
    ) -> Iterator[Slug[ItemLine]]:
        """Yield the lines of a high row, each with the notes that are called on it."""
        called, whole = [list[ComposedLine]() for _ in range(row.height_lines)], set[int]()
        for cell in row.cells:
            for index, line in cell.placed:
                called[index].append(line)
                # no page ends within what takes several lines
                whole.update(range(index, index + line.rows - 1))
        for index, lines in enumerate(called):
            last = row.header and index == row.height_lines - 1
            kept = keep(index, row.height_lines) or last or index in whole
            yield Slug((row, index), table.line_pt(row, index), 0.0 if index else above_pt, kept,
                       self.authors.on(*lines), again=again)  # fmt: skip

    def foot(self, *lines: Line) -> tuple[str, ...]:
        """Return the author's notes called in lines, and ours where the edition has footnotes."""
        return self.authors.called_in(*lines)

    def _in_row(self, row: SetGridRow) -> tuple[str, ...]:
        return self.foot(*(cell.line for cell in row.cells if cell.line))

    def _behind(self, *lines: Line, keep_next: bool = False) -> Iterator[Slug[ItemLine]]:
        """Yield the notes called in lines where the edition puts them behind the paragraph."""
        if self.edition.notes != "paragraph":
            return
        for line in lines:
            for note in self.compositor.notes_in(line):
                for made in self.note(self.notes[str(note.number)]):
                    yield replace(made, keep_next=keep_next or made.keep_next)

    def _paragraph(self, line: Line, *, keep_next: bool = False) -> Iterator[Slug[ItemLine]]:
        edition = self.edition
        paragraph = self.set_paragraph(line)
        count = len(paragraph.lines)
        for index, composed in enumerate(paragraph.lines):
            hung = paragraph.hung.fragments if paragraph.hung and not index else ()
            called = replace(composed, fragments=(*hung, *composed.fragments))
            yield Slug(
                (paragraph, index),
                composed.rows * edition.leading_pt,
                keep_next=keep(index, count) or (keep_next and index == count - 1),
                notes=self.authors.on(called),
            )
        yield from self._behind(line, keep_next=keep_next)

    def set_paragraph(self, line: Line) -> SetParagraph:
        """Set a paragraph of the text."""
        return self.paragraphs.paragraph(line)

    def note(self, note: SetNote) -> Iterator[Slug[ItemLine]]:
        """Yield the lines of a note."""
        count, leading = len(note.lines), self.edition.note_leading_pt
        for index in range(count):
            yield slug(note, leading, index=index, keep_next=keep(index, count))


def _leads_in(blocks: Sequence[Block], place: int) -> bool:
    """Say whether a paragraph leads to what follows, as “如下：” does, and stays with it.

    Of several in a row, as in a form, each stands by itself; a figure may need a page of its own.
    """
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if following is None or not isinstance(block, Line):
        return False
    if block.part == "enclosures" == _part(following):
        # the first of a list stays with the second, the last but one with the last
        ends = (blocks[n] if 0 <= n < len(blocks) else None for n in (place - 1, place + 2))
        return any(_part(end) != "enclosures" for end in ends)
    if not block.text.endswith(_COLONS):
        return False
    if isinstance(following, Grid):
        return True
    return not is_figure(following) and not following.text.endswith(_COLONS)


def _part(block: Block | None) -> str:
    return block.part if isinstance(block, Line) else ""


def _leads(block: Block, following: Block | None) -> bool:
    """Say whether something stands under a heading: text, or a heading of a lower rank."""
    own, rank = _rank(block), _rank(following)
    return following is not None and (own is None or rank is None or own < rank)


def leads_on(blocks: Sequence[Block], place: int) -> bool:
    """Say whether what stands by itself stays with what follows.

    A heading does with what stands under it, a figure with its caption; a caption with the figure
    below it where none stands above.
    """
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if not isinstance(block, Line) or not stands_alone(block):
        return False
    captioned = isinstance(following, Line) and following.role == "caption"
    if is_figure(block):
        return captioned
    if block.role != "caption":
        return _leads(block, following)
    if isinstance(following, Grid):
        return not (place and _is_figure(blocks[place - 1]))
    above = place - 1
    while above >= 0 and _is_caption(blocks[above]):
        above -= 1
    below = isinstance(following, Line) and is_figure(following)
    return captioned or (below and not (above >= 0 and _is_figure(blocks[above])))


def _is_caption(block: Block | None) -> bool:
    return isinstance(block, Line) and block.role == "caption"


def _is_figure(block: Block) -> bool:
    return isinstance(block, Line) and is_figure(block)


def _rank(block: Block | None) -> float | None:
    """Return the rank of a heading, or of an article's number; None for all else."""
    if not isinstance(block, Line) or (block.role != "heading" and not is_rubric(block)):
        return None
    # articles stand below all headings
    return block.level if block.role == "heading" else math.inf
