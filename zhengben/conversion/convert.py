"""Converts stretches of text from one script to another and says what decided each character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from zhengben.conversion.punctuation import marks
from zhengben.conversion.reviewed import Reviewed, Ruling, general
from zhengben.document.errors import RenderError
from zhengben.scripts.dictionaries import Library, library
from zhengben.scripts.tags import ROUTES

# a character and the variation selector that belongs to it
_SEQUENCE = re.compile("[^\n][\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that is converted by itself: a line, a note, a title.

    ``place`` names it in the ledger; ``number`` is its paragraph number, for exceptions.
    """

    place: str
    text: str
    number: int | None = None


# what decided a character (see ConvertedCharacter); ``back`` where a text is converted back
DecidedBy = Literal[
    "character", "phrase", "name", "exception", "form", "mark", "sequence", "back"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConvertedCharacter:
    """One character that changed, or that had a choice; ``offset`` counts in its unit from 0.

    ``rule`` says what decided: ``character`` (the dictionary's usual form), ``phrase`` (an entry of
    several characters), ``name``, ``exception``, ``form``, ``mark`` or ``sequence``; ``detail`` is
    the entry, the name, or the phrase and its reason. ``choices`` are the dictionary's forms where
    there is more than one.
    """

    place: str
    offset: int
    before: str
    after: str
    rule: DecidedBy
    detail: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Forced:
    """A character that the library does not decide."""

    character: str
    rule: DecidedBy
    detail: str


def convert(
    units: Sequence[Unit], origin: str, to: str, reviewed: Reviewed
) -> tuple[list[str], list[ConvertedCharacter]]:
    """Convert units, and list every character that changed or had a choice.

    Each text keeps its length. Raises ContentError for an exception that matches nothing or is no
    longer needed, and for two rows that disagree.
    """
    return _Converter(units, origin, to, reviewed).result()


class _Converter:
    """One run: the units as one text, so that the library is called once."""

    def __init__(self, units: Sequence[Unit], origin: str, to: str, reviewed: Reviewed) -> None:
        self.units, self.origin, self.to, self.reviewed = units, origin, to, reviewed
        self.library: Library = library(ROUTES[origin, to])
        self.text = "\n".join(unit.text for unit in units)
        self.starts = [0, *accumulate(len(unit.text) + 1 for unit in units)]
        self.base = self.library.convert(self.text)
        # of no text at all there is no line either
        for unit, form in zip(units, self.base.split("\n") if units else (), strict=True):
            if len(form) != len(unit.text):
                raise RenderError(
                    f"{unit.place}: OpenCC {self.library.configuration} gives {len(form)} "
                    f"characters for {len(unit.text)}; write an exception for it."
                )

    def result(self) -> tuple[list[str], list[ConvertedCharacter]]:
        forced = self._forced()
        converted = list(self.base)
        for at, decision in forced.items():
            converted[at] = decision.character
        texts = "".join(converted).split("\n") if self.units else []
        return texts, list(self._entries(converted, forced))

    def _forced(self) -> dict[int, _Forced]:
        forced: dict[int, _Forced] = {}
        preferred = {
            theirs: ours
            for (origin, to, theirs), ours in self.reviewed.forms.items()
            if (origin, to) == (self.origin, self.to)
        }
        for match in re.finditer(f"[{''.join(preferred)}]", self.base) if preferred else ():
            forced[match.start()] = _Forced(preferred[match[0]], "form", match[0])
        for match in _SEQUENCE.finditer(self.text):
            for at in range(*match.span()):
                forced[at] = _Forced(self.text[at], "sequence", "")
        for start, unit in zip(self.starts, self.units, strict=False):
            for at, mark in marks(unit.text, self.to):
                forced[start + at] = _Forced(mark, "mark", "")
        ruled: dict[int, _Forced] = {}
        for ruling in self.reviewed.rulings:
            self._apply(ruling, ruled)
        return forced | ruled

    def _apply(self, ruling: Ruling, ruled: dict[int, _Forced]) -> None:
        """Let a row decide wherever its phrase stands."""
        if ruling.origin and ruling.origin not in (self.origin, general(self.origin)):
            return
        phrase = ruling.form(self.origin)
        # between variants of one script the library's table of characters is enough
        wanted = ruling.forms.get(self.to) if general(self.origin) else ruling.form(self.to)
        if phrase is None or wanted is None:
            return
        if not ruling.own and ruling.origin == self.origin and self.to in ruling.forms:
            at = ruling.example.index(phrase)
            form = self.library.convert(ruling.example)[at : at + len(phrase)]
            self._require_needed(ruling, form == wanted)
        places = list(self._places(phrase, ruling))
        if ruling.own:
            self._require_needed(
                ruling, all(self.base[at : at + len(phrase)] == wanted for at in places)
            )
        detail = phrase if ruling.rule == "name" else f"{phrase}: {ruling.detail}"
        for start in places:
            for at, character in enumerate(wanted, start):
                other = ruled.get(at)
                if other is not None and other.character != character:
                    raise ruling.error(
                        f"“{phrase}” wants {character} where “{other.detail}” wants "
                        f"{other.character}; make them agree."
                    )
                if other is None or ruling.rule == "exception":
                    ruled[at] = _Forced(character, ruling.rule, detail)

    def _require_needed(self, ruling: Ruling, needless: bool) -> None:
        if needless:
            raise ruling.error(
                f"“{ruling.form(self.origin)}” already becomes “{ruling.form(self.to)}” in "
                f"{self.to} without this exception; remove it."
            )

    def _places(self, phrase: str, ruling: Ruling) -> Iterator[int]:
        """Yield where a phrase stands; for an exception of the document it must."""
        text, first, last = self.text, 0, len(self.text)
        where = f"paragraph {ruling.at}" if isinstance(ruling.at, int) else ruling.at
        if ruling.at:
            named = (n for n, u in enumerate(self.units) if ruling.at in (u.number, u.place))
            index = next(named, None)
            if index is None:
                raise ruling.error(f"there is no {where}; correct the exception or remove it.")
            first, last = self.starts[index], self.starts[index + 1] - 1
        at = text.find(phrase, first, last)
        if at < 0 and ruling.own:
            where = where or "the document"
            raise ruling.error(
                f"{where} does not say “{phrase}” (any more); correct the exception or remove it."
            )
        while at >= 0:
            yield at
            at = text.find(phrase, at + 1, last)

    def _choices(self, character: str) -> tuple[str, ...]:
        """Return the forms a character may take; rare ones outside the BMP are no real choice."""
        return tuple(form for form in self.library.choices(character) if form <= "\uffff")

    def _entries(
        self, converted: list[str], forced: dict[int, _Forced]
    ) -> Iterator[ConvertedCharacter]:
        choices = {c: forms for c in set(self.text) if len(forms := self._choices(c)) > 1}
        phrases = self.library.phrases(self.text)
        for at, (before, after) in enumerate(zip(self.text, converted, strict=True)):
            if before == after and before not in choices and at not in forced:
                continue
            decision = forced.get(at)
            if decision is None:
                rule: DecidedBy = "phrase" if at in phrases else "character"
                detail = phrases.get(at, "")
            elif before == after == self.base[at] and before not in choices:
                continue
            else:
                rule, detail = decision.rule, decision.detail
            index = bisect_right(self.starts, at) - 1
            place, offset = self.units[index].place, at - self.starts[index]
            yield ConvertedCharacter(
                place, offset, before, after, rule, detail, choices.get(before, ())
            )
