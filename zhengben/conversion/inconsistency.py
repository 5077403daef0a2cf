"""Finds words that one text writes in two forms, such as 夥伴 here and 伙伴 there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from zhengben.conversion.choices import choices
from zhengben.scripts.matching import simplified
from zhengben.scripts.words import words


class Inconsistency(Struct, frozen=True):
    """A word in several forms: each with the lines it stands in, the most frequent first."""

    forms: Mapping[str, tuple[str, ...]]

    @property
    def sentence(self) -> str:
        """Return what an editor is told."""
        (usual, lines), *others = self.forms.items()
        told = ", ".join(
            f"“{form}” in {places[0]}" + (f" and {len(places) - 1} more" if places[1:] else "")
            for form, places in others
        )
        return (
            f"One word has two forms: “{usual}” ({len(lines)} times, first in {lines[0]}), but "
            f"{told}; keep one, or let an exception say why both are meant."
        )


def inconsistencies(
    lines: Iterable[tuple[str, str]], accepted: Iterable[str] = ()
) -> Iterator[Inconsistency]:
    """Yield the words of two characters and more that lines (anchor, text) write differently.

    A word inside a longer one counts at its beginning and its end. Words that mean another thing in
    another form are left out, as are those an editor has ``accepted``.
    """
    found: dict[str, dict[str, list[str]]] = {}
    cut = [(place, word) for place, text in lines for word in words(text) if len(word) > 1]
    known = {simplified(word) for _, word in cut}
    for place, word in cut:
        parts = {word} | {p for p in _parts(word) if simplified(p) in known}
        for part in parts:
            found.setdefault(simplified(part), {}).setdefault(part, []).append(place)
    twofold = {word for _, word in choices().twofold} | choices().several
    for key, forms in found.items():
        if len(forms) > 1 and key not in twofold and not set(accepted) & set(forms):
            most = sorted(forms.items(), key=lambda item: (-len(item[1]), item[0]))
            yield Inconsistency({form: tuple(places) for form, places in most})


def _parts(word: str) -> Iterator[str]:
    for length in range(2, len(word)):
        yield from (word[:length], word[-length:])
