"""Outlines of glyphs: drawn, turned, moved and compared."""

from __future__ import annotations

from collections.abc import Iterator

import uharfbuzz as hb
from msgspec import Struct

# operators and their figures in one list of numbers: tens of thousands of tuples would have the
# collector of garbage look through the whole process again and again
Outline = list[float]
# a curve of another degree is rounded to whole units of the em, of which two differ so much
_ROUNDED = 1.0


class Likeness(Struct, frozen=True):
    """The glyph of a reference face that another glyph is like.

    It may be ``turned`` by a quarter against the clock and then ``moved``, in units of the face.
    """

    glyph: int
    turned: bool = False
    moved: tuple[float, float] = (0.0, 0.0)


def quarter(outline: Outline) -> Outline:
    """Turn an outline by a quarter against the clock."""
    turned: Outline = []
    for operator, points in steps(outline):
        turned.append(operator)
        for x, y in points:
            turned += (-y, x)
    return turned


def alike(one: Outline, other: Outline) -> bool:
    """Compare an outline, wherever it lies, with one that was placed.

    It may have been made of quadratic curves, and the other of the cubic ones that these are.
    """
    if placed(one) == other:
        return True
    curves = placed(cubic(one))
    return len(curves) == len(other) and all(
        abs(a - b) <= _ROUNDED for a, b in zip(curves, other, strict=True)
    )


def cubic(outline: Outline) -> Outline:
    """Return an outline with the cubic curves that its quadratic ones are."""
    found: Outline = []
    x = y = 0.0
    for operator, points in steps(outline):
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


def placed(outline: Outline) -> Outline:
    """Move an outline to the origin, so that only its form counts."""
    drawn = list(steps(outline))
    left = min((x for _, points in drawn for x, _ in points), default=0.0)
    low = min((y for _, points in drawn for _, y in points), default=0.0)
    found: Outline = []
    for operator, points in drawn:
        found.append(operator)
        for x, y in points:
            found += (x - left, y - low)
    return found


def corner(outline: Outline) -> tuple[float, float]:
    """Return the left and the lower edge of an outline's points."""
    points = [point for _, found in steps(outline) for point in found]
    return min((x for x, _ in points), default=0.0), min((y for _, y in points), default=0.0)


def steps(outline: Outline) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """Yield the operators of an outline with their points."""
    at = 0
    while at < len(outline):
        operator = outline[at]
        count = _POINTS[int(operator)]
        figures = outline[at + 1 : at + 1 + 2 * count]
        yield operator, list(zip(figures[::2], figures[1::2], strict=True))
        at += 1 + 2 * count


def charstring(outline: Outline, likeness: Likeness) -> bytes:
    """Return an outline as a Type 2 charstring, turned and moved as a likeness says.

    Adobe Technical Note 5177: relative moves, lines and curves, and nothing to hint them.
    """
    written, x, y = bytearray(), round(-likeness.moved[0]), round(-likeness.moved[1])
    for operator, points in steps(cubic(quarter(outline) if likeness.turned else outline)):
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
PEN = _pen()
