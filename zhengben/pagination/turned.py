"""Which pages stand on their side: those of tables that no upright page is wide enough for.

They are pages of their own, on which the type area lies across: as long as an upright one is deep
(GB/T 9704-2012, clause 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import fsum

from zhengben.document.lines import Grid
from zhengben.pagination.page_breaker import MadePage, Slug
from zhengben.pagination.slugs import Item, ItemLine
from zhengben.typesetting.headings import SetLine
from zhengben.typesetting.table_cells import SetGridRow

# a page before a table on pages across may be blank by this share of its depth
MOST_BLANK = 0.5


def is_turned(item: Item) -> bool:
    """Tell a row of a table that stands on pages across."""
    return isinstance(item, SetGridRow) and item.size.turned


def turned_runs(slugs: Sequence[Slug[ItemLine]]) -> Iterator[tuple[bool, list[Slug[ItemLine]]]]:
    """Yield slugs in runs, in their order, each with whether it stands on pages across.

    Tables one behind the other share their pages. Headings go with the table that they stand over.
    """
    turned = [is_turned(slug.content[0]) for slug in slugs]
    for at in range(len(slugs) - 2, -1, -1):
        over = slugs[at].keep_next and isinstance(slugs[at].content[0], SetLine)
        turned[at] = turned[at] or (over and turned[at + 1])
    for across, run in groupby(zip(turned, slugs, strict=True), lambda pair: pair[0]):
        yield across, [slug for _, slug in run]


def grids_behind_blank(pages: Sequence[MadePage[ItemLine]], depth_pt: float) -> Iterator[Grid]:
    """Yield each table on pages across behind an upright page that is mostly blank."""
    for page, following in pairwise(pages):
        first = next((s.content[0] for s in following.slugs if is_turned(s.content[0])), None)
        upright = not any(is_turned(s.content[0]) for s in page.slugs)
        if isinstance(first, SetGridRow) and first.number == 1 and not first.again and upright:
            taken = fsum(s.height_pt + s.above_pt for s in page.slugs)
            if taken < (1 - MOST_BLANK) * depth_pt:
                yield first.grid


def with_records(
    slugs: Sequence[Slug[ItemLine]], grid: Grid, records: Sequence[Slug[ItemLine]]
) -> list[Slug[ItemLine]]:
    """Return slugs in which the rows of a table stand as records."""
    found, waiting = list[Slug[ItemLine]](), list(records)
    for slug in slugs:
        item = slug.content[0]
        if isinstance(item, SetGridRow) and item.grid is grid:
            found += waiting
            waiting = []
        else:
            found.append(slug)
    return found
