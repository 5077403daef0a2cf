"""The order in which words are shown that run from right to left (UAX #9).

Chinese runs from left to right, so that a few words of Arabic or Hebrew among it are one stretch:
from the first of their letters to the last, with the blanks, marks and numbers between them. It is
shown from its end to its beginning, but for each number, which runs from left to right. So does
one in the figures of Arabic, by itself or among such words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from zhengben.document.regex import regex

_NEUTRAL = ("B", "S", "WS", "ON")
# what says nothing of its own: signs drawn on a letter, joiners
_FOLLOWING = ("NSM", "BN")
_STRONG = ("L", "R")


JOINERS = regex("[\u200c\u200d]")
# They spell words of these scripts: Arabic and its kin, those of India and of
# its neighbours, Mongolian. Elsewhere they show nothing.
STRAY_JOINER = (
    "(?<![\u0620-\u065f\u066e-\u06d3\u0700-\u085f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
    "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1820-\u18af\u1b00-\u1b4c\ua8e0-\ua9df])[\u200c\u200d]"
)
# where their letters stand in Unicode
_SOME = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


@cache
def counts_leftwards(character: str) -> bool:
    """Say whether a character is a letter that runs from right to left, or a figure of Arabic."""
    return unicodedata.bidirectional(character) in ("R", "AL", "AN")


def runs_leftwards(text: str) -> bool:
    """Say whether anything in a text may run from right to left."""
    return bool(_SOME.search(text))


def stretches(text: str) -> list[tuple[int, int]]:
    """Return where the stretches of a text begin and end that run from right to left."""
    found, at = list[tuple[int, int]](), 0
    if not _SOME.search(text):
        return found
    for inside, run in groupby(map(bool, _levels(text))):
        length = len(list(run))
        if inside:
            found.append((at, at + length))
        at += length
    return found


def in_order(text: str) -> list[tuple[int, str, bool]]:
    """Return the runs of a text in the order in which they are shown, with their offsets.

    Of each it is said whether it runs from right to left.
    """
    if not _SOME.search(text):
        return [(0, text, False)]
    found, levels, at = list[tuple[int, str, bool]](), _levels(text), 0
    for inside, stretch in groupby(levels, key=bool):
        runs = list[tuple[int, str, bool]]()
        for level, run in groupby(stretch):
            length = len(list(run))
            part = text[at : at + length]
            for piece in _of_one_script(part) if level == 1 else (part,):
                runs.append((at, piece, level == 1))
                at += len(piece)
        found += runs[::-1] if inside else runs
    return found


def _of_one_script(text: str) -> Iterator[str]:
    """Yield words in parts whose letters join or do not: Arabic and its kin, Hebrew and its kin.

    A shaper takes a run for one of the script of its first letter.
    """
    start, script = 0, ""
    for at, character in enumerate(text):
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL") and kind != script:
            if script:
                yield text[start:at]
                start = at
            script = kind
    yield text[start:]


def _levels(text: str) -> list[int]:
    """Return the level of each character of a text that runs rightwards: 1 leftwards, 2 a number.

    It is the algorithm without embeddings and pairs of brackets, rules W1 to I1.
    """
    kinds = list[str]()
    for character in text:
        kind = unicodedata.bidirectional(character) or "ON"
        kinds.append((kinds[-1] if kinds else "ON") if kind in _FOLLOWING else kind)
    _settle_numbers(kinds)
    at = 0
    for neutral, run in groupby([kind in _NEUTRAL for kind in kinds]):
        length = len(list(run))
        sides = [kinds[n] if 0 <= n < len(kinds) else "L" for n in (at - 1, at + length)]
        if neutral:
            # between two that run leftwards, of which a number is one, it does too
            kinds[at : at + length] = ["L" if "L" in sides else "R"] * length
        at += length
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _settle_numbers(kinds: list[str]) -> None:
    """Settle what is part of a number, and whether it is one among words that run leftwards."""
    strong = "L"
    for at, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    for at, kind in enumerate(kinds):
        around = kinds[at - 1 : at] + kinds[at + 1 : at + 2]
        parting = kind in ("ES", "CS") and len(around) == 2 and around[0] == around[1]
        if parting and (around[0] == "EN" or (kind == "CS" and around[0] == "AN")):
            kinds[at] = around[0]
    at = 0
    for kind, run in groupby(list(kinds)):
        length = len(list(run))
        if kind == "ET":
            beside = "EN" in kinds[max(at - 1, 0) : at] + kinds[at + length : at + length + 1]
            kinds[at : at + length] = ["EN" if beside else "ON"] * length
        at += length
    strong = "L"
    for at, kind in enumerate(kinds):
        kinds[at] = {"AL": "R", "ES": "ON", "CS": "ON"}.get(kind, kind)
        if kinds[at] in _STRONG:
            strong = kinds[at]
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


# Hebrew to Burmese, Khmer, Mongolian, and the forms of Hebrew and Arabic
_SHAPED = "\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
_WORDS_SHAPED = regex(rf"[{_SHAPED}](?:[{_SHAPED}\s\u200b-\u200f\d.,-]*[{_SHAPED}])?")


def without_shaped(text: str) -> str:
    """Return a text with … for each run of words of scripts whose letters are shaped together."""
    return _WORDS_SHAPED.sub("…", text)
