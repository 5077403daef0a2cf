"""Reads ``[[witness]]`` and ``[[variant]]``: other captures of the text, and what editors decided.

Each witness is collated with the canonical text, from the line ``from`` to the line ``to``::

    [[witness]]
    name = "某報"
    file = "witness-newspaper.html"
    sha256 = "…"
    reader = "html"
    source = "某報，2025年9月2日第一版"
    received = 2025-09-03
    lines = "4-20"               # and rules, join, [[witness.apart]], as for the capture
    from = "para-1"              # else the first line of the text
    to = "para-3"                # else the last one

    [[variant]]
    at = "para-1"
    text = "開闢"                 # what the canonical text reads; "" where something is added
    reads = "開辟"                # may be left out
    decision = "text"            # "text" stands, the "witness" is better, or "either"
    reason = "…"

``variants = "printed"`` has each variant stand in the colophon, in a series of notes of its own,
``variants = "notes"`` in a section before it, each with a link to its place; else the colophon says
how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

from msgspec.structs import replace

from zhengben.comparison.witnesses import LEAST_ALIKE, Divergence, collate, variants
from zhengben.document.lines import Line
from zhengben.document.variants import Decision, Variant, Witness
from zhengben.files.toml import TomlTable
from zhengben.source.captures import KEYS, captured, derived, recipe_of


def read_witnesses(
    meta: TomlTable, folder: Path, lines: Sequence[Line]
) -> tuple[tuple[Witness, ...], tuple[Variant, ...]]:
    """Return the witnesses of a text and where they read otherwise; raise ContentError."""
    witnesses, found = list[Witness](), dict[str, Sequence[Divergence]]()
    have, at = dict[str, range](), {line.id: n for n, line in enumerate(lines)}
    for table in meta.tables("witness"):
        name = table.text("name")
        if name in found:
            raise table.error(
                f"there are two witnesses called “{name}”; call one otherwise.", "name"
            )
        part = _covered(table, lines, at)
        witness, found[name] = _witness(table, folder, name, part)
        witnesses.append(witness)
        have[name] = range(part[0].start, part[-1].end + 1)
    made = variants(found, lines, have)
    return tuple(witnesses), _decided(meta, made, at)


def variants_shown(meta: TomlTable) -> str:
    """Return how variants are shown, ``counted``, ``printed`` or ``notes``; raise ContentError."""
    shown = meta.choice("variants", ("counted", "printed", "notes"), "counted")
    if shown == "notes" and not meta.tables("witness"):
        raise meta.error(
            "the text has no witness whose variants could be notes; add a [[witness]] "
            "(new --witness FILE --for DOC), or take out “variants”.",
            "variants",
        )
    return shown


def witness_text(folder: Path, table: TomlTable) -> str:
    """Return what a witness reads, one paragraph a line, by its own recipe."""
    capture, recipe = captured(folder, table).written(False), recipe_of(table)
    text, _ = derived(folder, table, capture, recipe, "witness.apart")
    return text


def _covered(table: TomlTable, lines: Sequence[Line], at: dict[str, int]) -> Sequence[Line]:
    """Return the lines that a witness has something of."""
    ends = []
    for key, line in (("from", lines[0]), ("to", lines[-1])):
        anchor = table.text(key, line.id)
        if anchor not in at:
            raise table.error(f"the text has no “{anchor}”.", key)
        ends.append(at[anchor])
    if ends[1] < ends[0]:
        raise table.error(f"“{lines[ends[1]].id}” stands before “{lines[ends[0]].id}”.", "to")
    return lines[ends[0] : ends[1] + 1]


def _witness(
    table: TomlTable, folder: Path, name: str, part: Sequence[Line]
) -> tuple[Witness, Sequence[Divergence]]:
    collated = collate(part, witness_text(folder, table))
    if collated.share < LEAST_ALIKE:
        raise table.error(
            f"{collated.share:.0%} of the characters of “{name}” and of {part[0].id} to "
            f"{part[-1].id} are the same: it is another text, or has other lines of it; mend "
            "“from” and “to”, or take it out.",
            "file",
        )
    made = Witness(
        name=name,
        source=table.text("source"),
        url=table.text("url", ""),
        received=table.date("received"),
        file=table.text("file"),
        sha256=table.text("sha256"),
        first=part[0].id,
        last=part[-1].id,
        scripts=collated.scripts,
    )
    table.text("licence", "")
    for key in KEYS:
        table.text(key, "")
    table.finish()
    return made, collated.divergences


def _decided(
    meta: TomlTable, found: tuple[Variant, ...], at: dict[str, int]
) -> tuple[Variant, ...]:
    """Return variants with what the editor decided; each decision must fit at least one."""
    made = list(found)
    for table in meta.tables("variant"):
        anchor, ours = table.text("at"), table.text("text", "")
        reads = table.text("reads", "") if "reads" in table else None
        decision = cast(Decision, table.choice("decision", get_args(Decision)[1:]))
        reason = table.text("reason", "")
        table.finish()
        if anchor not in at:
            raise table.error(f"the text has no “{anchor}”.", "at")
        fits = [
            n for n, v in enumerate(made)
            if (v.line_id, v.text) == (anchor, ours)
            and (reads is None or any(reading.text == reads for reading in v.readings))
        ]  # fmt: skip
        if not fits:
            there = "、".join(f"“{v.text}”" for v in found if v.line_id == anchor) or "no variant"
            raise table.error(
                f"no witness reads otherwise than “{ours}” in {anchor}, where there is {there}; "
                "`variants` lists them.",
                "text",
            )
        for n in fits:
            made[n] = replace(made[n], decision=decision, reason=reason)
    return tuple(made)
