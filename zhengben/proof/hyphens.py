"""Hyphens of the press: where a line ends within a word, what it shows there is no text.

Such a hyphen stands in marked content of its own, ``/Span <</ActualText (U+00AD)>>``, as ISO
32000-1, 14.8.2.2.3, has it. It is not believed because it says so: it must be one hyphen, between
two letters of a paragraph, and the paragraph must go on on another line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from zhengben.proof.geometry import Point

SOFT_HYPHEN = "\u00ad"
NO_LINE_END = "has a hyphen that is no text where no line ends"
_SHOWN = frozenset(("-", "\u2010", SOFT_HYPHEN))
# scripts that are hyphenated stand before the ideographs
_IDEOGRAPHS = "\u2e80"
# text is on another line when it begins so much lower or higher, in em
_ANOTHER_LINE_EM = 0.5


class Hyphen(Struct, frozen=True):
    """A hyphen that is no text: the characters before it, what it shows and where, its em."""

    offset: int
    shown: str
    place: Point
    size: float

    def parts(self, text: str) -> bool:
        """Say whether it stands in a text between two letters, as one hyphen."""
        around = text[self.offset - 1 : self.offset + 1] if self.offset else ""
        return len(around) == 2 and all(map(_is_letter, around)) and self.shown in _SHOWN

    def ends_line(self, start: Point) -> bool:
        """Say whether text that starts at a point of the same page is on another line."""
        return abs(start[1] - self.place[1]) > _ANOTHER_LINE_EM * self.size


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" and character < _IDEOGRAPHS


def pending(hyphens: Sequence[Hyphen], length: int) -> Hyphen | None:
    """Return the last hyphen if nothing was said since, the text being so long."""
    return hyphens[-1] if hyphens and hyphens[-1].offset == length else None


def misplaced(hyphens: Sequence[Hyphen], text: str) -> Iterator[Hyphen]:
    """Yield the hyphens that part no word of a text."""
    for hyphen in hyphens:
        if not hyphen.parts(text):
            yield hyphen
