"""``compare``: what changed from one version of a text to another, article by article."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator, Sequence

from zhengben.cli.commands.common import add_content, being_read, content_folder
from zhengben.comparison.instructions import Instruction, check_decision
from zhengben.comparison.pairing import UnitPair
from zhengben.comparison.versions import compare_versions
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import UsageError
from zhengben.press.documents import find_documents
from zhengben.source.source import Source
from zhengben.source.versions import named

# how an edit is shown in one column: what is gone, and what is new
_GONE, _NEW = "[-{}-]", "{{+{}+}}"
# so many characters around an edit are shown
_AROUND = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("document", metavar="DOC", help="a document with versions")
    parser.add_argument("--from", default="", dest="since", metavar="DATE",
                        help="the older version: its day, or its year")  # fmt: skip
    parser.add_argument(
        "--to", default="", metavar="DATE", help="the newer one (default: the text)"
    )
    parser.add_argument("--all", action="store_true", help="tell what did not change too")
    parser.add_argument("--redline", action="store_true", help="whole articles, in one column")
    parser.add_argument("--decision", action="store_true",
                        help="hold the decision of the newer version against them")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the articles as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what became of each article; return 0 whether there are changes or not."""
    (folder,) = find_documents(content_folder(arguments), [arguments.document])
    with being_read(folder):
        source = Source.open(folder)
        own = source.read()[0]
        days = [version.date for version in own.versions]
        if not days:
            told = f"{folder.name} has no other version; add a [[version]] to its document.toml."
            raise UsageError(told)
        new = _version(source, own, arguments.to or str(own.identity.version_of(own.date)), "--to")
        until = new.identity.version_of(new.date)
        before = [day for day in days if day < until]
        since = arguments.since or (str(before[-1]) if before else "")
        old = _version(source, own, since, "--from")
        decision = source.decision(until) if arguments.decision else ""
    pairs = compare_versions(old, new)
    if arguments.decision:
        return _held(own.id, check_decision(decision, pairs))
    chosen = [pair for pair in pairs if arguments.all or not pair.is_same]
    if arguments.json:
        print(to_json([_as_json(pair) for pair in chosen]))
        return 0
    _tell(own, old, until, pairs)
    for pair in chosen:
        print("\n".join(_shown(pair, whole=arguments.redline)))
    return 0


def _held(document: str, found: Sequence[Instruction]) -> int:
    """Tell what became of each instruction; return 1 where one was not carried out, or unclear."""
    for instruction in found:
        told = f"  {instruction.text}" if instruction.text else ""
        why = f": {instruction.why}" if instruction.why else ""
        print(f"{instruction.article}: {instruction.outcome}{why}")
        print(told, end="\n" if told else "")
    done = sum(instruction.outcome == "carried out" for instruction in found)
    print(f"{document}: {done} of {len(found)} instructions carried out")
    return 0 if done == len(found) else 1


def _version(source: Source, own: Declaration, said: str, option: str) -> Declaration:
    """Return the version that a day or a year names; raise UsageError that lists them."""
    days = tuple(version.date for version in own.versions)
    day = named(days, said)
    if day is None:
        there = ", ".join(map(str, days))
        raise UsageError(f"{option} {said or 'DATE'} names no one version; there are: {there}.")
    if day == own.identity.version_of(own.date):
        return own
    return source.at(day).read()[0]


def _tell(
    own: Declaration, old: Declaration, until: datetime.date, pairs: Sequence[UnitPair]
) -> None:
    since = old.identity.version_of(old.date)
    counts = dict.fromkeys(("amended", "added", "deleted", "unchanged"), 0)
    for pair in pairs:
        counts[pair.change] += 1
    told = ", ".join(f"{count} {change}" for change, count in counts.items())
    moved = sum(pair.moved for pair in pairs)
    renumbered = sum(pair.renumbered for pair in pairs)
    print(f"{own.id}: from {since} to {until}: {told}; {renumbered} renumbered, {moved} moved")
    for version in own.versions:
        if since < version.date <= until and version.instrument:
            print(f"  {version.date}: {version.instrument}")


def _names(pair: UnitPair) -> str:
    names = [unit.label or unit.id for unit in (pair.old, pair.new) if unit]
    return " → ".join(dict.fromkeys(names))


def _shown(pair: UnitPair, *, whole: bool) -> Iterator[str]:
    words = [pair.change, *(["renumbered"] if pair.renumbered else [])]
    words += ["moved"] if pair.moved else []
    yield f"{_names(pair)}: {', '.join(words)}"
    if pair.old is None or pair.new is None:
        mark, unit = (_NEW, pair.new) if pair.old is None else (_GONE, pair.old)
        for line in unit.text.split("\n") if unit else ():
            yield f"  {mark.format(line)}"
    elif whole:
        for line in _redline(pair).split("\n"):
            yield f"  {line}"
    else:
        yield from _edits(pair)


def _redline(pair: UnitPair) -> str:
    """Return an article with what is gone and what is new in it."""
    assert pair.old
    assert pair.new
    old, new, made, at = pair.old.text, pair.new.text, "", 0
    for edit in pair.edits:
        made += old[at : edit.start]
        for mark, text in (
            (_GONE, old[edit.start : edit.end]),
            (_NEW, new[edit.begin : edit.finish]),
        ):
            made += mark.format(text.replace("\n", "⏎\n")) if text else ""
        at = edit.end
    return made + old[at:]


def _edits(pair: UnitPair) -> Iterator[str]:
    """Yield each edit with what stands around it."""
    assert pair.old
    assert pair.new
    old, new = pair.old.text, pair.new.text
    for edit in pair.edits:
        if edit.start < len(pair.old.label) and pair.renumbered and edit.end <= len(pair.old.label):
            continue
        gone, came = old[edit.start : edit.end], new[edit.begin : edit.finish]
        marked = (_GONE.format(gone) if gone else "") + (_NEW.format(came) if came else "")
        before = old[max(0, edit.start - _AROUND) : edit.start]
        told = f"…{before}{marked}{old[edit.end : edit.end + _AROUND]}…"
        yield f"  {told.replace(chr(10), '⏎')}"


def _as_json(pair: UnitPair) -> dict[str, object]:
    return {
        "change": pair.change,
        "renumbered": pair.renumbered,
        "moved": pair.moved,
        "old": {"id": pair.old.id, "text": pair.old.text} if pair.old else None,
        "new": {"id": pair.new.id, "text": pair.new.text} if pair.new else None,
        "edits": pair.edits,
    }
