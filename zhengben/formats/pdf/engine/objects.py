"""Pictures and formulas in a PDF: each an XObject of its own, once in a file, drawn at its place.

A picture is an image in a space of colours that says what they are: sRGB by its ICC profile, or
that of the picture itself. Grey is that of the page. Nothing is seen through. A formula is a form
of outlines, in the ink that is chosen where it is drawn.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pydyf
from msgspec import Struct

from zhengben.figures.formulas import Formula
from zhengben.formats.pdf.engine.blocks import DrawnObject
from zhengben.formats.pdf.engine.faces import number

if TYPE_CHECKING:
    from zhengben.figures.pictures import Picture

Matrix = tuple[float, float, float, float, float, float]
# what an Exif orientation does to the unit square of a picture: a, b, c, d, e, f (ISO 32000-1, 8.3)
_TURNS: dict[int, Matrix] = {
    1: (1, 0, 0, 1, 0, 0), 2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1), 6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
_SPACES = {"gray": "/DeviceGray", "rgb": "/DeviceRGB"}


@cache
def _srgb() -> bytes:
    """Return the profile that the engine brings, which archival files name as their output."""
    return (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


class PlacedObject(Struct, frozen=True):
    """An object with its left edge and base line, in the engine's units; ``size`` is its em."""

    drawn: DrawnObject
    x: float
    y: float
    size: float

    def draw(self, stream: Any) -> None:
        """Draw it on the page."""
        content, shape, size = self.drawn.content, self.drawn.shape, self.size
        left = self.x + shape.pad * size
        if isinstance(content, Formula):
            scale = shape.width * size / (content.box[2] - content.box[0])
            matrix: Matrix = (scale, 0, 0, -scale, left - content.box[0] * scale, self.y)
        else:
            turned = _TURNS[content.orientation]
            if shape.turned:
                turned = _times(turned, _TURNS[8])
            wide, high = shape.width * size, (shape.ascent + shape.descent) * size
            top = self.y - shape.ascent * size
            matrix = _times(turned, (wide, 0, 0, -high, left, top + high))
        name = stream.add_image(XObject(content), False, 1)
        # outlines are in thousandths of an em: three decimals would be too few
        operands = " ".join(map(_fine, matrix))
        stream.stream.append(f"q {operands} cm /{name} Do Q".encode())


def _fine(value: float) -> str:
    return number(value) if abs(value) >= 1 else f"{value + 0.0:.7f}".rstrip("0").rstrip(".")


def _times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


class XObject:
    """What the engine takes for an image: it asks for a name and, when it writes, for a stream."""

    def __init__(self, content: Picture | Formula) -> None:
        self.content, self.id = content, content.digest[:16]

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """Return a stream for one file."""
        content = self.content
        if isinstance(content, Formula):
            box = pydyf.Array(number(edge) for edge in content.box)
            extra = {"Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()}
            return FormulaStream([content.operators], extra, compress=True)
        extra = {
            "Type": "/XObject", "Subtype": "/Image", "Width": content.width,
            "Height": content.height, "ColorSpace": _SPACES[content.space], "BitsPerComponent": 8,
        }  # fmt: skip
        if content.jpeg:
            extra["Filter"] = "/DCTDecode"
        return PictureStream(content, extra)


class FormulaStream(pydyf.Stream):  # type: ignore[misc]
    """A formula, which needs nothing of its page."""


class PictureStream(pydyf.Stream):  # type: ignore[misc]
    """A picture; ``profile`` says what its colours are."""

    def __init__(self, picture: Picture, extra: dict[str, Any]) -> None:
        super().__init__([picture.samples], extra, compress=not picture.jpeg)
        self.profile = picture.profile or (_srgb() if picture.space == "rgb" else b"")
        self.lights = 3 if picture.space == "rgb" else 1


def give_profiles(pdf: pydyf.PDF) -> None:
    """Have the pictures of a file name the profiles of their colours, each there once."""
    made = dict[bytes, pydyf.Stream]()
    for item in list(pdf.objects):
        if not isinstance(item, PictureStream) or not item.profile:
            continue
        if item.profile not in made:
            made[item.profile] = pydyf.Stream([item.profile], {"N": item.lights}, compress=True)
            pdf.add_object(made[item.profile])
        item.extra["ColorSpace"] = pydyf.Array(["/ICCBased", made[item.profile].reference])
