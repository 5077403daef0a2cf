"""Reads the canonical text back from a tagged PDF: glyphs, ToUnicode maps and structure tree.

The PDF is read by qpdf (pikepdf), the maps by pdfminer. ActualText and Alt are never looked at;
what counts is which glyph a page shows and which character the font's map gives it. A second
witness, the outline of each glyph, is compared with the outline that the same character has in the
project's own font, so that a map that lies in step with the glyphs is found too.

Canonical text are the blocks (H1-H6, P) below an Art, without what is tagged Lbl, Reference, Note
or Caption. Everything else on a page must be tagged too or be an artifact.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

from zhengben.proof.extraction import Block, Extraction
from zhengben.proof.outlines import OutlineWitness

BLOCKS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6", "P"})
APPARATUS = frozenset({"Lbl", "Reference", "Note", "Caption", "Sect"})
_UNTAGGED = -1


class _Font:
    """A font of the page: what each of its two-byte codes means, asked of map and outline."""

    def __init__(self, dictionary: Any, witness: OutlineWitness) -> None:
        self._witness = witness
        self._name = str(dictionary.get("/BaseFont", "")).partition("+")[2]
        self._file: bytes | None = None
        self._known: dict[int, tuple[str, str]] = {}
        self._map: Any = FileUnicodeMap()
        if "/ToUnicode" in dictionary:
            CMapParser(self._map, io.BytesIO(dictionary.ToUnicode.read_bytes())).run()
        if "/DescendantFonts" in dictionary and dictionary.get("/Encoding") == "/Identity-H":
            descriptor = dictionary.DescendantFonts[0].FontDescriptor
            for key in ("/FontFile3", "/FontFile2"):
                if key in descriptor:
                    self._file = descriptor[key].read_bytes()

    def read(self, code: int) -> tuple[str, str]:
        """Return the character of a code and what speaks against it, if anything."""
        if code not in self._known:
            self._known[code] = self._read(code)
        return self._known[code]

    def _read(self, code: int) -> tuple[str, str]:
        character = self._map.cid2unichr.get(code, "")
        bad = not character or any(
            c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in character
        )
        if bad:
            return "\ufffd", f"glyph {code} has no Unicode value"
        if self._file is None:
            return character, "a font is not embedded, or its codes are not its glyphs"
        return character, self._witness.ask(self._name, self._file, code, character)


class _Reader:
    """Collects the characters of each marked-content sequence of each page."""

    def __init__(self, witness: OutlineWitness) -> None:
        self._witness = witness
        self._fonts: dict[tuple[int, int], _Font] = {}
        self.content: dict[tuple[int, int], list[str]] = {}
        self.faults: list[str] = []

    def read(self, page: pikepdf.Page, number: int) -> None:
        """Read the content stream of a page, counted from 0."""
        where = f"page {number + 1}"
        fonts: Any = page.resources.get("/Font", pikepdf.Dictionary())
        font: _Font | None = None
        # the MCID, or None for an artifact, of each open marked-content sequence
        opened: list[int | None] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands, verb = instruction.operands, str(instruction.operator)
            if verb in ("BDC", "BMC"):
                opened.append(self._open(operands, number, opened))
            elif verb == "EMC":
                if opened:
                    opened.pop()
                else:
                    self.faults.append(f"{where}: a marked-content sequence ends unopened")
            elif verb == "Tf":
                font = self._font(fonts[str(operands[0])])
            elif verb in ("TJ", "Tj", "'", '"'):
                shown = operands[-1] if verb == "TJ" else [operands[-1]]
                mcid = opened[-1] if opened else _UNTAGGED
                text = list(self._decode(shown, font, where))
                if mcid == _UNTAGGED:
                    said = "".join(text)[:20]
                    self.faults.append(f"{where} shows “{said}” outside every tag and artifact")
                elif mcid is not None:
                    self.content[number, mcid].extend(text)
            elif verb == "Do":
                # our pages draw text in place; a form could show text that nobody reads here
                self.faults.append(f"{where} draws the object {operands[0]}, which is not read")

    def _open(self, operands: Any, number: int, opened: list[int | None]) -> int | None:
        if str(operands[0]) == "/Artifact":
            return None
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            mcid = int(properties.MCID)
            if (number, mcid) in self.content:
                self.faults.append(f"page {number + 1}: MCID {mcid} is used twice")
            self.content.setdefault((number, mcid), [])
            return mcid
        return opened[-1] if opened else _UNTAGGED

    def _font(self, dictionary: Any) -> _Font:
        key = dictionary.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = _Font(dictionary, self._witness)
        return self._fonts[key]

    def _decode(self, shown: Any, font: _Font | None, where: str) -> Iterator[str]:
        for part in shown:
            if not isinstance(part, pikepdf.String):
                continue
            data = bytes(part)
            for at in range(0, len(data), 2):
                code = int.from_bytes(data[at : at + 2], "big")
                character, fault = font.read(code) if font else ("\ufffd", "text without a font")
                if fault:
                    self.faults.append(f"{where}: {fault}")
                yield character


def extract_pdf(path: Path, references: Mapping[str, Path]) -> Extraction:
    """Read a finished PDF; ``references`` are the project's font files by embedded name."""
    try:
        with pikepdf.open(path) as pdf:
            return _extract(pdf, references)
    except pikepdf.PdfError as error:
        return Extraction((), (f"the PDF cannot be read: {error}",))


