"""Whatever is read is kept or asked about, and what is written is read again."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.document.errors import ContentError
from zhengben.intake.draft import draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import Sniffed
from zhengben.intake.writing import write
from zhengben.source.source import Source

DAY = datetime.date(2001, 2, 3)
_LINES = st.sampled_from(
    ["丁城水法", "第一條　水屬於丁城。", "第二條", "一、水", "（一）河", "— 1 —", "12", "目錄",
     "附件一", "2001年2月3日", "甲國總統",
     "某甲", "來源：某網", "返回", "水長流，", "x^2{a}|b", "姓名：____",
     "\u200b", "\ufffd", "Water and more water", "——河", "第一章　總則", "版權所有", "甲　　乙",
     "2001年2月3日丁城議會第一次會議通過", "　", "", "水" * 70, "甲\ufffc乙", "注：水。", "①河"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_LINES, min_size=1, max_size=14))
def test_what_new_writes_is_read_again(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    try:
        made = draft(Path("a.txt"), Sniffed(data, "text", "utf-8"), Hints(), DAY)
    except ContentError:
        # a single line, or none
        return
    made.facts.values["date"] = DAY
    asked = {n for question in made.questions for n in question.lines}
    text = made.recipe.lines
    for c in made.choice.candidates:
        if c.reason and not c.is_markup and text[0] < c.number < text[-1]:
            assert c.number in asked
    with tempfile.TemporaryDirectory() as folder:
        source = Source.open(write(made, Path(folder), "a"))
        declaration, _ = source.read()
        assert source.derive()[0] == source.canonical == made.canonical
        assert len(declaration.lines) == len(made.guess.rows)
