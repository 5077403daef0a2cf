"""Advances of characters as HarfBuzz shapes them with the font that will be embedded."""

from __future__ import annotations

from pathlib import Path


class Metrics:
    """Advances of one font in em, by HarfBuzz."""

    def __init__(self, font_path: Path) -> None:
        import uharfbuzz as hb

        self._hb = hb
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(str(font_path))))
        self._upem = self._font.face.upem
        self._widths: dict[str, float] = {}
        self._halves: dict[str, float] = {}

    def advances(self, text: str, squeeze: bool, halt: bool = False) -> list[float]:
        """Return the advance of each character of a run; a ligature's stands at its first."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._hb.shape(self._font, buffer, {"chws": squeeze, "halt": halt})
        advances = [0.0] * len(text)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        for info, position in zip(infos, positions or (), strict=True):
            advances[info.cluster] += position.x_advance / self._upem
        return advances

    def width(self, text: str) -> float:
        """Return the width of a run on its own."""
        if text not in self._widths:
            self._widths[text] = sum(self.advances(text, False))
        return self._widths[text]

    def half(self, mark: str) -> float:
        """Return the width of a mark without its blank half; its own where no half is blank.

        In columns ； and ： fill more than half of their em.
        """
        if mark not in self._halves:
            self._halves[mark] = sum(self.advances(mark, False, halt=True))
        return self._halves[mark]
