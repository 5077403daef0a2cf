"""Places on a page: matrices of PDF (ISO 32000-1, 8.3.3) and what is read behind what."""

from __future__ import annotations

from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
# left, bottom, right, top
Box = tuple[float, float, float, float]

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# marks set on half an em may begin that much before the end of what stands before them
STEP_BACK_EM = 0.75


def matrix(operands: Any) -> Matrix:
    """Return the matrix of six operands."""
    a, b, c, d, e, f = (float(n) for n in operands)
    return a, b, c, d, e, f


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def at(point: Point, m: Matrix) -> Point:
    """Return where a matrix puts a point."""
    return (point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5])


def inverse(m: Matrix) -> Matrix:
    """Return the matrix that undoes ``m``; one that cannot be undone raises ZeroDivisionError."""
    area = m[0] * m[3] - m[1] * m[2]
    a, b, c, d = m[3] / area, -m[1] / area, -m[2] / area, m[0] / area
    return a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)


def box(edges: Any) -> Box:
    """Return a rectangle of PDF, its corners in order (ISO 32000-1, 7.9.5)."""
    left, bottom, right, top = (float(edge) for edge in edges)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def placed(edges: Any, m: Matrix) -> Box:
    """Return the edges of a rectangle where a matrix puts it, upright if the matrix turns it."""
    left, bottom, right, top = box(edges)
    corners = [at(corner, m) for corner in ((left, bottom), (right, top))]
    corners += [at(corner, m) for corner in ((left, top), (right, bottom))]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def overlap(one: Box, other: Box) -> Box:
    """Return what two rectangles have in common; nothing is a box no point lies in."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def steps_back(end: Point, start: Point, size: float) -> bool:
    """Say whether text that starts at a point is read before text that ends at another.

    It is read on when it stands lower, as the next line, or further right, as the rest of the
    line or the next column.
    """
    slack = STEP_BACK_EM * size
    return start[1] > end[1] - slack and start[0] < end[0] - slack
