"""What each word of a text becomes in another script, by the tables alone.

A word is read by itself, so that no entry of a dictionary reaches from one word into the next: the
reviewed vocabulary decides first, then the converter's library, then the standard of the script.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from zhengben.conversion.choices import choices
from zhengben.document.errors import RenderError
from zhengben.scripts.dictionaries import Library, library
from zhengben.scripts.matching import simplified
from zhengben.scripts.standards import folded, written
from zhengben.scripts.tags import general_label, route
from zhengben.scripts.words import vocabulary

# what of the tables decided a character
ByTable = Literal["character", "phrase", "word", "form", "particle"]
_VARIANTS = {"zh-Hant-TW": "t2tw", "zh-Hant-HK": "t2hk"}
_TO_GENERAL = {"zh-Hant-TW": "tw2t", "zh-Hant-HK": "hk2t"}


class Reading(Struct, frozen=True):
    """A word in another script, with what decided each character: the rule, and its entry."""

    text: str
    decided: tuple[tuple[ByTable, str], ...]


class Lexicon:
    """The readings of words from one script to another."""

    def __init__(self, origin: str, to: str) -> None:
        self.origin, self.to = general_label(origin), general_label(to)
        self.library: Library = library(route(origin, to))
        self._written = written(to)
        self._known: dict[str, Reading] = {}

    def read(self, word: str) -> Reading:
        """Return what a word becomes; raise RenderError when the library changes its length."""
        if word not in self._known:
            self._known[word] = self._read(word)
        return self._known[word]

    def choices(self, character: str) -> tuple[str, ...]:
        """Return the forms a character may take; rare ones outside the BMP are no real choice."""
        return tuple(form for form in self.library.choices(character) if form <= "\uffff")

    def has_choice(self, character: str) -> bool:
        """Tell whether a character has forms that differ by more than standard."""
        return len(set(map(folded, self.choices(character)))) > 1

    def _read(self, word: str) -> Reading:
        text = self.library.convert(word)
        if len(text) != len(word):
            raise RenderError(
                f"OpenCC {self.library.configuration} gives {len(text)} characters for the "
                f"{len(word)} of “{word}”; write an exception for it."
            )
        phrases = self.library.phrases(word)
        found = list(text)
        decided: list[tuple[ByTable, str]] = [
            ("phrase", phrases[at]) if at in phrases else ("character", "")
            for at in range(len(word))
        ]
        for start, entry, form in self._reviewed(word):
            for at, character in enumerate(form, start):
                found[at], decided[at] = character, ("word", entry)
        for at, character in enumerate(found):
            if character in self._written:
                found[at], decided[at] = self._written[character], ("form", character)
        return Reading("".join(found), tuple(decided))

    def _reviewed(self, word: str) -> list[tuple[int, str, str]]:
        """List the reviewed words that decide a word: itself, or one at its end or beginning."""
        rows = _rows(self.origin, self.to)
        if word in rows:
            return [(0, word, rows[word])]
        lengths = range(2, len(word))
        # of words inside one another the longest decides, since it comes last
        heads = [(0, word[:n], rows[word[:n]]) for n in lengths if word[:n] in rows]
        tails = [(len(word) - n, word[-n:], rows[word[-n:]]) for n in lengths if word[-n:] in rows]
        found = [*heads, *tails]
        if heads and tails:
            # where they overlap they must agree: 若干 and 干部 are not both words of 若干部
            (_, head, head_form), (at, _, tail_form) = heads[-1], tails[-1]
            shared = len(head) - at
            if shared > 0 and head_form[at:] != tail_form[:shared]:
                return []
        return found


@cache
def lexicon(origin: str, to: str) -> Lexicon:
    """Return the readings between two scripts, the same object for the same pair."""
    return Lexicon(origin, to)


@cache
def _rows(origin: str, to: str) -> Mapping[str, str]:
    """Map each reviewed word in one script to its form in another."""
    if origin == "zh-Hans":
        return {word: _in_variant(form, to) for word, form in vocabulary().items()}
    if to != "zh-Hans":
        return {}
    return {_in_variant(form, origin): word for word, form in vocabulary().items()}


def _in_variant(form: str, script: str) -> str:
    """Return a general Traditional form as a region writes it."""
    return library(_VARIANTS[script]).convert(form) if script in _VARIANTS else form


def is_particle(word: str, at: int, before: str) -> bool | None:
    """Tell whether the 著 at a place of a word is the particle; None where nobody can tell.

    ``before`` is the character that stands before the word.
    """
    table = choices()
    text = simplified(word)
    if any(simplified(work) in text for work in table.works):
        return False
    previous = word[at - 1] if at else before
    if not "\u3400" <= previous <= "\u9fff":
        return None
    return previous not in table.written or None
