"""Several marks on one line, halves of sentences, mastheads, and instruments below a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.document.numbering import parse_labels
from zhengben.document.provenance import Question
from zhengben.intake.draft import ANOTHER
from zhengben.intake.writing import write
from zhengben.source.source import Source


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("(1)(a)(i) 水", ["(1)", "(a)", "(i)"]),
        ("（1）（a）水", ["（1）", "（a）"]),
        ("（1） （b）水", ["（1）", "（b）"]),
        ("（一）①水", ["（一）", "①"]),
        ("(1)(2)水", ["(1)"]),
        ("第一條　（1）水", ["第一條"]),
        ("1.（a）水", ["1."]),
        ("水(a)", []),
    ],
)
def test_several_marks_on_a_line(text: str, labels: list[str]) -> None:
    assert [label.text for label in parse_labels(text)] == labels


@pytest.mark.parametrize(("open_", "close"), ["()", "（）"])
def test_items_stand_as_deep_as_their_innermost_mark(
    open_: str, close: str, tmp_path: Path
) -> None:
    lines = ["(1)(a)(i)地表水；", "(ii)地下水；", "(b)雨水；", "(2)(a)河；", "(b)湖；", "(3)海。"]
    listed = "\n\n".join(lines).replace("(", open_).replace(")", close)
    made = new(tmp_path / "a.txt", f"丁城水法\n\n第一條　如下：\n\n{listed}\n\n第二條　施行。\n")
    assert [r.level for r in made.guess.rows if r.role == "item"] == [3, 3, 2, 2, 2, 1]
    assert [t.replace("（", "(").replace("）", ")") for t in texts(made)[2:-1]] == lines
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    items = [line for line in declaration.lines if line.role == "item"]
    assert [line.id for line in items] == [
        "art-1-item-1-1-1", "art-1-item-1-1-2", "art-1-item-1-2", "art-1-item-2-1",
        "art-1-item-2-2", "art-1-item-3",
    ]  # fmt: skip
    assert items[0].label == "（1）（a）（i）"


def test_a_letter_behind_h_is_no_numeral(tmp_path: Path) -> None:
    letters = "\n\n".join(f"({c})水；" for c in "abcdefghij")
    made = new(tmp_path / "a.txt", f"丁城水法\n\n第一條　水如下：\n\n{letters}\n\n第二條　施行。\n")
    assert {r.level for r in made.guess.rows if r.role == "item"} == {1}


@pytest.mark.parametrize("mark", ["", "## ", "### "])
@pytest.mark.parametrize("half", ["用人单位应当按照规定确定其劳动", "确定其", "依法，管理"])
def test_half_an_article_is_no_heading(half: str, mark: str, tmp_path: Path) -> None:
    law = (
        f"# 丁城劳动条例\n\n第一条 为了保护劳动者，制定本条例。\n\n第二条 {half}\n\n{mark}定额\n\n"
        "第三条 本条例自公布之日起施行。\n"
    )
    made = new(tmp_path / "a.md", law)
    row = next(r for r in made.guess.rows if r.text == "定额")
    assert row.role == "paragraph"
    assert any("“定额”: does the line above go on" in doubt for doubt in made.doubts)


def test_a_rubric_is_no_half(tmp_path: Path) -> None:
    law = "".join(f"第{n}条 {r}\n\n{t}\n\n" for n, r, t in (
        ("一", "目的", "为管水制定本法。"), ("二", "范围", "本法适用于丁城。"),
        ("三", "施行", "自公布之日施行。"),
    ))  # fmt: skip
    made = new(tmp_path / "a.md", f"# 丁城水法\n\n{law}")
    assert not any("does the line above" in doubt for doubt in made.doubts)


def test_a_preamble_that_was_broken_by_hand_is_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "甲國和乙國水約\n\n甲國總統和乙國國王，念及兩國人民的友誼\n和長久的往來\n願意進一步\n"
        "增進兩國在水利方面的合作，\n議定各條如下：\n\n第一條　兩國共用河水。\n\n"
        "第二條　本約自簽字之日起生效。\n",
    )
    assert roles(made)[:6] == ["title"] + ["preamble"] * 5
    asked = [d for d in made.doubts if "does the line above go on" in d]
    assert [d.split(",")[0] for d in asked] == ["line 3", "line 4", "line 5"]


MASTHEADS = [
    ("聯合國\nS/RES/1234(2005)\n安全理事會\n第1234(2005)號決議\n"
     "2005年2月3日安全理事會第5000次會議通過\n安全理事會，\n", "第1234（2005）號決議"),
    ("A/RES/60/1\n大會決議\n2005年9月16日通過\n60/1. 水的成果\n大會，\n通過成果如下：\n",
     "60/1.　水的成果"),
    ("联合国 A/RES/217(III)\n大会\n第三届会议\n217(III). 国际水宪章\n大会，\n宣布本宪章，\n",
     "217(III).　国际水宪章"),
    ("聯合國大會\nA/RES/70/1\n第七十屆會議\n議程項目15和116\n大會2015年9月25日決議\n"
     "[未經發交主要委員會而通過(A/70/L.1)]\n70/1. 改變水的世界\n大會\n通過下列成果文件：\n",
     "70/1.　改變水的世界"),
    ("第1325(2000)号决议\n安全理事会2000年10月31日第4213次会议通过\n安全理事会，\n"
     "回顾其1999年8月25日第1261(1999)号决议，\n", "第1325（2000）号决议"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "title"), MASTHEADS, ids=lambda said: said[:8])
def test_a_resolution_has_its_own_title_and_numbers(head: str, title: str, tmp_path: Path) -> None:
    body = "1. 請各國合作；\n2. 請秘書長提出報告；\n3. 決定繼續處理此案。\n"
    made = new(tmp_path / "a.txt", head + body)
    assert [r.text for r in made.guess.rows if r.role == "title"] == [title]
    assert [r.role for r in made.guess.rows][-3:] == ["paragraph"] * 3
    # the text bears its numbers; ours would double them
    assert made.guess.own
    assert "RES" not in str(made.facts.values["organ"])


LAW = "丁城水法\n\n第一條　水屬於丁城。\n\n第二條　施行。\n\n"
DECISION = (
    "丁城議會關於{0}的決定\n\n（2001年2月3日丁城議會第二次會議通過）\n\n"
    "第一條　{0}由議會管理。\n\n第二條　本決定自公布之日起施行。\n\n"
)


@pytest.mark.parametrize(
    "annex", ["", "附件一\n\n水表樣式\n\n水表為圓形。\n\n"], ids=["bare", "annex"]
)
def test_instruments_below_a_text_are_annexes_of_it(annex: str, tmp_path: Path) -> None:
    text = LAW + annex + DECISION.format("水閘") + DECISION.format("水表")
    made = new(tmp_path / "a.txt", text)
    titles = [r.text for r in made.guess.rows if r.role == "annex" and "決定" in r.text]
    assert titles == ["丁城議會關於水閘的決定", "丁城議會關於水表的決定"]
    numbers = tuple(n for n, line in enumerate(text.split("\n"), 1) if line in titles)
    assert made.questions == (Question(numbers, ANOTHER),)
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    first = 2 if annex else 1
    ids = {line.id for line in declaration.lines if line.role == "article"}
    assert {"art-1", "art-2", f"annex-{first}-art-1", f"annex-{first + 1}-art-2"} <= ids


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_numbered_items_of_a_list_in_a_list_keep_their_depth(name: str, tmp_path: Path) -> None:
    if name.endswith("md"):
        listed = ("1. 第一；", "   1. 其一；", "      1. 甲；", "   2. 其二；", "2. 第二。", "")
        text = "\n".join(("# 丁城條例", "", "事項如下：", "", *listed))
    else:
        text = (
            "<h1>丁城條例</h1><p>事項如下：</p><ol><li>第一；<ol><li>其一；"
            "<ol><li>甲；</li></ol></li><li>其二；</li></ol></li><li>第二。</li></ol>"
        )
    rows = [r for r in new(tmp_path / name, text).guess.rows if r.label is not None]
    depths = [r.level if r.role == "item" else 1 for r in rows]
    assert depths == [1, 2, 3, 2, 1]


def test_a_list_goes_on_behind_lines_without_a_number_where_its_number_does(
    tmp_path: Path,
) -> None:
    """Ordinances define words within a section, each with a list of its own."""
    made = new(
        tmp_path / "a.txt",
        "河道條例\n第一條　釋義\n(1)　在本條例中——\n水體指——\n(a)　地表水；或\n(b)　地下水；\n"
        "船隻指——\n(a)　任何船舶；及\n(b)　任何艇。\n(2)　本條例適用於——\n(a)　政府；及\n"
        "(b)　任何人，不論他是否——\n(i)　公職人員；或\n(ii)　受僱的人。\n第二條　生效\n"
        "本條例自公佈日起生效。\n",
    )
    assert [r for r in roles(made) if r.startswith("item")] == [
        "item 1", "item 2", "item 3", "item 3", "item 2", "item 3", "item 3",
        "item 1", "item 2", "item 2", "item 3", "item 3",
    ]  # fmt: skip
