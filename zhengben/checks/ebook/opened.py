"""A finished e-book opened for its checks: package, documents, places in the text."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

NS = {
    "o": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# code of the check, place in the book, sentence
Found = tuple[str, str, str]
# what zipfile and lxml raise for a file that is no book
UNREADABLE = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    UnicodeDecodeError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
)
# no entity is resolved and nothing is fetched, whatever a book says
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements that an XPath finds."""
    return cast(list[etree._Element], root.xpath(path, namespaces=NS))


def strings(root: etree._Element, path: str) -> list[str]:
    """Return the attributes or texts that an XPath finds."""
    return [str(found) for found in cast(list[str], root.xpath(path, namespaces=NS))]


def source_of(element: etree._Element) -> str:
    """Return where an entry of the NCX leads to."""
    content = element.find("n:content", NS)
    return str(content.get("src")) if content is not None else ""


class NoBookError(Exception):
    """The file is no EPUB; the message says why."""


class Opened(Struct, frozen=True, dict=True):
    """A book with its parts parsed once; names are those of the zip."""

    archive: zipfile.ZipFile
    size: int

    @classmethod
    def open(cls, path: Path) -> Opened:
        """Open a book and parse all of it; may raise NoBookError."""
        try:
            book = cls(zipfile.ZipFile(path), path.stat().st_size)
            _ = book.documents, book.nav
        except UNREADABLE as error:
            raise NoBookError(str(error)) from None
        return book

    def read(self, name: str) -> bytes:
        """Return a file of the book."""
        return self.archive.read(name)

    def parse(self, name: str) -> etree._Element:
        """Parse an XML file of the book."""
        return etree.fromstring(self.read(name), _PARSER)

    @cached_property
    def package_name(self) -> str:
        """Return the name of the package document."""
        root = self.parse("META-INF/container.xml").find(".//c:rootfile", NS)
        if root is None:
            raise NoBookError("its container names no package")
        return str(root.get("full-path"))

    @cached_property
    def package(self) -> etree._Element:
        """Return the package document."""
        return self.parse(self.package_name)

    def resolve(self, base: str, href: str) -> str:
        """Return the address, name and fragment, that a link in a file leads to."""
        target, mark, fragment = href.partition("#")
        folder = posixpath.dirname(base)
        name = posixpath.normpath(posixpath.join(folder, unquote(target))) if target else base
        return name + mark + fragment

    @cached_property
    def items(self) -> dict[str, etree._Element]:
        """Return the items of the manifest by identifier."""
        return {str(item.get("id")): item for item in self.package.iterfind(".//o:item", NS)}

    def item_name(self, item: etree._Element) -> str:
        """Return the name of an item's file."""
        return self.resolve(self.package_name, str(item.get("href")))

    def with_property(self, name: str) -> etree._Element | None:
        """Return the item that has a property."""
        items = self.items.values()
        return next((i for i in items if name in str(i.get("properties")).split()), None)

    def with_type(self, media_type: str) -> etree._Element | None:
        """Return the first item of a media type."""
        items = self.items.values()
        return next((i for i in items if i.get("media-type") == media_type), None)

    @cached_property
    def documents(self) -> dict[str, etree._Element]:
        """Return the documents of the spine, in reading order."""
        refs = self.package.iterfind(".//o:itemref", NS)
        names = [self.item_name(self.items[str(ref.get("idref"))]) for ref in refs]
        return {name: self.parse(name) for name in names}

    @cached_property
    def nav_name(self) -> str:
        """Return the name of the navigation document."""
        item = self.with_property("nav")
        if item is None:
            raise NoBookError("it has no contents")
        return self.item_name(item)

    @cached_property
    def nav(self) -> etree._Element:
        """Return the navigation document, which may stand in the spine or not."""
        return self.parse(self.nav_name)

    def nav_links(self, kind: str) -> list[tuple[str, str, str]]:
        """Return epub:type, address and words of each link in a nav of the contents."""
        links = elements(self.nav, f"//h:nav[@e:type='{kind}']//h:a")
        return [
            (
                link.get(f"{{{NS['e']}}}type") or "",
                self.resolve(self.nav_name, str(link.get("href"))),
                "".join(strings(link, ".//text()")),
            )
            for link in links
        ]

    @cached_property
    def ncx(self) -> tuple[str, etree._Element] | None:
        """Return name and root of the NCX, which EPUB 2 readers take for contents."""
        item = self.with_type("application/x-dtbncx+xml")
        return (
            (self.item_name(item), self.parse(self.item_name(item))) if item is not None else None
        )

    def of_type(self, kind: str) -> list[tuple[str, etree._Element]]:
        """Return the elements of an epub:type in reading order, each with its document."""
        path = f"//*[contains(concat(' ', @e:type, ' '), ' {kind} ')]"
        return [(d, e) for d, r in self.documents.items() for e in elements(r, path)]

    @cached_property
    def sheet(self) -> str:
        """Return the text of all style sheets."""
        items = [i for i in self.items.values() if i.get("media-type") == "text/css"]
        return "\n".join(self.read(self.item_name(item)).decode() for item in items)

    def properties(self, name: str) -> list[str]:
        """Return the values of a ``meta`` property of the package."""
        found = self.package.iterfind(".//o:meta", NS)
        return [(m.text or "").strip() for m in found if m.get("property") == name]

    def positions(self, lines: Collection[str]) -> dict[str, tuple[str, int] | None]:
        """Return where each anchor stands in the canonical text, by its address.

        That is a line of ``lines`` and how many of its characters stand before; None is behind
        the whole text.
        """
        return dict(_Positions(self, lines).walk())


class _Positions:
    """A walk through all documents that counts canonical characters."""

    def __init__(self, book: Opened, lines: Collection[str]) -> None:
        self.book, self.lines = book, lines
        self.line, self.count = "", 0
        self.waiting: list[str] = []

    def walk(self) -> Iterator[tuple[str, tuple[str, int] | None]]:
        for name, root in self.book.documents.items():
            if name != self.book.nav_name:
                yield from self._element(name, root, False)
        yield from ((address, None) for address in self.waiting)

    def _element(
        self, name: str, element: etree._Element, apart: bool
    ) -> Iterator[tuple[str, tuple[str, int] | None]]:
        if not isinstance(element.tag, str):
            return
        anchor = element.get("id")
        apart = apart or element.get("data-apparatus") is not None
        opens = anchor in self.lines and not apart
        if opens:
            self.line, self.count = str(anchor), 0
            yield from ((address, (self.line, 0)) for address in self.waiting)
            self.waiting = []
        if anchor and self.line:
            yield f"{name}#{anchor}", (self.line, self.count)
        elif anchor:
            self.waiting.append(f"{name}#{anchor}")
        local = etree.QName(element).localname
        if local in ("img", "math"):
            # one character of the text, whatever it shows
            self._count(" ", apart)
            return
        # a reading and the author's label of a call are no characters of the text
        apart = apart or local in ("rt", "rp") or element.get("class") == "author-call"
        self._count(element.text, apart)
        for child in element:
            yield from self._element(name, child, apart)
            self._count(child.tail, apart)
        if opens:
            self.line = ""

    def _count(self, text: str | None, apart: bool) -> None:
        if self.line and not apart:
            self.count += len(text or "")
