"""Finds where another instrument begins below a text: a decision under it, or what it issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhengben.intake.dates import parse_date
from zhengben.intake.front import Row
from zhengben.intake.patterns import DATELINE, SESSION, STOPS, genre_of, promulgated

# a title stands so many lines above its first article, at most
_ABOVE = 8
# and a date so many lines above the title
_BELOW_DATE = 4
# in the first lines a date belongs to the front
_FRONT = 5
# so many lines of a text say what it promulgates
_PROMULGATES = 4


def instruments_of(rows: Sequence[Row], front: int, annex: int) -> list[Row]:
    """Return the titles of further instruments, in order.

    ``front`` is how many lines stand in the front of the text, ``annex`` how many above the first
    annex. Rows need no role yet.
    """
    first = next((at for at in range(front, len(rows)) if _weighs(rows[at])), len(rows))
    # what is a document runs on in two lines at least
    last = ([at for at, row in enumerate(rows) if row.running][-2:-1] or [-1])[0]
    found = {title.index: title for title in _above_first_articles(rows[:annex])}
    quoted = {name for row in rows[front : front + _PROMULGATES] for name in promulgated(row.plain)}
    for at in range(first + 1, last + 1):
        # what is made public with a text has the name that it says; any other instrument says
        # below its title when it was adopted, or follows a date
        named = "".join(rows[at].plain.split()) in quoted
        if named or _adopted(rows, at) or (at < annex and _below_date(rows, at)):
            found |= {title.index: title for title in _titles([rows[at]])}
    return [found[index] for index in sorted(found)]


def _weighs(row: Row) -> bool:
    return row.running or row.label is not None


def _above_first_articles(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the title above each 第一條 that stands behind other articles."""
    seen = 0
    for at, row in enumerate(rows):
        if row.label is None or row.label.kind != "article":
            continue
        if seen > 2 and row.label.value == (1,):
            yield from _titles(rows[max(1, at - _ABOVE) : at])[:1]
        seen += 1


def _below_date(rows: Sequence[Row], at: int) -> bool:
    above = rows[max(3, at - _BELOW_DATE) : at] if at > _FRONT else ()
    return any("年" in row.plain and DATELINE.fullmatch(row.plain) for row in above)


def _adopted(rows: Sequence[Row], at: int) -> bool:
    if at + 1 >= len(rows):
        return False
    row = rows[at + 1]
    stated = SESSION.search(row.plain) or DATELINE.fullmatch(row.plain)
    return bool(stated and parse_date(row.plain)) and not row.text.endswith(STOPS)


def _titles(rows: Sequence[Row]) -> list[Row]:
    """Return the lines that may be titles of documents."""
    return [r for r in rows if genre_of(r.plain) and not r.running and r.label is None]
