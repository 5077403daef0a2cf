"""Glyphs are compared with those of a reference font, here one of a few characters."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
import uharfbuzz as hb
from pdf_factory import font_program
from pikepdf import Array, Dictionary, Name

from zhengben.design.faces import FACES
from zhengben.proof.outlines import placed, quarter
from zhengben.proof.pdffont import PdfFont
from zhengben.proof.witness import FontProgram, _Glyphs, reference_at, witness

CHARACTERS = "一二三四五六七八九十"
PDF = pikepdf.new()


@functools.cache
def reference() -> Path:
    """Return the font, which keeps its map of characters, as a file of its own."""
    with tempfile.NamedTemporaryFile(suffix=".otf", delete=False) as file:
        file.write(font_program(frozenset(CHARACTERS), identity_charset=False)[0])
    return Path(file.name)


def used(says: Mapping[str, str], *, name: str = "Song", family: str = "", identity: bool = True,
         program: str = "FontFile3", kind: str = "OpenType") -> PdfFont:  # fmt: skip
    """Return a font of which the glyph of each character is shown, which says something."""
    data, glyphs = font_program(frozenset(CHARACTERS), identity)
    stream = PDF.make_stream(data)
    stream.Subtype = Name(f"/{kind}")
    descriptor = Dictionary(FontFamily=family)
    if program:
        descriptor[f"/{program}"] = stream
    cmap = "".join(f"<{glyphs[c]:04x}> <{ord(text):04x}>" for c, text in says.items())
    font = PdfFont(
        PDF.make_indirect(Dictionary(
            Subtype=Name.Type0, BaseFont=Name(f"/ABCDEF+{name}"), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([Dictionary(FontDescriptor=descriptor)]),
            ToUnicode=PDF.make_stream(f"beginbfchar {cmap} endbfchar".encode()),
        ))
    )  # fmt: skip
    for character in says:
        font.meet(glyphs[character], 3)
    return font


def told(font: PdfFont, *names: str) -> list[tuple[str, str]]:
    found = witness([font], dict.fromkeys(names or ("Song",), reference()))
    assert {fault.place for fault in found} <= {f"font {font.name}"}
    return [(fault.code, fault.sentence) for fault in found]


TRUE = {character: character for character in CHARACTERS}


def test_a_font_that_tells_the_truth() -> None:
    assert told(used(TRUE)) == []
    assert told(used({}), "Nobody") == []


@pytest.mark.parametrize(
    ("name", "family", "known"),
    [
        ("NotoSerif", "", "Noto Serif"),
        ("noto-serif", "", "NotoSerif"),
        ("X", "Noto Serif", "NotoSerif"),
    ],
)
def test_a_family_by_any_of_its_names(name: str, family: str, known: str) -> None:
    assert told(used(TRUE, name=name, family=family), known) == []
    assert [code for code, _ in told(used(TRUE, name=name, family=family), "Other")] == [
        "font-unknown"
    ]


def test_a_family_by_the_names_that_the_program_gives_itself() -> None:
    program = FontProgram(hb.Blob(font_program(frozenset(CHARACTERS))[0]))
    assert program.families == ["Noto Serif TC", "Noto Serif TC", "NotoSerifTC-Regular", ""]
    for family in filter(None, program.families):
        assert told(used(TRUE, name="X"), family) == []


def test_fonts_that_cannot_be_looked_at() -> None:
    unknown = ("font-unknown", "The font Song is none of the fonts of the press.")
    assert told(used(TRUE), "Other") == [unknown]
    sentence = "The font Song is not embedded as an OpenType or TrueType font."
    for font in (used(TRUE, program=""), used(TRUE, kind="CIDFontType0C")):
        assert told(font) == [("font-program", sentence)]
    assert told(used(TRUE, program="FontFile2", kind="Whatever")) == []


def test_a_font_for_columns_may_lie_too() -> None:
    assert told(used(TRUE, name="Song-Turned")) == []
    assert [code for code, _ in told(used(TRUE | {"一": "二"}, name="Song-Turned"))] == ["glyph"]


def test_a_glyph_that_lies() -> None:
    assert told(used(TRUE | {"一": "二"})) == [
        ("glyph", f"The font Song on page 3, glyph {glyph('一')}, which reads 二 (U+4E8C), shows "
         "一 (U+4E00)."),
    ]  # fmt: skip
    # a character that the reference does not have, and one that cannot be read at all
    assert [code for code, _ in told(used(TRUE | {"一": "國"}))] == ["glyph"]
    assert told(used(TRUE | {"一": "\ufffd"})) == []


def glyph(character: str) -> int:
    return font_program(frozenset(CHARACTERS))[1][character]


def test_many_glyphs_that_lie_are_not_told_one_by_one() -> None:
    turned = dict(zip(CHARACTERS, CHARACTERS[1:] + CHARACTERS[0], strict=True))
    found = told(used(turned))
    assert len(found) == 6
    assert found[-1] == ("glyph", "The font Song has 5 more such glyphs.")
    five = TRUE | dict(zip(CHARACTERS[:5], CHARACTERS[5:], strict=True))
    assert len(told(used(five))) == 5


def test_a_charset_that_viewers_read_differently() -> None:
    found = told(used({"一": "一"}, identity=False))
    assert [code for code, _ in found] == ["font-charset"]
    assert found[0][1].endswith(
        "is not the same glyph for every viewer: its charset says otherwise."
    )


def test_a_map_of_glyphs() -> None:
    holder: Any = Dictionary(CIDToGIDMap=PDF.make_stream(b"\0\0\0\7\1\2"))
    face = SimpleNamespace(face=SimpleNamespace(table_tags=["glyf"]))
    glyphs = _Glyphs(SimpleNamespace(descendant=holder), face)  # type: ignore[arg-type]
    assert [glyphs.of(code) for code in (0, 1, 2)] == [0, 7, 258]
    plain = _Glyphs(SimpleNamespace(descendant=Dictionary()), face)  # type: ignore[arg-type]
    assert plain.of(9) == 9


def test_outlines_are_turned_and_moved() -> None:
    outline = [
        0,
        10.0,
        20.0,
        1,
        30.0,
        25.0,
        2,
        1.0,
        2.0,
        3.0,
        4.0,
        3,
        5.0,
        6.0,
        7.0,
        8.0,
        9.0,
        9.5,
        4,
    ]
    assert quarter(outline) == [
        0, -20.0, 10.0, 1, -25.0, 30.0, 2, -2.0, 1.0, -4.0, 3.0, 3, -6.0, 5.0, -8.0, 7.0, -9.5,
        9.0, 4,
    ]  # fmt: skip
    assert placed([0, 10.0, 20.0, 1, 30.0, 15.0, 4]) == [0, 0.0, 5.0, 1, 20.0, 0.0, 4]
    assert placed([]) == []


def test_the_ink_of_a_glyph() -> None:
    program = FontProgram(hb.Blob(reference().read_bytes()))
    left, low, right, high = program.ink(glyph("一"))
    # a single stroke across the em
    assert 0 < left < 0.1 < 0.9 < right < 1
    assert 0.2 < low < high < 0.6
    assert high - low < 0.2
    # what the font does not have has none
    assert program.ink(60000) == (0, 0, 0, 0)


@pytest.mark.parametrize("character", "/\\DÐđÁ")
def test_a_character_is_named_among_those_with_ink_in_its_place(character: str) -> None:
    song = reference_at(FACES["serif-tc"].path)
    glyph = song.font.get_nominal_glyph(ord(character))
    assert song.name_of(song.outline(glyph), song.ink(glyph)) == character
    assert song.name_of([], song.ink(glyph)) == ""
