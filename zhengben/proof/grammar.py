"""Reads the rules of a table of what a file may hold (``pdf_grammar`` says how they are written).

A rule is parsed once into a tuple whose first item says what it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from zhengben.document.regex import regex

_TOKEN = regex(r"[\[\]{}|]|[^\s\[\]{}|]+")
Rule = tuple[Any, ...]


@cache
def rule(text: str) -> Rule:
    """Return a rule: alternatives, each ``("array", …)``, ``("names", …)`` or ``("word", …)``."""
    tokens = _TOKEN.findall(text)
    parsed = _alternatives(tokens)
    if tokens:
        raise ValueError(f"the rule “{text}” ends too late")
    return parsed


@cache
def sequence(text: str) -> tuple[Rule, ...]:
    """Return the rules of a sequence of values; an alternative needs brackets around it."""
    tokens = _TOKEN.findall(text)
    rules = list[Rule]()
    while tokens:
        rules.append(_alternatives(tokens))
    return tuple(rules)


def _alternatives(tokens: list[str]) -> Rule:
    found = [_one(tokens)]
    while tokens and tokens[0] == "|":
        tokens.pop(0)
        found.append(_one(tokens))
    return ("or", *found) if len(found) > 1 else found[0]


def _one(tokens: list[str]) -> Rule:
    token = tokens.pop(0)
    if token == "[":
        items = list[Rule]()
        while tokens[0] != "]":
            items.append(_alternatives(tokens))
        tokens.pop(0)
        return ("array", *items)
    if token == "{":
        item = _alternatives(tokens)
        tokens.pop(0)
        return ("names", item)
    return ("word", token)
