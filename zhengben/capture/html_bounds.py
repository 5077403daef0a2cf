"""Counts the attributes of a page's elements, before the parser sees it."""

from __future__ import annotations

import re

from zhengben.capture.base import MOST_ELEMENTS, CaptureError
from zhengben.document.regex import regex

# the parser compares each attribute of an element with all others of it
_MOST_ATTRIBUTES = 500
# an attribute, whose name and bare value may hold all but what ends them (HTML, 13.2.5.32 to 39)
_BLANK = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_BLANK}*+={_BLANK}*+"
    r"""(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+))?+"""
)
_TAG = regex(rf"<[a-zA-Z][^\t\n\f\r />]*+(?:[\t\n\f\r /]*+{_ATTRIBUTE})*+")
_ATTRIBUTES = regex(_ATTRIBUTE)
_NAME = regex(r"<[a-zA-Z][^\t\n\f\r />]*+")
# what stands in these is no element, and may look like one
_BEGINS = regex(
    r"<(?:(?P<comment>!--)|(?P<script>script(?=[\t\n\f\r />]))|(?P<style>style(?=[\t\n\f\r />]))"
    r"|[a-z])",
    re.IGNORECASE,
)
_ENDS = {
    "comment": regex("--!?>"),
    "script": regex("</script", re.IGNORECASE),
    "style": regex("</style", re.IGNORECASE),
}


def demand_bounds(text: str) -> None:
    """Raise CaptureError for a page of more elements or attributes than the parser can take."""
    if text.count("<") > MOST_ELEMENTS:
        raise CaptureError(
            f"has more than {MOST_ELEMENTS} marks of elements; save the text by itself."
        )
    if any(_count(tag) > _MOST_ATTRIBUTES for tag in _long_tags(text)):
        raise CaptureError(
            f"has an element of more than {_MOST_ATTRIBUTES} attributes; save the text by itself."
        )


def _count(tag: str) -> int:
    name = _NAME.match(tag)
    return len(_ATTRIBUTES.findall(tag, name.end() if name else 0))


def _long_tags(text: str) -> list[str]:
    """Return the tags that are long enough for so many attributes; each character is read once."""
    last = dict.fromkeys(_ENDS, -1)
    for name, pattern in _ENDS.items():
        for end in pattern.finditer(text):
            last[name] = end.start()
    found, at = list[str](), 0
    while begins := _BEGINS.search(text, at):
        at = begins.start() + 2
        if tag := _TAG.match(text, begins.start()):
            at = tag.end()
            if len(tag[0]) > 2 * _MOST_ATTRIBUTES:
                found.append(tag[0])
        kind = begins.lastgroup
        if kind is not None and at <= last[kind]:
            closes = _ENDS[kind].search(text, at)
            at = closes.start() if closes else at
    return found
