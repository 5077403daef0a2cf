"""Breaks titles, offices and names by sense: where a speaker would pause, in even lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

# a line of a title may well end here …
_AFTER = re.compile(r"[，、；：》」』）·\s]|的(?=.)")
# … and must not begin with these, or end with those
_NO_START = frozenset("，。、；：？！）》」』】〕〉”’的之·—")
_NO_END = frozenset("（《「『【〔〈“‘與和及暨於在—")
# words that begin a phrase in titles of official documents
_BEFORE = re.compile(
    "(?=關於|关于|和|與|与|及|暨|並|并|阻止|宣言|聯合|联合|公約|公约|條約|条约|協定|协定|決議|决议"
    "|聲明|声明|公報|公报)"
)
_DOUBTFUL = re.compile("[和與与及暨並并]")
# a break that no word marks costs as much as a line of another length, and one inside a word more
# than all that is uneven
_UNMARKED, _IN_WORD = 1.0, 9.0
_HAN = re.compile(r"[\u3400-\u9fff]")


def break_title(text: str, longest: int) -> tuple[str, ...]:
    """Return a title in as few lines of at most ``longest`` characters as its words need.

    Lines are as even as the places allow where sense lets them break; together they are the title.
    A document's metadata may say better with ``title-lines``.
    """
    if len(text) <= longest:
        return (text,)
    good = {m.end() for m in _AFTER.finditer(text)} | {m.start() for m in _BEFORE.finditer(text)}
    costs = [0.0 if at in good else _UNMARKED for at in range(len(text))]
    lines = _evenly(text, longest, costs)
    ends = set(accumulate(map(len, lines[:-1])))
    # 和 may be that of 共和, and 及 that of 涉及
    if ends <= good and not any(_DOUBTFUL.match(text, end) for end in ends):
        return lines
    # cutting words takes a moment, which only a title that nothing else divides is worth
    from zhengben.scripts.words import borders

    words = set(borders(text))
    inside = [cost if at in words else cost + _IN_WORD for at, cost in enumerate(costs)]
    return _evenly(text, longest, inside)


def _evenly(text: str, longest: int, costs: Sequence[float]) -> tuple[str, ...]:
    """Return a title in lines as even as they may be; ``costs`` are those of a break by place."""
    count = -(-len(text) // longest)
    ideal = len(text) / count
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(text)
    for end in range(1, len(text) + 1):
        if end < len(text) and not _may_break(text, end):
            continue
        for start in range(max(0, end - longest), end):
            cost = best[start][0] + ((end - start - ideal) / ideal) ** 2 + 0.05
            cost += costs[end] if end < len(text) else 0.0
            if cost < best[end][0]:
                best[end] = (cost, start)
    lines: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        lines.append(text[start:end])
        end = start
    return tuple(reversed(lines))


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NO_START or before in _NO_END:
        return False
    # never inside a number or a Western word
    return bool(_HAN.match(before) or _HAN.match(after) or before.isspace())
