"""Tables of any width and length: columns, sizes, pages across, records, rows that run on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import cast

import mutate_layout as ml
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from mutate import edit_book, edit_pdf, elements
from ruled_metrics import RuledMetrics
from small_documents import read_blocks, write_blocks

from tests.listed import part_of
from tests.rows import BOOKLET, HANDOUT
from zhengben.checks import layout
from zhengben.checks.catalogue import check_document
from zhengben.checks.finding import Finding, Subject
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.artefacts import Artefact
from zhengben.document.columns import NUMBER, stands_of
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.document.lines import Cell, Grid, Line
from zhengben.formats.pdf.drawn_tables import TableRowPart, below_pt, rows_pt
from zhengben.pagination.pages import set_document
from zhengben.press.publish import publish
from zhengben.source.source import Source
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.table_cells import SetGridRow
from zhengben.typesetting.tables import TableSetter

PROSE = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"
FIGURES = ("1,204.50", "−83.7", "0.25", "12", "—", "96.4%")
GONGWEN, LARGE_PRINT, VERTICAL = (PRINTED[n] for n in ("gongwen", "large-print", "vertical"))


def grid_of(rows: Sequence[Sequence[str]], heads: int = 1) -> Grid:
    """Return a table of rows of cells; an empty text is a cell without a line."""
    made, index = list[tuple[Line, ...]](), 0
    for number, texts in enumerate(rows, 1):
        cells = list[Line]()
        for column, text in enumerate(texts, 1):
            index += 1
            place = Cell(1, number, column, number <= heads)
            if text:
                cells.append(Line(index, index * 1000, text, f"table-1-{number}-{column}",
                                  role="cell", cell=place))  # fmt: skip
        made.append(tuple(cells))
    return Grid(tuple(made))


def compositor_of(edition: PrintEdition, declaration: Declaration) -> Compositor:
    return Compositor(declaration, edition, RuledMetrics())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    blocks = [("title", ["題"]), ("paragraph", ["文。"])]
    return read_blocks(tmp_path_factory.mktemp("plain"), blocks)


def set_rows(
    rows: Sequence[Sequence[str]], edition: PrintEdition, plain: Declaration
) -> tuple[TableSetter, list[SetGridRow]]:
    setter = TableSetter(compositor_of(edition, plain), grid_of(rows))
    made = setter.rows()
    assert made is not None
    return setter, made


def shown(rows: Sequence[SetGridRow]) -> str:
    return "".join(
        f.text for row in rows for cell in row.cells for line in cell.lines for f in line.fragments
    )


def _begun(row: list[str]) -> list[str]:
    """Have a row hold a line."""
    return [row[0] or "甲", *row[1:]]


CELLS = st.one_of(
    st.sampled_from(FIGURES),
    st.text("甲乙丙丁文獻目錄，。", min_size=1, max_size=40).filter(lambda t: t.strip("，。")),
    st.just(""),
)


ROWS = st.integers(1, 14).flatmap(
    lambda wide: st.lists(
        st.lists(CELLS, min_size=wide, max_size=wide).map(_begun), min_size=2, max_size=7
    )
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, edition=st.sampled_from([HANDOUT, BOOKLET, GONGWEN, LARGE_PRINT, VERTICAL]))
def test_nothing_is_lost_and_no_number_is_broken(
    rows: list[list[str]], edition: PrintEdition, plain: Declaration
) -> None:
    setter, made = set_rows(rows, edition, plain)
    assert shown(made) == "".join(map("".join, rows))
    assert setter.size.pt >= edition.least_table_pt
    for row in made:
        for cell in row.cells:
            assert cell.left_em >= -1e-6
            assert cell.left_em + cell.width_em <= setter.measure + 0.01
            if cell.line and NUMBER.fullmatch(cell.line.text):
                assert len(cell.lines) == 1
    if setter.widths:
        gaps = (len(setter.widths) - 1) * 1.0
        assert fsum(setter.widths) + gaps <= setter.measure + 0.01


def budget(columns: int, rows: int = 3) -> list[list[str]]:
    heads = ["序號", "科目", *(f"第{n}項決算數" for n in range(columns - 2))]
    figures = [f"{1234 * n},{n:03}.5{n}" for n in range(1, columns - 1)]
    return [heads, *([str(n), "文化旅遊支出", *figures] for n in range(1, rows + 1))]


def test_a_table_goes_down_to_its_least_size_then_across_then_to_records(
    plain: Declaration,
) -> None:
    """The way is the same in every edition; how far it goes is the edition's."""

    def way(columns: int, edition: PrintEdition) -> tuple[float, bool, bool]:
        setter, made = set_rows(budget(columns), edition, plain)
        records = any(cell.heads for row in made for cell in row.cells)
        return setter.size.pt, setter.size.turned, records

    assert way(6, HANDOUT) == (9, False, False)
    found = [way(columns, HANDOUT) for columns in range(6, 30)]
    upright = [pt for pt, turned, records in found if not turned and not records]
    assert upright == sorted(upright, reverse=True)
    assert upright[-1] == 7
    assert [records for _, _, records in found] == sorted(records for _, _, records in found)
    assert any(turned for _, turned, _ in found)
    assert found[-1] == (9, False, True)
    assert not any(turned for _, turned, _ in (way(n, BOOKLET) for n in range(6, 30)))
    assert {pt for pt, _, _ in (way(n, LARGE_PRINT) for n in range(4, 20))} == {16}