def _extract(pdf: pikepdf.Pdf, references: Mapping[str, Path]) -> Extraction:
    reader = _Reader(OutlineWitness(references))
    pages: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pdf.pages):
        pages[page.obj.objgen] = number
        reader.read(page, number)
    if "/StructTreeRoot" not in pdf.Root:
        return Extraction((), ("the PDF has no structure tree",))
    walker = _Walker(reader.content, pages)
    for kid in _kids(pdf.Root.StructTreeRoot):
        walker.walk(kid, canonical=False, page=None)
    faults = [*reader.faults, *walker.faults]
    for page_number, mcid in sorted(reader.content.keys() - walker.seen):
        text = "".join(reader.content[page_number, mcid])
        faults.append(f"page {page_number + 1} shows “{text[:20]}” outside the structure tree")
    return Extraction(tuple(walker.blocks), tuple(faults))


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


class _Walker:
    """Walks the structure tree in reading order."""

    def __init__(
        self, content: dict[tuple[int, int], list[str]], pages: dict[tuple[int, int], int]
    ) -> None:
        self.content, self.pages = content, pages
        self.blocks: list[Block] = []
        self.faults: list[str] = []
        self.seen: set[tuple[int, int]] = set()
        self.ids: set[str] = set()
        self.text: list[str] | None = None

    def walk(self, element: Any, canonical: bool, page: int | None) -> None:
        """Visit a structure element, a marked-content reference or an MCID."""
        if isinstance(element, int):
            self._content(element, page, canonical)
            return
        if not isinstance(element, pikepdf.Dictionary):
            return
        if "/Pg" in element:
            page = self.pages.get(element.Pg.objgen)
        if "/S" not in element:
            if "/MCID" in element:
                self._content(int(element.MCID), page, canonical)
            return
        kind = str(element.S)[1:]
        inside = (canonical or kind == "Art") and kind not in APPARATUS
        outer = self.text
        opens = inside and kind in BLOCKS and outer is None
        if opens:
            self.text = []
        elif not inside:
            self.text = None
        for kid in _kids(element):
            self.walk(kid, inside, page)
        if opens:
            self._close(str(element.get("/ID", "")))
        self.text = outer

    def _close(self, anchor: str) -> None:
        if anchor in self.ids:
            self.faults.append(f"two blocks bear the id “{anchor}”")
        self.ids.add(anchor)
        self.blocks.append(Block(anchor, "".join(self.text or ())))

    def _content(self, mcid: int, page: int | None, canonical: bool) -> None:
        key = (-1 if page is None else page, mcid)
        if key not in self.content:
            self.faults.append(f"the structure tree names MCID {mcid}, which no page has")
            return
        if key in self.seen:
            self.faults.append(f"page {key[0] + 1}: MCID {mcid} stands twice in the tree")
        self.seen.add(key)
        if self.text is not None:
            self.text.extend(self.content[key])
        elif canonical and "".join(self.content[key]).strip():
            text = "".join(self.content[key])
            self.faults.append(f"“{text[:20]}” stands in the document but in no paragraph")
