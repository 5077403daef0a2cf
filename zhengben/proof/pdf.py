"""Reads a finished PDF: its canonical text by structure and glyphs, and what speaks against it.

Content streams and CMaps are taken apart by QPDF (through pikepdf), outlines are drawn by
HarfBuzz. The reader is never shown the text it should find.

What a page shows is followed as far as glyphs, their size, mode, place and order. Not followed
are colours, clipping, and what is painted over a text: a page that hides its text so is for the
eye, or a comparison of pictures, to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pikepdf

from zhengben.proof.extraction import Extraction, Fault, unreadable
from zhengben.proof.folding import folded
from zhengben.proof.sample import SampledContents, chosen_page, strange_sample
from zhengben.proof.structure_tree import StructureTree
from zhengben.proof.witness import witness

# what pikepdf and its users meet in a file that is not as ISO 32000 has it
MALFORMED = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


def extract_pdf(path: Path, references: Mapping[str, Path], *, sampled: bool = False) -> Extraction:
    """Read the canonical text of a tagged PDF.

    ``references`` maps the family of each font that the file may contain to the font file whose
    outlines bear witness to what its glyphs are. Where it is ``sampled``, PDFium draws a few
    characters of it as well.
    """
    try:
        data = path.read_bytes() if sampled else b""
        with pikepdf.open(path) as pdf:
            return _extract(pdf, references, data)
    except MALFORMED as error:
        return unreadable("PDF", f"{error}.")


def _extract(pdf: pikepdf.Pdf, references: Mapping[str, Path], data: bytes) -> Extraction:
    chosen = chosen_page(data, len(pdf.pages)) if data else 0
    contents = SampledContents(folded(pdf), chosen)
    pages: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pdf.pages, 1):
        pages[page.obj.objgen] = number
        contents.read_page(page, number)
    damage = [Fault("damaged", "file", f"The file is damaged: {w}.") for w in pdf.get_warnings()]
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        untagged = Fault("untagged", "file", "The file has no structure tree.")
        return Extraction("PDF", (), (*damage, untagged))
    structure = StructureTree(root, contents.marked, pages)
    faults = [*damage, *contents.faults, *structure.faults]
    faults += [fault for font in contents.fonts.values() for fault in font.faults]
    faults += witness(contents.fonts.values(), references, contents.told)
    # what the witness does not know of has no outline to be compared with
    if chosen and not faults:
        faults += strange_sample(data, contents, pdf.pages[chosen - 1])
    return Extraction("PDF", structure.blocks, tuple(faults), len(pages))
