"""Tells a list of annexes from the annexes: 附件：1.… names what is enclosed, and no more.

GB/T 9704-2012 has it above the signature (7.3.4); pages of offices often have it below the date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from zhengben.intake.front import Row
from zhengben.intake.patterns import DATELINE, foot_part

_LEADS = re.compile(r"附[件录表图]?\s*[：:]\s*")
# 附件1, 附件一, 附錄: an annex begins below it
_BEGINS = re.compile(r"附[件录表图]?[ \u3000]*[\d一二三四五六七八九十]{0,3}[ \u3000]*[：:]?")
_LONGEST = 60


def listed_below(rows: Sequence[Row], front: int) -> list[Row]:
    """Return the lines of a list of annexes that stands below the date of a text.

    None where the text of an annex goes on right below: then the first line begins that.
    """
    dates = (at for at, row in enumerate(rows) if at >= front and _dates(row))
    return next(filter(None, (_listed(rows, at + 1) for at in dates)), [])


def _listed(rows: Sequence[Row], behind: int) -> list[Row]:
    """Return the list that stands first behind a date, or behind what else stands there."""
    for at in range(behind, len(rows)):
        if lead := _LEADS.match(rows[at].plain):
            lines = [rows[at], *takewhile(_counts, rows[at + 1 :])]
            named = len(rows[at].plain) > lead.end() or lines[1:]
            ends = _ends(lines, rows[at + len(lines) :], lead.end())
            return lines if named and ends else []
        if not foot_part(rows[at].plain):
            break
    return []


def _dates(row: Row) -> bool:
    return "年" in row.plain and bool(DATELINE.fullmatch(row.plain))


def _counts(row: Row) -> bool:
    """Tell a line that goes on with a list: it bears a number, and is no text of its own."""
    numbered = row.label is not None and row.label.kind not in ("article", "annex", "chapter")
    ends = row.text.rstrip("；。;")
    return numbered and len(row.text) <= _LONGEST and not any(c in ends for c in "。；：")


def _ends(lines: Sequence[Row], behind: Sequence[Row], named: int) -> bool:
    """Tell whether a list ends where nothing of an annex follows, or an annex with its own head."""
    rest = [row for row in behind if not foot_part(row.plain)]
    if not rest:
        return True
    if not _BEGINS.fullmatch(rest[0].plain):
        return False
    # the head of an annex alone, and then what the list calls it
    first = "".join(lines[0].plain[named:].split())
    again = ("".join(row.plain.split()) for row in rest[1:3])
    numbered = first[:1].isdigit() or bool(lines[1:])
    return numbered or any(name and name == first for name in again)
