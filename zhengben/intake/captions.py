"""Finds the lines that say what a table is, or in what it counts: 表1　收支（单位：万元）."""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.document.lines import Role
from zhengben.document.regex import regex
from zhengben.intake.front import Row

_NAMES = regex(
    r"附?表[ \u3000]?[〇零一二三四五六七八九十\d]+(?:[-－—.．]\d+)*"
    r"(?:[ \u3000：:、.．][^。；！？]{0,60})?"
)
_UNITS = regex(r"[（(]?(?:计量|計量|金[额額])?[单單]位[：:][^。；]{1,16}[）)]?")
# what such a line was taken for
_TAKEN: tuple[Role, ...] = ("paragraph", "heading", "preamble", "remark", "bullet")


def mark_captions(rows: Sequence[Row]) -> None:
    """Call lines directly above a table its captions, where the source or their words say so.

    What the source itself calls one may stand below a table too.
    """
    below: Row | None = None
    for row in reversed(rows):
        over = below is not None and (below.role == "cell" or below.role == "caption")
        if over and row.role in _TAKEN and _captions(row, below):
            row.role, row.level = "caption", 0
        below = row
    above: Row | None = None
    for row in rows:
        under = above is not None and above.role in ("cell", "caption")
        if under and row.source.kind == "caption" and row.role in _TAKEN:
            row.role, row.level = "caption", 0
        above = row


def _captions(row: Row, below: Row | None) -> bool:
    assert below is not None
    named = _NAMES.fullmatch(row.text) or row.source.kind == "caption"
    # of several, that which counts stands nearest
    counts = below.role == "cell" and bool(_UNITS.fullmatch(row.text))
    return bool(named and not row.running) or counts
