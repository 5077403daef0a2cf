"""The page breaker divides made-up slugs as it did: what goes in, and the pages that come out.

After a change that is meant, `python3 build.py test tests/pagination --save-golden` writes the rows
anew; look at the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from zhengben.pagination.page_breaker import MadePage, NotePart, Slug, make_up
from zhengben.typesetting.boxes import Foot

GOLDEN = Path(__file__).resolve().parent / "golden" / "breaks"
LEADING, FOOT = 10.0, Foot(leading_pt=5.0, above_pt=6.0)
# a page holds ten lines of text
DEPTH = 100.0


def text(*paragraphs: str) -> list[Slug[str]]:
    """Return the slugs of paragraphs, each written as its name, lines and calls: ``a5 2:x 4:yz``.

    ``H`` opens a heading, which has white space above; ``T`` a row of a table with a head.
    """
    slugs = list[Slug[str]]()
    for written in paragraphs:
        (name, *count), *calls = written.split()
        number = int("".join(count) or 1)
        notes = {int(at): tuple(keys) for at, keys in (call.split(":") for call in calls)}
        if name == "H":
            slugs.append(Slug("H", number * LEADING, 15.0, True, notes.get(1, ())))
            continue
        head = (Slug("head", LEADING),) if name == "T" else ()
        for n in range(1, number + 1):
            kept = name != "T" and n < number and n in (1, number - 1)
            above = 5.0 if name == "T" and n == 1 else 0.0
            again = head if n > 1 else ()
            slugs.append(Slug(f"{name}{n}", LEADING, above, kept, notes.get(n, ()), again))
    return slugs


def block(name: str, count: int, height: float = LEADING) -> list[Slug[str]]:
    """Return slugs that must all stand together."""
    return [Slug(f"{name}{n}", height, keep_next=n < count) for n in range(1, count + 1)]


def lines(**counts: int) -> dict[str, int]:
    """Return the number of lines of each note."""
    return counts


# slugs, lines of the notes, and the leading if the last page wants more than a few lines
Case = tuple[Sequence[Slug[str]], Mapping[str, int], float]
CASES: dict[str, Case] = {
    "full-pages": (text("a25"), {}, 0.0),
    "widows-and-orphans": (text("a9", "b3", "c8", "d2", "e9", "f5"), {}, 0.0),
    "headings": (text("a6", "H", "b5", "H2", "c4", "H", "d9", "H", "H", "e4"), {}, 0.0),
    "tables": (text("a5", "T22", "b4", "T3"), {}, 0.0),
    "tables-with-notes": (text("a4", "T14 3:x 9:y", "b2"), {"x": 2, "y": 3}, 0.0),
    "notes": (text("a9 2:x 7:y", "b7 1:z", "c12 5:w"), lines(x=1, y=3, z=2, w=4), 0.0),
    "note-moves-its-line": (text("a10 8:x", "b4"), {"x": 4}, 0.0),
    "note-divided": (text("a5 3:x", "b8"), {"x": 19}, 0.0),
    "note-divided-at-a-head": (text("a9", "b6 1:x"), {"x": 24}, 0.0),
    "notes-of-one-line": (text("a4 2:xyz", "b9"), lines(x=3, y=3, z=16), 0.0),
    "second-note-divided": (text("a9 1:w 3:x", "b4"), lines(w=3, x=15), 0.0),
    "notes-of-two-lines": (text("a9 1:w 2:v 3:xy", "b4"), lines(w=1, v=1, x=2, y=15), 0.0),
    "table-behind-a-note": (text("a4 3:x", "T9 4:y"), lines(x=30, y=4), 0.0),
    "notes-just-too-long": (text("a6 5:xy", "b8"), lines(x=4, y=5), 0.0),
    "note-over-three-pages": (text("a3 2:x", "b9 4:y"), {"x": 45, "y": 2}, 0.0),
    "note-that-fills-its-page": (text("a5 5:x", "b5"), {"x": 8}, 0.0),
    "runs-short": (text("a9", "b9", "c9", "d5"), {}, LEADING),
    "runs-short-by-three": (text("a10", "b1"), {}, LEADING),
    "runs-short-with-headings": (text("a8", "H", "b9", "H", "c9", "d6"), {}, LEADING),
    "runs-short-with-notes": (
        text("a9 3:x", "b9 2:y", "c9 7:z", "d4"), lines(x=2, y=1, z=3), LEADING
    ),
    "runs-short-behind-a-divided-note": (text("a2 2:x", "b9", "c2"), {"x": 11}, LEADING),
    "long-enough": (text("a10", "b5"), {}, LEADING),
    "long-enough-with-white-space": (text("a12", "H", "b1"), {}, LEADING),
    "twelve-pages": (text(*["a9", "b8", "c13"] * 4, "d2"), {}, LEADING),
    "blocks": (
        [*text("a3"), *block("k", 9), *text("b2"), *block("m", 10), *text("c1")], {}, LEADING
    ),
    "uneven-heights": (
        [Slug(f"u{n}", 7.0 + n % 5 * 3.25, n % 3 * 4.0, n % 4 == 1) for n in range(30)],
        {},
        LEADING,
    ),
    "note-left-over": (text("a2 2:x"), {"x": 30}, LEADING),
}  # fmt: skip


def named(part: NotePart) -> str:
    return f"{part.key} {part.first}-{part.last}"


def rows(slugs: Sequence[Slug[str]], pages: Sequence[MadePage[str]]) -> Iterator[str]:
    for slug in slugs:
        above = f"+{slug.above_pt:g}" if slug.above_pt else ""
        kept = " keep" if slug.keep_next else ""
        calls = f" calls {' '.join(slug.notes)}" if slug.notes else ""
        yield f"{slug.content:5} {slug.height_pt:g}{above}{kept}{calls}"
    for number, page in enumerate(pages, 1):
        notes = f" | {', '.join(map(named, page.notes))}" if page.notes else ""
        yield f"page {number}: {' '.join(slug.content for slug in page.slugs)}{notes}"


@pytest.mark.parametrize("name", CASES)
def test_pages_are_divided_as_they_were(name: str, golden: Callable[[Path, str], None]) -> None:
    slugs, notes, line_pt = CASES[name]
    pages = make_up(slugs, DEPTH, notes, FOOT, line_pt)
    golden(GOLDEN / f"{name}.txt", "\n".join(rows(slugs, pages)) + "\n")
