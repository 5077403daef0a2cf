"""What is set for print: the nouns that hold composed lines and no HTML.

The modules beside this one make them, ``pagination`` puts them on pages, and a template places
each by its ``kind``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal

from msgspec import Struct

from zhengben.document.apparatus import Instrument, Note
from zhengben.document.lines import Line, Signatory
from zhengben.linebreaking import ComposedLine, Fragment


class SetNumber(Struct, frozen=True):
    """A number in its own measure: its fragments, and what is left of the measure in em."""

    text: str
    fragments: tuple[Fragment, ...]
    rest: float


class SetTitle(Struct, frozen=True, eq=False):
    """The head of the document: each line of its title, set on its own, and the dateline.

    One that ``goes_on`` has further lines of a title that is higher than a page. ``lead_pt`` of its
    height stand blank above it; it ``marks`` an official document, as its issuer does.
    """

    kind: ClassVar = "title"
    line: Line
    rows: tuple[tuple[ComposedLine, ...], ...]
    dateline: tuple[ComposedLine, ...]
    height_pt: float
    goes_on: bool = False
    lead_pt: float = 0.0
    marks: bool = False


class SetParagraph(Struct, frozen=True, eq=False):
    """A paragraph or item with its lines, ``left_em`` from the left; ``notes`` are called in it.

    ``hung`` is the number of an article in the margin of its text, part of the text as well; it
    begins ``hung_em`` before the text, or where that is 0 at the left edge. One that stands
    ``flush`` has no first-line indent.
    """

    kind: ClassVar = "paragraph"
    line: Line
    label: SetNumber | None
    lines: tuple[ComposedLine, ...]
    notes: tuple[Note, ...]
    left_em: float = 0.0
    hung: SetNumber | None = None
    hung_em: float = 0.0
    flush: bool = False


class SetNote(Struct, frozen=True, eq=False):
    """A note with its lines, which hang ``hang_em`` behind its number."""

    kind: ClassVar = "note"
    note: Note
    label: SetNumber
    lines: tuple[ComposedLine, ...]
    hang_em: float

    @property
    def key(self) -> str:
        """Return the note's number as its call shows it."""
        return str(self.note.number)


class SetAuthorNote(Struct, frozen=True, eq=False):
    """A note by the author of the text with its lines, at the foot of a page.

    Its ``label`` is part of the text and stands in the margin of its lines, ``hang_em`` wide; the
    label has the blank behind it too.
    """

    kind: ClassVar = "author-note"
    line: Line
    label: SetNumber
    lines: tuple[ComposedLine, ...]
    hang_em: float


class Foot(Struct, frozen=True):
    """How footnotes stand at the foot of a page: leading, white space and rule above them.

    The notes with the keys ``apart`` are a series of their own; ``between_pt``, with a rule, stand
    between both.
    """

    leading_pt: float
    above_pt: float
    between_pt: float = 0.0
    apart: frozenset[str] = frozenset()

    def height_pt(self, lines: int, keys: Collection[str] = ()) -> float:
        """Return the height of so many lines of notes, with what stands above and between them."""
        if not lines:
            return 0.0
        count = sum(key in self.apart for key in keys)
        both = self.between_pt if 0 < count < len(keys) else 0.0
        return lines * self.leading_pt + self.above_pt + both


class SetHeading(Struct, frozen=True, eq=False):
    """A heading of our own, over a part of the apparatus."""

    kind: ClassVar = "heading"
    id: str
    text: str
    lines: tuple[ComposedLine, ...]


class SetTableHead(Struct, frozen=True, eq=False):
    """The head of the table of instruments, repeated on each of its pages."""

    kind: ClassVar = "columns"
    number: ClassVar = 0
    goes_on: ClassVar = False
    cells: tuple[tuple[ComposedLine, ...], ...]


class SetReference(Struct, frozen=True):
    """A reference to a paragraph: its line, its number as set, and what stands behind it."""

    target: Line
    fragments: tuple[Fragment, ...]
    separator: str


class SetRow(Struct, frozen=True, eq=False):
    """A row of the table of instruments, or an entry of the list, with its number from 1.

    ``cited`` holds the lines of references to paragraphs, which ``cited_label`` opens in a list.
    One that ``goes_on`` has further lines of a row that is higher than a page.
    """

    kind: ClassVar = "row"
    number: int
    instrument: Instrument
    title: tuple[ComposedLine, ...]
    events: tuple[tuple[ComposedLine, ...], ...]
    cited: tuple[tuple[SetReference, ...], ...]
    cited_label: tuple[ComposedLine, ...]
    # the pages on which they stand
    pages: tuple[ComposedLine, ...] = ()
    # in a list: whether the references follow the events on the same line
    run_on: bool = False
    goes_on: bool = False

    @property
    def event_lines(self) -> int:
        """Return how many lines the events take."""
        return sum(len(event) for event in self.events)


class SetFact(Struct, frozen=True, eq=False):
    """A row of the colophon: its term and its lines."""

    kind: ClassVar = "fact"
    term: tuple[ComposedLine, ...]
    lines: tuple[ComposedLine, ...]


class SetVariant(Struct, frozen=True, eq=False):
    """A variant of witnesses as a note: its term and its lines, from 1.

    The first ``named`` characters of the lines call the place of the text, ``target``.
    """

    kind: ClassVar = "variant"
    number: int
    target: Line
    term: tuple[ComposedLine, ...]
    lines: tuple[ComposedLine, ...]
    named: int


class SignaturePlace(Struct, frozen=True):
    """A signatory and the box on the page that is left to sign in."""

    signatory: Signatory
    office: tuple[ComposedLine, ...]
    name: tuple[ComposedLine, ...]
    top_pt: float
    left_pt: float
    width_pt: float
    height_pt: float


# where a name stands: beside its office, with the line to sign on above the name or without one;
# below it, with that line between them or above both
SignatureForm = Literal["beside", "close", "parted", "together"]


class SetSignatures(Struct, frozen=True, eq=False):
    """One page of signatures in ``columns`` side by side; the last one holds the closing line.

    It has no title where words of the text stand above it. ``share`` is the part of a place that an
    office beside its name takes.
    ``notes`` are called on it and stand at its foot, where ``foot_pt`` is kept free for them.
    Signatures of a ``height_pt`` are no page but stand behind the text.
    """

    kind: ClassVar = "signatures"
    title: tuple[ComposedLine, ...]
    places: tuple[SignaturePlace, ...]
    columns: int
    first: bool
    closing: tuple[Line, tuple[ComposedLine, ...]] | None
    notes: tuple[str, ...] = ()
    foot_pt: float = 0.0
    form: SignatureForm = "beside"
    share: float = 0.5
    height_pt: float = 0.0


SetItem = (
    SetTitle
    | SetParagraph
    | SetNote
    | SetHeading
    | SetTableHead
    | SetRow
    | SetFact
    | SetVariant
    | SetSignatures
)
