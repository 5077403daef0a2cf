"""A measured file beside what it should be: what the layout checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from zhengben.checks.layout.measured_lines import (
    AUTHORS,
    NOTE,
    TEXT,
    MeasuredBlock,
    MeasuredLine,
    measured_blocks,
)
from zhengben.design.records import PT_PER_MM, PageRecord
from zhengben.design.run_in_heads import is_rubric
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.official import form_of
from zhengben.proof.glyphs import Measured, PageObject
from zhengben.proof.structure_tree import Step

# lines of these roles run as text does; titles, names and cells are set for themselves
_RUNNING = frozenset(("preamble", "article", "paragraph", "item", "bullet", "remark"))
# an em as measured may be this part too large
_ROUNDING = 1e-3
# (code, place, sentence)
Found = tuple[str, str, str]


class MeasuredFile(Struct, frozen=True, dict=True):
    """A file of pages, its facts and the document it holds."""

    measured: Measured
    facts: PageRecord
    declaration: Declaration

    @cached_property
    def blocks(self) -> list[MeasuredBlock]:
        """Return every block in the order of reading."""
        return measured_blocks(self.measured)

    @cached_property
    def running(self) -> list[MeasuredBlock]:
        """Return the paragraphs of running text, without heads of articles that stand alone."""
        lines = (n for n in self.declaration.body if not n.part and not is_rubric(n))
        names = {line.id for line in lines if line.role in _RUNNING}
        return [block for block in self.blocks if block.kind == TEXT and block.name in names]

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Return the lines of the text by their anchors."""
        return {line.id: line for line in self.declaration.lines}

    @cached_property
    def is_letter(self) -> bool:
        """Tell an official letter in an edition that sets it at the places of its standard."""
        official = self.facts.official and self.declaration.genre == "official-document"
        return bool(official) and form_of(self.declaration) == "letter"

    @cached_property
    def notes(self) -> list[MeasuredBlock]:
        """Return our notes."""
        return [block for block in self.blocks if block.kind == NOTE]

    @cached_property
    def authors(self) -> list[MeasuredBlock]:
        """Return the author's notes at the feet of pages."""
        return [block for block in self.blocks if block.kind == AUTHORS]

    @cached_property
    def across(self) -> set[int]:
        """Return the pages on their side: where cells of tables stand, in an edition that has them.

        Nothing but the headings over the tables and the notes to them stands there besides.
        """
        if not self.facts.turns_tables:
            return set()
        cells = {line.id for line in self.declaration.lines if line.cell}
        wide = {p.number for p in self.measured.pages if p.media[2] > p.media[3]}
        held = {n.page for b in self.blocks if b.name in cells for n in b.lines}
        running = {n.page for b in self.running for n in b.lines}
        return (wide & held) - running

    def margins(self, page: int) -> tuple[float, float, float, float]:
        """Return the least margins of a page, in millimetres.

        The head of a page on its side is the left edge of an upright one.
        """
        top, right, bottom, left = self.facts.margins(page)
        return (left, top, right, bottom) if page in self.across else (top, right, bottom, left)

    def left(self, page: int) -> float:
        """Return where the type area begins on a page, along its lines, in points."""
        if page in self.across:
            return self.margins(page)[3] * PT_PER_MM
        return self.facts.left(page)

    def right(self, page: int) -> float:
        """Return where a full line of running text ends."""
        if page in self.across:
            return self.facts.size_mm[1] * PT_PER_MM - self.margins(page)[1] * PT_PER_MM
        return self.left(page) + self.facts.measure_em * self.facts.text_pt

    def edges(self, block: MeasuredBlock, line: MeasuredLine) -> tuple[float, float]:
        """Return where a full line of a block begins and ends, all indents apart.

        The measure of notes is a whole number of their own em.
        """
        left, right = self.left(line.page), self.right(line.page)
        if block.kind not in (NOTE, AUTHORS):
            return left, right
        whole = int((right - left) / line.size + _ROUNDING) * line.size
        return left + self.facts.note_rule_pt, left + whole

    def objects(self, page: int) -> list[PageObject]:
        """Return the pictures and formulas on a page."""
        return next((p.objects for p in self.measured.pages if p.number == page), [])

    def objects_on(self, block: MeasuredBlock, line: MeasuredLine) -> list[PageObject]:
        """Return the pictures and formulas that stand on a line of a block."""
        return [
            drawn
            for drawn in self.objects(line.page)
            if drawn.box[1] < line.base + line.size
            and line.base < drawn.box[3]
            and any(step.name == block.name for step in self.path(drawn))
        ]

    def path(self, drawn: PageObject) -> Sequence[Step]:
        """Return the elements that a picture or formula lies in."""
        return self.measured.paths.get(drawn.key, ()) if drawn.key else ()

    def text(self, page: int) -> list[MeasuredLine]:
        """Return the lines of the canonical text on a page, from top to bottom."""
        found = (line for block in self.blocks if block.kind == TEXT for line in block.lines)
        return sorted((line for line in found if line.page == page), key=lambda line: -line.base)

    def body(self, page: int) -> list[MeasuredLine]:
        """Return the lines of running text on a page."""
        return [line for block in self.running for line in block.lines if line.page == page]


def mm(points: float) -> str:
    """Return a length for a sentence."""
    return f"{points / PT_PER_MM:.2f} mm"
