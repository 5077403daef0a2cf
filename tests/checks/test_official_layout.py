"""The parts of official documents stand where GB/T 9704-2012 has them, and the checks see others.

What is demanded here is written down from the standard, in millimetres and lines.
"""

from __future__ import annotations

from pathlib import Path

import mutate_layout as ml
import pytest
from genre_documents import Sample, genre_document, sample_document
from msgspec.structs import replace

from tests.checks.test_layout import found
from tests.conftest import once
from zhengben.checks.layout.measured_lines import MeasuredBlock, measured_blocks
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS, PRINTED
from zhengben.design.records import PT_PER_MM, PageRecord
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.glyphs import Measured, measure
from zhengben.source.source import Source

NAME = "small-official-document"
# 37 mm above the type area, 28 mm at the binding edge (5.2.1), 156 mm × 225 mm
HEAD, LEFT, WIDE, HIGH = 37.0, 28.0, 156.0, 225.0
OTHERS = {
    "order": """title|丁國水利部令
document-number|第12號
paragraph|現公布閘門管理辦法，自2020年3月1日起施行，凡與本令不一致的規定，以本令為準。
signature|部長　某甲
closing|2020年2月29日""",
    "joint": """issuer|丁省教育廳
issuer|丁省財政廳
document-number|丁教〔2020〕3號
signer|簽發人：某甲
signer|某乙
title|丁省教育廳丁省財政廳關於學校用水問題的報告
addressee|省人民政府：
paragraph|現將學校用水問題報告如下，請審閱。
signature|丁省教育廳
signature|丁省財政廳
closing|2020年12月29日
printing|丁省教育廳辦公室　2020年12月30日印發""",
    # as pages of offices have it
    "below": """title|丁省水利廳關於閘門檢修的通知
document-number|丁水〔2020〕4號
addressee|各市水利局：
paragraph|現將閘門檢修的事項通知你們，請遵照辦理。
enclosures|附件：1. 閘門名單
enclosures|2. 檢修日程
signature|丁省水利廳
closing|2020年12月29日""",
}


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with official documents, and beside them their edition gongwen."""

    def make(folder: Path) -> None:
        content = folder / "content"
        genre_document(content, "official-document")
        for name, text in OTHERS.items():
            lines = [tuple(line.split("|")) for line in text.splitlines()]
            sample_document(content, name, "official-document", Sample(tuple(lines)))  # type: ignore[arg-type]
        for name in (NAME, *OTHERS):
            publish(content / name, folder / "dist", Assets.find(), editions=("gongwen",))

    return once(tmp_path_factory, "official", make)


def pdf(folder: Path, name: str = NAME) -> Path:
    return folder / "dist" / name / f"{name}.zh-Hant.gongwen.pdf"


def declaration_of(folder: Path, name: str = NAME) -> Declaration:
    return Source.open(folder / "content" / name).read()[0]


class Page:
    """Places on the pages of a file, in mm from the upper and left edges of their type areas."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.measured: Measured = measure(pdf(folder, name))
        self.blocks = {block.name: block for block in measured_blocks(self.measured)}
        self.lines = {line.part or line.id: line for line in declaration_of(folder, name).lines}

    def block(self, name: str) -> MeasuredBlock:
        return self.blocks[self.lines[name].id]

    def top(self, name: str) -> float:
        line = self.block(name).lines[0]
        high = self.measured.pages[line.page - 1].media[3]
        return (high - max(glyph.ink[3] for glyph in line.glyphs)) / PT_PER_MM - HEAD

    def bottom(self, name: str) -> float:
        line = self.block(name).lines[-1]
        high = self.measured.pages[line.page - 1].media[3]
        return (high - min(glyph.ink[1] for glyph in line.glyphs)) / PT_PER_MM - HEAD

    def left(self, name: str) -> float:
        line = self.block(name).lines[0]
        # even pages are mirrored
        edge = LEFT if line.page % 2 else 210 - LEFT - WIDE
        return line.glyphs[0].start / PT_PER_MM - edge

    def right(self, name: str) -> float:
        line = self.block(name).lines[0]
        edge = LEFT if line.page % 2 else 210 - LEFT - WIDE
        return WIDE - (line.glyphs[-1].end / PT_PER_MM - edge)


