"""The part of the graphics state that text needs (ISO 32000-1, 8.4 and 9.3)."""

from __future__ import annotations

from msgspec import Struct

from zhengben.proof.geometry import UNIT, Matrix
from zhengben.proof.pdffont import PdfFont


class Graphics(Struct):
    """The part of the graphics state that text needs."""

    matrix: Matrix = UNIT
    font: PdfFont | None = None
    size: float = 0.0
    character_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
