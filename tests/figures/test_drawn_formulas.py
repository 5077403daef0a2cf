"""Formulas: LaTeX as MathML, MathML as outlines, and what is not sure to be drawn is not."""

from __future__ import annotations

import pytest
from figure_documents import MATHML

from zhengben.figures.formulas import draw, mathml_of, mathml_sha256, source_mathml

INTEGRAL = r"\int_0^1 \frac{x^2}{2}\,dx"
MATRIX = r"\begin{pmatrix}a&b\\c&d\end{pmatrix}"
CASES = r"\begin{cases}x & x>0\\ 0 & \text{else}\end{cases}"


@pytest.mark.parametrize("latex", [INTEGRAL, MATRIX, CASES, "x^2", r"\sqrt[3]{x_1}+\overline{y}"])
def test_latex_is_drawn(latex: str) -> None:
    mathml = mathml_of(latex, alone=True)
    made = draw(mathml)
    assert made is not None
    assert 0 < made.width_em < 6
    assert made.ascent_em > 0
    words = made.operators.decode().split()
    names = {word for word in words if not word.lstrip("-").replace(".", "").isdigit()}
    assert names <= {"m", "l", "c", "h", "f", "re"}
    # the same outlines, whoever asks
    again = draw(mathml)
    assert again is not None
    assert again.digest == made.digest


def test_a_formula_that_stands_alone_is_displayed() -> None:
    inline, alone = (draw(mathml_of(r"\sum_{i=1}^n i", alone=a)) for a in (False, True))
    assert inline is not None
    assert alone is not None
    assert alone.ascent_em > inline.ascent_em


@pytest.mark.parametrize(
    "latex", [r"\foo{x}", r"\frac{x", "x&y", "x" * 5000, "{" * 300 + "}" * 300]
)
def test_latex_that_nobody_is_sure_of_is_none(latex: str) -> None:
    assert mathml_of(latex) == ""


def test_what_the_face_lacks_is_not_drawn() -> None:
    assert mathml_of(r"\text{甲}")
    assert draw(mathml_of(r"\text{甲}")) is None
    assert draw("<math") is None
    assert draw(MATHML.replace("<mi>S</mi>", "<script>S</script>")) is None
    assert draw(MATHML) is not None


def test_colours_and_links_are_left_out() -> None:
    assert "<mi>x</mi>" in mathml_of(r"\color{red}{x}")
    assert "red" not in mathml_of(r"\color{red}{x}")
    assert "example" not in mathml_of(r"\href{http://example.org}{x}")


def test_the_hash_of_mathml_is_that_of_its_canonical_form() -> None:
    spelled = MATHML.replace('display="block"', "display='block'").replace(
        "<mi>S</mi>", "<mi >S</mi>"
    )
    assert mathml_sha256(spelled) == mathml_sha256(MATHML)
    assert mathml_sha256(MATHML.replace("S", "T")) != mathml_sha256(MATHML)
    assert "<mtext>x^2</mtext>" in source_mathml("x^2")
