"""Finds tables typed with | or ｜ between their cells, with a rule below the head or none.

A line of names or links may be parted so as well. Rows that stand between bars are a table; others
where a head or figures say so, or where three or more of a text have as many cells each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from zhengben.capture.base import CapturedLine
from zhengben.capture.cells import MOST_COLUMNS, Cells
from zhengben.capture.drawn_tables import RULE
from zhengben.capture.set_tables import has_figures, heads_columns, says_table
from zhengben.document.notation import Mark
from zhengben.document.regex import regex

_BAR = regex(r"[|｜│┃]")
_BLANKS = " \t\xa0\u3000"
_FEWEST_ROWS = 3
# |---|:---:| below a head, as in Markdown, which says how columns stand too
_RULED = regex("(:?)[-－—─]{2,}(:?)")
_ALIGNS = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}
_UNEVEN = "this row of a table has fewer or more cells than others: does each stand in its column?"


class _Row(Struct, frozen=True):
    """A line and where its cells lie in it; ``barred`` ones stand between bars."""

    line: CapturedLine
    cells: tuple[tuple[int, int], ...]
    barred: bool

    @property
    def said(self) -> list[str]:
        """Return what each cell says."""
        return [self.line.text[start:end] for start, end in self.cells]

    @property
    def is_rule(self) -> bool:
        """Tell a rule below a head, which is no row."""
        return all(map(_RULED.fullmatch, self.said))


def with_typed_tables(lines: Sequence[CapturedLine], *, page: bool) -> list[CapturedLine]:
    """Return lines with each such table as cells; of a ``page``, whose links stand so, fewer."""
    table = max((line.cell.table for line in lines if line.cell), default=0)
    found = list[CapturedLine]()
    for barred, group in groupby(lines, _has_bars):
        part = list(group)
        rows = [_row(line) for line in part] if barred else []
        if not rows or not _is_table(rows, page=page):
            found += part
            continue
        table += 1
        found += _read(rows, Cells(table))
    return found


def _has_bars(line: CapturedLine) -> bool:
    return line.kind == "text" and not line.unread and bool(_BAR.search(line.text))


def _row(line: CapturedLine) -> _Row:
    text = line.text
    bars = [found.span() for found in _BAR.finditer(text)]
    starts, ends = [0, *(end for _, end in bars)], [*(start for start, _ in bars), len(text)]
    cells = [_bare(text, start, end) for start, end in zip(starts, ends, strict=True)]
    first, last = (not text[slice(*cells[at])] for at in (0, -1))
    barred = first and last and len(bars) > 1
    # a bar at one edge alone may as well stand before an empty cell
    return _Row(line, tuple(cells[1:-1] if barred else cells), barred)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return start, end


def _is_table(rows: Sequence[_Row], *, page: bool) -> bool:
    widest = max(len(row.cells) for row in rows)
    if len(rows) < 2 or not 2 <= widest <= MOST_COLUMNS or not all(map(_divides, rows)):
        return False
    said = [row.said + [""] * (widest - len(row.cells)) for row in rows]
    if len(rows) > 2 and rows[1].is_rule:
        return True
    if all(row.barred for row in rows) or says_table(said):
        return True
    even = all(len(row.cells) == widest for row in rows)
    labelled = sum("：" in cell for cells in said for cell in cells) * 2 > len(rows) * widest
    return not page and even and not labelled and len(rows) >= _FEWEST_ROWS


def _divides(row: _Row) -> bool:
    """Say whether no mark of a line reaches over a bar."""
    return all(_within(mark, row.cells) for mark in row.line.marks)


def _within(mark: Mark, cells: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mark.start and mark.end <= end for start, end in cells)


def _aligned(rule: _Row) -> dict[int, str]:
    """Return how the columns stand that a rule says so of."""
    found = (_RULED.fullmatch(said) for said in rule.said)
    return {n: _ALIGNS[rule[1], rule[2]] for n, rule in enumerate(found, 1) if rule}


def _is_headed(rows: Sequence[_Row]) -> bool:
    first, *below = (row.said for row in rows)
    return heads_columns(first) or (not has_figures(first) and any(map(has_figures, below)))


def _read(rows: Sequence[_Row], cells: Cells) -> Iterator[CapturedLine]:
    """Yield the cells of a table, row by row.

    Its first row is its head if it says so, or has no figures where those below have some.
    """
    ruled = len(rows) > 2 and rows[1].is_rule
    if ruled:
        cells.aligns |= _aligned(rows[1])
    headed = ruled or _is_headed(rows)
    usual = max((len(row.cells) for row in rows), key=[len(row.cells) for row in rows].count)
    for at, row in enumerate(rows):
        if ruled and at == 1:
            yield replace(row.line, kind="markup", reason=RULE)
            continue
        cells.next_row()
        doubt = _UNEVEN if len(row.cells) != usual else ""
        for start, end in row.cells:
            place = cells.place(head=headed and not at)
            if start == end:
                continue
            marks = tuple(
                replace(mark, start=mark.start - start, end=mark.end - start)
                for mark in row.line.marks
                if start <= mark.start and mark.end <= end
            )
            said = row.line.text[start:end]
            asked = row.line.doubt or doubt
            yield replace(row.line, text=said, kind="cell", cell=place, marks=marks, doubt=asked)
            doubt = ""
