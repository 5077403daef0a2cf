"""Readings are told apart by kind; script, width of Han and form are no variant."""

from __future__ import annotations

import pytest

from zhengben.comparison.kinds import compared, kind_of, number


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("開闢", "開辟", "script"),
        ("关系", "關係", "script"),
        ("「", "“", "script"),
        ("，", "、", "punctuation"),
        ("，", ",", "punctuation"),
        ("", "，", "punctuation"),
        ("——", "—", "punctuation"),
        ("二〇〇二", "2002", "number"),
        ("八十", "80", "number"),
        ("百分之十", "10%", "number"),
        ("百分之十", "10", "word"),
        ("二十", "21", "word"),
        ("創始國", "成員國", "word"),
        ("", "尊嚴的", "added"),
        ("起", "", "missing"),
        ("甲，", "甲", "word"),
    ],
)
def test_kinds(one: str, other: str, kind: str) -> None:
    assert kind_of(one, other) == kind


def test_a_text_is_compared_character_by_character() -> None:
    text = "（二）㈠上海…合作ＡＢ１２％﹁々"
    assert len(compared(text)) == len(text)
    assert compared("Ａ１") == "A1"


def test_what_is_no_number_has_no_value() -> None:
    assert number("甲") is None
    assert number("") is None
