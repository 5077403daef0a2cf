"""The room of a picture: its proportion, within the type area, in whole lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_documents import small_document

from zhengben.design.editions import PRINTED
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT, Mark
from zhengben.document.provenance import ObjectFile
from zhengben.figures.drawings import Drawings
from zhengben.figures.shape import ObjectShape
from zhengben.typesetting.figures import ObjectSetter, Place

MARK = Mark("image", 0, 1, "map.png|甲國")
ALONE = Line(1, 0, OBJECT, "figure-1", role="figure", marks=(MARK,))
AMONG = Line(1, 0, f"{OBJECT}甲乙", "para-1", marks=(MARK,))


@pytest.fixture(scope="module")
def declaration(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return small_document(tmp_path_factory.mktemp("room"), ["甲。"])


def shape(
    declaration: Declaration, edition: str, place: Place, width: int, height: int, **said: int
) -> ObjectShape:
    drawings = Drawings(declaration, Path())
    drawings.files["map.png"] = ObjectFile(
        "map.png", "image/png", "", "0", "", width, height, 150, **said
    )
    made = ObjectSetter(PRINTED[edition], drawings).shape(
        MARK, ALONE if place == "figure" else AMONG, place
    )
    assert made is not None
    return made


@given(
    st.sampled_from(sorted(PRINTED)), st.sampled_from(("figure", "text", "line")),
    st.integers(1, 20_000), st.integers(1, 20_000), st.integers(0, 400), st.booleans(),
)  # fmt: skip
def test_a_picture_keeps_its_proportion_and_the_type_area(
    declaration: Declaration, edition: str, place: Place,
    width: int, height: int, width_mm: int, landscape: bool,
) -> None:  # fmt: skip
    made = shape(declaration, edition, place, width, height, width_mm=width_mm,
                 landscape=landscape)  # fmt: skip
    row = PRINTED[edition]
    across = made.ascent + made.descent
    assert made.width <= row.measure_em + 1e-6
    assert across * row.text_pt <= row.depth_pt
    assert made.turned == (row.vertical != (landscape and place == "figure"))
    sides = (across, made.width) if made.turned else (made.width, across)
    # lengths are rounded to thousandths of an em
    assert abs(sides[0] * height - sides[1] * width) <= 0.002 * (width + height)
    leading = row.leading_pt / row.text_pt
    above, below = made.rows(leading)
    assert (1 + above + below) * row.leading_pt <= row.depth_pt + row.leading_pt


def test_a_picture_is_printed_by_its_points_or_as_wide_as_is_said(declaration: Declaration) -> None:
    em = PRINTED["handout"].text_pt
    natural = shape(declaration, "handout", "figure", 450, 300)
    assert natural.width * em == pytest.approx(450 * 72 / 150, abs=0.01)
    said = shape(declaration, "handout", "figure", 450, 300, width_mm=50)
    assert said.width * em == pytest.approx(50 * 72 / 25.4, abs=0.01)
    wide = shape(declaration, "handout", "figure", 3000, 1200)
    assert wide.width == PRINTED["handout"].measure_em
    turned = shape(declaration, "handout", "figure", 3000, 1200, landscape=True)
    assert turned.turned
    assert turned.ascent + turned.descent > wide.width
