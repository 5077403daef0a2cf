"""Marks that were found are compared with those of the text; each difference is one sentence."""

from __future__ import annotations

import pytest

from zhengben.document.notation import OBJECT, Mark, parse
from zhengben.proof.extraction import Block, Extraction
from zhengben.proof.fidelity import Difference, compare
from zhengben.proof.marks import Said

# a name: a line, the line that was found, and what is told, behind “para-1, character ”
CASES: dict[str, tuple[str, str, list[str]]] = {
    "alike": ("甲^sup{2}^note{①}乙^image{a.png|圖}", "甲^sup{2}^note{①}乙^image{a.png|圖}", []),
    "lost": ("甲^sup{2}乙", "甲2乙", ["2: the PDF lacks a mark, superscript over “2”."]),
    "added": ("甲乙", "甲^em{乙}", ["2: the PDF adds a mark, emphasis over “乙”."]),
    "of another kind": (
        "^dots{甲}乙",
        "^name{甲}乙",
        [
            "1: the PDF lacks a mark, emphasis dots (着重號) over “甲”.",
            "1: the PDF adds a mark, proper-name line (專名號) over “甲”.",
        ],
    ),
    "moved": (
        "甲^u{乙丙}丁",
        "甲乙^u{丙丁}",
        [
            "2: the PDF lacks a mark, underline over “乙丙”.",
            "3: the PDF adds a mark, underline over “丙丁”.",
        ],
    ),
    "of another value": (
        "^ruby{甲|jia}",
        "^ruby{甲|jie}",
        [
            "1: the PDF lacks a mark, a reading beside its base over “甲” (jia).",
            "1: the PDF adds a mark, a reading beside its base over “甲” (jie).",
        ],
    ),
    "a call": (
        "甲^note{1}",
        "甲^note{2}",
        [
            "2: the PDF lacks a mark, the call of a note by the author (1).",
            "2: the PDF adds a mark, the call of a note by the author (2).",
        ],
    ),
    "a picture": (
        "^image{a.png|甲}",
        "^image{b.png|甲}",
        [
            "1: the PDF lacks a mark, a picture (a.png|甲).",
            "1: the PDF adds a mark, a picture (b.png|甲).",
        ],
    ),
    "a picture without words": ("^image{a.png|}", "^image{a.png|a.png}", []),
    "a formula is no picture": (
        "^math{x}",
        "^image{x|x}",
        ["1: the PDF lacks a mark, a formula (x).", "1: the PDF adds a mark, a picture (x|x)."],
    ),
    "one of two": (
        "甲^note{1}^note{1}乙",
        "甲^note{1}乙",
        ["2: the PDF lacks a mark, the call of a note by the author (1)."],
    ),
    "twice for once": (
        "^em{甲}",
        "^em{^em{^em{甲}}}",
        ["1: the PDF adds a mark, emphasis over “甲”."] * 2,
    ),
    "in another order": (
        "甲^em{^u{乙}}^note{1}",
        "甲^u{^em{乙}}^note{1}",
        ["2: the PDF has a mark, emphasis over “乙” in another order."],
    ),
    "long ones are told by their beginning": (
        "^em{" + "甲" * 30 + "}^math{" + "x" * 50 + "}",
        "甲" * 30 + "^math{x}",
        [
            f"1: the PDF lacks a mark, emphasis over “{'甲' * 24}”.",
            f"31: the PDF lacks a mark, a formula ({'x' * 40}).",
            "31: the PDF adds a mark, a formula (x).",
        ],
    ),
}


def compared(line: str, found: str) -> list[Difference]:
    """Compare the second of two lines, which has marks, with what was found."""
    text, read = parse(line), parse(found)
    blocks = (Block("title", "題"), Block("para-1", read.text, marks=read.marks))
    extraction = Extraction("PDF", blocks)
    return compare(f"題\n{text.text}\n", extraction, ("title", "para-1"), [(), text.marks])


@pytest.mark.parametrize("name", CASES)
def test_each_difference_of_marks_is_told(name: str) -> None:
    line, found, sentences = CASES[name]
    assert [d.sentence for d in compared(line, found)] == [
        f"para-1, character {sentence}" for sentence in sentences
    ]


def test_a_difference_of_marks_has_its_place() -> None:
    lost, added = compared("甲^ruby{乙|yi}", "甲^sup{乙}")
    assert lost == Difference(
        "lost-mark", "para-1", 2, 1, 3, "ruby", "yi",
        "para-1, character 2: the PDF lacks a mark, a reading beside its base over “乙” (yi).",
    )  # fmt: skip
    assert (added.kind, added.expected, added.found, added.offset) == ("added-mark", "sup", "", 1)
    (moved,) = compared("甲^em{^u{乙}}", "甲^u{^em{乙}}")
    assert (moved.kind, moved.expected) == ("added-mark", "em")


def test_marks_are_compared_beside_characters_but_not_in_divided_lines() -> None:
    assert [d.kind for d in compared("甲^em{乙}丙丁戊", "甲乙丙丁己")] == ["changed", "lost-mark"]
    text = parse("甲乙^em{丙丁}")
    blocks = (Block("a", "甲乙"), Block("b", "丙丁"))
    found = compare("甲乙丙丁\n", Extraction("PDF", blocks), ("a",), [text.marks])
    assert [d.kind for d in found] == ["split"]


def test_a_text_without_marks_has_none() -> None:
    block = Block("a", "甲", marks=(Mark("em", 0, 1),))
    (found,) = compare("甲\n", Extraction("PDF", (block,)), ("a",))
    assert found.kind == "added-mark"


@pytest.mark.parametrize("count", [1, 3])
def test_each_line_has_its_marks(count: int) -> None:
    with pytest.raises(ValueError, match=f"marks of {count} lines for 2 paragraphs"):
        compare("甲\n乙\n", Extraction("PDF", (Block("a", "甲"),)), None, [()] * count)


def test_what_nested_elements_say_is_gathered_from_the_inside() -> None:
    said = Said()
    said.say("甲")
    outer = said.open()
    inner = said.open()
    said.say("乙")
    said.say("")
    said.say(None)
    said.close("sup", inner)
    said.point("note", "1")
    said.close("ruby", outer, "r")
    said.point("image", "a.png|圖")
    assert (said.text, said.length) == (f"甲乙{OBJECT}", 3)
    assert said.pieces == ["甲", "乙", OBJECT]
    more = Said(["丙"], [Mark("em", 0, 1, "v")], 1)
    more.add(said)
    assert more.text == f"丙甲乙{OBJECT}"
    assert more.length == 4
    assert more.ordered == (
        Mark("em", 0, 1, "v"),
        Mark("ruby", 2, 3, "r"),
        Mark("sup", 2, 3),
        Mark("note", 3, 3, "1"),
        Mark("image", 3, 4, "a.png|圖"),
    )
