"""Small tools for an Akoma Ntoso tree: elements, references, identifiers, indentation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
DCTERMS = "http://purl.org/dc/terms/"
APPARATUS = "https://zhengben.invalid/ns/apparatus/1"
NAMESPACES = {"": AKN, "dcterms": DCTERMS, "zb": APPARATUS}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# elements whose white space is text; all others hold elements only
_SPEAKING = frozenset(("p", "block", "num", "heading"))
_FRONT = ("subtitle", "session", "organ", "dateline")
_SIGNING = ("office", "name", "signature", "testimonium", "closing")
_SEGMENT = re.compile(r"([a-z]+)((?:-\d+)*(?:_\d+)?)-?")


def eid(anchor: str) -> str:
    """Return the eId of a line's anchor: ``art_17-1__para_2`` for ``art-17-1-para-2``.

    One to one with the anchors, after the AKN Naming Convention 1.0, section 5: the element or its
    abbreviation, its number, and before both the part or provision that it is counted in.
    """
    if anchor == "title":
        return "preface__docTitle_1"
    numbers = ((kind, number.replace("_", ".")) for kind, number in _SEGMENT.findall(anchor))
    made = "__".join(kind + number.replace("-", "_", 1) for kind, number in numbers)
    kind = anchor.partition("-")[0]
    if kind == "preamble":
        return made.replace("preamble", "preamble__p", 1)
    part = "preface__" if kind in _FRONT else "conclusions__" if kind in _SIGNING else ""
    return part + made


def add(
    parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> etree._Element:
    """Append an element; ``name`` may bear a prefix of NAMESPACES, as ``dcterms:source``."""
    prefix, _, local = name.rpartition(":")
    child = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}")
    for key, value in (attributes or {}).items():
        child.set(_LANGUAGE if key == "xml:lang" else key, value)
    if text:
        child.text = text
    return child


def ontology(kind: str, name: str) -> str:
    """Return the IRI of an entity in the manner of Akoma Ntoso: /ontology/KIND/NAME."""
    return f"/ontology/{kind}/{name}"


def identifier(key: str) -> str:
    """Return an eId for a reference, whose first character must be a letter."""
    clean = re.sub(r"\s+", "-", key)
    return clean if clean[:1].isalpha() else f"ref-{clean}"


def indent(element: etree._Element, depth: int = 0) -> None:
    """Set elements of structure on lines of their own; text stays as it is."""
    name, children = etree.QName(element), list(element)
    if name.namespace != AKN or name.localname in _SPEAKING or not children:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in children:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    children[-1].tail = "\n" + "  " * depth
