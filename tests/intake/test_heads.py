"""Heads of a table whose source marks none: taken where they look so, and asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft
from zhengben.intake.writing import structure_rows, top

LAW = "<h1>丁城水價辦法</h1><p>第一條　水價如下：</p>{}<p>第二條　本辦法自公布之日起施行。</p>"


def made_of(folder: Path, *rows: str) -> Draft:
    """Read a page with a table: cells are parted by bars, and one behind “2*” spans two columns."""
    table = ""
    for row in rows:
        cells = [cell.split("*", 1) if "*" in cell else ["1", cell] for cell in row.split("|")]
        cells_html = (f"<td colspan={wide}>{text}</td>" for wide, text in cells)
        table += f"<tr>{''.join(cells_html)}</tr>"
    return new(folder / "a.html", LAW.format(f"<table border=1>{table}</table>"))


def table_row(made: Draft) -> str:
    return next(row for row in structure_rows(made) if " table " in row).split(" table ")[1]


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (["序號|用戶|水價", "1|居民|2.50", "2|工廠|3.75"], 1),
        # what is above numbers, however it is called
        (["|甲區|乙區", "居民|2.50|2.60", "工廠|3.75|—", "農田|1.10|1.20"], 1),
        # columns of words that are called as columns are
        (["機構名稱|職務|備註", "水務局|局長|某甲", "水廠|廠長|某乙"], 1),
        (["項目（類）|計量單位|內容", "水|立方米|甲", "電|度|乙"], 1),
        # a group of columns
        (["年份|2*水價（元）", "|居民|工廠", "2001|2.50|3.75", "2002|2.60|3.80"], 2),
    ],
)
def test_rows_that_look_like_heads_are_taken_for_them(
    rows: list[str], heads: int, tmp_path: Path
) -> None:
    made = made_of(tmp_path, *rows)
    assert f"header {heads}" in table_row(made)
    asked = [line for line in top(made) if "whose heads the source does not mark" in line]
    assert len(asked) == 1
    assert asked[0].startswith("# ? lines 3-")
    # each cell has the text that it had
    texts = [row.text for row in made.guess.rows if row.role == "cell"]
    wanted = [cell.split("*")[-1] for row in rows for cell in row.split("|")]
    assert texts == [text for text in wanted if text]


@pytest.mark.parametrize(
    "rows",
    [
        # a form: names beside what is filled in
        ["姓名|某甲|單位|水廠", "職務|廠長|日期|三月", "備註|無|類別|甲"],
        ["名稱|丁河", "類別|河流", "說明|長二百里"],
        # nothing but numbers, or sentences
        ["1|2|3", "4|5|6", "7|8|9"],
        ["用戶應當節約用水。|水廠應當供水。", "甲|乙", "丙|丁"],
        # words above words
        ["東|西", "南|北", "甲|乙"],
        # a row above the heads alone, and two rows, tell too little
        ["序號|用戶", "1|居民"],
    ],
)
def test_what_does_not_look_so_has_none(rows: list[str], tmp_path: Path) -> None:
    made = made_of(tmp_path, *rows)
    assert "header" not in table_row(made)
    assert not any("whose heads" in line for line in top(made))


def test_what_the_source_says_stands(tmp_path: Path) -> None:
    page = "<table border=1><tr><th>序號</th><td>1</td><td>2</td></tr><tr><td>水價</td><td>2</td>"
    page += "<td>3</td></tr><tr><td>電價</td><td>4</td><td>5</td></tr></table>"
    made = new(tmp_path / "a.html", LAW.format(page))
    assert "header" not in table_row(made)
