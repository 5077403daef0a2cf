"""Pages are made up without widows or orphans, each note on the page of its call."""

from __future__ import annotations

import pytest

from zhengben.document.errors import RenderError
from zhengben.pagination.page_breaker import MadePage, Slug, make_up
from zhengben.typesetting.boxes import Foot

LEADING, DEPTH = 20.0, 200.0
FOOT = Foot(leading_pt=10.0, above_pt=10.0)


def paragraph(name: str, lines: int, **notes: tuple[str, ...]) -> list[Slug[str]]:
    """Return the slugs of a paragraph; ``l2`` names the notes called in its second line."""
    return [
        Slug(
            f"{name}{n}",
            LEADING,
            keep_next=n < lines and n in (1, lines - 1),
            notes=notes.get(f"l{n}", ()),
        )
        for n in range(1, lines + 1)
    ]


def shown(pages: list[MadePage[str]]) -> list[str]:
    return [" ".join(slug.content for slug in page.slugs) for page in pages]


def test_a_page_is_filled_to_its_depth() -> None:
    assert shown(make_up(paragraph("a", 12), DEPTH)) == [
        "a1 a2 a3 a4 a5 a6 a7 a8 a9 a10",
        "a11 a12",
    ]


def test_no_last_line_alone_at_the_head() -> None:
    assert shown(make_up(paragraph("a", 11), DEPTH))[1] == "a10 a11"


def test_no_first_line_alone_at_the_foot() -> None:
    pages = make_up([*paragraph("a", 9), *paragraph("b", 4)], DEPTH)
    assert shown(pages)[1] == "b1 b2 b3 b4"


def test_three_lines_are_never_divided() -> None:
    pages = make_up([*paragraph("a", 8), *paragraph("b", 3)], DEPTH)
    assert shown(pages)[1] == "b1 b2 b3"


def test_a_heading_stays_with_what_follows() -> None:
    heading = Slug("h", LEADING, above_pt=LEADING, keep_next=True)
    pages = make_up([*paragraph("a", 8), heading, *paragraph("b", 4)], DEPTH)
    assert shown(pages) == ["a1 a2 a3 a4 a5 a6 a7 a8", "h b1 b2 b3 b4"]


def test_white_space_falls_away_at_the_head_of_a_page() -> None:
    slugs = [*paragraph("a", 10), Slug("h", DEPTH, above_pt=LEADING)]
    assert shown(make_up(slugs, DEPTH))[1] == "h"


def test_a_note_stands_on_the_page_of_its_call() -> None:
    pages = make_up(paragraph("a", 12, l9=("1",)), DEPTH, {"1": 3}, FOOT)
    # eight lines and four of notes would fill the page, but the ninth calls the note
    assert shown(pages)[0] == "a1 a2 a3 a4 a5 a6 a7 a8"
    assert [(n.key, n.first, n.last) for n in pages[1].notes] == [("1", 0, 3)]


def test_a_call_in_the_last_line_brings_its_note_or_moves() -> None:
    fits = make_up(paragraph("a", 9, l9=("1",)), DEPTH, {"1": 1}, FOOT)
    assert [n.key for n in fits[0].notes] == ["1"]


def test_a_long_note_is_divided_rather_than_leave_a_wide_blank() -> None:
    pages = make_up(paragraph("a", 8, l3=("1",)), DEPTH, {"1": 18}, FOOT)
    assert "a3" in shown(pages)[0]
    first, second = pages[0].notes[0], pages[1].notes[0]
    assert (first.key, first.first) == (second.key, 0) == ("1", 0)
    assert first.last == second.first
    assert second.last == 18
    assert min(first.last, 18 - first.last) >= 2


def test_a_note_longer_than_a_page_runs_over_three() -> None:
    pages = make_up(paragraph("a", 2, l2=("1",)), DEPTH, {"1": 40}, FOOT)
    parts = [note for page in pages for note in page.notes]
    assert [p.first for p in parts[1:]] == [p.last for p in parts[:-1]]
    assert parts[-1].last == 40
    assert len(pages) == 3


def test_ten_notes_of_one_line() -> None:
    keys = tuple(map(str, range(1, 11)))
    pages = make_up(paragraph("a", 3, l2=keys), DEPTH, dict.fromkeys(keys, 3), FOOT)
    placed = [(n.key, n.first, n.last) for page in pages for n in page.notes]
    assert [key for key, _, _ in placed] == sorted(keys, key=int) or placed
    assert sum(last - first for _, first, last in placed) == 30


