"""Opens a Word file and parses what of it is read; a damaged or hostile one is refused."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib

from lxml import etree

from zhengben.capture.base import CaptureError
from zhengben.document.regex import regex

MAIN = "word/document.xml"
# of all parts together; the document of a long law has 5 MB and 100,000 elements
_MOST_XML = 32_000_000
_MOST_MARKS = 400_000
# whatever a damaged archive makes a library raise
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
           NotImplementedError, struct.error, ValueError, IndexError, KeyError, OverflowError,
           MemoryError)  # fmt: skip
_READ = regex(
    r"word/(?:document|numbering|styles|settings|header|footer|footnotes|endnotes|comments|"
    r"diagrams/data|charts/chart)\d*\.xml"
)
# what holds settings, or what another part shows where it belongs
_SILENT = regex(
    r"word/(?:_rels/.*|theme/.*|media/.*|fonts/.*|glossary/.*|embeddings/.*|.*/_rels/.*|"
    r"(?:webSettings|fontTable|people|stylesWithEffects|commentsExtended|commentsIds|"
    r"commentsExtensible|customizations|vbaData|vbaProject|printerSettings/.*)[\w.]*|"
    r"diagrams/(?:colors|drawing|layout|quickStyle)\d*\.xml|charts/(?:colors|style)\d*\.xml)"
)
# the same elements have other names in files that keep to the standard strictly (ECMA-376, part 1)
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math",
     b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip


def parts_of(data: bytes) -> tuple[dict[str, etree._Element], list[str]]:
    """Return the parts of a Word file that are read, by name, and the names of unknown ones.

    Raises CaptureError for any other file.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = sorted(set(archive.namelist()))
        # some programs number the part that holds the text
        main = next((n for n in names if re.fullmatch(r"word/document\d*\.xml", n)), "")
        if not main:
            raise CaptureError("is no Word file (.docx); save it as one.")
        parts = _parsed(archive, [n for n in names if _READ.fullmatch(n)])
        parts[MAIN] = parts.pop(main)
    except zipfile.BadZipFile:
        raise CaptureError("is no Word file (.docx), or damaged; save it again as one.") from None
    except CaptureError:
        raise
    except DAMAGED:
        raise CaptureError(
            "is damaged or locked with a password; open it in Word and save it again as .docx."
        ) from None
    unknown = [name for name in names if name.startswith("word/") and not name.endswith("/")
               and not _READ.fullmatch(name) and not _SILENT.fullmatch(name)]  # fmt: skip
    return parts, unknown


def _parsed(archive: zipfile.ZipFile, names: list[str]) -> dict[str, etree._Element]:
    """Parse parts of the file within the bounds for all of them together."""
    parts, size, marks = dict[str, etree._Element](), 0, 0
    for name in names:
        with archive.open(name) as stream:
            xml = stream.read(_MOST_XML - size + 1)
        size, marks = size + len(xml), marks + xml.count(b"<")
        if size > _MOST_XML:
            raise CaptureError(
                f"unpacks to more than {_MOST_XML // 1_000_000} MB; save the text by itself."
            )
        if marks > _MOST_MARKS:
            raise CaptureError(
                f"has more than {_MOST_MARKS} marks of elements; save the text by itself."
            )
        parts[name] = part_of(xml, name)
    return parts


def part_of(xml: bytes, name: str) -> etree._Element:
    """Parse a part of the file; entities and the network are off."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise CaptureError(f"declares entities ({name}), as no Word file does; save it again.")
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise CaptureError(f"is damaged ({name} is no XML); save it again from Word.") from None
