"""Places on a page: matrices of PDF (ISO 32000-1, 8.3.3) and what is read behind what."""

from __future__ import annotations

from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

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


def steps_back(end: Point, start: Point, size: float) -> bool:
    """Say whether text that starts at a point is read before text that ends at another.

    It is read on when it stands lower, as the next line, or further right, as the rest of the
    line or the next column.
    """
    slack = STEP_BACK_EM * size
    return start[1] > end[1] - slack and start[0] < end[0] - slack
