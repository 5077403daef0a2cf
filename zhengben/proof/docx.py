"""Reads a finished Word file: its canonical text by bookmarks, and what speaks against it.

Paragraphs in the styles ``Apparatus`` and ``ApparatusHeading`` are left out, and so are empty ones,
footnotes and the numbers that Word counts. A paragraph bears its anchor as a bookmark. Marks are
hidden bookmarks, ``_mark_KIND_N``, whose runs have to look as the mark does; a run that looks like
a mark and is none is a mark that was added. Entities are refused, sizes and depth are limited.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from zhengben.document.notation import KINDS, Kind
from zhengben.proof.extraction import Block, Extraction, Fault, shown, unreadable
from zhengben.proof.marks import Said
from zhengben.proof.pictures import picture_sha256

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
OURS = frozenset(("Apparatus", "ApparatusHeading"))
_MOST_BYTES = 32 * 1024 * 1024
_MARK = "_mark_"
# what a run has to look like, by kind of mark: a property and, where it tells more, its value
_LOOKS: dict[str, tuple[str, str]] = {
    "sup": ("vertAlign", "superscript"), "sub": ("vertAlign", "subscript"), "em": ("i", ""),
    "dots": ("em", "dot"), "u": ("u", ""), "name": ("u", ""), "blank": ("u", ""),
}  # fmt: skip
# what can show text, or hide or change it, and is not expected in the text
_FOREIGN = frozenset(("ins", "del", "pict", "object", "sym", "fldSimple", "instrText", "delText"))
_UNZIPPABLE = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


class _BadWordFileError(Exception):
    """The file is no Word file; the message says how."""


def extract_docx(path: Path) -> Extraction:
    """Read the canonical text of a Word file."""
    try:
        reader = _Reader(_pictures(path))
        reader.read(part(path, DOCUMENT))
    except (*_UNZIPPABLE, _BadWordFileError) as error:
        return unreadable("DOCX", f"{error}.")
    return Extraction("DOCX", tuple(reader.blocks), tuple(reader.faults))


def _pictures(path: Path) -> dict[str, tuple[str, str]]:
    """Return the hashes of each picture by the name of its relation: of the file, of the points."""
    found = dict[str, tuple[str, str]]()
    with zipfile.ZipFile(path) as archive:
        if _RELATIONS not in archive.namelist():
            return found
        for relation in part(path, _RELATIONS):
            name = f"word/{relation.get('Target', '')}"
            if relation.get("Type", "").endswith("/image") and name in archive.namelist():
                with archive.open(name) as file:
                    data = file.read(_MOST_BYTES + 1)
                points = picture_sha256(data) if name.endswith(".png") else ""
                found[relation.get("Id", "")] = hashlib.sha256(data).hexdigest(), points
    return found


def part(path: Path, name: str) -> ElementTree.Element:
    """Parse a part of a Word file."""
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            raise _BadWordFileError(f"{name} is missing")
        with archive.open(name) as file:
            data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _BadWordFileError(f"{name} is too large or declares entities")
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise _BadWordFileError(f"{name} is not well-formed ({error})") from None


def anchor(name: str) -> str:
    """Return the anchor that a bookmark stands for: ``art-1_2`` for ``art_1__2``."""
    return name.replace("__", "\0").replace("_", "-").replace("\0", "_")


def value(element: ElementTree.Element | None, name: str = "val") -> str:
    """Return an attribute of Word's own namespace, or an empty text."""
    return element.get(f"{W}{name}", "") if element is not None else ""


