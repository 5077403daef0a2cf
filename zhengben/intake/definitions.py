"""Knows definitions without numbers: what stands below 在本條例中—— up to the next number.

They belong to the numbered line that leads to them, and so do the items of each of them.
"""

from __future__ import annotations

from zhengben.document.regex import regex

_LEADS = regex(r"(?:——|—|[：:])$")
_TERM = (
    # 「署長」（Director）; a term in no marks has no word that a sentence begins with
    r"(?:[「『“][^「」『』“”]{1,60}[」』”]|[^，。；：「『“（）()]{1,40})[ \u3000]*"
)
_GLOSS = r"(?:[（(][A-Za-z][^（）()]{0,120}[）)][」』”]?)"
_MEANS = (
    r"(?:[，,、][ \u3000]*)?(?:(?:是|系|即)?指|的?涵义|的?含义|具有|(?:不|亦)?包括|就.{1,60}而言)"
)
_DEFINES = regex(rf"{_TERM}(?:{_GLOSS}[ \u3000]*(?:{_MEANS}|——|—|[，：:])|{_MEANS})")


def leads(plain: str) -> bool:
    """Tell a line, in Simplified, that definitions may follow."""
    return bool(_LEADS.search(plain))


def defines(plain: str) -> bool:
    """Tell a line, in Simplified, that says what a word means."""
    return bool(_DEFINES.match(plain))
