"""A line with marks is composed whole: every character once, each in its marks, calls between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ruled_metrics import RuledMetrics

from zhengben.design.faces import FACES
from zhengben.document.notation import OBJECT, parse
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import prepare
from zhengben.linebreaking import ComposedLine, InlineMark, ParagraphStyle, compose, within
from zhengben.linebreaking.marked import marked_atoms

SOURCE = (
    "一噸為10^sup{3}千克，水為H^sub{2}O^note{①}，^em{重申《公約^sup{甲}》的宗旨}，^dots{不得^u{更改}之}；"
    "圖^image{map.png|甲國與乙國的地圖}如上，^ruby{獨立^em{自主}|ㄉㄨˊ}之^blank{　　}年，見^note{2}"
    "^math{x^^2}。"
)  # fmt: skip
LINE = parse(SOURCE * 3)
WORDS = {"image": "〔甲國與乙國的地圖〕", "math": "x^2"}
MARKS = [InlineMark(f"m-{n}", m, words=WORDS.get(m.kind, "")) for n, m in enumerate(LINE.marks)]
BETWEEN = ("call", "author-call", "reading")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    characters = frozenset(SOURCE + "〔〕0123456789") - {OBJECT}
    return Metrics(prepare(FACES["serif-tc"], characters, tmp_path_factory.mktemp("fonts")).path)


def composed(metrics: Metrics, style: ParagraphStyle) -> tuple[ComposedLine, ...]:
    at = LINE.text.index("，見")
    return compose(LINE.text, {at: "7"}, metrics, style, MARKS)


@pytest.mark.parametrize("measure", [9.0, 20.0, 36.0])
@pytest.mark.parametrize("vertical", [False, True])
def test_every_character_stands_once_in_its_marks(
    measure: float, vertical: bool, metrics: Metrics
) -> None:
    lines = composed(metrics, ParagraphStyle(measure, vertical=vertical))
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(LINE.text)
    over: dict[str, str] = {}
    text = ""
    for fragment in (f for line in lines for f in line.fragments):
        objects = [m for m in fragment.marks if m.words]
        said = "" if fragment.kind in BETWEEN else fragment.text
        if not objects:
            text += said
        for inline in fragment.marks:
            over[inline.id] = over.get(inline.id, "") + said
    assert text == LINE.text.replace(OBJECT, "")
    for inline in MARKS:
        start, end = inline.mark.start, inline.mark.end
        words = {m.mark.start: m.words for m in MARKS if m.words}
        wanted = "".join(words.get(n, LINE.text[n]) for n in range(start, end))
        assert over[inline.id] == wanted, inline


@pytest.mark.parametrize("measure", [9.0, 20.0])
def test_no_line_begins_with_what_clings(measure: float, metrics: Metrics) -> None:
    lines = composed(metrics, ParagraphStyle(measure))
    assert len(lines) > 6
    assert not {line.fragments[0].kind for line in lines} & {*BETWEEN, "sup", "sub"}


def test_two_calls_stand_apart(metrics: Metrics) -> None:
    marked = parse("甲^note{2}乙")
    marks = [InlineMark("m", mark) for mark in marked.marks]
    (line,) = compose(marked.text, {1: "1"}, metrics, ParagraphStyle(36), marks)
    assert [(f.kind, f.text, f.gaps) for f in line.fragments][1:3] == [
        ("author-call", "2", ""), ("call", "1", "c"),
    ]  # fmt: skip


def shown(line: ComposedLine) -> str:
    """Show a line: where it stands, its spacing, and each fragment with its marks."""
    said = [
        f"[{' '.join((f.kind, f.gaps, *(m.mark.kind for m in f.marks))).strip()}|{f.text}]"
        for f in line.fragments
    ]
    return f"{line.start:3}-{line.end:<3} {line.spacing:+d} {''.join(said)}"


def test_marked_lines_are_set_as_they_were(golden: Callable[[Path, str], None]) -> None:
    rows = list[str]()
    for style in (
        ParagraphStyle(9.0), ParagraphStyle(20.0, justify=False),
        ParagraphStyle(13.0, vertical=True), ParagraphStyle(16.0, squeeze=False),
    ):  # fmt: skip
        at = LINE.text.index("，見")
        lines = compose(LINE.text, {0: "6", at: "7"}, RuledMetrics(), style, MARKS)
        rows += [f"# measure {style.measure}", *map(shown, lines), ""]
    golden(Path(__file__).resolve().parent / "golden" / "marked.txt", "\n".join(rows))


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("甲甲^em{inter}nal甲", ["甲甲", "internal", "甲"]),
        ("甲甲inter^sup{2}nal甲", ["甲甲", "inter2nal", "甲"]),
        ("甲甲甲in ^em{ter}甲甲", ["甲甲甲in ", "ter甲甲"]),
    ],
)
def test_no_word_is_broken_where_a_mark_begins(source: str, rows: list[str]) -> None:
    marked = parse(source)
    marks = [InlineMark(f"m-{n}", mark) for n, mark in enumerate(marked.marks)]
    style = ParagraphStyle(4.5, justify=False, min_last=1)
    lines = compose(marked.text, {}, RuledMetrics(), style, marks)
    assert ["".join(f.text for f in line.fragments) for line in lines] == rows


def test_a_mark_within_a_word_gives_no_place_to_break() -> None:
    marked = parse("甲^em{inter}nal甲")
    marks = [InlineMark("m", mark) for mark in marked.marks]
    atoms = marked_atoms(marked.text, {}, marks, RuledMetrics(), ParagraphStyle(9))
    assert [(a.text, a.cost) for a in atoms[1:3]] == [("inter", None), ("nal", 0.0)]


def test_a_part_of_a_line_has_its_part_of_the_marks() -> None:
    marked = parse("甲^em{乙丙丁}^note{1}戊")
    marks = [InlineMark(f"m-{n}", mark) for n, mark in enumerate(marked.marks)]
    first, second = within(marks, 0, 3), within(marks, 3, 5)
    assert [(m.id, m.mark.start, m.mark.end, m.ends) for m in first] == [("m-0", 1, 3, False)]
    assert [(m.id, m.mark.start, m.mark.end) for m in second] == [("m-0", 0, 1), ("m-1", 1, 1)]
