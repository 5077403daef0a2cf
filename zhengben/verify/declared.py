"""Reads a model's noun back from the JSON it was printed as, strictly and by its type hints."""

from __future__ import annotations

import datetime
import types
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import StructMeta

T = TypeVar("T")


def from_json(kind: type[T], value: Any) -> T:
    """Make a noun of ``kind`` from parsed JSON; raise ValueError where it does not fit."""
    made: T = _make(kind, value, kind.__name__)
    return made


def _make(kind: Any, value: Any, place: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        options = [each for each in inner if each is not type(None)]
        if all(get_origin(each) is Literal for each in options):
            _checked(any(value in get_args(each) for each in options), value, place)
            return value
        return None if value is None else _make(options[0], value, place)
    if origin is Literal:
        return _checked(value in inner, value, place)
    if origin is tuple:
        _checked(isinstance(value, list), value, place)
        return tuple(_make(inner[0], item, f"{place}.{n}") for n, item in enumerate(value))
    if kind is datetime.date:
        _checked(isinstance(value, str), value, place)
        return datetime.date.fromisoformat(value)
    if isinstance(kind, StructMeta):
        return _noun(kind, value, place)
    fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    return _checked(fits, value, place)


def _noun(kind: Any, value: Any, place: str) -> Any:
    _checked(isinstance(value, dict), value, place)
    hints = _hints(kind)
    _checked(set(value) <= set(hints), sorted(set(value) - set(hints)), place)
    try:
        return kind(**{k: _make(hints[k], v, f"{place}.{k}") for k, v in value.items()})
    except TypeError as error:
        raise ValueError(f"{place} is incomplete ({error})") from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the types of what a noun is made with, which take longer to find than to fill."""
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}


def _checked(fits: bool, value: Any, place: str) -> Any:
    if not fits:
        raise ValueError(f"{place} cannot be {str(value)[:40]!r}")
    return value
