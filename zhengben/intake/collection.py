"""Knows a law of Hong Kong by how its collection calls it: 第999章 and 《某條例》.

The number of the chapter is that of the law in the collection and stands beside its name, above it,
before it or in brackets behind it. All patterns are for Simplified.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.document.regex import regex

_CHAPTER = r"(?:香港法例[ \u3000]*)?第[ \u3000]*\d{1,4}[A-Z]{0,3}[ \u3000]*章"
_NUMBER = regex(_CHAPTER)
_QUOTED = r"《[^《》]+(?:《[^《》]+》[^《》]*)*》"
_NAME = regex(rf"{_QUOTED}|[^，。；：《》]{{2,60}}(?:条例|规例|附例)")
# number and name on one line, or the number below the name
_BESIDE = regex(
    rf"{_CHAPTER}[ \u3000]*(?:{_QUOTED}|\S.{{0,60}}(?:条例|规例|附例))"
    rf"|{_QUOTED}[ \u3000]*[（(]{_CHAPTER}[）)]"
)
_BEHIND = regex(rf"[（(]{_CHAPTER}[）)]")
# （第999章第12及13(2)條）: the section that lets a rule be made
_UNDER = regex(rf"[（(]{_CHAPTER}[，,]?[ \u3000]*第[^。；：]{{1,40}}条[）)]")
_DIGITS = regex(r"(?<=第)[ \u3000]*(\d{1,4}[A-Z]{0,3})[ \u3000]*(?=章)")
# [第2條], [第3(1)及5條及附表2]: what an annex belongs to
_REFERS = r"[\[［〔](?:第|附表)[^\[\]［］〔〕。；]{1,80}[\]］〕]"
_REFERENCE = regex(_REFERS)
_REFERENCE_BEHIND = regex(rf"[ \u3000]*{_REFERS}$")
# a day in brackets, and what published that
_DAY = regex(r"[\[［〔][^\[\]［］〔〕]{4,16}日[\]］〕](?:.{0,40}法律公告)?")


def numbers_law(plain: str, below: str) -> bool:
    """Tell the number of a law that stands above its name, from a chapter of a text."""
    return bool(_NUMBER.fullmatch(plain) and _NAME.fullmatch(below))


def number_of_law(head: Sequence[str]) -> str:
    """Return the number that the lines of a head give a law, as 999A, or nothing."""
    for at, plain in enumerate(head):
        below = head[at + 1] if at + 1 < len(head) else ""
        named = numbers_law(plain, below) or _BESIDE.fullmatch(plain)
        behind = at and _BEHIND.fullmatch(plain) and _NAME.fullmatch(head[at - 1])
        if (named or behind) and (found := _DIGITS.search(plain)):
            return found[1]
    return ""


def is_number_below(plain: str, above: str) -> bool:
    """Tell the number of a law in brackets below its name."""
    return bool(_BEHIND.fullmatch(plain) and _NAME.fullmatch(above))


def empowers(plain: str) -> bool:
    """Tell a line in brackets that says under which section of another law a rule was made."""
    return bool(_UNDER.fullmatch(plain))


def unquoted(title: str) -> str:
    """Return a title without the marks that enclose all of it."""
    return title[1:-1] if regex(_QUOTED).fullmatch(title) else title


def refers(plain: str) -> bool:
    """Tell a line that says which sections an annex belongs to."""
    return bool(_REFERENCE.fullmatch(plain))


def without_reference(plain: str) -> str:
    """Return the line of an annex without the sections that it belongs to."""
    return _REFERENCE_BEHIND.sub("", plain)


def is_day(plain: str) -> bool:
    """Tell a line that is a day in brackets, as it stands below the long title of a law."""
    return bool(_DAY.fullmatch(plain))
