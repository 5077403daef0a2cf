"""Where a text comes from, and how it came into its script."""

from __future__ import annotations

import datetime

from msgspec import Struct


class Question(Struct, frozen=True):
    """What is asked about some lines of a capture; ``answer`` is empty while it is open.

    The lines stand as text or apart until a person says which of the two they are.
    """

    lines: tuple[int, ...]
    about: str
    answer: str = ""


class Provenance(Struct, frozen=True):
    """Where the capture came from and what it and the canonical text hash to.

    ``open_questions`` counts the questions about its lines that nobody has answered: a document
    that has some is a draft. ``edition_date`` is the day of the editions, if it was recorded.
    ``unshown`` counts the characters for which this copy, a draft too, shows 〓, since no face has
    them.
    """

    source: str
    url: str
    received: datetime.date
    licence: str
    capture_file: str
    capture_sha256: str
    canonical_sha256: str
    open_questions: int = 0
    unshown: int = 0
    edition_date: datetime.date | None = None

    @property
    def created(self) -> datetime.date:
        """Return the day that files bear as that of their making: never that of the clock.

        Where nobody recorded one it is the day of the capture, as it was before there were any.
        """
        return self.edition_date or self.received


class ObjectFile(Struct, frozen=True):
    """A picture or formula that lies beside the canonical text, as the metadata name it.

    ``shown_sha256`` is the hash of what is drawn of it, which the proof knows it by: the bytes of a
    JPEG, else its points or outlines after the ``conversion``; empty where nothing can be drawn. A
    picture is ``width`` points by ``height`` as it is seen, after it was turned by ``orientation``
    (Exif). It is printed with ``ppi`` points an inch or ``width_mm`` wide, on a page of its own
    where it is to lie on its side (``landscape``). ``profile_sha256`` is that of its own colours,
    ``mathml_sha256`` that of a formula in its canonical form.
    """

    file: str
    media_type: str
    sha256: str
    shown_sha256: str = ""
    conversion: str = ""
    width: int = 0
    height: int = 0
    ppi: int = 0
    orientation: int = 1
    profile_sha256: str = ""
    mathml_sha256: str = ""
    see_through: bool = False
    width_mm: int = 0
    landscape: bool = False

    @property
    def is_picture(self) -> bool:
        """Tell a picture from a formula."""
        return self.media_type.startswith("image/")

    @property
    def natural_pt(self) -> tuple[float, float]:
        """Return how wide and high it is printed where there is room."""
        wide = self.width_mm * 72 / 25.4 if self.width_mm else self.width * 72 / self.ppi
        return wide, wide * self.height / self.width


class KnownObjects(Struct, frozen=True):
    """The pictures and formulas of a text: hashes of what is drawn, and of profiles of colours."""

    drawn: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()


NO_OBJECTS = KnownObjects()


class FontFile(Struct, frozen=True):
    """A font that lies beside the canonical text, for characters that the press's faces lack.

    It shows all ``characters`` before any of them, where they are named.
    """

    file: str
    family: str
    licence: str
    sha256: str
    characters: str = ""

    @property
    def key(self) -> str:
        """Return what sheets call it, which its content tells."""
        return f"own-{self.sha256[:8]}"


class Conversion(Struct, frozen=True):
    """How a declaration came from the script of its canonical text into its own.

    ``configuration`` is the converter's, ``changed`` counts the characters of the canonical text
    that became others, ``text_sha256`` is the hash of the converted text.
    """

    origin: str
    configuration: str
    changed: int
    text_sha256: str
