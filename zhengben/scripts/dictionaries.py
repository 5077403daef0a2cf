"""The converter: OpenCC's character-level configurations, and what their dictionaries say.

``Library.convert`` is the library's own work. ``choices`` and ``phrases`` read the same dictionary
files to tell which characters had a choice and which entry decided: they explain, and convert
nothing.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from zhengben.document.errors import SetupError

Dictionary = dict[str, tuple[str, ...]]
# a dictionary with the lengths of its entries, the longest first
_Lengths = tuple[Dictionary, tuple[int, ...]]


class Library:
    """One configuration, loaded when it is first used.

    ``tw2t`` and ``hk2t``, which this edition of the library lacks, are the first half of its tw2s
    and hk2s; two configurations joined by a plus sign follow one another.
    """

    def __init__(self, configuration: str) -> None:
        self.configuration = configuration

    @cached_property
    def _engine(self) -> Any:
        from opencc import OpenCC

        return OpenCC(self.configuration)

    def convert(self, text: str) -> str:
        """Convert a text as the library does."""
        if not has_configuration(self.configuration):
            return self._explained(text)[0]
        converted: str = self._engine.convert(text)
        return converted

    @cached_property
    def _chain(self) -> tuple[tuple[_Lengths, ...], ...]:
        """The groups of dictionaries, applied one behind the other; in a group the first wins."""
        found = list[tuple[_Lengths, ...]]()
        for name in self.configuration.split("+"):
            first_half = name in _FIRST_HALF
            path = _folder() / "config" / f"{_FIRST_HALF.get(name, name)}.json"
            groups = [e["dict"] for e in json.loads(path.read_text("utf-8"))["conversion_chain"]]
            for group in groups[:1] if first_half else groups:
                found.append(tuple(_by_length(d["file"]) for d in group.get("dicts", [group])))
        return tuple(found)

    def choices(self, character: str) -> tuple[str, ...]:
        """Return every form the dictionaries know for a character on its own, the usual first."""
        forms: tuple[str, ...] = (character,)
        for group in self._chain:
            step: dict[str, None] = {}
            for form in forms:
                known = next((d[form] for d, _ in group if form in d), (form,))
                step.update(dict.fromkeys(known))
            forms = tuple(step)
        return forms

    def phrases(self, text: str) -> dict[int, str]:
        """Map each offset that an entry of several characters decided to that entry.

        The order is the library's: in each group the longest entries first, from left to right.
        """
        return self._explained(text)[1]

    def _explained(self, text: str) -> tuple[str, dict[int, str]]:
        """Return what the dictionaries make of a text, and the entries of several characters."""
        found: dict[int, str] = {}
        for group in self._chain:
            taken, result = bytearray(len(text)), list(text)
            for dictionary, lengths in group:
                for length in lengths:
                    for at in range(len(text) - length + 1):
                        entry = text[at : at + length]
                        if entry in dictionary and not any(taken[at : at + length]):
                            taken[at : at + length] = b"\1" * length
                            result[at : at + length] = dictionary[entry][0]
                            if length > 1:
                                found.update(dict.fromkeys(range(at, at + length), entry))
            text = "".join(result)
        return text, found


_FIRST_HALF = {"tw2t": "tw2s", "hk2t": "hk2s"}


def has_configuration(name: str) -> bool:
    """Tell whether the library itself has a configuration."""
    return name not in _FIRST_HALF and "+" not in name


@cache
def library(configuration: str) -> Library:
    """Return a configuration, the same object for the same name."""
    return Library(configuration)


@cache
def only_simplified() -> frozenset[str]:
    """Return the characters that no Traditional text has, by the library's dictionaries."""
    simplified, traditional = _dictionary("STCharacters.txt"), _dictionary("TSCharacters.txt")
    known = {form for forms in simplified.values() for form in forms} | set(traditional)
    for variants in map(_dictionary, ("TWVariants.txt", "HKVariants.txt")):
        known |= set(variants) | {form for forms in variants.values() for form in forms}
    return frozenset(c for c, forms in simplified.items() if c not in forms) - known


@cache
def only_traditional() -> frozenset[str]:
    """Return the characters that no Simplified text has, by the library's dictionaries."""
    simplified, traditional = _dictionary("STCharacters.txt"), _dictionary("TSCharacters.txt")
    known = {form for forms in traditional.values() for form in forms} | set(simplified)
    return frozenset(c for c, forms in traditional.items() if c not in forms) - known


@cache
def simplified_forms() -> dict[int, str]:
    """Map each Traditional character to its usual Simplified form, for ``str.translate``."""
    table = _dictionary("TSCharacters.txt")
    return {ord(c): forms[0] for c, forms in table.items() if forms[0] != c and len(c) == 1}


@cache
def traditional_phrases() -> tuple[str, ...]:
    """Return the Traditional words that the dictionaries convert as a whole."""
    return tuple(_dictionary("TSPhrases.txt"))


@cache
def _folder() -> Path:
    # found, not imported: the explanations need its files only
    spec = importlib.util.find_spec("opencc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / "dictionary").is_dir():
            return Path(folder)
    raise SetupError("OpenCC is missing; install the Python package opencc-python-reimplemented.")


@cache
def _dictionary(file: str) -> Dictionary:
    rows = (_folder() / "dictionary" / file).read_text("utf-8").rstrip("\n").split("\n")
    return {key: tuple(forms.split(" ")) for key, forms in (row.split("\t") for row in rows)}


@cache
def _by_length(file: str) -> _Lengths:
    dictionary = _dictionary(file)
    return dictionary, tuple(sorted({len(key) for key in dictionary}, reverse=True))
