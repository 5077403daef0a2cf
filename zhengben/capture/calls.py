"""Finds where the characters of lines stand in the account of their source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from zhengben.capture.account import Account
from zhengben.capture.base import CapturedLine
from zhengben.document.regex import regex

# how far behind its turn a line may stand, as the rest of a table may be read before it
_FARTHEST = 4000
# what a reader puts before a line: the number of an item, the label of a note
_NUMBERED = regex(r"\S{1,20}?[.)）、：\s\u3000]\s*|\S{1,8}")


def call_in(
    account: Account, lines: Sequence[CapturedLine], called: Mapping[int, Sequence[range]]
) -> bool:
    """Write down characters of lines as marks; tell whether all were found in the source.

    ``called`` has them by the index of their line. Where one is not found nothing is written.
    """
    shown, places = _text(account)
    at, marked = 0, defaultdict[int, set[int]](set)
    for number, line in enumerate(lines[: max(called) + 1]):
        if line.kind in ("chrome", "markup"):
            continue
        bare = "".join(line.text.split())
        found, left_out = _found(shown, bare, at)
        if found < 0:
            if number in called:
                return False
            continue
        for span in called.get(number, ()):
            blanks = len(line.text[: span.start]) - len("".join(line.text[: span.start].split()))
            first = found + span.start - blanks - left_out
            for entry, offset in places[first : first + len(span)]:
                marked[entry].add(offset)
        at = found + len(bare) - left_out
    entries, account.entries = account.entries, []
    for index, (fate, text, reason) in enumerate(entries):
        for offsets, piece in _pieces(text, marked.get(index, ())):
            account.add("mark" if offsets else fate, piece, "" if offsets else reason)
    return True


def _text(account: Account) -> tuple[str, list[tuple[int, int]]]:
    """Return all text of a source without blanks, and of each character its entry and offset."""
    shown, places = list[str](), list[tuple[int, int]]()
    for index, entry in enumerate(account.entries):
        if entry.fate in ("text", "asked"):
            for offset, c in enumerate(entry.text):
                if not c.isspace():
                    shown.append(c)
                    places.append((index, offset))
    return "".join(shown), places


def _found(shown: str, bare: str, at: int) -> tuple[int, int]:
    """Return where a line stands from ``at`` on, or -1, and how much of its start does not."""
    if shown.startswith(bare, at):
        return at, 0
    if (found := shown.find(bare, at, at + len(bare) + _FARTHEST)) >= 0:
        return found, 0
    if head := _NUMBERED.match(bare):
        for left_out in range(1, head.end() + 1):
            if bare[left_out:] and shown.startswith(bare[left_out:], at):
                return at, left_out
    return -1, 0


def _pieces(text: str, marked: Iterable[int]) -> list[tuple[bool, str]]:
    """Return the runs of a text that are marked, and those that are not."""
    chosen, found = set(marked), list[tuple[bool, str]]()
    for offset, c in enumerate(text):
        if found and found[-1][0] == (offset in chosen):
            found[-1] = found[-1][0], found[-1][1] + c
        else:
            found.append((offset in chosen, c))
    return found if chosen else [(False, text)] if text else []
