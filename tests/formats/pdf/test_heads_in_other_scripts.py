"""Running heads hold words of other faces, which stand where the file says in every viewer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from small_documents import Blocks, write_blocks

from zhengben.checks.catalogue import check_document
from zhengben.design.assets import Assets
from zhengben.press.publish import publish
from zhengben.source.source import Source


@pytest.mark.usefixtures("seldom_validated")
@pytest.mark.parametrize("word", ["Қазақстан", "العربية", "हिन्दी", "ภาษาที่นี่"])
def test_a_title_and_a_heading_of_any_script_stand_in_running_heads(
    word: str, tmp_path: Path
) -> None:
    blocks: Blocks = [
        ("title", [f"關於{word}的聲明"]),
        ("heading 1", [f"一、{word}"]),
        ("paragraph", ["各方同意如下，並應辦理。"] * 40),
    ]
    folder = write_blocks(tmp_path / "content", "sample", blocks, editions=("handout", "booklet"))
    publish(folder, tmp_path / "dist", Assets.find(), scripts=("zh-Hant",))
    text = Source.open(folder).read()[0]
    report = check_document(tmp_path / "dist" / "sample", {"zh-Hant": text})
    assert [f.sentence for f in report.failures() if f.code.startswith("F-")] == []
    with pikepdf.open(next((tmp_path / "dist").glob("*/*.handout.pdf"))) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            rows = page.Contents.read_bytes().split(b"\n")
            # PDFium passes over the last number of a row that holds an empty string
            last = [a for a, b in pairwise(rows) if b.endswith(b" Tf")]
            assert not [row for row in last if b"<>" in row and row.endswith(b"TJ")]


@pytest.mark.usefixtures("seldom_asked")
@pytest.mark.parametrize("script", ["zh-Hant-HK", "zh-Hans"])
def test_marks_among_letters_have_the_forms_of_the_text_in_running_heads(
    script: str, tmp_path: Path
) -> None:
    blocks: Blocks = [
        ("title", ["丁城文件"]),
        ("heading 1", ["一、Annex… to the Agreement — “甲” · ‘乙’"]),
        ("paragraph", ["各方同意如下，並應辦理。"] * 40),
        ("heading 1", ["二、" + "Annex to the Agreement between the Parties" * 4]),
        ("paragraph", ["各方同意如下，並應辦理。"] * 40),
    ]
    folder = write_blocks(tmp_path / "content", "sample", blocks, editions=("handout", "booklet"))
    # proved before it is put in place
    publish(folder, tmp_path / "dist", Assets.find(), scripts=(script,))
    assert len(list((tmp_path / "dist").glob("*/*.pdf"))) == 3


@pytest.mark.usefixtures("seldom_asked")
def test_heads_of_a_table_in_any_script_stand_again_and_are_known(tmp_path: Path) -> None:
    heads = ["اسلامی جمہوریہ پاکستان 25", "ราชอาณาจักรไทย", "हिन्दी भाषा", "fiancée Å"]
    cells = [f"{n}甲" for n in range(40 * len(heads))]
    blocks: Blocks = [
        ("title", ["丁城條約"]), ("paragraph", ["如下："]), ("table 4 header 1", heads + cells)
    ]  # fmt: skip
    folder = write_blocks(tmp_path / "content", "sample", blocks, editions=("handout", "vertical"))
    publish(folder, tmp_path / "dist", Assets.find(), scripts=("zh-Hant",))
    text = Source.open(folder).read()[0]
    report = check_document(tmp_path / "dist" / "sample", {"zh-Hant": text})
    assert [f.sentence for f in report.failures() if f.code.startswith("F-")] == []
