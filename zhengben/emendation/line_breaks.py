"""The rules for ends of lines within what is one paragraph, title or heading."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.emendation.characters import BLANK, BLANKS, LATIN, Change

# what has a number and a name, as 第一章 and 總則
_PARTS = ("part", "chapter", "section")
# from the first blank of a run, so that a long one is gone through once
_BREAK = regex(rf"(?<!{BLANK}){BLANK}*+\n(?:{BLANK}|\n)*+")


def join(text: str) -> Iterator[Change]:
    """Take breaks away, but for a blank between two words of letters."""
    for found in _BREAK.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        words = LATIN.match(before) and LATIN.match(after)
        for at in range(*found.span()):
            yield at, " " if words and at == found.start() else ""


def name_below(text: str) -> Iterator[Change]:
    """Put a gap where a line breaks off behind the number of a part that the next one names."""
    found = _BREAK.search(text)
    before = text[: found.start()].strip(BLANKS) if found else ""
    label = parse_label(before)
    if found and label and label.kind in _PARTS and label.text == before:
        for at in range(*found.span()):
            yield at, "\u3000" if at == found.start() else ""
