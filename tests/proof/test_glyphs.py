"""Every glyph of a page is measured: place, size, ink, colour, marked content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, element, font
from zhengben.proof.glyphs import BLACK, FontUse, Glyph, Measured, measure


def measured(pdf: pikepdf.Pdf, folder: Path) -> Measured:
    path = folder / "a.pdf"
    pdf.save(path)
    return measure(path)


def glyphs(operators: str, folder: Path, **resources: Any) -> list[Glyph]:
    return measured(document(operators, **resources), folder).pages[0].glyphs


def test_glyphs_stand_along_their_line(tmp_path: Path) -> None:
    one, two, three, four = glyphs(
        "/P <</MCID 4>> BDC BT /F 10 Tf 20 30 Td [<00010003> 100 <0002>] TJ <0001> Tj ET EMC",
        tmp_path,
    )
    assert (one.text, one.start, one.end, one.base, one.size) == ("一", 20, 30, 30, 10)
    assert (three.text, three.start, three.end) == ("二", 34, 44)
    assert (two.start, two.end) == (30, 35)
    assert (four.start, four.end) == (44, 54)
    # without a program the em is all ink
    assert one.ink == (20, 30, 30, 40)
    assert (one.ink_left, one.ink_right, one.font, one.level) == (0, 1, "Song", True)
    assert one.key is not None
    assert one.key[1] == 4
    assert one.artifact == 0


def test_spaced_stretched_and_scaled_glyphs(tmp_path: Path) -> None:
    (one, two) = glyphs("BT /F 10 Tf 2 Tc 50 Tz 2 0 0 2 20 30 Tm <00010002> Tj ET", tmp_path)
    assert (one.start, one.end, one.size) == (20, 30, 20)
    assert two.start == 32
    (one, two) = glyphs("BT /F 10 Tf 50 Tz 20 30 Td [<0001> 100 <0002>] TJ ET", tmp_path)
    assert two.start == 24.5
    (one,) = glyphs("2 0 0 2 1 1 cm BT /F 10 Tf 20 30 Td <0001> Tj ET", tmp_path)
    assert (one.start, one.end, one.base, one.size) == (41, 61, 61, 20)
    assert one.ink == (41, 61, 61, 81)


def test_a_turned_line_is_not_level(tmp_path: Path) -> None:
    def level(matrix: str) -> bool:
        (one,) = glyphs(f"BT /F 10 Tf {matrix} 20 30 Tm <0001> Tj ET", tmp_path)
        return one.level

    assert level("1 0 0 1")
    assert not level("0 1 -1 0")
    assert not level("-1 0 0 -1")
    assert level("10 0.009 0 10")
    assert not level("10 0.011 0 10")


def test_artifacts_are_counted(tmp_path: Path) -> None:
    text = "BT /F 10 Tf 20 30 Td <0001> Tj ET"
    found = glyphs(
        f"/Artifact BMC {text} EMC /P <</MCID 0>> BDC {text} EMC "
        f"/Artifact BMC /Span BMC {text} EMC {text} EMC {text}",
        tmp_path,
    )
    first, marked, inner, outer, loose = found
    assert (first.key, marked.artifact, loose.artifact) == (None, 0, 0)
    assert 0 < first.artifact < inner.artifact == outer.artifact


def test_a_glyph_is_of_the_innermost_content(tmp_path: Path) -> None:
    text = "BT /F 10 Tf 20 30 Td <0001> Tj ET"
    (inner, outer) = glyphs(
        f"/P <</MCID 0>> BDC /P <</MCID 1>> BDC /Span BMC {text} EMC EMC {text} EMC", tmp_path
    )
    assert [one.key and one.key[1] for one in (inner, outer)] == [1, 0]


def test_text_in_no_font_is_not_measured(tmp_path: Path) -> None:
    assert glyphs("BT /None 10 Tf <0001> Tj ET BT <0001> Tj ET", tmp_path) == []


COLOURS = {
    "": BLACK,
    "0 g": BLACK,
    "0 0 0 rg": BLACK,
    "0 0 0 1 k": BLACK,
    "0.5 g": "colour 0.5",
    "1 0 0 rg": "colour 1 0 0",
    "0 0 0 0 k": "colour 0 0 0 0",
    "1 0 0 RG": BLACK,
    "1 0 0 RG 1 Tr": "colour 1 0 0",
    "1 g 1 Tr": "colour 1",
    "1 0 0 RG 2 Tr": "colour 1 0 0",
    "1 0 0 RG 5 Tr": "colour 1 0 0",
    "1 0 0 RG 6 Tr": "colour 1 0 0",
    "1 0 0 RG 4 Tr": BLACK,
    "1 g /DeviceGray cs": BLACK,
    "/DeviceRGB cs 0 1 0 sc": "colour 0 1 0",
    "/DeviceCMYK cs 0 0 0 1 scn": BLACK,
    "/Lab cs": "/Lab first colour",
    "/Lab cs 0 0 0 sc": "a colour of its own space",
    "/Lab cs 0 g": BLACK,
    "/Lab cs 0 g 1 sc": "colour 1",
    "/Pattern cs /P scn": "a colour of its own space",
    "/P scn": "a pattern",
    "/Lab CS": BLACK,
    "/Lab CS 1 Tr": "/Lab first colour",
    "/DeviceGray CS 1 SC 1 Tr": "colour 1",
    "/Lab CS 1 SCN 1 Tr": "a colour of its own space",
    "1 G 1 Tr": "colour 1",
    "0 1 0 0 K 1 Tr": "colour 0 1 0 0",
    "q 1 g Q": BLACK,
    "/A gs": "black, see-through",
    "/B gs": "black, see-through",
    "/C gs": BLACK,
    "/A gs /C gs": BLACK,
}


@pytest.mark.parametrize("operators", COLOURS)
def test_the_colour_of_a_glyph(operators: str, tmp_path: Path) -> None:
    states = Dictionary(A=Dictionary(ca=0.5), B=Dictionary(CA=0.5), C=Dictionary(ca=1))
    (one,) = glyphs(f"BT /F 10 Tf {operators} <0001> Tj ET", tmp_path, ExtGState=states)
    assert one.colour == COLOURS[operators]


PAINTS = {
    "1 g 0.5 G 0 0 1 1 re f": {"colour 1"},
    "1 g 0.5 G 0 0 1 1 re S": {"colour 0.5"},
    "1 g 0.5 G 0 0 1 1 re s": {"colour 0.5"},
    "1 g 0.5 G 0 0 1 1 re B": {"colour 1", "colour 0.5"},
    "1 g 0.5 G 0 0 1 1 re b*": {"colour 1", "colour 0.5"},
    "0 0 1 1 re f* 1 g F": {BLACK, "colour 1"},
    "/X sh": {"a picture or shading"},
    "/X Do": {"a picture or shading"},
    "0 0 1 1 re n": set(),
    "1 g 0.5 G 0 0 1 1 re b": {"colour 1", "colour 0.5"},
    "1 g 0.5 G 0 0 1 1 re B*": {"colour 1", "colour 0.5"},
}


@pytest.mark.parametrize("operators", PAINTS)
def test_what_is_painted(operators: str, tmp_path: Path) -> None:
    assert measured(document(operators), tmp_path).pages[0].paints == PAINTS[operators]


def test_pages_fonts_and_the_way_to_content(tmp_path: Path) -> None:
    pdf = document("/P <</MCID 0>> BDC BT /F 10 Tf <0001> Tj ET EMC", "")
    pdf.pages[0].Resources.Font.G = font(pdf)
    pdf.pages[1].obj.TrimBox = Array([9, 8, 1, 2])
    pdf.pages[1].obj.Rotate = -90
    block = element(pdf, "P", 0, id="a", Pg=pdf.pages[0].obj)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=element(pdf, "Art", block)))
    found = measured(pdf, tmp_path)
    one, two = found.pages
    assert (one.number, one.media, one.trim, one.turned) == (1, (0, 0, 200, 100), None, 0)
    assert (two.number, two.trim, two.turned) == (2, (1, 2, 9, 8), 270)
    # a font of which nothing is shown is left out
    assert found.fonts == [FontUse("Song", False)]
    ((key, path),) = found.paths.items()
    assert key == one.glyphs[0].key
    assert [(step.role, step.name) for step in path] == [("Art", ""), ("P", "a")]
    assert found.folds == {}
    assert measured(document(""), tmp_path).paths == {}


@pytest.mark.parametrize("program", ["FontFile", "FontFile2", "FontFile3"])
def test_an_embedded_font(program: str, tmp_path: Path) -> None:
    pdf = document("BT /S 10 Tf <01> Tj ET")
    simple = Dictionary(Subtype=Name.Type1, BaseFont=Name.Plain, FontDescriptor=Dictionary())
    simple.FontDescriptor[f"/{program}"] = pdf.make_stream(b"")
    pdf.pages[0].Resources.Font.S = pdf.make_indirect(simple)
    found = measured(pdf, tmp_path)
    assert found.fonts == [FontUse("Plain", True)]
    # glyphs of one byte are not measured
    assert found.pages[0].glyphs == []
