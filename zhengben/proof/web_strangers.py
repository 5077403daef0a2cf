"""Tells what is not in the table of what the e-books and web pages of the press hold."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import quote
from xml.etree import ElementTree

from zhengben.document.declaration import Declaration
from zhengben.document.provenance import ObjectFile
from zhengben.document.regex import regex
from zhengben.proof.archives import strange_entries
from zhengben.proof.extraction import Fault, shown
from zhengben.proof.page_grammar import (
    BESIDE_ELEMENTS,
    BESIDE_ROLES,
    DUBLIN_CORE,
    PAGE_ELEMENTS,
    PAGE_ROLES,
    SCRIPTS,
    SIBLING,
)
from zhengben.proof.pictures import DRAWN, picture_sha256
from zhengben.proof.web_grammar import (
    BLOCK_APPARATUS,
    COMMON,
    ELEMENTS,
    FILES,
    INLINE_APPARATUS,
    INSIDE,
    MATHML,
    WEB_ONLY,
)
from zhengben.proof.web_styles import strange_page_sheet, strange_sheet

_PREFIXES = {
    "{http://www.w3.org/1999/xhtml}": "",
    "{http://www.w3.org/1998/Math/MathML}": "math:",
    "{http://www.idpf.org/2007/ops}": "epub:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
}
_OPF = "{http://www.idpf.org/2007/opf}"
_HEAD = regex(rb'(<\?xml version="1\.0" encoding="utf-8"\?>\n)?<!DOCTYPE html>\s*<html')
_TAIL = regex(rb"</html>\n?")
_MOST_BYTES = 32 * 1024 * 1024
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li", "dd", "dt"))
# what has a meaning in an address stays as it is
_RESERVED = ":/?#[]@!$&'()*+,;=%~"
_POLICY = "Content-Security-Policy"
_META = ("viewport", "author", "generator", "description")
_DCTERMS = "http://purl.org/dc/terms/"
_PROPERTIES = ("", "nav", "cover-image", "mathml")
Found = Iterator[tuple[str, str]]


def strange_book(data: bytes, declaration: Declaration) -> Iterator[Fault]:
    """Yield a fault for each file, element, attribute or rule of style that no book has."""
    for place, told in _Book(data, declaration).strange():
        yield Fault("strange", place, f"In {place}, {told}.")


def strange_page(
    data: bytes, declaration: Declaration, *, alone: bool, beside: bool = False
) -> Iterator[Fault]:
    """Yield a fault for each element, attribute or rule of style that no web page has.

    A page ``alone`` is that of a document in one script, which has switches and a script; so has
    one that sets texts ``beside`` one another.
    """
    page = _Page(declaration, beside=beside) if alone or beside else None
    told = page.strange(data) if page else _collation(data, declaration)
    for sentence in told:
        yield Fault("strange", "page", f"In the page, {sentence}.")


def _collation(data: bytes, declaration: Declaration) -> Iterator[str]:
    yield from _document(data, _addresses(declaration), web=True)


def _is_picture(data: bytes, known: ObjectFile, *, drawn: bool) -> bool:
    """Say whether a picture is a file of the text, or what a drawing of it shows in points."""
    if drawn:
        return picture_sha256(data) == known.shown_sha256
    return hashlib.sha256(data).hexdigest() == known.sha256


class _Page:
    """The web page of a document, or of texts ``beside`` one another."""

    def __init__(self, declaration: Declaration, *, beside: bool) -> None:
        self._declaration, self._beside = declaration, beside
        self._more = {**PAGE_ELEMENTS, **(BESIDE_ELEMENTS if beside else {})}
        self._roles = f"{PAGE_ROLES}|{BESIDE_ROLES}" if beside else PAGE_ROLES
        self._urls = _addresses(declaration)
        self._sibling = re.compile(re.escape(declaration.id) + SIBLING)

    def strange(self, data: bytes) -> Iterator[str]:
        """Yield what is strange in the page."""
        if not _framed(data) or data.count(b"<!") != 1 or b"<?" in data:
            yield "there is a comment, an instruction or a type that the press never writes"
        yield from self._element(ElementTree.fromstring(data), outside=True)

    def _element(self, element: ElementTree.Element, *, outside: bool) -> Iterator[str]:
        name = _named(element.tag)
        inside = outside and name not in _BLOCKS
        if name == "script":
            yield from self._script(element)
        elif name == "style":
            yield from strange_page_sheet(element.text or "", beside=self._beside)
        elif name.startswith("math:") or (name not in ELEMENTS and name not in self._more):
            yield from _element(element, True, outside=outside)
            return
        else:
            yield from self._attributes(element, name)
            yield from _apparatus(element, name, outside)
            yield from _held(element, name)
        for child in element:
            yield from self._element(child, outside=inside)

    def _script(self, element: ElementTree.Element) -> Iterator[str]:
        """Compare a script with those that are known; data must be what it says it is."""
        kind, text = element.get("type"), element.text or ""
        if set(element.attrib) - {"type", "id", "data-apparatus"} or len(element):
            yield "a script has what none has"
        if kind is None:
            if hashlib.sha256(text.lstrip("\n").encode()).hexdigest() not in SCRIPTS:
                yield "there is a script that the press never published"
        elif not re.fullmatch(PAGE_ELEMENTS["script"]["type"], kind):
            yield f"there is a script of the type {shown(kind)}"
        else:
            try:
                json.loads(text)
            except (ValueError, RecursionError):
                yield f"a script of the type {kind} holds no such data"

    def _attributes(self, element: ElementTree.Element, name: str) -> Iterator[str]:
        own = {**ELEMENTS.get(name, {}), **self._more.get(name, {})}
        for key, value in element.attrib.items():
            key = _named(key)
            if key == "data-apparatus":
                continue
            if key == "href":
                yield from self._address(value, name)
            elif name == "meta" and key == "name":
                known = value.removeprefix("DCTERMS.")
                if value not in (*_META, "referrer") and known not in DUBLIN_CORE:
                    yield f"there is a meta {shown(value)}"
            elif (name == "input" and key == "type" and value == "radio") or (
                key == "role" and re.fullmatch(self._roles, value)
            ):
                continue
            else:
                yield from _attribute(name, key, value, own.get(key) or COMMON.get(key))
        if name == "img":
            yield from self._picture(element)

    def _address(self, value: str, name: str) -> Iterator[str]:
        if name == "link" and value == _DCTERMS:
            return
        inside = name == "a" and re.fullmatch(r"#[\w-]+", value)
        if not inside and value not in self._urls and not self._sibling.fullmatch(value):
            yield f"a link leads to {shown(value)}"

    def _picture(self, element: ElementTree.Element) -> Iterator[str]:
        """Compare a picture with the text's own files."""
        objects = {o.file: o for o in self._declaration.objects}
        known = objects.get(element.get("data-file", ""))
        try:
            data = base64.b64decode(element.get("src", "").partition(",")[2], validate=True)
        except ValueError:
            data = b""
        if known is None or not _is_picture(data, known, drawn=known.file.endswith(".svg")):
            yield "there is a picture that is none of the text's"