def test_every_depth_keeps_text_and_notes_whole() -> None:
    slugs = [
        slug
        for n in range(30)
        for slug in paragraph(f"p{n}-", 1 + n % 7, l2=(str(n),) if n % 3 == 0 and n % 7 else ())
    ]
    counts = {key: 1 + int(key) % 5 for slug in slugs for key in slug.notes}
    for depth in range(90, 400, 10):
        pages = make_up(slugs, float(depth), counts, FOOT)
        assert [s.content for page in pages for s in page.slugs] == [s.content for s in slugs]
        for key, lines in counts.items():
            parts = [n for page in pages for n in page.notes if n.key == key]
            assert sum(p.last - p.first for p in parts) == lines
            called = next(n for n, p in enumerate(pages) for s in p.slugs if key in s.notes)
            assert any(n.key == key for n in pages[called].notes)
        for page in pages[:-1]:
            used = sum(s.height_pt for s in page.slugs)
            notes = sum(n.last - n.first for n in page.notes)
            assert used + (notes * 10 + 10 if notes else 0) <= depth + 0.1


def test_what_is_higher_than_a_page_is_told() -> None:
    with pytest.raises(RenderError, match="higher than a page"):
        make_up([Slug("a", DEPTH + 1)], DEPTH)


def test_what_leaves_no_room_for_a_line_of_its_note_has_it_on_the_next_page() -> None:
    slugs = [Slug("a", DEPTH - 20.0, notes=("n",)), Slug("b", LEADING)]
    assert [note.last for note in make_up(slugs, DEPTH, {"n": 3}, FOOT)[0].notes] == [1]
    slugs = [Slug("a", DEPTH - 19.0, notes=("n",)), Slug("b", LEADING)]
    first, second = make_up(slugs, DEPTH, {"n": 3}, FOOT)
    assert (first.notes, [(note.first, note.last) for note in second.notes]) == ((), [(0, 3)])


def test_the_last_page_gets_more_than_a_few_lines() -> None:
    slugs = paragraph("a", 32)
    assert [len(page.slugs) for page in make_up(slugs, DEPTH)] == [10, 10, 10, 2]
    pages = make_up(slugs, DEPTH, line_pt=LEADING)
    # each page gives a line, rather than one of them three
    assert [len(page.slugs) for page in pages] == [9, 9, 9, 5]


def test_no_page_is_emptied_for_the_last_one() -> None:
    # nothing can be moved but all of the second page's text
    together = [Slug(f"k{n}", LEADING, keep_next=n < 9) for n in range(10)]
    slugs = [*paragraph("a", 2), *together, *paragraph("b", 3)]
    pages = make_up(slugs, DEPTH, line_pt=LEADING)
    assert [len(page.slugs) for page in pages] == [2, 10, 3]


def test_a_piece_as_high_as_a_page_stays() -> None:
    slugs = [Slug("picture", DEPTH), *paragraph("a", 2)]
    assert shown(make_up(slugs, DEPTH, line_pt=LEADING)) == ["picture", "a1 a2"]


def test_notes_stay_with_their_calls_when_pages_are_made_anew() -> None:
    slugs = [s for name in "abcd" for s in paragraph(name, 8, l2=(f"n{name}",))]
    counts = {f"n{name}": 1 for name in "abcd"}
    pages = make_up(slugs, DEPTH, counts, FOOT, LEADING)
    assert len(pages[-1].slugs) >= 5
    for page in pages:
        called = [key for slug in page.slugs for key in slug.notes]
        assert [note.key for note in page.notes] == called


@pytest.mark.parametrize(("height", "count"), [(100.0045, 1), (100.006, 2)])
def test_a_rounding_of_a_hundredth_still_fits(height: float, count: int) -> None:
    assert len(make_up([Slug("a", height), Slug("b", height)], DEPTH)) == count


def called_below(text_pt: float, lines: int, called: int = 0) -> int:
    """Return how many lines of a note stand on the page of a call that stands below a text.

    The text itself calls a note of so many lines.
    """
    text = Slug("text", text_pt, notes=("m",) if called else ())
    slugs = [text, Slug("call", 2.0, notes=("n",)), *paragraph("a", 2)]
    counts = {"m": called, "n": lines}
    first = make_up(slugs, 100.0, counts, Foot(leading_pt=3.0, above_pt=6.0))[0]
    return sum(note.last - note.first for note in first.notes if note.key == "n")


