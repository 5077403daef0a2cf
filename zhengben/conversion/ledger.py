"""The ledger of a conversion: which character became which, how often, where, and by what rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from zhengben.conversion.convert import ConvertedCharacter, DecidedBy
from zhengben.scripts.standards import standard

RULES: dict[DecidedBy, str] = {
    "character": "the dictionary's usual form",
    "phrase": "an entry of several characters in the dictionary",
    "word": "the reviewed vocabulary",
    "name": "the reviewed table of names",
    "exception": "an exception with its reason",
    "particle": "着, the particle, where Taiwan writes 著",
    "form": "the form that the standard of the script writes instead of the library's",
    "mark": "punctuation follows the script",
    "sequence": "a character with a variation selector is kept",
}


class ConversionLedger(Struct, frozen=True):
    """Everything about a conversion.

    ``text`` are the entries of the canonical text, ``apparatus`` those of everything else.
    ``lines`` are the canonical lines by place, for contexts. ``back`` are the characters that
    the opposite configuration, ``reverse``, turns into another than the canonical one; it is
    empty where there is no such configuration.
    """

    document: str
    origin: str
    script: str
    configuration: str
    canonical_sha256: str
    text_sha256: str
    lines: Mapping[str, str]
    text: tuple[ConvertedCharacter, ...]
    apparatus: tuple[ConvertedCharacter, ...]
    reverse: str = ""
    back: tuple[ConvertedCharacter, ...] = ()
    # what cut the words, and the rows that decide nothing any more
    segmentation: str = ""
    needless: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[ConvertedCharacter, ...]:
        """Return the characters of the text that nobody can be sure of."""
        return tuple(entry for entry in self.text if entry.doubt)

    @property
    def changed(self) -> int:
        """Return how many characters of the canonical text became others."""
        return sum(entry.before != entry.after for entry in self.text)

    def counts(self) -> list[tuple[str, str, int]]:
        """Return before, after and count of each change of the text, the most frequent first."""
        found = Counter((e.before, e.after) for e in self.text if e.before != e.after)
        return [(*pair, count) for pair, count in found.most_common()]

    def back_counts(self) -> list[tuple[ConvertedCharacter, int]]:
        """Return one entry for each way of not coming back, with its count."""
        groups: dict[tuple[str, ...], list[ConvertedCharacter]] = {}
        for entry in self.back:
            groups.setdefault((entry.detail, entry.before, entry.after), []).append(entry)
        return [(group[0], len(group)) for group in groups.values()]

    def by_rule(self) -> dict[DecidedBy, int]:
        """Return how many characters of the text each rule decided."""
        found = Counter(entry.rule for entry in self.text)
        return {rule: found[rule] for rule in RULES if found[rule]}

    def choices(self) -> list[tuple[ConvertedCharacter, list[ConvertedCharacter]]]:
        """Return the characters that had a choice, grouped by what they became and why."""
        groups: dict[tuple[str, ...], list[ConvertedCharacter]] = {}
        for entry in self.text:
            if entry.choices:
                key = (entry.before, entry.after, entry.rule, entry.detail)
                groups.setdefault(key, []).append(entry)
        return [(group[0], group) for _, group in sorted(groups.items())]

    def context(self, entry: ConvertedCharacter, width: int = 5) -> str:
        """Return the canonical text around a character, with the character in 【】."""
        line, at = self.lines[entry.place], entry.offset
        before, behind = line[max(0, at - width) : at], line[at + 1 : at + 1 + width]
        return f"{before}【{line[at]}】{behind}"


def ledger_json(ledger: ConversionLedger) -> bytes:
    """Write a ledger for machines; characters count from 1 in their line.

    Equal entries stand together, with the places of each: ``{"para-3": [5, 17]}``.
    """
    content = {
        "document": ledger.document,
        "from": ledger.origin,
        "to": ledger.script,
        "converter": "OpenCC (opencc-python-reimplemented)",
        "configuration": ledger.configuration,
        "segmentation": ledger.segmentation,
        "standard": standard(ledger.script),
        "canonical_sha256": ledger.canonical_sha256,
        "text_sha256": ledger.text_sha256,
        "changed": ledger.changed,
        "rules": {rule: RULES[rule] for rule in ledger.by_rule()},
        "text": _grouped(ledger.text),
        "apparatus": _grouped(ledger.apparatus),
        "reverse": ledger.reverse,
        "not_reversed": _grouped(ledger.back),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _grouped(entries: Iterable[ConvertedCharacter]) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for entry in entries:
        key = (entry.before, entry.after, entry.rule, entry.detail, entry.word, entry.doubt)
        group = groups.get(key)
        if group is None:
            group = {"from": entry.before, "to": entry.after, "rule": entry.rule}
            group |= {"detail": entry.detail} if entry.detail else {}
            group |= {"choices": list(entry.choices)} if entry.choices else {}
            group |= {"word": entry.word} if entry.word else {}
            group |= {"doubt": entry.doubt} if entry.doubt else {}
            groups[key] = group | {"count": 0, "places": {}}
            group = groups[key]
        group["count"] += 1
        group["places"].setdefault(entry.place, []).append(entry.offset + 1)
    return list(groups.values())
