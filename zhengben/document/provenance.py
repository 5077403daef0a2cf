"""Where a text comes from, and how it came into its script."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the capture came from and what it and the canonical text hash to."""

    source: str
    url: str
    received: datetime.date
    licence: str
    capture_file: str
    capture_sha256: str
    canonical_sha256: str


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """A picture or formula that lies beside the canonical text, as the metadata name it."""

    file: str
    media_type: str
    sha256: str


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
