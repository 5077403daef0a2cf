"""Has PDFium draw a few characters of a PDF, and compares each with the outline that it claims.

The glyph witness knows what the fonts of a file hold; what a viewer makes of them is seen when one
draws. Of one page, which the bytes of the file choose, one stretch of text in each font is drawn
large: then PDFium draws glyphs as outlines, and the outlines that the witness has compared with
the published faces, drawn as paths at the same places, are the same to the point. A page of this
kind costs some 15 ms of a processor; ``rendering`` draws all pages, and all that is on them.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import sub
from typing import Any

import pikepdf
import uharfbuzz as hb
from msgspec import Struct

from zhengben.proof.content import Contents, PageReader
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.folding import FoldedPage, Half
from zhengben.proof.geometry import Box, Matrix, at, overlap, placed, times
from zhengben.proof.outlines import cubic, steps
from zhengben.proof.pdffont import UNREADABLE, PdfFont
from zhengben.proof.witness import FontProgram, program_in

# glyphs in one stretch, and stretches of one page
_GLYPHS, _STRETCHES = 12, 3
# more than the 50 points from which on PDFium draws outlines, and no picture of a glyph
_EM_POINTS = 72.0
# of a glyph, what stands between descenders and readings: no rule of the press runs there
_LOW_EM, _HIGH_EM = -0.05, 0.88
# a point that is darker or lighter by so much of 255, and how many of them are a difference
_LEAST, _MOST = 96, 6
# operators of a path by those of an outline, of which a cubic one has no quadratic curve
_PATHS = (b"m", b"l", b"", b"c", b"h")


class _Piece(Struct, frozen=True, dict=True):
    """What one operator shows: its strings and numbers, in which font, how large and where.

    Glyphs that a text is ``told`` of have none of their own.
    """

    font: PdfFont
    items: tuple[Any, ...]
    size: float
    stretch: float
    space: float
    place: Matrix
    told: bool

    @cached_property
    def glyphs(self) -> tuple[_Glyph, ...]:
        """Return what is shown, glyph by glyph."""
        return tuple(_glyphs(self))


class _Glyph(Struct, frozen=True):
    text: str
    code: int
    matrix: Matrix


class SampledContents(Contents):
    """Contents that also keep what one page shows: ``chosen`` is its number."""

    def __init__(self, folds: dict[Half, FoldedPage], chosen: int) -> None:
        super().__init__(folds)
        self.chosen = chosen
        self.pieces: list[_Piece] = []


class _SampledReader(PageReader):
    contents: SampledContents

    def show_items(self, items: list[Any]) -> None:
        """Show strings, and keep them where the page is the chosen one."""
        state, start = self.state, self.text
        super().show_items(items)
        if self.number != self.contents.chosen or state.font is None:
            return
        if state.font.code_bytes == 2 and not state.font.vertical:
            place = times((1, 0, 0, 1, 0, state.rise), times(start, state.matrix))
            spaced = state.character_space
            told = self.telling() is not None
            self.contents.pieces.append(
                _Piece(state.font, tuple(items), state.size, state.stretch, spaced, place, told)
            )


SampledContents.reader = _SampledReader


def chosen_page(data: bytes, pages: int) -> int:
    """Return the number of the page that is to be drawn, from 1, by the bytes of a file."""
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big") % max(pages, 1) + 1


def strange_sample(data: bytes, contents: SampledContents, page: pikepdf.Page) -> Iterator[Fault]:
    """Yield a fault for each glyph of a sample that PDFium draws otherwise; all are of one page."""
    stretches = _stretches(hashlib.sha256(data).digest(), contents.pieces)
    if not stretches:
        return
    width, height = (float(edge) for edge in list(page.mediabox)[2:])
    turned = int(page.obj.get("/Rotate", 0)) // 90 % 4
    with _Opened(data, contents.chosen - 1, turned) as shown:
        for font, glyphs in stretches:
            program = _opened(font)
            band = _around(glyphs)
            paths = b"\n".join(_paths(font, glyphs))
            # the ink of others may reach into their boxes: of an f, of marks over a letter
            for face, beside in _beside(contents.pieces, glyphs, band):
                paths += b"\n" + b"\n".join(_paths(face, beside))
            scale = _EM_POINTS / abs(glyphs[0].matrix[0])
            with _Opened(_page_with(paths, width, height), 0, 0) as claimed:
                size = width * scale, height * scale
                one, other = (each.drawn(band, size, scale) for each in (shown, claimed))
            for glyph in glyphs:
                ink = placed(program.ink(glyph.code), glyph.matrix)
                if _differs(one, other, overlap(ink, _box_of(glyph)), band, scale):
                    text = f"{glyph.text} ({code_points(glyph.text)})"
                    told = f"Page {contents.chosen} does not show {text} as it claims."
                    yield Fault("shown", f"page {contents.chosen}", told)


def _stretches(digest: bytes, pieces: list[_Piece]) -> list[tuple[PdfFont, list[_Glyph]]]:
    """Choose, by the hash of the file, what is drawn: of each font one stretch."""
    found: dict[PdfFont, list[list[_Glyph]]] = {}
    for piece in pieces:
        if piece.told:
            continue
        if glyphs := [g for g in piece.glyphs if g.text.strip() and g.text != UNREADABLE]:
            found.setdefault(piece.font, []).append(glyphs)
    chosen = list[tuple[PdfFont, list[_Glyph]]]()
    for number, (font, texts) in enumerate(found.items()):
        number_of = int.from_bytes(digest[8 + number % 8 :][:8], "big")
        glyphs = texts[number_of % len(texts)]
        first = number_of // len(texts) % max(len(glyphs) - _GLYPHS + 1, 1)
        chosen.append((font, glyphs[first : first + _GLYPHS]))
    return sorted(chosen, key=lambda c: -len(c[1]))[:_STRETCHES]


def _glyphs(piece: _Piece) -> Iterator[_Glyph]:
    along = 0.0
    for item in piece.items:
        if not isinstance(item, pikepdf.String):
            along -= float(item) / 1000 * piece.size * piece.stretch
            continue
        for code in piece.font.codes([bytes(item)]):
            told = "", piece.font.width(code)
            text, width = told if piece.told else piece.font.meet(code, 0)
            size = piece.size
            place = times((1, 0, 0, 1, along, 0), piece.place)
            yield _Glyph(text, code, times((size * piece.stretch, 0, 0, size, 0, 0), place))
            along += (width / 1000 * size + piece.space) * piece.stretch


def _beside(
    pieces: list[_Piece], chosen: list[_Glyph], band: Box
) -> Iterator[tuple[PdfFont, list[_Glyph]]]:
    """Yield the glyphs of the page whose ink reaches among chosen ones, by their fonts."""
    own = {glyph.matrix for glyph in chosen}
    for piece in pieces:
        near, program = list[_Glyph](), program_in(piece.font)
        if program is None:
            continue
        reach = [edge / program.face.upem for edge in program.edges]
        for glyph in piece.glyphs:
            if glyph.matrix in own or not _meets(placed(reach, glyph.matrix), band):
                continue
            if _meets(placed(program.ink(glyph.code), glyph.matrix), band):
                near.append(glyph)
        if near:
            yield piece.font, near


def _meets(one: Box, other: Box) -> bool:
    """Say whether two boxes touch."""
    common = overlap(one, other)
    return common[0] <= common[2] and common[1] <= common[3]


def _paths(font: PdfFont, glyphs: list[_Glyph]) -> Iterator[bytes]:
    program = _opened(font)
    outlines = {g.code: cubic(program.outline(g.code)) for g in glyphs}
    return (_path(outlines[g.code], g, program) for g in glyphs)


def _opened(font: PdfFont) -> FontProgram:
    return program_in(font) or FontProgram(hb.Blob(b""))


def _path(outline: list[float], glyph: _Glyph, program: FontProgram) -> bytes:
    """Return the operators that fill an outline where a glyph stands."""
    em = 1 / program.face.upem
    written = [b"q %.6f %.6f %.6f %.6f %.6f %.6f cm" % times((em, 0, 0, em, 0, 0), glyph.matrix)]
    for operator, points in steps(outline):
        written += [b"%g %g" % point for point in points]
        written.append(_PATHS[int(operator)])
    return b" ".join((*written, b"f Q"))


def _page_with(content: bytes, width: float, height: float) -> bytes:
    """Return a PDF of one page; a reader finds its objects without a table."""
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.6f %.6f]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%b\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
        % (width, height, len(content), content)
    )


def _box_of(glyph: _Glyph) -> Box:
    """Return what of a glyph's em is compared."""
    corners = [at(corner, glyph.matrix) for corner in ((0, _LOW_EM), (1, _HIGH_EM))]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _around(glyphs: list[_Glyph]) -> Box:
    boxes = [_box_of(glyph) for glyph in glyphs]
    left, low = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return left, low, max(b[2] for b in boxes), max(b[3] for b in boxes)


