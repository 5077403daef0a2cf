"""Has viewers draw the pages of a PDF and the same pages from the published faces, and compares.

What is read from a file is what its operators say; what a reader sees is what a viewer makes of
them. Both are drawn by one engine at one size, so that pages which show what they claim are the
same to the point, however small their characters are. PDFium draws all pages; so does Poppler, or
where it is not installed MuPDF, each of other makers.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from zhengben.proof.drawn import DrawnGlyph, DrawnPage
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.reference_pages import ReferencePages

# programs that draw pages, the first of which that is installed does
_ENGINES = {"pdftoppm": "Poppler", "mutool": "MuPDF"}
# what such a program takes for a file in which pages are drawn in circles
_SECONDS = 300
# 144 dots an inch; where a page differs it is looked at again, larger
_SCALE, _LARGE = 2.0, 4.0
# glyphs of 7 pt and more are drawn as outlines from 50 points an em on
_OUTLINES = 8.0
_DPI, _LARGER_DPI = 144, (432, 960)
# what Pillow takes without a warning: an A4 page at the larger one of these
_MOST_POINTS = 89_478_485
# no sheet that an edition is imposed on has a longer side
_LARGEST_PT = 2400.0
# the edge of a rule or of a curve may be a little darker or lighter, of 255
_LEAST = 24
# looked at again, a glyph may lie a point aside: its place was rounded the other way
_LEAST_LARGE = 48


def strange_pages(
    path: Path,
    pages: list[DrawnPage],
    references: Mapping[str, Path],
    only: Collection[int] | None = None,
) -> Iterator[Fault]:
    """Yield a fault for each page that shows something else than the characters it claims.

    ``references`` maps the family of each face to its file; ``only`` are the numbers of the pages
    to be drawn, all where it is left out.
    """
    import pypdfium2 as pdfium

    chosen = [page for page in pages if only is None or page.number in only]
    for page in chosen:
        # a picture of it would take more memory than there is
        if not all(0 < side <= _LARGEST_PT for side in page.media[2:]):
            told = f"Page {page.number} is not as large as any page of the press."
            yield _fault(f"page {page.number}", told)
            return
    reference = ReferencePages(chosen, references).pdf()
    try:
        with pdfium.PdfDocument(path) as shown, pdfium.PdfDocument(reference) as claimed:
            if len(shown) != len(pages):
                yield _fault("file", f"The file shows {len(shown)} pages and has {len(pages)}.")
                return
            for index, page in enumerate(chosen):
                if told := difference(page, shown[page.number - 1], claimed[index]):
                    yield _fault(f"page {page.number}", f"Page {page.number} {told}.")
    except pdfium.PdfiumError as error:
        yield _fault("file", f"PDFium cannot draw the file: {str(error).rstrip('.')}.")
    if only is None:
        yield from by_another(path, reference, chosen)


def by_another(path: Path, reference: bytes, pages: list[DrawnPage]) -> Iterator[Fault]:
    """Yield a fault for each page that another engine shows otherwise than it claims."""
    program = next((found for name in _ENGINES if (found := shutil.which(name))), None)
    if program is None:
        return
    engine = _ENGINES[Path(program).name]
    with tempfile.TemporaryDirectory() as name:
        files = path, Path(name) / "claimed.pdf"
        files[1].write_bytes(reference)
        try:
            drawn = [_by_program(program, file, Path(name), _DPI) for file in files]
            if len(drawn[0]) != len(pages):
                yield _fault("file", f"{engine} shows {len(drawn[0])} pages of {len(pages)}.")
                return
            for index, page in enumerate(pages, 1):
                if _same_pictures(*(pictures[index - 1] for pictures in drawn)):
                    continue
                # Poppler puts a glyph at the nearest quarter of a point, which is a part of a thin
                # stroke: drawn larger, it is none; the strokes of the smallest type once more
                if not any(
                    _same_pictures(
                        *(_by_program(program, file, Path(name), dpi, index)[0] for file in files)
                    )
                    for dpi in _LARGER_DPI
                    if _can_be_drawn(drawn[0][index - 1], dpi)
                ):
                    told = f"Page {page.number} shows other characters in {engine} than it claims."
                    yield _fault(f"page {page.number}", told)
        except subprocess.SubprocessError as error:
            yield _fault("file", f"{engine} cannot draw the file: {error!r:.100}.")


def _by_program(program: str, file: Path, folder: Path, dpi: int, page: int = 0) -> list[Path]:
    """Have an engine draw a file, or a page of it, and return the pictures."""
    into = Path(tempfile.mkdtemp(dir=folder))
    if _ENGINES[Path(program).name] == "Poppler":
        only = ["-f", str(page), "-l", str(page)] if page else []
        command = [program, "-q", "-r", str(dpi), *only, "-gray", str(file), str(into / "page")]
    else:
        pictures = ["-F", "pgm", "-c", "gray", "-o", str(into / "page-%06d.pgm")]
        only = [str(page)] if page else []
        command = [program, "draw", "-q", "-r", str(dpi), *pictures, str(file), *only]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return sorted(into.glob("page-*.pgm"))


def _can_be_drawn(picture: Path, dpi: int) -> bool:
    """Say whether a page of which there is a picture has not too many points in a larger one."""
    with Image.open(picture) as drawn:
        points = drawn.width * drawn.height * (dpi / _DPI) ** 2
    return points <= _MOST_POINTS


def _same_pictures(one: Path, other: Path) -> bool:
    with Image.open(one) as shown, Image.open(other) as claimed:
        return _alike(shown, claimed)


def _alike(one: Image.Image, other: Image.Image) -> bool:
    """Say whether two pictures are the same, but for a point where places were rounded."""
    if one.size != other.size:
        return False
    return _most(ImageChops.difference(one, other)) <= _LEAST or _most(_apart(one, other)) <= (
        _LEAST_LARGE
    )


def _apart(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return what ink of either picture has none of the other's within a point."""
    more, less = ImageChops.subtract(_spread(other), one), ImageChops.subtract(_spread(one), other)
    return ImageChops.lighter(more, less)


