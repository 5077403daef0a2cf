"""The sections of Taiwan's documents, 主旨, 說明, 辦法, stand as the manual on them says."""

from __future__ import annotations

from pathlib import Path

import pytest
from genre_documents import Sample, sample_document

from tests.checks.test_layout import found
from tests.checks.test_official_layout import LEFT, WIDE, Page, declaration_of, pdf
from tests.conftest import once
from tests.intake.test_losses import new
from zhengben.design.assets import Assets
from zhengben.design.records import PT_PER_MM
from zhengben.press.publish import publish

_LONG = (
    "請各館將普查結果於三月三十一日前函復本府，逾期不復者，視為無意見，並由本府統一編目後送請備查。"
)
LINES = f"""title|丙市政府函
document-number|丙府文字第12號
section|主旨：{_LONG}
section|說明：
item 1|一、依據丙市古籍保護辦法第三條規定辦理，{_LONG}
item 2|（一）各館，{_LONG}
item 3|1、善本，{_LONG}
item 1|二、檢送登記表一份。
section|辦法：{_LONG}
closing|2020年2月29日"""


@pytest.fixture(scope="session")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        lines = [tuple(line.split("|")) for line in LINES.splitlines()]
        sample = Sample(tuple(lines))  # type: ignore[arg-type]
        written = sample_document(folder / "content", "taiwan", "official-document", sample)
        publish(written, folder / "dist", Assets.find(), editions=("gongwen", "handout"))

    return once(tmp_path_factory, "taiwan", make)


def test_sections_stand_flush_and_items_hang_behind_their_numbers(taiwan: Path) -> None:
    page, em = Page(taiwan, "taiwan"), WIDE / 28

    def lefts(place: int) -> list[int]:
        """Return where the lines of a paragraph begin, in em from the left edge."""
        line = declaration_of(taiwan, "taiwan").paragraphs[place]
        starts = (n.glyphs[0].start / PT_PER_MM - LEFT for n in page.blocks[line.id].lines)
        return [round(start / em) for start in starts]

    # the name flush, what goes on below the first character behind the colon
    assert lefts(0)[0] == 0
    assert set(lefts(0)[1:]) == {3}
    assert lefts(1) == [0]
    assert lefts(2)[0] == 1
    assert set(lefts(2)[1:]) == {3}
    # two characters in, the number in its brackets
    assert lefts(3)[0] == 2
    assert set(lefts(3)[1:]) == {5}
    assert lefts(4)[0] == 3
    assert set(lefts(4)[1:]) == {5}
    assert lefts(5) == [1]


def test_no_check_finds_anything(taiwan: Path) -> None:
    declaration = declaration_of(taiwan, "taiwan")
    assert found(pdf(taiwan, "taiwan"), declaration, "gongwen") == {}


def test_a_document_of_taiwan_is_known_by_its_sections(tmp_path: Path) -> None:
    text = "\n\n".join(line.partition("|")[2] for line in LINES.splitlines())
    made = new(tmp_path / "a.txt", text.replace("2020年2月29日", "中華民國109年2月29日"))
    assert made.facts.values["genre"] == "official-document"
    rows = [(r.role, r.level) for r in made.guess.rows if r.part == "section" or r.role == "item"]
    assert rows == [
        ("paragraph", 0), ("paragraph", 0), ("item", 1), ("item", 2), ("item", 3), ("item", 1),
        ("paragraph", 0),
    ]  # fmt: skip


def test_sections_of_another_text_are_none(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城人民政府關於水的通知\n\n各區人民政府：\n\n說明：水表由各戶自理。\n\n一、水閘由水務所管理。\n\n"
        "丁城人民政府\n2001年2月3日\n",
    )
    assert not any(r.part == "section" for r in made.guess.rows)


# a whole letter, with the fields that stand above it: 附件 is one of them, and no annex
WHOLE = """乙縣博物館　書函

發文日期：中華民國112年11月3日
發文字號：乙博字第1120005678號
速別：速件
附件：如說明二

受文者：丁縣圖書館

主旨：函送石刻拓片借展契約一式二份，請用印後寄還。

說明：
一、依雙方本年九月會議紀錄辦理。
二、檢附下列文件：
　（一）契約書。
　（二）拓片清冊。

正本：丁縣圖書館
副本：乙縣政府
"""


def test_a_field_above_the_sections_is_no_annex(tmp_path: Path) -> None:
    rows = new(tmp_path / "a.txt", WHOLE).guess.rows
    assert not any(row.role == "annex" or row.part == "enclosures" for row in rows)
    assert [row.plain[:2] for row in rows if row.part == "section"] == ["主旨", "说明"]
    assert [row.level for row in rows if row.role == "item"] == [1, 1, 2, 2]
