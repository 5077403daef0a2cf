"""Which editions of a document are wanted in which script, and in what order they are listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhengben.design.editions import BESIDE, EDITIONS
from zhengben.design.kinds import BesideBookEdition, BesideEdition, Edition, XmlEdition
from zhengben.document.errors import UsageError
from zhengben.scripts.tags import SCRIPTS, require_script
from zhengben.source.source import Source

# the ledger of a conversion is listed as an edition of the script that was converted to
LEDGER = "ledger"
_TOGETHER = [row for row in EDITIONS.values() if row.scripts]
_ALONE = [name for name, row in EDITIONS.items() if not row.scripts and name not in BESIDE]

# script, edition
Pair = tuple[str, str]


def tag_of(row: Edition) -> str:
    """Return the tag that an edition in several scripts is listed by, as ``zh-Hant+zh-Hans``."""
    return "+".join(row.scripts)


def plan(
    source: Source, editions: Sequence[str], scripts: Sequence[str], everything: bool
) -> list[Pair]:
    """Return what is wanted; raise UsageError for a script that the text is not published in.

    Without ``editions`` and ``scripts`` that is what a plain build makes in the script of the
    canonical text, and in the others what it makes in every script; ``everything`` is all of both.
    """
    own = source.metadata.choice("script", SCRIPTS)
    for script in scripts:
        require_script(script, own)
    pairs = [
        *_in_one_script(source, own, editions, scripts, everything),
        *_in_several_scripts(source, own, editions, everything),
        *_beside(source, own, editions, everything),
        *_in_languages(source, editions, scripts, everything),
    ]
    if not pairs:
        row = EDITIONS[editions[0]]
        if isinstance(row, BesideEdition | BesideBookEdition):
            raise UsageError(
                f"{source.name} has no other {row.beside}, which its {row.name} shows."
            )
        raise UsageError(
            f"{source.name} is not published in {' and '.join(row.scripts)}, which its "
            f"{row.name} would set side by side."
        )
    converted = dict.fromkeys(script for script, _ in pairs if script in SCRIPTS and script != own)
    pairs += [(script, LEDGER) for script in converted]
    return list(dict.fromkeys(pairs))


def _in_one_script(
    source: Source, own: str, editions: Sequence[str], scripts: Sequence[str], everything: bool
) -> Iterator[Pair]:
    """Yield the wanted editions of one text each, script by script."""
    chosen = scripts or (source.scripts if everything or not editions else (own,))
    common = [name for name in source.editions if EDITIONS[name].plain_build == "every"]
    for script in (own, *(other for other in SCRIPTS if other != own)):
        if script in chosen:
            whole = script == own or scripts or everything
            names = editions or (source.editions if whole else common)
            yield from ((script, name) for name in names if name in _ALONE)


def _in_several_scripts(
    source: Source, own: str, editions: Sequence[str], everything: bool
) -> Iterator[Pair]:
    """Yield the wanted editions that set scripts side by side, each behind the ledgers it shows."""
    names = editions or source.editions
    for row in _TOGETHER:
        if (everything or row.name in names) and set(row.scripts) <= set(source.scripts):
            yield from ((script, LEDGER) for script in row.scripts if script != own)
            yield tag_of(row), row.name


def _beside(source: Source, own: str, editions: Sequence[str], everything: bool) -> Iterator[Pair]:
    """Yield the wanted editions of a text beside its other versions or languages."""
    names = editions or source.editions
    for row in BESIDE.values():
        if (everything or row.name in names) and (others := source.others(row.beside)):
            yield "+".join((own, *others)), row.name


def _in_languages(
    source: Source, editions: Sequence[str], scripts: Sequence[str], everything: bool
) -> Iterator[Pair]:
    """Yield the text in other languages, as XML: one work in several expressions."""
    names = editions or source.editions
    xml = [name for name, row in EDITIONS.items() if isinstance(row, XmlEdition)]
    for name in xml if everything or not scripts else ():
        if name in names:
            yield from ((tag, name) for tag in source.others("languages"))


def order(script: str, edition: str) -> tuple[int, int]:
    """Return where an artefact stands in a manifest, however many builds it took to make all."""
    tags = (*SCRIPTS, *map(tag_of, _TOGETHER))
    place = tags.index(script) if script in tags else len(tags)
    return place, (*EDITIONS, LEDGER).index(edition)
