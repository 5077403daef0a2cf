"""The structure tree says what is canonical text and in what order; what does not fit is told."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.proof.pages import document, element
from zhengben.document.notation import KINDS, MarkedText, parse, write
from zhengben.proof.content import OUT_OF_ORDER, Marked
from zhengben.proof.extraction import Block
from zhengben.proof.structure_tree import Step, StructureTree

WORDS = "甲乙丙丁戊己"


class Tree:
    """A document of two pages whose marked content 0, 1, 2 … of each says 甲, 乙, 丙 …."""

    def __init__(self, pages: int = 2, items: int = 4) -> None:
        self.pdf = document(*[""] * pages)
        self.pages = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages, 1)}
        self.marked = {
            (page, mcid): Marked(n, n, WORDS[mcid], start=(0, 90 - 10 * mcid),
                                 end=(50, 90 - 10 * mcid), size=10)
            for page, n in self.pages.items()
            for mcid in range(items)
        }  # fmt: skip

    def add(self, tag: str, *kids: Any, page: int = 1, **more: Any) -> Any:
        """Return an element whose numbers are marked content of a page."""
        return element(self.pdf, tag, *kids, Pg=self.pdf.pages[page - 1].obj, **more)

    def item(self, mcid: int, page: int = 1) -> Any:
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page - 1].obj, MCID=mcid)

    def forget(self, *keys: tuple[int, int]) -> None:
        """Take away the marked content that a test does not refer to: (page, number)."""
        pages = list(self.pages)
        for page, mcid in keys:
            del self.marked[pages[page - 1], mcid]

    def read(self, *kids: Any, **more: Any) -> StructureTree:
        root = self.pdf.make_indirect(Dictionary(K=Array(kids), **more))
        return StructureTree(root, self.marked, self.pages)


def told(structure: StructureTree) -> list[tuple[str, str, str]]:
    return [(f.code, f.place, f.sentence) for f in structure.faults]


def only(*used: tuple[int, int], pages: int = 2) -> Tree:
    """Return a tree whose marked content is all that a test refers to: (page, number)."""
    tree = Tree(pages)
    tree.forget(*[(p, n) for p in range(1, pages + 1) for n in range(4) if (p, n) not in used])
    return tree


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
    for tag in ("Lbl", "Reference", "Note", "Caption"):
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


# marks

WRAPPING = {row.kind: f"Mark-{row.kind}" for row in KINDS.values() if row.form == "wraps"}
WRAPPING["ruby"] = "Ruby"


def marked(*kids: Any, tree: Tree, told_too: list[str] | None = None) -> str:
    """Return in notation what a paragraph of these kids says; nothing else is told of it."""
    found = tree.read(tree.add("Art", tree.add("P", *kids, id="a")))
    assert [sentence for _, _, sentence in told(found)] == (told_too or [])
    (block,) = found.blocks
    line = MarkedText(block.text, block.marks)
    # and in the order that marks of a text have
    assert parse(write(line)) == line
    return write(line)


def saying(*words: str) -> Tree:
    """Return a tree whose marked content of page 1 says these words."""
    tree = only(*[(1, n) for n in range(len(words))])
    for item, text in zip(tree.marked.values(), words, strict=True):
        item.text = text
    return tree


@pytest.mark.parametrize("kind", [kind for kind in WRAPPING if kind != "ruby"])
def test_a_mark_over_text(kind: str) -> None:
    tree = saying(*"甲乙丙丁")
    found = marked(0, tree.add(WRAPPING[kind], 1, 2), 3, tree=tree)
    assert found == f"甲^{kind}{{乙丙}}丁"


def test_a_reading_is_no_text() -> None:
    tree = saying("甲", "乙", "ㄧˇ", "丁")
    ruby = tree.add("Ruby", tree.add("RB", 1), tree.add("RT", 2))
    assert marked(0, ruby, 3, tree=tree) == "甲^ruby{乙|ㄧˇ}丁"
    tree = saying("yi", "bing")
    assert marked(tree.add("RT", 0), tree.add("Mark-em", 1), tree=tree) == "yi^em{bing}"
    tree = saying("甲", "y", "i", "乙")
    ruby = tree.add("Ruby", 0, tree.add("RT", 1, tree.add("Span", 2)), 3)
    assert marked(ruby, tree=tree) == "^ruby{甲乙|yi}"


def test_a_ruby_may_begin_with_content_itself() -> None:
    tree = saying("甲", "乙", "jia")
    item = tree.item(1)
    ruby = tree.add("Ruby", item, tree.add("RT", 2))
    assert marked(0, ruby, tree=tree) == "甲^ruby{乙|jia}"


def test_marks_in_marks() -> None:
    tree = saying("甲", "乙", "丙", "yi")
    inner = tree.add("Mark-em", tree.add("Mark-u", 1))
    ruby = tree.add("Ruby", tree.add("RB", inner, tree.add("Span", 2)), tree.add("RT", 3))
    assert marked(tree.add("Mark-name", 0, ruby), tree=tree) == "^name{甲^ruby{^em{^u{乙}}丙|yi}}"


def test_the_call_of_a_note_is_its_label() -> None:
    tree = saying("甲", "①", "2", "乙")
    # a reference is apparatus, but this one is the author's
    roles = Dictionary({"/Mark-note": Name.Reference})
    art = tree.add(
        "Art", tree.add("P", 0, tree.add("Mark-note", tree.add("Link", 1)),
                        tree.add("Mark-note", 2), 3, id="a"),
    )  # fmt: skip
    found = tree.read(art, RoleMap=roles)
    assert told(found) == []
    assert (found.blocks[0].text, found.blocks[0].marks) == (
        "甲乙",
        parse("甲^note{①}^note{2}乙").marks,
    )


def test_a_picture_and_a_formula_are_a_character_each() -> None:
    tree = saying("〔甲國〕", "x^2", "sum.mml", "乙")
    figure = tree.add("Figure", 0, T=String("map.png"), Alt=String("甲國"))
    formula = tree.add("Formula", 1, T=String("x^2"), Alt=String("x^2"))
    file = tree.add("Formula", 2, T=String("file:sum.mml"), Alt=String("sum.mml"))
    assert marked(figure, formula, tree.add("Mark-em", file), 3, tree=tree) == (
        "^image{map.png|甲國}^math{x^^2}^em{^math{file:sum.mml}}乙"
    )


@pytest.mark.parametrize(
    ("tag", "said", "alt", "wanted"),
    [
        ("Figure", "〔乙〕", "甲", "^image{a|甲}"),
        ("Figure", "甲", "甲", "^image{a|甲}"),
        ("Figure", "〔甲〕", "", "^image{a|}"),
        ("Formula", "乙", "甲", "^math{a}"),
        ("Formula", "〔甲〕", "甲", "^math{a}"),
        ("Formula", "甲", "", "^math{a}"),
    ],
)
def test_an_object_shows_its_words(tag: str, said: str, alt: str, wanted: str) -> None:
    tree = saying(said)
    thing = tree.add(tag, 0, T=String("a"), **({"Alt": String(alt)} if alt else {}))
    sentence = f"a: a picture or formula, “{alt}”, shows “{said}”."
    assert marked(thing, tree=tree, told_too=[sentence]) == wanted


def test_an_object_without_a_name_has_none() -> None:
    tree = saying("〔甲〕")
    found = tree.read(tree.add("Art", tree.add("P", tree.add("Figure", 0, Alt=String("甲")))))
    assert [mark.value for mark in found.blocks[0].marks] == ["|甲"]


def test_marks_outside_the_text_are_none() -> None:
    for tag in ("Mark-em", "Mark-note", "Figure", "Ruby"):
        # in apparatus, and in what is no paragraph
        tree = saying("甲", "乙")
        note = tree.add("Note", tree.add("P", tree.add(tag, 1)))
        assert marked(0, note, tree=tree) == "甲"
        tree = saying("甲")
        assert tree.read(tree.add("Sect", tree.add("P", tree.add(tag, 0)))).blocks == ()
        tree = saying("甲")
        found = tree.read(tree.add("Art", tree.add(tag, 0)))
        assert [code for code, _, _ in told(found)] == ["no-paragraph"]


def test_a_mark_in_a_value_is_part_of_it() -> None:
    tree = saying("甲", "yi", "1", "2")
    ruby = tree.add("Ruby", 0, tree.add("RT", tree.add("Mark-em", 1)))
    note = tree.add("Mark-note", 2, tree.add("Mark-sup", 3))
    assert marked(ruby, note, tree=tree) == "^ruby{甲|yi}^note{12}"


def test_a_type_that_is_mapped_to_a_mark_is_none() -> None:
    tree = saying("甲")
    found = tree.read(
        tree.add("Art", tree.add("P", tree.add("X", 0), id="a")),
        RoleMap=Dictionary({"/X": Name("/Mark-em")}),
    )
    assert found.blocks[0].marks == ()


def test_a_value_stands_on_its_page_and_in_order() -> None:
    tree = only((1, 0), (2, 0), (2, 1))
    for item, text in zip(tree.marked.values(), ("甲", "〔乙〕", "丙"), strict=True):
        item.text = text
    figure = tree.add("Figure", 0, page=2, T=String("a"), Alt=String("乙"))
    found = tree.read(tree.add("Art", tree.add("P", 0, figure, tree.item(1, 2), id="a")))
    assert (found.blocks[0].places, found.blocks[0].offsets) == (("page 1", "page 2"), (0, 1))
    assert told(found) == []
    found = tree.read(tree.add("Art", tree.add("P", 0, tree.item(1, 2), figure, id="a")))
    assert [code for code, _, _ in told(found)] == ["order"]
