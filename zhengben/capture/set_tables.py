"""Finds tables set with tabs or blanks in lines of text, and gives each cell as a line.

Lines of several columns may as well be signatures side by side, or names in a list. A table is
taken only for what one says: figures that stand below one another, or a head in words of tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import east_asian_width

from msgspec import Struct
from msgspec.structs import replace

from zhengben.capture.base import CapturedLine
from zhengben.capture.cells import MOST_COLUMNS, Cells
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex

_FEWEST_ROWS = 3
_TAB = "\t"
# columns of a terminal by which a cell may stand beside those above it
_ASTRAY = 1
_BLANKS = " \xa0\u3000"
_CELL = regex(rf"[^{_BLANKS}]+(?:[ \xa0][^{_BLANKS}]+)*")
# 12.50, －3, 46.64%, 1,000元, 2020年, —
_LEADS = regex(r"(?:\.{3,}|…+|·{3,})\s*\d*$")
_FIGURE = regex(
    r"[+＋\-−－–±≤≥<>＜＞约約]?\s*[$¥￥€]?[0-9０-９][0-9０-９,，.．:：/~～\-–]*\s*"
    r"(?:[%％‰°℃]|[^\W\d_]{1,3}|[a-zA-Z/²³]{1,5})?|[—–\-－/…]{1,2}"
)
_UNITS = ("part", "chapter", "section", "article", "annex")
_STOPS = tuple("。；：，;:,")
# what heads columns, in either script
_HEADS = regex(
    r"(?:序[号號]|[编編][号號]|[项項]目|名[称稱]|品名|姓名|[类類][别別]|[单單]位|[数數]量|金[额額]|年度?|年份|"
    r"日期|[备備][注註]|地[点點區区]|[规規]格|[价價]格|比例|面[积積]|人[数數]|[职職][务務]|[国國]別?别?|合[计計])"
)


class _Row(Struct, frozen=True):
    """A line and its cells: what each says, and the columns of a terminal it begins and ends at."""

    line: CapturedLine
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def with_set_tables(lines: Sequence[CapturedLine]) -> list[CapturedLine]:
    """Return lines with each table set with tabs or blanks as cells; the others as they are."""
    table = max((line.cell.table for line in lines if line.cell), default=0)
    found = list[CapturedLine]()
    for several, group in groupby(lines, _has_columns):
        if not several:
            found += group
            continue
        for run in _runs([_row(line) for line in group]):
            rows = _placed(run)
            if rows is None:
                found += [row.line for row in run]
                continue
            table += 1
            found += _read(rows, Cells(table))
    return found


def _has_columns(line: CapturedLine) -> bool:
    """Tell a line of text that has a gap within it and ends as no sentence does."""
    if line.kind != "text" or line.marks or line.text.rstrip().endswith(_STOPS):
        return False
    return len(_cells(line.text)) > 1


def _cells(text: str) -> list[str]:
    return text.strip(_BLANKS).split(_TAB) if _TAB in text.strip() else _CELL.findall(text)


def _row(line: CapturedLine) -> _Row:
    spans, width, ends = list[tuple[int, int]](), 0, list[int]()
    for character in line.text:
        ends.append(width)
        width += 2 if east_asian_width(character) in "WF" else 1
    ends.append(width)
    if _TAB in line.text.strip():
        cells = [cell.strip(_BLANKS) for cell in _cells(line.text)]
        return _Row(line, tuple(cells), tuple((n, n) for n in range(len(cells))))
    found = list(_CELL.finditer(line.text))
    spans = [(ends[match.start()], ends[match.end()]) for match in found]
    return _Row(line, tuple(match[0] for match in found), tuple(spans))


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield stretches of rows that are all set with tabs, or all with blanks."""
    for _, run in groupby(rows, lambda row: _TAB in row.line.text.strip()):
        yield list(run)


def _placed(rows: Sequence[_Row]) -> list[tuple[CapturedLine, list[str]]] | None:
    """Return the lines with what stands in each column, or None for what is no table."""
    widest = max(len(row.cells) for row in rows)
    if len(rows) < _FEWEST_ROWS or not 2 <= widest <= MOST_COLUMNS:
        return None
    model = next(row for row in rows if len(row.cells) == widest)
    placed = list[tuple[CapturedLine, list[str]]]()
    for row in rows:
        columns = _columns(row, model)
        if columns is None:
            return None
        said = [""] * widest
        for column, cell in zip(columns, row.cells, strict=True):
            said[column] = cell
        placed.append((row.line, said))
    return placed if says_table([said for _, said in placed]) else None


def _columns(row: _Row, model: _Row) -> list[int] | None:
    """Return the column of each cell, or None where it stands below none, or below several."""
    if len(row.cells) == len(model.cells) or _TAB in row.line.text.strip():
        return list(range(len(row.cells)))
    found, ends = list[int](), [end + _ASTRAY for _, end in model.spans]
    for start, end in row.spans:
        at = bisect_right(ends, start)
        below = [n for n in (at, at + 1) if n < len(ends) and model.spans[n][0] < end + _ASTRAY]
        if len(below) != 1:
            return None
        found += below
    return found if all(a < b for a, b in pairwise(found)) else None


def says_table(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table from signatures and names: by figures in a column, or by its head."""
    columns = list(zip(*rows[1:], strict=True))
    if _is_contents(rows):
        return False
    # a column of numbers from 1 alone may count the items of a list
    figures = sum(all(_FIGURE.fullmatch(c) for c in column if c) for column in columns[1:])
    filled = any(any(c[:1].isdigit() for c in column) for column in columns[1:])
    if figures and filled:
        return True
    return len(columns) >= 3 and heads_columns(rows[0])


def heads_columns(cells: Sequence[str]) -> bool:
    """Tell a row whose cells are mostly words that head columns."""
    return sum(bool(_HEADS.match(cell)) for cell in cells) * 2 >= len(cells)


def has_figures(cells: Sequence[str]) -> bool:
    """Tell a row of which a cell is a figure, so that it heads no columns."""
    return any(_FIGURE.fullmatch(cell) for cell in cells if cell)


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table of contents: chapters with pages that only rise."""
    chapters = sum(
        bool(_LEADS.search(row[0]))
        or ((label := parse_label(row[0])) is not None and label.kind in _UNITS)
        for row in rows
    )
    pages = [row[-1].strip(".…· ") for row in rows if row[-1]]
    rise = all(page.isdecimal() for page in pages[1:]) and all(
        int(a) <= int(b) for a, b in pairwise(p for p in pages if p.isdecimal())
    )
    return rise and chapters * 2 >= len(rows)


def _read(rows: Sequence[tuple[CapturedLine, list[str]]], cells: Cells) -> Iterator[CapturedLine]:
    """Yield the cells of a table, row by row; its first row is its head if it has no figures."""
    headed = not has_figures(rows[0][1])
    for at, (line, said) in enumerate(rows):
        cells.next_row()
        for cell in said:
            place = cells.place(head=headed and not at)
            if cell:
                yield replace(line, text=cell, kind="cell", cell=place)
