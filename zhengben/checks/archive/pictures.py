"""Three viewers that share no code show an archival PDF alike.

Poppler, MuPDF and Ghostscript draw each page in grey at 144 dots an inch. What differs is smoothing
and the weight of strokes, at most 30 of 255 levels when it is averaged over 17 dots (8.5 points,
less than a character); a character that is missing differs by 40 and more, unless it is as thin as
一.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from zhengben.checks.archive.ink import archival
from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.checks.tools import MissingToolError, by_content, program
from zhengben.figures.known import known_objects
from zhengben.proof.geometry import Box
from zhengben.proof.glyphs import measure

MEDIA_TYPES = ("application/pdf",)
DOTS_AN_INCH, WINDOW_RADIUS, TOLERANCE = 144, 8, 36
MOST_SECONDS = 300
ROWS = (
    Check(
        "A-008",
        "Poppler, MuPDF and Ghostscript draw the pages of an archival PDF alike (averaged over 8.5 "
        f"points within {TOLERANCE} of 255 levels of grey).",
        "Look at the page in each viewer; fonts that only one of them reads are the usual cause.",
    ),
)
_VIEWERS = {
    "pdftoppm": ("-q", "-r", "{dpi}", "-gray", "{file}", "{out}/pdftoppm-"),
    "mutool": ("draw", "-q", "-r", "{dpi}", "-c", "gray", "-o", "{out}/mutool-%d.pgm", "{file}"),
    "gs": ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", "-r{dpi}",
           "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-sOutputFile={out}/gs-%d.pgm", "{file}"),
}  # fmt: skip


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Draw the pages three times and compare each pair of pictures."""
    if not archival(subject) or not subject.path.is_file():
        return
    file = subject.artefact.file
    try:
        programs = {name: program(name) for name in _VIEWERS}
    except MissingToolError as error:
        yield Skipped("A-008", file, str(error))
        return
    known = tuple(sorted(known_objects(subject.declaration).drawn))
    pages, viewers = subject.artefact.pages, tuple(programs.items())
    for place, told in _differences(subject.path, pages, viewers, known):
        yield Finding("A-008", file, place, told)


@by_content
def _differences(
    file: Path, pages: int, programs: tuple[tuple[str, str], ...], known: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return place and sentence of whatever the viewers do not draw alike."""
    found, objects = [], _objects(file, known) if known else {}
    with tempfile.TemporaryDirectory() as folder:
        drawn = {name: _draw(name, path, file, Path(folder)) for name, path in programs}
        for name, pictures in drawn.items():
            if len(pictures) != pages:
                found.append(("pages", f"{name} draws {len(pictures)} pages, not {pages}."))
        if len({len(pictures) for pictures in drawn.values()}) == 1:
            for number, row in enumerate(zip(*drawn.values(), strict=True), 1):
                masks = objects.get(number, []) if known else []
                for told in compare(dict(zip(drawn, row, strict=True)), masks):
                    found.append((f"page {number}", told))
    return found


def _objects(file: Path, known: tuple[str, ...]) -> dict[int, list[Box]]:
    """Return where the pictures of the text lie, by page, from its upper left corner as seen.

    Each viewer makes grey of their colours, and few points of many, in a way of its own; what they
    show is known by their hashes.
    """
    found = dict[int, list[Box]]()
    for page in measure(file).pages:
        for drawn in page.objects:
            if drawn.sha256 in known and all(drawn.points):
                left, low, right, high = drawn.box
                seen = (left, page.media[3] - high, right, page.media[3] - low)
                if page.turned == 90:
                    seen = (low, left, high, right)
                found.setdefault(page.number, []).append(seen)
    return found


def _draw(name: str, path: str, file: Path, folder: Path) -> list[Path]:
    values = {"dpi": str(DOTS_AN_INCH), "file": str(file), "out": str(folder)}
    command = [path, *(part.format(**values) for part in _VIEWERS[name])]
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return []
    pages = folder.glob(f"{name}-*.pgm")
    return sorted(pages, key=lambda page: int(page.stem.rpartition("-")[2]))


def compare(pictures: dict[str, Path], masks: Sequence[Box] = ()) -> Iterator[str]:
    """Yield a sentence for each pair of pictures that differ beyond the tolerance.

    What lies in ``masks``, in points from the upper left corner, is not compared.
    """
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    opened = {name: Image.open(path).convert("L") for name, path in pictures.items()}
    dots = DOTS_AN_INCH / 72
    for picture in opened.values():
        for across, top, right, low in masks:
            # an edge may be smoothed into the next point
            mask = (across * dots - 2, top * dots - 2, right * dots + 2, low * dots + 2)
            ImageDraw.Draw(picture).rectangle(mask, fill=255)
    # programs round the size of a page to whole dots, each in its own way
    width, height = (min(picture.size[n] for picture in opened.values()) for n in (0, 1))
    blur = ImageFilter.BoxBlur(WINDOW_RADIUS)
    smooth = {name: p.crop((0, 0, width, height)).filter(blur) for name, p in opened.items()}
    for one, other in combinations(smooth, 2):
        difference = ImageChops.difference(smooth[one], smooth[other])
        most = difference.getextrema()[1]
        if isinstance(most, int | float) and most > TOLERANCE:
            box = difference.point(lambda level: 255 if level > TOLERANCE else 0).getbbox()
            scale = 72 / DOTS_AN_INCH
            x, y = (round(n * scale) for n in box[:2]) if box else (0, 0)
            yield (
                f"{one} and {other} differ by {most} of 255 levels, first at {x} points from the "
                f"left and {y} from the top."
            )
