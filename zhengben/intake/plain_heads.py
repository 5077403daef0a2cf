"""Finds headings that bear no number and that no markup shows: 安全合作 between paragraphs.

A line that ends as no sentence does, between sentences, is one where others like it are. Between
paragraphs that the text counts itself it can be little else; between others it is asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhengben.document.numbering import parse_bullet
from zhengben.document.regex import regex
from zhengben.intake.front import Row
from zhengben.intake.patterns import DATELINE, ORGAN, SESSION, signature

_LONGEST = 24
_COUNTING = ("roman", "han", "arabic", "decimal", "bare")
_ENDS = tuple("。！？；：」”）…—.!?;:)")
# what is within a sentence, a name in columns or a form to fill in
_WITHIN = regex(r"[，。；：！？,;:|＿□☐\t]|[ \u3000]{2}|_{2}")
# so many are alike
_FEWEST = 2
# so many are told
_TOLD = 4


def mark_plain_heads(rows: Sequence[Row]) -> list[str]:
    """Type headings without numbers; return what is to be asked about them.

    ``rows`` are the lines between the front and the signatures or the first annex, typed before.
    """
    if any(r.label is not None and r.label.kind == "article" and r.role == "article" for r in rows):
        # names of articles stand below their numbers
        return []
    heads = [at for at in range(len(rows) - 1) if _may_head(rows, at)]
    counted = {at for at in heads if _counts(rows[at + 1])}
    alike = [at for at in heads if at in counted or not ORGAN.search(rows[at].plain)]
    if len(alike) < _FEWEST:
        # 民間社會 is one beside others; alone it may be who speaks
        heads = alike
    if not _are_heads(rows, heads, counted):
        return []
    _mark(rows, heads)
    return [] if len(counted) == len(heads) >= _FEWEST else [_asked([rows[at] for at in heads])]


def _are_heads(rows: Sequence[Row], heads: Sequence[int], counted: Collection[int]) -> bool:
    """Tell headings: more is said than they are, and where a text counts, some stand above that."""
    if len(heads) > sum(row.running for row in rows):
        return False
    return bool(counted) or (len(heads) >= _FEWEST and not any(map(_counts, rows)))


def _asked(heads: Sequence[Row]) -> str:
    told = ", ".join(f"“{row.text}”" for row in heads[:_TOLD])
    more = f" and {len(heads) - _TOLD} more" if len(heads) > _TOLD else ""
    lines = ", ".join(str(row.index) for row in heads)
    if len(heads) == 1:
        return f"line {lines}, {told}: is it a heading?"
    return f"lines {lines}, {told}{more}: are they headings?"


def _may_head(rows: Sequence[Row], at: int) -> bool:
    row, below = rows[at], rows[at + 1]
    plain = row.role in ("paragraph", "preamble") and row.source.kind == "text" and not row.part
    if (
        not plain
        or row.label
        or row.running
        or len(row.text) > _LONGEST
        or _WITHIN.search(row.text)
    ):
        return False
    above = rows[at - 1] if at else None
    if above is not None and not (above.role == "heading" or above.text.endswith(_ENDS)):
        return False
    if parse_bullet(row.text) or DATELINE.fullmatch(row.plain) or SESSION.search(row.plain):
        return False
    if signature("office").search(row.plain):
        return False
    follows = below.role in ("paragraph", "preamble", "article") and below.running
    return follows and (below.label is not None or len(below.text) > len(row.text))


def _counts(row: Row) -> bool:
    """Tell a paragraph that the text counts itself."""
    return row.role in ("paragraph", "article") and (
        row.label is not None and row.label.kind in _COUNTING
    )


def _mark(rows: Sequence[Row], heads: Sequence[int]) -> None:
    """Type headings, below the last one that the text or its markup shows."""
    level, marked = 1, set(heads)
    for at, row in enumerate(rows):
        if at in marked:
            row.role, row.level = "heading", level
        elif row.role == "heading":
            level = min(6, row.level + 1)
        elif row.role == "preamble" and at > heads[0]:
            row.role = "paragraph"
