"""Reads ``content/<document>/`` into a Declaration: files checked, hashed and typed.

``document.toml`` declares what the lines of the canonical text are; nothing is guessed. Each fault
is a ContentError with file and line, and the canonical text is only ever read.
"""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.capture import CapturedText
from zhengben.conversion.declarations import noun_in_script
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.design.editions import EDITIONS
from zhengben.design.genres import GENRES
from zhengben.document.apparatus import Instrument, Mention
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.document.lines import Line
from zhengben.document.notation import VERSION, MarkedText
from zhengben.document.provenance import Provenance, Question
from zhengben.document.versions import DeclaredPair, TextVersion, version_tag
from zhengben.document.work import WorkIdentity
from zhengben.emendation.derivation import EmendationLedger, Recipe
from zhengben.files.toml import TomlTable, read_text
from zhengben.scripts.tags import SCRIPTS, general_label, may_become, route, scripts_of
from zhengben.source.captures import (
    CONTROL,
    captured,
    compare_hash,
    demand_answers,
    derived,
    file_of,
    provenance_of,
    recipe_of,
)
from zhengben.source.depositor import read_depositor
from zhengben.source.fonts import read_fonts
from zhengben.source.groups import read_groups
from zhengben.source.marks import read_form, read_marks, read_objects, read_renumbering
from zhengben.source.other_languages import (
    LanguageSource,
    in_language,
    language_text,
    read_facing,
    read_language_sources,
)
from zhengben.source.other_works import read_other_work, read_series
from zhengben.source.references import Unregistered, declared_mention, find_titles, make_notes
from zhengben.source.register import Register, load_register
from zhengben.source.structure import (
    ranges,
    read_languages,
    read_structure,
    title_lines,
)
from zhengben.source.versions import (
    VersionSource,
    read_comparison,
    read_current,
    read_pairs,
    read_versions,
    with_instruments,
)
from zhengben.source.witnesses import read_witnesses, variants_shown
from zhengben.source.work import read_edition_date, read_work


class Source(Struct, frozen=True, dict=True):
    """A document as it lies in ``content/``: its folder, its metadata and the shared register.

    It may be another version of one, which has metadata of its own (``at``).
    """

    folder: Path
    metadata: TomlTable
    # of another version of a text: the day from which it read so
    day: datetime.date | None = None

    @classmethod
    def open(cls, folder: Path) -> Source:
        """Open a document's folder."""
        return cls(folder, TomlTable.load(folder / "document.toml"))

    @property
    def name(self) -> str:
        """Return the document's identifier: its folder's name, with the day of a version."""
        return f"{self.folder.name}@{self.day}" if self.day else self.folder.name

    @cached_property
    def extraction(self) -> CapturedText:
        """Return the lines of the capture, after its SHA-256 was compared."""
        return captured(self.folder, self.metadata.table("capture"))

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
        path = file_of(self.folder, table)
        text = read_text(path)
        if not text.strip():
            raise ContentError("is empty; a document needs its text.", path)
        for number, line in enumerate(text.split("\n"), 1):
            if control := CONTROL.search(line):
                code = f"U+{ord(control[0]):04X}"
                raise ContentError(f"holds the control character {code}; remove it.", path, number)
            if line != line.strip() or (not line and number <= text.count("\n")):
                sentence = "is blank or has blanks at an end; one paragraph is one line."
                raise ContentError(sentence, path, number)
        if not text.endswith("\n"):
            raise ContentError("does not end with a line feed; add it.", path, text.count("\n") + 1)
        compare_hash(table, path, text.encode())
        return text

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
        return read_marks(lines, file_of(self.folder, self.metadata.table("canonical")))

    @cached_property
    def recipe(self) -> Recipe:
        """Return how the metadata say that the capture is to be read."""
        return recipe_of(self.metadata.table("capture"), self.notation)

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
        demand_answers(self.metadata.table("capture"), self.questions, draft)

    def derive(self) -> tuple[str, EmendationLedger]:
        """Make the canonical text anew from the capture, with its ledger."""
        table = self.metadata.table("capture")
        return derived(self.folder, table, self.capture, self.recipe, "capture.apart")

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

    @cached_property
    def versions(self) -> tuple[VersionSource, ...]:
        """Return the other versions of the text, the oldest first."""
        return read_versions(self.metadata)

    @cached_property
    def languages(self) -> tuple[LanguageSource, ...]:
        """Return the texts in other languages."""
        return read_language_sources(self.metadata, self.folder, self.notation)

    def others(self, kind: Literal["versions", "languages"]) -> tuple[str, ...]:
        """Return the tags of the texts that an edition sets beside the text, if it has any."""
        if kind == "languages":
            return tuple(source.tag for source in self.languages)
        if not self.versions:
            return ()
        day = self.read()[0].compared_with
        own = self.metadata.choice("script", SCRIPTS)
        return (version_tag(own, day),) if day else ()

    def at(self, day: datetime.date) -> Source:
        """Return the version of the text that a day names; raise KeyError where there is none."""
        found = {version.date: version for version in self.versions}[day]
        return Source(self.folder, found.metadata, day)

    def decision(self, day: datetime.date) -> str:
        """Return the decision that made a version; raise ContentError where none is told."""
        first = self.metadata.date("date")
        found = (*self.versions, read_current(self.metadata, first))
        name = next((v.decision for v in found if v.date == day and v.decision), "")
        if not name:
            told = f"no “decision” is told of the version of {day}; name its file."
            raise self.metadata.error(told, "version")
        return read_text(self.folder / name)

    def read(self) -> tuple[Declaration, tuple[Unregistered, ...]]:
        """Read the declaration, and the 《titles》 that the register does not know."""
        return _Reader(self, self.register).read()


