"""The structure tree says what is canonical text and in what order; what does not fit is told."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.proof.pages import element
from tests.proof.trees import Tree, only, told
from zhengben.proof.extraction import Block
from zhengben.proof.marked_content import OUT_OF_ORDER, Marked
from zhengben.proof.structure_tree import Step


def test_blocks_stand_in_the_order_of_the_tree() -> None:
    tree = only((1, 0), (1, 1), (2, 0), (2, 1))
    art = tree.add(
        "Art",
        tree.add("H1", 0, id="title"),
        tree.add("Sect", tree.add("P", 1, tree.item(0, 2), id="para-1", Lang=String("zh-Hant"))),
        tree.add("P", 1, id="para-2", page=2),
        Lang=String("zh-Hans"),
    )
    found = tree.read(art)
    assert told(found) == []
    assert found.blocks == (
        Block("title", "甲", ("page 1",), (0,), "zh-Hans"),
        Block("para-1", "乙甲", ("page 1", "page 2"), (0, 1), "zh-Hant"),
        Block("para-2", "乙", ("page 2",), (0,), "zh-Hans"),
    )
    path = found.paths[next(iter(tree.pages)), 1]
    assert [step.role for step in path] == ["Art", "Sect", "P"]
    assert path[2] == Step("P", "para-1", path[2].number, own="P")
    assert len({step.number for step in path}) == 3


def test_apparatus_is_no_text() -> None:
    for tag in ("Lbl", "Reference", "Note", "Editorial", "Caption"):
        tree = only((1, 0), (1, 1))
        inner = tree.add(tag, tree.add("P", 1))
        found = tree.read(tree.add("Art", tree.add("P", 0, inner, id="a")))
        assert [block.text for block in found.blocks] == ["甲"]
        assert told(found) == []
    tree = only((1, 0))
    assert tree.read(tree.add("Sect", tree.add("P", 0))).blocks == ()


def test_every_kind_of_block() -> None:
    for tag in ("P", "H", "H1", "H2", "H3", "H4", "H5", "H6"):
        tree = only((1, 0))
        assert tree.read(tree.add("Art", tree.add(tag, 0, id="a"))).blocks[0].text == "甲"


def test_roles_are_mapped_to_their_ends() -> None:
    tree = only((1, 0), (1, 1))
    roles = Dictionary(Text=Name.Para, Para=Name.P, P=Name.P, Foot=Name.Note, A=Name.B, B=Name.A)
    art = tree.add("Art", tree.add("Text", 0, tree.add("Foot", 1), id="a"), tree.add("A"))
    found = tree.read(art, RoleMap=roles)
    assert [block.text for block in found.blocks] == ["甲"]
    assert told(found) == []


def test_one_kid_needs_no_list() -> None:
    tree = only((1, 0))
    block = tree.add("P", id="a")
    block.K = 0
    art = tree.add("Art")
    art.K = block
    assert tree.read(art).blocks[0].text == "甲"
    del block.K
    assert tree.read(art).blocks[0].text == ""


def test_a_reference_takes_the_page_of_its_element_and_the_stream_it_names() -> None:
    tree = only((1, 0), (2, 1))
    stream = tree.pdf.make_stream(b"")
    tree.marked[stream.objgen, 5] = Marked(2, 2, "子", start=(0, 10), size=10)
    named = Dictionary(MCID=5, Stm=stream)
    block = tree.add("P", Dictionary(MCID=1), named, id="a", page=2)
    other = tree.add("P", 0, Dictionary(Type=Name.OBJR), id="b")
    found = tree.read(tree.add("Art", block, other))
    assert [block.text for block in found.blocks] == ["乙子", "甲"]
    assert told(found) == []


def test_content_that_is_not_there() -> None:
    tree = only((1, 0))
    element_without_page = element(tree.pdf, "P", 0, id="b")
    found = tree.read(tree.add("Art", tree.add("P", 0, 9, id="a"), element_without_page))
    assert told(found) == [
        ("mcid-missing", "page 1",
         "The structure refers to marked content 9 of page 1, which is not there."),
        ("mcid-missing", "structure",
         "The structure refers to marked content 0 of structure, which is not there."),
    ]  # fmt: skip
    # content of a stream stands on the page where it is shown
    tree = only()
    stream = tree.pdf.make_stream(b"")
    tree.marked[stream.objgen, 0] = Marked(2, 2)
    named = Dictionary(MCID=0, Stm=stream)
    assert told(tree.read(tree.add("Art", tree.add("P", named, id="a"))))[0][0] == "mcid-missing"


def test_content_that_stands_twice() -> None:
    tree = only((1, 0))
    found = tree.read(tree.add("Art", tree.add("P", 0, 0, id="a")))
    sentence = "Marked content 0 of page 1 stands twice in the structure tree."
    assert ("mcid-shared", "page 1", sentence) in told(found)


def test_content_that_no_element_holds() -> None:
    tree = only((1, 0), (1, 1), (2, 2), (2, 3))
    pages = list(tree.pages)
    tree.marked[pages[1], 3] = Marked(2, 2, painted=True)
    tree.marked[pages[0], 1] = Marked(1, 1)
    assert told(tree.read(tree.add("Art"))) == [
        ("mcid-unused", "page 1", "Marked content 0 of page 1, which the structure does not hold, "
         "shows text: “甲”."),
        ("mcid-unused", "page 2", "Marked content 2 of page 2, which the structure does not hold, "
         "shows text: “丙”."),
        ("mcid-unused", "page 2", "Marked content 3 of page 2, which the structure does not hold, "
         "shows a drawing or picture."),
    ]  # fmt: skip


def test_unused_content_is_told_page_by_page() -> None:
    tree = only((1, 0), (2, 0))
    # the page of the higher object comes first in the book
    for item, page in zip(tree.marked.values(), (2, 1), strict=True):
        item.page = page
    assert [place for _, place, _ in told(tree.read(tree.add("Art")))] == ["page 1", "page 2"]


def test_text_outside_every_paragraph() -> None:
    tree = only((1, 0), (1, 1))
    tree.marked[next(iter(tree.pages)), 1] = Marked(1, 1)
    sentence = "Page 1 has text of the document outside every paragraph: “甲”."
    assert told(tree.read(tree.add("Art", 0, 1))) == [("no-paragraph", "page 1", sentence)]


def test_a_paragraph_in_a_paragraph() -> None:
    tree = only((1, 0), (1, 1))
    found = tree.read(tree.add("Art", tree.add("P", 0, tree.add("P", 1, id="b"), id="a")))
    assert told(found) == [("nested", "a", "b stands inside a.")]
    tree = only((1, 0), (1, 1))
    found = tree.read(tree.add("Art", tree.add("P", 0, tree.add("P", 1))))
    assert told(found)[0] == (
        "nested", "", "a paragraph without an identifier (“”) stands inside a paragraph without "
        "an identifier (“甲”).",
    )  # fmt: skip


def test_identifiers() -> None:
    tree = only((1, 0), (1, 1), (2, 0))
    blocks = [
        tree.add("P", 0, id="a"), tree.add("P", 1, tree.item(0, 2)), tree.add("P", id="a"),
        tree.add("P"),
    ]  # fmt: skip
    assert told(tree.read(tree.add("Art", *blocks))) == [
        (
            "no-id",
            "page 1 and page 2",
            "A paragraph on page 1 and page 2 has no identifier: “乙甲”.",
        ),
        ("id-twice", "a", "Two paragraphs bear the identifier a."),
        ("no-id", "structure", "A paragraph on structure has no identifier: “”."),
    ]


def test_problems_of_content_are_told_with_its_paragraph() -> None:
    tree = only((1, 0))
    (item,) = tree.marked.values()
    item.problems = {"is invisible", OUT_OF_ORDER}
    assert told(tree.read(tree.add("Art", tree.add("P", 0, id="a")))) == [
        ("unseen", "page 1", "a: text on page 1 is invisible: “甲”."),
        ("order", "page 1", f"a: text on page 1 {OUT_OF_ORDER}: “甲”."),
    ]


def order(*items: Any, tree: Tree) -> bool:
    """Say whether the items of a paragraph are told to be out of order."""
    return "order" in {
        f.code for f in tree.read(tree.add("Art", tree.add("P", *items, id="a"))).faults
    }


def test_the_order_of_a_paragraph() -> None:
    tree = only((1, 0), (1, 1), (2, 0))
    assert not order(0, 1, tree.item(0, 2), tree=tree)
    assert order(1, 0, tree=tree)
    assert order(tree.item(0, 2), 1, tree=tree)
    # by the pages of the book, where sheets are folded
    pages = list(tree.pages)
    tree.marked[pages[1], 0].folio = 0
    assert not order(tree.item(0, 2), 1, tree=tree)
    assert order(1, tree.item(0, 2), tree=tree)
    # what shows nothing stands nowhere
    tree.marked[pages[0], 0].start = None
    assert not order(1, 0, tree=tree)


def test_a_tree_has_no_loops_and_an_end() -> None:
    tree = only()
    art = tree.add("Art")
    art.K = Array([art])
    sentence = "An element stands twice in the structure tree."
    assert told(tree.read(art)) == [("tree-loop", "structure", sentence)]

    def deep(depth: int) -> list[str]:
        inner = Dictionary(S=Name.Div)
        for _ in range(depth - 1):
            inner = Dictionary(S=Name.Div, K=Array([inner]))
        return [code for code, _, _ in told(only().read(inner))]

    assert deep(101) == []
    assert deep(102) == ["tree-loop"]


def test_an_element_that_stands_in_two_others() -> None:
    tree = only((1, 0))
    block = tree.add("P", 0, id="a")
    found = tree.read(tree.add("Art", tree.add("Sect", block), tree.add("Sect", block)))
    assert [code for code, _, _ in told(found)] == ["tree-loop"]
    assert [block.text for block in found.blocks] == ["甲"]


def test_what_is_unknown_in_a_tree() -> None:
    tree = only()
    sentence = "The structure tree holds something unknown."
    unknown = ("tree", "structure", sentence)
    assert told(tree.read(tree.add("Art", String("x")))) == [unknown]
    assert told(tree.read(tree.add("Art", Dictionary(Type=Name.X)))) == [unknown]
    assert told(tree.read(element(tree.pdf, "Art", Dictionary(Type=Name.OBJR)))) == []


def test_an_identifier_may_be_in_any_bytes() -> None:
    tree = only((1, 0))
    block = tree.add("P", 0)
    block.ID = String(b"\xff")
    assert tree.read(tree.add("Art", block)).blocks[0].id in ("\ufffd", "ÿ")
    assert isinstance(tree.pdf, pikepdf.Pdf)
