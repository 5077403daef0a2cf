"""Finds tables drawn with │ ┌ ├ ─ or + - | in lines of text, and gives each cell as a line.

The rules of such a table are markup without meaning. Where rules part all its rows, the lines
between two of them are one row, whose cells were broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from zhengben.capture.base import CapturedLine
from zhengben.capture.cells import MOST_COLUMNS, Cells
from zhengben.document.regex import regex

RULE = "rule of a table"
_FLAT = "─━┄┅┈┉╌╍═"
_UPRIGHT = "│┃┆┇┊┋╎╏║"
_JOINT = "[┌-╋╒-╬╭-╰]"
# joints with the flat lines between them, or an upright line
_DRAWN = regex(rf"{_JOINT}[{_FLAT}]+(?:{_JOINT}[{_FLAT}]+)*{_JOINT}?|[├┤{_UPRIGHT}]")
_TYPED = regex(r"\+(?:[-=]+\+)+|\|")
_DRAWN_RULE = regex(rf"(?=.*{_JOINT})(?=.*[{_FLAT}]{{2}})[\u2500-\u257f \t\xa0\u3000]+")
_TYPED_RULE = regex(r"\s*\+(?:[-=]+\+)+\s*")
_DRAWN_ROW = regex(rf"[^{_UPRIGHT}]*[{_UPRIGHT}].*")
_TYPED_ROW = regex(r"\s*[|+].*[|+]\s*")
_BLANKS = " \t\xa0\u3000"
_Form = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
_FORMS: tuple[_Form, ...] = ((_DRAWN_RULE, _DRAWN_ROW, _DRAWN), (_TYPED_RULE, _TYPED_ROW, _TYPED))


def with_drawn_tables(lines: Sequence[CapturedLine]) -> list[CapturedLine]:
    """Return lines with each drawn table among them as rules and cells; the others as they are."""
    table = max((line.cell.table for line in lines if line.cell), default=0)
    found = list[CapturedLine]()
    for form, group in groupby(lines, _form):
        part = list(group)
        if form and _is_table(part, form):
            table += 1
            found += _read(part, form, Cells(table))
        else:
            found += part
    return found


def _form(line: CapturedLine) -> _Form | None:
    """Return how the table is drawn of which a line may be a part."""
    if line.kind != "text" or line.marks:
        return None
    return next((f for f in _FORMS if f[0].fullmatch(line.text) or f[1].fullmatch(line.text)), None)


def _is_table(part: Sequence[CapturedLine], form: _Form) -> bool:
    rules = [bool(form[0].fullmatch(line.text)) for line in part]
    widest = max(len(_divided(line.text, form)) for line in part)
    return any(rules) and not all(rules) and widest <= MOST_COLUMNS


def _read(part: Sequence[CapturedLine], form: _Form, cells: Cells) -> Iterator[CapturedLine]:
    """Yield the rules and the cells of a table, row by row."""
    runs = [(rule, list(g)) for rule, g in groupby(part, lambda c: bool(form[0].fullmatch(c.text)))]
    rows = [run for rule, run in runs if not rule]
    # the rule below a head parts no other rows
    parted = len(rows) > 2
    for rule, run in runs:
        if rule:
            yield from (replace(line, kind="markup", reason=RULE) for line in run)
            continue
        for together in [run] if parted else [[line] for line in run]:
            cells.next_row()
            yield from _row(together, form, cells, head=len(rows) > 1 and run is rows[0])


def _row(
    lines: Sequence[CapturedLine], form: _Form, cells: Cells, *, head: bool
) -> Iterator[CapturedLine]:
    columns = list[str]()
    for line in lines:
        for at, said in enumerate(_divided(line.text, form)):
            columns += [""] * (at + 1 - len(columns))
            columns[at] = _joined(columns[at], said)
    for said in columns:
        place = cells.place(head=head)
        if said:
            yield replace(lines[0], text=said, kind="cell", cell=place)


def _divided(text: str, form: _Form) -> list[str]:
    """Return what stands in each column of a line; a rule over some of them is nothing."""
    said, at = list[str](), 0
    for mark in form[2].finditer(text):
        said.append(text[at : mark.start()].strip(_BLANKS))
        # a rule takes the columns between its joints
        said += [""] * max(0, len(re.findall(rf"[^{_FLAT}=-]", mark[0])) - 1)
        at = mark.end()
    said.append(text[at:].strip(_BLANKS))
    # the lines at the edges part no columns
    first = 0 if said[0] else 1
    return said[first:] if said[-1] else said[first:-1]


def _joined(before: str, after: str) -> str:
    latin = before[-1:].isascii() and after[:1].isascii()
    return f"{before} {after}" if before and after and latin else before + after
