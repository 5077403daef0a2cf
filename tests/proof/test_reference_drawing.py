"""The pages that a file claims are drawn from the published faces, glyph by glyph."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from pikepdf import Array, Name
from PIL import Image, ImageChops

from tests.proof.test_stretches import file, program
from zhengben.design.faces import FACES
from zhengben.proof import reference_pages
from zhengben.proof.drawn import DrawnGlyph, DrawnPage, DrawnRule, DrawnText, ShownObject
from zhengben.proof.outlines import Likeness
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.reference_pages import ReferencePages, _font, _subset, _turned
from zhengben.proof.witness import FontProgram

PATH = FACES["serif-tc"].path
REFERENCES = {"Song": PATH}
UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LINE = "1 0 0 -1 0 40 cm BT /F 10 Tf 1 0 0 -1 10 20 Tm [<一> 50 <二>] TJ <三> Tj ET"


def drawn(data: bytes) -> list[DrawnPage]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return StrictContents(pdf).drawn


def shown(data: bytes) -> Image.Image:
    picture: Image.Image = pdfium.PdfDocument(data)[0].render(scale=6, grayscale=True).to_pil()
    return picture


def differs(one: bytes, other: bytes) -> int:
    return ImageChops.difference(shown(one), shown(other)).getextrema()[1]  # type: ignore[return-value]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_is_drawn_as_the_file_draws_it(rotate: int) -> None:
    data = file(f"{LINE} 0.5 w 5 5 m 50 5 l S", rotate=rotate)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = StrictContents(pdf).drawn
        made = ReferencePages(pages, REFERENCES).pdf()
    assert differs(data, made) == 0
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (page,) = pdf.pages
        assert [float(n) for n in page.mediabox] == [0, 0, 60, 40]
        assert page.obj.get("/Rotate", 0) == rotate
        content = page.Contents.read_bytes().decode().split("\n")
    glyphs = program()[1]
    assert content == [
        "q 1.000000 0.000000 0.000000 -1.000000 0.000000 40.000000 cm  0.500000 w "
        "5 5 m 50 5 l S Q",
        "q 1.000000 0.000000 0.000000 -1.000000 0.000000 40.000000 cm BT /F0 10.000000 Tf "
        f"1.000000 0.000000 0.000000 -1.000000 10.000000 20.000000 Tm [<{glyphs['一']:04x}>"
        f"-950.0000<{glyphs['二']:04x}>] TJ ET Q",
        "q 1.000000 0.000000 0.000000 -1.000000 0.000000 40.000000 cm BT /F0 10.000000 Tf "
        f"1.000000 0.000000 0.000000 -1.000000 29.500000 20.000000 Tm [<{glyphs['三']:04x}>] "
        "TJ ET Q",
    ]  # fmt: skip


def test_what_no_face_has_is_not_drawn() -> None:
    lies = file(LINE, claims={"一": "二"})
    with pikepdf.open(io.BytesIO(lies)) as pdf:
        pages = StrictContents(pdf).drawn
        made = ReferencePages(pages, REFERENCES).pdf()
        unknown = ReferencePages(pages, {"Other": PATH}).pdf()
    for data, glyphs in ((made, "二三"), (unknown, "")):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            content = pdf.pages[0].Contents.read_bytes()
        codes = [b"%04x" % program()[1][character] for character in glyphs]
        assert re.findall(b"<([0-9a-f]{4})>", content) == codes


def font_of(pages: list[DrawnPage]) -> Any:
    return pages[0].glyphs[0].font


def test_glyphs_are_moved_to_their_places() -> None:
    with pikepdf.open(io.BytesIO(file(LINE))) as pdf:
        pages = StrictContents(pdf).drawn
        font, codes = font_of(pages), program()[1]
        made = ReferencePages([], REFERENCES)
        glyphs = [
            DrawnGlyph(font, codes[c], c, (20.0, 0, 0, 20.0, left, 6.0))
            for c, left in (("一", 9.0), ("二", 9.0), ("三", 59.00001))
        ]
        text = DrawnText(tuple(glyphs), 10.0, (1, 0, 0, 1, 2, 3), (2, 0, 0, 2, 5, 0))
        known = [(g, found) for g in glyphs if (found := made._like(g))]
        face = (PATH, False)
        assert [found for _, found in known] == [(face, codes[c]) for c in "一二三"]
        written = made._shown(text, face, [(g, n) for g, (_, n) in known])
        head = b"q 2.000000 0.000000 0.000000 2.000000 5.000000 0.000000 cm BT /F0 10.000000 Tf "
        assert written == head + (
            b"1.000000 0.000000 0.000000 1.000000 2.000000 3.000000 Tm [<%04x><%04x>-2500.0005"
            b"<%04x>] TJ ET Q" % tuple(codes[c] for c in "一二三")
        )
        # looked up once
        assert made._found.keys() == {(id(font), codes[c], None) for c in "一二三"}
        assert made._like(glyphs[0]) == (face, codes["一"])


def test_how_far_glyphs_reach() -> None:
    """No less than the file's font says, and than a glyph of it reaches."""
    made = ReferencePages([], {})
    face = (PATH, False)

    def font(edges: tuple[int, int, int, int], ink: tuple[float, float, float, float]) -> Any:
        return SimpleNamespace(edges=edges, ink=lambda code: ink, face=SimpleNamespace(upem=1000))

    made._reach(face, font((-10, -20, 30, 40), (0.0, 0.0, 0.01, 0.01)), 5)
    assert made._edges == {face: (-10, -20, 30, 40)}
    made._reach(face, font((-5, -5, 5, 5), (-0.0305, -0.0405, 0.0505, 0.0605)), 5)
    assert made._edges == {face: (-31, -41, 51, 61)}
    made._reach(face, font((-99, 0, 0, 99), (0, 0, 0, 0)), 5)
    assert made._edges == {face: (-99, -41, 51, 99)}
    other = (PATH, True)
    made._reach(other, font((1, 2, 3, 4), (0.5, 0.5, 0.0, 0.0)), 5)
    assert made._edges[other] == (1, 2, 3, 4)


