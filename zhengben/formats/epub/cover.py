"""Draws the picture of the cover: the title in black on ivory, by the face of the book."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from zhengben.document.errors import RenderError
from zhengben.document.regex import regex
from zhengben.fonts.choice import FaceChoice
from zhengben.linebreaking.titles import break_title

WIDTH, HEIGHT = 1600, 2560

_INK, _PAPER = (0x1A, 0x1A, 0x1A), (0xFB, 0xF8, 0xF0)
# Sixteen shades show the edges of letters well enough and make a small file.
_SHADES = 16
_MEASURE = 1180
_TITLE_TOP, _TITLE_HEIGHT = 620, 1060
_LARGEST, _SMALLEST, _SMALL = 150, 40, 50
# below this size a long title line is broken rather than made smaller
_COMFORTABLE = 84
_LEADING = 1.5
# the size that titles are measured at
_REFERENCE = 100
_STOPS = "，。、；：？！）》」』〉】〕”’·…—"
_OPENING = "（《「『〈【〔“‘"
# Latin words and single characters, with the marks that cling to them.
_UNBROKEN = regex(rf"[{_OPENING}]*(?:[!-~]+|.)[{_STOPS}]* *", re.DOTALL)


# what a column of a vertical cover turns on its side: brackets, dashes, ellipses
_TURNED = "（）《》「」『』〈〉【】〔〕—…～：；"
_COLUMN, _COLUMNS = 1480, 940
_COLUMN_TOP = 420
# digits in a column, more than two of which stand one below the other, in em
_DIGIT_EM = 0.85


class Cover(Struct, frozen=True):
    """The words of the cover, from top to bottom; organ and dateline may be empty.

    A vertical cover sets title, organ and dateline in columns from right to left. ``names`` of
    instruments and organs are words where a line of the title is broken.
    """

    title_lines: tuple[str, ...]
    organ: str
    dateline: str
    imprint: tuple[str, ...]
    vertical: bool = False
    names: tuple[str, ...] = ()


class _Face:
    """The faces of a book in one size; its methods are those of a font of Pillow's."""

    def __init__(self, choice: FaceChoice, size: int) -> None:
        self._choice, self._size = choice, size
        self._fonts: dict[int, ImageFont.FreeTypeFont] = {}

    def getlength(self, text: str) -> float:
        """Return the length of a text in pixels."""
        return sum(self._font(place).getlength(part) for place, part in self._choice.parts(text))

    def draw(self, draw: ImageDraw.ImageDraw, middle: tuple[float, float], text: str) -> None:
        """Draw a text around its middle."""
        parts = list(self._choice.parts(text))
        if len(parts) == 1:
            draw.text(middle, text, 255, self._font(parts[0][0]), "mm")
            return
        x = middle[0] - self.getlength(text) / 2
        for place, part in parts:
            font = self._font(place)
            draw.text((x, middle[1]), part, 255, font, "lm")
            x += font.getlength(part)

    def _font(self, place: int) -> ImageFont.FreeTypeFont:
        if place not in self._fonts:
            path = str(self._choice.chain[place].path)
            # the basic engine, since whether Raqm is there differs from machine to machine
            basic = ImageFont.Layout.BASIC
            self._fonts[place] = ImageFont.truetype(path, self._size, layout_engine=basic)
        return self._fonts[place]


def draw_cover(cover: Cover, choice: FaceChoice) -> bytes:
    """Draw a cover of 1600 × 2560 pixels in the faces that were chosen.

    It is returned as a PNG of sixteen shades.
    """
    picture = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(picture)
    _draw_frame(draw)
    small = _Face(choice, _SMALL)
    (_draw_columns if cover.vertical else _draw_lines)(picture, cover, choice)
    for number, text in enumerate(reversed(cover.imprint)):
        y = HEIGHT - 300 - number * _SMALL * _LEADING
        _draw_line(draw, _shorten(text, small), y, small)
    return _png(picture)


def _draw_lines(picture: Image.Image, cover: Cover, choice: FaceChoice) -> None:
    draw, small = ImageDraw.Draw(picture), _Face(choice, _SMALL)
    size, lines = _fit_title(cover, choice, _MEASURE, _TITLE_HEIGHT)
    leading = size * _LEADING
    # a short title stands in the upper part of its space, near the optical centre
    y = _TITLE_TOP + (_TITLE_HEIGHT - leading * len(lines)) / 3 + leading / 2
    for text in lines:
        _draw_line(draw, text, y, _Face(choice, size))
        y += leading
    y += size * 0.35
    draw.rectangle((WIDTH / 2 - 60, y - 1, WIDTH / 2 + 60, y + 1), 255)
    y += 110
    for text in filter(None, (cover.organ, cover.dateline)):
        _draw_line(draw, _shorten(text, small), y, small)
        y += _SMALL * 1.7


