"""Standard written Chinese is told from what is written as it is spoken."""

from __future__ import annotations

import pytest

from zhengben.scripts.languages import spoken


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("呢度嘅水唔乾淨，大家唔好飲。佢哋已經喺度整緊。", "yue"),
        ("佢哋话呢件事冇咁简单，我哋要睇清楚先至签个名。", "yue"),
        ("阿拉今朝侬勿要去，物事全拨伊拿脱哉。", "wuu"),
        ("伲覅去搿个地方，侬自家去白相。", "wuu"),
        ("遮的代誌毋是按怎簡單，攏總佮阮無關係，毋通去。", "nan"),
    ],
)
def test_languages_that_are_written_as_they_are_spoken(text: str, code: str) -> None:
    found = spoken(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本條例毋須批准即行生效。",
        "双方重申恪守《联合国宪章》宗旨和原则。",
        "機關應當公告，任何人不得攜帶物事入內。",
        "甲方代表佢某签署本协定，双方各执一份，两种文本同等作准。",
    ],
)
def test_standard_written_chinese(text: str) -> None:
    assert spoken(text) is None
