"""Matrices and rectangles of PDF, in small whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.proof.geometry import (
    STEP_BACK_EM,
    UNIT,
    at,
    box,
    inverse,
    matrix,
    overlap,
    placed,
    steps_back,
    times,
)

_NUMBERS = st.integers(-9, 9).map(float)
_MATRICES = st.tuples(*[_NUMBERS] * 6)
_POINTS = st.tuples(_NUMBERS, _NUMBERS)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(_MATRICES, _MATRICES, _POINTS)
def test_a_product_applies_one_matrix_after_the_other(
    m: tuple[float, ...], n: tuple[float, ...], point: tuple[float, float]
) -> None:
    assert at(point, times(matrix(m), matrix(n))) == at(at(point, matrix(m)), matrix(n))


@settings(derandomize=True, max_examples=25, deadline=None)
@given(_MATRICES, _POINTS)
def test_an_inverse_undoes(m: tuple[float, ...], point: tuple[float, float]) -> None:
    if m[0] * m[3] - m[1] * m[2] == 0:
        with pytest.raises(ZeroDivisionError):
            inverse(matrix(m))
    else:
        assert at(at(point, matrix(m)), inverse(matrix(m))) == pytest.approx(point)


def test_a_point_and_the_unit() -> None:
    assert at((1, 2), (1, 2, 3, 4, 5, 6)) == (12, 16)
    assert at((3, 4), UNIT) == (3, 4)
    assert UNIT == (1, 0, 0, 1, 0, 0)


def test_rectangles() -> None:
    assert box((4, 5, 1, 2)) == (1, 2, 4, 5)
    assert placed((0, 0, 2, 1), (0, 1, -1, 0, 10, 20)) == (9, 20, 10, 22)
    # turned by an eighth, whatever corner is outermost
    assert placed((0, 0, 2, 1), (1, 1, -1, 1, 0, 0)) == (-1, 0, 2, 3)
    assert placed((0, 0, 2, 1), (1, -1, 1, 1, 0, 0)) == (0, -2, 3, 1)
    assert overlap((0, 1, 5, 6), (2, 0, 9, 4)) == (2, 1, 5, 4)


def test_what_is_read_before_what_it_follows() -> None:
    assert STEP_BACK_EM == 0.75
    end = (100.0, 100.0)
    # further left on the line, but for the half em of a mark
    assert not steps_back(end, (92.5, 100), 10)
    assert steps_back(end, (92.4, 100), 10)
    # above, further left
    assert steps_back(end, (0, 200), 10)
    # the next line, to a slack, and the next column
    assert not steps_back(end, (0, 92.5), 10)
    assert steps_back(end, (0, 92.6), 10)
    assert not steps_back(end, (93, 700), 10)
