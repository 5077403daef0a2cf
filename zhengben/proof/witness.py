"""The glyph witness: each glyph shown has the outline of the character that it claims to be.

ToUnicode is the file's own word for what a glyph says. Here it is checked against a font that the
file did not bring: the outline of each glyph shown must equal that of the character in the
reference font of the same family, or one of its vertical and ligature forms. In a font made for
columns, whose name says that it is turned, glyphs may also be turned by a quarter and moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pikepdf
import uharfbuzz as hb

from zhengben.proof.charset import cid_to_gid
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.pdffont import UNREADABLE, PdfFont

# operators and their figures in one list of numbers: tens of thousands of tuples would have the
# collector of garbage look through the whole process again and again
Outline = list[float]
# name table: family, full name, PostScript name, typographic family
_FAMILY_NAMES = (1, 4, 6, 16)
# how a font for columns is called, behind the name of its family
_TURNED = "turned"
# more glyphs than this of one font are not told one by one
_MOST_TOLD = 5


class FontProgram:
    """A font program whose glyphs can be drawn."""

    def __init__(self, blob: hb.Blob) -> None:
        self.face = hb.Face(blob)
        self.font = hb.Font(self.face)

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Return the left, lower, right and upper edge of a glyph's ink in em; 0 for a blank."""
        found, em = self.font.get_glyph_extents(glyph), self.face.upem
        if found is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = found.x_bearing, found.y_bearing
        return left / em, (top + found.height) / em, (left + found.width) / em, top / em

    def outline(self, glyph: int) -> Outline:
        """Return the drawing of a glyph, operator by operator."""
        drawn: Outline = []
        self.font.draw_glyph(glyph, _PEN, drawn)
        return drawn

    @cached_property
    def families(self) -> list[str]:
        """Return the names that the font gives itself."""
        return [self.face.get_name(name) or "" for name in _FAMILY_NAMES]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The glyph of a reference face that another glyph is like.

    It may be ``turned`` by a quarter against the clock and then ``moved``, in units of the face.
    """

    glyph: int
    turned: bool = False
    moved: tuple[float, float] = (0.0, 0.0)


class Reference(FontProgram):
    """A reference font, asked what a character looks like."""

    def __init__(self, path: Path, turned: bool) -> None:
        super().__init__(hb.Blob.from_file_path(str(path)))
        self._turned = turned
        self._nominal: dict[str, Outline | None] = {}

    def nominal(self, character: str) -> Outline | None:
        """Return the outline of a character as the font maps it, or None."""
        if character not in self._nominal:
            glyph = self.font.get_nominal_glyph(ord(character)) if len(character) == 1 else None
            self._nominal[character] = self.outline(glyph) if glyph else None
        return self._nominal[character]

    def looks_like(self, text: str, outline: Outline) -> bool:
        """Say whether a glyph may stand for a text: plainly, vertically or as a ligature."""
        nominal = self.nominal(text)
        if nominal == outline:
            return True
        forms = [nominal, *(self._shaped(text, way) for way in ("ltr", "ttb"))]
        if outline in forms:
            return True
        turned = _placed(outline)
        return self._turned and any(f and _placed(_quarter(f)) == turned for f in forms)

    def likeness(self, text: str, outline: Outline) -> Likeness | None:
        """Return the glyph that a text has in the face and that has this outline, or None."""
        first = self.font.get_nominal_glyph(ord(text)) if len(text) == 1 else None
        shaped = [self._glyph(text, way) for way in ("ltr", "ttb")]
        glyphs = [glyph for glyph in (first, *shaped) if glyph]
        drawn = {glyph: self.outline(glyph) for glyph in glyphs}
        for glyph, form in drawn.items():
            if form == outline:
                return Likeness(glyph)
        placed = _placed(outline)
        for glyph, form in drawn.items() if self._turned else ():
            turned = _quarter(form)
            if form and _placed(turned) == placed:
                (x, y), (left, low) = _corner(outline), _corner(turned)
                return Likeness(glyph, True, (x - left, y - low))
        return None

    def _shaped(self, text: str, direction: str) -> Outline | None:
        glyph = self._glyph(text, direction)
        return self.outline(glyph) if glyph else None

    def _glyph(self, text: str, direction: str) -> int | None:
        """Return the one glyph that a text is shaped to, or None."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        # without it the locale of the process would choose among regional forms
        buffer.language = "und"
        buffer.guess_segment_properties()
        buffer.direction = direction
        hb.shape(self.font, buffer)
        infos = buffer.glyph_infos
        if len(infos) != 1 or not infos[0].codepoint:
            return None
        return int(infos[0].codepoint)

    def name_of(self, outline: Outline) -> str:
        """Return the character that has an outline, or nothing; for messages only."""
        return self._characters.get(tuple(outline), "") if outline else ""

    @cached_property
    def _characters(self) -> dict[tuple[float, ...], str]:
        """Return the first character of each outline; slow, for it draws the whole font."""
        found: dict[tuple[float, ...], str] = {}
        for character in map(chr, self.face.unicodes):
            found.setdefault(tuple(self.nominal(character) or ()), character)
        return found


