"""What makes a placed edition a PDF of some flavour: metadata, attachments, links told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhengben.design.flavours import FLAVOURS, Attachment
from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import WORDS, Words
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.engine import Writing
from zhengben.formats.pdf.xmp import rdf


def writing(
    declaration: Declaration, edition: PrintEdition, attachments: Sequence[Attachment] = ()
) -> Writing:
    """Return what the PDF of an edition is to be, in its flavour.

    ``attachments`` go into a flavour that may carry them, and bear the date of the capture.
    """
    flavour, words = FLAVOURS[edition.flavour], WORDS[declaration.script]

    def metadata(information: Any) -> bytes:
        return rdf(declaration, edition, flavour, information)

    return Writing(
        edition.name,
        flavour.variant,
        flavour.version,
        edition.vertical,
        metadata,
        lambda anchor: _leads_to(anchor, words),
        tuple(attachments) if flavour.attachments else (),
        declaration.provenance.received,
    )


def _leads_to(anchor: str, words: Words) -> str:
    """Say in words what stands at an anchor, or nothing where the link's own text does."""
    names = {
        "note": words.note + "{}",
        "author-note": words.note + "{}",
        "call": words.back.format(words.note + "{}"),
    }
    kind, _, rest = anchor.rpartition("-")
    return names.get(kind, words.paragraph if kind == "para" else "").format(rest)
