"""Finds out how the sheets of an imposed PDF are read once they are folded into one another.

Nothing that the file says of itself is asked but the direction of binding: where sides of sheets
hold nothing but pages, each a form XObject on its half, these are read where folding puts them. A
short book leaves halves blank, or a whole side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct

from zhengben.proof.geometry import UNIT, Box, Matrix, matrix, placed, times

# (sheet side, form XObject), both by object number
Half = tuple[tuple[int, int], tuple[int, int]]


class FoldedPage(Struct, frozen=True):
    """A page on a sheet: its place in the folded book from 1, its side from 1 and its edges."""

    folio: int
    side: int
    box: Box


def folded(pdf: pikepdf.Pdf) -> dict[Half, FoldedPage]:
    """Return every page of an imposed file, or nothing when the file is not one.

    Of a stack of sheets, folded in the middle, the outermost is the first of the file, outside
    first. Books bound on the right (ViewerPreferences/Direction R2L) are the mirror image.
    """
    count = len(pdf.pages)
    if count % 2 or not all(map(_may_be_imposed, pdf.pages)):
        return {}
    preferences: Any = pdf.Root.get("/ViewerPreferences", {})
    right_bound = preferences.get("/Direction") == "/R2L"
    found: dict[Half, FoldedPage] = {}
    for index, page in enumerate(pdf.pages):
        halves: set[bool] = set()
        middle = (float(page.mediabox[0]) + float(page.mediabox[2])) / 2
        for form, box in _forms(page):
            left = (box[0] + box[2]) / 2 < middle
            half = (page.obj.objgen, form.objgen)
            if left in halves or half in found:
                return {}
            halves.add(left)
            found[half] = FoldedPage(_folio(index, left != right_bound, 2 * count), index + 1, box)
    return found


def _folio(side: int, left: bool, places: int) -> int:
    """Return the place of half a side in the folded book; left is where a left-bound book ends."""
    # each side, outside or inside, takes one page from the front and one from the back
    front, back = side + 1, places - side
    outside = side % 2 == 0
    return back if left == outside else front


def _may_be_imposed(page: pikepdf.Page) -> bool:
    """Say whether a page shows forms, or nothing; cheap, for files that are not imposed."""
    resources: Any = page.obj.get("/Resources", {})
    if "/Font" in resources or "/Rotate" in page.obj:
        return False
    forms: Any = resources.get("/XObject", {})
    return all(form.get("/Subtype") == "/Form" for form in forms.values())


def _forms(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, Box]]:
    """Yield the forms that a page shows, with the edges of each on the page."""
    current, saved = UNIT, list[Matrix]()
    resources: Any = page.obj.get("/Resources", {})
    forms: Any = resources.get("/XObject", {})
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name == "q":
            saved.append(current)
        elif name == "Q" and saved:
            current = saved.pop()
        elif name == "cm":
            current = times(matrix(operands), current)
        elif name == "Do":
            form = forms.get(str(operands[0]))
            if form is not None:
                own = matrix(form.get("/Matrix", UNIT))
                yield form, placed(form.BBox, times(own, current))
