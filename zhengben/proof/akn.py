"""Reads a finished Akoma Ntoso file: its canonical text, and what speaks against it.

What bears ``status="editorial"`` and what stands in ``meta`` is apparatus. Each other element that
holds text of its own is a paragraph, its white space taken as it stands; white space between
elements of structure is layout. Inline elements that mean something are marks; the author's notes
are paragraphs. Entities are refused, sizes and depth are limited.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from zhengben.document.notation import Kind
from zhengben.proof.extraction import Block, Extraction, Fault, shown, unreadable
from zhengben.proof.marks import Said

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_AKN = f"{{{NAMESPACE}}}"
_MOST_BYTES = 32 * 1024 * 1024
_DEEPEST = 100
_SPACE = " \t\r\n"
# what these mark a reader may take as not said (statusType of the schema)
_UNSAID = frozenset(("removed", "temporarilyRemoved", "ignored"))
_LEFT_OUT = frozenset(("meta", "noteRef"))
_HOLDERS = frozenset(("p", "block", "heading", "subheading", "num", "crossHeading"))
# a marker, or an inline element, which is part of the paragraph around it
_INLINE_NAMES = (
    "a abbr b concept date def docAuthority docDate docNumber docTitle docType entity event i "
    "inline location object organization person process quantity ref role session shortTitle "
    "signature span sub sup term time u eol"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# what marks of the text are here: by element, and an “inline” by its name
_MARKS: dict[str, Kind] = {"sup": "sup", "sub": "sub", "i": "em", "u": "u"}
_NAMED: dict[str, Kind] = {
    "dots": "dots", "name": "name", "blank": "blank", "ruby": "ruby", "math": "math",
    "note": "note",
}  # fmt: skip
_STRUCTURE_NAMES = (
    "statement act doc akomaNtoso preface preamble body mainBody conclusions container content "
    "hcontainer book part title chapter section subsection article clause subclause paragraph "
    "subparagraph point list item intro wrapUp alinea indent level blockList blockContainer "
    "formula longTitle recitals recital citations citation attachments attachment components "
    "component table tr th td"
)
_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
_PART = re.compile(r"(?:preface|conclusions)__(?=[a-z])")


class _MalformedError(Exception):
    """The file is no Akoma Ntoso document; the message says how."""


def extract_akn(path: Path) -> Extraction:
    """Read the canonical text of an Akoma Ntoso file."""
    try:
        reader = _Reader()
        reader.structure(_document(path), "", 0)
        reader.check_identifiers()
    except OSError as error:
        return unreadable("XML", f"{error.strerror}.")
    except _MalformedError as error:
        return unreadable("XML", str(error))
    return Extraction("XML", tuple(reader.blocks), tuple(reader.faults))


def anchor(eid: str) -> str:
    """Return the anchor that an eId stands for: ``art-17-1-para-2`` for ``art_17-1__para_2``."""
    if eid == "preface__docTitle_1":
        return "title"
    name = _PART.sub("", eid.replace("preamble__p_", "preamble_", 1))
    return name.replace("__", "-").replace("_", "-").replace(".", "_")


def _document(path: Path) -> ElementTree.Element:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _MalformedError(f"it is larger than {_MOST_BYTES} bytes.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _MalformedError("it has a document type declaration, which could hide text.")
    try:
        data.decode("utf-8")
        root = ElementTree.fromstring(data)
    except UnicodeDecodeError:
        raise _MalformedError("it is not UTF-8.") from None
    except ElementTree.ParseError as error:
        raise _MalformedError(f"it is not well-formed ({error}).") from None
    if root.tag != f"{_AKN}akomaNtoso":
        raise _MalformedError("its root is not akomaNtoso of Akoma Ntoso 3.0.")
    return root


def _author_note(element: ElementTree.Element) -> ElementTree.Element | None:
    """Return the paragraph of an author's note that is all there is in an element."""
    children = list(element)
    if len(children) != 1 or children[0].tag != f"{_AKN}authorialNote":
        return None
    note, inside = children[0], list(children[0])
    loose = (element.text, note.text, note.tail, *(child.tail for child in inside))
    alone = len(inside) == 1 and inside[0].tag == f"{_AKN}p"
    return inside[0] if alone and not any(loose) else None


