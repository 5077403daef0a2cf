"""The finished books in readers that nobody tuned them for: epub.js, Vivliostyle, MuPDF, calibre.

Each shows or converts them, the text is compared, and axe-core looks at every page. With
``ZHENGBEN_SCREENSHOTS`` set to a folder, the pictures are kept there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from tests.rows import E_READER, E_READER_VERTICAL
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.kinds import BookEdition
from zhengben.document.apparatus import Series
from zhengben.document.declaration import Declaration
from zhengben.formats.epub import write_epub
from zhengben.source.source import Source

EDITIONS: tuple[BookEdition, ...] = (E_READER, E_READER_VERTICAL)
MOST_SECONDS = 400
_XHTML = "{http://www.w3.org/1999/xhtml}"
Result = dict[str, Any]


def quiet() -> dict[str, str]:
    """Return an environment for programs with windows, and with the machine's own fonts."""
    own = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    return own | {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], env=quiet(), capture_output=True, text=True,
        timeout=MOST_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout


@pytest.fixture(scope="module")
def results(
    built: Path,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Result]:
    """Return what epub.js, Vivliostyle and axe-core found in both books, asked side by side."""
    folder, chromium = tmp_path_factory.mktemp("others"), require_tool("chromium")
    script = Path(__file__).parents[2] / "reader" / "others.mjs"
    running = {}
    for edition in EDITIONS:
        book, home = built / f"astana-2017.zh-Hant.{edition.suffix}", folder / edition.name
        with zipfile.ZipFile(book) as archive:
            archive.extractall(home / "book")
        command = ["node", str(script), chromium, str(book), str(home / "book"), str(home)]
        running[edition.name] = subprocess.Popen(command, stderr=subprocess.PIPE, env=quiet())
    found = {}
    for name, process in running.items():
        _, said = process.communicate(timeout=MOST_SECONDS)
        assert process.returncode == 0, said.decode()
        found[name] = json.loads((folder / name / "others.json").read_text("utf-8"))
        if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
            ignored = shutil.ignore_patterns("book")
            shutil.copytree(
                folder / name, Path(kept) / "others" / name, ignore=ignored, dirs_exist_ok=True
            )
    return found


@pytest.fixture(params=EDITIONS, ids=lambda edition: edition.name)
def edition(request: pytest.FixtureRequest) -> BookEdition:
    chosen: BookEdition = request.param
    return chosen


def test_axe_finds_no_barrier_on_any_page(results: dict[str, Result], edition: BookEdition) -> None:
    axe = results[edition.name]["axe"]
    assert axe["found"] == []
    assert axe["pages"] >= 8


def test_epubjs_shows_every_line(
    results: dict[str, Result], edition: BookEdition, declaration: Declaration
) -> None:
    shown = results[edition.name]["epubjs"]
    lines: dict[str, str] = {}
    for section in shown["sections"]:
        lines |= section["lines"]
        picture = section["href"].endswith("cover.xhtml")
        mode = "vertical-rl" if edition.vertical and not picture else "horizontal-tb"
        assert section["mode"] == mode
        assert picture or "book loaded" in section["font"]
    assert lines == {line.id: line.text for line in declaration.lines}
    assert [entry["label"].split()[0] for entry in shown["toc"]][1:12] == [
        group.title for group in declaration.groups
    ]
    # the horizontal text takes the screens of a phone that its length needs, and few more
    if not edition.vertical:
        assert shown["screens"] <= 32


def test_vivliostyle_sets_every_character_once(
    results: dict[str, Result], edition: BookEdition, declaration: Declaration
) -> None:
    shown = results[edition.name]["vivliostyle"]
    assert re.sub(r"\s", "", shown["text"]) == re.sub(r"\s", "", declaration.text)
    assert shown["screens"] < 40


# MuPDF


def test_mupdf_shows_the_whole_text_and_sets_numbers_beside_it(
    built: Path,
    edition: BookEdition,
    declaration: Declaration,
    require_tool: Callable[[str], str],
    tmp_path: Path,
) -> None:
    book, out = built / f"astana-2017.zh-Hant.{edition.suffix}", tmp_path / "book.txt"
    run(require_tool("mutool"), "draw", "-q", "-F", "txt", "-W", "450", "-H", "600", "-S", "12",
        "-o", out, book)  # fmt: skip
    said = out.read_text("utf-8")
    text = re.sub(r"[\s\d\f]", "", said)
    for line in declaration.lines:
        assert re.sub(r"[\s\d]", "", line.text) in text, line.id
    # a number stands on the line of its paragraph
    assert re.search(r"^12\.? *為|^12\.? *[\u3400-\u9fff]", said, re.MULTILINE)
    # hidden lists are not shown: no run of bare page numbers
    assert not re.search(r"(?:^\d+\n){5}", said, re.MULTILINE)


# calibre


