"""Variants of witnesses as notes: a section of their own, each with its place, and proved."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from small_documents import write_document

from zhengben.checks.catalogue import check_document
from zhengben.checks.finding import Subject
from zhengben.checks.witnesses import examine
from zhengben.design.assets import Assets
from zhengben.document.artefacts import read_artefacts
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError
from zhengben.press.publish import publish
from zhengben.proof.parts_behind import parts_behind
from zhengben.site import chapters
from zhengben.source.source import Source

EDITIONS = ("handout", "vertical", "booklet", "e-reader", "e-reader-vertical", "web")
WORDS = "甲乙丙丁戊己庚辛壬癸"
# enough for more than one page of notes
COUNT = 30


def paragraph(number: int, word: str = "開闢", more: str = "") -> str:
    """Return a paragraph unlike all others."""
    first, second = WORDS[number % 10], WORDS[number // 10 % 10]
    return f"{first}方與{second}方為各自發展{word}新的前景，並在平等的基礎上{more}共同努力。"


def written(content: Path, variants: str = '"notes"', count: int = COUNT) -> Path:
    """Write a document with two witnesses, which read otherwise in each paragraph."""
    preamble = "甲方與乙方在某地舉行會議，並發表宣言如下："
    folder = write_document(
        content, "noted", ("樣本宣言",), (preamble, *map(paragraph, range(count))),
        (("甲方代表", "某甲"), ("乙方代表", "某乙")), register="", editions=EDITIONS,
    )  # fmt: skip
    toml = (folder / "document.toml").read_text("utf-8")
    if variants:
        toml = f"variants = {variants}\n{toml}"
    for name, text in (
        ("甲報", [paragraph(n, "開創") for n in range(count)]),
        ("乙本", [paragraph(n, "開闢" if n else "", "繼續") for n in range(count)]),
    ):
        data = "".join(f"{line}\n" for line in text).encode()
        (folder / f"{name}.txt").write_bytes(data)
        toml += (
            f'\n[[witness]]\nname = "{name}"\nfile = "{name}.txt"\nsource = "試驗用文"\n'
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nreceived = 2026-01-02\n'
            f'lines = "1-{count}"\nfrom = "para-1"\nto = "para-{count}"\n'
        )
    toml += '\n[[variant]]\nat = "para-1"\ntext = "開闢"\ndecision = "text"\nreason = "原件如此"\n'
    (folder / "document.toml").write_text(toml, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("noted") / "content")


@pytest.fixture(scope="module")
def read(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


@pytest.fixture(scope="module")
def published(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("dist")
    publish(folder, output, Assets.find(), scripts=("zh-Hant",))
    return output / folder.name


def noted(folder: Path, edition: str) -> Path:
    """Return the published file of an edition."""
    ends = {"e-reader": "epub", "e-reader-vertical": "vertical.epub", "web": "html"}
    return folder / f"noted.zh-Hant.{ends.get(edition, f'{edition}.pdf')}"


@pytest.mark.usefixtures("unasked")
def test_every_edition_has_them_and_its_checks_agree(published: Path, read: Declaration) -> None:
    report = check_document(published, {"zh-Hant": read})
    assert [(f.code, f.place, f.sentence) for f in report.findings] == []


@pytest.mark.parametrize("edition", ["handout", "vertical", "booklet"])
def test_pages_tell_each_by_place_and_lemma(published: Path, edition: str) -> None:
    notes, colophon = parts_behind(noted(published, edition))
    assert (notes.heading, colophon.heading) == ("校記", "版本說明")
    first = "校記1第1段「開闢」，乙本無；甲報作「開創」。從正本。（原件如此）"
    assert notes.text.startswith(f"{first}校記2第1段「的基礎上」之後，乙本作「繼續」。校記3第2段")
    assert notes.text.endswith("校記60第30段「的基礎上」之後，乙本作「繼續」。")
    assert "校記1" not in colophon.text
    # sheets are for paper
    places = [f"para-{n}" for n in range(1, COUNT + 1) for _ in range(2)]
    assert list(notes.links) == ([] if edition == "booklet" else places)


def test_a_long_list_runs_over_pages(published: Path) -> None:
    with pikepdf.open(noted(published, "handout")) as pdf:
        to = [sum("/Dest" in link for link in page.get("/Annots", ())) for page in pdf.pages]
    assert [count for count in to if count] == [46, 14]
    with zipfile.ZipFile(noted(published, "e-reader")) as book:
        page = book.read("EPUB/variants.xhtml").decode("utf-8")
    starts = re.findall(r'(?:<dt id="([^"]*)">)?<span [^>]*id="page-(\d+)"', page)
    assert [number for _, number in starts] == ["3", "4"]
    assert starts[1][0] == "variant-47"


@pytest.mark.parametrize("edition", ["e-reader", "e-reader-vertical"])
def test_a_book_leads_to_each_place(published: Path, edition: str) -> None:
    with zipfile.ZipFile(noted(published, edition)) as book:
        page = book.read("EPUB/variants.xhtml").decode("utf-8")
        contents = book.read("EPUB/nav.xhtml").decode("utf-8")
    assert len(re.findall(r'<dt id="variant-\d+">', page)) == 2 * COUNT
    assert page.count('<a href="text-01.xhtml#para-30">') == 2
    assert 'data-apparatus="variants"' in page
    assert contents.count('<a href="variants.xhtml">校記</a>') == 1
    assert contents.index("variants.xhtml") < contents.index("colophon.xhtml")


def told(folder: Path, edition: str, read: Declaration) -> list[str]:
    """Return what the check of variants says of a file."""
    path = noted(folder, edition)
    artefact = next(a for a in read_artefacts(folder) if a.file == path.name)
    found = examine(Subject(path, artefact, read))
    return [finding.sentence for finding in found if finding.code == "V-002"]


def in_pdf(path: Path, old: str, new: str) -> None:
    """Have a link of a PDF lead to another place, the first that leads to ``old``."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", ())]
        found = [link for link in links if str(link.get("/Dest")) == old]
        found[0].Dest = pikepdf.String(new)
        pdf.save(path)