class _Reader:
    """Collects the paragraphs of a document in its order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []

    def _fault(self, code: str, place: str, sentence: str) -> None:
        # a paragraph is read more than once
        if (fault := Fault(code, place, sentence)) not in self.faults:
            self.faults.append(fault)

    def structure(
        self, element: ElementTree.Element, outer: str, depth: int, number: Said | None = None
    ) -> None:
        """Read an element that holds elements.

        ``outer`` is the eId of the nearest provision; ``number`` is the provision's own number,
        which belongs to the line that follows it.
        """
        if depth > _DEEPEST:
            raise _MalformedError(f"it is nested more than {_DEEPEST} deep.")
        loose = [element.text or ""]
        eid = element.get("eId", "") or outer
        for child in element:
            loose.append(child.tail or "")
            name = child.tag.removeprefix(_AKN)
            if name in _LEFT_OUT or child.get("status") == "editorial":
                continue
            joins = name in ("heading", "content", "intro", "p")
            if number and not joins:
                self._block(eid, number)
                number = None
            if name == "num":
                number = self._said(child)
                number = number if number.text else None
            elif name in _HOLDERS:
                self._paragraph(child, eid, number)
                number = None
            elif name in _STRUCTURE:
                self.structure(child, eid, depth + 1, number)
                number = None
            else:
                self._foreign(name)
        if number:
            self._block(eid, number)
        if text := "".join(loose).strip(_SPACE):
            place = eid or element.tag.removeprefix(_AKN)
            self._fault("mixed", place, f"{place} has text outside any paragraph: {shown(text)}.")

    def _block(self, eid: str, said: Said) -> None:
        self.blocks.append(Block(anchor(eid), said.text, marks=said.ordered))

    def _foreign(self, name: str) -> None:
        told = f"The document has an element {name} that is neither text nor apparatus."
        self._fault("foreign", name, told)

    def _paragraph(self, element: ElementTree.Element, outer: str, number: Said | None) -> None:
        own = self._said(element)
        text = own.text
        if not number and not text:
            return
        if any(part.get("status") in _UNSAID for part in element.iter()):
            self._fault("hidden", outer, f"A paragraph is marked as removed: {shown(text)}.")
        whole = number or Said()
        whole.add(own)
        self._block(self._identifier(element, text, outer), whole)

    def _identifier(self, element: ElementTree.Element, text: str, outer: str) -> str:
        """Return the eId of a paragraph, of what fills it, or of the provision it is in."""
        if _author_note(element) is not None:
            return element[0].get("eId", "")
        inner: ElementTree.Element | None = element
        while inner is not None and self._said(inner).text == text:
            if eid := inner.get("eId"):
                return eid
            inner = next((child for child in inner if not self._left_out(child)), None)
        return outer

    def _left_out(self, element: ElementTree.Element) -> bool:
        name = element.tag.removeprefix(_AKN)
        return name in _LEFT_OUT or element.get("status") == "editorial"

    def _said(self, element: ElementTree.Element) -> Said:
        """Return the text of an element, with its marks."""
        said = Said()
        if (note := _author_note(element)) is not None:
            element = note
        self._say(element, said, 0)
        return said

    def _say(self, element: ElementTree.Element, said: Said, depth: int) -> None:
        if depth > _DEEPEST:
            raise _MalformedError(f"it is nested more than {_DEEPEST} deep.")
        said.say(element.text)
        for child in element:
            name = child.tag.removeprefix(_AKN)
            if name == "noteRef" and child.get("class") == "author":
                said.point("note", child.get("marker", ""))
            elif not self._left_out(child):
                self._inline(child, name, said, depth)
            said.say(child.tail)

    def _inline(self, child: ElementTree.Element, name: str, said: Said, depth: int) -> None:
        kind = _NAMED.get(child.get("name", "")) if name == "inline" else _MARKS.get(name)
        if name == "img" and child.get("src"):
            said.point("image", f"{child.get('src', '')}|{child.get('alt', '')}")
            return
        if kind in ("math", "note"):
            value = child.get("title", "")
            said.point(kind, value)
            if kind == "math" and "".join(child.itertext()) != value.removeprefix("file:"):
                told = f"A formula shows other words than its own: {shown(value)}."
                self._fault("formula", "text", told)
            return
        if name not in _INLINE or (name == "inline" and kind is None):
            told = f"A paragraph holds an element {name} that is neither text nor apparatus."
            self._fault("foreign", name, told)
        opened = said.open()
        self._say(child, said, depth + 1)
        if kind:
            said.close(kind, opened, child.get("title", "") if kind == "ruby" else "")

    def check_identifiers(self) -> None:
        """Find paragraphs with one identifier or none."""
        met: set[str] = set()
        for block in self.blocks:
            if not block.id:
                told = f"A paragraph has no identifier: {shown(block.text)}."
                self._fault("no-id", "text", told)
            elif block.id in met:
                told = f"Two paragraphs bear the identifier {block.id}."
                self._fault("id-twice", block.id, told)
            met.add(block.id)
