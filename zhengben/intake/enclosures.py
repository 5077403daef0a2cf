"""Tells a list of annexes from the annexes: 附件：1.… names what is enclosed, and no more.

GB/T 9704-2012 has it above the signature (7.3.4); pages of offices often have it below the date.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from zhengben.document.regex import regex
from zhengben.intake.front import Row
from zhengben.intake.official import behind_sections
from zhengben.intake.patterns import DATELINE, foot_part

_LEADS = regex(r"附[件录表图]?\s*[：:]\s*")
# 附件1, 附件一, 附錄: an annex begins below it
_BEGINS = regex(r"附[件录表图]?[ \u3000]*[\d一二三四五六七八九十]{0,3}[ \u3000]*[：:]?")
_LONGEST = 60
# annexes that a document lists above its signature, with the lines of that
_MOST_ANNEXES = 15
ANNEX_WORDS = ("附件", "附录", "附表", "附属书", "附")


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


def annex_start(rows: list[Row], front: int, listed: Sequence[Row]) -> int:
    """Return the number of lines before the first annex."""
    for row in rows[behind_sections(rows, front) :]:
        if is_annex(row) and row not in listed and not _lists_annexes(rows, row):
            return row.index - 1
    return len(rows)


def _lists_annexes(rows: list[Row], row: Row) -> bool:
    """Tell the list of annexes above a signature, 附件：1.…, from the annex itself."""
    words = (word for word in ANNEX_WORDS if row.plain.startswith(word))
    said = row.label.text if row.label is not None else next(words, "附件")
    if row.text[len(said) :][:1] not in ("：", ":"):
        return False
    for following in rows[row.index : row.index + _MOST_ANNEXES]:
        if DATELINE.fullmatch(following.plain):
            return True
        listed = following.label is not None and following.text[-1:] in "；。"
        also = following.label is not None and following.label.kind == "annex"
        bare = also and following.label is not None and following.label.text == following.text
        if bare or (following.running and not listed) or (is_annex(following) and not also):
            return False
    return False


def listed_above(body: Sequence[Row], rows: list[Row]) -> list[Row]:
    """Return the numbered lines below 附件：1.… that go on with the list."""
    for row in body:
        if row.plain.startswith(ANNEX_WORDS) and _lists_annexes(rows, row):
            below = (r for r in body[row.index :])
            return list(
                takewhile(lambda r: r.label is not None and r.label.kind == "arabic", below)
            )
    return []


def is_annex(row: Row) -> bool:
    """Tell a line that begins an annex: 附件一, alone or before its title."""
    if row.source.kind == "cell" or (row.running and not row.text.endswith(("：", ":"))):
        return False
    bare = row.plain.rstrip("：:")
    if bare in ANNEX_WORDS:
        return True
    if row.label is None or row.label.kind != "annex" or len(row.text) > 60:
        return False
    behind = row.text[len(row.label.text) :]
    marked = row.source.kind == "heading" and bool(row.label.value)
    return marked or behind[:1] in ("：", ":", "\u3000", "")
