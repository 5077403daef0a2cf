"""Widths of glyphs that all viewers read alike, and where these put the glyphs."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import asdict
from small_documents import Blocks, write_blocks

from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.fonts.metrics import Glyphs, Metrics
from zhengben.press.publish import publish
from zhengben.proof.glyphs import measure

# signs that one face alone has, of 2048 units to the em
SIGNS = "☐⛀♔♕♖✈"


@pytest.mark.slow  # publishes a document
def test_a_width_is_a_whole_number_and_glyphs_stand_where_they_were_composed(
    tmp_path: Path,
) -> None:
    # PDFium, and so Chrome, takes the whole part of a width alone
    blocks: Blocks = [("title", ["丁城條約"]), ("paragraph", [f"甲{SIGNS}乙"])]
    folder = write_blocks(tmp_path / "content", "sample", blocks, editions=("handout",))
    publish(folder, tmp_path / "dist", Assets.find(), scripts=("zh-Hant",))
    path = next((tmp_path / "dist").glob("*/*.handout.pdf"))
    with pikepdf.open(path) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/W" in o]
        runs = [run for font in fonts for run in font.W if isinstance(run, pikepdf.Array)]
    assert runs
    assert all(isinstance(width, int) for run in runs for width in run)
    shown = [g for page in measure(path).pages for g in page.glyphs if g.font.endswith("dejavu")]
    assert "".join(glyph.text for glyph in shown) == SIGNS
    face = Metrics(FACES["dejavu"].path, "dejavu")
    expected = face.width(SIGNS[:-1]) * shown[0].size
    assert shown[-1].start - shown[0].start == pytest.approx(expected, abs=0.01)


def test_half_forms_do_not_stand_for_themselves() -> None:
    face = Metrics(FACES["devanagari"].path, "devanagari")
    both = face.glyphs("ज्य")
    for _ in range(2):
        assert not face.stand_for_themselves(both)
        assert not face.stand_for_themselves(Glyphs(*(part[:1] for part in asdict(both).values())))
        assert face.stand_for_themselves(Glyphs(*(part[1:] for part in asdict(both).values())))
