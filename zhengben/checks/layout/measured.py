"""A measured file beside what it should be: what the layout checks look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from zhengben.checks.layout.measured_lines import (
    NOTE,
    TEXT,
    MeasuredBlock,
    MeasuredLine,
    ends,
    is_mark,
    measured_blocks,
    nearest,
    starts,
)
from zhengben.design.records import PT_PER_MM, PageRecord
from zhengben.document.declaration import Declaration
from zhengben.proof.glyphs import Measured

# lines of these roles run as text does; titles, names and cells are set for themselves
_RUNNING = frozenset(("preamble", "article", "paragraph", "item", "bullet", "remark"))
# what stands out of the text by a whole number of em, to a fraction, and by more than one, hangs
_HANGS, _WHOLE = 1.5, 0.02
# (code, place, sentence)
Found = tuple[str, str, str]


@dataclass(frozen=True)
class MeasuredFile:
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
        """Return the paragraphs of running text."""
        names = {line.id for line in self.declaration.body if line.role in _RUNNING}
        return [block for block in self.blocks if block.kind == TEXT and block.name in names]

    @cached_property
    def notes(self) -> list[MeasuredBlock]:
        """Return the notes."""
        return [block for block in self.blocks if block.kind == NOTE]

    @property
    def measure(self) -> float:
        """Return the length of a line in points."""
        return self.facts.measure_em * self.facts.text_pt

    def left(self, page: int) -> float:
        """Return where most lines of running text begin on such a page, in points."""
        return self._lefts[self._hand(page)]

    def right(self, page: int) -> float:
        """Return where a full line of running text ends."""
        return self.left(page) + self.measure

    def note_left(self, page: int) -> float:
        """Return where most lines of notes begin on such a page."""
        return self._note_lefts[self._hand(page)]

    def note_right(self, page: int) -> float:
        """Return where most full lines of notes end, or nowhere if that is not near the edge.

        A note's measure is a whole number of its own em, so it may fall short by less than one.
        """
        right = self._note_rights[self._hand(page)]
        em = max((block.lines[0].size for block in self.notes), default=0.0)
        return right if -em < right - self.right(page) < 0.1 else self.right(page)

    def _hand(self, page: int) -> int:
        """Say which margins the lines of a page have: 1 for a right-hand one of facing pages.

        Where lines are columns they begin at the head, which is no side of a page.
        """
        return page % 2 if self._mirrored else 0

    @property
    def _mirrored(self) -> bool:
        return self.facts.facing and not self.facts.turned % 180

    @cached_property
    def _lefts(self) -> dict[int, float]:
        """Return the left edges by hand; they mirror each other, so that one tells the other."""
        found = {hand: self._left(self.running, hand) for hand in (0, 1)}
        if not self._mirrored:
            return {0: found[0][1]}
        best = max(found, key=lambda hand: found[hand])
        left = found[best][1]
        width = self.facts.size_mm[0] * PT_PER_MM
        return {best: left, 1 - best: round(width - self.measure - left, 1)}

    @cached_property
    def _note_lefts(self) -> dict[int, float]:
        found = {hand: self._left(self.notes, hand) for hand in (0, 1)}
        best = max(self._lefts, key=lambda hand: found[hand])
        inset = found[best][1] - self._lefts[best]
        return {hand: left + inset for hand, left in self._lefts.items()}

    @cached_property
    def _note_rights(self) -> dict[int, float]:
        found: dict[int, Counter[float]] = {0: Counter(), 1: Counter()}
        for block in self.notes:
            for line in block.lines[:-1]:
                end = nearest(ends(line.glyphs[-1]), self.right(line.page))
                found[self._hand(line.page)][round(end, 1)] += 1
        return {
            hand: max(counts, key=counts.__getitem__, default=0.0) for hand, counts in found.items()
        }

    def _left(self, blocks: list[MeasuredBlock], hand: int) -> tuple[tuple[int, int], float]:
        """Return where most lines but the first begin, and before it how much speaks for it.

        A law sets its text in behind the numbers of its articles: then these stand at the edge.
        Where all are first lines, which are indented, the leftmost of anything tells.
        """
        begun = [
            (starts(line.main[0])[-1], line.first)
            for block in blocks
            for line in block.lines
            if line.main and self._hand(line.page) == hand
        ]
        found = Counter(round(start, 1) for start, first in begun if not first)
        if not found:
            return (0, 0), self._leftmost(hand)
        usual, count = found.most_common(1)[0]
        hung = self._hung([start for start, first in begun if first], usual)
        return (len(hung), count), usual - max(hung, default=0) * self.facts.text_pt

    def _hung(self, begun: list[float], usual: float) -> list[int]:
        """Return how many whole em each line that hangs out of the usual edge does so."""
        out = [(usual - start) / self.facts.text_pt for start in begun]
        return [round(em) for em in out if em > _HANGS and abs(em - round(em)) < _WHOLE]

    def _leftmost(self, hand: int) -> float:
        """Return where the leftmost line of anything begins, in pages of one hand."""
        every = (line for block in self.blocks for line in block.lines if line.glyphs)
        glyphs = [line.glyphs[0] for line in every if self._hand(line.page) == hand]
        # a mark may begin half an em further in than its cell does: others tell better
        told = [glyph for glyph in glyphs if not is_mark(glyph)] or glyphs
        return min((min(starts(glyph)) for glyph in told), default=0.0)

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
