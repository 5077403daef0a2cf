"""Letters and minutes stand as GB/T 9704-2012, clause 10, has them, and the checks see others.

What is demanded here is written down from the standard, in millimetres and lines.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import mutate_layout as ml
import pytest
from genre_documents import Sample, sample_document
from msgspec.structs import replace
from PIL import Image

from tests.checks.test_layout import found
from tests.checks.test_official_layout import HEAD, HIGH, WIDE, Page, declaration_of, pdf
from tests.conftest import once
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.document.errors import ContentError
from zhengben.document.official import form_of
from zhengben.press.publish import publish
from zhengben.proof.fidelity import extract
from zhengben.source.source import Source

_SAID = "請各館將普查結果於2020年3月31日前函告本廳，逾期不報的，視為沒有意見，並由本廳統一編目。"
FORMS = {
    "letter": f"""copy-number|000012
classification|秘密★1年
issuer|丁省文化廳
document-number|丁文函〔2020〕7號
title|丁省文化廳關於古籍普查結果的函
addressee|各市文化局：
{chr(10).join(f"paragraph|{_SAID * 2}" for _ in range(9))}
signature|丁省文化廳
closing|2020年2月29日
copies|抄送：省檔案館，省圖書館。""",
    "minutes": f"""title|丁省文化廳廳務會議紀要
document-number|第3號
paragraph|{_SAID}
attendance|出席：某甲、某乙、某丙、某丁、某戊、某己、某庚、某辛、某壬、某癸、某子、某丑、某寅、某卯。
attendance|請假：某辰。
attendance|列席：某巳。
closing|2020年2月29日""",
}


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a letter and minutes, and beside them their edition gongwen."""

    def make(folder: Path) -> None:
        content = folder / "content"
        for name, text in FORMS.items():
            lines = [tuple(line.split("|")) for line in text.splitlines()]
            written = sample_document(
                content, name, "official-document", Sample(tuple(lines))  # type: ignore[arg-type]
            )  # fmt: skip
            metadata = (written / "document.toml").read_text("utf-8")
            if name == "letter":
                metadata = 'form = "letter"\n' + metadata
            (written / "document.toml").write_text(metadata, "utf-8")
            publish(written, folder / "dist", Assets.find(), editions=("gongwen",))

    return once(tmp_path_factory, "official-forms", make)


def rules(path: Path, tmp_path: Path) -> list[tuple[float, float]]:
    """Return where rules across the whole of 170 mm stand on the first page: from, to, in mm."""
    drawn = tmp_path / "page"
    subprocess.run(["pdftoppm", "-r", "254", "-gray", "-singlefile", path, drawn], check=True)
    image = Image.open(drawn.with_suffix(".pgm"))
    # in tenths of a millimetre: the middle of the outer 7 mm that no text reaches
    dark = [image.getpixel((245, y)) < 128 for y in range(image.height)]  # type: ignore[operator]
    found, start = [], 0
    for y, black in enumerate(dark):
        if black and not dark[y - 1]:
            start = y
        if dark[y - 1] and not black:
            found.append((start / 10, y / 10))
    return found


def test_a_letter_stands_as_the_standard_has_it(forms: Path, tmp_path: Path) -> None:
    page, em, leading = Page(forms, "letter"), WIDE / 28, HIGH / 22
    # the mark 30 mm below the edge of the page
    assert page.top("issuer") + HEAD == pytest.approx(30, abs=0.6)
    thick, thin, second, last = rules(pdf(forms, "letter"), tmp_path)
    assert thick[0] - (page.bottom("issuer") + HEAD) == pytest.approx(4, abs=0.6)
    assert thick[1] - thick[0] > thin[1] - thin[0] > 0
    assert 297 - last[1] == pytest.approx(20, abs=0.3)
    assert last[1] - last[0] > second[1] - second[0] > 0
    # the copy number at the left and the number at the right, on the first line below the rule
    assert page.left("copy-number") == pytest.approx(0, abs=0.5)
    assert page.right("document-number") == pytest.approx(0, abs=0.5)
    below = page.top("copy-number") + HEAD - thin[1]
    assert below == pytest.approx(7 / 8 * em, abs=1.2)
    assert page.top("document-number") == pytest.approx(page.top("copy-number"), abs=1)
    # two lines blank below what stands last there
    blank = (leading - em) + 2 * leading
    assert page.top("title") - page.bottom("classification") == pytest.approx(blank, abs=3)


