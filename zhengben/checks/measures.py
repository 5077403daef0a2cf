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
    margins of the text: top, right, bottom, left, as the lines run. ``edge_mm`` is where lines
    begin, from the left edge of an odd page (of a turned one, from its head). ``lines`` is how many
    a page has room for, 0 where the margins say it. ``full_lines`` demands a page full of
    text to have them all, but for two that a paragraph's end may cost, and each line of nothing
    but full-width characters to hold ``measure_em`` of them. ``turned`` is how far a viewer turns
    the page clockwise; ``facing`` pages mirror their margins, the binding edge being the left one
    of an odd page (of a turned one, the top). A rule of ``note_rule_pt`` stands before notes.
    """

    size_mm: tuple[float, float]
    text_pt: float
    measure_em: int
    leading_pt: float
    margins_mm: tuple[float, float, float, float]
    edge_mm: float
    justified: bool = True
    notes: Literal["foot", "end", "paragraph"] = "foot"
    lines: int = 0
    full_lines: bool = False
    turned: int = 0
    facing: bool = False
    note_rule_pt: float = 0.0

    def margins(self, page: int) -> tuple[float, float, float, float]:
        """Return the least margins of a page by its number."""
        top, right, bottom, left = self.margins_mm
        if not self.facing or page % 2:
            return self.margins_mm
        return (bottom, right, top, left) if self.turned % 180 else (top, left, bottom, right)

    def left(self, page: int) -> float:
        """Return where the type area begins along the lines of a page, in points."""
        edge = self.edge_mm * PT_PER_MM
        if not self.facing or page % 2 or self.turned % 180:
            return edge
        return self.size_mm[0] * PT_PER_MM - self.measure_em * self.text_pt - edge

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


HANDOUT = PageFacts(A4_MM, 12, 36, 21, (25, 25, 25, 25), 28.8)
BOOKLET = PageFacts(A5_MM, 10.5, 30, 18.375, (18, 17, 18, 17), 17, facing=True)
# 5.2: head 37 mm, binding edge 28 mm, type area 156 mm × 225 mm of 22 lines of 28 characters
GONGWEN = PageFacts(
    A4_MM,
    156 * PT_PER_MM / 28,
    28,
    225 * PT_PER_MM / 22,
    (37, 26, 35, 28),
    28,
    notes="end",
    lines=22,
    full_lines=True,
    facing=True,
)
LARGE_PRINT = PageFacts(
    A4_MM,
    18,
    25,
    28.8,
    (25, 25, 25, 25),
    25.6,
    justified=False,
    notes="paragraph",
    note_rule_pt=1.2,
)
# lines are columns, so the page is written on its side and its top is the edge it is bound at
VERTICAL = PageFacts(
    A5_MM, 10.5, 42, 18.9, (18, 25, 18, 25), 27, notes="end", turned=90, facing=True
)

# by what a file's name ends with
FACTS: Mapping[str, PageFacts | SheetFacts] = {
    "handout": HANDOUT,
    "booklet-a5": BOOKLET,
    "booklet": SheetFacts((297.0, 210.0), A5_MM),
    "gongwen": GONGWEN,
    "large-print": LARGE_PRINT,
    "vertical": VERTICAL,
    # the same pages in other flavours
    "archive": HANDOUT,
    "archive-plain": HANDOUT,
}


def facts_of(file: str) -> PageFacts | SheetFacts | None:
    """Return what a file's pages must measure, by its name, or None when nothing is known."""
    return FACTS.get(file.removesuffix(".pdf").rpartition(".")[2])
