"""What the web page of a document holds beside what e-books and collations do.

It needs no other file: fonts and pictures are data, and its script is one of those known here.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhengben.proof.web_grammar import PROPERTIES

_FLOW = r"(0|\d*\.?\d+em)( (0|\d*\.?\d+em))?"

_ANY = r"(?s).*"
# what the page of a document has beside: links to its other files, switches, windows, its script
PAGE_ELEMENTS: Mapping[str, Mapping[str, str]] = {
    "a": {"type": r"[\w.+/-]+", "hreflang": r"[\w-]+"},
    "button": {"type": "button"}, "details": {}, "summary": {}, "fieldset": {}, "legend": {},
    "noscript": {}, "div": {"popover": "auto"}, "main": {"tabindex": "-1"},
    "input": {"type": "radio", "name": r"[a-z]+", "checked": "checked"},
    "img": {"src": r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+", "data-file": r"[^/:]+"},
    "link": {"rel": r"alternate|schema\.DCTERMS", "type": r"[\w.+/-]+", "hreflang": r"[\w-]+",
             "href": _ANY, "title": _ANY},
    "meta": {"http-equiv": "Content-Security-Policy", "content": _ANY},
    "p": {"data-said": _ANY},
    "script": {"type": r"application/(ld\+)?json"},
}  # fmt: skip
PAGE_ROLES = "dialog|status"
DUBLIN_CORE = frozenset(
    ("title", "creator", "publisher", "date", "language", "type", "spatial", "rights", "source",
     "identifier", "isPartOf")
)  # fmt: skip
# how a page names the other files of its document, behind the document's own name
SIBLING = r"\.[\w+-]+(\.[\w-]+)*\.(pdf|epub|html|docx|xml)"
# the SHA-256 of each script that pages were ever published with: templates/web/page.js, and
# templates/beside/beside.js
SCRIPTS = frozenset((
    "f9e8bdde1ceb74e562556f7464502dd7e9e4c372fa7cc802fdb4dbbccc8c1cc8",
    "a9aab8060d4d9aef4b970dc02592804ca24f5a4185767057ecb77450bed74e13",
))  # fmt: skip
# rules of style: what their values have to match here
PAGE_PROPERTIES: Mapping[str, str] = {
    **PROPERTIES,
    "src": r'url\("data:font/woff2,"\) format\("woff2"\)',
    "text-indent": r"(-2em|0|2em|-2\.2em)", "font-size": r"(0\.[6-9]\d*|1(\.\d+)?)r?em",
    "color-scheme": "(light|dark)", "outline": r"(0|2px solid currentColor)",
    "inset": "auto", "overflow-x": "auto", "height": "80vh", "float": "left", "columns": r"\d+rem",
    "margin-block": _FLOW, "margin-inline": "0 -2em", "padding-inline": _FLOW,
    "min-inline-size": r"\d(\.\d)?em",
    "background": PROPERTIES["background"] + r"|var\(--mark\)",
    "--ink": r"#(1a1a1a|e6e1d6|000000)", "--quiet": r"#(5c5c5c|a49d8f|333333)",
    "--paper": r"#(fffdf8|17150f|ffffff)", "--mark": r"#(fbe7a8|5a4a13|ffffff)",
}  # fmt: skip
PAGE_FREE = frozenset(("outline-offset",))
PAGE_PSEUDO = frozenset((":focus", ":focus-visible"))
# hidden on paper: switches, and what only a screen can follow
PAGE_UNSHOWN = frozenset(("header, .permalink, noscript",))
# what the page of texts beside one another has more: what is new and gone, rows and cells
BESIDE_ELEMENTS: Mapping[str, Mapping[str, str]] = {"ins": {}, "del": {}}
BESIDE_ROLES = "table|row|cell|columnheader"
# hidden there when a reader chooses one of the columns, or what changed alone
BESIDE_UNSHOWN = PAGE_UNSHOWN | frozenset((
    "body:has(#rows-changed:checked) .same",
    # of versions that are merged, one alone
    "body.redline:has(#columns-1:checked) del, body.redline:has(#columns-1:checked) .gone",
    "body.redline:has(#columns-2:checked) ins, body.redline:has(#columns-2:checked) .new",
    *(
        f"body:has(#columns-{n}:checked) .column-{one}, "
        f"body:has(#columns-{n}:checked) .column-{other}"
        for n, one, other in ((1, 2, 3), (2, 1, 3), (3, 1, 2))
    ),
))  # fmt: skip
