"""Says in what kind of way two readings differ; script and form of characters are no variant."""

from __future__ import annotations

import unicodedata
from functools import cache

from zhengben.document.numbering import chinese_number
from zhengben.document.variants import VariantKind
from zhengben.scripts.matching import simplified
from zhengben.scripts.standards import folded

# quotation marks of the two scripts, as conversions turn them
_QUOTES = str.maketrans("「」『』", "“”‘’")
_NUMERALS = frozenset("0123456789０１２３４５６７８９〇零○一二三四五六七八九十百千兩两%％")
_PER_CENT = ("%", "％")


@cache
def _one(character: str) -> str:
    """Return what a character is compared as: one character again."""
    wide = unicodedata.normalize("NFKC", character)
    form = wide if len(wide) == 1 else character
    return simplified(folded(form)).translate(_QUOTES)


def compared(text: str) -> str:
    """Return a text as it is compared, as long as before: in one script, width and form."""
    return "".join(map(_one, text))


def is_mark(text: str) -> bool:
    """Tell a text of nothing but marks and blanks; an empty one is none."""
    marks = (unicodedata.category(c)[0] in "PZS" and not is_numeral(c) for c in text)
    return bool(text) and all(marks)


def is_numeral(character: str) -> bool:
    """Tell a character that numbers are written with."""
    return character in _NUMERALS


def kind_of(one: str, other: str) -> VariantKind:
    """Return how ``other`` differs from ``one``, which it does; either may be empty."""
    if compared(one) == compared(other):
        # a mark in another width is another mark on the page
        changed = ((a, b) for a, b in zip(one, other, strict=True) if a != b)
        marks = any(is_mark(a) and a.translate(_QUOTES) != b.translate(_QUOTES) for a, b in changed)
        return "punctuation" if marks else "script"
    if is_mark(one + other):
        return "punctuation"
    if not other:
        return "missing"
    if not one:
        return "added"
    numbers = number(one), number(other)
    return "number" if numbers[0] is not None and numbers[0] == numbers[1] else "word"


def number(text: str) -> tuple[int, bool] | None:
    """Return the value of a number in figures or characters, and whether it is a percentage."""
    share = text.endswith(_PER_CENT) or text.startswith("百分之")
    bare = text.removeprefix("百分之").rstrip("".join(_PER_CENT))
    try:
        return chinese_number(bare), share
    except ValueError:
        return None
