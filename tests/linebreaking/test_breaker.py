"""The breaker chooses the least conspicuous lines of all, by costs that are written down here."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from ruled_metrics import RuledMetrics

from zhengben.linebreaking import ParagraphStyle, compose
from zhengben.linebreaking.atoms import Atom, atoms_of
from zhengben.linebreaking.breaker import Breaker, choose_breaks
from zhengben.linebreaking.costs import COSTS, Costs

METRICS = RuledMetrics()
# widths of which no sum fills a measure but for a rounding
UNEVEN = RuledMetrics(letter_em=0.5137)
OPENING, CLOSING = "（《「『【〔〈", "，。、；：？！）》」』】〕〉"
DASHES = "·—…‥～%％‰℃々ー"
Lines = list[tuple[int, int, bool]]


def spaced(text: str) -> int:
    """Count what is spaced; two dashes are one stroke."""
    return len(text) - text.count("——")


def rated(
    atoms: Sequence[Atom], start: int, end: int, halved: bool, style: ParagraphStyle
) -> float:
    """Rate one line as the breaker should, its end mark on half an em or not."""
    slack, line = style.measure / 36, atoms[start:end]
    first, final = start == 0, end == len(atoms)
    mark = line[-1] if line[-1].kind == "text" and line[-1].text in CLOSING else None
    # what stands in the line: no gap at its start, no blank at its end, marks whole at its end
    width = sum(atom.before + atom.width for atom in line) - line[0].before
    if line[0].kind == "text" and line[0].text in OPENING:
        width -= max(0.0, line[0].width - 0.5)
    width += (1.0 - line[-1].width) if mark else line[-1].hyphen - line[-1].trail
    # where adjacent marks keep their width, so does the second one at a line end
    keeps = not style.squeeze and end > 1 and atoms[end - 2].text in CLOSING
    if halved and mark and not keeps:
        width -= 1.0 - mark.half
    spare = round(style.measure - (style.indent if first else 0) - width, 9)
    places = sum(spaced(a.text) for a in line if a.kind in ("text", "half", "up"))
    blanks = sum(a.text.count(" ") for a in line if a.kind in ("text", "western"))
    blanks -= len(line[-1].text) - len(line[-1].text.rstrip()) if line[-1].trail else 0
    cost = atoms[end - 1].cost or 0.0
    if spare >= 0:
        ideal = 0.5 if style.justify else 2.0
        cost += 0 if final else 1 + (spare / (ideal * slack + 0.08 * blanks)) ** 2
        beside = line[-1].address or (not final and atoms[end].address)
        shown = line[:-1] if line[-1].text == " " and len(line) > 1 else line
        gaps = sum(spaced(a.text) for a in shown if a.kind in ("text", "half", "up"))
        gaps -= shown[-1].kind in ("text", "half", "up")
        narrowed = 0.07 * sum(a.kind == "western" and a.before > 0 for a in line[1:])
        if style.justify and not final and spare > 0.04:
            if spare > 0.095 * gaps - narrowed + 0.5 * blanks:
                cost += 400
            elif beside and spare > 0.025 * gaps + 0.5 * blanks:
                cost += 40
    elif style.justify and spare >= -slack - 0.06 * blanks:
        cost += 1 + (spare / (0.35 * slack + 0.03 * blanks)) ** 2
    else:
        cost += 10000 * (1 - spare)
    if spare < -0.035 * max(0, places - 1) - 0.06 * blanks:
        cost += 10000
    if mark and mark.half < 1 and not keeps and not halved and not final and not style.grid:
        cost += 4
    letters = sum(
        len(a.text)
        for a in line
        if a.kind != "call" and a.text not in (*OPENING, *CLOSING, *DASHES, "——")
    )
    if final and not first:
        cost += 1000 * max(0, style.min_last - letters)
    return cost


def total(atoms: Sequence[Atom], lines: Lines, style: ParagraphStyle) -> float:
    return sum(rated(atoms, *line, style) for line in lines)


def least(atoms: Sequence[Atom], style: ParagraphStyle) -> float:
    """Return what the best of all sets of lines costs; every one is looked at."""

    @functools.cache
    def up_to(end: int) -> float:
        if not end:
            return 0.0
        return min(
            up_to(start) + rated(atoms, start, end, halved, style)
            for start in range(end)
            if not start or atoms[start - 1].cost is not None
            for halved in (False, True)
        )

    return up_to(len(atoms))


PIECES = ["甲"] * 14 + [*"，。《》「」（）、；", "ISO ", "a b ", "12.5%", "7年", "——", "x/y-z"]
PIECES += ["international ", "un.org/a/b-c"]


def some_text(chance: random.Random, pieces: int) -> tuple[str, dict[int, str]]:
    text = "".join(chance.choice(PIECES) for _ in range(pieces))
    return text, {chance.randint(1, len(text)): "7", chance.randint(1, len(text)): "12"}


def look_for_better(text: str, calls: dict[int, str], style: ParagraphStyle) -> None:
    """Fail where the lines that are chosen are not the best of all."""
    atoms = atoms_of(text, calls, UNEVEN, style, hyphenate=True)
    lines = choose_breaks(atoms, style)
    assert [line[0] for line in lines] == [0, *(line[1] for line in lines[:-1])]
    assert lines[-1][1] == len(atoms)
    assert all(atoms[end - 1].cost is not None for _, end, _ in lines[:-1])
    best = least(atoms, style)
    assert total(atoms, lines, style) == pytest.approx(best, rel=1e-9)
    # nor do they cost the breaker more or less than is written here
    breaker = Breaker(atoms, style, COSTS)
    breaker.search()
    assert breaker.cost[-1] == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_no_other_lines_would_be_less_conspicuous(seed: int) -> None:
    chance = random.Random(seed)
    style = ParagraphStyle(18 + 3 * seed, indent=2, justify=seed != 1, grid=seed == 3)
    look_for_better(*some_text(chance, 40), style)


@pytest.mark.parametrize("seed", range(80))
def test_nor_in_a_narrow_measure(seed: int) -> None:
    # there hardly a line can be filled
    chance = random.Random(seed)
    style = ParagraphStyle(
        5 + seed % 6,
        indent=seed % 3,
        justify=seed % 4 != 1,
        grid=seed % 3 == 1,
        min_last=1 + seed % 4,
        squeeze=seed % 7 != 2,
        vertical=seed % 5 == 2,
    )
    look_for_better(*some_text(chance, 8 + seed % 12), style)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_better_lies_outside_the_bound(seed: int) -> None:
    # long texts, of which the search leaves out most places at first
    chance, tight = random.Random(seed), seed % 5 == 3
    style = ParagraphStyle(
        (12, 21, 28, 36)[seed % 4], indent=2, justify=seed % 4 != 1, tight=tight, min_last=2
    )
    pieces = PIECES if seed % 2 else ["甲"] * 40 + PIECES
    atoms = atoms_of(*some_text(chance, 60 + 20 * (seed % 9)), UNEVEN, style, hyphenate=True)
    atoms += atoms_of("".join(chance.choice(pieces) for _ in range(300)), {}, UNEVEN, style)
    found, everywhere = Breaker(atoms, style, COSTS), Breaker(atoms, style, COSTS)
    found.search()
    everywhere.search_within(float("inf"))
    assert len(everywhere.reached) == len(everywhere.points)
    assert found.lines() == everywhere.lines()
    assert found.line_costs() == everywhere.line_costs()


def test_most_places_are_left_out() -> None:
    style = ParagraphStyle(28, indent=2)
    breaker = Breaker(atoms_of("甲" * 400 + "。", {}, METRICS, style), style, COSTS)
    breaker.search()
    assert len(breaker.reached) < len(breaker.points) / 3


# texts with how many lines are rated, and how many places reached: neither more nor fewer
WORK = [
    ("甲" * 200 + "。", ParagraphStyle(28, indent=2), 129, 36),
    (("甲" * 13 + "，（" + "乙" * 6 + "）") * 9, ParagraphStyle(28, indent=2), 100, 36),
    (
        ("甲" * 11 + "《丙丁》、" + "乙" * 7 + "。") * 6,
        ParagraphStyle(19, indent=2, tight=True),
        82,
        35,
    ),
    (
        "甲" * 7 + " international law of the sea " * 5 + "乙" * 40,
        ParagraphStyle(21, indent=2),
        338,
        67,
    ),
    (("甲" * 9 + "12.5%，") * 9, ParagraphStyle(15, indent=2, justify=False), 131, 51),
    (("甲" * 9 + "，un.org/a/b-c") * 6, ParagraphStyle(15, indent=2, min_last=4), 233, 61),
]


@pytest.mark.parametrize(("text", "style", "rated", "reached"), WORK)
def test_no_more_lines_are_rated_than_have_to_be(
    text: str, style: ParagraphStyle, rated: int, reached: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaker, calls = Breaker(atoms_of(text, {}, UNEVEN, style), style, COSTS), list[object]()
    rate = Breaker._with_line

    def count(*given: Any) -> float:
        calls.append(given)
        return rate(*given)

    monkeypatch.setattr(Breaker, "_with_line", count)
    breaker.search()
    assert (len(calls), len(breaker.reached)) == (rated, reached)


def on_lines(atoms: Sequence[Atom], style: ParagraphStyle, costs: Costs = COSTS) -> list[str]:
    """Return the lines as text; a stroke shows an end mark on half an em."""
    return [
        "".join(atom.text for atom in atoms[start:end]) + "|" * halved
        for start, end, halved in choose_breaks(atoms, style, costs)
    ]


def chosen(text: str, style: ParagraphStyle, costs: Costs = COSTS) -> list[str]:
    return on_lines(atoms_of(text, {}, METRICS, style), style, costs)


def test_a_line_begins_without_the_gap_before_its_first_word() -> None:
    """A line of 10 em that fits just so: with the gap it would be an eighth too long."""
    han = [Atom("text", sign, at, 1.0) for at, sign in enumerate("甲乙丙丁戊己庚辛壬癸")]
    word = Atom("western", "ISO", 10, 2.0, before=0.125)
    more = [Atom("text", sign, 13 + at, 1.0) for at, sign in enumerate("子丑寅卯辰巳午未申酉")]
    ragged = ParagraphStyle(10.0, justify=False)
    assert on_lines([*han, word, *more], ragged) == [
        "甲乙丙丁戊己庚辛壬癸",
        "ISO子丑寅卯辰巳午未",
        "申酉",
    ]


def test_an_opening_mark_at_a_line_start_has_half_an_em() -> None:
    ragged = ParagraphStyle(5.5, justify=False)
    assert chosen("甲甲甲甲甲「乙乙乙乙乙丙丙", ragged) == ["甲甲甲甲甲", "「乙乙乙乙乙", "丙丙"]
    # one that is squeezed already has no more to give
    assert chosen("甲甲甲甲「「乙乙乙乙乙丙丙丙", ragged)[1] == "「「乙乙乙乙"


def test_a_closing_mark_is_halved_where_the_line_fills_better() -> None:
    filled = "甲" * 11 + "，"
    assert chosen(filled + "乙" * 12, ParagraphStyle(12)) == [filled, "乙" * 12]
    tight = "甲甲甲甲甲甲甲甲甲甲甲甲，乙乙乙乙乙乙乙乙乙乙乙乙"
    assert chosen(tight, ParagraphStyle(12.5))[0] == "甲甲甲甲甲甲甲甲甲甲甲甲，|"


def test_a_lone_mark_is_halved_where_adjacent_ones_keep_their_width() -> None:
    style = ParagraphStyle(12.5, squeeze=False)
    lone, second = "甲" * 12 + "，" + "乙" * 12, "甲" * 11 + "」，" + "乙" * 12
    assert chosen(lone, style)[0] == "甲" * 12 + "，|"
    assert not chosen(second, style)[0].endswith("|")


def test_a_word_longer_than_the_measure_has_a_line_of_its_own() -> None:
    words = "甲乙丙" + "Donauschifffahrtskapitaen" + "丁戊己庚辛壬"
    assert chosen(words, ParagraphStyle(5)) == [
        "甲乙丙",
        "Donauschifffahrtskapitaen",
        "丁戊己庚",
        "辛壬",
    ]


def test_the_first_line_is_shorter_by_the_indent() -> None:
    style = ParagraphStyle(10, indent=3)
    assert list(map(len, chosen("甲" * 27, style))) == [7, 10, 10]


def test_a_last_line_gets_characters_from_the_one_before() -> None:
    assert list(map(len, chosen("甲" * 21, ParagraphStyle(10, min_last=1)))) == [10, 10, 1]
    # one line is rather two characters short than two lines are one short
    assert list(map(len, chosen("甲" * 21, ParagraphStyle(10, min_last=3)))) == [8, 10, 3]
    assert list(map(len, chosen("甲" * 61, ParagraphStyle(30, min_last=3)))) == [29, 29, 3]
    # marks are no characters, and a text of one line is no runt
    assert chosen("甲" * 10 + "」。", ParagraphStyle(10, min_last=2))[-1] == "甲甲」。"
    assert chosen("甲。", ParagraphStyle(10, min_last=4)) == ["甲。"]


@pytest.mark.parametrize(
    ("costs", "lines"),
    [
        (Costs(), ["甲甲甲甲甲甲甲甲甲甲，", "乙乙乙乙乙乙乙乙乙乙"]),
        (Costs(full_mark=500.0), ["甲甲甲甲甲甲甲甲甲甲，|", "乙乙乙乙乙乙乙乙乙乙"]),
    ],
)
def test_a_full_mark_at_a_line_end_has_its_price(costs: Costs, lines: list[str]) -> None:
    assert chosen("甲" * 10 + "，" + "乙" * 10, ParagraphStyle(11), costs) == lines


def test_an_empty_text_has_no_lines() -> None:
    assert compose("", {}, METRICS, ParagraphStyle(10)) == ()


def price(spare: float, *, final: bool = False, justify: bool = True, indent: int = 0) -> float:
    """Return what a line of ten Han costs that are so many em shorter than the measure."""
    atoms = [Atom("text", "甲", at, 1.0, cost=None if at != 9 else 0.0) for at in range(11)]
    style = ParagraphStyle(10 + spare + indent, indent=indent, justify=justify)
    breaker = Breaker(atoms[:10] if final else atoms, style, COSTS)
    breaker.search_within(float("inf"))
    return breaker.cost[1]


def test_a_line_costs_more_the_more_it_is_stretched() -> None:
    assert price(0.0) == 1.0
    # half of the slack, which is an em in a measure of 36
    half = 10 / (36 / 0.5 - 1)
    assert price(half) == pytest.approx(2.0)
    assert price(0.5) == pytest.approx(1 + (0.5 / (0.5 * 10.5 / 36)) ** 2)
    assert price(half, indent=2) == pytest.approx(1 + (half / (0.5 * (12 + half) / 36)) ** 2)


def test_a_line_that_no_spacing_fills_has_its_price() -> None:
    # nothing is wider between ten Han, in nine gaps, than 0.095 em
    for spare, more in ((0.85, 0), (0.86, 400)):
        stretched = (spare / (0.5 * (10 + spare) / 36)) ** 2
        assert price(spare) == pytest.approx(1 + stretched + more)
    assert price(3.0, final=True) == 0.0
    assert price(3.0, justify=False) == pytest.approx(1 + (3.0 / (2.0 * 13.0 / 36)) ** 2)


def test_a_line_is_squeezed_by_a_thirtieth_of_an_em_a_place_at_most() -> None:
    for spare in (-0.2, -0.25):
        squeezed = (spare / (0.35 * (10 + spare) / 36)) ** 2
        assert price(spare) == pytest.approx(1 + squeezed)
        assert price(spare, final=True) == pytest.approx(1 + squeezed)
    # by more than the slack
    assert price(-0.3) == pytest.approx(10000 * 1.3)
    # by more than 0.035 em at each of nine places
    assert price(-0.32) == pytest.approx(10000 * 1.32 + 10000)
    assert price(-0.1, justify=False) == pytest.approx(10000 * 1.1)


def test_a_line_that_fills_its_measure_to_a_rounding_is_not_too_long() -> None:
    # 0.1 em ten times is less than an em by a rounding, and three times 0.1 more than 0.3
    atoms = [Atom("text", "甲", at, 0.1, cost=0.0) for at in range(33)]
    ragged = ParagraphStyle(sum([0.1] * 11) - 1e-12, justify=False)
    assert [end - start for start, end, _ in choose_breaks(atoms, ragged)] == [11, 11, 11]


def test_blanks_between_words_take_more_than_gaps_between_han() -> None:
    """Three words of 1.5 em with two blanks of 0.25 em in a line, and one in the next."""

    def cost(measure: float) -> float:
        atoms = atoms_of("abc def ghi abc def ghi", {}, METRICS, ParagraphStyle(measure))
        breaker = Breaker(atoms, ParagraphStyle(measure), COSTS)
        breaker.search_within(float("inf"))
        return breaker.cost[3]

    assert cost(5.0) == 1.0
    assert cost(5.2) == pytest.approx(1 + (0.2 / (0.5 * 5.2 / 36 + 0.08 * 2)) ** 2)
    assert cost(4.9) == pytest.approx(1 + (0.1 / (0.35 * 4.9 / 36 + 0.03 * 2)) ** 2)
    # by no more than half an em each, and narrowed by no more than 0.06 em
    assert cost(5.99) < 400 < cost(6.01)
    assert cost(4.89) < 100 < cost(4.87)


def test_a_line_by_an_address_is_hardly_spread() -> None:
    text = "甲乙丙丁戊己庚辛壬癸un.org/abcdefgh/ijkl甲乙丙丁"
    wide = ParagraphStyle(14.0)
    atoms = atoms_of(text, {}, METRICS, wide)
    breaker = Breaker(atoms, wide, COSTS)
    breaker.search_within(float("inf"))
    # ten Han and "un.org/", 3.5 em, with a gap of 0.07 em: 0.43 em are left for ten places
    at = breaker.points.index(12)
    assert 40 < breaker.cost[at] < 400


def test_a_text_of_one_line_is_no_runt() -> None:
    atoms = atoms_of("甲。", {}, METRICS, ParagraphStyle(10))
    breaker = Breaker(atoms, ParagraphStyle(10, min_last=4), COSTS)
    breaker.search_within(float("inf"))
    assert breaker.cost == [0.0, 0.0]


def test_a_mark_that_begins_a_text_has_none_before_it() -> None:
    assert chosen("，甲，", ParagraphStyle(0.5, squeeze=False))[0] == "，|"


def test_a_second_closing_mark_at_a_line_end_keeps_its_em() -> None:
    style = ParagraphStyle(10, squeeze=False)
    atoms = atoms_of("甲甲甲甲甲甲甲甲」，乙", {}, METRICS, style)
    breaker = Breaker(atoms, style, COSTS)
    breaker.search_within(float("inf"))
    assert breaker.cost[breaker.points.index(10)] == 1.0


def test_a_single_character_cannot_be_squeezed() -> None:
    atoms = [Atom("text", "甲", at, 1.0) for at in range(2)]
    breaker = Breaker(atoms, ParagraphStyle(0.99), COSTS)
    breaker.search_within(float("inf"))
    squeezed = (0.01 / (0.35 * 0.99 / 36)) ** 2
    assert breaker.cost[1] == pytest.approx(1 + squeezed + COSTS.emergency)
