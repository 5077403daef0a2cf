"""Marks are read from the structure tree by type, place, value and order.

What a paragraph says is written in the notation of docs/notation.md.
"""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Dictionary, Name, String

from tests.proof.trees import Tree, only, told
from zhengben.document.notation import KINDS, MarkedText, parse, write

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
