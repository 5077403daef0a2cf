"""Reads a finished Akoma Ntoso file: its canonical text, and what speaks against it.

What bears ``status="editorial"`` and what stands in ``meta`` is apparatus. Each other element that
holds text of its own is a paragraph, its white space taken as it stands; white space between
elements of structure is layout. Inline elements that mean something are marks; the author's notes
are paragraphs. A number belongs to the line that follows it, unless it says that it is one itself;
so the number of an article and its first paragraph are one line, which has the article's name.
What a quotation holds behind its first paragraph are lines, which follow the one that it stands in.
Entities are refused, sizes and depth are limited.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from zhengben.document.author_notes import unlike_labels
from zhengben.document.notation import Kind
from zhengben.document.regex import regex
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
    "inline location mod object organization person process quantity quotedText ref role rref "
    "session shortTitle signature span sub sup term time u eol"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# these are named for themselves, even where they fill a paragraph
_WITHIN = frozenset(("location", "mod", "person", "ref", "role", "rref"))
# what marks of the text are here: by element, and an “inline” by its name
_MARKS: dict[str, Kind] = {"sup": "sup", "sub": "sub", "i": "em", "u": "u"}
_NAMED: dict[str, Kind] = {
    "dots": "dots", "name": "name", "blank": "blank", "ruby": "ruby", "math": "math",
    "note": "note",
}  # fmt: skip
# a number goes on in these
_JOINING = frozenset(("heading", "content", "intro", "p"))
_STRUCTURE_NAMES = (
    "statement act doc akomaNtoso judgment documentCollection collectionBody header judgmentBody "
    "introduction decision preface preamble body mainBody conclusions container content "
    "hcontainer division subdivision book part title chapter section subsection article clause "
    "subclause paragraph subparagraph point list item intro wrapUp alinea indent level blockList "
    "blockContainer formula longTitle recitals recital citations citation attachments attachment "
    "components component table tr th td"
)
_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
# what a name stands for in an anchor, by the part of the document and its element
_PARTS: dict[str, dict[str, str]] = {
    "preface": {"session": "session", "docAuthority": "organ", "block": "dateline"},
    "preamble": {"p": "preamble"},
    "conclusions": {"block": "office", "signature": "name", "span": "signature",
                    "formula": "testimonium"},
    "": {"art": "art", "para": "para", "subpara": "item", "indent": "bullet", "dvs": "head",
         "att": "annex", "subdvs": "annex", "rec": "para"},
}  # fmt: skip
# these are counted through the document, whatever they lie in
_THROUGH = {"al": "remark", "authorialNote": "author-note", "table": "table"}
# so are these outside the parts that have their like
_FIGURES = {"p": "figure", "block": "caption"}
_HEADINGS = frozenset(("part", "chp", "sec", "level"))
# parts of a provision that its line is named without; and documents that do not count anew
_WITHOUT = frozenset(("intro", "content", "heading", "cmp_1", "att_nn"))
# parts of a judgment, for those of other documents
_SAME = {"header": "preface", "introduction": "preamble"}
_LATIN = (
    "bis ter quater quinquies sexies septies octies novies decies undecies duodecies terdecies "
    "quaterdecies quindecies sexdecies septiesdecies octiesdecies noviesdecies"
)
_REPEATS = {name: str(number) for number, name in enumerate(_LATIN.split(), 1)}
_REPEATED = regex(r"(\d+)([a-z]+)")


class _MalformedError(Exception):
    """The file is no Akoma Ntoso document; the message says how."""


def extract_akn(path: Path) -> Extraction:
    """Read the canonical text of an Akoma Ntoso file."""
    try:
        reader = _Reader()
        document = _document(path)
        reader.structure(document, "", 0)
        reader.check_labels(document)
        reader.check_identifiers()
    except OSError as error:
        return unreadable("XML", f"{error.strerror}.")
    except _MalformedError as error:
        return unreadable("XML", str(error))
    return Extraction("XML", tuple(reader.blocks), tuple(reader.faults))


def anchor(eid: str) -> str:
    """Return the anchor that an eId stands for: ``art-17-1-para-2`` for ``art_17bis__para_2``.

    An eId that stands for none is returned as it is.
    """
    names = [_SAME.get(name, name) for name in eid.split("__") if name not in _WITHOUT]
    part = names[0] if names and names[0] in _PARTS else ""
    if names[:1] == ["preamble"] and len(names) > 1 and names[1] == "recs_1":
        return "-".join(["head-1", *(f"para-{n.removeprefix('rec_')}" for n in names[2:])])
    made = _counted(names[bool(part) :], part)
    return "-".join(made) if made else eid


def _counted(names: list[str], part: str) -> list[str]:
    """Return the parts of an anchor, for names that each say a number; else nothing."""
    made, before = list[str](), ""
    for name in names:
        element, _, written = name.partition("_")
        number = _REPEATED.sub(_numbered, written)
        if not number:
            return []
        if element in _THROUGH:
            made = [f"{_THROUGH[element]}-{number}"]
        elif not part and element in _FIGURES:
            made = [f"{_FIGURES[element]}-{number}"]
        elif element in ("tr", "td", "th") or _is_inner_item(element, before):
            made.append(number)
        elif element in _HEADINGS:
            made.append(number if before in _HEADINGS else f"sec-{number}")
        elif part and (single := _single(part, element, number)):
            made.append(single)
        elif kind := _PARTS[part].get(element):
            made.append(f"{kind}-{number}")
        else:
            return []
        before = (
            "item" if element == "level" and before in ("subpara", "point", "item") else element
        )
    return made


def _numbered(match: re.Match[str]) -> str:
    repeat = _REPEATS.get(match[2])
    return f"{match[1]}-{repeat}" if repeat else match[0]


def _is_inner_item(element: str, before: str) -> bool:
    """Tell an item in an item, which an anchor has by its number alone."""
    return element == "point" or (element == "level" and before in ("subpara", "point", "item"))


def _single(part: str, element: str, number: str) -> str:
    """Return the anchor of a line that its part has but once, or of the next of its kind."""
    if part == "preface" and element == "docTitle" and number.isdigit():
        return "title" if number == "1" else f"subtitle-{int(number) - 1}"
    if part == "conclusions" and element == "p":
        return "closing" if number == "1" else f"closing-{number}"
    return ""


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


def _is_first(element: ElementTree.Element, article: str) -> bool:
    """Tell a first paragraph without a number of its own, which stands in its article's line."""
    own = any(n.tag == f"{_AKN}num" and n.get("status") != "editorial" for n in element)
    return (
        element.tag == f"{_AKN}paragraph" and element.get("eId") == f"{article}__para_1" and not own
    )


