"""Reads the dates of official texts, by our calendar and by the eras that follow it."""

from __future__ import annotations

import datetime

from zhengben.document.numbering import chinese_number
from zhengben.intake.patterns import DATE

# what is added to the year of an era for one of our calendar
_ERAS = {"公元": 0, "西元": 0, "公历": 0, "西历": 0, "民国": 1911,
         "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}  # fmt: skip
# Japan has our calendar from this year on
_JAPAN_GREGORIAN = 1873


def parse_date(plain: str) -> datetime.date | None:
    """Return the first date of a text in Simplified that a calendar has, or None."""
    for found in DATE.finditer(plain):
        if not found["m"] or not found["d"]:
            continue
        try:
            return datetime.date(_year(found["y"]), _count(found["m"]), _count(found["d"]))
        except ValueError:
            continue
    return None


def _year(said: str) -> int:
    """Return the year of our calendar that is said; raise ValueError for one of the lunar one."""
    said = said.removeprefix("中华")
    era = next((name for name in _ERAS if said.startswith(name)), "")
    year = _count(said.removeprefix(era)) + _ERAS.get(era, 0)
    if era == "明治" and year < _JAPAN_GREGORIAN:
        raise ValueError(f"{said} counts by the lunar calendar")
    return year


def _count(said: str) -> int:
    """Read the number of a year, a month or a day, 元年, 正月 and 廿一日 too."""
    said = "一" if said in ("元", "正") else said
    return chinese_number(said.replace("廿", "二十").replace("卅", "三十"))
