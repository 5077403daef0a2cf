"""Captures of every kind, and what stands in them beside a text: the same law from each."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from zhengben.bench.samples import KINDS, law
from zhengben.intake.draft import Draft, draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import structure_rows
from zhengben.script.library import library

DAY = datetime.date(2026, 1, 2)


def read(path: Path, data: bytes | str) -> Draft:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return draft(path, sniff(path), Hints(), DAY)


def lines(made: Draft) -> list[str]:
    return [row.text for row in made.guess.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_a_law_is_the_same_from_every_kind_of_capture(kind: str, tmp_path: Path) -> None:
    blocks = law(9_000)
    made = read(tmp_path / kind, KINDS[kind](blocks))
    expected = list[str]()
    for block in blocks:
        # plain text has no cells: the blanks between them become one full-width space
        rows = ["\u3000".join(row) for row in block.rows]
        cells = [cell for row in block.rows for cell in row]
        expected += (rows if kind.endswith(".txt") else cells) or [block.text]
    if kind == "big5.txt":
        expected = [library("s2t").convert(line) for line in expected]
    assert lines(made) == expected
    counts = {row.role: 0 for row in made.guess.rows}
    for row in made.guess.rows:
        counts[row.role] += 1
    wanted = {kind: sum(b.kind == kind for b in blocks) for kind in ("heading", "article", "item")}
    assert {role: counts[role] for role in wanted} == wanted


def test_a_cell_that_says_contents_begins_no_table_of_contents(tmp_path: Path) -> None:
    table = (
        "| 序号 | 文献 |\n|---|---|\n| 一 | 目录 |\n| 二 | 手稿 |\n| 三 | 目录 |\n| 四 | 手稿 |\n"
    )
    text = f"# 甲地条例\n\n第一条 依照下表保存。\n\n{table}\n第二条 本条例自公布之日起施行。\n"
    made = read(tmp_path / "law.md", text)
    assert lines(made)[2:-1] == [
        "序号", "文献", "一", "目录", "二", "手稿", "三", "目录", "四", "手稿",
    ]  # fmt: skip
    assert "3-12 table 2 header 1" in structure_rows(made)


def test_a_broken_line_may_begin_with_the_number_of_another_article(tmp_path: Path) -> None:
    named = "第二条　甲地文献馆办理登记事项，应当遵守本条例的各项规定并依照本条例第一条和第五条、"
    rest = "第六条的规定向社会公告。公告的期限不少于三十日。"
    other = "第一条　为了保存甲地的文献，便利公众利用，依据甲地的有关法律，制定本条例。"
    text = f"甲地条例\n\n　　{other}\n　　{named}\n{rest}\n　　第三条　本条例自公布之日起施行。\n"
    made = read(tmp_path / "law.txt", text)
    assert lines(made)[2] == named + rest
    assert not any("go on" in doubt for doubt in made.doubts)
