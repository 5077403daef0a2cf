"""What the preview shows of pages: the one in sight, as the whole edition has it; texts beside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from tests.genre_documents import genre_document
from tests.versioned_documents import versioned_document
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.errors import UsageError
from zhengben.formats.pdf.writer import Press
from zhengben.linebreaking.memory import ComposedMemory, remembering
from zhengben.preview.findings import findings
from zhengben.preview.workshop import Workshop
from zhengben.source.source import Source

NAME = "small-treaty"
RULES, AGREEMENT = "specimen-rules", "specimen-agreement"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    content = genre_document(tmp_path_factory.mktemp("views") / "content", "treaty").parent
    for name in (RULES, AGREEMENT):
        shutil.copytree(project / "content" / name, content / name)
    return content


def _drawn(pdf: bytes, number: int) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[number - 1].render(scale=1).to_pil().tobytes()


@pytest.mark.parametrize("edition", ["handout", "vertical", "gongwen", "large-print"])
def test_a_page_alone_looks_as_it_does_among_all(project: Path, edition: str) -> None:
    source = Source.open(project / "content" / "specimen-law")
    press = Press(source.read()[0], Assets.find(), source.folder / "canonical.txt", "x")
    row = PRINTED[edition]
    whole = press.print(row)
    for number in range(1, whole.pages + 1):
        shown = press.show(row, number)
        assert _drawn(shown, number) == _drawn(whole.data, number)
        other = number % whole.pages + 1
        assert other == number or _drawn(shown, other) != _drawn(whole.data, other)
    # and nothing of it stays behind
    assert press.print(row).data == whole.data


def test_a_view_places_what_is_looked_at_and_all_of_it_when_it_is_judged(content: Path) -> None:
    shop = Workshop(content, Assets.find(), "x")
    view = shop.view(NAME, "zh-Hant", "handout")
    assert view._products is None
    assert view.pdf_of(1) == view.pdf_of(1)
    picture = shop.picture(view, 1)
    assert list(findings(shop, NAME, "zh-Hant", "handout")) is not None
    assert view.products
    assert view.pages == view.product.pages
    assert view.pdf_of(1) is view.product.data
    fresh = Workshop(content, Assets.find(), "x")
    assert fresh.picture(fresh.view(NAME, "zh-Hant", "handout"), 1) == picture
    with pytest.raises(UsageError, match="There is no page 99"):
        view.pdf_of(99)


def test_paragraphs_that_did_not_change_are_not_composed_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zhengben.linebreaking as room

    source, memory, composed = Source.open(project / "content/specimen-law"), ComposedMemory(), []
    broken = room._broken

    def counted(text: str, *rest: object) -> object:
        composed.append(text)
        return broken(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_broken", counted)
    made = []
    for _ in range(2):
        composed.clear()
        press = Press(source.read()[0], Assets.find(), source.folder / "canonical.txt", "x")
        with remembering(memory):
            made.append(press.print(PRINTED["handout"]).data)
    assert made[0] == made[1]
    assert composed == []
    # another measure is another paragraph, and without the memory all is composed
    with remembering(memory):
        press.print(PRINTED["large-print"])
    assert composed
    composed.clear()
    Press(source.read()[0], Assets.find(), source.folder / "canonical.txt", "x").set(
        PRINTED["handout"]
    )
    assert composed


def test_texts_beside_one_another_are_shown_where_a_document_has_them(content: Path) -> None:
    shop = Workshop(content, Assets.find(), "x")
    assert {"comparison", "parallel", "e-reader-parallel"}.isdisjoint(shop.editions(NAME))
    assert "comparison" in shop.editions(RULES)
    assert {"parallel", "e-reader-parallel"} <= {*shop.editions(AGREEMENT)}
    for name, edition in ((RULES, "comparison"), (AGREEMENT, "parallel"), (NAME, "collation")):
        view = shop.view(name, shop.scripts(name)[0], edition)
        assert (view.error, view.pages > 0) == ("", True)
        assert [f.sentence for f in findings(shop, name, shop.scripts(name)[0], edition)
                if not f.code.startswith("C-")] == []  # fmt: skip
        assert shop.picture(view, 1).startswith(b"\x89PNG")
    told = shop.view(NAME, "zh-Hant", "comparison").error
    assert told == f"{NAME} has no other versions, which its comparison shows."


def test_a_click_in_another_version_or_language_names_its_own_file(content: Path) -> None:
    shop = Workshop(content, Assets.find(), "x")
    old = shop.place_of(RULES, "art-10-zh-Hant-x-20190301")
    lines = (content / RULES / "canonical-2019.txt").read_text("utf-8").split("\n")
    assert (old.file, old.text) == (f"{RULES}/canonical-2019.txt", lines[old.line - 1])
    assert "工本費" in old.text
    english = shop.place_of(AGREEMENT, "art-1-en")
    assert (english.file, english.text) == (f"{AGREEMENT}/canonical-en.txt", "Article 1")
    view, met = shop.view(RULES, "zh-Hant", "comparison"), set[str]()
    for x in (0.25, 0.6):
        for step in range(5, 20):
            place = shop.place_at(RULES, view, 1, x, step / 24)
            if "canonical" in place.file:
                said = (content / place.file).read_text("utf-8").split("\n")
                assert place.text == said[place.line - 1]
                met.add(place.file.rpartition("/")[2])
    assert "canonical.txt" in met


def test_a_version_with_nothing_else_is_read_and_made(tmp_path: Path) -> None:
    roles = ["1 title", "2 article"]
    folder = versioned_document(
        tmp_path / "content" / "rules-of-a-test",
        (["甲地辦法", "第一條　不得攜入。"], roles), (["甲地辦法", "第一條　得攜入。"], roles),
    )  # fmt: skip
    shop = Workshop(folder.parent, Assets.find(), "x")
    assert shop.view(folder.name, "zh-Hant", "comparison").error == ""
