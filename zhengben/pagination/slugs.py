"""Slugs of the galley: an item, or a line of it, and what must stay with what follows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Block, Line
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.page_breaker import Slug
from zhengben.typesetting.boxes import SetItem, SetTitle
from zhengben.typesetting.headings import SetEntry, SetLine
from zhengben.typesetting.official import SetImprint
from zhengben.typesetting.rolls import SetRoll
from zhengben.typesetting.table_cells import SetGridRow

Item = SetItem | SetLine | SetGridRow | SetEntry | SetImprint | SetRoll
# an item and which of its lines
ItemLine = tuple[Item, int]


def stay_together(this: Slug[ItemLine], following: Slug[ItemLine], begins: set[int]) -> bool:
    """Say whether pieces of signatures stay together: office and name, words or a date with them.

    ``begins`` are the lines with which signatories begin.
    """
    line, after = (getattr(made.content[0], "line", None) for made in (this, following))
    if after is not None and after.role == "closing":
        return True
    if line is None:
        return False
    if is_wording(line):
        return not is_wording(after)
    return bool(begins) and after is not None and after.index not in begins


def is_wording(block: Block | None) -> bool:
    """Tell words that lead over to the signatures, or stand among them."""
    return isinstance(block, Line) and block.role == "testimonium"


def keep(index: int, count: int) -> bool:
    """Say whether a line stays with the next one: so that no widow or orphan is left."""
    return index < count - 1 and (index == 0 or index == count - 2)


def lines_of(
    item: SetLine | SetTitle, edition: PrintEdition
) -> Iterator[tuple[SetLine | SetTitle, ComposedLine, float]]:
    """Yield what stands by itself line by line, each as an item with its line and height."""
    if isinstance(item, SetLine):
        subtitle = item.style == "subtitle"
        leading = edition.title_leading_pt if subtitle else edition.leading_pt
        for number, line in enumerate(item.lines):
            bookmark = 0 if number else item.bookmark
            made = replace(item, lines=(line,), bookmark=bookmark, goes_on=number > 0)
            yield made, line, leading
        return
    lines = [line for row in item.rows for line in row]
    for number, line in enumerate(lines, 1):
        dateline = item.dateline if number == len(lines) else ()
        height = edition.title_leading_pt + len(dateline) * edition.leading_pt
        made_title = replace(
            item, rows=((line,),), dateline=dateline, height_pt=height, goes_on=number > 1
        )
        yield made_title, line, height


def slug(
    item: Item, height_pt: float, *, index: int = 0, keep_next: bool = False,
    above_pt: float = 0.0, notes: tuple[str, ...] = (),
) -> Slug[ItemLine]:  # fmt: skip
    """Return an item, or one line of it, as a slug."""
    return Slug((item, index), height_pt, above_pt, keep_next, notes)
