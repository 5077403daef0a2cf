"""What belongs to a number and holds together with it, and how numbers stand in columns.

A number and its unit, the year and number of an official document (〔2017〕12號), the ends of a
range and the parts of a date are parted only where nothing else fits (GB/T 15835, W3C clreq 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from zhengben.document.regex import regex
from zhengben.fonts.orientation import SIGNS
from zhengben.linebreaking.costs import COSTS

_NUMBER = r"\d+(?:[.,:/．：·]\d+)*"
_YEAR = r"[（(〔［\[]\d{4}[）)〕］\]]"
_UNIT = (
    "[萬万億亿兆千百十多餘余]{0,3}"
    "(?:平方|立方)?"
    "(?:公里|公斤|公噸|公吨|公頃|公顷|千米|千克|毫米|厘米|海里|英里|美元|歐元|欧元|盧布|卢布|人民幣|人民币"
    "|個月|个月|小時|小时|分鐘|分钟"
    "|[年月日時时分秒號号屆届次條条款項项章節节編编段頁页個个名歲岁位人天周週級级批份期卷冊册元圓圆"
    "噸吨米里度倍樓楼層层戶户家國国種种類类件艘架輛辆公英升畝亩世])?"
)
# spans in which a line ends only where nothing else fits
_HELD = regex(
    rf"(?:第\s?|[№§±+\-−≤≥<>＜＞≈$€£¥￥＄])*{_NUMBER}"
    rf"(?:\s?[-‐–—~～〜]\s?{_NUMBER})*[%％‰°′″℃℉²³½¼¾⅓⅔]*(?:{_YEAR})?{_UNIT}"
    rf"|{_YEAR}第?\d+[號号]?"
)
_HAN_YEAR = "[〇○零一二三四五六七八九]{4}年"
_HAN_DAY = "[一二三四五六七八九十廿卅元正]{1,3}"
# the parts of a date hold together too, but sooner stand apart
_DATES = regex(
    rf"\d+年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}月\d{{1,2}}日"
    rf"|{_HAN_YEAR}(?:{_HAN_DAY}月(?:{_HAN_DAY}日)?)?|{_HAN_DAY}月{_HAN_DAY}日"
)
_MAY_HOLD = regex(r"[\d年月]")

# in columns: pieces of a run that are set each in its way, and what is stacked figure by figure
_COLUMN_TOKENS = regex(r"[()\[\]\"' \u00a0]+|[^()\[\]\"' \u00a0]+")
_STACKED = regex(r"\d+%?(?:[-‐–]\d+%?)*")
_DECIMAL = regex(r"\d{1,3}\.\d{1,3}%?")
_FIGURES = regex(r"\d+|%|[^\d%]+")
_MOST_STACKED = 4


@lru_cache(maxsize=1024)
def seams(text: str) -> Mapping[int, float]:
    """Return what a line's end costs between the parts of numbers, by offset."""
    if not _MAY_HOLD.search(text):
        return {}
    found = dict[int, float]()
    for pattern, cost in ((_DATES, COSTS.date_cut), (_HELD, COSTS.number_cut)):
        for match in pattern.finditer(text):
            found.update(dict.fromkeys(range(match.start() + 1, match.end()), cost))
    return found


def column_pieces(run: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a run without words as they stand in a column, each with its kind.

    Whole numbers are stacked, two figures in one cell (``pair``), others each in its own (``up``,
    several in one piece); a short decimal is stacked with its point in the middle of a cell
    (JLReq 2.3.2, W3C clreq 2.2.2), and a sign by itself (§, ±, ½) stands upright. All else, as a
    ratio, a long decimal or a number with a sign, lies on its side (``side``).
    """
    for match in _COLUMN_TOKENS.finditer(run):
        token = match[0]
        tail = token[len(token.rstrip(".,;:")) :]
        body = token.removesuffix(tail) if tail else token
        figures = sum(map(str.isdigit, body))
        if (body and not body.strip(SIGNS)) or (
            _DECIMAL.fullmatch(body) and figures <= _MOST_STACKED
        ):
            yield "up", body
        elif _STACKED.fullmatch(body):
            for piece in _FIGURES.findall(body):
                stands = piece[0].isdigit() or piece == "%"
                yield ("pair" if len(piece) == 2 and stands else "up" if stands else "side"), piece
        elif body:
            yield "side", body
        if tail:
            yield "side", tail
