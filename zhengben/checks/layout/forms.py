"""Checks of forms: a blank to fill in keeps its length, and stands on the line of its words."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from zhengben.checks.layout.measured import Found, MeasuredFile
from zhengben.proof.glyphs import Glyph

_BLANK = "Mark-blank"
_FULL_WIDTH = "\u3000"
# a blank may be so much shorter than its characters say, and is not divided up to a length, in em
_SHORTER, _SHORT_EM = 0.95, 12.0
# heights on a line differ by rounding, in points
_SAME_PT = 0.5


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Measure every blank of the text."""
    blanks: dict[int, list[tuple[int, Glyph]]] = {}
    holders: dict[int, str] = {}
    bases: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for page in file.measured.pages:
        for glyph in page.glyphs:
            path = file.measured.paths.get(glyph.key, ()) if glyph.key else ()
            named = next((step.name for step in reversed(path) if step.name in file.lines), "")
            blank = next((step.number for step in path if step.own == _BLANK), 0)
            if blank:
                blanks.setdefault(blank, []).append((page.number, glyph))
                holders[blank] = named
            elif named:
                bases.setdefault((named, page.number), []).append((glyph.base, glyph.size))
    for number, held in blanks.items():
        yield from _blank(holders[number], held, bases)


def _blank(
    name: str,
    held: list[tuple[int, Glyph]],
    bases: dict[tuple[str, int], list[tuple[float, float]]],
) -> Iterator[Found]:
    place = f"page {held[0][0]}, {name}"
    beside = [one for page, _ in held for one in bases.get((name, page), ())]
    size = max((size for _, size in beside), default=held[0][1].size)
    count = sum(glyph.text == _FULL_WIDTH for _, glyph in held)
    wide = fsum(g.end - g.start for _, g in held if g.text == _FULL_WIDTH)
    if wide < _SHORTER * count * size:
        told = f"A blank to fill in is {wide / size:.1f} em long; the text has {count} em."
        yield "L-038", place, told
    if count <= _SHORT_EM and len({(page, round(glyph.base)) for page, glyph in held}) > 1:
        yield "L-038", place, "A short blank to fill in is divided between two lines."
    elif beside and not any(abs(held[0][1].base - base) < _SAME_PT for base, _ in beside):
        yield "L-038", place, "A blank to fill in stands on no line of its words."
