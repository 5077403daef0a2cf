"""Reads what the metadata say of a capture: its file, and how its lines are to be read.

``[capture]`` of a document and the tables of its witnesses have these keys in common::

    file = "capture.txt"
    sha256 = "…"
    reader = "html"              # else text
    encoding = "gb18030"         # else utf-8
    rules = ["trim", "comma"]
    lines = "9-153"              # those that are text
    join = "12-14"               # one paragraph in several lines
    columns = "20"               # columns side by side on one line
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path

from zhengben.capture import READERS, CapturedText, CaptureError, extract
from zhengben.document.direction import STRAY_JOINER
from zhengben.document.errors import ContentError
from zhengben.document.provenance import Provenance, Question
from zhengben.document.regex import regex
from zhengben.emendation.derivation import (
    EmendationLedger,
    MalformedLineError,
    Recipe,
    UnaccountedLineError,
    follow,
    parse_spans,
)
from zhengben.emendation.rules import FOLDED, RULES
from zhengben.files.toml import TomlTable, read_bytes
from zhengben.source.structure import ranges

# what shows nothing and stands in no canonical text
CONTROL = regex(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffd\U000e0001-\U000e007f]|" + STRAY_JOINER
)
# the keys that are asked for where a capture is read
KEYS = ("reader", "encoding", "lines", "join", "columns", "supplied-title")


def file_of(folder: Path, table: TomlTable, key: str = "file") -> Path:
    """Return the file that a table names, which lies in the document's folder."""
    name = table.text(key)
    if Path(name).name != name:
        raise table.error(f"“{name}” must be a file of this folder.", key)
    return folder / name


def compare_hash(table: TomlTable, path: Path, data: bytes) -> None:
    """Raise ContentError where a file is not the one whose SHA-256 a table has."""
    digest = hashlib.sha256(data).hexdigest()
    if digest != table.text("sha256"):
        raise table.error(
            f"{path.name} has SHA-256 {digest}, not the one written here; restore the file, "
            "or, if the change was meant, write the new hash.",
            "sha256",
        )


def captured(folder: Path, table: TomlTable) -> CapturedText:
    """Return the lines of a capture, after its SHA-256 was compared."""
    path = file_of(folder, table)
    reader = table.choice("reader", tuple(READERS), "text")
    encoding = table.text("encoding", "utf-8")
    data = read_bytes(path)
    compare_hash(table, path, data)
    try:
        return extract(data, reader, encoding)
    except CaptureError as error:
        raise ContentError(str(error), path) from None


def recipe_of(table: TomlTable, notation: int = 0, default: tuple[str, ...] = FOLDED) -> Recipe:
    """Return how a table says that its capture is to be read; ``default`` are the usual rules."""
    apart: dict[int, str] = {}
    for part in table.tables("apart"):
        apart |= dict.fromkeys(ranges(part, "lines"), part.text("reason"))
        part.finish()
    rules = table.texts("rules", default)
    for name in rules:
        if name not in RULES:
            there = ", ".join(RULES)
            raise table.error(f"there is no rule “{name}”; there are {there}.", "rules")
    return Recipe(
        lines=ranges(table, "lines"),
        apart=apart,
        rules=rules,
        joined=_spans(table, "join"),
        columns=frozenset(n for a, b in _spans(table, "columns") for n in range(a, b + 1)),
        supplied=table.text("supplied-title", ""),
        notation=notation,
    )


def derived(
    folder: Path, table: TomlTable, capture: str, recipe: Recipe, apart: str
) -> tuple[str, EmendationLedger]:
    """Make the text anew from its capture, with the ledger; ``apart`` is where lines go else."""
    try:
        return follow(capture, recipe)
    except UnaccountedLineError as error:
        raise table.error(
            f"line {error.args[0]} of the capture is neither text nor set apart; "
            f"add it to “lines” or to an [[{apart}]].",
            "lines",
        ) from None
    except MalformedLineError as error:
        number, column, sentence = error.args
        told = f"in column {column} of a captured line, {sentence}"
        raise ContentError(told, file_of(folder, table), number) from None


def demand_answers(table: TomlTable, questions: Sequence[Question], draft: str) -> None:
    """Raise ContentError for the first question about a capture that is open.

    ``draft`` is what --accept-open-questions allows instead; empty where nothing does.
    """
    instead = f", or {draft} with --accept-open-questions" if draft else "; no draft is kept"
    for question, asked in zip(questions, table.tables("question"), strict=True):
        if not question.answer:
            about = f"lines {asked.text('lines')} of the capture ({question.about})"
            raise asked.error(
                f'{about} are a question: answer it with "text" or "apart"{instead}.', "answer"
            )


def provenance_of(
    meta: TomlTable, open_questions: int, edition_date: datetime.date | None = None
) -> Provenance:
    """Return where a text comes from; so many questions about lines of its capture are open."""
    capture, canonical = meta.table("capture"), meta.table("canonical")
    provenance = Provenance(
        source=capture.text("source"),
        url=capture.text("url", ""),
        received=capture.date("received"),
        licence=capture.text("licence"),
        capture_file=capture.text("file"),
        capture_sha256=capture.text("sha256"),
        canonical_sha256=canonical.text("sha256"),
        open_questions=open_questions,
        edition_date=edition_date,
    )
    canonical.text("file")
    canonical.integer("notation", 0)
    for key in KEYS:
        capture.text(key, "")
    capture.texts("rules", ())
    capture.tables("apart")
    capture.tables("question")
    capture.finish()
    canonical.finish()
    return provenance


def _spans(table: TomlTable, key: str) -> tuple[tuple[int, int], ...]:
    if key not in table:
        return ()
    try:
        return parse_spans(table.text(key))
    except ValueError as error:
        raise table.error(f"in “{key}”, {error}.", key) from None
