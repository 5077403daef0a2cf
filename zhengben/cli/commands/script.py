"""``script``: show a text beside itself in another script, with what decided each character."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from zhengben.cli.commands.common import add_content, being_read, content_folder
from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import ConversionLedger, ledger_json
from zhengben.conversion.peculiar import peculiarities
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError
from zhengben.files.placing import require_outside
from zhengben.files.reports import write_report
from zhengben.press.publish import TOOL, find_documents
from zhengben.scripts.tags import require_script
from zhengben.source.source import Source

# how many places of one decision are shown
_MOST = 6


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("documents", nargs=1, metavar="DOC")
    parser.add_argument("--to", required=True, metavar="SCRIPT", help="such as zh-Hans")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with marks")
    parser.add_argument("--json", action="store_true", help="print the whole ledger as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the ledger and both texts; return 1 when the text has peculiar characters."""
    content = content_folder(arguments)
    if arguments.html:
        require_outside(content, arguments.html, "--html")
    folder = find_documents(content, arguments.documents)[0]
    with being_read(folder):
        source = Source.open(folder)
        declaration, _ = source.read()
        require_script(arguments.to, declaration.script)
        converted, ledger = in_script(declaration, arguments.to, source.reviewed)
    if ledger is None:
        raise UsageError(f"{folder.name} is in {arguments.to} already; name another script.")
    if arguments.html:
        _write_page(arguments.html, declaration, converted, ledger)
    if arguments.json:
        sys.stdout.write(ledger_json(ledger).decode())
        return 0
    accepted = source.accepted_characters
    found = list(peculiarities(declaration.lines, declaration.script, accepted))
    for line in (*_summary(ledger), *_decisions(ledger), *_texts(declaration, converted)):
        print(line)
    for peculiarity in found:
        print(peculiarity.sentence)
    return 1 if found else 0


def _write_page(
    path: Path, left: Declaration, right: Declaration, ledger: ConversionLedger
) -> None:
    from zhengben.collation.web import write_collation
    from zhengben.design.assets import Assets
    from zhengben.design.editions import COLLATIONS

    row = COLLATIONS["collation"]
    page = write_collation(left, right, row, Assets.find(), TOOL, ledger)
    write_report(path, page)


def _summary(ledger: ConversionLedger) -> Iterator[str]:
    characters = sum(map(len, ledger.lines.values()))
    rules = ", ".join(f"{rule} {count}" for rule, count in ledger.by_rule().items())
    yield (
        f"{ledger.document}: {ledger.origin} to {ledger.script} by OpenCC {ledger.configuration}: "
        f"{ledger.changed} of {characters} characters changed" + (f" ({rules})" if rules else "")
    )
    if ledger.reverse:
        yield (
            f"{len(ledger.back)} characters do not come back by OpenCC {ledger.reverse} alone: "
            + "  ".join(f"{e.detail}→{e.before}→{e.after} {n}" for e, n in ledger.back_counts())
        )
    yield "changes: " + "  ".join(f"{a}→{b} {count}" for a, b, count in ledger.counts())


def _decisions(ledger: ConversionLedger) -> Iterator[str]:
    """Yield the characters that had a choice, with the rule that decided and some contexts."""
    for first, entries in ledger.choices():
        why = f"{first.rule} {first.detail}".strip()
        yield (
            f"{first.before} → {first.after} (of {' '.join(first.choices)}), by {why}: "
            f"{len(entries)} times"
        )
        for entry in entries[:_MOST]:
            yield f"    {entry.place}, character {entry.offset + 1}: {ledger.context(entry)}"
        if len(entries) > _MOST:
            yield f"    … and {len(entries) - _MOST} more; --json has all"


def _texts(left: Declaration, right: Declaration) -> Iterator[str]:
    for one, other in zip(left.lines, right.lines, strict=True):
        yield f"[{one.id}] {one.text}"
        if other.text != one.text:
            yield f"{' ' * (len(one.id) + 2)} {other.text}"
