"""Where words may be hyphenated, by the patterns of their language (Liang's, through pyphen).

The language is one that the document declares, else what the script and the letters of a word say;
a word whose letters no language of the table has is not hyphenated. Nor are words with capitals
within them, as abbreviations are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from zhengben.document.regex import regex

if TYPE_CHECKING:
    import pyphen

# the fewest letters before and behind a hyphen, and of a word that has one
_BEFORE, _BEHIND, _SHORTEST = 2, 3, 6
# letters that any language here has; Han stand beside a word without a blank
_WORD = regex(r"[^\W\d_\u1100-\u1dff\u2c00-\U0003ffff]+")
# the letters of scripts, and of what language a word is that has no other
_ALPHABETS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("en_GB", regex("[A-Za-z]+")),
    ("ru_RU", regex("[А-Яа-яЁё]+")),
    ("el_GR", regex("[\u0370-\u03ff\u1f00-\u1fff]+")),
    ("uk_UA", regex("[А-ЩЬЮЯа-щьюяҐґЄєІіЇї’']+")),
    ("be_BY", regex("[А-ЗЙ-ШЫ-Яа-зй-шы-яЁёІіЎў’']+")),
    ("de_DE", regex("[A-Za-z]*ß[A-Za-zäöü]*|[A-Za-zäöüß]*ß[A-Za-z]*")),
    ("es", regex("[A-Za-záéíóúü]*ñ[A-Za-záéíóúüñ]*")),
    ("fr", regex("[A-Za-zàâéèêëîïôùûü]*[œç][A-Za-zàâçéèêëîïôœùûü]*")),
)
_SCRIPTS = {"latin": regex("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"),
            "cyrillic": regex("[\u0400-\u052f]+"),
            "greek": regex("[\u0370-\u03ff\u1f00-\u1fff]+")}  # fmt: skip
_SCRIPT_OF = {"be": "cyrillic", "bg": "cyrillic", "mn": "cyrillic", "ru": "cyrillic",
              "sr": "cyrillic", "uk": "cyrillic", "el": "greek"}  # fmt: skip


def hyphenable(text: str) -> bool:
    """Say whether a text has words that may be hyphenated, whatever their language."""
    return any(_may_be(match[0]) for match in _WORD.finditer(text))


def places(word: str, languages: Sequence[str] = ()) -> list[int]:
    """Return the offsets in a piece without blanks at which it may be hyphenated.

    ``languages`` are those that are declared, before what is guessed.
    """
    found = list[int]()
    for match in _WORD.finditer(word):
        if _may_be(match[0]) and (language := language_of(match[0], languages)):
            patterns = _patterns(language)
            found += [match.start() + at for at in patterns.positions(match[0])]
    return found


def language_of(word: str, languages: Sequence[str] = ()) -> str:
    """Return the language a word is hyphenated by, in pyphen's words; empty where none is known."""
    for tag in languages:
        script = _SCRIPT_OF.get(tag.partition("-")[0].lower(), "latin")
        if _SCRIPTS[script].fullmatch(word):
            return _known(tag)
    return next((name for name, letters in _ALPHABETS if letters.fullmatch(word)), "")


def _may_be(word: str) -> bool:
    return len(word) >= _SHORTEST and word[1:].islower()


@cache
def _known(tag: str) -> str:
    """Return the name of the patterns for a language tag, empty where there are none."""
    import pyphen

    fallback: str | None = pyphen.language_fallback(tag.replace("-", "_"))
    return fallback or ""


@cache
def _patterns(language: str) -> pyphen.Pyphen:
    import pyphen

    return pyphen.Pyphen(lang=language, left=_BEFORE, right=_BEHIND)


def parts(text: str, at: Sequence[int]) -> Iterator[str]:
    """Yield the parts of a text between offsets in it."""
    for start, end in pairwise((0, *at, len(text))):
        yield text[start:end]
