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
        ("art_17-1__para_2", "art-17-1-para-2"),
        ("preamble__p_3", "preamble-3"),
        ("conclusions__closing", "closing"),
        ("preface__session", "session"),
        ("preface__1", "preface-1"),
        ("a.b", "a_b"),
        ("sec_3-2", "sec-3-2"),
    ],
)
def test_the_anchor_of_an_identifier(eid: str, name: str) -> None:
    assert anchor(eid) == name


TEXTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a paragraph": ('<p eId="p_1">甲乙</p>', [("p-1", "甲乙")]),
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
    structure = "".join(f'<{name} eId="{name}"><p>乙</p></{name}>' for name in STRUCTURE.split())
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
