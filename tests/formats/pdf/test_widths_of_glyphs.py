"""Each glyph that is drawn has its width in the file, however it came to be remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhengben.fonts.metrics import Glyphs, Metrics
from zhengben.formats.pdf.engine.faces import DrawnFace

# a letter before one of these has a form of its own; the second is drawn as µ is
_SWASH, _ALIKE = "uµμ", {"μ": "µ"}


class BroughtFace(Metrics):
    """A face as a document may bring it: some glyphs follow from what stands behind them."""

    def __init__(self) -> None:
        self.key, self.path = "brought", Path("brought.otf")

    def glyphs(self, text: str, features: Sequence[str] = ()) -> Glyphs:
        """Return a glyph for each letter, which is 500 wide, and 700 before some."""
        swash = [behind in _SWASH for behind in [*text[1:], " "]]
        numbers = [
            ord(_ALIKE.get(letter, letter)) + 1000 * wide
            for letter, wide in zip(text, swash, strict=True)
        ]
        widths = [700.0 if wide else 500.0 for wide in swash]
        still = [0.0] * len(text)
        return Glyphs(numbers, widths, widths, still, still, list(text))

    def stand_for_themselves(self, glyphs: Glyphs) -> bool:
        """Say that no letter changes its neighbours' meaning."""
        return bool(glyphs.numbers)

    def extents(self) -> tuple[float, float]:
        """Return that of most faces."""
        return 0.8, 0.2


def test_a_form_first_met_in_a_run_that_is_taken_apart_has_its_width() -> None:
    face = DrawnFace(BroughtFace())
    # μ would say µ here, so that the run is shown in parts, in which Q has its plain form …
    assert [run.text for text in ("µ", "Qμ") for run in face.runs(text)] == ["µ", "Q", "μ"]
    # … and nothing in this one is new but the form that the run would have had
    drawn = [run for text in ("u", "Qu") for run in face.runs(text)]
    assert [run.text for run in drawn] == ["u", "Qu"]
    assert face.widths[ord("Q") + 1000] == 700
    assert face.widths[ord("Q")] == 500
