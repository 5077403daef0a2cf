"""A caption over a table goes with it in every edition, and is read back where it stands."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from marked_documents import write_marked
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks

from tests.checks.test_figure_checks import subject
from tests.conftest import once
from zhengben.checks import layout
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.errors import ContentError
from zhengben.pagination.pages import set_document
from zhengben.press.publish import publish
from zhengben.source.source import Source
from zhengben.typesetting.headings import SetLine

EDITIONS = ["handout", "vertical", "e-reader", "web", "docx", "akoma-ntoso"]


def captioned(above: int) -> Blocks:
    """Return a text that has so many lines above the captions of a table."""
    return [
        ("title", ["樣本統計"]),
        *(("paragraph", [f"第{n}項事務辦理如常。"]) for n in range(above)),
        ("caption", ["表1　各類數量", "單位：件"]),
        ("table 2 header 1", ["類別", "數量", *(f"{n}" for n in range(80))]),
        ("paragraph", ["以上各項經查核無誤。"]),
    ]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        written = write_marked(folder / "content", captioned(12))
        publish(written, folder / "dist", Assets.find(), editions=EDITIONS)

    return once(tmp_path_factory, "captioned", make)


def test_books_and_pages_have_it_in_the_table(made: Path) -> None:
    (book,), (page,), (word,) = ((made / "dist").rglob(f"*.{s}") for s in ("epub", "html", "docx"))
    with zipfile.ZipFile(book) as archive:
        names = [n for n in archive.namelist() if n.endswith(".xhtml")]
        texts = "".join(archive.read(n).decode() for n in names)
    for text in (texts, page.read_text("utf-8")):
        inside = text.partition("<caption>")[2].partition("</caption>")[0]
        assert 'id="caption-1"' in inside
        assert 'id="caption-2"' in inside
    with zipfile.ZipFile(word) as archive:
        said = archive.read("word/document.xml").decode()
    assert said.count('<w:pStyle w:val="Caption"/><w:keepNext/>') == 2


def test_it_stands_on_the_page_on_which_the_table_begins(made: Path) -> None:
    declaration = Source.open(made / "content" / "marked").read()[0]
    path = next((made / "dist").rglob("*handout.pdf"))
    found = list(layout.examine(subject(path, declaration, "handout")))
    assert "P-001" not in {f.code for f in found}
    # as if its first cell were what stands on the next page but one
    paragraphs = declaration.paragraphs
    cells = [line for line in paragraphs if line.cell]
    swapped = {cells[0].id: cells[-1].id, cells[-1].id: cells[0].id}
    moved = replace(
        declaration,
        paragraphs=tuple(replace(n, id=swapped.get(n.id, n.id)) for n in paragraphs),
    )
    found = [f for f in layout.examine(subject(path, moved, "handout")) if f.code == "P-001"]
    assert any("Its table begins on page" in f.sentence for f in found)


def test_no_page_ends_with_it(tmp_path: Path) -> None:
    for above in range(18, 28):
        written = write_marked(tmp_path / str(above), captioned(above))
        declaration = Source.open(written).read()[0]
        words = WORDS["zh-Hant"]
        document = set_document(
            declaration, PRINTED["handout"], RuledMetrics(), words, [("甲", "乙")]
        )
        ends = [page.parts[-1].item for page in document.pages]
        assert not any(isinstance(end, SetLine) and end.style == "caption" for end in ends)


def test_a_caption_of_nothing_is_refused(tmp_path: Path) -> None:
    blocks: Blocks = [
        ("title", ["樣本"]),
        ("caption", ["表1　各類數量"]),
        ("paragraph", ["正文。"]),
    ]
    written = write_marked(tmp_path / "content", blocks)
    with pytest.raises(ContentError, match="a picture, a formula or a table"):
        Source.open(written).read()
