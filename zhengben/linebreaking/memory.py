"""Remembers composed paragraphs, for whoever sets nearly the same text again and again.

An edit changes one paragraph; all others are composed as before. What is composed follows from the
text, its calls and marks, the style and the fonts that measure it, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.composed import ComposedLine, InlineMark, ParagraphStyle

Key = tuple[Any, ...]


class ComposedMemory:
    """The paragraphs of the last two turns; what neither of them set is forgotten."""

    def __init__(self) -> None:
        self._before: dict[Key, tuple[ComposedLine, ...]] = {}
        self._now: dict[Key, tuple[ComposedLine, ...]] = {}

    def turn(self) -> None:
        """Begin to set anew; what was not set in the turn before is let go."""
        self._before, self._now = self._now, {}

    def recall(self, key: Key) -> tuple[ComposedLine, ...] | None:
        """Return what was composed before, or None."""
        found = self._now.get(key) or self._before.get(key)
        if found is not None:
            self._now[key] = found
        return found

    def keep(self, key: Key, lines: tuple[ComposedLine, ...]) -> None:
        """Remember what was composed."""
        self._now[key] = lines


_memory: ComposedMemory | None = None


@contextmanager
def remembering(memory: ComposedMemory) -> Iterator[None]:
    """Have paragraphs remembered while this lasts; one thread at a time may set any."""
    global _memory
    before, _memory = _memory, memory
    memory.turn()
    try:
        yield
    finally:
        _memory = before


def memory_in_use() -> ComposedMemory | None:
    """Return what remembers paragraphs now, or None."""
    return _memory


def key_of(
    text: str,
    calls: Mapping[int, str],
    metrics: Metrics,
    style: ParagraphStyle,
    marks: Sequence[InlineMark],
) -> Key:
    """Return what a composed paragraph follows from; fonts are named by their files."""
    words = "".join((*calls.values(), *(f"{m.words}{m.mark.value}" for m in marks)))
    faces = tuple((face.path, part) for face, part in metrics.parts(text + words))
    return faces, len(text), tuple(sorted(calls.items())), style, tuple(marks)
