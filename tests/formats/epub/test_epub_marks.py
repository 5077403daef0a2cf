"""A book holds every mark of a text; each is read back where it stands, in either direction."""

from __future__ import annotations

from pathlib import Path

import pytest
from ebooks import altered, documents, found, replaced, subject
from marked_documents import PICTURE, png, write_marked

from zhengben.checks.ebook import validators
from zhengben.checks.finding import Finding
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.kinds import BookEdition
from zhengben.document.declaration import Declaration
from zhengben.formats.epub import write_epub
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

BOOKS = [edition for edition in EDITIONS.values() if isinstance(edition, BookEdition)]
_IMAGE = '<img class="object" src="images/map.png" alt="甲國與乙國地圖"/>'
# name: (file, what is replaced, by what, a word of the sentence it must be found by)
MUTATIONS: dict[str, tuple[str, str, str, str]] = {
    "a superscript is plain": ("text-01", "<sup>3</sup>", "3", "lacks a mark, superscript"),
    "a superscript is a subscript": ("text-01", "<sup>3</sup>", "<sub>3</sub>", "subscript"),
    "a mark moved": ("text-01", "<sup>3</sup>千", "3<sup>千</sup>", "superscript over “千”"),
    "a mark is nobody's": ("text-01", "更改", "<em>更</em>改", "adds a mark, emphasis"),
    "dots are a line": ("text-01", '<em class="dots">', "<em>", "lacks a mark, emphasis dots"),
    "a blank is none": ("text-01", '<span class="blank">____</span>', "____", "a blank"),
    "another reading": ("text-01", "ㄉㄨˊ ㄌㄧˋ", "ㄉㄨ ㄌㄧˋ", "a reading beside its base"),
    "another label": (
        "text-01", 'data-label="2"', 'data-label="3"', "the call of a note by the author"
    ),
    "a call is ours": ("text-01", '<a class="author-call"', '<a data-apparatus=""', "lacks"),
    "another picture": ("text-01", 'map.png" alt="甲|乙"', 'a.png" alt="甲|乙"', "a.png|甲|乙"),
    "other words for it": ("text-01", "甲國與乙國地圖", "甲國地圖", "adds a mark, a picture"),
    "a picture is lost": ("text-01", _IMAGE, "", "lacks"),
    "another formula": ("text-01", 'alttext="x^2"', 'alttext="x^3"', "lacks a mark, a formula"),
    "a formula is empty": ("text-01", "<mi>x</mi><mn>2</mn>", "", "math"),
    "another file": ("text-01", 'data-file="sum.mml"', 'data-file="a.mml"', "file:a.mml"),
    "a word of a note": ("text-02", "見附件。", "見附表。", "reads"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marked(tmp_path_factory.mktemp("epub") / "content")


@pytest.fixture(scope="module")
def marked(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


@pytest.fixture(scope="module")
def books(folder: Path, marked: Declaration) -> dict[str, Path]:
    paths = {}
    for edition in BOOKS:
        data = write_epub(marked, edition, Assets.find(), generator="test", folder=folder)
        paths[edition.name] = folder / f"marked.zh-Hant.{edition.suffix}"
        paths[edition.name].write_bytes(data)
    return paths


def failures(path: Path, declaration: Declaration) -> tuple[str, ...]:
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    return prove(path, declaration.text, ids=ids, references={}, marks=marks).failures


@pytest.mark.parametrize("edition", BOOKS, ids=lambda edition: edition.name)
def test_every_mark_is_read_back(
    edition: BookEdition, books: dict[str, Path], marked: Declaration
) -> None:
    path = books[edition.name]
    assert failures(path, marked) == ()
    assert found(path, marked, edition) == []
    asked = validators.examine(subject(path, marked, edition))
    assert [f for f in asked if isinstance(f, Finding)] == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_altered_is_found(
    name: str, books: dict[str, Path], marked: Declaration, tmp_path: Path
) -> None:
    page, before, after, word = MUTATIONS[name]
    change = replaced(f"{page}.xhtml", before, after)
    path = altered(books["e-reader"], tmp_path / "altered.epub", change)
    assert any(word in sentence for sentence in failures(path, marked))


@pytest.mark.parametrize(
    ("page", "before", "after", "code"),
    [
        ("text-01", "#author-note-2", "#author-note-3", "E-301"),
        ("text-02", "#author-note-2-call", "#author-note-3-call", "E-302"),
    ],
)
def test_a_way_that_leads_astray_is_found(
    page: str,
    before: str,
    after: str,
    code: str,
    books: dict[str, Path],
    marked: Declaration,
    tmp_path: Path,
) -> None:
    change = replaced(f"{page}.xhtml", before, after)
    path = altered(books["e-reader"], tmp_path / "altered.epub", change)
    assert code in {found_code for found_code, _ in found(path, marked)}


def test_the_authors_notes_stand_apart_from_ours(books: dict[str, Path]) -> None:
    pages = documents(books["e-reader"].read_bytes())
    assert 'href="text-02.xhtml#author-note-2">②</a>' in pages["text-01.xhtml"]
    assert 'id="author-note-2-call"' in pages["text-01.xhtml"]
    assert 'href="text-01.xhtml#author-note-2-call"' in pages["text-02.xhtml"]
    assert "author-note" not in pages["notes.xhtml"]


def test_pictures_are_in_the_book(books: dict[str, Path], tmp_path: Path) -> None:
    held = {}
    altered(books["e-reader"], tmp_path / "same.epub", held.update)
    assert held[f"EPUB/images/{PICTURE}"] == png()
