"""Makes small tagged PDFs by hand, as the press tags its own, for tests of what reads them."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from zhengben.design.faces import FACES

FACE = FACES["serif-tc"]
REFERENCES = {FACE.key: FACE.path}


@dataclass(frozen=True)
class Piece:
    """Some text on a page (from 0), marked as one content item; ``tag`` wraps it, as ``Lbl``.

    Behind it stands a ``hyphen`` that is no text.
    """

    text: str
    tag: str = ""
    page: int = 0
    hyphen: bool = False


@dataclass(frozen=True)
class Element:
    """A structure element: a block with its ``id``, or what holds others."""

    tag: str
    id: str = ""
    kids: Sequence[Element | Piece] = ()


@dataclass
class Factory:
    """Writes elements into a PDF; the fields say how the file departs from the plain form."""

    identity_charset: bool = True
    in_forms: bool = False
    named_properties: bool = False
    ranges: bool = False
    streams: dict[int, list[str]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def write(self, path: Path, elements: Sequence[Element]) -> Path:
        """Write a document of as many pages as the pieces name."""
        pieces = [piece for element in elements for piece in _pieces(element)]
        self.pdf = pikepdf.new()
        characters = frozenset("".join(p.text for p in pieces) + "頁首-")
        self.program, self.glyphs = font_program(characters, self.identity_charset)
        self.font = self._font()
        for number in range(1 + max(piece.page for piece in pieces)):
            self._page(number)
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._element(Element("Document", kids=elements), root)
        root.K = Array([document])
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        for number, page in enumerate(self.pdf.pages):
            page.Contents = self.pdf.make_stream("\n".join(self.streams[number]).encode())
        self.pdf.save(path)
        return path

    def codes(self, text: str) -> str:
        """Return a text as a hexadecimal string of glyph codes."""
        return "".join(f"{self.glyphs[c]:04x}" for c in text)

    def _page(self, number: int) -> None:
        page = self.pdf.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(
            Font=Dictionary(F1=self.font), Properties=Dictionary(), XObject=Dictionary()
        )
        head = f"BT /F1 9 Tf 60 800 Td <{self.codes('頁首')}> Tj ET"
        self.streams[number] = [f"/Artifact <</Type /Pagination>> BDC {head} EMC"]
        self.counts[number] = 0

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent)
        )
        if element.id:
            made.ID = String(element.id)
        made.K = Array([])
        for kid in element.kids:
            if isinstance(kid, Element):
                made.K.append(self._element(kid, made))
            elif kid.tag:
                made.K.append(
                    self._element(Element(kid.tag, kids=[Piece(kid.text, "", kid.page)]), made)
                )
            else:
                made.K.append(self._content(kid))
        return made

    def _content(self, piece: Piece) -> pikepdf.Object:
        """Show a piece and return the reference to it, always in the long form (MCR)."""
        mcid = self.counts[piece.page]
        self.counts[piece.page] += 1
        page = self.pdf.pages[piece.page]
        middle = len(piece.text) // 2
        first, second = (self.codes(part) for part in (piece.text[:middle], piece.text[middle:]))
        text = f"BT /F1 12 Tf 60 {760 - 20 * mcid} Td [<{first}> -20 <{second}>] TJ"
        if piece.hyphen:
            text += f" /Span <</ActualText <FEFF00AD>>> BDC <{self.codes('-')}> Tj EMC"
        text += " ET"
        reference = Dictionary(Type=Name.MCR, Pg=page.obj, MCID=mcid)
        properties = f"<</MCID {mcid}>>"
        if self.named_properties:
            page.Resources.Properties[f"/P{mcid}"] = Dictionary(MCID=mcid)
            properties = f"/P{mcid}"
        marked = f"/Span {properties} BDC /Quote BMC {text} EMC EMC"
        if self.in_forms:
            form = self.pdf.make_stream(marked.encode())
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox, form.Resources = Array([0, 0, 595, 842]), page.Resources
            page.Resources.XObject[f"/X{mcid}"] = form
            reference.Stm = form
            marked = f"/X{mcid} Do"
        self.streams[piece.page].append(marked)
        return reference

    def _font(self) -> pikepdf.Object:
        file = self.pdf.make_stream(self.program)
        file.Subtype = Name.OpenType
        name = Name(f"/ABCDEF+{FACE.key}")
        descriptor = self.pdf.make_indirect(
            Dictionary(Type=Name.FontDescriptor, FontName=name, FontFile3=file)
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=descriptor,
            DW=1000,
            W=Array([1, Array([1000, 1000]), 3, 5, 1000]),
        )
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self.pdf.make_indirect(descendant)]),
                ToUnicode=self.pdf.make_stream(self._to_unicode().encode()),
            )
        )

    def _to_unicode(self) -> str:
        pairs = [(glyph, ord(character)) for character, glyph in self.glyphs.items()]
        if self.ranges:
            kind = "range"
            half = len(pairs) // 2
            entries = [f"<{g:04x}> <{g:04x}> <{c:04x}>" for g, c in pairs[:half]]
            entries += [f"<{g:04x}> <{g:04x}> [<{c:04x}>]" for g, c in pairs[half:]]
        else:
            kind = "char"
            entries = [f"<{g:04x}> <{c:04x}>" for g, c in pairs]
        return "\n".join(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "1 begincodespacerange <0000> <ffff> endcodespacerange",
                f"{len(entries)} beginbf{kind}",
                *entries,
                f"endbf{kind} endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        )


def _pieces(element: Element) -> list[Piece]:
    return [
        piece
        for kid in element.kids
        for piece in ([kid] if isinstance(kid, Piece) else _pieces(kid))
    ]


@functools.cache
def font_program(
    characters: frozenset[str], identity_charset: bool = True
) -> tuple[bytes, dict[str, int]]:
    """Return a subset of the serif face and the glyph of each character in it."""
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(ord(c) for c in characters)
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    wanted.flags = hb.SubsetFlags.NO_HINTING
    face = hb.subset(hb.Face(hb.Blob.from_file_path(str(FACE.path))), wanted)
    font = hb.Font(face)
    glyphs = {c: font.get_nominal_glyph(ord(c)) for c in sorted(characters)}
    data = bytes(face.blob.data)
    return (_with_identity_charset(data) if identity_charset else data), glyphs


def _with_identity_charset(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data))
    top = font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings.charStrings
    names = [".notdef", *(f"cid{n:05d}" for n in range(1, len(top.charset)))]
    top.CharStrings.charStrings = {
        new: strings[old] for new, old in zip(names, top.charset, strict=True)
    }
    top.charset = names
    font.setGlyphOrder(names)
    # decompiled later they would look for the old names
    for tag in ("cmap", "hmtx", "vmtx", "VORG", "GSUB", "GPOS", "BASE"):
        font.tables.pop(tag, None)
        font.reader.tables.pop(tag, None)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
