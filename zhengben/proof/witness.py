"""The glyph witness: each glyph shown has the outline of the character that it claims to be.

ToUnicode is the file's own word for what a glyph says. Here it is checked against a font that the
file did not bring: the outline of each glyph shown must equal that of the character in the
reference font of the same family, or one of its vertical and ligature forms. In a font made for
columns, whose name says that it is turned, glyphs may also be turned by a quarter and moved.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pikepdf
import uharfbuzz as hb

from zhengben.document.direction import JOINERS, in_order
from zhengben.document.western import QUOTES
from zhengben.proof.charset import cid_to_gid
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.outlines import PEN, Likeness, Outline, alike, corner, cubic, placed, quarter
from zhengben.proof.pdffont import UNREADABLE, PdfFont
from zhengben.proof.telling import Telling

# name table: family, full name, PostScript name, typographic family
_FAMILY_NAMES = (1, 4, 6, 16)
# in which the faces have forms of their own, none of them first
_LANGUAGES = ("und", "zh-hant", "zh-hans")
# marks that words have in a width of their own, and the feature of the fonts for it
_AMONG_WORDS = {"pwid": True}
# how a font for columns is called, behind the name of its family
_TURNED = "turned"
# more glyphs than this of one font are not told one by one
_MOST_TOLD = 5
# where the ink of a glyph is, in em: left, lower, right and upper edge
Ink = tuple[float, float, float, float]


class FontProgram:
    """A font program whose glyphs can be drawn."""

    def __init__(self, blob: hb.Blob) -> None:
        self.face = hb.Face(blob)
        self.font = hb.Font(self.face)

    def ink(self, glyph: int) -> Ink:
        """Return the left, lower, right and upper edge of a glyph's ink in em; 0 for a blank."""
        found, em = self.font.get_glyph_extents(glyph), self.face.upem
        if found is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = found.x_bearing, found.y_bearing
        return left / em, (top + found.height) / em, (left + found.width) / em, top / em

    def outline(self, glyph: int) -> Outline:
        """Return the drawing of a glyph, operator by operator."""
        drawn: Outline = []
        self.font.draw_glyph(glyph, PEN, drawn)
        return drawn

    @cached_property
    def edges(self) -> tuple[int, int, int, int]:
        """Return how far the font says that its glyphs reach: left, low, right, high, in units."""
        head = bytes(self.face.reference_table("head").data)
        left, low, right, high = (
            struct.unpack_from(">4h", head, 36) if len(head) >= 44 else (0,) * 4
        )
        return left, low, right, high

    @cached_property
    def families(self) -> list[str]:
        """Return the names that the font gives itself."""
        return [self.face.get_name(name) or "" for name in _FAMILY_NAMES]


