"""Web pages, and the documents of e-books, are read by their elements alone."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhengben.proof import html
from zhengben.proof.epub import MalformedError, Reader
from zhengben.proof.extraction import Extraction
from zhengben.proof.html import extract_html

XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" {}><head><title>題</title></head>{}</html>'


def page(body: str, html_attributes: str = "", linear: bool = True, tag: str = "body") -> Reader:
    reader = Reader()
    text = XHTML.format(html_attributes, f"<{tag}>{body}</{tag.split(' ')[0]}>")
    reader.read("a.xhtml", ElementTree.fromstring(text), linear)
    reader.check_identifiers()
    return reader


PAGES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "paragraphs": ('<p id="a">甲</p>\n<p id="b">乙</p>', [("a", "甲", ""), ("b", "乙", "")]),
    "inline": ('<p id="a">甲<em>乙<b>丙</b></em><br/>丁<wbr/>戊</p>', [("a", "甲乙丙丁戊", "")]),
    "blanks stay": ('<p id="a"> 甲\n</p>', [("a", " 甲\n", "")]),
    "nested": ('<section id="s"><div><p id="a">甲</p></div></section>', [("a", "甲", "")]),
    "apparatus": (
        '<p id="a">甲<a data-apparatus="call">1</a>乙</p><aside data-apparatus="n">丙</aside>',
        [("a", "甲乙", "")],
    ),
    "languages": (
        '<div xml:lang="zh-Hant"><p id="a">甲</p><p id="b" xml:lang="zh-Hans">乙</p></div>'
        '<p id="c">丙</p>',
        [("a", "甲", "zh-Hant"), ("b", "乙", "zh-Hans"), ("c", "丙", "")],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_says(name: str) -> None:
    body, wanted = PAGES[name]
    reader = page(body)
    assert [(b.id, b.text, b.language) for b in reader.blocks] == wanted
    assert {b.places for b in reader.blocks} == {("a.xhtml",)}
    assert reader.faults == []


PAGE_FAULTS: dict[str, tuple[str, tuple[str, str]]] = {
    "text beside paragraphs": (
        '<div id="d">甲<p id="a">乙</p></div>',
        ("mixed", "a.xhtml has text and paragraphs side by side in one element: “甲”."),
    ),
    "text deep beside paragraphs": (
        '<div id="d">甲<div><div><p id="a">乙</p></div></div></div>',
        ("mixed", "a.xhtml has text and paragraphs side by side in one element: “甲”."),
    ),
    "a script": (
        '<p id="a">甲</p><script/>',
        ("script", "a.xhtml has a script, which may change its text."),
    ),
    "a foreign element": (
        '<p id="a">甲<img/>乙<img/></p>',
        ("foreign", "a.xhtml shows an element img outside the apparatus."),
    ),
    "another language": (
        '<p id="a">甲<m xmlns="math"/></p>',
        ("foreign", "a.xhtml shows an element {math}m outside the apparatus."),
    ),
    "no identifier": ("<p>甲</p>", ("no-id", "A paragraph of a.xhtml has no identifier: “甲”.")),
    "one twice": (
        '<p id="a">甲</p><p id="a">乙</p>',
        ("id-twice", "Two paragraphs bear the identifier a."),
    ),
    "hidden": ('<p id="a" hidden="">甲</p>', ("hidden", "a.xhtml hides the text of a.")),
    "not displayed": (
        '<p id="a">乙<i style="Display : NONE">甲</i></p>',
        ("hidden", "a.xhtml hides the text of i."),
    ),
    "not visible": (
        '<p id="a" style="visibility:hidden">甲</p>',
        ("hidden", "a.xhtml hides the text of a."),
    ),
    "no content": (
        '<p id="a" style="content-visibility: hidden">甲</p>',
        ("hidden", "a.xhtml hides the text of a."),
    ),
}


@pytest.mark.parametrize("name", PAGE_FAULTS)
def test_what_speaks_against_a_page(name: str) -> None:
    body, wanted = PAGE_FAULTS[name]
    reader = page(body)
    told = [(f.code, f.sentence) for f in reader.faults]
    assert told == [wanted] or (name == "a script" and wanted in told)


def test_what_hides_nothing() -> None:
    assert page('<p id="a">甲<i hidden=""> \n</i></p>').faults == []
    assert page('<p id="a" style="display:block">甲</p>').faults == []


BLOCKS = """address article aside blockquote caption dd details div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td
tfoot th thead tr ul"""
FOREIGN = """audio button canvas embed iframe img input math noscript object picture select slot
style svg template textarea video"""


def test_every_block_and_every_foreign_element() -> None:
    reader = page("".join(f'<{name} id="{name}">甲</{name}>' for name in BLOCKS.split()))
    assert [block.id for block in reader.blocks] == BLOCKS.split()
    assert reader.faults == []
    reader = page(f'<p id="a">甲{"".join(f"<{name}>乙</{name}>" for name in FOREIGN.split())}</p>')
    assert [block.text for block in reader.blocks] == ["甲"]
    assert [fault.sentence for fault in reader.faults] == [
        f"a.xhtml shows an element {name} outside the apparatus." for name in FOREIGN.split()
    ]


def test_nothing_is_read_in_a_break_which_shows_nothing() -> None:
    reader = page('<p id="a">甲<br>乙</br><wbr>丙</wbr>丁</p>')
    assert [block.text for block in reader.blocks] == ["甲丁"]


def test_a_page_that_is_apparatus_or_not_linear() -> None:
    assert page("<p>甲</p>", 'data-apparatus="cover"').blocks == ()
    assert page("<p>甲</p>", tag='body data-apparatus="cover"').blocks == ()
    told = [(f.code, f.sentence) for f in page('<p id="a">甲</p>', linear=False).faults]
    assert told == [("not-linear", "a.xhtml has text but is not in the linear order.")]
    assert page("", linear=False).faults == []


def test_a_page_that_is_none() -> None:
    with pytest.raises(MalformedError, match=r"a\.xhtml is not an XHTML document\."):
        page("", tag="div")
    with pytest.raises(MalformedError, match="not an XHTML"):
        Reader().read("a.xhtml", ElementTree.fromstring("<html><body/></html>"), True)
    wrong = '<div xmlns="http://www.w3.org/1999/xhtml"><body/></div>'
    with pytest.raises(MalformedError, match="not an XHTML"):
        Reader().read("a.xhtml", ElementTree.fromstring(wrong), True)


def test_how_deep_a_page_may_be() -> None:
    assert page("<div>" * 200 + "</div>" * 200).faults == []
    for tag in ("div", "i"):
        with pytest.raises(MalformedError, match=r"a\.xhtml is nested more than 200 deep\."):
            page(f"<{tag}>" * 201 + f"</{tag}>" * 201)


def faults(found: Extraction) -> list[tuple[str, str, str]]:
    return [(f.code, f.place, f.sentence) for f in found.faults]


def web(text: str | bytes, folder: Path) -> Extraction:
    path = folder / "a.html"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return extract_html(path)


def test_a_web_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = XHTML.format("", '<body><p id="a">甲</p><p>乙</p></body>')
    found = web(text, tmp_path)
    assert found.medium == "HTML"
    assert [(b.id, b.text) for b in found.blocks] == [("a", "甲"), ("", "乙")]
    assert [b.places for b in found.blocks] == [("a.html",)] * 2
    assert [code for code, _, _ in faults(found)] == ["no-id"]
    large = "it is too large or declares entities."
    for wrong, why in (
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", large),
        ("<a/>", "a.html is not an XHTML document."),
        ("<a", "unclosed token: line 1, column 0."),
    ):
        told = ("unreadable", "file", f"The HTML cannot be read: {why}")
        assert faults(web(wrong, tmp_path)) == [told]
    monkeypatch.setattr(html, "_MOST_BYTES", len(text.encode()))
    assert web(text, tmp_path).blocks
    assert faults(web(text + " ", tmp_path))[0][2].endswith(large)
    assert faults(extract_html(tmp_path / "none.html"))[0][0] == "unreadable"
