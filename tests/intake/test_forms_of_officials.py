"""Which form an official document has: a letter is known by number and mark, else it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft
from zhengben.intake.writing import top

_BODY = "各市文化局：\n\n請各館將普查結果函告本廳。\n\n丁省文化廳\n2020年2月29日\n"
_TITLE = "丁省文化廳關於古籍普查結果的函"


def parts(made: Draft) -> list[str]:
    return [row.part for row in made.guess.rows if row.part]


def test_a_letter_is_known(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"000012\n\n丁省文化廳\n\n秘密★1年\n\n丁文函〔2020〕7號\n\n{_TITLE}\n\n{_BODY}",
    )
    assert parts(made)[:4] == ["copy-number", "issuer", "classification", "document-number"]
    assert made.facts.values["form"] == "letter"
    assert "form" not in made.facts.questions
    assert 'form = "letter"' in list(top(made))
    # the mark is text: no line of the head is set apart
    assert made.guess.rows[1].text == "丁省文化廳"


@pytest.mark.parametrize(
    ("mark", "number", "asked"),
    [
        ("丁省文化廳文件\n\n", "丁文函〔2020〕7號", "its mark that of a document"),
        ("", "丁文函〔2020〕7號", "no mark stands above it"),
        ("丁省文化廳文件\n\n", "丁文發〔2020〕7號", ""),
    ],
)
def test_what_is_not_plain_is_asked(mark: str, number: str, asked: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"{mark}{number}\n\n{_TITLE}\n\n{_BODY}")
    assert asked in made.facts.questions.get("form", "")
    assert ("form" in made.facts.values) == bool(asked)
    assert made.facts.values.get("form", "document") == "document"


def test_an_organ_above_the_number_of_a_document_is_no_mark(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"丁省文化廳\n\n丁文發〔2020〕7號\n\n{_TITLE}\n\n{_BODY}")
    assert "issuer" not in parts(made)


def test_those_present_at_a_meeting(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁省文化廳廳務會議紀要\n\n第3號\n\n會議聽取了普查的結果，並作出如下決定。\n\n"
        "各館應當於年內完成編目。\n\n出席：某甲、某乙、某丙。\n\n請假：某丁。\n\n"
        "列席人員：某戊。\n\n2020年2月29日\n",
    )
    assert parts(made).count("attendance") == 3
    assert "form" not in made.facts.values
