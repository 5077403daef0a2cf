"""``new``: read a saved page or text into a document's folder."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.cli.commands.batch import answer, read_batch, stem_of
from zhengben.cli.commands.common import (
    add_content,
    add_jobs,
    being_read,
    content_folder,
    no_collection,
    tell_holder,
)
from zhengben.cli.commands.reading import tell
from zhengben.cli.commands.witnessing import read_witness
from zhengben.design.assets import Assets
from zhengben.design.genres import GENRES
from zhengben.design.registry import require_registry
from zhengben.document.artefacts import sha256
from zhengben.document.declaration import to_json
from zhengben.document.errors import ContentError, UsageError
from zhengben.document.notation import NotationError, parse
from zhengben.document.shown import some
from zhengben.document.work import fault_of
from zhengben.files.holding import locked
from zhengben.files.toml import read_bytes
from zhengben.intake.draft import Draft, draft
from zhengben.intake.hints import HintError, Hints, parse_hints
from zhengben.intake.sniff import Sniffed, sniff
from zhengben.intake.summary import summarize
from zhengben.intake.writing import NAME, require_name, rewrite, write
from zhengben.scripts.tags import SCRIPTS

if TYPE_CHECKING:
    from zhengben.source.source import Source

KEYS = ("title", "genre", "script", "short-title", "organ", "date", "place", "dateline", "rights",
        "source", "url", "received", "licence", "country", "subtype", "actor",
        "number", "edition_date")  # fmt: skip
_DATES = ("date", "received", "edition_date")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", metavar="FILE", nargs="?", default="",
                        help="a saved page or text; a document (--again)")  # fmt: skip
    parser.add_argument("--name", default="", help="the document's folder in content/")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="answers",
                        help="answer a question beforehand; repeatable")  # fmt: skip
    parser.add_argument("--encoding", default="", help="when it cannot be told from the bytes")
    parser.add_argument("--dry-run", action="store_true", help="show all, write nothing")
    parser.add_argument("--json", action="store_true", help="tell what became of lines as JSON")
    parser.add_argument("--again", action="store_true", help="read a document anew with its hints")
    parser.add_argument("--batch", action="store_true", help="FILE is a folder: read all in it")
    parser.add_argument("--witness", default="", metavar="FILE",
                        help="another capture of the document that --for names")  # fmt: skip
    parser.add_argument("--for", default="", metavar="DOC", dest="document",
                        help="the document that a witness is of")  # fmt: skip
    add_jobs(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, write and tell; return 0 even when questions are left."""
    require_registry(Assets.find())
    content = content_folder(arguments)
    if bool(arguments.file) == bool(arguments.witness) or (
        bool(arguments.document) != bool(arguments.witness)
    ):
        raise UsageError("new takes a FILE, or --witness FILE and --for DOC.")
    with no_collection():
        if arguments.witness:
            return read_witness(content, arguments, _answers(arguments.answers))
        if arguments.batch:
            return read_batch(content, arguments, _answers(arguments.answers))
        if arguments.again:
            return _again(content, arguments.file, arguments.dry_run)
        return _first(content, arguments)


def _first(content: Path, arguments: argparse.Namespace) -> int:
    answers = _answers(arguments.answers)
    if arguments.name:
        require_name(arguments.name)
    path = Path(arguments.file)
    sniffed = sniff(path, arguments.encoding)
    received = datetime.date.fromtimestamp(path.stat().st_mtime)
    title, genre = str(answers.get("title", "")), str(answers.get("genre", ""))
    made = draft(path, sniffed, Hints(), received, title, genre=genre)
    answer(made, answers)
    name = arguments.name or _name(path, made)
    if arguments.json:
        print(to_json(summarize(made)))
    else:
        tell(made, every_line=arguments.dry_run)
    if arguments.dry_run and arguments.json:
        return 0
    if arguments.dry_run:
        print(f"\nnothing written; without --dry-run this becomes {content / name}")
        return 0
    folder = write(made, content, name, partial(tell_holder, name))
    if arguments.json:
        return 0
    print(f"\nwritten: {folder}")
    print(f"next: answer the questions in document.toml, then build.py lint {name}")
    return 0


