"""Breaks what is wider than a line: no word, address or row of marks runs out of its measure.

Only where lines came out too long are their pieces parted further: words between any two letters
and, at a higher price, places at which no line should end.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking.atoms import Atom, raised_width
from zhengben.linebreaking.breaker import Breaker, broken
from zhengben.linebreaking.characters import clusters
from zhengben.linebreaking.composed import AtomKind, ParagraphStyle
from zhengben.linebreaking.costs import COSTS

# parting a line may make another one too long, but not many times
_MOST_TIMES = 8
_PARTED: tuple[AtomKind, ...] = ("western", "sup", "sub", "reading")
_UPRIGHT: tuple[AtomKind, ...] = ("up", "pair")


def fitted(
    atoms: list[Atom], breaker: Breaker, metrics: Metrics, style: ParagraphStyle
) -> tuple[list[Atom], list[tuple[int, int, bool]]]:
    """Return atoms and lines of which none is too long, if any parting can make it so."""
    lines = breaker.lines()
    for _ in range(_MOST_TIMES):
        costs = breaker.line_costs()
        long = [
            (start, end)
            for (start, end, _), cost in zip(lines, costs, strict=True)
            if cost >= COSTS.emergency
        ]
        opened = _opened(atoms, long, metrics, style)
        if not long or opened == atoms:
            break
        atoms, breaker = opened, broken(opened, style)
        lines = breaker.lines()
    return atoms, lines


def _opened(
    atoms: list[Atom], long: Sequence[tuple[int, int]], metrics: Metrics, style: ParagraphStyle
) -> list[Atom]:
    """Return atoms of which those in lines that are too long are parted."""
    found, at = list[Atom](), 0
    for start, end in long:
        found += atoms[at:start]
        for number, atom in enumerate(atoms[start:end], start + 1):
            parted = list(_letters(atom, metrics, style))
            if parted[-1].cost is None and number < len(atoms):
                stacked = atom.kind in _UPRIGHT and atoms[number].kind in _UPRIGHT
                cost = COSTS.word_cut if stacked else COSTS.forbidden_cut
                parted[-1] = replace(parted[-1], cost=cost)
            found += parted
        at = end
    return [*found, *atoms[at:]]


def _letters(atom: Atom, metrics: Metrics, style: ParagraphStyle) -> list[Atom]:
    """Return a word letter by letter; anything else as it is."""
    parts = clusters(atom.text) if atom.kind in _PARTED else [atom.text]
    if len(parts) < 2:
        return [atom]
    made, at = list[Atom](), atom.start
    for number, part in enumerate(parts, 1):
        whole = number == len(parts)
        wide = (
            metrics.words(part)
            if atom.kind == "western"
            else raised_width(atom.kind, part, metrics, style)
        )
        length = atom.length if atom.length is None or number == 1 else 0
        made.append(
            replace(
                atom, text=part, start=at, width=wide, length=length,
                before=atom.before if number == 1 else 0.0,
                trail=metrics.width(part[len(part.rstrip()):]) if part != part.rstrip() else 0.0,
                cost=atom.cost if whole else COSTS.word_cut,
                hyphen=atom.hyphen if whole else 0.0,
            )
        )  # fmt: skip
        at = made[-1].end
    return made
