"""From the capture to the canonical text: which lines are text, and which characters are restored.

A capture is kept byte for byte as received. What a web page or a tool did to it on the way, such as
folding full-width punctuation to ASCII, is undone by the named rules below; every change stands in
a ledger with its reason. A line that is not text is set apart with a reason, never dropped in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LATIN = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A restoration: the folded character, what it was, and why it may be put back."""

    name: str
    folded: str
    restored: str
    reason: str


COMMA = Rule("comma", ",", "，", "a comma not between Latin letters or digits was folded to ASCII")
COLON = Rule("colon", ":", "：", "a colon not between Latin letters or digits was folded to ASCII")
OPENING = Rule(
    "brackets", "(", "（", "a bracket pair that touches Chinese text was folded to ASCII"
)
CLOSING = Rule("brackets", ")", "）", OPENING.reason)
RULES = (COMMA, COLON, OPENING, CLOSING)


@dataclass(frozen=True, slots=True)
class Restoration:
    """One character put back; lines and columns count from 1."""

    rule: str
    capture_line: int
    line: int
    column: int
    before: str
    after: str
    context: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A line of the capture that is not text of the document."""

    capture_line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that differs between a capture and its canonical text."""

    restorations: tuple[Restoration, ...]
    apart: tuple[Apart, ...]

    def counts(self) -> dict[str, int]:
        """Return how many characters each rule restored."""
        found = dict.fromkeys((rule.name for rule in RULES), 0)
        for entry in self.restorations:
            found[entry.rule] += 1
        return found


class UnaccountedLineError(ValueError):
    """A line of the capture is neither text nor set apart; ``args[0]`` is its number."""


def parse_ranges(spec: str) -> tuple[int, ...]:
    """Expand “9, 11-14” to line numbers; raise ValueError when it does not read so or descends."""
    numbers: list[int] = []
    for part in spec.split(","):
        match = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", part)
        if not match:
            raise ValueError(f"“{part.strip()}” is not a line number or a range such as 3-66")
        first, last = int(match[1]), int(match[2] or match[1])
        if first < 1 or last < first or (numbers and first <= numbers[-1]):
            raise ValueError(f"“{part.strip()}” does not ascend")
        numbers.extend(range(first, last + 1))
    return tuple(numbers)


def _restorations(text: str) -> Iterator[tuple[int, Rule]]:
    """Yield the columns, from 0, and rules of the characters of one line to be restored."""
    opened: list[int] = []

    def latin(at: int) -> bool:
        return 0 <= at < len(text) and bool(_LATIN.match(text[at]))

    for at, character in enumerate(text):
        if character == "(":
            opened.append(at)
        elif character == ")" and opened:
            start = opened.pop()
            if not (latin(start - 1) and latin(at + 1)):
                yield start, OPENING
                yield at, CLOSING
        elif character in ",:" and not (latin(at - 1) and latin(at + 1)):
            yield at, COMMA if character == "," else COLON


def derive(capture: str, text_lines: tuple[int, ...], apart: dict[int, str]) -> tuple[str, Ledger]:
    """Make the canonical text and its ledger from a capture.

    ``text_lines`` are the numbers of the lines that are text (blank ones among them are skipped);
    ``apart`` gives the other lines' reasons. Raises UnaccountedLineError for a line in neither.
    """
    wanted, canonical = set(text_lines), list[str]()
    restored, aside = list[Restoration](), list[Apart]()
    for number, raw in enumerate(capture.split("\n"), 1):
        if not raw.strip():
            continue
        if number not in wanted:
            if number not in apart:
                raise UnaccountedLineError(number)
            aside.append(Apart(number, raw, apart[number]))
            continue
        line = list(raw)
        for at, rule in sorted(_restorations(raw), key=lambda found: found[0]):
            line[at] = rule.restored
            context = raw[max(0, at - 6) : at + 7]
            place = (number, len(canonical) + 1, at + 1)
            restored.append(Restoration(rule.name, *place, rule.folded, rule.restored, context))
        canonical.append("".join(line))
    return "".join(line + "\n" for line in canonical), Ledger(tuple(restored), tuple(aside))


def restore(canonical: str, ledger: Ledger) -> str:
    """Undo a ledger: fold the canonical text back to the text lines of its capture."""
    lines = [list(line) for line in canonical.split("\n")]
    for entry in ledger.restorations:
        if lines[entry.line - 1][entry.column - 1] != entry.after:
            raise ValueError(f"line {entry.line}, column {entry.column} is not {entry.after}")
        lines[entry.line - 1][entry.column - 1] = entry.before
    return "\n".join("".join(line) for line in lines)