def _answers(given: list[str]) -> dict[str, object]:
    """Read KEY=VALUE pairs; dates, genre, script and the parts of an address must be ones."""
    answers = dict[str, object]()
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or key not in KEYS or not value.strip() or not value.isprintable():
            raise UsageError(
                f"--set takes KEY=VALUE with a key of {', '.join(KEYS)}, not “{pair}”."
            )
        allowed = {"genre": tuple(GENRES), "script": SCRIPTS}.get(key)
        if allowed and value not in allowed:
            raise UsageError(f"--set {key} must be one of {', '.join(allowed)}, not {value}.")
        if key in ("country", "subtype", "actor", "number") and (
            fault := fault_of(key, value.strip())
        ):
            raise UsageError(f"--set {key}: {fault}")
        answers[key] = value.strip()
        if key in _DATES:
            try:
                answers[key] = datetime.date.fromisoformat(value)
            except ValueError:
                raise UsageError(f"--set {key} takes a day such as 2017-06-09, not {value}.") from (
                    None
                )
    return answers


def _name(path: Path, made: Draft) -> str:
    """Return a name for the folder: that of the file, else genre and date."""
    if stem := stem_of(path):
        return stem
    date = made.facts.values.get("date")
    day = date.isoformat() if isinstance(date, datetime.date) else "undated"
    return f"{made.facts.values['genre']}-{day}"


def _again(content: Path, document: str, dry_run: bool) -> int:
    folder = content / document
    if not NAME.fullmatch(document) or not (folder / "document.toml").is_file():
        raise UsageError(f"There is no document “{document}” in {content} to read again.")
    # what is read is what is replaced: nobody else changes it in between
    with being_read(folder) if dry_run else locked(folder, partial(tell_holder, document)):
        return _read_again(folder, dry_run=dry_run)


def _made_before(source: Source) -> dict[str, str]:
    """Return the SHA-256 of the files of a document as a reading by its metadata makes them."""
    objects = source.metadata.tables("object")
    made = {table.text("file"): table.text("sha256") for table in objects}
    try:
        derived, _ = source.derive()
    except ContentError:
        # the metadata were changed as well: then nobody can tell whose the text is
        return made
    return {**made, "canonical.txt": sha256(derived.encode())}


def _tell_moved(hints: Hints, texts: Sequence[str], canonical: Path) -> None:
    """Name the hints whose line has another text now: lines joined or taken out move all below."""
    try:
        before = canonical.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return
    for line in sorted(hints.roles):
        was, now = "".join(before[line - 1 : line]), texts[line - 1]
        if was and now not in (was, _without_marks(was)):
            print(f"the hint for line {line} stands for “{now[:20]}” now, and was “{was[:20]}”")


def _without_marks(line: str) -> str:
    try:
        return parse(line).text
    except NotationError:
        return line


def _read_again(folder: Path, *, dry_run: bool) -> int:
    # a first reading has no need of what reads documents
    from zhengben.source.source import Source

    source = Source.open(folder)
    capture, structure = source.metadata.table("capture"), source.metadata.table("structure")
    hints = structure.texts("hints", ())
    try:
        parsed = parse_hints(hints)
    except HintError as error:
        raise structure.error(f"{error}.", "hints") from None
    file = capture.text("file")
    if Path(file).name != file:
        raise capture.error(f"“{file}” must be a file of this folder.", "file")
    _ = source.extraction  # the capture is as it was received
    data = read_bytes(folder / file)
    sniffed = Sniffed(data, capture.text("reader", "text"), capture.text("encoding", "utf-8"))
    title = capture.text("supplied-title", "")
    opened = {n for q in source.questions if not q.answer for n in q.lines}
    known = {*source.recipe.lines, *source.recipe.apart}
    answered = [question for question in source.questions if question.answer]
    received, genre = capture.date("received"), source.metadata.text("genre", "")
    made = draft(folder / file, sniffed, parsed, received, title, answered, known - opened, genre)
    beyond = [n for n in parsed.roles if n > len(made.guess.rows)]
    if beyond:
        raise ContentError(
            f"a hint names line {beyond[0]}, but the text has {len(made.guess.rows)}.",
            folder / "document.toml",
            structure.line("hints"),
        )
    made.facts.questions.clear()
    tell(made, every_line=dry_run)
    _tell_moved(parsed, [row.text for row in made.guess.rows], folder / "canonical.txt")
    if dry_run:
        print("\nnothing written")
        return 0
    waiting = partial(tell_holder, folder.name)
    if kept := rewrite(made, folder, file, hints, _made_before(source), waiting):
        print(f"\nfiles that somebody had changed are kept as {some(kept)}")
    print(f"\nread again: {folder}")
    return 0
