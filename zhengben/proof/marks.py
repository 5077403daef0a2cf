"""Gathers plain text with its marks out of nested elements; compares marks by kind and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from zhengben.document.notation import KINDS, OBJECT, Kind, Mark, in_order
from zhengben.proof.extraction import TextSide


class Said(Struct):
    """What an element says: text piece by piece, and marks over it."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    # what is drawn for each object, in order: a hash, empty where words stand for it
    shown: list[str] = field(default_factory=list)
    # what one of two versions has alone
    sides: list[TextSide] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the plain text."""
        return "".join(self.pieces)

    @property
    def ordered(self) -> tuple[Mark, ...]:
        """Return the marks in their one order."""
        return in_order(self.marks)

    def say(self, text: str | None) -> None:
        """Append plain text."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def open(self) -> tuple[int, int]:
        """Return where a mark that begins now begins, for ``close``."""
        return self.length, len(self.marks)

    def close(self, kind: Kind, opened: tuple[int, int], value: str = "") -> None:
        """Add a mark over what was said since, outside the marks that were added since."""
        start, place = opened
        self.marks.insert(place, Mark(kind, start, self.length, value))

    def stand(self, kind: str, start: int) -> bool:
        """Say that one of two versions alone has what was said since; False where that is nested.

        What stood in both sides at once would be read as neither.
        """
        apart = all(side.end <= start for side in self.sides)
        self.sides.append(TextSide(start, self.length, kind))
        return apart

    def point(self, kind: Kind, value: str, shown: str = "") -> None:
        """Add a call or, as one character, an object; ``shown`` is the hash of what is drawn."""
        opened = self.open()
        if KINDS[kind].form == "object":
            self.say(OBJECT)
            self.shown.append(shown)
        self.close(kind, opened, value)

    def add(self, other: Said) -> None:
        """Append what another element says."""
        moved = (
            Mark(m.kind, m.start + self.length, m.end + self.length, m.value) for m in other.marks
        )
        self.marks += moved
        self.sides += [
            TextSide(s.start + self.length, s.end + self.length, s.kind) for s in other.sides
        ]
        self.shown += other.shown
        self.say(other.text)


def unlike(
    text: str, expected: Sequence[Mark], found: Sequence[Mark]
) -> Iterator[tuple[str, Mark, str]]:
    """Yield each difference between marks over a text: its kind, the mark, and a clause."""
    expected = [_worded(mark) for mark in expected]
    lost, added = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    for mark in expected:
        if lost[mark]:
            lost[mark] -= 1
            yield "lost-mark", mark, f"lacks {_told(text, mark)}"
    for mark in found:
        if added[mark]:
            added[mark] -= 1
            yield "added-mark", mark, f"adds {_told(text, mark)}"
    if Counter(expected) == Counter(found) and expected != list(found):
        mark = next(a for a, b in zip(expected, found, strict=True) if a != b)
        yield "added-mark", mark, f"has {_told(text, mark)} in another order"


def _worded(mark: Mark) -> Mark:
    """Return a mark as a file can say it: a picture without words says the name of its file."""
    return replace(mark, value=f"{mark.file}|{mark.alternative}") if mark.kind == "image" else mark


def _told(text: str, mark: Mark) -> str:
    name = KINDS[mark.kind].meaning
    over = f" over “{text[mark.start : mark.end][:24]}”" if mark.form == "wraps" else ""
    value = f" ({mark.value[:40]})" if mark.value else ""
    return f"a mark, {name}{over}{value}"
