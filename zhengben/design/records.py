"""What a page must measure: the nouns of the second record that the checks of layout go by.

Each print edition bears a record in its row (zhengben.design.editions), written by hand from the
standard it follows, apart from the figures that set its pages, because a check that asked those
would only find what they do.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PT_PER_MM = 72 / 25.4
A4_MM, A5_MM = (210.0, 297.0), (148.0, 210.0)


class OfficialRecord(Struct, frozen=True):
    """Where the parts of an official document stand.

    ``mark_mm`` is how far the upper edge of the issuer's mark stands below that of the type area,
    in an order ``order_mark_mm``; that of a letter stands ``letter_mark_mm`` below the edge of the
    page; so many lines are blank above the number, the addressee and the
    enclosures; ``indent_em`` indents enclosures and annotation; the date ends ``date_em`` from the
    right edge; who printed it stands no farther than ``imprint_mm`` above the lower edge.
    """

    mark_mm: float
    order_mark_mm: float
    number_lines: int
    addressee_lines: int
    enclosures_lines: int
    indent_em: float
    date_em: float
    imprint_mm: float
    letter_mark_mm: float


class PageRecord(Struct, frozen=True):
    """What holds on every page of a file; ``size_mm`` is the page as a reader sees it.

    ``measure_em`` is the length of a line in em of ``text_pt``; ``margins_mm`` are the least
    margins of the text: top, right, bottom, left, as the lines run. ``edge_mm`` is where lines
    begin, from the left edge of an odd page (of a turned one, from its head). ``lines`` is how many
    a page has room for, 0 where the margins say it. ``full_lines`` demands a page full of
    text to have them all, but for two that a paragraph's end may cost, and each line of nothing
    but full-width characters to hold ``measure_em`` of them. ``turned`` is how far a viewer turns
    the page clockwise; ``facing`` pages mirror their margins, the binding edge being the left one
    of an odd page (of a turned one, the top). A rule of ``note_rule_pt`` stands before notes. Where
    two texts stand in ``columns`` the page is measured, and not the lines in it. The dashes of a
    page number stand ``folio_mm`` below the type area, 0 where it has none, and the parts of an
    ``official`` document at its places. An edition that ``turns_tables`` has pages on their side
    for tables alone. Tables have ``table_pt``, and where they are too wide for it less, but no less
    than ``least_table_pt``.
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
    columns: int = 1
    folio_mm: float = 0.0
    official: OfficialRecord | None = None
    turns_tables: bool = False
    table_pt: float = 0.0
    least_table_pt: float = 0.0

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


class SheetRecord(Struct, frozen=True):
    """What holds on every sheet of an imposed file: its size, and the pages it is folded to."""

    sheet_mm: tuple[float, float]
    page_mm: tuple[float, float]


class FileRecord(Struct, frozen=True):
    """What a file of an edition is, whatever a manifest says of it.

    ``claims`` are the standards that it meets, ``attachments`` says whether it carries files,
    ``page`` is what its pages or sheets must measure, None where it has none, ``version`` the one
    of PDF. A file may set versions or languages ``beside`` one another.
    """

    media_type: str
    claims: tuple[str, ...] = ()
    attachments: bool = False
    page: PageRecord | SheetRecord | None = None
    beside: Literal["", "versions", "languages"] = ""
    version: str = "1.7"
