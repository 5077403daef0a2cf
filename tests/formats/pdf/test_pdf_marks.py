"""Print editions hold every mark of a text, which is read back out of the structure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from marked_documents import write_marked

from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.faces import FACES
from zhengben.design.kinds import BesideEdition, CollationEdition, PrintEdition
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.writer import Press
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

REFERENCES = {face.key: face.path for face in FACES.values()}
# one edition of each layout
PRINTED = [e for e in EDITIONS.values() if isinstance(e, PrintEdition)]
# editions of one text, each set on its own
SEVERAL = (CollationEdition, BesideEdition)
LAYOUTS = list({e.layout: e for e in PRINTED if not isinstance(e, SEVERAL)}.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marked(tmp_path_factory.mktemp("pdf") / "content")


@pytest.fixture(scope="module")
def marked(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


@pytest.fixture(scope="module")
def printed(folder: Path, marked: Declaration) -> Callable[[PrintEdition], Path]:
    press = Press(marked, Assets.find(), folder / "canonical.txt", "test")

    def path(edition: PrintEdition) -> Path:
        made = folder / f"{edition.name}.pdf"
        if not made.is_file():
            made.write_bytes(press.print(edition).data)
        return made

    return path


def failures(path: Path, declaration: Declaration) -> tuple[str, ...]:
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    proof = prove(path, declaration.text, ids=ids, references=REFERENCES, marks=marks)
    return proof.failures


@pytest.mark.parametrize("edition", LAYOUTS, ids=lambda edition: edition.layout)
def test_every_mark_is_read_back(
    edition: PrintEdition, printed: Callable[[PrintEdition], Path], marked: Declaration
) -> None:
    assert failures(printed(edition), marked) == ()


def test_types_of_our_own_stand_for_standard_ones(
    printed: Callable[[PrintEdition], Path],
) -> None:
    with pikepdf.open(printed(LAYOUTS[0])) as pdf:
        roles: Any = pdf.Root.StructTreeRoot.RoleMap
        assert {str(key): str(value) for key, value in roles.items()} == {
            **{f"/Mark-{k}": "/Span" for k in ("sup", "sub", "em", "dots", "u", "name", "blank")},
            "/Mark-note": "/Reference",
            "/Editorial": "/P",
            "/Author-note": "/P",
        }


# name: (type of the element, which of them, what becomes of it, a word it must be found by)
Change = Callable[[Any], None]


def turn(kind: str) -> Change:
    def change(element: Any) -> None:
        element.S = pikepdf.Name(f"/{kind}")

    return change


def say(key: str, value: str) -> Change:
    def change(element: Any) -> None:
        element[f"/{key}"] = pikepdf.String(value)

    return change


def lose(element: Any) -> None:
    element.K = pikepdf.Array()


MUTATIONS: dict[str, tuple[str, int, Change, str]] = {
    "a superscript is plain": ("Mark-sup", 0, turn("Span"), "lacks a mark, superscript over “3”"),
    "a superscript is a subscript": ("Mark-sup", 0, turn("Mark-sub"), "adds a mark, subscript"),
    "dots are a line": ("Mark-dots", 0, turn("Mark-name"), "lacks a mark, emphasis dots"),
    "a blank is none": ("Mark-blank", 0, turn("Span"), "lacks a mark, a blank"),
    "emphasis is nobody's": ("P", 1, turn("Mark-em"), "lacks this paragraph"),
    "a ruby is plain": ("Ruby", 0, turn("Span"), "lacks a mark, a reading"),
    "a reading is text": ("RT", 0, turn("Span"), "ㄉㄨˊ"),
    "a call is ours": ("Mark-note", 1, turn("Reference"), "lacks a mark, the call"),
    "a picture is text": ("Figure", 0, turn("Span"), "甲|乙"),
    "other words for it": ("Figure", 0, say("Alt", "甲"), "adds a mark, a picture (map.png|甲)"),
    "another file": ("Figure", 1, say("T", "a.png"), "adds a mark, a picture (a.png"),
    "another formula": ("Formula", 0, say("T", "x^3"), "lacks a mark, a formula (x^2)"),
    "a formula is lost": ("Formula", 0, lose, "shows “”"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_altered_is_found(
    name: str,
    printed: Callable[[PrintEdition], Path],
    marked: Declaration,
    tmp_path: Path,
) -> None:
    kind, number, change, word = MUTATIONS[name]
    path = tmp_path / "altered.pdf"
    with pikepdf.open(printed(LAYOUTS[0])) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot, kind))
        change(elements[number])
        pdf.save(path)
    assert any(word in sentence for sentence in failures(path, marked)), failures(path, marked)


def _elements(element: Any, kind: str) -> Any:
    """Yield the elements of a type in the order of the tree."""
    if str(element.get("/S", "")) == f"/{kind}":
        yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
            yield from _elements(kid, kind)
