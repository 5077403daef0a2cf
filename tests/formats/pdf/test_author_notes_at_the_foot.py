"""Notes by the author stand at the foot of the page of their call, apart from ours, and are proved.

They are canonical text: what is read from a file has them where the source has them. Numbered anew
on each page, a page shows ① where the text has another label, and the proof counts after it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import mutate_layout as ml
import pikepdf
import pytest
from marked_documents import write_marked
from msgspec.structs import replace
from mutate import edit_pdf
from small_documents import Blocks

from tests.checks.test_layout import found
from tests.conftest import once
from zhengben.checks.layout.measured_lines import AUTHORS, MeasuredBlock, measured_blocks
from zhengben.design.assets import Assets
from zhengben.design.faces import known_faces
from zhengben.document.author_notes import author_calls, circled, footed_notes, label_with_blank
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.notation import Mark
from zhengben.press.publish import publish
from zhengben.proof.extraction import Extraction
from zhengben.proof.fidelity import extract
from zhengben.proof.glyphs import measure
from zhengben.source.source import Source

EDITIONS = ("handout", "booklet", "gongwen", "large-print", "vertical")
FILES = tuple(f"{name}-a5" if name == "booklet" else name for name in EDITIONS)
LONG = "包括長度、面積、體積和重量的單位，並包括由此導出的單位；凡與國際單位不一致的，以所列為準"


def _article(number: int, called: str = "") -> str:
    said = "雙方每年交換一次資料，並將資料送交秘書處保存，秘書處在六十日內分送其他各方，供其參考。"
    return f"第{number}條 甲國和乙國議定，凡本協定所稱單位{called}，以雙方所列為準；{said}"


# notes called in the title, a heading, running text, cells, a signature and another note
NOTED: Blocks = [
    ("title", ["樣本單位協定^note{1}"]),
    ("preamble", ["甲國和乙國，議定如下："]),
    ("heading 1", ["第一章 總則^note{2}"]),
    ("article", [_article(1, "^note{3}見《第1號公約》"), *map(_article, range(2, 9)),
                 _article(9, "^note{4}"), *map(_article, range(10, 15)), _article(15, "^note{5}"),
                 *map(_article, range(16, 20))]),
    ("table 2 header 1", ["名稱", "單位", "長度^note{6}", "米^note{7}"]),
    ("article", [_article(20, "^note{8}"), *map(_article, range(21, 30)), _article(30)]),
    ("signatory", ["甲國代表", "某甲"]),
    ("closing", ["二〇二〇年一月一日"]),
    ("author-note", ["1 指本協定。", f"2 {LONG}。", "3 指主管部門，見注九^note{9}。", f"4 {LONG}。",
                     f"[5] {LONG}，見《第2號公約》。", "6 指公尺。", "7 以前作公尺。",
                     "8 指第九條。",
                     "9 此處從略。", "10 不見於正文。"]),
]  # fmt: skip
REGISTER = """[[instrument]]
id = "c-1"
title = "第1號公約"
remark = "為試驗而設"

[[instrument]]
id = "c-2"
title = "第2號公約"
remark = "為試驗而設"
"""


def _published(
    folder: Path, blocks: Blocks, *, anew: bool, editions: tuple[str, ...] = EDITIONS
) -> None:
    written = write_marked(folder / "content", blocks, register=REGISTER)
    if anew:
        metadata = (written / "document.toml").read_text("utf-8")
        metadata = metadata.replace("register = ", 'author-notes = "each-page"\nregister = ', 1)
        (written / "document.toml").write_text(metadata, "utf-8")
    publish(written, folder / "dist", Assets.find(), editions=editions)


@pytest.fixture(scope="session")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a document whose notes bear the labels of their source."""
    make = lambda folder: _published(folder, NOTED, anew=False)  # noqa: E731
    return once(tmp_path_factory, "noted", make)


