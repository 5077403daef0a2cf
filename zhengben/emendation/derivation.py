"""From the capture to the canonical text: which lines are text, and which characters are restored.

A capture is kept byte for byte as received. What a web page or a tool did to it on the way is
undone by named rules (``restoring``); every change stands in a ledger with its reason. A line that
is not text is set apart with a reason, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from zhengben.document.notation import NotationError
from zhengben.emendation.marked import changes_beside_marks
from zhengben.emendation.rules import FOLDED, RULES, apply_rules, concerned, replaced


class Restoration(Struct, frozen=True):
    """One character put back, or a run taken out; lines and columns count from 1.

    ``line`` and ``column`` are the place in the canonical text where ``after`` stands.
    """

    rule: str
    capture_line: int
    line: int
    column: int
    before: str
    after: str
    context: str


class Apart(Struct, frozen=True):
    """A line of the capture that is not text of the document."""

    capture_line: int
    text: str
    reason: str


class EmendationLedger(Struct, frozen=True):
    """Everything that differs between a capture and its canonical text.

    ``sources`` gives, for each canonical line, the line of the capture where it begins; 0 for a
    title that the editor supplied.
    """

    restorations: tuple[Restoration, ...]
    apart: tuple[Apart, ...]
    rules: tuple[str, ...] = FOLDED
    sources: tuple[int, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many places each rule restored."""
        found = dict.fromkeys(self.rules, 0)
        for entry in self.restorations:
            found[entry.rule] = found.get(entry.rule, 0) + 1
        return found

    def reason(self, rule: str) -> str:
        """Return why a rule may restore what it restores."""
        return RULES[rule].reason if rule in RULES else SUPPLIED


SUPPLIED = "the source bears no title: this one is supplied by the editor"


class Recipe(Struct, frozen=True):
    """How a document says its capture is to be read.

    ``lines`` are the numbers of the lines that are text, ``apart`` gives the reasons of others.
    Each range of ``joined`` is one paragraph in several lines; ``columns`` are lines that hold
    columns side by side. ``supplied`` is a title that the source lacks. ``notation`` is the version
    of the notation in which the captured lines hold marks, 0 for none.
    """

    lines: tuple[int, ...]
    apart: Mapping[int, str]
    rules: tuple[str, ...] = FOLDED
    joined: tuple[tuple[int, int], ...] = ()
    columns: frozenset[int] = frozenset()
    supplied: str = ""
    notation: int = 0


# what becomes of the ends of lines that are one paragraph, and in which order
_OF_BREAKS = ("name-below", "join")


class MalformedLineError(ValueError):
    """A line of the capture is no notation; ``args`` are its number, a column and a sentence."""


class UnaccountedLineError(ValueError):
    """A line of the capture is neither text nor set apart; ``args[0]`` is its number."""


def parse_spans(spec: str) -> tuple[tuple[int, int], ...]:
    """Read “9, 11-14” as spans; raise ValueError when it does not read so or descends."""
    spans: list[tuple[int, int]] = []
    for part in spec.split(","):
        match = re.fullmatch(r"\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?", part)
        if not match:
            raise ValueError(f"“{part.strip()}” is not a line number or a range such as 3-66")
        first, last = int(match[1]), int(match[2] or match[1])
        if first < 1 or last < first or (spans and first <= spans[-1][1]):
            raise ValueError(f"“{part.strip()}” does not ascend")
        spans.append((first, last))
    return tuple(spans)


def parse_ranges(spec: str) -> tuple[int, ...]:
    """Expand “9, 11-14” to line numbers; raise ValueError as ``parse_spans`` does."""
    return tuple(n for first, last in parse_spans(spec) for n in range(first, last + 1))


def derive(
    capture: str, text_lines: tuple[int, ...], apart: dict[int, str]
) -> tuple[str, EmendationLedger]:
    """Make canonical text and ledger by the rules for folded punctuation alone."""
    return follow(capture, Recipe(text_lines, apart))


def follow(capture: str, recipe: Recipe) -> tuple[str, EmendationLedger]:
    """Make the canonical text and its ledger from the lines of a capture.

    Blank lines are skipped. Raises UnaccountedLineError for a line that is neither text nor apart,
    MalformedLineError for one that holds marks and does not read.
    """
    return _Derivation(recipe, concerned(capture, recipe.rules)).run(capture.split("\n"))


