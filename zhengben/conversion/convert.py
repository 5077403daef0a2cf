"""Converts stretches of text from one script to another and says what decided each character.

A text is cut into words first; the tables decide inside each word and never across a border. What
people decided goes before, and where nothing can decide the place is doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from zhengben.conversion.choices import doubt
from zhengben.conversion.lexicon import Lexicon, is_particle, lexicon
from zhengben.conversion.punctuation import marks
from zhengben.conversion.reviewed import Reviewed, Ruling, general
from zhengben.document.regex import regex
from zhengben.scripts.tags import general_label
from zhengben.scripts.words import words

# a character and the variation selector that belongs to it
_SEQUENCE = regex("[^\n][\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Unit(Struct, frozen=True):
    """A stretch of text that is converted by itself: a line, a note, a title.

    ``place`` names it in the ledger; ``number`` is its paragraph number, for exceptions.
    """

    place: str
    text: str
    number: int | None = None


# what decided a character (see ConvertedCharacter); ``back`` where a text is converted back
DecidedBy = Literal[
    "character", "phrase", "word", "name", "exception", "particle", "form", "mark", "sequence",
    "back",
]  # fmt: skip


class ConvertedCharacter(Struct, frozen=True):
    """One character that changed, or that had a choice; ``offset`` counts in its unit from 0.

    ``rule`` says what decided: ``character`` (the dictionary's usual form), ``phrase`` (an entry of
    several characters), ``word`` (the reviewed vocabulary), ``name``, ``exception``, ``particle``,
    ``form``, ``mark`` or ``sequence``; ``detail`` is the entry, the name, or the phrase and its
    reason. ``choices`` are the dictionary's forms where there is more than one, ``word`` is the
    word it stood in, ``doubt`` says why nobody can be sure, if so.
    """

    place: str
    offset: int
    before: str
    after: str
    rule: DecidedBy
    detail: str = ""
    choices: tuple[str, ...] = ()
    word: str = ""
    doubt: str = ""


class Converted(NamedTuple):
    """Texts, what decided their characters, and the rows that decide nothing any more."""

    texts: list[str]
    characters: list[ConvertedCharacter]
    needless: list[str]


class _Forced(Struct, frozen=True):
    """A character that the tables do not decide."""

    character: str
    rule: DecidedBy
    detail: str
    doubt: str = ""


def convert(units: Sequence[Unit], origin: str, to: str, reviewed: Reviewed) -> Converted:
    """Convert units, and list every character that changed or had a choice.

    Each text keeps its length. Raises ContentError for an exception that matches nothing, and for
    two rows that disagree.
    """
    if not units:
        return Converted([], [], [])
    return _Converter(units, general_label(origin), general_label(to), reviewed).result()


class _Converter:
    """One run: the units as one text, cut into words of which none reaches into two units."""

    def __init__(self, units: Sequence[Unit], origin: str, to: str, reviewed: Reviewed) -> None:
        self.units, self.origin, self.to, self.reviewed = units, origin, to, reviewed
        self.lexicon: Lexicon = lexicon(origin, to)
        self.text = "\n".join(unit.text for unit in units)
        self.starts = [0, *accumulate(len(unit.text) + 1 for unit in units)]
        self.needless = dict[str, None]()
        names = reviewed.words
        self.words = [
            word for line in self.text.split("\n") for word in (*words(line, names), "\n")
        ]
        self.borders = [0, *accumulate(map(len, self.words))]
        self.base = "".join(self.lexicon.read(word).text for word in self.words)

    def result(self) -> Converted:
        forced = self._forced()
        converted = list(self.base)[: len(self.text)]
        for at, decision in forced.items():
            converted[at] = decision.character
        texts = "".join(converted).split("\n")
        return Converted(texts, list(self._entries(converted, forced)), list(self.needless))

    def _forced(self) -> dict[int, _Forced]:
        forced: dict[int, _Forced] = {}
        preferred = {
            theirs: ours
            for (origin, to, theirs), ours in self.reviewed.forms.items()
            if (origin, to) == (self.origin, self.to)
        }
        for match in re.finditer(f"[{''.join(preferred)}]", self.base) if preferred else ():
            forced[match.start()] = _Forced(preferred[match[0]], "form", match[0])
        if general(self.origin) and self.to != "zh-Hant-TW":
            forced.update(self._particles())
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

    def _particles(self) -> Iterator[tuple[int, _Forced]]:
        """Yield each 著, which Taiwan writes for the particle too, as what it is."""
        at = self.text.find("著")
        while at >= 0:
            start, word = self._word(at)
            told = is_particle(word, at - start, self.text[start - 1 : start])
            if told is False:
                yield at, _Forced("著", "word", word)
            else:
                why = "" if told else "著 may be the particle or a work"
                yield at, _Forced("着", "particle", word, why)
            at = self.text.find("著", at + 1)

    def _word(self, at: int) -> tuple[int, str]:
        """Return where the word at a place begins, and the word."""
        index = bisect_right(self.borders, at) - 1
        return self.borders[index], self.words[index]

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
            needless = self._is_needless(ruling.example, (at,), wanted)
        else:
            needless = ruling.own
        places = list(self._places(phrase, ruling))
        # words may be cut otherwise in the text than in the example
        if needless and (not places or self._is_needless(self.text, places, wanted)):
            sentence = (
                f"“{phrase}” already becomes “{wanted}” in {self.to} without this exception; "
                "remove it."
            )
            self.needless[str(ruling.error(sentence))] = None
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

    def _is_needless(self, text: str, places: Sequence[int], wanted: str) -> bool:
        """Tell an exception that says what comes out without it, where nothing is doubtful."""
        bare = Reviewed((), self.reviewed.forms, self.reviewed.names_file)
        units = [Unit(str(n), line) for n, line in enumerate(text.split("\n"))]
        plain = convert(units, self.origin, self.to, bare)
        starts = [0, *accumulate(len(unit.text) + 1 for unit in units)]
        form = "\n".join(plain.texts)
        doubtful = {starts[int(e.place)] + e.offset for e in plain.characters if e.doubt}
        for at in places:
            place = range(at, at + len(wanted))
            if form[at : at + len(wanted)] != wanted or not doubtful.isdisjoint(place):
                return False
        return True

    def _places(self, phrase: str, ruling: Ruling) -> Iterator[int]:
        """Yield where a phrase stands; for an exception of the document it must.

        A name is a word: it is not seen in the halves of two others.
        """
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
            if not ruling.is_word or self._is_bordered(at, at + len(phrase)):
                yield at
            at = text.find(phrase, at + 1, last)

    def _is_bordered(self, start: int, end: int) -> bool:
        """Tell whether no word reaches over the ends of a stretch."""
        return all(self._word(at)[0] == at for at in (start, end))

    def _entries(
        self, converted: list[str], forced: dict[int, _Forced]
    ) -> Iterator[ConvertedCharacter]:
        lexicon = self.lexicon
        choices = {c: f for c in set(self.text) if len(f := lexicon.choices(c)) > 1}
        open_to_doubt = {c for c in choices if lexicon.has_choice(c)}
        at, unit = 0, 0
        for word, following in pairwise((*self.words, "")):
            start, decided = at, lexicon.read(word).decided
            while self.starts[unit + 1] <= start:
                unit += 1
            for before, by_table in zip(word, decided, strict=True):
                here, at = at, at + 1
                if here == len(self.text):
                    return
                after, decision = converted[here], forced.get(here)
                if before == after and before not in choices and decision is None:
                    continue
                rule: DecidedBy
                if decision is None:
                    (rule, detail), why = by_table, ""
                    if before in open_to_doubt and rule != "word":
                        why = doubt(
                            self.origin, word, before, self.text[start - 1 : start], following,
                            by_character=rule == "character",
                        )  # fmt: skip
                elif before == after == self.base[here] and before not in choices:
                    continue
                else:
                    rule, detail, why = decision.rule, decision.detail, decision.doubt
                yield ConvertedCharacter(
                    self.units[unit].place, here - self.starts[unit], before, after, rule, detail,
                    choices.get(before, ()), word, why,
                )  # fmt: skip
