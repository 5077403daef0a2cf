"""The whole chain over small documents, one for each difficulty: read, published, checked."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.docx_factory import docx, paragraph, table
from zhengben.checks.catalogue import check_document
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.source.source import Source

CASES = Path(__file__).parent / "cases"
PAGES = sorted(path.name for path in CASES.iterdir() if path.suffix != ".golden")
# EPUBCheck takes its time: it is asked about two books that hold every kind of line between them
ASKED = ("law.md", "treaty.txt")
EDITIONS = ("handout", "e-reader", "akoma-ntoso")


def made(page: Path, folder: Path, *more: str) -> tuple[Path, Declaration]:
    """Read a page into a document and publish it."""
    content = folder / "content"
    (content / "register").mkdir(parents=True)
    answers = ["--set", "date=2000-01-02"] if "wrapped" in page.name else []
    command = ["new", str(page), "--name", "case", "--content", str(content), *answers, *more]
    assert main(command) == 0
    source = Source.open(content / "case")
    published = publish(content / "case", folder / "dist", Assets.find(), editions=EDITIONS,
                        scripts=(source.read()[0].script,), accept_open_questions=True)  # fmt: skip
    return published.folder, source.read()[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_becomes_editions_that_pass_every_check(
    page: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if page not in ASKED:
        request.getfixturevalue("unasked")
    folder, declaration = made(CASES / page, tmp_path)
    report = check_document(folder, {declaration.script: declaration})
    assert [f"{f.code} {f.file}: {f.place}: {f.sentence}" for f in report.failures()] == []
    assert len(report.examined) == len(EDITIONS)


LONG = """# 样本大典

2001年2月3日 甲地议会通过

{chapters}

## 附表 一览

| 种类 | 数量 |
|---|---|
{rows}
"""


@pytest.fixture(scope="module")
def long_handout(tmp_path_factory: pytest.TempPathFactory) -> tuple[pikepdf.Pdf, Declaration]:
    text = "甲方应当依照本法履行义务，并对其行为负责。" * 6
    chapters, article = list[str](), 0
    for chapter in "一二三四五":
        chapters.append(f"## 第{chapter}章 {chapter}事")
        for _ in range(8):
            article += 1
            chapters.append(f"第{article}条 {text}")
    rows = "\n".join(f"| 第{n}种 | {n} |" for n in range(1, 61))
    page = tmp_path_factory.mktemp("long") / "long.md"
    page.write_text(LONG.format(chapters="\n\n".join(chapters), rows=rows), "utf-8")
    folder, declaration = made(page, page.parent)
    return pikepdf.open(folder / "case.zh-Hans.handout.pdf"), declaration


def test_a_long_law_lists_its_chapters_with_their_pages(
    long_handout: tuple[pikepdf.Pdf, Declaration],
) -> None:
    pdf, declaration = long_handout
    entries = {str(link.Dest) for link in pdf.pages[0].Annots}
    assert entries == {*(f"sec-{n}" for n in range(1, 6)), "annex-1"}
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = {str(n): d for n, d in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    for n in range(1, 6):
        assert pages[names[f"sec-{n}"][0].objgen] > 1
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert [t for t in titles if t.startswith("第")] == [f"第{c}章　{c}事" for c in "一二三四五"]
    assert declaration.annexes[0].text in titles


def test_the_head_of_a_table_stands_on_each_of_its_pages(
    long_handout: tuple[pikepdf.Pdf, Declaration],
) -> None:
    pdf, declaration = long_handout
    cells = [line for line in declaration.annexes if line.cell]
    assert sum(line.cell.header for line in cells if line.cell) == 2
    heads = [
        element for element in _elements(pdf.Root.StructTreeRoot) if element.get("/S") == "/TH"
    ]
    # once in the tree; what is repeated is pagination
    assert len(heads) == 2
    grid = next(e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/Table")
    assert len(grid.K) == 61


def _elements(root: pikepdf.Object) -> list[pikepdf.Object]:
    found, kids = list[pikepdf.Object](), root.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *_elements(kid)]
    return found


@pytest.mark.usefixtures("unasked")
def test_word_to_editions(tmp_path: Path) -> None:
    page = tmp_path / "law.docx"
    page.write_bytes(docx(
        paragraph("样本条例", style="a3", align="center"),
        paragraph("2001年2月3日公布"),
        paragraph("为管理样本制定。", level=0),
        paragraph("费用如下：", level=0),
        table([["种类", "数量"], ["原件", "一"], ["", "二"]]),
    ))  # fmt: skip
    folder, declaration = made(page, tmp_path)
    report = check_document(folder, {declaration.script: declaration})
    assert not report.failures()
