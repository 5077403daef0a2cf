"""The tables around a structure lead where its elements say; sides and labels of pages fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.proof.trees import only, told
from zhengben.proof.extraction import TextSide
from zhengben.proof.tree_links import strange_tree


def sound(pdf: pikepdf.Pdf) -> Any:
    """Return the root of a structure whose tables lead where it says."""
    pdf.add_blank_page()
    page = pdf.pages[0].obj
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    part = pdf.make_indirect(Dictionary(S=Name.Part, P=root, ID=String("a")))
    held = [
        pdf.make_indirect(Dictionary(S=Name.P, P=part, Pg=page, K=n, ID=String(name)))
        for n, name in enumerate("bc")
    ]
    part.K, root.K = Array(held), Array([part])
    page.StructParents, pdf.Root.StructTreeRoot = 0, root
    root.ParentTree = Dictionary(Nums=Array([0, Array(held)]))
    root.ParentTreeNextKey = 1
    names = [String("a"), part, String("b"), held[0], String("c"), held[1]]
    listed = Dictionary(Names=Array(names), Limits=Array([String("a"), String("c")]))
    root.IDTree = Dictionary(Kids=Array([listed]))
    places = [part for name in "abc" for part in (String(name), 1)]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(places)))
    return root


def _identified(change: Callable[[list[Any]], list[Any]]) -> Callable[[pikepdf.Pdf, Any], None]:
    def alter(pdf: pikepdf.Pdf, root: Any) -> None:
        root.IDTree.Kids[0].Names = Array(change(list(root.IDTree.Kids[0].Names)))

    return alter


def _named(change: Callable[[list[Any]], list[Any]]) -> Callable[[pikepdf.Pdf, Any], None]:
    def alter(pdf: pikepdf.Pdf, root: Any) -> None:
        pdf.Root.Names.Dests.Names = Array(change(list(pdf.Root.Names.Dests.Names)))

    return alter


def _limits(pdf: pikepdf.Pdf, root: Any) -> None:
    root.IDTree.Kids[0].Limits[1] = String("b")


def _held_elsewhere(pdf: pikepdf.Pdf, root: Any) -> None:
    root.K[0].K[0].P = root


def _without_names(pdf: pikepdf.Pdf, root: Any) -> None:
    del pdf.Root.Names


IDENTIFIERS = "the identifiers are not in their order"
NAMES = "the names of destinations are not in their order"


@pytest.mark.parametrize(
    ("alter", "found"),
    [
        (lambda pdf, root: None, []), (_without_names, []),
        (_limits, [IDENTIFIERS]),
        (_identified(lambda n: [*n[2:4], *n[:2], *n[4:]]), [IDENTIFIERS]),
        (_identified(lambda n: [*n[:3], n[1], *n[4:]]), ["the identifier “b” leads elsewhere"]),
        (_identified(lambda n: [*n[:2], *n[4:]]), ["the identifier “b” leads elsewhere"]),
        (_identified(lambda n: [*n[:2], String("aa"), n[1], *n[2:]]),
         ["the identifier “aa” leads elsewhere"]),
        (_identified(lambda n: [*n[:2], *n]), [IDENTIFIERS]),
        (_named(lambda n: [*n[2:4], *n[:2], *n[4:]]), [NAMES]),
        (_named(lambda n: [*n[:2], *n]), [NAMES]),
        (_named(lambda n: n[2:]), ["“a” is no destination, or no element"]),
        (_named(lambda n: [*n, String("d"), 1]), ["“d” is no destination, or no element"]),
        (_named(lambda n: []), []),
    ],
)  # fmt: skip
def test_tables_lead_where_elements_say(
    alter: Callable[[pikepdf.Pdf, Any], None], found: list[str]
) -> None:
    with pikepdf.new() as pdf:
        alter(pdf, sound(pdf))
        faults = strange_tree(pdf)
    assert {(fault.code, fault.place) for fault in faults} <= {("strange", "structure")}
    assert [fault.sentence for fault in faults] == [f"In the file, {told}." for told in found]


def test_an_element_is_held_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.new() as pdf:
        root = sound(pdf)
        _held_elsewhere(pdf, root)
        number = root.K[0].K[0].objgen[0]
        (fault,) = strange_tree(pdf)
        told_of = f"In the file, object {number} says that another element holds it."
        assert fault.sentence == told_of
        # no more are told than anybody reads
        for each in range(30):
            root.IDTree.Kids[0].Names.extend([String(f"d{each:02}"), root])
        assert len(strange_tree(pdf)) == 20


def test_what_one_version_has_alone_stands_in_no_other() -> None:
    tree = only((1, 0), (1, 1), (1, 2))
    new, gone = tree.add("Mark-new", 1), tree.add("Mark-gone", 2)
    read = tree.read(tree.add("Art", tree.add("P", 0, new, gone, id="a")))
    assert told(read) == []
    assert read.blocks[0].sides == (TextSide(1, 2, "new"), TextSide(2, 3, "gone"))
    tree = only((1, 0), (1, 1))
    nested = tree.add("Mark-new", 0, tree.add("Mark-gone", 1))
    read = tree.read(tree.add("Art", tree.add("P", nested, id="a")))
    assert told(read) == [("side", "a", "a: what one version has alone stands inside the like.")]
    assert read.blocks[0].sides == (TextSide(1, 2, "gone"), TextSide(0, 2, "new"))


def labels(*called: tuple[int, str], noted: tuple[tuple[int, str], ...]) -> list[str]:
    """Return what is told of calls and notes by what page 1 shows, with their labels."""
    words = "①②③1"
    tree = only(*[(1, n) for n in range(4)])
    for item, text in zip(tree.marked.values(), words, strict=True):
        item.text = text
    kids = [tree.add("Mark-note", n, T=String(label)) for n, label in called]
    notes = [tree.add("P", tree.add("Mark-label", n, T=String(label)), id=f"n{n}{label}")
             for n, label in noted]  # fmt: skip
    art = tree.add("Art", tree.add("P", *kids, id="a"), *notes)
    return [s for code, _, s in told(tree.read(art)) if code == "label"]


def test_labels_of_a_page_count_from_one() -> None:
    begins = "The author's notes: "
    assert labels((0, "[1]"), (1, "[2]"), noted=()) == [
        f"{begins}no note for “[1]” stands at ① on page 1.",
        f"{begins}no note for “[2]” stands at ② on page 1.",
    ]
    assert labels((1, "[1]"), noted=()) == [f"{begins}call 1 on page 1 is “②”, not ①."]
    assert labels(noted=((0, "[1]"),)) == [f"{begins}nothing calls “①” on page 1."]
