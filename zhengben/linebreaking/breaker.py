"""Chooses the lines of a paragraph by dynamic programming over all places where it may break.

The costs say what is avoided: ragged lines, and a last line that is a runt, of too few characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from zhengben.linebreaking.atoms import Atom
from zhengben.linebreaking.characters import CLOSING, DASH, NO_START, OPENING, cells
from zhengben.linebreaking.composed import (
    GAP_EM,
    NARROWED_BLANK_EM,
    SPREAD,
    WIDEST_ADDRESS_GAP_EM,
    WIDEST_BLANK_EM,
    WIDEST_GAP_EM,
    ParagraphStyle,
)
from zhengben.linebreaking.costs import COSTS, Costs, slack_em

_INFINITE = float("inf")
_MARKS = NO_START | OPENING
# two dashes as a face joins them
_STROKE = DASH * 2
# half an em, which an opening mark keeps at the start of a line
_HALF_EM = 0.5
# The search passes over starts too far from an end: marks may give up so much at either end, so
# that a line that looks too long may still fit.
_MOST_GIVEN_UP_EM = 1.5
# The search leaves out places up to which lines cost more than so much at first and so much a
# line, as they do where lines end that nobody would end there; then so many times that.
_BOUND, _BOUND_A_LINE, _WIDER_BOUND = 12.0, 4.0, 64.0
# of what a line misses its measure by, so much is a rounding, and so much nobody sees
_NOTHING_EM, UNFILLED_EM = 1e-7, 0.04


def choose_breaks(
    atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs = COSTS
) -> list[tuple[int, int, bool]]:
    """Choose the lines, each as (first atom, behind its last atom, end marks on half an em)."""
    return broken(atoms, style, costs).lines()


def broken(atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs = COSTS) -> Breaker:
    """Return a breaker that has found the lines."""
    breaker = Breaker(atoms, style, costs)
    if not breaker.fits_one_line():
        breaker.search()
    return breaker


def widest_gap_em(atoms: Sequence[Atom], end: int) -> float:
    """Return how far a line that ends before an atom may be spread, in em a gap."""
    beside = atoms[end - 1].address or (end < len(atoms) and atoms[end].address)
    return WIDEST_ADDRESS_GAP_EM if beside else WIDEST_GAP_EM


class _LineEnd(Struct):
    """A place where a line may end."""

    at: int  # behind the line's last atom
    final: bool  # whether the paragraph ends there
    reach: float  # what stands before it, less the measure, in em
    half: float  # what an end mark on half an em saves
    always: float  # what a break there costs, whatever the line
    hanging: int  # blanks at its end, which hang


class Breaker:
    """Finds for each place where a line may end the best lines up to it.

    ``points`` are these places, as numbers of atoms; ``cost`` tells for each that was reached what
    the best lines up to it cost together. As no line costs less than nothing, a place that costs
    more than all lines together is on no way to the best ones: what is found within a bound of the
    costs is the best there is.
    """

    def __init__(self, atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs) -> None:
        self.atoms, self.style, self.costs = atoms, style, costs
        self.slack = slack_em(style.measure)
        if style.tight:
            # what all places of a line may close up by
            self.slack = max(self.slack, costs.deepest_squeeze_em * style.measure)
        self.sums, self.letters, self.spread, self.blanks, self.gaps = _sums(atoms)
        count = len(atoms)
        self.points = [0, *(n for n in range(1, count) if atoms[n - 1].cost is not None), count]
        # where a line from each point begins, with what its first atom gives up there
        self.origins = [self.sums[point] - _head(atoms, point) for point in self.points[:-1]]
        # what the best lines up to each point cost, and how the last of them was chosen
        self.cost, self.back = [0.0], [(0, False)]
        self.longest = style.measure + self.slack + _MOST_GIVEN_UP_EM
        # how far a line misses its measure to cost 2
        self.tolerance = (costs.stretched if style.justify else costs.left_short) * self.slack
        self.full_mark = 0.0 if style.grid else costs.full_mark
        # what a line costs that cannot be filled
        self.unfilled = costs.unfilled if style.justify else 0.0
        # what each line costs where there are to be few
        self.each = costs.more_lines if style.tight else 0.0
        # the points that were reached; of them, the first from which a line to the present end is
        # not too long
        self.reached, self.far = [0], 0

    def fits_one_line(self) -> bool:
        """Say whether the text has room on its first line, which is then its only one."""
        last = len(self.points) - 1
        if self.origins[0] - self._line_end(last).reach < self.style.indent - _NOTHING_EM:
            return False
        self.points, self.cost, self.back = [0, self.points[last]], [0.0, 0.0], [(0, False)] * 2
        return True

    def search(self) -> None:
        """Find the best lines; those to an end are looked for within a bound of what all cost."""
        lines = self.sums[-1] / self.style.measure
        bound = _BOUND + (_BOUND_A_LINE + self.each) * lines
        for most in (bound, bound * _WIDER_BOUND, _INFINITE):
            self.search_within(most)
            if self.cost[-1] < most:
                break

    def search_within(self, most: float) -> None:
        """Find the best lines up to each place, where they cost less than a bound."""
        self.cost, self.back, self.reached, self.far = [0.0], [(0, False)], [0], 0
        # A line that is shorter costs more by itself, unless it has blanks to widen.
        shortest = self.style.measure - sqrt(most) * self.tolerance - _HALF_EM
        shortest -= self.style.indent + _MOST_GIVEN_UP_EM
        last, nearest = len(self.points) - 1, -_INFINITE
        for index in range(1, last + 1):
            if self.sums[self.points[index]] < nearest and index < last:
                self.cost.append(most)
                self.back.append((0, False))
                continue
            self._reach(index, most)
            if not self.blanks[-1]:
                nearest = self.origins[self.reached[self.far]] + shortest

    def _reach(self, index: int, most: float) -> None:
        """Choose the best lines up to a point, if they cost less than the bound.

        Those up to the points before it are known.
        """
        place = self._first_start(index)
        best, chosen = self._best_up_to(index, self.reached[place:], most)
        if best < most:
            self.reached.append(index)
        self.cost.append(best)
        self.back.append(chosen)

    def _best_up_to(
        self, index: int, starts: Sequence[int], most: float
    ) -> tuple[float, tuple[int, bool]]:
        """Return what the best lines up to a point cost, if less than a bound, and the last one."""
        best, chosen, end = most, (0, False), self._line_end(index)
        blanks = self.blanks[end.at] - self.blanks[self.points[starts[0]]]
        tolerance = self.tolerance + self.costs.stretched_blank_em * blanks
        # a line that is shorter cannot be filled; most lines that are looked at are such
        places = self.spread[end.at] - self.spread[self.points[starts[0]]]
        fillable = _INFINITE if blanks or end.half or end.final else WIDEST_GAP_EM * places
        always = end.always + self.each
        for start in starts:
            least = self.cost[start] + always
            spare = self.origins[start] - end.reach - (0.0 if start else self.style.indent)
            short = spare / tolerance if spare > 0 and not end.final else 0.0
            if least + short * short >= best:
                # the starts come nearer; one before an opening mark is nearer than it looks
                if spare > _HALF_EM and not end.final:
                    nearest = min(map(self.cost.__getitem__, starts)) + always
                    if nearest + 1 + (short - _HALF_EM / tolerance) ** 2 >= best:
                        break
            elif spare > fillable:
                line = least + 1 + self.unfilled + short * short
                if line < best:
                    best, chosen = line, (start, False)
            else:
                for halved in (False, True) if end.half else (False,):
                    line = self._with_line(least, self.points[start], end, spare, halved)
                    if line < best:
                        best, chosen = line, (start, halved)
        return best, chosen

    def lines(self) -> list[tuple[int, int, bool]]:
        """Return the lines, followed back from the last."""
        return [(self.points[s], self.points[e], halved) for s, e, halved in self._followed()]

    def line_costs(self) -> list[float]:
        """Return what each line costs, but for the place where it ends."""
        costs = self.cost
        return [
            costs[end] - costs[start] - (self.atoms[self.points[end] - 1].cost or 0.0) - self.each
            for start, end, _ in self._followed()
        ]

    def _followed(self) -> list[tuple[int, int, bool]]:
        lines: list[tuple[int, int, bool]] = []
        at = len(self.points) - 1
        while at:
            start, halved = self.back[at]
            lines.append((start, at, halved))
            at = start
        return lines[::-1]

    def _line_end(self, index: int) -> _LineEnd:
        at = self.points[index]
        tail, half = _tail(self.atoms, at, self.style)
        reach = self.sums[at] + tail - self.style.measure
        last = self.atoms[at - 1]
        hanging = last.text.count(" ") - last.text.rstrip().count(" ") if last.trail else 0
        final = at == len(self.atoms)
        return _LineEnd(at, final, reach, half, last.cost or 0.0, hanging)

    def _first_start(self, index: int) -> int:
        """Return the place among the starts of the first from which a line to a point may do.

        Of those from which it is too long the last is kept.
        """
        end, last = self.sums[self.points[index]], len(self.reached) - 1
        while (
            self.far < last and end - self.sums[self.points[self.reached[self.far]]] > self.longest
        ):
            self.far += 1
        return self.far

    def _with_line(
        self, least: float, start: int, end: _LineEnd, spare: float, halved: bool
    ) -> float:
        """Return what the best lines up to a start, and then one to an end, cost together."""
        style, costs, at = self.style, self.costs, end.at
        left = spare + end.half * halved
        if -_NOTHING_EM < left < _NOTHING_EM:
            left = 0.0
        blanks = self.blanks[at] - self.blanks[start] - end.hanging
        line = least + self._width_cost(left, blanks, end.final)
        places = max(0, self.spread[at] - self.spread[start] - 1)
        if left < 0:
            if left < -costs.deepest_squeeze_em * places - NARROWED_BLANK_EM * blanks:
                line += costs.emergency
        elif left > max(UNFILLED_EM, WIDEST_ADDRESS_GAP_EM * places):
            line += self._unfilled_cost(left, start, end, blanks)
        if end.half and not halved and not end.final:
            line += self.full_mark
        if end.final and start:
            letters = self.letters[at] - self.letters[start]
            line += costs.runt * max(0, style.min_last - letters)
        return line

    def _unfilled_cost(self, left: float, start: int, end: _LineEnd, blanks: int) -> float:
        """Return what it costs that a line which should be filled cannot be."""
        if not self.style.justify or end.final:
            return 0.0
        last, widest = self.atoms[end.at - 1], widest_gap_em(self.atoms, end.at)
        places = self.spread[end.at] - self.spread[start]
        if last.text == " " and end.at - start > 1:
            # it hangs
            places, last = places - 1, self.atoms[end.at - 2]
        places -= last.kind in SPREAD
        # gaps before words narrow as the spacing grows, but for one at the line's start
        gaps = self.gaps[end.at] - self.gaps[start] - _narrows(self.atoms[start])
        more = left - WIDEST_BLANK_EM * blanks
        if more > WIDEST_GAP_EM * places - GAP_EM * gaps:
            return self.costs.unfilled
        return self.costs.let_go if more > widest * places and widest < WIDEST_GAP_EM else 0.0

    def _width_cost(self, spare: float, blanks: int, last: bool) -> float:
        """Rate a line by the em that are left over (or, below 0, that have to be taken away)."""
        costs, slack, justify = self.costs, self.slack, self.style.justify
        if spare >= 0:
            if last:
                return 0.0
            spare /= self.tolerance + costs.stretched_blank_em * blanks
            return 1 + spare * spare
        if not justify or spare < -slack - NARROWED_BLANK_EM * blanks:
            return costs.emergency * (1 - spare)
        spare /= costs.squeezed * slack + costs.squeezed_blank_em * blanks
        return 1 + spare * spare


def _narrows(atom: Atom) -> bool:
    """Say whether the gap before an atom narrows as a line is spread."""
    return atom.kind == "western" and atom.before > 0


def _sums(
    atoms: Sequence[Atom],
) -> tuple[list[float], list[int], list[int], list[int], list[int]]:
    """Return what stands before each atom.

    These are em, characters but marks, places to spread, blanks, and gaps that narrow.
    """
    sums, letters, spread, blanks, gaps = [0.0], [0], [0], [0], [0]
    em, lettered, places, blank, gap = 0.0, 0, 0, 0, 0
    for atom in atoms:
        text, kind = atom.text, atom.kind
        em += atom.before + atom.width
        if kind == "text" and len(text) == 1:
            lettered += text not in _MARKS
            places += 1
            blank += text == " "
        else:
            lettered += 0 if kind == "call" or text in _MARKS or text == _STROKE else len(text)
            places += cells(text) if kind in SPREAD else 0
            blank += text.count(" ") if atom.trail or kind == "western" else 0
            gap += _narrows(atom)
        sums.append(em)
        letters.append(lettered)
        spread.append(places)
        blanks.append(blank)
        gaps.append(gap)
    return sums, letters, spread, blanks, gaps


def _head(atoms: Sequence[Atom], start: int) -> float:
    """Return the correction for atoms that start a line: no gap, opening marks on half an em."""
    atom = atoms[start]
    # no gap stands before a mark
    return min(0.0, _HALF_EM - atom.width) if atom.text in OPENING else -atom.before


def _tail(atoms: Sequence[Atom], end: int, style: ParagraphStyle) -> tuple[float, float]:
    """Return the correction for atoms that end a line, and what halving its end mark would save."""
    atom = atoms[end - 1]
    if atom.text not in CLOSING:
        return atom.hyphen - atom.trail, 0.0
    if not style.squeeze and end > 1 and atoms[end - 2].text in CLOSING:
        # where adjacent marks keep their width, so does the second one at a line end
        return 1.0 - atom.width, 0.0
    # the next mark, now on another line, no longer squeezes this one
    return 1.0 - atom.width, 1.0 - atom.half