def test_a_note_is_divided_only_where_the_page_would_be_left_with_a_wide_blank() -> None:
    assert called_below(84.0, 10) == 2
    # less than 0.16 of the page
    assert called_below(84.5, 10) == 0
    # what the notes before it take is not blank
    assert called_below(75.0, 10, called=1) == 4
    assert called_below(75.5, 10, called=1) == 0


def test_a_divided_note_keeps_two_lines_together_on_both_pages() -> None:
    # there is room for two lines, and for three
    assert called_below(84.0, 4) == 2
    assert called_below(84.0, 3) == 0
    assert called_below(80.0, 6) == 4
    assert called_below(80.0, 5) == 3
    assert called_below(87.0, 10) == 0


@pytest.mark.parametrize(("pages", "first"), [(8, 9), (9, 10)])
def test_eight_pages_are_made_anew_for_the_last_one(pages: int, first: int) -> None:
    """Only the first page has single lines to give, all others but pairs of lines."""
    single = [Slug(f"s{n}", LEADING) for n in range(10)]
    pairs = [Slug(f"p{n}", LEADING, keep_next=n % 2 == 0) for n in range(10 * (pages - 2) + 4)]
    made = make_up([*single, *pairs], DEPTH, line_pt=LEADING)
    assert len(made) == pages
    assert len(made[0].slugs) == first


def test_white_space_counts_as_lines_of_the_last_page() -> None:
    slugs = [*paragraph("a", 10), Slug("b", LEADING), Slug("c", LEADING, above_pt=3 * LEADING)]
    assert [len(page.slugs) for page in make_up(slugs, DEPTH, line_pt=LEADING)] == [10, 2]


def test_what_repeats_at_the_head_of_a_page_takes_room_there() -> None:
    head = (Slug("head", LEADING), Slug("head", LEADING))
    slugs = [Slug(f"r{n}", LEADING, again=head if n else ()) for n in range(20)]
    assert [len(page.slugs) for page in make_up(slugs, DEPTH)] == [10, 10, 4]


def test_no_text_stands_on_a_page_full_of_what_a_note_goes_on_with() -> None:
    # of its 190 pt 21 lines take 189: the rule would have room below them
    slugs = [Slug("a", LEADING, notes=("n",)), Slug("rule", 0.5)]
    pages = make_up(slugs, DEPTH, {"n": 70}, Foot(leading_pt=9.0, above_pt=10.0))
    assert shown(pages) == ["a", "", "", "rule"]


def test_a_page_runs_short_by_three_lines_at_most() -> None:
    # a fourth line would cost less than so low a last page
    slugs = [*[Slug(f"s{n}", LEADING) for n in range(10)], Slug("low", 1.0)]
    assert [len(page.slugs) for page in make_up(slugs, DEPTH, line_pt=LEADING)] == [7, 4]


def test_without_a_leading_the_last_page_may_hold_little() -> None:
    slugs = [Slug(f"s{n}", 1.0) for n in range(12)]
    assert [len(page.slugs) for page in make_up(slugs, 10.0)] == [10, 2]
    assert [len(page.slugs) for page in make_up(slugs, 10.0, line_pt=1.0)] == [8, 4]


def test_a_text_of_one_page_is_made_once() -> None:
    assert [len(page.slugs) for page in make_up(paragraph("a", 2), DEPTH, line_pt=LEADING)] == [2]
    assert make_up([], DEPTH, line_pt=LEADING) == []


def test_a_page_ends_where_it_should_not_rather_than_hold_nothing() -> None:
    kept = [Slug(f"k{n}", LEADING, keep_next=True) for n in range(12)]
    assert [len(page.slugs) for page in make_up(kept, DEPTH)] == [10, 2]
    # the piece before a page has nothing to say in it
    slugs = [*[Slug(f"a{n}", LEADING) for n in range(10)], *kept]
    assert [len(page.slugs) for page in make_up(slugs, DEPTH)] == [10, 10, 2]
    assert [len(page.slugs) for page in make_up([Slug("a", LEADING), *kept], DEPTH)] == [1, 10, 2]
