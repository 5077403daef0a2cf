"""Made-up pages go in, placed pages come out, and placed pages are written as a PDF."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from zhengben.design.flavours import Attachment
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine.blocks import MadeUp, digest
from zhengben.formats.pdf.engine.loading import load, strict_log
from zhengben.timing import span

# WeasyPrint does not promise to bear two threads at once, and Pango and fontconfig below it keep
# things for the whole process: one document at a time is placed or written, others wait here
_ONE_AT_A_TIME = threading.RLock()


class Writing(Struct, frozen=True):
    """What a PDF is to be, beside its pages.

    ``identity`` sets files of the same text apart; ``variant`` is the engine's name of the
    flavour, ``version`` that of PDF; ``turned`` says that columns are laid out as lines, on pages
    turned when they are shown. ``metadata`` makes the XMP from the engine's document information,
    ``link`` says in words where a link to an anchor leads, or nothing. ``attachments`` bear the
    date ``received``.
    """

    identity: str
    variant: str
    version: str
    turned: bool
    metadata: Callable[[Any], bytes]
    link: Callable[[str], str]
    attachments: Sequence[Attachment]
    received: datetime.date


def place(made: MadeUp, files: Mapping[str, Path | bytes], cache: Path) -> Placed:
    """Have the engine place made-up pages, which may ask for nothing but the given files.

    Raises SetupError where the engine is not the one the press is made for, RegistryError where a
    sheet has lines otherwise than composed, and RenderError when the engine complains.
    """
    with _ONE_AT_A_TIME:
        with span("start"):
            load(cache)
            from zhengben.formats.pdf.engine.fetcher import AssetFetcher
            from zhengben.formats.pdf.engine.source import lay_out
        with strict_log(), span("layout"):
            document = lay_out(made, AssetFetcher(files))
        return Placed(document, digest(made))


class Placed:
    """Pages as the engine has placed them; they can be written again and again."""

    def __init__(self, document: Any, digest: str) -> None:
        self._document, self._digest = document, digest

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return len(self._document.pages)

    def write(self, writing: Writing) -> bytes:
        """Return the pages as a PDF; RenderError when the engine complains."""
        with _ONE_AT_A_TIME:
            from zhengben.formats.pdf.engine.finisher import Finisher, describe, embedded

            with strict_log(), span("write"):
                document = self._document
                # worked out from what stands on the pages, so that it changes when they do
                told = writing.identity + self._digest
                describe(document, writing)
                data: bytes | None = document.write_pdf(
                    finisher=Finisher(writing),
                    pdf_identifier=hashlib.sha256(told.encode()).digest()[:16],
                    pdf_variant=writing.variant,
                    pdf_tags=True,
                    attachments=embedded(writing),
                )
        if data is None:
            raise RenderError("WeasyPrint wrote nothing.")
        return data
