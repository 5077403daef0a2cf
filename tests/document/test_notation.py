"""The notation: one spelling for each text with its marks, and one sentence for each fault."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.document.notation import (
    DEEPEST_MARK,
    KINDS,
    OBJECT,
    Kind,
    Mark,
    MarkedText,
    NotationError,
    escape,
    parse,
    write,
)

WRAPS = [kind for kind, row in KINDS.items() if row.form == "wraps"]
# what the notation gives a meaning, and what real texts hold
_PLAIN = st.text("^{}|甲乙。 　①[_*\\~$1a", max_size=4)
_VALUE = st.text("^{}|甲ㄉ1", min_size=1, max_size=4)
_TOKENS = (
    "^", "^^", "^sup{", "^ruby{", "^note{1}", "^image{a|b}", "^math{x}", "^image{", "}", "|", "{",
    "甲", "^}",
)  # fmt: skip
# what stands in one place: plain text, a call, a picture, a formula
_LEAF = st.one_of(
    _PLAIN,
    st.tuples(st.just("note"), _VALUE),
    st.tuples(st.just("image"), st.builds("{}|{}".format, st.just("a.png"), _PLAIN)),
    st.tuples(st.just("math"), _VALUE.filter(str.strip)),
)
_TREE = st.recursive(
    st.lists(_LEAF, max_size=4),
    lambda inner: st.lists(
        st.one_of(_LEAF, st.tuples(st.sampled_from(WRAPS), _VALUE, inner)), max_size=4
    ),
    max_leaves=16,
)


def flattened(tree: list) -> MarkedText:
    """Return what a tree of texts and marks says."""
    text, marks = "", []

    def walk(nodes: list) -> None:
        nonlocal text
        for node in nodes:
            if isinstance(node, str):
                text += node
            elif len(node) == 3:
                place, start = len(marks), len(text)
                walk(node[2])
                text += "" if len(text) > start else "空"
                value = node[1] if node[0] == "ruby" else ""
                marks.insert(place, Mark(node[0], start, len(text), value))
            else:
                start = len(text)
                text += "" if node[0] == "note" else OBJECT
                marks.append(Mark(node[0], start, len(text), node[1]))

    walk(tree)
    ordered = sorted(marks, key=lambda m: (m.start, m.kind != "note", -m.end))
    return MarkedText(text, tuple(ordered))


@settings(derandomize=True, max_examples=120, deadline=None)
@given(_TREE)
def test_what_is_written_reads_as_it_was(tree: list) -> None:
    marked = flattened(tree)
    assert parse(write(marked)) == marked


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=12).map("".join))
def test_what_is_read_has_one_spelling(source: str) -> None:
    try:
        marked = parse(source)
    except NotationError as fault:
        error = fault
    else:
        error = None
    if error:
        assert 1 <= error.column <= len(source) + 1
        assert error.sentence.endswith(".")
        return
    normal = write(marked)
    assert parse(normal) == marked
    assert write(parse(normal)) == normal
    # only the place of a call at an edge may be spelled in two ways
    if "note" not in source:
        assert normal == source


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters=OBJECT)))
def test_any_text_can_be_escaped(text: str) -> None:
    assert parse(escape(text)) == MarkedText(text)
    if text:
        inside = parse(f"^em{{{escape(text, inside=True)}}}")
        assert inside == MarkedText(text, (Mark("em", 0, len(text)),))


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("10^sup{3}千克", "103千克", [("sup", 2, 3, "")]),
        ("H^sub{2}O", "H2O", [("sub", 1, 2, "")]),
        ("^ruby{獨立|ㄉㄨˊ}宣言", "獨立宣言", [("ruby", 0, 2, "ㄉㄨˊ")]),
        ("姓名：^blank{　　}", "姓名：　　", [("blank", 3, 5, "")]),
        ("附件^note{①}。", "附件。", [("note", 2, 2, "①")]),
        ("^em{甲^dots{乙}}", "甲乙", [("em", 0, 2, ""), ("dots", 1, 2, "")]),
        ("^image{map.png|甲^|乙}", OBJECT, [("image", 0, 1, "map.png|甲|乙")]),
        ("^math{x^^{2^}}。", f"{OBJECT}。", [("math", 0, 1, "x^{2}")]),
        ("x^^2", "x^2", []),
        # a call at an edge stands outside, wherever it was written
        ("^em{甲^note{1}}", "甲", [("em", 0, 1, ""), ("note", 1, 1, "1")]),
    ],
)
def test_marks_are_read(source: str, text: str, marks: list) -> None:
    assert parse(source) == MarkedText(text, tuple(Mark(*mark) for mark in marks))


@pytest.mark.parametrize(
    ("source", "column", "sentence"),
    [
        ("甲^", 2, "the character itself is “^^”"),
        ("甲^2", 2, "the character itself is “^^”"),
        ("甲^}", 2, "the character itself is “^^”"),
        ("^bold{甲}", 1, "there is no mark “bold”"),
        ("甲^sup{乙", 7, "“^sup{” is not closed"),
        ("^sup{}", 1, "holds no text"),
        ("^sup{甲|乙}", 7, "written “^|”"),
        ("^ruby{甲}", 8, "two parts"),
        ("^ruby{甲|}", 1, "has no value"),
        ("^ruby{甲|^em{乙}}", 9, "which has no marks"),
        ("^image{甲}", 9, "a file, a bar"),
        ("^image{a^|b|甲}", 8, "holds no bar"),
        ("^image{../a.png|甲}", 1, "no name of a file"),
        ("^math{file:a/b}", 1, "no name of a file"),
        ("^note{ }", 1, "has no value"),
        ("甲\ufffc", 2, "stands for objects alone"),
        ("^em{" * 9 + "甲" + "}" * 9, 33, f"more than {DEEPEST_MARK} deep"),
    ],
)
def test_a_fault_is_told_with_its_column(source: str, column: int, sentence: str) -> None:
    with pytest.raises(NotationError) as raised:
        parse(source)
    assert raised.value.column == column
    assert sentence in raised.value.sentence


@pytest.mark.parametrize(
    "marked",
    [
        MarkedText("甲乙丙", (Mark("em", 0, 2), Mark("u", 1, 3))),
        MarkedText("甲", (Mark("em", 0, 2),)),
        MarkedText("甲", (Mark("em", 1, 1),)),
        MarkedText("甲", (Mark("image", 0, 1, "a.png|甲"),)),
        MarkedText(OBJECT),
        MarkedText("甲", (Mark("ruby", 0, 1),)),
        MarkedText("甲", (Mark("em", 0, 1, "乙"),)),
        MarkedText("甲", tuple(Mark("em", 0, 1) for _ in range(9))),
    ],
)
def test_what_has_no_spelling_is_not_written(marked: MarkedText) -> None:
    with pytest.raises(ValueError, match=r"."):
        write(marked)


def test_every_kind_has_a_row() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert all(row.kind == kind for kind, row in KINDS.items())
