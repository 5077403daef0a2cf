"""A line that leads to what follows, “如下：”, stays with it; those of a form stand alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.pagination.pages import SetPage, set_document
from zhengben.typesetting.boxes import SetTitle

LEAD = "各方為此採取下列措施："
TABLE = ("table 2 header 1", ["項目", "數量", *(f"{n}" for n in range(40))])


def pages_of(edition: str, declaration: Declaration) -> list[SetPage]:
    words = WORDS["zh-Hant"]
    made = set_document(declaration, PRINTED[edition], RuledMetrics(), words, [("題名", "樣本")])
    return list(made.section("text"))


@pytest.mark.parametrize("edition", ["handout", "booklet", "gongwen", "large-print", "vertical"])
@pytest.mark.parametrize(
    "follows",
    [TABLE, ("paragraph", ["擴大合作，互利共贏。" * 30]), ("item 1", ["（一）合作；"] * 9)],
)
def test_it_is_never_the_last_line_of_a_page(
    edition: str, follows: tuple[str, list[str]], tmp_path: Path
) -> None:
    for count in range(8, 26, 3):
        blocks: Blocks = [("title", ["樣本宣言"]), *[("paragraph", ["合作。"])] * count,
                          ("paragraph", [LEAD]), follows, ("paragraph", ["完。"])]  # fmt: skip
        pages = pages_of(edition, read_blocks(tmp_path / f"{count}", blocks))
        lasts = [getattr(page.parts[-1].item, "line", None) for page in pages]
        assert LEAD not in [line.text for line in lasts if line is not None], count


def test_lines_of_a_form_do_not_hold_one_another(tmp_path: Path) -> None:
    blocks: Blocks = [("title", ["樣本申報表"]), *[("paragraph", ["單位："])] * 90]
    pages = pages_of("handout", read_blocks(tmp_path, blocks))
    assert len(pages[0].parts) > 20


@pytest.mark.parametrize("edition", ["handout", "large-print", "vertical"])
def test_no_page_ends_below_the_first_or_above_the_last_of_what_is_enclosed(
    edition: str, tmp_path: Path
) -> None:
    listed = ["附件：1.申報表", "2.承諾書", "3.名錄", "4.地圖"]
    for count in range(8, 26):
        blocks: Blocks = [("title", ["樣本通知"]), *[("paragraph", ["合作。"])] * count,
                          ("enclosures", listed), ("paragraph", ["完。"])]  # fmt: skip
        pages = pages_of(edition, read_blocks(tmp_path / f"{count}", blocks))
        lasts = [getattr(page.parts[-1].item, "line", None) for page in pages]
        said = {line.text for line in lasts if line is not None}
        assert not said & {listed[0], listed[2]}, count


def test_a_line_of_the_title_that_is_wider_than_the_page_is_broken(tmp_path: Path) -> None:
    rows = ("樣本省教育廳", "關於做好鄉村學校圖書更新和閱讀條件改善有關工作的通知")
    blocks: Blocks = [("title", ["".join(rows)]), ("paragraph", ["文。"])]
    text = replace(read_blocks(tmp_path, blocks), title_lines=rows)
    for name in ("handout", "booklet", "large-print", "gongwen", "vertical"):
        edition = PRINTED[name]
        title = next(part.item for page in pages_of(name, text) for part in page.parts
                     if isinstance(part.item, SetTitle))  # fmt: skip
        most = 0.94 * edition.measure_pt / edition.title_pt - 4.0 * edition.vertical
        wide = [sum(len(f.text) for line in row for f in line.fragments) for row in title.rows]
        assert max(wide) <= most, name
        assert "".join(f.text for row in title.rows for line in row for f in line.fragments) == (
            "".join(rows)
        )
