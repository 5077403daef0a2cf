"""Laws of Hong Kong as their collection shows them: 第999章 and 《某條例》, 第1部 and 導言."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import read
from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.document.numbering import parse_label
from zhengben.intake.draft import Draft
from zhengben.intake.writing import tables, write
from zhengben.source.source import Source

BODY = "第1部\n導言\n1. 簡稱\n本條例可引稱為本條例。\n2. 罪行\n任何人毀壞燈塔，即屬犯罪。\n"


def row(made: Draft, text: str) -> str:
    at = next(n for n, said in enumerate(texts(made)) if said.startswith(text))
    return roles(made)[at]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("第321章\n《燈塔條例》\n", ["session", "title"]),
        ("第321A章\n燈塔（開放時間）規例\n", ["session", "title"]),
        ("香港法例第321章\n《2007年燈塔（費用）令》\n", ["session", "title"]),
        ("第321章　《燈塔條例》\n", ["title"]),
        ("《燈塔條例》（第321章）\n", ["title"]),
        ("燈塔條例\n（第321章）\n", ["title", "session"]),
        ("第321B章\n《燈塔規例》\n（第321章第6及7條）\n", ["session", "title", "session"]),
    ],
)
def test_the_number_in_the_collection_is_no_title(
    head: str, expected: list[str], tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", f"{head}[2007年3月9日]\n{BODY}")
    assert roles(made) == [
        *expected, "dateline", "heading 1", "heading 2", "paragraph", "heading 2", "paragraph",
    ]  # fmt: skip
    assert made.facts.values["genre"] == "law"
    assert "genre" not in made.facts.questions
    assert str(made.facts.values["number"]).startswith("321")
    # what is but likely is asked
    assert made.facts.values["country"] == "hk"
    assert "is the text of Hong Kong?" in made.facts.questions["country"]
    assert str(made.facts.values["date"]) == "2007-03-09"
    assert "stands in brackets" in made.facts.questions["date"]
    assert not made.doubts
    assert not made.questions
    assert made.guess.own


def test_a_law_with_its_number_above_its_name_can_be_published(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"第321章\n《燈塔條例》\n[2007年3月9日]\n{BODY}")
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    assert declaration.title.text == "《燈塔條例》"
    assert [line.id for line in declaration.paragraphs][:3] == [
        "sec-1",
        "sec-1-1",
        "sec-1-1-para-1",
    ]


def test_a_chapter_that_is_read_alone_is_no_law_of_the_collection(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "第3章\n用水規則\n第1條　水屬於丁城。\n第2條　用水應當節約。\n第3條　水閘由水務所管理。\n",
    )
    assert "number" not in made.facts.values
    assert texts(made)[0] == "用水規則"


@pytest.mark.parametrize("end", ["txt", "html", "md"])
def test_the_name_of_a_part_stands_below_its_number(end: str, tmp_path: Path) -> None:
    lines = ["第一編", "總則", "第一章", "目的", "第一條　水屬於丁城。", "第二章", "用水",
             "第二條　用水應當節約。", "第二編", "水閘", "第三條　水閘由水務所管理。"]  # fmt: skip
    if end == "txt":
        page = "丁城水法\n\n" + "\n\n".join(lines)
    elif end == "md":
        page = "# 丁城水法\n\n" + "\n\n".join(f"## {n}" if n[-1] != "。" else n for n in lines)
    else:
        page = "<h1>丁城水法</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    made = read(tmp_path / f"a.{end}", page)
    assert texts(made)[1:] == [
        "第一編　總則", "第一章　目的", "第一條　水屬於丁城。", "第二章　用水",
        "第二條　用水應當節約。", "第二編　水閘", "第三條　水閘由水務所管理。",
    ]  # fmt: skip
    assert [r for r in roles(made) if r.startswith("heading")] == [
        "heading 1", "heading 2", "heading 2", "heading 1",
    ]  # fmt: skip
    assert made.ledger.counts()["name-below"] == 4
    assert any(line.startswith("join = ") for line in tables(made, "a"))


def test_a_part_without_a_name_is_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城水法\n第一章\n總則\n第一條　水屬於丁城。\n第二章\n第二條　用水應當節約。\n",
    )
    assert texts(made)[1] == "第一章　總則"
    assert "第二章" in texts(made)
    (asked,) = made.doubts
    assert "“第二章”: no name stands below" in asked


@pytest.mark.parametrize(
    "below", ["（2001年2月3日修正）", "[第2條]", "2001年2月3日", "第一條　水。", "（一）水；"]
)
def test_what_is_no_name_is_joined_with_no_number(below: str, tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"丁城水法\n第一章\n{below}\n第一條　水屬於丁城。\n第二條　用水應當節約。\n",
    )
    assert "第一章" in texts(made)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("第2分部——上訴", "chapter", (2,)),
        ("第3次分部——雜項", "section", (3,)),
        ("第IIA部", "part", (2, 1)),
        ("第4A部　牌照", "part", (4, 1)),
        ("第12BA分部", "chapter", (12, 2, 1)),
        ("第321A章", "chapter", (321, 1)),
        ("第IV部", "part", (4,)),
        ("第3部分　水", "part", (3,)),
    ],
)
def test_numbers_of_parts(text: str, kind: str, value: tuple[int, ...]) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.value) == (kind, value)


def test_divisions_rank_below_parts(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"第321章\n《燈塔條例》\n{BODY}第2部\n上訴\n第1分部——委員會\n3. 委員會\n現設立委員會。\n"
        "第2分部\n程序\n第1次分部——聆訊\n4. 聆訊\n聆訊須公開進行。\n",
    )
    assert [(r.text, r.level) for r in made.guess.rows if r.role == "heading"] == [
        ("第1部　導言", 1), ("1.簡稱", 4), ("2.罪行", 4), ("第2部　上訴", 1),
        ("第1分部——委員會", 2), ("3.委員會", 4), ("第2分部　程序", 2),
        ("第1次分部——聆訊", 3), ("4.聆訊", 4),
    ]  # fmt: skip


def test_definitions_lie_in_the_line_that_leads_to_them(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "第321章\n《燈塔條例》\n第1部\n導言\n1. 釋義\n(1) 在本條例中，除文意另有所指外——\n"
        "燈塔 (lighthouse) 指——\n(a) 附表所列的燈塔；或\n(b) 任何航標，\n但不包括燈船；\n"
        "「署長」 (Director) 指燈塔署署長；\n船長 (master)指任何指揮船隻的人。（由2015年修訂）\n"
        "(2) 就本條例而言，下列人士是擁有人——\n(a) 佔用人；及\n(b) 管理人。\n"
        "2. 罪行\n任何人毀壞燈塔，即屬犯罪。\n",
    )
    assert roles(made)[4:16] == [
        "item 1", "item 2", "item 3", "item 3", "item 2", "item 2", "item 2", "item 1", "item 2",
        "item 2", "heading 2", "paragraph",
    ]  # fmt: skip


def test_a_sentence_below_an_item_is_no_definition(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "第321章\n《燈塔條例》\n第1部\n導言\n1. 權力\n(1) 署長可——\n任何人不得阻礙署長。\n"
        "(2) 完。\n",
    )
    assert row(made, "任何人") == "paragraph"


def test_definitions_of_a_page_are_not_joined_as_broken_lines(tmp_path: Path) -> None:
    made = read(
        tmp_path / "a.html",
        "<h1>第321章　《燈塔條例》</h1><p>1. 釋義</p><p>(1) 在本條例中，除文意另有所指外——</p>"
        "<p>燈標 (beacon) 指任何供船隻辨認方向的構築物；</p><p>(2) 凡提述擁有人，包括佔用人。</p>",
    )
    assert texts(made)[2:4] == [
        "（1）在本條例中，除文意另有所指外——", "燈標（beacon）指任何供船隻辨認方向的構築物；",
    ]  # fmt: skip


def test_a_section_that_is_gone_is_a_heading_as_others_are(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"第321章\n《燈塔條例》\n{BODY}3. 職員\n(1) 署長可委任職員。\n(2) 職員須守密。\n"
        "4. （由2015年第9號廢除）\n5. 罰款\n罰款按第2級繳付。\n6. （已廢除）\n第2部\n雜項\n"
        "7. 規例\n署長可訂立規例。\n",
    )
    for section in ("4.", "5.", "6.", "7."):
        assert row(made, section) == "heading 2"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("附表1\n[第2條]\n燈塔名單\n", ["annex", "remark", "heading 1"]),
        ("附表1 [第2及3(1)條]\n燈塔名單\n", ["annex", "heading 1"]),
        ("附表\n[第2條及附表3]\n燈塔名單\n", ["annex", "remark", "heading 1"]),
        (
            "附表3\n（由2015年第9號廢除）\n附表4\n燈塔名單\n",
            ["annex", "remark", "annex", "heading 1"],
        ),
    ],
)
def test_a_schedule_says_to_which_sections_it_belongs(
    head: str, expected: list[str], tmp_path: Path
) -> None:
    made = new(
        tmp_path / "a.txt",
        f"第321章\n《燈塔條例》\n{BODY}{head}第1部\n東部\n1. 甲灣燈塔\n附表2\n費用\n1. 查閱：$5\n",
    )
    at = roles(made).index("annex")
    assert roles(made)[at : at + len(expected)] == expected
    # nothing stands below an entry that a schedule ends behind
    assert row(made, "1.甲灣") == "paragraph"
    assert row(made, "第1部　東部") == "heading 1"
