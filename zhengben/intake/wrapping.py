"""Finds paragraphs that were broken into lines of a fixed width, and columns side by side."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from zhengben.design.run_in_heads import OPENING_WORDS, SPEAKER
from zhengben.document.numbering import parse_bullet, parse_label
from zhengben.document.regex import regex
from zhengben.emendation.rules import divided
from zhengben.intake.candidates import Candidate
from zhengben.intake.definitions import defines, leads
from zhengben.intake.patterns import DATELINE, SESSION, is_running, signature
from zhengben.scripts.matching import simplified

_WIDEST = 110
_NARROWEST = 40
# what the first line of a paragraph lacks where its indent and the gap behind its number are lost
_INDENT_LOST = 7
# so few rows of columns tell nothing by how many of them look alike
_FEW_ROWS = 3
_INDENT = regex(r"^(?:\u3000{1,}|[ \xa0]{2,}|\t)")
_PARTED = regex(r"\S(?:[ \xa0]{4,}|\u3000{3,}|\t+)\S")
# a heading or a name has no such mark within
_WITHIN = regex(r"[，。；：,;]")
_ENDS = tuple("。！？；：」”）)…;!?:")


class _Widths(dict[str, int]):
    """The columns of a terminal that a character takes, worked out once each."""

    def __missing__(self, character: str) -> int:
        self[character] = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        return self[character]


_WIDTHS = _Widths()


def width(text: str) -> int:
    """Return how many columns of a terminal a line takes."""
    return sum(map(_WIDTHS.__getitem__, text))


def wrapped(text: Sequence[Candidate], pages: Sequence[int] = ()) -> tuple[tuple[int, int], ...]:
    """Return the spans of capture lines that are one paragraph each, none unless many are full.

    ``pages`` are the lines, in order, that hold the number of a page: a paragraph goes on there.
    """
    lines, full = _full(text)
    if not full:
        return ()
    indented = _is_indented(lines, full)
    # 大會， on a line of its own: what it recalls and stresses stands in paragraphs that end in ，
    speaks = any(SPEAKER.fullmatch(c.text) for c in lines)
    spans, start = list[tuple[int, int]](), 0
    for this, following in zip(lines, [*lines[1:], None], strict=True):
        goes_on = (
            following is not None
            and (following.number == this.number + 1 or _page_ends(this, following, pages))
            and _goes_on(this, following, full, indented)
            and not (speaks and this.text.endswith("，") and OPENING_WORDS.match(following.text))
        )
        if goes_on and not start:
            start = this.number
        elif not goes_on and start:
            spans.append((start, this.number))
            start = 0
    return tuple(spans)


def _full(text: Sequence[Candidate]) -> tuple[list[Candidate], set[int]]:
    """Return the lines that may be broken ones, and the numbers of those that fill the width."""
    lines = [c for c in text if c.line.kind in ("text", "item")]
    if any(len(c.text) > _WIDEST for c in lines):
        # a line of so many characters was not broken
        return lines, set()
    widths = {c.number: width(c.line.text.rstrip()) for c in lines}
    widest = max(widths.values(), default=0)
    # what stands at the other edge of its line, behind a gap, goes on nowhere
    whole = {c.number for c in lines if not _PARTED.search(c.text)}
    full = {number for number, w in widths.items() if w >= widest - 4} & whole
    near = {number for number, w in widths.items() if w >= widest - 4 - _INDENT_LOST} & whole
    full |= {c.number for a, c in pairwise(lines) if c.number in near and _lost_indent(a, c)}
    fixed = _NARROWEST <= widest <= _WIDEST and len(full) * 12 >= len(lines)
    return lines, full if fixed else set()


def _lost_indent(above: Candidate, line: Candidate) -> bool:
    """Tell a first line that was copied without its indent: a sentence that breaks off."""
    opens = above.text.endswith(_ENDS) or parse_label(line.text) is not None
    broken_off = not line.text.endswith(_ENDS) and _WITHIN.search(line.text) is not None
    return opens and broken_off and not _INDENT.match(line.line.text)


def _is_indented(lines: Sequence[Candidate], full: set[int]) -> bool:
    """Tell whether paragraphs begin with an indent: most lines behind one that is not full do."""
    begins = [b for a, b in pairwise(lines) if a.number not in full]
    return sum(bool(_INDENT.match(c.line.text)) for c in begins) * 10 > len(begins) * 8


def _page_ends(this: Candidate, following: Candidate, pages: Sequence[int]) -> bool:
    at = bisect_right(pages, this.number)
    return at < len(pages) and pages[at] < following.number


def _goes_on(this: Candidate, following: Candidate, full: set[int], indented: bool) -> bool:
    """Tell whether a line goes on in the next: it is full, and the next begins nothing new."""
    stated = SESSION.search(this.plain) or DATELINE.fullmatch(this.plain)
    if stated and not this.text.endswith(("，", "、", "；")):
        return False
    if this.number not in full or _INDENT.match(following.line.text):
        return False
    if leads(this.plain) and defines(following.plain):
        # 在本條例中——, and a word with what it means
        return False
    ended = this.text.endswith(_ENDS)
    label = parse_label(following.text)
    if indented and not ended and (label is None or label.kind == "article"):
        # 第三條 at the start of a line without an indent is one that the sentence names
        return True
    if label is not None or parse_bullet(following.text):
        return False
    running = indented and is_running(following.text)
    return not ended or running or following.number in full


def suspicious(spans: Sequence[tuple[int, int]], text: Sequence[Candidate]) -> list[int]:
    """Return the lines whose joining is a guess: the one before ended like a paragraph."""
    if not spans or _is_indented(*_full(text)):
        return []
    by_number = {c.number: c for c in text}
    inside = (n for first, last in spans for n in range(first, last))
    return [n for n in inside if n in by_number and by_number[n].text.endswith("。")]


def columns(text: Sequence[Candidate]) -> list[int]:
    """Return the lines of the last part that hold two or more signatures side by side."""
    tail = list(text)[-40:]
    rows = [(c, divided(c.text)) for c in tail]
    found = list[int]()
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and len(rows[end][1]) == len(rows[at][1]) > 1:
            end += 1
        if end - at >= 2 and _side_by_side([parts for _, parts in rows[at:end]]):
            found += [c.number for c, _ in rows[at:end]]
            at = end
        else:
            at += 1
    return found


def _side_by_side(rows: Sequence[list[str]]) -> bool:
    """Tell rows of offices or parties, names below, from offices with their names behind them."""
    offices = [[_is_office(simplified(part)) for part in parts] for parts in rows]
    first, second, wide = sum(offices[0]), sum(offices[1]), len(offices[0])
    behind = [any(known[1:]) for known in offices]
    if len(rows) > _FEW_ROWS and sum(behind) * 3 < len(rows):
        # names that look like offices by chance
        return False
    # an office of no known word stands beside others, above names
    return first == wide or (first * 2 > wide and second * 2 < wide)


def _is_office(plain: str) -> bool:
    return bool(signature("office").search(plain) or signature("party").search(plain))