def _addresses(declaration: Declaration) -> frozenset[str]:
    """Return where links may lead out of a file: to the source that the metadata name."""
    url = declaration.provenance.url
    # as it is, or with what a link may not hold written in figures (RFC 3986, 2.1)
    return frozenset((url, quote(url, safe=_RESERVED))) if url else frozenset()


class _Book:
    def __init__(self, data: bytes, declaration: Declaration) -> None:
        self._data, self._declaration = data, declaration
        self._left = _MOST_BYTES
        self._urls = _addresses(declaration)
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = self._archive.namelist()

    def _read(self, name: str) -> bytes:
        with self._archive.open(name) as file:
            data = file.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("the files of the book are too large")
        return data

    def strange(self) -> Found:
        """Yield the place and the sentence of each stranger."""
        yield from self._container()
        objects = {o.file: o for o in self._declaration.objects}
        for name in self._names:
            kind = next((k for pattern, k in FILES.items() if re.fullmatch(pattern, name)), None)
            if kind is None:
                yield name, "there is a file that no book has"
                continue
            data = self._read(name)
            file = posixpath.basename(name)
            if name.startswith("EPUB/images/") and file != "cover.png":
                known = objects.get(file.removesuffix(".png") if file.endswith(DRAWN) else file)
                if known is None or not _is_picture(data, known, drawn=file.endswith(DRAWN)):
                    yield name, "there is a picture that is none of the text's"
            elif name.endswith(".xhtml"):
                for told in _document(data, self._urls, web=False):
                    yield name, told
            elif name.endswith(".css"):
                for told in strange_sheet(data.decode("utf-8", "replace")):
                    yield name, told
            elif name.endswith((".opf", ".ncx", ".xml")):
                for told in _plain(data):
                    yield name, told
        yield from self._package()

    def _container(self) -> Found:
        """Look at what is no file of the archive, and at what comes first."""
        yield from strange_entries(self._data)
        if not self._names or self._names[0] != "mimetype":
            yield "the archive", "the media type does not come first"

    def _package(self) -> Found:
        """Compare the package with the files: each is listed, and each document is in the spine."""
        place = "EPUB/content.opf"
        if place not in self._names:
            yield place, "there is no package"
            return
        root = ElementTree.fromstring(self._read(place))
        items = {item.get("id", ""): item for item in root.iter(f"{_OPF}item")}
        listed = {f"EPUB/{item.get('href', '')}": item for item in items.values()}
        files = {n for n in self._names if n.startswith("EPUB/") and n != place}
        for name in sorted(files ^ set(listed)):
            yield name, "the file is not listed, or is listed and not there"
        for name, item in listed.items():
            kinds = next((k for pattern, k in FILES.items() if re.fullmatch(pattern, name)), ())
            if item.get("media-type", "") not in kinds:
                yield name, f"the media type is {shown(item.get('media-type', ''))}"
            if set(item.attrib) - {"id", "href", "media-type", "properties"}:
                yield name, "the package says of the file what it never says"
            if (properties := item.get("properties", "")) not in _PROPERTIES:
                yield name, f"the file is said to be {shown(properties)}"
        yield from self._spine(root, items)

    def _spine(self, root: ElementTree.Element, items: Mapping[str, ElementTree.Element]) -> Found:
        """Demand that every document but the navigation is read."""
        spine = list(root.iter(f"{_OPF}itemref"))
        read = {ref.get("idref", "") for ref in spine}
        for key, item in items.items():
            name = item.get("href", "")
            if name.endswith(".xhtml") and key not in read and item.get("properties") != "nav":
                yield name, "the document stands outside the spine"
        if any(set(ref.attrib) - {"idref", "linear"} for ref in spine):
            yield "the spine", "there is what no book says of a document"


