"""Reads the charset of a CID-keyed CFF font: which glyph bears which CID.

Only what that takes of Adobe's Technical Note 5176 (The Compact Font Format) is read here.
"""

from __future__ import annotations

import struct
from itertools import pairwise

_ROS, _CHARSET, _CHARSTRINGS = 1230, 15, 17
# operators of two bytes start with it; they are numbered 1200 and up here
_ESCAPE = 12
_OPERATORS = 22
_REAL = 30


def cid_to_gid(cff: bytes) -> dict[int, int] | None:
    """Map CIDs to glyph indices, or return None when the font is not CID-keyed."""
    _, at = _index(cff, cff[2])
    tops, _ = _index(cff, at)
    top = _dictionary(cff[slice(*tops[0])])
    if _ROS not in top:
        return None
    strings = top[_CHARSTRINGS][0]
    glyphs = int.from_bytes(cff[strings : strings + 2], "big")
    return _charset(cff, top.get(_CHARSET, [0])[0], glyphs)


def with_identity(cff: bytes) -> bytes:
    """Return a CFF font program in which each glyph bears its own number as CID.

    Some viewers look a code up in the charset, others take it for the number of a glyph.
    """
    mapping = cid_to_gid(cff)
    if mapping is None or all(cid == glyph for cid, glyph in mapping.items()):
        return cff
    _, at = _index(cff, cff[2])
    tops, _ = _index(cff, at)
    place = _dictionary(cff[slice(*tops[0])])[_CHARSET][0]
    last = len(mapping) - 1
    # one range, which takes no more room than what stands there: two or more, or a list
    written = b"\x02\0\x01" + (last - 1).to_bytes(2, "big") if last > 1 else b"\0\0\x01"
    return cff[:place] + written + cff[place + len(written) :]


def _index(data: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Return the extents of an INDEX's objects and the offset behind it."""
    count = int.from_bytes(data[at : at + 2], "big")
    if not count:
        return [], at + 2
    size = data[at + 2]
    first = at + 3
    offsets = [
        int.from_bytes(data[p : p + size], "big")
        for p in range(first, first + (count + 1) * size, size)
    ]
    base = first + (count + 1) * size - 1
    extents = [(base + a, base + b) for a, b in pairwise(offsets)]
    return extents, base + offsets[-1]


def _dictionary(data: bytes) -> dict[int, list[int]]:
    """Return the integer operands of each operator of a DICT; real numbers count as 0."""
    entries: dict[int, list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        first = data[at]
        if first < _OPERATORS:
            if first == _ESCAPE:
                at += 1
                first = 1200 + data[at]
            entries[first] = operands
            operands = []
            at += 1
        else:
            number, at = _operand(data, at)
            operands.append(number)
    return entries


def _operand(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first == _REAL:
        # nibbles, ended by one that is 15
        at += 1
        while data[at] & 15 != 15 and data[at] >> 4 != 15:
            at += 1
        return 0, at + 1
    if first in (28, 29):
        end = at + (3 if first == 28 else 5)
        return int.from_bytes(data[at + 1 : end], "big", signed=True), end
    if first < 247:
        return first - 139, at + 1
    if first < 251:
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    return -(first - 251) * 256 - data[at + 1] - 108, at + 2


def _charset(data: bytes, at: int, glyphs: int) -> dict[int, int]:
    """Expand a charset; glyph 0 is CID 0 and is not listed."""
    kind = data[at]
    mapping = {0: 0}
    at += 1
    glyph = 1
    listed = data[at : at + 2 * (glyphs - 1)]
    if kind == 0 and len(listed) == 2 * (glyphs - 1):
        mapping.update(zip(struct.unpack(f">{glyphs - 1}H", listed), range(1, glyphs), strict=True))
        return mapping
    while glyph < glyphs:
        first = int.from_bytes(data[at : at + 2], "big")
        # format 0 lists CIDs; 1 and 2 list ranges, their length behind the first in 1 or 2 bytes
        left = int.from_bytes(data[at + 2 : at + 2 + kind], "big")
        at += 2 + kind
        numbers = range(glyph, glyph + left + 1)
        mapping.update(zip(range(first, first + left + 1), numbers, strict=True))
        glyph = numbers.stop
    return mapping
