"""Sheets to fold are set tight where a page that holds little would take one for itself alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import read_blocks

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.artefacts import PAGES_PER_SHEET, SavedSheet, told_of_layouts
from zhengben.document.declaration import Declaration
from zhengben.linebreaking import compose
from zhengben.linebreaking.composed import ParagraphStyle
from zhengben.pagination.pages import SetDocument, set_document

# a last line of three characters, which four lines above it can take up
ARTICLE = "第一條　" + "各方依照平等互利的原則擴大合作" * 8 + "特此定"


def declared(folder: Path, articles: int) -> Declaration:
    return read_blocks(folder, [("title", ["樣本協定"]), ("paragraph", [ARTICLE] * articles)])


def set_in(declaration: Declaration, edition: str, **more: object) -> SetDocument:
    row = EDITIONS[edition]
    assert isinstance(row, PrintEdition)
    row = replace(row, **more)  # type: ignore[arg-type]
    return set_document(declaration, row, RuledMetrics(), WORDS["zh-Hant"], [("題名", "樣本")])


def test_a_tight_paragraph_takes_as_few_lines_as_it_may() -> None:
    text = "甲" * 122 + "。"
    usual, tight = (
        compose(text, {}, RuledMetrics(), ParagraphStyle(30, tight=tight))
        for tight in (False, True)
    )
    assert (len(usual), len(tight)) == (5, 4)
    assert "".join(f.text for line in tight for f in line.fragments) == text
    # no gap is closed up by more than its bound
    assert all(line.spacing >= -35 for line in tight)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[SetDocument, ...]]:
    """Return booklets of growing texts, each as it is and as it would be without sheets."""
    found = {}
    for articles in range(13, 34):
        declaration = declared(tmp_path_factory.mktemp("saved"), articles)
        found[articles] = (
            set_in(declaration, "booklet"),
            set_in(declaration, "booklet", imposed_on=""),
        )
    return found


def test_a_sheet_is_saved_where_that_can_be(
    documents: dict[int, tuple[SetDocument, ...]],
) -> None:
    saved = [(made, usual) for made, usual in documents.values() if made.saved_from]
    assert saved
    for made, usual in saved:
        assert made.saved_from == len(usual.pages)
        assert len(made.pages) % PAGES_PER_SHEET == 0
        assert len(usual.pages) % PAGES_PER_SHEET == 1
        assert made.saved() == (SavedSheet("booklet", len(usual.pages), len(made.pages)),)
        (told,) = told_of_layouts(made.saved())
        assert f"{len(made.pages)} pages and not {len(usual.pages)}" in told


def test_all_others_are_set_as_usual(documents: dict[int, tuple[SetDocument, ...]]) -> None:
    for made, usual in documents.values():
        if made.saved_from:
            continue
        assert made.saved() == ()
        assert [len(p.parts) for p in made.pages] == [len(p.parts) for p in usual.pages]


def test_only_what_is_imposed_is_set_tight(documents: dict[int, tuple[SetDocument, ...]]) -> None:
    for _, usual in documents.values():
        assert usual.saved_from == 0
