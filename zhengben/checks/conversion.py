"""Checks T: a text in another script is the canonical one, by the ledger and by the library.

Nothing here knows how the press converts. The ledger that was published is undone on the text that
was read out of the file; what comes out must hash to the canonical text. The converter's library is
asked by itself whether it agrees.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.checks.language import UnreadableError, fonts_of, languages_of, readable
from zhengben.design.faces import chain_for
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.lines import Line
from zhengben.document.notation import Mark, MarkedText, write
from zhengben.document.western import quotes_of_words
from zhengben.fonts.choice import choose, needs_glyph
from zhengben.proof.fidelity import extract

ROWS = (
    Check(
        "T-001",
        "A converted edition has its ledger beside it, whose counts are those of its places.",
        "Publish the document again; the ledger is written with the editions.",
    ),
    Check(
        "T-002",
        "The text of the file, with the ledger undone, is the canonical text, by its SHA-256.",
        "Publish the document again; the sentence names the first place that does not fit.",
    ),
    Check(
        "T-003",
        "Converted back by the library alone, the text is the canonical one except where the "
        "ledger says so.",
        "Publish the document again with the library's version that pyproject.toml names.",
    ),
    Check(
        "T-004",
        "The library finds nothing left to convert, except where the ledger names a rule.",
        "Add an exception or a name for the character, with its reason.",
    ),
    Check(
        "T-005",
        "Quotation marks follow the script: “” in Simplified, 「」 in Traditional.",
        "Publish the document again; an exception may keep a mark, with its reason.",
        "GB/T 15834-2011, 4.8",
    ),
    Check(
        "T-006",
        "The file says that its language is its script.",
        "Publish the document again; templates take the tag from the document.",
        "BCP 47",
    ),
    Check(
        "T-007",
        "The fonts of the file are those of its script.",
        "Publish the document again; zhengben/design/faces.py has the faces of each script.",
    ),
    Check(
        "T-008",
        "Where a cited title holds a character with a choice, the usual form decided, or a "
        "reviewed name.",
        "Add the title, or a part of it, to content/names.toml.",
        warning=True,
    ),
)

# what the library may be asked about a text in a script: is there anything left to convert?
_OWN = {"zh-Hans": "t2s", "zh-Hant-TW": "t2tw", "zh-Hant-HK": "t2hk"}
# the first character behind the letters of Latin: é and ő are letters of Alice’s kind too
_BEYOND_LATIN = "\u0250"
_REVIEWED = ("name", "exception", "form", "sequence", "word", "particle")


class _Row(Struct, frozen=True):
    """A group of the ledger."""

    before: str
    after: str
    rule: str
    detail: str
    choices: tuple[str, ...]
    places: Mapping[str, list[int]]


class _Ledger(Struct, frozen=True):
    """A published ledger, as it was read."""

    configuration: str
    text: tuple[_Row, ...]
    reverse: str
    back: tuple[_Row, ...]
    apparatus: tuple[_Row, ...]


def examine(subject: Subject) -> Iterator[Finding]:
    """Compare a file with the ledger beside it and with what the library says."""
    artefact, declaration = subject.artefact, subject.declaration
    path, file = subject.path, artefact.file
    if path.suffix not in (".pdf", ".epub", ".html", ".xml", ".docx") or not path.is_file():
        return
    try:
        with readable():
            labels = list(_labels(subject))
    except UnreadableError:
        # F-002 tells of it
        return
    yield from labels
    if declaration.conversion is None:
        return
    try:
        ledger = _read(path.parent / f"{declaration.id}.{declaration.script}.ledger.json")
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Finding("T-001", file, "ledger", f"Its ledger cannot be read ({error}).")
        return
    # whether the glyphs are what the text says is for F-002 to find
    blocks = [b for b in extract(path, {}).blocks if subject.column in ("", b.language)]
    plain = dict(zip(subject.anchors, (line.id for line in declaration.lines), strict=True))
    lines = {plain.get(block.id, block.id): block.text for block in blocks}
    text = "".join(line + "\n" for line in lines.values())
    canonical, sentence = _undone(ledger, lines)
    digest = hashlib.sha256(_in_file(declaration, canonical, ledger).encode()).hexdigest()
    if sentence or digest != declaration.provenance.canonical_sha256:
        told = sentence or f"With the ledger undone its SHA-256 is {digest}."
        yield Finding("T-002", file, "text", told)
        return
    yield from _by_the_library(subject, ledger, lines, text, canonical)
    yield from _titles(subject, ledger)


def _read(path: Path) -> _Ledger:
    content = json.loads(path.read_text("utf-8"))
    keys = ("text", "not_reversed", "apparatus")
    rows = {key: tuple(map(_row, content[key])) for key in keys}
    for group in (*content["text"], *content["not_reversed"]):
        if group["count"] != sum(map(len, group["places"].values())):
            raise ValueError(f"{group['from']} has not {group['count']} places")
    changed = sum(sum(map(len, r.places.values())) for r in rows["text"] if r.before != r.after)
    if changed != content["changed"]:
        raise ValueError(f"it says {content['changed']} characters changed and lists {changed}")
    return _Ledger(
        content["configuration"], rows["text"], content["reverse"], rows["not_reversed"],
        rows["apparatus"],
    )  # fmt: skip


def _row(group: dict[str, Any]) -> _Row:
    return _Row(
        group["from"], group["to"], group["rule"], group.get("detail", ""),
        tuple(group.get("choices", ())), group["places"],
    )  # fmt: skip


def _undone(ledger: _Ledger, lines: Mapping[str, str]) -> tuple[str, str]:
    """Return the text with every change undone, and what does not fit, if anything."""
    canonical = {key: list(line) for key, line in lines.items()}
    for row in ledger.text:
        for place, columns in row.places.items():
            for column in columns:
                line = canonical.get(place, [])
                if column > len(line) or line[column - 1] != row.after:
                    return (
                        "",
                        f"{place}, character {column}, is not {row.after}, as the ledger has.",
                    )
                line[column - 1] = row.before
    return "".join("".join(line) + "\n" for line in canonical.values()), ""


def _in_file(declaration: Declaration, canonical: str, ledger: _Ledger) -> str:
    """Return a plain text as the canonical file has it, with marks where there is a notation."""
    if not declaration.notation:
        return canonical
    # what the marks say beside the text was converted too
    was = {
        (place, column): row.before for row in ledger.apparatus
        for place, columns in row.places.items() if ".marks." in place for column in columns
    }  # fmt: skip
    texts = zip(canonical.split("\n"), declaration.lines, strict=False)
    try:
        return "".join(
            write(MarkedText(text, tuple(_marks_undone(line, was)))) + "\n" for text, line in texts
        )
    except ValueError:
        # the marks do not fit a text that is another one
        return canonical


def _marks_undone(line: Line, was: Mapping[tuple[str, int], str]) -> Iterator[Mark]:
    for number, mark in enumerate(line.marks, 1):
        place = f"{line.id}.marks.{number}"
        yield mark.worded("".join(was.get((place, at), c) for at, c in enumerate(mark.wording, 1)))


class _Compared(Struct, frozen=True):
    """The text of a file beside the canonical one; ``starts`` has the offset of each line."""

    file: str
    script: str
    ledger: _Ledger
    text: str
    canonical: str
    starts: Mapping[str, int]

    def offsets(self, row: _Row) -> Iterator[int]:
        """Yield the place of each character of a row in the text."""
        for place, columns in row.places.items():
            yield from (self.starts[place] + column - 1 for column in columns)

    def decided(self, *rules: str) -> set[int]:
        """Return the places for which one of these rules decided."""
        rows = (row for row in self.ledger.text if row.rule in rules)
        return {n for row in rows for n in self.offsets(row)}

    def finding(self, code: str, offset: int, sentence: str) -> Finding:
        """Return a finding at a place of the text."""
        return Finding(code, self.file, _place(self.starts, offset), sentence)


def _by_the_library(
    subject: Subject, ledger: _Ledger, lines: Mapping[str, str], text: str, canonical: str
) -> Iterator[Finding]:
    """Ask the converter's library by itself whether it agrees, there and back."""
    starts, at = dict[str, int](), 0
    for key, line in lines.items():
        starts[key] = at
        at += len(line) + 1
    file, script = subject.artefact.file, subject.declaration.script
    compared = _Compared(file, script, ledger, text, canonical, starts)
    if (finding := _coming_back(compared)) is not None:
        yield finding
        return
    yield from _left_to_convert(compared)
    yield from _foreign_marks(compared)


