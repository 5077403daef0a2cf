"""Tells whether a text numbers its own paragraphs, so that numbers of ours would only confuse."""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.intake.front import Row
from zhengben.intake.official import GENRE as OFFICIAL

# 1. 簡稱 is a section, by which a law is cited
_OF_SECTIONS = ("roman", "han", "stem", "arabic", "decimal", "bare")


def bears_numbers(rows: Sequence[Row], body: Sequence[Row], genre: str) -> bool:
    """Tell a text that is cited by numbers of its own; ``body`` are its lines above any annex.

    What has parts of an official document always is.
    """
    if genre == OFFICIAL or any(r.part for r in rows) or any(r.role == "article" for r in body):
        return True
    if genre == "law" and any(r.role == "heading" and _is_section(r) for r in body):
        return True
    paragraphs = [r for r in body if r.role == "paragraph"]
    return sum(r.label is not None for r in paragraphs) * 2 > len(paragraphs)


def _is_section(row: Row) -> bool:
    return row.label is not None and row.label.kind in _OF_SECTIONS
