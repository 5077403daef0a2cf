"""Finds the author's notes of a saved page: their calls, where each leads, and the links back."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from zhengben.document.regex import regex

_CALL = regex(r"#_?(?:cite_note|ftn|fn|edn|note|footnote)(?!_?-?ref)", re.IGNORECASE)
_BACK = regex(r"#_?(?:cite|ftn|fn|edn|note|footnote)[_-]?ref", re.IGNORECASE)
_BACK_SIGNS = regex("[↑↩↵⏎^\ufe0e\ufe0f]+|返回")
_LABEL = regex(r"[\[［(（〔]?[\w*†‡①-⑳㉑-㊿]{1,4}[\]］)）〕]?")
# what may hold a note as a whole
_HOLDERS = ("li", "p", "dd", "div", "aside")


def call_of(element: etree._Element) -> str:
    """Return the label of a note's call, or an empty text for any other element."""
    link = element if element.tag == "a" else element.find("a") if element.tag == "sup" else None
    linked = link is not None and _CALL.match(link.get("href") or "")
    # a page that was stripped of its links keeps the class
    named = element.tag == "sup" and "reference" in (element.get("class") or "").split()
    if not linked and not named:
        return ""
    label = "".join(map(str, element.itertext())).strip()
    return label if _LABEL.fullmatch(label) else ""


def leads_back(element: etree._Element) -> bool:
    """Tell a link from a note to its call, or what holds nothing but such links."""
    if "mw-cite-backlink" in (element.get("class") or "").split():
        return True
    address = element.get("href") or ""
    if element.tag != "a" or not address.startswith("#"):
        return False
    signs = "".join(map(str, element.itertext())).strip()
    return bool(_BACK.match(address) or _BACK_SIGNS.fullmatch(signs))


def bears_label(note: etree._Element, label: str) -> bool:
    """Tell a note that begins with the label of its call, in any brackets, from one without."""
    number = re.escape(label.strip("[［(（〔]］)）〕"))
    own = re.compile(rf"\s*[\[［(（〔]?{number}(?![0-9A-Za-z])[\]］)）〕]?")
    return bool(own.match(_shown(note)))


def _shown(element: etree._Element) -> str:
    """Return the text of an element but for its links back."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not leads_back(child):
            parts.append(_shown(child))
        parts.append(child.tail or "")
    return "".join(parts)


def notes_of(root: etree._Element) -> dict[etree._Element, str]:
    """Return the elements that a call leads to, each with the label of its first call."""
    labels = dict[str, str]()
    for link in root.iter("a"):
        if label := call_of(link):
            labels.setdefault((link.get("href") or "")[1:], label)
    if not labels:
        return {}
    found = dict[etree._Element, str]()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        names = (element.get("id"), element.get("name") if element.tag == "a" else None)
        label = next((labels[name] for name in names if name in labels), "")
        around = (element, *element.iterancestors()) if label else ()
        holder = next((e for e in around if e.tag in _HOLDERS), None)
        if holder is not None:
            found.setdefault(holder, label)
    # what holds several notes is none, nor is what holds another that holds one
    inner = Counter(a for element in found for a in element.iterancestors())
    return {element: label for element, label in found.items() if not inner[element]}
