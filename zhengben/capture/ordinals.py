"""Writes the numbers that HTML and Word show before the items of a list and are no text there."""

from __future__ import annotations

from collections import Counter

from lxml import etree

_HAN = "〇一二三四五六七八九"
_FORMAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
          (1, "I"))  # fmt: skip
# a list is not longer; a number beyond is a mistake or meant to do harm
_MOST = 99_999


def han(value: int, *, formal: bool = False) -> str:
    """Write a number below 100,000 as 一百二十三, or ``formal`` as 壹佰貳拾參."""
    digits = _FORMAL if formal else _HAN
    units = ("", "拾", "佰", "仟", "萬") if formal else ("", "十", "百", "千", "万")
    if value <= 0 or value > _MOST:
        return "".join(digits[int(d)] for d in str(abs(value)))
    text, gap = "", False
    for place in range(4, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[place]
        gap = not digit
    return text.removeprefix("一") if 10 <= value < 20 and not formal else text


def roman(value: int) -> str:
    """Write a number as XIV."""
    text, rest = "", min(value, 1000)
    for unit, letters in _ROMAN:
        text, rest = text + letters * (rest // unit), rest % unit
    return text


def letters(value: int) -> str:
    """Write a number as a to z, aa, ab and so on."""
    text = ""
    while value > 0:
        value, at = divmod(value - 1, 26)
        text = chr(ord("a") + at) + text
    return text


def _integer(text: str | None, default: int) -> int:
    bare = (text or "").strip()
    digits = bare.removeprefix("-")
    usable = digits.isascii() and digits.isdigit() and len(digits) < 6
    return int(bare) if usable else default


def ordinal(parent: etree._Element, item: etree._Element, seen: Counter[etree._Element]) -> str:
    """Return what a page shows before an item of an ordered list (HTML, 4.4.5); count it."""
    items = sum(child.tag == "li" for child in parent) if parent.get("reversed") is not None else 0
    first = _integer(parent.get("start"), items or 1)
    step = -1 if items else 1
    # ``seen`` holds the next number less the first one, in steps
    value = _integer(item.get("value"), first + step * seen[parent])
    seen[parent] = (value - first) * step + 1
    style = (parent.get("style") or "").replace(" ", "").lower()
    said = style.partition("list-style-type:")[2].partition(";")[0]
    return _written(value, item.get("type") or parent.get("type") or "", said)


def _written(value: int, kind: str, style: str) -> str:
    """Write a number as the type of a list or its style says."""
    if style.startswith(("cjk-ideographic", "trad-chinese-informal", "simp-chinese-informal")):
        return f"{han(value)}、"
    if style.startswith(("trad-chinese-formal", "simp-chinese-formal")):
        return f"{han(value, formal=True)}、"
    if style == "cjk-heavenly-stem" and 1 <= value <= len(STEMS):
        return f"{STEMS[value - 1]}、"
    lettered = kind in ("a", "A") or style.endswith(("-alpha", "-latin"))
    if value > 0 and (lettered or kind in ("i", "I") or style.endswith("-roman")):
        text = letters(value) if lettered else roman(value)
        upper = kind.isupper() or style.startswith("upper")
        return f"{text.upper() if upper else text.lower()}. "
    return f"{value}. "
