"""Checks A: what an archive relies on: standards met, claims true, fonts whole, one appearance."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.archive import (
    carried,
    conformance,
    fonts,
    ink,
    metadata,
    naming,
    pictures,
    schema,
)
from zhengben.checks.finding import Finding, Skipped, Subject

_PARTS = (conformance, metadata, fonts, ink, carried, pictures, schema, naming)
ROWS = tuple(row for part in _PARTS for row in part.ROWS)


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Make every check of the family that the file's media type asks for."""
    for part in _PARTS:
        if subject.artefact.media_type in part.MEDIA_TYPES:
            yield from part.examine(subject)
