"""Which glyphs of a page are drawn large, where, and what of them is compared."""

from __future__ import annotations

import functools
import io
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String

from tests.proof.pages import document, font
from zhengben.design.faces import FACES
from zhengben.proof import sample
from zhengben.proof.geometry import placed, times
from zhengben.proof.glyphs import Measurer
from zhengben.proof.reference_pages import _subset
from zhengben.proof.sample import (
    SampledContents,
    _around,
    _beside,
    _box_of,
    _differs,
    _Glyph,
    _glyphs,
    _meets,
    _Opened,
    _page_with,
    _path,
    _paths,
    _Piece,
    _stretches,
    chosen_page,
    strange_sample,
)
from zhengben.proof.witness import FontProgram

UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_the_page_is_chosen_by_the_hash_of_the_file() -> None:
    # of SHA-256 of b"x" the first eight bytes are 2d711642b726b044
    assert chosen_page(b"x", 1000) == 0x2D711642B726B044 % 1000 + 1
    assert chosen_page(b"x", 7) == 0x2D711642B726B044 % 7 + 1


def read(content: str, chosen: int = 1) -> SampledContents:
    pdf = document("", content) if chosen == 2 else document(content, content)
    resources = pdf.pages[-1].Resources
    resources.Font.V = font(pdf, Encoding=Name("/Identity-V"))
    resources.Font.S = pdf.make_indirect(Dictionary(Subtype=Name.Type1, BaseFont=Name.Plain))
    contents = SampledContents({}, chosen)
    for number, page in enumerate(pdf.pages, 1):
        contents.read_page(page, number)
    return contents


def test_pieces_of_the_chosen_page_are_kept() -> None:
    shown = "2 0 0 2 5 6 cm BT /F 10 Tf 3 Ts 1.5 Tc 50 Tz 20 30 Td [<0001> 100 <0002>] TJ ET"
    for chosen in (1, 2):
        (piece,) = read(shown, chosen).pieces
        assert (piece.size, piece.stretch, piece.space) == (10, 0.5, 1.5)
        assert piece.place == (2, 0, 0, 2, 45, 72)
        assert [str(item) for item in piece.items[1::2]] == ["100"]
        assert [bytes(item) for item in piece.items[::2]] == [b"\0\1", b"\0\2"]
    assert not piece.told
    assert read(shown, 3).pieces == []
    # what is told of several glyphs has no glyph of its own
    several = "/Span <</ActualText (a)>> BDC BT /F 10 Tf <0001> Tj ET EMC"
    assert [each.told for each in read(several, 2).pieces] == [True]
    for left_out in ("BT <0001> Tj ET", "BT /S 9 Tf <01> Tj ET", "BT /V 9 Tf <0001> Tj ET"):
        assert read(left_out, 2).pieces == [], left_out


class Font:
    """A font whose codes are letters, each half an em wide; nobody reads its question mark."""

    def codes(self, strings: list[bytes]) -> bytes:
        return b"".join(strings)

    def width(self, code: int) -> float:
        return 500.0

    def meet(self, code: int, page: int) -> tuple[str, float]:
        assert page == 0
        return "\ufffd" if code == 63 else chr(code), 500.0


def piece(text: str, font: Any, place: Any = UNIT, *, told: bool = False) -> _Piece:
    return _Piece(font, (String(text),), 10.0, 1.0, 0.0, place, told)


def test_glyphs_of_a_piece_stand_along_its_line() -> None:
    items = (String("ab"), 200, String("c"), -100.0, String("d"))
    place = (2.0, 0.0, 0.0, 2.0, 7.0, 8.0)
    found = list(_glyphs(_Piece(cast(Any, Font()), items, 10.0, 0.5, 1.0, place, False)))
    assert [(g.text, g.code) for g in found] == [("a", 97), ("b", 98), ("c", 99), ("d", 100)]
    # half of five points and one of space; then a fifth of an em back, a tenth ahead
    assert [g.matrix for g in found] == [
        pytest.approx((10, 0, 0, 20, 7 + 2 * along, 8)) for along in (0, 3, 5, 8.5)
    ]
    told = list(_glyphs(_Piece(cast(Any, Font()), items, 10.0, 0.5, 1.0, place, True)))
    assert [glyph.text for glyph in told] == [""] * 4
    assert [glyph.matrix for glyph in told] == [glyph.matrix for glyph in found]


