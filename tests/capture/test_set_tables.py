"""Tables that plain text sets with tabs or blanks, and columns that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengben.capture import CapturedLine
from zhengben.capture.readers import extract
from zhengben.capture.set_tables import with_set_tables

TABLES = {
    "figures": "年度  出口（吨）  增幅\n2001  12.50       —\n2002   8.3        -3.1%\n",
    "tabs, cells without text": "序号\t品名\t数量\n1\t甲物\t\n2\t\t3.5\n合计\t\t7\n",
    "full-width blanks": "国别　　　金额\n甲国　　　１，２００元\n乙国　　　８５元\n",
    "a head in words alone": "姓名　职务　备注\n张三　主任　专职\n李四　委员　兼职\n",
    "a row that lacks a cell": "项目  一月  二月\n甲物  10    20\n乙物        30\n",
    "no head": "甲国    10    20\n乙国    11    21\n丙国    12    22\n",
}
NONE = {
    "signatures": "甲方：张三    乙方：李四\n2001年2月3日  2001年2月4日\n（签字）      （签字）\n",
    "names": "张　三　　李　四　　王　五\n赵　六　　钱　七　　孙　八\n周　九　　吴　十　　郑十一\n",
    "contents": "第一章　总则　　1\n第二章　权利　　3\n第三章　附则　　9\n",
    "contents with leaders": "前言……    1\n水……    3\n附则……    9\n",
    "two rows": "年度    吨\n2001    12\n",
    "sentences": "第一，水      12吨。\n第二，土      13吨。\n第三，火      14吨。\n",
    "figures that stand below two": "项目    甲    乙\n水    10    20\n土     12345678901234\n",
}


def cells(text: str) -> list[tuple[int, int, bool, str]]:
    lines = extract(text.encode(), "text", "utf-8").lines
    return [(c.cell.row, c.cell.column, c.cell.head, c.text) for c in lines if c.cell]


@pytest.mark.parametrize("name", TABLES)
def test_every_word_of_a_table_is_a_cell(name: str) -> None:
    found = cells(f"某规定\n第一条　如下表：\n{TABLES[name]}第二条　略。\n")
    assert "".join(said for *_, said in found) == "".join(TABLES[name].split())
    headed = {row for row, _, head, _ in found if head}
    assert headed == (set() if name == "no head" else {1})


def test_cells_stand_in_their_columns() -> None:
    by_place = {
        (row, column): said for row, column, _, said in cells(TABLES["a row that lacks a cell"])
    }
    assert by_place[3, 3] == "30"
    assert (3, 2) not in by_place
    by_place = {(r, c): said for r, c, _, said in cells(TABLES["tabs, cells without text"])}
    assert (by_place[3, 3], by_place[4, 1], (3, 2) in by_place) == ("3.5", "合计", False)


@pytest.mark.parametrize("name", NONE)
def test_columns_that_are_no_table_stay_lines(name: str) -> None:
    assert cells(f"某规定\n第一条　如下：\n{NONE[name]}第二条　略。\n") == []


@given(
    st.lists(
        st.lists(st.text("甲乙丙12.5%—\t \u3000：。", max_size=6), max_size=4).map("   ".join),
        max_size=8,
    )
)
def test_no_word_is_lost_or_moved(lines: list[str]) -> None:
    captured = [CapturedLine(line) for line in lines]
    found = with_set_tables(captured)
    assert "".join("".join(one.text.split()) for one in found) == "".join("".join(lines).split())
    assert [one for one in found if not one.cell] == [one for one in captured if one in found]
