"""Marks follow the script; apostrophes and what has no partner stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.conversion.punctuation import marks
from zhengben.scripts.tags import SCRIPTS


def turned(text: str, script: str) -> str:
    found = list(text)
    for at, mark in marks(text, script):
        found[at] = mark
    return "".join(found)


@pytest.mark.parametrize(
    ("text", "script", "wanted"),
    [
        ("「甲『乙』」", "zh-Hans", "“甲‘乙’”"),
        ("“甲‘乙’”", "zh-Hant", "「甲『乙』」"),
        ("“甲”", "zh-Hant-TW", "「甲」"),
        ("“甲”", "zh-Hans", "“甲”"),
        ("「甲」", "zh-Hant-HK", "「甲」"),
        # an apostrophe stands between two letters
        ("d’Ivoire", "zh-Hant", "d’Ivoire"),
        ("é’É", "zh-Hant", "é’É"),
        ("‘a’，", "zh-Hant", "『a』，"),
        ("甲’a", "zh-Hant", "甲』a"),
        ("Café’s与é’", "zh-Hant", "Café’s与é’"),
        ("10’高", "zh-Hant", "10’高"),
        ("“甲‘é’”", "zh-Hant", "「甲『é』」"),
        ("Alice’s", "zh-Hant", "Alice’s"),
        ("’90年代", "zh-Hant", "’90年代"),
        ("自’90年代起", "zh-Hant-TW", "自’90年代起"),
        ("‘90年代的歌", "zh-Hant", "‘90年代的歌"),
        ("‘90年代’", "zh-Hant", "『90年代』"),
        ("高5’10”的人", "zh-Hant", "高5’10”的人"),
        ("高5’9”", "zh-Hant", "高5’9”"),
        ("“高5’10””", "zh-Hant", "「高5’10”」"),
        ("the states’ rights", "zh-Hant", "the states’ rights"),
        ("‘a’ b", "zh-Hant", "‘a’ b"),
        ("甲说“乙‘丙’90年”", "zh-Hant", "甲说「乙『丙』90年」"),
        ("‘甲’与’90年代", "zh-Hant", "『甲』与’90年代"),
        # a title in a title
        ("《甲《乙》》", "zh-Hans", "《甲〈乙〉》"),
        ("《甲《乙《丙》》》", "zh-Hans", "《甲〈乙《丙》〉》"),
        ("《甲〈乙〉》", "zh-Hant", "《甲〈乙〉》"),
        ("〈甲《乙》〉", "zh-Hant", "〈甲《乙》〉"),
        ("《甲》《乙》", "zh-Hant", "《甲》《乙》"),
        ("《甲《乙》", "zh-Hant", "《甲《乙》"),
        ("《甲《乙》》》", "zh-Hant", "《甲《乙》》》"),
        ("《甲《乙〉》", "zh-Hant", "《甲《乙〉》"),
        ("》《甲《乙》》", "zh-Hant", "》《甲《乙》》"),
    ],
)
def test_marks_follow_the_script(text: str, script: str, wanted: str) -> None:
    assert turned(text, script) == wanted


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text("甲a「」『』“”‘’《》〈〉", max_size=14), st.sampled_from(SCRIPTS))
def test_marks_that_follow_are_left_alone(text: str, script: str) -> None:
    """What was turned once is not turned again, and nothing but marks is."""
    once = turned(text, script)
    assert turned(once, script) == once
    assert all(a == b or a in "「」『』“”‘’《》〈〉" for a, b in zip(text, once, strict=True))
