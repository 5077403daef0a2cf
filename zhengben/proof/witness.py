"""The glyph witness: each glyph shown has the outline of the character that it claims to be.

ToUnicode is the file's own word for what a glyph says. Here it is checked against a font that the
file did not bring: the outline of each glyph shown must equal that of the character in the
reference font of the same family, or one of its vertical and ligature forms. In a font made for
columns, whose name says that it is turned, glyphs may also be turned by a quarter and moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb

from zhengben.document.direction import in_order
from zhengben.proof.charset import cid_to_gid
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.pdffont import UNREADABLE, PdfFont
from zhengben.proof.telling import Telling

# operators and their figures in one list of numbers: tens of thousands of tuples would have the
# collector of garbage look through the whole process again and again
Outline = list[float]
# name table: family, full name, PostScript name, typographic family
_FAMILY_NAMES = (1, 4, 6, 16)
# in which the faces have forms of their own, none of them first
_LANGUAGES = ("und", "zh-hant", "zh-hans")
# how a font for columns is called, behind the name of its family
_TURNED = "turned"
# a curve of another degree is rounded to whole units of the em, of which two differ so much
_ROUNDED = 1.0
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


class _Reference(FontProgram):
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
        forms = [nominal, *(self._shaped(text, w, n) for w in ("ltr", "ttb") for n in _LANGUAGES)]
        if outline in forms:
            return True
        turned = _placed(outline)
        return self._turned and any(f and _alike(_quarter(f), turned) for f in forms)

    def writes(self, text: str, outlines: list[Outline]) -> bool:
        """Say whether glyphs in the order in which they are shown may stand for a text."""
        if len(text) == len(outlines) and all(map(self.looks_like, text, outlines)):
            return True
        for language in _LANGUAGES:
            # a number within words that run from right to left is shaped by itself
            runs = [run for _, run in in_order(text)]
            glyphs = [glyph for run in runs for glyph in self._shape(run, "", language)]
            if 0 not in glyphs and outlines == [self.outline(glyph) for glyph in glyphs]:
                return True
        return False

    def _shaped(self, text: str, direction: str, language: str) -> Outline | None:
        glyphs = self._shape(text, direction, language)
        return self.outline(glyphs[0]) if len(glyphs) == 1 and glyphs[0] else None

    def _shape(self, text: str, direction: str, language: str) -> list[int]:
        """Return the glyphs of a run in a direction, or in that of its script, as shown."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        # without it the locale of the process would choose among regional forms
        buffer.language = language
        buffer.guess_segment_properties()
        if direction:
            buffer.direction = direction
        if buffer.script is None:
            # signs alone, as a dash
            buffer.script = "Hani"
        hb.shape(self.font, buffer)
        return [info.codepoint for info in buffer.glyph_infos]

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


@cache
def _open(path: Path, turned: bool) -> _Reference:
    """Open a reference font once for all files that are proved."""
    return _Reference(path, turned)


def witness(
    fonts: Iterable[PdfFont], references: Mapping[str, Path], told: Iterable[Telling] = ()
) -> list[Fault]:
    """Return a fault for each glyph shown that is not what it claims to be.

    ``references`` maps family names to font files; blanks, hyphens and case do not count in them.
    ``told`` are texts that were told of several glyphs at once.
    """
    known = {_plain(family): path for family, path in references.items()}
    faults: list[Fault] = []
    together = _Together(told)
    for font in fonts:
        if font.descendant is None or not (font.used or font in together.fonts):
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
        reference = _open(*found)
        faults += _examine(font, embedded, reference)
        faults += together.examine(font, embedded, reference)
    return faults


class _Together:
    """Texts that are told of several glyphs at once."""

    def __init__(self, told: Iterable[Telling]) -> None:
        self.fonts: dict[PdfFont, list[Telling]] = {}
        for one in told:
            for font in {font for font, _ in one.shown}:
                self.fonts.setdefault(font, []).append(one)

    def examine(
        self, font: PdfFont, embedded: FontProgram, reference: _Reference
    ) -> Iterator[Fault]:
        """Yield a fault for each text whose glyphs are not those that it has in the reference."""
        glyphs, proved = _Glyphs(font, embedded), set[tuple[str, tuple[int, ...]]]()
        for told in self.fonts.get(font, ()):
            codes = tuple(code for shown_in, code in told.shown if shown_in is font)
            if (told.text, codes) in proved:
                continue
            proved.add((told.text, codes))
            drawn = [glyphs.of(code) for code in codes]
            outlines = [embedded.outline(glyph) for glyph in drawn if glyph is not None]
            whole = len(outlines) == len(told.shown)
            if not whole or not reference.writes(told.text, outlines):
                where = f"on page {told.page} shows other glyphs than"
                yield _fault("glyph", font, f"{where} {told.text} ({code_points(told.text)}) has.")


def _quarter(outline: Outline) -> Outline:
    """Turn an outline by a quarter against the clock."""
    turned: Outline = []
    for operator, points in _steps(outline):
        turned.append(operator)
        for x, y in points:
            turned += (-y, x)
    return turned


def _alike(one: Outline, placed: Outline) -> bool:
    """Compare an outline, wherever it lies, with one that was placed.

    It may have been made of quadratic curves, and the other of the cubic ones that these are.
    """
    if _placed(one) == placed:
        return True
    cubic = _placed(_cubic(one))
    return len(cubic) == len(placed) and all(
        abs(a - b) <= _ROUNDED for a, b in zip(cubic, placed, strict=True)
    )


def _cubic(outline: Outline) -> Outline:
    """Return an outline with the cubic curves that its quadratic ones are."""
    found: Outline = []
    x = y = 0.0
    for operator, points in _steps(outline):
        if operator == 2:
            (a, b), (c, d) = points
            first = x + (a - x) * 2 / 3, y + (b - y) * 2 / 3
            second = c + (a - c) * 2 / 3, d + (b - d) * 2 / 3
            found += (3.0, *first, *second, c, d)
        else:
            found += (operator, *(figure for point in points for figure in point))
        if points:
            x, y = points[-1]
    return found


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


def _examine(font: PdfFont, embedded: FontProgram, reference: _Reference) -> list[Fault]:
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
