"""Breaks titles, offices and names by sense: where a speaker would pause, in even lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise

from zhengben.document.regex import regex
from zhengben.document.western import WESTERN
from zhengben.linebreaking.characters import NO_START
from zhengben.linebreaking.numbers import seams

# a line of a title may well end here …
_AFTER = regex(r"[，、；：》」』）·\s]|的(?=.)")
# … and must not begin with these, or end with those
_NO_START = NO_START | frozenset("的之")
_NO_END = frozenset("（《「『【〔〈“‘與和及暨於在—")
# words that begin a phrase in titles of official documents
_BEFORE = regex(
    "(?=關於|关于|和|與|与|及|暨|並|并|阻止|宣言|聯合|联合|公約|公约|條約|条约|協定|协定|決議|决议"
    "|聲明|声明|公報|公报)"
)
# 鲁政发〔2014〕20号: who issued a document belongs to its number, in so many characters
_ISSUED = 3
_NUMBERED = regex(r"(?<=[发發函字办辦令告])(?=[〔\[（(]\d{4}[〕\]）)]第?\d+[号號])")
_DOUBTFUL = regex("[和與与及暨並并]")
# a break that no word marks costs as much as a line of another length, and one inside a word more
# than all that is uneven
_UNMARKED, _IN_WORD, _IN_LONG_WORD = 1.0, 9.0, 1.0
# names that titles hold and no dictionary has whole, in Simplified
_NAMES = frozenset(
    ("上海合作组织", "成员国", "元首", "新时代", "安全理事会", "联合国", "伙伴关系", "欧亚经济联盟",
     "人民政府", "办公厅", "国务院", "全国人民代表大会", "常务委员会")
)  # fmt: skip
# a line of less than such a part of an even one is as bad
_SHORT, _SHORTEST = 1.2, 0.4
# what a letter or figure takes, about
_LETTER_EM = 0.6
# one that parts a number, or a word where it has a hyphen, is the last that is made
_HELD = 50.0
# for each character that a line is too long
_TOO_LONG = 1000.0
_INFINITE = float("inf")


def break_title(
    text: str, longest: float, names: Collection[str] = (), *, figure_em: float = _LETTER_EM
) -> tuple[str, ...]:
    """Return a title in as few lines of at most ``longest`` em as it needs.

    Lines are as even as the places allow where sense lets them break; together they are the title.
    ``names`` of instruments and organs, in any script, are words in it. A figure takes so many em;
    in columns it has a cell.
    A document's metadata may say better with ``title-lines``.
    """
    ems = [0.0]
    for character in text:
        western = figure_em if character.isdecimal() else _LETTER_EM
        ems.append(ems[-1] + (western if WESTERN.match(character) else 1.0))
    if ems[-1] <= longest:
        return (text,)
    good, prices = _good_places(text), _prices(text)
    lines = _evenly(text, ems, longest, prices)
    ends = set(accumulate(map(len, lines[:-1])))
    # 和 may be that of 共和, and 及 that of 涉及
    if ends <= good and not any(_DOUBTFUL.match(text, end) for end in ends):
        return lines
    # cutting words takes a moment, which only a title that nothing else divides is worth
    whole, parts = _borders(text, longest, names)
    for at, price in prices.items():
        if at not in whole:
            # 和 inside a word begins no phrase
            within = _IN_LONG_WORD if at in parts else _IN_WORD
            prices[at] = max(price, _UNMARKED) + within
    return _evenly(text, ems, longest, prices)


def _borders(text: str, longest: float, names: Collection[str]) -> tuple[set[int], set[int]]:
    """Return where words begin or end, and where the words are parted that fill no line.

    中华人民共和国政府 is one word, and parted in two that are words as well.
    """
    from zhengben.scripts.words import borders, halves, occurrences

    whole, parts = borders(text, _NAMES), set[int]()
    for start, end in pairwise(whole):
        if end - start > longest:
            parts |= {start + at for at in halves(text[start:end])}
    found = {*whole, len(text)}
    for name in sorted(filter(None, names), key=len):
        for start, end in occurrences(text, name):
            within = found & set(range(start + 1, end))
            # one that fills no line is parted between the words in it
            parts |= within if len(name) > longest else set()
            found = found - within | {start, end}
    return found, parts


def _evenly(
    text: str, ems: Sequence[float], longest: float, prices: Mapping[int, float]
) -> tuple[str, ...]:
    """Return a title in lines as even as they may be; ``prices`` are those of a break by place."""
    best = _best_breaks(text, ems, longest, prices)
    lines: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        lines.append(text[start:end])
        end = start
    return tuple(reversed(lines))


def _best_breaks(
    text: str, ems: Sequence[float], longest: float, prices: Mapping[int, float]
) -> list[tuple[float, int]]:
    """Return for each place what the best lines up to it cost, and where the last of them begins.

    ``ems`` are what stands before each place.
    """
    ideal = ems[-1] / -(-ems[-1] // longest)
    # a word may be longer than a line: it is broken when the line is composed
    for most in (longest, ems[-1]):
        best, first = [(0.0, 0)] + [(_INFINITE, 0)] * len(text), 0
        for end in range(1, len(text) + 1):
            while ems[end] - ems[first] > most:
                first += 1
            if (price := prices.get(end)) is None:
                continue
            for start in range(first, end):
                em = ems[end] - ems[start]
                cost = best[start][0] + ((em - ideal) / ideal) ** 2 + 0.05 + price
                cost += _TOO_LONG * max(0.0, em - longest) + _SHORT * (em < _SHORTEST * ideal)
                if cost < best[end][0]:
                    best[end] = (cost, start)
        if best[-1][0] < _INFINITE:
            break
    return best


def _good_places(text: str) -> set[int]:
    """Return where sense lets a title break."""
    return {m.end() for m in _AFTER.finditer(text)} | {m.start() for m in _BEFORE.finditer(text)}


def _prices(text: str) -> dict[int, float]:
    """Return what a break costs at each place that may have one."""
    good = _good_places(text)
    held = seams(text).keys() | {
        match.start() - n for match in _NUMBERED.finditer(text) for n in range(_ISSUED)
    }
    prices = {len(text): 0.0}
    for at, (before, after) in enumerate(pairwise(text), 1):
        if after in _NO_START or before in _NO_END or after.isspace():
            continue
        inside = WESTERN.match(before) and WESTERN.match(after)
        # never inside a number or a word, and rather not behind its hyphen
        if not inside or (before in "-‐–/" and after.isalpha()):
            prices[at] = _HELD if inside or at in held else 0.0 if at in good else _UNMARKED
    return prices