def _in_line(element: ElementTree.Element) -> ElementTree.Element | None:
    """Return what stands of a quotation in the line around it: nothing or its first paragraph."""
    if (element.text or "").strip(_SPACE):
        return None
    first = next(iter(element), None)
    if first is not None and first.tag == f"{_AKN}p":
        return None if (first.tail or "").strip(_SPACE) else first
    return ElementTree.Element(f"{_AKN}p")


def _below(element: ElementTree.Element) -> ElementTree.Element:
    """Return a quotation without what stands of it in the line around it."""
    below = ElementTree.Element(element.tag, element.attrib)
    rows = list(element)
    below.extend(rows[1:] if rows and rows[0].tag == f"{_AKN}p" else rows)
    return below


def _heads(eid: str) -> set[str]:
    """Return an eId and all that stand before its parts."""
    names = eid.split("__")
    return {"__".join(names[:count]) for count in range(1, len(names) + 1)}


class _Reader:
    """Collects the paragraphs of a document in its order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        # first paragraphs that stand in the line of their article, with its eId
        self._merged: dict[str, str] = {}
        # quotations that the paragraph being read holds, with how much was said before each ended
        self._quotations: list[tuple[ElementTree.Element, int]] = []

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
        article, begun = element.tag == f"{_AKN}article", False
        for child in element:
            loose.append(child.tail or "")
            name = child.tag.removeprefix(_AKN)
            if name in _LEFT_OUT or child.get("status") == "editorial":
                continue
            first = article and not begun and self._merges(child, eid)
            joins = first or name in _JOINING
            begun = begun or name != "num" or child.get("class") == "line"
            if number and not joins:
                self._block(eid, number)
                number = None
            if name == "num":
                number = self._number(child, eid)
            elif name in _HOLDERS:
                self._paragraph(child, eid, number, depth)
                number = None
            elif name in _STRUCTURE:
                self.structure(child, eid, depth + 1, number)
                number = None
            else:
                self._foreign(name)
        if number:
            self._block(eid, number)
        self._demand_layout("".join(loose).strip(_SPACE), eid or element.tag.removeprefix(_AKN))

    def _demand_layout(self, loose: str, place: str) -> None:
        """Find text that stands between elements of structure."""
        if loose:
            told = f"{place} has text outside any paragraph: {shown(loose)}."
            self._fault("mixed", place, told)

    def _merges(self, child: ElementTree.Element, article: str) -> bool:
        """Tell a first paragraph that stands in the line of its article, and keep its name."""
        if not _is_first(child, article):
            return False
        self._merged[child.get("eId", "")] = article
        return True

    def _number(self, element: ElementTree.Element, eid: str) -> Said | None:
        """Return a number that goes on in the next element; one that is a line is put down."""
        number = self._said(element)
        if number.text and element.get("class") == "line":
            self._block(eid, number)
            return None
        return number if number.text else None

    def _block(self, eid: str, said: Said) -> None:
        self.blocks.append(Block(self._anchor(eid), said.text, marks=said.ordered))

    def _anchor(self, eid: str) -> str:
        """Return the anchor of an eId; a first paragraph goes by the name of its article."""
        for first in self._merged.keys() & _heads(eid):
            return anchor(self._merged[first] + eid[len(first) :])
        return anchor(eid)

    def _foreign(self, name: str) -> None:
        told = f"The document has an element {name} that is neither text nor apparatus."
        self._fault("foreign", name, told)

    def _paragraph(
        self, element: ElementTree.Element, outer: str, number: Said | None, depth: int
    ) -> None:
        self._quotations = []
        own = self._said(element)
        text, quotations = own.text, tuple(self._quotations)
        if not number and not text and not quotations:
            return
        if any(part.get("status") in _UNSAID for part in element.iter()):
            self._fault("hidden", outer, f"A paragraph is marked as removed: {shown(text)}.")
        whole = number or Said()
        whole.add(own)
        self._block(self._identifier(element, text, outer), whole)
        for quotation, said in quotations:
            below = _below(quotation)
            if len(below):
                if said < len(text):
                    told = f"Text follows the lines of a quotation: {shown(text[said:])}."
                    self._fault("mixed", outer, told)
                self.structure(below, outer, depth + 1)

    def _identifier(self, element: ElementTree.Element, text: str, outer: str) -> str:
        """Return the eId of a paragraph, of what fills it, or of the provision it is in."""
        if _author_note(element) is not None:
            return element[0].get("eId", "")
        inner: ElementTree.Element | None = element
        while inner is not None and self._said(inner).text == text:
            if inner.tag.removeprefix(_AKN) in _WITHIN:
                break
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
                # one that runs through the text says which label it stands for
                said.point("note", child.get("title", child.get("marker", "")))
            elif name == "inline" and child.get("name") == "label":
                said.say(child.get("title", ""))
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
        quotation = child
        inner = _in_line(child) if name == "quotedStructure" else None
        quoted, child = inner is not None, child if inner is None else inner
        if not quoted and (name not in _INLINE or (name == "inline" and kind is None)):
            told = f"A paragraph holds an element {name} that is neither text nor apparatus."
            self._fault("foreign", name, told)
        opened = said.open()
        self._say(child, said, depth + 1)
        if quoted:
            self._quotations.append((quotation, len(said.text)))
        if kind:
            said.close(kind, opened, child.get("title", "") if kind == "ruby" else "")

    def check_labels(self, document: ElementTree.Element) -> None:
        """Find labels of the author's notes that do not run through the text, where they should."""
        calls, labels = list[tuple[str, str]](), dict[str, str]()
        for element in document.iter():
            if element.tag == f"{_AKN}noteRef" and element.get("title") is not None:
                calls.append((element.get("href", "").removeprefix("#"), element.get("marker", "")))
            elif element.tag == f"{_AKN}authorialNote":
                marker = element.get("marker", "")
                for inner in element.iter(f"{_AKN}inline"):
                    if inner.get("name") == "label":
                        seen = "".join(inner.itertext())
                        labels[element.get("eId", "")] = (
                            seen if seen == marker else f"{seen}{marker}"
                        )
        for note, told in unlike_labels(calls, labels):
            self._fault("label", note, f"The author's note {note} {told}.")

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
