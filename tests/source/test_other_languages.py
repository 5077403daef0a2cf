"""Texts in other languages: aligned line by line, each canonical; what does not fit has a place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.document.artefacts import sha256
from zhengben.document.declaration import to_json
from zhengben.document.errors import ContentError
from zhengben.document.language_texts import language_label
from zhengben.press.plan import plan
from zhengben.source.source import Source
from zhengben.source.texts import text_in
from zhengben.verify.declared import from_json


@pytest.fixture(scope="module")
def source(project: Path) -> Source:
    return Source.open(project / "content" / "specimen-agreement")


def test_a_text_has_the_anchors_of_the_document(source: Source) -> None:
    own = source.read()[0]
    for tag, begins in (("ru", "Статья 3"), ("en", "Article 3")):
        text, ledger = text_in(source, own, tag)
        assert ledger is None
        assert [line.id for line in text.lines] == [line.id for line in own.lines]
        (third,) = (line for line in text.lines if line.id == "art-3")
        assert (third.text, third.label) == (begins, begins)
        assert [text.text[n.start : n.end] for n in text.lines] == [n.text for n in text.lines]
        assert (text.script, text.languages, text.notes, text.texts) == (tag, (tag,), (), ())
        assert from_json(type(text), json.loads(to_json(text))) == text
    assert [(t.tag, t.authentic) for t in own.texts] == [("ru", True), ("en", True)]


def test_what_is_made_of_them(source: Source) -> None:
    assert plan(source, ("parallel",), (), False) == [("zh-Hans+ru+en", "parallel")]
    made = plan(source, ("akoma-ntoso",), (), False)
    assert made == [("zh-Hans", "akoma-ntoso"), ("ru", "akoma-ntoso"), ("en", "akoma-ntoso")]
    assert plan(source, ("akoma-ntoso",), ("zh-Hant",), False)[0] == ("zh-Hant", "akoma-ntoso")


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        ("Статья 12. Стороны", "Статья 12.", (12,)),
        ("Article 4", "Article 4", (4,)),
        ("3) документы", "3)", (3,)),
        ("(iv) documents", "(iv)", (4,)),
        ("c) documents", "c)", (100, 3)),
        ("в) документы", "в)", (3,)),
        ("Chapter II", "Chapter II", (2,)),
        ("I have", "", ()),
        ("a document", "", ()),
        ("Стороны", "", ()),
        ("12-бап. Тараптар", "12-бап.", (12,)),
        ("2-берене", "2-берене", (2,)),
        ("3-modda", "3-modda", (3,)),
        ("4 дүгээр зүйл", "4 дүгээр зүйл", (4,)),
        ("Điều 5", "Điều 5", (5,)),
        ("Άρθρο 6", "Άρθρο 6", (6,)),
        ("10-летний план", "", ()),
        ("2020 is a year", "2020", (2020,)),
    ],
)
def test_numbers_in_letters(text: str, label: str, values: tuple[int, ...]) -> None:
    assert language_label(text) == ((label, values) if label else None)


def russian(change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return what changes the Russian text, with the hashes that it then has."""

    def put(folder: Path) -> None:
        toml = (folder / "document.toml").read_text("utf-8")
        for name in ("canonical-ru.txt", "capture-ru.txt"):
            path = folder / name
            old = sha256(path.read_bytes())
            path.write_text(change(path.read_text("utf-8")), "utf-8")
            toml = toml.replace(old, sha256(path.read_bytes()))
        (folder / "document.toml").write_text(toml, "utf-8")

    return put


def metadata(old: str, new: str) -> Callable[[Path], None]:
    """Return what changes the metadata."""

    def put(folder: Path) -> None:
        path = folder / "document.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return put


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (russian(lambda t: t.replace("Статья 4", "Статья 5", 1)),
         "canonical-ru.txt:13: “Статья 5” stands beside art-4, “第四条”, but bears another number"),
        (russian(lambda t: t.replace("Б.\n", "")), "other number|has 23 lines, and the text 24"),
        (russian(lambda t: t.replace("Статья 3\n", "")),
         "canonical-ru.txt:12: |neither text nor set apart|bears another number|has 23 lines"),
        (metadata('language = "ru"', 'language = "ar"'), "written from right to left"),
        (metadata('language = "ru"', 'language = "zh-Hant"'), "is no tag of another language"),
        (metadata('language = "ru"', 'language = "en"'), "two texts in “en”"),
        (metadata("authentic = true\n", ""), "“authentic” is missing"),
        (metadata("[language.canonical]\nfile = \"canonical-ru.txt\"",
                  "[language.canonical]\nfile = \"canonical-en.txt\""), "has SHA-256"),
        (metadata('file = "capture-ru.txt"', 'file = "../capture-ru.txt"'), "of this folder"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(
    source: Source, tmp_path: Path, change: Callable[[Path], None], sentence: str
) -> None:
    folder = tmp_path / "content" / "agreement"
    shutil.copytree(source.folder, folder)
    change(folder)
    with pytest.raises(ContentError, match=sentence) as error:
        Source.open(folder).read()
    assert re.search(r"\.(toml|txt):\d+: ", str(error.value))
