"""The apparatus: what the press and its editors add beside the canonical text."""

from __future__ import annotations

import datetime

from msgspec import Struct


class Event(Struct, frozen=True):
    """Something that happened to an instrument on a day: signed, opened, adopted, in force."""

    act: str
    date: datetime.date | None = None
    place: str = ""
    subject: str = ""


class Instrument(Struct, frozen=True):
    """A treaty, resolution or other text that documents cite, as the register knows it.

    ``title`` stands without its title marks; ``marked`` says whether it takes 《》.
    ``iri`` is its address in Akoma Ntoso, where one is known: ``/akn/un/act/1945-06-26/charter``.
    """

    id: str
    title: str
    marked: bool = True
    cited_as: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    symbol: str = ""
    remark: str = ""
    iri: str = ""

    @property
    def name(self) -> str:
        """Return the full title as it is written in running text."""
        return f"《{self.title}》" if self.marked else self.title


class Mention(Struct, frozen=True):
    """A place in the canonical text that names an instrument; ``quote`` is text[start:end]."""

    instrument: str
    line_id: str
    start: int
    end: int
    quote: str


class Note(Struct, frozen=True):
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


class PageBreak(Struct, frozen=True):
    """Where a printed page starts: apparatus that an e-book carries over from print.

    ``label`` is the page's number as printed, ``at`` the offset of its first character of the
    canonical text. A page that shows none of it has the length of the text, and ``apparatus``
    names the first thing on it: ``instruments``, ``instrument-7`` (its seventh row), ``variants``,
    ``variant-7``, ``colophon``.
    """

    label: str
    at: int
    apparatus: str = ""


class Group(Struct, frozen=True):
    """An editorial heading for navigation over paragraphs ``first`` to ``last``."""

    title: str
    first: int
    last: int


class Series(Struct, frozen=True):
    """The series that the metadata name; ``number`` is 0 where the document has none in it."""

    title: str
    number: int = 0


class Work(Struct, frozen=True):
    """Another document in the same series."""

    title: str
    year: int
