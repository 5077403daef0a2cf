"""Which script a text is in, and a text brought to one script for the sake of matching only.

The tables are those of the converter, character by character. Nothing made here ever reaches a
document.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhengben.scripts.dictionaries import only_simplified, only_traditional, simplified_forms


def simplified(text: str) -> str:
    """Return a text with each character in its Simplified form, as long as before."""
    return text.translate(simplified_forms())


def script_of(found: Mapping[str, int]) -> str:
    """Return zh-Hans or zh-Hant, whichever has more characters of its own among those counted."""
    hans = sum(n for c, n in found.items() if c in only_simplified())
    hant = sum(n for c, n in found.items() if c in only_traditional())
    return "zh-Hans" if hans > hant else "zh-Hant"