def test_columns_are_as_wide_as_they_need(plain: Declaration) -> None:
    rows = [["序號", "名稱", "說明", "數量"]]
    rows += [[str(n), "樣本文獻", PROSE * (1 + 2 * (n == 2)), "1,204"] for n in range(1, 4)]
    setter, made = set_rows(rows, HANDOUT, plain)
    first, name, text, count = setter.widths
    assert first < 4
    assert name >= 4
    assert text > 2 * (first + name + count)
    assert [cell.stands for cell in made[1].cells] == ["right", "left", "left", "right"]


def test_numbers_stand_below_one_another_at_their_point(plain: Declaration) -> None:
    figures = ["1.5", "−20.25", "3", "(4.125)", "75%", "—"]
    rows = [["項目", "數值"], *(["甲", figure] for figure in figures)]
    _, made = set_rows(rows, HANDOUT, plain)
    metrics = RuledMetrics()
    points = set[float]()
    for row in made[1:]:
        cell = row.cells[1]
        assert cell.line is not None
        assert cell.stands == "right"
        whole = NUMBER.fullmatch(cell.line.text)
        if whole:
            tail = metrics.width(cell.line.text[whole.end(1) :])
            points.add(round(cell.left_em + cell.width_em - tail, 1))
    assert len(points) == 1


def test_what_the_source_says_counts_first(tmp_path: Path, plain: Declaration) -> None:
    words = "table 2 header 1 align lc width 30-70"
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, ["名", "值", "12", "七"])]
    declaration = read_blocks(tmp_path, blocks)
    grid = next(block for block in declaration.body_blocks if isinstance(block, Grid))
    assert stands_of(grid) == ["left", "center"]
    assert grid.shares == (30, 70)
    setter = TableSetter(compositor_of(HANDOUT, declaration), grid)
    made = setter.rows()
    assert made is not None
    assert setter.widths[0] * 7 == pytest.approx(setter.widths[1] * 3, abs=0.1)
    assert [cell.stands for cell in made[1].cells] == ["left", "center"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("table 2 align lcr", "“align” names 3 columns, and the table has 2"),
        ("table 2 width 1-2-3", "“width” names 3 columns, and the table has 2"),
        ("table 2 width 0-5", "a column has no width; leave “width” out"),
        ("table 2 align xy", "does not read as “table 3 header 1"),
    ],
)
def test_columns_that_are_named_wrongly_are_told(words: str, sentence: str, tmp_path: Path) -> None:
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, ["甲", "乙", "丙", "丁"])]
    with pytest.raises(ContentError, match=r"document\.toml:") as caught:
        read_blocks(tmp_path, blocks)
    assert sentence in str(caught.value)


