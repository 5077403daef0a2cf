"""What PDF 2.0 asks of a finished structure tree, which is that of PDF 1.7 until then.

Elements say which namespace their type is of, notes are ``FENote`` and know who calls them, a line
of contents knows what it leads to, and each destination of the file is an element of the structure
too. ISO 32000-2, 12.3.2 and 14.7; ISO 14289-2, 8.2 and 8.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf
from msgspec import Struct

from zhengben.formats.pdf.engine.source import descendants

# the standard types of PDF 2.0
NAMESPACE = "http://iso.org/pdf2/ssn"
# those that PDF 1.7 alone has stay in its namespace, the default one, as do types of our own
EARLIER = frozenset(("Art", "Reference", "TOC", "TOCI"))
_NOTE, _CONTENTS = "/FENote", "/TOCI"


class FinishedTree(Struct, frozen=True):
    """A tree as the tagger has made it.

    ``elements`` are its elements by their references, ``named`` those that bear an anchor's name;
    ``links`` are elements of links with their annotations, ``outlined`` what each bookmark stands
    for, in their order. ``own`` are types that are mapped to standard ones.
    """

    root: pydyf.Dictionary
    elements: Mapping[bytes, pydyf.Dictionary]
    named: Mapping[str, pydyf.Dictionary]
    links: Sequence[tuple[pydyf.Dictionary, pydyf.Dictionary]]
    outlined: Sequence[pydyf.Dictionary]
    own: frozenset[str]


def bookmarked(pages: Sequence[Any]) -> list[Any]:
    """Return the HTML element of each bookmark, in the order in which the engine gathers them."""
    return [
        box.element
        for page in pages
        for box in descendants(page._page_box)
        if box.bookmark_label and box.style["bookmark_level"] != "none"
    ]


def make_second(pdf: pydyf.PDF, tree: FinishedTree) -> None:
    """Make a tree, and all that leads into it, that of PDF 2.0."""
    namespace = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(NAMESPACE)})
    pdf.add_object(namespace)
    tree.root["Namespaces"] = pydyf.Array([namespace.reference])
    for element in tree.elements.values():
        _name(element, namespace.reference, tree.own)
    for link, annotation in tree.links:
        _refer(link, tree.named[annotation["Dest"].string], tree.elements)
    _lead_into(pdf, tree)


def _name(element: pydyf.Dictionary, namespace: bytes, own: frozenset[str]) -> None:
    """Give an element the name that its type has in PDF 2.0, and the namespace of that."""
    if element["S"] == "/Note":
        element["S"] = _NOTE
        element["A"] = pydyf.Dictionary({"O": _NOTE, "NoteType": "/Footnote"})
    elif element["S"] == "/L":
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Ordered"})
    if element["S"].removeprefix("/") not in EARLIER | own:
        element["NS"] = namespace


def _refer(
    link: pydyf.Dictionary,
    target: pydyf.Dictionary,
    elements: Mapping[bytes, pydyf.Dictionary],
) -> None:
    """Have a call and its note, and a line of contents and what it tells of, know each other."""
    around = link
    while around is not None and around["S"] not in ("/Reference", _CONTENTS):
        around = elements.get(around["P"])
    if around is None:
        return
    if around["S"] == _CONTENTS:
        _add_reference(around, target)
    elif target["S"] == _NOTE:
        _add_reference(around, target)
        _add_reference(target, around)


def _add_reference(element: pydyf.Dictionary, other: pydyf.Dictionary) -> None:
    known = element.setdefault("Ref", pydyf.Array())
    if other.reference not in known:
        known.append(other.reference)


def _lead_into(pdf: pydyf.PDF, tree: FinishedTree) -> None:
    """Say of each destination, beside its place on a page, which element stands there.

    Viewers of PDF 1.7 take the place, those of PDF 2.0 the element.
    """
    names = pdf.catalog["Names"]["Dests"]["Names"]
    for number in range(0, len(names), 2):
        place = names[number + 1]
        names[number + 1] = pydyf.Dictionary(
            {"D": place, "SD": _structured(place, tree.named[names[number].string])}
        )
    outlines = [item for item in pdf.objects if isinstance(item, dict) and "Title" in item]
    outlines = [item for item in outlines if isinstance(item.get("Dest"), list)]
    for item, element in zip(outlines, tree.outlined, strict=True):
        place = item.pop("Dest")
        item["A"] = pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": _structured(place, element)})


def _structured(place: Sequence[Any], element: pydyf.Dictionary) -> pydyf.Array:
    return pydyf.Array([element.reference, *place[1:]])
