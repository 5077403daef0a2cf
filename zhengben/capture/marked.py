"""Gathers a line with its marks from the pieces that a reader finds."""

from __future__ import annotations

from msgspec import Struct

from zhengben.capture.objects import words_of
from zhengben.document.notation import DEEPEST_MARK, OBJECT, Kind, Mark, in_order
from zhengben.document.regex import regex

_BLANKS = regex(r"[ \t\r\n\f]+")
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f]")


class OpenMark(Struct, eq=False):
    """A mark that is open: where it began in its line, and what it is if that is known so early."""

    start: int
    place: int
    kind: Kind | None = None
    value: str = ""


class LineBuilder:
    """A line in the making: pieces of text, and marks over them."""

    def __init__(self) -> None:
        self.parts, self.marks = list[str](), list[Mark]()
        self.length = 0
        # marks that are open, outermost first
        self._open, self._lost = list[OpenMark](), False

    def say(self, text: str) -> None:
        """Add plain text; U+FFFC, which stands for objects alone, is a lost character there."""
        if text:
            text = text.replace(OBJECT, "\ufffd")
            self.parts.append(text)
            self.length += len(text)

    def open(self, kind: Kind | None = None, value: str = "") -> OpenMark:
        """Begin to mark what follows; return what ``close`` takes.

        A mark of a ``kind`` that is told here goes on in the next line where its own ends first.
        """
        self._open.append(OpenMark(self.length, len(self.marks), kind, value))
        return self._open[-1]

    def close(self, kind: Kind, opened: OpenMark, value: str = "") -> None:
        """Mark what was said since ``open``; a mark over nothing, or too deep, is none.

        Marks that were opened later and are open still end here too, and begin anew.
        """
        at = self._open.index(opened)
        self._end_inner(at + 1)
        del self._open[at]
        self._mark(kind, opened, value, at + 1)
        for inner in self._open[at:]:
            inner.start, inner.place = self.length, len(self.marks)

    def _mark(self, kind: Kind, opened: OpenMark, value: str, depth: int) -> None:
        value = _CONTROL.sub(" ", value).strip()
        unread = kind == "ruby" and not value
        if opened.start < self.length and depth <= DEEPEST_MARK and not unread:
            # the outer one of two marks over the same characters stands first
            self.marks.insert(opened.place, Mark(kind, opened.start, self.length, value))

    def forget(self, opened: OpenMark) -> None:
        """End what ``open`` began: what was said since bears no mark."""
        self._open.remove(opened)

    def begun(self, opened: OpenMark) -> bool:
        """Tell whether anything was said in this line since ``open``."""
        return self.length > opened.start

    def _end_inner(self, first: int) -> None:
        """Mark what was said in each mark that is open, from the ``first`` on."""
        for depth in range(len(self._open), first, -1):
            opened = self._open[depth - 1]
            if opened.kind is not None:
                self._mark(opened.kind, opened, opened.value, depth)

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
        self._end_inner(0)
        for opened in self._open:
            opened.start = opened.place = 0
        raw, marks = "".join(self.parts), self.marks
        lost, self._lost = self._lost, False
        self.parts, self.marks, self.length = [], [], 0
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
