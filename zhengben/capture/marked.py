"""Gathers a line with its marks from the pieces that a reader finds."""

from __future__ import annotations

import re

from zhengben.capture.objects import words_of
from zhengben.document.notation import DEEPEST_MARK, OBJECT, Kind, Mark, in_order

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class LineBuilder:
    """A line in the making: pieces of text, and marks over them."""

    def __init__(self) -> None:
        self.parts, self.marks = list[str](), list[Mark]()
        self.length = 0
        self._open, self._lost = 0, False

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
        """Add a formula by its source, which takes one character."""
        source = _CONTROL.sub(" ", source)
        # a source is never the name of a file, though a capture may spell it so
        self._object("math", f" {source}" if source.startswith("file:") else source)

    def formula_file(self, file: str) -> None:
        """Add a formula by its file of MathML."""
        self._object("math", f"file:{file}")

    def picture(self, file: str, words: str) -> None:
        """Add a picture with the words for it."""
        self._object("image", f"{file}|{words_of(words)}")

    def lost(self) -> None:
        """Keep the place of what cannot stand here; where it stands alone, its question does."""
        self._lost = True
        self.say("\ufffd")

    def _object(self, kind: Kind, value: str) -> None:
        self.marks.append(Mark(kind, self.length, self.length + 1, value))
        self.parts.append(OBJECT)
        self.length += 1

    def take(self, *, collapsed: bool) -> tuple[str, tuple[Mark, ...]]:
        """Return the line without blanks at its ends, and begin another.

        ``collapsed`` makes one space of each run of blanks and line breaks, as HTML shows it.
        """
        raw, marks = "".join(self.parts), self.marks
        lost, self._lost = self._lost, False
        self.parts, self.marks, self.length, self._open = [], [], 0, 0
        if lost and not raw.strip("\ufffd\u3000\xa0 \t\r\n\f"):
            return "", ()
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
