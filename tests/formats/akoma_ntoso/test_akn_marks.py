"""Akoma Ntoso holds every mark of a text, valid, and each is read back where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_documents import write_marked

from zhengben.checks.archive import schema
from zhengben.document.declaration import Declaration
from zhengben.document.notation import KINDS
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

# name: (what is replaced, by what, a word of the sentence it must be found by)
MUTATIONS: dict[str, tuple[str, str, str]] = {
    "a superscript is plain": ("10<sup>3</sup>", "103", "lacks a mark, superscript over “3”"),
    "a superscript is a subscript": ("10<sup>3</sup>", "10<sub>3</sub>", "adds a mark, subscript"),
    "a mark moved": ("10<sup>3</sup>千", "103<sup>千</sup>", "adds a mark, superscript over “千”"),
    "a mark grew": ("<i>總則</i>", "<i>總</i>則", "adds a mark, emphasis over “總”"),
    "a mark is nobody's": ("總則", "<sup>總</sup>則", "adds a mark"),
    "dots are a line": ('name="dots"', 'name="name"', "lacks a mark, emphasis dots"),
    "a blank is none": ('<inline name="blank">____</inline>', "____", "a blank to fill in"),
    "another reading": ('title="ㄉㄨˊ ㄌㄧˋ"', 'title="ㄉㄨ ㄌㄧˋ"', "lacks a mark, a reading"),
    "another label": ('marker="③" title="2"', 'marker="③" title="3"', "lacks a mark, the call"),
    "a call is lost": (
        '<noteRef class="author" href="#conclusions__authorialNote_1" marker="①" title="①"/>', "",
        "lacks",
    ),
    "a picture is lost": ('<img src="map.png" alt="甲國與乙國地圖"/>', "", "lacks"),
    "another picture": ('src="map.png" alt="甲|乙"', 'src="a.png" alt="甲|乙"', "a.png|甲|乙"),
    "other words for it": ('alt="甲國與乙國地圖"', 'alt="甲國地圖"', "adds a mark, a picture"),
    "another formula": ('title="x^2">x^2', 'title="x^3">x^3', "lacks a mark, a formula"),
    "a formula shows another": ('title="x^2">x^2', 'title="x^2">x^3', "other words than its own"),
    "a word of a note": ("見附件。</p></authorialNote>", "見附表。</p></authorialNote>", "reads"),
    "a note is none of the text": (
        '<authorialNote eId="conclusions__authorialNote_4"',
        '<authorialNote eId="conclusions__authorialNote_9"', "author-note-9",
    ),
    "an order of marks": ("<i><u>甲</u>乙</i>", "<i>甲</i><u>乙</u>", "lacks"),
    "an unknown inline": ('name="dots"', 'name="bold"', "an element inline"),
}  # fmt: skip


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return Source.open(write_marked(tmp_path_factory.mktemp("akn") / "content")).read()[0]


def failures(data: bytes, declaration: Declaration, folder: Path) -> tuple[str, ...]:
    path = folder / "a.akn.xml"
    path.write_bytes(data)
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    return prove(path, declaration.text, ids=ids, references={}, marks=marks).failures


def test_every_mark_is_valid_and_read_back(marked: Declaration, tmp_path: Path) -> None:
    assert {mark.kind for line in marked.lines for mark in line.marks} == set(KINDS)
    data = write_akn(marked, "tool")
    assert schema.faults(data) == []
    assert failures(data, marked, tmp_path) == ()


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_altered_is_found(name: str, marked: Declaration, tmp_path: Path) -> None:
    before, after, word = MUTATIONS[name]
    text = write_akn(marked, "tool").decode()
    assert before in text
    found = failures(text.replace(before, after, 1).encode(), marked, tmp_path)
    assert any(word in sentence for sentence in found), found


def test_a_call_without_a_note_is_kept(tmp_path: Path) -> None:
    blocks = [("title", ["樣本"]), ("paragraph", ["甲^note{1}。"])]
    declaration = Source.open(write_marked(tmp_path / "content", blocks)).read()[0]
    data = write_akn(declaration, "tool")
    assert schema.faults(data) == []
    assert failures(data, declaration, tmp_path) == ()


def test_a_mention_that_crosses_a_mark_gives_way(marked: Declaration) -> None:
    text = write_akn(marked, "tool").decode()
    assert "《<i>第1號公約》與其</i>附件" in text
    assert 'href="/akn/ontology/instrument/c-1" refersTo="#c-1">《第1號公約》</ref>' in text
