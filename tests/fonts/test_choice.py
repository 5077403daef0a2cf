"""Each character is shown by the first face of a chain that has it; a script stays together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengben.design.faces import FACES, chain_for
from zhengben.fonts.choice import (
    FaceChoice,
    attaches,
    choose,
    needs_glyph,
    script_of,
    without_glyph,
)
from zhengben.fonts.subset import covered_characters

CHAIN = chain_for("serif", "zh-Hant")


def shown(choice: FaceChoice) -> dict[str, str]:
    return {c: choice.chain[place].key for c, place in choice.others.items()}


def test_what_the_first_face_has_needs_no_other() -> None:
    choice = choose(CHAIN, "丁城條約 Treaty — Договор，１２")
    assert (choice.others, choice.lacking, choice.faces) == ({}, frozenset(), CHAIN[:1])


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("床册", {"册": "serif-sc"}),
        ("H₂SO₄ 10⁻³", {"₂": "serif-letters", "₄": "serif-letters", "⁻": "serif-letters"}),
        ("☐☒", {"☐": "dejavu", "☒": "dejavu"}),
        ("ලංකා", dict.fromkeys("ලංකා", "sinhala")),
        ("ລາວ", dict.fromkeys("ລາວ", "lao")),
        ("עם", dict.fromkeys("עם", "hebrew")),
    ],
)
def test_what_it_lacks_comes_from_the_next_that_has_it(text: str, faces: dict[str, str]) -> None:
    assert shown(choose(CHAIN, text)) == faces


def test_no_word_is_set_in_two_faces() -> None:
    # ӣ is in letters alone, all the others in the first face too
    choice = choose(CHAIN, "Душанбе, ҷумҳурӣ, Treaty")
    assert set(choice.others) == set("Душанбеҷумҳурӣ")
    assert set(shown(choice).values()) == {"serif-letters"}


def test_scripts_that_no_face_has_whole_take_what_there_is() -> None:
    choice = choose(CHAIN, "ཀ한𠮷册")
    assert choice.lacking == frozenset("ཀ한𠮷")
    assert shown(choice) == {"册": "serif-sc"}


def test_signs_that_are_drawn_on_others_are_in_every_face_in_use() -> None:
    characters = frozenset("Қы\u0301册")
    choice = choose(CHAIN, characters)
    place = choice.places[-1]
    assert choice.chain[place].key == "serif-letters"
    assert "\u0301" in choice.shown_by(place, characters)
    assert choice.shown_by(0, characters) == frozenset("\u0301")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFFFF), max_size=12))
def test_every_character_is_shown_by_a_face_that_has_it(text: str) -> None:
    choice = choose(CHAIN, text)
    for character in text:
        if character not in choice.lacking:
            face = choice.chain[choice.others.get(character, 0)]
            assert character in covered_characters(face.path)
        else:
            assert not any(character in covered_characters(face.path) for face in CHAIN)
    for place in choice.places:
        letters = {c for c in choice.shown_by(place, frozenset(text)) if not attaches(c)}
        assert letters <= covered_characters(choice.chain[place].path)


@pytest.mark.parametrize("sign", ["Ⅻ", "ⅲ", "Ａ", "ｚ"])
def test_signs_as_wide_as_han_do_not_draw_the_letters_of_words_along(sign: str) -> None:
    choice = choose(CHAIN, f"{sign}級 Łódź")
    assert choice.chain[choice.others["ź"]].key == "serif-letters"
    assert {choice.chain[choice.others[c]].key for c in "Łdó"} == {"serif-letters"}
    assert sign not in choice.others


def test_what_python_does_not_know_yet_wants_a_glyph_too() -> None:
    assert all(map(needs_glyph, "甲\u3000 \U000313a0\ue000\u0301\u200d"))
    assert not any(map(needs_glyph, "\n\ufffc\u00a0\ufeff"))


def test_every_face_has_a_script_of_its_own_or_serves_all() -> None:
    assert len({face.path for face in FACES.values()}) == len(FACES)
    assert script_of("Қ") == "Cyrl"


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("ཀ", "ཀ (U+0F40)"),
        ("한𠮷", "한 (U+D55C), nor for 𠮷 (U+20BB7)"),
    ],
)
def test_all_characters_that_no_face_has_are_told_at_once(lacking: str, said: str) -> None:
    choice = choose(CHAIN, lacking)
    assert choice.lacking == frozenset(lacking)
    assert without_glyph(choice, lacking[0]) == said


def test_so_many_are_counted() -> None:
    choice = FaceChoice(tuple(CHAIN), {}, frozenset(map(chr, range(0xAC00, 0xAC00 + 20))))
    said = without_glyph(choice, "\uac00")
    assert said.endswith("(U+AC0C) and 7 others")
    assert said.count("U+") == 13
