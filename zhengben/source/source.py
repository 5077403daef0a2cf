"""Reads ``content/<document>/`` into a Declaration: files checked, hashed and typed.

``document.toml`` declares what the lines of the canonical text are; nothing is guessed. Each fault
is a ContentError with file and line, and the canonical text is only ever read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from zhengben.capture import READERS, CapturedText, CaptureError, extract
from zhengben.conversion.declarations import noun_in_script
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.design.editions import EDITIONS
from zhengben.design.genres import GENRES
from zhengben.document.apparatus import Instrument, Mention
from zhengben.document.declaration import Declaration
from zhengben.document.direction import STRAY_JOINER
from zhengben.document.errors import ContentError
from zhengben.document.lines import Line
from zhengben.document.notation import VERSION, MarkedText
from zhengben.document.provenance import Provenance, Question
from zhengben.emendation.derivation import (
    EmendationLedger,
    MalformedLineError,
    Recipe,
    UnaccountedLineError,
    follow,
)
from zhengben.emendation.rules import FOLDED, RULES
from zhengben.files.toml import TomlTable, read_bytes, read_text
from zhengben.scripts.tags import SCRIPTS, general_label, may_become, route, scripts_of
from zhengben.source.depositor import read_depositor
from zhengben.source.fonts import read_fonts
from zhengben.source.marks import read_marks, read_objects
from zhengben.source.other_works import read_other_work, read_series
from zhengben.source.references import Unregistered, declared_mention, find_titles, make_notes
from zhengben.source.register import Register, load_register
from zhengben.source.structure import (
    ranges,
    read_groups,
    read_languages,
    read_structure,
    spans,
)
from zhengben.source.work import read_edition_date, read_work

_CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\ufeff\ufffd]|" + STRAY_JOINER
)


@dataclass(frozen=True)
class Source:
    """A document as it lies in ``content/``: its folder, its metadata and the shared register."""

    folder: Path
    metadata: TomlTable

    @classmethod
    def open(cls, folder: Path) -> Source:
        """Open a document's folder."""
        return cls(folder, TomlTable.load(folder / "document.toml"))

    @property
    def name(self) -> str:
        """Return the document's identifier, which is its folder's name."""
        return self.folder.name

    def _file(self, table: TomlTable, key: str = "file") -> Path:
        name = table.text(key)
        if Path(name).name != name:
            raise table.error(f"“{name}” must be a file of this folder.", key)
        return self.folder / name

    @cached_property
    def extraction(self) -> CapturedText:
        """Return the lines of the capture, after its SHA-256 was compared."""
        table = self.metadata.table("capture")
        path = self._file(table)
        reader = table.choice("reader", tuple(READERS), "text")
        encoding = table.text("encoding", "utf-8")
        data = read_bytes(path)
        _compare_hash(table, path, data)
        try:
            return extract(data, reader, encoding)
        except CaptureError as error:
            raise ContentError(str(error), path) from None

    @cached_property
    def capture(self) -> str:
        """Return the lines of the capture as one text, markup removed.

        A document that declares no notation has no marks, whatever its capture has.
        """
        return self.extraction.written(bool(self.notation))

    @cached_property
    def canonical(self) -> str:
        """Return the canonical text, after its SHA-256 and its form were checked."""
        table = self.metadata.table("canonical")
        path = self._file(table)
        text = read_text(path)
        if not text.strip():
            raise ContentError("is empty; a document needs its text.", path)
        for number, line in enumerate(text.split("\n"), 1):
            if control := _CONTROL.search(line):
                code = f"U+{ord(control[0]):04X}"
                raise ContentError(f"holds the control character {code}; remove it.", path, number)
            if line != line.strip() or (not line and number <= text.count("\n")):
                sentence = "is blank or has blanks at an end; one paragraph is one line."
                raise ContentError(sentence, path, number)
        if not text.endswith("\n"):
            raise ContentError("does not end with a line feed; add it.", path, text.count("\n") + 1)
        return _hashed(table, path)

    @property
    def notation(self) -> int:
        """Return the version of the notation that the canonical text is written in, 0 for none."""
        table = self.metadata.table("canonical")
        version = table.integer("notation", 0)
        if version not in (0, VERSION):
            raise table.error(f"there is no notation {version}; there is {VERSION}.", "notation")
        return version

    @cached_property
    def marked(self) -> tuple[MarkedText, ...]:
        """Return the lines of the canonical text, each with its marks."""
        lines = self.canonical.split("\n")[:-1]
        if not self.notation:
            return tuple(map(MarkedText, lines))
        return read_marks(lines, self._file(self.metadata.table("canonical")))

    @cached_property
    def recipe(self) -> Recipe:
        """Return how the metadata say that the capture is to be read."""
        table = self.metadata.table("capture")
        apart: dict[int, str] = {}
        for part in table.tables("apart"):
            apart |= dict.fromkeys(ranges(part, "lines"), part.text("reason"))
            part.finish()
        rules = table.texts("rules", FOLDED)
        for name in rules:
            if name not in RULES:
                raise table.error(f"there is no rule “{name}”; there are {', '.join(RULES)}.",
                                  "rules")  # fmt: skip
        return Recipe(
            lines=ranges(table, "lines"),
            apart=apart,
            rules=rules,
            joined=spans(table, "join"),
            columns=frozenset(n for a, b in spans(table, "columns") for n in range(a, b + 1)),
            supplied=table.text("supplied-title", ""),
            notation=self.notation,
        )

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return what is asked about lines of the capture; open ones have no answer."""
        table = self.metadata.table("capture")
        found = list[Question]()
        for part in table.tables("question"):
            numbers, about = ranges(part, "lines"), part.text("about")
            answer = part.answer("answer", ("text", "apart"))
            part.finish()
            found.append(Question(numbers, about, answer))
        return tuple(found)

    def demand_obedience(self) -> None:
        """Raise ContentError for an answer that the lines of the text do not follow yet."""
        text, tables = set(self.recipe.lines), self.metadata.table("capture").tables("question")
        for question, table in zip(self.questions, tables, strict=True):
            standing = {"text" for n in question.lines if n in text}
            standing |= {"apart" for n in question.lines if n in self.recipe.apart}
            if question.answer and standing - {question.answer}:
                raise table.error(
                    f"lines {table.text('lines')} of the capture are not yet what this says; run "
                    f"`new {self.name} --again`.",
                    "answer",
                )

    def demand_answers(self, draft: str = "make a draft") -> None:
        """Raise ContentError for the first question about the capture that is open.

        ``draft`` is what --accept-open-questions allows instead; empty where nothing does.
        """
        instead = f", or {draft} with --accept-open-questions" if draft else "; no draft is kept"
        tables = self.metadata.table("capture").tables("question")
        for question, table in zip(self.questions, tables, strict=True):
            if not question.answer:
                about = f"lines {table.text('lines')} of the capture ({question.about})"
                raise table.error(
                    f'{about} are a question: answer it with "text" or "apart"{instead}.',
                    "answer",
                )

    def derive(self) -> tuple[str, EmendationLedger]:
        """Make the canonical text anew from the capture, with its ledger."""
        try:
            return follow(self.capture, self.recipe)
        except UnaccountedLineError as error:
            raise self.metadata.table("capture").error(
                f"line {error.args[0]} of the capture is neither text nor set apart; "
                "add it to “lines” or to an [[capture.apart]].",
                "lines",
            ) from None
        except MalformedLineError as error:
            number, column, sentence = error.args
            raise ContentError(
                f"in column {column} of a captured line, {sentence}",
                self._file(self.metadata.table("capture")), number,
            ) from None  # fmt: skip

    @property
    def scripts(self) -> tuple[str, ...]:
        """Return the scripts the document is published in, its own first."""
        own = self.metadata.choice("script", SCRIPTS)
        reached = scripts_of(own)
        named = self.metadata.texts("scripts", reached)
        for script in named:
            if not may_become(own, script):
                raise self.metadata.error(
                    f"a text in {own} cannot be published in “{script}”, only in "
                    f"{', '.join(reached)}.",
                    "scripts",
                )
        return (own, *(script for script in SCRIPTS if script in named and script != own))

    @property
    def editions(self) -> tuple[str, ...]:
        """Return the editions that the document is published in."""
        plain = tuple(name for name, row in EDITIONS.items() if row.plain_build != "none")
        names = self.metadata.texts("editions", plain)
        for name in names:
            if name not in EDITIONS:
                there = ", ".join(EDITIONS)
                raise self.metadata.error(
                    f"there is no edition “{name}”; there are {there}.", "editions"
                )
        return names

    @property
    def accepted_characters(self) -> str:
        """Return the peculiar characters that an editor has looked at and let stand."""
        return self.metadata.text("accepted-characters", "")

    @cached_property
    def _tables(self) -> Reviewed:
        return load_reviewed(self.folder.parent, self.metadata)

    @cached_property
    def _register(self) -> tuple[Register, Reviewed]:
        """The register in the script of the document, and its titles as reviewed names."""
        own = self.metadata.choice("script", SCRIPTS)
        titles: list[tuple[str, str]] = []

        def convert(
            entries: tuple[Instrument, ...], written: str, script: str
        ) -> tuple[Instrument, ...]:
            if not route(written, script):
                return entries
            converted = noun_in_script(entries, written, script, self._tables)
            # titles of a region are the general ones in its forms: its tables know those
            both = {written, general_label(script)} == {"zh-Hant", "zh-Hans"}
            for pair in zip(entries, converted, strict=True) if both else ():
                forms = [(entry.title, *entry.cited_as) for entry in pair]
                titles.extend(zip(*(forms if written == "zh-Hant" else forms[::-1]), strict=True))
            return converted

        folder = self.folder.parent / "register"
        register = load_register(folder, own, convert)
        return register, self._tables.with_titles(titles, folder) if titles else self._tables

    @property
    def register(self) -> Register:
        """Return the shared register, in the script of the document."""
        return self._register[0]

    @property
    def reviewed(self) -> Reviewed:
        """Return what people decided about conversion: names, exceptions, forms."""
        return self._register[1]

    def read(self) -> tuple[Declaration, tuple[Unregistered, ...]]:
        """Read the declaration, and the 《titles》 that the register does not know."""
        return _Reader(self, self.register).read()


def _hashed(table: TomlTable, path: Path) -> str:
    text = read_text(path)
    _compare_hash(table, path, text.encode())
    return text


def _compare_hash(table: TomlTable, path: Path, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if digest != table.text("sha256"):
        raise table.error(
            f"{path.name} has SHA-256 {digest}, not the one written here; restore the file, "
            "or, if the change was meant, write the new hash.",
            "sha256",
        )


class _Reader:
    """One pass over a document's metadata; its attributes are what the steps share."""

    def __init__(self, source: Source, register: Register) -> None:
        self.source, self.meta, self.register = source, source.metadata, register
        self.texts = source.marked
        self.starts = [0]
        for said in self.texts:
            self.starts.append(self.starts[-1] + len(said.text) + 1)

    def read(self) -> tuple[Declaration, tuple[Unregistered, ...]]:
        meta = self.meta
        parts = read_structure(meta, self.texts, self.starts)
        mentions, unknown = self._mentions(parts.lines)
        policy = meta.choice("notes", ("first-mention", "every-mention"), "first-mention")
        notes = make_notes(mentions, self.register, policy == "every-mention")
        declaration = Declaration(
            id=self.source.name,
            genre=meta.choice("genre", tuple(GENRES)),
            script=meta.choice("script", SCRIPTS),
            title=parts.title,
            title_lines=self._title_lines(parts.title),
            short_title=meta.text("short-title", parts.title.text),
            organ=meta.text("organ", ""),
            date=meta.date("date"),
            place=meta.text("place", ""),
            dateline=meta.text("dateline", ""),
            preamble=parts.preamble,
            paragraphs=parts.paragraphs,
            signatories=parts.signatories,
            closing=parts.closing,
            groups=read_groups(meta, sum(line.number is not None for line in parts.paragraphs)),
            mentions=mentions,
            notes=notes,
            instruments=tuple(
                self.register.by_id[key] for key in dict.fromkeys(m.instrument for m in mentions)
            ),
            rights=meta.text("rights"),
            predecessor=read_other_work(meta, "predecessor"),
            successor=read_other_work(meta, "successor"),
            provenance=self._provenance(),
            editions=self.source.editions,
            front=parts.front,
            testimonium=parts.testimonium,
            annexes=parts.annexes,
            certifier=meta.text("certifier", ""),
            publisher=meta.text("publisher", ""),
            series=read_series(meta),
            languages=read_languages(meta),
            notation=self.source.notation,
            objects=read_objects(meta, self.source.folder, parts.lines),
            fonts=read_fonts(meta, self.source.folder),
            identity=read_work(meta, meta.date("date"), {line.id for line in parts.lines}),
        )
        # read where they are used; here each has been asked for
        _ = self.source.scripts, self.source.accepted_characters, self.source.reviewed
        read_depositor(self.source)
        meta.finish()
        return declaration, unknown

    def _mentions(
        self, lines: tuple[Line, ...]
    ) -> tuple[tuple[Mention, ...], tuple[Unregistered, ...]]:
        found, unknown = find_titles(lines, self.register)
        tables = self.meta.tables("mention")
        declared = [declared_mention(table, lines, self.register) for table in tables]
        for table, mention in zip(tables, declared, strict=True):
            clash = next(
                (m for m in found if m.start < mention.end and mention.start < m.end), None
            )
            if clash:
                raise table.error(
                    f"“{mention.quote}” overlaps the mention “{clash.quote}”.", "quote"
                )
        strict = self.meta.choice("register", ("strict", "lenient"), "lenient") == "strict"
        if strict and unknown:
            raise self.meta.error(
                f"{unknown[0].line_id} names {unknown[0].title}, which no register entry matches; "
                'add it to content/register/, or say register = "lenient".',
                "register",
            )
        return tuple(sorted((*found, *declared), key=lambda m: m.start)), tuple(unknown)

    def _title_lines(self, title: Line) -> tuple[str, ...]:
        lines = self.meta.texts("title-lines", (title.text,))
        if "".join(lines) != title.text:
            raise self.meta.error(
                f"the title lines together must read “{title.text}”.", "title-lines"
            )
        ends = list(accumulate(map(len, lines)))[:-1]
        if any(mark.start < end < mark.end for mark in title.marks for end in ends):
            raise self.meta.error("no title line may divide a mark.", "title-lines")
        if any(mark.form == "object" for mark in title.marks):
            raise self.meta.error("a title holds no picture and no formula; make it a subtitle.")
        return lines

    def _provenance(self) -> Provenance:
        capture, canonical = self.meta.table("capture"), self.meta.table("canonical")
        self.source.demand_obedience()
        provenance = Provenance(
            source=capture.text("source"),
            url=capture.text("url", ""),
            received=capture.date("received"),
            licence=capture.text("licence"),
            capture_file=capture.text("file"),
            capture_sha256=capture.text("sha256"),
            canonical_sha256=canonical.text("sha256"),
            open_questions=sum(not question.answer for question in self.source.questions),
            edition_date=read_edition_date(self.meta, capture.date("received")),
        )
        canonical.text("file")
        canonical.integer("notation", 0)
        for key in ("lines", "reader", "encoding", "join", "columns", "supplied-title"):
            capture.text(key, "")
        capture.texts("rules", ())
        capture.tables("apart")
        capture.tables("question")
        capture.finish()
        canonical.finish()
        return provenance
