"""``canon``: show how the canonical text came from the capture."""

from __future__ import annotations

import argparse
from itertools import takewhile, zip_longest

from zhengben.cli.commands.common import add_content, add_documents, being_read, content_folder
from zhengben.document.declaration import to_json
from zhengben.document.shown import shown
from zhengben.press.documents import find_documents
from zhengben.source.source import Source

# characters shown before and behind a difference
_NEAR = 8


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--json", action="store_true", help="print the whole ledger as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the ledger; return 1 when the capture gives another text than the canonical one."""
    status, ledgers = 0, list[dict[str, object]]()
    for folder in find_documents(content_folder(arguments), arguments.documents):
        with being_read(folder):
            source = Source.open(folder)
            derived, ledger = source.derive()
            canonical = "" if arguments.json else source.canonical
        if arguments.json:
            ledgers.append({"document": folder.name, "ledger": ledger})
            continue
        same = derived == canonical
        status = status if same else 1
        print(f"{folder.name}: {derived.count(chr(10))} lines from the capture, "
              f"{'equal to' if same else 'NOT EQUAL to'} the canonical text")  # fmt: skip
        if not same:
            print(f"  {_first_difference(derived, canonical)}")
        for name, count in ledger.counts().items():
            if not count:
                continue
            print(f"  {name}: {count} places ({ledger.reason(name)})")
        for entry in ledger.restorations:
            print(f"  line {entry.line:>3}, character {entry.column:>3}: "
                  f"{entry.before} → {entry.after}  …{entry.context}…")  # fmt: skip
        for apart in ledger.apart:
            print(f"  set apart, capture line {apart.capture_line}: {apart.text[:24]} "
                  f"({apart.reason})")  # fmt: skip
    if arguments.json:
        print(to_json(ledgers))
    return status


def _first_difference(derived: str, canonical: str) -> str:
    """Name the first place at which two texts differ, and what each has there."""
    pairs = zip_longest(derived.split("\n"), canonical.split("\n"), fillvalue="")
    line, one, other = next((n, *pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    at = sum(1 for _ in same)
    near = slice(max(0, at - _NEAR), at + _NEAR)
    ours, theirs = (f"“{shown(text[near])}”" if text[at:] else "no more" for text in (one, other))
    place = f"line {line}, character {at + 1}"
    return f"first at {place}: {ours} out of the capture, {theirs} in the canonical text"