def test_a_high_row_is_divided_and_a_record_is_kept(plain: Declaration) -> None:
    setter, made = set_rows([["甲", PROSE * 40], ["乙", "短"]], HANDOUT, plain)
    assert [row.divided for row in made] == [True, False]
    whole = fsum(setter.line_pt(made[0], n) for n in range(made[0].height_lines))
    assert whole == pytest.approx(setter.row_pt(made[0]))
    _, made = set_rows(budget(30), BOOKLET, plain)
    assert made[1].cells[2].heads[0].line.text == "第0項決算數"
    # two short cells share a line
    assert made[1].cells[2].top == made[1].cells[3].top


@pytest.mark.parametrize("edition", [HANDOUT, GONGWEN, VERTICAL])
@pytest.mark.parametrize("behind", [[], [("paragraph", ["文。"])]])
def test_the_rule_stands_below_all_lines_of_a_last_row_that_goes_on_overleaf(
    edition: PrintEdition, behind: list[tuple[str, list[str]]], tmp_path: Path
) -> None:
    blocks = [("title", ["題"]), ("table 2 header 1", ["名", "值", "甲", PROSE * 60]), *behind]
    declaration = read_blocks(tmp_path, blocks)
    made = set_document(declaration, edition, RuledMetrics(), WORDS["zh-Hant"], [("題名", "題")])
    found = [[part for part in page.parts if part.kind == "grid"] for page in made.pages]
    runs = [run for run in found if run]
    assert len(runs) > 1
    for run in runs:
        rows = [cast(TableRowPart, part) for part in run]
        lines = sum(part.last - part.first if part.item.divided else 1 for part in rows)
        assert rows_pt(rows) >= lines * rows[0].item.size.leading_pt
        high = fsum(part.height_pt for part in rows)
        assert rows_pt(rows) + below_pt(rows[-1]) == pytest.approx(high, abs=0.001)
    assert [below_pt(cast(TableRowPart, run[-1])) > 0 for run in runs] == [
        run is runs[-1] for run in runs
    ]


def test_a_merged_cell_that_is_empty_keeps_its_place(tmp_path: Path) -> None:
    words = "table 3 header 1 empty 2.2 4.1 span 2.2-3.3 4.1-4.2"
    cells = ["名", "值", "註", "甲", "乙", "丙"]
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, cells)]
    declaration = read_blocks(tmp_path, blocks)
    grid = next(block for block in declaration.body_blocks if isinstance(block, Grid))
    assert [[c for c, _ in places] for places in grid.places] == [[1, 2, 3], [1, 2], [1], [1, 3]]
    assert grid.span_at(2, 2, None) == (2, 2)
    low = ("table 3 empty 1.2 span 1.2-3.2", ["甲", "乙", "丙"])
    with pytest.raises(ContentError, match="ends below the last row"):
        read_blocks(tmp_path / "b", [*blocks[:2], low])


@dataclass(frozen=True)
class Wide:
    """A published document of a table for each way, in editions that take each."""

    folder: Path
    declaration: Declaration
    told: tuple[str, ...]

    def file(self, suffix: str) -> Path:
        return next(path for path in self.folder.iterdir() if path.name.endswith(suffix))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Wide:
    folder = tmp_path_factory.mktemp("wide")
    rows = budget(10, rows=14)
    blocks = [
        ("title", ["樣本交換協定"]),
        ("preamble", ["各方議定如下："]),
        ("article", [f"第一條 {PROSE}"]),
        (f"table {len(rows[0])} header 1", [cell for row in rows for cell in row]),
        ("article", [f"第二條 {PROSE}"]),
        ("table 3 header 1 align lr- empty 3.2 span 3.2-3.3",
         ["名", "值", "註", "甲", "1.5", "文化旅遊支出，含上年結轉；" * 70, "乙"]),
        ("article", [f"第三條 {PROSE}"]),
    ]  # fmt: skip
    editions = ("handout", "gongwen", "booklet", "vertical", "e-reader", "akoma-ntoso", "docx")
    written = write_blocks(folder / "content", "wide", blocks, editions=editions)
    done = publish(written, folder / "dist", Assets.find(), scripts=("zh-Hant",))
    return Wide(done.folder, Source.open(written).read()[0], done.reduced)


