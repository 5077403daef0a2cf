"""Small tools for an Akoma Ntoso tree: elements and indentation."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
DCTERMS = "http://purl.org/dc/terms/"
APPARATUS = "https://zhengben.invalid/ns/apparatus/1"
NAMESPACES = {"": AKN, "dcterms": DCTERMS, "zb": APPARATUS}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# elements whose white space is text; all others hold elements only
_SPEAKING = frozenset(("p", "block", "num", "heading"))


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


def add_part(parent: etree._Element, name: str, eid: str) -> etree._Element:
    """Append an element that its parent has but once: ``intro``, ``content``, ``heading``."""
    return add(parent, name, {"eId": f"{eid}__{name}"})


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