def difference(page: DrawnPage, shown: Any, claimed: Any) -> str:
    """Return what a page shows that it should not, or nothing; both are pages of PDFium."""
    one, other = _drawn(shown, _SCALE), _drawn(claimed, _SCALE)
    if one.size != other.size:
        return "has another size than its box says"
    if _most(ImageChops.difference(one, other)) <= _LEAST:
        return ""
    one, other = _drawn(shown, _LARGE), _drawn(claimed, _LARGE)
    found = _apart(one, other)
    if _most(found) <= _LEAST_LARGE or _alike_as_outlines(shown, claimed):
        return ""
    box = found.point(lambda level: 255 if level > _LEAST_LARGE else 0).getbbox()
    assert box is not None
    glyph = _near(page, box)
    if glyph is None:
        return "shows something where it claims nothing"
    return f"does not show {glyph.text} ({code_points(glyph.text)}) as it claims"


def _alike_as_outlines(shown: Any, claimed: Any) -> bool:
    """Say whether two pages are the same so large that no glyph is a picture of its own.

    PDFium makes a picture of a smaller one, on whole points, by what its font says of it.
    """
    width, height = shown.get_size()
    if width * height * _OUTLINES**2 > _MOST_POINTS:
        return False
    found = _apart(*(_drawn(page, _OUTLINES) for page in (shown, claimed)))
    return _most(found) <= _LEAST_LARGE


def _drawn(page: Any, scale: float) -> Image.Image:
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture


def _most(picture: Image.Image) -> int:
    most: Any = picture.getextrema()
    return int(most[1])


def _spread(picture: Image.Image) -> Image.Image:
    """Return a picture with its ink spread by a point to every side."""
    for across, down in ((1, 0), (0, 1)):
        sides = [ImageChops.offset(picture, n * across, n * down) for n in (-1, 1)]
        picture = ImageChops.darker(ImageChops.darker(picture, sides[0]), sides[1])
    return picture


def _near(page: DrawnPage, box: tuple[int, int, int, int]) -> DrawnGlyph | None:
    """Return a glyph whose em holds the middle of what differs, or else its first point."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for across, down in (middle, (box[0], box[1])):
        x, y = across / _LARGE, page.media[3] - down / _LARGE
        if page.turned:
            x, y = down / _LARGE, across / _LARGE
        for glyph in page.glyphs:
            em, (left, base) = abs(glyph.matrix[0]), glyph.matrix[4:]
            if left <= x <= left + em and base - 0.2 * em <= y <= base + em:
                return glyph
    return None


def _fault(place: str, sentence: str) -> Fault:
    return Fault("shown", place, sentence)
