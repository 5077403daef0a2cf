"""Punctuation that follows the script, character for character.

Simplified text quotes with “‘’” (GB/T 15834-2011, 4.8), Traditional text with 「『』」; a title
inside a title takes 〈〉 in both (GB/T 15834-2011, 4.15.3.6; the same in Taiwan and Hong Kong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.scripts.tags import general_label

_TO_SIMPLIFIED = dict(zip("「」『』", "“”‘’", strict=True))
_TO_TRADITIONAL = {simplified: traditional for traditional, simplified in _TO_SIMPLIFIED.items()}
_QUOTES, _TITLES = re.compile("[「」『』“”‘’]"), re.compile("[《》〈〉]")
_PARTNER = {"《": "》", "〈": "〉"}
# an apostrophe, not a quotation mark
_APOSTROPHE = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])’(?=[A-Za-z\u00c0-\u024f])")


def marks(text: str, script: str) -> Iterator[tuple[int, str]]:
    """Yield offset and form of each mark of a text that is another one in ``script``."""
    table = _TO_SIMPLIFIED if general_label(script) == "zh-Hans" else _TO_TRADITIONAL
    for match in _QUOTES.finditer(text):
        if match[0] in table and not _APOSTROPHE.match(text, match.start()):
            yield match.start(), table[match[0]]
    yield from _inner_titles(text)


def _inner_titles(text: str) -> Iterator[tuple[int, str]]:
    """Yield the 《》 that stand directly inside another 《》; none where a mark has no partner."""
    opened, inner = list[tuple[str, str]](), list[tuple[int, str]]()
    for match in _TITLES.finditer(text):
        at, character = match.start(), match[0]
        if character in "《〈":
            form = "〈" if character == "《" and opened and opened[-1][1] == "《" else character
            opened.append((character, form))
        else:
            if not opened or _PARTNER[opened[-1][0]] != character:
                return
            form = _PARTNER[opened.pop()[1]]
        if form != character:
            inner.append((at, form))
    if not opened:
        yield from inner
