"""Paragraphs with marks are set as they were: one composed line a row, with the marks around.

After a change that is meant, `python3 build.py test tests/linebreaking --save-golden` writes the
rows anew; look at the difference before it is committed. A mark is named by its kind and its
number in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics

from tests.linebreaking.shown_lines import named, shown
from zhengben.document.notation import Mark, parse
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose, within

GOLDEN = Path(__file__).resolve().parent / "golden"
METRICS = RuledMetrics()

# a kind of paragraph: its sources, with the number of a note of ours behind words of the text
KINDS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "marked-raised": [
        (
            "一噸為10^sup{3}千克，水為H^sub{2}O，式為a^sup{n^sub{i}}b^sub{k^sup{2}}，《約》^sup{甲乙}止。",
            {},
        ),
        (
            "^sub{起}首，^sup{上^sub{下^em{中}}上}至^em{重^sup{ab}音}末^sup{終}",
            {"下": "7", "末": "8"},
        ),
    ],
    "marked-emphasis": [
        (
            "各方重申^em{恪守《成立宣言》及ISO標準}的宗旨，^dots{不得^em{以武力}^u{相威脅}}，"
            "^em{（}^name{甲}）。",
            {},
        ),
        ("^em{ISO 9001^dots{號}}，^u{^em{甲}}^u{乙，}丙^em{。}", {"號": "3"}),
    ],
    "marked-readings": [
        (
            "^ruby{獨立|ㄉㄨˊ}之年，^em{^ruby{自^ruby{主|zhu}|ㄗˋ}}乎，^ruby{權^em{利}|quan}也。",
            {"自主": "7"},
        ),
        (
            "甲^em{乙^ruby{丙|bing}}丁，^ruby{^ruby{戊|a}|b}己^ruby{庚》|geng}辛。",
            {"丙": "7", "戊": "8", "庚》": "9"},
        ),
    ],
    "marked-calls": [
        (
            "^note{起}甲^em{乙^note{①}丙}^note{2}丁，^note{3}^note{4}戊^em{己^dots{庚^note{5}辛}}"
            "《壬》^note{12}癸。^note{末}",
            {"甲乙丙": "7", "丁，": "8", "壬》": "113"},
        ),
        ("^sup{甲}^note{1}^sup{乙}^ruby{丙|bing}^note{2}丁", {"丙": "7"}),
    ],
    "marked-objects": [
        (
            "圖^image{map.png|甲國，乙國}如上，式^math{a + b}與^em{^math{x}及^image{a.png|}}，"
            "^note{1}^math{y}^note{2}也。",
            {"上，": "7"},
        ),
        ("^math{z}", {}),
    ],
    "marked-whole": [
        (
            "^blank{　　}年，^name{甲國}與^name{乙國}^note{①}議定：一噸為^u{10^sup{3}}千克，"
            "^dots{不得^em{更改}}之，見^image{a.png|圖一}，^ruby{獨立|ㄉㄨˊ}自主，面積^math{x^^2}，"
            "餘如^em{《總則》}所載。" * 2,
            {"議定": "7"},
        ),
    ],
}
STYLES: dict[str, list[ParagraphStyle]] = {
    "marked-whole": [
        ParagraphStyle(9, indent=2),
        ParagraphStyle(15, grid=True),
        ParagraphStyle(22, squeeze=False, call_size=0.5),
        ParagraphStyle(13, justify=False),
        ParagraphStyle(14, vertical=True, call_size=0.5),
    ]
}
USUAL = [ParagraphStyle(4), ParagraphStyle(11), ParagraphStyle(40, vertical=True)]


def marked(source: str, behind: dict[str, str]) -> tuple[str, dict[int, str], list[InlineMark]]:
    """Return the plain text, where our notes are called, and the marks as they are set."""
    line = parse(source)
    calls = {line.text.index(words) + len(words): key for words, key in behind.items()}
    return line.text, calls, [inline(number, mark) for number, mark in enumerate(line.marks, 1)]


def inline(number: int, mark: Mark) -> InlineMark:
    words = {"image": f"〔{mark.alternative}〕", "math": mark.alternative}
    return InlineMark(f"{mark.kind}{number}", mark, words=words.get(mark.kind, ""))


@pytest.mark.parametrize("kind", KINDS)
def test_marked_lines_are_set_as_they_were(kind: str, golden: Callable[[Path, str], None]) -> None:
    found = list[str]()
    for style in STYLES.get(kind, USUAL):
        for source, behind in KINDS[kind]:
            text, calls, marks = marked(source, behind)
            lines = compose(text, calls, METRICS, style, marks)
            found += [f"# {named(style)}", *map(shown, lines), ""]
    golden(GOLDEN / f"{kind}.txt", "\n".join(line.rstrip() for line in found))


def test_parts_of_a_line_have_their_parts_of_the_marks(
    golden: Callable[[Path, str], None],
) -> None:
    """A row for each cut: the mark, its place in the part, ``…`` where it goes on behind it."""
    source = "^note{0}甲^em{乙^ruby{丙丁|bd}^note{1}戊}^note{2}己^math{x}^note{3}"
    text, _, marks = marked(source, {})
    found = list[str]()
    for start, end in ((0, 7), (0, 1), (0, 3), (1, 4), (3, 5), (4, 6), (5, 7), (2, 2)):
        parts = within(marks, start, end)
        found.append(f"# {start}-{end} {text[start:end]}")
        found += [f"{p.id} {p.mark.start}-{p.mark.end}{'' if p.ends else '…'}" for p in parts]
        assert parts == tuple(
            replace(next(m for m in marks if m.id == p.id), mark=p.mark, ends=p.ends) for p in parts
        )
    golden(GOLDEN / "marked-parts.txt", "\n".join(found) + "\n")


def test_a_reading_stands_where_its_ruby_ends() -> None:
    """Of a ruby that two parts of a line divide the second has the reading."""
    text, _, marks = marked("甲^ruby{乙丙|bc}丁", {})
    first, second = (
        compose(text[start:end], {}, METRICS, ParagraphStyle(9), within(marks, start, end))[0]
        for start, end in ((0, 2), (2, 4))
    )
    assert [(f.kind, f.text) for f in first.fragments] == [("text", "甲"), ("text", "乙")]
    assert [(f.kind, f.text) for f in second.fragments] == [
        ("text", "丙"),
        ("reading", "bc"),
        ("text", "丁"),
    ]
