"""Akoma Ntoso is read by its elements alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.proof import akn
from zhengben.proof.akn import anchor, extract_akn
from zhengben.proof.extraction import Extraction


def act(body: str) -> str:
    return f'<akomaNtoso xmlns="{akn.NAMESPACE}"><act><body>{body}</body></act></akomaNtoso>'


def read(text: str | bytes, folder: Path) -> Extraction:
    path = folder / "a.akn.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return extract_akn(path)


def blocks(found: Extraction) -> list[tuple[str, str]]:
    return [(block.id, block.text) for block in found.blocks]


def faults(found: Extraction) -> list[tuple[str, str, str]]:
    return [(f.code, f.place, f.sentence) for f in found.faults]


@pytest.mark.parametrize(
    ("eid", "name"),
    [
        ("preface__docTitle_1", "title"),
        ("preface__docTitle_3", "subtitle-2"),
        ("preface__session_2", "session-2"),
        ("preface__docAuthority_1", "organ-1"),
        ("preface__block_1", "dateline-1"),
        ("art_17bis__para_2", "art-17-1-para-2"),
        ("art_17ter", "art-17-2"),
        ("art_17-20", "art-17-20"),
        ("art_1_2", "art-1_2"),
        ("art_17bis_2", "art-17-1_2"),
        ("art_12__para_2__subpara_3__point_1", "art-12-para-2-item-3-1"),
        ("art_12__subpara_3__point_1__level_4__level_5", "art-12-item-3-1-4-5"),
        ("art_12__para_2__indent_3", "art-12-para-2-bullet-3"),
        ("art_12__para_2__content", "art-12-para-2"),
        ("chp_3__sec_2", "sec-3-2"),
        ("part_1__chp_3bis__sec_2", "sec-1-3-1-2"),
        ("level_2__heading", "sec-2"),
        ("chp_2__art_1", "sec-2-art-1"),
        ("dvs_1__para_2", "head-1-para-2"),
        ("preamble__recs_1", "head-1"),
        ("preamble__recs_1__heading", "head-1"),
        ("preamble__recs_1__rec_2", "head-1-para-2"),
        ("preamble__p_3", "preamble-3"),
        ("att_2__art_1", "annex-2-art-1"),
        ("subdvs_1__para_1", "annex-1-para-1"),
        ("att_2__table_3__tr_4__td_5", "table-3-4-5"),
        ("table_1__tr_1__th_2", "table-1-1-2"),
        ("att_1__al_2", "remark-2"),
        ("att_nn__para_7", "para-7"),
        ("cmp_1__para_7", "para-7"),
        ("conclusions__authorialNote_1", "author-note-1"),
        ("conclusions__block_1", "office-1"),
        ("conclusions__signature_2", "name-2"),
        ("conclusions__span_1", "signature-1"),
        ("conclusions__formula_1", "testimonium-1"),
        ("conclusions__p_1", "closing"),
        ("conclusions__p_2", "closing-2"),
        ("conclusions__nobody_2", "conclusions__nobody_2"),
        ("a", "a"),
        ("", ""),
    ],
)
def test_the_anchor_of_an_identifier(eid: str, name: str) -> None:
    assert anchor(eid) == name


TEXTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a paragraph": ('<p eId="para_1">甲乙</p>', [("para-1", "甲乙")]),
    "inline elements": ('<p eId="a">甲<i>乙</i>丙<b><u>丁</u>戊</b></p>', [("a", "甲乙丙丁戊")]),
    "of its provision": (
        '<article eId="art_1"><content><p>甲</p></content></article>',
        [("art-1", "甲")],
    ),
    "of what fills it": (
        '<article eId="art_1"><p><span eId="x">甲</span></p></article>',
        [("x", "甲")],
    ),
    "not of what fills a part": (
        '<article eId="art_1"><p><i eId="x">甲</i>乙</p></article>',
        [("art-1", "甲乙")],
    ),
    "behind a call": (
        '<article eId="art_1"><p><noteRef/><i eId="x">甲</i></p></article>',
        [("x", "甲")],
    ),
    "a number of its paragraph": (
        '<article eId="art_1"><num>一、</num><p>甲</p></article>',
        [("art-1", "一、甲")],
    ),
    "a number of its heading": (
        '<article eId="a"><num>一</num><heading>甲</heading><p eId="b">乙</p></article>',
        [("a", "一甲"), ("b", "乙")],
    ),
    "a number of its content": (
        '<article eId="a"><num>一</num><content><p>甲</p></content></article>',
        [("a", "一甲")],
    ),
    "a number of its list": (
        '<article eId="a"><num>一</num><intro><p>甲</p></intro></article>',
        [("a", "一甲")],
    ),
    "the first paragraph of its article": (
        '<article eId="art_1"><num>第一條　</num><paragraph eId="art_1__para_1"><intro>'
        '<p>甲：</p></intro><point eId="art_1__para_1__subpara_1"><num>（一）</num><content>'
        '<p>乙</p></content></point></paragraph><paragraph eId="art_1__para_2"><content><p>丙</p>'
        "</content></paragraph></article>",
        [("art-1", "第一條　甲："), ("art-1-item-1", "（一）乙"), ("art-1-para-2", "丙")],
    ),
    "of an article without a number": (
        '<article eId="art_1"><paragraph eId="art_1__para_1"><content><p>甲</p></content>'
        "</paragraph></article>",
        [("art-1", "甲")],
    ),
    "not behind a number that is a line": (
        '<article eId="art_1"><num class="line">第一條</num><paragraph eId="art_1__para_1">'
        "<content><p>甲</p></content></paragraph></article>",
        [("art-1", "第一條"), ("art-1-para-1", "甲")],
    ),
    "not behind a rubric": (
        '<article eId="art_1"><num>第一條　</num><heading>甲</heading>'
        '<paragraph eId="art_1__para_1"><content><p>乙</p></content></paragraph></article>',
        [("art-1", "第一條　甲"), ("art-1-para-1", "乙")],
    ),
    "not one with a number of its own": (
        '<article eId="art_1"><num>第一條</num><paragraph eId="art_1__para_1"><num>一、</num>'
        "<content><p>甲</p></content></paragraph></article>",
        [("art-1", "第一條"), ("art-1-para-1", "一、甲")],
    ),
    "not the second": (
        '<article eId="art_1"><num>第一條</num><paragraph eId="art_1__para_2"><content><p>甲</p>'
        "</content></paragraph></article>",
        [("art-1", "第一條"), ("art-1-para-2", "甲")],
    ),
    "a citation that fills it": (
        '<paragraph eId="para_1"><content><p><ref eId="para_1__ref_1">甲</ref></p></content>'
        "</paragraph>",
        [("para-1", "甲")],
    ),
    "what is quoted whole": (
        '<p eId="para_1">甲<mod>乙<quotedStructure><p>“丙”</p></quotedStructure></mod>丁</p>',
        [("para-1", "甲乙“丙”丁")],
    ),
    "what is quoted in lines of their own": (
        '<p eId="para_1">甲：<mod><quotedStructure><p>“乙。</p><paragraph eId="para_2"><content>'
        "<p>“丙。”</p></content></paragraph></quotedStructure></mod></p>",
        [("para-1", "甲：“乙。"), ("para-2", "“丙。”")],
    ),
    "what is quoted below its command": (
        '<p eId="para_1"><mod>甲：<quotedStructure><paragraph eId="para_2"><num>一</num><content>'
        '<p>乙</p></content></paragraph><p eId="para_3">丙</p></quotedStructure></mod></p>',
        [("para-1", "甲："), ("para-2", "一乙"), ("para-3", "丙")],
    ),
    "a number alone": (
        '<article eId="a"><num>一</num><paragraph eId="b"><p>甲</p></paragraph></article>',
        [("a", "一"), ("b", "甲")],
    ),
    "a number at the end": ('<article eId="a"><num>一</num></article>', [("a", "一")]),
    "a number that is ours": (
        '<article eId="a"><num status="editorial">一</num><p>甲</p></article>',
        [("a", "甲")],
    ),
    "apparatus": (
        '<meta><p eId="m">乙</p></meta><p eId="a">甲<noteRef/><i status="editorial">乙</i>丙</p>'
        '<p eId="c" status="editorial">乙</p>',
        [("a", "甲丙")],
    ),
    "an empty paragraph": ('<p eId="a"></p><p eId="b">甲</p>', [("b", "甲")]),
    "blanks between": (
        '\n <p eId="a">甲</p>\t\r\n <p eId="b"> 乙 </p>\n',
        [("a", "甲"), ("b", " 乙 ")],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_an_akoma_ntoso_file_says(name: str, tmp_path: Path) -> None:
    body, wanted = TEXTS[name]
    found = read(act(body), tmp_path)
    assert blocks(found) == wanted
    assert faults(found) == []
    assert found.medium == "XML"


INLINE = """a abbr b concept date def docAuthority docDate docNumber docTitle docType entity event
i location object organization person process quantity ref role session shortTitle signature span
sub sup term time u eol"""
STRUCTURE = """statement act doc akomaNtoso preface preamble body mainBody conclusions container
content hcontainer book part title chapter section subsection article clause subclause paragraph
subparagraph point list item intro wrapUp alinea indent level blockList blockContainer formula
longTitle recitals recital citations citation attachments attachment components component table tr
th td"""


def test_every_element_that_holds_text_or_elements(tmp_path: Path) -> None:
    inline = "".join(f"<{name}>甲</{name}>" for name in INLINE.split())
    structure = "".join(f'<{name}><p eId="{name}">乙</p></{name}>' for name in STRUCTURE.split())
    found = read(act(f'<p eId="a">{inline}</p>{structure}'), tmp_path)
    first, *others = blocks(found)
    assert first == ("a", "甲" * len(INLINE.split()))
    assert others == [(name, "乙") for name in STRUCTURE.split()]
    assert faults(found) == []


FAULTS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "loose text": (
        '<article eId="a">甲<p eId="b">乙</p>丙</article>',
        [("mixed", "a", "a has text outside any paragraph: “甲丙”.")],
    ),
    "loose text of nobody": (
        "甲",
        [("mixed", "body", "body has text outside any paragraph: “甲”.")],
    ),
    "a foreign element": (
        "<foreign>甲</foreign>",
        [
            (
                "foreign",
                "foreign",
                "The document has an element foreign that is neither text nor apparatus.",
            )
        ],
    ),
    "one in a paragraph": (
        '<p eId="a">甲<img/>乙<img/></p>',
        [
            (
                "foreign",
                "img",
                "A paragraph holds an element img that is neither text nor apparatus.",
            )
        ],
    ),
    "text outside what is quoted": (
        '<p eId="a"><quotedStructure>甲<p>乙</p></quotedStructure></p>',
        [
            (
                "foreign",
                "quotedStructure",
                "A paragraph holds an element quotedStructure that is neither text nor apparatus.",
            ),
            ("foreign", "p", "A paragraph holds an element p that is neither text nor apparatus."),
        ],
    ),
    "text behind lines that are quoted": (
        '<p eId="a"><quotedStructure><p>甲</p><p eId="b">乙</p></quotedStructure>丙</p>',
        [("mixed", "", "Text follows the lines of a quotation: “丙”.")],
    ),
    "removed": (
        '<p eId="a">甲<i status="removed">乙</i></p>',
        [("hidden", "", "A paragraph is marked as removed: “甲乙”.")],
    ),
    "removed for a time": (
        '<article eId="a"><p status="temporarilyRemoved">甲</p></article>',
        [("hidden", "a", "A paragraph is marked as removed: “甲”.")],
    ),
    "ignored": (
        '<p eId="a" status="ignored">甲</p>',
        [("hidden", "", "A paragraph is marked as removed: “甲”.")],
    ),
    "no identifier": ("<p>甲</p>", [("no-id", "text", "A paragraph has no identifier: “甲”.")]),
    "one twice": (
        '<p eId="a">甲</p><p eId="a">乙</p>',
        [("id-twice", "a", "Two paragraphs bear the identifier a.")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_speaks_against_an_akoma_ntoso_file(name: str, tmp_path: Path) -> None:
    body, wanted = FAULTS[name]
    assert faults(read(act(body), tmp_path)) == wanted


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<a", "it is not well-formed (unclosed token: line 1, column 0)."),
        (act("").encode("utf-16"), "it is not UTF-8."),
        (b"<a/>", "its root is not akomaNtoso of Akoma Ntoso 3.0."),
        (b"<!DOCTYPE a><a/>", "it has a document type declaration, which could hide text."),
        (b"<!ENTITY a><a/>", "it has a document type declaration, which could hide text."),
        (act("<section>" * 99 + "</section>" * 99).encode(), "it is nested more than 100 deep."),
        (
            act("<p>" + "<i>" * 101 + "</i>" * 101 + "</p>").encode(),
            "it is nested more than 100 deep.",
        ),
    ],
)
def test_an_akoma_ntoso_file_that_cannot_be_read(data: bytes, why: str, tmp_path: Path) -> None:
    found = read(data, tmp_path)
    assert faults(found) == [("unreadable", "file", f"The XML cannot be read: {why}")]


def test_how_deep_and_how_large_a_file_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = act("<section>" * 98 + "</section>" * 98)
    assert faults(read(deep, tmp_path)) == []
    inline = act('<p eId="a">' + "<i>" * 100 + "甲" + "</i>" * 100 + "</p>")
    assert blocks(read(inline, tmp_path)) == [("a", "甲")]
    small = act("")
    monkeypatch.setattr(akn, "_MOST_BYTES", len(small))
    assert faults(read(small, tmp_path)) == []
    told = f"The XML cannot be read: it is larger than {len(small)} bytes."
    assert faults(read(small + " ", tmp_path))[0][2] == told
    (missing,) = faults(extract_akn(tmp_path / "none.xml"))
    assert missing[2] == "The XML cannot be read: No such file or directory."


def test_a_number_that_is_a_line_of_its_own_is_put_down(tmp_path: Path) -> None:
    paragraph = '<paragraph eId="art_1__para_1"><content><p>甲。</p></content></paragraph>'
    for kind, expected in (
        (' class="line"', [("art-1", "第一條"), ("art-1-para-1", "甲。")]),
        ("", [("art-1", "第一條甲。")]),
    ):
        number = f"<num{kind}>第一條</num>"
        found = read(act(f'<article eId="art_1">{number}{paragraph}</article>'), tmp_path)
        assert blocks(found) == expected
