"""Notes by the author in saved pages: each one line with its label, links back to calls no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import lines, read
from zhengben.capture.html import read_html
from zhengben.capture.markdown import read_markdown

BODY = "<h1>丁城水法</h1><p>第一條　水屬於丁城{}。</p><p>第二條　河{}另定。</p>"
WIKI = (
    BODY.format("<sup class='reference'><a href='#cite_note-1'>[1]</a></sup>",
                "<sup class='reference'><a href='#cite_note-b-2'>[2]</a></sup>")
    + "<ol class='references'><li id='cite_note-1'><span class='mw-cite-backlink'>"
    "<a href='#cite_ref-1'>{sign}</a></span> <span>指地表水。</span></li>"
    "<li id='cite_note-b-2'><span class='mw-cite-backlink'>{sign} <sup>"
    "<a href='#cite_ref-b_2-0'>2.0</a></sup></span>"
    "<p>指大河。</p><p>又指<sup>甲</sup>湖。</p></li></ol>"
)  # fmt: skip
WORD = (
    BODY.format("<a href='#_ftn1' name='_ftnref1'>[1]</a>",
                "<a href='#_ftn2' name='_ftnref2'>[2]</a>")
    + "<div><hr><div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a>指地表水。</p></div>"
    "<div id='ftn2'><p><a href='#_ftnref2' name='_ftn2'>[2]</a>指大河。 "
    "又指<sup>甲</sup>湖。</p></div></div>"
)  # fmt: skip
PANDOC = (
    BODY.format("<a href='#fn1' id='fnref1'><sup>1</sup></a>",
                "<a href='#fn2' id='fnref2'><sup>2</sup></a>")
    + "<section><ol><li id='fn1'><p>指地表水。<a href='#fnref1'>↩︎</a></p></li>"
    "<li id='fn2'><p>指大河。 又指<sup>甲</sup>湖。"
    "<a href='#fnref2'>{sign}</a></p></li></ol></section>"
)  # fmt: skip


@pytest.mark.parametrize("page", [WIKI, WORD, PANDOC], ids=["wiki", "word", "pandoc"])
@pytest.mark.parametrize("sign", ["↑", "^", "↩"])
def test_a_note_of_a_page_is_one_line(page: str, sign: str, tmp_path: Path) -> None:
    made = read(tmp_path / "a.html", f"<html><body>{page.format(sign=sign)}</body></html>")
    notes = [row for row in made.guess.rows if row.role == "author-note"]
    texts = [row.text.strip("[]0123456789 \u3000") for row in notes]
    assert texts == ["指地表水。", "指大河。又指甲湖。"]
    assert not any(c in made.canonical for c in ("↑", "↩", "^^"))
    assert made.canonical.count("^note{") == 2
    assert not made.questions
    # the mark in the second note stands over its own character
    assert "^sup{甲}" in made.canonical


@pytest.mark.parametrize(
    ("note", "read_as"),
    [
        ("<a href='#r1'>{0}</a> 指地表水。", "{0}"),
        ("<sup>{0}</sup>指地表水。", "{0}"),
        ("{0}. 指地表水。", "{0}."),
        ("[{0}]指地表水。<a href='#r1'>↩</a>", "[{0}]"),
        ("指地表水。", "{0}"),
        ("{0}0年以前的地表水。", "{0}"),
    ],
)
@pytest.mark.parametrize("label", ["1", "①", "a"])
def test_a_label_that_a_note_bears_itself_is_not_written_twice(
    note: str, read_as: str, label: str, tmp_path: Path
) -> None:
    page = f"<h1>丁城水法</h1><p>第一條　水<a id='r1' href='#fn1'>{label}</a>屬於丁城。</p>"
    page += f"<p>第二條　水應潔淨。</p><div id='fn1'>{note.format(label)}</div>"
    made = read(tmp_path / "a.html", f"<html><body>{page}</body></html>")
    (said,) = [row.text for row in made.guess.rows if row.role == "author-note"]
    assert said.startswith(read_as.format(label))
    assert said.count(label) == 1 + ("0年" in note)


def test_a_link_that_is_no_note_stays_text(tmp_path: Path) -> None:
    page = "<h1>丁城水法</h1><p id='a-1'>第一條　見<a href='#a-2'>第二條</a>。</p>"
    page += "<p id='a-2'>第二條　水。"
    assert lines(read(tmp_path / "a.html", f"<html><body>{page}</body></html>"))[1:] == [
        "第一條　見第二條。", "第二條　水。",
    ]  # fmt: skip


@pytest.mark.parametrize("back", ["[↩](#fnref1)", " ↩", "[↑](#a)", "[^](#a)", " ↵\ufe0e"])
def test_a_link_back_in_markdown_is_no_text(back: str) -> None:
    source = f"水[^1]。\n\n[^1]: 指地表水。{back}"
    made = read_markdown(source)
    assert made.account.source == source
    assert [line.text for line in made.lines if line.kind == "note"] == ["[1] 指地表水。"]
    # elsewhere the sign is text
    assert read_markdown("水↩\n\n↑河").text == "水↩\n\n↑河"


def test_a_list_of_notes_as_a_wiki_is_copied(tmp_path: Path) -> None:
    text = "丁城水法\n\n第一條　水[1]屬於丁城。\n\n第二條　河[2]另定。\n\n"
    text += "1. ↑ 指地表水。\n2. ↑ 指大河。\n"
    made = read(tmp_path / "a.txt", text)
    assert [r.role for r in made.guess.rows][-2:] == ["author-note"] * 2
    assert made.extraction.written(False) == text


@pytest.mark.parametrize(
    ("element", "kind"),
    [("u class='name'", "name"), ("span class='propername'", "name"), ("em class='dots'", "dots"),
     ("span class='blank'", "blank"), ("u", "u"), ("em class='x'", "em")],
)  # fmt: skip
def test_the_names_of_our_own_elements_are_read(element: str, kind: str) -> None:
    page = f"<p>見<{element}>甲國</{element.split()[0]}>。"
    assert read_html(page).text == f"見^{kind}{{甲國}}。"
