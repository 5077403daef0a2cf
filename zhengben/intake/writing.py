"""Writes a drafted document into ``content/``: all of its files, or none."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from zhengben.document.errors import UsageError
from zhengben.document.notation import parse
from zhengben.document.regex import regex
from zhengben.files.holding import Waiting, locked, nobody
from zhengben.files.placing import Placement, write_file
from zhengben.files.toml import QUESTION
from zhengben.intake.draft import Draft
from zhengben.intake.front import Row
from zhengben.intake.shapes import shape_of

NAME = regex(r"[a-z0-9][a-z0-9-]{0,63}")
CAPTURE_SUFFIXES = {"html": ".html", "markdown": ".md", "wikitext": ".wiki", "docx": ".docx"}
# tables that a second reading writes anew; all others are the editor's
OURS = ("capture", "capture.apart", "capture.question", "canonical", "object", "structure",
        "signatory")  # fmt: skip


def require_name(name: str) -> None:
    """Raise UsageError for what cannot name a document."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f"“{name}” cannot name a document; use small letters, digits and hyphens, as law-2018."
        )


def write(draft: Draft, content: Path, name: str, waiting: Waiting = nobody) -> Path:
    """Write the folder of a new document beside its place, then move its files there.

    ``waiting`` is told who holds that name first.
    """
    require_name(name)
    target = content / name
    files = {f"capture{CAPTURE_SUFFIXES.get(draft.sniffed.reader, '.txt')}": draft.sniffed.data}
    files["canonical.txt"] = draft.canonical.encode()
    files |= _objects(draft)
    rows = (*top(draft), *work(draft, name), *tables(draft, next(iter(files))))
    files["document.toml"] = "\n".join(rows).encode()
    place = Placement(content, name, waiting)
    try:
        with locked(target, waiting):
            place.recover()
            if os.path.lexists(target):
                told = f"{target} exists already and is kept; choose another name with --name."
                raise UsageError(told)
            put_files(place, files, {})
    except OSError as error:
        # the folder that was asked for, not what lies beside it while it is made
        error.filename = str(target)
        raise
    return target


def put_files(
    place: Placement, files: Mapping[str, bytes], before: Mapping[str, str]
) -> Sequence[str]:
    """Put files into a document's folder, all of them or none; return what was kept aside.

    ``before`` has the SHA-256 of those that may go: any other that is in the way is somebody's.
    """
    try:
        folder = place.begin() / place.name
        folder.mkdir()
        for file, data in files.items():
            write_file(folder / file, data)
        going = {f"{place.name}/{file}": digest for file, digest in before.items()}
        kept = place.finish(going, last=f"{place.name}/document.toml").kept
        return [name.removeprefix(f"{place.name}/") for name in kept]
    finally:
        place.give_up()


def rewrite(
    draft: Draft,
    folder: Path,
    capture: str,
    hints: Sequence[str],
    made: Mapping[str, str],
    waiting: Waiting = nobody,
) -> Sequence[str]:
    """Write a second reading: our tables anew, the editor's lines of the metadata as they are.

    ``made`` has the SHA-256 of each file as an earlier reading made it. What somebody has written
    into one since is kept beside the new one: returns the names of such files. Whoever calls this
    has held the document since it was read; ``waiting`` is told of readers.
    """
    old = (folder / "document.toml").read_bytes()
    kept = list(_sections(old.decode("utf-8").replace("\r\n", "\n")))
    first = next((n for n, (name, _) in enumerate(kept) if name in OURS), len(kept))
    edited = _editor_keys(kept)
    new = "\n".join(tables(draft, capture, hints, edited)) + "\n"
    before = "".join(text for name, text in kept[:first] if name not in OURS)
    after = "".join(text for name, text in kept[first:] if name not in OURS)
    files = {"canonical.txt": draft.canonical, "document.toml": before + new + after}
    place = Placement(folder.parent, folder.name, waiting)
    encoded = {file: text.encode() for file, text in files.items()}
    new_files: dict[str, bytes] = {**encoded, **_objects(draft)}
    going = {file: digest for file, digest in made.items() if file in new_files}
    going["document.toml"] = hashlib.sha256(old).hexdigest()
    return put_files(place, new_files, going)