def test_pictures_of_the_file_are_drawn_where_it_has_them(monkeypatch: Any) -> None:
    with pikepdf.new() as pdf:
        item = pdf.make_stream(b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form)
        item.BBox = Array([0, 0, 1, 1])
        objects = [ShownObject(item, (9.0, 0, 0, 7.0, 5.0, 6.0)), ShownObject(item, UNIT)]
        rule = DrawnRule((0, 0, 1, 1), b"rule")
        pages = [DrawnPage(1, (0, 0, 40, 30), 0, rules=[rule], objects=objects),
                 DrawnPage(2, (0, 0, 30, 40), 90)]  # fmt: skip
        data = ReferencePages(pages, {}).pdf()
    with pikepdf.open(io.BytesIO(data)) as made:
        first, second = made.pages
        assert first.Contents.read_bytes().decode().split("\n") == [
            "q 9.000000 0.000000 0.000000 7.000000 5.000000 6.000000 cm /O0 Do Q",
            "q 1.000000 0.000000 0.000000 1.000000 0.000000 0.000000 cm /O1 Do Q",
            "rule",
        ]
        held = first.obj.Resources.XObject
        assert set(held.keys()) == {"/O0", "/O1"}
        assert held.O0.objgen == held.O1.objgen
        assert held.O0.read_bytes() == b"0 0 1 1 re f"
        assert "/XObject" not in second.obj.Resources
        assert ("/Rotate" in first.obj, int(second.obj.Rotate)) == (False, 90)
        assert [float(n) for n in second.mediabox] == [0, 0, 30, 40]


