"""Fonts of a PDF: what each code says and how wide it is, and what cannot be proved."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import font
from zhengben.proof.pdffont import UNREADABLE, PdfFont

PDF = pikepdf.new()


def made(cmap: str | None = None, **more: Any) -> PdfFont:
    if cmap is not None:
        more["ToUnicode"] = PDF.make_stream(cmap.encode())
    return PdfFont(font(PDF, **more))


def told(found: PdfFont) -> list[tuple[str, str]]:
    assert {fault.place for fault in found.faults} <= {f"font {found.name}"}
    return [(fault.code, fault.sentence) for fault in found.faults]


def test_a_font_is_called_without_the_tag_of_its_subset() -> None:
    assert made().name == "Song"
    assert made(BaseFont=Name("/Song+Li")).name == "Li"
    assert PdfFont(Dictionary(Subtype=Name.Type3)).name == ""


def test_text_and_width_of_what_is_shown() -> None:
    found = made()
    assert found.show([b"\0\1", b"\0\3\0\2"], 4) == ("一三二", 2500.0, 3)
    assert found.show([b"\0\1"], 9) == ("一", 1000.0, 1)
    assert found.show([], 9) == ("", 0.0, 0)
    assert found.used == {1: ("一", 4), 3: ("三", 4), 2: ("二", 4)}
    assert found.meet(2, 7) == ("二", 1000.0)
    assert told(found) == []
    assert (found.vertical, found.code_bytes) == (False, 2)
    assert made(Encoding=Name("/Identity-V")).vertical


def test_half_a_code() -> None:
    found = made()
    assert found.show([b"\0\1", b"\0"], 4) == (UNREADABLE, 0.0, 1)
    assert told(found) == [("half-code", "page 4 shows half a code in the font Song.")]


@pytest.mark.parametrize(
    "more",
    [{"Subtype": Name.TrueType}, {"Encoding": Name.WinAnsiEncoding}, {"Encoding": Name("/UniGB")}],
)
def test_a_font_of_another_kind(more: dict[str, Any]) -> None:
    found = made(**more)
    assert told(found) == [
        ("font-kind", "the font Song is not a Type 0 font with Identity codes, so what it shows "
         "cannot be proved.")
    ]  # fmt: skip
    assert (found.code_bytes, found.descendant) == (1, None)
    assert found.show([b"\1\2\3"], 1) == ("一二三", 0.0, 3)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("", "no text"), ("fffd", "U+FFFD, which is no character"),
        ("001f", "U+001F, which is no character"), ("007f", "U+007F, which is no character"),
        ("009f", "U+009F, which is no character"), ("e000", "U+E000, which is no character"),
        ("f8ff", "U+F8FF, which is no character"), ("d800", "U+FFFD, which is no character"),
        ("db80dc00", "U+F0000, which is no character"),
        ("4e000000", "U+4E00 U+0000, which is no character"),
    ],
)  # fmt: skip
def test_a_code_that_says_nothing(value: str, what: str) -> None:
    found = made(f"1 beginbfchar <0001> <{value}> endbfchar")
    assert found.meet(1, 3) == (UNREADABLE, 1000.0)
    assert told(found) == [
        ("no-unicode", f"page 3 shows glyph 1 of the font Song, for which ToUnicode gives {what}.")
    ]
    # once is enough
    found.meet(1, 4)
    assert len(found.faults) == 1


@pytest.mark.parametrize("value", ["0020", "007e", "00a0", "d7ff", "f900", "d842dfb7", "00660069"])
def test_a_code_that_says_something(value: str) -> None:
    found = made(f"1 beginbfchar <0001> <{value}> endbfchar")
    assert found.meet(1, 3)[0] == bytes.fromhex(value).decode("utf-16-be")
    assert told(found) == []


def test_a_font_without_a_map() -> None:
    found = made(ToUnicode=Name("/Identity-H"))
    assert found.meet(1, 3)[0] == UNREADABLE
    assert [code for code, _ in told(found)] == ["no-unicode"]


def texts(cmap: str, *codes: int) -> list[str]:
    found = made(cmap)
    return [found.meet(code, 1)[0] for code in codes]


def test_ranges_of_codes() -> None:
    cmap = "2 beginbfrange <0010> <0012> <4e00> <0020> <0021> [<0041> <00420043>] endbfrange"
    assert texts(cmap, 0x10, 0x11, 0x12, 0x20, 0x21) == ["一", "丁", "丂", "A", "BC"]
    assert texts(cmap, 0x0F, 0x13, 0x22) == [UNREADABLE] * 3
    # a list that is too short
    assert texts("1 beginbfrange <0010> <0011> [<0041>] endbfrange", 0x10, 0x11) == [
        "A",
        UNREADABLE,
    ]
    # the last byte is counted, and carries
    assert texts("1 beginbfrange <0000> <0001> <004100ff> endbfrange", 0, 1) == ["Aÿ", "AĀ"]


def test_a_map_names_no_more_codes_than_there_are() -> None:
    whole = "1 beginbfrange <0000> <ffff> <0000> endbfrange"
    assert texts(whole, 0x41) == ["A"]
    more = f"{whole} 1 beginbfrange <0000> <0000> <0042> endbfrange"
    assert told(made(more)) == []


def test_two_readings_of_one_code() -> None:
    cmap = "2 beginbfchar <0001> <0041> <0001> <0042> endbfchar"
    found = made(cmap)
    assert told(found) == [
        ("two-readings", "ToUnicode of the font Song gives glyph 1 two readings, A and B.")
    ]
    assert told(made(cmap.replace("0042", "0041"))) == []


def test_widths() -> None:
    def widths(table: list[Any], *codes: int, **more: Any) -> list[float]:
        holder = font(PDF)
        holder.DescendantFonts[0].W = Array(table)
        for key, value in more.items():
            holder.DescendantFonts[0][f"/{key}"] = value
        found = PdfFont(holder)
        return [found.meet(code, 1)[1] for code in codes]

    table = [1, Array([300, 400]), 5, 7, 600, 9, Array([900])]
    assert widths(table, 0, 1, 2, 3, 5, 6, 7, 8, 9) == [
        1000, 300, 400, 1000, 600, 600, 600, 1000, 900,
    ]  # fmt: skip
    assert widths([], 1, DW=250) == [250]
    # a table that is cut off
    assert widths([1, Array([300]), 5], 1, 5) == [300, 1000]
    assert widths([1, 70000, 300], 1, 65535) == [300, 300]
    holder = font(PDF)
    del holder.DescendantFonts[0]["/DW"], holder.DescendantFonts[0]["/W"]
    assert PdfFont(holder).meet(1, 1)[1] == 1000
