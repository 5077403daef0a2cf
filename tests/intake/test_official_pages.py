"""Pages and letters of offices: what stands beside a table, behind the text and in its heads."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft
from zhengben.intake.shapes import shape_of


def shape(made: Draft) -> str:
    """Return the shape of the only table of a capture."""
    return shape_of([line.cell for line in made.extraction.lines if line.cell])


LONG = "由主管部门责令限期改正，处一万元以上五万元以下罚款；情节严重的，吊销许可证。"


@pytest.mark.parametrize("around", ["{}", "<div>{}</div>"])
def test_a_large_table_does_not_take_the_text_from_around_it(around: str, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{LONG}</td></tr>" for n in range(60))
    table = around.format(f"<table><tr><th>序号</th><th>事项</th></tr>{rows}</table>")
    page = (
        f"<body><h1>某市清单的公告</h1><p>2024年3月5日</p><p>清单如下。</p>{table}"
        "<p>自今日起施行。</p></body>"
    )
    made = new(tmp_path / "a.html", page)
    said = [row.text for row in made.guess.rows if row.role != "cell"]
    assert said == ["某市清单的公告", "2024年3月5日", "清单如下。", "自今日起施行。"]
    assert sum(row.role == "cell" for row in made.guess.rows) == 122


def test_the_head_of_a_group_is_no_head_of_the_columns(tmp_path: Path) -> None:
    page = (
        "<h1>某市税率的公告</h1><p>2024年3月5日</p><p>税率如下。</p><table><thead><tr><th>税号</th>"
        "<th>货品</th></tr></thead><tr><th colspan=2>第一类</th></tr><tr><td>01</td>"
        "<td>马</td></tr>"
        "<tr><th colspan=2>第二类</th></tr><tr><td>02</td><td>牛</td></tr></table>"
    )
    made = new(tmp_path / "a.html", page)
    assert shape(made) == "2 header 1 span 2.1-2.2 4.1-4.2"


def test_a_head_over_all_columns_above_their_heads_is_one(tmp_path: Path) -> None:
    page = (
        "<h1>某市税率的公告</h1><p>2024年3月5日</p><p>税率如下。</p><table><tr><th colspan=2>税率表"
        "</th></tr><tr><th>税号</th><th>货品</th></tr><tr><td>01</td><td>马</td></tr></table>"
    )
    assert shape(new(tmp_path / "a.html", page)) == "2 header 2 span 1.1-1.2"


LETTER = """某某部　函
發文日期：中華民國113年3月5日
發文字號：某字第1130000001號
主旨：檢送計畫一份，請查照。
說明：
一、依據來函辦理。
二、計畫經費另行通知。
正本：某某縣政府
副本：本部某司
部長　某某某
"""


def test_who_gets_a_letter_signs_nothing_and_its_day_is_known(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", LETTER)
    assert [(s.office, s.name) for s in made.guess.signing.signatories] == [("部長", "某某某")]
    assert made.facts.values["date"] == datetime.date(2024, 3, 5)


def test_how_to_reach_somebody_is_no_office(tmp_path: Path) -> None:
    text = "关于表彰的公示\n\n现将名单公示。\n\n联系电话：01-2345678\n\n某局\n\n2024年3月4日\n"
    made = new(tmp_path / "a.txt", text)
    assert [s.office for s in made.guess.signing.signatories] == ["某局"]
