"""An article is a head over its text or an entry of a list: its neighbours tell which."""

from __future__ import annotations

from pathlib import Path

import pytest
from genre_documents import Sample, sample_document

from zhengben.design.run_in_heads import is_rubric
from zhengben.document.declaration import to_json
from zhengben.source.source import Source

_OPENING = (("title", "樣本辦法"), ("article", "第一條　水閘由水務所管理。"))


# by what they show: lines of a text behind its first article, and those that are heads
TEXTS = {
    # the annex lists what is repealed, each in one line
    "list": (
        "annex|附件,heading 1|廢止的辦法,article|一、《水閘辦法》,article|二、《水表辦法》,"
        "article|三、水務所的各項規定", ""),
    # a head over its text, and one that has none because it is gone
    "heads": (
        "article|第二條　定義,paragraph|水閘指各閘。,article|第三條　刪除,article|第四條　附則,"
        "paragraph|本辦法即日施行。", "第二條　定義,第三條　刪除,第四條　附則"),
    # articles in one line, of which one is gone
    "sentences": (
        "article|第二條　水表由各戶自理。,article|第三條　刪除,"
        "article|第四條　本辦法即日施行。", ""),
    "numbers": (
        "article|第二條,item 1|（一）閘,article|第三條,paragraph|見下表。", "第二條,第三條"),
    # one alone is left as it is, since nothing beside it tells
    "last": ("annex|附件,article|一、《水閘辦法》", "一、《水閘辦法》"),
    # heads of which but one has text
    "gone": (
        "heading 1|第一章　總則,article|第二條　定義,article|第三條　範圍,"
        "heading 1|第二章　附則,article|第四條　地域,paragraph|本辦法適用於丁城。",
        "第二條　定義,第三條　範圍,第四條　地域"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_neighbours_tell(name: str, tmp_path: Path) -> None:
    lines, rubrics = TEXTS[name]
    made = tuple(tuple(line.split("|")) for line in lines.split(","))
    folder = sample_document(tmp_path, "list", "law", Sample((*_OPENING, *made)))  # type: ignore[arg-type]
    declaration = Source.open(folder).read()[0]
    found = [line.text for line in declaration.lines if is_rubric(line)]
    assert found == [text for text in rubrics.split(",") if text]


def test_a_text_without_lists_is_told_as_before(tmp_path: Path) -> None:
    made = (*_OPENING, ("article", "第二條　定義"), ("paragraph", "水閘指各閘。"))
    folder = sample_document(tmp_path, "plain", "law", Sample(made))
    assert "listed" not in to_json(Source.open(folder).read()[0])
