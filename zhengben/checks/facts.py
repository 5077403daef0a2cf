"""What the pages of each edition must measure: the table that the checks of layout go by.

It is written down here once more, apart from the styles and templates that set the pages, because
a check that asked those would only find what they do. Sources: the page design in docs/design.md;
GB/T 9704-2012 for ``gongwen``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PT_PER_MM = 72 / 25.4
A4_MM, A5_MM = (210.0, 297.0), (148.0, 210.0)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What holds on every page of a file; ``size_mm`` is the page as a reader sees it.

    ``measure_em`` is the length of a line in em of ``text_pt``; ``margins_mm`` are the least
    margins of the text: top, right, bottom, left, as the lines run. ``lines`` is the number of
    lines a page has room for, 0 where the margins say it. ``full_lines`` demands a page full of
    text to have them all, but for two that a paragraph's end may cost, and each line of nothing
    but full-width characters to hold ``measure_em`` of them. ``turned`` is how far a viewer turns
    the page clockwise.
    """

    size_mm: tuple[float, float]
    text_pt: float
    measure_em: int
    leading_pt: float
    margins_mm: tuple[float, float, float, float]
    justified: bool = True
    notes: Literal["foot", "end", "paragraph"] = "foot"
    lines: int = 0
    full_lines: bool = False
    turned: int = 0

    @property
    def room(self) -> int:
        """Return how many lines a page has room for."""
        across = self.size_mm[0] if self.turned % 180 else self.size_mm[1]
        free = (across - self.margins_mm[0] - self.margins_mm[2]) * PT_PER_MM
        return self.lines or int(free / self.leading_pt + 0.01)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What holds on every sheet of an imposed file: its size, and the pages it is folded to."""

    sheet_mm: tuple[float, float]
    page_mm: tuple[float, float]


HANDOUT = PageFacts(A4_MM, 12, 36, 21, (25, 25, 25, 25))

# by what a file's name ends with
FACTS: Mapping[str, PageFacts | SheetFacts] = {
    "handout": HANDOUT,
    # the same pages in other flavours
    "archive": HANDOUT,
    "archive-plain": HANDOUT,
    "booklet": SheetFacts((297.0, 210.0), A5_MM),
}


def facts_of(file: str) -> PageFacts | SheetFacts | None:
    """Return what a file's pages must measure, by its name, or None when nothing is known."""
    return FACTS.get(file.removesuffix(".pdf").rpartition(".")[2])
