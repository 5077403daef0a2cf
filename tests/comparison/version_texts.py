"""Small laws for tests of versions: articles out of words."""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.comparison.units import ArticleUnit, units
from zhengben.document.anchors import Anchors, Declared
from zhengben.document.lines import Line


def law(*texts: str) -> list[ArticleUnit]:
    """Return the units of a law: lines that begin with 第…條 are articles, others paragraphs."""
    anchors, found, start = Anchors(ours=False), list[Line](), 0
    for index, text in enumerate(texts, 1):
        role = "article" if text.startswith("第") else "paragraph"
        anchor = anchors.next(text, Declared(role))
        found.append(Line(index, start, text, anchor.id, None, role, 0, anchor.label))
        start += len(text) + 1
    return units(found)


def names(found: Sequence[ArticleUnit | None]) -> list[str]:
    """Return the numbers of articles, nothing for none."""
    return [unit.label if unit else "" for unit in found]
