"""Reads saved pages: every block a line, every table cell a line, nothing executed or fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from zhengben.capture.base import (
    MOST_ELEMENTS,
    CapturedLine,
    CapturedText,
    CaptureError,
    Kind,
    collapse,
)
from zhengben.capture.cells import Cells, span_of

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details dialog div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre "
        "section summary table tbody td tfoot th thead tr ul caption",
    )
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
# elements that hold no text of the page
_SILENT = {
    "script": "scripts", "style": "style sheets", "template": "templates", "svg": "drawings",
    "math": "formulas", "iframe": "frames", "object": "objects", "canvas": "drawings",
    "video": "films", "audio": "sounds", "img": "pictures", "input": "form fields",
    "head": "heads", "noscript": "scripts", "embed": "objects",
}  # fmt: skip
_CHROME = {
    "nav": "navigation", "footer": "foot of the page", "aside": "beside the text", "form": "form",
    "button": "form", "select": "form", "textarea": "form", "rt": "reading of a character",
    "rp": "reading of a character", "dialog": "dialog",
}  # fmt: skip
# words of class and id, as whole words, and what such an element is
_CLASSES = tuple(
    (re.compile(rf"(?:^|[\s_-])(?:{words})(?:[\s_-]|$)", re.IGNORECASE), reason)
    for words, reason in (
        ("mw-editsection|editsection", "edit link"),
        ("reference|cite_ref", "reference mark of the page"),
        ("references|reflist", "references of the page"),
        ("toc", "table of contents of the page"),
        ("catlinks|mw-normal-catlinks|categories", "categories"),
        ("printfooter", "source line of the page"),
        ("licenseContainer|licensetpl|imbox|PD-\\w+|copyright|copyleft", "licence box"),
        (
            "headertemplate|ws-header|header_wrapper|headerContainer|ws-noexport|noexport",
            "header of the page",
        ),
        (
            "navbox|navbar|navigation|nav|menu|sidebar|breadcrumb|breadcrumbs|crumb|pager|mw-jump-link",
            "navigation",
        ),
        (
            "mw-indicators|siteSub|contentSub|mw-portlet|vector-\\w+|mw-head|mw-panel|sitenotice",
            "navigation",
        ),
        ("noprint|metadata|ambox|mbox", "note of the page's editors"),
        (
            "share|social|bdsharebuttonbox|related|relevant|recommend|comment|comments",
            "beside the text",
        ),
        ("footer|foot|bottom", "foot of the page"),
        ("header|masthead|topbar|banner", "head of the page"),
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(right|center|end)", re.IGNORECASE)
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
# where the text of a page stands, most telling first
_MAINS = (
    "//*[contains(concat(' ',@class,' '),' mw-parser-output ')]",
    "//*[@id='mw-content-text']", "//*[@id='UCAP-CONTENT']",
    "//*[contains(@class,'TRS_Editor')]", "//article", "//*[@itemprop='articleBody']",
    "//main", "//*[@role='main']",
)  # fmt: skip
_HAN_STOP = re.compile(r"[\u3400-\u9fff，。；：、]")


def read_html(text: str) -> CapturedText:
    """Return the lines of a page; raise CaptureError when it is nested or wide beyond reason."""
    if text.count("<") > MOST_ELEMENTS:
        raise CaptureError(
            f"has more than {MOST_ELEMENTS} marks of elements; save the text by itself."
        )
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise CaptureError("nests its elements more than 256 deep; save the text by itself.")
    if root is None:
        raise CaptureError("holds no HTML; give the saved page itself.")
    return _Reader(root).read()


class _Reader:
    """One pass over the elements of a page; ``_line`` is what has been gathered of a line."""

    def __init__(self, root: etree._Element) -> None:
        self.root, self.out = root, CapturedText()
        self.parts: list[str] = []
        self.asides: list[tuple[str, str]] = []
        self.kind: Kind = "text"
        self.level, self.align, self.reason = 0, "", ""
        self.main = _main(root)
        # a heading outside the text of the page may be its title
        kept = [*root.iter("h1"), *([self.main] if self.main is not None else [])]
        self.within = {a for element in kept for a in (element, *element.iterancestors())}
        self.tables = 0
        self.numbers = Counter[etree._Element]()

    def read(self) -> CapturedText:
        """Return every line of the page."""
        self.out.facts = dict(_facts(self.root))
        body = self.root.find("body")
        self._element(body if body is not None else self.root, inside=self.main is None)
        self._flush()
        return self.out

    def _flush(self) -> None:
        line = collapse("".join(self.parts)).strip(" ")
        self.parts.clear()
        if line.strip("\u3000\xa0 "):
            kind: Kind = "chrome" if self.reason else self.kind
            self.out.add(CapturedLine(line, kind, self.level, self.align, self.reason))
        for text, reason in self.asides:
            self.out.add(CapturedLine(text, "chrome", reason=reason))
        self.asides.clear()

    def _element(self, element: etree._Element, inside: bool) -> None:
        if not isinstance(element.tag, str):
            return
        tag = element.tag
        if what := _SILENT.get(tag):
            self.out.omitted[what] += 1
            return
        inside = inside or element is self.main
        block = tag in _BLOCKS
        reason = self.reason or _reason(element) or self._outside(element, inside)
        if reason and not self.reason and not block:
            self._aside(element, reason)
            return
        if tag == "br":
            self._flush()
        elif tag == "table" and not reason and _is_data(element):
            self._flush()
            self._table(element)
        elif block:
            self._block(element, reason, inside)
        else:
            self._children(element, inside)

    def _outside(self, element: etree._Element, inside: bool) -> str:
        """Say whether an element stands outside the text of the page."""
        return "" if inside or element in self.within else "outside the text of the page"

    def _block(self, element: etree._Element, reason: str, inside: bool) -> None:
        self._flush()
        before = (self.kind, self.level, self.align, self.reason)
        self.reason = reason
        if level := _HEADINGS.get(str(element.tag)):
            self.kind, self.level = "heading", level
        elif element.tag == "li":
            depth = sum(a.tag in ("ul", "ol") for a in element.iterancestors())
            self.kind, self.level = "item", depth
            self.parts.append(self._ordinal(element))
        elif element.tag in ("td", "th", "dd", "dt", "p", "div"):
            self.kind = self.kind if self.kind == "item" else "text"
        found = _ALIGN.search(element.get("style") or "")
        align = found[1].lower() if found else (element.get("align") or "").lower()
        centred = element.tag == "center"
        self.align = "center" if centred else align.replace("end", "right") or self.align
        self._children(element, inside)
        self._flush()
        self.kind, self.level, self.align, self.reason = before

    def _ordinal(self, item: etree._Element) -> str:
        """Return the number that a page shows before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return ""
        start = parent.get("start") or "1"
        self.numbers[parent] += 1
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        return f"{first + self.numbers[parent] - 1}. "

    def _children(self, element: etree._Element, inside: bool) -> None:
        self.parts.append(element.text or "")
        for child in element:
            self._element(child, inside)
            self.parts.append(child.tail or "")

    def _aside(self, element: etree._Element, reason: str) -> None:
        text = collapse(" ".join(map(str, element.itertext()))).strip()
        if text:
            self.asides.append((text, reason))

    def _table(self, table: etree._Element) -> None:
        """Give each cell of a table of data as a line, at its place."""
        self.tables += 1
        cells = Cells(self.tables)
        for caption in table.findall("caption"):
            self._block(caption, "", True)
        for row in table.iter("tr"):
            cells.next_row()
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                wide, high = span_of(cell.get("colspan")), span_of(cell.get("rowspan"))
                place = cells.place(wide, high, head=cell.tag == "th")
                text = collapse(" ".join(_texts(cell))).strip(" ")
                if text.strip("\u3000\xa0 "):
                    self.out.add(CapturedLine(text, "cell", cell=place))


