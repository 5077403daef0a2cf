"""Which script a text is in, and a text brought to one script for the sake of matching only.

The tables are OpenCC's, character by character. Nothing made here ever reaches a document.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from functools import cache
from pathlib import Path

from zhengben.errors import SetupError

# written alike in both scripts often enough that they tell nothing
_COMMON_TO_BOTH = frozenset(
    "秘辟着台后里干准于云余卜仆只尽才丑郁沈回系周苏么征志弦咨峰群线据谷杆累札采布伙表折注"
)


def _table(name: str) -> dict[str, str]:
    """Read a table of OpenCC: a character and what it becomes, its first choice only."""
    spec = importlib.util.find_spec("opencc")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    path = folder / "dictionary" / name
    if not path.is_file():
        raise SetupError("The tables of OpenCC are missing; delete .zhengben and start again.")
    pairs = (line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if "\t" in line)
    return {old: new.split()[0] for old, new in pairs if len(old) == 1 and len(new.split()[0]) == 1}


@cache
def _to_simplified() -> dict[int, str]:
    return {ord(old): new for old, new in _table("TSCharacters.txt").items() if old != new}


@cache
def only_simplified() -> frozenset[str]:
    """Return the characters that a text in Traditional does not use."""
    table = _table("STCharacters.txt")
    traditional = set(table.values()) | {chr(c) for c in _to_simplified()}
    return frozenset(c for c, t in table.items() if c != t and c not in traditional) - (
        _COMMON_TO_BOTH
    )


@cache
def only_traditional() -> frozenset[str]:
    """Return the characters that a text in Simplified does not use."""
    simplified = set(_to_simplified().values())
    return frozenset(chr(c) for c in _to_simplified() if chr(c) not in simplified) - _COMMON_TO_BOTH


def simplified(text: str) -> str:
    """Return a text with each character in its Simplified form, as long as before."""
    return text.translate(_to_simplified())


def counts(text: str) -> tuple[int, int]:
    """Return how many characters are Simplified only, and how many Traditional only."""
    found = Counter(text)
    return (
        sum(n for c, n in found.items() if c in only_simplified()),
        sum(n for c, n in found.items() if c in only_traditional()),
    )


def script_of(text: str) -> str:
    """Return zh-Hans or zh-Hant, whichever has more characters of its own in a text."""
    hans, hant = counts(text)
    return "zh-Hans" if hans > hant else "zh-Hant"
