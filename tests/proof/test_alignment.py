"""Paragraphs find each other, whatever was done to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.proof.alignment import Pair, align

A = "成員國強調憲章具有歷史意義。"
B = "各方支持安理會改革並尋求方案。"
C = "元首們指出將繼續協作應對威脅。"
D = "二〇一七年六月九日於某地簽署"


def aligned(expected: list[str], found: list[str], ids: str = "") -> list[Pair]:
    """Align; ``ids`` has for each found paragraph the number of the expected one it is called."""
    return align(expected, found, lambda line, block: ids[block : block + 1] == str(line))


def test_equal_texts() -> None:
    assert aligned([A, B], [A, B]) == [Pair((0,), (0,), -1), Pair((1,), (1,), 0)]


@pytest.mark.parametrize(
    ("expected", "found", "pairs"),
    [
        # lost, added at the start, in the middle, at the end
        ([A, B, C], [A, C], [((0,), (0,), -1), ((1,), (), 0), ((2,), (1,), 1)]),
        ([A], [B, A], [((), (0,), -1), ((0,), (1,), -1)]),
        ([A, C], [A, B, C], [((0,), (0,), -1), ((), (1,), 0), ((1,), (2,), 0)]),
        ([A], [A, B, C], [((0,), (0,), -1), ((), (1, 2), 0)]),
        ([A, B], [], [((0, 1), (), -1)]),
        # split in two and in three, joined, divided elsewhere
        ([A, B], [A[:5], A[5:], B], [((0,), (0, 1), -1), ((1,), (2,), 0)]),
        ([A], [A[:3], A[3:5], A[5:]], [((0,), (0, 1, 2), -1)]),
        ([A, B, C], [A + B, C], [((0, 1), (0,), -1), ((2,), (1,), 1)]),
        ([A, B, C], [A + B + C], [((0, 1, 2), (0,), -1)]),
        ([A, B], [A + B[:4], B[4:]], [((0, 1), (0, 1), -1)]),
        # altered
        ([A, B], [A.replace("歷", "歴"), B], [((0,), (0,), -1), ((1,), (1,), 0)]),
        # altered and split or joined
        ([A], [A[:7].replace("國", "囯"), A[7:]], [((0,), (0, 1), -1)]),
        ([A, B], [(A + B).replace("歷", "歴")], [((0, 1), (0,), -1)]),
        # one lost before an altered one; one added before it
        ([B, A], [A.replace("歷", "歴")], [((0,), (), -1), ((1,), (0,), 0)]),
        ([A], [B, A.replace("歷", "歴")], [((), (0,), -1), ((0,), (1,), -1)]),
        # written anew: one is lost and one is added
        ([A], [D], [((0,), (), -1), ((), (0,), 0)]),
    ],
)
def test_pairs(expected: list[str], found: list[str], pairs: list[tuple[object, ...]]) -> None:
    assert aligned(expected, found) == [Pair(*pair) for pair in pairs]  # type: ignore[arg-type]


def test_paragraphs_that_changed_places_are_moved() -> None:
    pairs = aligned([A, B, C], [B, A, C])
    assert [(p.expected, p.found, p.moved) for p in pairs if p.moved] in (
        [((0,), (1,), True)], [((1,), (0,), True)],
    )  # fmt: skip
    assert sorted(p.found for p in pairs) == [(0,), (1,), (2,)]
    (moved,) = [p for p in pairs if p.moved]
    assert moved.after == moved.expected[0] - 1
    # of two that are equal each is taken once
    pairs = aligned([A, A, B, C], [B, C, A, A])
    assert sorted(p.found for p in pairs) == [(0,), (1,), (2,), (3,)]
    assert sum(p.moved for p in pairs) == 2


def test_what_nobody_expects_stands_behind_what_precedes_it_where_it_is() -> None:
    # the moved one tells nothing of the place
    pairs = aligned([A, B, C], [C, A, D, B])
    added = [p for p in pairs if not p.expected]
    assert [(p.found, p.after) for p in added] == [((2,), 0)]


def test_an_identifier_speaks_where_the_words_do_not() -> None:
    assert aligned([A], [D], "0") == [Pair((0,), (0,), -1)]
    assert aligned([A], [D, C], "x0") == [Pair((), (0,), -1), Pair((0,), (1,), -1)]
    assert aligned([A, B], [D], "1") == [Pair((0,), (), -1), Pair((1,), (0,), 0)]


@pytest.mark.parametrize(
    ("found", "alike"),
    # six of ten are one paragraph, five of ten are not
    [("一二三四五六甲乙丙丁", True), ("一二三四五甲乙丙丁戊", False)],
)
def test_how_much_is_alike(found: str, alike: bool) -> None:
    pairs = aligned(["一二三四五六七八九十"], [found])
    assert (len(pairs) == 1) is alike


@pytest.mark.parametrize(
    ("found", "alike"),
    [("一二三四五六甲乙丙丁", True), ("一二三四五甲乙丙丁戊", False)],
)
def test_how_much_is_alike_behind_something_else(found: str, alike: bool) -> None:
    ten, other = "一二三四五六七八九十", "子丑寅卯辰巳午未申酉"
    added = [Pair((), (0,), -1), Pair((0,), (1,), -1)]
    assert (aligned([ten], [other, found]) == added) is alike
    lost = [Pair((0,), (), -1), Pair((1,), (0,), 0)]
    assert (aligned([other, ten], [found]) == lost) is alike


def test_a_paragraph_that_stands_everywhere_is_found_in_its_place() -> None:
    pairs = aligned([A] * 300, [A] * 300)
    assert pairs == [Pair((n,), (n,), n - 1) for n in range(300)]


def test_a_group_must_be_surely_alike() -> None:
    ten, more = "一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸"
    # 16 of 20 are not enough for a group, 19 are
    few = [ten[:8] + "子丑", more[:8] + "寅卯"]
    assert [p.found for p in aligned([ten + more], few)] != [(0, 1)]
    assert [p.found for p in aligned([ten + more], [ten[:9] + "子", more])] == [(0, 1)]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    st.lists(st.text("一二三", max_size=4), max_size=5),
    st.lists(st.text("一二三", max_size=4), max_size=5),
)
def test_each_paragraph_of_any_two_texts_stands_in_one_pair(
    expected: list[str], found: list[str]
) -> None:
    pairs = aligned(expected, found)
    assert sorted(n for p in pairs for n in p.expected) == list(range(len(expected)))
    assert sorted(n for p in pairs for n in p.found) == list(range(len(found)))
    for pair in pairs:
        assert pair.expected or pair.found
        if pair.moved:
            assert expected[pair.expected[0]] == found[pair.found[0]]
        if pair.expected:
            assert pair.after == pair.expected[0] - 1
    if expected == found:
        assert all(p.expected == p.found and not p.moved for p in pairs)
