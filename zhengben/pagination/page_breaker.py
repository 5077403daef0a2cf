"""Makes up pages: divides composed lines into pages, each with the notes called on it.

What a page holds is known before anything is rendered: every line has its height, so the engine
that draws them has nothing left to decide. Rules, after the Chicago Manual of Style, 2.117 and
3.77, and W3C clreq 3.1.8:

- no page begins with a widow, the last line of a paragraph, or ends with an orphan, its first, and
  a heading stays with what follows: such lines are kept with the next (``Slug.keep_next``);
- a footnote begins on the page of its call; only where a page would be left with a wide blank does
  the last of its notes run on at the foot of the next page.

And as presses do, the last page gets more than a few lines: where it would hold less, pages before
it are run short.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Generic, TypeVar

from msgspec import Struct

from zhengben.document.errors import RenderError
from zhengben.typesetting.boxes import Foot

T = TypeVar("T")


class TooHighError(RenderError):
    """A piece is higher than a page; ``content`` is that of its slug."""

    def __init__(self, content: object) -> None:
        super().__init__("A piece of the text is higher than a page; set it smaller.")
        self.content = content


# rounding of lengths that should fill a page exactly
_SLACK_PT = 0.01
# rather divide a note than leave this share of a page blank
_WIDEST_BLANK = 0.16
# a divided note keeps at least so many lines together
_FEWEST_NOTE_LINES = 2
# no fewer lines of text should be left to the last page
_FEWEST_LAST_LINES = 5
# to reach it so many pages, the last ones, are made anew, each at most so many lines short
_MOST_REMADE, _MOST_SHORT = 8, 3


class Slug(Struct, Generic[T], frozen=True):
    """The smallest piece that no page divides, such as a composed line.

    Compositors call so a line cast in one piece, as it stands in the galley before pages are made.
    ``above_pt`` is white space before it, which falls away at the head of a page; ``notes`` are the
    keys of the notes called in it. ``again`` stand above it where it begins a page, as the head of
    a table does.
    """

    content: T
    height_pt: float
    above_pt: float = 0.0
    keep_next: bool = False
    notes: tuple[str, ...] = ()
    again: tuple[Slug[T], ...] = ()


class NotePart(Struct, frozen=True):
    """The lines of a note, from ``first`` to behind ``last``, that stand on one page."""

    key: str
    first: int
    last: int


# where a page starts: the first slug to place, and what is left of divided notes
_Start = tuple[int, tuple[NotePart, ...]]


class MadePage(Struct, Generic[T], frozen=True):
    """A page: its slugs from the head down, and its notes at the foot."""

    slugs: tuple[Slug[T], ...]
    notes: tuple[NotePart, ...] = ()


def make_up(
    slugs: Sequence[Slug[T]],
    depth_pt: float,
    notes: Mapping[str, int] | None = None,
    foot: Foot | None = None,
    line_pt: float = 0.0,
) -> list[MadePage[T]]:
    """Divide slugs into pages of a depth.

    ``notes`` gives the number of lines of each note. With ``line_pt``, the leading, few lines are
    not left to the last page. Raises TooHighError for a slug that is higher than a page. The time
    grows with the number of slugs.
    """
    maker = _MakeUp(slugs, depth_pt, notes or {}, foot or Foot(0.0, 0.0))
    starts: list[_Start] = [(0, ())]
    pages: list[MadePage[T]] = []
    while maker.is_left(starts[-1]):
        page, start = maker.page(starts[-1])
        pages.append(page)
        starts.append(start)
    if line_pt and pages and maker.missing(pages[-1], line_pt):
        first = max(0, len(pages) - _MOST_REMADE)
        pages[first:] = maker.remade(starts[first], len(pages) - first, line_pt)
    return pages


class _MakeUp(Generic[T]):
    """Makes single pages; those from a start on depend on nothing before it."""

    def __init__(
        self, slugs: Sequence[Slug[T]], depth_pt: float, notes: Mapping[str, int], foot: Foot
    ) -> None:
        self.slugs, self.notes, self.foot = slugs, notes, foot
        self.whole_pt = depth_pt
        # of the page that is being made: its first slug and its depth
        self.at: int
        self.depth: float

    def is_left(self, start: _Start) -> bool:
        """Say whether anything is to be placed from there on."""
        return start[0] < len(self.slugs) or bool(start[1])

    def missing(self, last: MadePage[T], line_pt: float) -> float:
        """Return how many lines a last page has too few; white space between them counts."""
        return max(0.0, _FEWEST_LAST_LINES - _text_pt(last) / line_pt - _SLACK_PT)

    def remade(self, start: _Start, count: int, line_pt: float) -> list[MadePage[T]]:
        """Make so many pages from a start to the end, some of them a few lines short.

        Of all ways it is the one with the least sum of squares: of the lines that pages have
        blank, and, counted twice, of those that the last page has too few.
        """

        @functools.cache
        def best(start: _Start, count: int) -> tuple[float, tuple[MadePage[T], ...]]:
            if count == 1:
                page, rest = self.page(start)
                cost = (2 * self.missing(page, line_pt)) ** 2
                return (math.inf if self.is_left(rest) else cost), (page,)
            found: tuple[float, tuple[MadePage[T], ...]] = math.inf, ()
            for page, rest in self._shortened(start, line_pt):
                cost, later = best(rest, count - 1)
                cost += (self._blank_pt(page) / line_pt) ** 2
                found = min(found, (cost, (page, *later)), key=lambda way: way[0])
            return found

        return list(best(start, count)[1])

    def _shortened(self, start: _Start, line_pt: float) -> Iterator[tuple[MadePage[T], _Start]]:
        """Yield a page full and as it may be some lines short, while something is left."""
        for short in range(_MOST_SHORT + 1):
            try:
                page, rest = self.page(start, short * line_pt)
            except RenderError:
                # a piece as high as a page
                return
            # where nothing else fits, a page ends where it should not
            kept = bool(rest[0]) and self.slugs[rest[0] - 1].keep_next
            if self.is_left(rest) and not (short and kept):
                yield page, rest

    def _blank_pt(self, page: MadePage[T]) -> float:
        lines = sum(note.last - note.first for note in page.notes)
        foot_pt = self.foot.height_pt(lines, [note.key for note in page.notes])
        return self.whole_pt - _text_pt(page) - foot_pt

    def page(self, start: _Start, short_pt: float = 0.0) -> tuple[MadePage[T], _Start]:
        """Fill a page, or all of it but ``short_pt``; return it and where the next one starts."""
        self.at, left = start
        self.depth = self.whole_pt - short_pt
        parts, carried = self._share(left, self._note_lines(0.0, [part.key for part in left]))
        keys = [part.key for part in parts]
        lines = sum(part.last - part.first for part in parts)
        again = self.slugs[self.at].again if self.at < len(self.slugs) else ()
        text_pt, end, most = fsum(slug.height_pt for slug in again), self.at, None
        while end < len(self.slugs) and not carried:
            slug = self.slugs[end]
            height = slug.height_pt + (slug.above_pt if end > self.at else 0.0)
            more = sum(self.notes[key] for key in slug.notes)
            if not self._fits(text_pt + height, lines + more, [*keys, *slug.notes]):
                most = self._divide(end, text_pt, text_pt + height, lines, keys)
                end += most is not None
                break
            text_pt, lines, end = text_pt + height, lines + more, end + 1
            keys += slug.notes
        legal = self._legal(end)
        if legal != end:
            end, most = legal, None
        if end == self.at and not parts:
            raise TooHighError(self.slugs[min(end, len(self.slugs) - 1)].content)
        called = [key for slug in self.slugs[self.at : end] for key in slug.notes]
        new = [NotePart(key, 0, self.notes[key]) for key in called]
        if most is not None:
            own = len(self.slugs[end - 1].notes)
            shared, carried = self._share(new[-own:], most)
            new[-own:] = shared
        heads = again if end > self.at else ()
        page = MadePage((*heads, *self.slugs[self.at : end]), (*parts, *new))
        return page, (end, tuple(carried))

    def _fits(self, text_pt: float, note_lines: int, keys: Sequence[str]) -> bool:
        return text_pt + self.foot.height_pt(note_lines, keys) <= self.depth + _SLACK_PT

    def _note_lines(self, text_pt: float, keys: Sequence[str]) -> int:
        """Return how many lines of the notes with these keys fit below a text."""
        blank_pt = self.foot.height_pt(1, keys) - self.foot.leading_pt
        space = self.depth - text_pt - blank_pt + _SLACK_PT
        return max(0, int(space / self.foot.leading_pt)) if self.foot.leading_pt else 0

    def _share(
        self, parts: Sequence[NotePart], lines: int
    ) -> tuple[list[NotePart], list[NotePart]]:
        """Divide notes after so many lines: what stands on this page, and what is carried on."""
        here, later = list[NotePart](), list[NotePart]()
        for part in parts:
            count = min(lines, part.last - part.first)
            lines -= count
            if count:
                here.append(NotePart(part.key, part.first, part.first + count))
            if part.first + count < part.last:
                later.append(NotePart(part.key, part.first + count, part.last))
        return here, later

    def _divide(
        self, end: int, text_pt: float, with_slug_pt: float, lines: int, keys: Sequence[str]
    ) -> int | None:
        """Say how many note lines of the next slug stay, if that fills a page well."""
        slug = self.slugs[end]
        if not slug.notes:
            return None
        room = self._note_lines(with_slug_pt, [*keys, *slug.notes]) - lines
        if end > self.at:
            # all but the last of its notes whole, and enough lines of that on both pages
            *others, last = slug.notes
            whole = sum(self.notes[key] for key in others)
            room = min(room, whole + self.notes[last] - _FEWEST_NOTE_LINES)
            blank = self.depth - text_pt - self.foot.height_pt(lines, keys)
            if room < whole + _FEWEST_NOTE_LINES or blank < _WIDEST_BLANK * self.depth:
                return None
        # a piece that fills its page leaves its notes to the next one
        alone = end == self.at and self._fits(with_slug_pt, lines, keys)
        return room if room > 0 else 0 if alone else None

    def _legal(self, end: int) -> int:
        """Step back to a place where a page may end; if there is none, stay."""
        if end == len(self.slugs):
            return end
        places = range(end, self.at, -1)
        return next((at for at in places if not self.slugs[at - 1].keep_next), end)


def _text_pt(page: MadePage[T]) -> float:
    """Return the height of the text of a page."""
    return fsum(slug.height_pt + slug.above_pt * (n > 0) for n, slug in enumerate(page.slugs))
