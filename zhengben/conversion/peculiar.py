"""Finds characters of a canonical text that an editor should look at, and changes none of them.

A character of the other script is most often a slip of an earlier conversion (貓头鹰); the others
are those that converters, fonts and readers treat in ways nobody expects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from zhengben.document.lines import Line
from zhengben.scripts.dictionaries import only_simplified, only_traditional
from zhengben.scripts.tags import general_label

_RANGES = (
    ("\ue000", "\uf8ff", "is private: only its maker knows what it shows"),
    ("\U000f0000", "\U0010ffff", "is private: only its maker knows what it shows"),
    ("\uf900", "\ufaff", "is a compatibility ideograph, which any normalisation replaces"),
    ("\U0002f800", "\U0002fa1f", "is a compatibility ideograph, which any normalisation replaces"),
    ("\ufe00", "\ufe0f", "is a variation selector, which few fonts and readers heed"),
    ("\U000e0100", "\U000e01ef", "is a variation selector, which few fonts and readers heed"),
    ("\U00010000", "\U000effff", "lies outside the BMP, where few fonts reach"),
)


class Peculiarity(Struct, frozen=True):
    """A character to look at; ``offset`` counts in its line from 0."""

    line_id: str
    offset: int
    character: str
    sentence: str


def peculiarities(lines: Iterable[Line], script: str, accepted: str = "") -> Iterator[Peculiarity]:
    """Yield the peculiar characters of lines in a script, save those an editor has accepted."""
    foreign = only_traditional() if general_label(script) == "zh-Hans" else only_simplified()
    name = "Traditional" if general_label(script) == "zh-Hans" else "Simplified"
    for line in lines:
        for offset, character in enumerate(line.text):
            if character in accepted:
                continue
            why = ""
            if character in foreign:
                why = f"is a {name} form in a text in {script}"
            elif character > "\ud7ff":
                why = next((w for low, high, w in _RANGES if low <= character <= high), "")
            if why:
                shown = f"{character} " if character.isprintable() else ""
                sentence = (
                    f"{line.id}, character {offset + 1}: {shown}(U+{ord(character):04X}) {why}; "
                    "correct the text, or add the character to “accepted-characters”."
                )
                yield Peculiarity(line.id, offset, character, sentence)
