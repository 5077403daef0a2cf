"""Cells of several columns that hold words stand as words do, whatever the columns below hold."""

from __future__ import annotations

from pathlib import Path

from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.apparatus.parts import LineDivider, Table
from zhengben.design.editions import PRINTED
from zhengben.document.lines import Grid
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.tables import TableSetter

BLOCKS: Blocks = [
    ("title", ["樣本稅率"]),
    ("preamble", ["稅率如下。"]),
    (
        "table 3 header 1 span 2.1-2.3 4.1-4.2",
        ["稅號", "2024年", "2025年", "第一類　動物", "1.5", "12", "3", "合計", "40"],
    ),
]


def test_a_head_of_a_group_stands_at_the_left(tmp_path: Path) -> None:
    declaration = read_blocks(tmp_path, BLOCKS)
    grid = next(block for block in declaration.body_blocks if isinstance(block, Grid))
    rows = TableSetter(Compositor(declaration, PRINTED["handout"], RuledMetrics()), grid).rows()
    stands = {cell.line.text: cell.stands for row in rows or () for cell in row.cells if cell.line}
    assert stands["第一類　動物"] == stands["合計"] == "left"
    assert stands["12"] == "right"
    (table,) = (p for p in LineDivider(declaration).of(declaration.body) if isinstance(p, Table))
    css = {c.said.line.text: c.css for _, cells in table.rows for c in cells if c.said}
    assert css["第一類　動物"] == css["合計"] == ""
    assert css["12"].startswith("right")


def test_a_year_at_the_head_of_a_narrow_column_is_whole(tmp_path: Path) -> None:
    declaration = read_blocks(tmp_path, BLOCKS)
    grid = next(block for block in declaration.body_blocks if isinstance(block, Grid))
    setter = TableSetter(Compositor(declaration, PRINTED["handout"], RuledMetrics()), grid)
    assert min(setter.columns.least[1:]) >= 3.0
