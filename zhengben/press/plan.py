"""Which editions of a document are wanted in which script, and in what order they are listed."""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.design.editions import COLLATION, EDITIONS, IN_EVERY_SCRIPT
from zhengben.document.errors import UsageError
from zhengben.scripts.tags import SCRIPTS, require_script, scripts_of
from zhengben.source.source import Source

# the ledger of a conversion is listed as an edition of the script that was converted to
LEDGER = "ledger"
COLLATED = ("zh-Hant", "zh-Hans")
BOTH = "+".join(COLLATED)
_SCRIPTS = (*SCRIPTS, BOTH)
_EDITIONS = (*EDITIONS, LEDGER, COLLATION.name)

# script, edition
Pair = tuple[str, str]


def plan(
    source: Source, editions: Sequence[str], scripts: Sequence[str], everything: bool
) -> list[Pair]:
    """Return what is wanted; raise UsageError for a script that the text is not published in.

    Without ``editions`` and ``scripts`` that is every edition in the script of the canonical text,
    and in its other scripts those of ``IN_EVERY_SCRIPT``; ``everything`` is all of both.
    """
    own = source.metadata.choice("script", SCRIPTS)
    for script in scripts:
        require_script(script, own)
    chosen = scripts or (source.scripts if everything or not editions else (own,))
    common = [name for name in source.editions if name in IN_EVERY_SCRIPT]
    pairs = list[Pair]()
    for script in scripts_of(own):
        if script in chosen:
            whole = script == own or scripts or everything
            names = editions or (source.editions if whole else common)
            pairs += [(script, name) for name in names if name != COLLATION.name]
    collated = set(COLLATED) <= set(source.scripts)
    if (everything or COLLATION.name in editions) and collated:
        pairs += [(script, LEDGER) for script in COLLATED if script != own]
        pairs.append((BOTH, COLLATION.name))
    elif tuple(editions) == (COLLATION.name,):
        raise UsageError(
            f"{source.name} is not published in {' and '.join(COLLATED)}, which its collation "
            "would set side by side."
        )
    converted = dict.fromkeys(script for script, _ in pairs if script not in (own, BOTH))
    pairs += [(script, LEDGER) for script in converted]
    return list(dict.fromkeys(pairs))


def place(script: str, edition: str) -> tuple[int, int]:
    """Return where an artefact stands in a manifest, however many builds it took to make all."""
    return _SCRIPTS.index(script), _EDITIONS.index(edition)
