"""Gathers a line with its marks from the pieces that a reader finds."""

from __future__ import annotations

import re

from zhengben.document.notation import DEEPEST_MARK, OBJECT, Kind, Mark, in_order

_BLANKS = re.compile(r"[ \t\r\n\f]+")


class LineBuilder:
    """A line in the making: pieces of text, and marks over them."""

    def __init__(self) -> None:
        self.parts, self.marks = list[str](), list[Mark]()
        self.length = 0
        self._open = 0

    def say(self, text: str) -> None:
        """Add plain text; U+FFFC, which stands for objects alone, is a lost character there."""
        if text:
            text = text.replace(OBJECT, "\ufffd")
            self.parts.append(text)
            self.length += len(text)

    def open(self) -> tuple[int, int]:
        """Begin to mark what follows; return where that is, for ``close``."""
        self._open += 1
        return self.length, len(self.marks)

    def close(self, kind: Kind, opened: tuple[int, int], value: str = "") -> None:
        """Mark what was said since ``open``; a mark over nothing, or too deep, is none."""
        start, place = opened
        depth, self._open = self._open, self._open - 1
        if start < self.length and depth <= DEEPEST_MARK:
            # the outer one of two marks over the same characters stands first
            self.marks.insert(place, Mark(kind, start, self.length, value))

    def close_none(self) -> None:
        """Forget the last ``open``: what was said since bears no mark."""
        self._open -= 1

    def call(self, label: str) -> None:
        """Add the call of a note by the author."""
        self.marks.append(Mark("note", self.length, self.length, label))

    def formula(self, source: str) -> None:
        """Add a formula, which takes one character."""
        self.marks.append(Mark("math", self.length, self.length + 1, source))
        self.parts.append(OBJECT)
        self.length += 1

    def take(self, *, collapsed: bool) -> tuple[str, tuple[Mark, ...]]:
        """Return the line without blanks at its ends, and begin another.

        ``collapsed`` makes one space of each run of blanks and line breaks, as HTML shows it.
        """
        raw, marks = "".join(self.parts), self.marks
        self.parts, self.marks, self.length, self._open = [], [], 0, 0
        if not marks:
            return (_BLANKS.sub(" ", raw).strip(" ") if collapsed else raw), ()
        places, kept = _kept(raw, collapsed=collapsed)
        moved = (m for m in (Mark(m.kind, places[m.start], places[m.end], m.value) for m in marks)
                 if m.form != "wraps" or m.end > m.start)  # fmt: skip
        return kept, in_order(tuple(moved))


def _kept(raw: str, *, collapsed: bool) -> tuple[list[int], str]:
    """Return where each offset of a raw line comes to stand, and the line."""
    if not collapsed:
        return list(range(len(raw) + 1)), raw
    kept, places = list[str](), list[int]()
    end = len(raw.rstrip(" \t\r\n\f"))
    for at, character in enumerate(raw):
        places.append(len(kept))
        blank = character in " \t\r\n\f"
        if not blank:
            kept.append(character)
        elif kept and kept[-1] != " " and at < end:
            kept.append(" ")
    places.append(len(kept))
    return places, "".join(kept)
