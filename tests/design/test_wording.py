"""The press's own words: one row a script, alike in everything but their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from opencc import OpenCC

from zhengben.design.wording import WORDS, Words

# what a row must already be: its script's own configuration finds nothing to change
OWN = {"zh-Hans": "t2s", "zh-Hant-TW": "t2tw", "zh-Hant-HK": "t2hk"}


def texts(row: Words) -> Iterator[tuple[str, str]]:
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", text) for key, text in value.items())
        elif name != "script":
            yield name, value


def test_every_row_fills_in_the_same_places() -> None:
    first, *others = WORDS.values()
    for row in others:
        for (name, text), (other_name, other) in zip(texts(first), texts(row), strict=True):
            assert name == other_name
            assert len(re.findall("{}", text)) == len(re.findall("{}", other)), (row.script, name)
            assert other or name == "fonts_note", (row.script, name)


def test_every_row_names_every_script() -> None:
    for row in WORDS.values():
        assert set(row.scripts) == set(WORDS)


@pytest.mark.parametrize("script", OWN)
def test_a_row_is_in_its_own_script(script: str) -> None:
    convert = OpenCC(OWN[script]).convert
    for name, text in texts(WORDS[script]):
        assert convert(text) == text, name
