"""Outlines are turned, moved, made cubic and written as numbers of a font program."""

from __future__ import annotations

import pytest
import uharfbuzz as hb
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen

from zhengben.design.faces import FACES
from zhengben.proof.outlines import (
    PEN,
    Likeness,
    Outline,
    _figure,
    alike,
    charstring,
    corner,
    cubic,
    placed,
    quarter,
    steps,
)

# a move, a line, a quadratic and a cubic curve, and the end
DRAWN: Outline = [0, 10.0, 20.0, 1, 40.0, 20.0, 2, 70.0, 50.0, 40.0, 80.0,
                  3, 30.0, 85.0, 20.0, 60.0, 10.0, 50.0, 4]  # fmt: skip


def test_an_outline_has_steps() -> None:
    assert list(steps(DRAWN)) == [
        (0, [(10, 20)]), (1, [(40, 20)]), (2, [(70, 50), (40, 80)]),
        (3, [(30, 85), (20, 60), (10, 50)]), (4, []),
    ]  # fmt: skip
    assert list(steps([])) == []


def test_quadratic_curves_are_cubic_ones() -> None:
    made = cubic(DRAWN)
    assert made[:7] == [0, 10, 20, 1, 40, 20, 3]
    # two thirds of the way to the one point from either end
    assert made[7:13] == pytest.approx([60, 40, 60, 60, 40, 80])
    assert made[13:] == DRAWN[11:]
    two: Outline = [0, 0.0, 0.0, 2, 3.0, 6.0, 6.0, 0.0, 2, 9.0, -6.0, 12.0, 0.0, 4]
    assert cubic(two) == pytest.approx([0, 0, 0, 3, 2, 4, 4, 4, 6, 0, 3, 8, -4, 10, -4, 12, 0, 4])
    # a curve right behind the end of another outline begins where that one did end
    closed: Outline = [0, 3.0, 3.0, 4, 2, 6.0, 9.0, 9.0, 3.0]
    assert cubic(closed)[4:] == pytest.approx([3, 5, 7, 7, 7, 9, 3])
    assert cubic([]) == []


def test_an_outline_is_placed_by_its_corner() -> None:
    assert corner(DRAWN) == (10, 20)
    assert corner([1, -5.0, 7.0, 1, 3.0, -2.0]) == (-5, -2)
    assert corner([4]) == (0, 0)
    assert placed(DRAWN)[:6] == [0, 0, 0, 1, 30, 0]
    assert placed([1, -5.0, 7.0, 1, 3.0, -2.0]) == [1, 0, 9, 1, 8, 0]
    assert quarter([0, 1.0, 2.0, 4]) == [0, -2, 1, 4]


def test_outlines_are_alike_wherever_they_lie() -> None:
    aside = [n for op, points in steps(DRAWN)
             for n in (op, *(c for x, y in points for c in (x + 7, y - 9)))]  # fmt: skip
    assert alike(aside, placed(DRAWN))
    assert alike(DRAWN, placed(cubic(DRAWN)))
    # a curve of another degree may be rounded by a unit, and no more
    for by, same in ((1.0, True), (-1.0, True), (1.1, False), (-1.1, False)):
        near = placed(cubic(DRAWN))
        near[8] += by
        assert alike(DRAWN, near) is same, by
    assert not alike(DRAWN, placed(cubic(DRAWN))[:-1])
    assert not alike(DRAWN, [])
    assert alike([], [])


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, b"\x8b"), (107, b"\xf6"), (-107, b"\x20"), (108, b"\x1c\x00\x6c"),
        (-108, b"\x1c\xff\x94"), (1000, b"\x1c\x03\xe8"), (-32768, b"\x1c\x80\x00"),
    ],
)  # fmt: skip
def test_a_figure_of_a_font_program(number: int, written: bytes) -> None:
    assert _figure(number) == written


def drawn(code: bytes) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
    pen = RecordingPen()
    charstring_of = T2CharString(code)
    charstring_of.private = type("Private", (), {"defaultWidthX": 0, "nominalWidthX": 0})()
    charstring_of.draw(pen)
    return [(name, points) for name, points in pen.value if name != "endPath"]


def test_an_outline_is_written_as_a_charstring() -> None:
    plain: Outline = [0, 10.0, 20.0, 1, 400.0, 20.4, 3, 30.0, 85.0, 20.0, 60.0, 10.0, 50.0, 4]
    code = charstring(plain, Likeness(1))
    assert code == (
        b"\x95\x9f\x15" + b"\x1c\x01\x86\x8b\x05" + b"\x1c\xfe\x8e\xcc\x81\x72\x81\x81\x08\x0e"
    )
    assert drawn(code) == [
        ("moveTo", ((10, 20),)), ("lineTo", ((400, 20),)),
        ("curveTo", ((30, 85), (20, 60), (10, 50))), ("closePath", ()),
    ]  # fmt: skip
    moved = drawn(charstring(plain, Likeness(1, False, (5.0, -7.0))))
    assert moved[0] == ("moveTo", ((15, 13),))
    assert moved[1] == ("lineTo", ((405, 13),))
    turned = drawn(charstring(plain, Likeness(1, True, (500.0, 0.0))))
    assert turned[0] == ("moveTo", ((480, 10),))
    assert turned[1] == ("lineTo", ((480, 400),))
    # a quadratic curve is written as the cubic one that it is
    assert [name for name, _ in drawn(charstring(DRAWN, Likeness(1)))] == [
        "moveTo", "lineTo", "curveTo", "curveTo", "closePath",
    ]  # fmt: skip
    assert charstring([], Likeness(1)) == b"\x0e"


def test_a_pen_writes_numbers_by_the_kind_of_curve() -> None:
    """A face of CFF outlines has cubic curves, one of TrueType outlines quadratic ones."""
    for key, curve in (("serif-tc", 3), ("serif-letters", 2)):
        font = hb.Font(hb.Face(hb.Blob.from_file_path(str(FACES[key].path))))
        found: Outline = []
        font.draw_glyph(font.get_nominal_glyph(ord("o")) or 0, PEN, found)
        operators = [int(operator) for operator, _ in steps(found)]
        assert set(operators) - {1} == {0, curve, 4}
        assert operators[0] == 0
        assert operators.count(0) == operators.count(4) == 2
