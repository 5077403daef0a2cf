"""Text of strangers as a terminal may show it: no control code of theirs is obeyed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_MOST = 3


def shown(text: str) -> str:
    """Return a text with escapes instead of what does not print: controls, surrogates, marks."""
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else ascii(c)[1:-1] for c in text
    )


def some(names: Sequence[str]) -> str:
    """Return the first few names of many, and how many more there are."""
    told = ", ".join(map(shown, names[:_MOST]))
    return told + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
