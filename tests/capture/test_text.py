"""Plain text: every character is accounted for, and drawn tables are read as tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.test_captures import lines, read
from zhengben.capture import CaptureError, extract
from zhengben.document.notation import OBJECT, parse
from zhengben.intake.writing import structure_rows

_PIECES = st.sampled_from(
    ["甲", "乙。", "第一條", " ", "\u3000", "\t", "\n", "\r\n", "\r", "│", "┌──┬──┐\n", "├──┼──┤\n",
     "└──┴──┘", "│甲│乙│\n", "|", "+--+--+\n", "|甲|b|\n", "abc", "─", "①", "[1]", "^", "^^",
     "____", "│ c ├──┤\n", "\u2028", "\x0b"]
)  # fmt: skip
TABLE = """┌────┬──────┐
│ 物 │ 數 kg│
├────┼──────┤
│ 水 │ 30   │
│ 米 │ ─    │
│ O2 │ 1+1  │
└────┴──────┘"""
PARTED = """+------+---------+
| 甲   | 乙      |
+======+=========+
| 水門 | dry and |
| 水閘 | wet     |
+------+---------+
| a    | C++     |
+------+---------+"""


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=30))
def test_the_account_of_a_text_closes(pieces: list[str]) -> None:
    source = "".join(pieces)
    made = extract(source.encode(), "text")
    assert made.account.source == source.replace("\r\n", "\n").replace("\r", "\n")
    # all but the lines of a table, and blanks, stands in a line
    shown = "".join(line.text + "".join(m.value for m in line.marks) for line in made.lines)
    assert all(shown.count(c) == source.count(c) for c in "甲乙。第一條abc①[1]^_")


def law(table: str) -> str:
    return f"丁城水法\n\n第一條　水依照下表分配。\n\n{table}\n\n第二條　本法自公布之日起施行。\n"


def test_a_drawn_table_is_read_as_one(tmp_path: Path) -> None:
    cells = ["物", "數 kg", "水", "30", "米", "─", "O2", "1+1"]
    page = f"<h1>丁城水法</h1><p>第一條　水依照下表分配。<pre>{TABLE}</pre><p>第二條　施行。"
    for name, text in {"a.txt": law(TABLE), "a.md": f"# {law(TABLE)}", "a.html": page}.items():
        made = read(tmp_path / name, text)
        assert [text.replace("\u3000", " ") for text in lines(made)[2:-1]] == cells
        assert "3-10 table 2 header 1" in list(structure_rows(made))
        assert not made.questions


def test_a_table_whose_rows_are_parted_joins_its_cells(tmp_path: Path) -> None:
    made = read(tmp_path / "a.txt", law(PARTED))
    assert lines(made)[2:-1] == ["甲", "乙", "水門水閘", "dry and wet", "a", "C++"]
    assert "3-8 table 2 header 1" in list(structure_rows(made))


def test_lines_that_are_no_table_stay() -> None:
    text = law("甲│乙\n\n────────\n\n├── 甲\n└── 乙")
    shown = {line.text for line in extract(text.encode(), "text").lines}
    assert {"甲│乙", "├── 甲", "└── 乙"} <= shown


_TYPED = st.sampled_from(
    ["甲", "乙。", "\n", "^^", "^sup{3}", "^em{丙^sub{1}丁}", "^ruby{獨立|ㄉ}", "^note{①}",
     "^image{a.png|戊^|己}", "^math{x^^2}", "____", "}", "|"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_TYPED, max_size=20))
def test_the_account_of_a_typed_text_closes(pieces: list[str]) -> None:
    source = "".join(pieces)
    made = extract(source.encode(), "notation")
    assert made.account.source == source
    assert made.account.of("text") == "".join(
        character for line in made.lines for character in line.text if character != OBJECT
    )
    for line, typed in zip(made.lines, source.split("\n"), strict=True):
        kept = tuple(mark for mark in line.marks if mark.kind != "blank")
        assert (line.text, kept) == (parse(typed).text, parse(typed).marks)


@pytest.mark.parametrize("typed", ["甲^乙", "甲\n^sup{", "^foo{甲}", "^"])
def test_what_is_no_notation_is_told_with_its_place(typed: str) -> None:
    with pytest.raises(CaptureError, match=r"^is no notation in line \d, column \d: "):
        extract(typed.encode(), "notation")
