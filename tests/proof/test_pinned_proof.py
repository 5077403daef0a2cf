"""What a proof promises and other tests pass by, each on the smallest thing that shows it."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.small_documents import small_document
from zhengben.conversion.declarations import in_script
from zhengben.conversion.reviewed import Reviewed
from zhengben.press.attachments import attachments
from zhengben.proof import pictures, rendering
from zhengben.proof.pdf_grammar import ATTACHED
from zhengben.proof.pictures import picture_sha256
from zhengben.proof.reference_pages import ReferencePages
from zhengben.proof.structure_tree import StructureTree
from zhengben.proof.tree_links import _Tree
from zhengben.proof.witness import FontProgram
from zhengben.source.source import Source


def test_attachments_are_said_to_be_what_the_press_says_of_them(tmp_path: Path) -> None:
    declaration = small_document(tmp_path, ["各國合作。"])
    source = Source.open(tmp_path / "content" / "small")
    converted, ledger = in_script(declaration, "zh-Hans", Reviewed((), {}, Path("names.toml")))
    made = attachments(source, converted, ledger, "a tool")
    rows = {
        row.description.format("zh-Hans"): (
            row.name.format(name="small", script="zh-Hans", suffix=".txt"), row.relationship,
        )
        for row in ATTACHED
    }  # fmt: skip
    assert {a.description: (a.name, a.relationship) for a in made} == rows
    assert [row.always for row in ATTACHED] == [True, True, True, False, True]


def test_glyphs_of_a_turned_face_are_numbered_from_one() -> None:
    """Glyph 0 is the one that shows that a glyph is missing."""
    pages = ReferencePages([], {})
    turned, upright = (Path("face.otf"), True), (Path("face.otf"), False)
    likenesses = [cast(Any, _Like(40)), cast(Any, _Like(50))]
    for face, numbers in ((turned, [1, 2, 1]), (upright, [40, 50, 40])):
        found = [pages._number(face, like) for like in (*likenesses, likenesses[0])]
        assert found == [(face, number) for number in numbers]


class _Like:
    def __init__(self, glyph: int) -> None:
        self.glyph = glyph


@pytest.mark.parametrize(("length", "known"), [(43, False), (44, True)])
def test_a_font_that_says_no_edges_has_none(length: int, known: bool) -> None:
    head = struct.pack(">36x4h", -1, -2, 3, 4)[:length].ljust(length, b"\0")
    face = SimpleNamespace(reference_table=lambda _: SimpleNamespace(data=head))
    program = FontProgram(hb.Blob(b""))
    program.face = cast(Any, face)
    assert program.edges == ((-1, -2, 3, 4) if known else (0, 0, 0, 0))


def test_a_picture_is_known_by_its_points_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def saved(kind: str, size: tuple[int, int], **more: Any) -> bytes:
        data = io.BytesIO()
        Image.new("RGB", size, "red").save(data, kind, **more)
        return data.getvalue()

    found = picture_sha256(saved("PNG", (4, 3)))
    assert found
    assert picture_sha256(saved("PNG", (4, 3), compress_level=0)) == found
    assert picture_sha256(saved("PNG", (3, 4))) not in ("", found)
    assert picture_sha256(saved("GIF", (4, 3))) == ""
    assert picture_sha256(b"nothing") == ""
    # one that no memory holds
    monkeypatch.setattr(pictures, "_MOST_POINTS", 12)
    assert picture_sha256(saved("PNG", (4, 3))) == found
    assert picture_sha256(saved("PNG", (13, 1))) == ""


def test_every_element_of_a_tree_says_who_holds_it() -> None:
    with pikepdf.new() as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        part = pdf.make_indirect(Dictionary(S=Name.Part, P=root, ID=b"a"))
        page = pdf.make_indirect(Dictionary(Type=Name.Page))
        held = [
            pdf.make_indirect(Dictionary(S=Name.P, P=part, Pg=page, K=n, ID=f"p{n}".encode()))
            for n in range(2)
        ]
        part.K, root.K = Array(held), part
        tree = _Tree(root)
        assert tree.faults == []
        assert [*tree.identifiers] == [b"a", b"p1", b"p0"]
        assert {number for _, number in tree.contents} == {0, 1}
        held[1].P = root
        (told,) = _Tree(root).faults
        assert told == f"object {held[1].objgen[0]} says that another element holds it"


@pytest.mark.parametrize(
    ("kind", "drawn", "words", "said", "told"),
    [
        ("image", ["a"], "圖", "", []),
        ("image", [], "圖", "〔圖〕", []),
        ("math", [], "x", "x", []),
        ("math", ["a"], "x", "", []),
        ("image", ["a", "b"], "圖", "", ["is drawn more than once"]),
        ("image", ["a"], "", "", ["is drawn without words for it"]),
        ("image", ["a"], "圖", "圖", ["shows"]),
        ("image", [], "圖", "", ["shows"]),
        ("math", [], "x", "〔x〕", ["shows"]),
    ],
)
def test_a_picture_is_drawn_once_or_shows_its_words(
    kind: str, drawn: list[str], words: str, said: str, told: list[str]
) -> None:
    faults = list[str]()
    tree = SimpleNamespace(_fault=lambda code, place, sentence: faults.append(sentence))
    element = Dictionary(T=String("map.png"), Alt=String(words))
    leaf = SimpleNamespace(name="art-1", id="art-1")
    value = StructureTree._value(
        cast(Any, tree), cast(Any, kind), element, said, drawn, cast(Any, leaf)
    )
    assert value == (f"map.png|{words}" if kind == "image" else "map.png")
    assert len(faults) == len(told)
    assert all(part in fault for part, fault in zip(told, faults, strict=True))


@pytest.mark.parametrize(
    ("program", "every", "one"),
    [
        ("pdftoppm", ["-q", "-r", "72", "-gray"], ["-q", "-r", "72", "-f", "3", "-l", "3"]),
        ("mutool", ["draw", "-q", "-r", "72", "-F", "pgm"], ["draw", "-q", "-r", "72", "-F"]),
    ],
)
def test_an_engine_draws_all_pages_or_one(
    program: str, every: list[str], one: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[list[str]]()
    monkeypatch.setattr(rendering.subprocess, "run", lambda command, **_: asked.append(command))
    for page in ((), (3,)):
        rendering._by_program(f"/bin/{program}", tmp_path / "a.pdf", tmp_path, 72, *page)
    assert [command[0] for command in asked] == [f"/bin/{program}"] * 2
    assert asked[0][1 : len(every) + 1] == every
    assert asked[1][1 : len(one) + 1] == one
    assert ("3" in asked[0], "3" in asked[1]) == (False, True)


def test_a_picture_of_the_file_is_copied_once() -> None:
    pages, made = ReferencePages([], {}), list[Any]()
    pdf = SimpleNamespace(copy_foreign=lambda item: made.append(item) or f"copy {len(made)}")
    items = [SimpleNamespace(objgen=(n, 0)) for n in (5, 6, 5)]
    found = [pages._object(cast(Any, pdf), item) for item in items]
    assert found == ["copy 1", "copy 2", "copy 1"]
