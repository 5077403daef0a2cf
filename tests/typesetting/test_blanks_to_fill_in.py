"""Blanks of forms keep their length and their place."""

from __future__ import annotations

from itertools import pairwise

from ruled_metrics import RuledMetrics

from zhengben.document.notation import parse
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose


def lines(source: str, measure: float) -> list[str]:
    marked = parse(source)
    marks = [InlineMark(f"mark-{n}", mark) for n, mark in enumerate(marked.marks)]
    style = ParagraphStyle(measure, justify=False)
    made = compose(marked.text, {}, RuledMetrics(), style, marks)
    return [marked.text[line.start : line.end] for line in made]


def test_a_short_blank_is_not_divided() -> None:
    source = "本人生於某地某年某月某^blank{　　　　}年^blank{　　}月^blank{　　}日在此簽名蓋章。"
    for measure in range(8, 30):
        broken = lines(source, measure)
        assert not any(line.endswith("　") and after.startswith("　")
                       for line, after in pairwise(broken))  # fmt: skip


def test_a_blank_longer_than_a_line_goes_on_in_the_next_one() -> None:
    assert len(lines("住所：^blank{" + "　" * 40 + "}。", 20)) == 3
