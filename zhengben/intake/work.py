"""Finds whose a text is and what amended it, for ``[work]``; asks for what is not there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from zhengben.document.regex import regex
from zhengben.document.work import UNSAID
from zhengben.intake.front import Row
from zhengben.intake.patterns import DATE
from zhengben.scripts.matching import simplified

# by who issued a text or what its title begins with, in Simplified; the first that fits is it
_COUNTRIES = (
    ("hk", r"香港特别行政区(?!基本法)"),
    ("mo", r"澳门特别行政区(?!基本法)"),
    ("tw", r"中华民国|立法院|行政院|司法院|考试院|监察院"),
    ("un", r"联合国|安全理事会"),
    ("eu", r"欧洲联盟|欧盟"),
    ("xx-sco", r"上海合作组织|上合组织"),
    ("cn", r"中华人民共和国|中国人民|全国人民代表大会|全国人大|国务院|最高人民|中央人民政府|"
           r".{1,12}(?:省|市|自治区|自治州|自治县|县)(?:人民代表大会|人大|人民政府)"),
)  # fmt: skip
_BY_COUNTRY = tuple((code, regex(pattern)) for code, pattern in _COUNTRIES)
# what happened on a day, in the words between it and the next
_AMENDED = regex("修正|修订|修改")
_TITLE = regex("《[^《》]+(?:《[^《》]+》[^《》]*)*》|〈[^〈〉]+〉")
# treaties are of several countries, whatever their titles name
_OF_MANY = ("treaty", "communique")
ParseDate = Callable[[str], datetime.date | None]


class Amended(Struct, frozen=True):
    """A day on which a text was amended, and the title of what amended it, if it is named."""

    date: datetime.date
    title: str = ""


def country_of(organ: str, title: str, genre: str) -> str:
    """Return the code of the country or organisation that a text is of, or nothing."""
    texts = (organ,) if genre in _OF_MANY else (organ, title)
    for text in map(simplified, texts):
        for code, pattern in _BY_COUNTRY:
            if pattern.match(text):
                return code
    return ""


def amendments_of(
    rows: Sequence[Row], first: datetime.date, parse: ParseDate
) -> tuple[Amended, ...]:
    """Return what the lines below the title tell of amendments after the first day.

    ``parse`` reads a day out of a text in Simplified.
    """
    found = {event.date: event for event in _told(rows, parse) if event.date > first}
    return tuple(found[date] for date in sorted(found))


def _told(rows: Sequence[Row], parse: ParseDate) -> Iterator[Amended]:
    for row in rows:
        if row.role not in ("session", "dateline"):
            continue
        days = list(DATE.finditer(row.plain))
        ends = [day.start() for day in days[1:]] + [len(row.plain)]
        for day, end in zip(days, ends, strict=False):
            words = row.plain[day.end() : end]
            date = parse(day[0])
            if date and _AMENDED.search(words):
                title = _TITLE.search(row.text, day.end(), end)
                yield Amended(date, title[0][1:-1] if title else "")


def question() -> tuple[str, str]:
    """Return what is asked where nothing says whose a text is, and what stands until then."""
    return (
        "whose is the text? A code of ISO 3166-1, as cn, or eu, un, or xx-… for other "
        "organisations",
        UNSAID,
    )
