"""Reads the canonical text back from an EPUB: its spine in order, without marked apparatus."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from zhengben.proof.extraction import Block, Extraction

BLOCKS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li", "td", "th", "dt", "dd", "caption"),
        *("figcaption", "blockquote", "pre", "section", "article", "body", "main", "header"),
        *("footer", "table", "tr", "tbody", "thead", "ol", "ul", "dl", "figure", "aside", "nav"),
    )
)
# a book of text is small; what unpacks to more than this is no book of ours
_MOST_BYTES = 64 * 1024 * 1024
_NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
}


def extract_epub(path: Path) -> Extraction:
    """Read a finished book."""
    try:
        with zipfile.ZipFile(path) as book:
            if sum(entry.file_size for entry in book.infolist()) > _MOST_BYTES:
                return Extraction((), ("the book unpacks to more than 64 MiB",))
            return _read(book)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, StopIteration) as error:
        return Extraction((), (f"the book cannot be read: {error}",))


def _parse(book: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(book.read(name), parser)


def _read(book: zipfile.ZipFile) -> Extraction:
    container = _parse(book, "META-INF/container.xml")
    package_name = str(next(container.iterfind(".//c:rootfile", _NS)).get("full-path"))
    package = _parse(book, package_name)
    base = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iterfind(".//o:item", _NS)}
    blocks, faults, ids = list[Block](), list[str](), set[str]()
    for reference in package.iterfind(".//o:itemref", _NS):
        item = items[reference.get("idref")]
        if "nav" in str(item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(base, unquote(str(item.get("href")))))
        body = _parse(book, name).find("{*}body")
        if body is not None:
            _walk(body, blocks)
    for block in blocks:
        if block.id in ids:
            faults.append(f"two blocks bear the id “{block.id}”")
        ids.add(block.id)
    return Extraction(tuple(blocks), tuple(faults))


def _walk(element: etree._Element, blocks: list[Block]) -> None:
    """Add the blocks below an element: each stretch of text between block boundaries is one."""
    runs: list[str] = []

    def flush() -> None:
        text = "".join(runs)
        runs.clear()
        if text.strip():
            blocks.append(Block(str(element.get("id") or ""), text))

    def visit(node: etree._Element) -> None:
        runs.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str) and child.get("data-apparatus") is None:
                if etree.QName(child).localname in BLOCKS:
                    flush()
                    _walk(child, blocks)
                else:
                    visit(child)
            runs.append(child.tail or "")

    if element.get("data-apparatus") is None:
        visit(element)
        flush()
