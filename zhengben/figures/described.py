"""What a file of a picture or formula shows, told as the document's description has it."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from zhengben.document.provenance import ObjectFile
from zhengben.figures.formulas import draw, mathml_sha256
from zhengben.figures.pictures import PictureError, read_picture

__all__ = ["PictureError", "described"]


def described(named: ObjectFile, data: bytes) -> ObjectFile:
    """Return what the bytes of a file show; raise PictureError for what is refused."""
    if not named.is_picture:
        mathml = data.decode("utf-8", "replace")
        made = draw(mathml)
        drawn = made.digest if made else ""
        return replace(named, shown_sha256=drawn, mathml_sha256=mathml_sha256(mathml))
    picture = read_picture(data, named.media_type)
    width, height = picture.shown
    profile = hashlib.sha256(picture.profile).hexdigest() if picture.profile else ""
    return replace(
        named, shown_sha256=picture.digest, conversion=picture.conversion, width=width,
        height=height, ppi=picture.ppi, orientation=picture.orientation, profile_sha256=profile,
        see_through=picture.see_through,
    )  # fmt: skip
