"""A measured file beside what it should be: what the layout checks look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from zhengben.checks.facts import PT_PER_MM, PageFacts
from zhengben.checks.layout.lines import NOTE, TEXT, Block, Line, blocks_of, is_mark, starts
from zhengben.model import Declaration
from zhengben.proof.glyphs import Measured

# lines of these roles run as text does; titles, names and cells are set for themselves
_RUNNING = frozenset(("preamble", "article", "paragraph", "item", "bullet", "remark"))
# (code, place, sentence)
Found = tuple[str, str, str]


@dataclass(frozen=True)
class Book:
    """A file of pages, its facts and the document it holds."""

    measured: Measured
    facts: PageFacts
    declaration: Declaration

    @cached_property
    def blocks(self) -> list[Block]:
        """Return every block in the order of reading."""
        return blocks_of(self.measured)

    @cached_property
    def running(self) -> list[Block]:
        """Return the paragraphs of running text."""
        names = {line.id for line in self.declaration.body if line.role in _RUNNING}
        return [block for block in self.blocks if block.kind == TEXT and block.name in names]

    @cached_property
    def notes(self) -> list[Block]:
        """Return the notes."""
        return [block for block in self.blocks if block.kind == NOTE]

    @cached_property
    def left(self) -> float:
        """Return where most lines of running text begin, in points from the left.

        Where all are first lines, which are indented, the leftmost of anything tells.
        """
        lines = [line for block in self.running for line in block.lines if line.main]
        if any(not line.first for line in lines):
            return _left(self.running)
        every = (line for block in self.blocks for line in block.lines if line.glyphs)
        return min((min(starts(line.glyphs[0])) for line in every), default=0.0)

    @property
    def measure(self) -> float:
        """Return the length of a line in points."""
        return self.facts.measure_em * self.facts.text_pt

    @property
    def right(self) -> float:
        """Return where a full line of running text ends."""
        return self.left + self.measure

    @cached_property
    def note_left(self) -> float:
        """Return where most lines of notes begin."""
        return _left(self.notes)

    def body(self, page: int) -> list[Line]:
        """Return the lines of running text on a page."""
        return [line for block in self.running for line in block.lines if line.page == page]


def _left(blocks: list[Block]) -> float:
    """Return where most lines but the first begin, or where the first do if there are no others."""
    lines = [line for block in blocks for line in block.lines if line.main]
    others = [line for line in lines if not line.first] or lines
    found = Counter(
        round(line.main[0].start, 1) for line in others if not is_mark(line.main[0])
    ) or Counter(round(starts(line.main[0])[-1], 1) for line in others)
    return found.most_common(1)[0][0] if found else 0.0


def mm(points: float) -> str:
    """Return a length for a sentence."""
    return f"{points / PT_PER_MM:.2f} mm"
