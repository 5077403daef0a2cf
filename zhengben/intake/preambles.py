"""Finds the preamble of a text among its rows."""

from __future__ import annotations

from zhengben.document.lines import Role
from zhengben.intake.front import Row

_CLAUSES: tuple[Role, ...] = ("paragraph", "item")
_OPENING = ("如下：", "如下", "：", ":")


def mark_preamble(rows: list[Row], genre: str) -> None:
    """Find the preamble: what stands before the first number, or runs to “… 如下：”."""
    tops = ("heading", "article")
    first = next((n for n, r in enumerate(rows) if r.role in tops), None)
    clause = next((n for n, r in enumerate(rows) if r.label and r.role in _CLAUSES), None)
    if first is None or (clause is not None and clause < first):
        # a clause above a later heading is none of the preamble
        first = clause
    limit = max(12, len(rows) // 3)
    if (
        first is not None
        and first <= limit
        and all(r.role in ("paragraph", "bullet", "item") for r in rows[:first])
    ):
        end = first
    else:
        end = _opening_end(rows[:limit], genre)
    for row in rows[:end]:
        row.role, row.level = "preamble", 0


def _opening_end(rows: list[Row], genre: str) -> int:
    plain = [r for r in rows if r.role == "paragraph"]
    for row in reversed(plain[:15]):
        if row.plain.endswith(_OPENING) and (
            row is plain[0] or "如下" in row.plain or row.plain.startswith(("兹", "现", "特"))
        ):
            return rows.index(row) + 1
    end = 0
    while end < len(rows) and rows[end].text.endswith(("，", "；", "、", ",", ";")):
        end += 1
    return end if end > 1 and genre in ("resolution", "treaty", "declaration") else 0