def _plain(data: bytes) -> Iterator[str]:
    """Yield what stands in XML that no writer of the press writes."""
    if b"<!--" in data or b"<![CDATA[" in data:
        yield "there is a comment, or text that is no XML"
    if data.count(b"<?") != 1 or b"<!DOCTYPE" in data:
        yield "there is an instruction or a declaration of a type"


def _document(data: bytes, urls: frozenset[str], *, web: bool) -> Iterator[str]:
    """Yield what is strange in a document."""
    declared = data.startswith(b"<?xml ")
    if not _framed(data) or data.count(b"<!") != 1 or data.count(b"<?") != declared:
        yield "there is a comment, an instruction or a type that the press never writes"
    root = ElementTree.fromstring(data)
    yield from _element(root, web, outside=True)
    yield from _heads(root)
    for element in root.iter():
        address = element.get("href", "")
        if _named(element.tag) == "a" and not re.fullmatch(INSIDE, address) and address not in urls:
            yield f"a link leads to {shown(address)}"


def _heads(root: ElementTree.Element) -> Iterator[str]:
    """Demand of each head that stands again before a cell that it stands over a column."""
    for table in (e for e in root.iter() if _named(e.tag) == "table"):
        heads = {_words(e) for e in table.iter() if _named(e.tag) == "th"}
        for cell in table.iter():
            if cell.get("data-apparatus") == "head" and not _made_of(_words(cell), heads):
                yield f"a cell is called {shown(_words(cell))}, as no column is"


def _made_of(text: str, heads: set[str]) -> bool:
    """Tell a text that is one head of a column behind the other."""
    ways = {0}
    for at in range(len(text)):
        if at in ways:
            ways |= {at + len(head) for head in heads if head and text.startswith(head, at)}
    return len(text) in ways


