"""``new --witness FILE --for DOC``: collate another capture with a text that is there."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from zhengben.cli.commands.batch import answer
from zhengben.cli.commands.common import tell_holder
from zhengben.comparison.witnesses import LEAST_ALIKE, collate, covered
from zhengben.document.errors import ContentError, UsageError
from zhengben.document.lines import Line
from zhengben.emendation.derivation import follow
from zhengben.files.holding import locked
from zhengben.intake.draft import draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.witness import add_witness, set_apart, witness_table
from zhengben.source.source import Source

_KEYS = ("source", "url", "received", "title")


def read_witness(
    content: Path, arguments: argparse.Namespace, answers: Mapping[str, object]
) -> int:
    """Read a capture, find out which lines of the text it has, and add it to the metadata."""
    folder = content / arguments.document
    if not arguments.document or not (folder / "document.toml").is_file():
        told = f"There is no document “{arguments.document}” in {content}; name one with --for."
        raise UsageError(told)
    if wrong := next((key for key in answers if key not in _KEYS), ""):
        raise UsageError(f"a witness has no “{wrong}”; --set takes {', '.join(_KEYS)} for one.")
    path = Path(arguments.witness)
    name = arguments.name or path.stem
    with locked(folder, partial(tell_holder, folder.name)):
        _read(folder, path, name, arguments, answers)
    return 0


def _read(
    folder: Path, path: Path, name: str, arguments: argparse.Namespace,
    answers: Mapping[str, object],
) -> None:  # fmt: skip
    lines = Source.open(folder).read()[0].lines
    sniffed = sniff(path, arguments.encoding)
    received = datetime.date.fromtimestamp(path.stat().st_mtime)
    made = draft(path, sniffed, Hints(), received, str(answers.get("title", "")))
    answer(made, dict(answers))
    theirs, sources = _lines(made.canonical), made.ledger.sources
    both = covered(lines, theirs)
    if both is None:
        told = f"has no line of {folder.name}: it is no witness of this text."
        raise ContentError(told, path)
    (first, last), has = both
    begins, ends = sources[has[0].index - 1], [*sources, 1 << 30][has[1].index]
    kept = [n for n in made.recipe.lines if begins <= n < ends]
    before = [n for n in made.recipe.lines if n < begins]
    made = set_apart(made, before, [n for n in made.recipe.lines if n >= ends])
    part = lines[lines.index(first) : lines.index(last) + 1]
    text, _ = follow(made.extraction.written(False), made.recipe)
    collated = collate(part, text)
    if collated.share < LEAST_ALIKE:
        raise ContentError(
            f"has {collated.share:.0%} of the characters of {folder.name}, from {first.id} to "
            f"{last.id}: it is no witness of this text.",
            path,
        )
    print(f"read as {sniffed.reader}, {sniffed.encoding}: {len(kept)} lines of the text, "
          f"{first.id} to {last.id}")  # fmt: skip
    for number in sorted(made.recipe.apart):
        shown = made.extraction.lines[number - 1].text.strip()[:40]
        print(f"  set apart, line {number}: {shown} ({made.recipe.apart[number]})")
    count, scripts = len(collated.divergences), collated.scripts
    print(f"  has {collated.share:.1%} of its characters as they stand; {count} variants; "
          f"{scripts} characters in another script or form")  # fmt: skip
    if arguments.dry_run:
        print("\n".join(witness_table(made, name, "witness", first.id, last.id)))
        print("\nnothing written")
        return
    file = add_witness(made, folder, name, first.id, last.id)
    print(f"\nadded: {folder / file}, as the witness “{name}”")
    print(f"next: answer what document.toml asks of it, then build.py variants {folder.name}")


def _lines(text: str) -> list[Line]:
    """Return the lines of a text that declares nothing of them."""
    found, start = list[Line](), 0
    for number, line in enumerate(text.split("\n")[:-1], 1):
        found.append(Line(number, start, line, f"line-{number}"))
        start += len(line) + 1
    return found
