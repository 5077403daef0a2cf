"""Where a text comes from, and how it came into its script."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about some lines of a capture; ``answer`` is empty while it is open.

    The lines stand as text or apart until a person says which of the two they are.
    """

    lines: tuple[int, ...]
    about: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the capture came from and what it and the canonical text hash to.

    ``open_questions`` counts the questions about its lines that nobody has answered: a document
    that has some is a draft. ``edition_date`` is the day of the editions, if it was recorded.
    ``unshown`` counts the characters for which this copy, a draft too, shows 〓, since no face has
    them.
    """

    source: str
    url: str
    received: datetime.date
    licence: str
    capture_file: str
    capture_sha256: str
    canonical_sha256: str
    open_questions: int = 0
    unshown: int = 0
    edition_date: datetime.date | None = None

    @property
    def created(self) -> datetime.date:
        """Return the day that files bear as that of their making: never that of the clock.

        Where nobody recorded one it is the day of the capture, as it was before there were any.
        """
        return self.edition_date or self.received


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """A picture or formula that lies beside the canonical text, as the metadata name it."""

    file: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that lies beside the canonical text, for characters that the press's faces lack.

    It shows all ``characters`` before any of them, where they are named.
    """

    file: str
    family: str
    licence: str
    sha256: str
    characters: str = ""

    @property
    def key(self) -> str:
        """Return what sheets call it, which its content tells."""
        return f"own-{self.sha256[:8]}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a declaration came from the script of its canonical text into its own.

    ``configuration`` is the converter's, ``changed`` counts the characters of the canonical text
    that became others, ``text_sha256`` is the hash of the converted text.
    """

    origin: str
    configuration: str
    changed: int
    text_sha256: str
