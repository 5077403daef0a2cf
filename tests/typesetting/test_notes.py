"""Notes are called wherever a text names an instrument: in titles, headings, cells, signatures."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutate_layout as ml
import pikepdf
import pytest
from lxml import etree
from mutate import edit_book, kids
from small_documents import instruments, noted_blocks, small_document, write_blocks

from tests.listed import part_of
from tests.rows import BOOKLET, HANDOUT, LARGE_PRINT
from zhengben.checks import layout
from zhengben.checks.catalogue import check_document, table
from zhengben.checks.finding import Finding, Subject
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.design.kinds import PrintEdition
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.writer import Press
from zhengben.press.publish import publish
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

EDITIONS = ("handout", "booklet", "gongwen", "large-print", "vertical", "e-reader", "akoma-ntoso")
# a word that no 《》 marks, in a cell
MENTION = '\n[[mention]]\ninstrument = "c-14"\nat = "table-1-2-2"\nquote = "若干"\n'
# where each note is called; no other line names an instrument first
CALLED = [
    "title", "subtitle-1", "session-1", "sec-1", "art-1", "table-1-1-1", "table-1-2-2",
    "table-1-2-3", "remark-1", "sec-3", "office-1", "name-2", "closing", "annex-1",
]  # fmt: skip
CALL_4 = (
    '<a class="call" epub:type="noteref" role="doc-noteref" id="call-4" '
    'aria-label="註 4" href="notes.xhtml#note-4" data-apparatus="call">4</a>'
)
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@dataclass(frozen=True)
class Noted:
    """A published document with a note in every kind of line."""

    dist: Path
    source: Source
    declaration: Declaration

    def file(self, suffix: str) -> Path:
        return self.dist / f"{self.declaration.id}.zh-Hant.{suffix}"

    def codes(self, folder: Path, file: Path) -> set[str]:
        """Return what is found when a file of the document is another."""
        copy = part_of(self.dist, folder / "dist", lambda row: row["file"] == file.name)
        shutil.copy(file, copy / file.name)
        report = check_document(copy, {"zh-Hant": self.declaration})
        return {found.code for found in report.failures()} - {"F-001"}


def write_noted(folder: Path, rows: int = 3) -> Source:
    blocks, signed = noted_blocks(rows)
    return Source.open(
        write_blocks(
            folder / "content", "noted", blocks, signed=signed, register=instruments(14),
            more=MENTION, editions=EDITIONS,
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Noted:
    folder = tmp_path_factory.mktemp("noted")
    source = write_noted(folder)
    done = publish(source.folder, folder / "dist", Assets.find(), scripts=("zh-Hant",))
    return Noted(done.folder, source, source.read()[0])


def tagged(pdf: pikepdf.Pdf, tag: str, below: Any = None) -> Iterator[Any]:
    """Yield the structure elements of a type, apparatus too."""
    for kid in kids(pdf.Root.StructTreeRoot if below is None else below):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == tag:
                yield kid
            yield from tagged(pdf, tag, kid)


def test_notes_are_called_in_every_kind_of_line(noted: Noted) -> None:
    assert [note.line_id for note in noted.declaration.notes] == CALLED
    assert [note.number for note in noted.declaration.notes] == list(range(1, 15))


@pytest.mark.usefixtures("seldom_asked")
def test_every_edition_holds_them(noted: Noted) -> None:
    report = check_document(noted.dist, {"zh-Hant": noted.declaration})
    assert report.failures() == ()
    assert len(report.examined) == 8


@pytest.mark.parametrize("suffix", ["handout.pdf", "large-print.pdf"])
def test_a_note_is_read_where_it_is_called(noted: Noted, suffix: str) -> None:
    """In the structure call and note stand in their line, whatever that is."""
    with pikepdf.open(noted.file(suffix)) as pdf:
        found = {}
        for note in tagged(pdf, "/Note"):
            line = note.P
            inside = [k.get("/S") for k in kids(line) if isinstance(k, pikepdf.Dictionary)]
            assert inside.count("/Reference") == inside.count("/Note") == 1
            found[str(note.ID)] = str(line.ID)
    assert found == {note.id: note.line_id for note in noted.declaration.notes}


def test_links_lead_both_ways(noted: Noted) -> None:
    with pikepdf.open(noted.file("handout.pdf")) as pdf:
        names = {str(a.A.D) if "/A" in a else str(a.Dest) for page in pdf.pages
                 for a in page.get("/Annots", [])}  # fmt: skip
    for number in range(1, 15):
        assert {f"note-{number}", f"call-{number}"} <= names


def test_what_is_made_from_a_heading_repeats_no_call(noted: Noted) -> None:
    """Contents, running heads, bookmarks and navigation say what the heading says, no more."""
    lines = {line.id: line.text for line in noted.declaration.lines}
    headings = [lines[name] for name in ("sec-1", "sec-2", "sec-3", "sec-4", "annex-1")]
    with pikepdf.open(noted.file("handout.pdf")) as pdf:
        with pdf.open_outline() as outline:
            told = [item.title for item in outline.root]
        assert told[0] == lines["title"]
        assert set(headings) <= set(told)
        entries = list(tagged(pdf, "/TOCI"))
        assert len(entries) == len(headings)
        assert not any(list(tagged(pdf, "/Reference", entry)) for entry in entries)
    heads = {page.head for page in Press(noted.declaration, Assets.find(), noted.source.folder,
                                         "正本").set(HANDOUT).pages}  # fmt: skip
    assert f"{lines['title']}\u3000{lines['sec-1']}" in heads
    with zipfile.ZipFile(noted.file("epub")) as book:
        (name,) = [name for name in book.namelist() if name.endswith("contents.xhtml")]
        contents = book.read(name).decode()
    assert "noteref" not in contents
    assert all(f">{heading}" in contents for heading in headings)


def test_a_head_that_stands_again_bears_no_call(tmp_path: Path) -> None:
    source = write_noted(tmp_path, rows=70)
    declaration = source.read()[0]
    press = Press(declaration, Assets.find(), source.folder, "正本")
    path = tmp_path / "a.pdf"
    path.write_bytes(press.print(HANDOUT).data)
    heads = [part for page in press.set(HANDOUT).pages for part in page.parts
             if part.kind == "grid" and part.item.number == 1]  # fmt: skip
    assert [part.item.again for part in heads] == [False, True, True]
    with pikepdf.open(path) as pdf:
        assert len(list(tagged(pdf, "/Reference"))) == len(declaration.notes)


def test_notes_behind_a_table_and_at_the_foot_of_signatures(noted: Noted) -> None:
    """In the edition with notes behind paragraphs they stand behind a table, not in it."""
    pages = Press(noted.declaration, Assets.find(), noted.source.folder, "正本").set(LARGE_PRINT)
    parts = [part for page in pages.pages for part in page.parts]
    kinds = [part.kind for part in parts]
    grid = kinds.index("grid")
    assert kinds[grid : grid + 7] == ["grid"] * 4 + ["note"] * 3
    (signed,) = [page for page in pages.pages if page.section == "signatures"]
    assert [part.item.note.line_id for part in signed.notes] == ["office-1", "name-2", "closing"]


def test_akoma_ntoso_holds_the_calls(noted: Noted) -> None:
    root = etree.parse(noted.file("akn.xml")).getroot()
    calls = root.findall(".//a:noteRef", AKN)
    assert [call.get("href") for call in calls] == [f"#note_{n}" for n in range(1, 15)]
    # each stands right behind what it is called at, in a heading, a cell or a name
    for call, word in (
        (calls[3], "《第4號公約》"),
        (calls[6], "若干"),
        (calls[11], "《第11號公約》"),
    ):
        before = call.getprevious()
        assert before is not None
        assert before.text == word


def test_the_web_page_of_two_scripts_calls_them(noted: Noted, tmp_path: Path) -> None:
    folder = publish(noted.source.folder, tmp_path, Assets.find(), editions=("collation",)).folder
    page = next(folder.glob("*.html")).read_text("utf-8")
    assert re.findall(r'id="call-(\d+)"', page) == [str(n) for n in range(1, 15)]


MUTATIONS: dict[str, tuple[str, Callable[[Path, Path], Path], str]] = {
    "the note of the title is gone": ("handout.pdf", ml.lose_note, "L-021"),
    "calls of title and annex changed places": ("handout.pdf", ml.swap_calls, "L-021"),
    "notes of title and annex changed places": ("handout.pdf", ml.swap_note_numbers, "L-020"),
    "the call of a heading stands at its end": (
        "epub",
        lambda a, b: edit_book(a, b, f"{CALL_4}</span>的適用", f"</span>的適用{CALL_4}"),
        "E-301",
    ),
    "a cell without its call": (
        "epub",
        lambda a, b: edit_book(a, b, 'id="call-7"', 'id="call-70"'),
        "E-302",
    ),
    "the call of a heading says another note": (
        "epub",
        lambda a, b: edit_book(a, b, 'href="notes.xhtml#note-4"', 'href="notes.xhtml#note-5"'),
        "E-301",
    ),
}


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_call_that_is_wrong_is_seen(name: str, noted: Noted, tmp_path: Path) -> None:
    suffix, mutation, code = MUTATIONS[name]
    (tmp_path / "made").mkdir()
    path = noted.file(suffix)
    changed = mutation(path, tmp_path / "made" / path.name)
    assert code in noted.codes(tmp_path, changed)


@pytest.mark.parametrize("edition", [HANDOUT, BOOKLET, LARGE_PRINT], ids=lambda e: e.name)
@pytest.mark.parametrize(("count", "words"), [(8, 1), (8, 60), (24, 12)])
def test_signatures_that_call_notes(
    edition: PrintEdition, count: int, words: int, tmp_path: Path
) -> None:
    """Signatures make room for their notes on their page, or else run on as text does."""
    register = "".join(
        f'[[instrument]]\nid = "c-{n}"\ntitle = "約{n}號"\nremark = "{"說明文字" * words}"\n'
        for n in range(count)
    )
    signed = [(f"《約{n}號》全權代表", f"某{n}") for n in range(count)]
    declaration = small_document(tmp_path, ["文。" * 30], signatories=signed, register=register)
    assert len(declaration.notes) == count
    folder = tmp_path / "content" / "small"
    press = Press(declaration, Assets.find(), folder / "canonical.txt", "正本")
    suffix = edition.plain_suffix
    path = tmp_path / f"small.zh-Hant.{suffix}"
    path.write_bytes(press.print(edition).data)
    references = {face.key: face.path for face in FACES.values()}
    ids = [line.id for line in declaration.lines]
    assert prove(path, declaration.text, ids=ids, references=references).failures == ()
    artefact = Artefact(path.name, edition.name, "zh-Hant", "application/pdf", 0, 0, (), "")
    checks = table()
    found = [f for f in layout.examine(Subject(path, artefact, declaration))
             if isinstance(f, Finding) and not checks[f.code].warning]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(("count", "words"), [(2, 12), (2, 400)])
def test_words_above_signatures_stand_once(count: int, words: int, tmp_path: Path) -> None:
    """They call a note themselves, and stay whether or not the signatures have a page."""
    names = [f"約{n}號" for n in range(count + 1)]
    register = "".join(
        f'[[instrument]]\nid = "c-{n}"\ntitle = "{name}"\nremark = "{"說明文字" * words}"\n'
        for n, name in enumerate(names)
    )
    signed = [(f"《{name}》全權代表", f"某{n}") for n, name in enumerate(names[1:])]
    blocks = [("title", ["題"]), ("paragraph", ["文。" * 30]),
              ("testimonium", ["依《約0號》簽署，以昭信守。"]),
              *(("signatory", list(pair)) for pair in signed)]  # fmt: skip
    written = write_blocks(tmp_path / "content", "worded", blocks, signed=signed, register=register)
    publish(written, tmp_path / "dist", Assets.find(), editions=("handout", "large-print"))
