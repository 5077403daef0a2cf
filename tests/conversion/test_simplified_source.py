"""A canonical text in Simplified script gives the Traditional scripts in turn."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from zhengben.checks.catalogue import check_document
from zhengben.cli.main import main
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.document.artefacts import NAME
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, UsageError
from zhengben.press.publish import publish
from zhengben.source.source import Source

TEXT = """\
关于加强合作的联合声明
双方（以下简称“双方”）重申恪守《联合国宪章》宗旨和原则，并声明如下：
双方决定准予早日制定“信息安全‘行为准则’”，支持《不扩散核武器条约》，在紧急情况下采取措施。
双方强调，为了人民群众的利益，双方里程碑式的文件须经批准后生效，干部参加培训。
哈萨克斯坦共和国总统
于复
二〇二五年六月九日于阿斯塔纳
"""
DOCUMENT = """\
genre = "declaration"
script = "zh-Hans"
organ = "双方"
date = 2025-06-09
place = "阿斯塔纳"
rights = "仅供测试。"
register = "strict"
editions = ["handout", "e-reader"]

[capture]
file = "capture.txt"
sha256 = "{hash}"
source = "测试"
received = 2026-01-01
licence = "公有领域"
lines = "1-7"

[canonical]
file = "canonical.txt"
sha256 = "{hash}"

[structure]
title = "1"
preamble = "2"
paragraphs = "3-4"
signatories = "5-6"
closing = "7"

[[signatory]]
office = "哈萨克斯坦共和国总统"
name = "于复"
"""
NAMES = '[person]\n"于復" = "于复"\n'


@pytest.fixture
def content(project: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "lianhe"
    folder.mkdir(parents=True)
    for name in ("capture.txt", "canonical.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "document.toml").write_text(DOCUMENT.format(hash=digest), "utf-8")
    (tmp_path / "content" / "names.toml").write_text(NAMES, "utf-8")
    shutil.copytree(project / "content" / "register", tmp_path / "content" / "register")
    return folder


def every_script(folder: Path) -> dict[str, Declaration]:
    source = Source.open(folder)
    declaration, unknown = source.read()
    assert unknown == ()
    return {s: in_script(declaration, s, source.reviewed)[0] for s in source.scripts}


def test_the_traditional_scripts(content: Path) -> None:
    texts = every_script(content)
    assert list(texts) == ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"]
    traditional = texts["zh-Hant"]
    assert [line.text for line in traditional.lines] == [
        "關於加強合作的聯合聲明",
        "雙方（以下簡稱「雙方」）重申恪守《聯合國憲章》宗旨和原則，並聲明如下：",
        "雙方決定准予早日制定「信息安全『行為準則』」，支持《不擴散核武器條約》，在緊急情況下採取措施。",
        "雙方強調，為了人民群眾的利益，雙方里程碑式的文件須經批准後生效，幹部參加培訓。",
        "哈薩克斯坦共和國總統",
        "于復",
        "二〇二五年六月九日於阿斯塔納",
    ]
    # the shared register is Traditional; the notes are in the script of each text
    assert texts["zh-Hans"].notes[1].text.startswith("《不扩散核武器条约》，1968年7月1日于伦敦")
    assert traditional.notes[1].text.startswith("《不擴散核武器條約》，1968年7月1日於倫敦")
    assert texts["zh-Hant-HK"].lines[2].text.endswith("採取措施。")
    assert all(len(t.text) == len(TEXT) for t in texts.values())


@pytest.mark.usefixtures("unasked")
def test_it_is_published_and_checked_in_every_script(content: Path, tmp_path: Path) -> None:
    published = publish(content, tmp_path / "dist", Assets.find(), everything=True)
    assert published.findings == ()
    texts = every_script(content)
    assert check_document(published.folder, texts).failures() == ()
    files = {a.file for a in published.artefacts}
    assert {f"lianhe.{script}.handout.pdf" for script in texts} <= files
    assert "lianhe.zh-Hant+zh-Hans.collation.pdf" in files
    manifest = json.loads((published.folder / NAME).read_text("utf-8"))
    ledgers = {a["script"] for a in manifest["artefacts"] if a["edition"] == "ledger"}
    assert ledgers == set(texts) - {"zh-Hans"}


def test_a_surname_that_nobody_reviewed_is_never_guessed(content: Path) -> None:
    (content.parent / "names.toml").unlink()
    with pytest.raises(ContentError, match=r"names\.toml: lianhe: the name 于复 holds 于, which"):
        every_script(content)


def test_its_deposit_holds_what_its_conversion_rests_on(content: Path, tmp_path: Path) -> None:
    options = ["--content", str(content.parent), "--output", str(tmp_path / "out")]
    assert main(["deposit", "lianhe", "--without-validators", *options]) == 0
    bag = tmp_path / "out" / "lianhe.bag" / "data" / "content"
    assert (bag / "names.toml").read_text("utf-8") == NAMES
    texts, again = every_script(content), every_script(bag / "lianhe")
    assert {s: t.text for s, t in again.items()} == {s: t.text for s, t in texts.items()}
    assert again["zh-Hans"].notes == texts["zh-Hans"].notes


def test_scripts_may_be_limited(content: Path, tmp_path: Path) -> None:
    path = content / "document.toml"
    text = path.read_text("utf-8")
    path.write_text('scripts = ["zh-Hant"]\n' + text, "utf-8")
    assert Source.open(content).scripts == ("zh-Hans", "zh-Hant")
    path.write_text('scripts = ["zh-Latn"]\n' + text, "utf-8")
    with pytest.raises(ContentError, match="cannot be published in “zh-Latn”, only in zh-Hans"):
        Source.open(content).read()
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="no script “zh-Latn”"):
        publish(content, tmp_path / "dist", Assets.find(), scripts=("zh-Latn",), force=True)


def test_a_foreign_character_is_told_but_published(content: Path, tmp_path: Path) -> None:
    text = TEXT.replace("培训", "培訓")
    digest = hashlib.sha256(text.encode()).hexdigest()
    for name in ("capture.txt", "canonical.txt"):
        (content / name).write_text(text, "utf-8")
    path = content / "document.toml"
    path.write_text(DOCUMENT.format(hash=digest), "utf-8")
    options = {"editions": ("e-reader",), "scripts": ("zh-Hans",)}
    published = publish(content, tmp_path / "dist", Assets.find(), **options)
    (finding,) = published.findings
    assert finding.startswith("para-2, character 38: 訓 (U+8A13) is a Traditional form in a text")
    path.write_text('accepted-characters = "訓"\n' + DOCUMENT.format(hash=digest), "utf-8")
    assert publish(content, tmp_path / "dist", Assets.find(), **options).findings == ()
