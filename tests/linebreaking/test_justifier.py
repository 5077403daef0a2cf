"""A line is filled by spacing, within limits that are known to the thousandth of an em."""

from __future__ import annotations

import pytest
from ruled_metrics import RuledMetrics

from zhengben.linebreaking import ComposedLine, Fragment, ParagraphStyle, gap_before
from zhengben.linebreaking.atoms import Atom, atoms_of
from zhengben.linebreaking.justifier import set_lines

METRICS = RuledMetrics()


def first_line(text: str, measure: float, *, halved: bool = False, **more: object) -> ComposedLine:
    """Set the first of two lines in a measure; ``|`` stands where it ends."""
    style = ParagraphStyle(measure, **more)  # type: ignore[arg-type]
    line, rest = text.split("|")
    atoms = atoms_of(line + rest, {}, METRICS, style)
    end = next(n for n, atom in enumerate(atoms) if atom.end == len(line)) + 1
    breaks = [(0, end, halved), (end, len(atoms), False)]
    return set_lines(atoms, breaks, METRICS, style)[0]


def fragments(line: ComposedLine) -> list[tuple[str, str]]:
    return [(f.kind, f.text + ("/" + f.gaps) * bool(f.gaps)) for f in line.fragments]


def test_what_is_left_is_spread_over_all_characters_but_the_last() -> None:
    assert first_line("甲乙丙丁戊己|庚", 6.25).spacing == 50
    assert first_line("甲乙丙丁戊己|庚", 5.9).spacing == -20
    assert first_line("甲|庚", 1.5).spacing == 0


def test_no_gap_grows_so_wide_that_it_is_read_as_a_blank() -> None:
    assert first_line("甲乙丙丁戊己|庚", 6.475).spacing == 95
    assert first_line("甲乙丙丁戊己|庚", 4).spacing == -95
    assert gap_before(0) == gap_before(25) == 0.07
    assert gap_before(26) == pytest.approx(0.069)
    assert gap_before(95) == 0.0


def test_a_last_line_and_a_ragged_one_are_not_filled_but_squeezed() -> None:
    style = ParagraphStyle(6)
    atoms = atoms_of("甲乙丙丁戊", {}, METRICS, style)
    assert set_lines(atoms, [(0, 5, False)], METRICS, style)[0].spacing == 0
    assert set_lines(atoms, [(0, 5, False)], METRICS, ParagraphStyle(4.8))[0].spacing == -50
    assert first_line("甲乙丙丁戊|己", 6, justify=False).spacing == 0


def test_numbers_run_in_with_the_text_where_nobody_sees_the_spacing() -> None:
    # eleven places: 甲×8 and the four figures run in, less the last
    just, more = (first_line("甲甲甲甲2017甲甲甲甲|乙", 10 + 11 * n / 1000) for n in (12, 13))
    assert fragments(just) == [("text", "甲甲甲甲2017甲甲甲甲")]
    assert just.spacing == 12
    assert fragments(more) == [("text", "甲甲甲甲"), ("western", "2017/lr"), ("text", "甲甲甲甲")]


def test_the_gap_before_a_word_narrows_as_the_spacing_grows() -> None:
    # seven places of 0.04 em; the one before the word takes 0.015 em from its gap of 0.07
    line = first_line("甲甲甲甲ISO甲甲甲甲|乙", 9.64 + 7 * 0.04 - 0.015)
    assert line.spacing == 40
    assert fragments(line)[1] == ("western", "ISO/lr")


def test_a_line_that_nothing_fills_is_set_as_it_is() -> None:
    # six Han have five gaps; what nobody sees may be missing
    just, more = (first_line("甲乙丙丁戊己|庚", 6.475 + over) for over in (0.039, 0.041))
    assert (just.spacing, just.ragged) == (95, False)
    assert (more.spacing, more.ragged) == (0, True)
    words = first_line("甲Task Force of |us", 12)
    assert (words.spacing, words.words, words.ragged) == (0, 0, True)
    assert not first_line("甲乙丙丁戊己|庚", 9, justify=False).ragged
    assert fragments(first_line("甲12乙丙|丁", 9)) == [("text", "甲12乙丙")]


