"""Characters that an editor should look at are told with their place, and none is changed."""

from __future__ import annotations

import pytest

from zhengben.conversion.peculiar import Peculiarity, peculiarities
from zhengben.document.lines import Line

PRIVATE, COMPATIBLE = "is private: only its maker", "is a compatibility ideograph, which"
SELECTOR, FAR = "is a variation selector, which", "lies outside the BMP, where"


def found(text: str, script: str = "zh-Hant", accepted: str = "") -> list[Peculiarity]:
    return list(peculiarities((Line(1, 0, text, "para-1"),), script, accepted))


def test_a_form_of_the_other_script() -> None:
    (cat,) = found("貓头鷹")
    assert (cat.line_id, cat.offset, cat.character) == ("para-1", 1, "头")
    assert cat.sentence == (
        "para-1, character 2: 头 (U+5934) is a Simplified form in a text in zh-Hant; correct the "
        "text, or add the character to “accepted-characters”."
    )
    (eagle,) = found("猫頭鹰", "zh-Hans")
    assert "頭 (U+982D) is a Traditional form in a text in zh-Hans;" in eagle.sentence
    (head,) = found("头", "zh-Hant-TW")
    assert "is a Simplified form in a text in zh-Hant-TW" in head.sentence
    assert found("貓头鷹", accepted="头") == []
    assert [p.offset for p in found("头貓头")] == [0, 2]


@pytest.mark.parametrize(("script", "text"), [("zh-Hant", "后台只干群為於"),
                                              ("zh-Hans", "后台只干群为于瞭")])  # fmt: skip
def test_a_form_of_both_scripts_is_no_slip(script: str, text: str) -> None:
    assert found(text, script) == []


@pytest.mark.parametrize(
    ("character", "why"),
    [
        ("\ue000", PRIVATE), ("\uf8ff", PRIVATE), ("\U000f0000", PRIVATE),
        ("\U0010ffff", PRIVATE), ("\uf900", COMPATIBLE), ("\ufaff", COMPATIBLE),
        ("\U0002f800", COMPATIBLE), ("\U0002fa1f", COMPATIBLE), ("\ufe00", SELECTOR),
        ("\ufe0f", SELECTOR), ("\U000e0100", SELECTOR), ("\U000e01ef", SELECTOR),
        ("\U00010000", FAR), ("𠮷", FAR), ("\U0002f7ff", FAR), ("\U0002fa20", FAR),
        ("\U000e00ff", FAR), ("\U000e01f0", FAR), ("\U000effff", FAR),
    ],
)  # fmt: skip
def test_a_character_of_an_odd_range(character: str, why: str) -> None:
    (told,) = found(f"文{character}")
    assert f"(U+{ord(character):04X}) {why}" in told.sentence
    seen = f"{character} " if character.isprintable() else ""
    assert told.sentence.startswith(f"para-1, character 2: {seen}(U+")
    assert found(f"文{character}", accepted=character) == []


@pytest.mark.parametrize("character", ["\ud7ff", "\ufb00", "\uff0c", "\ufe10", "文", "a"])
def test_a_character_beside_those_ranges(character: str) -> None:
    assert found(character) == []
