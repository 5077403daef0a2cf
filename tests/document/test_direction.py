"""Words that run from right to left are shown in the order of the Unicode algorithm."""

from __future__ import annotations

from itertools import accumulate

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from zhengben.document.direction import in_order, stretches

CHARACTERS = "אבגדהابتثج  12345.,:/-+%٠١٢۳۴甲乙條ab،。（、"


def shown(text: str) -> str:
    """Return the characters of a text in the order in which they are shown."""
    return "".join(run[::-1] if leftwards else run for _, run, leftwards in in_order(text))


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
        ("甲١٤٢٥乙", "甲١٤٢٥乙"),
        ("甲١٤٢٥ ه乙", "甲ه ١٤٢٥乙"),
        ("甲۱۴۲۵ ه乙", "甲۱۴۲۵ ه乙"),
        ("年١٢-١٥日", "年١٥-١٢日"),
        ("ه\u200d", "\u200dه"),
    ],
)
def test_examples(text: str, wanted: str) -> None:
    assert shown(text) == wanted


@given(st.text(CHARACTERS, max_size=14))
def test_offsets_lead_back(text: str) -> None:
    runs = in_order(text)
    assert all(text[at : at + len(run)] == run for at, run, _ in runs)
    assert (
        sorted(at for at, _, _ in runs)
        == [0, *accumulate(len(run) for _, run, _ in sorted(runs))][: len(runs)]
    )
    # what runs leftwards lies within the stretches
    inside = {n for start, end in stretches(text) for n in range(start, end)}
    assert all({*range(at, at + len(run))} <= inside for at, run, leftwards in runs if leftwards)


def test_a_run_is_of_one_script_that_joins_its_letters_or_not() -> None:
    """A shaper asks the first letter; behind a Hebrew word Arabic letters would stand apart."""
    text = "甲ראשון، سلام (נעם) 12乙"
    runs = [(part, leftwards) for _, part, leftwards in in_order(text)]
    assert runs == [
        ("甲", False), ("12", False), ("נעם) ", True), ("سلام (", True), ("ראשון، ", True),
        ("乙", False),
    ]  # fmt: skip
    for at, part, _ in in_order(text):
        assert text[at : at + len(part)] == part
