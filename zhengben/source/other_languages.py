"""Reads ``[[language]]``: the text in other languages, aligned with it line by line.

Each has a capture and a canonical text of its own; what its lines are is what the lines of the
document are, so that an anchor names one place in every language::

    [[language]]
    language = "ru"
    authentic = true             # false for a translation
    short-title = "…"
    [language.capture]
    …                            # as [capture]
    [language.canonical]
    file = "canonical-ru.txt"
    sha256 = "…"

    [parallel]
    facing = true                # the texts on facing pages, not in columns
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.author_notes import note_label
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.document.language_texts import RIGHT_TO_LEFT, LanguageText, language_label
from zhengben.document.lines import Line, Signatory
from zhengben.document.notation import MarkedText
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.emendation.derivation import EmendationLedger, Recipe
from zhengben.files.toml import TomlTable, read_text
from zhengben.source.captures import (
    captured,
    compare_hash,
    derived,
    file_of,
    provenance_of,
    recipe_of,
)
from zhengben.source.marks import read_marks

_TAG = regex(r"(?!zh(?:-|$))[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
# what a web page did to such a text; the rules for Chinese marks are not for it
RULES = ("invisible", "trim")


class LanguageSource(Struct, frozen=True):
    """What the metadata say of a text in another language; ``metadata`` reads as a document's."""

    tag: str
    authentic: bool
    short_title: str
    metadata: TomlTable
    folder: Path
    notation: int

    @property
    def path(self) -> Path:
        """Return the file of its canonical text."""
        return file_of(self.folder, self.metadata.table("canonical"))

    def canonical(self) -> str:
        """Return its text, after its SHA-256 was compared."""
        table = self.metadata.table("canonical")
        text = read_text(self.path)
        compare_hash(table, self.path, text.encode())
        return text

    @property
    def recipe(self) -> Recipe:
        """Return how its capture is to be read."""
        return recipe_of(self.metadata.table("capture"), self.notation, RULES)

    @property
    def capture(self) -> str:
        """Return the lines of its capture."""
        table = self.metadata.table("capture")
        return captured(self.folder, table).written(bool(self.notation))

    def derive(self) -> tuple[str, EmendationLedger]:
        """Make its text anew from its capture, with the ledger."""
        table = self.metadata.table("capture")
        return derived(self.folder, table, self.capture, self.recipe, "language.capture.apart")


def read_language_sources(
    meta: TomlTable, folder: Path, notation: int
) -> tuple[LanguageSource, ...]:
    """Return the texts in other languages, in the order of the metadata; raise ContentError."""
    found = dict[str, LanguageSource]()
    for table in meta.tables("language"):
        tag = table.text("language")
        if not _TAG.fullmatch(tag):
            raise table.error(
                f"“{tag}” is no tag of another language, as “ru” or “pt-BR”.", "language"
            )
        if tag.partition("-")[0] in RIGHT_TO_LEFT:
            told = f"“{tag}” is written from right to left, which no column here sets; take it out."
            raise table.error(told, "language")
        if tag in found:
            raise table.error(f"there are two texts in “{tag}”.", "language")
        found[tag] = LanguageSource(
            tag, table.boolean("authentic"), table.text("short-title", ""), table, folder, notation
        )
    return tuple(found.values())


def read_facing(meta: TomlTable, others: int) -> bool:
    """Say whether a text and the one in another language stand on facing pages."""
    if "parallel" not in meta:
        return False
    table = meta.table("parallel")
    facing = table.boolean("facing", False)
    table.finish()
    if facing and others != 1:
        told = f"two texts stand on facing pages, not {others + 1}; leave it out for columns."
        raise table.error(told, "facing")
    return facing


def language_text(source: LanguageSource) -> LanguageText:
    """Return what is known of a text in another language."""
    capture = source.metadata.table("capture")
    return LanguageText(
        source.tag, source.authentic, capture.text("source"), capture.date("received"),
        source.metadata.table("canonical").text("sha256"),
    )  # fmt: skip


def in_language(declaration: Declaration, source: LanguageSource) -> Declaration:
    """Return a document in another language: its lines with the same anchors.

    Raises ContentError where the texts are not of one structure, and names the place.
    """
    texts = _marked(source)
    lines = _aligned(declaration.lines, texts, source)
    by_id = {line.id: line for line in lines}

    def put(found: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(by_id[line.id] for line in found)

    title = by_id[declaration.title.id]
    provenance = provenance_of(source.metadata, 0)
    source.metadata.finish()
    return replace(
        declaration,
        script=source.tag,
        title=title,
        title_lines=(title.text,),
        short_title=source.short_title or title.text,
        preamble=put(declaration.preamble),
        paragraphs=put(declaration.paragraphs),
        signatories=tuple(
            Signatory(by_id[s.office.id], by_id[s.name.id], put(s.more))
            for s in declaration.signatories
        ),
        closing=by_id[declaration.closing.id] if declaration.closing else None,
        front=put(declaration.front),
        testimonium=put(declaration.testimonium),
        annexes=put(declaration.annexes),
        # what the press and its editors say is said of the document's own text
        groups=(), mentions=(), notes=(), instruments=(), witnesses=(), variants=(), versions=(),
        texts=(), paired=(), predecessor=None, successor=None, series=None,
        languages=(source.tag,),
        provenance=provenance,
    )  # fmt: skip


def _marked(source: LanguageSource) -> tuple[MarkedText, ...]:
    text = source.canonical()
    if source.derive()[0] != text:
        told = "is not what the rules make of its capture; mend either."
        raise ContentError(told, source.path)
    lines = text.split("\n")[:-1]
    return read_marks(lines, source.path) if source.notation else tuple(map(MarkedText, lines))


def _aligned(
    lines: Sequence[Line], texts: Sequence[MarkedText], source: LanguageSource
) -> list[Line]:
    """Put texts in the places of lines; a number that is another one is told with its place."""
    found, start = list[Line](), 0
    for number, (line, said) in enumerate(zip(lines, texts, strict=False), 1):
        label = language_label(said.text) if line.label else None
        own = parse_label(line.label) if line.label else None
        if label and own and own.value and own.value[-1] not in label[1]:
            told = (
                f"stands beside {line.id}, “{line.text[:12]}”, but bears another number; "
                "the texts must have the same lines."
            )
            raise ContentError(f"“{said.text[:24]}” {told}", source.path, number)
        form = [(mark.kind, mark.form) for mark in line.marks if mark.form != "wraps"]
        if form != [(mark.kind, mark.form) for mark in said.marks if mark.form != "wraps"]:
            told = f"has other calls, pictures or formulas than {line.id}; it must have the same."
            raise ContentError(told, source.path, number)
        text = label[0] if label else ""
        if line.label and line.role == "author-note":
            text = note_label(said.text)
        found.append(replace(line, start=start, text=said.text, label=text, marks=said.marks))
        start += len(said.text) + 1
    if len(lines) != len(texts):
        more = len(texts) - len(lines)
        place = lines[len(texts) - 1].id if more < 0 else lines[-1].id
        raise ContentError(
            f"has {len(texts)} lines, and the text {len(lines)}: each line stands beside one, and "
            f"nothing stands beside what comes after {place}.",
            source.path, min(len(texts), len(lines)),
        )  # fmt: skip
    return found
