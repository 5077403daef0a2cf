"""What kinds of characters a line is made of: marks, words of alphabets, and all else.

Han, kana, hangul and full-width signs are cells: a line may end between any two of them. Letters,
digits and the signs among them make words, which keep their own measure (W3C clreq 3.2.4).
"""

from __future__ import annotations

import unicodedata

from zhengben.document.regex import regex
from zhengben.document.western import BLANKS, WORDLY

OPENING = frozenset("（《「『【〔〈“‘")
CLOSING = frozenset("，。、；：？！）》」』】〕〉”’")
# the halves of a two-em dash and of an ellipsis stay together, since none of them starts a line
NO_START = CLOSING | frozenset("·—…‥～%％‰℃々ー")
# two of which are one stroke
DASH = "—"
# signs of words that start no line behind a cell, or end none before one
_WESTERN_CLOSING, _WESTERN_OPENING = frozenset(",.;:!?)]}'\"%-‐–/"), frozenset("([{")
# signs in a cell of their own that want no gap beside a word, since they belong to it
_CLOSE_BY = frozenset("№℃℉㎡㎥㎏㎞㎝㎜\u3000")
BLANK = regex(f"[{BLANKS}]")
BEGINS_WESTERN = regex(f"[{WORDLY}]")
STARTS_NO_LINE = NO_START | frozenset(" \u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a")
_WESTERN_STARTS_NO_LINE = STARTS_NO_LINE | _WESTERN_CLOSING
LETTERS = regex(r"[^\W\d_]")
# what has no cell of its own: variation selectors, combining signs, joiners
_EXTENDING = regex(
    "[\u0300-\u036f\u200c\u200d\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)


def extends(character: str) -> bool:
    """Say whether a character is drawn on the one before it."""
    return bool(_EXTENDING.match(character)) or unicodedata.category(character) in ("Mn", "Me")


def cells(text: str) -> int:
    """Count the characters of a text but for those that are drawn on another; a ⸺ is one."""
    count = len(text) - text.count(DASH * 2)
    return count - len(_EXTENDING.findall(text)) if _EXTENDING.search(text) else count


def clusters(text: str) -> list[str]:
    """Part a word into its letters, each with what is drawn on it and a ’ or blank behind it."""
    found = list[str]()
    for character in text:
        if found and (character == "’" or extends(character) or BLANK.match(character)):
            found[-1] += character
        else:
            found.append(character)
    return found


def starts_no_line(piece: str, *, word: bool) -> bool:
    """Say whether no line starts with a piece; ``word`` tells a piece of a word."""
    return piece[0] in (_WESTERN_STARTS_NO_LINE if word else STARTS_NO_LINE)


def ends_no_line(piece: str, *, word: bool) -> bool:
    """Say whether no line ends with a piece."""
    return piece in OPENING or (word and piece[-1] in _WESTERN_OPENING)


def stands_off(cell: str, left: str, right: str) -> bool:
    """Say whether a cell stands a little off from the word beside it.

    ``left`` and ``right`` are the two in order, of which the cell is one.
    """
    if cell in STARTS_NO_LINE or cell in OPENING or cell in _CLOSE_BY:
        return False
    return right[0] not in _WESTERN_CLOSING and left[-1] not in _WESTERN_OPENING
