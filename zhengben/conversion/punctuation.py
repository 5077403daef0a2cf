"""Punctuation that follows the script, character for character.

Simplified text quotes with “‘’” (GB/T 15834-2011, 4.8), Traditional text with 「『』」; a title
inside a title takes 〈〉 in both (GB/T 15834-2011, 4.15.3.6; the same in Taiwan and Hong Kong).
What words of alphabets quote among themselves keeps their marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.document.regex import regex
from zhengben.document.western import quotes_of_words
from zhengben.scripts.tags import general_label

_TO_SIMPLIFIED = dict(zip("「」『』", "“”‘’", strict=True))
_TO_TRADITIONAL = {simplified: traditional for traditional, simplified in _TO_SIMPLIFIED.items()}
_QUOTES, _TITLES = regex("[「」『』“”‘’]"), regex("[《》〈〉]")
_PARTNER = {"《": "》", "〈": "〉"}
# apostrophes and primes, which are no quotation marks: Alice’s, d’Ivoire, 5’10” …
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_APOSTROPHE = regex(rf"(?<={_LATIN})[’‘](?={_LATIN})|(?<=\d)’(?=\d)|(?<=’\d)”|(?<=’\d\d)”")
# … and ’90, 10’, the states’ rights, where no quotation is open that the mark could close
_UNOPENED = regex(r"’(?=\d)|(?<=[A-Za-z\u00c0-\u024f\d])’")
# ‘90, the slip of a program that opens a quotation behind every blank
_UNCLOSED = regex(r"‘(?=\d\d(?:年|s\b))(?![^’]*’)")


def marks(text: str, script: str) -> Iterator[tuple[int, str]]:
    """Yield offset and form of each mark of a text that is another one in ``script``."""
    table = _TO_SIMPLIFIED if general_label(script) == "zh-Hans" else _TO_TRADITIONAL
    is_open, of_words = False, quotes_of_words(text)
    for match in _QUOTES.finditer(text):
        at, mark = match.start(), match[0]
        if mark not in table or at in of_words or _APOSTROPHE.match(text, at):
            continue
        if _UNCLOSED.match(text, at) or (not is_open and _UNOPENED.match(text, at)):
            continue
        if mark in "‘’":
            is_open = mark == "‘"
        yield at, table[mark]
    yield from _inner_titles(text)


def _inner_titles(text: str) -> Iterator[tuple[int, str]]:
    """Yield the 《》 that stand directly inside another 《》; none where a mark has no partner."""
    opened, inner = list[tuple[str, str]](), list[tuple[int, str]]()
    for match in _TITLES.finditer(text):
        at, character = match.start(), match[0]
        if character in "《〈":
            form = "〈" if opened and opened[-1][1] == "《" else character
            opened.append((character, form))
        else:
            if not opened or _PARTNER[opened[-1][0]] != character:
                return
            form = _PARTNER[opened.pop()[1]]
        if form != character:
            inner.append((at, form))
    if not opened:
        yield from inner
