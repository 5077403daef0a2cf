"""Reads pictures of strangers: PNG, JPEG, GIF and SVG become points that every format can show.

A JPEG is kept byte for byte. All others become samples of 8 bits, grey or in three lights, on white
paper: by a conversion that is named. What a viewer would show otherwise, or could not show, is a
PictureError, one clause about the file.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from PIL import Image, ImageFile

MOST_BYTES = 10_000_000
MOST_POINTS, LONGEST_SIDE = 40_000_000, 20_000
# a picture that says nothing of its size is printed with so many points an inch
NATURAL_PPI = 150
_LARGEST_PROFILE = 1_000_000
_ORIENTATION = 0x0112
# what stands at the end of a file that holds a picture and nothing else
_ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "GIF": b";"}
_TAIL = 64
_PNG = b"\x89PNG"
_SPACES = {"gray": b"GRAY", "rgb": b"RGB "}
# what Pillow raises for pictures that are damaged
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, LookupError, OverflowError, struct.error,
            zlib.error)  # fmt: skip


class PictureError(ValueError):
    """A picture that cannot be published; the message is a clause about its file."""


class Picture(Struct, frozen=True, dict=True):
    """What is shown of a file: its points, in ``gray`` or ``rgb``, as rows of 8-bit samples.

    ``samples`` of a ``jpeg`` are the bytes of its file. ``width`` and ``height`` are those of the
    samples; a viewer has yet to turn them by ``orientation`` (Exif 2.3, 4.6.4). ``profile`` is an
    ICC profile for their colours, sRGB where it is empty. ``conversion`` names what was done.
    """

    width: int
    height: int
    space: str
    samples: bytes
    jpeg: bool = False
    orientation: int = 1
    profile: bytes = b""
    conversion: str = ""
    ppi: int = NATURAL_PPI
    see_through: bool = False

    @cached_property
    def digest(self) -> str:
        """Return what the proof knows the points by."""
        return digest_of(self.width, self.height, self.space, self.samples, jpeg=self.jpeg)

    @property
    def shown(self) -> tuple[int, int]:
        """Return width and height as a reader sees it."""
        size = self.width, self.height
        return size if self.orientation < 5 else size[::-1]


def digest_of(width: int, height: int, space: str, samples: bytes, *, jpeg: bool) -> str:
    """Return the SHA-256 of a JPEG, or of size, space and samples of points."""
    made = hashlib.sha256(b"" if jpeg else f"{space} {width} {height}\n".encode())
    made.update(samples)
    return made.hexdigest()


def read_picture(data: bytes, media_type: str) -> Picture:
    """Read a picture; raise PictureError, a clause, for one that cannot be published."""
    if len(data) > MOST_BYTES:
        raise PictureError(f"is larger than {MOST_BYTES // 1_000_000} MB; make it smaller.")
    if media_type == "image/svg+xml":
        from zhengben.figures.svg import PPI, named, points_of

        made = read_points(points_of(data))
        return Picture(made.width, made.height, made.space, made.samples,
                       conversion=named(), ppi=PPI)  # fmt: skip
    return read_points(data)


def read_points(data: bytes) -> Picture:
    """Read a picture that is made of points."""
    with warnings.catch_warnings():
        # how large it may be, and what is wrong with it, is said here
        warnings.simplefilter("ignore")
        # WeasyPrint has what is cut off filled up with grey in the whole process
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF"))
            _require_plain(image, data)
            image.load()
        except Image.DecompressionBombError:
            raise PictureError(_TOO_MANY) from None
        except PictureError:
            raise
        except _DAMAGED:
            raise PictureError("is damaged or cut off; get it whole.") from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient
        if image.format == "JPEG":
            return _jpeg(image, data)
        return _points(image, deep=data[:4] == _PNG and data[24:25] == b"\x10")


_TOO_MANY = (
    f"has more than {MOST_POINTS // 1_000_000} million points, or a side of more than "
    f"{LONGEST_SIDE}; make it smaller."
)


def _require_plain(image: Image.Image, data: bytes) -> None:
    """Refuse what no page can show: too many points, films, other colours, what is cut off."""
    width, height = image.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_POINTS:
        raise PictureError(_TOO_MANY)
    if getattr(image, "n_frames", 1) > 1 or image.format not in _ENDS:
        raise PictureError("holds several pictures or moves; save the one that is meant.")
    if _ENDS[image.format] not in data[-_TAIL:]:
        raise PictureError("does not end where its picture ends; save it anew.")
    if image.mode == "CMYK":
        raise PictureError(
            "is in printing inks (CMYK), which look otherwise on each press; save it in RGB."
        )
    if image.format != "JPEG" and image.getexif().get(_ORIENTATION, 1) != 1:
        raise PictureError("says that it is to be turned; save it turned.")


def _jpeg(image: Image.Image, data: bytes) -> Picture:
    space = {"L": "gray", "RGB": "rgb"}.get(image.mode, "")
    if not space:
        raise PictureError(f"has colours of a kind, {image.mode}, that pages do not have; save it "
                           "in RGB.")  # fmt: skip
    turned = image.getexif().get(_ORIENTATION, 1)
    orientation = turned if isinstance(turned, int) and 1 <= turned <= 8 else 1
    profile = _profile(image, space)
    return Picture(*image.size, space, data, True, orientation, profile)


def _points(image: Image.Image, *, deep: bool) -> Picture:
    """Return samples of 8 bits on white paper, and name what became of the others.

    ``deep`` points have 16 bits, of which all but the grey ones come with the higher 8.
    """
    done, profile_of = list[str](), image.info
    see_through = "transparency" in image.info or image.mode in ("LA", "PA", "RGBA")
    if deep and "transparency" in image.info:
        raise PictureError("has 16 bits a point and lets a colour show through; save it with 8.")
    if deep:
        done.append("the higher 8 of 16 bits")
    if image.mode.startswith("I"):
        raw = image.tobytes()
        step = 2 if image.mode.startswith("I;16") else 4
        high = raw[0::2] if image.mode == "I;16B" else raw[1::step]
        image = Image.frombytes("L", image.size, high)
    grey = image.mode in ("1", "L", "LA")
    if image.mode in ("P", "PA"):
        done.append("palette as RGB")
    if see_through:
        whole = image.convert("RGBA")
        white = Image.new("RGBA", whole.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, whole)
        done.append("on white")
    image = image.convert("L" if grey else "RGB")
    space = "gray" if grey else "rgb"
    profile = _known_profile(profile_of, space)
    named = ", ".join(("points of 8 bits", *done))
    return Picture(*image.size, space, image.tobytes(), profile=profile, conversion=named,
                   see_through=see_through)  # fmt: skip


def _profile(image: Image.Image, space: str) -> bytes:
    return _known_profile(image.info, space)


def _known_profile(info: Mapping[Any, Any], space: str) -> bytes:
    """Return the colour profile of a picture after a look at its head (ISO 15076-1, 7.2)."""
    profile: bytes = info.get("icc_profile") or b""
    if not profile:
        return b""
    whole = len(profile) >= 128 and int.from_bytes(profile[:4], "big") == len(profile)
    known = profile[12:16] in (b"mntr", b"scnr", b"spac", b"prtr") and 2 <= profile[8] <= 4
    if not (whole and known and profile[36:40] == b"acsp" and profile[16:20] == _SPACES[space]):
        raise PictureError("has a colour profile that is damaged or of other colours; save it in "
                           "sRGB.")  # fmt: skip
    if len(profile) > _LARGEST_PROFILE:
        raise PictureError("has a colour profile of more than 1 MB; save it in sRGB.")
    return profile
