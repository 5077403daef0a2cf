"""Tables typed with bars and no rule: each cell a line at its place, nothing lost, doubts told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import read
from zhengben.capture.base import CapturedLine
from zhengben.capture.typed_tables import with_typed_tables
from zhengben.document.notation import Mark

HEAD = "某局通知\n\n2024年3月5日\n\n一、标准如下：\n\n"
Found = list[tuple[str, int, int, bool]]


def cells(lines: list[str], *, page: bool = False) -> Found:
    captured = [CapturedLine(line) for line in lines]
    found = with_typed_tables(captured, page=page)
    return [(n.text, n.cell.row, n.cell.column, n.cell.head) for n in found if n.cell]


@pytest.mark.parametrize("bar", ["|", "｜", " | ", "　│　"])
def test_a_head_or_figures_make_a_table(bar: str) -> None:
    rows = [["项目", "单位", "标准"], ["登记费", "件", "10元"], ["变更费", "", "5元"]]
    assert cells([bar.join(row) for row in rows]) == [
        ("项目", 1, 1, True), ("单位", 1, 2, True), ("标准", 1, 3, True),
        ("登记费", 2, 1, False), ("件", 2, 2, False), ("10元", 2, 3, False),
        ("变更费", 3, 1, False), ("5元", 3, 3, False),
    ]  # fmt: skip


def test_rows_between_bars_are_a_table_and_edges_no_cells() -> None:
    assert cells(["|甲|乙|", "| 丙 | |"], page=True) == [
        ("甲", 1, 1, False), ("乙", 1, 2, False), ("丙", 2, 1, False),
    ]  # fmt: skip


def test_even_rows_of_words_are_a_table_of_a_text_and_links_of_a_page() -> None:
    rows = ["某甲｜局长", "某乙｜副局长", "某丙｜科长"]
    assert len(cells(rows)) == 6
    assert not any(header for *_, header in cells(rows))
    assert cells(rows, page=True) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["首页 | 新闻 | 联系"],
        ["电话：1｜传真：2", "地址：某街｜邮编：3", "姓名：某甲｜职务：科员"],
        ["首页 | 新闻", "概况 | 机构 | 领导", "公告"],
        ["甲乙丙", "丁戊己"],
    ],
)
def test_other_lines_stay_as_they_are(lines: list[str]) -> None:
    assert cells(lines) == []


def test_a_mark_goes_with_its_cell_and_none_is_divided() -> None:
    head = CapturedLine("名称|数量")
    row = CapturedLine("甲m2 | 3", marks=(Mark("sup", 2, 3),))
    more = CapturedLine("乙 | m2", marks=(Mark("sup", 5, 6),))
    found = with_typed_tables([head, row, more], page=False)
    assert [(n.text, n.marks) for n in found if n.marks] == [
        ("甲m2", (Mark("sup", 2, 3),)), ("m2", (Mark("sup", 1, 2),)),
    ]  # fmt: skip
    over = CapturedLine("甲 | 3", marks=(Mark("em", 0, 5),))
    assert not any(n.cell for n in with_typed_tables([head, over, more], page=False))


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_rows_of_other_lengths_are_asked_about_and_kept(name: str, tmp_path: Path) -> None:
    table = "序号｜名称｜说明\n1｜甲类｜一般情形\n2｜乙类\n3｜丙类｜特殊情形｜从严\n"
    made = read(tmp_path / name, f"{HEAD}{table}\n二、自发布之日起施行。\n")
    said = [row.text for row in made.guess.rows if row.role == "cell"]
    assert said == [cell for line in table.splitlines() for cell in line.split("｜")]
    assert any("fewer or more cells" in question.about for question in made.questions)


def test_a_rule_below_the_head_is_none_of_the_text_and_says_how_columns_stand() -> None:
    lines = ["| 甲 | 乙 | 丙 |", "|---|:--:|---:|", "| 丁 | | 戊 |", "| 己 | 庚 | 辛 |"]
    found = with_typed_tables([CapturedLine(line) for line in lines], page=True)
    said = [(n.text, n.cell.row, n.cell.head, n.cell.align) for n in found if n.cell]
    assert said == [
        ("甲", 1, True, ""), ("乙", 1, True, "center"), ("丙", 1, True, "right"),
        ("丁", 2, False, ""), ("戊", 2, False, "right"),
        ("己", 3, False, ""), ("庚", 3, False, "center"), ("辛", 3, False, "right"),
    ]  # fmt: skip
    assert [(n.text, n.reason) for n in found if not n.cell] == [(lines[1], "rule of a table")]