def test_a_blank_takes_four_times_what_a_gap_takes() -> None:
    # one place and two blanks: nine shares, and the gap before the word does not narrow yet
    line = first_line("甲Task Force of |us", 7.07 + 9 * 0.02)
    assert (line.spacing, line.words) == (20, 80)
    # at 0.04 em the gap before the word gives 0.015 em
    line = first_line("甲Task Force of |us", 7.07 + 9 * 0.04 - 0.015)
    assert (line.spacing, line.words) == (40, 160)
    # no blank takes more than half an em: the one place takes the rest
    line = first_line("甲Task Force of |us", 7.07 + 2 * 0.5 + 0.025)
    assert (line.spacing, line.words) == (95, 500)
    assert first_line("甲Task Force of |us", 12, justify=False).words == 0
    assert first_line("甲乙|丙", 3).words == 0


@pytest.mark.parametrize(("left", "words"), [(0.01199, 0), (0.0121, 6)])
def test_what_nobody_sees_is_not_spread_over_words(left: float, words: int) -> None:
    assert first_line("Task Force of |us", 6 + left).words == words


def test_blanks_are_narrowed_before_letters_touch() -> None:
    line = first_line("甲Task Force of |us", 7.07 - 0.09)
    assert (line.spacing, line.words) == (-30, -30)
    line = first_line("甲Task Force of |us", 7.07 - 0.21)
    assert (line.spacing, line.words) == (-90, -60)
    only = first_line("Task Force of |us", 6.0 - 0.1)
    assert (only.spacing, only.words) == (0, -50)


def test_a_line_by_an_address_is_hardly_spread_at_all() -> None:
    assert first_line("甲乙丙丁戊己庚un.org/|abcdefg", 7 + 0.07 + 3.5 + 0.1).spacing == 14
    assert first_line("甲乙丙丁戊己庚un.org/|abcdefg", 7 + 0.07 + 3.5 + 0.175).spacing == 25
    short = first_line("甲乙丙丁戊己庚un.org/|abcdefg", 7 + 0.07 + 3.5 + 0.3)
    assert (short.spacing, short.ragged) == (0, True)


def test_a_blank_within_the_line_counts_and_one_at_its_end_hangs() -> None:
    style = ParagraphStyle(8)
    atoms = atoms_of("Task Force members of the", {11: "7"}, METRICS, style)
    # 2.25 and 2.75 em with a blank of 0.25 in each, and a call of 0.3 em, are 5.3 em
    for measure, words in ((5.3, 0), (5.5, 100)):
        breaks = [(0, 3, False), (3, len(atoms), False)]
        line = set_lines(atoms, breaks, METRICS, ParagraphStyle(measure))[0]
        assert ([f.kind for f in line.fragments], line.words) == (["western", "call"], words)
    assert first_line("甲 |乙丙", 1.0).ragged is False


def test_opening_marks_at_a_line_start_are_halved() -> None:
    assert fragments(first_line("「《甲乙|丙", 3))[0] == ("half", "「《")
    # where marks are not squeezed only the first gives way
    assert fragments(first_line("「《甲乙|丙", 4, squeeze=False))[:2] == [
        ("half", "「"),
        ("text", "《甲乙"),
    ]
    assert fragments(first_line("甲「乙|丙", 3))[0] == ("text", "甲「乙")


def test_closing_marks_at_a_line_end_are_halved_when_they_are_chosen_to_be() -> None:
    assert fragments(first_line("甲乙」，|丙", 3, halved=True)) == [
        ("text", "甲乙"),
        ("half", "」，"),
    ]
    assert fragments(first_line("甲乙」，|丙", 3.5)) == [("text", "甲乙」，")]


def test_cells_and_calls_stand_each_by_itself() -> None:
    style = ParagraphStyle(8, vertical=True)
    cells = ("pair 12", "pair 34", "up 5", "up 6", "call 7", "call 8")
    atoms = [Atom(*cell.split(), at, 1.0) for at, cell in enumerate(cells)]
    line = set_lines(atoms, [(0, 6, False)], METRICS, style)[0]
    assert line.fragments == (
        Fragment("pair", "12"),
        Fragment("pair", "34"),
        Fragment("up", "56"),
        Fragment("call", "7"),
        Fragment("call", "8"),
    )
    assert (line.start, line.end, line.first, line.last) == (0, 5, True, True)


def test_columns_are_measured_in_cells() -> None:
    # two figures in one cell, three in three, a call of 0.6 em; five places to spread 0.4 em over
    style = ParagraphStyle(7, vertical=True)
    atoms = atoms_of("甲12乙345丙丁", {7: "7"}, METRICS, style)
    lines = [(0, len(atoms) - 2, False), (len(atoms) - 2, len(atoms), False)]
    assert set_lines(atoms, lines, METRICS, style)[0].spacing == 80
