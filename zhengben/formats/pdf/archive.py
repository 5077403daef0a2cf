"""What makes a placed edition a PDF of some flavour: metadata, attachments, ink without colour."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

import pydyf

from zhengben.design.editions import PrintEdition
from zhengben.design.flavours import FLAVOURS, Attachment
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.xmp import rdf

_GREY = {b"rg": b"g", b"RG": b"G"}


class Flavouring:
    """Options and finish of one write; the document itself can be written again and again."""

    def __init__(
        self,
        declaration: Declaration,
        edition: PrintEdition,
        attachments: Sequence[Attachment] = (),
    ) -> None:
        self._declaration, self._edition = declaration, edition
        self.flavour = FLAVOURS[edition.flavour]
        self._attachments = tuple(attachments) if self.flavour.attachments else ()

    def options(self) -> dict[str, Any]:
        """Return the engine's options, its attachments made for this one write."""
        from weasyprint import Attachment as Embedded

        received = self._declaration.provenance.received
        moment = datetime.datetime.combine(received, datetime.time())
        return {
            "pdf_variant": self.flavour.variant,
            "pdf_tags": True,
            "attachments": [
                Embedded(
                    string=attachment.data,
                    name=attachment.name,
                    description=attachment.description,
                    created=moment,
                    modified=moment,
                    relationship=attachment.relationship,
                )
                for attachment in self._attachments
            ],
        }

    def describe(self, document: Any) -> None:
        """Have the engine write our metadata in place of its own."""
        info = document.metadata
        info.producer = _producer()

        def generate(variant: str, version: int, conformance: str | None) -> bytes:
            return rdf(self._declaration, self._edition, self.flavour, info)

        info.generate_rdf_metadata = generate

    def finish(self, document: Any, pdf: pydyf.PDF) -> None:
        """Mend what the engine leaves: colour, attachments told twice, kinds of attachments."""
        # the profile of one write would colour the next
        document.color_profiles.pop("srgb", None)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream):
                item.stream = [_grey(part) for part in item.stream]
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        kinds = {
            f"<{hashlib.md5(a.data, usedforsecurity=False).hexdigest()}>": a.media_type
            for a in self._attachments
        }
        self._name_links(pdf)
        for item in pdf.objects:
            extra = getattr(item, "extra", {})
            if extra.get("Type") == "/EmbeddedFile":
                kind = kinds[extra["Params"]["CheckSum"]]
                extra["Subtype"] = "/" + kind.replace("/", "#2f").replace("+", "#2b")

    def _name_links(self, pdf: pydyf.PDF) -> None:
        """Say in words where a link leads, for those who hear it (ISO 14289-1, 7.18.5)."""
        words = WORDS[self._declaration.script]
        names = {
            "note": words.note + "{}",
            "author-note": words.note + "{}",
            "call": words.back.format(words.note + "{}"),
        }
        for item in pdf.objects:
            if isinstance(item, dict) and item.get("Type") == "/Annot" and "Dest" in item:
                kind, _, rest = item["Dest"].string.rpartition("-")
                name = names.get(kind, words.paragraph if kind == "para" else "")
                if name:
                    item["Contents"] = pydyf.String(name.format(rest))


def _producer() -> str:
    import weasyprint

    return f"WeasyPrint {weasyprint.__version__}"


def _grey(part: Any) -> Any:
    """Write an RGB colour with equal parts as grey: black is then the black plate and no other."""
    if isinstance(part, bytes) and part[-2:] in _GREY:
        channels = part[:-2].split()
        if len(channels) == 3 and len(set(channels)) == 1:
            return channels[0] + b" " + _GREY[part[-2:]]
    return part
