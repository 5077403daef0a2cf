"""What is drawn on a page of a PDF: glyphs as pieces of text, rules, and objects.

Places are points from the lower left corner of the page as the file has it, before it is turned.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from zhengben.proof.geometry import Box, Matrix
from zhengben.proof.marked_content import Key
from zhengben.proof.pdffont import PdfFont


class DrawnGlyph(Struct, frozen=True):
    """A glyph as it is drawn: of which font, its code and text, and from em to the page.

    Where a text is ``told`` of several glyphs, that text and the place of this one among them.
    """

    font: PdfFont
    code: int
    text: str
    matrix: Matrix
    told: tuple[str, int] | None = None


class DrawnText(Struct, frozen=True):
    """Glyphs that one operator shows: how many, from its text to its space, and to the page.

    A viewer rounds the places of its glyphs together, so whoever draws them again keeps them so.
    """

    glyphs: tuple[DrawnGlyph, ...]
    size: float
    text: Matrix
    matrix: Matrix


class DrawnRule(Struct, frozen=True):
    """A rule as it is drawn: its edges on the page, and the operators that draw it there.

    ``key`` is the marked content that it is part of, or None where it is an artifact.
    """

    box: Box
    operators: bytes
    key: Key | None = None


class ShownObject(Struct, frozen=True):
    """A picture or formula of the text as it is drawn: its XObject, and from that to the page."""

    item: Any
    matrix: Matrix


class DrawnPage(Struct):
    """A page with all that is drawn on it, in the space in which the file is written."""

    number: int
    media: Box
    turned: int
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    texts: list[DrawnText] = field(default_factory=list)
    rules: list[DrawnRule] = field(default_factory=list)
    objects: list[ShownObject] = field(default_factory=list)
    # what its artifacts say, by their number on the page
    artifacts: dict[int, str] = field(default_factory=dict)
