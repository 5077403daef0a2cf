"""A mark that goes on over the end of a line stands in each of its lines, at the right places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.capture import extract
from zhengben.capture.base import CapturedText
from zhengben.capture.html import read_html
from zhengben.capture.markdown import read_markdown
from zhengben.capture.marked import LineBuilder
from zhengben.capture.wikitext import read_wikitext

# a tree: text, the end of a line, or a mark with what stands in it
Tree = str | tuple[str, list["Tree"]]
_LEAVES = st.sampled_from(["甲", "乙乙", "丙丁戊", "\n"])
_KINDS = st.sampled_from(["em", "sup", "u"])
_TREES = st.recursive(_LEAVES, lambda inner: st.tuples(_KINDS, st.lists(inner, max_size=4)))


def page(tree: list[Tree], end: str) -> str:
    return "".join(
        node.replace("\n", end) if isinstance(node, str) else
        f"<{node[0]}>{page(node[1], end)}</{node[0]}>" for node in tree
    )  # fmt: skip


def told(tree: list[Tree], around: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """Return each character with the marks around it, the outer ones first."""
    found = list[tuple[str, tuple[str, ...]]]()
    for node in tree:
        if isinstance(node, str):
            found += [(character, around) for character in node]
        else:
            found += told(node[1], (*around, node[0]))
    return found


def marked(made: CapturedText) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [
        [(c, tuple(m.kind for m in line.marks if m.start <= at < m.end))
         for at, c in enumerate(line.text)]
        for line in made.lines
    ]  # fmt: skip


def lines(characters: list[tuple[str, tuple[str, ...]]]) -> list[list[tuple[str, tuple[str, ...]]]]:
    found = list[list[tuple[str, tuple[str, ...]]]]([[]])
    for character, around in characters:
        if character == "\n":
            found.append([])
        else:
            found[-1].append((character, around[:8]))
    return [line for line in found if line]


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_TREES, min_size=1, max_size=6))
def test_marks_over_line_ends_keep_their_places(tree: list[Tree]) -> None:
    wanted = lines(told(tree))
    made = read_html(f"<body><div>甲國{page(tree, '<br>')}</div></body>")
    assert made.text is not None
    assert marked(made) == lines([*told(["甲國"]), *told(tree)])
    assert marked(read_wikitext(page(tree, "<br>"))) == wanted


@pytest.mark.parametrize("mark", ["em", "sup", "sub", "u"])
def test_a_mark_stands_in_both_lines(mark: str) -> None:
    shown = f"x^{mark}{{甲甲}}\n^{mark}{{乙乙乙}}丙"
    assert read_html(f"<p>x<{mark}>甲甲<br>乙乙乙</{mark}>丙</p>").text == shown
    if mark != "u":
        # the parser ends <u> where a paragraph begins
        assert read_html(f"<div>x<{mark}>甲甲<p>乙乙乙</p></{mark}>丙</div>").text == (
            f"x^{mark}{{甲甲}}\n^{mark}{{乙乙乙}}\n丙"
        )
    assert read_wikitext(f"x<{mark}>甲甲<br>乙乙乙</{mark}>丙").text == shown
    assert read_wikitext(f"x<{mark}>甲甲\n\n乙乙乙</{mark}>丙").text == shown
    assert read_markdown(f"x<{mark}>甲甲\n乙乙乙</{mark}>丙").text == shown


def test_a_reading_stands_beside_both_halves_of_its_base() -> None:
    shown = "^ruby{甲|ㄐ}\n^ruby{乙|ㄐ}^ruby{丙|ㄅ}丁"
    broken = "<ruby>甲{}乙<rt>ㄐ</rt>丙<rt>ㄅ</rt></ruby>丁"
    assert read_html(f"<p>{broken.format('<br>')}").text == shown
    assert read_wikitext(broken.format("<br>")).text == shown
    assert read_markdown(broken.format("\n")).text == shown
    assert read_wikitext("{{ruby|甲<br>乙|ㄐ}}{{ruby|丙|ㄅ}}丁").text == shown


def test_marks_that_cross_are_divided() -> None:
    assert read_markdown("<em>甲<sup>乙</em>丙</sup>丁").text == "^em{甲^sup{乙}}^sup{丙}丁"
    assert read_markdown("<u>甲<ruby>乙</u>丙<rt>ㄐ</rt></ruby>").text == (
        "^u{甲^ruby{乙|ㄐ}}^ruby{丙|ㄐ}"
    )


def test_a_value_holds_no_control_character() -> None:
    assert read_html("<p><ruby>甲<rt>a\x85b</rt></ruby>").text == "^ruby{甲|a b}"
    line = LineBuilder()
    opened = line.open("ruby", "\x01")
    line.say("甲")
    line.close("ruby", opened, "\x01")
    assert line.take(collapsed=False) == ("甲", ())


_ENDS = ("\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "&#10;", "&#13;", "&#8232;")


@pytest.mark.parametrize("end", _ENDS)
@pytest.mark.parametrize("reader", ["text", "notation", "markdown", "wikitext", "html"])
def test_nothing_but_a_line_feed_ends_a_line_of_a_capture(reader: str, end: str) -> None:
    text = f"甲{end}乙\n\n|甲{end}|乙|\n|---|---|\n|{end}丙{end}|丁|\n\n* 戊{end}己"
    if reader == "html":
        text = f"<p>甲{end}乙</p><table><tr><td>甲{end}<td>乙<tr><td>丙<td>丁</table>"
        text += f"<pre>戊{end}己\n庚</pre>"
    made = extract(text.encode(), reader)
    assert made.text.split("\n") == [line.text for line in made.lines]
    assert made.written(False).count("\n") == len(made.lines) - 1