def _words(element: ElementTree.Element) -> str:
    """Return the text of an element without what is apparatus in it."""
    inner = [child for child in element.iter() if child is not element]
    ours = [child for child in inner if child.get("data-apparatus") is not None]
    apart = "".join("".join(child.itertext()) for child in ours)
    text = "".join(element.itertext())
    return text.replace(apart, "", 1) if apart else text


def _named(name: str) -> str:
    for namespace, prefix in _PREFIXES.items():
        if name.startswith(namespace):
            return prefix + name.removeprefix(namespace)
    return name


def _element(element: ElementTree.Element, web: bool, *, outside: bool) -> Iterator[str]:
    """Yield what is strange in an element; ``outside`` is it when no paragraph holds it."""
    name = _named(element.tag)
    if name.startswith("math:"):
        if name.removeprefix("math:") not in MATHML:
            yield f"there is a formula with {shown(name)}"
        for key in element.attrib:
            if "href" in key or key in ("style", "mathcolor", "mathbackground", "mathsize", "src"):
                yield f"a formula has a {shown(key)}"
    elif name not in ELEMENTS or (not web and name in WEB_ONLY):
        yield f"there is an element {shown(name)}, which no document has"
        return
    else:
        yield from _attributes(element, name, web)
        yield from _apparatus(element, name, outside)
        if name == "style":
            yield from (strange_page_sheet if web else strange_sheet)(element.text or "")
    yield from _held(element, name)
    for child in element:
        yield from _element(child, web, outside=outside and name not in _BLOCKS)


def _framed(data: bytes) -> bool:
    """Say whether a document begins and ends as those of the press do."""
    return (
        _HEAD.match(data) is not None and _TAIL.fullmatch(data[data.rfind(b"</html") :]) is not None
    )


def _held(element: ElementTree.Element, name: str) -> Iterator[str]:
    """Yield what stands in an element that holds nothing, or no such thing."""
    if name in ("wbr", "img", "link", "meta", "input") and (len(element) or element.text):
        yield f"an element {name} holds something"
    if name == "rp" and (element.text or "") not in ("（", "）", "(", ")", ""):
        yield f"a bracket of a reading says {shown(element.text or '')}"


def _attributes(element: ElementTree.Element, name: str, web: bool) -> Iterator[str]:
    own = ELEMENTS[name]
    for key, value in element.attrib.items():
        key = _named(key)
        if key == "data-apparatus":
            continue
        if web and name == "meta" and element.get("http-equiv") == _POLICY:
            continue
        if name == "meta" and key in ("name", "content"):
            if not (web and element.get("name") in (*_META, "referrer")):
                yield f"there is a meta {shown(element.get('name', ''))}"
            continue
        yield from _attribute(name, key, value, own.get(key) or COMMON.get(key))
    if name == "nav" and element.get("hidden") and element.get("class") != "unseen":
        yield "a list is hidden that readers do not show elsewhere"


def _attribute(name: str, key: str, value: str, pattern: str | None) -> Iterator[str]:
    if pattern is None:
        yield f"an element {name} has a {shown(key)}, which none has"
    elif not re.fullmatch(pattern, value):
        yield f"an element {name} has the {key} {shown(value)}"


def _apparatus(element: ElementTree.Element, name: str, outside: bool) -> Iterator[str]:
    """Compare what is marked as apparatus with the parts that are."""
    part = element.get("data-apparatus")
    if part is None:
        return
    text = "".join(element.itertext()).strip()
    if outside and name not in ("span", "a", "sup"):
        if part not in BLOCK_APPARATUS or (part == "number" and not re.fullmatch(r"[\d.]*", text)):
            yield f"there is a part of apparatus “{part[:20]}” that no document has"
        return
    holders, says = INLINE_APPARATUS.get(part, ("", ""))
    if name not in holders.split() or not re.fullmatch(says, text):
        yield f"{shown(text)} is marked as apparatus in the middle of the text"
    label = element.get("aria-label", "")
    number = text.strip(".")
    if part == "number" and label and not re.fullmatch(rf"\D*{re.escape(number)}\D*", label):
        yield f"the number {text} is told as {shown(label)}"
