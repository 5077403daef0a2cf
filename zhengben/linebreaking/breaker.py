"""Chooses the lines of a paragraph by dynamic programming over all places where it may break.

The costs say what is avoided: ragged lines, and a last line that is a runt, of too few characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhengben.linebreaking.atoms import CLOSING, NO_START, OPENING, Atom
from zhengben.linebreaking.composed import SPREAD, WIDEST_BLANK_EM, WIDEST_GAP_EM, ParagraphStyle
from zhengben.linebreaking.costs import COSTS, Costs, slack_em

_INFINITE = float("inf")
_MARKS = NO_START | OPENING
# half an em, which an opening mark keeps at the start of a line
_HALF_EM = 0.5
# The search passes over starts too far from an end: marks may give up so much at either end, so
# that a line that looks too long may still fit; a line so short, in slacks, is never the best
# where another fits.
_MOST_GIVEN_UP_EM = 1.5
_SHORTEST_JUSTIFIED, _SHORTEST_RAGGED = 6, 12


def choose_breaks(
    atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs = COSTS
) -> list[tuple[int, int, bool]]:
    """Choose the lines, each as (first atom, behind its last atom, end marks on half an em)."""
    breaker = Breaker(atoms, style, costs)
    for index in range(1, len(breaker.points)):
        breaker.reach(index)
    return breaker.lines()


@dataclass(slots=True)
class _LineEnd:
    """A place where a line may end."""

    at: int  # behind the line's last atom
    final: bool  # whether the paragraph ends there
    reach: float  # what stands before it, less the measure, in em
    half: float  # what an end mark on half an em saves
    always: float  # what a break there costs, whatever the line


class Breaker:
    """Finds for each place where a line may end the best lines up to it.

    ``points`` are these places, as numbers of atoms; ``cost`` tells for each that was reached what
    the best lines up to it cost together.
    """

    def __init__(self, atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs) -> None:
        self.atoms, self.style, self.costs = atoms, style, costs
        self.slack = slack_em(style.measure)
        self.sums, self.letters, self.spread, self.room = _sums(atoms)
        count = len(atoms)
        self.points = [0, *(n for n in range(1, count) if atoms[n - 1].cost is not None), count]
        # where a line from each point begins, with what its first atom gives up there
        self.origins = [self.sums[point] - _head(atoms, point) for point in self.points[:-1]]
        # what the best lines up to each point cost, and how the last of them was chosen
        self.cost, self.back = [0.0], [(0, False)]
        self.longest = style.measure + self.slack + _MOST_GIVEN_UP_EM
        shortest = _SHORTEST_JUSTIFIED if style.justify else _SHORTEST_RAGGED
        self.shortest = shortest * self.slack
        self.full_mark = 0.0 if style.grid else costs.full_mark
        # the first start from which a line to the present end is not too long
        self.far = 0

    def reach(self, index: int) -> None:
        """Choose the best lines up to a point; those up to the points before it are known."""
        end = self._line_end(index)
        best, chosen, fitting = _INFINITE, (0, False), False
        for at in range(self._first_start(index), index):
            least = self.cost[at] + end.always
            if least >= best:
                continue
            spare = self.origins[at] - end.reach - (0.0 if at else self.style.indent)
            # the starts come nearer: once a line is far too short, so are all that follow
            if spare > self.shortest and fitting and not end.final:
                break
            for halved in (False, True) if end.half else (False,):
                line = self._with_line(least, self.points[at], end, spare, halved)
                if line < best:
                    best, chosen = line, (at, halved)
                    fitting = fitting or line < least + self.costs.emergency
        self.cost.append(best)
        self.back.append(chosen)

    def lines(self) -> list[tuple[int, int, bool]]:
        """Return the lines, followed back from the last."""
        lines: list[tuple[int, int, bool]] = []
        at = len(self.points) - 1
        while at:
            start, halved = self.back[at]
            lines.append((self.points[start], self.points[at], halved))
            at = start
        return lines[::-1]

    def _line_end(self, index: int) -> _LineEnd:
        at = self.points[index]
        tail, half = _tail(self.atoms, at, self.style)
        reach = self.sums[at] + tail - self.style.measure
        always = self.atoms[at - 1].cost or 0.0
        return _LineEnd(at, at == len(self.atoms), reach, half, always)

    def _first_start(self, index: int) -> int:
        """Pass over the starts from which a line to a point is too long; keep the last of them."""
        end = self.sums[self.points[index]]
        while self.far < index - 1 and end - self.sums[self.points[self.far]] > self.longest:
            self.far += 1
        return self.far

    def _with_line(
        self, least: float, start: int, end: _LineEnd, spare: float, halved: bool
    ) -> float:
        """Add the cost of one line to what stands before it; ``spare`` em are left of it."""
        at, style, costs = end.at, self.style, self.costs
        left = spare + end.half * halved
        line = least + self._width_cost(left, end.final)
        if left < -costs.deepest_squeeze_em * max(0, self.spread[at] - self.spread[start] - 1):
            line += costs.emergency
        elif self._is_unfilled(left, start, end):
            line += costs.unfilled
        if end.half and not halved and not end.final:
            line += self.full_mark
        if end.final and start:
            letters = self.letters[at] - self.letters[start]
            line += costs.runt * max(0, style.min_last - letters)
        return line

    def _is_unfilled(self, left: float, start: int, end: _LineEnd) -> bool:
        """Say whether a line that should be filled cannot be."""
        filled = self.style.justify and not end.final
        return filled and left > max(self.slack, self.room[end.at] - self.room[start])

    def _width_cost(self, spare: float, last: bool) -> float:
        """Rate a line by the em that are left over (or, below 0, that have to be taken away)."""
        costs, slack, justify = self.costs, self.slack, self.style.justify
        if spare >= 0:
            if last:
                return 0.0
            spare /= (costs.stretched if justify else costs.left_short) * slack
            return 1 + spare * spare
        if not justify or spare < -slack:
            return costs.emergency * (1 - spare)
        spare /= costs.squeezed * slack
        return 1 + spare * spare


def _sums(atoms: Sequence[Atom]) -> tuple[list[float], list[int], list[int], list[float]]:
    """Return what stands before each atom: em, characters but marks, places to spread, em of those.

    The last are by how much a line may be stretched there.
    """
    sums, letters, spread, room = [0.0], [0], [0], [0.0]
    for atom in atoms:
        text, kind = atom.text, atom.kind
        places = len(text) if kind in SPREAD else 0
        sums.append(sums[-1] + atom.before + atom.width)
        letters.append(letters[-1] + (0 if kind == "call" or text in _MARKS else len(text)))
        spread.append(spread[-1] + places)
        blank = WIDEST_BLANK_EM if atom.trail else 0.0
        room.append(room[-1] + WIDEST_GAP_EM * places + blank)
    return sums, letters, spread, room


def _head(atoms: Sequence[Atom], start: int) -> float:
    """Return the correction for atoms that start a line: no gap, opening marks on half an em."""
    atom = atoms[start]
    # no gap stands before a mark
    return min(0.0, _HALF_EM - atom.width) if atom.text in OPENING else -atom.before


def _tail(atoms: Sequence[Atom], end: int, style: ParagraphStyle) -> tuple[float, float]:
    """Return the correction for atoms that end a line, and what halving its end mark would save."""
    atom = atoms[end - 1]
    if atom.text not in CLOSING:
        return -atom.trail, 0.0
    if not style.squeeze and end > 1 and atoms[end - 2].text in CLOSING:
        # where adjacent marks keep their width, so does the second one at a line end
        return 1.0 - atom.width, 0.0
    # the next mark, now on another line, no longer squeezes this one
    return 1.0 - atom.width, 1.0 - atom.half
