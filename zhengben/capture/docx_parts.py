"""Opens a Word file and parses what of it is read; a damaged or hostile one is refused."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib

from lxml import etree

from zhengben.capture.base import CaptureError
from zhengben.capture.objects import MOST_PICTURE

_MOST_XML = 64_000_000
_RELATIONS = "word/_rels/document.xml.rels"
_MOST_MARKS = 2_000_000
# whatever a damaged archive makes a library raise
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
            NotImplementedError, struct.error, ValueError, IndexError)  # fmt: skip


def parts_of(data: bytes) -> dict[str, etree._Element]:
    """Return the parts of a Word file that are read, by name; CaptureError for any other file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise CaptureError("is no Word file (.docx); save it as one.")
        parts = {name: _part(archive, name) for name in sorted(names)
                 if re.fullmatch(r"word/[\w-]+\.xml", name) and _is_read(name)}  # fmt: skip
    except zipfile.BadZipFile:
        raise CaptureError("is no Word file (.docx), or damaged; save it again as one.") from None
    except CaptureError:
        raise
    except _DAMAGED:
        raise CaptureError(
            "is damaged or locked with a password; open it in Word and save it again as .docx."
        ) from None
    return parts


class Media:
    """The pictures that the body of a Word file embeds, by the identifier of their relation."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.targets = dict[str, str]()
        if _RELATIONS in self.archive.namelist():
            try:
                relations = _part(self.archive, _RELATIONS)
            except _DAMAGED:
                # the text is read without them, and its pictures are asked about
                return
            for relation in relations:
                if relation.get("TargetMode") != "External":
                    target = posixpath.join("/word", relation.get("Target") or "")
                    self.targets[relation.get("Id") or ""] = posixpath.normpath(target).lstrip("/")

    def read(self, identifier: str) -> bytes:
        """Return the bytes of a picture; none where it is missing, damaged, or too large."""
        try:
            with self.archive.open(self.targets[identifier]) as stream:
                data = stream.read(MOST_PICTURE + 1)
        except (KeyError, *_DAMAGED):
            return b""
        return data if len(data) <= MOST_PICTURE else b""


def _is_read(name: str) -> bool:
    base = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return base in ("document", "numbering", "styles", "header", "footer", "footnotes", "endnotes",
                    "comments")  # fmt: skip


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse a part of the file; entities and the network are off, its size is bounded."""
    with archive.open(name) as stream:
        xml = stream.read(_MOST_XML + 1)
    if len(xml) > _MOST_XML:
        raise CaptureError("unpacks to more than 64 MB; save the text by itself.")
    if xml.count(b"<") > _MOST_MARKS:
        raise CaptureError(
            f"has more than {_MOST_MARKS} marks of elements; save the text by itself."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise CaptureError(f"is damaged ({name} is no XML); save it again from Word.") from None
