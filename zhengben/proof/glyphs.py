"""Measures a finished PDF: where each glyph stands, how large, in what ink, in which element.

The reader of the proof is followed glyph by glyph. Lengths are points in the space of the page as
it is written, before a viewer turns it (/Rotate), so that vertical columns are lines like others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb
from msgspec import Struct, field

from zhengben.proof.content import Contents, PageReader
from zhengben.proof.folding import FoldedPage, Half, folded
from zhengben.proof.geometry import Box, Matrix, box, placed, times
from zhengben.proof.marked_content import Key
from zhengben.proof.pdffont import PdfFont
from zhengben.proof.structure_tree import Step, StructureTree
from zhengben.proof.textstate import Graphics
from zhengben.proof.witness import FontProgram, program_of

BLACK = "black"
# black in one ink, in three lights, and in the fourth ink alone
_BLACKS = ((0.0,), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
_DEVICES = frozenset(("/DeviceGray", "/DeviceRGB", "/DeviceCMYK"))
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_STROKES = frozenset(("S", "s"))
_BOTH = frozenset(("B", "B*", "b", "b*"))


class Glyph(Struct, frozen=True):
    """A glyph on a page.

    ``start`` to ``end`` is its advance along the line at height ``base``; ``ink`` are the edges of
    its drawing on the page, ``size`` its em in points; ``ink_left`` and ``ink_right`` say where
    in its em the ink begins and ends. ``key`` is the marked content it stands in, None for an
    artifact, of which ``artifact`` is the number on its page. Where a text is ``told`` of several
    glyphs, it is that text and the place of this one among them. ``level`` is false where its
    baseline does not run across the page.
    """

    text: str
    start: float
    end: float
    base: float
    size: float
    ink: Box
    ink_left: float
    ink_right: float
    font: str
    colour: str
    key: Key | None
    level: bool
    artifact: int = 0
    told: tuple[str, int] | None = None


class PageObject(Struct, frozen=True):
    """A picture or formula on a page: the hash of what it shows, and from it to the page.

    ``points`` are across and down, of a picture; a formula has none.
    """

    sha256: str
    matrix: Matrix
    box: Box
    points: tuple[int, int]
    key: Key | None


class PageGlyphs(Struct):
    """A page and what stands on it; boxes in points, ``turned`` in degrees clockwise."""

    number: int
    media: Box
    trim: Box | None
    turned: int
    glyphs: list[Glyph] = field(default_factory=list)
    paints: set[str] = field(default_factory=set)
    objects: list[PageObject] = field(default_factory=list)


class FontUse(Struct, frozen=True):
    """A font of which glyphs are shown; ``embedded`` says whether the file brings it along."""

    name: str
    embedded: bool


class Measured(Struct, frozen=True):
    """A measured file.

    ``paths`` leads to each piece of content through the structure, in the order of reading;
    ``folds`` are the pages of the book on the sheets of an imposed file.
    """

    pages: list[PageGlyphs]
    fonts: list[FontUse]
    paths: dict[Key, tuple[Step, ...]]
    folds: dict[Half, FoldedPage]


def measure(path: Path) -> Measured:
    """Measure a PDF; one that cannot be read raises what pikepdf raises."""
    with pikepdf.open(path) as pdf:
        folds = folded(pdf)
        contents = Measurer(folds)
        numbers: dict[tuple[int, int], int] = {}
        for number, page in enumerate(pdf.pages, 1):
            numbers[page.obj.objgen] = number
            contents.read_page(page, number)
        root = pdf.Root.get("/StructTreeRoot")
        paths = StructureTree(root, contents.marked, numbers).paths if root is not None else {}
        fonts = [_use(font) for font in contents.fonts.values() if font.used]
        return Measured(contents.pages, fonts, paths, folds)


def _use(font: PdfFont) -> FontUse:
    holder: Any = font.dictionary if font.descendant is None else font.descendant
    descriptor: Any = holder.get("/FontDescriptor", {})
    return FontUse(font.name, any(key in descriptor for key in _PROGRAMS))


class _Inked(Graphics):
    fill: str = BLACK
    stroke: str = BLACK
    # whether the colour spaces are those of devices
    fill_device: bool = True
    stroke_device: bool = True
    alpha: float = 1.0


class Measurer(Contents):
    """Contents that also keep every glyph."""

    def __init__(self, folds: dict[Half, FoldedPage]) -> None:
        super().__init__(folds)
        self.pages: list[PageGlyphs] = []
        self._inks: dict[tuple[int, int], Box] = {}
        self._programs: dict[int, FontProgram | None] = {}

    def ink(self, font: PdfFont, code: int) -> Box:
        """Return the edges of a glyph's ink in em."""
        key = (id(font), code)
        if key not in self._inks:
            if id(font) not in self._programs:
                data = program_of(font) if font.descendant is not None else None
                self._programs[id(font)] = FontProgram(hb.Blob(data)) if data else None
            face = self._programs[id(font)]
            self._inks[key] = face.ink(code) if face else (0.0, 0.0, 1.0, 1.0)
        return self._inks[key]


