"""Text that marked content tells beside its glyphs (ISO 32000-1, 14.9.4), and what proves it.

Glyphs that cannot say their text one by one, as letters that change with their neighbours or a
glyph that two characters share, stand in ``/Span <</ActualText (…)>>``. It is not believed because
it says so: the witness shapes the text that is told with the published face, which must give the
glyphs that are shown (``proof.witness``).
"""

from __future__ import annotations

from typing import Any

import pikepdf
from msgspec import Struct, field

from zhengben.proof.hyphens import SOFT_HYPHEN
from zhengben.proof.pdffont import PdfFont


class Telling(Struct):
    """What marked content tells: the text, and the glyphs that it is told of, font by font."""

    text: str
    page: int
    shown: list[tuple[PdfFont, int]] = field(default_factory=list)

    @property
    def soft(self) -> bool:
        """Say whether it is a hyphen that is no text."""
        return self.text == SOFT_HYPHEN


def telling(tag: str, properties: Any, page: int) -> Telling | None:
    """Return what marked content tells beside its glyphs, if it does."""
    if tag != "/Span" or not isinstance(properties, pikepdf.Dictionary):
        return None
    if "/ActualText" not in properties or "/MCID" in properties:
        return None
    return Telling(str(properties["/ActualText"]), page)
