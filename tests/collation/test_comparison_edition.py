"""The comparison edition: both versions proved, what changed marked, what became of it told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zhengben.checks.catalogue import check_document
from zhengben.collation.comparison import comparison_book
from zhengben.comparison.versions import shown_beside, shown_pairs
from zhengben.design.assets import Assets
from zhengben.design.comparison_wording import ComparedUnit, comparison_words
from zhengben.design.editions import BESIDE
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.source.source import Source
from zhengben.source.texts import text_in

pytestmark = pytest.mark.usefixtures("seldom_asked")

TAG = "zh-Hant-x-20190301"
NAME = f"specimen-rules.zh-Hant+{TAG}.comparison.pdf"


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, Declaration]:
    source = Source.open(project / "content" / "specimen-rules")
    own = source.read()[0]
    return {tag: text_in(source, own, tag)[0] for tag in ("zh-Hant", TAG)}


@pytest.fixture(scope="module")
def published(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("compared")
    folder = project / "content" / "specimen-rules"
    publish(folder, output, Assets.find(), editions=("comparison",))
    return output / folder.name


def test_both_columns_are_proved_and_nothing_is_found(
    published: Path, texts: dict[str, Declaration]
) -> None:
    report = check_document(published, texts)
    assert report.findings == ()
    assert report.examined == (NAME, NAME.replace(".pdf", ".html"))


def test_another_text_in_the_old_column_is_found(
    published: Path, texts: dict[str, Declaration], tmp_path: Path
) -> None:
    from msgspec.structs import replace

    copy = Path(shutil.copytree(published, tmp_path / "copy"))
    old = texts[TAG]
    first = old.paragraphs[0]
    changed = replace(first, text=first.text.replace("檔案", "文書", 1))
    falsified = replace(old, paragraphs=(changed, *old.paragraphs[1:]))
    report = check_document(copy, texts | {TAG: falsified})
    assert {f.code for f in report.failures()} >= {"F-002"}
    assert any("art-1-zh-Hant-x-20190301" in f.sentence for f in report.failures())


def test_what_is_shown_goes_by_articles(texts: dict[str, Declaration]) -> None:
    new, old = texts.values()
    assert shown_beside("comparison", [new, old], 0) == new.lines
    shown = shown_beside("comparison", [new, old], 1)
    assert sorted(n.index for n in shown) == [n.index for n in old.lines]
    assert shown != old.lines
    assert shown_beside("collation", [new, old], 1) == old.lines
    from msgspec.structs import replace

    fewer = replace(new, compares_all=False)
    # a title stays: it says what is compared
    assert len(shown_pairs(old, fewer)) == len(shown_pairs(old, new)) - 1
    assert shown_pairs(old, fewer)[0].is_same


def test_what_the_press_says_of_articles(texts: dict[str, Declaration]) -> None:
    new, old = texts.values()
    book = comparison_book(new, old, BESIDE["comparison"])
    assert book.ours[0] == "未修正。"
    assert book.ours[1] == "依甲地檔案館關於修正《甲地檔案借閱辦法》的公告：修正。"
    assert "增訂。" in book.ours
    assert "刪除。" in book.ours
    assert "移列，條次變更（原第七條），未修正。" in book.ours
    line = old.lines[2]
    hans = comparison_words("zh-Hans")
    assert hans.told(ComparedUnit(line, line, "unchanged", False), ()) == "未修改。"


def test_a_version_is_published_apart(project: Path, tmp_path: Path) -> None:
    import datetime

    folder = project / "content" / "specimen-rules"
    made = publish(folder, tmp_path, Assets.find(), editions=("akoma-ntoso",),
                   day=datetime.date(2019, 3, 1))  # fmt: skip
    assert made.folder.name == "specimen-rules@2019-03-01"
    (file,) = (artefact.file for artefact in made.artefacts)
    assert "zho@2019-03-01" in (made.folder / file).read_text("utf-8")
