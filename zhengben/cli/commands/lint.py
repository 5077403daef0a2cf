"""``lint``: name what looks wrong in a canonical text."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from zhengben.cli.commands.common import add_content, add_documents, being_read, content_folder
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError
from zhengben.document.work import UNSAID
from zhengben.emendation.lint import RULES, Doubt, lint
from zhengben.files.toml import read_text
from zhengben.press.documents import find_documents
from zhengben.source.source import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--json", action="store_true", help="print the doubts as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print every doubt; return 1 when there are any."""
    found, told = 0, list[dict[str, object]]()
    for folder in find_documents(content_folder(arguments), arguments.documents):
        with being_read(folder):
            doubts = examine(folder)
        found += len(doubts)
        if arguments.json:
            told.append({"document": folder.name, "doubts": doubts})
            continue
        for doubt in doubts:
            place = f"canonical.txt:{doubt.line}:{doubt.column}" if doubt.line else "document.toml"
            print(f"{folder.name}/{place}: {doubt.code} {RULES[doubt.code]}: {doubt.sentence}")
        many = "1 doubt" if len(doubts) == 1 else f"{len(doubts) or 'no'} doubts"
        print(f"{folder.name}: {many}")
    if arguments.json:
        print(to_json(told))
    return 1 if found else 0


def examine(folder: Path) -> list[Doubt]:
    """Return the doubts about a document, and what of its metadata is open or does not read."""
    doubts = list(_questions(read_text(folder / "document.toml")))
    source = Source.open(folder)
    try:
        declaration, unknown = source.read()
        _, ledger = source.derive()
    except ContentError as error:
        return [*doubts, Doubt("C-012", 0, 0, str(error))]
    doubts += lint(declaration, ledger, source.capture)
    doubts += _work(declaration, asked=any(d.sentence.startswith("country") for d in doubts))
    index = {line.id: line.index for line in declaration.lines}
    doubts += [Doubt("C-010", index[u.line_id], 0, f"{u.title}.") for u in unknown]
    return sorted(doubts, key=lambda d: (d.line, d.code, d.column))


def _work(declaration: Declaration, *, asked: bool) -> Iterator[Doubt]:
    """Tell that a work has no address, unless the metadata ``asked`` for it."""
    if declaration.identity.country == UNSAID and not asked:
        told = (
            "under [work] write country = and the code of whose it is (ISO 3166-1, as “cn”; “eu”, "
            "“un”, or “xx-…” for another organisation), and number = its official number; until "
            f"then its address begins with /akn/{UNSAID}."
        )
        yield Doubt("C-016", 0, 0, told)


def _questions(toml: str) -> list[Doubt]:
    return [Doubt("C-011", 0, 0, text) for text in re.findall(r"^# \? (.+)$", toml, re.MULTILINE)]
