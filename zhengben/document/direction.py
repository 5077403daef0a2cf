"""The order in which words are shown that run from right to left (UAX #9).

Chinese runs from left to right, so that a few words of Arabic or Hebrew among it are one stretch:
from the first of their letters to the last, with the blanks, marks and numbers between them. It is
shown from its end to its beginning, but for each number, which runs from left to right.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LETTERS, _NUMBERS, _DRAWN_ON = ("R", "AL"), ("EN", "AN"), "NSM"
# a number, with what may part two figures of it (UAX #9, W4); behind letters of Arabic a sign does
# not
_NUMBER = re.compile(r"\d(?:[.,:/\u060c\u00a0]?\d)*")
_SIGNED = re.compile(r"\d(?:[.,:/\u060c\u00a0+-]?\d)*")


JOINERS = re.compile("[\u200c\u200d]")
# They spell words of these scripts: Arabic and its kin, those of India and of
# its neighbours, Mongolian. Elsewhere they show nothing.
STRAY_JOINER = (
    "(?<![\u0620-\u065f\u066e-\u06d3\u0700-\u085f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
    "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1820-\u18af\u1b00-\u1b4c\ua8e0-\ua9df])[\u200c\u200d]"
)
# where their letters stand in Unicode
_SOME = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@cache
def runs_leftwards(character: str) -> bool:
    """Say whether a character is a letter that runs from right to left."""
    return unicodedata.bidirectional(character) in _LETTERS


def stretches(text: str) -> list[tuple[int, int]]:
    """Return where the stretches of a text begin and end that run from right to left."""
    found, at = list[tuple[int, int]](), 0
    while at < len(text):
        end = at
        if runs_leftwards(text[at]):
            for here in range(at, len(text)):
                kind = unicodedata.bidirectional(text[here])
                if kind == "L":
                    break
                if kind in (*_LETTERS, *_NUMBERS, _DRAWN_ON):
                    end = here + 1
            found.append((at, end))
        at = max(end, at + 1)
    return found


def in_order(text: str) -> list[tuple[int, str]]:
    """Return the runs of a text in the order in which they are shown, with their offsets."""
    if not _SOME.search(text):
        return [(0, text)]
    found, last = list[tuple[int, str]](), 0
    for start, end in [*stretches(text), (len(text), len(text))]:
        if start > last:
            found.append((last, text[last:start]))
        found += [(start + at, run) for at, run in shown_runs(text[start:end])]
        last = end
    return found


def shown_runs(stretch: str) -> list[tuple[int, str]]:
    """Return the runs of a stretch in the order in which they are shown, with their offsets."""
    runs, at, arabic = list[tuple[int, str]](), 0, False
    while at < len(stretch):
        number = (_NUMBER if arabic else _SIGNED).match(stretch, at)
        end = number.end() if number else at + 1
        while not number and end < len(stretch) and not stretch[end].isdecimal():
            end += 1
        letters = [c for c in stretch[at:end] if runs_leftwards(c)]
        if letters:
            arabic = unicodedata.bidirectional(letters[-1]) == "AL"
        runs.append((at, stretch[at:end]))
        at = end
    return runs[::-1]
