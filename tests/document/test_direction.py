"""Words that run from right to left are shown in the order of the Unicode algorithm."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from zhengben.document.direction import shown_runs, stretches

CHARACTERS = "אבגדהابتثج  12345.,:/-+甲乙條ab،。（、"


def shown(text: str) -> str:
    """Return the characters of a text in the order in which they are shown."""
    found, last = "", 0
    for start, end in stretches(text):
        found += text[last:start]
        for _, run in shown_runs(text[start:end]):
            found += run if run[0].isdecimal() else run[::-1]
        last = end
    return found + text[last:]


@given(st.text(CHARACTERS, max_size=14))
def test_it_is_the_order_of_the_unicode_algorithm(text: str) -> None:
    # brackets are turned by who draws them, and by the library as well
    plain = text.replace("（", "")
    assert shown(plain) == get_display(plain, base_dir="L")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲שלום עם乙", "甲םע םולש乙"),
        ("依العربية 12 بت文", "依تب 12 ةيبرعلا文"),
        ("אב 3-2", "3-2 בא"),
    ],
)
def test_examples(text: str, wanted: str) -> None:
    assert shown(text) == wanted


@given(st.text(CHARACTERS, max_size=14))
def test_offsets_lead_back(text: str) -> None:
    for start, end in stretches(text):
        stretch = text[start:end]
        runs = shown_runs(stretch)
        assert all(stretch[at : at + len(run)] == run for at, run in runs)
        assert "".join(run for _, run in reversed(runs)) == stretch
