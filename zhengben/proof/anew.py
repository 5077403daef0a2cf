"""Compares a file with the one that the press makes of the same document.

Where their bytes are the same there is nothing to do. Else they are compared part by part, so that
a file which was packed anew, or compressed by another library, has nothing against it: a PDF object
by object, an archive file by file, a document of XML element by element.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any
from xml.etree import ElementTree

import pikepdf

from zhengben.proof.archives import strange_entries
from zhengben.proof.extraction import Fault, shown
from zhengben.proof.folding import folded
from zhengben.proof.glyphs import Measurer

# of one file, of which each may have many parts
_MOST_TOLD = 5
_MOST_BYTES = 192 * 1024 * 1024
_ARCHIVES = (".epub", ".docx")
_XML = (".xml", ".html", ".xhtml", ".opf", ".ncx", ".rels", ".svg")
# how a stream is kept, which is no part of what it says
_KEPT = ("/Length", "/Filter", "/DecodeParms")
_AROUND = 6
# what a file that is not as it should be makes pikepdf, zipfile and their users raise
_BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    ElementTree.ParseError,
    pikepdf.PdfError,
    zipfile.BadZipFile,
)


def unlike(made: bytes, found: bytes, suffix: str) -> Iterator[Fault]:
    """Yield a fault for each of the first parts of a file that are not as the press makes them."""
    if made == found:
        return
    try:
        told = list(_parts(made, found, suffix))
    except _BROKEN as error:
        told = [("file", f"The file cannot be compared with what the press makes: {error}.")]
    for place, sentence in told[:_MOST_TOLD]:
        yield Fault("unlike", place, sentence)
    more = len(told) - _MOST_TOLD
    if more > 0:
        yield Fault("unlike", "file", f"{more} more parts are not what the press makes.")


def _parts(made: bytes, found: bytes, suffix: str) -> Iterator[tuple[str, str]]:
    if suffix == ".pdf":
        yield from _pdf(made, found)
    elif suffix in _ARCHIVES:
        yield from _archive(made, found)
    elif suffix in _XML:
        yield from _xml("the document", made, found)
    else:
        yield "file", "The file is not what the press makes."


def _archive(made: bytes, found: bytes) -> Iterator[tuple[str, str]]:
    for name, told in strange_entries(found):
        yield name, f"In {name}, {told}."
    one, other = (_files(data) for data in (made, found))
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            yield name, f"The press writes {name}, which is not there."
        elif name not in one:
            yield name, f"There is {name}, which the press does not write."
        elif one[name] == other[name]:
            continue
        elif name.endswith(_XML):
            yield from _xml(name, one[name], other[name])
        else:
            yield name, f"{name} is not what the press writes."


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise ValueError("its files are too large")
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _xml(name: str, made: bytes, found: bytes) -> Iterator[tuple[str, str]]:
    """Yield the first place where two documents say, or are, something else."""
    if b"<!ENTITY" in found:
        yield name, f"In {name}, there is a declaration that the press never writes."
        return
    one, other = (_words(ElementTree.fromstring(data)) for data in (made, found))
    for wanted, had in zip_longest(one, other, fillvalue=""):
        if wanted != had:
            yield name, f"In {name}, {_compared(had, wanted)}."
            return
    # a comment, an instruction, a declaration, blanks behind the end: words for no reader of XML
    yield name, f"In {name}, the same words are written otherwise than the press writes them."


def _words(root: ElementTree.Element) -> Iterator[str]:
    """Yield names, attributes and texts of elements in order, each as a word of its own."""
    waiting: list[ElementTree.Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        yield f"<{item.tag}>"
        for key, value in sorted(item.attrib.items()):
            yield f"{key}={value}"
        yield item.text or ""
        waiting.append("</>")
        for child in reversed(item):
            waiting += (child.tail or "", child)


def _pdf(made: bytes, found: bytes) -> Iterator[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(made)) as one, pikepdf.open(io.BytesIO(found)) as other:
        words = [_pages(pdf) for pdf in (one, other)]
        alike = True
        for number, (wanted, had) in enumerate(zip_longest(*words, fillvalue=""), 1):
            if wanted != had:
                alike = False
                yield f"page {number}", f"On page {number}, {_compared(had, wanted)}."
        if alike:
            yield from _objects(one, other)


def _pages(pdf: pikepdf.Pdf) -> list[str]:
    """Return all that the glyphs of each page say, in the order in which they are drawn."""
    contents = Measurer(folded(pdf))
    for number, page in enumerate(pdf.pages, 1):
        contents.read_page(page, number)
    return ["".join(glyph.text for glyph in page.glyphs) for page in contents.pages]


def _objects(one: pikepdf.Pdf, other: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield the first object that is another, of files whose pages have the same words.

    Both are walked from the catalogue, since a file that was saved anew has other numbers.
    """
    # the second identifier is of the bytes, which are others in a file that was saved anew
    if bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0]):
        yield "file", "The identifier of the file is not what the press writes."
        return
    waiting: list[tuple[str, Any, Any]] = [("/Info", one.docinfo, other.docinfo)]
    waiting.append(("", one.Root, other.Root))
    met = set[tuple[tuple[int, int], tuple[int, int]]]()
    while waiting:
        path, wanted, had = waiting.pop()
        if type(wanted) is not type(had):
            yield "file", f"What stands at {path} is not what the press writes."
            return
        if not isinstance(wanted, pikepdf.Object):
            if wanted != had:
                yield "file", f"{shown(str(had), 60)} stands at {path}, not what the press writes."
                return
            continue
        pair = wanted.objgen, had.objgen
        if pair in met:
            continue
        if pair[0] != (0, 0):
            met.add(pair)
        if isinstance(wanted, pikepdf.Stream) and _data(wanted) != _data(had):
            yield "file", f"The stream at {path} is not what the press writes."
            return
        if not isinstance(wanted, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            if wanted != had:
                yield "file", f"{shown(str(had), 60)} stands at {path}, not what the press writes."
                return
            continue
        inside = _inside(wanted), _inside(had)
        if inside[0].keys() != inside[1].keys():
            strange = sorted(inside[0].keys() ^ inside[1].keys())[0]
            yield "file", f"{strange} stands at {path}, or is not there, as the press writes it."
            return
        waiting += [(f"{path}{key}", item, inside[1][key]) for key, item in inside[0].items()]


def _data(stream: pikepdf.Stream) -> bytes:
    """Return what a stream holds; that of a photograph (JPEG) is kept as it is."""
    if stream.get("/Filter") == "/DCTDecode":
        return bytes(stream.read_raw_bytes())
    return bytes(stream.read_bytes())


def _inside(item: Any) -> dict[str, Any]:
    """Return what an array, a dictionary or that of a stream holds."""
    if isinstance(item, pikepdf.Array):
        return {f"/{number}": each for number, each in enumerate(item.as_list())}
    # keys are a set, which has no order of its own
    return {key: item[key] for key in sorted(item.keys()) if key not in _KEPT}


def _compared(had: str, wanted: str) -> str:
    """Return what stands somewhere, and what should, from a little before where they part."""
    place = next(
        (n for n, (a, b) in enumerate(zip(had, wanted, strict=False)) if a != b),
        min(len(had), len(wanted)),
    )
    first = max(place - _AROUND, 0)
    return f"{shown(had[first:])} stands where the press writes {shown(wanted[first:])}"