def _reason(element: etree._Element) -> str:
    """Return why an element is not text, or an empty text when it may be."""
    if reason := _CHROME.get(str(element.tag)):
        return reason
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden in the page"
    if element.get("role") in ("navigation", "search", "banner", "contentinfo"):
        return "navigation"
    words = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if words and element.tag not in ("body", "html"):
        for pattern, reason in _CLASSES:
            if pattern.search(words):
                return reason
    return ""


def _main(root: etree._Element) -> etree._Element | None:
    """Return the element that holds the text of a page, or None when all of it may be text."""
    for path in _MAINS:
        found = root.xpath(path)
        if isinstance(found, list) and found:
            return max(
                (e for e in found if isinstance(e, etree._Element)),
                key=_length,
            )
    body = root.find("body")
    if body is None:
        return None
    weights = _weights(body)
    here = body
    # go down while one child holds nearly all of the text
    while weights[here]:
        heavy = [c for c in here if weights.get(c, 0) * 10 > weights[body] * 9]
        if not heavy or heavy[0].tag not in ("div", "section", "table", "tbody", "tr", "td"):
            break
        here = heavy[0]
    return here if here is not body else None


def _weights(body: etree._Element) -> Counter[etree._Element]:
    """Count the Chinese characters and stops of each element that are in no link or script."""
    weights = Counter[etree._Element]()
    elements = [e for e in body.iter() if isinstance(e.tag, str)]
    for element in reversed(elements):
        own = element.tag not in ("a", "script", "style", "option")
        weights[element] += len(_HAN_STOP.findall(element.text or "")) if own else 0
        parent = element.getparent()
        if parent is not None and element is not body:
            weights[parent] += weights[element] + len(_HAN_STOP.findall(element.tail or ""))
    return weights


def _is_data(table: etree._Element) -> bool:
    """Tell a table of data from one that only lays out the page."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    widths = [sum(c.tag in ("td", "th") for c in row) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths, default=0) < 2:
        return False
    return all(_length(cell) < 1000 for row in table.iter("tr") for cell in row)


def _length(element: etree._Element) -> int:
    """Count the characters of an element and of all that stands in it."""
    if not len(element):
        return len(element.text or "")
    return sum(len(text) for text in element.itertext())


def _texts(element: etree._Element) -> Iterator[str]:
    for inner in element.iter():
        silent = not isinstance(inner.tag, str) or inner.tag in _SILENT
        if inner.text and not silent:
            yield inner.text
        if inner.tail and inner is not element:
            yield inner.tail


def _facts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what the head of a page says of it."""
    title = root.find(".//title")
    if title is not None and title.text:
        yield "title", collapse(title.text).strip()
    for comment in root.iter(etree.Comment):
        if found := _SAVED.search(comment.text or ""):
            yield "url", found[1]
    before = root.getprevious()
    while before is not None:
        if found := _SAVED.search(before.text or ""):
            yield "url", found[1]
        before = before.getprevious()
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        key = {"og:url": "url", "og:site_name": "site", "contentsource": "site",
               "sitename": "site", "pubdate": "published"}.get(name)  # fmt: skip
        if key and meta.get("content"):
            yield key, collapse(meta.get("content") or "").strip()
    for link in root.iter("link"):
        if (link.get("rel") or "") == "canonical" and link.get("href"):
            yield "url", link.get("href") or ""