@pytest.mark.usefixtures("seldom_asked")
def test_every_edition_holds_what_it_should_and_tells_what_was_reduced(wide: Wide) -> None:
    report = check_document(wide.folder, {"zh-Hant": wide.declaration})
    assert report.failures() == ()
    told = {(f.file.split(".")[2], f.place, f.sentence.split(",")[0]) for f in report.findings
            if f.code == "L-037"}  # fmt: skip
    assert told == {
        ("handout", "table-1", "It is set in 7 pt"),
        ("gongwen", "table-1", "It stands on pages across"),
        ("gongwen", "table-1", "It is set in 10.5 pt"),
        ("booklet-a5", "table-1", "Its rows are records"),
        ("vertical", "table-1", "It is set in 7 pt"),
    }


def test_publishing_tells_what_was_reduced_in_a_sentence_a_table(wide: Wide) -> None:
    assert wide.told == (
        "table-1, of 10 columns, is too wide for its page: handout sets it in 7 pt, gongwen sets "
        "it in 10.5 pt on pages across, and leaves the page before it more than half blank, "
        "booklet sets it as records, vertical sets it in 7 pt.",
    )


def test_tables_that_fit_are_not_told(tmp_path: Path) -> None:
    blocks = [("title", ["樣本交換協定"]), ("preamble", ["各方議定如下："]), ("article", [PROSE]),
              ("table 2 header 1", ["名", "值", "甲", "1.5"])]  # fmt: skip
    written = write_blocks(tmp_path / "content", "narrow", blocks, editions=("handout",))
    assert publish(written, tmp_path / "dist", Assets.find()).reduced == ()


def test_a_cell_below_its_row_is_told(wide: Wide, tmp_path: Path) -> None:
    """What is seen as records in a file that has none: L-037 measures, and is not told by it."""
    path = wide.file("handout.pdf")

    def told(file: Path) -> set[str]:
        artefact = Artefact(path.name, "handout", "zh-Hant", "application/pdf", 0, 0, (), "")
        subject = Subject(file, artefact, wide.declaration)
        found = [f for f in layout.examine(subject) if isinstance(f, Finding)]
        return {f.sentence for f in found if f.code == "L-037"}

    mutation = ml.move(0, -14, wanted=lambda block, line: block.name == "table-1-3-4")
    assert not any("records" in sentence for sentence in told(path))
    assert any("records" in sentence for sentence in told(mutation(path, tmp_path / "a.pdf")))


def test_a_table_across_has_pages_of_its_own(wide: Wide) -> None:
    with pikepdf.open(wide.file("gongwen.pdf")) as pdf:
        sizes = [tuple(round(float(n)) for n in page.mediabox[2:]) for page in pdf.pages]
        assert (842, 595) in sizes
        assert (595, 842) in sizes
        assert len(list(elements(pdf, "/Table"))) == 2


def smaller(source: Path, target: Path) -> Path:
    """Set the smallest type of a file smaller."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            made = []
            for operands, operator in pikepdf.parse_content_stream(page):
                small = str(operator) == "Tf" and float(operands[1]) < 10.5
                made.append(([operands[0], 8] if small else list(operands), operator))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))

    return edit_pdf(source, target, edit)


MUTATIONS: dict[str, tuple[str, str, Callable[[Path, Path], Path]]] = {
    "a table below the least size": ("handout.pdf", "L-036", smaller),
    "a cell under another head": (
        "wide.zh-Hant.epub", "F-006",
        lambda a, b: edit_book(a, b, 'data-apparatus="head">科目', 'data-apparatus="head">總計'),
    ),
}  # fmt: skip


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_wrong_is_seen(name: str, wide: Wide, tmp_path: Path) -> None:
    suffix, code, mutation = MUTATIONS[name]
    path = wide.file(suffix)
    folder = part_of(path.parent, tmp_path / "dist", lambda row: row["file"] == path.name)
    (tmp_path / "made").mkdir()
    shutil.copy(mutation(path, tmp_path / "made" / path.name), folder / path.name)
    report = check_document(folder, {"zh-Hant": replace(wide.declaration)})
    assert code in {f.code for f in report.findings if f.file == path.name}