def _draw_columns(picture: Image.Image, cover: Cover, choice: FaceChoice) -> None:
    small = _Face(choice, _SMALL)
    facts = [_shorten(text, small) for text in (cover.organ, cover.dateline) if text]
    size, lines = _fit_title(cover, choice, _COLUMN, _COLUMNS)
    leading, gap = size * _LEADING, _SMALL * 1.7
    width = leading * len(lines) + (120 + gap * len(facts) if facts else 0)
    x = (WIDTH + width) / 2 - leading / 2
    for number, text in enumerate(lines):
        # each column of a title begins a character lower than the one before it
        _draw_column(
            picture, text, x, _COLUMN_TOP + min(number, 2) * size, _Face(choice, size), size
        )
        x -= leading
    x += leading / 2 - 120 / 2
    if facts:
        top, bottom = _COLUMN_TOP, _COLUMN_TOP + _COLUMN
        ImageDraw.Draw(picture).rectangle((x - 1, top, x + 1, bottom), 255)
    x -= 120 / 2 + gap / 2
    for text in facts:
        # these end at the foot, as a signature does
        y = _COLUMN_TOP + _COLUMN - _column_length(text, small, _SMALL)
        _draw_column(picture, text, x, y, small, _SMALL)
        x -= gap


def _units(text: str, font: _Face, size: int) -> list[tuple[str, bool, float]]:
    """Divide a column into what stands upright or lies, each with its length in pixels."""
    units = list[tuple[str, bool, float]]()
    for part in re.findall(r"[!-~]+|.", text, re.DOTALL):
        if part.isdigit() and part.isascii():
            shared = [part] if len(part) <= 2 else list(part)
            length = size if len(part) <= 2 else size * _DIGIT_EM
            units += [(digits, False, length) for digits in shared]
        elif part.isascii():
            units.append((part, True, font.getlength(part) + size * 0.2))
        else:
            units.append((part, part in _TURNED, size))
    return units


def _column_length(text: str, font: _Face, size: int) -> float:
    return sum(length for _, _, length in _units(text, font, size))


def _draw_column(
    picture: Image.Image, text: str, x: float, y: float, font: _Face, size: int
) -> None:
    """Draw a column; ``x`` is its middle, ``y`` its top."""
    draw = ImageDraw.Draw(picture)
    for unit, lies, length in _units(text, font, size):
        if lies:
            lying = Image.new("L", (round(length), round(size * _LEADING)), 0)
            place = (length / 2, lying.height / 2)
            font.draw(ImageDraw.Draw(lying), place, unit)
            turned = lying.rotate(-90, expand=True)
            picture.paste(255, (round(x - turned.width / 2), round(y)), turned)
        else:
            font.draw(draw, (x, y + length / 2), unit)
        y += length


def _draw_line(draw: ImageDraw.ImageDraw, text: str, y: float, font: _Face) -> None:
    """Draw a centred line; ``y`` is its middle."""
    font.draw(draw, (WIDTH / 2, y), text)


def _draw_frame(draw: ImageDraw.ImageDraw) -> None:
    """Draw the double border of a traditional page, thick outside and thin inside."""
    for inset, width in ((96, 9), (122, 3)):
        box = (inset, inset, WIDTH - 1 - inset, HEIGHT - 1 - inset)
        draw.rectangle(box, None, 255, width)


def _fit_title(
    cover: Cover, choice: FaceChoice, measure: float, depth: float
) -> tuple[int, tuple[str, ...]]:
    """Return the largest size at which the title fits, and its lines at that size.

    ``measure`` is the room for the length of a line, ``depth`` that for all lines, in pixels.
    """
    reference, title_lines = _Face(choice, _REFERENCE), cover.title_lines
    widest = max(reference.getlength(text) for text in title_lines)
    whole = min(_LARGEST, int(measure / widest * _REFERENCE)) if widest else _LARGEST
    for size in range(max(whole, _COMFORTABLE), _SMALLEST - 1, -2):
        room = measure / size * _REFERENCE
        lines = tuple(
            part for text in title_lines for part in _break(text, reference, room, cover.names)
        )
        if len(lines) * size * _LEADING <= depth:
            return size, lines
    raise RenderError(
        f"The title “{title_lines[0][:20]}…” is too long for a cover; shorten title-lines."
    )


def _break(text: str, font: _Face, room: float, names: Sequence[str] = ()) -> list[str]:
    """Break a line that is wider than ``room`` into lines of about the same length, by sense.

    Where sense gives no lines that fit, no stop starts a line, no opening mark ends one, and a
    Latin word stays whole where it fits.
    """
    by_sense = [line.strip() for line in break_title(text, int(room / _REFERENCE), names)]
    if all(font.getlength(line) <= room for line in by_sense):
        return by_sense
    width = font.getlength(text)
    share = width / -(-width // room)
    lines, line = list[str](), ""
    for part in _UNBROKEN.findall(text):
        if line and (
            font.getlength(line) >= share or font.getlength((line + part).rstrip()) > room
        ):
            lines.append(line.strip())
            line = ""
        line += part
        # what does not fit by itself is cut where it must be
        while font.getlength(line) > room:
            fit = next(n for n in range(len(line), 0, -1) if font.getlength(line[:n]) <= room)
            lines.append(line[:fit])
            line = line[fit:]
    return [*lines, line.strip()]


def _shorten(text: str, font: _Face) -> str:
    if font.getlength(text) <= _MEASURE:
        return text
    while font.getlength(text + "……") > _MEASURE:
        text = text[:-1]
    return text + "……"


def _png(picture: Image.Image) -> bytes:
    """Turn coverage of ink into shades between paper and ink."""
    shades = picture.point(lambda ink: (ink * (_SHADES - 1) + 127) // 255)
    palette = [
        round(paper + (ink - paper) * shade / (_SHADES - 1))
        for shade in range(_SHADES)
        for paper, ink in zip(_PAPER, _INK, strict=True)
    ]
    # a grey picture becomes one of a palette by this
    shades.putpalette(palette)
    out = io.BytesIO()
    shades.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()
