"""Tells what the Akoma Ntoso files of the press never hold: elements, attributes, values, comments.

Status says that a reader may take something as not said: the press marks its own numbers and notes
with one word, and nothing else with any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from zhengben.proof.akn import NAMESPACE
from zhengben.proof.extraction import Fault, shown

_ELEMENTS = (
    "FRBRExpression FRBRManifestation FRBRWork FRBRalias FRBRauthor FRBRauthoritative FRBRcountry "
    "FRBRdate FRBRformat FRBRlanguage FRBRname FRBRnumber FRBRprescriptive FRBRsubtype FRBRthis "
    "FRBRuri TLCEvent TLCLocation TLCObject TLCOrganization TLCPerson TLCReference TLCRole act "
    "akomaNtoso alinea article attachment attachments authorialNote block body chapter citation "
    "citations collectionBody component conclusions container content date decision division doc "
    "docAuthority docTitle documentCollection eventRef force formula hcontainer header heading i "
    "identification img indent inline intro introduction item judgment judgmentBody level "
    "lifecycle list location mainBody meta mod note noteRef notes num organization original p "
    "paragraph part passiveModifications activeModifications person point preamble preface "
    "preservation proprietary publication quotedStructure quotedText recital recitals ref "
    "references role rref section session signature source span statement step sub subdivision "
    "subparagraph sup table td temporalData temporalGroup textualMod th timeInterval tr u "
    "workflow wrapUp destination old new"
)
_OTHER = (
    "{http://purl.org/dc/terms/}dateSubmitted {http://purl.org/dc/terms/}license "
    "{http://purl.org/dc/terms/}provenance {http://purl.org/dc/terms/}rights "
    "{http://purl.org/dc/terms/}source {https://zhengben.invalid/ns/apparatus/1}citations "
    "{https://zhengben.invalid/ns/apparatus/1}group {https://zhengben.invalid/ns/apparatus/1}script"
)
ELEMENTS = frozenset((*(f"{{{NAMESPACE}}}{name}" for name in _ELEMENTS.split()), *_OTHER.split()))
_NAMES = (
    "alt as by class colspan contains date eId end for from href language marker name number "
    "original period placement plain refersTo resolved rowspan showAs source src start status "
    "title to type upTo value {http://www.w3.org/XML/1998/namespace}lang"
)
ATTRIBUTES = frozenset(_NAMES.split())
# values that say what becomes of what they stand at
VALUES: Mapping[str, str] = {
    "status": "editorial", "placement": "bottom|end|inline", "class": r"[\w-]+",
    "contains": "originalVersion|singleVersion",
}  # fmt: skip
_HEAD, _TAIL = b"<?xml version='1.0' encoding='UTF-8'?>\n<akomaNtoso ", b"</akomaNtoso>\n"
# paragraphs, in which nothing is read over but calls; and what holds no words there
_HOLDERS = frozenset(("p", "block", "heading", "subheading", "num", "crossHeading"))
_EMPTY = frozenset(("noteRef", "img"))
# where what is no text of a document stands
_AROUND: Mapping[str, tuple[str, ...]] = {
    "meta": ("act", "doc", "statement", "judgment", "documentCollection"), "note": ("notes",),
    "notes": ("meta",),
}  # fmt: skip
# what bears a status, and what all of it may say
_EDITORIAL: Mapping[str, str] = {"num": r"[\d.、（）()]*", "note": r"(?s).*"}


def strange_akn(path: Path) -> Iterator[Fault]:
    """Yield a fault for each thing that no file of the press holds."""
    for told in _strange(path.read_bytes()):
        yield Fault("strange", "file", f"In the file, {told}.")


def _strange(data: bytes) -> Iterator[str]:
    if not data.startswith(_HEAD) or not data.endswith(_TAIL) or b"&#" in data:
        yield "something stands before or behind the document, or is written by its number"
        return
    if b"<!" in data or data.count(b"<?") != 1:
        yield "there is a comment, an instruction or a declaration of a type"
        return
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"the XML is not well-formed ({error})"
        return
    yield from _read_over(root)
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if element.tag not in ELEMENTS:
            yield f"there is an element {shown(name)}, which no file has"
        for key, value in element.attrib.items():
            if key not in ATTRIBUTES:
                yield f"an element {name} has a {shown(key)}, which none has"
            elif not re.fullmatch(VALUES.get(key, r"(?s).*"), value):
                yield f"an element {name} has the {key} {shown(value)}"
            elif key == "status":
                says = _EDITORIAL.get(name)
                if says is None or not re.fullmatch(says, "".join(element.itertext())):
                    yield f"an element {name} is set apart as the press's own"


def _read_over(root: ElementTree.Element) -> Iterator[str]:
    """Yield where words stand that the proof reads over, and other readers show."""
    waiting = [(root, "", False)]
    while waiting:
        element, outer, within = waiting.pop()
        name = element.tag.rpartition("}")[2]
        note = name == "inline" and element.get("name") == "note"
        if (name in _EMPTY or note) and (words := next(filter(None, element.itertext()), "")):
            yield f"an element {name}, which is empty in every file, says {shown(words)}"
        if within and (name == "meta" or element.get("status") is not None):
            yield f"in a paragraph, an element {name} is set apart from its words"
        elif outer not in _AROUND.get(name, (outer,)):
            yield f"an element {name} stands in an element {outer}"
        # what a paragraph quotes has paragraphs and numbers of its own
        within = (within or name in _HOLDERS) and name != "quotedStructure"
        waiting += [(child, name, within) for child in reversed(element)]
