"""Reads the hints of ``[structure]``: what a person says where the reader guessed wrong.

Two kinds, each a text in the list ``hints``::

    "12 heading 2"                   a canonical line (or lines, 12-14) is this, at this level
    "capture 5-7 apart 編者說明"       lines of the capture are no text, and why
    "capture 20 text"                are text after all
    "capture 12-13 join"             are one paragraph
    "capture 12-13 alone"            are paragraphs each
    "capture 30-32 columns"          hold columns side by side
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast, get_args

from msgspec import Struct, field

from zhengben.document.lines import DEEPEST, LEVELLED, Role
from zhengben.document.regex import regex

_CAPTURE = regex(
    r"capture\s+(\d{1,7})(?:\s*-\s*(\d{1,7}))?\s+(apart|text|join|alone|columns)(?:\s+(.+))?"
)
_ROLE = regex(r"(\d{1,7})(?:\s*-\s*(\d{1,7}))?\s+([a-z]+)(?:\s+(\d{1,2}))?")
_MOST = 200_000


class HintError(ValueError):
    """A hint does not read; ``args[0]`` is the sentence."""


class Hints(Struct):
    """The hints by what they change."""

    apart: dict[int, str] = field(default_factory=dict)
    text: set[int] = field(default_factory=set)
    joined: list[tuple[int, int]] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    roles: dict[int, tuple[Role, int]] = field(default_factory=dict)


def parse_hints(texts: Iterable[str]) -> Hints:
    """Read hints; raise HintError with a sentence for the first that does not read."""
    hints = Hints()
    for text in texts:
        if match := _CAPTURE.fullmatch(text.strip()):
            first, last = _span(text, match[1], match[2])
            _capture(hints, text, (first, last), match[3], match[4] or "")
        elif match := _ROLE.fullmatch(text.strip()):
            first, last = _span(text, match[1], match[2])
            if match[3] not in get_args(Role):
                raise HintError(f"“{match[3]}” in “{text}” is none of {', '.join(get_args(Role))}")
            role = cast(Role, match[3])
            level = int(match[4] or (1 if role in LEVELLED else 0))
            if level > DEEPEST or (level and role not in LEVELLED):
                raise HintError(f"“{text}” has a level that {role} does not take")
            hints.roles |= dict.fromkeys(range(first, last + 1), (role, level))
        else:
            raise HintError(f"“{text}” does not read as “12 heading 2” or “capture 5-7 apart …”")
    return hints


def _span(text: str, first: str, last: str | None) -> tuple[int, int]:
    span = int(first), int(last or first)
    if not 1 <= span[0] <= span[1] <= _MOST:
        raise HintError(f"“{text}” names no lines that ascend")
    return span


def _capture(hints: Hints, text: str, span: tuple[int, int], word: str, more: str) -> None:
    numbers = range(span[0], span[1] + 1)
    if word == "apart":
        if not more:
            raise HintError(f"“{text}” must say why the lines are no text")
        hints.apart |= dict.fromkeys(numbers, more)
    elif more:
        raise HintError(f"“{text}” says too much")
    elif word == "text":
        hints.text.update(numbers)
    elif word == "join":
        hints.joined.append(span)
    elif word == "alone":
        hints.alone.update(numbers)
    else:
        hints.columns.update(numbers)