def chosen(digest: bytes, pieces: list[_Piece]) -> list[tuple[Any, str]]:
    found = _stretches(digest, pieces)
    return [(font, "".join(glyph.text for glyph in glyphs)) for font, glyphs in found]


def digest(*numbers: int) -> bytes:
    """Return a hash of which the number of each font, from the first, is one of these."""
    made = bytearray(32)
    for place, number in enumerate(numbers):
        # each is eight bytes from its own place on: all but its last byte are of others
        made[15 + place] = number
    return bytes(made)


def test_one_stretch_of_each_font_is_chosen_by_the_hash() -> None:
    one = Font()
    texts = [piece(text, one) for text in ("abc", "  ", "?", "defghijklmnopqrs", "xyz")]
    # blanks and what cannot be read are no text to be drawn
    assert [chosen(digest(n), texts) for n in (0, 1, 2, 3)] == [
        [(one, "abc")], [(one, "defghijklmno")], [(one, "xyz")], [(one, "abc")],
    ]  # fmt: skip
    # of a long one the stretch begins somewhere: sixteen have five places for twelve
    firsts = [chosen(digest(1 + 3 * n), texts)[0][1][0] for n in range(6)]
    assert firsts == ["d", "e", "f", "g", "h", "d"]
    assert chosen(digest(0), []) == []
    (found,) = _stretches(digest(0), [piece("a b", one)])
    assert [glyph.text for glyph in found[1]] == ["a", "b"]


def test_the_longest_stretches_of_three_fonts_are_drawn() -> None:
    fonts = [Font() for _ in range(9)]
    pieces = [piece("abcdefghi"[: n + 1], each) for n, each in enumerate(fonts)]
    assert [text for _, text in chosen(bytes(32), pieces)] == ["abcdefghi", "abcdefgh", "abcdefg"]
    same = [piece("ab", each) for each in fonts]
    assert [found for found, _ in chosen(bytes(32), same)] == fonts[:3]
    # each font has a number of its own: eight bytes of the hash, from another place on
    numbers = bytes(range(32))
    two = [piece(text, each) for each in fonts for text in ("ab", "cd")]
    expected = [int.from_bytes(numbers[8 + n % 8 :][:8], "big") % 2 for n in range(3)]
    assert [text for _, text in chosen(numbers, two)] == [["ab", "cd"][n] for n in expected]


def glyph(text: str, left: float, base: float = 0.0, em: float = 10.0) -> _Glyph:
    return _Glyph(text, ord(text), (em, 0, 0, em, left, base))


def test_of_a_glyph_what_stands_in_its_em_is_compared() -> None:
    assert _box_of(glyph("a", 5, 7)) == pytest.approx((5, 6.5, 15, 15.8))
    turned = _Glyph("a", 97, (-10, 0, 0, -10, 5, 7))
    assert _box_of(turned) == pytest.approx((-5, -1.8, 5, 7.5))
    two = [glyph("a", 5, 7), glyph("b", 40, -3, 20)]
    assert _around(two) == pytest.approx((5, -4, 60, 15.8))
    assert _around(two[::-1]) == pytest.approx((5, -4, 60, 15.8))


def test_boxes_meet() -> None:
    one = (0.0, 0.0, 10.0, 10.0)
    for other, meets in (
        ((10.0, 10.0, 20.0, 20.0), True), ((10.1, 0.0, 20.0, 10.0), False),
        ((0.0, 10.1, 10.0, 20.0), False), ((-5.0, 3.0, 0.0, 4.0), True),
        ((3.0, -5.0, 4.0, -0.1), False),
    ):  # fmt: skip
        assert _meets(one, other) is meets, other
        assert _meets(other, one) is meets, other


