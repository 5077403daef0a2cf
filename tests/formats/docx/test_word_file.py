"""The Word file holds every character and mark in Word's own parts, and its faults are found."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ebooks import Change, Entries, altered, subject
from marked_documents import PICTURE, png, write_marked
from msgspec.structs import replace

from tests.genre_documents import Sample, genre_document, sample_document
from zhengben.checks import word
from zhengben.checks.finding import Finding
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.genres import GENRES
from zhengben.design.kinds import WordEdition
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.formats.docx import write_docx
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

EDITION = EDITIONS["docx"]
assert isinstance(EDITION, WordEdition)
DOCUMENT, STYLES, NOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"


def write(declaration: Declaration, folder: Path | None = None) -> bytes:
    assert isinstance(EDITION, WordEdition)
    return write_docx(declaration, EDITION, Assets.find(), generator="test 0", folder=folder)


def failures(path: Path, declaration: Declaration) -> tuple[str, ...]:
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    return prove(path, declaration.text, ids=ids, references={}, marks=marks).failures


def found(path: Path, declaration: Declaration) -> list[str]:
    results = word.examine(subject(path, declaration, EDITION))  # type: ignore[arg-type]
    return [f"{r.code} {r.place}: {r.sentence}" for r in results if isinstance(r, Finding)]


def substituted(name: str, pattern: str, new: str) -> Change:
    def change(entries: Entries) -> None:
        text, count = re.subn(pattern, new, entries[name].decode(), count=1, flags=re.DOTALL)
        assert count, f"{name} has no {pattern}"
        entries[name] = text.encode()

    return change


def redated(source: Path, target: Path) -> Path:
    """Write a copy whose entries bear another date."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        for info in book.infolist():
            info.date_time, data = (2020, 1, 1, 0, 0, 0), book.read(info)
            copy.writestr(info, data)
    return target


