"""What the line breaker weighs: every cost and tolerance by its name."""

from __future__ import annotations

from msgspec import Struct

# The measure for which the figures below were found, in em: a tolerance grows with the measure.
# In a line of that length the slack is one em.
_USUAL_MEASURE_EM = 36


class Costs(Struct, frozen=True):
    """Costs of what is conspicuous in a paragraph; the lines with the least sum of them win.

    A line that fills its measure costs 1, one that misses it by its tolerance costs 2, and the
    cost grows with the square. Tolerances are shares of the slack (see ``slack_em``).
    """

    # how much a justified line may be stretched or squeezed, and how much a ragged one left short,
    # to cost 2
    stretched: float = 0.5
    squeezed: float = 0.35
    left_short: float = 2.0
    # what each blank between words adds to these, in em
    stretched_blank_em: float = 0.08
    squeezed_blank_em: float = 0.03
    # the deepest squeeze: how far each place of a line may close up to take in one more character
    deepest_squeeze_em: float = 0.035
    # a closing mark that keeps its em at the end of a line
    full_mark: float = 4.0
    # a line that no spacing anybody would accept can fill, and that is let go ragged
    unfilled: float = 400.0
    # one by an address that spacing could fill, but for which no Han are spread
    let_go: float = 40.0
    # each line of a tight paragraph: more than any spacing within its bounds, less than a number
    # in two, or a line that is let go
    more_lines: float = 30.0
    # for each character that a last line has too few: a runt
    runt: float = 1000.0
    # a line that is too long, on top of what it is too long by
    emergency: float = 10_000.0
    # a break behind a hyphen that a word has, by a hyphen of ours, and where it then has two
    hyphen_cut: float = 3.0
    hyphenated: float = 12.0
    second_hyphen: float = 8.0
    # a break inside an address, inside what nobody reads, between a number and a word beside it
    address_cut: float = 2.0
    western_cut: float = 6.0
    number_blank: float = 12.0
    # between the parts of a number or symbol, and of a date: where nothing else fits
    number_cut: float = 150.0
    date_cut: float = 30.0
    # within a word, and at a place that no line should end: where nothing else is left
    word_cut: float = 1000.0
    forbidden_cut: float = 1500.0


COSTS = Costs()


def slack_em(measure_em: float) -> float:
    """Return the slack of a measure, the unit of its tolerances."""
    return measure_em / _USUAL_MEASURE_EM
