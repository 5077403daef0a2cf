"""Pictures of strangers: what is shown of each kind, and one sentence for what is refused."""

from __future__ import annotations

import contextlib
import struct
import zlib

import pytest
from figure_documents import SVG, deep_png, drawing, packed, seal_png, turned_jpeg
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from zhengben.figures.pictures import PictureError, digest_of, read_picture
from zhengben.figures.svg import PPI

PNG, JPEG, GIF, DRAWN = "image/png", "image/jpeg", "image/gif", "image/svg+xml"


def refused(data: bytes, media_type: str = PNG) -> str:
    with pytest.raises(PictureError) as raised:
        read_picture(data, media_type)
    told = str(raised.value)
    assert told.endswith(".")
    assert "\n" not in told
    return told


def svg(inside: str, head: str = 'width="40" height="20"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'.encode()


def test_a_jpeg_is_kept_byte_for_byte() -> None:
    data = packed(drawing(60, 40), "JPEG")
    picture = read_picture(data, JPEG)
    assert (picture.samples, picture.jpeg, picture.space) == (data, True, "rgb")
    assert (picture.conversion, picture.shown) == ("", (60, 40))
    grey = read_picture(packed(drawing(60, 40, "L"), "JPEG", progressive=True), JPEG)
    assert grey.space == "gray"


def test_a_jpeg_that_is_to_be_turned_is_as_it_is_seen() -> None:
    sizes = [read_picture(turned_jpeg(turn), JPEG).shown for turn in range(1, 9)]
    assert sizes == [(300, 200)] * 4 + [(200, 300)] * 4


def test_points_of_sixteen_bits_keep_the_higher_eight() -> None:
    picture = read_picture(deep_png(), PNG)
    row = [(x * 65535) // 119 >> 8 for x in range(120)]
    assert list(picture.samples[:120]) == row
    assert picture.conversion == "points of 8 bits, the higher 8 of 16 bits"


def test_what_is_seen_through_lies_on_white() -> None:
    picture = read_picture(seal_png(), PNG)
    assert (picture.space, picture.see_through) == ("rgb", True)
    assert picture.samples[:3] == b"\xff\xff\xff"
    middle = 3 * (80 * 160 + 80)
    assert picture.samples[middle : middle + 3] == bytes((200, 20, 20))
    half = Image.new("LA", (2, 1), (0, 128))
    assert read_picture(packed(half, "PNG"), PNG).samples == b"\x7f\x7f"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_the_points_of_a_picture_are_those_of_any_file_of_it(mode: str) -> None:
    image = drawing(30, 20, mode)
    picture = read_picture(packed(image, "PNG"), PNG)
    space, shown = ("gray", "L") if mode in "1L" else ("rgb", "RGB")
    assert picture.samples == image.convert(shown).tobytes()
    assert picture.digest == digest_of(30, 20, space, picture.samples, jpeg=False)
    if mode == "P":
        assert read_picture(packed(image, "GIF"), GIF).digest == picture.digest


def test_a_profile_goes_with_its_picture() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = packed(drawing(20, 20), "PNG", icc_profile=profile)
    assert read_picture(data, PNG).profile == profile
    for bad in (profile[:-1], profile.replace(b"RGB ", b"CMYK"), profile.replace(b"acsp", b"xxxx")):
        told = refused(packed(drawing(20, 20), "JPEG", icc_profile=bad), JPEG)
        assert "a colour profile that is damaged or of other colours" in told


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of so many points, of which there are none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(100))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_what_no_page_can_show_is_refused() -> None:
    whole = packed(drawing(300, 200), "PNG")
    assert "damaged or cut off" in refused(whole[: len(whole) // 2] + whole[-12:])
    assert "does not end where its picture ends" in refused(whole[:-12])
    assert "does not end where its picture ends" in refused(whole + b"x" * 100)
    assert "damaged or cut off" in refused(b"\x89PNG\r\n\x1a\n")
    for size in ((30_000, 10), (9_000, 9_000), (60_000, 60_000)):
        assert "more than 40 million points" in refused(huge_png(*size))
    assert "damaged or cut off" in refused(huge_png(4000, 4000))
    assert "printing inks (CMYK)" in refused(packed(drawing(20, 20, "CMYK"), "JPEG"), JPEG)
    frames = [drawing(20, 20), drawing(20, 20).rotate(90)]
    moving = packed(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert "holds several pictures or moves" in refused(moving, GIF)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert "is to be turned" in refused(packed(drawing(20, 20), "PNG", exif=exif))
    assert "larger than 10 MB" in refused(bytes(10_000_001))


DAMAGED = {
    PNG: (packed(drawing(30, 20), "PNG"), seal_png(), deep_png()),
    JPEG: (packed(drawing(30, 20), "JPEG"), turned_jpeg()),
    GIF: (packed(drawing(30, 20, "P"), "GIF"),),
    DRAWN: (SVG.replace("甲河 River A", "").encode(),),
}


@given(st.sampled_from(sorted(DAMAGED)), st.data())
def test_whatever_is_damaged_is_a_picture_or_refused(kind: str, data: st.DataObject) -> None:
    held = bytearray(data.draw(st.sampled_from(DAMAGED[kind])))
    for _ in range(data.draw(st.integers(1, 6))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del held[data.draw(st.integers(0, len(held))) :]
    with contextlib.suppress(PictureError):
        assert len(read_picture(bytes(held), kind).digest) == 64


def test_a_drawing_becomes_points_by_a_named_conversion() -> None:
    picture = read_picture(SVG.encode(), DRAWN)
    assert picture.ppi == PPI == 300
    assert (picture.width, picture.height) == (1063, 472)
    assert picture.conversion.startswith("drawn by resvg ")
    # words are drawn: in blank ground they leave ink
    wordless = read_picture(SVG.replace("甲河 River A", "").encode(), DRAWN)
    assert picture.digest != wordless.digest
    assert picture.digest == read_picture(SVG.encode(), DRAWN).digest


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "a script (“script”, line 1)"),
        ('<rect width="1" height="1" onclick="a()"/>', "a script (“onclick”"),
        ('<a href="http://example.org/"><rect/></a>', "a link"),
        ('<image href="http://example.org/a.png" width="9" height="9"/>', "a picture in the"),
        ('<image href="file:///etc/passwd" width="9" height="9"/>', "a picture in the picture"),
        ('<use href="other.svg#a"/>', "asks for something outside itself (“href”"),
        ('<rect fill="url(http://example.org/a#b)"/>', "outside itself (“fill”"),
        ('<style>@import "http://example.org/a.css";</style>', "outside itself (“style”"),
        ("<foreignObject><p/></foreignObject>", "a page of another kind"),
        ("<animate/>", "what moves"),
        ("<filter/>", "an effect"),
        ('<rect filter="blur(6px)"/>', "“filter”, line 1"),
        ('<rect style="fill:red; filter: blur(6px)"/>', "“filter”"),
        ('<rect style="transform:rotate(45deg)"/>', "“transform”"),
        ('<rect style="x:2px;width:5px"/>', "“x”"),
        ('<rect fill="color-mix(in srgb, red, blue)"/>', "“color-mix(”"),
        ('<rect fill="rgb(0 0 255 / 50%)"/>', "“rgb(0 0 255 /”"),
        ('<rect style="fill:var(--c)"/>', "“var(”"),
        ('<rect style="clip-path:circle(5px)"/>', "“clip-path”"),
        ('<path vector-effect="non-scaling-stroke"/>', "“vector-effect”"),
        ("<style>@media print{rect{fill:red}}</style>", "“@media”"),
        ("<style>rect:nth-child(2){fill:red}</style>", "“:nth-child”"),
        ("<style>rect~path{fill:red}</style>", "“~”"),
        ("<style>g{rect{fill:red}}</style>", "a rule within a rule"),
        ("<style>rect{width:5px}</style>", "“width”"),
        ("<style>rect{animation:k 2s}</style>", "“animation”"),
        ('<style media="print">rect{fill:red}</style>', "“media”"),
        ('<switch><g systemLanguage="fr"/></switch>', "“systemLanguage”"),
        ('<g id="a"><use href="#a"/></g>', "more than 100 deep"),
        ("<text>\U00030000</text>", "U+30000"),
        ("<g>" * 150 + "</g>" * 150, "more than 100 deep"),
        ("<rect", "not well-formed"),
        ("<?xml-stylesheet href='a.css'?>", "an instruction to a program"),
    ],
)  # fmt: skip
def test_a_drawing_that_runs_or_leads_out_is_refused(inside: str, what: str) -> None:
    assert what in refused(svg(inside), DRAWN)


@pytest.mark.parametrize(
    "inside",
    [
        '<rect style="fill:#f00;stroke:none;filter:none;vector-effect:none" width="9" height="9"/>',
        '<style>/* ~ */ .a, #b rect[x="~"], g > rect:first-child {fill:red}</style><g/>',
        '<clipPath id="c"><rect/></clipPath><rect style="clip-path:url(#c)" transform="scale(2)"/>',
        '<rect fill="rgba(255,0,0,.5)" stroke="hsl(120 50% 50%)"/>',
    ],
)
def test_a_look_that_is_drawn_everywhere_alike_is_none_of_that(inside: str) -> None:
    assert read_picture(svg(inside), DRAWN).width > 0


@pytest.mark.parametrize("length", ["96", "96px", "1in", "25.4mm", "2.54cm", "72pt", "6pc"])
def test_lengths_with_units_are_drawn(length: str) -> None:
    drawn = read_picture(svg(f'<rect width="{length}" height="{length}"/>'), DRAWN)
    plain = read_picture(svg('<rect width="96" height="96"/>'), DRAWN)
    blank = read_picture(svg(""), DRAWN)
    assert drawn.digest == plain.digest != blank.digest


def test_a_drawing_that_would_grow_is_refused() -> None:
    tens = [f"<use href='#a{n}'/>" * 10 for n in range(8)]
    uses = "".join(f'<g id="a{n}">{ten}</g>' for n, ten in enumerate(tens, 1))
    bomb = f'<defs><g id="a0"><rect width="1" height="1"/></g>{uses}</defs><use href="#a8"/>'
    assert "draws more than 100000 elements" in refused(svg(bomb), DRAWN)
    entity = b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("")
    assert "a document type" in refused(entity, DRAWN)
    assert "larger than any page" in refused(svg("", 'width="9000" height="9000"'), DRAWN)
    assert "does not say how large" in refused(svg("", ""), DRAWN)
    assert "is no SVG" in refused(b"<svg/>", DRAWN)
    assert read_picture(svg("", 'viewBox="0 0 96 48"'), DRAWN).shown == (300, 150)


def test_what_is_cut_off_is_refused_whatever_another_package_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # as WeasyPrint sets it for the whole process
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    test_what_no_page_can_show_is_refused()
    assert ImageFile.LOAD_TRUNCATED_IMAGES
