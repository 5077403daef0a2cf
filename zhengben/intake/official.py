"""Finds the parts of an official document, as GB/T 9704-2012 names them.

A part is known by its form and by where it stands: what is above the title, right below it, behind
the text or at the foot. What has another form is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

from zhengben.document.official import IMPRINT, ROLES, OfficialForm, OfficialPart
from zhengben.document.regex import regex
from zhengben.intake.front import Row
from zhengben.intake.patterns import OF_LETTER, foot_part, head_part

GENRE = "official-document"
_ADDRESSEE = regex(r"[^。；！？]{2,200}[：:]")
# words that lead to what follows, and name nobody
_LEADS = regex(r"(?:如下|下列|以下|包括|通知|要求|问题|事项|办法|规定|条件)[^，、]{0,6}[：:]$")
_ENCLOSED = regex(r"附[件录表]\s*[：:]\s*\S")
# who was at a meeting, in minutes
_PRESENT = regex(r"(?:出席|请假|列席)(?:人员)?\s*[：:]\s*\S")
# the sections of a document of Taiwan, and the items below them by their depth
_SECTION = regex(r"(?:主旨|说明|办法|拟办|公告事项|依据)\s*[：:]")
_ITEMS = tuple(
    map(
        re.compile,
        (
            r"[一二三四五六七八九十]+、",
            r"[（(][一二三四五六七八九十]+[）)]",
            r"\d+[、.．]",
            r"[（(]\d+[）)]",
        ),
    )
)


def mark_around(rows: Sequence[Row], front: int, listed: Sequence[Row], *, official: bool) -> None:
    """Type what stands around the text of an official document, and the foot of any other.

    ``listed`` is what names annexes below its date.
    """
    for row in listed if official else ():
        _mark(row, "enclosures")
    for row in rows[:front] if official else ():
        # what is known there is a part whatever else it seems
        if row.role not in ("title", "subtitle") and (part := head_part(row.plain)):
            _mark(row, part)
    for row in rows[front : front + 1] if official else ():
        if is_addressee(row):
            _mark(row, "addressee")
    _mark_foot(rows[front:], official=official)


def is_addressee(row: Row) -> bool:
    """Tell the line that says whom a document is for, from one that leads to what follows."""
    addressed = _ADDRESSEE.fullmatch(row.plain) and not _LEADS.search(row.plain)
    return bool(addressed) and row.label is None


def _mark_foot(rows: Sequence[Row], *, official: bool) -> None:
    """Type what stands behind the date and at the foot of the last page."""
    for row in rows if official else ():
        if foot_part(row.plain) == "annotation":
            _mark(row, "annotation")
    for row in reversed(rows):
        part = foot_part(row.plain)
        if part and part in IMPRINT:
            _mark(row, part)
        elif row.part not in IMPRINT:
            break


def mark_body(rows: Sequence[Row]) -> None:
    """Type what is enclosed; nothing of an official document is a preamble."""
    for row in rows:
        if row.role == "preamble":
            row.role = "paragraph"
    _mark_sections(rows)
    present = [r for r in rows if _PRESENT.match(r.plain) and r.role in ("paragraph", "item")]
    # who was absent or sat in is told beside those present
    for row in present if any(r.plain.startswith("出席") for r in present) else ():
        _mark(row, "attendance")
    # in Taiwan it is a field at the head
    for at, row in enumerate(rows if not is_of_taiwan(rows) else ()):
        if _ENCLOSED.match(row.plain) and row.role != "annex":
            _mark(row, "enclosures")
            below = takewhile(lambda r: r.label is not None and not r.running, rows[at + 1 :])
            for listed in below:
                if listed.role in ("item", "paragraph"):
                    _mark(listed, "enclosures")
            break


def is_of_taiwan(rows: Sequence[Row]) -> bool:
    """Tell a document of Taiwan: it says to what purpose, in a section of that name."""
    return any(r.plain.startswith("主旨") and _SECTION.match(r.plain) for r in rows)


def behind_sections(rows: Sequence[Row], front: int) -> int:
    """Return before which line of a document of Taiwan no annex begins: 附件：如說明三 is a field.

    Of any other document it is the first line of its text, ``front``.
    """
    sections = (n for n, row in enumerate(rows, 1) if _SECTION.match(row.plain))
    return max((front, *sections)) if is_of_taiwan(rows) else front


def _mark_sections(rows: Sequence[Row]) -> None:
    """Type the sections of a document of Taiwan, and the items below them by their numbers."""
    if not is_of_taiwan(rows):
        return
    below = False
    for row in rows:
        if _SECTION.match(row.plain):
            _mark(row, "section")
            below = True
        elif below and row.role in ("heading", "item", "paragraph", "article"):
            level = next((n for n, form in enumerate(_ITEMS, 1) if form.match(row.plain)), 0)
            if level:
                row.role, row.level = "item", level


def _mark(row: Row, part: OfficialPart) -> None:
    row.part, row.role, row.level = part, ROLES[part], 0


def form_question(rows: Sequence[Row]) -> tuple[OfficialForm | Literal[""], str]:
    """Return the form that a text shows to be a letter's, and what is to be asked about it.

    A letter has the word 函 in its number, and its mark is the name of the issuer without 文件
    (GB/T 9704-2012, 10.1). Where but one of both speaks for it, the form is a question. Orders and
    minutes are known by their titles, and say nothing here.
    """
    number = next((r.plain for r in rows if r.part == "document-number"), "")
    marks = [r.plain for r in rows if r.part == "issuer"]
    if not OF_LETTER.search(number):
        return "", ""
    if marks and not any(mark.endswith("文件") for mark in marks):
        return "letter", ""
    said = f"its number, {number}, is that of a letter"
    lacks = "and its mark that of a document" if marks else "and no mark stands above it"
    return "document", f"{said}, {lacks}: is the form document or letter?"
