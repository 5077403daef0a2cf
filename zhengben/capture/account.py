"""The account of a capture: what became of each character and each element of its source.

A reader writes down every piece of its source in order. The account is closed when the pieces,
put together again, are the source: then nothing was lost on the way.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from msgspec import Struct, field

# text: a line of the capture holds it; mark: so does a mark of a line; markup: it means nothing;
# apart: a line holds it that is no text; asked: so does one that a person is asked about
Fate = Literal["text", "mark", "markup", "apart", "asked"]


class Entry(NamedTuple):
    """A piece of the source and what became of it; ``reason`` says why it is no text."""

    fate: Fate
    text: str
    reason: str = ""


# a reader makes an entry of every few characters: the constructor of a tuple alone is faster
_made = tuple.__new__


class Account(Struct):
    """The pieces of a source in order, and its elements by name and fate."""

    entries: list[Entry] = field(default_factory=list)
    elements: Counter[tuple[str, Fate]] = field(default_factory=Counter)

    def add(self, fate: Fate, text: str, reason: str = "") -> None:
        """Write down a piece of the source."""
        if text:
            self.entries.append(_made(Entry, (fate, text, reason)))

    def element(self, name: str, fate: Fate) -> None:
        """Write down an element of the source."""
        self.elements[name, fate] += 1

    @property
    def source(self) -> str:
        """Return all pieces together: the source, if nothing was lost."""
        return "".join(entry.text for entry in self.entries)

    def of(self, *fates: Fate) -> str:
        """Return the pieces of some fates together."""
        return "".join(entry.text for entry in self.entries if entry.fate in fates)

    def counts(self) -> dict[str, int]:
        """Return how many characters have each fate, blanks aside."""
        found = Counter[str]()
        for entry in self.entries:
            found[entry.fate] += len("".join(entry.text.split()))
        return dict(found)