@pytest.fixture(scope="module")
def path(declaration: Declaration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("word") / "astana-2017.zh-Hant.docx"
    made.write_bytes(write(declaration))
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marked(tmp_path_factory.mktemp("marked") / "content")


@pytest.fixture(scope="module")
def marked(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


@pytest.fixture(scope="module")
def marked_path(folder: Path, marked: Declaration) -> Path:
    made = folder / "marked.zh-Hant.docx"
    made.write_bytes(write(marked, folder))
    return made


def test_the_declaration_is_whole(path: Path, declaration: Declaration) -> None:
    assert failures(path, declaration) == ()
    assert found(path, declaration) == []
    assert write(declaration) == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        text = archive.read(DOCUMENT).decode()
        assert archive.read(NOTES).decode().count("<w:footnote ") == len(declaration.notes) + 2
    # no number of ours is a character of the text
    assert text.count('w:val="Operative"') == 64
    assert text.count("<w:tr>") == len(declaration.signatories)


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_is_whole(genre: str, tmp_path: Path) -> None:
    declaration = Source.open(genre_document(tmp_path / "content", genre)).read()[0]
    made = tmp_path / "genre.docx"
    made.write_bytes(write(declaration))
    assert failures(made, declaration) == ()
    assert found(made, declaration) == []


@pytest.mark.parametrize("name", ["specimen-law", "specimen-treaty"])
def test_the_specimens_are_whole(name: str, project: Path, tmp_path: Path) -> None:
    declaration = Source.open(project / "content" / name).read()[0]
    made = tmp_path / "specimen.docx"
    made.write_bytes(write(declaration))
    assert failures(made, declaration) == ()
    assert found(made, declaration) == []


def test_every_mark_is_read_back(marked_path: Path, marked: Declaration) -> None:
    assert failures(marked_path, marked) == ()
    assert found(marked_path, marked) == []
    with zipfile.ZipFile(marked_path) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert [archive.read(name) for name in pictures] == [png()]
        assert PICTURE in archive.read(DOCUMENT).decode()


# a text of a run
_T = '<w:t xml:space="preserve">'
_UP = '<w:vertAlign w:val="superscript"/></w:rPr>'
# what is done to the file with marks, and a word of the sentence
MARKS: dict[str, tuple[str, str, str]] = {
    "a superscript is plain": (f"{_UP}{_T}3", f"</w:rPr>{_T}3", "look like its mark"),
    "a superscript is a subscript": (
        f"{_UP}{_T}3", f"{_UP}{_T}3".replace("super", "sub"), "look like its mark",
    ),
    "a mark is nobody's": (f"<w:r>{_T}樣", f"<w:r><w:rPr><w:i/></w:rPr>{_T}樣", "is none"),
    "another reading": ("ㄉㄨˊ ㄌㄧˋ", "ㄉㄨ", "a reading beside its base"),
    "another label": (r'"AuthorCall"/></w:rPr><w:t xml:space="preserve">2<',
                      '"AuthorCall"/></w:rPr><w:t>3<', "the call of a note by the author"),
    "another picture": ('name="map.png" descr="甲國', 'name="a.png" descr="甲國', "a.png"),
    "other words for it": ("甲國與乙國地圖", "甲國地圖", "a picture"),
    "another formula": ('<w:alias w:val="x\\^2"', '<w:alias w:val="x^3"', "a formula"),
    "a formula is empty": ("<m:oMath>.*?</m:oMath>", "<m:oMath/>", "shows nothing"),
    "a word is lost": ("不得", "不", "lacks"),
    "a paragraph without an anchor": (' w:name="title"', ' w:name="_mark_no"', "no bookmark"),
    "a hidden word": ("<w:r><w:t xml:space=\"preserve\">(樣本單位)",
                      r"<w:r><w:rPr><w:vanish/></w:rPr><w:t>\1", "hidden"),
    "a deleted word": ("<w:r><w:t xml:space=\"preserve\">(樣本單位</w:t></w:r>)",
                       r"<w:del><w:r><w:t>\1</w:del>", "element del"),
    "a break": ("<w:t xml:space=\"preserve\">樣本單位", "<w:br/><w:t>樣本單位", "element br"),
    "one anchor twice": ('w:name="closing"', 'w:name="title"', "bear the bookmark"),
    "entities": ("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKS)
def test_what_was_altered_is_found(
    name: str, marked_path: Path, marked: Declaration, tmp_path: Path
) -> None:
    before, after, said = MARKS[name]
    change = substituted(DOCUMENT, before, after)
    sentences = failures(altered(marked_path, tmp_path / "altered.docx", change), marked)
    assert any(said in sentence for sentence in sentences), sentences


_CALL = (
    r'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference [^>]*></w:r>'
)
FAULTS: dict[str, tuple[Change, str]] = {
    "no styles": (lambda entries: entries.pop(STYLES) and None, "W-001"),
    "broken": (substituted(DOCUMENT, "</w:body>", ""), "W-001"),
    "no title": (substituted("docProps/core.xml", "<dc:title>", "<dc:title>x"), "W-101"),
    "no maker": (substituted("docProps/core.xml", "<dc:creator>.*?</dc:creator>", ""), "W-101"),
    "another language": (substituted(STYLES, 'eastAsia="zh-TW"', 'eastAsia="zh-CN"'), "W-101"),
    "title as text": (substituted(DOCUMENT, '"Title"', '"Body"'), "W-201"),
    "text as heading": (substituted(DOCUMENT, '"Operative"', '"Heading1"'), "W-201"),
    "a number typed": (substituted(DOCUMENT, '"Operative"', '"Body"'), "W-202"),
    "another number": (substituted("word/numbering.xml", 'start w:val="1"', 'start w:val="2"'),
                       "W-202"),
    "note says else": (substituted(NOTES, "聖彼得堡", "列寧格勒"), "W-203"),
    "call lost": (substituted(DOCUMENT, "<w:footnoteReference[^>]*>", ""), "W-203"),
    "call moved": (substituted(DOCUMENT, f"》(</w:t></w:r>{_CALL})", r"\1<w:r><w:t>》</w:t></w:r>"),
                   "W-203"),
    "row that breaks": (substituted(DOCUMENT, "<w:cantSplit/>", ""), "W-204"),
    "signatory apart": (substituted(DOCUMENT, r"</w:tc>(<w:tc>.*?name_1)", r"</w:tc></w:tr><w:tr>"
                                    r"<w:trPr><w:cantSplit/></w:trPr>\1"), "W-204"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str, path: Path, declaration: Declaration, tmp_path: Path) -> None:
    change, code = FAULTS[name]
    sentences = found(altered_whole(path, tmp_path / path.name, change), declaration)
    assert code in {sentence[:5] for sentence in sentences}, sentences


def altered_whole(source: Path, target: Path, change: Change) -> Path:
    """Write a copy with other parts, and all else as it was."""
    with zipfile.ZipFile(source) as book:
        entries = {info.filename: book.read(info) for info in book.infolist()}
        change(entries)
        with zipfile.ZipFile(target, "w") as copy:
            for name, data in entries.items():
                copy.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return target


def test_another_date_and_a_head_that_does_not_return_are_found(
    path: Path, declaration: Declaration, project: Path, tmp_path: Path
) -> None:
    sentences = found(redated(path, tmp_path / path.name), declaration)
    assert [sentence[:5] for sentence in sentences] == ["W-002"]
    law = Source.open(project / "content" / "specimen-law").read()[0]
    (tmp_path / "law.docx").write_bytes(write(law))
    change = substituted(DOCUMENT, "<w:tblHeader/>", "")
    sentences = found(altered_whole(tmp_path / "law.docx", tmp_path / "b.docx", change), law)
    assert [sentence[:5] for sentence in sentences] == ["W-204"]


def test_every_check_is_shown_to_fail() -> None:
    assert {code for _, code in FAULTS.values()} | {"W-002"} == {row.code for row in word.ROWS}


def test_cells_that_span_rows_and_columns_go_on(declaration: Declaration, tmp_path: Path) -> None:
    from zhengben.document.lines import Cell, Line

    cells = [Cell(1, 1, 1, True, 1, 2), Cell(1, 1, 2, True, 2, 1), Cell(1, 2, 2, True),
             Cell(1, 2, 3, True), Cell(1, 3, 1), Cell(1, 3, 3)]  # fmt: skip
    title = replace(declaration.title, text="表", start=0)
    lines = tuple(
        Line(n + 2, 2 + 2 * n, "甲", f"table-1-{n}", None, "cell", 0, "", cell)
        for n, cell in enumerate(cells)
    )
    law = replace(
        declaration, genre="law", title=title, title_lines=("表",), preamble=(), paragraphs=lines,
        signatories=(), closing=None, groups=(), mentions=(), notes=(), instruments=(),
    )  # fmt: skip
    (tmp_path / "table.docx").write_bytes(write(law))
    assert failures(tmp_path / "table.docx", law) == ()
    assert found(tmp_path / "table.docx", law) == []
    with zipfile.ZipFile(tmp_path / "table.docx") as archive:
        text = archive.read(DOCUMENT).decode()
    assert text.count('<w:vMerge w:val="restart"/>') == text.count("<w:vMerge/>") == 1
    assert text.count("<w:gridSpan") == 1
    assert text.count("<w:tblHeader/>") == 2


def test_long_titles_and_closing_marks_are_right(tmp_path: Path) -> None:
    title = "甲國和乙國關於保存文獻的協定" * 14
    articles = [("article", f"第{n}條　將甲修改為：乙，丙{mark}")
                for n, mark in zip("一二三四五六", "”）〕】》’", strict=True)]  # fmt: skip
    folder = sample_document(tmp_path, "sample", "law", Sample((("title", title), *articles)))
    law = Source.open(folder).read()[0]
    (tmp_path / "law.docx").write_bytes(write(law))
    assert failures(tmp_path / "law.docx", law) == ()
    assert found(tmp_path / "law.docx", law) == []


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{% if %}", "docx/core.xml.j2 fails"),
        ("<p>", "gives no well-formed docProps/core.xml"),
        (None, "docx/core.xml.j2 is missing"),
    ],
)
def test_a_template_that_fails_is_named(
    template: str | None, sentence: str, declaration: Declaration, tmp_path: Path
) -> None:
    assets = Assets.find()
    shutil.copytree(assets.templates, tmp_path / "templates")
    part = tmp_path / "templates" / "docx" / "core.xml.j2"
    part.unlink() if template is None else part.write_text(template, "utf-8")
    changed = replace(assets, templates=tmp_path / "templates")
    assert isinstance(EDITION, WordEdition)
    with pytest.raises(RenderError, match=sentence):
        write_docx(declaration, EDITION, changed, generator="test 0")


def test_it_is_written_at_once(declaration: Declaration) -> None:
    write(declaration)
    began = time.process_time()
    write(declaration)
    assert time.process_time() - began < 0.2


def test_calibre_reads_the_text(
    path: Path, declaration: Declaration, require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    out = tmp_path / "book.txt"
    done = subprocess.run(
        [require_tool("ebook-convert"), str(path), str(out)], capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    text = re.sub(r"[\s\d\[\]*#.]", "", out.read_text("utf-8"))
    for line in declaration.lines:
        assert re.sub(r"[\s\d\[\]*#.]", "", line.text) in text, line.id
    for note in declaration.notes:
        assert re.sub(r"[\s\d\[\]*#.]", "", note.text) in text
