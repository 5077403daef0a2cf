"""Adds a witness to a document: its capture beside the others, and a table of the metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from zhengben.document.errors import UsageError
from zhengben.files.placing import Placement
from zhengben.files.toml import QUESTION
from zhengben.intake.draft import Draft
from zhengben.intake.writing import CAPTURE_SUFFIXES, put_files, quoted, spans

BEFORE = "stands before what it has of the text"
BEHIND = "stands behind what it has of the text"


def set_apart(draft: Draft, before: Collection[int], behind: Collection[int]) -> Draft:
    """Return a draft in which lines of the capture, at either end, are no text of the witness."""
    reasons = dict.fromkeys(before, BEFORE) | dict.fromkeys(behind, BEHIND)
    recipe = draft.recipe
    made = replace(
        recipe,
        lines=tuple(n for n in recipe.lines if n not in reasons),
        apart={**recipe.apart, **reasons},
        joined=tuple(span for span in recipe.joined if span[0] not in reasons),
    )
    return replace(draft, recipe=made)


def witness_table(draft: Draft, name: str, file: str, first: str, last: str) -> Iterator[str]:
    """Yield the table of a witness that has the lines from ``first`` to ``last`` of the text."""
    recipe, sniffed, facts = draft.recipe, draft.sniffed, draft.facts
    yield from ("", "[[witness]]", f"name = {quoted(name)}", f"file = {quoted(file)}")
    yield f'sha256 = "{hashlib.sha256(sniffed.data).hexdigest()}"'
    if sniffed.reader != "text":
        yield f'reader = "{sniffed.reader}"'
    if sniffed.encoding != "utf-8":
        yield f'encoding = "{sniffed.encoding}"'
    for key in ("source", "url", "received"):
        value = facts.values.get(key, "")
        if key in facts.questions:
            yield f"# ? {key} of the witness {name}: {facts.questions[key]}"
            value = QUESTION
        if value:
            yield f"{key} = {value if key == 'received' else quoted(str(value))}"
    yield f"rules = [{', '.join(map(quoted, recipe.rules))}]"
    yield f"lines = {quoted(spans(recipe.lines, draft))}"
    if recipe.joined:
        yield f"join = {quoted(', '.join(f'{a}-{b}' for a, b in recipe.joined))}"
    if recipe.columns:
        yield f"columns = {quoted(', '.join(map(str, sorted(recipe.columns))))}"
    yield from (f"from = {quoted(first)}", f"to = {quoted(last)}")
    numbers = sorted(recipe.apart)
    for reason, group in groupby(numbers, key=lambda n: recipe.apart[n]):
        yield from ("", "[[witness.apart]]", f"lines = {quoted(spans(list(group), draft))}")
        yield f"reason = {quoted(reason)}"


def add_witness(draft: Draft, folder: Path, name: str, first: str, last: str) -> str:
    """Put a witness into a document's folder; return the name of its file.

    Whoever calls this holds the document. Raises UsageError where the same capture lies there.
    """
    suffix = CAPTURE_SUFFIXES.get(draft.sniffed.reader, ".txt")
    digest = hashlib.sha256(draft.sniffed.data).hexdigest()
    old = (folder / "document.toml").read_bytes()
    if digest.encode() in old:
        raise UsageError(f"{folder.name} has this very file already; a witness is another capture.")
    number = 1
    while (folder / f"witness-{number}{suffix}").exists():
        number += 1
    file = f"witness-{number}{suffix}"
    rows = "\n".join(witness_table(draft, name, file, first, last)) + "\n"
    text = old if old.endswith(b"\n") else old + b"\n"
    files = {file: draft.sniffed.data, "document.toml": text + rows.encode()}
    before = {"document.toml": hashlib.sha256(old).hexdigest()}
    put_files(Placement(folder.parent, folder.name), files, before)
    return file
