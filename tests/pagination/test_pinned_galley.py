"""What slugs keep to, tried on stand-ins; the page of a seal, on slugs of a line each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from zhengben.document.lines import Line
from zhengben.linebreaking.composed import ComposedLine
from zhengben.pagination import sections
from zhengben.pagination.galley import Galley
from zhengben.pagination.page_breaker import Slug, make_up
from zhengben.pagination.sections import Sections
from zhengben.typesetting.headings import SetLine


def line_of(text: str, part: str = "") -> Any:
    return SimpleNamespace(text=text, part=part)


def said(made: list[Any]) -> list[str]:
    """Return the slugs of each page by their first letters."""
    return ["".join(s.content[0].line.text[0] for s in page.slugs) for page in made]


def slugs(text: str) -> list[Slug[Any]]:
    """Return a line of ten points for each letter: ``a`` text, ``e`` enclosures, others behind."""
    return [
        Slug((SimpleNamespace(line=line_of(letter, "enclosures" * (letter == "e"))), 0), 10.0)
        for letter in text
    ]


def sealed(text: str, behind: str, depth: int) -> list[str]:
    """Return the pages of a text, of which what stands behind it is kept together."""
    last = [replace(s, keep_next=n < len(behind)) for n, s in enumerate(slugs(behind), 1)]
    maker = SimpleNamespace(_make_up=lambda made: make_up(made, 10.0 * depth))
    plain = maker._make_up([*slugs(text), *last])
    return said(Sections._sealed(cast(Sections, maker), slugs(text), last, plain))


@pytest.mark.parametrize(
    ("text", "behind", "pages"),
    [
        ("aaaaaa", "sd", ["aaaaaasd"]),
        # the seal would stand alone: two lines go with it
        ("aaaaaaa", "sd", ["aaaaa", "aasd"]),
        # and all that is enclosed, which is no text
        ("aaaaaaae", "sd", ["aaaaa", "aaesd"]),
        ("aaaaaeee", "sd", ["aaa", "aaeeesd"]),
        # where that is more than a page, the last two lines of whatever it is
        ("aaeeeeee", "sd", ["aaeeee", "eesd"]),
        # nothing but the seal has room on its page
        ("aaa", "ssssssd", ["aaa", "ssssssd"]),
        ("e", "ssssssdd", ["e", "ssssssdd"]),
        # who signs takes more than a page anyhow
        ("aaa", "sssssssssd", ["a", "aassssss", "sssd"]),
    ],
)
def test_the_page_of_a_seal_holds_text(text: str, behind: str, pages: list[str]) -> None:
    assert sealed(text, behind, 8) == pages


@pytest.mark.parametrize("keep_next", [True, False])
def test_the_last_line_of_what_is_higher_than_a_page_stays_with_what_follows(
    keep_next: bool,
) -> None:
    lines = tuple(SimpleNamespace(called=f"note-{n}") for n in range(3))
    item = SetLine(cast(Line, line_of("題")), "H1", "heading", cast(Any, lines))
    galley = SimpleNamespace(
        foot=lambda _: ("note-0", "note-1", "note-2"),
        authors=SimpleNamespace(on=lambda line: (line.called,)),
        edition=SimpleNamespace(depth_pt=50.0, leading_pt=20.0, title_leading_pt=30.0),
    )

    def standing(height: float) -> list[Any]:
        made = Galley._standing(
            cast(Galley, galley), item, height, keep_next=keep_next, above_pt=5.0
        )
        return [(s.height_pt, s.above_pt, s.keep_next, s.notes) for s in made]

    assert standing(50.0) == [(50.0, 5.0, keep_next, ("note-0", "note-1", "note-2"))]
    assert standing(60.0) == [
        (20.0, 5.0, False, ("note-0",)),
        (20.0, 0.0, False, ("note-1",)),
        (20.0, 0.0, keep_next, ("note-2",)),
    ]


@pytest.mark.parametrize("header", [True, False])
def test_lines_of_a_high_row_stay_together_at_its_ends(header: bool) -> None:
    def cell(top: int, *lines: str) -> Any:
        made = [SimpleNamespace(words=line, rows=1) for line in lines]
        return SimpleNamespace(placed=list(enumerate(made, top)))

    cells = [cell(0, "甲"), cell(1, "乙", "丙", "丁")]
    row = SimpleNamespace(height_lines=5, header=header, cells=cells)
    table = SimpleNamespace(line_pt=lambda row, index: 10.0 + index)
    on = lambda *lines: tuple(line.words for line in lines)  # noqa: E731
    galley = SimpleNamespace(authors=SimpleNamespace(on=on))
    again = (Slug(("head", 0), 9.0),)
    made = list(
        Galley._divided(cast(Any, galley), cast(Any, row), cast(Any, table), 7.0, cast(Any, again))
    )
    assert [(s.height_pt, s.above_pt) for s in made] == [
        (10.0, 7.0), (11.0, 0.0), (12.0, 0.0), (13.0, 0.0), (14.0, 0.0),
    ]  # fmt: skip
    # neither a widow nor an orphan, and a head stays with the row below it
    assert [s.keep_next for s in made] == [True, False, False, True, header]
    assert [s.notes for s in made] == [("甲",), ("乙",), ("丙",), ("丁",), ()]
    assert [s.content for s in made] == [(row, index) for index in range(5)]
    assert all(s.again == again for s in made)


def test_no_page_ends_within_a_line_that_takes_several() -> None:
    made = [SimpleNamespace(words=w, rows=rows) for w, rows in (("甲", 2), ("圖", 4), ("乙", 2))]
    cell = SimpleNamespace(placed=[(0, made[0]), (2, made[1]), (6, made[2])])
    row = SimpleNamespace(height_lines=8, header=False, cells=[cell])
    table = SimpleNamespace(line_pt=lambda row, index: 10.0)
    galley = SimpleNamespace(authors=SimpleNamespace(on=lambda *lines: ()))
    slugs = Galley._divided(cast(Any, galley), cast(Any, row), cast(Any, table), 7.0, ())
    assert [s.keep_next for s in slugs] == [True, False, True, True, True, False, True, False]


def test_notes_called_on_a_number_in_the_margin_stand_with_its_first_line() -> None:
    def line(*calls: str) -> Any:
        return ComposedLine(0, 1, 0, cast(Any, calls), first=False, last=False, words=0)

    lines = (line("2"), line("3"), line())
    paragraph = SimpleNamespace(lines=lines, hung=SimpleNamespace(fragments=("1",)))
    galley = SimpleNamespace(
        set_paragraph=lambda _: paragraph,
        edition=SimpleNamespace(leading_pt=20.0),
        authors=SimpleNamespace(on=lambda made: made.fragments),
        _behind=lambda _, keep_next: iter(()),
    )
    made = list(Galley._paragraph(cast(Galley, galley), line_of("第")))
    assert [s.notes for s in made] == [("1", "2"), ("3",), ()]
    paragraph.hung = None
    made = list(Galley._paragraph(cast(Galley, galley), line_of("第")))
    assert [s.notes for s in made] == [("2",), ("3",), ()]


@pytest.mark.parametrize(("height", "few"), [(10.0, True), (21.0, True), (22.0, False)])
def test_few_signatures_stay_together_behind_the_text(
    height: float, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are few where they take no more than two thirds of a page or so, with the white."""
    monkeypatch.setattr(sections, "is_paired", lambda _: False)
    pieces = [Slug(("place", n), height, above_pt=1.0) for n in range(3)]
    holder = SimpleNamespace(
        galley=SimpleNamespace(
            signing=lambda apart: iter(pieces), roll=SimpleNamespace(serves=False)
        ),
        edition=SimpleNamespace(depth_pt=102.0),
        declaration=None,
    )
    found = Sections._few_signatures(cast(Sections, holder))
    assert [[s.keep_next for s in way] for way in found] == [[True, True, False]] * few