@pytest.fixture(scope="session")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the same document, its notes numbered anew on each page."""
    make = lambda folder: _published(folder, NOTED, anew=True)  # noqa: E731
    return once(tmp_path_factory, "noted-anew", make)


def pdf(folder: Path, name: str) -> Path:
    return folder / "dist" / "marked" / f"marked.zh-Hant.{name}.pdf"


def declaration_of(folder: Path) -> Declaration:
    return Source.open(folder / "content" / "marked").read()[0]


def read(path: Path) -> Extraction:
    return extract(path, {key: known.path for key, known in known_faces().items()})


def authors(path: Path) -> dict[str, MeasuredBlock]:
    return {b.name: b for b in measured_blocks(measure(path)) if b.kind == AUTHORS}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["numbered", "anew"])
def test_each_note_stands_at_the_foot_of_the_page_of_its_call(
    how: str, name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(how)
    declaration, path = declaration_of(folder), pdf(folder, name)
    blocks = measured_blocks(measure(path))
    notes = {b.name: b for b in blocks if b.kind == AUTHORS}
    # the tenth is called nowhere, and stands where it stands in the source
    assert set(notes) == {f"author-note-{n}" for n in range(1, 10)}
    pages = {b.name: [n.page for n in b.lines] for b in blocks}
    # the ninth is called in the third note, which goes with the first article
    by_line = {"author-note-1": "title", "author-note-9": "art-1", "author-note-6": "table-1-2-1"}
    for note, line in by_line.items():
        assert notes[note].lines[0].page in pages[line]
    assert found(path, declaration, name) == {}


@pytest.mark.parametrize("name", ["handout", "booklet", "vertical"])
def test_what_is_read_has_notes_where_the_source_has_them(name: str, anew: Path) -> None:
    extraction = read(pdf(anew, name))
    assert extraction.faults == ()
    lines = declaration_of(anew).lines
    assert [block.id for block in extraction.blocks] == [line.id for line in lines]
    assert [block.text for block in extraction.blocks] == [line.text for line in lines]
    assert [block.marks for block in extraction.blocks] == [line.marks for line in lines]


def test_labels_of_the_source_are_shown_as_they_are(numbered: Path) -> None:
    said = [block.lines[0].text for block in authors(pdf(numbered, "handout")).values()]
    labels = [text.partition(" ")[0] for text in said]
    assert labels == ["1", "2", "3", "4", "[5]", "6", "7", "8", "9"]


def test_notes_count_anew_on_each_page(anew: Path) -> None:
    pages: dict[int, list[str]] = {}
    for block in authors(pdf(anew, "handout")).values():
        glyphs = block.lines[0].glyphs
        pages.setdefault(block.lines[0].page, []).append(glyphs[0].text)
    assert len(pages) > 2
    for labels in pages.values():
        assert sorted(labels) == [circled(n) for n in range(1, len(labels) + 1)]


def test_our_calls_say_whose_they_are_beside_the_authors(numbered: Path, tmp_path: Path) -> None:
    def said(path: Path) -> str:
        shown = subprocess.run(
            ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
        )
        return shown.stdout

    assert "編1" in said(pdf(numbered, "handout"))
    blocks = [block for block in NOTED if block[0] != "author-note"]
    _published(tmp_path, blocks, anew=False, editions=("handout",))
    assert "編1" not in said(pdf(tmp_path, "handout"))


# what speaks against a file, by what is done to it


def _labels(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    things = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    return [o for o in things if o.get("/S") == f"/{kind}" and "/T" in o]


def another_label(pdf: pikepdf.Pdf) -> None:
    _labels(pdf, "Mark-label")[0].T = pikepdf.String("2 ")


def another_call(pdf: pikepdf.Pdf) -> None:
    _labels(pdf, "Mark-note")[0].T = pikepdf.String("2")


def no_label(pdf: pikepdf.Pdf) -> None:
    del _labels(pdf, "Mark-label")[0]["/T"]


def calls_swapped(pdf: pikepdf.Pdf) -> None:
    """Two calls of a page change their content: ② stands before ①."""
    first, second = _labels(pdf, "Mark-note")[:2]
    inner = [next(k for k in e.K if isinstance(k, pikepdf.Dictionary)) for e in (first, second)]
    inner[0].K, inner[1].K = pikepdf.Array(inner[1].K), pikepdf.Array(inner[0].K)


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (another_label, "label"),
        (another_call, "label"),
        (no_label, "label"),
        (calls_swapped, "label"),
    ],
)
def test_a_label_of_a_page_that_stands_for_another_is_seen(
    tamper: Callable[[pikepdf.Pdf], None], code: str, anew: Path, tmp_path: Path
) -> None:
    altered = edit_pdf(pdf(anew, "handout"), tmp_path / "a.pdf", tamper)
    assert code in {fault.code for fault in read(altered).faults}


@pytest.mark.parametrize(("note", "up"), [("author-note-4", 300), ("author-note-9", -40)])
def test_a_note_out_of_place_is_seen(note: str, up: float, numbered: Path, tmp_path: Path) -> None:
    """One stands in the text of its page, the other below a note of the press."""
    mutation = ml.move(0, up, wanted=lambda block, line: block.name == note)
    altered = mutation(pdf(numbered, "handout"), tmp_path / "a.pdf")
    assert "L-020" in found(altered, declaration_of(numbered))


def test_a_note_on_another_page_is_seen(numbered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declaration = declaration_of(numbered)
    calls = tuple(
        replace(c, line_id="title") if c.note_id == "author-note-8" else c
        for c in declaration.author_calls
    )
    monkeypatch.setattr(Declaration, "author_calls", property(lambda self: calls))
    told = found(pdf(numbered, "handout"), declaration)["L-020"]
    assert "called on page 1" in told.sentence


# the rule of labels, and which notes stand at the foot


def test_labels_go_on_past_twenty() -> None:
    shown = [circled(n) for n in (1, 20, 21, 35, 36, 50, 51, 120)]
    assert shown == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "(51)", "(120)"]


def _line(index: int, text: str, label: str = "", *calls: str) -> Line:
    role = "author-note" if label else "paragraph"
    marks = tuple(Mark("note", len(text), len(text), call) for call in calls)
    return Line(index, 0, text, f"n{index}", role=role, label=label, marks=marks)  # type: ignore[arg-type]


def test_notes_that_nothing_else_calls_stay_where_they_are() -> None:
    lines = [
        _line(1, "甲", "", "1"), _line(2, "1 乙", "1", "2"), _line(3, "2 丙", "2"),
        _line(4, "3 丁", "3", "4"), _line(5, "4 戊", "4", "3"), _line(6, "5 己", "5"),
    ]  # fmt: skip
    footed = footed_notes(lines, author_calls(lines))
    # the second is called by the first; the third and the fourth by one another alone
    assert [line.id for line in footed] == ["n2", "n3"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("① 見附件。", "① "), ("①見附件。", "①"), ("[12]　甲", "[12]　"), ("1", "1")],
)
def test_a_label_goes_with_the_blank_behind_it(text: str, label: str) -> None:
    assert label_with_blank(text) == label


def test_a_document_says_that_notes_count_anew(tmp_path: Path) -> None:
    written = write_marked(tmp_path / "content", NOTED, register=REGISTER)
    assert not Source.open(written).read()[0].renumbers_notes
    path = written / "document.toml"
    path.write_text('author-notes = "every-page"\n' + path.read_text("utf-8"), "utf-8")
    with pytest.raises(Exception, match=re.escape("author-notes")) as error:
        Source.open(written).read()
    assert "each-page" in str(error.value)


def test_a_raised_label_is_raised_without_the_blank_behind_it(tmp_path: Path) -> None:
    """Publishing proves each mark over its own characters, and over no more."""
    blocks: Blocks = [
        ("title", ["樣本協定"]),
        ("article", ["第1條 單位^note{1}以所列為準。"]),
        ("author-note", ["^sup{1}　指公尺。"]),
    ]
    _published(tmp_path, blocks, anew=False, editions=("handout",))
    assert [n.text for n in declaration_of(tmp_path).footed_notes] == ["1　指公尺。"]


def test_a_note_hangs_behind_a_label_without_a_blank(tmp_path: Path) -> None:
    labels = ("[1]", "2", "③", "（４）", "註5：")
    blocks: Blocks = [
        ("title", ["樣本協定"]),
        (
            "article",
            [f"第{n}條 單位^note{{{label}}}以所列為準。" for n, label in enumerate(labels, 1)],
        ),
        ("author-note", [f"{label}指公尺。" for label in labels]),
    ]
    _published(tmp_path, blocks, anew=False, editions=("handout", "vertical"))
    assert [note.label for note in declaration_of(tmp_path).footed_notes] == [*labels]
    for name in ("handout", "vertical"):
        assert found(pdf(tmp_path, name), declaration_of(tmp_path), name) == {}
