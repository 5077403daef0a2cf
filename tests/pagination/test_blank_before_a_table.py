"""A page before a table on pages across is more than half blank only where nothing else fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.pagination.pages import SetDocument, set_document

HEADS = ["序號", "項目", *(f"第{n}季" for n in range(1, 9))]


def set_of(rows: int, above: int, folder: Path) -> SetDocument:
    """Set a text that has a table of ten columns below so many lines, and text below that."""
    cells = [
        cell
        for n in range(1, rows + 1)
        for cell in (str(n), f"工程{n}", *(f"{n}{m},234,567.89" for m in range(1, 9)))
    ]
    blocks: Blocks = [
        ("title", ["樣本通報"]),
        *(("paragraph", ["各方聲明如下。"]) for _ in range(above)),
        ("table 10 header 1", [*HEADS, *cells]),
        *(("paragraph", ["以上各項經查核無誤。"]) for _ in range(9)),
    ]
    declaration = read_blocks(folder, blocks)
    words = WORDS["zh-Hant"]
    return set_document(declaration, PRINTED["handout"], RuledMetrics(), words, [("題名", "樣本")])


def way(document: SetDocument) -> str:
    (reduced,) = document.reduced()
    return reduced.way


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_short_table_is_records_where_that_takes_no_page_more(rows: int, tmp_path: Path) -> None:
    document = set_of(rows, 5, tmp_path)
    assert way(document) == "as records"
    assert not any(page.turned for page in document.pages)


def test_a_long_table_stands_across_and_the_blank_is_told(tmp_path: Path) -> None:
    document = set_of(40, 5, tmp_path)
    assert way(document).endswith(
        "on pages across, and leaves the page before it more than half blank"
    )


def test_below_a_page_that_is_mostly_full_it_stands_across(tmp_path: Path) -> None:
    for rows in (2, 40):
        document = set_of(rows, 22, tmp_path / str(rows))
        assert way(document).endswith("on pages across")
