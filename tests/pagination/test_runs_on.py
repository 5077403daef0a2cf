"""What is higher than a page runs on: a title, a heading, a cell, a note, an instrument's row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.page_breaker import Slug, TooHighError, make_up
from zhengben.pagination.pages import Part, SetDocument, set_document
from zhengben.typesetting.boxes import Foot, SetFact, SetRow, SetSignatures, SetTableHead, SetTitle
from zhengben.typesetting.tables import SetGridRow

METRICS = RuledMetrics()
LONG = "關於在平等互利的基礎上擴大合作並為此採取一切適當措施的補充安排以及" * 60
EVENTS = "".join(
    f'[[instrument.event]]\nact = "簽署"\ndate = 19{n:02}-01-02\nplace = "某地{n}"\n'
    for n in range(10, 90)
)
REGISTER = (
    f'[[instrument]]\nid = "a"\ntitle = "{LONG[:1500]}公約"\nremark = "一"\n\n'
    f'[[instrument]]\nid = "b"\ntitle = "第二號公約"\n{EVENTS}\n'
)


def document(folder: Path) -> Declaration:
    blocks: Blocks = [
        ("title", [LONG]),
        ("subtitle", [LONG]),
        ("preamble", ["各方議定如下："]),
        ("heading 1", [f"第一章 {LONG}"]),
        ("paragraph", ["依《第二號公約》辦理。", f"照《{LONG[:1500]}公約》辦理。"]),
        ("table 2 header 1", ["名稱", "說明", "甲", LONG * 2]),
        ("signatory", [LONG, "某甲"]),
        ("closing", [LONG]),
    ]
    return read_blocks(folder, blocks, signed=[(LONG, "某甲")], register=REGISTER)


@pytest.fixture(scope="module")
def declaration(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return document(tmp_path_factory.mktemp("high"))


def lines(part: Part) -> Iterator[ComposedLine]:
    """Yield the lines that a part shows of its item."""
    match part.item:
        case SetTitle(rows=rows, dateline=dateline):
            yield from (line for row in rows for line in row)
            yield from dateline
        case SetRow(title=title, events=events):
            yield from title
            yield from (line for event in events for line in event)
        case SetFact(term=term, lines=facts):
            yield from (*term, *facts)
        case SetGridRow(cells=cells):
            yield from (line for cell in cells for line in cell.lines)
        case SetSignatures(places=places, closing=closing):
            for place in places:
                yield from (*place.office, *place.name)
            yield from closing[1] if closing else ()
        case SetTableHead(cells=heads):
            yield from (line for head in heads for line in head)
        case _:
            yield from part.lines


def said(set_: SetDocument) -> str:
    parts = [part for page in set_.pages for part in page.parts]
    parts += [part for page in set_.pages for part in page.notes]
    return "".join(
        f.text for part in parts for line in lines(part) for f in line.fragments if f.kind != "call"
    )


def made(declaration: Declaration, edition: PrintEdition, **more: Any) -> SetDocument:
    facts = (("題名", "樣本"), ("說明", LONG))
    return set_document(declaration, replace(edition, **more), METRICS, WORDS["zh-Hant"], facts)


@pytest.mark.parametrize("name", [name for name in PRINTED if PRINTED[name].name == name])
def test_every_edition_sets_what_is_higher_than_its_pages(
    name: str, declaration: Declaration
) -> None:
    edition = PRINTED[name]
    if not isinstance(edition, PrintEdition) or edition.layout_of or name == "collation":
        return
    document = made(declaration, edition)
    shown = said(document)
    for line in declaration.lines:
        assert line.text in shown, line.id
    for note in declaration.notes:
        assert note.text in shown
    # the whole row of each instrument, with its eighty events, and the colophon
    assert shown.count("某地89") >= 2
    assert f"《{LONG[:1500]}公約》" in shown
    assert LONG in shown[shown.index("題名樣本說明") :]
    for page in document.pages:
        high = sum(part.height_pt + part.above_pt for part in page.parts)
        notes = sum(part.last - part.first for part in page.notes) * edition.note_leading_pt
        assert high + notes <= edition.depth_pt + 0.1


def test_only_the_first_piece_opens_what_runs_on(declaration: Declaration) -> None:
    document = made(declaration, PRINTED["handout"])
    items = [part.item for page in document.pages for part in page.parts]
    titles = [item for item in items if isinstance(item, SetTitle)]
    assert [item.goes_on for item in titles] == [False] + [True] * (len(titles) - 1)
    rows = [item for item in items if isinstance(item, SetRow) and item.number == 2]
    assert [row.goes_on for row in rows] == [False] + [True] * (len(rows) - 1)
    assert len(rows) > 1


def test_what_cannot_run_on_is_named(declaration: Declaration) -> None:
    with pytest.raises(RenderError, match=r"^title, “關於.{22}”, is higher than a page of the e"):
        made(declaration, PRINTED["handout"], lines=1)
    with pytest.raises(RenderError, match=r"^(?:What stands as|[a-z0-9-]+,) .*higher than a pa"):
        made(declaration, PRINTED["handout"], note_leading_pt=10_000.0)


def test_a_piece_that_is_too_high_is_told_with_its_content() -> None:
    with pytest.raises(TooHighError) as told:
        make_up([Slug("a", 10.0), Slug("b", 101.0)], 100.0)
    assert told.value.content == "b"


def test_a_piece_that_fills_its_page_leaves_its_notes_to_the_next() -> None:
    pages = make_up([Slug("a", 100.0, notes=("x",)), Slug("b", 10.0)], 100.0, {"x": 3}, Foot(5, 6))
    assert [[slug.content for slug in page.slugs] for page in pages] == [["a"], ["b"]]
    assert [[(n.first, n.last) for n in page.notes] for page in pages] == [[], [(0, 3)]]


SLUGS = st.lists(
    st.builds(
        Slug,
        st.integers(),
        st.sampled_from([5.0, 10.0, 12.5, 47.0, 93.0, 100.0]),
        st.sampled_from([0.0, 5.0, 30.0]),
        st.booleans(),
        st.lists(st.integers(0, 10**6).map(str), max_size=3, unique=True).map(tuple),
    ),
    max_size=30,
)


@settings(derandomize=True, deadline=None)
@given(SLUGS, st.integers(1, 60), st.sampled_from([0.0, 10.0]))
def test_whatever_fits_a_page_is_placed_with_its_notes(
    slugs: list[Slug[int]], most: int, line_pt: float
) -> None:
    keys = [f"{n}-{key}" for n, slug in enumerate(slugs) for key in slug.notes]
    slugs = [
        replace(slug, notes=tuple(f"{n}-{key}" for key in slug.notes))
        for n, slug in enumerate(slugs)
    ]
    counts = {key: 1 + int(key.rpartition("-")[2]) % most for key in keys}
    pages = make_up(slugs, 100.0, counts, Foot(leading_pt=5.0, above_pt=6.0), line_pt)
    assert [s for page in pages for s in page.slugs] == slugs
    parts = [part for page in pages for part in page.notes]
    for key in keys:
        own = [part for part in parts if part.key == key]
        assert [part.first for part in own] == [0, *(part.last for part in own[:-1])]
        assert own[-1].last == counts[key]
    for page in pages:
        text = sum(s.height_pt + s.above_pt * (n > 0) for n, s in enumerate(page.slugs))
        noted = sum(n.last - n.first for n in page.notes)
        assert text + (noted * 5.0 + 6.0 if noted else 0.0) <= 100.1
