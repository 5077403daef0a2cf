"""Sets signatures: an office and a name each, with room to sign.

A pair of office and name holds together by nearness. Up to ten stand below one another, each on a
row of its own (``beside``); one row of columns has the room to sign between office and name
(``parted``); in several rows of columns, where that would bring a name nearer to the next office
than to its own, both stand below the line to sign on (``together``).

Many signatures have pages of their own; few go on behind the text. Notes called on a page of
signatures stand at its foot wherever an edition puts its notes on pages of the text, since nothing
else follows there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.genres import genre_of
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Signatory
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.author_notes import AuthorNoteSetter
from zhengben.typesetting.boxes import (
    Foot,
    SetAuthorNote,
    SetNote,
    SetSignatures,
    SignatureForm,
    SignaturePlace,
)
from zhengben.typesetting.compositor import Compositor

# as many stand side by side
_COLUMNS = 2
# the gap between columns of signatures, in em: a wider one where names stand close to offices
_GAP_EM, _WIDE_GAP_EM = 2.0, 3.0
# a row of signatures is no higher than this, and its page holds no more rows than this
_HIGHEST_ROW_PT, _MOST_ROWS = 90.0, 10
# how far a name is indented that stands right below its office, in em (styles/print.css)
_NAME_INDENT_EM = 2.0
# the least room to sign in: beside office and name in lines, above both of them in points
_ROOM_LINES, _ROOM_PT = 0.5, 24.0
# what title and closing line take of a page of signatures, in lines of text; in columns they may
# take less where that spares a page
_TITLE_LINES, _CLOSING_LINES = 2.5, 3.0
_BELOW_CLOSE_TITLE, _CLOSE_CLOSING_LINES = 0.9, 2.0
# rounding of what should fill a page exactly, in rows
_SLACK = 1e-6
# the height of a row where pairs may stand close behind the text, with 10 mm to sign in
_CLOSE_ROW_PT = 50.0
# a row that stands behind the text in columns, in lines
_ROW_LINES = 2.0
# signatures that take no more than this share of a page go on behind the text
_FEW = 0.5


class _Layout(Struct, frozen=True):
    """How signatures share a page: their form, how many stand side by side, and the white space.

    ``width`` is that of a place to sign, ``part`` that of the lines of office and name, ``gap``
    what stands between two places, all in em; ``share`` is the part of a place that an office
    beside its name takes. ``room_pt`` is the least room to sign, ``title`` and ``closing`` are what
    these take in lines.
    """

    form: SignatureForm
    columns: int
    width: float
    part: float
    gap: float
    room_pt: float
    share: float = 0.5
    title: float = _TITLE_LINES
    closing: float = _CLOSING_LINES

    @property
    def name_em(self) -> float:
        """Return the width of the lines of a name, which is indented below its office."""
        return self.part - _NAME_INDENT_EM * (self.form == "together")


class SignatureSetter:
    """Sets the signatures of a declaration; ``notes`` are set too.

    ``above_pt`` of the first page are taken by words of the text, which make a title needless.
    Parties of a genre that has them in columns always stand side by side.
    """

    def __init__(
        self,
        declaration: Declaration,
        compositor: Compositor,
        notes: Mapping[str, SetNote | SetAuthorNote],
        foot: Foot,
        authors: AuthorNoteSetter,
        above_pt: float = 0.0,
    ) -> None:
        self.declaration, self.compositor = declaration, compositor
        self.edition, self.notes, self.foot = compositor.edition, notes, foot
        self.authors = authors
        self.above_pt, self.signed = above_pt, declaration.signatories
        # a title repeated over signatures is set a little loose, so that it has less room
        self.title = compositor.by_sense(declaration.title.text, 0.92 * self.edition.measure_em)

    def pages(self) -> tuple[SetSignatures, ...] | None:
        """Set the pages of signatures; None when the notes called there leave no room to sign."""
        made = [pages for layout in self._layouts() if (pages := self._laid_out(layout))]
        # the roomiest of those that need the fewest pages
        return min(made, key=len, default=None)

    def behind_text(self, *, close: bool = False) -> SetSignatures | None:
        """Set few signatures, which go on behind the text; None for more, or for called notes.

        They may stand ``close`` where that spares a page.
        """
        lines = [line for signatory in self.signed for line in signatory.lines]
        layout = next(self._layouts())
        rows, leading = -(-len(self.signed) // layout.columns), self.edition.leading_pt
        highest = _CLOSE_ROW_PT if close else _HIGHEST_ROW_PT
        if self.edition.vertical:
            highest = _ROW_LINES * leading
        row_pt = max(highest, self._row_pt(self.signed, layout))
        # whole lines, so that what follows stands on the grid of the text
        height = leading * -(-rows * row_pt // leading)
        closing = self._closing()
        whole = height + layout.closing * leading * bool(closing)
        signed = [*lines, closing[0]] if closing else lines
        if self.authors.called_in(*signed, ours=True) or whole > _FEW * self.edition.depth_pt:
            return None
        places = tuple(self._places(self.signed, layout, 0.0, height / rows))
        return SetSignatures(
            (), places, layout.columns, True, closing, form=layout.form, share=layout.share,
            height_pt=round(whole, 3),
        )  # fmt: skip

    def _layouts(self) -> Iterator[_Layout]:
        """Yield the layouts that may serve, the roomiest first."""
        measure, count = self.edition.measure_em, len(self.signed)
        room = _ROOM_LINES * self.edition.leading_pt
        in_columns = genre_of(self.declaration).signing == "columns" and count > 1
        vertical = self.edition.vertical
        if not in_columns and count <= _MOST_ROWS:
            yield _Layout("beside", 1, measure, measure / 2 - 1, 0.0, room)
        elif count == _COLUMNS:
            width = (measure - _GAP_EM) / _COLUMNS
            yield _Layout("parted", _COLUMNS, width, width, _GAP_EM, room)
        elif in_columns or not vertical:
            width = (measure - _WIDE_GAP_EM) / _COLUMNS
            yield _Layout("together", _COLUMNS, width, width, _WIDE_GAP_EM, _ROOM_PT)
        if vertical and count > _COLUMNS:
            yield from self._close_layouts()

    def _close_layouts(self) -> Iterator[_Layout]:
        """Yield layouts of lines that are columns: an office and its name on each, and no rules.

        Two pairs stand on a line where that is long enough for the longest of both.
        """
        measure = self.edition.measure_em
        office, name = (
            max(self.compositor.width(line.fragments) for made in part for line in made)
            for part in zip(*(self._pair(s, measure, measure) for s in self.signed), strict=True)
        )
        close = _Layout(
            "close", 1, measure, measure / 2 - 1, 0.0, 0.0,
            title=len(self.title) + _BELOW_CLOSE_TITLE, closing=_CLOSE_CLOSING_LINES,
        )  # fmt: skip
        taken, half = office + 1 + name, (measure - _WIDE_GAP_EM) / _COLUMNS
        if office > close.part and taken <= measure:
            close = replace(close, part=measure, share=round((office + 1) / measure, 4))
        yield close
        if taken <= half:
            wide = replace(close, width=half, part=half, share=round((office + 1) / half, 4))
            yield replace(wide, columns=_COLUMNS, gap=_WIDE_GAP_EM)

    def _laid_out(self, layout: _Layout) -> tuple[SetSignatures, ...] | None:
        """Set the pages of a layout, on as few as it needs; None where notes leave no room."""
        signed, columns, leading = self.signed, layout.columns, self.edition.leading_pt
        needed = self._row_pt(signed, layout)
        free = self.edition.depth_pt - self._above_pt(layout) - layout.closing * leading
        rows = max(1, int(free / needed + _SLACK))
        if layout.form != "close":
            rows = min(_MOST_ROWS, rows)
        fewest = max(1, -(-len(signed) // (rows * columns)))
        for count in range(fewest, len(signed) + 1):
            # as many rows on every page as may be; the first ones have one more
            each, more = divmod(-(-len(signed) // columns), count)
            ends = list(accumulate(columns * (each + (n < more)) for n in range(count)))
            shares = [signed[start:end] for start, end in pairwise((0, *ends)) if start < end]
            pages = tuple(self._pages(shares, layout))
            if all(self._fits(page, free, needed) for page in pages):
                return pages
        return None

    @staticmethod
    def _fits(page: SetSignatures, free_pt: float, row_pt: float) -> bool:
        """Say whether the rows of a page have room above its notes."""
        rows = -(-len(page.places) // page.columns)
        return not page.notes or rows * row_pt <= free_pt - page.foot_pt

    def _pages(
        self, shares: Sequence[tuple[Signatory, ...]], layout: _Layout
    ) -> Iterator[SetSignatures]:
        leading = self.edition.leading_pt
        for number, signed in enumerate(shares):
            lines = [line for signatory in signed for line in signatory.lines]
            closing = self._closing() if number == len(shares) - 1 else None
            notes = self._notes([*lines, closing[0]] if closing else lines)
            foot = self.foot.height_pt(sum(len(self.notes[key].lines) for key in notes), notes)
            led = self.above_pt > 0 and number == 0
            top = layout.title * leading if number else self._above_pt(layout)
            # the rows share out the page, in the order of the source
            rows = -(-len(signed) // layout.columns)
            room = self.edition.depth_pt - top - layout.closing * leading - foot
            highest = max(_HIGHEST_ROW_PT, self._row_pt(self.signed, layout))
            height = min(room / rows, highest)
            # what is left over stands half above and half below, or below where words lead over
            top += leading if led else (room - rows * height) / 2
            places = tuple(self._places(signed, layout, top, height))
            shown = () if led else self.title
            yield SetSignatures(
                shown, places, layout.columns, number == 0, closing, notes, round(foot, 3),
                form=layout.form, share=layout.share,
            )  # fmt: skip

    def _above_pt(self, layout: _Layout) -> float:
        """Return what stands above the signatures of the first page: a title, or words."""
        leading = self.edition.leading_pt
        return max(layout.title * leading, self.above_pt + leading if self.above_pt else 0.0)

    def _closing(self) -> tuple[Line, tuple[ComposedLine, ...]] | None:
        """Set date and place, where they stand at the end."""
        line, compositor = self.declaration.closing, self.compositor
        if line is None:
            return None
        composed = compositor.compose(
            line.text,
            self.edition.measure_em,
            calls=compositor.calls(line),
            marks=compositor.marks(line),
        )
        return line, composed

    def _notes(self, lines: Sequence[Line]) -> tuple[str, ...]:
        return self.authors.called_in(*lines, ours=self.edition.notes != "end")

    def _pair(
        self, signatory: Signatory, office_em: float, name_em: float
    ) -> tuple[tuple[ComposedLine, ...], tuple[ComposedLine, ...]]:
        """Compose the lines of an office and of a name."""
        office, name = (
            self.compositor.by_sense(
                line.text, measure, self.compositor.calls(line), self.compositor.marks(line)
            )
            for line, measure in ((signatory.office, office_em), (signatory.name, name_em))
        )
        return office, name

    def _row_pt(self, signed: Sequence[Signatory], layout: _Layout) -> float:
        """Return the height that a row of signatures needs, with the least room to sign in."""
        tallest = 1
        for signatory in signed:
            office, name = map(len, self._pair(signatory, layout.part, layout.name_em))
            above = layout.form in ("parted", "together")
            tallest = max(tallest, office + name if above else max(office, name))
        return tallest * self.edition.leading_pt + layout.room_pt

    def _places(
        self, signed: Sequence[Signatory], layout: _Layout, top_pt: float, row_pt: float
    ) -> Iterator[SignaturePlace]:
        """Place signatories row by row, in the order of the source."""
        em = self.edition.text_pt
        for place, signatory in enumerate(signed):
            row, column = divmod(place, layout.columns)
            office, name = self._pair(signatory, layout.part, layout.name_em)
            yield SignaturePlace(
                signatory,
                office,
                name,
                round(top_pt + row * row_pt, 3),
                round(column * (layout.width + layout.gap) * em, 3),
                round(layout.width * em, 3),
                round(row_pt, 3),
            )
