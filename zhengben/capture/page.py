"""Tells what an element of a saved page is: the text, furniture around it, or nothing to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from lxml import etree

from zhengben.capture.base import collapse
from zhengben.document.regex import regex

# elements that hold no text of the page, and what they are
SILENT = {
    "script": "scripts", "style": "style sheets", "template": "templates", "svg": "drawings",
    "iframe": "frames", "object": "objects", "canvas": "drawings", "video": "films",
    "audio": "sounds", "input": "form fields", "head": "heads", "noscript": "scripts",
    "embed": "objects", "link": "links to sheets", "meta": "facts of the page", "base": "addresses",
    "map": "maps of pictures", "datalist": "form fields", "frame": "frames", "param": "objects",
    "source": "films", "track": "films",
}  # fmt: skip
# elements that never hold text of a document, and those that do not by the look of them
_CHROME = {
    "nav": "navigation", "footer": "foot of the page", "form": "form", "button": "form",
    "select": "form", "textarea": "form", "dialog": "dialog", "menu": "navigation",
}  # fmt: skip
_GUESSED = {"aside": "beside the text"}
_ROLES = {
    "navigation": "navigation", "search": "form", "banner": "head of the page",
    "contentinfo": "foot of the page", "dialog": "dialog",
}  # fmt: skip
# whole names of class and id that say for certain what an element is
_NAMES: dict[str, str] = {
    name: reason
    for reason, names in {
        "table of contents of the page": "toc " + " ".join(f"msotoc{n}" for n in range(1, 10)),
        "categories": "catlinks mw-normal-catlinks",
        "source line of the page": "printfooter",
        "licence box": "licensecontainer licensetpl copyright copyleft",
        "header of the page": (
            "headertemplate ws-header header_wrapper headercontainer ws-noexport noexport"
        ),
        "navigation": (
            "navbox navbar navigation nav menu sidebar breadcrumb breadcrumbs crumb crumbs pager "
            "mw-jump-link mw-indicators sitesub contentsub mw-head mw-panel sitenotice"
        ),
        "note of the page's editors": "noprint ambox mbox imbox metadata hatnote dablink rellink",
        "facts of the page about the text": "infobox",
        "comment of the file": "msocommentreference msocomanchor msocommenttext",
        "beside the text": (
            "share social bdsharebuttonbox related relevant recommend comment comments"
        ),
        "foot of the page": "footer foot",
        "head of the page": "header masthead topbar banner",
    }.items()
    for name in names.split()
}
# what a wiki's own names say: nobody else uses them
_CERTAIN = ("", "table of contents of the page", "categories", "source line of the page",
            "licence box", "header of the page")  # fmt: skip
# parts of names such as “site-footer”; one with another word in it says nothing of the page
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "site page main top bottom left right wrap wrapper box bar container inner global list "
        "block con content area links link mw btn buttons",
    )
)
_PREFIXES = (("mw-portlet", "navigation"), ("vector-", "navigation"), ("pd-", "licence box"))
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SAVED = regex(r"saved from url=\(\d+\)(\S+)")
# where the text of a page stands, most telling first
_MAINS = (
    "//*[contains(concat(' ',@class,' '),' mw-parser-output ')]",
    "//*[@id='mw-content-text']", "//*[@id='UCAP-CONTENT']",
    "//*[contains(@class,'TRS_Editor')]", "//*[@id='js_content']", "//article",
    "//*[@itemprop='articleBody']", "//main", "//*[@role='main']",
)  # fmt: skip
_HAN_STOP = regex(r"[\u3400-\u9fff，。；：、]")
_PROVISION = regex(r"\s*(?:第[一二三四五六七八九十百千零〇0-9]{1,6}[條条章節节]|.{60})")


def reason_of(element: etree._Element) -> tuple[str, bool]:
    """Return why an element is not text, and whether its name or look alone tells so."""
    tag = str(element.tag)
    if tag in _CHROME:
        return _CHROME[tag], False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden in the page", True
    if role := _ROLES.get(element.get("role") or ""):
        return role, False
    if tag in _GUESSED:
        return _GUESSED[tag], True
    if tag in ("body", "html"):
        return "", False
    words = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    named = next((reason for word in words if (reason := _named(word))), "")
    return named, named not in _CERTAIN


# what sites list of a document: its number in an index, who issued it, when, of what kind
_FACT = regex(
    r"(?:索引[号號]|主[题題](?:分类|分類|[词詞])|[体體]裁分?[类類]?|[组組]配分[类類]|[发發][文布]?(?:机关|機關|机构|機構|[单單]位|字[号號]"
    r"|日期)|(?:成文|[发發][文布]|生效|[实實]施|[废廢]止|失效|公布)(?:日期|[时時][间間])|文\s*[号號]|公文[种種][类類]|信息名[称稱]"
    r"|[标標]\s*[题題]|名\s*[称稱]|[关關][键鍵][词詞]|有效性|效力(?:[状狀][态態]|[级級][别別])|[时時]效性|公[开開](?:方式|范[围圍]|形式)"
    r"|[條条](?:文[标標][题題])?|章|[宪憲][报報][编編][号號]|版本日期)\s*[：:]?"
)
_TITLE = regex(r"[标標][\s\u3000]*[题題]\s*[：:]?")
_FEWEST_FACTS, _LONGEST_FACT = 3, 60
FACTS = "facts of the page about the text"
LINKS = "links of the page"
# a list of links has so many at least, each of so many characters at most
_FEWEST_LINKS, _LONGEST_LINK = 2, 24
_LISTS = ("ul", "ol", "dl", "table", "tr", "td", "div", "p")
# files that a text has as annexes
_FILES = regex(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|jpe?g|png)(?:$|[?#])", re.IGNORECASE)


def block_reason(
    element: etree._Element, links: Container[etree._Element], facts: dict[str, str]
) -> tuple[str, bool]:
    """Return why a block is not text by what stands in it, and whether that is a guess.

    ``links`` are the lists of links of the page; a title that a table states is put into ``facts``.
    """
    if element.tag == "table" and lists_facts(element):
        if title := _entitled_by(element):
            facts["entitled"] = title
        return FACTS, False
    return (LINKS, True) if element in links else ("", False)


def lists_facts(table: etree._Element) -> bool:
    """Tell a table in which a site says what it knows of a text: index, issuer, number, dates."""
    if table.find(".//table") is not None:
        return False
    cells = table.iter("td", "th")
    said = [collapse("".join(map(str, cell.itertext()))).strip() for cell in cells]
    labels = [text for text in said if _FACT.fullmatch(text.replace("\u3000", ""))]
    stated = [text for text in said if _FACT.match(text) and len(text) < _LONGEST_FACT]
    known = max(len(set(labels)) * 2, len(stated))
    return len(labels) >= _FEWEST_FACTS and known * 2 >= len(said) - 1


def _entitled_by(table: etree._Element) -> str:
    """Return the title that a table of facts states, or nothing."""
    said = [collapse("".join(map(str, cell.itertext()))).strip() for cell in table.iter("td", "th")]
    for label, value in pairwise(said):
        if _TITLE.fullmatch(label) and not _FACT.fullmatch(value):
            return value
    return ""


def link_lists(root: etree._Element) -> set[etree._Element]:
    """Return lists of short links to other pages: what can be gone to from here, and no text.

    Each element is looked at once, from the innermost on, however deep they stand.
    """
    leading, text = Counter[etree._Element](), set[etree._Element]()
    found = set[etree._Element]()
    for element in reversed([e for e in root.iter() if isinstance(e.tag, str)]):
        if element.tag == "a":
            leading[element] = 1
            text.discard(element)
            if not _leads_elsewhere(element):
                text.add(element)
        elif element.tag in SILENT:
            leading[element] = 0
            text.discard(element)
        elif _HAN_STOP.search(element.text or ""):
            text.add(element)
        if leading[element] >= _FEWEST_LINKS and element.tag in _LISTS and element not in text:
            found.add(element)
        parent = element.getparent()
        if parent is not None:
            leading[parent] += leading[element]
            if element in text or _HAN_STOP.search(element.tail or ""):
                text.add(parent)
    return found


def _leads_elsewhere(link: etree._Element) -> bool:
    """Tell a short link to another page from one within the page, to a file, or of a provision."""
    address = link.get("href") or ""
    if not address or address.startswith("#") or _FILES.search(address):
        return False
    text = collapse("".join(map(str, link.itertext()))).strip()
    return not (len(text) > _LONGEST_LINK or _PROVISION.match(text) or _FILES.search(text))


def _named(word: str) -> str:
    """Return what a class or an identifier says that an element is, or nothing."""
    if word in _NAMES:
        return _NAMES[word]
    if prefix := next((reason for start, reason in _PREFIXES if word.startswith(start)), ""):
        return prefix
    parts = re.split(r"[-_]", word)
    said = [part for part in parts if part in _NAMES]
    rest = [part for part in parts if part not in _NAMES and part not in _FILLERS]
    return _NAMES[said[0]] if said and not rest and len(parts) > 1 else ""


def main_of(root: etree._Element) -> etree._Element | None:
    """Return the element that holds the text of a page, or None when all of it may be text.

    Where it is hidden a script shows it when the page is read, so that it is hidden no more.
    """
    body = root.find("body")
    if body is None:
        return None
    main = _main_in(root, body)
    for element in (body,) if main is None else (main, *main.iterancestors()):
        element.attrib.pop("hidden", "")
        if style := element.get("style"):
            element.set("style", _HIDDEN.sub("", style))
    return main


def _main_in(root: etree._Element, body: etree._Element) -> etree._Element | None:
    weights = _weights(body)
    for path in _MAINS:
        found = root.xpath(path)
        if isinstance(found, list) and found:
            heavy = [e for e in found if isinstance(e, etree._Element) and weights.get(e, 0)]
            return _around(heavy) if heavy else None
    here = body
    # go down while one child holds nearly all of the text, and nothing beside it looks like text
    while weights[here]:
        heavy = [c for c in here if weights.get(c, 0) * 10 > weights[body] * 9]
        if not heavy or heavy[0].tag not in ("div", "section", "table", "tbody", "tr", "td"):
            break
        # beside a section of Word stand the others, and the notes of all of them
        worded = (heavy[0].get("class") or "").startswith("WordSection")
        if worded or any(_provides(c) for c in here if c is not heavy[0]):
            break
        if _is_table_of_text(heavy[0], weights, weights[body]):
            break
        here = heavy[0]
    return here if here is not body else None


def _is_table_of_text(
    element: etree._Element, weights: Mapping[etree._Element, int], whole: int
) -> bool:
    """Tell what holds nothing but a table of data: a part of a text, however much is in it."""
    tables = (table for table in element.iter("table") if weights.get(table, 0) * 10 > whole * 9)
    return any(map(is_data, tables))


def _around(elements: list[etree._Element]) -> etree._Element:
    """Return the element that holds all of some elements."""
    here = elements[0]
    for element in elements[1:]:
        above = {here, *here.iterancestors()}
        here = next(a for a in (element, *element.iterancestors()) if a in above)
    return here


def _provides(element: etree._Element) -> bool:
    """Tell whether an element holds a paragraph that may be text: numbered, or long."""
    if not isinstance(element.tag, str) or element.tag in SILENT or reason_of(element)[0]:
        return False
    return any(
        e.tag in ("p", "div", "td", "li") and _PROVISION.match(e.text or "")
        for e in element.iter()
        if isinstance(e.tag, str)
    )


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


def is_data(table: etree._Element) -> bool:
    """Tell a table of data from one that only lays out the page."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    widths = [sum(c.tag in ("td", "th") for c in row) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths, default=0) < 2:
        return False
    return all(length(cell) < 1000 for row in table.iter("tr") for cell in row)


def length(element: etree._Element) -> int:
    """Count the characters of an element and of all that stands in it."""
    if not len(element):
        return len(element.text or "")
    return sum(len(text) for text in element.itertext())


def facts_of(root: etree._Element) -> Iterator[tuple[str, str]]:
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
