"""eIds follow the naming convention, are one to one with the anchors, and stay what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.small_documents import Blocks, read_blocks
from zhengben.checks.archive import schema
from zhengben.checks.archive.naming import eid_faults, iri_faults
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.formats.akoma_ntoso.naming import repeated
from zhengben.proof.akn import anchor
from zhengben.proof.fidelity import prove

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def root_of(declaration: Declaration) -> etree._Element:
    return etree.fromstring(write_akn(declaration, "tool"))


def eids_of(root: etree._Element) -> dict[str, str]:
    """Return the elements below the text by their eIds."""
    found = dict[str, str]()
    for element in root.iter(f"{AKN}*"):
        if eid := element.get("eId"):
            assert eid not in found
            found[eid] = str(etree.QName(element).localname)
    return found


def demand_whole(declaration: Declaration, folder: Path) -> etree._Element:
    """Demand a valid file, named by the convention, that says the canonical text."""
    path = folder / "a.akn.xml"
    path.write_bytes(write_akn(declaration, "tool"))
    assert schema.faults(path.read_bytes()) == []
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    proof = prove(path, declaration.text, ids=ids, references={}, marks=marks)
    assert proof.failures == ()
    root = etree.parse(str(path)).getroot()
    assert [*eid_faults(root), *iri_faults(root)] == []
    return root


NUMBERS = {
    (17,): "17", (17, 1): "17bis", (17, 2): "17ter", (17, 18): "17noviesdecies",
    (17, 19): "17-19", (17, 0): "17-0", (17, 1, 2): "17bis-2", (1001,): "1001",
}  # fmt: skip


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_number_of_an_article_that_was_put_in(numbers: tuple[int, ...]) -> None:
    assert repeated(numbers) == NUMBERS[numbers]


LAW: Blocks = (
    ("title", ["樣本法"]),
    ("session", ["某年某月某日某會議通過"]),
    ("heading 1", ["第一編 總則"]),
    ("heading 2", ["第一章 通則"]),
    ("heading 3", ["第一節 名詞"]),
    ("article", ["第一條　本法所稱樣本，是指："]),
    ("item 1", ["（一）甲；"]),
    ("item 2", ["1．甲的一，", "2．甲的二；"]),
    ("item 3", ["⑴丙。"]),
    ("article", ["第一條之一　第一款。"]),
    ("paragraph", ["第二款。"]),
    ("bullet 1", ["——甲；", "——乙。"]),
    ("heading 2", ["第二章之一 增訂"]),
    ("article", ["第二條　定義"]),
    ("paragraph", ["第一款。", "第二款。"]),
    ("article", ["第三條"]),
    ("paragraph", ["一、甲。", "二、乙。"]),
    ("article", ["第四條　雙方議定："]),
    ("paragraph", ["一、甲。", "二、乙。"]),
    ("remark", ["註：甲。"]),
    ("table 2 header 1", ["種類", "數量", "甲", "一"]),
    ("heading 1", ["附則"]),
    ("article", ["第一千零一條　施行。"]),
    ("annex", ["附件二 目錄"]),
    ("article", ["第一條　附件的第一條。"]),
    ("table 1", ["丙"]),
    ("remark", ["註：乙。"]),
)
WANTED = """
    preface__docTitle_1 docTitle, preface__session_1 session, part_1 part, part_1__chp_1 chapter,
    part_1__chp_1__sec_1 section, art_1 article, art_1__para_1 paragraph,
    art_1__para_1__subpara_1 subparagraph, art_1__para_1__subpara_1__point_2 point,
    art_1__para_1__subpara_1__point_2__level_1 level, art_1bis article, art_1bis__para_1 paragraph,
    art_1bis__para_2 paragraph, art_1bis__para_2__indent_2 indent, part_1__chp_2bis chapter,
    art_2 article, art_2__heading heading, art_2__para_1 paragraph, art_2__para_2 paragraph,
    art_3 article, art_3__para_1 paragraph, art_4 article, art_4__intro intro,
    art_4__para_2 paragraph, al_1 alinea, table_1 table, table_1__tr_1__th_2 th,
    table_1__tr_2__td_1 td, dvs_1 division, art_1001 article, att_2 attachment,
    att_2__art_1 article, att_2__art_1__para_1 paragraph, att_2__table_2 table,
    att_2__table_2__tr_1__td_1 td, att_2__al_2 alinea
