"""Sets the pages of signatures: an office and a name each, with room to sign between them.

The pages stand by themselves. Notes called on one stand at its foot wherever an edition puts its
notes on pages of the text, since nothing else follows there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhengben.design.genres import genre_of
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Signatory
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.boxes import Foot, SetNote, SetSignatures, SignaturePlace
from zhengben.typesetting.compositor import Compositor

# the gap between columns of signatures, in em
_GAP_EM = 2.0
# a row of signatures is no higher than this, and its page holds no more rows than this
_HIGHEST_ROW_PT, _MOST_ROWS = 90.0, 10
# what title and closing line take of a page of signatures, in lines of text
_TITLE_LINES, _CLOSING_LINES = 2.5, 3.0


class SignatureSetter:
    """Sets the signatures of a declaration; ``notes`` are set too.

    ``above_pt`` of the first page are taken by words of the text, which make a title needless.
    Parties of a genre that has them in columns always stand side by side.
    """

    def __init__(
        self,
        declaration: Declaration,
        compositor: Compositor,
        notes: Mapping[str, SetNote],
        foot: Foot,
        above_pt: float = 0.0,
    ) -> None:
        self.declaration, self.compositor = declaration, compositor
        self.edition, self.notes, self.foot = compositor.edition, notes, foot
        self.worded = above_pt > 0
        # what stands above the signatures of the first page, in lines of text
        self.above = max(_TITLE_LINES, above_pt / self.edition.leading_pt + 1.0)
        # one column as far as there is room to sign, else two
        most = 1 if genre_of(declaration).signing == "columns" else _MOST_ROWS
        self.columns = 1 if len(self.declaration.signatories) <= most else 2
        gap = _GAP_EM * (self.columns - 1)
        # the width of a place to sign, and of the lines of office and name in it
        self.width = (self.edition.measure_em - gap) / self.columns
        self.part = self.width if self.columns > 1 else self.width / 2 - 1

    def pages(self) -> tuple[SetSignatures, ...] | None:
        """Set the pages of signatures; None when the notes called there leave no room to sign."""
        signed, columns = self.declaration.signatories, self.columns
        needed = self._row_lines()
        free = self.edition.lines - self.above - _CLOSING_LINES
        rows = max(1, min(_MOST_ROWS, int(free / needed)))
        fewest = max(1, -(-len(signed) // (rows * columns)))
        for count in range(fewest, max(fewest, len(signed)) + 1):
            each = -(-len(signed) // count)
            shares = [signed[page * each : (page + 1) * each] for page in range(count)]
            pages = tuple(self._pages([share for share in shares if share] or shares))
            if all(self._fits(page, free, needed) for page in pages):
                return pages
        return None

    def _fits(self, page: SetSignatures, free: float, needed: float) -> bool:
        """Say whether the rows of a page have room above its notes."""
        rows = -(-len(page.places) // self.columns)
        left = free - page.foot_pt / self.edition.leading_pt
        return not page.notes or rows * needed <= left

    def _pages(self, shares: Sequence[tuple[Signatory, ...]]) -> Iterator[SetSignatures]:
        title = self.declaration.title.text
        # set a little loose, so that it has less room
        head = self.compositor.by_sense(title, 0.92 * self.edition.measure_em)
        for number, signed in enumerate(shares):
            closing = None
            lines = [line for signatory in signed for line in signatory.lines]
            if self.declaration.closing and number == len(shares) - 1:
                line = self.declaration.closing
                composed = self.compositor.compose(
                    line.text,
                    self.edition.measure_em,
                    calls=self.compositor.calls(line),
                    marks=self.compositor.marks(line),
                )
                closing, lines = (line, composed), [*lines, line]
            notes = self._notes(lines)
            foot = self.foot.height_pt(sum(len(self.notes[key].lines) for key in notes))
            led = self.worded and number == 0
            over = _TITLE_LINES if number else self.above
            places = tuple(self._places(signed, foot, over, led=led))
            shown = () if led else head
            yield SetSignatures(
                shown, places, self.columns, number == 0, closing, notes, round(foot, 3)
            )

    def _notes(self, lines: Sequence[Line]) -> tuple[str, ...]:
        if self.edition.notes == "end":
            return ()
        return tuple(str(note.number) for line in lines for note in self.compositor.notes_in(line))

    def _set(self, line: Line) -> tuple[ComposedLine, ...]:
        return self.compositor.by_sense(
            line.text, self.part, self.compositor.calls(line), self.compositor.marks(line)
        )

    def _row_lines(self) -> float:
        """Return how many lines a row of signatures needs, with some room to sign in.

        In two columns the name stands below its office, in one beside it.
        """
        tallest = 1
        for signatory in self.declaration.signatories:
            office, name = (len(self._set(line)) for line in (signatory.office, signatory.name))
            tallest = max(tallest, office + name if self.columns > 1 else max(office, name))
        return tallest + 0.5

    def _places(
        self, signed: Sequence[Signatory], foot_pt: float, above_lines: float, *, led: bool
    ) -> Iterator[SignaturePlace]:
        """Share out the page among signatories, row by row, in the order of the source."""
        edition = self.edition
        rows = max(1, -(-len(signed) // self.columns))
        top = above_lines * edition.leading_pt
        room = edition.depth_pt - top - _CLOSING_LINES * edition.leading_pt - foot_pt
        highest = max(_HIGHEST_ROW_PT, self._row_lines() * edition.leading_pt)
        height = min(room / rows, highest)
        # what is left over stands half above and half below, or below where words lead over
        top += edition.leading_pt if led else (room - rows * height) / 2
        for place, signatory in enumerate(signed):
            row, column = divmod(place, self.columns)
            yield SignaturePlace(
                signatory,
                self._set(signatory.office),
                self._set(signatory.name),
                round(top + row * height, 3),
                round(column * (self.width + _GAP_EM) * edition.text_pt, 3),
                round(self.width * edition.text_pt, 3),
                round(height, 3),
            )