def _coming_back(compared: _Compared) -> Finding | None:
    """Return the first character that does not come back as the ledger says, if any."""
    from opencc import OpenCC

    ledger, text = compared.ledger, compared.text
    if not ledger.reverse:
        return None
    back = OpenCC(ledger.reverse).convert(text)
    marks = compared.decided("mark")
    said = {n: row for row in ledger.back for n in compared.offsets(row)}
    for n, (found, wanted) in enumerate(zip(back, compared.canonical, strict=True)):
        row = said.get(n)
        agrees = found == wanted if row is None else (row.after, row.detail) == (found, wanted)
        if not agrees and n not in marks:
            sentence = f"{text[n]} comes back as {found}, not {wanted}, and no ledger says so."
            return compared.finding("T-003", n, sentence)
    return None


def _left_to_convert(compared: _Compared) -> Iterator[Finding]:
    """Yield what the library would still convert, where no reviewed rule decided."""
    from opencc import OpenCC

    # two configurations one behind the other are none of the library's own
    if compared.script not in _OWN or "+" in compared.ledger.configuration:
        return
    text, reviewed = compared.text, compared.decided(*_REVIEWED)
    forward = OpenCC(compared.ledger.configuration).convert(compared.canonical)
    own = OpenCC(_OWN[compared.script]).convert(text)
    for n, (now, then) in enumerate(zip(text, own, strict=True)):
        # in its own words the library may hold a character back that it would convert here
        if now != then and n not in reviewed and forward[n] != now:
            yield compared.finding("T-004", n, f"The library would still make {then} of {now}.")


