"""The nouns of the press: a declaration, its lines, its apparatus and where they come from.

Everything is frozen. Offsets count characters (Unicode code points) from the start of the
canonical text, line feeds included; lines count from 1. ``to_json`` prints any of them.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text: the unit that no artefact may alter, split or join.

    ``start`` is the offset of its first character; ``id`` is its anchor in every format
    (``title``, ``preamble-1``, ``para-12``, ``office-3``, ``name-3``, ``closing``);
    ``number`` is the citable number of an operative paragraph, which is apparatus.
    """

    index: int
    start: int
    text: str
    id: str
    number: int | None = None

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an instrument on a day: signed, opened, adopted, in force."""

    act: str
    date: datetime.date | None = None
    place: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, resolution or other text that documents cite, as the register knows it.

    ``title`` stands without its title marks; ``marked`` says whether it takes 《》.
    """

    id: str
    title: str
    marked: bool = True
    cited_as: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    symbol: str = ""
    remark: str = ""

    @property
    def name(self) -> str:
        """Return the full title as it is written in running text."""
        return f"《{self.title}》" if self.marked else self.title


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the canonical text that names an instrument; ``quote`` is text[start:end]."""

    instrument: str
    line_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Note:
    """An editorial note, called at offset ``at``: our apparatus, never canonical text."""

    number: int
    instrument: str
    line_id: str
    at: int
    text: str

    @property
    def id(self) -> str:
        """Return the anchor of the note; its call is ``call-N``."""
        return f"note-{self.number}"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signed: the line of the office and the line of the name."""

    office: Line
    name: Line


@dataclass(frozen=True, slots=True)
class Group:
    """An editorial heading for navigation over paragraphs ``first`` to ``last``."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work:
    """Another document in the same series."""

    title: str
    year: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the capture came from and what it and the canonical text hash to."""

    source: str
    url: str
    received: datetime.date
    licence: str
    capture_file: str
    capture_sha256: str
    canonical_sha256: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A document in one script, with its apparatus."""

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

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every canonical line in order."""
        signed = [line for s in self.signatories for line in (s.office, s.name)]
        closing = [self.closing] if self.closing else []
        return (self.title, *self.preamble, *self.paragraphs, *signed, *closing)

    @property
    def text(self) -> str:
        """Return the canonical text, one line feed behind each line."""
        return "".join(line.text + "\n" for line in self.lines)

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


def to_json(noun: Any) -> str:
    """Print a noun, or a list of them, as JSON with dates in ISO form."""

    def plain(value: Any) -> Any:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return dataclasses.asdict(value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        raise TypeError(f"{value!r} has no JSON form")

    return json.dumps(noun, default=plain, ensure_ascii=False, indent=2)
