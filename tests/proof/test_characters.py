"""Edits between two paragraphs are those that a reader would tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.proof.characters import Edit, edits

LINE = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


def told(expected: str, found: str) -> list[tuple[str, int, str, str]]:
    return [(e.kind, e.offset, e.expected, e.found) for e in edits(expected, found)]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (LINE, []),
        (LINE.replace("五", ""), [("lost", 4, "五", "")]),
        (LINE.replace("五", "五伍"), [("added", 5, "", "伍")]),
        (LINE.replace("五", "伍"), [("changed", 4, "五", "伍")]),
        (LINE.replace("五六", "六五"), [("swapped", 4, "五六", "六五")]),
        # two pieces that changed places, neighbours or not far apart
        (LINE.replace("五六七八九", "八九五六七"), [("swapped", 4, "五六七八九", "八九五六七")]),
        (LINE[:4] + LINE[10:16] + LINE[4:10] + LINE[16:],
         [("swapped", 4, LINE[4:16], LINE[10:16] + LINE[4:10])]),
        (LINE.replace("五六七八九", "八九五六七").replace("丙", "兵"),
         [("swapped", 4, "五六七八九", "八九五六七"), ("changed", 12, "丙", "兵")]),
        # further apart it is a loss and a gain
        (LINE[:3] + LINE[10:16] + LINE[3:10] + LINE[16:],
         [("added", 3, "", LINE[10:16]), ("lost", 10, LINE[10:16], "")]),
        # three that turned are no swap of two
        (LINE.replace("五六七", "七六五"), [("added", 4, "", "七六"), ("lost", 5, "六七", "")]),
        (LINE.replace("五", "").replace("丙", "兵"),
         [("lost", 4, "五", ""), ("changed", 12, "丙", "兵")]),
        (LINE.replace("五", "").replace("七", "起欺"),
         [("lost", 4, "五", ""), ("changed", 6, "七", "起欺")]),
    ],
)  # fmt: skip
def test_edits(found: str, wanted: list[tuple[str, int, str, str]]) -> None:
    assert told(LINE, found) == wanted


def test_an_edit_is_shown_among_its_neighbours() -> None:
    (edit,) = edits(LINE, LINE.replace("十", "拾拾"))
    assert edit == Edit("changed", 9, "十", "拾拾", "…四五六七八九十甲乙丙丁戊己…",
                        "…四五六七八九拾拾甲乙丙丁戊己…")  # fmt: skip
    (edit,) = edits("一二三", "一二四")
    assert (edit.expected_context, edit.found_context) == ("一二三", "一二四")
    (edit,) = edits(LINE[:7], LINE[:6])
    assert (edit.expected_context, edit.found_context) == (LINE[:7], LINE[:6])
    (edit,) = edits("〇" + LINE[:7], "〇" + LINE[:6])
    assert (edit.expected_context, edit.found_context) == ("…" + LINE[:7], "…" + LINE[:6])


def test_a_character_that_is_frequent_is_compared_like_others() -> None:
    text = "的" * 300 + "甲"
    assert told(text, "的" * 150 + "地" + "的" * 149 + "甲") == [("changed", 150, "的", "地")]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.text("一二三四", max_size=16), st.text("一二三四", max_size=16))
def test_the_edits_of_any_two_texts_turn_one_into_the_other(one: str, other: str) -> None:
    text, moved = one, 0
    for edit in edits(one, other):
        start = edit.offset + moved
        assert text[start : start + len(edit.expected)] == edit.expected
        text = text[:start] + edit.found + text[start + len(edit.expected) :]
        moved += len(edit.found) - len(edit.expected)
    assert text == other
