"""Cells of several columns or rows: read from every source, set in every edition, and checked."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from docx_factory import docx, paragraph, row, table_of
from mutate import edit_book, edit_pdf, elements
from small_documents import (
    SPANNED,
    SPANNED_CELLS,
    SPANNED_PLACES,
    read_blocks,
    spanned_blocks,
    write_blocks,
)

from tests.listed import part_of
from tests.rows import HANDOUT
from zhengben.capture import CaptureError, extract
from zhengben.checks.catalogue import check_document
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError
from zhengben.document.lines import Grid
from zhengben.formats.pdf.writer import Press
from zhengben.intake.draft import draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import structure_rows
from zhengben.pagination.pages import SetPage
from zhengben.press.publish import publish
from zhengben.source.grids import place_cells
from zhengben.source.source import Source

EDITIONS = ("handout", "booklet", "gongwen", "large-print", "vertical", "e-reader", "akoma-ntoso")
PROSE = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"


def spanning(tag: str, text: str, columns: int = 1, rows: int = 1) -> str:
    return f'<{tag} colspan="{columns}" rowspan="{rows}">{text}</{tag}>'


def html() -> bytes:
    rows: dict[int, list[str]] = {}
    for text, (at, _, columns, high) in zip(SPANNED_CELLS, SPANNED_PLACES, strict=True):
        rows.setdefault(at, []).append(spanning("th" if at < 3 else "td", text, columns, high))
    rows[6].insert(1, "<td></td>")
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    return f"""<html><head><title>樣本交換協定</title></head><body><h1>樣本交換協定</h1>
<p>甲國和乙國，議定如下：</p><p>第一條 {PROSE}</p><table>{body}</table>
<p>第二條 {PROSE}</p></body></html>""".encode()


def wikitext() -> bytes:
    lines, last = ["{| class=wikitable"], 1
    for text, (at, column, columns, high) in zip(SPANNED_CELLS, SPANNED_PLACES, strict=True):
        lines += ["|-"] * (at > last) + (["|"] if (at, column) == (6, 4) else [])
        spans = f'colspan="{columns}" ' * (columns > 1) + f"rowspan={high}" * (high > 1)
        lines.append(f"{'!' if at < 3 else '|'} {spans + ' | ' if spans else ''}{text}")
        last = at
    table = "\n".join((*lines, "|}"))
    return f"""{{{{header|title=樣本交換協定}}}}
甲國和乙國，議定如下：

