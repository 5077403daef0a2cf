"""A line that only says that notes follow goes with them to the foot of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_documents import write_marked
from small_documents import Blocks

from tests.formats.pdf.test_author_notes_at_the_foot import declaration_of, pdf
from zhengben.checks.catalogue import check_document
from zhengben.checks.layout.measured_lines import AUTHORS, measured_blocks
from zhengben.design.assets import Assets
from zhengben.document.author_notes import footed_notes, headed_notes
from zhengben.press.publish import publish
from zhengben.proof.glyphs import measure
from zhengben.source.source import Source

# the second note is called first; none of the last run is called
HEADED: Blocks = [
    ("title", ["樣本植樹辦法"]),
    ("article", ["第一條 每年三月植樹^note{2}，地點由甲地議會定^note{1}。",
                 "第二條 樹種以本地所產為限。"]),
    ("remark", ["【附註】"]),
    ("author-note", ["1 見《甲地志》卷三。", "2 三月指陽曆三月。"]),
    ("remark", ["說明："]),
    ("author-note", ["3 此注無人引用。"]),
]  # fmt: skip


@pytest.mark.usefixtures("seldom_asked")
@pytest.mark.parametrize("anew", [False, True])
def test_the_head_of_notes_stands_above_the_first_of_them(anew: bool, tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content", HEADED)
    if anew:
        metadata = folder / "document.toml"
        text = metadata.read_text("utf-8")
        metadata.write_text('author-notes = "each-page"\n' + text, "utf-8")
    dist = tmp_path / "dist"
    publish(folder, dist, Assets.find(), editions=("handout", "vertical", "e-reader"))
    declaration = declaration_of(tmp_path)
    at_foot = [line.text for line in declaration.footed_notes]
    assert at_foot == ["【附註】", "1 見《甲地志》卷三。", "2 三月指陽曆三月。"]
    for edition in ("handout", "vertical"):
        path = pdf(tmp_path, edition)
        blocks = [b for b in measured_blocks(measure(path)) if b.kind == AUTHORS]
        bases = {b.name: b.lines[0].base for b in blocks}
        head = next(line.id for line in declaration.lines if line.text == "【附註】")
        assert max(bases, key=bases.__getitem__) == head
        assert len(blocks) == 3
    report = check_document(dist / "marked", {"zh-Hant": declaration})
    assert [finding.sentence for finding in report.failures()] == []


def test_what_only_looks_like_the_head_of_notes_stays(tmp_path: Path) -> None:
    blocks: Blocks = [
        ("title", ["樣本條例^note{1}"]),
        ("article", ["第一條 本條例自公布日施行。", "第二條 附註"]),
        ("remark", ["注意："]),
        ("author-note", ["1 此為題注。"]),
    ]
    lines = Source.open(write_marked(tmp_path / "content", blocks)).read()[0].lines
    assert list(headed_notes(lines)) == []
    assert footed_notes(lines, ()) == ()
