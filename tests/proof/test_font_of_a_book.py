"""The font of an e-book or a web page draws each character as the published face does."""

from __future__ import annotations

import base64
import functools
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from zhengben.design.faces import FACES
from zhengben.fonts.woff2 import woff2
from zhengben.proof import book_font
from zhengben.proof.book_font import (
    FONT,
    _glyphs,
    _shaped,
    is_without_fonts,
    strange_book_font,
    strange_page_fonts,
)

FACE, OTHER = FACES["serif-tc"].path, FACES["sans-tc"].path
OTHERS = {"sans-tc": OTHER}


@functools.cache
def subset(path: Path, characters: str) -> bytes:
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
    tags = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    tags.clear()
    tags.update(int.from_bytes(tag, "big") for tag in (b"vert", b"halt", b"vhal", b"locl"))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    return bytes(hb.subset(hb.Face(hb.Blob.from_file_path(str(path))), wanted).blob.data)


@functools.cache
def lying(path: Path, says: str, shows: str) -> bytes:
    """Return a font whose map has another glyph for a character."""
    font = TTFont(io.BytesIO(subset(path, says + shows)))
    for table in font["cmap"].tables:
        if ord(says) in getattr(table, "cmap", {}):
            table.cmap[ord(says)] = table.cmap[ord(shows)]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def book(font: bytes | None, **more: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if font is not None:
            archive.writestr(FONT, font)
        for name, content in more.items():
            archive.writestr(f"EPUB/fonts/{name.replace('_', '-')}.otf", content)
        archive.writestr("EPUB/other/fonts/a.otf", b"nothing")
    return data.getvalue()


def told(data: bytes, *lines: str) -> list[tuple[str, str]]:
    found = list(strange_book_font(data, lines, FACE, OTHERS))
    assert {fault.code for fault in found} <= {"strange"}
    return [(fault.place, fault.sentence) for fault in found]


ELSE = "is drawn as something else."


def test_a_book_draws_what_the_face_draws() -> None:
    assert told(book(subset(FACE, "一二，。")), "一二，", "二。") == []
    assert told(book(None), "一") == [(FONT, "In the font of the book, there is no font.")]
    lies = book(lying(FACE, "一", "三"))
    assert told(lies, "二") == []
    assert told(lies, "三一", "一") == [(FONT, f"In the font of the book, 一 (U+4E00) {ELSE}")]
    # what the font lacks is shown by another
    assert told(book(subset(FACE, "一")), "一二") == []


def test_no_more_characters_are_told_than_anybody_reads() -> None:
    font = TTFont(io.BytesIO(subset(FACE, "一二三四五六七八")))
    for table in font["cmap"].tables:
        known = dict(getattr(table, "cmap", {}))
        for says, shows in zip("一二三四五六七", "二三四五六七八", strict=True):
            if ord(says) in known:
                table.cmap[ord(says)] = known[ord(shows)]
    out = io.BytesIO()
    font.save(out)
    found = told(book(out.getvalue()), "八一二三四五六七")
    assert [sentence[25] for _, sentence in found] == list("一二三四五")


def test_tables_that_draw_in_another_way_are_told() -> None:
    font = TTFont(io.BytesIO(subset(FACE, "一")))
    font["SVG "] = font["post"].__class__("SVG ")  # type: ignore[assignment]
    font["SVG "].compile = lambda _: b"x"  # type: ignore[method-assign]
    out = io.BytesIO()
    font.save(out)
    assert told(book(out.getvalue()), "一") == [
        (FONT, "In the font of the book, there are tables that the press never writes (SVG )."),
    ]


def test_another_font_serves_what_the_first_one_lacks() -> None:
    own = subset(FACE, "一")
    name = "EPUB/fonts/sans-tc.otf"
    assert told(book(own, sans_tc=subset(OTHER, "二")), "一二") == []
    lies = lying(OTHER, "二", "三")
    assert told(book(own, sans_tc=lies), "一二", "二二一二") == [
        (name, f"In {name}, 二 (U+4E8C) {ELSE}"),
        (name, f"In {name}, 二二 (U+4E8C U+4E8C) {ELSE}"),
    ]
    # a character that the first one has is never drawn by the other
    assert told(book(subset(FACE, "一二"), sans_tc=lies), "一二") == []
    assert told(book(own, sans_tc=subset(OTHER, "一")), "一") == []
    strange = "EPUB/fonts/other.otf"
    assert told(book(own, other=own), "一") == [
        (strange, f"The font {strange} is none that serves the text.")
    ]


def page(*fonts: tuple[str, bytes]) -> bytes:
    rules = (
        f'@font-face {{ font-family: "{name}"; src: url("data:font/woff2;base64,'
        f'{base64.b64encode(data).decode()}") format("woff2") }}'
        for name, data in fonts
    )
    return "\n".join(rules).encode()


def of_page(data: bytes, *lines: str, **more: Any) -> list[tuple[str, str]]:
    return [(f.place, f.sentence) for f in strange_page_fonts(data, lines, FACE, OTHERS, **more)]


def test_fonts_of_a_page_are_its_data() -> None:
    own, more = woff2(subset(FACE, "一")), woff2(subset(OTHER, "二"))
    none = [(FONT, "In the font of the book, there is no font, or two bear one name.")]
    assert of_page(page(("book", own), ("sans-tc", more)), "一二") == []
    assert of_page(page(("book", own)), "一") == []
    assert of_page(b"", "一") == of_page(page(("sans-tc", more)), "一") == none
    assert of_page(page(("book", own), ("book", own)), "一") == none
    lies = woff2(lying(OTHER, "二", "三"))
    both = page(("book", woff2(subset(FACE, "一二"))), ("sans-tc", lies))
    assert of_page(both, "一二") == []
    # beside one another each shows a column
    assert of_page(both, "一二", beside=True) == [
        ("sans-tc.woff2", f"In sans-tc.woff2, 二 (U+4E8C) {ELSE}")
    ]
    strange = of_page(page(("book", own), ("other", own)), "一")
    assert strange == [("other.woff2", "The font other.woff2 is none that serves the text.")]
    for broken in (own[:40], b"abc", b"wOF2"):
        ((place, sentence),) = of_page(page(("book", broken)), "一")
        assert place == FONT
        assert sentence.startswith("In the font of the book, there is what is no font (")


@pytest.mark.parametrize(
    ("data", "without"),
    [(b"<p/>", True), (b"@font-face {}", False), (b"Content-Security-Policy", False)],
)
def test_a_page_of_the_first_layout_brings_no_font(data: bytes, without: bool) -> None:
    assert is_without_fonts(data) is without


def test_lines_are_shaped_along_and_down() -> None:
    font = hb.Font(hb.Face(hb.Blob(subset(FACE, "一（。"))))
    found = list(_shaped(font, "一（。"))
    assert [said for said, _ in found] == ["一", "（", "。"] * 2
    along, down = found[:3], found[3:]
    assert along[0] == down[0]
    # a bracket has a form of its own in columns
    assert along[1][1] != down[1][1]
    assert [said for said, _ in _shaped(font, "")] == []
    # halves of a mark are those of our sheets: not turned on by themselves
    assert book_font._FEATURES == {"halt": False, "vhal": False}


def test_letters_are_shown_in_the_order_of_reading() -> None:
    font = hb.Font(hb.Face(hb.Blob(subset(OTHER, "ab"))))

    def glyphs(run: str, leftwards: bool) -> Iterable[int]:
        return list(_glyphs(font, run, leftwards))

    a, b = (font.get_nominal_glyph(ord(c)) for c in "ab")
    assert glyphs("ab", False) == [a, b]
    assert glyphs("ab", True) == [b, a]
    # a joiner shows nothing
    assert glyphs("a\u200db", False) == [a, b]
