"""Breaks titles, offices and names by sense: where a speaker would pause, in even lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zhengben.linebreaking.characters import NO_START, WESTERN
from zhengben.linebreaking.numbers import seams

# a line of a title may well end here …
_AFTER = re.compile(r"[，、；：》」』）·\s]|的(?=.)")
# … and must not begin with these, or end with those
_NO_START = NO_START | frozenset("的之")
_NO_END = frozenset("（《「『【〔〈“‘與和及暨於在—")
# words that begin a phrase in titles of official documents
_BEFORE = re.compile(
    "(?=關於|关于|和|與|与|及|暨|並|并|阻止|宣言|聯合|联合|公約|公约|條約|条约|協定|协定|決議|决议"
    "|聲明|声明|公報|公报)"
)
# a break that no word marks may part a word: it costs as much as a line of another length
_UNMARKED = 1.0
# what a letter or figure takes, about
_LETTER_EM = 0.6
# one that parts a number, or a word where it has a hyphen, is the last that is made
_HELD = 50.0
# for each character that a line is too long
_TOO_LONG = 1000.0
_INFINITE = float("inf")


def break_title(text: str, longest: float) -> tuple[str, ...]:
    """Return a title in as few lines of at most ``longest`` em as it needs.

    Lines are as even as the places allow where sense lets them break; together they are the title.
    A document's metadata may say better with ``title-lines``.
    """
    ems = [0.0]
    for character in text:
        ems.append(ems[-1] + (_LETTER_EM if WESTERN.match(character) else 1.0))
    if ems[-1] <= longest:
        return (text,)
    best = _best_breaks(text, ems, longest)
    lines: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        lines.append(text[start:end])
        end = start
    return tuple(reversed(lines))


def _best_breaks(text: str, ems: Sequence[float], longest: float) -> list[tuple[float, int]]:
    """Return for each place what the best lines up to it cost, and where the last of them begins.

    ``ems`` are what stands before each place.
    """
    ideal = ems[-1] / -(-ems[-1] // longest)
    prices = _prices(text)
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
                cost += _TOO_LONG * max(0.0, em - longest)
                if cost < best[end][0]:
                    best[end] = (cost, start)
        if best[-1][0] < _INFINITE:
            break
    return best


def _prices(text: str) -> dict[int, float]:
    """Return what a break costs at each place that may have one."""
    good = {m.end() for m in _AFTER.finditer(text)} | {m.start() for m in _BEFORE.finditer(text)}
    held = seams(text)
    prices = {len(text): 0.0}
    for at, (before, after) in enumerate(pairwise(text), 1):
        if after in _NO_START or before in _NO_END or after.isspace():
            continue
        inside = WESTERN.match(before) and WESTERN.match(after)
        # never inside a number or a word, and rather not behind its hyphen
        if not inside or (before in "-‐–/" and after.isalpha()):
            prices[at] = _HELD if inside or at in held else 0.0 if at in good else _UNMARKED
    return prices
