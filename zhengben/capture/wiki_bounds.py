"""Counts what a page of wikitext leaves open, before the parser sees it."""

from __future__ import annotations

import re
from collections import Counter
from typing import NoReturn

from zhengben.capture.base import CaptureError
from zhengben.document.regex import regex

# what takes the parser a time that grows with the square of its number, if nothing closes it
_PAIRS = (
    (regex(r"(<!--)|-->"), "comments"),
    (regex(r"(\{\{)|\}\}"), "templates"),
    (regex(r"(\[\[)|\]\]"), "links"),
    (regex(r"(\[(?:https?:|//))|\]"), "addresses"),
    (regex(r"(^\{\|)|^\|\}", re.MULTILINE), "tables"),
    (regex(r"(<[a-zA-Z][^<>]{0,300}(?=<|$))"), "tags without an end"),
    (regex(r"^((?:(?!'').)*''(?:(?!'').)*)$", re.MULTILINE), "marks of emphasis"),
)
_ELEMENT = regex(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
# elements that end by themselves
_VOID = ("br", "wbr", "hr", "meta", "link", "img", "li", "dt", "dd", "th", "td", "tr")
_MOST_OPEN = 400
# elements without an end, times the characters of the page
_MOST_WORK = 150_000_000
_MOST_IN_LINE = 2_000
_DEEP_LIST = regex(r"^[*#:;]{30}", re.MULTILINE)


def demand_bounds(text: str) -> None:
    """Raise CaptureError for a page that the parser could not read in time."""
    _demand_closed(text)
    for line in text.split("\n"):
        if line.count("''") > _MOST_IN_LINE or (line[:1] == "=" and len(line) > _MOST_IN_LINE):
            raise CaptureError(
                f"has a line of more than {_MOST_IN_LINE} marks; save the text by itself."
            )
    if _DEEP_LIST.search(text):
        raise CaptureError("has a list more than 30 deep; save the text by itself.")


def _demand_closed(text: str) -> None:
    """Raise CaptureError for a page with more left open than the parser can read in time."""
    for pattern, what in _PAIRS:
        opened = 0
        for found in pattern.finditer(text):
            opened = opened + 1 if found[1] else max(0, opened - 1)
        if opened > _MOST_OPEN:
            _refuse(opened, what)
    elements = Counter[str]()
    for found in _ELEMENT.finditer(text):
        name = found[2].lower()
        if found[1]:
            elements[name] = max(0, elements[name] - 1)
        elif not found[3] and name not in _VOID:
            elements[name] += 1
    if elements.total() * len(text) > _MOST_WORK:
        _refuse(elements.total(), "elements")


def _refuse(count: int, what: str) -> NoReturn:
    raise CaptureError(
        f"opens {count} {what} that it never closes; mend the page, or save the text by itself."
    )
