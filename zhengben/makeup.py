"""Makes up pages: divides composed lines into pages, each with the notes called on it.

What a page holds is known before anything is rendered: every line has its height, so the engine
that draws them has nothing left to decide. Rules, after the Chicago Manual of Style, 2.117 and
3.77, and W3C clreq 3.1.8:

- no page begins with the last line of a paragraph or ends with its first, and a heading stays with
  what follows: such lines are kept with the next (``Slug.keep_next``);
- a note begins on the page of its call; only where a page would be left with a wide blank does the
  last of its notes run on at the foot of the next page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from zhengben.errors import RenderError

T = TypeVar("T")
# rounding of lengths that should fill a page exactly
_SLACK_PT = 0.01
# rather divide a note than leave this share of a page blank
_WIDEST_BLANK = 0.16
# a divided note keeps at least so many lines together
_FEWEST_NOTE_LINES = 2


@dataclass(frozen=True, slots=True)
class Slug(Generic[T]):
    """The smallest piece that no page divides, such as a composed line.

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


@dataclass(frozen=True, slots=True)
class NotePart:
    """The lines of a note, from ``first`` to behind ``last``, that stand on one page."""

    key: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class MadePage(Generic[T]):
    """A page: its slugs from the head down, and its notes at the foot."""

    slugs: tuple[Slug[T], ...]
    notes: tuple[NotePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Foot:
    """How notes stand at the foot of a page: leading, white space and rule above them."""

    leading_pt: float
    above_pt: float

    def height_pt(self, lines: int) -> float:
        """Return the height of so many lines of notes, with what stands above them."""
        return lines * self.leading_pt + self.above_pt if lines else 0.0


def make_up(
    slugs: Sequence[Slug[T]],
    depth_pt: float,
    notes: Mapping[str, int] | None = None,
    foot: Foot | None = None,
) -> list[MadePage[T]]:
    """Divide slugs into pages of a depth.

    ``notes`` gives the number of lines of each note. Raises RenderError for a slug that is higher
    than a page. The time grows with the number of slugs.
    """
    maker = _Maker(slugs, depth_pt, notes or {}, foot or Foot(0.0, 0.0))
    pages: list[MadePage[T]] = []
    while maker.at < len(slugs) or maker.carried:
        pages.append(maker.page())
    return pages


class _Maker(Generic[T]):
    """What is left to place: the slugs from ``at`` on, and the rest of divided notes."""

    def __init__(
        self, slugs: Sequence[Slug[T]], depth_pt: float, notes: Mapping[str, int], foot: Foot
    ) -> None:
        self.slugs, self.depth, self.notes, self.foot = slugs, depth_pt, notes, foot
        self.at = 0
        self.carried: list[NotePart] = []

    def page(self) -> MadePage[T]:
        """Fill the next page."""
        parts, self.carried = self._share(self.carried, self._note_lines(0.0))
        lines = sum(part.last - part.first for part in parts)
        again = self.slugs[self.at].again if self.at < len(self.slugs) else ()
        text_pt, end, most = sum(slug.height_pt for slug in again), self.at, None
        while end < len(self.slugs) and not self.carried:
            slug = self.slugs[end]
            height = slug.height_pt + (slug.above_pt if end > self.at else 0.0)
            more = sum(self.notes[key] for key in slug.notes)
            if not self._fits(text_pt + height, lines + more):
                most = self._divide(end, text_pt, text_pt + height, lines)
                end += most is not None
                break
            text_pt, lines, end = text_pt + height, lines + more, end + 1
        legal = self._legal(end)
        if legal != end:
            end, most = legal, None
        if end == self.at and not parts:
            raise RenderError("A piece of the text is higher than a page; set it smaller.")
        called = [key for slug in self.slugs[self.at : end] for key in slug.notes]
        new = [NotePart(key, 0, self.notes[key]) for key in called]
        if most is not None:
            own = len(self.slugs[end - 1].notes)
            shared, self.carried = self._share(new[-own:], most)
            new[-own:] = shared
        heads = again if end > self.at else ()
        page = MadePage((*heads, *self.slugs[self.at : end]), (*parts, *new))
        self.at = end
        return page

    def _fits(self, text_pt: float, note_lines: int) -> bool:
        return text_pt + self.foot.height_pt(note_lines) <= self.depth + _SLACK_PT

    def _note_lines(self, text_pt: float) -> int:
        """Return how many lines of notes fit below a text."""
        space = self.depth - text_pt - self.foot.above_pt + _SLACK_PT
        return int(space / self.foot.leading_pt) if self.foot.leading_pt else 0

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

    def _divide(self, end: int, text_pt: float, with_slug_pt: float, lines: int) -> int | None:
        """Say how many note lines of the next slug stay, if that fills a page well."""
        slug = self.slugs[end]
        if not slug.notes:
            return None
        room = self._note_lines(with_slug_pt) - lines
        if end > self.at:
            # all but the last of its notes whole, and enough lines of that on both pages
            *others, last = slug.notes
            whole = sum(self.notes[key] for key in others)
            room = min(room, whole + self.notes[last] - _FEWEST_NOTE_LINES)
            blank = self.depth - text_pt - self.foot.height_pt(lines)
            if room < whole + _FEWEST_NOTE_LINES or blank < _WIDEST_BLANK * self.depth:
                return None
        return room if room > 0 else None

    def _legal(self, end: int) -> int:
        """Step back to a place where a page may end; if there is none, stay."""
        if end == len(self.slugs):
            return end
        legal = end
        while legal > self.at and self.slugs[legal - 1].keep_next:
            legal -= 1
        return legal if legal > self.at else end
