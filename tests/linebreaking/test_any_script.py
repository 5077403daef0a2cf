"""A promise for any text of Han, words, figures and addresses in any measure from 8 em up.

The lines put together give the text, none is wider than its measure, no line ends or starts where
it must not while another place fits, and no letter is spaced.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruled_metrics import RuledMetrics

from zhengben.document.western import WESTERN
from zhengben.fonts.orientation import SIGNS
from zhengben.linebreaking import (
    SPREAD,
    ComposedLine,
    Fragment,
    ParagraphStyle,
    compose,
    gap_before,
)
from zhengben.linebreaking.atoms import raised_width
from zhengben.linebreaking.characters import LETTERS, NO_START, OPENING, cells

METRICS = RuledMetrics()
HAN = st.text("甲乙丙丁天地玄黃宇宙", min_size=1, max_size=12)
MARKED = st.text("甲乙，。、《》「」（）……——·；", min_size=1, max_size=8)
LATIN = st.text("abcdefghiklmnoprstuvyzABCDE", min_size=1, max_size=20)
WORDS = st.sampled_from(
    [
        "international ",
        "Organization ",
        "of the ",
        "UNESCO",
        "self-determination ",
        "state’s ",
        "café",
    ]
)
CYRILLIC = st.text("абвгдежзиклмнопрстуфхцчшщыэюя", min_size=1, max_size=24)
FIGURES = st.sampled_from(
    ["2017年6月9日", "第2231（2015）號", "12.5%", "1:50000", "〔2017〕12號", "2016-2021年",
     "A/69/723", "S/RES/1624(2005)", "−5℃", "$100", "3.5m³", "½", "H₂O", "123456789012345"]
)  # fmt: skip
ADDRESSES = st.sampled_from(
    ["https://example.org/a/very/long-path/of_any?kind=whatsoever&n=1", "www.un.org", "a@b.org",
     "3f5a9c0e7b1d4a68c2e0f7b95d83a1c64e2f", "https://" + "x" * 60]
)  # fmt: skip
BLANK = st.sampled_from([" ", "  ", "　"])
PIECES = st.one_of(HAN, HAN, HAN, MARKED, LATIN, WORDS, CYRILLIC, FIGURES, ADDRESSES, BLANK)
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join)
STYLES = st.builds(
    ParagraphStyle,
    measure=st.one_of(st.integers(8, 45).map(float), st.floats(8.0, 45.0)),
    indent=st.sampled_from([0.0, 2.0, 3.5]),
    justify=st.booleans(),
    squeeze=st.booleans(),
    vertical=st.booleans(),
    grid=st.booleans(),
)
NARROW = st.builds(ParagraphStyle, measure=st.floats(2.5, 8.0), justify=st.booleans())


def width(line: ComposedLine, style: ParagraphStyle) -> float:
    """Measure a line as it is set, without what hangs."""
    fragments = list(line.fragments)
    last = fragments[-1]
    if last.kind in ("text", "western"):
        fragments[-1] = Fragment(last.kind, last.text.rstrip(" "), last.gaps)
        fragments = [f for f in fragments if f.text] or fragments[:1]
    places = sum(cells(f.text) for f in fragments if f.kind in SPREAD)
    places -= fragments[-1].kind in SPREAD
    blanks = sum(f.text.count(" ") for f in fragments if f.kind in ("text", "western"))
    total = (line.spacing * places + line.words * blanks) / 1000
    for f in fragments:
        if f.kind in ("text", "run-in"):
            total += sum(METRICS.advances(f.text, style.squeeze))
        elif f.kind == "half":
            total += sum(METRICS.half(mark) for mark in f.text)
        elif f.kind in ("western", "hyphen"):
            total += METRICS.words(f.text) + gap_before(line.spacing) * ("l" in f.gaps)
            total += 0.07 * ("r" in f.gaps)
        elif f.kind in ("up", "pair"):
            total += len(f.text) if f.kind == "up" else 1.0
        else:
            total += raised_width(f.kind, f.text, METRICS, style)
    return total


def holds(text: str, style: ParagraphStyle, calls: Mapping[int, str]) -> list[ComposedLine]:
    """Compose a text and see what is promised of its lines; return them."""
    lines = compose(text, calls, METRICS, style)
    between = ("call", "hyphen")
    said = "".join(f.text for n in lines for f in n.fragments if f.kind not in between)
    assert said == text
    shown = [f.text for n in lines for f in n.fragments if f.kind == "call"]
    assert shown == [calls[at] for at in sorted(calls)]
    assert [n.start for n in lines] == [0, *(n.end for n in lines[:-1])]
    for line, above in zip(lines, (None, *lines), strict=False):
        measure = style.measure - (style.indent if line.first else 0.0)
        wide = width(line, style)
        assert wide <= measure + 0.045, (wide, line)
        fills = style.justify and not line.last and not line.ragged
        assert not fills or wide >= measure - 0.045, (wide, line)
        assert not line.ragged or (style.justify and not line.last and not line.spacing)
        _no_letter_is_spaced(line)
        if above and above.fragments[-1].kind == "hyphen":
            assert text[line.start - 1].isalpha()
            assert text[line.start].isalpha()
        elif line.start:
            assert _may_part(text, line.start, style), (text[line.start - 8 : line.start + 8], line)
            assert line.fragments[0].kind != "call"
    return list(lines)


def _no_letter_is_spaced(line: ComposedLine) -> None:
    for fragment in line.fragments:
        if fragment.kind in SPREAD:
            words = WESTERN.findall(fragment.text)
            # ½ is a sign in a cell of its own
            assert not any(LETTERS.search(word.strip(SIGNS)) for word in words), fragment


def _may_part(text: str, at: int, style: ParagraphStyle) -> bool:
    """Say whether a line may end there, or whether what is parted is wider than the line."""
    before, after = text[at - 1], text[at]
    forbidden = after in NO_START or after == " " or before in OPENING
    inside = before.isalnum() and after.isalnum() and WESTERN.match(before) and WESTERN.match(after)
    if not forbidden and not inside:
        return True
    # the widest piece around it that must not be parted
    first, last = at - 1, at + 1
    while first and _bound(text[first - 1], text[first]):
        first -= 1
    while last < len(text) and _bound(text[last - 1], text[last]):
        last += 1
    piece = text[first:last]
    room = style.measure - (style.indent if not first else 0.0)
    whole = sum(METRICS.advances(piece, False)) if not style.vertical else float(len(piece))
    # nobody reads what is so long and has figures, as a hash
    unread = any(len(w) > 28 and any(map(str.isdigit, w)) for w in piece.split())
    return whole + 2 > room or unread


def _bound(before: str, after: str) -> bool:
    words = bool(WESTERN.match(before) and WESTERN.match(after))
    return words or after in NO_START or after == " " or before in OPENING


@settings(derandomize=True, deadline=None)
@given(TEXTS, STYLES)
def test_any_text_is_set_in_any_measure(text: str, style: ParagraphStyle) -> None:
    holds(text, style, {})


@settings(derandomize=True, deadline=None)
@given(TEXTS, STYLES, st.sets(st.integers(0, 60), max_size=4))
def test_and_with_notes_called_anywhere(text: str, style: ParagraphStyle, at: set[int]) -> None:
    inside = sorted(n for n in at if n <= len(text))
    lines = compose(text, {n: str(k) for k, n in enumerate(inside, 1)}, METRICS, style)
    shown = [f.text for line in lines for f in line.fragments if f.kind == "call"]
    assert shown == [str(k) for k in range(1, len(inside) + 1)]


@settings(derandomize=True, deadline=None)
@given(TEXTS, NARROW)
def test_a_measure_of_few_em_loses_nothing(text: str, style: ParagraphStyle) -> None:
    lines = compose(text, {}, METRICS, style)
    said = "".join(f.text for n in lines for f in n.fragments if f.kind != "hyphen")
    assert said == text
    assert all(width(line, style) <= style.measure + 0.045 for line in lines)


@pytest.mark.parametrize(
    "text", ["，" * 60, "「" * 30 + "甲", "x" * 200, "Ж" * 99, "2" * 99, "—" * 40]
)
@pytest.mark.parametrize("vertical", [False, True])
def test_what_is_wider_than_a_line_is_broken(text: str, vertical: bool) -> None:
    for justify in (False, True):
        style = ParagraphStyle(10, justify=justify, vertical=vertical)
        lines = compose(text, {}, METRICS, style)
        (one,) = compose(text, {}, METRICS, ParagraphStyle(999, vertical=vertical))
        whole = width(one, style)
        assert "".join(f.text for n in lines for f in n.fragments) == text
        assert all(width(line, style) <= 10.045 for line in lines)
        # and no more often than it has to be
        assert len(lines) <= 2 + whole / 9


def test_a_blank_behind_a_word_that_is_broken_hangs() -> None:
    lines = compose("x" * 40 + " y", {}, METRICS, ParagraphStyle(10, justify=False))
    assert [n.end - n.start for n in lines] == [20, 21, 1]
