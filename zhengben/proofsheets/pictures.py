"""Draws the pages of a PDF with PDFium, and the sheets that show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from zhengben.design.faces import FACES
from zhengben.document.errors import ContentError

# pages are compared at this resolution and shown at half of it
DPI = 100
SHOWN = 0.5
_WIDEST_PX = 2600
_GAP_PX, _LABEL_PX, _HEAD_PX = 24, 26, 64
_DESK, _PAPER_EDGE, _INK = (228, 228, 228), (150, 150, 150), (40, 40, 40)


def draw_pages(path: Path) -> Iterator[Image.Image]:
    """Yield a grey picture of each page; a file that is no PDF raises ContentError."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(path) as document:
            for page in document:
                bitmap = page.render(scale=DPI / 72, grayscale=True, no_smoothtext=False)
                yield bitmap.to_pil().convert("L")
                page.close()
    except pdfium.PdfiumError as error:
        raise ContentError(f"cannot be drawn ({error}); publish it again.", path) from None


def contact_sheet(title: str, pages: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """Lay pictures of pages out in rows below a title, each with its label."""
    small = [(label, _small(page)) for label, page in pages]
    width = max((page.width for _, page in small), default=1)
    height = max((page.height for _, page in small), default=1)
    columns = max(1, min(len(small), (_WIDEST_PX - _GAP_PX) // (width + _GAP_PX)))
    rows = -(-len(small) // columns)
    step = height + _LABEL_PX + _GAP_PX
    size = (max(columns * (width + _GAP_PX) + _GAP_PX, 900), _HEAD_PX + rows * step + _GAP_PX)
    sheet = Image.new("RGB", size, _DESK)
    draw = ImageDraw.Draw(sheet)
    draw.text((_GAP_PX, 20), title, fill=_INK, font=_font(22))
    for n, (label, page) in enumerate(small):
        row, column = divmod(n, columns)
        left, top = _GAP_PX + column * (width + _GAP_PX), _HEAD_PX + row * step
        sheet.paste(page, (left, top))
        edge = (left - 1, top - 1, left + page.width, top + page.height)
        draw.rectangle(edge, outline=_PAPER_EDGE)
        draw.text((left, top + page.height + 4), label, fill=_INK, font=_font(15))
    return sheet


def _small(page: Image.Image) -> Image.Image:
    size = (round(page.width * SHOWN), round(page.height * SHOWN))
    return page.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _font(size: int) -> Any:
    return ImageFont.truetype(str(FACES["sans-tc"].path), size)
