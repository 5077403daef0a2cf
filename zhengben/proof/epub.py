"""Reads a finished EPUB: its canonical text by spine and mark-up, and what speaks against it.

Elements that bear ``data-apparatus``, the navigation document and each ``head`` are left out. Each
other block that holds text is a paragraph, its white space taken as it stands; white space
between blocks is layout. Elements that mean something are marks, pictures and formulas among them.
Nothing read here is unpacked to disk, and sizes are limited.
"""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from msgspec import Struct, field

from zhengben.document.author_notes import unlike_labels
from zhengben.document.notation import Kind
from zhengben.proof.extraction import Block, Extraction, Fault, shown, unreadable
from zhengben.proof.marks import Said
from zhengben.proof.pictures import DRAWN, mathml_sha256, picture_sha256

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKAGE_TYPE = "application/oebps-package+xml"
_DOCUMENT_TYPE = "application/xhtml+xml"
APPARATUS = "data-apparatus"

_MOST_ENTRIES = 10_000
_MOST_BYTES = 32 * 1024 * 1024
_DEEPEST = 200
_SPACE = " \t\r\n"
_BLOCK_NAMES = (
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
# what can show text, or change it, without being text here
_FOREIGN_NAMES = (
    "audio button canvas embed iframe img input math noscript object picture select slot style "
    "svg template textarea video"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_FOREIGN = frozenset(_FOREIGN_NAMES.split())
_BREAKS = frozenset(("br", "wbr"))
# a reading and its brackets, which belong to the characters of a ruby
_READINGS = frozenset(("rt", "rp"))
# what marks of the text are here, by element and class
_MARKS: dict[tuple[str, str], Kind] = {
    ("sup", ""): "sup", ("sub", ""): "sub", ("em", ""): "em", ("em", "dots"): "dots",
    ("u", ""): "u", ("u", "name"): "name", ("span", "blank"): "blank", ("ruby", ""): "ruby",
}  # fmt: skip
# what one of two versions has alone, in a page that merges them
_SIDES = {"ins": "new", "del": "gone"}
_AUTHOR_CALL, _OBJECT, _FORMULA, _LABEL = "author-call", "object", "data-file", "data-label"
# what zipfile raises for files that are no zip, damaged, encrypted or packed in unknown ways
_UNZIPPABLE = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
_HIDING = ("display:none", "visibility:hidden", "content-visibility:hidden")


class MalformedError(Exception):
    """The book is not as EPUB 3.3 has it; the message says how."""


def extract_epub(path: Path) -> Extraction:
    """Read the canonical text of an EPUB."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book(archive)
            reader = Reader(pictures=book.picture_sha256)
            for name, linear in book.spine():
                reader.read(name, book.document(name), linear)
            reader.check_identifiers()
    except _UNZIPPABLE as error:
        return unreadable("EPUB", f"{error}.")
    except MalformedError as error:
        return unreadable("EPUB", str(error))
    return Extraction("EPUB", reader.blocks, (*book.faults, *reader.faults))


class _Book:
    """The package: which documents a reader shows, in which order."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._left = archive, _MOST_BYTES
        self.faults: list[Fault] = []
        names = archive.namelist()
        if len(names) > _MOST_ENTRIES:
            raise MalformedError(f"it has more than {_MOST_ENTRIES} files.")
        self.faults += [
            Fault("file-twice", name, f"The book holds {name} {count} times.")
            for name, count in sorted(Counter(names).items())
            if count > 1
        ]

    def _read(self, name: str) -> str:
        """Read a file, whatever size its header claims, within what is left of the limit."""
        try:
            with self._archive.open(name) as file:
                data = file.read(self._left + 1)
        except KeyError:
            told = f"{name} is missing." if name else "a file that it must have is not named."
            raise MalformedError(told) from None
        self._left -= len(data)
        if self._left < 0:
            raise MalformedError(f"its documents are larger than {_MOST_BYTES} bytes.")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedError(f"{name} is not UTF-8.") from None

    def picture_sha256(self, place: str, address: str) -> str:
        """Return the hash of a picture that a document names; of a drawn one, that of its points.

        A picture that was a drawing in the text has the suffix of the drawing before its own.
        """
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(address)))
        try:
            with self._archive.open(name) as file:
                data = file.read(_MOST_BYTES + 1)
        except KeyError:
            return ""
        drawn = name.endswith(DRAWN)
        return picture_sha256(data) if drawn else hashlib.sha256(data).hexdigest()

    def document(self, name: str) -> ElementTree.Element:
        """Parse an XML file; entities are refused, since they would hide text."""
        text = self._read(name)
        if "<!ENTITY" in text:
            raise MalformedError(f"{name} declares entities.")
        try:
            # bytes, because a declaration of the encoding is not allowed in a string
            return ElementTree.fromstring(text.encode())
        except ElementTree.ParseError as error:
            raise MalformedError(f"{name} is not well-formed ({error}).") from None

    def spine(self) -> Iterator[tuple[str, bool]]:
        """Yield each document but the navigation in reading order, and whether it is linear."""
        package_name = self._package()
        package = self.document(package_name)
        items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
        folder = posixpath.dirname(package_name)
        met: set[str] = set()
        for reference in package.iter(f"{_OPF}itemref"):
            item = items.get(reference.get("idref", ""))
            if item is None:
                raise MalformedError(f"its spine names {reference.get('idref')}, which is no item.")
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            if "nav" in item.get("properties", "").split():
                continue
            if item.get("media-type") != _DOCUMENT_TYPE:
                self.faults.append(
                    Fault("not-text", name, f"The spine holds {name}, which is not XHTML.")
                )
            elif name in met:
                self.faults.append(Fault("file-twice", name, f"The spine holds {name} twice."))
            else:
                met.add(name)
                yield name, reference.get("linear") != "no"

    def _package(self) -> str:
        container = self.document("META-INF/container.xml")
        names = [
            root.get("full-path", "")
            for root in container.iter(f"{_CONTAINER}rootfile")
            if root.get("media-type") == _PACKAGE_TYPE
        ]
        if not names:
            raise MalformedError("its container names no package.")
        if len(names) > 1:
            self.faults.append(
                Fault("renditions", "container", "The book has more than one package.")
            )
        return names[0]


