"""Compares two versions of a text, article by article, and says in what order they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from zhengben.comparison.pairing import UnitPair, pair_units
from zhengben.comparison.redline import merged_lines
from zhengben.comparison.units import ArticleUnit, units
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Line

# the editions that show a text by its articles: beside an earlier version, or merged with it
COMPARISON, REDLINE = "comparison", "redline"
# which version is read out of what merges two
Side = Literal["", "new", "gone"]


def compare_versions(old: Declaration, new: Declaration) -> list[UnitPair]:
    """Return the articles of two versions in the order of the new one, each once."""
    declared = {
        pair.old: pair.new for pair in new.paired if (pair.since, pair.until) == _days(old, new)
    }
    return pair_units(units(old.lines), units(new.lines), declared)


def shown_pairs(old: Declaration, new: Declaration) -> list[UnitPair]:
    """Return what a comparison of them shows: all, or the title and what is not as it was."""
    pairs = compare_versions(old, new)
    if new.compares_all:
        return pairs
    return [p for p in pairs if not p.is_same or (p.new and p.new.role == "title")]


def shown_lines(pairs: Sequence[UnitPair], *, new: bool) -> tuple[Line, ...]:
    """Return the lines of one of the versions in the order in which a comparison shows them."""
    return tuple(line for pair in pairs for line in _lines(pair.new if new else pair.old))


def shown_beside(edition: str, texts: Sequence[Declaration], column: int) -> tuple[Line, ...]:
    """Return the lines of one of the texts that an edition sets beside one another, as it does."""
    if edition not in (COMPARISON, REDLINE):
        return texts[column].lines
    new, old = texts
    return shown_lines(shown_pairs(old, new), new=not column)


def side_of(edition: str, column: int) -> Side:
    """Return which side of what an edition merges is one of its texts; empty where it does not."""
    return ("gone" if column else "new") if edition == REDLINE else ""


def anchors_beside(edition: str, texts: Sequence[Declaration], column: int, tag: str) -> list[str]:
    """Return the anchors of those lines; in all columns but the first they bear a ``tag``.

    A line that two versions share has one anchor, that of the new version.
    """
    if edition == REDLINE and column:
        new, old = texts
        merged = (line for pair in shown_pairs(old, new) for line in merged_lines(pair))
        return [m.new.id if m.new else second_anchor(m.line.id, tag) for m in merged if m.old]
    lines = shown_beside(edition, texts, column)
    return [second_anchor(line.id, tag) if column else line.id for line in lines]


def _lines(unit: ArticleUnit | None) -> Iterator[Line]:
    yield from unit.lines if unit else ()


def _days(old: Declaration, new: Declaration) -> tuple[object, object]:
    return tuple(d.identity.version_of(d.date) for d in (old, new))  # type: ignore[return-value]
