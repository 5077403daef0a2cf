"""What the proof of web pages and e-books promises, without a file being published."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pytest

from zhengben.proof.page_grammar import PAGE_FREE, PAGE_PROPERTIES, SCRIPTS
from zhengben.proof.web_grammar import FREE, PROPERTIES
from zhengben.proof.web_strangers import (
    _apparatus,
    _attributes,
    _Book,
    _element,
    _held,
    _made_of,
    _Page,
)
from zhengben.proof.web_styles import strange_page_sheet, strange_sheet

STYLES = Path(__file__).resolve().parent.parent.parent / "styles"
BOOKS = ("collation-web.css", "epub.css", "epub-figures.css", "epub-marks.css",
         "epub-parallel.css", "epub-vertical.css")  # fmt: skip


# ---- sheets


def test_sheets_of_the_press_have_nothing_against_them() -> None:
    for name in BOOKS:
        assert list(strange_sheet((STYLES / name).read_text("utf-8"))) == [], name
    web, beside = ((STYLES / f"{n}.css").read_text("utf-8") for n in ("web", "beside"))
    assert list(strange_page_sheet(web)) == []
    assert list(strange_page_sheet(web + beside, beside=True)) == []
    # nor do all of them say what each may
    assert list(strange_sheet(web)) != []
    assert list(strange_page_sheet(web + beside)) != []


def test_no_property_is_on_the_list_that_no_sheet_sets() -> None:
    sheets = [(STYLES / name).read_text("utf-8") for name in (*BOOKS, "web.css", "beside.css")]
    plain = re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL)
    prefixed = re.findall(r"([\w-]+)\s*:(?!:)", plain)
    used = {re.sub("^-(webkit|epub|moz|ms)-", "", name) for name in prefixed}
    assert sorted({*PROPERTIES, *PAGE_PROPERTIES} - used) == []
    # what nobody sets does no harm, and some of it older books have
    assert len((FREE | PAGE_FREE) & used) >= 50


@pytest.mark.parametrize(
    ("rule_of_style", "told"),
    [
        ("p { color: inherit; }", ""),
        ("p { margin: 0 auto 1em; padding-right: 2px }", ""),
        ("p { border-top: 1px solid var(--hair) }", ""),
        ("p { border-top: 1px solid var(--ink) }", "sets border-top to"),
        ("p { border-top: url(a) }", "sets border-top to"),
        (".unseen { display: none }", ""),
        ("p { display: none }", "hides “p”"),
        ("p { display: block }", ""),
        ("p { color: none }", "sets color to"),
        ("@media print { p { color: red } }", "sets color to"),
        ("@import 'a';", "has a rule"),
        ("p", "has a rule"),
        ("p { color: inherit; ", ""),
        ("} p", "has a rule"),
        ("em { font-style: italic }", ""),
        ("p { font-style: italic }", "marks “p” by font-style"),
        ("p::after { color: inherit }", "chooses with ::after"),
        ("a { -webkit-hyphens: auto }", ""),
        ("a { -o-hyphens: auto }", "which none sets"),
    ],
)
def test_a_rule_of_style_is_told_that_no_sheet_has(rule_of_style: str, told: str) -> None:
    found = "; ".join(strange_sheet(rule_of_style))
    assert told in found
    assert bool(found) is bool(told), found


# ---- elements of pages and books


def element(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


PAGE = SimpleNamespace(_more={}, _roles="dialog", _urls=frozenset(("https://example.org/",)),
                       _sibling=re.compile(r"a\.pdf"))  # fmt: skip
PAGE._address = lambda value, name: _Page._address(cast(Any, PAGE), value, name)


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<script type="application/json">[1]</script>', ""),
        ('<script type="application/ld+json">[1]</script>', ""),
        ('<script type="application/json">[1</script>', "holds no such data"),
        ('<script type="text/javascript">[1]</script>', "of the type “text/javascript”"),
        ("<script>[1]</script>", "never published"),
        ('<script src="a"/>', "has what none has"),
    ],
)
def test_a_script_that_the_press_never_published_is_told(markup: str, told: str) -> None:
    found = "; ".join(_Page._script(cast(Any, PAGE), element(markup)))
    assert told in found
    assert bool(found) is bool(told), found


def test_scripts_of_the_press_are_known() -> None:
    folder = STYLES.parent / "templates"
    for name in ("web/page.js", "beside/beside.js"):
        text = (folder / name).read_text("utf-8")
        assert hashlib.sha256(text.encode()).hexdigest() in SCRIPTS


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<meta name="DCTERMS.title" content="a"/>', "which none has"),
        ('<meta name="refresh"/>', "there is a meta “refresh”"),
        ('<meta name="referrer"/>', ""),
        ('<a href="#art-1"/>', ""),
        ('<p href="#art-1"/>', "a link leads to"),
        ('<a href="https://example.org/"/>', ""),
        ('<a href="a.pdf"/>', ""),
        ('<a href="https://example.com/"/>', "a link leads to"),
        ('<input type="radio"/>', ""),
        ('<input type="password"/>', "has the type"),
        ('<div role="dialog"/>', ""),
        ('<div role="menu"/>', "role"),
        ('<p onclick="x"/>', "has a “onclick”, which none has"),
        ('<p lang="zh-Hant"/>', ""),
        ('<td colspan="2"/>', ""),
        ('<p data-apparatus="x"/>', ""),
    ],
)
def test_an_attribute_of_a_page_is_told_that_none_has(markup: str, told: str) -> None:
    at = element(markup)
    found = "; ".join(_Page._attributes(cast(Any, PAGE), at, at.tag))
    assert told in found
    assert bool(found) is bool(told), found


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<td colspan="2"/>', ""), ('<p lang="zh-Hant" class="a" id="b"/>', ""),
        ('<p colspan="2"/>', "has a “colspan”"), ('<td colspan="a"/>', "has the colspan"),
        ('<meta name="author"/>', "there is a meta “author”"),
        ('<nav hidden="hidden"/>', "a list is hidden"),
        ('<nav hidden="hidden" class="unseen"/>', ""),
    ],
)  # fmt: skip
def test_an_attribute_of_a_book_is_told_that_none_has(markup: str, told: str) -> None:
    at = element(markup)
    found = "; ".join(_attributes(at, at.tag, False))
    assert told in found
    assert bool(found) is bool(told), found


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ("<wbr/>", ""), ("<wbr>甲</wbr>", "holds something"),
        ("<img><b/></img>", "holds something"),
        ("<p>甲</p>", ""), ("<rp>（</rp>", ""), ("<rp>甲</rp>", "a bracket of a reading says"),
        ("<rp/>", ""),
    ],
)  # fmt: skip
def test_what_holds_nothing_holds_nothing(markup: str, told: str) -> None:
    at = element(markup)
    found = "; ".join(_held(at, at.tag))
    assert told in found
    assert bool(found) is bool(told), found


@pytest.mark.parametrize(
    ("text", "heads", "made"),
    [("甲乙", {"甲", "乙"}, True), ("甲乙", {"甲"}, False), ("甲甲", {"甲"}, True),
     ("甲乙丙", {"甲", "甲乙", "丙"}, True), ("", {"甲"}, True), ("乙", {"", "甲"}, False),
     ("丙甲", {"甲"}, False)],
)  # fmt: skip
def test_a_head_that_stands_again_is_made_of_heads(text: str, heads: set[str], made: bool) -> None:
    assert _made_of(text, heads) is made


@pytest.mark.parametrize(
    ("markup", "outside", "told"),
    [
        ("<p>甲</p>", True, ""),
        ('<div data-apparatus="notes">甲</div>', True, ""),
        ('<div data-apparatus="other">甲</div>', True, "that no document has"),
        ('<div data-apparatus="number">1.</div>', True, ""),
        ('<div data-apparatus="number">甲</div>', True, "that no document has"),
        ('<span data-apparatus="number">1.</span>', True, ""),
        ('<span data-apparatus="number">甲</span>', False, "in the middle of the text"),
        ('<p data-apparatus="notes">甲</p>', False, "in the middle of the text"),
        ('<sup data-apparatus="call">1</sup>', False, ""),
        ('<b data-apparatus="call">1</b>', False, "in the middle of the text"),
        ('<span data-apparatus="number" aria-label="第1款">1</span>', False, ""),
        ('<span data-apparatus="number" aria-label="第2款">1</span>', False, "is told as"),
    ],
)
def test_apparatus_is_of_a_part_that_documents_have(markup: str, outside: bool, told: str) -> None:
    at = element(markup)
    found = "; ".join(_apparatus(at, at.tag, outside))
    assert told in found
    assert bool(found) is bool(told), found


def test_a_paragraph_ends_what_stands_outside_of_one() -> None:
    apparatus = '<div data-apparatus="notes">甲</div>'
    for markup, told in (
        (f"<div>{apparatus}</div>", ""),
        (f"<p>{apparatus}</p>", "in the middle"),
        (f"<p><span>{apparatus}</span></p>", "in the middle"),
    ):
        found = "; ".join(_element(element(markup), False, outside=True))
        assert told in found
        assert bool(found) is bool(told), found
    assert "no document has" in "; ".join(_element(element("<video/>"), True, outside=True))
    assert "no document has" in "; ".join(_element(element("<header/>"), False, outside=True))
    assert list(_element(element("<header/>"), True, outside=True)) == []


def test_a_book_that_unfolds_to_more_than_is_read_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in "ab":
            archive.writestr(name, b"x" * 60)
    declared = SimpleNamespace(provenance=SimpleNamespace(url=""), objects=())
    book = _Book(data.getvalue(), cast(Any, declared))
    book._left = 120
    assert [len(book._read(name)) for name in "ab"] == [60, 60]
    book._left = 119
    book._read("a")
    with pytest.raises(ValueError, match="too large"):
        book._read("b")
