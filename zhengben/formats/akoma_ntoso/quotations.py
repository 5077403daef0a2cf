"""Finds what an amending decision quotes over several lines: where a quotation begins and ends.

A quotation begins behind a command (修改為：, 增加一條，作為第七條：), in its line or in the
next. Either only its first line opens it and only its last closes it, or each line opens it anew,
as is usual in print. What is not closed at the end of a line is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from zhengben.document.lines import Block, Line
from zhengben.document.regex import regex

CHANGED = r"(?:修改|修正|修訂|修订|改)[为為]"
CLOSING = {"“": "”", "「": "」"}
_COMMAND = regex(rf"(?:{CHANGED}|增加[^“”「」]*|作[为為][^“”「」]*)[：:](?P<new>(?=[“「]).*)?$")
_BEHIND = ("", "。", "；")
# of the same marks one within another; what opens more is no quotation that anybody closes
_DEEPEST = 3


class Quotation(Struct, frozen=True):
    """A quotation of several lines: the place of its command among the blocks, and its end.

    ``at`` is the offset in the command's line at which the quotation begins; the length of the line
    where it begins in the next. ``stop`` is the place behind the last block that it holds.
    """

    command: int
    stop: int
    at: int


def quotations(blocks: Sequence[Block]) -> Iterator[Quotation]:
    """Yield what is quoted over several lines, in order."""
    place = 0
    while place < len(blocks):
        found = _quotation(blocks, place)
        if found:
            yield found
        place = found.stop if found else place + 1


def _quotation(blocks: Sequence[Block], place: int) -> Quotation | None:
    line = blocks[place]
    # a mark of the text might cross what is put around the command
    if not isinstance(line, Line) or line.role in ("heading", "annex") or line.marks:
        return None
    command = next((m for m in _COMMAND.finditer(line.text) if _opens(blocks, place, m)), None)
    if command is None:
        return None
    at = command.start("new") if command["new"] else len(line.text)
    for repeats in (True, False):
        if stop := _stop(blocks, place, at, repeats=repeats):
            return Quotation(place, stop, at)
    return None


def _opens(blocks: Sequence[Block], place: int, command: re.Match[str]) -> bool:
    """Tell a command whose quotation begins in its line or in the next."""
    if command["new"]:
        return True
    behind = blocks[place + 1] if place + 1 < len(blocks) else None
    return isinstance(behind, Line) and behind.text[:1] in CLOSING


def _stop(blocks: Sequence[Block], place: int, at: int, *, repeats: bool) -> int:
    """Return the place behind the line that closes a quotation, 0 where none does.

    With ``repeats`` each line opens the quotation anew.
    """
    first = blocks[place]
    assert isinstance(first, Line)
    begun = at < len(first.text)
    rows = [first.text[at:]] if begun else []
    opens = (rows or [_text(blocks[place + 1])])[0][0]
    depth = 0
    for stop in range(place + (0 if begun else 1), len(blocks)):
        block = blocks[stop]
        if isinstance(block, Line):
            text = rows.pop() if rows else block.text
            anew = repeats and depth > 0
            if (anew and not text.startswith(opens)) or block.role == "annex":
                return 0
            depth, closed = _scan(text[anew:], opens, depth)
            if closed >= 0:
                whole = text[anew:][closed + 1 :] in _BEHIND and stop > place
                return stop + 1 if whole else 0
            if not 0 < depth <= _DEEPEST:
                return 0
    return 0


def _text(block: Block) -> str:
    return block.text if isinstance(block, Line) else " "


def _scan(text: str, opens: str, depth: int) -> tuple[int, int]:
    """Return how deep a text ends in quotation marks, and where it closes the first, or -1."""
    closes = CLOSING[opens]
    for at, character in enumerate(text):
        if character == opens:
            depth += 1
        elif character == closes:
            depth -= 1
            if depth == 0:
                return 0, at
    return depth, -1
