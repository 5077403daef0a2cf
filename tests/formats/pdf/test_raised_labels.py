"""Labels of the author's notes that are raised in the text, where each page counts anew."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from marked_documents import write_marked
from small_documents import Blocks

from zhengben.design.assets import Assets
from zhengben.press.publish import publish

NOTED: Blocks = [
    ("title", ["樣本公告"]),
    ("paragraph", ["甲類樣本^note{1}自今日起登記，乙類樣本^note{[2]}另行公告，丙類^note{3}從免。"]),
    (
        "author-note",
        ["^sup{1}　指本年度的樣本。", "[^sup{2}] 指上年度的樣本。", "^sup{^em{3}}. 指其他樣本。"],
    ),
]


@pytest.mark.parametrize("edition", ["handout", "gongwen", "vertical", "large-print"])
def test_the_label_of_a_page_stands_within_the_marks_of_that_of_the_text(
    edition: str, tmp_path: Path
) -> None:
    written = write_marked(tmp_path / "content", NOTED)
    metadata = (written / "document.toml").read_text("utf-8")
    metadata = 'author-notes = "each-page"\n' + metadata
    (written / "document.toml").write_text(metadata, "utf-8")
    publish(written, tmp_path / "dist", Assets.find(), editions=[edition])
    (path,) = (tmp_path / "dist").rglob("*.pdf")
    with pikepdf.open(path) as pdf:
        said = [
            (str(item.P.S), str(item.T))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Mark-label"
        ]
    assert sorted(said) == [("/Mark-em", "3"), ("/Mark-sup", "1"), ("/Mark-sup", "2")]
