"""Finds the edits that turn one paragraph into another, as a reader would tell them."""

from __future__ import annotations

from difflib import SequenceMatcher

from msgspec import Struct

_CONTEXT = 6
_SWAP_MOST = 12


class Edit(Struct, frozen=True):
    """One edit: ``kind`` is changed, lost, added or swapped; ``offset`` counts in the expected.

    The contexts are both readings with a few characters on either side.
    """

    kind: str
    offset: int
    expected: str
    found: str
    expected_context: str
    found_context: str


def edits(expected: str, found: str) -> list[Edit]:
    """Return the edits between two texts, none when they are equal."""
    if expected == found:
        return []
    spans = _spans(expected, found)
    result: list[Edit] = []
    at = 0
    while at < len(spans):
        kind, (i1, i2, j1, j2) = _kind(expected, found, spans[at]), spans[at]
        if at + 1 < len(spans) and (swap := _swap(expected, found, spans[at], spans[at + 1])):
            kind, (i1, i2, j1, j2) = "swapped", swap
            at += 1
        at += 1
        result.append(
            Edit(
                kind,
                i1,
                expected[i1:i2],
                found[j1:j2],
                _context(expected, i1, i2),
                _context(found, j1, j2),
            )
        )
    return result


Span = tuple[int, int, int, int]


def _spans(expected: str, found: str) -> list[Span]:
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    return [span for tag, *span in matcher.get_opcodes() if tag != "equal"]  # type: ignore[misc]


def _kind(expected: str, found: str, span: Span) -> str:
    i1, i2, j1, j2 = span
    if i1 == i2:
        return "added"
    if j1 == j2:
        return "lost"
    turned = i2 - i1 == j2 - j1 == 2 and expected[i1:i2] == found[j1:j2][::-1]
    return "swapped" if turned else "changed"


def _swap(expected: str, found: str, first: Span, second: Span) -> Span | None:
    """Return the span of two neighbouring pieces that changed places, told as a loss and a gain."""
    i1, i2, j1, j2 = first[0], second[1], first[2], second[3]
    one, other = expected[i1:i2], found[j1:j2]
    if len(one) > _SWAP_MOST:
        return None
    turned = any(one[cut:] + one[:cut] == other for cut in range(1, len(one)))
    return (i1, i2, j1, j2) if turned else None


def _context(text: str, start: int, end: int) -> str:
    before, behind = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return ("…" if before else "") + text[before:behind] + ("…" if behind < len(text) else "")
