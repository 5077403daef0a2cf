"""Choices of the line breaker that no golden line shows, each pinned by itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics

from zhengben.document.notation import Mark
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose
from zhengben.linebreaking.atoms import atoms_of
from zhengben.linebreaking.breaker import _sums, broken
from zhengben.linebreaking.characters import clusters, ends_no_line, stands_off
from zhengben.linebreaking.composed import ComposedLine
from zhengben.linebreaking.hyphenation import hyphenable, language_of
from zhengben.linebreaking.memory import ComposedMemory, key_of, memory_in_use, remembering
from zhengben.linebreaking.titles import _borders, _prices, break_title
from zhengben.linebreaking.words import pieces

METRICS = RuledMetrics()


def test_a_title_with_a_word_wider_than_its_line_is_broken_all_the_same() -> None:
    lines = break_title("甲國乙國關於Donaudampfschifffahrtsgesellschaft的公約", 10)
    assert lines == ("甲國乙國關", "於Donaudampfschifffahrtsgesellschaft的", "公約")


@pytest.mark.parametrize(
    ("title", "at", "may"), [("共2016-2021年", 6, False), ("共Free-trade區", 6, True)]
)
def test_a_title_breaks_behind_the_hyphen_of_a_word_alone(title: str, at: int, may: bool) -> None:
    assert (at in _prices(title)) is may


def test_what_a_line_costs_is_told_without_the_place_where_it_ends() -> None:
    style = ParagraphStyle(2.5)
    breaker = broken(atoms_of("2016-20216", {}, METRICS, style), style)
    assert len(breaker.lines()) == 2
    assert max(breaker.line_costs()) < 100


def test_blanks_between_han_are_counted_as_blanks() -> None:
    atoms = atoms_of("甲 乙 丙", {}, METRICS, ParagraphStyle(4.0))
    assert [atom.text for atom in atoms] == ["甲", " ", "乙", " ", "丙"]
    ems, letters, spread, blanks, gaps = _sums(atoms)
    assert (ems[-1], letters[-1], spread[-1], blanks[-1], gaps[-1]) == (3.5, 5, 5, 2, 0)


def test_a_word_of_two_letters_is_parted_where_it_is_wider_than_the_line() -> None:
    lines = compose("ab", {}, RuledMetrics(letter_em=0.8), ParagraphStyle(1.0))
    assert ["".join(f.text for f in line.fragments) for line in lines] == ["a", "b"]


def test_a_word_in_a_mark_is_hyphenated_and_its_hyphen_lies_in_the_mark() -> None:
    text = "甲乙丙internationalization條約"
    mark = InlineMark("u-1", Mark("u", 3, 23))
    lines = compose(text, {}, METRICS, ParagraphStyle(6.0), [mark])
    hyphens = [f for line in lines for f in line.fragments if f.kind == "hyphen"]
    assert [[inline.id for inline in f.marks] for f in hyphens] == [["u-1"]] * len(hyphens) != []


def test_what_is_drawn_on_a_letter_or_ends_it_stays_with_it() -> None:
    assert clusters("l’état") == ["l’", "é", "t", "a", "t"]
    assert clusters("e\u0301a b") == ["e\u0301", "a ", "b"]


@pytest.mark.parametrize(
    ("piece", "ends"), [("a(", True), ("(a", False), ("（", True), ("a", False)]
)
def test_no_line_ends_with_what_opens(piece: str, ends: bool) -> None:
    assert ends_no_line(piece, word=True) is ends


def test_no_gap_stands_beside_a_bracket_of_a_word() -> None:
    assert not stands_off("甲", "a(", "甲")
    assert stands_off("甲", "(a", "甲")
    assert not stands_off("甲", "甲", ")a")
    assert stands_off("甲", "甲", "a)")


def test_languages_are_told_by_their_tags_in_any_case() -> None:
    assert language_of("сотрудничества", ("BG-BG",)) == language_of("сотрудничества", ("bg-BG",))
    assert language_of("сотрудничества") == "ru_RU"
    assert not hyphenable("ꭰꭱꭲꭳꭴꭵꭶ")
    assert hyphenable("甲 hyphenated")


@pytest.mark.parametrize("word", ["internationalization", "сотрудничества", "διεθνεστέρους"])
def test_a_word_is_hyphenated_though_no_blank_parts_it_from_han(word: str) -> None:
    assert hyphenable(f"甲國{word}條約")
    lines = compose(f"甲國{word}條約", {}, METRICS, ParagraphStyle(5.0))
    assert any(fragment.kind == "hyphen" for line in lines for fragment in line.fragments)


def test_a_mark_that_begins_a_word_is_a_letter_of_its_own() -> None:
    assert clusters("’tis") == ["’", "t", "i", "s"]


@pytest.mark.parametrize(("piece", "word", "holds"), [("(", True, True), ("(", False, False)])
def test_a_bracket_holds_what_follows_in_a_word_alone(piece: str, word: bool, holds: bool) -> None:
    assert ends_no_line(piece, word=word) is holds


def test_pieces_are_the_run_though_it_begins_with_blanks() -> None:
    assert [piece.text for piece in pieces("  a b", hyphenate=False)] == ["  ", "a ", "b"]


@pytest.mark.parametrize("word", ["l’internationalisation", "(internationalisation)"])
def test_a_single_word_with_a_mark_is_hyphenated_at_the_price_of_any_word(word: str) -> None:
    plain = list(pieces("internationalisation", hyphenate=True, languages=("fr",)))
    marked = list(pieces(word, hyphenate=True, languages=("fr",)))
    assert [piece.cost for piece in marked] == [piece.cost for piece in plain]
    assert max(piece.cost for piece in plain) > 0


def test_a_long_word_behind_others_is_parted_between_the_words_in_it() -> None:
    assert _borders("中华人民共和国政府的决定", 4, ()) == ({0, 9, 10, 12}, {7})
    assert _borders("关于中华人民共和国政府的决定", 4, ()) == ({0, 2, 11, 12, 14}, {9})


def test_a_line_takes_rows_above_and_below_its_own() -> None:
    line = ComposedLine(0, 1, 0, (), first=True, last=True, words=0, above=2, below=1)
    assert line.rows == 4


def test_a_mark_is_plain_unless_it_says_more() -> None:
    mark = Mark("u", 0, 1)
    assert InlineMark("u-1", mark) == InlineMark(
        "u-1", mark, target="", words="", ends=True, look="", shape=None, alone=False, shown=""
    )


def test_what_two_turns_did_not_set_is_forgotten() -> None:
    memory, key = ComposedMemory(), ("甲",)
    lines = compose("甲", {}, METRICS, ParagraphStyle(4.0))
    with remembering(memory):
        assert memory_in_use() is memory
        memory.keep(key, lines)
    assert memory_in_use() is None
    with remembering(memory):
        assert memory.recall(key) is lines
    for _ in range(2):
        with remembering(memory):
            pass
    assert memory.recall(key) is None


def test_what_a_turn_recalls_lasts_for_the_next() -> None:
    memory, lines = ComposedMemory(), compose("甲", {}, METRICS, ParagraphStyle(4.0))
    with remembering(memory):
        memory.keep(("甲",), lines)
        assert memory.recall(("甲",)) is lines
    for _ in range(3):
        with remembering(memory):
            assert memory.recall(("甲",)) is lines


class _OneFace(RuledMetrics):
    """Metrics of one face, which is a file."""

    path = "face.otf"

    def parts(self, text: str) -> list[tuple[RuledMetrics, str]]:
        return [(self, text)]


def test_a_paragraph_is_another_one_with_other_text_calls_style_or_marks() -> None:
    metrics, style, mark = _OneFace(), ParagraphStyle(4.0), InlineMark("u-1", Mark("u", 0, 1))
    keys = [
        key_of("甲乙", {}, metrics, style, ()),
        key_of("甲丙", {}, metrics, style, ()),
        key_of("甲乙", {1: "2"}, metrics, style, ()),
        key_of("甲乙", {1: "3"}, metrics, style, ()),
        key_of("甲乙", {}, metrics, ParagraphStyle(5.0), ()),
        key_of("甲乙", {}, metrics, style, [mark]),
        key_of("甲", {}, metrics, style, [replace(mark, words="乙")]),
    ]
    assert len(set(keys)) == len(keys)
    assert key_of("甲", {2: "b", 1: "a"}, metrics, style, ())[2] == ((1, "a"), (2, "b"))