def _foreign_marks(compared: _Compared) -> Iterator[Finding]:
    """Yield the quotation marks of another script that no exception keeps."""
    foreign = "「」『』" if compared.script.startswith("zh-Hans") else "“”‘’"
    text = compared.text
    kept = compared.decided("exception") | quotes_of_words(text)
    for n, character in enumerate(text):
        if character in foreign and n not in kept and not is_apostrophe(text, n):
            sentence = f"The mark {character} belongs to another script."
            yield compared.finding("T-005", n, sentence)


def is_apostrophe(text: str, n: int) -> bool:
    """Tell whether a mark stands in a Latin word or a number: Alice’s, ’90, 5’10”."""
    beside = text[max(0, n - 1) : n] + text[n + 1 : n + 2]
    if text[n] in "‘’":
        return any(c < _BEYOND_LATIN and c.isalnum() for c in beside)
    return text[n] == "”" and re.search(r"’\d{1,2}$", text[max(0, n - 3) : n]) is not None


def _place(starts: Mapping[str, int], offset: int) -> str:
    line = max((key for key in starts if starts[key] <= offset), key=lambda key: starts[key])
    return f"{line}, character {offset - starts[line] + 1}"


def _labels(subject: Subject) -> Iterator[Finding]:
    """Compare what the file says of its language and its fonts with its script."""
    file, scripts = subject.artefact.file, subject.artefact.scripts
    for where, language in languages_of(subject.path):
        if language not in scripts:
            yield Finding("T-006", file, where, f"It says “{language}”, not “{scripts[0]}”.")
    # others serve what the faces of the script lack
    told = frozenset(filter(needs_glyph, to_json(subject.declaration)))
    wanted = {
        face
        for style in ("serif", "sans")
        for script in scripts
        for chain in (chain_for(style, script, subject.declaration.fonts),)
        for face in (*choose(chain, told).faces, *chain[2:])
    }
    names = {face.key for face in wanted} | {face.family for face in wanted}
    for where, font in fonts_of(subject.path):
        # a face may be turned for columns
        if font.removesuffix("-turned") not in names:
            yield Finding(
                "T-007", file, where, f"The font {font} is not one of {' or '.join(scripts)}."
            )


def _titles(subject: Subject, ledger: _Ledger) -> Iterator[Finding]:
    """Warn of titles in which an entry of several characters decided for a rarer form."""
    cited: dict[str, list[tuple[int, int]]] = {}
    starts = {line.id: line.start for line in subject.declaration.lines}
    for mention in subject.declaration.mentions:
        start = starts[mention.line_id]
        cited.setdefault(mention.line_id, []).append((mention.start - start, mention.end - start))
    for row in ledger.text:
        if row.rule != "phrase" or not row.choices or row.after == row.choices[0]:
            continue
        for place, columns in row.places.items():
            for column in columns:
                if any(start < column <= end for start, end in cited.get(place, ())):
                    told = f"In a title {row.before} became {row.after}, by “{row.detail}”."
                    yield Finding(
                        "T-008", subject.artefact.file, f"{place}, character {column}", told
                    )
