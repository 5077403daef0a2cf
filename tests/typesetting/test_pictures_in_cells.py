"""A picture in a cell is as wide as the cell, up to its own size, and a fifth of the page high."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from figure_documents import drawing, files, packed, write_figures
from ruled_metrics import RuledMetrics
from small_documents import Blocks

from zhengben.checks.catalogue import check_document
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Grid
from zhengben.figures.drawings import Drawings
from zhengben.press.publish import publish
from zhengben.source.source import Source
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.table_cells import SetCell
from zhengben.typesetting.tables import TableSetter

PROSE = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"
HELD = {
    **files(),
    "big.png": packed(drawing(2400, 1600), "PNG", dpi=(150, 150)),
    "tall.png": packed(drawing(300, 1500), "PNG", dpi=(150, 150)),
    "icon.png": packed(drawing(30, 30), "PNG"),
}
PICTURES = ("photo.jpg", "big.png", "tall.png", "seal.png", "icon.png")
CELLS = [cell for file in PICTURES for cell in (f"^image{{{file}|圖}}", PROSE, "甲國")]
BLOCKS: Blocks = [
    ("title", ["樣本名錄"]),
    ("preamble", ["名錄如下："]),
    ("table 3 header 1", ["圖示", "說明", "國名", *CELLS]),
    ("paragraph", [PROSE]),
    ("table 2 header 1", ["事項", "圖示", "印章^image{seal.png|印}在此",
                          "^image{big.png|甲}^image{big.png|乙}", "公式", "^math{\\frac{a^}{b^}}"]),
    ("closing", ["二〇一七年六月九日訂於某地"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Declaration, Path]:
    folder = write_figures(tmp_path_factory.mktemp("cells"), BLOCKS, HELD, {})
    return Source.open(folder).read()[0], folder


def cells_of(pictures: tuple[Declaration, Path], edition: str, table: int = 0) -> list[SetCell]:
    """Return the cells of a table in an edition, the heads left out."""
    declaration, folder = pictures
    row = PRINTED[edition]
    compositor = Compositor(declaration, row, RuledMetrics(), Drawings(declaration, folder))
    grids = [block for block in declaration.body_blocks if isinstance(block, Grid)]
    rows = TableSetter(compositor, grids[table]).rows()
    assert rows
    return [cell for row in rows[1:] for cell in row.cells]


@pytest.mark.parametrize("edition", ["handout", "booklet", "gongwen", "large-print", "vertical"])
def test_its_size_is_that_of_the_cell_the_picture_or_a_fifth_of_the_page(
    pictures: tuple[Declaration, Path], edition: str
) -> None:
    row, known = PRINTED[edition], {o.file: o for o in pictures[0].objects}
    found = list[str]()
    for cell in cells_of(pictures, edition):
        shapes = [f.marks[-1] for line in cell.lines for f in line.fragments if f.kind == "object"]
        for mark in shapes:
            assert mark.shape is not None
            shape, file = mark.shape, known[mark.mark.file]
            sides = shape.width, shape.ascent + shape.descent
            natural = tuple(side / row.note_pt for side in file.natural_pt)
            along, across = natural[::-1] if row.vertical else natural
            limits = cell.width_em / along, 0.2 * row.depth_pt / row.note_pt / across, 1.0
            assert sides[0] / along == pytest.approx(min(limits), abs=0.01)
            assert sides[1] / across == pytest.approx(min(limits), abs=0.01)
            # its line takes the lines that it needs, and no more than one is blank
            leading = row.note_leading_pt / row.note_pt
            assert sides[1] <= cell.height_lines * leading <= sides[1] + 2 * leading
            found.append(mark.mark.file)
    assert found == list(PICTURES)


def test_it_hangs_from_the_head_of_its_cell_and_among_words_stands_in_their_line(
    pictures: tuple[Declaration, Path],
) -> None:
    alone = [cell for cell in cells_of(pictures, "handout") if cell.height_lines > 3]
    assert all(line.above == 0 < line.below for cell in alone for line in cell.lines)
    among = cells_of(pictures, "handout", 1)[0]
    assert any(line.above and line.below for line in among.lines)


def test_pictures_side_by_side_share_their_cell_and_do_not_touch(
    pictures: tuple[Declaration, Path],
) -> None:
    cell = cells_of(pictures, "handout", 1)[1]
    [line] = cell.lines
    shapes = [f.marks[-1].shape for f in line.fragments]
    assert all(shape and shape.pad > 0 for shape in shapes)
    assert sum(shape.advance for shape in shapes if shape) <= cell.width_em + 0.01


def test_every_edition_is_proved_and_nothing_is_found(tmp_path: Path) -> None:
    wanted = ("handout", "vertical", "e-reader", "web", "docx")
    folder = write_figures(tmp_path / "content", BLOCKS, HELD, {})
    publish(folder, tmp_path / "dist", Assets.find(), editions=wanted)
    said = {"zh-Hant": Source.open(folder).read()[0]}
    report = check_document(tmp_path / "dist" / "figures", said)
    assert {f.code for f in report.findings if f.code[0] in "FPLEW"} == set()
    word = next((tmp_path / "dist").rglob("*.docx"))
    document = zipfile.ZipFile(word).read("word/document.xml").decode()
    sizes = [(int(x), int(y)) for x, y in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', document)]
    # a third of the measure less the sides of the cell, and a fifth of the page
    assert max(x for x, _ in sizes[:5]) == 5_400_000 // 3 - 137_160
    assert max(y for _, y in sizes) == 1_600_000
