"""Signatures of any number: each once and in order, by their offices, on as few pages as serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.pagination.pages import SetDocument, set_document
from zhengben.typesetting.boxes import SetSignatures

# as long as names and offices are: two to twenty characters
NAMES = ["某甲", "某乙丙", "努·某某某巴耶夫", "某某某某某某某某某·某某某某某某某某某某"]
COUNTS = (1, 2, 3, 6, 10, 11, 13, 24, 60)


def signed(count: int, folder: Path, genre: str = "declaration") -> Declaration:
    """Return a short text that so many people sign."""
    offices = (f"第{n}國總統" + "兼武裝力量最高統帥" * (n % 5 == 4) for n in range(count))
    people = [(office, NAMES[n % len(NAMES)]) for n, office in enumerate(offices)]
    blocks: Blocks = [
        ("title", ["樣本宣言"]),
        ("paragraph", ["各方聲明如下。" * 9]),
        *(("signatory", list(pair)) for pair in people),
        ("closing", ["二〇二〇年一月一日於某地"]),
    ]
    return replace(read_blocks(folder, blocks, signed=people), genre=genre)


def set_in(edition: str, declaration: Declaration) -> SetDocument:
    """Set a text in an edition, in a font whose widths are round."""
    words = WORDS["zh-Hant"]
    return set_document(declaration, PRINTED[edition], RuledMetrics(), words, [("題名", "樣本")])


def sheets(document: SetDocument) -> list[SetSignatures]:
    """Return what stands of signatures on each page."""
    parts = (part.item for page in document.pages for part in page.parts)
    return [item for item in parts if isinstance(item, SetSignatures)]


@pytest.mark.parametrize("genre", ["declaration", "treaty"])
@pytest.mark.parametrize("edition", ["handout", "booklet", "gongwen", "large-print", "vertical"])
def test_every_signatory_has_room_beside_or_below_its_office(
    edition: str, genre: str, tmp_path: Path
) -> None:
    row = PRINTED[edition]
    for count in COUNTS:
        declaration = signed(count, tmp_path / str(count), genre)
        pages = sheets(set_in(edition, declaration))
        placed = [place.signatory for page in pages for place in page.places]
        assert placed == list(declaration.signatories)
        assert [page.closing is not None for page in pages] == [False] * (len(pages) - 1) + [True]
        for page in pages:
            depth = page.height_pt or row.depth_pt
            # rows of columns whose names stand apart from their offices would pair them wrongly
            assert page.form != "parted" or len({place.top_pt for place in page.places}) == 1
            for place in page.places:
                stacked = page.form in ("parted", "together")
                high = [len(place.office), len(place.name)]
                lines = sum(high) if stacked else max(high)
                assert lines * row.leading_pt <= place.height_pt + 0.01
                assert place.top_pt + place.height_pt <= depth + 0.01
        # no page is left to a pair where others have a row more
        rows = [len({place.top_pt for place in page.places}) for page in pages]
        assert max(rows) - min(rows) <= 1


def test_columns_of_text_keep_a_dozen_on_one_page(tmp_path: Path) -> None:
    for count, pages in ((6, 1), (10, 1), (12, 1), (24, 2)):
        made = sheets(set_in("vertical", signed(count, tmp_path / str(count))))
        assert len(made) == pages, count


def test_few_go_on_behind_the_text(tmp_path: Path) -> None:
    for count in (1, 2):
        document = set_in("handout", signed(count, tmp_path / str(count)))
        (page,) = document.section("text")
        assert [part.kind for part in page.parts][-1] == "signatures"
        assert document.section("signatures") == []


def test_date_and_place_alone_get_no_page(tmp_path: Path) -> None:
    blocks: Blocks = [
        ("title", ["樣本聲明"]),
        ("paragraph", ["雙方一致同意。" * 9]),
        ("closing", ["二〇二〇年一月一日於某地"]),
    ]
    document = set_in("handout", read_blocks(tmp_path, blocks))
    (page,) = document.section("text")
    assert [part.kind for part in page.parts] == ["title", "paragraph", "line"]
    assert document.section("signatures") == []
