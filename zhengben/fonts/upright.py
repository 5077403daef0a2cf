"""Stands signs upright in a face of letters or symbols that is to set columns.

The words of such a face lie along the column as they are, and its rules of shaping stay. What has a
cell of its own (☑, ①, a syllable of hangul) is turned by a quarter against the clock and put in the
middle of a cell of one em, as ``turned`` does it in faces of Han.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from zhengben.fonts.orientation import stands

# the top of a cell of Han above the base line, and how far it reaches, in em
_TOP_EM = 0.88


def has_upright(characters: Iterable[str]) -> bool:
    """Say whether any of a face's characters stands upright in a cell of its own."""
    return any(map(stands, characters))


def stand_upright(data: bytes) -> bytes:
    """Return a font in which signs stand upright in columns, and all else lies.

    Coordinates stay whole numbers, so that an outline turned back is the one of the source.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    upem, metrics = font["head"].unitsPerEm, font["hmtx"]
    cmap = sorted(font.getBestCmap().items())
    chosen = dict.fromkeys(name for code, name in cmap if stands(chr(code)) and metrics[name][0])
    draw = _turn_curves if "glyf" in font else _turn_charstrings
    draw(font, {name: matrix for name in chosen if (matrix := _matrix(font, name, upem))})
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _matrix(font: Any, name: str, upem: int) -> tuple[int, int, int]:
    """Return how far a turned glyph is moved along the column and across it, and its advance."""
    from fontTools.pens.boundsPen import BoundsPen

    pen = BoundsPen(glyphs := font.getGlyphSet())
    glyphs[name].draw(pen)
    left, low, right, high = pen.bounds or (0, 0, 0, 0)
    # one that is higher than a cell takes more of the column
    advance = max(upem, round(high - low))
    across = round(upem * _TOP_EM) - upem // 2 - round(left + right) // 2
    return advance // 2 + round(low + high) // 2, across, advance


def _turn_curves(font: Any, places: dict[str, tuple[int, int, int]]) -> None:
    """Turn glyphs of quadratic curves, each point by itself: contours begin where they began."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

    table = font["glyf"]
    # what is made of other glyphs no longer is, if one of these is turned
    flat = {name: table[name].getCoordinates(table) for name in font.getGlyphOrder()
            if name in places or table[name].isComposite()}  # fmt: skip
    for name, (points, ends, flags) in flat.items():
        if name not in places and places.keys().isdisjoint(table[name].getComponentNames(table)):
            continue
        made = Glyph()
        made.numberOfContours, made.endPtsOfContours, made.flags = len(ends), list(ends), flags
        if move := places.get(name):
            points = GlyphCoordinates([(move[0] - y, x + move[1]) for x, y in points])
        made.coordinates = points
        made.program = _no_program()
        if not ends:
            made = Glyph()
        table[name] = made
        made.recalcBounds(table)
        width = places[name][2] if name in places else font["hmtx"][name][0]
        font["hmtx"][name] = (width, getattr(made, "xMin", 0))


def _no_program() -> Any:
    from fontTools.ttLib.tables.ttProgram import Program

    program = Program()
    program.fromBytecode(b"")
    return program


def _turn_charstrings(font: Any, places: dict[str, tuple[int, int, int]]) -> None:
    """Turn glyphs of cubic curves."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen

    top = font["CFF "].cff.topDictIndex[0]
    glyphs, strings = font.getGlyphSet(), top.CharStrings
    made = dict[str, Any]()
    for name, (along, across, advance) in places.items():
        pen = T2CharStringPen(advance, glyphs)
        glyphs[name].draw(TransformPen(pen, (0, 1, -1, 0, along, across)))
        old = strings[name]
        made[name] = pen.getCharString(old.private, old.globalSubrs, optimize=False)
    for name, string in made.items():
        strings[name] = string
        font["hmtx"][name] = (places[name][2], font["hmtx"][name][1])