def _hashed(table: TomlTable, path: Path) -> str:
    text = read_text(path)
    compare_hash(table, path, text.encode())
    return text


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
        identity, versions, pairs = self._versions(parts.lines)
        current = identity.version_of(meta.date("date"))
        compared, whole = read_comparison(meta, tuple(v.date for v in versions), current)
        witnesses, variants = read_witnesses(meta, self.source.folder, parts.lines)
        declaration = Declaration(
            id=self.source.name,
            genre=meta.choice("genre", tuple(GENRES)),
            script=meta.choice("script", SCRIPTS),
            title=parts.title,
            title_lines=title_lines(meta, parts.title),
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
            notes=make_notes(mentions, self.register, policy == "every-mention"),
            form=read_form(meta),
            instruments=self.register.entries(m.instrument for m in mentions),
            named=self.register.named_in(parts.lines),
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
            witnesses=witnesses,
            variants=variants,
            prints_variants=(shown := variants_shown(meta)) == "printed",
            lists_variants=shown == "notes",
            versions=versions,
            paired=pairs,
            compared_with=compared,
            compares_all=whole,
            texts=tuple(map(language_text, self.source.languages)),
            faces=read_facing(meta, len(self.source.languages)),
            renumbers_notes=read_renumbering(meta),
            identity=identity,
        )
        # read where they are used; here each has been asked for
        _ = self.source.scripts, self.source.accepted_characters, self.source.reviewed
        _ = [in_language(declaration, language) for language in self.source.languages]
        read_depositor(self.source)
        meta.finish()
        return declaration, unknown

    def _versions(
        self, lines: tuple[Line, ...]
    ) -> tuple[WorkIdentity, tuple[TextVersion, ...], tuple[DeclaredPair, ...]]:
        """Return what the text is as a work, and its versions where others are told."""
        meta, source = self.meta, self.source
        identity = read_work(meta, meta.date("date"), {line.id for line in lines})
        if source.day is not None:
            return replace(identity, version=source.day), (), ()
        current = read_current(meta, identity.version_of(meta.date("date")))
        identity = replace(identity, version=current.date) if "current" in meta else identity
        if not source.versions:
            return identity, (), read_pairs(meta, ())
        own = meta.table("canonical").text("sha256")
        found = [TextVersion(current.date, current.instrument, own)]
        for version in source.versions:
            if version.date == current.date:
                told = f"the text itself is that of {current.date}; [current] says from when."
                raise meta.error(told, "version")
            read = source.at(version.date).read()[0]
            sha256 = read.provenance.canonical_sha256
            found.append(TextVersion(version.date, version.instrument, sha256))
        found.sort(key=lambda version: version.date)
        days = tuple(version.date for version in found)
        changed = with_instruments(identity, found)
        return changed, tuple(found), read_pairs(meta, days)

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
        if self.meta.choice("register", ("strict", "lenient"), "lenient") == "strict" and unknown:
            raise self.meta.error(
                f"{unknown[0].line_id} names {unknown[0].title}, which no register entry matches; "
                'add it to content/register/, or say register = "lenient".',
                "register",
            )
        return tuple(sorted((*found, *declared), key=lambda m: m.start)), tuple(unknown)

    def _provenance(self) -> Provenance:
        self.source.demand_obedience()
        edition = read_edition_date(self.meta, self.meta.table("capture").date("received"))
        return provenance_of(self.meta, sum(not q.answer for q in self.source.questions), edition)
