"""Looks operators of a content stream and what they are given up in the table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf

from zhengben.proof.grammar import Rule, sequence
from zhengben.proof.pdf_grammar import OPERATORS

_NUMBERS = (int, Decimal)
_OPERANDS = {name: sequence(text) for name, text in OPERATORS.items()}


def fits(name: str, operands: list[Any]) -> bool:
    """Say whether an operator and what it is given are in the table."""
    rules = _OPERANDS.get(name)
    return (
        rules is not None
        and len(rules) == len(operands)
        and all(is_as(value, rule) for value, rule in zip(operands, rules, strict=True))
    )


def is_as(value: Any, rule: Rule) -> bool:
    """Say whether an operand is as a rule has it."""
    kind = rule[0]
    if kind == "or":
        return any(is_as(value, one) for one in rule[1:])
    if kind == "array":
        if not isinstance(value, pikepdf.Array):
            return False
        items = value.as_list()
        if len(rule) == 2:
            return all(is_as(item, rule[1]) for item in items)
        return len(items) == len(rule) - 1 and all(map(is_as, items, rule[1:]))
    return bool(_WORDS[rule[1]](value)) if rule[1] in _WORDS else str(value) == rule[1]


_WORDS: dict[str, Any] = {
    "num": lambda value: isinstance(value, _NUMBERS) and not isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, pikepdf.String),
    "bytes": lambda value: isinstance(value, pikepdf.String),
    "name": lambda value: isinstance(value, pikepdf.Name),
    "=0": lambda value: isinstance(value, _NUMBERS) and value == 0,
    "=1": lambda value: isinstance(value, _NUMBERS) and value == 1,
    "@properties": lambda value: isinstance(value, pikepdf.Dictionary),
}
