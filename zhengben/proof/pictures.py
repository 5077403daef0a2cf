"""Reads back what a picture or a formula in a finished file shows, as a hash.

A JPEG is known by its bytes, points by their size, space and samples, outlines by their operators.
Nothing here is shared with what draws them.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pikepdf

# how the file of a picture that was a drawing ends
DRAWN = ".svg.png"
# more points than any picture of the press
_MOST_POINTS = 40_000_000


def shown_sha256(item: Any) -> str:
    """Return the hash of an XObject of a PDF; empty where it is neither picture nor form."""
    if not isinstance(item, pikepdf.Stream):
        return ""
    if item.get("/Subtype") == "/Form":
        return hashlib.sha256(bytes(item.read_bytes())).hexdigest()
    if str(item.get("/Filter", "")) == "/DCTDecode":
        return hashlib.sha256(bytes(item.read_raw_bytes())).hexdigest()
    width, height = int(item.get("/Width", 0)), int(item.get("/Height", 0))
    if not 0 < width * height <= _MOST_POINTS:
        return ""
    return _of_points(_space(item.get("/ColorSpace")), width, height, bytes(item.read_bytes()))


def remembered_hashes() -> Callable[[Any], str]:
    """Return what gives the hash of an XObject, and reads each of a file once."""
    known = dict[tuple[int, int], str]()

    def of(item: Any) -> str:
        if item.objgen not in known or item.objgen == (0, 0):
            known[item.objgen] = shown_sha256(item)
        return known[item.objgen]

    return of


def _of_points(space: str, width: int, height: int, samples: bytes) -> str:
    lights = {"gray": 1, "rgb": 3}.get(space, 0)
    if not lights or len(samples) != width * height * lights:
        return ""
    head = f"{space} {width} {height}\n".encode()
    return hashlib.sha256(head + samples).hexdigest()


def _space(space: Any) -> str:
    """Return which colours the points of an image have."""
    if isinstance(space, pikepdf.Array) and len(space) == 2 and str(space[0]) == "/ICCBased":
        profile: Any = space[1]
        return {1: "gray", 3: "rgb"}.get(int(profile.get("/N", 0)), "")
    return {"/DeviceGray": "gray", "/DeviceRGB": "rgb"}.get(str(space), "")


def mathml_sha256(element: ElementTree.Element) -> str:
    """Return the hash of a formula in MathML, in its canonical form (W3C C14N 2.0)."""
    copy = deepcopy(element)
    copy.tail = None
    copy.attrib.pop("alttext", None)
    said = ElementTree.canonicalize(
        ElementTree.tostring(copy, encoding="unicode"), rewrite_prefixes=True
    )
    return hashlib.sha256(said.encode()).hexdigest()


def picture_sha256(data: bytes) -> str:
    """Return the hash of the points of a file that is made of points, on white."""
    from PIL import Image

    with warnings.catch_warnings():
        # what is wrong with a picture is said where it is judged
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
                if image.width * image.height > _MOST_POINTS:
                    return ""
                points = image.convert("RGB")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return ""
    return _of_points("rgb", *points.size, points.tobytes())
