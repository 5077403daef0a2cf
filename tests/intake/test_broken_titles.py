"""A title that was broken into lines is one line of the text, where nothing speaks against."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.intake.test_losses import new, texts
from zhengben.intake.draft import draft
from zhengben.intake.hints import parse_hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import top

BODY = "\n第一條　丁河由雙方共用。\n\n第二條　本約自簽字之日起生效。\n"


def lines(made_top: list[str]) -> list[str]:
    return [line for line in made_top if line.startswith("title-lines")]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("丁國政府和戊國政府\n關於丁河航行的\n協定\n",
         ["丁國政府和戊國政府", "關於丁河航行的", "協定"]),
        ("　　　　丁省水利廳關於進一步做好\n　　　　　丁河疏浚工作的通知\n",
         ["丁省水利廳關於進一步做好", "丁河疏浚工作的通知"]),
        ("丁河各國外長\n航行安全聯合聲明\n（2001年2月3日於丁城）\n",
         ["丁河各國外長", "航行安全聯合聲明"]),
        # 公告 alone would be a note that something was published
        ("丁城人民法院\n關於維護河道秩序的\n公告\n丁法〔2011〕2號\n",
         ["丁城人民法院", "關於維護河道秩序的", "公告"]),
    ],
)  # fmt: skip
def test_it_is_joined_and_set_in_the_same_lines(
    above: str, title: list[str], tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", above + BODY)
    assert texts(made)[0] == "".join(title)
    assert [row.role for row in made.guess.rows].count("subtitle") == 0
    assert made.recipe.joined == ((1, len(title)),)
    quoted = ", ".join(f'"{part}"' for part in title)
    assert lines(list(top(made))) == [f"title-lines = [{quoted}]"]


@pytest.mark.parametrize(
    ("above", "title", "below"),
    [
        # who issues it together has a line each
        ("丁省水利廳\n丁省交通廳\n關於丁河航行的通知\n", "丁省水利廳", "丁省交通廳"),
        # what stands below names no kind of text
        ("丁河航行協定\n附議定書的文本\n", "丁河航行協定", "附議定書的文本"),
        # a line between is none of the title
        ("丁國政府和戊國政府\n\n關於丁河航行的協定\n", "丁國政府和戊國政府", "關於丁河航行的協定"),
    ],
)
def test_lines_that_say_something_by_themselves_stay(
    above: str, title: str, below: str, tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", above + BODY)
    assert texts(made)[:2] == [title, below]
    assert not made.recipe.joined


def test_a_hint_keeps_the_lines_apart(tmp_path: Path) -> None:
    above = "丁國政府和戊國政府\n關於丁河航行的協定\n"
    page = tmp_path / "a.txt"
    page.write_text(above + BODY, "utf-8")
    hints = parse_hints(["capture 1-2 alone"])
    made = draft(page, sniff(page), hints, datetime.date(2026, 1, 2))
    assert texts(made)[:2] == above.split("\n")[:2]


@pytest.mark.parametrize(
    "crumbs",
    [
        "丁城网 > 文件",
        "戊河流域管理局网站 » 航道处",
        "丁省水利厅 › 信息公开",
        "丁河 ＞ 正文",
        "丁城 -> 通知公告",
    ],
)
def test_where_the_page_stands_is_no_issuer(crumbs: str, tmp_path: Path) -> None:
    body = "丁河航行规则\n\n第一条　丁河由双方共用。\n\n第二条　本规则自公布之日起施行。\n"
    made = new(tmp_path / "a.txt", f"{crumbs}\n\n{body}")
    assert texts(made)[0] == "丁河航行规则"
    assert [c.reason for c in made.choice.candidates if c.reason] == ["navigation"]