class _Reader:
    """Collects the paragraphs of a document in its order."""

    def __init__(self, pictures: Mapping[str, tuple[str, str]]) -> None:
        self._pictures = pictures
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        self._open: dict[str, tuple[Kind, tuple[int, int]]] = {}
        self._name = ""

    def _fault(self, code: str, sentence: str) -> None:
        fault = Fault(code, DOCUMENT, sentence)
        if fault not in self.faults:
            self.faults.append(fault)

    def read(self, root: ElementTree.Element) -> None:
        met = set[str]()
        for element in root.iter(f"{W}p"):
            style = value(element.find(f"{W}pPr/{W}pStyle"))
            if style in OURS:
                continue
            said = Said()
            self._name, self._open = "", {}
            for child in element:
                self._inline(child, said, 0)
            if not said.text:
                continue
            if not self._name:
                self._fault("no-id", f"A paragraph has no bookmark: {shown(said.text)}.")
            elif self._name in met:
                self._fault("id-twice", f"Two paragraphs bear the bookmark {self._name}.")
            met.add(self._name)
            self.blocks.append(Block(self._name, said.text, (DOCUMENT,), marks=said.ordered,
                                     shown=tuple(said.shown)))  # fmt: skip

    def _inline(self, element: ElementTree.Element, said: Said, depth: int) -> None:
        if depth > 50:
            raise _BadWordFileError("a paragraph is nested more than 50 deep")
        name = element.tag.removeprefix(W)
        if name == "bookmarkStart":
            self._begin(value(element, "name"), value(element, "id"), said)
        elif name == "bookmarkEnd":
            if found := self._open.pop(value(element, "id"), None):
                said.close(*found)
        elif name == "sdt" and value(element.find(f"{W}sdtPr/{W}tag")) == "math":
            if not "".join(t.text or "" for t in element.iter(f"{_MATH}t")).strip():
                self._fault("object", "A formula shows nothing.")
            said.point("math", value(element.find(f"{W}sdtPr/{W}alias")))
        elif name == "hyperlink":
            for child in element:
                self._inline(child, said, depth + 1)
        elif name == "r":
            self._run(element, said, depth)
        elif name != "pPr":
            self._fault("foreign", f"The text has an element {name}.")

    def _begin(self, name: str, number: str, said: Said) -> None:
        if name.startswith(_MARK):
            kind = name.removeprefix(_MARK).partition("_")[0]
            known = {str(k): k for k in KINDS}
            if kind in known:
                self._open[number] = (known[kind], said.open())
        elif not self._name:
            self._name = anchor(name)

    def _run(self, run: ElementTree.Element, said: Said, depth: int) -> None:
        looks = run.find(f"{W}rPr")
        if value(looks.find(f"{W}rStyle") if looks is not None else None) == "AuthorCall":
            said.point("note", "".join(t.text or "" for t in run.iter(f"{W}t")))
            return
        for child in run:
            name = child.tag.removeprefix(W)
            if name == "t":
                self._judge(looks, child.text or "")
                said.say(child.text)
            elif name == "ruby":
                opened = said.open()
                base = child.find(f"{W}rubyBase")
                for inside in base if base is not None else ():
                    self._inline(inside, said, depth + 1)
                read = "".join(t.text or "" for t in child.findall(f"{W}rt/{W}r/{W}t"))
                said.close("ruby", opened, read)
            elif name == "drawing":
                picture = child.find(f"{_DRAWING}inline/{_DRAWING}docPr")
                told = picture.attrib if picture is not None else {}
                blip = next(child.iter(f"{_PICTURE}blip"), None)
                name = blip.get(f"{_RELATION}embed", "") if blip is not None else ""
                whole, points = self._pictures.get(name, ("", ""))
                file = told.get("name", "")
                shown = points if file.endswith(".svg") else whole
                said.point("image", f"{file}|{told.get('descr', '')}", shown)
            elif name in ("tab", "br", "cr", "noBreakHyphen", "softHyphen") or name in _FOREIGN:
                self._fault("foreign", f"The text has an element {name}.")

    def _judge(self, looks: ElementTree.Element | None, text: str) -> None:
        """Compare what a run looks like with the marks it stands in."""
        has = {p.tag.removeprefix(W): value(p) for p in looks} if looks is not None else {}
        for hiding in ("vanish", "webHidden", "strike", "dstrike"):
            if hiding in has:
                self._fault("hidden", f"A run is hidden or struck out: {shown(text)}.")
        wanted = [_LOOKS[kind] for kind, _ in self._open.values() if kind in _LOOKS]
        for name, told in wanted:
            if name not in has or (told and not self._several(name) and has[name] != told):
                self._fault("look", f"A run does not look like its mark: {shown(text)}.")
        for name in ("vertAlign", "i", "em", "u"):
            if name in has and name not in {w for w, _ in wanted}:
                self._fault("look", f"A run looks like a mark and is none: {shown(text)}.")

    def _several(self, name: str) -> bool:
        """Say whether two open marks want one property, of which a run has the last."""
        kinds: Iterator[str] = (kind for kind, _ in self._open.values())
        return sum(_LOOKS.get(kind, ("", ""))[0] == name for kind in kinds) > 1
