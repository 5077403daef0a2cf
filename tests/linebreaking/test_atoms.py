"""A text comes apart into pieces of known widths, and a line may end only where it should."""

from __future__ import annotations

import pytest
from ruled_metrics import RuledMetrics

from zhengben.linebreaking import ParagraphStyle
from zhengben.linebreaking.atoms import Atom, atoms_of, call_width

METRICS = RuledMetrics()
LINES, COLUMNS = ParagraphStyle(20), ParagraphStyle(20, vertical=True)


def pieces(text: str, style: ParagraphStyle = LINES, **calls: str) -> list[Atom]:
    """Return the atoms of a text; ``at3`` names the note called at offset 3."""
    return atoms_of(text, {int(at[2:]): key for at, key in calls.items()}, METRICS, style)


def shown(atoms: list[Atom]) -> str:
    """Show atoms, ``*`` behind one that no line may end with and the cost of a break else."""
    return " ".join(
        atom.text.replace(" ", "_") + ("*" if atom.cost is None else f"{atom.cost:g}".strip("0"))
        for atom in atoms
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙，丙", "甲 乙* ， 丙"),
        ("甲「乙」丙", "甲 「* 乙* 」 丙"),
        ("甲——乙……丙", "甲* —— 乙* …* … 丙"),
        ("甲·乙％々", "甲* · 乙* ％* 々"),
        ("第12號", "第15 1215 號"),
        ("於2017年", "於 201715 年"),
        ("見a-b/c d", "見 a-3 b/3 c_ d"),
        ("見a/%b", "見 a/%b"),
        ("甲（ISO）乙", "甲 （* ISO* ） 乙"),
    ],
)
def test_a_line_may_end_here_and_not_there(text: str, expected: str) -> None:
    assert shown(pieces(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected", "kinds"),
    [
        ("第12章", "第15 1215 章", "text pair text"),
        ("第1624號", "第15 1* 6* 2* 415 號", "text up up up up text"),
        ("長3.5%", "長 3* .* 5* %", "text up up up up"),
        ("在2016-21年", "在 2* 0* 1* 6* -15 2115 年", "text up up up up western pair text"),
        ("依ISO 9001", "依 ISO_12 9001", "text western western"),
    ],
)
def test_figures_stand_upright_in_columns(text: str, expected: str, kinds: str) -> None:
    atoms = pieces(text, COLUMNS)
    assert shown(atoms) == expected
    assert " ".join(atom.kind for atom in atoms) == kinds
    assert {a.width for a in atoms if a.kind in ("up", "pair", "text")} == {1.0}


def test_offsets_follow_the_text() -> None:
    for style in (LINES, COLUMNS):
        text = "甲1624號，ISO a-b 12「乙3.5%"
        atoms = pieces(text, style, at3="1", at7="2")
        at = 0
        for atom in atoms:
            assert atom.start == at
            assert atom.end == at + (0 if atom.kind == "call" else len(atom.text))
            at = atom.end
        assert at == len(text)


def test_a_blank_at_the_end_of_a_piece_is_known() -> None:
    first, second = pieces("ISO 9001")
    assert (first.width, first.trail) == (1.75, 0.25)
    assert (second.width, second.trail) == (2.0, 0.0)


def test_words_stand_off_from_han_but_not_from_marks() -> None:
    befores = [atom.before for atom in pieces("甲ISO乙，ISO（ISO）丙ab")]
    assert befores == [0.0, 0.07, 0.07, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.07]


def test_a_hash_may_break_and_a_long_word_may_not() -> None:
    assert [atom.text for atom in pieces("7a" * 14)] == ["7a" * 14]
    assert [atom.text for atom in pieces("7a" * 14 + "7")] == ["7a7a"] * 7 + ["7"]
    assert {atom.cost for atom in pieces("7a" * 16)[:-1]} == {6.0}
    assert [atom.text for atom in pieces("a" * 40)] == ["a" * 40]


def test_a_note_called_behind_a_blank_stands_there() -> None:
    assert shown(pieces("Task Force one", at5="3")) == "Task_* 3 Force_ one"


def test_a_call_in_a_word_divides_it() -> None:
    assert shown(pieces("ISO9001號", at3="3", at5="4")) == "ISO* 3 90* 415 0115 號"


def test_a_mark_before_a_call_gives_up_its_blank_half() -> None:
    mark = pieces("甲》乙", at2="1")[1]
    assert (mark.kind, mark.width) == ("half", 0.5)
    mark = pieces("甲》乙", ParagraphStyle(20, squeeze=False), at2="1")[1]
    assert (mark.kind, mark.width, mark.half) == ("text", 1.0, 0.5)
    assert pieces("甲乙", at2="1")[1].kind == "text"


def test_a_call_is_as_wide_as_its_figures() -> None:
    assert call_width("12", METRICS, ParagraphStyle(20, call_size=0.5)) == 0.5
    columns = ParagraphStyle(20, call_size=0.5, vertical=True)
    # one or two figures share a cell, three are stacked
    assert [call_width(n, METRICS, columns) for n in ("7", "12", "113")] == [0.5, 0.5, 1.5]
    assert pieces("甲", at1="12")[1].width == 0.6
