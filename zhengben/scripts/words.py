"""Cuts a text into words, so that nothing reads two halves of different words as one.

The segmenter is rjieba, with its own dictionary and the words of ``vocabulary.toml`` added. It
knows Simplified text only: a text of any script is folded character by character, cut, and the
borders carried back. Nothing guesses at words that no dictionary has: those fall into characters.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.scripts.dictionaries import traditional_phrases
from zhengben.scripts.matching import simplified

if TYPE_CHECKING:
    from rjieba import Jieba

_VOCABULARY = Path(__file__).with_name("vocabulary.toml")


def words(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Cut a text of any script into words; together they are the text.

    ``names`` are more words to know, in Simplified form.
    """
    found = list[str]()
    start = 0
    for word in _segmenter(names).cut(simplified(text), hmm=False):
        found.append(text[start : start + len(word)])
        start += len(word)
    return found


def borders(text: str, names: frozenset[str] = frozenset()) -> list[int]:
    """Return where words begin and end in a text, from 0 to its length.

    ``names`` are more words to know, in Simplified form.
    """
    at = [0]
    for word in words(text, names):
        at.append(at[-1] + len(word))
    return at


def occurrences(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a name stands in a text, whatever the script of either."""
    found = re.finditer(re.escape(simplified(name)), simplified(text))
    return [match.span() for match in found]


def halves(word: str) -> list[int]:
    """Return where a long word, of any script, is two words of two characters or more."""
    plain = simplified(word)
    cuts = range(2, len(plain) - 1)
    return [at for at in cuts if is_word(plain[:at]) and is_word(plain[at:])]


def is_word(text: str) -> bool:
    """Tell whether the segmenter knows a word, in the form given."""
    return bool(_segmenter(frozenset()).has_word(text))


@cache
def vocabulary() -> dict[str, str]:
    """Return the reviewed words: the Simplified form of each, and the general Traditional one."""
    found = dict[str, str]()
    table: dict[str, str] = tomllib.loads(_VOCABULARY.read_text("utf-8"))
    for row in table["words"].splitlines():
        for entry in () if row.startswith("#") else row.split():
            traditional, _, given = entry.partition("=")
            found[given or simplified(traditional)] = traditional
    return found


@cache
def segmentation() -> str:
    """Return what cuts the words: the segmenter with its version, and the vocabulary's SHA-256."""
    # only the colophon of a conversion asks
    from importlib import metadata

    digest = hashlib.sha256(_VOCABULARY.read_bytes()).hexdigest()
    return f"rjieba {metadata.version('rjieba')}, vocabulary sha256 {digest}"


@lru_cache(maxsize=4)
def _segmenter(names: frozenset[str]) -> Jieba:
    # imported here: it takes a tenth of a second, and most commands convert nothing
    from rjieba import Jieba

    segmenter = Jieba()
    # 於 begins many a word of two characters that is a surname there and a preposition in fact
    phrases = [simplified(word) for word in traditional_phrases() if not word.startswith("於")]
    for word in (*vocabulary(), *map(simplified, vocabulary().values()), *phrases, *sorted(names)):
        # what it cuts in two though it is asked for the whole is made likelier than its parts
        if len(word) > 1 and segmenter.cut(word, hmm=False) != [word]:
            segmenter.add_word(word, None, None)
    return segmenter
