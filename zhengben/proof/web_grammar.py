"""What the e-books and web pages of the press hold: files, elements, attributes and rules of style.

A value of an attribute is a regular expression that has to match all of it; ``*`` stands for any
value that shows nothing and leads nowhere, such as a name of a class.
"""

from __future__ import annotations

from collections.abc import Mapping

# a file of a book, and its media type; container and package are found by the name of the first
FILES: Mapping[str, tuple[str, ...]] = {
    r"mimetype": (),
    r"META-INF/container\.xml": (),
    r"EPUB/content\.opf": (),
    r"EPUB/(cover|contents|colophon|details|notes|instruments|variants|nav|text-\d+)\.xhtml":
        ("application/xhtml+xml",),
    r"EPUB/toc\.ncx": ("application/x-dtbncx+xml",),
    r"EPUB/styles/book\.css": ("text/css",),
    r"EPUB/fonts/[a-z0-9-]+\.otf": ("font/otf",),
    r"EPUB/fonts/[a-z0-9-]+\.ttf": ("font/ttf",),
    r"EPUB/images/cover\.png": ("image/png",),
    r"EPUB/images/[^/]+\.(png|jpg|jpeg|gif|svg|webp)":
        ("image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"),
}  # fmt: skip

_NAME, _ANY = r"[\w-]+", r"(?s).*"
_CLASSES = r"[\w -]+"
# where a link may lead within a file
INSIDE = r"(#[\w-]+|[\w-]+\.xhtml(#[\w-]+)?)"
# what every element may have
COMMON: Mapping[str, str] = {
    "id": _NAME, "class": _CLASSES, "lang": r"[\w-]+", "xml:lang": r"[\w-]+",
    "epub:type": r"[\w -]+", "role": r"(doc-[a-z]+|img|math)", "aria-labelledby": _NAME,
    "aria-label": _ANY,
}  # fmt: skip
# every element, with what it may have beside
ELEMENTS: Mapping[str, Mapping[str, str]] = {
    "html": {"class": _CLASSES}, "head": {}, "title": {}, "body": {}, "section": {}, "h1": {},
    "h2": {}, "h3": {}, "h4": {}, "h5": {}, "h6": {}, "p": {}, "ol": {}, "li": {}, "ul": {},
    "span": {"data-file": _ANY, "data-label": _ANY, "title": _ANY}, "div": {}, "wbr": {},
    "table": {}, "caption": {}, "thead": {}, "tbody": {}, "tr": {},
    "th": {"scope": "col|colgroup", "colspan": r"\d+", "rowspan": r"\d+"},
    "td": {"colspan": r"\d+", "rowspan": r"\d+"}, "dl": {}, "dt": {}, "dd": {}, "b": {},
    "sup": {}, "sub": {}, "em": {}, "u": {}, "ruby": {}, "rb": {}, "rt": {}, "rp": {},
    "a": {"href": _ANY, "data-label": _ANY}, "nav": {"hidden": "hidden"},
    "img": {"src": r"images/[^/:]+", "alt": _ANY}, "link": {
        "rel": "stylesheet", "type": "text/css", "href": r"styles/book\.css"},
    "meta": {"charset": "utf-8"},
    # the web page of two scripts; it needs no other file
    "header": {}, "footer": {}, "main": {}, "mark": {"title": _ANY}, "label": {}, "style": {},
    "input": {"type": "checkbox", "checked": "checked"}, "time": {},
}  # fmt: skip
# of an e-book these are none
WEB_ONLY = frozenset(("header", "footer", "main", "mark", "label", "style", "input"))
_MATHML_NAMES = (
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder "
    "munderover mtable mtr mtd mstyle mpadded mphantom menclose semantics annotation"
)
MATHML = frozenset(_MATHML_NAMES.split())
# parts of apparatus inside a paragraph: element, and what all of it has to say
INLINE_APPARATUS: Mapping[str, tuple[str, str]] = {
    "number": ("span a", r"[\d.]+"),
    "page": ("span", ""),
    "call": ("a sup", r"\d+"),
    "permalink": ("a", "¶"),
    "back": ("a", r"返回.{1,20}"),
    # which has to be what stands over its column besides
    "head": ("span", _ANY),
}
# parts of apparatus that stand by themselves
BLOCK_APPARATUS = frozenset(
    ("cover", "contents", "colophon", "details", "instruments", "variants", "notes", "note",
     "heading", "dateline", "header", "ledger", "number", "call", "popover", "citation", "script")
)  # fmt: skip