def _objects(draft: Draft) -> dict[str, bytes]:
    """Return the files that the marks of the text name, in the order of the text."""
    if not draft.recipe.notation:
        return {}
    marks = (m for line in draft.canonical.split("\n")[:-1] for m in parse(line).marks)
    named = dict.fromkeys(m.file for m in marks if m.form == "object" and m.file)
    return {file: draft.extraction.objects.files[file] for file in named}


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tables of a TOML text with their names, comments above a table with it."""
    name, part = "", list[str]()
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        if header := re.match(r"\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$", line):
            comments = list[str]()
            while part and part[-1].startswith("#"):
                comments.insert(0, part.pop())
            yield name, "".join(part)
            name, part = header[1], comments
        part.append(line)
    yield name, "".join(part)


def _editor_keys(sections: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return what an editor may have said: facts of the capture, and how a picture is printed."""
    text = next((text for name, text in sections if name == "capture"), "")
    found = re.findall(r"^(source|url|received|licence)\s*=\s*(.+)$", text, re.MULTILINE)
    edited = dict(found)
    for text in (text for name, text in sections if name == "object"):
        if file := re.search(r"^file\s*=\s*(.+)$", text, re.MULTILINE):
            said = re.findall(r"^(?:width-mm|page)\s*=.+$", text, re.MULTILINE)
            edited[f"object {file[1].strip()}"] = "\n".join(said)
    return edited