def in_book(path: Path, old: str, new: str) -> None:
    """Write another text into the notes of a book."""
    copy = path.with_suffix(".new")
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(copy, "w") as made:
        for item in book.infolist():
            data = book.read(item)
            if item.filename.endswith("variants.xhtml"):
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            made.writestr(item, data)
    copy.replace(path)


def in_page(path: Path, old: str, new: str) -> None:
    """Write another text into a web page."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


ENTRY = (
    '<dt id="variant-4">校記4</dt>{}<dd><a href="{}#para-2">第2段</a>'
    "「的基礎上」之後，乙本作「繼續」。</dd>\n"
)


@pytest.mark.parametrize(
    ("edition", "tamper", "old", "new", "sentence"),
    [
        ("handout", in_pdf, "para-7", "para-8", "do not lead to their places"),
        ("vertical", in_pdf, "para-7", "para-8", "do not lead to their places"),
        ("e-reader", in_book, "甲報作「創」", "甲報作「闢」", "校記3 is not there"),
        ("e-reader", in_book, ENTRY.format("\n", "text-01.xhtml"), "", "校記4 is not there"),
        ("e-reader", in_book, "#para-2", "#para-3", "do not lead to their places"),
        ("e-reader-vertical", in_book, "從正本。", "校本義長。", "校記1 is not there"),
        ("web", in_page, "乙本無；", "", "校記1 is not there"),
        ("web", in_page, ENTRY.format("", ""), "", "校記4 is not there"),
    ],
)
def test_an_entry_that_is_tampered_with_is_found(
    published: Path, read: Declaration, tmp_path: Path, edition: str,
    tamper: Callable[[Path, str, str], None], old: str, new: str, sentence: str,
) -> None:  # fmt: skip
    copy = shutil.copytree(published, tmp_path / "noted")
    tamper(noted(copy, edition), old, new)
    (said,) = told(copy, edition, read)
    assert sentence in said


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_file_with_an_entry_less_or_more_is_found(
    published: Path, read: Declaration, edition: str
) -> None:
    more = replace(read, variants=(*read.variants, read.variants[-1]))
    (said,) = told(published, edition, more)
    assert said.startswith("校記61 is not there")
    (said,) = told(published, edition, replace(read, variants=read.variants[:-1]))
    assert said.startswith("Behind the last variant stands 校記60")
    assert told(published, edition, read) == []


def test_without_the_option_nothing_changes(tmp_path: Path) -> None:
    for name, variants in (("none", ""), ("counted", '"counted"'), ("printed", '"printed"')):
        read = Source.open(written(tmp_path / name, variants, 2)).read()[0]
        assert not read.lists_variants
        assert "lists_variants" not in to_json(read)


def test_what_does_not_fit_is_one_sentence(tmp_path: Path) -> None:
    folder = written(tmp_path / "other", '"endnotes"', 2)
    choices = "“variants” must be one of counted, printed, notes, not endnotes"
    with pytest.raises(ContentError, match=choices) as error:
        Source.open(folder).read()
    assert re.search(r"document\.toml:1: ", str(error.value))
    folder = written(tmp_path / "alone", '"notes"', 2)
    toml = folder / "document.toml"
    toml.write_text(toml.read_text("utf-8").partition("\n[[witness]]")[0], "utf-8")
    with pytest.raises(ContentError, match="the text has no witness") as error:
        Source.open(folder).read()
    assert re.search(r"document\.toml:1: ", str(error.value))


def test_a_page_of_one_chapter_has_no_notes_of_the_others(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = noted(published, "web").read_text("utf-8")
    # as where the text cites something
    section = '<section class="instruments" aria-labelledby="'
    html = html.replace(section, f'{section}instruments">\n</section>\n{section}')
    monkeypatch.setattr(chapters, "LONG_PAGE", 0)
    entry: Any = SimpleNamespace(titles={"zh-Hant": "樣本宣言"})
    file: Any = SimpleNamespace(name="noted.zh-Hant.html", script="zh-Hant")
    pages = chapters.chapter_pages(html, entry, file)
    assert len(pages) > 1
    assert not any("variants" in page.html for page in pages)
