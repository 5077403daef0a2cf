"""The places of a conversion that nobody can be sure of, with everything an editor wants to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

from msgspec import Struct

from zhengben.conversion.convert import ConvertedCharacter
from zhengben.conversion.ledger import ConversionLedger
from zhengben.scripts.opinions import REVIEWED


class DoubtfulPlace(Struct, frozen=True):
    """A doubtful place: the character and its word, the candidates, who says what, and why.

    ``offset`` counts in the line ``place`` from 0; ``candidates`` begin with what the press made;
    ``votes`` maps other converters to their character.
    """

    entry: ConvertedCharacter
    context: str
    candidates: tuple[str, ...]
    votes: Mapping[str, str]
    reason: str


def doubtful_places(
    ledger: ConversionLedger, votes: Mapping[int, Mapping[str, str]], converted: str
) -> Iterator[DoubtfulPlace]:
    """Yield the doubtful places of a text, in its order.

    ``votes`` maps offsets in the whole text to what others would have there; where people have
    decided nobody is heard.
    """
    starts = dict(zip(ledger.lines, accumulate(map(_length, ledger.lines.values()), initial=0),
                      strict=False))  # fmt: skip
    entries = {starts[entry.place] + entry.offset: entry for entry in ledger.text}
    doubtful = {at for at, entry in entries.items() if entry.doubt}
    places = list(starts)
    for at in sorted(doubtful | set(votes)):
        entry = entries.get(at)
        if entry is None:
            place = next(p for p in reversed(places) if starts[p] <= at)
            offset = at - starts[place]
            character = ledger.lines[place][offset]
            entry = ConvertedCharacter(place, offset, character, converted[at], "character")
        told = votes.get(at, {})
        if not entry.doubt and entry.rule in REVIEWED:
            continue
        names = " and ".join(f"{name} {form}" for name, form in told.items())
        reason = entry.doubt or f"others convert it otherwise: {names}"
        candidates = dict.fromkeys((entry.after, *told.values(), *entry.choices))
        yield DoubtfulPlace(entry, ledger.context(entry), tuple(candidates), told, reason)


def _length(line: str) -> int:
    return len(line) + 1
