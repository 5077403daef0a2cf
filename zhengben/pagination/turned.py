"""Which pages stand on their side: those of tables that no upright page is wide enough for.

They are pages of their own, on which the type area lies across: as long as an upright one is deep
(GB/T 9704-2012, clause 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.slugs import Item, ItemLine
from zhengben.typesetting.headings import SetLine
from zhengben.typesetting.table_cells import SetGridRow


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
