"""More choices of the line breaker that no golden line shows, each pinned by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from ruled_metrics import RuledMetrics

from zhengben.document.notation import Mark
from zhengben.linebreaking import Fragment, InlineMark, ParagraphStyle, compose
from zhengben.linebreaking.atoms import Atom, atoms_of
from zhengben.linebreaking.breaker import _head
from zhengben.linebreaking.composed import BETWEEN, CALL_GAP_EM
from zhengben.linebreaking.costs import COSTS
from zhengben.linebreaking.justifier import _blanks, _rows, _spaced, natural_width
from zhengben.linebreaking.marked import _hold_blanks, marked_atoms
from zhengben.linebreaking.numbers import column_pieces
from zhengben.linebreaking.overlong import _letters
from zhengben.linebreaking.titles import _borders, _prices, break_title
from zhengben.linebreaking.words import pieces

METRICS = RuledMetrics()
STYLE = ParagraphStyle(20.0)


def test_a_word_letter_by_letter_keeps_its_place_its_gap_and_its_hyphen() -> None:
    word = Atom("western", "ab ", 7, 1.25, cost=3.0, before=0.07, trail=0.25, hyphen=0.5)
    first, last = _letters(word, METRICS, STYLE)
    assert (first.text, first.start, first.width, first.trail) == ("a", 7, 0.5, 0.0)
    assert (last.text, last.start, last.width, last.trail) == ("b ", 8, 0.75, 0.25)
    assert (first.before, last.before) == (0.07, 0.0)
    assert (first.hyphen, last.hyphen) == (0.0, 0.5)
    assert (first.cost, last.cost) == (COSTS.word_cut, 3.0)
    # the words for an object take its one character, which the first of them has
    shown = Atom("western", "map", 7, 1.5, length=1)
    assert [(a.start, a.length) for a in _letters(shown, METRICS, STYLE)] == [
        (7, 1), (8, 0), (8, 0),
    ]  # fmt: skip
    assert _letters(Atom("text", "ab", 0, 1.0), METRICS, STYLE) == [Atom("text", "ab", 0, 1.0)]


def test_a_call_of_the_author_is_shown_by_the_label_of_its_page() -> None:
    usual, anew = (InlineMark("m", Mark("note", 1, 1, "12"), shown=s) for s in ("", "①"))
    for mark, label in ((usual, "12"), (anew, "①")):
        atoms = marked_atoms("甲乙", {}, [mark], METRICS, STYLE)
        assert [a.text for a in atoms if a.kind == "author-call"] == [label]


def test_two_calls_stand_apart_though_nothing_stands_before_them() -> None:
    mark = InlineMark("m", Mark("note", 0, 0, "2"))
    theirs, ours, _ = marked_atoms("甲", {0: "1"}, [mark], METRICS, STYLE)
    assert (theirs.kind, theirs.before) == ("author-call", 0.0)
    assert (ours.kind, ours.before) == ("call", CALL_GAP_EM)


@pytest.mark.parametrize(("width", "held"), [(6.0, True), (6.25, False)])
def test_a_short_blank_to_fill_in_stays_whole(width: float, held: bool) -> None:
    blank, other = ((InlineMark("m", Mark(kind, 0, 2)),) for kind in ("blank", "u"))
    for marks, holds in ((blank, held), (other, False), ((), False)):
        atoms = [
            Atom("text", "　", 0, width / 2, cost=None, marks=marks),
            Atom("text", "　", 0, width / 2, cost=0.0, marks=marks),
            Atom("text", "　", 1, width, cost=1.0, marks=marks),
        ]
        _hold_blanks(atoms)
        assert [atom.cost for atom in atoms] == [None, COSTS.number_cut if holds else 0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\u302a乙", ["甲\u302a", "乙"]),
        ("か\u3099\u302a乙", ["か\u3099\u302a", "乙"]),
        ("甲——乙", ["甲", "——", "乙"]),
        ("——", ["——"]),
        ("———", ["——", "—"]),
    ],
)
def test_what_is_drawn_on_a_character_or_joined_to_it_shares_its_cell(
    text: str, expected: list[str]
) -> None:
    atoms = atoms_of(text, {}, METRICS, STYLE)
    assert [atom.text for atom in atoms] == expected
    assert sum(atom.width for atom in atoms) == sum(METRICS.advances(text, True))


def test_a_hyphen_of_ours_is_none_of_the_text() -> None:
    text = "甲乙丙internationalization條約"
    fragments = [f for n in compose(text, {}, METRICS, ParagraphStyle(6.0)) for f in n.fragments]
    assert "hyphen" in [f.kind for f in fragments]
    assert "".join(f.text for f in fragments if f.kind not in BETWEEN) == text


NAMES = """上海合作组织 成员国 元首 新时代 安全理事会 联合国 伙伴关系 欧亚经济联盟 人民政府 办公厅
国务院 全国人民代表大会 常务委员会"""


@pytest.mark.parametrize("name", NAMES.split())
@pytest.mark.parametrize("around", ["某{}的决定", "关于{}工作的通知", "各{}间"])
def test_a_name_that_titles_hold_is_parted_nowhere(name: str, around: str) -> None:
    at = around.index("{")
    whole, _ = _borders(around.format(name), 30, ())
    assert not whole & set(range(at + 1, at + len(name)))


def test_a_title_is_parted_at_the_hyphen_of_a_word_last_of_all() -> None:
    assert _prices("共Free-trade區")[6] == 50.0
    assert _prices("共甲-乙區")[3] == 1.0


def test_a_title_breaks_behind_its_first_character_where_nothing_else_fits() -> None:
    assert break_title("甲乙丙", 1) == ("甲", "乙", "丙")


@pytest.mark.parametrize(
    ("run", "kind"), [("12.34", "up"), ("1.234", "up"), ("12.345", "side"), ("123.4", "up")]
)
def test_a_decimal_of_four_figures_is_stacked(run: str, kind: str) -> None:
    assert list(column_pieces(run)) == [(kind, run)]


def test_objects_take_rows_above_and_below_their_line() -> None:
    def object_of(above: int, below: int) -> Fragment:
        shape = SimpleNamespace(rows=lambda leading: (above * int(leading), below))
        mark = InlineMark("m", Mark("image", 0, 1), shape=cast(Any, shape))
        return Fragment("object", "　", marks=(mark,))

    fragments = [Fragment("text", "甲"), object_of(2, 0), object_of(1, 3)]
    assert _rows(fragments, 1.0) == (2, 3)
    assert _rows(fragments, 0.0) == (0, 0)
    assert _rows(fragments[:1], 1.0) == (0, 0)


def test_what_is_left_of_a_line_is_told_to_the_last_bit() -> None:
    words = [Fragment("western", "a b c")]
    assert _spaced(0.4, words, True, 0.095) == (0, 200, pytest.approx(0.0, abs=1e-9))
    assert _spaced(1.25, words, True, 0.095) == (0, 500, pytest.approx(0.25, abs=1e-9))
    assert _spaced(0.4, words, False, 0.095) == (0, 0, 0.4)


def test_blanks_in_words_and_run_in_heads_are_widened() -> None:
    for kind, count in (("western", 2), ("text", 2), ("run-in", 2), ("sup", 0), ("reading", 0)):
        assert _blanks([Fragment(cast(Any, kind), "a b c"), Fragment("up", "1")]) == count


def test_only_the_blank_half_of_an_opening_mark_is_given_up() -> None:
    for width, given_up in ((1.0, -0.5), (0.75, -0.25), (0.5, 0.0), (0.25, 0.0)):
        assert _head([Atom("text", "（", 0, width)], 0) == given_up


def test_a_sign_behind_figures_in_a_column_stays_with_what_stands_behind_it() -> None:
    atoms = atoms_of("甲12%,乙", {}, METRICS, ParagraphStyle(20.0, vertical=True))
    assert [(a.kind, a.text, a.cost is None) for a in atoms[1:-1]] == [
        ("pair", "12", True), ("up", "%", True), ("western", ",", False),
    ]  # fmt: skip


def test_an_object_is_as_wide_as_it_is_drawn() -> None:
    shape = SimpleNamespace(advance=2.5, rows=lambda _: (0, 0))
    mark = InlineMark("m", Mark("image", 0, 1), shape=cast(Any, shape))
    drawn = Fragment("object", "　", marks=(mark,))
    assert natural_width([Fragment("text", "甲"), drawn], METRICS, STYLE) == 3.5
    # the other kinds, each by its own measure
    for kind, text, gaps, width in (
        ("western", "ab", "lr", 1.14), ("up", "12", "", 2.0), ("pair", "12", "", 1.0),
        ("half", "「", "", 0.5), ("hyphen", "-", "", 0.5), ("run-in", "甲乙", "", 2.0),
        ("call", "12", "c", STYLE.call_size + CALL_GAP_EM), ("sup", "2", "", STYLE.call_size / 2),
    ):  # fmt: skip
        fragment = Fragment(cast(Any, kind), text, cast(Any, gaps))
        assert natural_width([fragment], METRICS, STYLE) == pytest.approx(width), kind


def test_a_word_costs_nothing_at_its_end() -> None:
    found = list(pieces("self-determination of", hyphenate=False))
    assert [(p.text, p.cost) for p in found] == [
        ("self-", COSTS.hyphen_cut), ("determination ", 0.0), ("of", 0.0),
    ]  # fmt: skip
    assert [(p.text, p.cost) for p in pieces("word", hyphenate=False)] == [("word", 0.0)]


@pytest.mark.parametrize("hyphenate", [False, True])
def test_marks_among_words_are_as_wide_as_words_have_them_where_they_are_hyphenated(
    hyphenate: bool,
) -> None:
    text, ruled = "it’s “internationalization” now", RuledMetrics()
    atoms = atoms_of(text, {}, ruled, STYLE, hyphenate=hyphenate)
    assert (len([atom for atom in atoms if atom.hyphen]) > 2) is hyphenate
    assert sum(atom.width for atom in atoms) == 0.5 * (len(text) - 2) + 0.25 * 2
