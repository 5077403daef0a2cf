"""``script``: show a text beside itself in another script, with what decided each character."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from zhengben.cli.commands.common import add_content, add_install, being_read, content_folder
from zhengben.conversion.declarations import in_script
from zhengben.conversion.doubts import DoubtfulPlace, doubtful_places
from zhengben.conversion.inconsistency import inconsistencies
from zhengben.conversion.ledger import RULES, ConversionLedger, ledger_json
from zhengben.conversion.peculiar import peculiarities
from zhengben.conversion.settling import settle
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError
from zhengben.files.placing import require_outside
from zhengben.files.reports import write_report
from zhengben.press.documents import find_documents
from zhengben.press.publish import TOOL
from zhengben.scripts.opinions import Opinions, opinions
from zhengben.scripts.tags import require_script
from zhengben.setup import extras
from zhengben.source.source import Source

# how many places of one decision are shown
_MOST = 6
_NOBODY = Opinions({}, {}, 0)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("documents", nargs=1, metavar="DOC")
    parser.add_argument("--to", required=True, metavar="SCRIPT", help="such as zh-Hans")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with marks")
    parser.add_argument("--json", action="store_true", help="print the whole ledger as JSON")
    parser.add_argument("--settle", action="append", default=[], metavar="PHRASE=FORM",
                        help="write a row that decides a phrase of the text")  # fmt: skip
    parser.add_argument("--reason", default="", help="why, for the row that --settle writes")
    parser.add_argument("--only-here", action="store_true",
                        help="let --settle decide for this document alone")  # fmt: skip
    parser.add_argument("--at", default="", metavar="ANCHOR",
                        help="let --settle decide in one line of this document")  # fmt: skip
    add_install(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print doubtful places, ledger and both texts; return 1 when there is something to look at."""
    content = content_folder(arguments)
    if arguments.html:
        require_outside(content, arguments.html, "--html")
    folder = find_documents(content, arguments.documents)[0]
    if arguments.install:
        extras.require("opinions", install=True)
    with being_read(folder):
        source = Source.open(folder)
        declaration, _ = source.read()
        require_script(arguments.to, declaration.script)
        for phrase_and_form in arguments.settle:
            only = arguments.only_here or bool(arguments.at)
            told = settle(
                folder, declaration, arguments.to, phrase_and_form, source.reviewed,
                reason=arguments.reason, only_here=only, at=arguments.at,
            )  # fmt: skip
            print(told)
            source = Source.open(folder)
        converted, ledger = in_script(declaration, arguments.to, source.reviewed)
    if ledger is None:
        raise UsageError(f"{folder.name} is in {arguments.to} already; name another script.")
    if arguments.html:
        _write_page(arguments.html, declaration, converted, ledger)
    asked = _ask(declaration, converted)
    doubtful = list(doubtful_places(ledger, asked.votes, converted.text))
    if arguments.json:
        content = json.loads(ledger_json(ledger)) | {
            "second_opinions": asked.versions,
            "differences_of_standard": asked.by_standard,
            "doubtful": [_as_json(place) for place in doubtful],
        }
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        return 0
    found = list(_findings(source, declaration, converted, ledger))
    for line in (
        *_told(asked, ledger, doubtful),
        *_summary(ledger),
        *_decisions(ledger),
        *_texts(declaration, converted),
        *found,
    ):
        print(line)
    return 1 if found or doubtful else 0


def _ask(declaration: Declaration, converted: Declaration) -> Opinions:
    folder = extras.folder_of("opinions")
    if folder is None:
        return _NOBODY
    return opinions(folder, declaration.text, converted.text, declaration.script, converted.script)


def _told(
    asked: Opinions, ledger: ConversionLedger, doubtful: list[DoubtfulPlace]
) -> Iterator[str]:
    """Yield the doubtful places, each with its context, its candidates and who says what."""
    if asked.versions:
        names = " and ".join(f"{name} {version}" for name, version in asked.versions.items())
        yield (
            f"{names} read the same text; {asked.by_standard} differences are of standard and "
            "settled by its table"
        )
    else:
        yield "no second opinion was asked: none is installed; --install adds them"
    yield f"{ledger.document}: {len(doubtful) or 'no'} doubtful places"
    for place in doubtful:
        entry = place.entry
        votes = ", ".join(f"{name} {form}" for name, form in place.votes.items())
        yield (
            f"  {entry.place}, character {entry.offset + 1}: {place.context}: "
            f"{entry.before} → {' or '.join(place.candidates)}"
        )
        yield (
            f"    the press {entry.after}, by {RULES[entry.rule]}"
            + (f" {entry.detail}" if entry.detail else "")
            + (f"; {votes}" if votes else "")
            + f"; {place.reason}"
        )
    if doubtful:
        word = doubtful[0].entry.word or doubtful[0].entry.before
        yield f"  settle one with --settle '{word}=…' (longer phrases are safer), and --reason"


def _as_json(place: DoubtfulPlace) -> dict[str, object]:
    entry = place.entry
    return {
        "place": entry.place,
        "character": entry.offset + 1,
        "context": place.context,
        "word": entry.word,
        "from": entry.before,
        "to": entry.after,
        "candidates": list(place.candidates),
        "rule": entry.rule,
        "votes": dict(place.votes),
        "why": place.reason,
    }


def _findings(
    source: Source, declaration: Declaration, converted: Declaration, ledger: ConversionLedger
) -> Iterator[str]:
    accepted = source.accepted_characters
    for peculiarity in peculiarities(declaration.lines, declaration.script, accepted):
        yield peculiarity.sentence
    yield from ledger.needless
    for text in (declaration, converted):
        if text.script.startswith("zh-Hant"):
            rows = ((line.id, line.text) for line in text.lines)
            yield from (f"{text.script}: {found.sentence}" for found in inconsistencies(rows))


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
