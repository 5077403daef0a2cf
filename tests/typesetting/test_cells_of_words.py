"""Cells of several columns that hold words stand as words do, whatever the columns below hold."""

from __future__ import annotations

from pathlib import Path

from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.apparatus.parts import LineDivider, Table
from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.lines import Grid
from zhengben.pagination.pages import set_document
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.table_cells import SetGridRow
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


def test_the_head_of_a_group_ends_no_page(tmp_path: Path) -> None:
    groups = range(16)
    rows = [said for n in groups for said in (f"第{n}類　動物", *("1.5", "12", "3") * 3)]
    spans = " ".join(f"{2 + 4 * n}.1-{2 + 4 * n}.3" for n in groups)
    heads = ["稅號", "2024年", "2025年"]
    for above in range(6):
        blocks: Blocks = [
            ("title", ["樣本稅率"]),
            *(("paragraph", ["稅率如下。"]) for _ in range(above)),
            (f"table 3 header 1 span {spans}", [*heads, *rows]),
        ]
        declaration = read_blocks(tmp_path / str(above), blocks)
        document = set_document(
            declaration, PRINTED["handout"], RuledMetrics(), WORDS["zh-Hant"], [("題名", "樣本")]
        )
        ends = [page.parts[-1].item for page in document.section("text")]
        assert not any(isinstance(row, SetGridRow) and len(row.cells) == 1 for row in ends)
