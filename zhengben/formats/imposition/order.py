"""The order of pages on the sheets of a saddle-stitched booklet.

All sheets are folded once and lie in one another, so that each carries four pages and the number
of pages is a multiple of four. Pages count from 0; None is a blank one.
"""

from __future__ import annotations

from msgspec import Struct

from zhengben.document.artefacts import PAGES_PER_SHEET

Spread = tuple[int, int]


class Sheet(Struct, frozen=True):
    """A sheet as it comes out of the printer: (left, right) slots of its outside and inside."""

    outside: Spread
    inside: Spread


def slots(pages: int, back_cover: bool = True) -> tuple[int | None, ...]:
    """Return which page stands in each place of the booklet, blank leaves included.

    Blanks stand at the end; with ``back_cover`` an even number of pages keeps its last one on the
    outside, so that what closes the book (its colophon) is found there and the blanks lie before
    it. Of an odd number the last is a right-hand page, whose margins would not fit the back.
    """
    blanks: list[int | None] = [None] * (-pages % PAGES_PER_SHEET)
    last = 1 if back_cover and pages % 2 == 0 else 0
    return (*range(pages - last), *blanks, *range(pages - last, pages))


def sheets(places: int, right_bound: bool = False) -> tuple[Sheet, ...]:
    """Return the sheets from the outermost to the innermost; ``places`` is a multiple of 4.

    A right-bound book (vertical text) is the mirror image: its first page stands on the left.
    """
    if places % PAGES_PER_SHEET or places <= 0:
        raise ValueError(f"{places} pages do not fill sheets of {PAGES_PER_SHEET}")
    found = []
    for first in range(0, places // 2, 2):
        last = places - 1 - first
        outside, inside = (last, first), (first + 1, last - 1)
        found.append(Sheet(outside[::-1], inside[::-1]) if right_bound else Sheet(outside, inside))
    return tuple(found)
