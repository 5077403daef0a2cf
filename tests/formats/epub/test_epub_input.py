"""What an e-book makes of unusual and of bad input: a right book, or one clear sentence."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest
from ebooks import documents, found

from tests.rows import E_READER
from zhengben.apparatus.pieces import divide
from zhengben.design.assets import Assets
from zhengben.document.apparatus import Note
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError, ZhengbenError
from zhengben.document.lines import Line
from zhengben.fonts.subset import covered_characters, subset_for_book
from zhengben.formats.epub import write_epub
from zhengben.formats.epub.sections import LONGEST_FILE

GENERATOR = "Zhengben test"


def write(declaration: Declaration, assets: Assets | None = None) -> bytes:
    return write_epub(declaration, E_READER, assets or Assets.find(), generator=GENERATOR)


def retitled(declaration: Declaration, *lines: str) -> Declaration:
    title = msgspec.structs.replace(declaration.title, text="".join(lines))
    return msgspec.structs.replace(
        declaration, title=title, title_lines=lines, short_title=title.text
    )


def with_paragraph(declaration: Declaration, number: int, text: str) -> Declaration:
    paragraphs = list(declaration.paragraphs)
    paragraphs[number - 1] = msgspec.structs.replace(paragraphs[number - 1], text=text)
    return msgspec.structs.replace(declaration, paragraphs=tuple(paragraphs))


def long_declaration(declaration: Declaration, count: int) -> Declaration:
    text = "成員國將繼續加強合作，共同應對新威脅和新挑戰。" * 4
    lines = tuple(
        Line(2 + n, n * (len(text) + 1), text, f"para-{n}", n) for n in range(1, count + 1)
    )
    return msgspec.structs.replace(
        declaration,
        paragraphs=lines,
        groups=(),
        mentions=(),
        notes=(),
        instruments=(),
    )


# Input of every kind


@pytest.mark.parametrize(
    "lines",
    [
        ("甲 & 乙", "<丙> 'x' \"y\""),
        ("]]>", "{{ book }} {% raw %}"),
        ("一",),
        tuple("長短不一" for _ in range(9)),
        ("上海合作組織成員國元首理事會關於" * 12,),
        ("Declaration of the Heads of State of the Shanghai Cooperation Organisation",),
    ],
)
def test_any_title_is_shown_as_it_is(
    lines: tuple[str, ...], declaration: Declaration, tmp_path: Path
) -> None:
    changed = retitled(declaration, *lines)
    (tmp_path / "book.epub").write_bytes(write(changed))
    assert found(tmp_path / "book.epub", changed) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"groups": ()},
        {"preamble": ()},
        {"signatories": (), "closing": None},
        {"closing": None, "dateline": "", "organ": ""},
        {"predecessor": None, "successor": None},
    ],
)
def test_a_document_may_lack_parts(
    changes: dict[str, object], declaration: Declaration, tmp_path: Path
) -> None:
    changed = msgspec.structs.replace(declaration, **changes)  # type: ignore[arg-type]
    (tmp_path / "book.epub").write_bytes(write(changed))
    assert found(tmp_path / "book.epub", changed) == []


def test_a_document_without_groups_is_one_chapter(declaration: Declaration) -> None:
    pages = documents(write(msgspec.structs.replace(declaration, groups=())))
    assert pages["text-01.xhtml"].count('<p class="operative') == 64
    assert pages["text-01.xhtml"].count("doc-chapter") == 1
    assert "分組標題" not in pages["contents.xhtml"]


def test_a_document_without_notes_has_no_notes(declaration: Declaration) -> None:
    pages = documents(
        write(msgspec.structs.replace(declaration, notes=(), mentions=(), instruments=()))
    )
    assert not {"notes.xhtml", "instruments.xhtml"} & set(pages)
    assert "endnotes" not in pages["nav.xhtml"]
    assert ">index<" not in pages["content.opf"]


def test_a_long_document_is_divided_into_pages(declaration: Declaration) -> None:
    changed = long_declaration(declaration, 5000)
    pages = documents(write(changed))
    files = [name for name in pages if name.startswith("text-")]
    assert 13 <= len(files) <= 20
    assert all(len(pages[name].encode()) < LONGEST_FILE for name in files)
    assert 'id="para-5000"' in pages[files[-2]]
    assert sum(pages[name].count('data-apparatus="number"') for name in files) == 5000


def test_a_missing_glyph_is_named_with_its_place(declaration: Declaration) -> None:
    changed = with_paragraph(declaration, 12, "成員國歡迎\U0002a6d7。")
    with pytest.raises(RenderError) as caught:
        write(msgspec.structs.replace(changed, notes=(), mentions=()))
    told = str(caught.value)
    assert told.startswith("astana-2017, para-12, character 6: none of the fonts has a glyph for ")
    assert "(U+2A6D7); check whether" in told


def test_a_missing_glyph_of_a_note_is_named(declaration: Declaration) -> None:
    notes = (
        msgspec.structs.replace(declaration.notes[0], text="\U0002a6d7。"),
        *declaration.notes[1:],
    )
    with pytest.raises(RenderError, match=r"note-1, character 1: .*U\+2A6D7"):
        write(msgspec.structs.replace(declaration, notes=notes))


def test_a_control_character_is_refused(declaration: Declaration) -> None:
    with pytest.raises(RenderError, match="“title” hold a control character"):
        write(retitled(declaration, "甲\x01乙"))
    with pytest.raises(RenderError, match="“rights” hold a control character"):
        write(msgspec.structs.replace(declaration, rights="公有\x02領域"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"line_id": "para-99"}, "Note 1 is called in para-99, which is no line"),
        ({"at": 9_999_999}, "Note 1 points at no place of para-2"),
        ({"number": 2}, "two notes note-2"),
    ],
)
def test_a_note_that_points_nowhere_is_refused(
    change: dict[str, object], sentence: str, declaration: Declaration
) -> None:
    note = msgspec.structs.replace(declaration.notes[0], **change)  # type: ignore[arg-type]
    with pytest.raises(RenderError, match=sentence):
        write(msgspec.structs.replace(declaration, notes=(note, *declaration.notes[1:])))


def test_a_script_without_a_book_is_refused(declaration: Declaration) -> None:
    with pytest.raises(RenderError, match="no e-book in the script zh_TW"):
        write(msgspec.structs.replace(declaration, script="zh_TW"))


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{% if %}", "epub/colophon.xhtml.j2, line 1: "),
        ("{{ book.nothing }}", "epub/colophon.xhtml.j2 fails: .*nothing"),
        ("<p>", "gives no well-formed colophon.xhtml"),
        (None, "epub/colophon.xhtml.j2 is missing"),
    ],
)
def test_a_template_that_fails_is_named(
    template: str | None, sentence: str, declaration: Declaration, tmp_path: Path
) -> None:
    found = Assets.find()
    shutil.copytree(found.templates, tmp_path / "templates")
    path = tmp_path / "templates" / "epub" / "colophon.xhtml.j2"
    path.unlink() if template is None else path.write_text(template, "utf-8")
    changed = msgspec.structs.replace(found, templates=tmp_path / "templates")
    with pytest.raises(RenderError, match=sentence):
        write(declaration, changed)


def test_a_font_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ZhengbenError, match=r"none\.otf cannot be read"):
        covered_characters(tmp_path / "none.otf")
    (tmp_path / "bad.otf").write_bytes(b"not a font")
    with pytest.raises(ZhengbenError, match=r"bad\.otf gives no OpenType font"):
        subset_for_book(tmp_path / "bad.otf", "甲")


def test_a_call_clings_to_the_whole_character_before_it() -> None:
    line = Line(1, 10, "見《憲章》\U000e0101。", "para-1", 1)
    note = Note(1, "charter", "para-1", 16, "")
    pieces = [(piece.head, piece.tail) for piece in divide(line, [note])]
    assert pieces == [("見《憲章", "》\U000e0101"), ("。", "")]


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hans-SG", "zh-Hans-MY"])
def test_what_was_received_in_the_other_script_is_shown_in_every_simplified_one(
    script: str, declaration: Declaration
) -> None:
    # U+20021 has a glyph in the Traditional face alone
    known = msgspec.structs.replace(declaration.provenance, source="某館\U00020021")
    written = msgspec.structs.replace(declaration, script=script, provenance=known)
    with zipfile.ZipFile(io.BytesIO(write(written))) as book:
        assert any(name.endswith("fonts/serif-tc.otf") for name in book.namelist())