# rules of style: properties, each with what its values have to match
_LENGTH = r"-?(0|\d*\.?\d+(em|rem|%|px|vh|fr))"
_PART = r"(auto|0|\d*\.?\d+(em|rem|%|px|fr))"
_BOX = rf"{_PART}( {_PART})*"
_LINE = r"(0|\dpx (solid|double) [^;]+)"
PROPERTIES: Mapping[str, str] = {
    "color": r"(inherit|currentColor|var\(--(ink|quiet)\))",
    "display": r"(block|flex|grid|inline-block|inline-grid|none)",
    "font-size": r"(0\.[6-9]\d*|1(\.\d+)?)r?em", "font-family": _ANY,
    "font-style": "(normal|italic)",
    "font-weight": r"(bold|normal|inherit|[46]00)", "font-feature-settings": r'"(halt|vhal)"',
    "line-height": r"(0|1\.[4-9]\d*|2(\.\d+)?|1)", "letter-spacing": r"0\.0\d+em",
    "text-indent": r"(-2em|0|2em)", "text-decoration": r"(none|underline)",
    "margin": _BOX, "padding": _BOX, "border": _LINE,
    "src": r'url\("\.\./fonts/[a-z0-9-]+\.(otf|ttf)"\)',
    "writing-mode": r"(horizontal-tb|vertical-rl)", "width": _PART, "height": r"(100|30)%|auto",
    "max-width": rf"{_LENGTH}|min\(100%, 18em\)", "max-height": r"100vh|95vh|24rem|12em",
    "min-width": _LENGTH, "min-height": _LENGTH,
    "background": r"(none|#[0-9a-f]{6}|var\(--paper\)|linear-gradient\(transparent 55%, "
                  r"var\(--mark\) 55%\)|color-mix\([^;]*\))",
    "vertical-align": r"(middle|super|top|sub|baseline)",
    "text-align": r"(center|end|justify|start|right|left)", "white-space": "(nowrap|pre-wrap)",
    **dict.fromkeys(
        ("margin-bottom", "margin-left", "margin-top", "padding-left", "padding-right",
         "padding-top", "padding-bottom"), _PART),
    "--ink": r"#([0-4][0-9a-f]{5}|e6e1d6)", "--quiet": r"#([0-6][0-9a-f]{5}|a49d8f)",
    "--paper": r"#(f[0-9a-f]{5}|17150f)", "--hair": r"#[0-9a-f]{6}",
    "--mark": r"#(f[0-9a-f]{5}|5a4a13)",
}  # fmt: skip
# of these the value does not matter: nothing can be hidden with them
_FREE_NAMES = (
    "border-collapse border-bottom border-bottom-color border-left border-left-color border-right "
    "border-top break-after break-inside flex-wrap justify-content line-break list-style "
    "object-fit orphans widows overflow-wrap "
    "page-break-after page-break-inside text-autospace "
    "text-combine text-combine-upright text-decoration-thickness text-orientation "
    "text-underline-offset "
    "text-wrap word-break text-size-adjust box-sizing cursor grid-template-columns column-gap gap "
    "grid-column align-self align-content text-emphasis text-emphasis-position "
    "text-emphasis-style ruby-position text-decoration-style font-variant-numeric break-before "
    "page-break-before text-justify hyphens speak text-decoration-skip-ink text-underline-position "
    "counter-reset text-decoration-line border-radius text-decoration-color align-items row-gap "
    "columns overflow"
)
FREE = frozenset(_FREE_NAMES.split())
# what marks words, or squeezes them: chosen by what bears that mark in the text, and no other
_LINKED = r"(a|u|ins|del|\.call|\.number|\.permalink|\.changed|\.gone)(:hover)?"
MARKING: Mapping[str, str] = {
    "font-style": r"em", "font-weight": r"h[1-6]|th|\.(annex|heading|title|heads|lead|titled)",
    "text-decoration": _LINKED, "text-decoration-line": _LINKED, "text-decoration-style": _LINKED,
    "text-emphasis": r"em\.dots", "text-emphasis-style": r"em\.dots",
    "line-height": r"(a?\.(author-)?call|su[bp])", "columns": r"ol|\.changes",
    "text-orientation": r"\.upright|main", "text-combine": r"\.cell",
    "text-combine-upright": r"\.cell", "writing-mode": r"html(\.picture)?|main|\.formula",
}  # fmt: skip
# values that mark nothing
UNMARKED = frozenset(("normal", "none", "inherit", "400"))
PREFIXES = ("-epub-", "-webkit-", "-ms-", "-moz-")
# what is not shown at all: lists that readers show in a place of their own, and heads of columns
# that are shown once more only where cells stand below one another
UNSHOWN = frozenset((".unseen", "header label", ".column-head"))
AT_RULES = (
    r"@(font-face|supports \(display: inline-grid\)|media print|"
    r"media \((max-width: \d+(\.\d+)?r?em|prefers-color-scheme: dark)\))"
)
PSEUDO = frozenset(
    (":root", ":first-child", ":last-child", ":hover", ":target", ":has", ":not", ":checked",
     ":is", ":first-of-type", ":only-child", ":lang", ":nth-child")
)  # fmt: skip