class _Open(Struct):
    """A block while it is read."""

    id: str
    place: str
    language: str = ""
    said: Said = field(default_factory=Said)
    divided: bool = False

    @property
    def content(self) -> str:
        return self.said.text

    @property
    def speaks(self) -> bool:
        """Say whether it is a paragraph and not only the surroundings of some."""
        return bool(self.content.strip(_SPACE))


class Reader:
    """Collects the blocks of documents in reading order.

    ``pictures`` gives the hash of a picture by the document that names it, and its address there,
    or by its name where the address holds it all;
    ``scripts`` are the SHA-256 of programs that change no text.
    """

    def __init__(
        self,
        scripts: frozenset[str] = frozenset(),
        pictures: Callable[[str, str], str] = lambda place, address: "",
    ) -> None:
        self._scripts = scripts
        self._open: list[_Open] = []
        self._pictures = pictures
        # where they run through the text: how notes are called, and which labels they bear
        self._calls, self._labels = list[tuple[str, str]](), dict[str, str]()
        self.faults: list[Fault] = []

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks that hold text."""
        return tuple(
            Block(
                b.id,
                b.content,
                (b.place,),
                language=b.language,
                marks=b.said.ordered,
                shown=tuple(b.said.shown),
                sides=tuple(b.said.sides),
            )
            for b in self._open
            if b.speaks
        )

    def _fault(self, code: str, place: str, sentence: str) -> None:
        fault = Fault(code, place, sentence)
        if fault not in self.faults:
            self.faults.append(fault)

    def read(self, place: str, root: ElementTree.Element, linear: bool) -> None:
        """Read one document; readers may leave out one that is not linear."""
        body = root.find(f"{_XHTML}body")
        if root.tag != f"{_XHTML}html" or body is None:
            raise MalformedError(f"{place} is not an XHTML document.")
        if not all(map(self._is_known, root.iter(f"{_XHTML}script"))):
            self._fault("script", place, f"{place} has a script, which may change its text.")
        if root.get(APPARATUS) is not None or body.get(APPARATUS) is not None:
            return
        first = len(self._open)
        self._block(body, place, None, 0, root.get(_LANG, ""))
        spoken = [block for block in self._open[first:] if block.speaks]
        if spoken and not linear:
            self._fault("not-linear", place, f"{place} has text but is not in the linear order.")
        for block in spoken:
            if block.divided:
                self._fault(
                    "mixed",
                    place,
                    f"{place} has text and paragraphs side by side in one element: "
                    f"{shown(block.content.strip())}.",
                )

    def _is_known(self, script: ElementTree.Element) -> bool:
        """Tell a script that is known, or data that nothing runs, from what may change a text."""
        text = "".join(script.itertext())
        if script.get("type") in ("application/ld+json", "application/json"):
            return bool(self._scripts) and not len(script)
        known = hashlib.sha256(text.lstrip("\n").encode()).hexdigest() in self._scripts
        return known and not set(script.attrib) - {APPARATUS}

    def check_identifiers(self) -> None:
        """Find paragraphs with one identifier; those without one are told by the comparison."""
        for note, told in unlike_labels(self._calls, self._labels):
            self._fault("label", note, f"The author's note {note} {told}.")
        met: set[str] = set()
        for block in self.blocks:
            if not block.id:
                text = shown(block.text)
                place = block.places[0]
                self._fault("no-id", place, f"A paragraph of {place} has no identifier: {text}.")
            elif block.id in met:
                self._fault("id-twice", block.id, f"Two paragraphs bear the identifier {block.id}.")
            met.add(block.id)

    def _block(
        self, element: ElementTree.Element, place: str, outer: _Open | None, depth: int, around: str
    ) -> None:
        language = element.get(_LANG, outer.language if outer else around)
        block = _Open(element.get("id", ""), place, language)
        self._open.append(block)
        self._inside(element, block, depth)
        if outer is not None and (block.speaks or block.divided):
            outer.divided = True

    def _inside(self, element: ElementTree.Element, block: _Open, depth: int) -> None:
        if depth > _DEEPEST:
            raise MalformedError(f"{block.place} is nested more than {_DEEPEST} deep.")
        self._look(element, block)
        block.said.say(element.text)
        for child in element:
            if child.get(APPARATUS) is None:
                name = child.tag.removeprefix(_XHTML)
                if name in _READINGS and element.tag != f"{_XHTML}ruby":
                    # a viewer shows it, and it is no part of the text
                    words = shown("".join(child.itertext()))
                    told = f"{block.place} has a reading of no characters: {words}."
                    self._fault("reading", block.place, told)
                elif name in _BLOCKS:
                    self._block(child, block.place, block, depth + 1, "")
                elif name not in _BREAKS and not self._point(child, name, block):
                    self._inline(child, name, block, depth)
            block.said.say(child.tail)

    def _point(self, child: ElementTree.Element, name: str, block: _Open) -> bool:
        """Read a call of the author, a picture or a formula; say whether it was one."""
        classes = child.get("class", "").split()
        label, seen = child.get(_LABEL), "".join(child.itertext())
        if _AUTHOR_CALL in classes:
            self._look(child, block)
            # one that runs through the text says which label of the text it stands for
            block.said.point("note", seen if label is None else label)
            if label is not None:
                self._calls.append((child.get("href", "").rpartition("#")[2], seen))
        elif label is not None and name == "span":
            self._look(child, block)
            block.said.say(label)
            self._labels[block.id] = seen
        elif name == "img" and _OBJECT in classes:
            address = child.get("src", "")
            # a page that needs no other file holds the picture itself, and says its name
            held = address.startswith("data:")
            file = posixpath.basename(child.get(_FORMULA, "") if held else unquote(address))
            file = file.removesuffix(".png") if file.endswith(DRAWN) else file
            drawn = self._pictures(file if held else block.place, address)
            block.said.point("image", f"{file}|{child.get('alt', '')}", drawn)
        elif child.tag == f"{_MATHML}math" and "".join(child.itertext()).strip():
            latex = child.get("alttext", "")
            block.said.point("math", latex, mathml_sha256(child))
        elif child.get("role") == "img" and child.get(_FORMULA) is not None:
            # a picture that is not there is told in words
            words = child.get("aria-label", "")
            if "".join(child.itertext()) != f"〔{words}〕":
                told = f"{block.place} tells a picture in other words than its own: {shown(words)}."
                self._fault("object", block.place, told)
            block.said.point("image", f"{child.get(_FORMULA)}|{words}")
        elif child.get(_FORMULA) is not None and [c.tag for c in child] == [f"{_MATHML}math"]:
            block.said.point("math", f"file:{child.get(_FORMULA)}", mathml_sha256(child[0]))
        else:
            return False
        return True

    def _inline(self, child: ElementTree.Element, name: str, block: _Open, depth: int) -> None:
        """Read an inline element, which may be a mark."""
        if name in _FOREIGN or name.startswith("{"):
            told = f"{block.place} shows an element {name} outside the apparatus."
            self._fault("foreign", block.place, told)
            return
        kind, side = _MARKS.get((name, child.get("class", ""))), _SIDES.get(name)
        opened, value = block.said.open(), ""
        if kind == "ruby":
            value = "".join(t for rt in child.iter(f"{_XHTML}rt") for t in rt.itertext())
        if name not in _READINGS:
            self._inside(child, block, depth + 1)
        if kind:
            block.said.close(kind, opened, value)
        if side and not block.said.stand(side, opened[0]):
            told = f"{block.place}: what one version has alone stands inside the like."
            self._fault("side", block.place, told)

    def _look(self, element: ElementTree.Element, block: _Open) -> None:
        """Find what would keep a reader from seeing the text of an element."""
        style = "".join(element.get("style", "").split()).lower()
        hides = element.get("hidden") is not None or any(way in style for way in _HIDING)
        if hides and "".join(element.itertext()).strip(_SPACE):
            name = element.get("id") or element.tag.removeprefix(_XHTML)
            self._fault("hidden", block.place, f"{block.place} hides the text of {name}.")
