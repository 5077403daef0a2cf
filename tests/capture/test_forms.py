"""The blanks of a form, which a person is to fill in, are text and keep their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import read
from zhengben.intake.writing import write
from zhengben.source.source import Source

FORM = (
    "丁城水表登記辦法\n\n第一條　登記應當填表。\n\n第二條　表式如下：\n\n{}\n\n"
    "第三條　本辦法施行。\n"
)


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        (
            "出生日期：　　年　　月　　日。",
            "出生日期：^blank{　　}年^blank{　　}月^blank{　　}日。",
        ),
        ("姓名：____，住址：______", "姓名：^blank{____}，住址：^blank{______}"),
        ("證號：第    號", "證號：第^blank{    }號"),
        ("□是　□否", "□是　□否"),
    ],
)
def test_blanks_of_a_form(line: str, canonical: str, tmp_path: Path) -> None:
    made = read(tmp_path / "a.txt", FORM.format(line))
    assert made.canonical.split("\n")[3] == canonical
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "form")).read()[0]
    assert declaration.lines[3].text.startswith(line[:3])


def test_an_indent_and_a_gap_are_no_blanks_of_a_form(tmp_path: Path) -> None:
    made = read(tmp_path / "a.txt", FORM.format("　　年月日由登記人填寫。甲　　乙"))
    assert not made.extraction.marked