def _differs(
    one: Sequence[bytes], other: Sequence[bytes], box: Box, band: Box, scale: float
) -> bool:
    """Say whether points within a box of a band differ, and enough of them."""
    left, right = (max(0, round((x - band[0]) * scale)) for x in (box[0], box[2]))
    top, low = (max(0, round((band[3] - y) * scale)) for y in (box[3], box[1]))
    count = 0
    for ours, theirs in zip(one[top:low], other[top:low], strict=True):
        if ours != theirs:
            unlike = map(abs, map(sub, ours[left:right], theirs[left:right]))
            count += sum(map(_LEAST.__le__, unlike))
    return count > _MOST


class _Opened:
    """A page that PDFium has opened, without the convenience that takes twice as long to load."""

    def __init__(self, data: bytes, page: int, turned: int) -> None:
        import pypdfium2_raw as raw

        self._raw, self._data, self._number = raw, data, page
        # what a viewer turns is turned back
        self._turned = -turned % 4

    def __enter__(self) -> _Opened:
        self._raw.FPDF_InitLibrary()
        self._document = self._raw.FPDF_LoadMemDocument(self._data, len(self._data), None)
        self._page = self._raw.FPDF_LoadPage(self._document, self._number)
        if not self._page:
            raise ValueError("PDFium does not open it")
        return self

    def __exit__(self, *error: object) -> None:
        self._raw.FPDF_ClosePage(self._page)
        self._raw.FPDF_CloseDocument(self._document)

    def drawn(self, band: Box, size: tuple[float, float], scale: float) -> list[bytes]:
        """Return a band of the page, which has ``size`` in points of the picture: rows of grey."""
        raw = self._raw
        width, height = (round((band[n + 2] - band[n]) * scale) for n in (0, 1))
        picture = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
        raw.FPDFBitmap_FillRect(picture, 0, 0, width, height, 0xFFFFFFFF)
        left, top = round(-band[0] * scale), round(band[3] * scale - size[1])
        raw.FPDF_RenderPageBitmap(
            picture, self._page, left, top, round(size[0]), round(size[1]), self._turned, 0
        )
        line = raw.FPDFBitmap_GetStride(picture)
        points = ctypes.string_at(raw.FPDFBitmap_GetBuffer(picture), line * height)
        raw.FPDFBitmap_Destroy(picture)
        return [points[at : at + width] for at in range(0, line * height, line)]
