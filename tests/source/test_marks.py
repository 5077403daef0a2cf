"""A document with marks: its plain text, its marks, their files, and every fault with its place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from marked_documents import MARKED, PICTURE, write_marked
from small_documents import Blocks, small_document, write_blocks

from zhengben.conversion.declarations import in_script
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError
from zhengben.document.notation import Mark
from zhengben.emendation.derivation import restore
from zhengben.emendation.lint import lint
from zhengben.source.source import Source
from zhengben.verify.declared import from_json


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source.open(write_marked(tmp_path_factory.mktemp("marked") / "content"))


@pytest.fixture(scope="module")
def marked(source: Source) -> Declaration:
    return source.read()[0]


def line(declaration: Declaration, start: str) -> object:
    return next(n for n in declaration.lines if n.text.startswith(start))


def test_offsets_count_in_the_plain_text(marked: Declaration) -> None:
    assert "^" not in marked.text.replace("^2", "")
    for n in marked.lines:
        assert marked.text[n.start : n.end] == n.text
    assert line(marked, "第一條").marks == (
        Mark("sup", 9, 10), Mark("sub", 16, 17), Mark("note", 27, 27, "2"),
    )  # fmt: skip
    assert line(marked, "第一條").label == "第一條"


def test_the_canonical_file_is_what_the_lines_say(source: Source, marked: Declaration) -> None:
    text = "".join(f"{said}\n" for _, lines in MARKED for said in lines)
    assert source.canonical == marked.canonical == text
    assert hashlib.sha256(text.encode()).hexdigest() == marked.provenance.canonical_sha256


def test_a_phrase_across_a_mark_is_found(marked: Declaration) -> None:
    # 《^em{第1號公約》與其} names the instrument although a mark begins in it
    assert [m.quote for m in marked.mentions] == ["《第1號公約》"] * 2
    assert len(marked.notes) == 1


def test_marks_are_printed_and_read_again(marked: Declaration) -> None:
    printed = json.loads(to_json(marked))
    assert printed["preamble"][0]["marks"][0] == {
        "kind": "name", "start": 0, "end": 2, "value": "",
    }  # fmt: skip
    assert from_json(Declaration, printed) == marked


def test_another_script_keeps_every_mark(source: Source, marked: Declaration) -> None:
    converted, ledger = in_script(marked, "zh-Hans", source.reviewed)
    places = [[(m.kind, m.start, m.end) for m in n.marks] for n in converted.lines]
    assert places == [[(m.kind, m.start, m.end) for m in n.marks] for n in marked.lines]
    assert "为10^sup{3}千克" in converted.canonical
    assert converted.objects == marked.objects
    assert ledger is not None
    for entry in ledger.text:
        assert (
            next(n for n in marked.lines if n.id == entry.place).text[entry.offset] == entry.before
        )


def test_calls_lead_to_the_notes_of_their_labels(marked: Declaration) -> None:
    assert [(c.label, c.line_id, c.note_id) for c in marked.author_calls] == [
        ("①", "title", "author-note-1"),
        ("1", "preamble-1", "author-note-2"),
        ("2", "art-1", "author-note-3"),
        ("①", "table-1-2-2", "author-note-4"),
    ]
    assert [n.label for n in marked.annexes] == ["①", "[1]", "2.", "①"]


def test_what_is_tied_to_nothing_is_a_doubt(tmp_path: Path) -> None:
    blocks = [
        ("title", ["樣本"]),
        ("paragraph", ["甲^note{1}乙^note{2}，見□及^blank{□□}。", "^image{map.png|}"]),
        ("author-note", ["1 甲。", "3 丙。"]),
    ]
    source = Source.open(write_marked(tmp_path / "content", blocks))
    declaration, _ = source.read()
    doubts = lint(declaration, source.derive()[1], source.capture)
    assert [(d.code, d.line, d.column) for d in doubts if d.code > "C-008"] == [
        ("C-009", 2, 5), ("C-013", 2, 3), ("C-014", 3, 1), ("C-013", 5, 1),
    ]  # fmt: skip


def test_rules_restore_beside_marks_and_the_ledger_leads_back(tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content", [
        ("title", ["樣本"]),
        ("paragraph", ["甲，^em{乙，丙}^sup{3}，姓名：^blank{  , }，x^^2。"]),
        ("paragraph", ["^ruby{丁|a,b}：戊^note{,}。"]),
    ])  # fmt: skip
    raw = "樣本\n甲,^em{乙,丙}^sup{3},姓名:^blank{  , },x^^2。\n^ruby{丁|a,b}:戊^note{,}。\n"
    (folder / "capture.txt").write_text(raw, "utf-8")
    metadata = (folder / "document.toml").read_text("utf-8")
    old = hashlib.sha256((folder / "canonical.txt").read_bytes()).hexdigest()
    new = hashlib.sha256(raw.encode()).hexdigest()
    (folder / "document.toml").write_text(metadata.replace(old, new, 1), "utf-8")
    source = Source.open(folder)
    derived, ledger = source.derive()
    assert derived == source.canonical
    assert len(ledger.restorations) == 6
    assert restore(derived, ledger) == raw


def test_a_change_that_would_empty_a_mark_is_not_made(tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content", [("title", ["樣本"]), ("paragraph", ["甲^u{　}"])])
    metadata = (folder / "document.toml").read_text("utf-8")
    metadata = metadata.replace('lines = "1-2"', 'lines = "1-2"\nrules = ["blanks", "trim"]', 1)
    (folder / "document.toml").write_text(metadata, "utf-8")
    assert Source.open(folder).derive()[0] == "樣本\n甲^u{　}\n"


def test_without_the_key_a_text_has_no_marks(project: Path, tmp_path: Path) -> None:
    declaration = small_document(tmp_path, ["式為^sup{3}與x^2。"])
    assert declaration.paragraphs[0].text == "式為^sup{3}與x^2。"
    assert declaration.paragraphs[0].marks == ()
    assert declaration.canonical == declaration.text
    for folder in (project / "content").glob("*/document.toml"):
        source = Source.open(folder.parent)
        declaration = source.read()[0]
        data = (folder.parent / "canonical.txt").read_bytes()
        assert declaration.notation == 0
        assert declaration.text.encode() == declaration.canonical.encode() == data
        assert not any(n.marks for n in declaration.lines)
        assert source.derive()[0].encode() == data


def refused(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as raised:
        Source.open(folder).read()
    return raised.value


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("甲^bold{乙}", "in column 2, there is no mark “bold”"),
        ("甲^sup{3", "in column 7, the mark “^sup{” is not closed"),
        ("^note{1}", "has marks but no text"),
        ("^em{甲^note{1}}", "write ^em{甲}^note{1}"),
    ],
)
def test_a_malformed_line_is_told(said: str, sentence: str, tmp_path: Path) -> None:
    blocks = [("title", ["樣本"]), ("paragraph", ["甲。", said])]
    error = refused(write_marked(tmp_path / "content", blocks))
    assert (Path(error.path).name, error.line) == ("canonical.txt", 3)
    assert sentence in str(error)


def test_files_of_objects_are_checked(tmp_path: Path) -> None:
    blocks = [("title", ["樣本"]), ("paragraph", ["圖^image{map.png|甲}。"])]
    folder = write_marked(tmp_path / "content", blocks)
    assert [o.media_type for o in Source.open(folder).read()[0].objects] == ["image/png"]
    picture, metadata = folder / PICTURE, folder / "document.toml"
    data, told = picture.read_bytes(), metadata.read_text("utf-8")
    picture.write_bytes(data + b"\0")
    assert "map.png has SHA-256" in str(refused(folder))
    picture.unlink()
    assert "map.png: cannot be read" in str(refused(folder))
    picture.write_bytes(b"BM6")
    digest = hashlib.sha256(b"BM6").hexdigest()
    metadata.write_text(told.replace(hashlib.sha256(data).hexdigest(), digest), "utf-8")
    assert "is no picture of the kinds" in str(refused(folder))
    metadata.write_text(told[: told.index("[[object]]")], "utf-8")
    assert "the text names the file “map.png”" in str(refused(folder))
    metadata.write_text(told + told[told.index("[[object]]") :], "utf-8")
    picture.write_bytes(data)
    assert "“map.png” is told twice" in str(refused(folder))
    metadata.write_text(told.replace("map.png", "other.png"), "utf-8")
    assert "“other.png” is named by no mark" in str(refused(folder))


def test_another_version_of_the_notation_is_refused(tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content", [("title", ["樣本"]), ("paragraph", ["甲。"])])
    metadata = folder / "document.toml"
    told = metadata.read_text("utf-8")
    metadata.write_text(told.replace("notation = 1", "notation = 2"), "utf-8")
    assert "there is no notation 2" in str(refused(folder))


# what a person is to fill in, and the sign of the notation itself: marks to a reader of captures
PLAIN_FORM: Blocks = [
    ("title", ["戊城表格"]),
    ("preamble", ["出生日期：____年____月。", "x^2 與 ^sup{3} 照抄。"]),
]


def test_a_document_without_notation_has_no_marks_whatever_its_capture_holds(
    tmp_path: Path,
) -> None:
    source = Source.open(write_blocks(tmp_path, "form", PLAIN_FORM))
    assert source.extraction.marked
    assert source.derive()[0] == source.canonical
    assert "____" in source.canonical
    assert all(not text.marks for text in source.marked)


def test_a_caret_of_a_plain_capture_is_itself(tmp_path: Path) -> None:
    folder = write_blocks(tmp_path, "form", PLAIN_FORM)
    toml = folder / "document.toml"
    toml.write_text(
        toml.read_text("utf-8").replace("[canonical]\n", "[canonical]\nnotation = 1\n"), "utf-8"
    )
    derived = Source.open(folder).derive()[0].split("\n")
    assert derived[1:3] == ["出生日期：^blank{____}年^blank{____}月。", "x^^2 與 ^^sup{3} 照抄。"]