def quoted(text: str) -> str:
    """Return a text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(quoted, value))}]"
    return value.isoformat() if isinstance(value, datetime.date) else quoted(str(value))


def top(draft: Draft) -> Iterator[str]:
    """Yield the metadata of a document, each question above the key it is for."""
    facts = draft.facts
    yield f"# {next(r.text for r in draft.guess.rows if r.role == 'title')}"
    yield "# Read by `new`. A line that begins with “# ?” is a question for you."
    yield ""
    keys = ("genre", "form", "script", "title-lines", "short-title", "organ", "date", "place",
            "dateline", "rights", "edition_date")  # fmt: skip
    for key in keys:
        if key in facts.values:
            yield from _line(draft, key)
    yield 'register = "lenient"'
    yield 'notes = "first-mention"'
    for doubt in draft.doubts:
        yield f"# ? {doubt}"
    yield ""


def work(draft: Draft, name: str) -> Iterator[str]:
    """Yield the table of whose the text is; a second reading leaves it to the editor."""
    facts = draft.facts
    yield "[work]"
    yield from _line(draft, "country")
    for key in ("subtype", "actor"):
        if key in facts.values:
            yield from _line(draft, key)
    number = facts.values.get("number", name)
    yield f"number = {quoted(str(number))}  # the official number, or a name that stands for it"
    for event in facts.amended:
        yield from ("", "[[work.event]]", 'kind = "amendment"', f"date = {event.date}")
        if event.title:
            yield f"title = {quoted(event.title)}"
    yield ""


def _line(draft: Draft, key: str) -> Iterator[str]:
    if key in draft.facts.questions:
        yield f"# ? {key}: {draft.facts.questions[key]}"
    yield f"{key} = {_value(draft.facts.values[key])}"


def tables(
    draft: Draft, capture: str, hints: Sequence[str] = (), edited: dict[str, str] | None = None
) -> Iterator[str]:
    """Yield the tables that say where the text came from and what its lines are."""
    recipe, sniffed, edited = draft.recipe, draft.sniffed, edited or {}
    yield "[capture]"
    yield f"file = {quoted(capture)}"
    yield f'sha256 = "{hashlib.sha256(sniffed.data).hexdigest()}"'
    if sniffed.reader != "text":
        yield f'reader = "{sniffed.reader}"'
    if sniffed.encoding != "utf-8":
        yield f'encoding = "{sniffed.encoding}"'
    for key in ("source", "url", "received", "licence"):
        if key in edited:
            yield f"{key} = {edited[key]}"
        elif key in draft.facts.values:
            yield from _line(draft, key)
    yield f"rules = [{', '.join(map(quoted, recipe.rules))}]"
    yield f"lines = {quoted(spans(recipe.lines, draft))}"
    if recipe.joined:
        yield f"join = {quoted(', '.join(f'{a}-{b}' for a, b in recipe.joined))}"
    if recipe.columns:
        yield f"columns = {quoted(', '.join(map(str, sorted(recipe.columns))))}"
    if recipe.supplied:
        yield f"supplied-title = {quoted(recipe.supplied)}"
    for reason, numbers in groupby(sorted(recipe.apart), key=lambda n: recipe.apart[n]):
        yield from ("", "[[capture.apart]]")
        yield f"lines = {quoted(spans(list(numbers), draft))}"
        yield f"reason = {quoted(reason)}"
    yield from _questions(draft)
    yield from ("", "[canonical]", 'file = "canonical.txt"')
    yield f'sha256 = "{hashlib.sha256(draft.canonical.encode()).hexdigest()}"'
    if recipe.notation:
        yield f"notation = {recipe.notation}"
    for name, data in _objects(draft).items():
        yield from ("", "[[object]]", f"file = {quoted(name)}")
        yield f'sha256 = "{hashlib.sha256(data).hexdigest()}"'
        yield from edited.get(f"object {quoted(name)}", "").splitlines()
    yield from ("", "[structure]", f'numbers = "{"own" if draft.guess.own else "ours"}"')
    if hints:
        yield f"hints = [{', '.join(map(quoted, hints))}]"
    yield "lines = ["
    for row in structure_rows(draft):
        yield f"  {quoted(row)},"
    yield "]"
    for signed in draft.guess.signing.signatories:
        yield from ("", "[[signatory]]")
        yield f"office = {quoted(signed.office)}"
        yield f"name = {quoted(signed.name)}"
    yield ""


def _questions(draft: Draft) -> Iterator[str]:
    """Yield what is asked about lines of the capture, each with the place of its answer."""
    for question in draft.questions:
        aside = question.lines[0] in draft.recipe.apart
        yield from ("", "[[capture.question]]")
        yield f"lines = {quoted(spans(question.lines, draft))}"
        yield f"about = {quoted(question.about)}"
        stands = "set apart" if aside else "text"
        note = f'  # "text" or "apart"? Until you say so: {stands}' if not question.answer else ""
        yield f"answer = {quoted(question.answer or QUESTION)}{note}"


def spans(numbers: Sequence[int], draft: Draft) -> str:
    """Write line numbers as “9-153, 160”; blank lines between two of them do not divide a span."""
    lines = draft.extraction.lines
    spans: list[tuple[int, int]] = []
    for number in numbers:
        last = spans[-1][1] if spans else -1
        between = range(last + 1, number)
        if spans and not any(lines[n - 1].text.strip() for n in between):
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)


def structure_rows(draft: Draft) -> Iterator[str]:
    """Yield the rows of ``[structure]``: lines in order, alike ones together."""
    signing = draft.guess.signing
    groups = {s.indices[0]: s.indices for s in signing.signatories}
    columns = {first: (count, wide) for first, count, wide in signing.columns}
    rows = draft.guess.rows
    at = 0
    while at < len(rows):
        row, end = rows[at], at + 1
        if row.index in columns:
            count, wide = columns[row.index]
            end = at + count
            words = f"signatures {wide}"
        elif row.index in groups and row.role in ("office", "signature"):
            end = at + len(groups[row.index])
            words = "signatory"
        elif row.role == "cell":
            while end < len(rows) and _same_table(row, rows[end]):
                end += 1
            cells = [r.source.cell for r in rows[at:end] if r.source.cell]
            words = f"table {shape_of(cells, draft.extraction.blanks)}"
        else:
            while end < len(rows) and _kind(rows[end]) == _kind(row):
                end += 1
            words = f"{row.role} {row.level}" if row.level else row.part or row.role
        span = f"{row.index}-{rows[end - 1].index}" if end - at > 1 else str(row.index)
        yield f"{span} {words}"
        at = end


def _kind(row: Row) -> tuple[str, int, str]:
    return row.role, row.level, row.part


def _same_table(one: Row, other: Row) -> bool:
    a, b = one.source.cell, other.source.cell
    return other.role == "cell" and a is not None and b is not None and a.table == b.table
