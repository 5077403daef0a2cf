"""Notes at the foot of plain text: calls and notes one for one, a list of the text's own never."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.capture.test_captures import read
from zhengben.capture import extract
from zhengben.capture.foot_notes import ASKED
from zhengben.document.author_notes import author_calls
from zhengben.intake.writing import write
from zhengben.source.source import Source

BODY = (
    "丁城水法\n\n第一條　水{0}屬於丁城。\n\n第二條　河由水務局管理。{1}\n\n"
    "第三條　湖{2}另定。\n\n第四條　本法自公布之日起施行。\n\n"
)
STYLES = {
    "circled": "①②③", "square": ("[1]", "[2]", "[3]"), "shell": ("〔1〕", "〔2〕", "〔3〕"),
    "round": ("(1)", "(2)", "(3)"), "wide": ("（１）", "（２）", "（３）"), "raised": "¹²³",
    "worded": ("[註1]", "[註2]", "[註3]"), "slash": ("1/", "2/", "3/"),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("head", ["", "註釋：\n", "────\n\n"])
def test_notes_called_one_for_one(style: str, head: str, tmp_path: Path) -> None:
    labels = STYLES[style]
    notes = [f"{label} 第{n}種說明。" for n, label in enumerate(labels, 1)]
    made = read(tmp_path / "a.txt", BODY.format(*labels) + head + "\n\n".join(notes) + "\n")
    assert [r.role for r in made.guess.rows if r.role == "author-note"] == ["author-note"] * 3
    assert not any(q.about == ASKED for q in made.questions)
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    calls = author_calls(declaration.lines)
    assert [call.label for call in calls] == list(labels)
    # each leads to its own note
    assert len({call.note_id for call in calls if call.note_id}) == 3
    assert declaration.lines[1].text == "第一條　水屬於丁城。"


def test_notes_count_anew_on_each_page(tmp_path: Path) -> None:
    made = read(
        tmp_path / "a.txt",
        "丁城水法\n第一條　水①屬於丁城。\n第二條　河②由水務局管理。\n"
        "①指地表水。\n②指大河。\n— 1 —\n"
        "第三條　湖①另定。\n①指淡水湖。\n— 2 —\n第四條　本法施行。\n",
    )
    assert [r.text for r in made.guess.rows if r.role == "author-note"] == [
        "①指地表水。", "②指大河。", "①指淡水湖。",
    ]  # fmt: skip


def test_notes_below_signatures(tmp_path: Path) -> None:
    made = read(
        tmp_path / "a.txt",
        "兩國聯合聲明\n\n一、兩國願意擴大貿易①。\n\n二、兩國重申恪守協定。\n\n甲國總統\n某甲\n"
        "乙國總統\n某乙\n2001年2月3日於戊城\n\n①指貨物貿易。\n",
    )
    assert [s.name for s in made.guess.signing.signatories] == ["某甲", "某乙"]
    assert [r.role for r in made.guess.rows][-2:] == ["closing", "author-note"]
    assert not made.questions


def _as_html(text: str, raised: bool) -> str:
    lines = text.splitlines()
    if raised:
        lines = [re.sub(r"[①②③]|\[\d\]|⟨\d⟩", r"<sup>\g<0></sup>", line) for line in lines]
    lines = [line.replace("⟨", "").replace("⟩", "") for line in lines]
    return "<title>丁城水法</title><h1>" + lines[0] + "</h1>" + "".join(
        f"<p>{line}</p>\n" for line in lines[1:] if line
    )  # fmt: skip


# the markup of each reader around what a text says
MARKED_UP = {
    "bare.html": lambda text: _as_html(text, raised=False),
    "raised.html": lambda text: _as_html(text, raised=True),
    "bare.md": lambda text: "# " + text,
    "raised.md": lambda text: "# " + re.sub(r"[①②③]|\[\d\]|⟨(\d)⟩", _raised, text),
    "bare.wiki": lambda text: "== " + text.replace("\n", " ==\n", 1),
}


def _raised(match: re.Match[str]) -> str:
    return f"<sup>{match[1] or match[0]}</sup>"


@pytest.mark.parametrize(
    ("name", "style"),
    [
        *((name, style) for name in MARKED_UP for style in ("circled", "square")),
        # a figure that is not raised calls no note
        *((name, "figures") for name in MARKED_UP if name.startswith("raised")),
    ],
)
def test_notes_called_in_a_page_without_links(name: str, style: str, tmp_path: Path) -> None:
    labels = STYLES.get(style, ("⟨1⟩", "⟨2⟩", "⟨3⟩"))
    notes = "".join(f"{label} 第{n}種說明。\n\n" for n, label in enumerate(labels, 1))
    source = MARKED_UP[name](BODY.format(*labels) + notes)
    made = read(tmp_path / f"a{Path(name).suffix}", source)
    assert [r.role for r in made.guess.rows if r.role == "author-note"] == ["author-note"] * 3
    assert not made.questions
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    calls = author_calls(declaration.lines)
    assert [call.label for call in calls] == [label.strip("⟨⟩") for label in labels]
    assert len({call.note_id for call in calls if call.note_id}) == 3
    assert declaration.lines[1].text == "第一條　水屬於丁城。"


@pytest.mark.parametrize(
    "page",
    [
        "<h1>丁城水法①</h1><p>一、水屬於丁城。</p><p>① 草案。</p>",
        "<h1>丁城水法</h1><ol><li>水①屬於丁城。<li>河另定。</ol><p>① 指地表水。</p>",
        "<h1>丁城水法</h1><table><tr><td>水①<td>5元<tr><td>河<td>6元</table><p>① 地表水。</p>",
    ],
)  # fmt: skip
def test_headings_items_and_cells_call_notes_too(page: str) -> None:
    made = extract(page.encode(), "html")
    assert [line.text[:1] for line in made.lines if line.kind == "note"] == ["①"]
    calls = [mark.value for line in made.lines for mark in line.marks if mark.kind == "note"]
    assert calls == ["①"]
    assert made.account.of("mark") == "①"


def test_notes_that_are_called_twice_are_asked_about() -> None:
    page = "<ul><li>水①歸局。<li>河②另定。</ul><p>甲①一。</p><p>乙②二。</p><p>①丙。</p><p>②丁。</p>"
    made = extract(page.encode(), "html")
    assert [line.doubt for line in made.lines if line.doubt] == [ASKED, ASKED]
    assert not any(line.kind == "note" for line in made.lines)


@pytest.mark.parametrize(
    "page",
    [
        # powers, whose figures stand in a list at the foot by chance
        "<p>一、面積為5千米<sup>1</sup>。</p><p>二、共10<sup>2</sup>處。</p>"
        "<p><sup>1</sup>甲。</p><p><sup>2</sup>乙。</p>",
        "<p>一、水①、河②由甲方管理：</p><p>①水在東。</p><p>②河在西。</p>",
    ],
)
def test_what_a_page_raises_or_counts_otherwise_stays(page: str) -> None:
    made = extract(f"<h1>甲方公告</h1>{page}".encode(), "html")
    assert not any(line.kind == "note" for line in made.lines)
    assert not any(mark.kind == "note" for line in made.lines for mark in line.marks)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ["水", " 河，", "①", "<sup>②</sup>", "<b>[</b>1]", "<sup>1</sup>", "<p>", "<p>①說",
             "<li>河", "<p>[1] 說", "<sup>1</sup>說",
             "<table><tr><td>①<td>水<tr><td>河<td>1</table>"]
        ),
        max_size=24,
    )
)  # fmt: skip
def test_the_account_of_a_page_closes_with_its_calls(pieces: list[str]) -> None:
    page = "<p>" + "".join(pieces)
    made = extract(page.encode(), "html")
    root = html.document_fromstring(page)
    assert made.account.source == "".join(map(str, root.itertext()))
    values = [m.value for line in made.lines for m in line.marks if m.kind == "note"]
    assert made.account.of("mark") == "".join(values)


@pytest.mark.parametrize(
    "text",
    [
        # items under a colon, and what refers to them
        "第一條　下列事項應當登記：\n①水；\n②河。\n\n第二條　依照第一條第①項、第②項辦理。",
        "第一條　第①項、第②項的水由丁城管理：\n①地表水；\n②地下水。",
        # an enumeration within a line
        "第一條　水包括①地表水；②地下水；③雨水。\n\n第二條　河分為①大河、②小河。",
        "第一條　水(1)地表水和(2)地下水，另定。\n\n第二條　施行。\n"
        "第一條　登記事項。\n①水。\n②河。",
    ],
)
def test_a_list_of_the_text_is_none_of_notes(text: str, tmp_path: Path) -> None:
    made = read(tmp_path / "a.txt", f"丁城水法\n\n{text}\n")
    assert not any(r.role == "author-note" for r in made.guess.rows)
    assert "^note" not in made.canonical
    assert all(made.canonical.count(c) == text.count(c) for c in "①②③")


@pytest.mark.parametrize(
    ("labels", "notes"),
    [("①②③", "①②"), ("①②③", "①②③④"), ("①③②", "①②③"), ("①①②", "①②"), ("①②④", "①②③")],
)
def test_what_is_not_called_one_for_one_is_asked_about(
    labels: str, notes: str, tmp_path: Path
) -> None:
    text = BODY.format(*labels) + "".join(f"{note}說明。\n" for note in notes)
    made = read(tmp_path / "a.txt", text)
    assert [len(q.lines) for q in made.questions if q.about == ASKED] == [len(notes)]
    assert all(made.canonical.count(c) == text.count(c) for c in "①②③④")


def test_a_document_without_notation_keeps_its_characters() -> None:
    text = BODY.format(*"①②③") + "①甲。\n②乙。\n③丙。\n"
    made = extract(text.encode(), "text")
    assert made.written(False) == text
    assert "^note{①}" in made.written(True)


_PIECES = st.sampled_from(
    ["水", "河，", "①", "②", "[1]", "(1)", "\n", "\n①說", "\n[1] 說", "　", "："]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=24))
def test_no_character_is_lost_to_a_note(pieces: list[str]) -> None:
    source = "".join(pieces)
    made = extract(source.encode(), "text")
    assert made.account.source == made.written(False) == source
    assert made.account.of("text") == "".join(line.text for line in made.lines)
    calls = [mark.value for line in made.lines for mark in line.marks]
    assert made.account.of("mark") == "".join(calls)
    assert made.text is not None
