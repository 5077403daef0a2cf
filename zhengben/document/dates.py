"""Dates as Chinese texts write them."""

from __future__ import annotations

import datetime


def chinese_date(date: datetime.date) -> str:
    """Write a date of the apparatus as 2002年6月7日."""
    return f"{date.year}年{date.month}月{date.day}日"
