"""Reads the canonical text back from a tagged PDF: glyphs, ToUnicode maps and structure tree.

The PDF is read by pdfminer. ActualText and Alt are never looked at; what counts is which glyph a
page shows and which character the font's map gives it. A second witness, the outline of each glyph,
is compared with the outline that the same character has in the project's own font, so that a map
that lies in step with the glyphs is found too.

Canonical text are the blocks (H1-H6, P) below an Art, without what is tagged Lbl, Reference, Note
or Caption. Everything else on a page must be tagged too or be an artifact.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFCIDFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from zhengben.proof.extraction import Block, Extraction
from zhengben.proof.outlines import OutlineWitness

BLOCKS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6", "P"})
# pdfminer would weigh a debug message for each token of each page
for _name in ("psparser", "pdfinterp", "pdfdocument"):
    logging.getLogger(f"pdfminer.{_name}").disabled = True
APPARATUS = frozenset({"Lbl", "Reference", "Note", "Caption", "Sect"})
_UNTAGGED = -1


class _Reader(PDFDevice):
    """Collects the characters of each marked-content sequence of each page."""

    def __init__(self, manager: PDFResourceManager, witness: OutlineWitness) -> None:
        super().__init__(manager)
        self.witness = witness
        self.page = 0
        self.content: dict[tuple[int, int], list[str]] = {}
        self.faults: list[str] = []
        # the MCID, or None for an artifact, of each open marked-content sequence
        self.open: list[int | None] = []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        properties = resolve1(props) if props is not None else None
        if literal_name(tag) == "Artifact":
            self.open.append(None)
        elif isinstance(properties, dict) and "MCID" in properties:
            mcid = int(resolve1(properties["MCID"]))
            if (self.page, mcid) in self.content:
                self.faults.append(f"page {self.page + 1}: MCID {mcid} is used twice")
            self.content.setdefault((self.page, mcid), [])
            self.open.append(mcid)
        else:
            self.open.append(self.open[-1] if self.open else _UNTAGGED)

    def end_tag(self) -> None:
        if self.open:
            self.open.pop()
        else:
            self.faults.append(f"page {self.page + 1}: a marked-content sequence ends unopened")

    def do_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Ignore marked-content points: they hold nothing."""

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        mcid = self.open[-1] if self.open else _UNTAGGED
        text: list[str] = []
        for part in seq:
            if isinstance(part, bytes):
                text.extend(self._decode(textstate.font, part))
        if mcid == _UNTAGGED:
            shown = "".join(text)
            self.faults.append(
                f"page {self.page + 1} shows “{shown[:20]}” outside every tag and artifact"
            )
        elif mcid is not None:
            self.content[self.page, mcid].extend(text)

    def _decode(self, font: Any, data: bytes) -> Iterator[str]:
        for cid in font.decode(data):
            try:
                character = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                character = ""
            bad = not character or any(
                c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in character
            )
            if bad:
                self.faults.append(f"page {self.page + 1}: glyph {cid} has no Unicode value")
                character = "\ufffd"
            elif isinstance(font, PDFCIDFont) and (fault := self.witness.ask(font, cid, character)):
                self.faults.append(f"page {self.page + 1}: {fault}")
            yield character


def extract_pdf(path: Path, references: Mapping[str, Path]) -> Extraction:
    """Read a finished PDF; ``references`` are the project's font files by embedded name."""
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        manager = PDFResourceManager()
        reader = _Reader(manager, OutlineWitness(references))
        interpreter = PDFPageInterpreter(manager, reader)
        pages: dict[int, int] = {}
        for number, page in enumerate(PDFPage.create_pages(document)):
            pages[int(str(page.pageid))] = number
            reader.page, reader.open = number, []
            interpreter.process_page(page)
        tree = resolve1(document.catalog.get("StructTreeRoot"))
        if not isinstance(tree, dict):
            return Extraction((), ("the PDF has no structure tree",))
        walker = _Walker(reader.content, pages)
        for kid in _kids(tree):
            walker.walk(kid, canonical=False, page=None)
        faults = [*reader.faults, *walker.faults]
        for page_number, mcid in sorted(reader.content.keys() - walker.seen):
            text = "".join(reader.content[page_number, mcid])
            faults.append(f"page {page_number + 1} shows “{text[:20]}” outside the structure tree")
        return Extraction(tuple(walker.blocks), tuple(faults))


def _kids(element: dict[str, Any]) -> list[Any]:
    kids = resolve1(element.get("K"))
    if kids is None:
        return []
    return kids if isinstance(kids, list) else [kids]


class _Walker:
    """Walks the structure tree in reading order."""

    def __init__(self, content: dict[tuple[int, int], list[str]], pages: dict[int, int]) -> None:
        self.content, self.pages = content, pages
        self.blocks: list[Block] = []
        self.faults: list[str] = []
        self.seen: set[tuple[int, int]] = set()
        self.ids: set[str] = set()
        self.text: list[str] | None = None

    def walk(self, node: Any, canonical: bool, page: int | None) -> None:
        """Visit an element, a marked-content reference or an MCID."""
        element = resolve1(node)
        if isinstance(element, int):
            self._content(element, page)
            return
        if not isinstance(element, dict):
            return
        reference = element.get("Pg")
        if isinstance(reference, PDFObjRef):
            page = self.pages.get(reference.objid)
        if "MCID" in element and "S" not in element:
            self._content(int(resolve1(element["MCID"])), page, canonical)
            return
        if "S" not in element:
            return
        kind = literal_name(resolve1(element["S"]))
        inside = (canonical or kind == "Art") and kind not in APPARATUS
        opens = inside and kind in BLOCKS and self.text is None
        outer = self.text
        if opens:
            self.text = []
        elif not inside:
            self.text = None
        for kid in _kids(element):
            if isinstance(resolve1(kid), int):
                self._content(int(resolve1(kid)), page, inside)
            else:
                self.walk(kid, inside, page)
        if opens:
            name = resolve1(element.get("ID"))
            anchor = name.decode("latin-1") if isinstance(name, bytes) else ""
            if anchor in self.ids:
                self.faults.append(f"two blocks bear the id “{anchor}”")
            self.ids.add(anchor)
            self.blocks.append(Block(anchor, "".join(self.text or ())))
        self.text = outer

    def _content(self, mcid: int, page: int | None, canonical: bool = False) -> None:
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
