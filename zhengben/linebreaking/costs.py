"""What the line breaker weighs: every cost and tolerance by its name."""

from __future__ import annotations

from dataclasses import dataclass

# The measure for which the figures below were found, in em: a tolerance grows with the measure.
# In a line of that length the slack is one em.
_USUAL_MEASURE_EM = 36


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of what is conspicuous in a paragraph; the lines with the least sum of them win.

    A line that fills its measure costs 1, one that misses it by its tolerance costs 2, and the
    cost grows with the square. Tolerances are shares of the slack (see ``slack_em``).
    """

    # how much a justified line may be stretched or squeezed, and how much a ragged one left short,
    # to cost 2
    stretched: float = 0.5
    squeezed: float = 0.35
    left_short: float = 2.0
    # the deepest squeeze: how far each place of a line may close up to take in one more character
    deepest_squeeze_em: float = 0.035
    # a closing mark that keeps its em at the end of a line
    full_mark: float = 4.0
    # a line that no spacing anybody would accept can fill
    unfilled: float = 40.0
    # for each character that a last line has too few: a runt
    runt: float = 400.0
    # a line that is too long, on top of what it is too long by
    emergency: float = 3000.0
    # a break inside a Western run, and one between a number and its unit
    western_cut: float = 6.0
    unit_cut: float = 4.0


COSTS = Costs()


def slack_em(measure_em: float) -> float:
    """Return the slack of a measure, the unit of its tolerances."""
    return measure_em / _USUAL_MEASURE_EM
