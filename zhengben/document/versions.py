"""Versions of a text: how it read on which days, and which instruments changed it."""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct

# what became of an article from one version to the next
Change = Literal["unchanged", "amended", "added", "deleted"]


class TextVersion(Struct, frozen=True):
    """How a text read from a day on; ``instrument`` is what made it so, empty for the first one.

    ``sha256`` is that of its canonical text.
    """

    date: datetime.date
    instrument: str
    sha256: str


class DeclaredPair(Struct, frozen=True):
    """Articles of two versions, by their anchors, that an editor says are one, or none (empty)."""

    since: datetime.date
    until: datetime.date
    old: str
    new: str


def version_tag(script: str, date: datetime.date) -> str:
    """Return the tag of a text in a script as it was from a day on (BCP 47, private use)."""
    return f"{script}-x-{date:%Y%m%d}"


def without_version(tag: str) -> str:
    """Return the script in the tag of a version, or the tag of any other text."""
    return tag.partition("-x-")[0]
