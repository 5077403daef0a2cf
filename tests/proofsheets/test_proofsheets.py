"""Proof sheets show every page, and what moved or changed since an earlier build."""

from __future__ import annotations

import shutil
from pathlib import Path

import mutate_layout as ml
import pikepdf
import pytest
from msgspec.structs import replace
from mutate import edit_pdf
from PIL import Image, ImageDraw

from tests.genre_documents import sample_document
from tests.short_documents import SHORT
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.document.artefacts import Artefact
from zhengben.document.errors import ContentError
from zhengben.press.publish import publish
from zhengben.proofsheets.compare import compare, regions
from zhengben.proofsheets.contact_sheets import proof_sheets
from zhengben.proofsheets.pictures import contact_sheet, draw_pages


@pytest.fixture(scope="module")
def two_pages(handout_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first two pages of the handout."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[2:]

    return edit_pdf(handout_pdf, tmp_path_factory.mktemp("two") / "two.pdf", edit)


def test_a_page_is_drawn_in_its_size(two_pages: Path) -> None:
    pages = list(draw_pages(two_pages))
    assert [page.size for page in pages] == [(827, 1170)] * 2
    assert all(page.getextrema() == (0, 255) for page in pages)


def test_a_file_that_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no PDF")
    with pytest.raises(ContentError, match="cannot be drawn"):
        list(draw_pages(path))


def test_pages_stand_in_rows() -> None:
    page = Image.new("L", (800, 1200), 0)
    one = contact_sheet("題 title", [("1", page)])
    many = contact_sheet("題 title", [(str(n), page) for n in range(1, 9)])
    assert many.width > one.width
    assert many.height > one.height
    # eight black pages lie on the sheet, six in a row
    dark = sum(count for count, colour in many.getcolors(1 << 20) or () if colour == (0, 0, 0))
    assert dark >= 8 * 400 * 600


def test_differences_are_found_where_they_are() -> None:
    old = Image.new("L", (300, 200), 255)
    new = old.copy()
    draw = ImageDraw.Draw(new)
    draw.rectangle((10, 10, 60, 20), fill=0)
    draw.rectangle((100, 150, 180, 160), fill=100)
    draw.point((250, 30), fill=240)
    assert regions(old, new) == [(10, 10, 61, 21), (100, 150, 181, 161)]
    assert regions(new, new) == []


def test_the_same_file_looks_the_same(two_pages: Path) -> None:
    assert all(page.same for page in compare(two_pages, two_pages))


def test_a_line_that_moved_and_one_that_changed(two_pages: Path, tmp_path: Path) -> None:
    moved = list(compare(two_pages, ml.move(dx=25)(two_pages, tmp_path / "a.pdf")))
    found = [(page.number, len(page.moved) > 0, len(page.changed)) for page in moved]
    changed = list(compare(two_pages, ml.codes(ml.replace(5, "宣"))(two_pages, tmp_path / "b.pdf")))
    line = ml.find(two_pages, ml.full)[1]
    assert (line.page, True, 0) in found
    assert [page.number for page in changed if page.changed] == [line.page]
    (region,) = changed[line.page - 1].changed
    # one character of 12 pt at 100 dots an inch
    assert region[2] - region[0] <= 18
    assert "1 changed, 0 moved" in changed[line.page - 1].label


def test_pages_that_came_and_went(two_pages: Path, tmp_path: Path) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1:]

    one = edit_pdf(two_pages, tmp_path / "one.pdf", edit)
    assert [page.only for page in compare(one, two_pages)] == ["", "new"]
    assert [page.only for page in compare(two_pages, one)] == ["", "gone"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = sample_document(tmp_path / "content", "letter", *SHORT["letter-of-two-pages"])
    editions = ("handout", "booklet", "vertical", "e-reader")
    built = publish(
        document, tmp_path / "dist", Assets.find(), editions=editions, scripts=("zh-Hant",)
    ).folder
    handout = built / "letter.zh-Hant.handout.pdf"
    earlier, sheets = tmp_path / "earlier", tmp_path / "sheets"
    shutil.copytree(built, earlier / built.name)
    folders = ("--content", str(document.parent), "--output", str(built.parent))
    command = ["proof", built.name, *folders, "--to", str(sheets)]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert f"{handout.stem}.png: " in told
    assert ".epub: left out, it has no pages" in told
    first = {path.name: path.read_bytes() for path in sheets.iterdir()}
    with Image.open(sheets / f"{handout.stem}.png") as sheet:
        assert sheet.width > 1000
    ml.move(dx=25)(handout, earlier / built.name / handout.name)
    assert main([*command, "--against", str(earlier)]) == 0
    told = capsys.readouterr().out
    assert "changes.png: page 1: " in told
    # drawn again, the same bytes
    assert first.items() <= {path.name: path.read_bytes() for path in sheets.iterdir()}.items()
    shutil.copy(handout, earlier / built.name)
    assert main([*command, "--against", str(earlier / built.name)]) == 0
    assert "looks the same on every page" in capsys.readouterr().out
    assert not (sheets / f"{handout.stem}.changes.png").exists()


def test_an_edition_may_ask_for_no_sheet(
    two_pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artefact = Artefact(two_pages.name, "handout", "zh-Hant", "application/pdf", 0, 2, (), "")
    (sheet,) = proof_sheets(two_pages.parent, [artefact], tmp_path)
    assert sheet.path is not None
    row = replace(EDITIONS["handout"], proof_sheets=False)
    monkeypatch.setitem(EDITIONS, "handout", row)
    (sheet,) = proof_sheets(two_pages.parent, [artefact], tmp_path)
    assert (sheet.path, sheet.told) == (None, "left out, its edition has no proof sheets")


def test_what_cannot_be_compared_is_told(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["proof", "--against", str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert main(["proof", "--output", str(tmp_path)]) == 2
    assert "publish it first" in capsys.readouterr().err
