"""The charset of a CID-keyed font, from bytes written by hand (Adobe Technical Note 5176)."""

from __future__ import annotations

import pytest
import uharfbuzz as hb

from zhengben.design.faces import FACES
from zhengben.proof.charset import _dictionary, _operand, cid_to_gid, with_identity


def index(*items: bytes, size: int = 1) -> bytes:
    if not items:
        return b"\0\0"
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    table = b"".join(offset.to_bytes(size, "big") for offset in offsets)
    return len(items).to_bytes(2, "big") + bytes([size]) + table + b"".join(items)


def long(number: int) -> bytes:
    return b"\x1d" + number.to_bytes(4, "big", signed=True)


def font(charset: bytes, glyphs: int, *, before: bytes = b"", ros: bool = True, size: int = 1,
         header: int = 4) -> bytes:  # fmt: skip
    """Return the tables that are read, in a font of so many glyphs."""
    head = bytes([1, 0, header, 1]) + bytes(header - 4) + index(b"name", size=size)
    keyed = b"\x8b\x8b\x8b\x0c\x1e" if ros else b""

    def top(charset_at: int, strings_at: int) -> bytes:
        return before + keyed + long(charset_at) + b"\x0f" + long(strings_at) + b"\x11"

    start = len(head + index(top(0, 0), size=size))
    strings = index(*[b"\x0e"] * glyphs, size=size)
    return head + index(top(start + len(strings), start), size=size) + strings + charset


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_list_of_identifiers(size: int) -> None:
    charset = b"\0" + b"\0\x05" + b"\x01\x02" + b"\0\x03"
    assert cid_to_gid(font(charset, 4, size=size)) == {0: 0, 5: 1, 258: 2, 3: 3}


def test_ranges() -> None:
    one = b"\x01" + b"\0\x0a\x02" + b"\0\x64\x00"
    assert cid_to_gid(font(one, 5)) == {0: 0, 10: 1, 11: 2, 12: 3, 100: 4}
    two = b"\x02" + b"\0\x01\x01\x00"
    found = cid_to_gid(font(two, 258, size=2))
    assert found is not None
    assert (len(found), found[1], found[257]) == (258, 1, 257)


def test_a_longer_header_is_skipped() -> None:
    assert cid_to_gid(font(b"\0\0\x07", 2, header=6)) == {0: 0, 7: 1}


def test_a_font_that_is_not_keyed() -> None:
    assert cid_to_gid(font(b"\0\0\x07", 2, ros=False)) is None


@pytest.mark.parametrize(
    "operands",
    [
        b"\x1e\x1f\x05", b"\x1e\x12\x3f\x05", b"\x1e\x12\xf0\x05", b"\x1c\x0f\x11\x05",
        b"\x8b\x05", b"\xf7\x0f\x05", b"\xfb\x11\x05", b"\xf6\xfe\x0f\xfa\x11\x05", b"\x0c\x0f",
        b"\x1d\x0f\x11\x0f\x11\x05", b"\x20\x15",
    ],
)  # fmt: skip
def test_what_stands_before_in_a_dictionary_is_read_over(operands: bytes) -> None:
    """Real numbers and whole ones of each length, in which bytes of operators occur."""
    assert cid_to_gid(font(b"\0\0\x07", 2, before=operands)) == {0: 0, 7: 1}


@pytest.mark.parametrize("at", [0, 107, 108, 363, 364, 1131, 1132, 32767])
def test_an_offset_may_be_written_in_each_way(at: int) -> None:
    if at < 108:
        number = bytes([at + 139])
    elif at < 1132:
        number = bytes([247 + (at - 108) // 256, (at - 108) % 256])
    else:
        number = b"\x1c" + at.to_bytes(2, "big")
    from zhengben.proof import charset

    assert charset._dictionary(number + b"\x0f") == {15: [at]}
    if 108 <= at < 1132:
        negative = bytes([251 + (at - 108) // 256, (at - 108) % 256])
        assert charset._dictionary(negative + b"\x0f") == {15: [-at]}


def test_an_empty_index() -> None:
    from zhengben.proof import charset

    assert charset._index(b"\0\0rest", 0) == ([], 2)
    assert charset._index(b"x" + index(b"ab", b"", b"c"), 1) == ([(8, 10), (10, 10), (10, 11)], 11)


def test_a_charset_can_be_made_the_identity() -> None:
    """Nothing but its one range is written, in the room that is there."""
    face = hb.Face(hb.Blob.from_file_path(str(FACES["serif-tc"].path)))
    cff = bytes(face.reference_table("CFF ").data)
    before, made = cid_to_gid(cff), with_identity(cff)
    assert before is not None
    assert any(cid != glyph for cid, glyph in before.items())
    assert cid_to_gid(made) == {glyph: glyph for glyph in range(len(before))}
    assert len(made) == len(cff)
    assert with_identity(made) is made


@pytest.mark.parametrize(
    ("data", "number", "end"),
    [
        (b"\x1e\xff", 0, 2), (b"\x1e\x12\x3f", 0, 3), (b"\x1e\x12\xf0\x99", 0, 3),
        (b"\x1e\x11\x22\x33\x4f\x1f", 0, 5), (b"\x1c\x01\x02\x03", 258, 3),
        (b"\x1c\xff\xfe", -2, 3), (b"\x1d\x00\x01\x00\x02\x03", 65538, 5),
        (b"\x1d\xff\xff\xff\xff", -1, 5), (b"\x20", -107, 1), (b"\x8b", 0, 1), (b"\xf6", 107, 1),
        (b"\xf7\x00", 108, 2), (b"\xfa\xff", 1131, 2), (b"\xfb\x00", -108, 2),
        (b"\xfe\xff", -1131, 2), (b"\xfc\x05", -369, 2), (b"\xf8\x05", 369, 2),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_end(data: bytes, number: int, end: int) -> None:
    assert _operand(b"\0\0" + data, 2) == (number, end + 2)
    assert _dictionary(data[:end] + b"\x15" + b"\x8c\x0c\x07") == {21: [number], 1207: [1]}


def test_operators_end_where_numbers_begin() -> None:
    assert _dictionary(b"\x8c\x15\x8d\x00\x8e\x8f\x0c\x1e") == {21: [1], 0: [2], 1230: [3, 4]}
    assert _dictionary(b"") == {}


@pytest.mark.parametrize(
    ("charset", "glyphs", "written"),
    [
        (b"\0\0\x07\0\x08", 3, b"\x02\0\1\0\1"),
        (b"\0\0\x07", 2, b"\0\0\1"),
        (b"\2\0\x05\0\x09", 11, b"\x02\0\1\0\x09"),
        (b"\1\0\x05\x01\0\x09\x00", 4, b"\x02\0\1\0\2\x09\x00"),
    ],
)
def test_the_identity_is_written_in_the_place_of_a_charset(
    charset: bytes, glyphs: int, written: bytes
) -> None:
    data = font(charset, glyphs)
    made = with_identity(data)
    assert made == data[: -len(charset)] + written
    assert cid_to_gid(made) == {n: n for n in range(glyphs)}
    assert with_identity(made) is made
    other = font(charset, glyphs, ros=False)
    assert with_identity(other) is other
