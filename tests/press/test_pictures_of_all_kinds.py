"""Pictures of kinds that are seldom met: shown in every format as they are, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from figure_documents import drawing, packed, write_figures
from PIL import Image
from small_documents import Blocks

from zhengben.design.assets import Assets
from zhengben.press.publish import publish

_FILES = {
    "interlaced.gif": lambda: packed(drawing(90, 60), "GIF", interlace=1),
    "half.png": lambda: packed(
        drawing(90, 60).quantize(4), "PNG", transparency=bytes([0, 128, 255, 255])
    ),
    "veiled.png": lambda: packed(
        Image.merge("LA", (drawing(90, 60, "L"), Image.linear_gradient("L").resize((90, 60)))),
        "PNG",
    ),
    "progressive.jpg": lambda: packed(drawing(90, 60), "JPEG", progressive=True),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_picture_is_shown_in_every_format(
    name: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    blocks: Blocks = [
        ("title", ["樣本圖示"]),
        ("preamble", ["圖示如下。"]),
        ("figure", [f"^image{{{name}|圖示}}"]),
    ]
    written = write_figures(tmp_path / "content", blocks, {name: _FILES[name]()})
    editions = ["handout", "archive", "e-reader", "web", "docx"]
    publish(written, tmp_path / "dist", Assets.find(), editions=editions)
    made = {path.suffix for path in (tmp_path / "dist").rglob("figures.*")}
    assert made >= {".pdf", ".epub", ".html", ".docx"}
    assert not [w for w in recwarn if "Palette" in str(w.message)]
