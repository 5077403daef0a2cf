"""The table of PDF flavours: what a print edition's file claims to be, and what it may carry.

A claim is written in the manifest as ``PDF/A-3a`` and in the file's XMP as ``pdfaid:part`` and
``pdfaid:conformance`` (ISO 19005-2 and -3, 6.6.4; -4, 6.7.3) or ``pdfuaid:part`` (ISO 14289, 5).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Flavour(Struct, frozen=True):
    """A row: the engine's name of the variant, and what the finished file claims.

    ``part`` and ``conformance`` are those of PDF/A, 0 and empty where the file is none; ``ua`` is
    the part of PDF/UA, or 0. ``attachments`` says whether the flavour may carry files, ``version``
    which PDF it is written in.
    """

    name: str
    variant: str
    part: int = 0
    conformance: str = ""
    ua: int = 0
    attachments: bool = False
    version: Literal["1.7", "2.0"] = "1.7"

    @property
    def claims(self) -> tuple[str, ...]:
        """Return what the file claims, as the manifest lists it."""
        pdfa = (f"PDF/A-{self.part}{self.conformance.lower()}",) if self.part else ()
        return (*pdfa, *((f"PDF/UA-{self.ua}",) if self.ua else ()))


# of drafts that do not show all of their text
DRAFT = "draft"
FLAVOURS: dict[str, Flavour] = {
    flavour.name: flavour
    for flavour in (
        Flavour("accessible", "pdf/ua-1", ua=1),
        Flavour("archive", "pdf/a-3a", part=3, conformance="A", ua=1, attachments=True),
        Flavour("archive-plain", "pdf/a-2a", part=2, conformance="A", ua=1),
        Flavour("archive-unicode", "pdf/a-2u", part=2, conformance="U", ua=1),
        # PDF 2.0; what carries no files has a level without a letter, which the engine calls u
        Flavour("archive-pdf2", "pdf/a-4f", 4, "F", ua=2, attachments=True, version="2.0"),
        Flavour("archive-pdf2-plain", "pdf/a-4u", part=4, ua=2, version="2.0"),
        # tagged as the others are, and no standard is claimed
        Flavour(DRAFT, "pdf/ua-1"),
    )
}


class Attachment(Struct, frozen=True):
    """A file inside a PDF.

    ``relationship`` is its AFRelationship to the document (ISO 19005-3, annex E): what the
    document was made from is a Source, what says the same in another form an Alternative, what
    adds to it a Supplement.
    """

    name: str
    media_type: str
    relationship: Literal["Source", "Alternative", "Supplement"]
    description: str
    data: bytes