def documents_of(book: Path) -> str:
    """Return the words of an EPUB's documents, without what is marked as ours, in spine order."""
    with zipfile.ZipFile(book) as archive:
        names = {name.rpartition("/")[2]: name for name in archive.namelist()}
        opf = archive.read("content.opf").decode()
        refs = dict(re.findall(r'<item (?=[^>]*href="([^"]*)")[^>]*id="([^"]*)"', opf))
        items = {id_: href for href, id_ in refs.items()}
        spine = re.findall(r'<itemref[^>]*idref="([^"]*)"', opf)
        texts = []
        for id_ in spine:
            name = names[items[id_].rpartition("/")[2]]
            root = ElementTree.fromstring(archive.read(name))
            body = root.find(f"{_XHTML}body")
            texts.append(_said(body) if body is not None else "")
    return "".join(texts)


def _said(element: ElementTree.Element) -> str:
    if element.get("data-apparatus") is not None:
        return ""
    return (element.text or "") + "".join(_said(child) + (child.tail or "") for child in element)


@pytest.fixture(scope="module")
def converted(
    built: Path, require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return both books as AZW3, and that read back as EPUB."""
    folder, tool = tmp_path_factory.mktemp("calibre"), require_tool("ebook-convert")
    back = {}
    for edition in EDITIONS:
        book = built / f"astana-2017.zh-Hant.{edition.suffix}"
        run(tool, book, folder / f"{edition.name}.azw3")
        back[edition.name] = folder / f"{edition.name}.epub"
        run(tool, folder / f"{edition.name}.azw3", back[edition.name])
    return back


def test_calibre_makes_a_kindle_book_of_the_same_text(
    converted: dict[str, Path], edition: BookEdition, declaration: Declaration
) -> None:
    path = converted[edition.name]
    assert re.sub(r"\s", "", documents_of(path)) == re.sub(r"\s", "", declaration.text)
    with zipfile.ZipFile(path) as book:
        opf, ncx = book.read("content.opf").decode(), book.read("toc.ncx").decode()
        pages = "".join(book.read(n).decode() for n in book.namelist() if n.endswith("html"))
        sheet = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".css"))
    # direction, contents, and every note with its way there and back
    assert ("rtl" in opf) == edition.vertical
    assert ("writing-mode: vertical-rl" in sheet) == edition.vertical
    for group in declaration.groups:
        assert f">{group.title} " in ncx
    notes = len(declaration.notes)
    assert len(set(re.findall(r'href="[^"#]*#(note-\d+)"', pages))) == notes
    assert len(set(re.findall(r'href="[^"#]*#(call-\d+)"', pages))) == notes


# what calibre's shelf shows of a book: title, what the title is sorted by, and the series
SHELF = {
    "zh-Hant": ("繁體中文", "橫排", "直排"),
    "zh-Hans": ("简体中文", "横排", "直排"),
    "zh-Hant-TW": ("臺灣繁體中文", "橫排", "直排"),
    "zh-Hant-HK": ("香港繁體中文", "橫排", "直排"),
}


@pytest.fixture(scope="module")
def shelf(
    project: Path,
    built: Path,
    built_scripts: Path,
    declaration: Declaration,
    require_tool: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[dict[str, Any]]:
    """Return what calibre's library says of the eight books of the declaration, as a table.

    One of them is a volume of a series.
    """
    folder = tmp_path_factory.mktemp("shelf")
    books, reviewed = [], Source.open(project / "content" / "astana-2017").reviewed
    for script in SHELF:
        home = built if script == "zh-Hant" else built_scripts
        books.append(home / f"astana-2017.{script}.epub")
        columns = folder / f"{script}.vertical.epub"
        converted = in_script(declaration, script, reviewed)[0]
        if script == "zh-Hans":
            converted = replace(converted, series=Series("样本丛书", 3))
        columns.write_bytes(
            write_epub(converted, E_READER_VERTICAL, Assets.find(), generator="Zhengben test")
        )
        books.append(columns)
    tool, library = require_tool("calibredb"), ("--with-library", folder / "library")
    run(tool, "add", *library, *books)
    fields = "title,authors,author_sort,publisher,pubdate,series,series_index,template"
    told = run(tool, "list", *library, "--for-machine", "-f", fields, "--template", "{title_sort}")
    rows: list[dict[str, Any]] = json.loads(told)
    return sorted(rows, key=lambda row: int(row["id"]))


def test_a_shelf_of_calibre_tells_eight_books_apart(
    shelf: list[dict[str, Any]], declaration: Declaration
) -> None:
    seen = [(row["title"], row["template"]) for row in shelf]
    assert len(set(seen)) == len(seen) == 8
    for (name, *directions), pair in zip(SHELF.values(), batched(seen), strict=True):
        for direction, (title, sort) in zip(directions, pair, strict=True):
            # title and subtitle, and both again where the shelf sorts them
            assert title.endswith(f": {name}·{direction}")
            assert sort == title.replace(": ", " ")
    for row in shelf:
        assert row["authors"] == row["author_sort"]
        assert len(row["authors"]) == len(declaration.organ)
        assert row["pubdate"].startswith("2017-06-09")
        assert "Zhengben" in row["publisher"]
    told = [(row["series"], row["series_index"]) for row in shelf if row.get("series")]
    assert told == [("样本丛书", 3.0)]


def batched(rows: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Return rows in pairs: both directions of a script."""
    return [rows[at : at + 2] for at in range(0, len(rows), 2)]