def reference_at(path: Path) -> Reference:
    """Return a reference face, opened once for all that is compared with it."""
    return _open(path, False)


@cache
def _open(path: Path, turned: bool) -> Reference:
    """Open a reference font once for all files that are proved."""
    return Reference(path, turned)


def witness(fonts: Iterable[PdfFont], references: Mapping[str, Path]) -> list[Fault]:
    """Return a fault for each glyph shown that is not what it claims to be.

    ``references`` maps family names to font files; blanks, hyphens and case do not count in them.
    """
    known = {_plain(family): path for family, path in references.items()}
    faults: list[Fault] = []
    for font in fonts:
        if not font.used or font.descendant is None:
            continue
        program = program_of(font)
        if program is None:
            faults.append(
                _fault("font-program", font, "is not embedded as an OpenType or TrueType font.")
            )
            continue
        embedded = FontProgram(hb.Blob(program))
        found = _reference(font, embedded, known)
        if found is None:
            faults.append(_fault("font-unknown", font, "is none of the fonts of the press."))
            continue
        faults += _examine(font, embedded, _open(*found))
    return faults


def likeness_of(
    font: PdfFont, code: int, text: str, references: Mapping[str, Path]
) -> tuple[tuple[Path, bool], Likeness] | None:
    """Return which glyph of which reference face a glyph of a file is like, or None.

    A face is its file, and whether the font of the file is one for columns.
    """
    if font not in _EMBEDDED:
        program = program_of(font) if font.descendant is not None else None
        if program is None:
            return None
        _EMBEDDED[font] = FontProgram(hb.Blob(program))
    embedded = _EMBEDDED[font]
    known = {_plain(family): path for family, path in references.items()}
    found = _reference(font, embedded, known)
    if found is None:
        return None
    likeness = _open(*found).likeness(text, embedded.outline(code))
    return (found, likeness) if likeness else None


# programs are opened once for all their glyphs
_EMBEDDED: WeakKeyDictionary[PdfFont, FontProgram] = WeakKeyDictionary()


def _quarter(outline: Outline) -> Outline:
    """Turn an outline by a quarter against the clock."""
    turned: Outline = []
    for operator, points in _steps(outline):
        turned.append(operator)
        for x, y in points:
            turned += (-y, x)
    return turned


def _placed(outline: Outline) -> Outline:
    """Move an outline to the origin, so that only its form counts."""
    steps = list(_steps(outline))
    left = min((x for _, points in steps for x, _ in points), default=0.0)
    low = min((y for _, points in steps for _, y in points), default=0.0)
    placed: Outline = []
    for operator, points in steps:
        placed.append(operator)
        for x, y in points:
            placed += (x - left, y - low)
    return placed


def _corner(outline: Outline) -> tuple[float, float]:
    """Return the left and the lower edge of an outline's points."""
    points = [point for _, found in _steps(outline) for point in found]
    return min((x for x, _ in points), default=0.0), min((y for _, y in points), default=0.0)


def charstring(outline: Outline, likeness: Likeness) -> bytes:
    """Return an outline as a Type 2 charstring, turned and moved as a likeness says.

    Adobe Technical Note 5177: relative moves, lines and curves, and nothing to hint them.
    """
    written, x, y = bytearray(), round(-likeness.moved[0]), round(-likeness.moved[1])
    for operator, points in _steps(_quarter(outline) if likeness.turned else outline):
        if int(operator) not in _TYPE_2:
            continue
        for across, up in points:
            for figure in (round(across) - x, round(up) - y):
                written += _figure(figure)
            x, y = round(across), round(up)
        written.append(_TYPE_2[int(operator)])
    return bytes((*written, _END))