class _Derivation:
    """One pass over a capture; a paragraph may be gathered from several lines."""

    def __init__(self, recipe: Recipe, rules: Sequence[str]) -> None:
        self.recipe = recipe
        self.canonical, self.restored, self.aside = list[str](), list[Restoration](), list[Apart]()
        self.sources = list[int]()
        self.rules = tuple(r for r in rules if r not in (*_OF_BREAKS, "columns"))
        # a line that holds no character of any rule is as it was
        self.near = re.compile("|".join(RULES[name].near.pattern for name in rules) or "(?!)")

    def run(self, lines: list[str]) -> tuple[str, EmendationLedger]:
        """Return the canonical text and the ledger."""
        recipe, wanted = self.recipe, set(self.recipe.lines)
        ends = {n: last for first, last in recipe.joined for n in range(first, last + 1)}
        if recipe.supplied:
            self.restored.append(Restoration("supplied", 0, 1, 1, "", recipe.supplied + "\n", ""))
            self.canonical.append(recipe.supplied)
            self.sources.append(0)
        gathered: list[tuple[int, str]] = []
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            if number in wanted:
                if gathered and ends.get(gathered[0][0]) != ends.get(number):
                    self._paragraph(gathered)
                    gathered = []
                gathered.append((number, raw))
                if ends.get(number, number) == number:
                    self._paragraph(gathered)
                    gathered = []
            elif number in recipe.apart:
                self.aside.append(Apart(number, raw, recipe.apart[number]))
            else:
                raise UnaccountedLineError(number)
        if gathered:
            self._paragraph(gathered)
        text = "".join(line + "\n" for line in self.canonical)
        return text, EmendationLedger(
            tuple(self.restored), tuple(self.aside), recipe.rules, tuple(self.sources)
        )

    def _paragraph(self, gathered: list[tuple[int, str]]) -> None:
        """Restore one paragraph and write down what was changed."""
        raw = "\n".join(text for _, text in gathered)
        named = tuple(r for r in _OF_BREAKS[:-1] if r in self.recipe.rules)
        before = (*named, _OF_BREAKS[-1]) if len(gathered) > 1 else ()
        if gathered[0][0] in self.recipe.columns:
            before = (*before, "columns")
        changed = self._changes(raw, (*before, *self.rules), gathered[0][0])
        now = raw
        if changed:
            self.restored += self._entries(raw, changed, [number for number, _ in gathered])
            now = replaced(raw, {at: after for at, (after, _) in changed.items()})
        lines = now.split("\n")
        self.canonical += lines
        self.sources += [gathered[0][0]] * len(lines)

    def _changes(self, raw: str, rules: Sequence[str], number: int) -> dict[int, tuple[str, str]]:
        if self.recipe.notation and "^" in raw:
            try:
                return changes_beside_marks(raw, rules, apply_rules)
            except NotationError as error:
                raise MalformedLineError(number, error.column, error.sentence) from None
        return apply_rules(raw, rules) if self.near.search(raw) else {}

    def _entries(
        self, raw: str, changed: Mapping[int, tuple[str, str]], numbers: list[int]
    ) -> Iterator[Restoration]:
        line, start, gone, end = len(self.canonical) + 1, 0, 0, 0
        for at in sorted(changed):
            if at < end:
                continue
            after, rule = changed[at]
            end = at + 1
            # what is taken out in one run is one entry
            while changed.get(end) == ("", rule):
                end += 1
            context = raw[max(0, at - 6) : at + 7].replace("\n", "⏎")
            column = at - start - gone + 1
            number = numbers[raw.count("\n", 0, at)] if len(numbers) > 1 else numbers[0]
            yield Restoration(rule, number, line, column, raw[at:end], after, context)
            gone += end - at - len(after)
            if after == "\n":
                line, start, gone = line + 1, end, 0


def restore(canonical: str, ledger: EmendationLedger) -> str:
    """Undo a ledger: lead the canonical text back to the text lines of its capture."""
    starts = [0]
    for line in canonical.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts, end = list[str](), len(canonical)
    for entry in reversed(ledger.restorations):
        at = starts[entry.line - 1] + entry.column - 1
        if canonical[at : at + len(entry.after)] != entry.after:
            raise ValueError(f"line {entry.line}, column {entry.column} is not {entry.after}")
        parts += [canonical[at + len(entry.after) : end], entry.before]
        end = at
    return canonical[:end] + "".join(reversed(parts))