第一條 {PROSE}
{table}
第二條 {PROSE}
""".encode()


def word() -> bytes:
    """Return the table as Word has it: what is merged from above stands in each row, empty."""
    cells = dict(zip(SPANNED_PLACES, SPANNED_CELLS, strict=True))
    rows = []
    for at in range(1, 7):
        here = sorted((c for c in cells if c[0] <= at < c[0] + c[3]), key=lambda c: c[1])
        made = [(cells[c] if c[0] == at else "", c[2], "" if c[3] == 1 else "restart"
                 if c[0] == at else "continue") for c in here]  # fmt: skip
        made[1:1] = [("", 1, "")] if at == 6 else []
        rows.append(row(made, head=at < 3))
    text = [paragraph("樣本交換協定", style="a3"), paragraph("甲國和乙國，議定如下："),
            paragraph(f"第一條 {PROSE}")]  # fmt: skip
    return docx(*text, table_of(rows), paragraph(f"第二條 {PROSE}"))


SOURCES = {"a.html": html, "a.wikitext": wikitext, "a.docx": word}


@pytest.mark.parametrize("name", SOURCES)
def test_spans_are_read_from_every_source(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SOURCES[name]())
    made = draft(path, sniff(path), Hints(), datetime.date(2026, 1, 2))
    rows = list(structure_rows(made))
    assert [told for told in rows if "table" in told] == [f"4-19 {SPANNED}"]
    assert made.canonical.split("\n")[3:19] == list(SPANNED_CELLS)


def test_the_structure_places_every_cell(tmp_path: Path) -> None:
    declaration = read_blocks(tmp_path, spanned_blocks())
    (grid,) = (block for block in declaration.body_blocks if isinstance(block, Grid))
    cells = [line.cell for cells in grid.rows for line in cells if line.cell]
    assert [(c.row, c.column, c.columns, c.rows) for c in cells] == list(SPANNED_PLACES)
    assert [[column for column, _ in places] for places in grid.places] == [
        [1, 2, 4], [2, 3], [1, 2, 3, 4], [2, 3, 4], [2, 3], [1, 3, 4],
    ]  # fmt: skip
    assert grid.places[5][1] == (3, None)
    assert '"columns": 2' in to_json(declaration)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("table 2 span 1.1-1.3", "the span 1.1-1.3 is larger than the table"),
        ("table 2 span 1.1-1.100000", "the span 1.1-1.100000 is larger than the table"),
        ("table 2 span 1.1-100000.1", "the span 1.1-100000.1 is larger than the table"),
        ("table 2 span 1.1-1.10000000000", "does not read as “table 3 header 1"),
        ("table 1000000", "of at most 1000 columns"),
        ("table 2 span 1.2-1.1", "does not run to the right or down"),
        ("table 2 span 2.1-3.1", "ends below the last row, which is 2"),
        ("table 3 span 1.1-2.1 1.2-1.3 2.2-2.3 2.3-2.3", "begins where no line stands"),
        ("table 2 span 1.1-2.2", "row 2 of the table has no line"),
        ("table 3 span 1.2-2.2 2.1-2.2", "lies on another"),
        ("table 2 empty 2.1 2.2", "row 2 of the table has no line"),
    ],
)
def test_a_span_that_cannot_be_is_told(words: str, sentence: str, tmp_path: Path) -> None:
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, ["甲", "乙", "丙", "丁"])]
    with pytest.raises(ContentError) as caught:
        read_blocks(tmp_path, blocks)
    assert sentence in str(caught.value)
    assert "document.toml:" in str(caught.value)


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("reader", "text", "sentence"),
    [
        ("html", "<tr><td colspan=100000>甲<td>乙", "more than 200 columns"),
        ("html", f"<tr><td colspan={HUGE}>甲<td>乙", "more than 200 columns"),
        ("html", "<tr><td rowspan=100000>甲<td>乙", "takes more than 10000 rows"),
        ("wikitext", "| colspan=100000 | 甲", "more than 200 columns"),
        ("wikitext", f'| rowspan="{HUGE}" | 甲', "takes more than 10000 rows"),
    ],
)
def test_an_absurd_span_is_refused(reader: str, text: str, sentence: str) -> None:
    ends = {"html": ("<table>", "<tr><td>丙<td>丁</table>"), "wikitext": ("{|\n", "\n|}")}[reader]
    with pytest.raises(CaptureError) as caught:
        extract(text.join(ends).encode(), reader, "utf-8")
    assert sentence in str(caught.value)


def test_an_absurd_span_of_word_is_refused() -> None:
    with pytest.raises(CaptureError, match="more than 200 columns"):
        extract(docx(table_of([row([("甲", 100_000, "")])])), "docx", "utf-8")


def test_what_word_hides_in_a_merged_cell_is_no_loss() -> None:
    rows = [row([("甲", 1, "restart"), ("乙", 1, "")]), row([("丙", 1, "continue"), ("丁", 1, "")])]
    lines = extract(docx(table_of(rows)), "docx", "utf-8").lines
    assert [line.text for line in lines] == ["甲", "乙", "丙", "丁"]
    assert all(line.cell and line.cell.rows == 1 for line in lines)


def test_spans_that_lie_on_one_another_in_a_page_are_kept_apart() -> None:
    page = "<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙</table>"
    cells = [line.cell for line in extract(page.encode(), "html", "utf-8").lines if line.cell]
    assert [(c.row, c.column, c.columns, c.rows) for c in cells] == [
        (1, 1, 1, 1), (1, 2, 1, 2), (2, 1, 1, 1),
    ]  # fmt: skip
    assert len(place_cells(2, 3, (), ["1.2-2.2"])) == 3


@dataclass(frozen=True)
class Spanned:
    """A published document with tables of spans, and the same in two scripts side by side."""

    dist: Path
    collated: Path
    scripts: dict[str, Declaration]

    def file(self, suffix: str) -> Path:
        folder = self.collated if "collation" in suffix else self.dist
        return next(path for path in folder.iterdir() if path.name.endswith(suffix))


@pytest.fixture(scope="module")
def spanned(tmp_path_factory: pytest.TempPathFactory) -> Spanned:
    folder = tmp_path_factory.mktemp("spanned")
    written = write_blocks(folder / "content", "spanned", spanned_blocks(), editions=EDITIONS)
    done = publish(written, folder / "dist", Assets.find(), scripts=("zh-Hant",))
    other = publish(written, folder / "both", Assets.find(), editions=("collation",))
    source = Source.open(written)
    declaration = source.read()[0]
    simplified = in_script(declaration, "zh-Hans", source.reviewed)[0]
    return Spanned(
        done.folder, other.folder, {"zh-Hant": declaration, "zh-Hans": simplified}
    )  # fmt: skip


@pytest.mark.usefixtures("seldom_asked")
def test_every_edition_holds_the_table(spanned: Spanned) -> None:
    for folder in (spanned.dist, spanned.collated):
        assert check_document(folder, spanned.scripts).failures() == ()


def test_the_structure_tells_the_spans(spanned: Spanned) -> None:
    wanted = [(c, r) for _, _, c, r in SPANNED_PLACES]
    wanted.insert(-1, (1, 1))
    for suffix in ("handout.pdf", "vertical.pdf", "large-print.pdf"):
        with pikepdf.open(spanned.file(suffix)) as pdf:
            one, other = elements(pdf, "/Table")
            found = [
                (
                    int(cell.get("/A", {}).get("/ColSpan", 1)),
                    int(cell.get("/A", {}).get("/RowSpan", 1)),
                )
                for cell in elements(pdf, "/TH", "/TD", below=one)
            ]
        assert found == wanted
        assert str(other.ID) == "table-2"


def test_columns_of_two_scripts_hold_tables(spanned: Spanned, tmp_path: Path) -> None:
    """On paper cells stand side by side in either column, and a long table goes on overleaf."""
    with pikepdf.open(spanned.file("collation.pdf")) as pdf:
        tables = [(str(t.ID), str(t.Lang)) for t in elements(pdf, "/Table")]
    assert tables == [
        ("table-1", "zh-Hant"), ("table-1-zh-Hans", "zh-Hans"),
        ("table-2", "zh-Hant"), ("table-2-zh-Hans", "zh-Hans"),
    ]  # fmt: skip
    cells = [text for n in range(90) for text in (f"第{n}類", "雙方商定的各種樣本", "若干")]
    words = "table 3 header 1 span 2.1-40.1 41.2-41.3"
    kept = ["名稱", "說明", "數量", *cells[:-41]]
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, kept), ("paragraph", ["完。"])]
    written = write_blocks(tmp_path / "content", "long", blocks)
    folder = publish(written, tmp_path / "dist", Assets.find(), editions=("collation",)).folder
    source = Source.open(written)
    declaration = source.read()[0]
    scripts = {"zh-Hant": declaration,
               "zh-Hans": in_script(declaration, "zh-Hans", source.reviewed)[0]}  # fmt: skip
    report = check_document(folder, scripts)
    assert report.failures() == ()
    with pikepdf.open(next(folder.glob("*.pdf"))) as pdf:
        assert len(list(elements(pdf, "/Table"))) == 2
        assert len(pdf.pages) > 3


def set_pages(folder: Path, words: str, cells: list[str]) -> list[SetPage]:
    blocks = [("title", ["題"]), ("paragraph", ["文。"]), (words, cells), ("paragraph", ["完。"])]
    declaration = read_blocks(folder, blocks)
    press = Press(declaration, Assets.find(), folder, "正本")
    document = press.set(HANDOUT)
    press.print(HANDOUT)
    return list(document.pages)


def test_a_page_may_end_in_a_cell_whose_lines_are_all_there(tmp_path: Path) -> None:
    """Sixty rows in one cell: it goes on overleaf, where its lines are not needed any more."""
    cells = ["類", "值", "第一類", *(f"值{n}" for n in range(60))]
    pages = set_pages(tmp_path, "table 2 header 1 span 2.1-61.1", cells)
    grids = [[p for p in page.parts if p.kind == "grid"] for page in pages]
    assert [bool(grid) for grid in grids[:3]] == [True, True, True]
    # the head stands again
    assert [grid[0].item.number for grid in grids[:3]] == [1, 1, 1]


def test_a_page_does_not_end_beside_lines_that_go_on(tmp_path: Path) -> None:
    long = "這一類包括雙方商定的各種樣本及其附件。" * 6
    cells = [text for n in range(30) for text in (f"甲{n}", long, f"乙{n}", f"丙{n}")]
    spans = " ".join(f"{3 * n + 1}.2-{3 * n + 3}.2" for n in range(30))
    pages = set_pages(tmp_path, f"table 2 span {spans}", cells)
    for page in pages:
        rows = [part.item for part in page.parts if part.kind == "grid"]
        assert not rows or (rows[0].number % 3 == 1 and rows[-1].number % 3 == 0)
    assert sum(any(p.kind == "grid" for p in page.parts) for page in pages) > 1


def test_a_cell_higher_than_its_rows_stretches_the_last(tmp_path: Path) -> None:
    pages = set_pages(tmp_path, "table 2 span 1.1-2.1", ["甲" * 30, "乙" * 90, "丙"])
    first, second = [p.item.height_lines for page in pages for p in page.parts if p.kind == "grid"]
    assert first > 1
    assert second == 1
    pages = set_pages(tmp_path / "b", "table 2 span 1.1-2.1", ["甲" * 150, "乙", "丙"])
    first, second = [p.item.height_lines for page in pages for p in page.parts if p.kind == "grid"]
    assert (first, second > 1) == (1, True)


def test_a_table_of_many_columns_is_set_as_records(tmp_path: Path) -> None:
    """What cannot stand side by side, smaller or across, stands below its heads, row by row."""
    cells = ["雙方商定的各種樣本" * 3 for _ in range(59)]
    pages = set_pages(tmp_path, "table 30 span 1.1-1.2", cells)
    rows = [part.item for page in pages for part in page.parts if part.kind == "grid"]
    assert {row.number for row in rows} == {1, 2}
    assert all(cell.left_em < 1 for row in rows for cell in row.cells if cell.line)


def other_span(source: Path, target: Path) -> Path:
    def edit(pdf: pikepdf.Pdf) -> None:
        cell = next(c for c in elements(pdf, "/TH") if "/ColSpan" in c.A)
        cell.A.ColSpan = 3

    return edit_pdf(source, target, edit)


def no_span(source: Path, target: Path) -> Path:
    def edit(pdf: pikepdf.Pdf) -> None:
        for cell in elements(pdf, "/TD"):
            if "/RowSpan" in cell.get("/A", {}):
                del cell.A

    return edit_pdf(source, target, edit)


def lost_cell(source: Path, target: Path) -> Path:
    def edit(pdf: pikepdf.Pdf) -> None:
        cell = next(elements(pdf, "/TD"))
        cell.S = pikepdf.Name.Div

    return edit_pdf(source, target, edit)


def replaced(*pairs: tuple[str, str]) -> Callable[[Path, Path], Path]:
    def change(source: Path, target: Path) -> Path:
        text = source.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        target.write_text(text, "utf-8")
        return target

    return change


MUTATIONS: dict[str, tuple[str, Callable[[Path, Path], Path]]] = {
    "print: a span of another width": ("handout.pdf", other_span),
    "print: rows that no cell takes": ("handout.pdf", no_span),
    "print: a cell that is none": ("handout.pdf", lost_cell),
    "book: a span is gone": ("epub", lambda a, b: edit_book(a, b, ' colspan="2"', "")),
    "book: an absurd span": (
        "epub",
        lambda a, b: edit_book(a, b, 'rowspan="3"', 'rowspan="100000000000"'),
    ),
    "book: a span that is no number": (
        "epub",
        lambda a, b: edit_book(a, b, ' colspan="2"', ' colspan="²"'),
    ),
    "book: an empty cell is gone": ("epub", lambda a, b: edit_book(a, b, "<td></td>", "")),
    "both scripts: a span of another width": ("collation.pdf", other_span),
    "xml: a span is gone": ("akn.xml", replaced((' rowspan="3"', ""))),
    "xml: a table that is none": (
        "akn.xml",
        replaced(("<table eId", "<container eId"), ("</table>", "</container>")),
    ),
    "web: a span is gone": ("collation.html", replaced((' colspan="2"', ""))),
}


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_table_that_is_wrong_is_seen(name: str, spanned: Spanned, tmp_path: Path) -> None:
    suffix, mutation = MUTATIONS[name]
    path = spanned.file(suffix)
    folder = part_of(path.parent, tmp_path / "dist", lambda row: row["file"] == path.name)
    (tmp_path / "made").mkdir()
    shutil.copy(mutation(path, tmp_path / "made" / path.name), folder / path.name)
    found = [f for f in check_document(folder, spanned.scripts).failures() if f.file == path.name]
    told = [f for f in found if f.code == "F-003"]
    assert told
    assert all(f.place and f.sentence.endswith(".") for f in told)
