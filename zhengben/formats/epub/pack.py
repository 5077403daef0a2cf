"""Packs the files of a book through EbookLib, to the same bytes every time.

EbookLib writes the package document; pages, contents and NCX are handed to it finished, since it
would parse and re-serialise those it knows the type of. What it writes of its own accord (a random
identifier, its own name, the hour of the clock, an undeclared language) is replaced here.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from ebooklib import epub
from msgspec import Struct

from zhengben.formats.epub.book import Book
from zhengben.formats.epub.metadata import MetadataElement

MIMETYPE = b"application/epub+zip"

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The first moment a zip entry can tell.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16
# These are compressed already.
_STORED = (".png", ".jpg")


class PackageFile(Struct, frozen=True):
    """A file of the book; ``id`` and ``properties`` are those of its manifest item."""

    id: str
    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()


def pack(
    book: Book, metadata: tuple[MetadataElement, ...], files: tuple[PackageFile, ...]
) -> bytes:
    """Return an EPUB of ``files``, whose spine is the book's pages."""
    package = epub.EpubBook()
    # drops the random identifier and EbookLib's name
    package.metadata.clear()
    package.set_identifier(book.identifier)
    package.set_direction("rtl" if book.edition.vertical else "ltr")
    for entry in metadata:
        namespace = "DC" if entry.dc else None
        package.add_metadata(namespace, entry.name, entry.value or None, entry.attributes)
    for file in files:
        item = epub.EpubItem(file.id, file.name, file.media_type, file.content)
        item.properties = file.properties
        package.add_item(item)
    # Kindle, and calibre for it, look here for contents and make their own where there are none
    package.guide = [
        {"type": "toc", "title": book.words.contents, "href": "contents.xhtml"},
        {"type": "text", "title": book.words.text, "href": "text-01.xhtml"},
    ]
    package.spine = [page.name for page in book.pages]
    writer = _Writer(package, book)
    writer.write()
    return _zip(writer.entries)


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib carries no types
    """EbookLib's writer, made to collect entries in memory and to say what its options cannot."""

    def __init__(self, package: epub.EpubBook, book: Book) -> None:
        super().__init__("", package, {"mtime": book.modified, "epub2_guide": True})
        self.language = book.declaration.script
        self.entries: dict[str, bytes] = {}

    def write(self) -> None:
        """Collect the entries; nothing is written to disk."""
        # the name EbookLib writes its entries to
        self.out = self
        self._write_container()
        self._write_opf()
        self._write_items()

    def writestr(self, name: str, content: str | bytes) -> None:
        """Take an entry in the place of a ZipFile."""
        self.entries[name] = content.encode() if isinstance(content, str) else content

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.language)
        # rendition is a reserved prefix; EbookLib declares it whether or not it is used
        root.attrib.pop("prefix")
        super()._write_opf_file(root)


def _zip(entries: dict[str, bytes]) -> bytes:
    """Write a zip archive that depends on its entries alone, with the mimetype first and stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {"mimetype": MIMETYPE, **entries}.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _READABLE
            stored = name == "mimetype" or name.endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=6)
    return out.getvalue()
