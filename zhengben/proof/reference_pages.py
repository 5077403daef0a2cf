"""Draws the characters that a PDF claims to show, from the published faces, at the same places.

What comes out is a PDF of its own with the same pages: each glyph is that of the reference face
which the claimed text has, rules lie where they were read. Nothing of the file's own fonts is in
it but how far they say that their glyphs reach, and no less than these do. Pieces of text are kept
together as the file has them, since viewers round the places of glyphs piece by piece: so a viewer
draws the same pages from both, to the point.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import ceil, floor
from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from zhengben.proof.charset import with_identity
from zhengben.proof.drawn import DrawnGlyph, DrawnPage, DrawnText
from zhengben.proof.geometry import times
from zhengben.proof.outlines import Likeness, charstring
from zhengben.proof.witness import FontProgram, likeness_of, program_in

# a face, and whether some of its glyphs are turned for columns
Face = tuple[Path, bool]
# the left, lower, right and upper edge of all glyphs of a font, in its units
Edges = tuple[int, int, int, int]


class ReferencePages:
    """The pages of a file as the published faces draw them.

    ``references`` maps the family of each face to its file. What claims to be a character that no
    face has is not drawn: the comparison tells.
    """

    def __init__(self, pages: Sequence[DrawnPage], references: Mapping[str, Path]) -> None:
        self._pages, self._references = pages, references
        self._found: dict[tuple[int, int, tuple[str, int] | None], tuple[Face, int] | None] = {}
        # the glyphs of each face by their number in it, or for a turned one by their place here
        self._glyphs: dict[Face, dict[Likeness, int]] = {}
        # how far the file's fonts say that their glyphs reach
        self._edges: dict[Face, Edges] = {}
        self._objects: dict[tuple[int, int], Any] = {}

    def pdf(self) -> bytes:
        """Return the pages as a PDF."""
        with pikepdf.new() as pdf:
            streams = [self._content(page) for page in self._pages]
            fonts = Dictionary(
                {f"/F{n}": _font(pdf, face, self._glyphs[face], self._edges[face])
                 for n, face in enumerate(self._glyphs)}
            )  # fmt: skip
            resources = pdf.make_indirect(Dictionary(Font=fonts))
            for page, stream in zip(self._pages, streams, strict=True):
                pdf.add_blank_page(page_size=(page.media[2], page.media[3]))
                shown = pdf.pages[-1].obj
                shown.Resources, shown.Contents = resources, pdf.make_stream(stream)
                if page.objects:
                    named = {f"/O{n}": self._object(pdf, drawn.item)
                             for n, drawn in enumerate(page.objects)}  # fmt: skip
                    shown.Resources = Dictionary(Font=fonts, XObject=Dictionary(named))
                if page.turned:
                    shown.Rotate = page.turned
            out = io.BytesIO()
            pdf.save(out, compress_streams=False)
            return out.getvalue()

    def _object(self, pdf: pikepdf.Pdf, item: Any) -> Any:
        """Return a picture or formula, which is known by its hash, as the file has it."""
        key = item.objgen
        if key not in self._objects:
            self._objects[key] = pdf.copy_foreign(item)
        return self._objects[key]

    def _content(self, page: DrawnPage) -> bytes:
        """Return the operators of a page."""
        parts = [
            b"q %.6f %.6f %.6f %.6f %.6f %.6f cm /O%d Do Q" % (*drawn.matrix, number)
            for number, drawn in enumerate(page.objects)
        ]
        parts += [rule.operators for rule in page.rules]
        for text in page.texts:
            known = [(glyph, found) for glyph in text.glyphs if (found := self._like(glyph))]
            # where a font is none of ours, its glyphs may be of several faces
            for face in dict.fromkeys(face for _, (face, _) in known):
                parts.append(self._shown(text, face, [(g, n) for g, (f, n) in known if f == face]))
        return b"\n".join(parts)

    def _shown(self, text: DrawnText, face: Face, glyphs: list[tuple[DrawnGlyph, int]]) -> bytes:
        """Show glyphs of a face by one operator, each moved to its place along the line."""
        start = times(text.text, text.matrix)
        scale = (start[0] ** 2 + start[1] ** 2) ** 0.5 * text.size
        items, at = list[bytes](), 0.0
        for glyph, number in glyphs:
            step = round((at - (glyph.matrix[4] - start[4]) / scale) * 1000, 4)
            if step:
                items.append(b"%.4f" % step)
                at -= step / 1000
            items.append(b"<%04x>" % number)
        head = b"q %.6f %.6f %.6f %.6f %.6f %.6f cm BT " % text.matrix
        font = b"/F%d %.6f Tf " % (list(self._glyphs).index(face), text.size)
        place = b"%.6f %.6f %.6f %.6f %.6f %.6f Tm " % text.text
        return b"%b%b%b[%b] TJ ET Q" % (head, font, place, b"".join(items))

    def _like(self, glyph: DrawnGlyph) -> tuple[Face, int] | None:
        key = id(glyph.font), glyph.code, glyph.told
        if key not in self._found:
            refs = self._references
            like = likeness_of(glyph.font, glyph.code, glyph.text, refs, glyph.told)
            program = program_in(glyph.font)
            self._found[key] = self._number(*like) if like and program else None
            if like and program:
                self._reach(like[0], program, glyph.code)
        return self._found[key]

    def _reach(self, face: Face, program: FontProgram, code: int) -> None:
        """Have a face reach as far as a font of the file says, and as a glyph of it does."""
        em, ink = program.face.upem, program.ink(code)
        known = self._edges.get(face, program.edges)
        least = [min(known[n], program.edges[n], floor(ink[n] * em)) for n in (0, 1)]
        most = [max(known[n], program.edges[n], ceil(ink[n] * em)) for n in (2, 3)]
        self._edges[face] = (least[0], least[1], most[0], most[1])

    def _number(self, face: Face, likeness: Likeness) -> tuple[Face, int]:
        glyphs = self._glyphs.setdefault(face, {})
        number = len(glyphs) + 1 if face[1] else likeness.glyph
        return face, glyphs.setdefault(likeness, number)


def _font(pdf: pikepdf.Pdf, face: Face, glyphs: Mapping[Likeness, int], edges: Edges) -> Any:
    """Return a font of some glyphs of a face; none has an advance."""
    path, turned = face
    data = _turned(path, list(glyphs), edges) if turned else _subset(path, set(glyphs.values()))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Reference, Flags=4, ItalicAngle=0, Ascent=880,
        Descent=-120, CapHeight=733, StemV=80, FontBBox=Array([-1000, -1000, 3000, 3000]),
    )  # fmt: skip
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.Reference, DW=0,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=descriptor,
    )  # fmt: skip
    if data[:4] == b"OTTO":
        descriptor.FontFile3 = pdf.make_stream(data, Subtype=Name.OpenType)
    else:
        inner.Subtype, inner.CIDToGIDMap = Name.CIDFontType2, Name.Identity
        descriptor.FontFile2 = pdf.make_stream(data)
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Reference, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]),
    )  # fmt: skip


def _subset(path: Path, glyphs: set[int]) -> bytes:
    """Return a face with these glyphs alone, under their own numbers."""
    chosen = hb.SubsetInput()
    chosen.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    chosen.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    face = FontProgram(hb.Blob.from_file_path(str(path))).face
    made = hb.subset(face, chosen)
    data, cff = bytes(made.blob.data), bytes(made.reference_table("CFF ").data)
    return data.replace(cff, with_identity(cff), 1) if cff else data


def _turned(path: Path, glyphs: list[Likeness], edges: Edges) -> bytes:
    """Return a font of glyphs of a face, turned where they have to be, numbered from 1.

    By its ``edges`` Poppler tells whether it puts glyphs at full points or at quarters of one.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.misc.psCharStrings import T2CharString

    program = FontProgram(hb.Blob.from_file_path(str(path)))
    names = [".notdef", *(f"g{n}" for n in range(1, len(glyphs) + 1))]
    codes = [b"\x0e", *(charstring(program.outline(g.glyph), g) for g in glyphs)]
    drawn = {name: T2CharString(code) for name, code in zip(names, codes, strict=True)}
    builder = FontBuilder(program.face.upem, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupCFF("Reference", {}, drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (0, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2()
    builder.setupPost()
    builder.font.recalcBBoxes = False
    head = builder.font["head"]
    head.xMin, head.yMin, head.xMax, head.yMax = edges
    builder.font["CFF "].cff.topDictIndex[0].FontBBox = list(edges)
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
