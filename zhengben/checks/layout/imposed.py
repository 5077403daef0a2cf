"""Checks of the sheets of a booklet: which page lies where, once they are folded."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.layout.measured import Found, mm
from zhengben.checks.layout.placement import folios
from zhengben.design.records import PT_PER_MM, SheetRecord
from zhengben.document.declaration import Declaration
from zhengben.proof.folding import FoldedPage
from zhengben.proof.glyphs import Measured

_SAME_PT = 0.5
# how far creep may move a page towards the fold
_MOST_CREEP_MM = 3.0


def examine(measured: Measured, facts: SheetRecord, declaration: Declaration) -> Iterator[Found]:
    """Check the size of the sheets, the order of the pages and that each lies on its half."""
    width, height = (side * PT_PER_MM for side in facts.sheet_mm)
    for page in measured.pages:
        place = f"side {page.number}"
        if abs(page.media[2] - width) > _SAME_PT or abs(page.media[3] - height) > _SAME_PT:
            yield "L-001", place, f"The sheet measures {mm(page.media[2])} × {mm(page.media[3])}."
        if page.trim is None:
            yield "L-002", place, "The sheet has no TrimBox."
        elif abs(page.trim[2] - page.trim[0] - 2 * facts.page_mm[0] * PT_PER_MM) > _SAME_PT:
            told = f"The TrimBox is {mm(page.trim[2] - page.trim[0])} wide, not two pages."
            yield "L-002", place, told
    pages = sorted(measured.folds.values(), key=lambda page: page.folio)
    if not pages:
        told = "The file is not imposed: its sides do not hold pages, each on its half."
        yield "L-028", "file", told
        return
    yield from _order(measured, pages, declaration)
    for folded in pages:
        yield from _half(folded, facts)


def _order(
    measured: Measured, pages: list[FoldedPage], declaration: Declaration
) -> Iterator[Found]:
    """Folded into one another, the sheets bear the page numbers 1, 2, 3 … in order."""
    for number, page in enumerate(pages, 1):
        glyphs = [
            glyph
            for glyph in measured.pages[page.side - 1].glyphs
            if page.box[0] <= (glyph.start + glyph.end) / 2 <= page.box[2]
        ]
        found = folios(glyphs, declaration)
        if found != [number]:
            shown = " and ".join(map(str, found)) or "no number"
            told = f"Where page {number} belongs when the sheets are folded stands {shown}."
            yield "L-028", f"side {page.side}", told
        elif (number - page.folio) % 2:
            told = f"Page {number} stands on the other hand: its margins are on the wrong sides."
            yield "L-028", f"side {page.side}", told


def _half(page: FoldedPage, facts: SheetRecord) -> Iterator[Found]:
    """A page has its full size, its text lies on its half, and creep has not moved it far."""
    place = f"side {page.side}, page {page.folio}"
    size = (page.box[2] - page.box[0], page.box[3] - page.box[1])
    if any(abs(a - b * PT_PER_MM) > _SAME_PT for a, b in zip(size, facts.page_mm, strict=True)):
        yield "L-029", place, f"The page is {mm(size[0])} × {mm(size[1])}: it has been scaled."
    fold = facts.sheet_mm[0] * PT_PER_MM / 2
    left = (page.box[0] + page.box[2]) / 2 < fold
    creep = page.box[2] - fold if left else fold - page.box[0]
    if not -_SAME_PT <= creep <= _MOST_CREEP_MM * PT_PER_MM:
        yield "L-029", place, f"The page reaches {mm(creep)} over the fold."