class Inked:
    """A program whose glyphs have ink in the middle of their em, of which i reaches to the left."""

    face = SimpleNamespace(upem=1000)
    edges = (-400, 200, 600, 600)

    def ink(self, code: int) -> tuple[float, float, float, float]:
        return (-0.4 if chr(code) == "i" else 0.4, 0.2, 0.6, 0.6)


def test_glyphs_whose_ink_reaches_among_chosen_ones_are_drawn_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts = [Font(), Font(), Font()]
    known = {id(fonts[0]): Inked(), id(fonts[1]): Inked()}
    monkeypatch.setattr(sample, "program_in", lambda font: known.get(id(font)))

    def at(x: float, y: float) -> tuple[float, ...]:
        return (1.0, 0.0, 0.0, 1.0, x, y)

    pieces = [
        piece("abcdef", fonts[0]), piece("g", fonts[1], at(10, 5), told=True),
        piece("h", fonts[1], at(10, 500)), piece("ij", fonts[1], at(24, 0)),
        piece("k", fonts[2], at(10, 0)),
    ]  # fmt: skip
    own = list(_glyphs(pieces[0]))[2:3]
    # an em of ten points from 10 on: of the ink of b and d, from 9 and 19 on, and i from 20
    found = [(f, [glyph.code for glyph in near]) for f, near in _beside(pieces, own, _around(own))]
    assert found == [
        (fonts[0], list(b"bd")), (fonts[1], [ord("g")]), (fonts[1], [ord("i")]),
    ]  # fmt: skip
    assert list(_beside(pieces, own, (400.0, 0.0, 500.0, 10.0))) == []


def test_points_that_differ_are_counted() -> None:
    white, rows = [bytes(40)] * 30, [bytearray(40) for _ in range(30)]
    band = (100.0, 200.0, 120.0, 215.0)

    def differs(*box: float) -> bool:
        found = [bytes(row) for row in rows]
        edges = cast(Any, box)
        assert _differs(found, white, edges, band, 2.0) is _differs(white, found, edges, band, 2.0)
        return _differs(found, white, edges, band, 2.0)

    rows[12][10:17] = bytes([96] * 7)
    assert differs(105.0, 208.0, 110.0, 210.0)
    # six of them are none, and one that is lighter is not counted
    rows[12][16] = 95
    assert not differs(105.0, 208.0, 110.0, 210.0)
    rows[12][16] = 200
    for box, strange in (
        ((105.0, 208.5, 108.5, 209.0), True), ((105.5, 208.5, 108.5, 209.0), False),
        ((105.0, 208.5, 108.0, 209.0), False), ((105.0, 209.0, 110.0, 212.0), False),
        ((105.0, 205.0, 110.0, 208.5), False), ((110.0, 208.0, 105.0, 210.0), False),
        ((105.0, 210.0, 110.0, 208.0), False), ((105.0, 208.5, 105.0, 209.0), False),
        ((105.0, 208.5, 110.0, 208.5), False), ((90.0, 190.0, 130.0, 230.0), True),
    ):  # fmt: skip
        assert differs(*box) is strange, box
    # what lies in several rows is counted together
    rows[12][16], rows[13][10] = 0, 255
    assert differs(105.0, 208.0, 110.0, 210.0)


def test_an_outline_is_written_where_its_glyph_stands() -> None:
    program = cast(Any, SimpleNamespace(face=SimpleNamespace(upem=1000)))
    outline = [0, 10.0, 20.0, 1, 30.5, 15.0, 3, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 4]
    assert _path(outline, glyph("a", 5, 7), program) == (
        b"q 0.010000 0.000000 0.000000 0.010000 5.000000 7.000000 cm 10 20 m 30.5 15 l "
        b"1 2 3 4 5 6 c h f Q"
    )


