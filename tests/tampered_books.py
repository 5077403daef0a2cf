"""The table of tampering with e-books: what hides, changes or adds words that a reader sees.

Each kind alters the files of an e-book, by name; the text that is read from its mark-up stays.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

Files = dict[str, bytes]
Tamper = Callable[[Files], None]
SHEET, TEXT, NAV = "EPUB/styles/book.css", "EPUB/text-01.xhtml", "EPUB/nav.xhtml"
FONT, PACKAGE = "EPUB/fonts/book.otf", "EPUB/content.opf"


def read(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _style(rule: str) -> Tamper:
    def tamper(files: Files) -> None:
        files[SHEET] += rule.encode()

    return tamper


def _replace(name: str, pattern: str, text: str) -> Tamper:
    def tamper(files: Files) -> None:
        changed, count = re.subn(pattern, text, files[name].decode(), count=1, flags=re.DOTALL)
        assert count, f"nothing to tamper with: {pattern}"
        files[name] = changed.encode()

    return tamper


def _inside(markup: str) -> Tamper:
    """Return what puts mark-up into the middle of the first paragraph."""
    return _replace(TEXT, r"(<p [^>]*>(?:<[^>]*>[^<]*</[^>]*>)*[^<]{3})", rf"\1{markup}")


def _attribute(markup: str) -> Tamper:
    return _replace(TEXT, r"<p ", f"<p {markup} ")


def _head(markup: str) -> Tamper:
    return _replace(TEXT, r"</head>", f"{markup}</head>")


def _file(name: str, data: bytes) -> Tamper:
    return lambda files: files.update({name: data})


def _font(change: Callable[[TTFont], None]) -> Tamper:
    def tamper(files: Files) -> None:
        font = TTFont(io.BytesIO(files[FONT]))
        change(font)
        out = io.BytesIO()
        font.save(out)
        files[FONT] = out.getvalue()

    return tamper


def _swap_map(font: TTFont) -> None:
    for maps in {id(table.cmap): table.cmap for table in font["cmap"].tables}.values():
        one, other = [p for p in sorted(maps) if p > 0x4E00][:2]
        maps[one], maps[other] = maps[other], maps[one]


def _swap_outlines(font: TTFont) -> None:
    best = font.getBestCmap()
    names = [best[p] for p in sorted(best) if p > 0x4E00]
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    index = strings.charStrings
    for one, other in zip(names[::2], names[1::2], strict=False):
        index[one], index[other] = index[other], index[one]


def _substitute(font: TTFont) -> None:
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    best = font.getBestCmap()
    names = [best[p] for p in sorted(best) if p > 0x4E00]
    rules = " ".join(f"sub {a} by {b};" for a, b in pairwise(names))
    script = "languagesystem DFLT dflt; languagesystem hani dflt;"
    addOpenTypeFeaturesFromString(font, f"{script} feature liga {{ {rules} }} liga;")


TAMPERS: dict[str, Tamper] = {
    "display: none": _style("p.operative { display: none; }"),
    "display: contents": _style("p { display: contents; }"),
    "visibility": _style("p { visibility: hidden; }"),
    "generated content": _style("p::after { content: '不'; }"),
    "content in place of an element": _style("p { content: 'x'; }"),
    "size 0": _style("p { font-size: 0; }"),
    "a size that shows nothing": _style("p { font-size: 0.01em; }"),
    "off screen": _style("p { position: absolute; left: -9999px; }"),
    "far indent": _style("p { text-indent: -9999px; }"),
    "a negative margin": _style("p { margin: -100em; }"),
    "a far margin": _style("p { margin-left: -9999px; }"),
    "opacity": _style("p { opacity: 0; }"),
    "clip": _style("p { clip: rect(0 0 0 0); }"),
    "clip-path": _style("p { clip-path: circle(0); }"),
    "transform": _style("p { transform: scaleX(-1); }"),
    "bidi override": _style("p { unicode-bidi: bidi-override; direction: rtl; }"),
    "reversed flex": _style(".keep { display: flex; flex-direction: row-reverse; }"),
    "an order of its own": _style("p { order: 3; }"),
    "line-through": _style("p { text-decoration: line-through; }"),
    "a transparent colour": _style("p { color: transparent; }"),
    "white on white": _style("p { color: #fff; }"),
    "a filter": _style("p { filter: opacity(0); }"),
    "text transformed": _style("p { text-transform: uppercase; }"),
    "security of text": _style("p { -webkit-text-security: disc; }"),
    "emphasis by the sheet": _style("p { text-emphasis: dot; }"),
    "bold by the sheet": _style("#art-1 { font-weight: bold; }"),
    "italics by the sheet": _style("p { font-style: italic; }"),
    "underlined by the sheet": _style("p { text-decoration: underline; }"),
    "lines on one another": _style("p { line-height: 0; }"),
    "many columns": _style("body { columns: 90; }"),
    "sideways": _style("p { text-orientation: sideways; }"),
    "words behind the document": _replace(TEXT, r"</html>", "</html>" + " " * 99),
    "height 0": _style("p { height: 0; overflow: hidden; }"),
    "@import": _style("@import url('other.css');"),
    "@import before all": lambda files: files.update({SHEET: b"@import 'x.css';" + files[SHEET]}),
    "another font": _style("@font-face { font-family: x; src: url('https://example.org/x.otf'); }"),
    "a variable": _style("p { font-size: var(--x); }"),
    "an escape": _style("p { d\\69splay: none; }"),
    "a picture behind": _style("p { background: url(images/cover.png); }"),
    "a style element": _head("<style>p { display: none }</style>"),
    "a sheet in the link": _head('<link rel="stylesheet" href="data:text/css,p{display:none}"/>'),
    "an alternate sheet": _head('<link rel="alternate stylesheet" href="styles/book.css"/>'),
    "a base": _head('<base href="https://example.org/"/>'),
    "a refresh": _head('<meta http-equiv="refresh" content="0;url=https://example.org"/>'),
    "a script": _head("<script>1</script>"),
    "an instruction": _replace(TEXT, r"<!DOCTYPE", '<?xml-stylesheet href="x.css"?><!DOCTYPE'),
    "a comment": _inside("<!-- x -->"),
    "a style attribute": _attribute('style="color: white"'),
    "a hidden paragraph": _attribute('hidden="hidden"'),
    "an inert paragraph": _attribute('inert=""'),
    "a title": _attribute('title="不"'),
    "a direction": _attribute('dir="rtl"'),
    "an event": _attribute('onclick="x()"'),
    "a language": _attribute('lang="x y"'),
    "hidden from those who hear": _attribute('aria-hidden="true"'),
    "apparatus in the middle of a paragraph": _inside('<span data-apparatus="number">不</span>'),
    "apparatus of no kind": _inside('<b data-apparatus="x">不</b>'),
    "a page with words": _inside('<span data-apparatus="page">不得</span>'),
    "a call with words": _inside('<a data-apparatus="call" href="notes.xhtml#note-1">不</a>'),
    "words in br": _inside("<br>不</br>"),
    "words in wbr": _inside("<wbr>不</wbr>"),
    "dialog": _inside("<dialog>不</dialog>"),
    "details": _inside("<details>不</details>"),
    "bdo": _inside('<bdo dir="rtl">不</bdo>'),
    "s": _inside("<s>不</s>"),
    "del": _inside("<del>不</del>"),
    "rp": _inside("<ruby>不<rp>得不</rp><rt/></ruby>"),
    "an object": _inside('<object data="x.svg"/>'),
    "a picture of words": _inside('<img src="https://example.org/x.png" alt=""/>'),
    "a link elsewhere": _replace(NAV, r'href="text-01\.xhtml[^"]*"', 'href="https://example.org"'),
    "a document outside the spine": _file("EPUB/other.xhtml", b"<html/>"),
    "a picture that is none of the text's": _file("EPUB/images/other.png", b"x"),
    "a script file": _file("EPUB/x.js", b"1"),
    "rights management": _file("META-INF/encryption.xml", b"<encryption/>"),
    "signatures": _file("META-INF/signatures.xml", b"<signatures/>"),
    "a document that is not in the spine": _replace(PACKAGE, r"<itemref[^>]*text-01[^>]*>", ""),
    "a fallback": _replace(PACKAGE, r"(<item [^>]*text-01)", r'<item fallback="x" id="y" \1'),
    "a media overlay": _replace(PACKAGE, r'(<item )([^>]*text-01\.)', r'\1media-overlay="x" \2'),
    "swapped characters of the font": _font(_swap_map),
    "swapped outlines of the font": _font(_swap_outlines),
    "a substitution in the font": _font(_substitute),
}  # fmt: skip
