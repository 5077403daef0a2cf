"""The numbers that official texts bear themselves: 第十二條之一, 第三章, 一、, （二）, 附件二.

``parse_label`` reads the one at the start of a line. The styles are those of GB/T 9704-2012 (一、,
（一）, 1., （1）), of the laws (編 章 節 條) and of the treaties (Roman numerals, letters).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from zhengben.document.regex import regex

# the units that a text counts, and the styles of the numerals that it counts by
UnitKind = Literal["part", "chapter", "section", "article", "annex"]
NumeralKind = Literal[
    "han", "han-bracket", "arabic", "bracket", "half-bracket", "circled", "roman", "roman-bracket",
    "decimal", "stem", "letter-bracket", "bare",
]  # fmt: skip
_Style = Literal["unit", "annex"] | NumeralKind

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "Ｏ": 0, "两": 2, "兩": 2, "壹": 1, "貳": 2, "贰": 2, "參": 3, "叁": 3,
    "肆": 4, "伍": 5, "陸": 6, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_FULL = str.maketrans("０１２３４５６７８９", "0123456789")

_HAN = r"[〇零○一二三四五六七八九十百千两兩]+"
_NUM = rf"(?:{_HAN}|[0-9０-９]+)"
_BLANK = r"[ \u3000]*"
_INSERTED = "[A-Z]{0,2}"
# Han, or what opens a quotation, but for what is counted: 1 為促進, and not 15 日, 3 個, 5 至
_UNCOUNTED = (
    "(?![年月日號号天周週時时分秒刻點点個个名人位口家户戶所座項项條条款目章節节部編编次届屆回期卷册冊頁页件份張张"
    "種种類类級级等元角圓圆億亿萬万千百十餘余多至到或比之倍成度歲岁代米公英平立里吨噸克斤升畝亩枚艘架輛辆台隻只頭头匹"
    "株棵門门科路線线層层樓楼室國国州省市縣县區区鄉乡鎮镇村])[\u3400-\u9fff「『“《〈（]"
)
_DASH = r"[-\u2010-\u2013\u2212－]"
# behind these the number is not that of an inserted article: 第三條之一款
_NO_END = "[章節节條条项項款目年月日0-9０-９〇零○一二三四五六七八九十百千]"
_ARABIC = "0123456789０１２３４５６７８９"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# one character each: ㈠, ⑴, ⒈
_HAN_BRACKETED, _BRACKETED, _STOPPED = (
    "".join(map(chr, range(first, first + count)))
    for first, count in ((0x3220, 10), (0x2474, 20), (0x2488, 20))
)
_ROMANS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_UNIT_KINDS: dict[str, UnitKind] = {
    "编": "part", "編": "part", "篇": "part", "部": "part", "部分": "part", "章": "chapter",
    # what a part of a law of Hong Kong is divided into (division, subdivision)
    "分部": "chapter", "次分部": "section",
    "节": "section", "節": "section", "條": "article", "条": "article",
}  # fmt: skip

# style, the characters it may begin with, and its pattern; the first that fits is it
_SPELLINGS: tuple[tuple[_Style, str, str], ...] = (
    (
        "unit",
        "第",
        # 第十條之一, 第 10 條之 1, 第10-1條, and in Hong Kong 第IIA部, 第2A分部, 第999A章
        rf"第{_BLANK}(?P<n>{_NUM}|[IVXLC]+(?={_INSERTED}{_BLANK}部))"
        rf"(?P<letter>{_INSERTED}(?={_BLANK}(?:[部章]|次?分部)))"
        rf"?(?P<within>(?:{_DASH}{_NUM})*){_BLANK}"
        r"(?P<unit>部分|次?分部|[编編篇部章节節條条])"
        rf"(?P<more>(?:{_BLANK}(?:之|{_DASH}){_BLANK}{_NUM}(?!{_BLANK}{_NO_END}))*)",
    ),
    (
        "annex",
        "附",
        rf"(?:附[件录錄表]|附屬書|附属书){_BLANK}"
        r"(?P<n>(?:[〇零○一二三四五六七八九十百]+|[0-9０-９]+|[A-ZⅠ-Ⅻ])(?=[：: \u3000]|$))?",
    ),
    ("han-bracket", "（(", rf"[（(](?P<n>{_HAN})[）)]"),
    ("han-bracket", _HAN_BRACKETED, f"(?P<n>[{_HAN_BRACKETED}])"),
    ("bracket", "（(", r"[（(](?P<n>[0-9０-９]+)[）)]"),
    ("bracket", _BRACKETED, f"(?P<n>[{_BRACKETED}])"),
    ("roman-bracket", "（(", r"[（(](?P<n>[ivxⅰ-ⅹ]{1,5})[）)]"),
    ("letter-bracket", f"（({_LETTERS}", r"[（(](?P<n>[a-zA-Z])[）)]|(?P<m>[a-z])[）)]"),
    ("half-bracket", _ARABIC, r"(?P<n>[0-9０-９]+)[）)]"),
    ("circled", _CIRCLED, rf"(?P<n>[{_CIRCLED}])"),
    ("roman", f"IVXLC{_ROMANS}", r"(?P<n>[Ⅰ-Ⅻ]|[IVXLC]+(?=[.．、]))(?:[.．、]|(?=[ \u3000]))"),
    ("han", _HAN[1:-2], rf"(?P<n>{_HAN})(?:[、.．]|(?=[ \u3000]|$))"),
    ("stem", _STEMS, rf"(?P<n>[{_STEMS}])[、.．]"),
    ("decimal", _ARABIC, r"(?P<n>[0-9]+(?:\.[0-9]+)+)(?:\.(?![0-9])|(?=[ \u3000]))"),
    ("arabic", _STOPPED, f"(?P<n>[{_STOPPED}])"),
    # 3A. stands between 3. and 4.
    ("arabic", _ARABIC, r"(?P<n>[0-9０-９]+)(?:(?P<letter>[A-Z]{1,2})[.．]|[.．、](?![0-9])|$)"),
    # 1 為促進: a blank alone divides it from its text, which is no unit that it counts
    ("bare", _ARABIC, rf"(?P<n>[0-9０-９]{{1,2}})(?=[ \u3000]+{_UNCOUNTED})"),
)
_BY_START: dict[str, list[tuple[_Style, re.Pattern[str]]]] = {}
for _style, _starts, _spelling in _SPELLINGS:
    for _start in _starts:
        _BY_START.setdefault(_start, []).append((_style, regex(_spelling)))
# no number of a text has more digits: what is longer is none, and costs too much to read
_MOST_DIGITS = 60
_BULLET = regex(r"(?:——|—|－－|[●•◆■○◎※▪▶])")


class Label(Struct, frozen=True):
    """A number at the start of a line: its style, its value and how many characters it takes.

    ``kind`` is a unit or, where only a numeral stands, its style.
    ``value`` has more than one number for 第十七條之一 (17, 1) and 3.2 (3, 2), none for 附件.
    """

    kind: UnitKind | NumeralKind
    value: tuple[int, ...]
    text: str


def chinese_number(text: str) -> int:
    """Read 十七, 一百三十八, 二〇一七 or Arabic digits; raise ValueError for anything else."""
    if len(text) > _MOST_DIGITS:
        raise ValueError("too long for a number")
    text = text.translate(_FULL)
    if text.isascii() and text.isdigit():
        return int(text)
    if not text:
        raise ValueError("no number")
    if not any(c in _UNITS for c in text):
        return int("".join(str(_digit(c)) for c in text))
    total, digit = 0, None
    for character in text:
        if unit := _UNITS.get(character):
            total += unit * (1 if digit is None else digit)
            digit = None
        else:
            digit = _digit(character)
    return total + (digit or 0)


def _digit(character: str) -> int:
    try:
        return _DIGITS[character]
    except KeyError:
        raise ValueError(f"{character} is no digit") from None


def _value(text: str) -> int:
    if text in _STEMS:
        return _STEMS.index(text) + 1
    for run in (_CIRCLED, _HAN_BRACKETED, _BRACKETED, _STOPPED):
        if text in run:
            return run.index(text) + 1
    if "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.lower()) - ord("a") + 1
    return chinese_number(text)


def _roman(text: str) -> int:
    if "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    if "ⅰ" <= text[0] <= "ⅹ":
        return ord(text[0]) - ord("ⅰ") + 1
    values = [_ROMAN[c] for c in text.upper()]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def _letters(inserted: str | None) -> tuple[int, ...]:
    """Return the numbers of letters behind the number of what was inserted."""
    return tuple(ord(letter) - ord("A") + 1 for letter in inserted or "")


@lru_cache(maxsize=32_768)
def parse_label(text: str) -> Label | None:
    """Return the number at the start of a line, or None when it bears none."""
    for style, pattern in _BY_START.get(text[:1], ()):
        match = pattern.match(text)
        if not match:
            continue
        number = match["n"] or match.groupdict().get("m") or ""
        if len(match[0].strip()) > _MOST_DIGITS:
            return None
        kind = _UNIT_KINDS[match["unit"]] if style == "unit" else style
        if style == "unit":
            more = re.findall(_NUM, match["within"] + match["more"])
            first = _roman(number) if number[0] in _ROMAN else chinese_number(number)
            value = (first, *_letters(match["letter"]), *map(chinese_number, more))
        elif style == "decimal":
            value = tuple(int(n) for n in number.split("."))
        elif style in ("roman", "roman-bracket"):
            value = (_roman(number),)
        else:
            value = (_value(number),) if number else ()
            value += _letters(match.groupdict().get("letter"))
        return Label(kind, value, match[0].rstrip(" \u3000"))
    return None


# marks of items in brackets, which may stand one behind another: （1）（a）（i）
_NESTED = ("han-bracket", "bracket", "letter-bracket", "roman-bracket", "half-bracket", "circled")
_DEEPEST = 6


def parse_labels(text: str) -> tuple[Label, ...]:
    """Return the numbers at the start of a line, outermost first: more than one of items alone."""
    found, at = list[Label](), 0
    while len(found) < _DEEPEST and (label := parse_label(text[at : at + _MOST_DIGITS + 4])):
        nested = label.kind in _NESTED and all(label.kind != outer.kind for outer in found)
        if found and not nested:
            break
        found.append(label)
        if label.kind not in _NESTED:
            break
        at += len(label.text)
        while at < len(text) and text[at] in " \u3000":
            at += 1
    return tuple(found)


def parse_bullet(text: str) -> str:
    """Return the mark of a list item without a number, as —— or ●, or an empty text."""
    match = _BULLET.match(text)
    return match[0] if match else ""