class Reference(FontProgram):
    """A reference font, asked what a character looks like."""

    def __init__(self, path: Path, turned: bool) -> None:
        super().__init__(hb.Blob.from_file_path(str(path)))
        self._turned = turned
        self._nominal: dict[str, Outline | None] = {}
        self._formed: dict[str, tuple[int, ...]] = {}

    def nominal(self, character: str) -> Outline | None:
        """Return the outline of a character as the font maps it, or None."""
        if character not in self._nominal:
            glyph = self._glyph(character)
            self._nominal[character] = self.outline(glyph) if glyph else None
        return self._nominal[character]

    def looks_like(self, text: str, outline: Outline) -> bool:
        """Say whether a glyph may stand for a text: plainly, vertically or as a ligature."""
        nominal = self.nominal(text)
        if nominal == outline:
            return True
        forms = [nominal, *map(self.outline, self._forms(text))]
        if outline in forms:
            return True
        turned = placed(outline)
        return self._turned and any(f and alike(quarter(f), turned) for f in forms)

    def writes(self, text: str, outlines: list[Outline]) -> bool:
        """Say whether glyphs in the order in which they are shown may stand for a text."""
        if len(text) == len(outlines) and all(map(self.looks_like, text, outlines)):
            return True
        return any(
            outlines == [self.outline(glyph) for glyph in glyphs] for glyphs in self.written(text)
        )

    def stacks(self, text: str, outlines: list[Outline]) -> bool:
        """Say whether glyphs may stand for a letter and the signs upon it, along or down a page."""
        shaped = (
            self._shape(text, direction, language)
            for direction in ("ltr", "ttb")
            for language in _LANGUAGES
        )
        return any(outlines == [self.outline(glyph) for glyph in glyphs] for glyphs in shaped)

    def written(self, text: str) -> Iterator[list[int]]:
        """Yield the glyphs by which a text may be shown, in the order in which they are."""
        for language in _LANGUAGES:
            # a number within words that run from right to left is shaped by itself
            glyphs = [
                glyph
                for _, run, leftwards in in_order(text)
                for glyph in self._shape(run, "rtl" if leftwards else "ltr", language)
            ]
            if 0 not in glyphs:
                yield glyphs

    def likeness(self, text: str, outline: Outline) -> Likeness | None:
        """Return the glyph that a text has in the face and that has this outline, or None."""
        first = self._glyph(text)
        if first and self.nominal(text) == outline:
            return Likeness(first)
        drawn = {glyph: self.outline(glyph) for glyph in (first, *self._forms(text)) if glyph}
        for glyph, form in drawn.items():
            if form == outline:
                return Likeness(glyph)
        where = placed(outline)
        for glyph, form in drawn.items() if self._turned else ():
            turned = quarter(form)
            if form and alike(turned, where):
                (x, y), (left, low) = corner(outline), corner(cubic(turned))
                return Likeness(glyph, True, (x - left, y - low))
        return None

    def told_likeness(self, text: str, place: int, outline: Outline) -> Likeness | None:
        """Return the glyph at a place of those that a text is shown by, if it has this outline."""
        for glyphs in self.written(text):
            if place < len(glyphs) and self.outline(glyphs[place]) == outline:
                return Likeness(glyphs[place])
        return self.likeness(text[place : place + 1], outline)

    def _glyph(self, text: str) -> int | None:
        """Return the glyph of a character as the font maps it, or None."""
        found: int | None = self.font.get_nominal_glyph(ord(text)) if len(text) == 1 else None
        return found

    def _forms(self, text: str) -> tuple[int, ...]:
        """Return the glyphs that a text may become as one, by direction and language."""
        if text not in self._formed:
            shaped = (
                self._shape(text, direction, language)
                for direction in ("ltr", "ttb")
                for language in _LANGUAGES
            )
            found = dict.fromkeys(run[0] for run in shaped if len(run) == 1 and run[0])
            if text in QUOTES:
                found |= dict.fromkeys(
                    self._shape(text, "ltr", language, _AMONG_WORDS)[0] for language in _LANGUAGES
                )
            self._formed[text] = tuple(found)
        return self._formed[text]

    def _shape(
        self, text: str, direction: str, language: str, features: Mapping[str, bool] | None = None
    ) -> list[int]:
        """Return the glyphs of a run in a direction, as shown."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        # without it the locale of the process would choose among regional forms
        buffer.language = language
        buffer.guess_segment_properties()
        buffer.direction = direction
        if buffer.script is None:
            # signs alone, as a dash
            buffer.script = "Hani"
        if JOINERS.search(text):
            buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(self.font, buffer, features or {})
        return [info.codepoint for info in buffer.glyph_infos]

    def name_of(self, outline: Outline, ink: Ink) -> str:
        """Return the first character with an outline, whose ink is there; for messages only."""
        alike = self._inked.get(ink, ()) if outline else ()
        return next((c for c in alike if self.nominal(c) == outline), "")

    @cached_property
    def _inked(self) -> dict[Ink, list[str]]:
        """Return all characters by where their ink is, which takes less than to draw them all."""
        found: dict[Ink, list[str]] = {}
        for code in self.face.unicodes:
            found.setdefault(self.ink(self._glyph(chr(code)) or 0), []).append(chr(code))
        return found


def reference_at(path: Path) -> Reference:
    """Return a reference face, opened once for all that is compared with it."""
    return _open(path, False)


@cache
def _open(path: Path, turned: bool) -> Reference:
    """Open a reference font once for all files that are proved."""
    return Reference(path, turned)


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
        embedded = program_in(font)
        if embedded is None:
            faults.append(
                _fault("font-program", font, "is not embedded as an OpenType or TrueType font.")
            )
            continue
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
        self, font: PdfFont, embedded: FontProgram, reference: Reference
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


def likeness_of(
    font: PdfFont,
    code: int,
    text: str,
    references: Mapping[str, Path],
    told: tuple[str, int] | None = None,
) -> tuple[tuple[Path, bool], Likeness] | None:
    """Return which glyph of which reference face a glyph of a file is like, or None.

    A face is its file, and whether the font of the file is one for columns. A glyph of several
    that a text is ``told`` of comes with that text and its place among them.
    """
    embedded = program_in(font)
    if embedded is None:
        return None
    known = {_plain(family): path for family, path in references.items()}
    found = _reference(font, embedded, known)
    if found is None:
        return None
    reference, outline = _open(*found), embedded.outline(code)
    likeness = reference.likeness(text, outline)
    if told:
        likeness = reference.told_likeness(*told, outline)
    return (found, likeness) if likeness else None


def program_in(font: PdfFont) -> FontProgram | None:
    """Return the program of a font of a file, opened once for all its glyphs."""
    if font not in _EMBEDDED:
        program = program_of(font) if font.descendant is not None else None
        if program is None:
            return None
        _EMBEDDED[font] = FontProgram(hb.Blob(program))
    return _EMBEDDED[font]


_EMBEDDED: WeakKeyDictionary[PdfFont, FontProgram] = WeakKeyDictionary()


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
            real = reference.name_of(outline, embedded.ink(glyph))
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
