"""How much is read of a file that would like to be endless, and how much is told of it."""

from __future__ import annotations

from PIL import Image

from zhengben.proof import (
    akn,
    anew,
    book_font,
    content,
    docx,
    epub,
    html,
    pdf_objects,
    pdffont,
    pictures,
    rendering,
    sample,
    structure_tree,
    tree_links,
    web_strangers,
    witness,
)


def test_limits() -> None:
    assert {akn._MOST_BYTES, epub._MOST_BYTES, html._MOST_BYTES} == {32 << 20}
    assert {docx._MOST_BYTES, web_strangers._MOST_BYTES} == {32 << 20}
    # all editions of a document, one of which holds pictures and fonts
    assert anew._MOST_BYTES == 192 << 20
    assert epub._MOST_ENTRIES == 10_000
    assert (akn._DEEPEST, epub._DEEPEST, structure_tree._DEEPEST) == (100, 200, 100)
    assert (content._DEEPEST_FORM, pdffont._MOST_CODES, witness._MOST_TOLD) == (16, 1 << 16, 5)
    assert (anew._MOST_TOLD, book_font._MOST_TOLD) == (5, 5)
    assert (tree_links._MOST_TOLD, pdf_objects._MOST_TOLD) == (20, 50)


def test_limits_of_what_is_drawn() -> None:
    assert pictures._MOST_POINTS == 40_000_000
    # what Pillow takes without a warning
    assert rendering._MOST_POINTS == Image.MAX_IMAGE_PIXELS
    assert (rendering._SECONDS, rendering._LARGEST_PT) == (300, 2400)
    assert (rendering._SCALE, rendering._LARGE, rendering._OUTLINES) == (2, 4, 8)
    assert (rendering._DPI, rendering._LARGER_DPI) == (144, (432, 960))
    # more than the 50 points from which on PDFium draws outlines
    assert (sample._GLYPHS, sample._STRETCHES, sample._EM_POINTS) == (12, 3, 72)
    assert (sample._LEAST, sample._MOST) == (96, 6)
