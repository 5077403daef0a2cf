"""A declaration: a document in one script, with its lines and its apparatus.

Everything is frozen. Offsets count characters (Unicode code points) from the start of the
canonical text, line feeds included; lines count from 1. ``to_json`` prints any of them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from zhengben.document.apparatus import Group, Instrument, Mention, Note, Series, Work
from zhengben.document.author_notes import (
    AuthorCall,
    author_calls,
    footed_notes,
    through_labels,
)
from zhengben.document.language_texts import LanguageText
from zhengben.document.lines import Block, Line, Signatory, blocks_of
from zhengben.document.official import OfficialForm
from zhengben.document.provenance import Conversion, FontFile, ObjectFile, Provenance
from zhengben.document.variants import Variant, Witness
from zhengben.document.versions import DeclaredPair, TextVersion
from zhengben.document.work import UNKNOWN_WORK, WorkIdentity


class Declaration(Struct, frozen=True):
    """A document in one script, with its apparatus.

    A writer places ``opening``, ``body_blocks``, ``signing_blocks`` and ``annex_blocks`` in this
    order: together they hold every line once. ``paragraphs`` are all lines between
    preamble and signatures, of whatever role. ``certifier`` is who has evaluated the
    accessibility of its e-books, if anybody has; ``publisher`` is who publishes them, where it is
    not the press. ``languages`` are the tags of those that words of other alphabets are in, where
    that is declared. ``notation`` is the version of the notation that the canonical text is
    written in, 0 for none; ``objects`` are the files it names. ``identity`` is what the text is as
    a work. ``witnesses`` are other captures of it, ``variants`` what they read otherwise,
    each of which the colophon tells where it ``prints_variants``, and a section of its own where it
    ``lists_variants``. ``versions`` are all that are
    known of it, its own among them, the oldest first; ``paired`` are articles of them that an
    editor says are one. A comparison with the version of the day ``compared_with`` shows all
    articles, or only those that changed. ``texts`` are those in other languages, which stand in
    columns beside it or on pages that it ``faces``. In print it ``renumbers_notes`` of its author,
    anew on each page. An official document has the ``form`` that its metadata say, else the one
    that its text shows (``official.form_of``). ``named`` are titles of the register, in the script
    of the source, that a heading holds.
    """

    id: str
    genre: str
    script: str
    title: Line
    title_lines: tuple[str, ...]
    short_title: str
    organ: str
    date: datetime.date
    place: str
    dateline: str
    preamble: tuple[Line, ...]
    paragraphs: tuple[Line, ...]
    signatories: tuple[Signatory, ...]
    closing: Line | None
    groups: tuple[Group, ...]
    mentions: tuple[Mention, ...]
    notes: tuple[Note, ...]
    instruments: tuple[Instrument, ...]
    rights: str
    predecessor: Work | None
    successor: Work | None
    provenance: Provenance
    editions: tuple[str, ...]
    front: tuple[Line, ...] = ()
    testimonium: tuple[Line, ...] = ()
    annexes: tuple[Line, ...] = ()
    conversion: Conversion | None = None
    certifier: str = ""
    publisher: str = ""
    series: Series | None = None
    languages: tuple[str, ...] = ()
    notation: int = 0
    objects: tuple[ObjectFile, ...] = ()
    fonts: tuple[FontFile, ...] = ()
    identity: WorkIdentity = UNKNOWN_WORK
    witnesses: tuple[Witness, ...] = ()
    variants: tuple[Variant, ...] = ()
    prints_variants: bool = False
    lists_variants: bool = False
    versions: tuple[TextVersion, ...] = ()
    compared_with: datetime.date | None = None
    compares_all: bool = True
    paired: tuple[DeclaredPair, ...] = ()
    texts: tuple[LanguageText, ...] = ()
    faces: bool = False
    renumbers_notes: bool = False
    form: OfficialForm | Literal[""] = ""
    named: tuple[str, ...] = ()

    @property
    def opening(self) -> tuple[Line, ...]:
        """Return the title and what stands around it: session, adopting body, dateline."""
        return tuple(sorted((self.title, *self.front), key=lambda line: line.index))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that count as words where a title is broken: of instruments and organs.

        They are those that the register has of what the text mentions or a title names, and who
        issued it.
        """
        cited = (name for i in self.instruments for name in (i.title, *i.cited_as))
        return tuple(dict.fromkeys((*cited, *self.organ.split("、"), *self.named)))

    @property
    def footed_notes(self) -> tuple[Line, ...]:
        """Return the author's notes that in print stand at the foot of the page of their call."""
        return footed_notes(self.lines, self.author_calls)

    @property
    def body(self) -> tuple[Line, ...]:
        """Return preamble and operative part."""
        return (*self.preamble, *self.paragraphs)

    @property
    def body_blocks(self) -> tuple[Block, ...]:
        """Return preamble and operative part, tables as one block each."""
        return tuple(blocks_of(self.body))

    @property
    def signing(self) -> tuple[Line, ...]:
        """Return the lines of the signatures, with date and place, in the order of the text."""
        lines = {line.index: line for s in self.signatories for line in s.lines}
        lines |= {line.index: line for line in self.testimonium}
        if self.closing:
            lines[self.closing.index] = self.closing
        return tuple(lines[index] for index in sorted(lines))

    @property
    def signing_blocks(self) -> tuple[Block, ...]:
        """Return the lines of the signatures, columns of signatures as one block."""
        return tuple(blocks_of(self.signing))

    @property
    def annex_blocks(self) -> tuple[Block, ...]:
        """Return what stands behind the signatures, tables as one block each."""
        return tuple(blocks_of(self.annexes))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every canonical line in order."""
        return (*self.opening, *self.body, *self.signing, *self.annexes)

    @property
    def text(self) -> str:
        """Return the plain text, one line feed behind each line."""
        return "".join(line.text + "\n" for line in self.lines)

    @property
    def canonical(self) -> str:
        """Return the text as its file has it: in notation, where the document declares one."""
        if not self.notation:
            return self.text
        return "".join(line.notated + "\n" for line in self.lines)

    @property
    def beside(self) -> tuple[str, ...]:
        """Return what marks show beside the plain text: readings, labels, words for objects."""
        marks = (mark for line in self.lines for mark in line.marks)
        return tuple(
            f"〔{mark.alternative}〕" if mark.form == "object" else mark.value for mark in marks
        )

    @property
    def author_calls(self) -> tuple[AuthorCall, ...]:
        """Return the calls of the author's notes, in the order of the text."""
        return author_calls(self.lines)

    @property
    def through_labels(self) -> Mapping[str, str]:
        """Return labels of the author's notes that run through the text, where its own do not."""
        return through_labels(self.lines, self.author_calls)

    def instrument(self, key: str) -> Instrument:
        """Return a cited instrument by its identifier."""
        return next(i for i in self.instruments if i.id == key)

    def note_at(self, line: Line) -> tuple[Note, ...]:
        """Return the notes called in a line, in order."""
        return tuple(n for n in self.notes if n.line_id == line.id)

    def citations(self) -> tuple[tuple[Instrument, tuple[Line, ...]], ...]:
        """Return each instrument, in order of first mention, with the lines that name it."""
        by_id = {line.id: line for line in self.lines}
        cited: dict[str, dict[str, Line]] = {}
        for mention in self.mentions:
            cited.setdefault(mention.instrument, {})[mention.line_id] = by_id[mention.line_id]
        return tuple((self.instrument(key), tuple(lines.values())) for key, lines in cited.items())


# left out of what is printed of a document that has none of them
_RARE: dict[str, object] = {"witnesses": (), "variants": (), "prints_variants": False,
         "lists_variants": False,
         "versions": (), "paired": (), "texts": (), "faces": False, "compared_with": None,
         "compares_all": True, "renumbers_notes": False, "form": "",
         "named": (),
         "part": "", "listed": False, "unshown": 0}  # fmt: skip


def second_anchor(line_id: str, script: str) -> str:
    """Return the anchor of a line in the second script of a file that holds two."""
    return f"{line_id}-{script}"


def to_json(noun: Any, *, indent: int | None = 2) -> str:
    """Print a noun, or a list of them, as JSON with dates in ISO form; on one line without indent.

    One line is written several times as fast.
    """

    def plain(value: Any) -> Any:
        if isinstance(value, Struct):
            # what is in its fields comes here by itself; what most documents lack is not told
            told = ((name, getattr(value, name)) for name in value.__struct_fields__)
            return {key: its for key, its in told if key not in _RARE or its != _RARE[key]}
        if isinstance(value, datetime.date):
            return value.isoformat()
        raise TypeError(f"{value!r} has no JSON form")

    return json.dumps(noun, default=plain, ensure_ascii=False, indent=indent)
