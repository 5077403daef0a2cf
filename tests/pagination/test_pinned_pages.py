"""What a document says of its pages, tried on pages of stand-ins: no text is set for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.document.artefacts import PAGES_PER_SHEET, ReducedTable, SavedSheet
from zhengben.pagination import pages
from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.pages import Part, SetDocument, SetPage, _wastes_a_sheet
from zhengben.pagination.turned import turned_runs
from zhengben.typesetting.boxes import SetAuthorNote, SetNote, SetParagraph, SetSignatures
from zhengben.typesetting.headings import SetLine
from zhengben.typesetting.official import SetImprint
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.table_cells import SetGridRow

HANDOUT = cast(PrintEdition, EDITIONS["handout"])


@dataclass
class Standing:
    """Of a document, what is asked of it."""

    renumbers_notes: bool = False
    author_calls: tuple[Any, ...] = ()
    text: str = "甲" * 99
    notes: dict[str, str] = field(default_factory=dict)

    def citations(self) -> tuple[()]:
        return ()


def like(kind: type, **more: object) -> Any:
    """Return a stand-in for an item of a page."""
    return Mock(spec=kind, kind=getattr(kind, "kind", ""), **more)


def page(*items: Any, notes: tuple[Part, ...] = (), height_pt: float = 10.0) -> SetPage:
    parts = tuple(Part(item, 0, 1, height_pt, 2.0) for item in items)
    return SetPage(1, "text", parts, notes, "")


def document(*pages: SetPage, declaration: object = None) -> SetDocument:
    return SetDocument(declaration or Standing(), HANDOUT, cast(Any, None), pages)  # type: ignore[arg-type]


def table_row(grid: str, pt: float, *, ruled: bool = True, turned: bool = False,
              heads: tuple[bool, ...] = (False, False)) -> Any:  # fmt: skip
    cells = tuple(SimpleNamespace(heads=("題",) if head else ()) for head in heads)
    size = SimpleNamespace(pt=pt, turned=turned)
    table = SimpleNamespace(id=grid, columns=9)
    return like(SetGridRow, grid=table, ruled=ruled, size=size, cells=cells)


SMALLER = HANDOUT.note_pt - 2


@pytest.mark.parametrize(
    ("row", "way"),
    [
        (table_row("table-1", HANDOUT.note_pt), ""),
        (table_row("table-1", SMALLER), f"in {SMALLER:g} pt"),
        (table_row("table-1", HANDOUT.note_pt, turned=True), "on pages across"),
        (table_row("table-1", SMALLER, turned=True), f"in {SMALLER:g} pt on pages across"),
        (table_row("table-1", SMALLER, heads=(True, False)), "as records"),
        # signatures side by side have no rules, and are no table
        (table_row("table-1", SMALLER, ruled=False, turned=True), ""),
    ],
)
def test_what_became_of_a_table_that_is_too_wide_is_told(row: Any, way: str) -> None:
    usual = table_row("table-2", HANDOUT.note_pt)
    told = document(page(usual, row), page(row, usual)).reduced()
    assert told == ((ReducedTable("table-1", 9, HANDOUT.layout, way),) if way else ())


def test_only_a_little_page_with_a_sheet_for_itself_wastes_one() -> None:
    full, little = page(*[like(SetParagraph)] * 99), page(*[like(SetParagraph)] * 3)
    for count in range(1, 3 * PAGES_PER_SHEET + 1):
        alone = count > PAGES_PER_SHEET and count % PAGES_PER_SHEET == 1
        assert _wastes_a_sheet(document(*[full] * (count - 1), little)) is alone
        assert not _wastes_a_sheet(document(*[full] * count))
    # a quarter of the depth is little, and white space counts
    more = page(*[like(SetParagraph)] * 2, height_pt=HANDOUT.depth_pt / 8 - 1)
    assert not _wastes_a_sheet(document(*[full] * PAGES_PER_SHEET, more))
    fits = page(*[like(SetParagraph)] * 2, height_pt=HANDOUT.depth_pt / 8 - 2)
    assert _wastes_a_sheet(document(*[full] * PAGES_PER_SHEET, fits))


def test_a_page_of_the_place_and_date_alone_begins_with_them() -> None:
    closing = (SimpleNamespace(start=40), ())
    signed = like(SetSignatures, places=(), closing=closing)
    none = like(SetSignatures, places=(), closing=None)
    places = (SimpleNamespace(signatory=SimpleNamespace(lines=[SimpleNamespace(start=30)])),)
    people = like(SetSignatures, places=places, closing=closing)
    begins = document(*(page(item) for item in (people, signed, none))).breaks()
    assert [(b.at, b.apparatus) for b in begins] == [(30, ""), (40, ""), (99, "colophon")]


def test_a_page_that_a_note_fills_begins_where_the_next_does() -> None:
    def text(start: int) -> Any:
        return like(SetRoll, enrolled=(SimpleNamespace(start=start),))

    note = Part(like(SetAuthorNote), 3, 40, 10.0)
    filled, colophon = page(notes=(note,)), page(like(SetSignatures, places=(), closing=None))
    begins = document(page(text(0)), filled, filled, page(text(7)), filled, colophon).breaks()
    assert [(b.at, b.apparatus) for b in begins] == [
        (0, ""), (7, ""), (7, ""), (7, ""), (99, "colophon"), (99, "colophon"),
    ]  # fmt: skip
    assert [(b.at, b.apparatus) for b in document(page(text(0)), filled).breaks()] == [
        (0, ""), (99, "colophon"),
    ]  # fmt: skip


def test_labels_that_count_anew_go_by_the_order_of_calls() -> None:
    def note(name: str, first: int = 0, label: str = "1", kind: type = SetAuthorNote) -> Part:
        held = SimpleNamespace(id=name)
        item = like(kind, line=held, label=SimpleNamespace(text=label), note=held)
        return Part(item, first, first + 1, 10.0)

    made = [
        # one goes on from the page before, one has no label, one is ours
        page(notes=(note("b"), note("a"), note("c", label=""), note("x", kind=SetNote))),
        page(notes=(note("b", first=1), note("d"))),
    ]
    calls = tuple(SimpleNamespace(note_id=name, line_id="p") for name in "abcd")
    anew = Standing(renumbers_notes=True, author_calls=calls)
    assert document(*made, declaration=anew).labels() == {"a": "①", "b": "②", "d": "①"}
    assert document(*made, declaration=Standing(author_calls=calls)).labels() == {}
    assert [[p.item.line.id for p in part] for part in (made[0].authors, made[0].ours)] == [
        ["b", "a", "c"], ["x"],
    ]  # fmt: skip


@pytest.mark.parametrize("headings", [0, 1, 2, 3])
@pytest.mark.parametrize("before", [0, 1])
def test_all_headings_over_a_turned_table_go_with_it(headings: int, before: int) -> None:
    def slugs(kind: type, count: int, kept: bool, turned: bool = False) -> list[Slug[Any]]:
        size = SimpleNamespace(turned=turned)
        return [Slug((like(kind, size=size), 0), 10.0, keep_next=kept) for _ in range(count)]

    upright = slugs(SetParagraph, before, kept=True)
    across = slugs(SetLine, headings, kept=True) + slugs(SetGridRow, 2, False, turned=True)
    behind = slugs(SetLine, 1, kept=True) + slugs(SetParagraph, 1, kept=False)
    found = [(turned, len(run)) for turned, run in turned_runs([*upright, *across, *behind])]
    assert found == [*[(False, before)] * before, (True, headings + 2), (False, 2)]


@pytest.mark.parametrize(("head", "left"), [(4, 3), (6, 4), (2, 3)])
@pytest.mark.parametrize(("usual", "tight", "taken"), [(17, 16, True), (17, 17, False)])
def test_a_tight_setting_is_taken_where_it_has_fewer_pages(
    head: int, left: int, usual: int, tight: int, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    booklet = replace(cast(PrintEdition, EDITIONS["booklet"]), head_blank_lines=head)
    asked = list[tuple[int, bool]]()

    def composing(_d: object, edition: Any, _m: object, _o: object, tight: bool = False) -> Any:
        return SimpleNamespace(edition=edition, tight=tight)

    def making(compositor: Any, *_: object) -> SetDocument:
        asked.append((compositor.edition.head_blank_lines, compositor.tight))
        count = tight if compositor.tight else usual
        return SetDocument(cast(Any, None), booklet, cast(Any, None),
                           (page(like(SetParagraph)),) * count)  # fmt: skip

    monkeypatch.setattr(pages, "Compositor", composing)
    monkeypatch.setattr(pages, "_set", making)
    none = cast(Any, None)
    made = pages.set_document(none, booklet, none, none, ())
    # the title gives up two lines above it, and keeps three
    assert asked == [(head, False), (left, True)]
    assert (len(made.pages), made.saved_from) == ((tight, usual) if taken else (usual, 0))
    saved = (SavedSheet("booklet", usual, tight),) if taken else ()
    assert made.saved() == saved
    # what is not imposed is never set tight
    asked.clear()
    loose = pages.set_document(none, replace(booklet, imposed_on=""), none, none, ())
    assert (len(loose.pages), loose.saved_from, len(asked)) == (usual, 0, 1)


def test_a_page_that_begins_with_an_imprint_begins_at_its_first_line() -> None:
    lines = tuple(SimpleNamespace(line=SimpleNamespace(start=at)) for at in (50, 60))
    (begun,) = document(page(like(SetImprint, lines=lines))).breaks()
    assert (begun.at, begun.apparatus) == (50, "")


def test_the_page_with_the_rules_of_a_letterhead_opens_a_letter() -> None:
    ruled, plain = like(SetLine, rules_pt=(1.5,)), like(SetLine, rules_pt=())
    assert page(plain, ruled).opens_letter
    assert not page(plain, like(SetParagraph)).opens_letter