def test_a_notice_stands_as_the_standard_has_it(official: Path) -> None:
    page, em, leading = Page(official), WIDE / 28, HIGH / 22
    assert page.top("issuer") == pytest.approx(35, abs=1)
    assert page.left("copy-number") == pytest.approx(0, abs=0.5)
    # two lines blank below the mark, 4 mm to the rule, two lines blank below it
    blank = (leading - em) + 2 * leading
    assert page.top("document-number") - page.bottom("issuer") == pytest.approx(blank, abs=3)
    below = 4 + 2 * leading
    assert page.top("title") - page.bottom("document-number") == pytest.approx(below, abs=3)
    assert page.left("addressee") == pytest.approx(0, abs=0.5)
    assert page.left("closing") + page.right("closing") < WIDE
    assert page.right("closing") == pytest.approx(4 * em, abs=0.5)
    # who signed, centred above the date
    middle = page.left("signature-1") - page.right("signature-1")
    assert middle == pytest.approx(page.left("closing") - page.right("closing"), abs=1)
    assert page.bottom("printing") == pytest.approx(HIGH, abs=5)
    assert page.right("printing") == pytest.approx(14 / PT_PER_MM, abs=0.5)


def test_an_order_and_joint_issuers(official: Path) -> None:
    order, joint, em = Page(official, "order"), Page(official, "joint"), WIDE / 28
    assert order.top("title") == pytest.approx(20, abs=1)
    assert order.right("closing") == pytest.approx(4 * em, abs=0.5)
    assert joint.left("document-number") == pytest.approx(em, abs=0.5)
    assert joint.right("signer") == pytest.approx(em, abs=0.5)


@pytest.mark.parametrize("name", [NAME, *OTHERS])
def test_no_check_finds_anything(name: str, official: Path) -> None:
    assert found(pdf(official, name), declaration_of(official, name), "gongwen") == {}


@pytest.mark.parametrize(
    ("moved", "by"),
    [
        ("organ-1", (0, -20)),
        ("session-4", (0, 20)),
        ("para-1", (12, 0)),
        ("closing", (20, 0)),
        ("remark-1", (12, 0)),
        ("annex-2", (12, 0)),
        ("remark-3", (0, 40)),
    ],
)
def test_a_part_out_of_place_is_seen(
    moved: str, by: tuple[float, float], official: Path, tmp_path: Path
) -> None:
    mutation = ml.move(*by, wanted=lambda block, line: block.name == moved)
    codes = found(mutation(pdf(official), tmp_path / "a.pdf"), declaration_of(official), "gongwen")
    assert "L-035" in codes


def test_the_date_of_an_order_out_of_place_is_seen(official: Path, tmp_path: Path) -> None:
    """It stands below the place of the signature stamp, four characters in (7.3.5.3, 10.2)."""
    mutation = ml.move(20, 0, wanted=lambda block, line: block.name == "closing")
    altered = mutation(pdf(official, "order"), tmp_path / "a.pdf")
    assert "L-035" in found(altered, declaration_of(official, "order"), "gongwen")


def test_a_page_number_out_of_place_is_seen(
    official: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against a record that has the dash 11.3 mm below, the files of the standard are wrong."""
    row = PRINTED["gongwen"]
    assert isinstance(row.record, PageRecord)
    wrong = replace(row.record, folio_mm=11.3)
    monkeypatch.setitem(EDITIONS, "gongwen", replace(row, record=wrong))
    assert set(found(pdf(official), declaration_of(official), "gongwen")) == {"L-034"}
