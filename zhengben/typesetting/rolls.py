"""Sets signatures by the dozen that are no pairs to sign: a list of names in columns.

Where every signatory is a line of its own (an office with a name behind it, or a name alone), or a
state with several persons, they stand in as many columns as most of them have room in, row by row
in the order of the source. Office and name that share a line stand below one another in each
column, where it is wide enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Grid, Line, Signatory
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.compositor import Compositor

# more signatories than this stand in columns, or lines of signatories with several persons
MOST_BELOW = 10
# an office and a name
_PAIR = 2
_MOST_COLUMNS = 6
# white space between columns, between an office and its name, and before a name below its office
_GAP_EM, _BEHIND_OFFICE_EM, _INDENT_EM = 2.0, 1.0, 2.0
# one signatory of so many may need a line more than it has in the source
_BROKEN = 10
# no page is left to fewer signatories and the date
_FEWEST_LAST = 4


class RollPart(Struct, frozen=True):
    """Lines of a signatory as they stand in a row, in points from its head and its left edge.

    A part that ``goes_on`` is the rest of a line whose beginning stands to its left.
    """

    line: Line
    lines: tuple[ComposedLine, ...]
    top_pt: float
    left_pt: float
    width_pt: float
    goes_on: bool = False


class SetRoll(Struct, frozen=True, eq=False):
    """A row of signatories in columns."""

    kind: ClassVar = "roll"
    parts: tuple[RollPart, ...]
    height_pt: float

    @property
    def enrolled(self) -> tuple[Line, ...]:
        """Return the lines of its signatories, each once."""
        return tuple(part.line for part in self.parts if not part.goes_on)


class _Columns(Struct, frozen=True):
    """How many columns there are, how wide each is, and where a name stands, in em."""

    count: int
    width: float
    name_em: float = 0.0


class RollSetter:
    """Sets the signatories of a declaration in columns; all lists of one text have as many."""

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        signed = declaration.signatories
        self.signed = {s.lines[0].index: s for s in signed if not s.office.cell}
        whole = all(_adjoin(s) for s in self.signed.values())
        # of states with several persons each the lines count
        several = any(len(s.lines) > _PAIR for s in signed)
        many = sum(len(s.lines) for s in signed) if several else len(signed)
        self.serves = many > MOST_BELOW and len(self.signed) == len(signed) > 1 and whole
        self._chosen: _Columns | None = None
        self._widths = dict[str, float]()
        self._known = dict[tuple[int, _Columns], tuple[tuple[RollPart, ...], int]]()

    def listed(self, blocks: Sequence[Block], place: int) -> list[Signatory]:
        """Return the signatories whose lines follow one another from a place in the blocks."""
        found, at = list[Signatory](), place
        while self.serves and at < len(blocks):
            block = blocks[at]
            signatory = None if isinstance(block, Grid) else self.signed.get(block.index)
            if signatory is None:
                break
            found.append(signatory)
            at += len(signatory.lines)
        return found

    def rows(self, listed: Sequence[Signatory]) -> Iterator[tuple[SetRoll, float, bool]]:
        """Yield rows of signatories, each with the white above it and whether it keeps the next.

        Rows of single lines have white between them where all of them fit on a page so.
        """
        columns, leading = self._columns(), self.edition.leading_pt
        rows = [listed[at : at + columns.count] for at in range(0, len(listed), columns.count)]
        single = all(self._parts(s, columns)[1] == 1 for s in self.signed.values())
        solid = single and 2 * len(rows) * leading > self.edition.depth_pt
        for number, signed in enumerate(rows):
            above = 0.0 if solid or not number else leading
            keeps = 0 < len(listed) - (number + 1) * columns.count < _FEWEST_LAST
            yield self._row(signed, columns), above, keeps

    def _row(self, signed: Sequence[Signatory], columns: _Columns) -> SetRoll:
        parts, high = list[RollPart](), 0
        for place, signatory in enumerate(signed):
            made, lines = self._parts(signatory, columns)
            left = self._left_em(place, columns) * self.edition.text_pt
            parts += [replace(p, left_pt=round(p.left_pt + left, 3)) for p in made]
            high = max(high, lines)
        return SetRoll(tuple(parts), round(high * self.edition.leading_pt, 3))

    def _left_em(self, place: int, columns: _Columns) -> float:
        # on whole em, as Han stand
        return float(int(place * (self.edition.measure_em + _GAP_EM) / columns.count + 1e-6))

    def _columns(self) -> _Columns:
        """Return the most columns in which all but a few signatories need no line more."""
        if self._chosen is None:
            found = map(self._of_count, range(_MOST_COLUMNS, 1, -1))
            whole = _Columns(1, float(self.edition.measure_em))
            self._chosen = next(filter(None, found), self._aligned(whole))
        return self._chosen

    def _of_count(self, count: int) -> _Columns | None:
        """Return as many columns, or None where too many signatories have no room in them."""
        width = float(int((self.edition.measure_em + _GAP_EM) / count - _GAP_EM + 1e-6))
        if width < 1:
            return None
        columns = self._aligned(_Columns(count, width))
        high = [self._parts(s, columns)[1] - len(s.lines) for s in self.signed.values()]
        broken = sum(more > 0 for more in high)
        return columns if broken * _BROKEN <= len(high) and max(high) <= 1 else None

    def _aligned(self, columns: _Columns) -> _Columns:
        """Return columns in which names stand below one another, where they all have room so."""
        parted = [_parted(signatory) for signatory in self.signed.values()]
        offices = [self._width(office) for office, _ in parted]
        names = [self._width(name) for _, persons in parted for name in persons]
        if not names or not all(persons for _, persons in parted):
            return columns
        at = max(offices) + _BEHIND_OFFICE_EM
        return replace(columns, name_em=at) if at + max(names) <= columns.width else columns

    def _width(self, text: str) -> float:
        """Return how wide a text is that no line is too short for, in whole em."""
        bare = text.strip(" \u3000")
        if bare not in self._widths:
            wide = 1.0
            while len(self.compositor.by_sense(bare, wide)) > 1:
                wide += 1.0
            self._widths[bare] = wide
        return self._widths[bare]

    def _parts(self, signatory: Signatory, columns: _Columns) -> tuple[tuple[RollPart, ...], int]:
        """Set a signatory in a column, once; return its parts and how many lines it takes."""
        key = signatory.lines[0].index, columns
        if key not in self._known:
            parts, lines = self._set(signatory, columns)
            self._known[key] = tuple(parts), lines
        return self._known[key]

    def _set(self, signatory: Signatory, columns: _Columns) -> tuple[list[RollPart], int]:
        parts, down = list[RollPart](), 0
        width, at = columns.width, columns.name_em
        for number, line in enumerate(signatory.lines):
            calls, marks = self.compositor.calls(line), self.compositor.marks(line)
            if at and len(signatory.lines) == 1:
                office, (name,) = _parted(signatory)
                rows = self.compositor.row_by_row((office, name), width, calls, marks)
                first, second = rows
                parts += [self._part(line, first, 0, 0.0, at),
                          self._part(line, second, 0, at, width - at, goes_on=True)]  # fmt: skip
                return parts, max(len(first), len(second))
            if at:
                # persons stand below one another behind the office
                down, left = max(0, number - 1), at if number else 0.0
            else:
                left = _INDENT_EM if number and width > 2 * _INDENT_EM else 0.0
            made = self.compositor.by_sense(line.text, width - left, calls, marks)
            parts.append(self._part(line, made, down, left, width - left))
            down += len(made)
        return parts, down

    def _part(
        self, line: Line, made: tuple[ComposedLine, ...], down: int, left: float, width: float,
        *, goes_on: bool = False,
    ) -> RollPart:  # fmt: skip
        """Place lines so many lines down, so many em from the left."""
        em, leading = self.edition.text_pt, self.edition.leading_pt
        top, left_pt, wide = (round(pt, 3) for pt in (down * leading, left * em, width * em))
        return RollPart(line, made, top, left_pt, wide, goes_on)


def _adjoin(signatory: Signatory) -> bool:
    """Tell a signatory whose lines follow one another in the text."""
    first = signatory.lines[0].index
    return [line.index - first for line in signatory.lines] == [*range(len(signatory.lines))]


def _parted(signatory: Signatory) -> tuple[str, tuple[str, ...]]:
    """Divide a signatory into its office and its persons; no person where none is apart.

    On one line a blank parts them, which goes with the office.
    """
    first, *more = signatory.lines
    if more:
        return first.text, tuple(line.text for line in more)
    text, name = first.text, signatory.person
    office = text.removesuffix(name)
    apart = name and office != text and office.rstrip(" \u3000") not in ("", office)
    return (office, (name,)) if apart else (text, ())
