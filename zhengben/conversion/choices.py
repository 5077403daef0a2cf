"""Where no dictionary can choose between forms of a character: ``choices.toml`` as a table."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct

from zhengben.conversion.reviewed import general

_TABLE = Path(__file__).with_name("choices.toml")
# what stands for a name behind a surname; 某地, 某省 and 某日 are none
_NAMED = frozenset(("某", "某某", "某人", "氏"))
_NUMBER = frozenset(
    "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两几数萬億兩幾數"
)


class Choices(Struct, frozen=True):
    """The table: the first four are by script, ``twofold`` by script and word.

    ``several`` are words that one text may write in two forms, ``works`` the words of 著 that are
    no particle, ``written`` the characters behind which a 著 alone is none.
    """

    open: dict[str, frozenset[str]]
    alone: dict[str, frozenset[str]]
    surnames: dict[str, frozenset[str]]
    numbered: dict[str, frozenset[str]]
    twofold: frozenset[tuple[str, str]]
    several: frozenset[str]
    works: tuple[str, ...]
    written: frozenset[str]


@cache
def choices() -> Choices:
    """Read the table."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    twofold = ((row["from"], word) for row in table["twofold"] for word in row["words"].split())

    def by_script(kind: str) -> dict[str, frozenset[str]]:
        return {script: frozenset(table[script][kind]) for script in ("zh-Hans", "zh-Hant")}

    return Choices(
        open=by_script("open"),
        alone=by_script("alone"),
        surnames=by_script("surnames"),
        numbered=by_script("numbered"),
        twofold=frozenset(twofold),
        several=frozenset(table["several"]["words"].split()),
        works=tuple(table["works"].split()),
        written=frozenset(table["written"]),
    )


def doubt(
    origin: str, word: str, character: str, before: str, behind: str, *, by_character: bool
) -> str:
    """Return why a choice the tables made in a word is doubtful, or nothing.

    ``before`` is the character before the word, ``behind`` the word that follows it;
    ``by_character`` says that no entry of several characters decided.
    """
    table, script = choices(), general(origin) or "zh-Hans"
    if (script, word) in table.twofold:
        return f"“{word}” has two meanings"
    if word == character and character in table.surnames[script] and behind in _NAMED:
        return f"{character} may be a surname"
    if by_character and character in table.open[script]:
        return f"no word decides {character}" if len(word) == 1 else f"nobody reviewed “{word}”"
    if by_character and word == character and character in table.alone[script]:
        return f"no word decides {character}"
    if by_character and word == character in table.numbered[script] and before in _NUMBER:
        return f"{character} behind a number may be a measure word"
    return ""
