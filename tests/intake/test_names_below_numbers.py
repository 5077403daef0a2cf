"""Titles whose first line does not name the text: a court, a number, or what a dash explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts

JUDGMENT = """<html><body><h1>丙省丁城中級人民法院</h1><h2>行 政 裁 定 書</h2>
<p>（2023）丙01行終45號之一</p><p>上訴人某甲，住丁城。</p>
<p>本院認為，原裁定並無不當，應予維持，裁定如下：</p><p>駁回上訴，維持原裁定。</p>
<p>審判長　某乙</p><p>二〇二三年五月六日</p></body></html>"""


def test_the_paper_of_a_court_is_named_below_the_court_and_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path / "a.html", JUDGMENT)
    assert roles(made)[:3] == ["title", "subtitle", "session"]
    assert made.guess.rows[2].part == "document-number"
    assert any("line 2" in doubt and "part of the title" in doubt for doubt in made.guess.doubts)


def test_a_law_of_macau_is_named_below_its_number(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城特別行政區\n第3/2021號法律\n古籍保存法\n立法會為實施基本法，制定本法律。\n"
        "第一條\n標的\n本法律規範古籍的保存。\n第二條\n生效\n本法律自公佈翌日起生效。\n",
    )
    assert texts(made)[:2] == ["丁城特別行政區第3/2021號法律", "古籍保存法"]
    assert roles(made)[:3] == ["title", "subtitle", "preamble"]


def test_what_a_dash_explains_below_a_title_hides_neither_organs_nor_date(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城第二次藏書普查公報\n——各區藏書情況\n丁城統計局\n丁城普查辦公室\n2021年5月11日\n"
        "根據普查結果，現將有關數據公佈如下：\n一、藏書\n藏書共十萬冊。\n",
    )
    assert roles(made)[:5] == ["title", "subtitle", "organ", "organ", "dateline"]


def test_what_a_site_says_of_a_law_is_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "法規名稱：古籍保存條例\n修正日期：民國 108 年 06 月 19 日\n生效狀態：尚未生效\n"
        "第 1 條\n為保存古籍，制定本條例。\n第 2 條\n本條例自公布日施行。\n",
    )
    assert any("“法規名稱：” part of the title?" in doubt for doubt in made.guess.doubts)
    assert "修正日期" not in "".join(texts(made))


def test_the_line_of_an_agency_is_no_text(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "某會關於保存古籍的決定\n（2020年2月3日某會通過）\n某會決定如下：\n一、保存古籍。\n"
        "二、各方應當努力保存。\n（新華社丁城2月3日電）\n",
    )
    assert texts(made)[-1] == "二、各方應當努力保存。"


@pytest.mark.parametrize(
    ("about", "below"),
    [
        ("關於第二水庫停水檢修的公告", "丁水公告〔2023〕7號\n"),
        ("關於公開徵求意見的公告", "（2022年第3號）\n"),
        ("關於公佈名單的公告", ""),
        ("關於命令施行的決定", ""),
    ],
)
def test_what_a_notice_is_about_is_its_title_below_the_issuer(
    about: str, below: str, tmp_path: Path
) -> None:
    made = new(
        tmp_path / "a.txt",
        f"丁城水務局\n{about}\n{below}現將有關事項公告如下：\n一、停水兩日。\n二、恢復供水。\n"
        "丁城水務局\n2023年5月6日\n",
    )
    assert texts(made)[0] == f"丁城水務局{about}"
    assert made.guess.rows[0].role == "title"
    if below:
        assert made.guess.rows[1].part == "document-number"


def test_a_day_below_a_title_is_still_no_title(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "關於保存古籍的決定\n2023年5月6日丁城議會第三次會議通過\n丁城議會決定如下：\n"
        "一、保存古籍。\n二、各方應當努力。\n",
    )
    assert roles(made)[:2] == ["title", "session"]
