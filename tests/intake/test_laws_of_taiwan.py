"""Laws as Taiwan's sites show them: their history, 第 2-1 條, counted paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.document.numbering import parse_label
from zhengben.intake.draft import Draft


def article(made: Draft, at: int) -> tuple[int, ...]:
    label = made.guess.rows[at].label
    assert label is not None
    return label.value


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("第 2-1 條　水。", (2, 1), "第 2-1 條"),
        ("第２－１條", (2, 1), "第２－１條"),
        ("第 10 條 之 1　水。", (10, 1), "第 10 條 之 1"),
        ("第十七條之一 水。", (17, 1), "第十七條之一"),
        ("第5條-2", (5, 2), "第5條-2"),
        ("第 3 條之規定", (3,), "第 3 條"),
        ("第 3 條之 2 項", (3,), "第 3 條"),
        ("第三条之一款", (3,), "第三条"),
        ("第二條 —— 水", (2,), "第二條"),
    ],
)
def test_articles_that_were_inserted(text: str, value: tuple[int, ...], said: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.value, label.text) == ("article", value, said)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("1 為促進水", True), ("2　前項", True), ("12 「水」指", True), ("3  《水法》", True),
        ("1 月 5 日", False), ("15 日內", False), ("12 個月", False), ("3 至 5 人", False),
        ("2001 為期", False), ("1為促進", False), ("2 2", False), ("5 萬元", False),
    ],
)  # fmt: skip
def test_a_number_that_a_blank_divides_from_its_text(text: str, counts: bool) -> None:
    label = parse_label(text)
    assert (label is not None and label.kind == "bare") is counts


HISTORIES = (
    "中華民國九十年五月三日總統華總一義字第123號令制定公布全文二十條",
    "1.中華民國九十年五月三日總統（90）華總字第12號令公布；並自公布日施行\n"
    "2.中華民國一百年一月九日總統華總字第34號令修正公布第 2 條條文",
    "2001年2月3日丁城市議會發布",
)


@pytest.mark.parametrize("history", HISTORIES)
def test_the_history_of_a_law_stands_above_its_title(history: str, tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"{history}\n\n丁城用水條例\n\n第 1 條\n"
        "1 水屬於丁城。\n2 用水者有：\n　一、家戶。\n　二、工廠。\n"
        "第 1-1 條\n（刪除）\n第 2 條\n12 個月內施行。\n",
    )
    above = history.count("\n") + 1
    assert roles(made)[: above + 1] == ["session"] * above + ["title"]
    assert texts(made)[above:] == [
        "丁城用水條例", "第 1 條", "1　水屬於丁城。", "2　用水者有：", "一、家戶。",
        "二、工廠。",        "第 1-1 條", "（刪除）", "第 2 條", "12個月內施行。",
    ]  # fmt: skip
    assert roles(made)[above + 1 :] == [
        "article", "paragraph", "paragraph", "item 1", "item 1", "article", "paragraph", "article",
        "paragraph",
    ]  # fmt: skip
    assert article(made, above + 6) == (1, 1)
    assert not any(c.reason for c in made.choice.candidates if c.text.strip())
    assert made.facts.values["genre"] == "law"


def test_a_date_of_the_page_is_no_history(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "2001年2月3日\n\n丁城用水条例\n\n第一条　水属于丁城。\n\n第二条　自公布之日起施行。\n",
    )
    assert roles(made) == ["title", "article", "article"]
