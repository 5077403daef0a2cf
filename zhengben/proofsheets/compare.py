"""Compares two builds of an edition, page by page: by pixels, and by the lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from zhengben.proofsheets.pictures import DPI, draw_pages

# differences of grey fainter than this are the drawing's own noise
_NOISE = 48
# changed pixels nearer than this, in pixels, belong to one region
_NEAR_PX = 9
_MOVED, _CHANGED = (70, 110, 200), (210, 30, 30)

Region = tuple[int, int, int, int]


class ComparedPage(Struct, frozen=True):
    """A page beside its earlier self.

    ``picture`` shows ink that is new in blue and ink that is gone in orange; ``moved`` are regions
    whose lines stood elsewhere before, ``changed`` all others. ``only`` is ``new`` or ``gone``
    where there is nothing to compare with.
    """

    number: int
    picture: Image.Image
    moved: tuple[Region, ...] = ()
    changed: tuple[Region, ...] = ()
    only: str = ""

    @property
    def same(self) -> bool:
        """Say whether the page looks as it did."""
        return not (self.moved or self.changed or self.only)

    @property
    def label(self) -> str:
        """Return what became of the page, in words."""
        if self.only:
            return f"{self.number}: {self.only}"
        if self.same:
            return f"{self.number}: the same"
        return f"{self.number}: {len(self.changed)} changed, {len(self.moved)} moved"


def compare(earlier: Path, later: Path) -> Iterator[ComparedPage]:
    """Yield each page of a file, compared with the same page of an earlier one."""
    known = {text for page in _lines(earlier) for text, _ in page}
    texts = _lines(later)
    pages = zip_longest(draw_pages(earlier), draw_pages(later))
    for number, (old, new) in enumerate(pages, 1):
        if old is None or new is None:
            shown = new if old is None else old
            blank = Image.new("L", shown.size, 255)
            pair = (blank, shown) if old is None else (shown, blank)
            yield ComparedPage(number, _tinted(*pair), only="new" if old is None else "gone")
            continue
        if old.size != new.size:
            old = old.resize(new.size)
        lines = texts[number - 1] if number <= len(texts) else []
        yield _compared(number, old, new, lines, known)


def _compared(
    number: int,
    old: Image.Image,
    new: Image.Image,
    lines: Sequence[tuple[str, Region]],
    known: set[str],
) -> ComparedPage:
    moved, changed = list[Region](), list[Region]()
    for region in regions(old, new):
        inside = [text for text, box in lines if _inside(box, region)]
        (moved if inside and known.issuperset(inside) else changed).append(region)
    picture = _tinted(old, new)
    draw = ImageDraw.Draw(picture)
    for found, colour in ((moved, _MOVED), (changed, _CHANGED)):
        for left, top, right, bottom in found:
            draw.rectangle((left - 3, top - 3, right + 2, bottom + 2), outline=colour, width=3)
    return ComparedPage(number, picture, tuple(moved), tuple(changed))


def _tinted(old: Image.Image, new: Image.Image) -> Image.Image:
    """Show ink that both have in black, what is new in blue and what is gone in orange."""
    return Image.merge("RGB", (new, ImageChops.blend(old, new, 0.5), old))


def regions(old: Image.Image, new: Image.Image) -> list[Region]:
    """Return where two pictures of one size differ, from top to bottom."""
    mask = ImageChops.difference(old, new).point(lambda grey: 255 * (grey > _NOISE))
    near = mask.filter(ImageFilter.MaxFilter(_NEAR_PX))
    found = []
    for box in _parts(near, (0, 0, *near.size)):
        # without the margin that made neighbours one
        if inner := mask.crop(box).getbbox():
            found.append(
                (box[0] + inner[0], box[1] + inner[1], box[0] + inner[2], box[1] + inner[3])
            )
    return sorted(found, key=lambda region: (region[1], region[0]))


def _parts(mask: Image.Image, box: Region) -> Iterator[Region]:
    """Divide a box at its blank rows and columns until nothing is left to divide."""
    inner = mask.crop(box).getbbox()
    if inner is None:
        return
    box = (box[0] + inner[0], box[1] + inner[1], box[0] + inner[2], box[1] + inner[3])
    cut = mask.crop(box)
    for rows in (True, False):
        runs = list(_runs(cut, rows))
        if len(runs) > 1:
            for start, stop in runs:
                if rows:
                    yield from _parts(mask, (box[0], box[1] + start, box[2], box[1] + stop))
                else:
                    yield from _parts(mask, (box[0] + start, box[1], box[0] + stop, box[3]))
            return
    yield box


def _runs(mask: Image.Image, rows: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows or columns that are not blank."""
    size = (1, mask.height) if rows else (mask.width, 1)
    filled = [value > 0 for value in mask.resize(size, Image.Resampling.BOX).tobytes()]
    start = None
    for n, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = n
        elif not is_filled and start is not None:
            yield start, n
            start = None


def _inside(box: Region, region: Region) -> bool:
    """Say whether the middle of a line lies in a region, or the region in the line."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (region[0] <= across <= region[2] and region[1] <= down <= region[3]) or (
        box[0] <= (region[0] + region[2]) / 2 <= box[2]
        and box[1] <= (region[1] + region[3]) / 2 <= box[3]
    )


def _lines(path: Path) -> list[list[tuple[str, Region]]]:
    """Return the lines of text of each page with their edges in pixels of its picture."""
    from zhengben.proof.glyphs import measure

    scale = DPI / 72
    pages = []
    for page in measure(path).pages:
        rows: dict[tuple[float, bool], list[tuple[str, tuple[float, ...]]]] = {}
        for glyph in page.glyphs:
            key = (round(glyph.base, 1), glyph.level)
            rows.setdefault(key, []).append((glyph.text, glyph.ink))
        found = []
        for row in rows.values():
            left, low, right, high = (
                edge(ink[n] for _, ink in row) for n, edge in enumerate((min, min, max, max))
            )
            corners = (left - page.media[0], page.media[3] - high,
                       right - page.media[0], page.media[3] - low)  # fmt: skip
            box = tuple(round(edge * scale) for edge in _turned(corners, page.media, page.turned))
            found.append(("".join(text for text, _ in row), box))
        pages.append(found)
    return pages  # type: ignore[return-value]


def _turned(
    box: tuple[float, float, float, float], media: tuple[float, float, float, float], degrees: int
) -> tuple[float, float, float, float]:
    """Turn a box, measured from the upper left corner, as a viewer turns its page."""
    width, height = media[2] - media[0], media[3] - media[1]
    for _ in range(degrees // 90):
        left, top, right, bottom = box
        box = (height - bottom, left, height - top, right)
        width, height = height, width
    return box
