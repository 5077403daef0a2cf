"""Formulas of MathML become Word's own, whole, or stand in one line; none becomes another one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.formats.docx.test_word_file import write
from tests.marked_documents import write_marked
from zhengben.formats.docx.formulas import office_math
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
X, Y, SUM = "<mi>x</mi>", "<mn>2</mn>", "<mo>∑</mo>"


def mathml(inner: str) -> bytes:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'.encode()


def shape(inner: str) -> str:
    """Return the elements of a formula as Word has it, with its characters."""
    made = office_math(mathml(inner))
    if made is None:
        return "none"
    root = etree.fromstring(f'<m:oMath xmlns:m="{M}">{made}</m:oMath>')

    def told(element: etree._Element) -> str:
        name = str(etree.QName(element).localname)
        inside = "".join(map(told, element))
        if name in ("r", "t"):
            return inside + (element.text or "")
        if name.endswith("Pr"):
            return "".join(f"[{c.get(f'{{{M}}}val')}]" for c in element if name != "rPr")
        return f"{name}({inside})"

    return "".join(map(told, root))


SHAPES = {
    f"<mfrac>{X}{Y}</mfrac>": "f(num(x)den(2))",
    f'<mfrac linethickness="0">{X}{Y}</mfrac>': "f([noBar]num(x)den(2))",
    f"<msup>{X}{Y}</msup>": "sSup(e(x)sup(2))",
    f"<msub>{X}{Y}</msub>": "sSub(e(x)sub(2))",
    f"<msubsup>{X}{Y}{X}</msubsup>": "sSubSup(e(x)sub(2)sup(x))",
    f"<msqrt>{X}<mo>+</mo>{Y}</msqrt>": "rad([1]deg()e(x+2))",
    f"<mroot>{X}{Y}</mroot>": "rad(deg(2)e(x))",
    f"<munderover>{SUM}{X}{Y}</munderover>": "limUpp(e(limLow(e(∑)lim(x)))lim(2))",
    f"<munder>{SUM}{X}</munder>": "limLow(e(∑)lim(x))",
    f"<mover>{X}<mo>¯</mo></mover>": "acc([¯]e(x))",
    f"<mover>{X}{Y}</mover>": "limUpp(e(x)lim(2))",
    f'<mfenced open="[" close="]" separators=";">{X}{Y}</mfenced>': "d([[][;][]]e(x)e(2))",
    f"<mtable><mtr><mtd>{X}</mtd><mtd>{Y}</mtd></mtr></mtable>": "m(mr(e(x)e(2)))",
    f"<semantics><mrow>{X}</mrow><annotation>x</annotation></semantics>": "x",
    f"<mrow>{X}<mspace/><mtext>若 a&lt;b</mtext></mrow>": "x若 a<b",
    # what nobody can be sure of
    f"<menclose>{X}</menclose>": "none",
    f"<mmultiscripts>{X}{Y}</mmultiscripts>": "none",
    f"<mfrac>{X}</mfrac>": "none",
    f"<mrow>y{X}</mrow>": "none",
    f"<mtable>{X}</mtable>": "none",
}  # fmt: skip


@pytest.mark.parametrize("inner", SHAPES)
def test_a_formula_has_the_shape_of_its_source(inner: str) -> None:
    assert shape(inner) == SHAPES[inner]


ONE = st.sampled_from((X, Y, SUM, "<mtext>甲</mtext>"))
FORMULAS = st.recursive(
    ONE,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(("mfrac", "mroot", "msup", "msub", "munder")), inner, inner).map(
            lambda t: f"<{t[0]}>{t[1]}{t[2]}</{t[0]}>"
        ),
        st.lists(inner, max_size=3).map(lambda rows: f"<mrow>{''.join(rows)}</mrow>"),
        st.tuples(inner, inner, inner).map(lambda t: f"<msubsup>{''.join(t)}</msubsup>"),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(FORMULAS)
def test_no_character_of_a_formula_is_lost(inner: str) -> None:
    made = office_math(mathml(inner))
    assert made is not None
    root = etree.fromstring(f'<m:oMath xmlns:m="{M}">{made}</m:oMath>')
    # a root says its degree before what stands under it
    said = sorted("".join(map(str, root.itertext())))
    assert said == sorted("".join(map(str, etree.fromstring(mathml(inner)).itertext())))


def test_a_word_file_holds_formulas_of_its_own(tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content")
    (file,) = folder.glob("*.mml")
    declaration = Source.open(folder).read()[0]
    for inner, wanted in ((f"<mfrac>{X}{Y}</mfrac>", "<m:f>"), (f"<menclose>{X}</menclose>", "x<")):
        file.write_bytes(mathml(inner))
        data = write(declaration, folder)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert wanted in archive.read("word/document.xml").decode()
        path = tmp_path / "book.docx"
        path.write_bytes(data)
        ids = tuple(line.id for line in declaration.lines)
        marks = [line.marks for line in declaration.lines]
        proof = prove(path, declaration.text, ids=ids, references={}, marks=marks)
        assert proof.failures == ()
