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

from zhengben.proof.content import Contents
from zhengben.proof.extraction import Extraction, Fault, unreadable
from zhengben.proof.folding import folded
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


def extract_pdf(path: Path, references: Mapping[str, Path]) -> Extraction:
    """Read the canonical text of a tagged PDF.

    ``references`` maps the family of each font that the file may contain to the font file whose
    outlines bear witness to what its glyphs are.
    """
    try:
        with pikepdf.open(path) as pdf:
            return _extract(pdf, references)
    except MALFORMED as error:
        return unreadable("PDF", f"{error}.")


def _extract(pdf: pikepdf.Pdf, references: Mapping[str, Path]) -> Extraction:
    contents = Contents(folded(pdf))
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
    return Extraction("PDF", structure.blocks, tuple(faults), len(pages))
