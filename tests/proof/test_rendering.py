"""What PDFium draws is compared with the claimed characters, to the point."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name
from PIL import Image

from zhengben.design.faces import FACES
from zhengben.document.declaration import Declaration
from zhengben.figures.known import known_objects
from zhengben.proof import rendering
from zhengben.proof.charset import with_identity
from zhengben.proof.drawn import DrawnPage
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.reference_pages import ReferencePages
from zhengben.proof.rendering import by_another, difference, strange_pages

# the smallest size of any edition's characters: that of the notes in the booklet
SMALLEST_PT = 8.0
ALIKE = (
    "未末",
    "己已巳",
    "日曰",
    "土士",
    "戊戌戍",
    "大太犬",
    "，、",
    "。．",
    "人入",
    "千干",
    "口囗",
    "王玉",
)


def drawn(character: str, x: float) -> pdfium.PdfPage:
    """Return a page that shows a character of the Song face."""
    return pdfium.PdfDocument(file(character, x))[0]


@cache
def song() -> tuple[hb.Font, bytes]:
    """Return the Song face, and a font of these characters of it under their own numbers."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(FACES["serif-tc"].path))))
    chosen = hb.SubsetInput()
    chosen.sets(hb.SubsetInputSets.UNICODE).update(map(ord, "".join(ALIKE)))
    chosen.flags = hb.SubsetFlags.RETAIN_GIDS
    made = hb.subset(font.face, chosen)
    # MuPDF shows nothing where the charset has another number than the code
    cff = bytes(made.reference_table("CFF ").data)
    return font, bytes(made.blob.data).replace(cff, with_identity(cff), 1)


def file(character: str, x: float) -> bytes:
    """Return a PDF of that page."""
    font, program = song()
    glyph = font.get_nominal_glyph(ord(character))
    with pikepdf.new() as pdf:
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Song, Flags=4, ItalicAngle=0, Ascent=880,
            Descent=-120, CapHeight=733, StemV=80, FontBBox=Array([-1000, -1000, 3000, 3000]),
            FontFile3=pdf.make_stream(program, Subtype=Name.OpenType),
        )  # fmt: skip
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.Song,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=descriptor,
        )  # fmt: skip
        shown_in = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Song,
            Encoding=Name("/Identity-H"), DescendantFonts=Array([inner]),
        )  # fmt: skip
        pdf.add_blank_page(page_size=(40, 40))
        shown = b"BT /F %.2f Tf %.3f 9 Td <%04x> Tj ET" % (SMALLEST_PT, x, glyph)
        pdf.pages[0].obj.Contents = pdf.make_stream(shown)
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=shown_in))
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()


PAGE = DrawnPage(1, (0.0, 0.0, 40.0, 40.0), 0)


@pytest.mark.slow
@pytest.mark.parametrize("alike", ALIKE)
def test_characters_that_look_alike_are_told_apart(alike: str) -> None:
    # wherever on the grid of points the one or the other comes to lie
    pages = {(c, x): drawn(c, x) for c in alike for x in (9.0, 9.12, 9.24)}
    for (one, x), (other, y) in combinations(pages, 2):
        told = difference(PAGE, pages[one, x], pages[other, y])
        assert bool(told) == (one != other), (one, other, x, y)


@pytest.mark.parametrize(("program", "engine"), [("pdftoppm", "Poppler"), ("mutool", "MuPDF")])
def test_another_engine_tells_them_apart(
    program: str,
    engine: str,
    tmp_path: Path,
    require_tool: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    require_tool(program)
    monkeypatch.setattr(rendering, "_ENGINES", {program: engine})
    path = tmp_path / "shown.pdf"
    path.write_bytes(file("未", 9.0))
    # a quarter of a point aside is how Poppler rounds
    for x in (9.0, 9.06, 9.12) if engine == "Poppler" else (9.0,):
        assert list(by_another(path, file("未", x), [PAGE])) == []
    (fault,) = by_another(path, file("末", 9.0), [PAGE])
    assert f"Page 1 shows other characters in {engine}" in fault.sentence


@pytest.mark.parametrize(("program", "engine"), [("pdftoppm", "Poppler"), ("mutool", "MuPDF")])
def test_published_pages_show_the_same_in_another_engine(
    program: str,
    engine: str,
    built: Path,
    require_tool: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is drawn from the published faces lies in fonts whose glyphs all viewers find."""
    require_tool(program)
    monkeypatch.setattr(rendering, "_ENGINES", {program: engine})
    path = next(built.glob("*.zh-Hant.handout.pdf"))
    references = {key: face.path for key, face in FACES.items()}
    with pikepdf.open(path) as pdf:
        pages = StrictContents(pdf).drawn
        reference = ReferencePages(pages, references).pdf()
    assert list(by_another(path, reference, pages)) == []


def test_one_engine_is_enough_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "_ENGINES", {})
    assert list(by_another(tmp_path / "none.pdf", b"", [PAGE])) == []


@pytest.mark.parametrize("side", [0.0, -40.0, 2401.0, 9e9])
def test_a_page_that_no_memory_holds_is_told_undrawn(side: float, tmp_path: Path) -> None:
    path = tmp_path / "shown.pdf"
    path.write_bytes(file("未", 9.0))
    (fault,) = strange_pages(path, [DrawnPage(1, (0.0, 0.0, 40.0, side), 0)], {})
    assert "is not as large as any page of the press" in fault.sentence


@pytest.mark.parametrize(
    ("points", "larger"), [((1191, 1684), [432, 960]), ((1684, 2381), [432]), ((9000, 9000), [])]
)
def test_no_page_is_drawn_larger_than_can_be_looked_at(
    points: tuple[int, int], larger: list[int], tmp_path: Path
) -> None:
    """An A4 page may be looked at in all sizes, one of A3 in the smaller, a huge one in none."""
    picture = tmp_path / "page.pgm"
    Image.new("L", points).save(picture)
    found = [dpi for dpi in rendering._LARGER_DPI if rendering._can_be_drawn(picture, dpi)]
    assert found == larger


@pytest.mark.parametrize("edition", ["handout", "vertical", "gongwen"])
def test_pages_are_the_same_at_first_sight(
    edition: str,
    built: Path,
    declaration: Declaration,
    monkeypatch: pytest.MonkeyPatch,
    require_tool: Callable[[str], str],
) -> None:
    """Poppler puts the glyphs of a page and of its reference at the same points, columns too."""
    require_tool("pdftoppm")
    looked = list[int]()
    draw = rendering._by_program

    def counted(program: str, path: Path, folder: Path, dpi: int, page: int = 0) -> list[Path]:
        looked.append(dpi)
        return draw(program, path, folder, dpi, page)

    monkeypatch.setattr(rendering, "_by_program", counted)
    path = built / f"astana-2017.zh-Hant.{edition}.pdf"
    references = {face.key: face.path for face in FACES.values()}
    with pikepdf.open(path) as pdf:
        contents = StrictContents(pdf, known_objects(declaration))
        assert list(strange_pages(path, contents.drawn, references)) == []
    assert looked == [144, 144]
