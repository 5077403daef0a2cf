"""Headings that bear no number and that no markup shows, between paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.intake.draft import Draft

LEAD = "甲國和乙國聯合聲明\n兩國元首在丁城會晤，雙方聲明如下：\n"


def headings(made: Draft) -> list[str]:
    return [f"{r.text} {r.level}" for r in made.guess.rows if r.role == "heading"]


@pytest.mark.parametrize(
    "numbers",
    ["1. 2. 3. 4.", "一、 二、 三、 四、", "一、 二、 一、 二、", "1 2 3 4", "I. II. III. IV."],
)
def test_short_heads_between_counted_paragraphs(numbers: str, tmp_path: Path) -> None:
    a, b, c, d = numbers.split()
    gap = "　" if a == "1" else ""
    made = new(
        tmp_path / "a.txt",
        f"{LEAD}水利合作\n{a}{gap}雙方將共同管理界河。\n{b}{gap}雙方將交換水情。\n雙方還將修建水閘。\n"
        f"公民社會\n{c}{gap}雙方支持民間往來。\n{d}{gap}雙方將互派學生。\n二〇一四年三月五日於丁城\n",
    )
    assert headings(made) == ["水利合作 1", "公民社會 1"]
    assert roles(made)[:4] == ["title", "preamble", "heading 1", roles(made)[3]]
    assert roles(made)[3] in ("paragraph", "article")
    assert not made.doubts
    assert made.guess.own


def test_one_head_between_counted_paragraphs_is_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"{LEAD}1. 雙方將共同管理界河。\n2. 雙方將交換水情。\n水利合作\n3. 雙方支持民間往來。\n",
    )
    assert headings(made) == ["水利合作 1"]
    assert made.doubts == ["line 5, “水利合作”: is it a heading?"]


def test_heads_between_paragraphs_that_the_press_counts_are_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"{LEAD}水利合作\n雙方將共同管理界河，並交換水情。\n雙方將修建水閘。\n"
        "民間往來\n雙方將互派學生，並互設文化中心。\n社會\n雙方將互通消息，並互相學習。\n",
    )
    assert headings(made) == ["水利合作 1", "民間往來 1", "社會 1"]
    assert roles(made)[1] == "preamble"
    assert made.doubts == ["lines 3, 6, 8, “水利合作”, “民間往來”, “社會”: are they headings?"]
    assert not made.guess.own


def test_heads_below_parts_are_of_the_level_below(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"{LEAD}第一部分　現狀\n水利\n1. 雙方將共同管理界河。\n漁業\n2. 雙方將保護魚類。\n"
        "第二部分　展望\n科技\n3. 雙方將互派學者。\n",
    )
    assert headings(made) == [
        "第一部分　現狀 1", "水利 2", "漁業 2", "第二部分　展望 1", "科技 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        # a line alone, a sentence that its source broke, what a text counts elsewhere
        "雙方將共同管理界河，並交換水情。\n水利合作\n雙方將互派學生，並互設文化中心。\n",
        "雙方將共同管理界河，並且交換\n兩岸水情\n資料。\n雙方將互派學生。\n",
        "1. 雙方將管理界河。\n2. 雙方將互派學生。\n水利合作\n雙方將修建水閘，並且交換水情。\n"
        "民間往來\n雙方將互設文化中心，並互派學生。\n",
        # who attended
        "甲國外交部\n乙國外交部\n丙國外交部\n雙方將共同管理界河。\n",
    ],
)
def test_what_may_be_something_else_is_no_heading(body: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", LEAD + body)
    assert headings(made) == []
    assert "".join(texts(made)[2:]) == body.replace(" ", "").replace("\n", "")


def test_names_of_articles_below_their_numbers_are_no_headings(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "古籍保存法\n第一條\n標的\n本法律規範古籍的保存。\n第二條\n生效\n本法律自翌日起生效。\n",
    )
    assert roles(made)[1:] == [
        "article", "paragraph", "paragraph", "article", "paragraph", "paragraph",
    ]  # fmt: skip
