"""The checks of family T: each finds the fault it is for, in a falsified copy."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from zhengben.checks import conversion as script
from zhengben.checks.finding import Subject
from zhengben.conversion.declarations import in_script
from zhengben.document.artefacts import NAME, Artefact
from zhengben.document.declaration import Declaration
from zhengben.source.source import Source

BOOK, PRINT = "astana-2017.zh-Hans.epub", "astana-2017.zh-Hans.handout.pdf"


@pytest.fixture(scope="module")
def declarations(project: Path, declaration: Declaration) -> dict[str, Declaration]:
    reviewed = Source.open(project / "content" / "astana-2017").reviewed
    scripts = ("zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
    return {name: in_script(declaration, name, reviewed)[0] for name in scripts}


@pytest.fixture
def published(built_scripts: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_scripts, tmp_path / "astana-2017"))


def codes(folder: Path, declarations: dict[str, Declaration], file: str = "") -> set[str]:
    found = set[str]()
    for entry in json.loads((folder / NAME).read_text("utf-8"))["artefacts"]:
        artefact = Artefact.read(entry)
        if file in ("", artefact.file):
            subject = Subject(folder / artefact.file, artefact, declarations[artefact.script])
            found |= {finding.code for finding in script.examine(subject)}
    return found


def test_every_script_passes(built_scripts: Path, declarations: dict[str, Declaration]) -> None:
    assert codes(built_scripts, declarations) == set()


def ledger(edit: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / "astana-2017.zh-Hans.ledger.json"
        content = json.loads(path.read_text("utf-8"))
        edit(content)
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    return apply


def group(content: dict[str, Any], before: str, part: str = "text") -> dict[str, Any]:
    return next(g for g in content[part] if g["from"] == before)


def book(old: str, new: str) -> Callable[[Path], None]:
    """Replace a text in every document of the e-book."""

    def apply(folder: Path) -> None:
        path, copy = folder / BOOK, folder / "copy.epub"
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as out:
            for name in archive.namelist():
                data = archive.read(name)
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    data = data.replace(old.encode(), new.encode())
                out.writestr(name, data)
        copy.replace(path)

    return apply


def unrecorded(before: str) -> Callable[[Path], None]:
    """Take a change out of the ledger, as if it had never been made."""

    def edit(content: dict[str, Any]) -> None:
        for entry in [g for g in content["text"] if g["from"] == before]:
            content["changed"] -= entry["count"]
            content["text"].remove(entry)
        for entry in list(content["not_reversed"]):
            if entry.get("detail") == before:
                content["not_reversed"].remove(entry)

    return ledger(edit)


def foreign_pdf(folder: Path) -> None:
    with pikepdf.open(folder / PRINT, allow_overwriting_input=True) as pdf:
        pdf.Root.Lang = "zh-Hant"
        for font in pdf.pages[0].resources.Font.values():
            font.BaseFont = pikepdf.Name(str(font.BaseFont).replace("-sc", "-tc"))
        pdf.save()


def a_rarer_form(content: dict[str, Any]) -> None:
    for entry in (g for g in content["text"] if g["from"] == "規"):
        entry |= {"rule": "phrase", "detail": "規劃", "choices": ["x", "规"]}


FAULTS: dict[str, tuple[str, str, Callable[[Path], None]]] = {
    "no ledger": (
        "T-001", BOOK, lambda folder: (folder / "astana-2017.zh-Hans.ledger.json").unlink()),
    "a wrong count": (
        "T-001", PRINT, ledger(lambda c: group(c, "國").update(count=1))),
    "a wrong sum": ("T-001", BOOK, ledger(lambda c: c.update(changed=1))),
    "another character before": (
        "T-002", PRINT, ledger(lambda c: group(c, "國").update({"from": "囯"}))),
    "another character behind": (
        "T-002", BOOK, ledger(lambda c: group(c, "國").update({"to": "囯"}))),
    "not said": ("T-003", BOOK, ledger(lambda c: c["not_reversed"].pop())),
    "said in vain": (
        "T-003", BOOK,
        ledger(lambda c: group(c, "为", "not_reversed").update(detail="囗"))),
    "left as it was": (
        "T-004", BOOK, lambda folder: (book("这", "這")(folder), unrecorded("這")(folder))[0]),
    "a mark of the other script": (
        "T-005", BOOK, lambda folder: (book("“", "「")(folder), unrecorded("「")(folder))[0]),
    "another language": ("T-006", BOOK, book('xml:lang="zh-Hans"', 'xml:lang="zh-Hant"')),
    "another language of the package": (
        "T-006", BOOK, book(">zh-Hans</dc:language>", ">zh</dc:language>")),
    "another language of the print": ("T-006", PRINT, foreign_pdf),
    "other fonts": ("T-007", PRINT, foreign_pdf),
    "the book of another script": (
        "T-007", BOOK,
        lambda folder: void(shutil.copy(folder / "astana-2017.zh-Hant-TW.epub", folder / BOOK))),
    "an unreviewed title": ("T-008", BOOK, ledger(a_rarer_form)),
}  # fmt: skip


def void(_: object) -> None:
    return None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(
    published: Path, declarations: dict[str, Declaration], fault: str
) -> None:
    code, file, falsify = FAULTS[fault]
    falsify(published)
    assert code in codes(published, declarations, file)


def test_every_code_of_the_family_is_shown_failing() -> None:
    assert {code for code, *_ in FAULTS.values()} == {row.code for row in script.ROWS}


APOSTROPHES = {
    "Alice’s": True,
    "é’": True,
    "ő’": True,
    "’90": True,
    "5’10”": True,
    "甲’乙": False,
    "甲”": False,
}


@pytest.mark.parametrize("text", APOSTROPHES)
def test_an_apostrophe_belongs_to_every_script(text: str) -> None:
    marks = [n for n, character in enumerate(text) if character in "’”"]
    assert all(script.is_apostrophe(text, n) for n in marks) is APOSTROPHES[text]