def test_a_font_has_no_advance_and_its_own_kind() -> None:
    codes = program()[1]
    edges = (0, 0, 0, 0)
    with pikepdf.new() as pdf:
        likes = {Likeness(codes["一"]): codes["一"]}
        made = _font(pdf, (PATH, False), likes, edges)
        inner = made.DescendantFonts[0]
        assert (made.Subtype, made.Encoding, inner.Subtype, inner.DW) == (
            Name.Type0, Name("/Identity-H"), Name.CIDFontType0, 0)  # fmt: skip
        assert inner.FontDescriptor.FontFile3.Subtype == Name.OpenType
        assert int(inner.FontDescriptor.Flags) == 4
        said = {key: inner.FontDescriptor[key] for key in inner.FontDescriptor.keys()}  # noqa: SIM118
        del said["/FontFile3"]
        box = [int(n) for n in said.pop("/FontBBox")]
        assert box == [-1000, -1000, 3000, 3000]
        # what a descriptor has to have (ISO 32000-1, table 122)
        assert said == {
            "/Type": Name.FontDescriptor, "/FontName": Name.Reference, "/Flags": 4,
            "/ItalicAngle": 0, "/Ascent": 880, "/Descent": -120, "/CapHeight": 733, "/StemV": 80,
        }  # fmt: skip
        system = inner.CIDSystemInfo
        assert (str(system.Registry), str(system.Ordering), system.Supplement) == (
            "Adobe", "Identity", 0)  # fmt: skip
        assert {made.Type, inner.Type} == {Name.Font}
        assert {made.BaseFont, inner.BaseFont} == {Name.Reference}
        data = bytes(inner.FontDescriptor.FontFile3.read_bytes())
        assert data == _subset(PATH, {codes["一"]})
        turned = _font(pdf, (PATH, True), {Likeness(codes["一"], True): 1}, edges)
        held = turned.DescendantFonts[0].FontDescriptor.FontFile3
        assert TTFont(io.BytesIO(bytes(held.read_bytes()))).getGlyphOrder() == [".notdef", "g1"]


def test_a_subset_keeps_outlines_and_numbers() -> None:
    codes = program()[1]
    whole = FontProgram(hb.Blob.from_file_path(str(PATH)))
    some = FontProgram(hb.Blob(_subset(PATH, {codes["一"], codes["三"]})))
    for character in "一三":
        assert some.outline(codes[character]) == whole.outline(codes[character])
    assert some.outline(codes["二"]) == []


def test_glyphs_are_turned_and_numbered_from_one() -> None:
    codes = program()[1]
    whole = FontProgram(hb.Blob.from_file_path(str(PATH)))
    one, turned = Likeness(codes["一"]), Likeness(codes["一"], True, (5.0, 7.0))
    data = _turned(PATH, [one, turned], (-3, -4, 50, 60))
    made = FontProgram(hb.Blob(data))
    assert made.edges == (-3, -4, 50, 60)
    assert made.face.upem == whole.face.upem
    assert made.outline(1) == whole.outline(codes["一"])
    left, low, right, high = (n * 1000 for n in whole.ink(codes["一"]))
    # by a quarter against the clock, then to the right and up
    found = [n * 1000 for n in made.ink(2)]
    assert found == pytest.approx([-high + 5, left + 7, -low + 5, right + 7], abs=1)
    font = TTFont(io.BytesIO(data))
    assert list(font["CFF "].cff.topDictIndex[0].FontBBox) == [-3, -4, 50, 60]
    assert font["hmtx"].metrics == dict.fromkeys((".notdef", "g1", "g2"), (0, 0))
    assert (font["hhea"].ascent, font["hhea"].descent) == (880, -120)


def test_a_face_of_other_curves_lies_in_a_font_of_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_pages, "_subset", lambda path, glyphs: b"\0\1\0\0 truetype")
    with pikepdf.new() as pdf:
        made = _font(pdf, (tmp_path, False), {Likeness(5): 5}, (0, 0, 0, 0))
        inner = made.DescendantFonts[0]
        assert (inner.Subtype, inner.CIDToGIDMap) == (Name.CIDFontType2, Name.Identity)
        assert inner.FontDescriptor.FontFile2.read_bytes() == b"\0\1\0\0 truetype"
        assert "/FontFile3" not in inner.FontDescriptor