class GlyphReader(PageReader):
    """Follows a page and keeps its glyphs and colours."""

    contents: Measurer
    state: _Inked

    def first_state(self) -> Graphics:
        """Return the graphics state at the start of a page."""
        return _Inked()

    def read(self) -> None:
        """Read the page, and keep what it shows."""
        page = self.page
        trim = box(page.obj.TrimBox) if "/TrimBox" in page.obj else None
        self.found = PageGlyphs(
            self.number, box(page.mediabox), trim, int(page.obj.get("/Rotate", 0)) % 360
        )
        self.contents.pages.append(self.found)
        # of the glyph that is kept, among those that a text is told of
        self.place: tuple[str, int] | None = None
        self.pictured = False
        super().read()

    # text

    def show_items(self, items: list[Any]) -> None:
        """Show strings, each glyph kept."""
        state, start = self.state, self.text
        super().show_items(items)
        if state.font is None or state.font.code_bytes != 2:
            return
        along, told, place = 0.0, self.telling(), 0
        if told is not None and not told.soft:
            shown = sum(len(bytes(i)) // 2 for i in items if isinstance(i, pikepdf.String))
            place = len(told.shown) - shown
        for item in items:
            if not isinstance(item, pikepdf.String):
                along -= float(item) / 1000 * state.size * state.stretch
                continue
            data = bytes(item)
            for n in range(0, len(data) - 1, 2):
                code = int.from_bytes(data[n : n + 2], "big")
                text, width = state.font.meet(code, self.number)
                advance = width / 1000 * state.size * state.stretch
                self.place = (told.text, place) if told is not None and not told.soft else None
                self.keep_glyph(text, code, times((1, 0, 0, 1, along, 0), start), advance)
                place += 1
                along += advance + state.character_space * state.stretch

    def keep_glyph(self, text: str, code: int, text_matrix: Matrix, advance: float) -> None:
        """Keep a glyph that is shown with a text matrix."""
        state = self.state
        assert state.font is not None
        m = times(text_matrix, state.matrix)
        scale = (m[0] ** 2 + m[1] ** 2) ** 0.5
        size = state.size * scale
        left, low, right, high = self.contents.ink(state.font, code)
        # its corners, written out since every glyph of every page comes here
        a, b, c, d, e, f = m
        x, xx, y, yy = (edge * state.size for edge in (left, right, low, high))
        across = (x * a + y * c + e, x * a + yy * c + e, xx * a + y * c + e, xx * a + yy * c + e)
        up = (x * b + y * d + f, x * b + yy * d + f, xx * b + y * d + f, xx * b + yy * d + f)
        key = artifact = None
        for scope in self.scopes:
            key = scope.key or key
            artifact = artifact or (scope if scope.artifact else None)
        colour = state.fill if state.alpha == 1 else f"{state.fill}, see-through"
        if state.mode in (1, 2, 5, 6) and state.stroke != BLACK:
            colour = state.stroke
        self.found.glyphs.append(
            Glyph(
                text,
                m[4],
                m[4] + advance * scale,
                m[5],
                size,
                (min(across), min(up), max(across), max(up)),
                left,
                right,
                state.font.name,
                colour,
                key,
                abs(m[1]) < 1e-3 * scale and m[0] > 0,
                artifact.number if artifact else 0,
                self.place,
            )
        )

    # pictures

    def invoke(self, operands: Any) -> None:
        """Operator Do: keep what is drawn as part of the text."""
        item: Any = self.resources.get("/XObject", {}).get(str(operands[0]))
        if item is not None and self.target() is not None:
            self.keep_object(item)
        self.pictured = item is not None and self.target() is not None
        super().invoke(operands)
        self.pictured = False

    def keep_object(self, item: Any) -> None:
        """Keep a picture or formula where it is drawn."""
        found: Any = item.get("/BBox", [0, 0, 1, 1])
        points = int(item.get("/Width", 0)), int(item.get("/Height", 0))
        key = next((s.key for s in reversed(self.scopes) if s.key), None)
        digest = self.contents.shown_sha256(item)
        box = placed(found, self.state.matrix)
        self.found.objects.append(PageObject(digest, self.state.matrix, box, points, key))

    # ink

    def graphics(self, operands: Any) -> None:
        """Operator gs: the font and how much shows through."""
        super().graphics(operands)
        states: Any = self.resources.get("/ExtGState", {})
        found: Any = states.get(str(operands[0]), {})
        for name in ("/ca", "/CA"):
            if name in found:
                self.state.alpha = float(found[name])

    def paint(self, operator: str) -> None:
        """Keep in what ink something other than text is painted."""
        super().paint(operator)
        if operator in _STROKES:
            inks = {self.state.stroke}
        elif operator in _BOTH:
            inks = {self.state.stroke, self.state.fill}
        elif operator == "Do" and self.pictured:
            # in its own colours, by its hash
            return
        elif operator in ("Do", "INLINE IMAGE", "sh"):
            inks = {"a picture or shading"}
        else:
            inks = {self.state.fill}
        self.found.paints |= inks


def _set(name: str) -> Any:
    """Return what keeps a colour of a device's space."""

    def handler(reader: GlyphReader, operands: Any) -> None:
        setattr(reader.state, f"{name}_device", True)
        setattr(reader.state, name, _colour(operands))

    return handler


def _space(name: str) -> Any:
    """Return what keeps the first colour of a space, which is black in those of devices."""

    def handler(reader: GlyphReader, operands: Any) -> None:
        space = str(operands[0])
        setattr(reader.state, f"{name}_device", space in _DEVICES)
        setattr(reader.state, name, BLACK if space in _DEVICES else f"{space} first colour")

    return handler


def _value(name: str) -> Any:
    """Return what keeps a colour of the current space."""

    def handler(reader: GlyphReader, operands: Any) -> None:
        device = getattr(reader.state, f"{name}_device")
        setattr(reader.state, name, _colour(operands) if device else "a colour of its own space")

    return handler


def _colour(operands: Any) -> str:
    if any(isinstance(value, pikepdf.Name) for value in operands):
        return "a pattern"
    values = tuple(float(value) for value in operands)
    return BLACK if values in _BLACKS else "colour " + " ".join(f"{value:g}" for value in values)


GlyphReader.handlers = {
    **PageReader.handlers,
    "gs": GlyphReader.graphics,
    **{operator: _set("fill") for operator in ("g", "rg", "k")},
    **{operator: _set("stroke") for operator in ("G", "RG", "K")},
    "cs": _space("fill"),
    "CS": _space("stroke"),
    **{operator: _value("fill") for operator in ("sc", "scn")},
    **{operator: _value("stroke") for operator in ("SC", "SCN")},
}
Measurer.reader = GlyphReader
