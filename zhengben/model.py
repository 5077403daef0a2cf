"""The nouns of the press: a declaration, its lines, its apparatus and where they come from.

Everything is frozen. Offsets count characters (Unicode code points) from the start of the
canonical text, line feeds included; lines count from 1. ``to_json`` prints any of them.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

Role = Literal[
    "title",  # the first line of the title
    "subtitle",  # a further line of the title
    "session",  # the meeting that adopted the text, or the vote
    "organ",  # who adopted or issued it
    "dateline",  # date and place, or the history of adoption, below the title
    "preamble",
    "heading",  # 編, 章, 節, 一、: level 1 is the outermost
    "article",  # 第十二條, alone or with the first paragraph of its text
    "paragraph",  # 款, or a paragraph of running text
    "item",  # 項, 目: level 1 is the outermost
    "bullet",
    "cell",
    "annex",  # the heading of an annex or schedule
    "remark",  # a note by the author of the text: canonical, unlike our notes
    "office",
    "name",
    "signature",  # office and name on one line
    "testimonium",  # “in witness whereof” and what else stands among signatures
    "closing",  # date and place at the end
]
# roles that have a level, from 1
LEVELLED: tuple[Role, ...] = ("heading", "item", "bullet")
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a line in a table, counted from 1; ``header`` marks a row of column heads.

    ``columns`` and ``rows`` are how many of each it takes, from that place to the right and down.
    """

    table: int
    row: int
    column: int
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text: the unit that no artefact may alter, split or join.

    ``start`` is the offset of its first character; ``id`` is its anchor in every format
    (``title``, ``preamble-1``, ``para-12``, ``art-12``, ``sec-3-2``, ``name-3``, ``closing``);
    ``number`` is our number of an operative paragraph, which is apparatus. ``label`` is the number
    that the text itself bears at the start of the line: canonical, and part of ``text``.
    ``level`` is the depth of a heading, an item or a bullet, from 1; 0 for all others.
    """

    index: int
    start: int
    text: str
    id: str
    number: int | None = None
    role: Role = "paragraph"
    level: int = 0
    label: str = ""
    cell: Cell | None = None

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the canonical text: its cells, each a line, by row; empty cells are left out.

    Every row holds a line, so that the place of a row in ``rows`` is its number less one.
    """

    rows: tuple[tuple[Line, ...], ...]

    @property
    def id(self) -> str:
        """Return the anchor of the table, as ``table-2``."""
        cell = self.rows[0][0].cell
        return f"table-{cell.table if cell else 0}"

    @property
    def columns(self) -> int:
        """Return how many columns the table has."""
        cells = (line.cell for row in self.rows for line in row if line.cell)
        return max(cell.column + cell.columns - 1 for cell in cells)

    @property
    def places(self) -> tuple[tuple[tuple[int, Line | None], ...], ...]:
        """Return the cells of each row, empty ones too, as column and line.

        The places that a cell takes beside its first one are no cells and are left out.
        """
        # the last row in which each column is taken by a cell that began above or to the left
        columns = self.columns
        taken = [0] * (columns + 1)
        rows = []
        for number, lines in enumerate(self.rows, 1):
            begins = {line.cell.column: line for line in lines if line.cell}
            places = list[tuple[int, Line | None]]()
            for column in range(1, columns + 1):
                if taken[column] >= number:
                    continue
                line = begins.get(column)
                places.append((column, line))
                if line and line.cell:
                    last = column + line.cell.columns
                    taken[column:last] = [number + line.cell.rows - 1] * line.cell.columns
            rows.append(tuple(places))
        return tuple(rows)


Block = Line | Grid


def blocks_of(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield lines in order, those that are cells of one table together as a Grid."""
    for table, run in groupby(lines, lambda line: line.cell.table if line.cell else 0):
        if table:
            rows = groupby(run, lambda line: line.cell.row if line.cell else 0)
            yield Grid(tuple(tuple(cells) for _, cells in rows))
        else:
            yield from run


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
class PageBreak:
    """Where a printed page starts: apparatus that an e-book carries over from print.

    ``label`` is the page's number as printed, ``at`` the offset of its first character of the
    canonical text. A page that shows none of it has the length of the text, and ``apparatus``
    names the first thing on it: ``instruments``, ``instrument-7`` (its seventh row), ``colophon``.
    """

    label: str
    at: int
    apparatus: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signed, or a party that did.

    ``office`` and ``name`` are the lines that say who; they are the same line where one says both.
    ``more`` are lines that stand between them or behind, such as further persons of one state.
    ``party`` and ``person`` are the words of those lines that name the office and the person.
    """

    office: Line
    name: Line
    more: tuple[Line, ...] = ()
    party: str = ""
    person: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the signatory's lines in the order of the text, each once."""
        by_index = {line.index: line for line in (self.office, self.name, *self.more)}
        return tuple(by_index[index] for index in sorted(by_index))


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
class Conversion:
    """How a declaration came from the script of its canonical text into its own.

    ``configuration`` is the converter's, ``changed`` counts the characters of the canonical text
    that became others, ``text_sha256`` is the hash of the converted text.
    """

    origin: str
    configuration: str
    changed: int
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A document in one script, with its apparatus.

    A writer places ``opening``, ``body_blocks``, ``signing_blocks`` and ``annex_blocks`` in this
    order: together they hold every line once. ``paragraphs`` are all lines between
    preamble and signatures, of whatever role. ``certifier`` is who has evaluated the
    accessibility of its e-books, if anybody has.
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

    @property
    def opening(self) -> tuple[Line, ...]:
        """Return the title and what stands around it: session, adopting body, dateline."""
        return tuple(sorted((self.title, *self.front), key=lambda line: line.index))

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


def second_anchor(line_id: str, script: str) -> str:
    """Return the anchor of a line in the second script of a file that holds two."""
    return f"{line_id}-{script}"


def to_json(noun: Any) -> str:
    """Print a noun, or a list of them, as JSON with dates in ISO form."""

    def plain(value: Any) -> Any:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return dataclasses.asdict(value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        raise TypeError(f"{value!r} has no JSON form")

    return json.dumps(noun, default=plain, ensure_ascii=False, indent=2)
