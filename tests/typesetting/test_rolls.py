"""Signatories by the dozen that are no pairs to sign: in columns, each once, names by offices."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.pagination.pages import SetDocument, SetPage, set_document
from zhengben.typesetting.rolls import SetRoll

EDITIONS = ["handout", "booklet", "gongwen", "large-print", "vertical"]
NAMES = ["某甲", "某乙丙", "某某·某某", "某丁"]
# of a signatory: its lines, and what they say of office and person
SHAPES = {
    "names": lambda n: ([NAMES[n % 4]], (NAMES[n % 4], NAMES[n % 4])),
    "lines": lambda n: ([f"第{n}國總統　{NAMES[n % 4]}"], (f"第{n}國總統", NAMES[n % 4])),
    "several": lambda n: (
        [f"第{n}國代表", NAMES[n % 4], NAMES[(n + 1) % 4]],
        (f"第{n}國代表", NAMES[n % 4]),
    ),
}


def listed(shape: str, count: int, folder: Path, genre: str = "declaration") -> Declaration:
    """Return a short text that so many sign, in lines of a shape."""
    made = [SHAPES[shape](n) for n in range(1, count + 1)]
    blocks: Blocks = [
        ("title", ["樣本宣言"]),
        ("paragraph", ["各方聲明如下。" * 9]),
        *(("signatory", lines) for lines, _ in made),
        ("closing", ["二〇二〇年一月一日於某地"]),
    ]
    return replace(read_blocks(folder, blocks, signed=[pair for _, pair in made]), genre=genre)


def set_in(edition: str, declaration: Declaration) -> SetDocument:
    """Set a text in an edition, in a font whose widths are round."""
    words = WORDS["zh-Hant"]
    return set_document(declaration, PRINTED[edition], RuledMetrics(), words, [("題名", "樣本")])


def rolls(page: SetPage) -> list[SetRoll]:
    """Return the rows of signatories on a page."""
    return [part.item for part in page.parts if isinstance(part.item, SetRoll)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_each_signatory_stands_once_in_order_within_its_column(
    edition: str, shape: str, tmp_path: Path
) -> None:
    measure = PRINTED[edition].measure_pt
    for count in (11, 24, 60):
        declaration = listed(shape, count, tmp_path / str(count))
        pages = set_in(edition, declaration).section("text", "signatures")
        rows = [row for page in pages for row in rolls(page)]
        stood = [line.id for row in rows for line in row.enrolled]
        assert stood == [line.id for s in declaration.signatories for line in s.lines]
        # but for a few, each line stands unbroken
        broken = [part for row in rows for part in row.parts if len(part.lines) > 1]
        assert len(broken) * 10 <= count
        for row in rows:
            for part in row.parts:
                assert part.left_pt + part.width_pt <= measure + 0.01
                assert part.top_pt < row.height_pt


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_date_stands_below_at_least_four_signatories(
    edition: str, shape: str, tmp_path: Path
) -> None:
    for count in (11, 13, 26, 41, 61):
        declaration = listed(shape, count, tmp_path / str(count))
        *_, last = (p for p in set_in(edition, declaration).section("text") if rolls(p))
        begun = {s.lines[0].id for s in declaration.signatories}
        assert sum(line.id in begun for row in rolls(last) for line in row.enrolled) >= 4
        assert last.parts[-1].kind == "line"


def test_names_alone_stand_in_as_many_columns_as_have_room(tmp_path: Path) -> None:
    for edition, columns in (("handout", 5), ("gongwen", 4), ("vertical", 6)):
        document = set_in(edition, listed("names", 60, tmp_path / edition))
        row = next(row for page in document.pages for row in rolls(page))
        assert len(row.parts) == columns, edition


def test_many_names_take_no_page_more_than_they_fill(tmp_path: Path) -> None:
    # sixty names in five columns are twelve rows: with white between them they have room on a page
    for edition, most in (("handout", 2), ("booklet", 2), ("vertical", 2)):
        document = set_in(edition, listed("names", 60, tmp_path / edition))
        assert sum(bool(rolls(page)) for page in document.pages) <= most, edition
        assert document.section("signatures") == []


def test_names_behind_offices_stand_below_one_another(tmp_path: Path) -> None:
    document = set_in("handout", listed("lines", 24, tmp_path))
    rows = [row for page in document.pages for row in rolls(page)]
    names = {part.left_pt for row in rows for part in row.parts if part.goes_on}
    offices = {part.left_pt for row in rows for part in row.parts if not part.goes_on}
    assert len(names) == len(offices) == 2


def test_few_states_with_several_persons_stand_in_columns(tmp_path: Path) -> None:
    # eighteen lines; of two persons each five states are ten lines, and stand as they stood
    document = set_in("handout", listed("several", 6, tmp_path / "6"))
    rows = [row for page in document.pages for row in rolls(page)]
    assert [len({part.left_pt for part in row.parts if part.line.role == "office"}) for row in rows]
    assert sum(len(row.enrolled) for row in rows) == 18
    assert len(rows) < 6
    one = set_in("handout", listed("several", 3, tmp_path / "3"))
    assert not any(rolls(page) for page in one.pages)


def test_ten_signatories_stand_as_they_stood(tmp_path: Path) -> None:
    document = set_in("handout", listed("lines", 10, tmp_path))
    assert not any(rolls(page) for page in document.pages)


def test_a_name_longer_than_its_column_breaks_and_nothing_else_moves(tmp_path: Path) -> None:
    blocks: Blocks = [
        ("title", ["樣本宣言"]),
        ("paragraph", ["各方聲明如下。"]),
        *(("signatory", [f"某{n}"]) for n in range(30)),
        ("signatory", ["某某某某某某某某·某某某某"]),
    ]
    signed = [(lines[0], lines[0]) for role, lines in blocks if role == "signatory"]
    document = set_in("handout", read_blocks(tmp_path, blocks, signed=signed))
    rows = [row for page in document.pages for row in rolls(page)]
    assert len(rows[0].parts) > 3
    assert len(rows[-1].parts[-1].lines) == 2
