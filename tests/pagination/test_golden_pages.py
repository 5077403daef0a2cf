"""Small documents come out on the pages they came out on: one part of a page a row.

After a change that is meant, `python3 build.py test tests/pagination --save-golden` writes the rows
anew; look at the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from paged_documents import NAMES, paged_document
from ruled_metrics import RuledMetrics

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.pages import Part, SetDocument, SetPage, set_document
from zhengben.typesetting.boxes import (
    SetFact,
    SetHeading,
    SetRow,
    SetSignatures,
    SetTableHead,
)
from zhengben.typesetting.headings import SetEntry, SetLine
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.tables import SetGridRow

GOLDEN = Path(__file__).resolve().parent / "golden"
METRICS = RuledMetrics()
FACTS = (("題名", "樣本"), ("校驗值", "0123456789abcdef" * 6), ("許可", "公有領域"))


def small(name: str, lines: int, measure: int, **more: object) -> PrintEdition:
    """Return an edition with smaller pages, so that a short text fills several."""
    edition = EDITIONS[name]
    assert isinstance(edition, PrintEdition)
    return replace(edition, lines=lines, measure_em=measure, **more)


SMALL = {
    "foot": small("handout", 16, 24),
    "paragraph": small("large-print", 16, 20),
    "end": small("gongwen", 18, 26),
    "columns": small("vertical", 14, 30),
    "table": small("handout", 18, 37, runs_short=False),
}


def said(lines: tuple[ComposedLine, ...]) -> str:
    return "／".join("".join(f.text for f in line.fragments) for line in lines)


def content(part: Part) -> str:
    """Return how what a part shows begins, or all of it where it is ours."""
    match part.item:
        case SetSignatures() as signed:
            places = [f"{said(p.office)} {said(p.name)} {p.top_pt}" for p in signed.places]
            closing = said(signed.closing[1]) if signed.closing else "-"
            title = said(signed.title) or "-"
            return f"{title} | {', '.join(places)} | {closing} | foot {signed.foot_pt}"
        case SetGridRow() as row:
            return (
                f"row {row.number}: {' | '.join(c.line.text if c.line else '' for c in row.cells)}"
            )
        case SetRoll(parts=parts):
            return " | ".join(f"{said(p.lines)} {p.left_pt}" for p in parts)
        case SetTableHead(cells=cells):
            return " | ".join(map(said, cells))
        case SetRow() as row:
            return f"{row.number} {said(row.title)}"
        case SetHeading(id=name):
            return f"({name}) {said(part.item.lines)}"
        case SetFact() as fact:
            return f"{said(fact.term)}: {said(fact.lines)[:12]}"
        case SetEntry() as entry:
            return f"{said(entry.lines)} {entry.folio[0].text}"
        case SetLine() as line:
            return f"{said(part.lines)[:12]} <{line.tag} {line.style} {line.bookmark}>"
        case item if hasattr(item, "lines"):
            return said(part.lines)[:12]
    return part.item.line.text[:12]


def shown(part: Part) -> str:
    above = f"+{part.above_pt:g}" if part.above_pt else ""
    opens = "" if part.opens else "(on)"
    place = f"{part.first}-{part.last}{opens}"
    return f"    {part.kind:10} {place:9} {part.height_class / 1000:g}{above}  {content(part)}"


def page_rows(page: SetPage) -> Iterator[str]:
    runs = " ".join(str(len(run)) for run in page.runs())
    yield f"  page {page.number} {page.section} [{page.head}] runs {runs}"
    yield from map(shown, page.parts)
    for note in page.notes:
        yield f"  {shown(note)}"


def rows(document: SetDocument) -> Iterator[str]:
    for page in document.pages:
        yield from page_rows(page)
    breaks = [f"{b.label}:{b.at}{b.apparatus and ' ' + b.apparatus}" for b in document.breaks()]
    yield f"  breaks {', '.join(breaks)}"
    yield f"  {document.measures}"
    yield f"  heights {document.heights()}"
    yield f"  spaced lines {sum(1 for _ in document.lines())}"
    sections = [len(document.section(name)) for name in ("text", "signatures", "apparatus")]
    yield f"  pages of text, signatures, apparatus {sections}"


@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_what_they_held(name: str, golden: Callable[[Path, str], None]) -> None:
    declaration = paged_document(name)
    found = list[str]()
    for edition_name, edition in SMALL.items():
        words = WORDS[declaration.script]
        document = set_document(declaration, edition, METRICS, words, FACTS)
        found += [f"{edition_name}:", *rows(document), ""]
    golden(GOLDEN / f"{name}.txt", "\n".join(found))
