"""Witnesses of a text: other captures of it, and what they read otherwise.

None of this is canonical text. Offsets count characters from the start of the canonical text.
"""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct

# the kinds of variants, the lightest first; a difference of script is counted and is no variant
VariantKind = Literal["script", "punctuation", "number", "word", "added", "missing"]
# what an editor decided: nothing yet, our reading stands, the witness is better, both may stand
Decision = Literal["", "text", "witness", "either"]


class Witness(Struct, frozen=True):
    """Another capture of a text, collated from the line ``first`` to the line ``last``.

    ``scripts`` counts the characters that are in another script or form; they are no variants.
    """

    name: str
    source: str
    url: str
    received: datetime.date
    file: str
    sha256: str
    first: str
    last: str
    scripts: int


class WitnessReading(Struct, frozen=True):
    """What a witness reads where others read otherwise."""

    witness: str
    text: str
    kind: VariantKind


class Variant(Struct, frozen=True):
    """A place of the text where witnesses read otherwise, in one line of it.

    ``text`` is what the canonical text reads from ``start`` to ``end``, empty where witnesses add
    something. ``agreeing`` are the witnesses that read as it does. ``decision`` and ``reason`` are
    the editor's, empty while nobody has looked at it.
    """

    line_id: str
    start: int
    end: int
    text: str
    readings: tuple[WitnessReading, ...]
    agreeing: tuple[str, ...] = ()
    decision: Decision = ""
    reason: str = ""

    @property
    def kind(self) -> VariantKind:
        """Return the kind of the first reading."""
        return self.readings[0].kind
