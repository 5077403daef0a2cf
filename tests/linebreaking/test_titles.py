"""Titles break by sense."""

from __future__ import annotations

import pytest

from zhengben.linebreaking.titles import break_title


@pytest.mark.parametrize(
    ("title", "longest", "lines"),
    [
        ("開羅宣言", 18, ["開羅宣言"]),
        ("上海合作組織成員國元首阿斯塔納宣言", 18, ["上海合作組織成員國元首阿斯塔納宣言"]),
        (
            "上海合作組織成員國元首關於共同打擊國際恐怖主義的聲明",
            18,
            ["上海合作組織成員國元首", "關於共同打擊國際恐怖主義的聲明"],
        ),
        (
            "關於禁止發展、生產、儲存和使用化學武器及銷毀此種武器的公約",
            18,
            ["關於禁止發展、生產、儲存", "和使用化學武器及銷毀此種武器的公約"],
        ),
    ],
)
def test_a_title_breaks_where_a_speaker_would_pause(
    title: str, longest: int, lines: list[str]
) -> None:
    assert list(break_title(title, longest)) == lines


def test_no_title_breaks_badly() -> None:
    title = (
        "全國人民代表大會常務委員會關於《中華人民共和國香港特別行政區基本法》"
        "附件一第七條和附件二第三條的解釋"
    )
    for longest in range(8, 40):
        lines = break_title(title, longest)
        assert "".join(lines) == title
        assert all(len(line) <= longest for line in lines)
        for line in lines:
            assert line[0] not in "》的，、"
            assert line[-1] not in "《和在"


def test_numbers_and_words_stay_whole() -> None:
    lines = break_title("聯合國安全理事會第2199號（2015）決議關於ISIL的執行情況報告", 12)
    assert not any(line[-1].isascii() and line[-1].isalnum() for line in lines[:-1])
