"""Shares of one large document: the editions of a script, each made by a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from zhengben.design.assets import Assets
from zhengben.document.artefacts import Artefact, ReducedTable, SavedSheet

if TYPE_CHECKING:
    from zhengben.document.declaration import Declaration
    from zhengben.press.plan import Pair

# characters times editions: below, several processes take longer to start than they save
_LARGE = 100_000


class Share(Struct, frozen=True):
    """Editions of a ``document``, a folder of content, to be made in the folder ``target``."""

    document: Path
    target: Path
    assets: Assets
    pairs: tuple[Pair, ...]
    draft: bool = False


class FinishedShare(Struct, frozen=True):
    """What was made, and by script what was found on the way.

    ``unproved`` counts, by file, the characters of the text for which it shows 〓;
    ``reduced`` are tables too wide for their pages.
    """

    artefacts: tuple[Artefact, ...]
    findings: Mapping[str, tuple[str, ...]]
    unproved: Mapping[str, int] = field(default_factory=dict)
    reduced: tuple[ReducedTable | SavedSheet, ...] = ()


# makes shares, and yields what became of each in their order
Spread = Callable[[Sequence[Share]], Iterable[FinishedShare]]


def by_tag(pairs: Iterable[Pair]) -> list[tuple[Pair, ...]]:
    """Return editions by the script that they are in, the first script first."""
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair[0], []).append(pair)
    return [tuple(group) for group in found.values()]


def is_large(declaration: Declaration, pairs: Sequence[Pair]) -> bool:
    """Tell whether editions are worth the start of several processes."""
    return len(declaration.text) * len(pairs) >= _LARGE and len(by_tag(pairs)) > 1


def told_once(finished: Iterable[FinishedShare], scripts: Sequence[str]) -> tuple[str, ...]:
    """Return all findings, each once, in the order of scripts, whoever made which."""
    found = dict[str, dict[str, None]]()
    for share in finished:
        for script, told in share.findings.items():
            found.setdefault(script, {}).update(dict.fromkeys(told))
    ordered = [*(s for s in scripts if s in found), *(s for s in found if s not in scripts)]
    return tuple(dict.fromkeys(each for script in ordered for each in found[script]))
