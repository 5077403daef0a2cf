"""The e-book: its structure, its notes, its font and cover, and that it is the same every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from ebooks import documents

from tests.rows import E_READER
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.formats.epub import write_epub
from zhengben.formats.epub.book import make_book
from zhengben.scripts.tags import SCRIPTS

GENERATOR = "Zhengben test"


@pytest.fixture(scope="module")
def epub(declaration: Declaration) -> bytes:
    return write(declaration)


def write(declaration: Declaration, assets: Assets | None = None) -> bytes:
    return write_epub(declaration, E_READER, assets or Assets.find(), generator=GENERATOR)


# Structure


def test_groups_are_sections_that_nobody_sees(epub: bytes, declaration: Declaration) -> None:
    page = documents(epub)["text-01.xhtml"]
    sections = page.split("<section ")[2:]
    for section, group in zip(sections, declaration.groups, strict=True):
        assert section.count("<p ") == group.last - group.first + 1
        assert f'id="para-{group.first}"' in section
        # the group's title names the section and stands nowhere in it
        assert f'aria-label="{group.title}"' in section
        assert f">{group.title}<" not in section


# Packing


def test_ebooklib_reads_the_book(epub: bytes, declaration: Declaration) -> None:
    from ebooklib import epub as ebooklib

    book = ebooklib.read_epub(io.BytesIO(epub))
    assert book.title == declaration.title.text
    assert book.get_metadata("DC", "language")[0][0] == "zh-Hant"
    assert book.uid.startswith("urn:uuid:")
    assert next(link.title for link in book.toc) == "序言"
    assert [idref for idref, _ in book.spine][:3] == ["cover", "contents", "text-01"]


def test_nothing_of_the_packers_own_reaches_the_book(epub: bytes) -> None:
    package = documents(epub)["content.opf"]
    assert "Ebook-lib" not in package
    # for Kindle: contents, and where the text begins
    assert package.count("<reference ") == 2
    assert package.count("dcterms:modified") == 1
    assert ">2026-11-24T00:00:00Z<" in package
    assert package.count('property="role"') == 9


def test_the_identifier_is_that_of_document_script_and_edition(declaration: Declaration) -> None:
    book = make_book(declaration, E_READER, GENERATOR)
    assert book.identifier == make_book(declaration, E_READER, "another").identifier
    other = msgspec.structs.replace(declaration, id="other")
    assert book.identifier != make_book(other, E_READER, GENERATOR).identifier
    vertical = msgspec.structs.replace(E_READER, name="vertical")
    assert book.identifier != make_book(declaration, vertical, GENERATOR).identifier


def test_the_title_stands_in_other_scripts_too(book_epub: Path) -> None:
    package = documents(book_epub.read_bytes())["content.opf"]
    (title,) = re.findall(r'<meta [^>]*"alternate-script"[^>]*>[^<]*', package)
    assert 'refines="#title"' in title
    assert title.endswith('xml:lang="zh-Hans">上海合作组织成员国元首阿斯塔纳宣言')


SCRIPT = """
import hashlib, sys
from pathlib import Path
from zhengben.design.assets import Assets
from zhengben.source.source import Source
from zhengben.design.editions import BOOKS
from zhengben.formats.epub import write_epub
declaration = Source.open(Path(sys.argv[1])).read()[0]
data = write_epub(declaration, BOOKS["e-reader"], Assets.find(), generator="Zhengben test")
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


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_sheet_names_faces_for_every_script(script: str, project: Path) -> None:
    sheet = (project / "styles" / "epub.css").read_text("utf-8")
    (rule,) = re.findall(rf"^[^\n{{}}]*\.{script}(?=[ ,])[^{{}}]*{{([^}}]*)}}", sheet, re.MULTILINE)
    assert rule.strip().startswith('font-family: "book",')