def test_a_page_of_paths_is_read_without_a_table() -> None:
    data = _page_with(b"1 0 0 1 0 0 cm", 30.5, 40.0)
    assert data.startswith(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")
    assert b"/MediaBox[0 0 30.500000 40.000000]/Contents 4 0 R" in data
    assert b"<</Length 14>>stream\n1 0 0 1 0 0 cm\nendstream" in data
    assert data.endswith(b"trailer<</Root 1 0 R>>\n%%EOF\n")


def test_a_band_of_a_page_is_drawn_in_grey() -> None:
    data = _page_with(b"10 20 5 5 re f", 40.0, 30.0)
    for turned, at in ((0, (10, 5)), (2, (25, 20))):
        with _Opened(data, 0, turned) as page:
            rows = page.drawn((0.0, 0.0, 40.0, 30.0), (40.0, 30.0), 1.0)
        assert [len(row) for row in rows] == [40] * 30
        dark = {(x, y) for y, row in enumerate(rows) for x, level in enumerate(row) if level == 0}
        assert dark == {(at[0] + x, at[1] + y) for x in range(5) for y in range(5)}
    with _Opened(data, 0, 0) as page:
        rows = page.drawn((9.0, 19.0, 12.0, 24.0), (80.0, 60.0), 2.0)
    assert [len(row) for row in rows] == [6] * 10
    dark = {(x, y) for y, row in enumerate(rows) for x, level in enumerate(row) if level == 0}
    assert dark == {(x, y) for x in range(2, 6) for y in range(8)}
    with pytest.raises(ValueError, match="PDFium does not open it"):
        _Opened(b"nothing", 0, 0).__enter__()
    with pytest.raises(ValueError, match="PDFium does not open it"):
        _Opened(data, 1, 0).__enter__()


# ---- a whole sample of a file with a font of a few glyphs


@functools.cache
def program() -> tuple[bytes, dict[str, int]]:
    path = FACES["serif-tc"].path
    face = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    glyphs = {c: face.get_nominal_glyph(ord(c)) or 0 for c in "一二三"}
    return _subset(path, set(glyphs.values())), glyphs


def file(content: str, *, claims: dict[str, str] | None = None, rotate: int = 0) -> bytes:
    """Return a file of a page that shows characters, and says others of them."""
    data, glyphs = program()
    said = {"一": "一", "二": "二", "三": "三", **(claims or {})}
    with pikepdf.new() as pdf:
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Song, Flags=4, ItalicAngle=0, Ascent=880,
            Descent=-120, CapHeight=733, StemV=80, FontBBox=Array([-1000, -1000, 3000, 3000]),
            FontFile3=pdf.make_stream(data, Subtype=Name.OpenType),
        )  # fmt: skip
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.Song, DW=1000,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=descriptor,
        )  # fmt: skip
        cmap = "".join(f"<{glyphs[c]:04x}> <{ord(says):04x}>" for c, says in said.items())
        made = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Song, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([inner]),
            ToUnicode=pdf.make_stream(f"beginbfchar {cmap} endbfchar".encode()),
        )  # fmt: skip
        pdf.add_blank_page(page_size=(60, 40))
        page = pdf.pages[0].obj
        for character, number in glyphs.items():
            content = content.replace(character, f"{number:04x}")
        page.Contents = pdf.make_stream(content.encode())
        page.Resources = Dictionary(Font=Dictionary(F=made))
        if rotate:
            page.Rotate = rotate
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def told(data: bytes, shown: bytes | None = None) -> list[str]:
    """Return what is told of a file, of which PDFium is shown another."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents = SampledContents({}, 1)
        contents.read_page(pdf.pages[0], 1)
        found = list(strange_sample(shown or data, contents, pdf.pages[0]))
    assert {(fault.code, fault.place) for fault in found} <= {("shown", "page 1")}
    return [fault.sentence for fault in found]


LINE = "BT /F 10 Tf 10 20 Td <一> Tj 1 0 0 1 20 20 Tm <二三> Tj ET"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_sample_shows_what_it_claims(rotate: int) -> None:
    assert told(file(LINE, rotate=rotate)) == []
    (first,) = told(file("BT /F 10 Tf 10 20 Td <一> Tj ET", rotate=rotate),
                    file("BT /F 10 Tf 10 20 Td <三> Tj ET", rotate=rotate))  # fmt: skip
    assert first == "Page 1 does not show 一 (U+4E00) as it claims."


def test_a_sample_is_of_what_can_be_read() -> None:
    assert told(file("")) == []
    assert told(file("BT /F 10 Tf 10 20 Td <一> Tj ET 1 0 0 RG")) == []
    # painted over, and lighter than black
    over = file("BT /F 10 Tf 10 20 Td <一> Tj ET 1 g 0 0 60 40 re f")
    assert told(over) == ["Page 1 does not show 一 (U+4E00) as it claims."]
    assert told(file("0.5 g BT /F 10 Tf 10 20 Td <一二> Tj ET")) == [
        "Page 1 does not show 一 (U+4E00) as it claims.",
        "Page 1 does not show 二 (U+4E8C) as it claims.",
    ]
    # a rule in the neighbour's box is not told of a glyph that has no ink there
    ruled = file("BT /F 10 Tf 10 20 Td <一> Tj ET 45 24 4 1 re f")
    assert told(ruled) == []


def test_what_stands_beside_the_chosen_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def second(digest: bytes, pieces: list[_Piece]) -> Any:
        return [(pieces[1].font, list(_glyphs(pieces[1]))[:1])]

    monkeypatch.setattr(sample, "_stretches", second)
    # one that reaches over the other
    both = "BT /F 10 Tf 10 20 Td <三> Tj 1 0 0 1 13 21 Tm <二> Tj ET"
    assert told(file(both)) == []
    monkeypatch.setattr(sample, "_beside", lambda *_: iter(()))
    assert told(file(both)) == ["Page 1 does not show 二 (U+4E8C) as it claims."]


def test_paths_are_those_of_the_font() -> None:
    with pikepdf.open(io.BytesIO(file(LINE))) as pdf:
        contents = SampledContents({}, 1)
        contents.read_page(pdf.pages[0], 1)
        first = contents.pieces[0]
        (one,) = _glyphs(first)
        (path,) = _paths(first.font, [one])
    assert path.startswith(b"q 0.010000 0.000000 0.000000 0.010000 10.000000 20.000000 cm ")
    assert path.endswith(b" h f Q")
    # 一 is one stroke
    assert path.count(b" m ") == 1
    assert times(UNIT, one.matrix) == (10, 0, 0, 10, 10, 20)


@pytest.mark.parametrize("turned", ["1 0 0 1", "0 1 -1 0", "1 0.5 -0.5 1", "-1 0 0.3 -2"])
def test_the_ink_of_a_glyph_is_where_it_is_drawn(turned: str) -> None:
    """Each corner of its ink counts, however the line runs."""
    data = file(f"0 1 1 0 3 4 cm BT /F 10 Tf {turned} 20 10 Tm <三> Tj ET")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents = Measurer({})
        contents.read_page(pdf.pages[0], 1)
        (glyph,) = contents.pages[0].glyphs
    a, b, c, d = map(float, turned.split())
    matrix = times((a, b, c, d, 20, 10), (0, 1, 1, 0, 3, 4))
    ink = FontProgram(hb.Blob(program()[0])).ink(program()[1]["三"])
    assert min(ink) > 0 or ink[1] < 0
    assert glyph.ink == pytest.approx(placed([10 * edge for edge in ink], matrix))
    assert (glyph.ink_left, glyph.ink_right) == (ink[0], ink[2])