"""


def test_a_law_is_named_by_the_convention(tmp_path: Path) -> None:
    declaration = read_blocks(tmp_path, LAW)
    root = demand_whole(declaration, tmp_path)
    found = eids_of(root)
    for pair in WANTED.split(","):
        eid, element = pair.split()
        assert found.get(eid) == element, eid


def test_numbers_bear_their_blanks_and_rubrics_are_headings(tmp_path: Path) -> None:
    root = root_of(read_blocks(tmp_path, LAW))
    texts = [text for e in root.iter(f"{AKN}p", f"{AKN}heading") for text in e.itertext()]
    assert texts
    assert not [text for text in texts if text.startswith(("\u3000", " "))]
    numbers = {e.text for e in root.iter(f"{AKN}num")}
    assert {"第一條　", "第一條之一　", "第三條", "第一章 ", "（一）"} <= numbers
    assert {e.text for e in root.iter(f"{AKN}heading")} >= {"定義", "總則", "附則"}


def test_a_constitution_has_its_preamble_where_it_belongs(tmp_path: Path) -> None:
    blocks: Blocks = (
        ("title", ["樣本憲法"]),
        ("heading 1", ["序言"]),
        ("paragraph", ["第一段。", "第二段。"]),
        ("heading 1", ["第一章　總綱"]),
        ("article", ["第一條　甲。"]),
    )
    root = demand_whole(read_blocks(tmp_path, blocks), tmp_path)
    found = eids_of(root)
    assert found["preamble__recs_1"] == "recitals"
    assert found["preamble__recs_1__rec_2"] == "recital"
    assert found["chp_1"] == "chapter"


def test_a_treaty_has_recitals_and_the_words_that_lead_on(tmp_path: Path) -> None:
    blocks: Blocks = (
        ("title", ["條約"]),
        ("preamble", ["甲方和乙方，", "認識到甲，", "考慮到乙，", "商定如下："]),
        ("article", ["第一條　甲"]),
        ("paragraph", ["乙。"]),
    )
    root = demand_whole(read_blocks(tmp_path, blocks), tmp_path)
    found = eids_of(root)
    assert found["preamble__recs_1__rec_2"] == "recital"
    assert found["preamble__formula_1"] == "formula"
    assert [anchor(e) for e in found if e.startswith("preamble__p_")] == [
        f"preamble-{n}" for n in range(1, 5)
    ]


def test_two_articles_with_one_number_both_have_a_name(tmp_path: Path) -> None:
    blocks: Blocks = (
        ("title", ["樣本法"]),
        ("article", ["第一條　甲：", "第一條　乙："]),
        ("item 1", ["（一）丙。"]),
        ("paragraph", ["丁。"]),
        ("article", ["第九條　戊。", "第三條　己。"]),
    )
    declaration = read_blocks(tmp_path, blocks)
    assert [line.id for line in declaration.paragraphs][:2] == ["art-1", "art-1_2"]
    found = eids_of(demand_whole(declaration, tmp_path))
    assert {"art_1", "art_1_2", "art_1__para_1", "art_1_2__para_1", "art_9", "art_3"} <= set(found)


HAN = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write a number up to 1,999 as a law does."""
    said, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if zero and said else "") + HAN[digit] + word
        zero = not digit
    return said


@st.composite
def laws(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Draw a law: chapters, articles with 款, 項 and 目, tables, annexes, in any order."""
    rows: list[tuple[str, list[str]]] = [("title", ["樣本法"])]
    article, kinds = (
        0,
        "article paragraph item1 item2 item3 bullet heading1 heading2 remark table annex",
    )
    for kind in ["article", *draw(st.lists(st.sampled_from(kinds.split()), max_size=25))]:
        number = draw(st.integers(1, 4))
        if kind == "article":
            article += draw(st.integers(0, 60))
            label = f"第{numeral(max(1, article))}條" + draw(st.sampled_from(["", "之一", "之二"]))
            words = draw(st.sampled_from(["", "　甲。", "　定義", "甲：", "　依照第一條及前條。"]))
            rows.append(("article", [label + words]))
        elif kind == "paragraph":
            words = draw(
                st.sampled_from(["甲。", "前款，第一項。", "一、甲。", "二、乙：", "3.2 丙。"])
            )
            rows.append(("paragraph", [words]))
        elif kind.startswith("item"):
            label = {"1": f"（{HAN[number]}）", "2": f"{number}．", "3": f"（{number}）"}[kind[-1]]
            rows.append((f"item {kind[-1]}", [f"{label}甲；"]))
        elif kind.startswith("heading"):
            unit = draw(st.sampled_from(["章", "節", "編"]))
            words = draw(
                st.sampled_from([f"第{HAN[number]}{unit}　總則", f"{HAN[number]}、甲", "附則"])
            )
            rows.append((f"heading {kind[-1]}", [words]))
        elif kind == "table":
            rows.append(("table 2 header 1", ["甲", "乙", "丙"]))
        elif kind == "annex":
            rows.append(
                ("annex", [draw(st.sampled_from(["附件", f"附件{HAN[number]}", "附表：甲"]))])
            )
        else:
            rows.append(({"bullet": "bullet 1"}.get(kind, kind), ["——甲；"]))
    return rows


@settings(deadline=None, max_examples=40)
@given(blocks=laws())
def test_any_law_is_named_and_says_its_text(
    blocks: list[tuple[str, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    declaration = read_blocks(folder, blocks)
    root = demand_whole(declaration, folder)
    # each anchor has one eId of a line, and each such eId that anchor
    found = eids_of(root)
    named = {anchor(eid) for eid in found}
    merged = {re.sub(r"__para_1$", "", eid) for eid in found}
    for line in declaration.lines:
        # the items of a first 款 are named within it
        inner = re.sub(r"-(?=item|bullet)", "-para-1-", line.id, count=1)
        parts = line.id if line.id in named else inner
        assert parts in named, (line.id, sorted(merged))


def test_names_do_not_hang_on_wording(tmp_path: Path) -> None:
    first = eids_of(root_of(read_blocks(tmp_path / "a", LAW)))
    other = [(words, [text.replace("甲", "甲乙丙丁") for text in lines]) for words, lines in LAW]
    second = eids_of(root_of(read_blocks(tmp_path / "b", other)))
    assert first == second


TYPES = ("act", "statement", "doc", "judgment", "documentCollection")


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_document_is_valid_and_whole(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhengben.formats.akoma_ntoso import identification, iris, writer

    blocks: Blocks = (*LAW[:1], ("preamble", ["原告訴稱如下："]), *LAW[2:])
    declaration = read_blocks(tmp_path, blocks)
    for module in (identification, iris, writer):
        monkeypatch.setattr(module, "document_type", lambda _: kind)
    root = demand_whole(declaration, tmp_path)
    assert str(etree.QName(root[0]).localname) == kind
