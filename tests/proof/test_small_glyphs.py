"""Pages whose small glyphs a viewer puts on whole points are the same, drawn as outlines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PIL import Image

from zhengben.proof.drawn import DrawnPage
from zhengben.proof.rendering import difference


@dataclass
class Page:
    """A page as PDFium has it, with a stroke on it from a scale on."""

    drawn_below: float = 0.0
    points: float = 100.0

    def get_size(self) -> tuple[float, float]:
        return self.points, self.points

    def render(self, *, scale: float, grayscale: bool) -> Page:
        assert grayscale
        self.picture = Image.new("L", (int(100 * scale), int(100 * scale)), 255)
        if scale < self.drawn_below:
            self.picture.paste(0, (20, 20, 40, 40))
        return self

    def to_pil(self) -> Image.Image:
        return self.picture


PAGE = DrawnPage(1, (0.0, 0.0, 100.0, 100.0), 0)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (Page(), ""),
        (Page(drawn_below=8.0), ""),
        (Page(drawn_below=99.0), "shows something where it claims nothing"),
        # so large that nobody draws it
        (Page(drawn_below=8.0, points=2400.0), "shows something where it claims nothing"),
    ],
)
def test_what_differs_in_small_alone_is_looked_at_as_outlines(shown: Page, told: str) -> None:
    assert difference(PAGE, shown, Page()) == told
