"""`new` finds whose a text is and what amended it, and asks for what is not there."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from tests.intake.test_intake import read
from zhengben.cli.main import main
from zhengben.intake.work import country_of
from zhengben.intake.writing import write
from zhengben.source.source import Source

LAW = """# 样本法

1982年12月4日 第五届全国人民代表大会第五次会议通过

1982年12月5日 全国人民代表大会公告公布施行

1988年4月12日 第七届全国人民代表大会第一次会议通过的《样本法修正案》

2018年3月11日 第十三届全国人民代表大会第一次会议通过的《样本法修正案》

## 第一章 总则

第一条 为了规范样本，制定本法。

第二条 本法所称样本，是指甲。
"""


@pytest.mark.parametrize(
    ("organ", "title", "genre", "country"),
    [
        ("全国人民代表大会", "样本法", "law", "cn"),
        ("國務院", "樣本條例", "law", "cn"),
        ("", "中华人民共和国香港特别行政区基本法", "law", "cn"),
        ("香港特別行政區立法會", "樣本條例", "law", "hk"),
        ("丁省人民代表大会", "丁省条例", "law", "cn"),
        ("立法院", "樣本法", "law", "tw"),
        ("聯合國大會", "決議", "resolution", "un"),
        ("上海合作組織成員國元首理事會", "宣言", "declaration", "xx-sco"),
        ("甲國和乙國", "中华人民共和国和乙国条约", "treaty", ""),
        ("甲地議會", "樣本條例", "law", ""),
    ],
)
def test_whose_a_text_is(organ: str, title: str, genre: str, country: str) -> None:
    assert country_of(organ, title, genre) == country


def test_a_law_tells_its_amendments(tmp_path: Path) -> None:
    page = tmp_path / "law.md"
    page.write_text(LAW, "utf-8")
    made = read(page)
    (tmp_path / "content" / "register").mkdir(parents=True)
    folder = write(made, tmp_path / "content", "sample-law")
    work = tomllib.loads((folder / "document.toml").read_text("utf-8"))["work"]
    assert work["country"] == "cn"
    assert work["number"] == "sample-law"
    assert [event["date"].year for event in work["event"]] == [1988, 2018]
    assert work["event"][0]["title"] == "样本法修正案"
    declaration = Source.open(folder).read()[0]
    assert declaration.identity.version_of(declaration.date) == datetime.date(2018, 3, 11)


def test_a_country_that_is_not_found_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "law.md"
    page.write_text(LAW.replace("全国人民代表大会", "甲地议会"), "utf-8")
    made = read(page)
    assert "country" in made.facts.questions
    folder = write(made, tmp_path / "content", "sample-law")
    text = (folder / "document.toml").read_text("utf-8")
    assert "# ? country: whose is the text?" in text


WRONG_ANSWERS = {
    "country=qq": "“qq” is no country; write the two small letters of ISO 3166-1",
    "country=CN": "“CN” is no country",
    "actor=全国人大": "“全国人大” cannot stand in an IRI; write letters, digits",
    "number=第3号": "“第3号” cannot stand in an IRI; write a number such as “19” or “2018-4”",
}


@pytest.mark.parametrize("answer", WRONG_ANSWERS)
def test_an_answer_that_is_no_part_of_an_address_is_refused(
    answer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "law.md"
    page.write_text(LAW, "utf-8")
    (tmp_path / "content").mkdir()
    content = ["--content", str(tmp_path / "content")]
    assert main(["new", str(page), "--set", answer, *content]) == 2
    key = answer.partition("=")[0]
    assert f"--set {key}: {WRONG_ANSWERS[answer]}" in capsys.readouterr().err
    assert not list((tmp_path / "content").iterdir())


def test_two_articles_of_one_number_are_articles_both(tmp_path: Path) -> None:
    page = tmp_path / "law.txt"
    lines = ("第一條　甲。", "第二條　乙。", "第二條　丙。", "第二條規定的樣本。", "第三條　丁。")
    page.write_text("\n".join(("樣本法", "二〇〇一年二月三日公布", *lines)), "utf-8")
    made = read(page)
    rows = [(row.role, row.text) for row in made.guess.rows if row.text in lines]
    roles = ["article", "article", "article", "paragraph", "article"]
    assert rows == list(zip(roles, lines, strict=True))
