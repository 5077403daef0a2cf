"""What the engine would work out for each page and box is worked out once, and is the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_documents import small_document

from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.formats.pdf.engine import loading
from zhengben.formats.pdf.writer import Press

EDITIONS = ("handout", "gongwen", "vertical")
WITHOUT = """
import sys
from zhengben.cli.main import main
from zhengben.formats.pdf.engine import patches
patches.PATCHES = tuple(patch for patch in patches.PATCHES if patch.name != "styles of pages")
sys.exit(main(["publish", "astana-2017", *sys.argv[2:], "--output", sys.argv[1]]))
"""


def styles_of(folder: Path, paragraphs: int, counted: Callable[[], int]) -> int:
    """Return how many styles the engine works out for a document."""
    before = counted()
    declaration = small_document(folder, ["甲方和乙方同意如下事項。" * 12] * paragraphs)
    made = Press(declaration, Assets.find(), folder / "canonical.txt", "正本").print(
        PRINTED["gongwen"]
    )
    assert made.pages > paragraphs / 8
    return counted() - before


def test_a_page_more_needs_no_style_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loading.load(Assets.find().cache)
    from weasyprint import css

    made = list[object]()
    begin = css.ComputedStyle.__init__

    def count(style: object, *given: object) -> None:
        made.append(style)
        begin(style, *given)

    monkeypatch.setattr(css.ComputedStyle, "__init__", count)
    few = styles_of(tmp_path / "few", 20, lambda: len(made))
    assert few
    assert styles_of(tmp_path / "many", 60, lambda: len(made)) == few


def test_files_are_the_same_without(project: Path, built: Path, tmp_path: Path) -> None:
    words = [word for name in EDITIONS for word in ("--edition", name)]
    command = [sys.executable, "-c", WITHOUT, str(tmp_path), "--script", "zh-Hant", *words]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    made = list(tmp_path.rglob("*.pdf"))
    assert len(made) == len(EDITIONS)
    for path in made:
        assert path.read_bytes() == (built / path.name).read_bytes()
