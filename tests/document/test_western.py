"""Quotation marks among words are those of the words; beside Chinese text they are Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengben.conversion.punctuation import marks
from zhengben.document.western import QUOTES, WESTERN, quotes_of_words


def told(text: str) -> str:
    """Return a text with the marks that are those of words in angle brackets."""
    found = quotes_of_words(text)
    return "".join(f"<{c}>" if n in found else c for n, c in enumerate(text))


@pytest.mark.parametrize(
    "text",
    [
        "it<’>s <“>said<”> by J. O<’>Neil (<“>the Author<”>), as",
        "the States<’> rights",
        "<“>Parties<”> means all",
        "say <“>a <‘>b<’> c<”> now",
        "說Договор — это <“>Акт<”>, и другие",
        "he said <“>so it is.<”>",
        "高5<’>10<”>的人",
        "“5<’>9<”>”",
        "寬6’，“10”項",
        "各方“A”與“B”",
        "稱“the Parties”為“各方”",
        "“SCO”",
        "“全文”",
        "the “全文” of it",
        "means “all”。",
        "O<’>Brien說“it<’>s so”。",
        "其“A, B”，C",
        "“a “b",
        "’’‘‘",
    ],
)
def test_marks_go_with_what_stands_around_them(text: str) -> None:
    assert told(text.replace("<", "").replace(">", "")) == text


@given(st.text("甲乙，。“”‘’", max_size=12), st.text("abЖ é", max_size=8))
def test_beside_han_a_mark_is_never_one_of_words(chinese: str, words: str) -> None:
    text = f"甲{chinese}乙{words}丙{chinese}"
    for n in quotes_of_words(text):
        assert text[n - 1] not in "甲乙丙，。"
        assert text[n + 1] not in "甲乙丙，。"


@given(st.text("ab ,.()“”‘’甲", max_size=30))
def test_marks_of_words_come_in_pairs_or_are_apostrophes(text: str) -> None:
    found = quotes_of_words(text)
    assert all(text[n] in QUOTES for n in found)
    own = "".join(text[n] for n in sorted(found))
    assert own.count("“") == own.count("”")
    for n in (n for n in found if text[n] == "’"):
        assert text[n - 1] not in "甲"


def test_many_marks_that_do_not_close_take_no_time() -> None:
    for text in ("a “b" * 4000, "a ‘b’" * 4000, "“" * 9000, "a’ " * 6000):
        assert sum(len(m[0]) for m in WESTERN.finditer(text)) <= len(text)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("称“各方”的the “Parties” agree", "称「各方」的the “Parties” agree"),
        ("称“the Parties”为", "称「the Parties」为"),
        ("He said “it’s so” and left. 他说“是”。", "He said “it’s so” and left. 他说「是」。"),
    ],
)
def test_what_words_quote_keeps_its_marks_in_every_script(
    simplified: str, traditional: str
) -> None:
    made = list(simplified)
    for at, mark in marks(simplified, "zh-Hant"):
        made[at] = mark
    assert "".join(made) == traditional
