"""Laws that are wrong or odd are written all the same, told by lint; long ones take their time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.formats.akoma_ntoso.test_eids import AKN, demand_whole, numeral
from tests.small_documents import Blocks, read_blocks, write_blocks
from zhengben.cli.commands.lint import examine
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso import write_akn

ODD: dict[str, tuple[list[str], list[str], int]] = {
    "a number twice": (["第一條　甲。", "第一條　乙。"], ["art_1", "art_1_2"], 1),
    "a number out of sequence": (["第一條　甲。", "第九條　乙。"], ["art_1", "art_9"], 1),
    "a number that goes back": (["第二條　甲。", "第一條　乙。"], ["art_2", "art_1"], 1),
    "beyond a thousand": (
        ["第九百九十九條　甲。", "第一千條　乙。", "第一千零一條　丙。"],
        ["art_999", "art_1000", "art_1001"],
        0,
    ),
    "in figures": (["第 1260 條　甲。", "第 1261 條　乙。"], ["art_1260", "art_1261"], 0),
}


TWICE = (
    "第一條 is there before: this line is art-1_2, and art-1 is the first; mend the number, if the "
    "source has another."
)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_number_is_right_or_told(name: str, tmp_path: Path) -> None:
    lines, wanted, told = ODD[name]
    blocks: Blocks = (("title", ["樣本法"]), ("article", lines))
    folder = write_blocks(tmp_path / "content", "law", blocks)
    doubts = [doubt for doubt in examine(folder) if doubt.code == "C-004"]
    assert len([doubt for doubt in doubts if doubt.line > 2]) == told
    # both lines keep a name, and lint says which
    said = [d.sentence for d in doubts if "_" in d.sentence]
    assert said == ([TWICE] if name == "a number twice" else [])
    root = demand_whole(read_blocks(tmp_path / "again", blocks), tmp_path)
    assert [e.get("eId") for e in root.iter(f"{AKN}article")] == wanted


def long_law(folder: Path, articles: int) -> Declaration:
    rows: list[tuple[str, list[str]]] = [("title", ["樣本法"])]
    for n in range(1, articles + 1):
        rows.append(
            ("article", [f"第{numeral(n)}條　依照第{numeral(max(1, n - 1))}條和前條辦理。"])
        )
        rows.append(("paragraph", ["前款規定的材料，應當符合本法第一條第一款的規定。" * 2]))
    return read_blocks(folder, rows)


def calls(declaration: Declaration) -> int:
    """Count the calls of functions that writing a text takes, which no other work disturbs."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    write_akn(declaration, "tool")
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        write_akn(declaration, "tool")
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.slow
def test_a_long_law_takes_work_in_proportion(tmp_path: Path) -> None:
    short, long = long_law(tmp_path / "a", 180), long_law(tmp_path / "b", 720)
    assert len(long.text) > 40_000
    assert 3 * calls(short) < calls(long) < 4.5 * calls(short)


def test_the_declaration_is_written_at_once(declaration: Declaration) -> None:
    assert calls(declaration) < 60_000
