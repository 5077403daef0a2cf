"""A document is read strictly; each fault is one sentence with its file and line."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.design.faces import Face
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError, SetupError
from zhengben.source.source import Source


@pytest.fixture(scope="module")
def astana(project: Path) -> Declaration:
    return Source.open(project / "content" / "astana-2017").read()[0]


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("specimen-*")
    shutil.copytree(project / "content", tmp_path / "content", ignore=ignore)
    return tmp_path / "content" / "astana-2017"


def test_the_parts_of_the_declaration(astana: Declaration) -> None:
    assert astana.title.text == "上海合作組織成員國元首阿斯塔納宣言"
    assert [p.number for p in astana.paragraphs] == list(range(1, 65))
    assert [p.id for p in astana.paragraphs] == [f"para-{n}" for n in range(1, 65)]
    assert [line.number for line in astana.preamble] == [None]
    assert [s.name.text for s in astana.signatories][1] == "習近平"
    assert astana.closing is not None
    assert astana.closing.text == "二〇一七年六月九日於阿斯塔納"
    assert len(astana.lines) == 79


def test_offsets_point_into_the_canonical_text(astana: Declaration) -> None:
    for line in astana.lines:
        assert astana.text[line.start : line.end] == line.text
    for mention in astana.mentions:
        assert astana.text[mention.start : mention.end] == mention.quote
    for note in astana.notes:
        assert astana.text[note.at - 1] in "》" or note.instrument in {
            "sco-accession-memoranda", "sco-statement-terrorism-2017", "ungass-2016", "unsc-1624",
            "unsc-2199", "unsc-2253", "jcpoa", "minsk-package",
        }  # fmt: skip


def test_each_instrument_is_noted_once_at_first_mention(astana: Declaration) -> None:
    assert [n.number for n in astana.notes] == list(range(1, 36))
    assert len({n.instrument for n in astana.notes}) == 35
    for note in astana.notes:
        first = min(m.end for m in astana.mentions if m.instrument == note.instrument)
        assert note.at == first
    assert sum(m.quote.startswith("《") for m in astana.mentions) == 34


def test_short_forms_resolve_to_full_titles(astana: Declaration) -> None:
    note = next(n for n in astana.notes if n.instrument == "cwc")
    assert note.text.startswith("《關於禁止發展、生產、儲存和使用化學武器及銷毀此種武器的公約》")
    assert "1997年4月29日生效" in note.text


def test_notes_at_every_mention(copied: Path) -> None:
    replace(TOML, '"first-mention"', '"every-mention"')(copied)
    declaration = Source.open(copied).read()[0]
    assert len(declaration.notes) == len(declaration.mentions) == 42
    assert [note.number for note in declaration.notes] == list(range(1, 43))


def test_a_font_that_is_not_installed() -> None:
    face = Face("none", "No Face", "no_such_package", "none.otf")
    with pytest.raises(SetupError, match="install the Python package no-such-package"):
        _ = face.path


def test_the_model_prints_as_json(astana: Declaration) -> None:
    printed = json.loads(to_json(astana))
    assert printed["date"] == "2017-06-09"
    assert len(printed["paragraphs"]) == 64


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def with_hash(edit: Callable[[Path], None]) -> Callable[[Path], None]:
    def both(folder: Path) -> None:
        old = hashlib.sha256((folder / "canonical.txt").read_bytes()).hexdigest()
        edit(folder)
        new = hashlib.sha256((folder / "canonical.txt").read_bytes()).hexdigest()
        replace("document.toml", old, new)(folder)

    return both


def write(file: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: void((folder / file).write_bytes(data))


def void(_: object) -> None:
    return None


TOML = "document.toml"
CASES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "wrong key": (replace(TOML, "rights =", "right ="), TOML, "“rights” is missing"),
    "unknown key": (replace(TOML, "organ =", 'stamp = "x"\norgan ='), TOML, "“stamp” is not a"),
    "wrong type": (replace(TOML, 'place = "阿斯塔納"', "place = 3"), TOML, "a text in quotes"),
    "impossible date": (replace(TOML, "2017-06-09", "2017-06-31"), TOML, "not valid TOML"),
    "date in quotes": (replace(TOML, "2017-06-09", '"9 June"'), TOML, "a date such as"),
    "signatory field": (
        replace(TOML, 'name = "習近平"', 'name = "習近平"\nseal = "x"'), TOML, "“seal”"),
    "other signatory": (replace(TOML, '"習近平"', '"習近乎"'), TOML, "is not what line 70"),
    "no quotation": (replace(TOML, '"第1624號決議"', '"第1625號決議"'), TOML, "does not say"),
    "ambiguous": (replace(TOML, '"第1624號決議"', '"恐怖主義"'), TOML, "2 times"),
    "no paragraph": (replace(TOML, "paragraph = 24", "paragraph = 99"), TOML, "no paragraph 99"),
    "no instrument": (replace(TOML, '"unsc-1624"', '"unsc-1"'), TOML, "no instrument “unsc-1”"),
    "unregistered": (
        replace("../register/international.toml", '"聯合國憲章"', '"某憲章"'), TOML,
        "para-3 names 《聯合國憲章》"),
    "wrong hash": (replace("canonical.txt", "成員國", "成员国"), TOML, "has SHA-256"),
    "empty text": (write("canonical.txt", b""), "canonical.txt", "is empty"),
    "not UTF-8": (write("canonical.txt", "甲\n乙".encode("gb18030")), "canonical.txt", "not UTF-8"),
    "control character": (
        with_hash(replace("canonical.txt", "成員國強調", "成員\u200b國強調")), "canonical.txt",
        "control character U+200B"),
    # they turn the order of what stands around them on a web page, or hide words
    "isolate": (
        with_hash(replace("canonical.txt", "成員國強調", "成員\u2067國強調")), "canonical.txt",
        "control character U+2067"),
    "tag": (
        with_hash(replace("canonical.txt", "成員國強調", "成員\U000e0041國強調")), "canonical.txt",
        "control character U+E0041"),
    "soft hyphen": (
        with_hash(replace("canonical.txt", "成員國強調", "成員\xad國強調")), "canonical.txt",
        "control character U+00AD"),
    "lost line": (
        with_hash(replace("canonical.txt", "習近平\n", "")), TOML, "once each, in order"),
    "groups": (replace(TOML, 'paragraphs = "12-17"', 'paragraphs = "13-17"'), TOML, "cover"),
    "title lines": (replace(TOML, '"阿斯塔納宣言"]', '"宣言"]'), TOML, "together must read"),
    "break in a list": (
        replace(TOML, '"阿斯塔納宣言"]', '"阿斯塔\\n納宣言"]'), TOML, "control character"),
    "edition": (replace(TOML, '"handout"', '"poster"'), TOML, "no edition “poster”"),
    "path": (replace(TOML, '"capture.txt"', '"../../capture.txt"'), TOML, "file of this folder"),
}  # fmt: skip


def read_and_derive(folder: Path) -> None:
    source = Source.open(folder)
    source.read()
    source.derive()


@pytest.mark.parametrize("case", CASES)
def test_each_fault_has_its_sentence(copied: Path, case: str) -> None:
    edit, file, sentence = CASES[case]
    edit(copied)
    with pytest.raises(ContentError) as caught:
        read_and_derive(copied)
    assert sentence in str(caught.value)
    assert Path(caught.value.path).name == file
    if case not in {"empty text", "wrong key", "lost line"}:
        assert caught.value.line > 0
    assert "\n" not in str(caught.value)


def test_the_day_of_the_editions_is_that_of_the_metadata(copied: Path) -> None:
    path = copied / "document.toml"
    text = path.read_text("utf-8")
    day = re.search(r"^edition_date = .*$", text, re.MULTILINE)
    assert day is not None
    for line, created in (("edition_date = 2029-12-31", "2029-12-31"), ("", "2026-11-23")):
        path.write_text(text.replace(day[0], line), "utf-8")
        assert Source.open(copied).read()[0].provenance.created.isoformat() == created
    path.write_text(text.replace(day[0], "edition_date = 2020-01-01"), "utf-8")
    with pytest.raises(ContentError, match="no edition was made before 2026-11-23"):
        Source.open(copied).read()


def test_a_new_document_records_the_day_of_its_editions(project: Path, tmp_path: Path) -> None:
    page = project / "tests" / "intake" / "cases" / "treaty.txt"
    command = ["new", str(page), "--content", str(tmp_path), "--set", "received=2026-01-02"]
    assert main([*command, "--name", "told", "--set", "edition_date=2029-12-31"]) == 0
    assert main([*command, "--name", "asked"]) == 0
    days = {
        name: re.findall(r"^edition_date = (\S+)$", (tmp_path / name / "document.toml").read_text(
            "utf-8"), re.MULTILINE)
        for name in ("told", "asked")
    }  # fmt: skip
    assert days == {"told": ["2029-12-31"], "asked": [datetime.date.today().isoformat()]}