def _figure(number: int) -> bytes:
    if -107 <= number <= 107:
        return bytes((number + 139,))
    return b"\x1c" + number.to_bytes(2, "big", signed=True)


# rmoveto, rlineto and rrcurveto by the operators of an outline; endchar
_TYPE_2, _END = {0: 21, 1: 5, 3: 8}, 14


def _steps(outline: Outline) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """Yield the operators of an outline with their points."""
    at = 0
    while at < len(outline):
        operator = outline[at]
        count = _POINTS[int(operator)]
        figures = outline[at + 1 : at + 1 + 2 * count]
        yield operator, list(zip(figures[::2], figures[1::2], strict=True))
        at += 1 + 2 * count


def _fault(code: str, font: PdfFont, sentence: str) -> Fault:
    return Fault(code, f"font {font.name}", f"The font {font.name} {sentence}")


def _plain(family: str) -> str:
    return family.replace(" ", "").replace("-", "").casefold()


def _reference(
    font: PdfFont, embedded: FontProgram, known: Mapping[str, Path]
) -> tuple[Path, bool] | None:
    """Find the reference of a font by any name it bears, and whether it is for columns.

    The outlines will tell if the name lies.
    """
    described = str(font.descendant.FontDescriptor.get("/FontFamily", ""))
    for name in (font.name, described, *embedded.families):
        plain = _plain(name)
        if path := known.get(plain.removesuffix(_TURNED)):
            return path, plain.endswith(_TURNED)
    return None


def program_of(font: PdfFont) -> bytes | None:
    """Return the embedded font program, when it is one that HarfBuzz can open."""
    descriptor: Any = font.descendant.FontDescriptor
    program = descriptor.get("/FontFile2")
    if program is None:
        program = descriptor.get("/FontFile3")
        if program is None or program.get("/Subtype") != "/OpenType":
            return None
    return bytes(program.read_bytes())


def _examine(font: PdfFont, embedded: FontProgram, reference: Reference) -> list[Fault]:
    faults: list[Fault] = []
    glyphs = _Glyphs(font, embedded)
    for code, (text, page) in font.used.items():
        where = f"on page {page}, glyph {code}, which reads {text} ({code_points(text)}),"
        glyph = glyphs.of(code)
        if glyph is None:
            sentence = (
                f"{where} is not the same glyph for every viewer: its charset says otherwise."
            )
            faults.append(_fault("font-charset", font, sentence))
            continue
        outline = embedded.outline(glyph)
        if text != UNREADABLE and not reference.looks_like(text, outline):
            real = reference.name_of(outline)
            real = f"{real} ({code_points(real)})" if real else "something else"
            faults.append(_fault("glyph", font, f"{where} shows {real}."))
    told, more = faults[:_MOST_TOLD], faults[_MOST_TOLD:]
    if more:
        told.append(_fault(more[0].code, font, f"has {len(more)} more such glyphs."))
    return told


class _Glyphs:
    """Which glyph of the font program a code draws (ISO 32000-1, 9.7.4.2)."""

    def __init__(self, font: PdfFont, embedded: FontProgram) -> None:
        self._charset: dict[int, int] | None = None
        self._map = b""
        if "CFF " in embedded.face.table_tags:
            self._charset = cid_to_gid(embedded.face.reference_table("CFF ").data)
        elif isinstance(table := font.descendant.get("/CIDToGIDMap"), pikepdf.Stream):
            self._map = bytes(table.read_bytes())

    def of(self, code: int) -> int | None:
        """Return the glyph of a code, or None when viewers may disagree about it.

        Some viewers look a code up in the charset of a CID-keyed font, others take it for the
        glyph's index: only where both are the same does everyone see the same glyph.
        """
        if self._map:
            return int.from_bytes(self._map[2 * code : 2 * code + 2], "big")
        if self._charset is not None and self._charset.get(code) != code:
            return None
        return code


def _pen() -> hb.DrawFuncs:
    """Return a pen that writes numbers; the first of each operator tells which it is."""
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, drawn: drawn.extend((0, x, y)))
    pen.set_line_to_func(lambda x, y, drawn: drawn.extend((1, x, y)))
    pen.set_quadratic_to_func(lambda a, b, x, y, drawn: drawn.extend((2, a, b, x, y)))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, drawn: drawn.extend((3, a, b, c, d, x, y)))
    pen.set_close_path_func(lambda drawn: drawn.append(4))
    return pen


# how many points follow each operator
_POINTS = (1, 1, 2, 3, 0)
_PEN = _pen()
