"""What is put on pages stands in the galley as it stood: one slug a row, with what it keeps to.

After a change that is meant, `python3 build.py test tests/pagination --save-golden` writes the rows
anew; look at the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from paged_documents import paged_document
from ruled_metrics import RuledMetrics

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.galley import Galley
from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.slugs import ItemLine
from zhengben.typesetting.boxes import SetTitle
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import set_note
from zhengben.typesetting.official import SetImprint
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.tables import SetGridRow

GOLDEN = Path(__file__).resolve().parent / "golden" / "galley"
# where notes stand at the foot, and where behind their paragraph
NAMES = ("handout", "large-print")
DOCUMENTS = (
    "noted", "chapters", "annexes", "spanned", "two-tables", "wordy", "words-among", "columns",
    "columns-law", "columns-first", "wide-columns", "endless-columns", "lines-then-columns",
    "many-signed-law", "declaration", "resolution", "alone", "bare-headings",
)  # fmt: skip


def galley_of(document: str, name: str) -> Galley:
    declaration, edition = paged_document(document), EDITIONS[name]
    assert isinstance(edition, PrintEdition)
    compositor = Compositor(declaration, edition, RuledMetrics())
    notes = {str(note.number): set_note(note, compositor) for note in declaration.notes}
    return Galley(declaration, compositor, notes, WORDS[declaration.script])


def said(lines: Iterable[ComposedLine]) -> str:
    return "／".join("".join(f.text for f in line.fragments if f.kind != "call") for line in lines)


def words(content: ItemLine) -> str:
    """Return how a slug begins, or all lines of what stands in one."""
    item, index = content
    match item:
        case SetGridRow(cells=cells):
            return " | ".join(cell.line.text[:8] if cell.line else "" for cell in cells)
        case SetRoll(parts=parts):
            return " | ".join(f"{p.left_pt:g}: {said(p.lines)}" for p in parts)
        case SetTitle(line=line):
            return line.text
        case SetImprint(lines=shown):
            return " / ".join(said(line.lines) for line in shown)
    lines: tuple[ComposedLine, ...] = item.lines  # type: ignore[union-attr]
    together = item.kind in ("line", "heading", "entry")
    return said(lines) if together else f"{index}: {said(lines[index : index + 1])[:10]}"


def row(slug: Slug[ItemLine]) -> str:
    above = f"+{slug.above_pt:g}" if slug.above_pt else ""
    kept = "keep" if slug.keep_next else "-"
    calls = f" calls {' '.join(slug.notes)}" if slug.notes else ""
    heads = "".join(f" under {words(head.content)}" for head in slug.again)
    height = f"{slug.height_pt:g}{above}"
    kind, level = slug.content[0].kind, getattr(slug.content[0], "bookmark", 0)
    bookmark = f" bookmark {level}" if level else ""
    return f"    {kind:9} {height:12} {kept:4} {words(slug.content)}{calls}{heads}{bookmark}"


def rows(galley: Galley) -> Iterator[str]:
    declaration = galley.declaration
    apart = bool(declaration.signatories) and galley.genre.signing != "follow"
    parts: list[tuple[str, Iterable[Slug[ItemLine]]]] = [
        ("opening", galley.opening()),
        ("body", galley.body(declaration.body_blocks)),
        ("testimonium", galley.testimonium()),
        ("signing", galley.signing(apart=apart)),
        *(("annex", annex) for annex in galley.annexes()),
    ]
    for name, slugs in parts:
        yield f"  {name}"
        yield from map(row, slugs)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_slugs_stand_as_they_stood(document: str, golden: Callable[[Path, str], None]) -> None:
    found = list[str]()
    for name in NAMES:
        found += [f"{name}:", *rows(galley_of(document, name)), ""]
    golden(GOLDEN / f"{document}.txt", "\n".join(line.rstrip() for line in found))