@pytest.mark.parametrize("name", FORMS)
def test_no_check_finds_anything(name: str, forms: Path) -> None:
    declaration = declaration_of(forms, name)
    assert form_of(declaration) == name
    assert found(pdf(forms, name), declaration, "gongwen") == {}


def test_nothing_of_a_letter_is_thicker_than_a_rule(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ("--content", str(forms / "content"), "--output", str(forms / "dist"))
    main(["check", "letter", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    assert [f for f in told["findings"] if f["code"].startswith("F-")] == []


def test_the_mark_of_a_letter_is_read_where_the_text_has_it(forms: Path) -> None:
    blocks = extract(pdf(forms, "letter"), {}).blocks
    assert [b.id for b in blocks] == [n.id for n in declaration_of(forms, "letter").lines]


def test_those_present_stand_below_one_another(forms: Path) -> None:
    page, em = Page(forms, "minutes"), WIDE / 28
    assert page.top("title") == pytest.approx(35, abs=1)
    for line in declaration_of(forms, "minutes").lines:
        if line.part == "attendance":
            block = page.blocks[line.id]
            lefts = [n.glyphs[0].start for n in block.lines]
            assert lefts[0] / 72 * 25.4 - 28 == pytest.approx(2 * em, abs=0.5)
            assert all(
                left / 72 * 25.4 - 28 == pytest.approx(5 * em, abs=0.5) for left in lefts[1:]
            )
    first = next(n for n in declaration_of(forms, "minutes").lines if n.part == "attendance")
    assert len(page.blocks[first.id].lines) > 1


@pytest.mark.parametrize(
    ("name", "moved", "by", "code"),
    [
        ("letter", "organ-1", (0, -12), "L-035"),
        ("letter", "session-3", (-20, 0), "L-035"),
        ("letter", "session-3", (0, -30), "L-035"),
        ("minutes", "title", (0, 15), "L-035"),
        ("minutes", "para-2", (12, 0), "L-035"),
    ],
)
def test_a_part_out_of_place_is_seen(
    name: str, moved: str, by: tuple[float, float], code: str, forms: Path, tmp_path: Path
) -> None:
    mutation = ml.move(*by, wanted=lambda block, line: block.name == moved)
    altered = mutation(pdf(forms, name), tmp_path / "a.pdf")
    assert code in found(altered, declaration_of(forms, name), "gongwen")


def test_a_first_page_with_a_number_is_seen(forms: Path) -> None:
    """Taken for a document, a letter lacks its first number; a document has one too many."""
    letter = declaration_of(forms, "letter")
    told = found(pdf(forms, "letter"), replace(letter, form="document"), "gongwen")
    assert {"L-023", "L-034", "L-035"} <= set(told)
    minutes = replace(declaration_of(forms, "minutes"), form="letter")
    assert "L-034" in found(pdf(forms, "minutes"), minutes, "gongwen")


def test_only_an_official_document_has_a_form(forms: Path, tmp_path: Path) -> None:
    written = sample_document(
        tmp_path, "law", "law", Sample((("title", "樣本法"), ("article", "第一條 甲。")))
    )
    path = written / "document.toml"
    path.write_text('form = "letter"\n' + path.read_text("utf-8"), "utf-8")
    with pytest.raises(ContentError, match="only an official document"):
        Source.open(written).read()
