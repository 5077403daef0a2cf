"""The nouns of marked content (ISO 32000-1, 14.6): what is marked on a page, and how deep."""

from __future__ import annotations

from msgspec import Struct, field

from zhengben.proof.geometry import Point, steps_back
from zhengben.proof.hyphens import Hyphen
from zhengben.proof.telling import Telling

# the object number of the page or form that holds the marked content, and the MCID
Key = tuple[tuple[int, int], int]
OUT_OF_ORDER = "is set where it is read out of order"


class Marked(Struct):
    """The content of one MCID: its text and what keeps a reader from reading it.

    ``page`` counts the pages of the file, ``folio`` those of the book, which is another number on
    an imposed sheet. ``start`` and ``end`` are where its text begins and ends on the page of the
    book, ``size`` its em there. ``hyphens`` are no part of its text.
    """

    page: int
    folio: int
    text: str = ""
    painted: bool = False
    problems: set[str] = field(default_factory=set)
    start: Point | None = None
    end: Point = (0.0, 0.0)
    size: float = 0.0
    hyphens: list[Hyphen] = field(default_factory=list)
    # the hashes of pictures and forms that are drawn
    drawn: list[str] = field(default_factory=list)

    def ends_behind(self, begin: Point, size: float) -> bool:
        """Say whether text that begins at a point stands before what was shown already."""
        return self.start is not None and steps_back(self.end, begin, size)


class Scope(Struct, frozen=True):
    """A level of marked content, by its number on the page; ``key`` is None without an MCID."""

    artifact: bool
    optional: bool
    key: Key | None
    number: int
    told: Telling | None = None
