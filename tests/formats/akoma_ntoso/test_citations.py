"""A law's citations of itself lead to their provisions; what is not sure stays plain."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.small_documents import Blocks, read_blocks
from zhengben.checks.archive import schema
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.formats.akoma_ntoso.citations import OwnCitation
from zhengben.formats.akoma_ntoso.writer import citations_of

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
REGISTER = """
[[instrument]]
id = "charter"
title = "聯合國憲章"
iri = "/akn/un/act/1945-06-26/charter"
[[instrument]]
id = "rules"
title = "某規則"
"""


def law(text: str, *, title: str = "甲國樣本法", article: str = "第九條之一　") -> Blocks:
    """Return a law, with a text as the second 款 of the article behind 第九條."""
    return (
        ("title", [title]),
        ("heading 1", ["第三章　總則"]),
        ("heading 2", ["第一節　甲"]),
        ("article", ["第七條　甲："]),
        ("item 1", ["（一）甲；", "（二）乙；"]),
        ("item 2", ["1．丙；", "2．丁。"]),
        ("heading 2", ["第二節　乙"]),
        ("article", ["第八條　甲。"]),
        ("paragraph", ["乙：", "丙："]),
        ("item 1", ["（一）丁；", "（二）戊；", "（三）己。"]),
        ("article", ["第九條　甲。", f"{article}甲。"]),
        ("paragraph", ["乙。", text, "丙："]),
        ("item 1", ["（一）甲；", "（二）乙；"]),
        ("article", ["第一千零一條　施行。"]),
        ("annex", ["附件一　甲"]),
        ("article", ["第一條　乙。"]),
        ("annex", ["附件二　丙"]),
    )


def cited(folder: Path, blocks: Blocks, text: str) -> list[tuple[str, str]]:
    """Return the citations of the line with a text: their words, and targets or reason."""
    declaration = read_blocks(folder, blocks, register=REGISTER)
    assert schema.faults(write_akn(declaration, "tool")) == []
    line = next(line for line in declaration.lines if line.text == text)
    return [
        (text[c.start : c.end], c.reason or outside(c) or " ".join(c.targets))
        for c in citations_of(declaration)
        if c.line_id == line.id
    ]


def outside(citation: OwnCitation) -> str:
    """Return the IRIs of a citation of another text; of the end of a range its own part."""
    _, mark, last = citation.until.partition("~")
    return " ".join(filter(None, (citation.outside, mark + last)))


HERE = "art_9bis"
KINDS: dict[str, list[tuple[str, str]]] = {
    "依照第九條辦理。": [("第九條", "art_9")],
    "依照第９條辦理。": [("第９條", "art_9")],
    "違反本法第八條的。": [("第八條", "art_8")],
    "第九條之一另有規定。": [("第九條之一", HERE)],
    "依本法第三章第二節辦理。": [("第三章第二節", "chp_3__sec_2")],
    "本法第三章和第七條。": [("第三章", "chp_3"), ("第七條", "art_7")],
    "前款規定的材料。": [("前款", f"{HERE}__para_2")],
    "前兩款規定的材料。": [("前兩款", f"{HERE}__para_1 {HERE}__para_2")],
    "前條規定的材料。": [("前條", "art_9")],
    "前三條規定的材料。": [("前三條", "art_7 art_9")],
    "本條第一款。": [("本條第一款", f"{HERE}__para_1")],
    "本款所稱材料，本條、本節、本章適用。": [
        ("本款", f"{HERE}__para_3"), ("本條", HERE), ("本節", "chp_3__sec_2"), ("本章", "chp_3"),
    ],
    "第四款第二項。": [("第四款第二項", f"{HERE}__para_4__subpara_2")],
    "第八條第三款第（二）項。": [("第八條第三款第（二）項", "art_8__para_3__subpara_2")],
    "第八條第二款、第三款。": [("第八條第二款", "art_8__para_2"), ("第三款", "art_8__para_3")],
    "第八條第三款第一項至第三項。": [
        ("第八條第三款第一項至第三項", "art_8__para_3__subpara_1 art_8__para_3__subpara_3"),
    ],
    "依照第七條至第九條、第一千零一條辦理。": [
        ("第七條至第九條", "art_7 art_9"), ("第一千零一條", "art_1001"),
    ],
    "第七條到第九條之一。": [("第七條到第九條之一", f"art_7 {HERE}")],
    "第七條—第九條。": [("第七條—第九條", "art_7 art_9")],
    "第七至九條、第七至第九條。": [("第七至九條", "art_7 art_9"), ("第七至第九條", "art_7 art_9")],
    "第七條至九條，第七條和九條草案。": [("第七條至九條", "art_7 art_9"), ("第七條", "art_7")],
    "第八條第三款第（一）至（三）項。": [
        ("第八條第三款第（一）至（三）項", "art_8__para_3__subpara_1 art_8__para_3__subpara_3"),
    ],
    "本條第一款至第三款。": [("本條第一款至第三款", f"{HERE}__para_1 {HERE}__para_3")],
    "本法第三章第一節至第二節。": [("第三章第一節至第二節", "chp_3__sec_1 chp_3__sec_2")],
    # no ranges: the other way round, of two kinds, to what is not there
    "第九條至第七條。": [("第九條", "art_9"), ("第七條", "art_7")],
    "第七條至第八條第二款。": [("第七條", "art_7"), ("第八條第二款", "art_8__para_2")],
    "第九條至第十條。": [("第九條", "art_9"), ("第十條", "not there")],
    "《聯合國憲章》第二條至第四條、第七條第一款、第二款。": [
        ("第二條至第四條", "/akn/un/act/1945-06-26/charter/~art_2 ~art_4"),
        ("第七條第一款", "/akn/un/act/1945-06-26/charter/~art_7__para_1"),
        ("第二款", "/akn/un/act/1945-06-26/charter/~art_7__para_2"),
    ],
    "《聯合國憲章》第二條，第九條。": [
        ("第二條", "/akn/un/act/1945-06-26/charter/~art_2"), ("第九條", "another text"),
    ],
    "第八條第三款第（一）、（三）項。": [
        ("第八條第三款第（一）", "art_8__para_3__subpara_1"),
        ("（三）項", "art_8__para_3__subpara_3"),
    ],
    "第七條第（一）、（二）兩項。": [
        ("第七條第（一）", "art_7__para_1__subpara_1"), ("（二）兩項", "art_7__para_1__subpara_2"),
    ],
    "第七條第二項第1目。": [("第七條第二項第1目", "art_7__para_1__subpara_2__point_1")],
    "第七、八條。": [("第七", "art_7"), ("八條", "art_8")],
    "第七條、第九條和第一千零一條。": [
        ("第七條", "art_7"), ("第九條", "art_9"), ("第一千零一條", "art_1001"),
    ],
    "本法附件一和附件二。": [("附件一", "att_1"), ("附件二", "att_2")],
    "《聯合國憲章》第二條第四款。": [
        ("第二條第四款", "/akn/un/act/1945-06-26/charter/~art_2__para_4")
    ],
    "甲國樣本法第八條。": [("第八條", "art_8")],
    # what is not sure
    "依照憲法第三十一條，第九條。": [("第三十一條", "another text"), ("第九條", "another text")],
    "符合丙法第一條，且不屬於第九條規定的；依照第九條。": [
        ("第一條", "another text"), ("第九條", "another text"), ("第九條", "art_9"),
    ],
    "《某規則》第八條。": [("第八條", "another text")],
    "《丙法》（以下稱丙法）第八條和第九條。": [
        ("第八條", "another text"), ("第九條", "another text"),
    ],
    "該條例第八條，其第九條。": [("第八條", "another text"), ("第九條", "another text")],
    "稱「第八條」者。": [("第八條", "quoted")],
    "依照第十條。": [("第十條", "not there")],
    "依照第八條第九款、第一款。": [("第八條第九款", "not there"), ("第一款", "not there")],
    "前四款、前九條。": [("前四款", "not there"), ("前九條", "not there")],
    "第三項。": [("第三項", "not there")],
    "本法附件三。": [("附件三", "not there")],
    "《丙法》附件一、附件二。": [("附件一", "another text"), ("附件二", "another text")],
    # words of their own
    "本條例、本條約、本項目、前款項、本節目和附件。": [],
    "《關於第八條的決定》。": [],
}  # fmt: skip


@pytest.mark.parametrize("text", KINDS)
def test_a_citation(text: str, tmp_path: Path) -> None:
    assert cited(tmp_path, law(text), text) == KINDS[text]


def test_the_first_paragraph_has_none_before_it(tmp_path: Path) -> None:
    blocks: Blocks = (("title", ["樣本法"]), ("article", ["第一條　前款、前條。"]))
    assert cited(tmp_path, blocks, "第一條　前款、前條。") == [
        ("前款", "not there"), ("前條", "not there"),
    ]  # fmt: skip


def test_a_text_without_articles_has_no_place_for_them(tmp_path: Path) -> None:
    blocks: Blocks = (("title", ["宣言"]), ("paragraph", ["依照第三款、前款。"]))
    found = cited(tmp_path, blocks, "依照第三款、前款。")
    assert found[0] == ("第三款", "no place")


def test_an_article_that_is_there_twice_is_none(tmp_path: Path) -> None:
    blocks = (*law("依照第九條。")[:-2], ("article", ["第九條　又一條。"]))
    found = cited(tmp_path, law("依照第九條。"), "依照第九條。")
    assert found == [("第九條", "art_9")]
    both: Blocks = (*law("依照第九條。")[:13], ("article", ["第九條　又一條。"]))
    assert len(blocks) > len(both) - 2
    assert cited(tmp_path / "both", both, "依照第九條。") == [("第九條", "not one")]


def test_in_taiwan_articles_hold_what_others_call_items(tmp_path: Path) -> None:
    text = "第八條第三項第二款，前項。"
    assert cited(tmp_path, law(text), text) == [
        ("第八條第三項第二款", "art_8__para_3__subpara_2"), ("前項", f"{HERE}__para_2"),
    ]  # fmt: skip


def test_of_an_annex_its_own_articles_come_first(tmp_path: Path) -> None:
    blocks: Blocks = (
        ("title", ["樣本法"]),
        ("article", ["第一條　甲。", "第二條　乙。"]),
        ("annex", ["附件"]),
        ("article", ["第一條　甲。", "第二條　依照第一條和本法第一條，本法附件所列材料。"]),
    )
    text = "第二條　依照第一條和本法第一條，本法附件所列材料。"
    assert cited(tmp_path, blocks, text) == [
        ("第一條", "att_1__art_1"), ("第一條", "art_1"), ("附件", "att_1"),
    ]  # fmt: skip


def test_of_a_text_that_amends_only_its_own_words_count(tmp_path: Path) -> None:
    text = "將第八條改為一款，本決定第九條除外。"
    found = cited(tmp_path, law(text, title="關於修改樣本法的決定"), text)
    assert found == [("第八條", "amended text"), ("第九條", "art_9")]


def test_what_is_found_is_linked_and_counted(tmp_path: Path) -> None:
    declaration = read_blocks(
        tmp_path, law("《聯合國憲章》第一條、前兩款、第十條。"), register=REGISTER
    )
    root = etree.fromstring(write_akn(declaration, "tool"))

    def found(path: str) -> list[str]:
        nodes = root.xpath(path, namespaces=NS)
        assert isinstance(nodes, list)
        return [str(node) for node in nodes]

    assert found("//a:ref/@href") == [
        "/akn/un/act/1945-06-26/charter", "/akn/un/act/1945-06-26/charter/~art_1",
    ]  # fmt: skip
    assert found("//a:rref/@from") == [f"#{HERE}__para_1"]
    assert found("//a:rref/@upTo") == [f"#{HERE}__para_2"]
    assert found("//*[local-name()='citations']/@*") == ["2", "1"]


def test_a_citation_that_fills_its_line_names_no_line(tmp_path: Path) -> None:
    from tests.formats.akoma_ntoso.test_eids import demand_whole

    blocks: Blocks = (
        ("title", ["樣本法"]),
        ("article", ["第一條　甲。"]),
        ("paragraph", ["第一條", "前款"]),
    )
    demand_whole(read_blocks(tmp_path, blocks), tmp_path)
