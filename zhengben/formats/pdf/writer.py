"""Writes a print edition: composes, makes up, has WeasyPrint place blocks, tags and finishes."""

from __future__ import annotations

import gc
import string
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben.apparatus.colophon import facts
from zhengben.apparatus.variant_notes import listed_variants
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.faces import chain_for, face_for
from zhengben.design.flavours import Attachment
from zhengben.design.kinds import PrintEdition
from zhengben.design.stylesheet import edition_sheet
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import WORDS
from zhengben.document.author_notes import circled
from zhengben.document.declaration import Declaration
from zhengben.figures.drawings import Drawings
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import FaceChoice, choose, needs_glyph
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import PreparedFont, require_glyphs, require_shown
from zhengben.formats.pdf import engine
from zhengben.formats.pdf.archive import writing
from zhengben.formats.pdf.drawn import DrawnLines
from zhengben.formats.pdf.html import print_html
from zhengben.pagination.pages import SetDocument, set_document
from zhengben.timing import span

# as much memory as earlier layouts may take before they are collected
_ROOM_MIB = 140


class Pdf(Struct, frozen=True):
    """A finished print edition."""

    data: bytes
    pages: int


class Press:
    """Makes the print editions of a declaration, and prepares once what they share.

    ``source`` is the canonical text's file, for messages. The same declaration, templates, styles
    and libraries give the same bytes.
    """

    def __init__(self, declaration: Declaration, assets: Assets, source: Path, tool: str) -> None:
        self.declaration, self.assets, self.source, self.tool = declaration, assets, source, tool
        self.words = WORDS[declaration.script]
        # where no picture and no formula is, nothing of them is loaded
        marks = (mark for line in declaration.lines for mark in line.marks)
        drawn = any(mark.form == "object" for mark in marks)
        self.drawings = Drawings(declaration, source.parent) if drawn else None
        self._metrics: dict[Path, Metrics] = {}
        self._chosen: dict[str, FaceChoice] = {}
        self._set: dict[str, SetDocument] = {}
        # the last layout only: a document takes much memory
        self._placed: tuple[str, engine.Placed] | None = None

    def _choices(self, edition: PrintEdition) -> dict[str, FaceChoice]:
        """Return the faces of an edition by what sheets call the first of them."""
        styles = {"--text": edition.face, "--head": edition.head_face}
        return {name: self._choice(style) for name, style in styles.items()}

    def _choice(self, style: str) -> FaceChoice:
        if style not in self._chosen:
            chain = chain_for(style, self.declaration.script, self.declaration.fonts)
            self._chosen[style] = choose(chain, self._characters, self._texts)
        return self._chosen[style]

    def _facts(self, edition: PrintEdition) -> list[tuple[str, str]]:
        chosen = self._choices(edition).values()
        faces = [choice.chain[0] for choice in chosen]
        faces += [face for choice in chosen for face in choice.faces[1:]]
        return facts(self.declaration, edition.layout, self.words, faces, self.tool)

    @cached_property
    def _characters(self) -> frozenset[str]:
        """Return every character that the declaration and the press's own words can show."""
        return frozenset(c for text in self._texts for c in text if needs_glyph(c))

    @cached_property
    def _texts(self) -> list[str]:
        """Return what the declaration and the press's own words can show."""
        declaration = self.declaration
        shown = [declaration.text, string.printable, "、：—…\u3000", *self.words.all()]
        for i in declaration.instruments:
            shown += [i.name, i.symbol, i.remark]
            shown += [f"{e.act}{e.place}{e.subject}年月日於于" for e in i.events]
        shown += [note.text for note in declaration.notes]
        shown += declaration.beside
        if notes := listed_variants(declaration, self.words):
            shown += [witness_words(declaration.script).heading]
            shown += [text for note in notes for text in (note.term, note.text)]
        if declaration.renumbers_notes:
            shown += map(circled, range(1, len(declaration.footed_notes) + 1))
        shown += [declaration.dateline, declaration.short_title]
        # of every edition, so that all of them share one subset of each face; the names of faces
        # are in letters that are printable anyhow
        for row in PRINTED.values():
            faces = [face_for(style, declaration.script) for style in (row.face, row.head_face)]
            told = facts(declaration, row.layout, self.words, faces, self.tool)
            shown += [text for fact in told for text in fact]
        return shown

    def _prepare(self, edition: PrintEdition) -> tuple[list[PreparedFont], dict[str, Metrics]]:
        """Prepare the faces in use of an edition; return them and, by token, what measures."""
        choices, folder = self._choices(edition), self.assets.cache / "fonts"
        require_glyphs(choices["--text"], self.declaration.lines, self.source)
        require_shown(choices["--text"], self.source.with_name("document.toml"))
        shown = dict.fromkeys(choices, self._characters)
        return prepare_chains(choices, shown, folder, self._metrics, turned=edition.vertical)

    def set(self, edition: PrintEdition) -> SetDocument:
        """Compose and make up an edition; nothing of the engine is needed for it."""
        if edition.layout not in self._set:
            with span("fonts"):
                metrics = self._prepare(edition)[1]["--text"]
            with span("compose"):
                self._set[edition.layout] = set_document(
                    self.declaration, edition, metrics, self.words, self._facts(edition),
                    self.drawings,
                )  # fmt: skip
        return self._set[edition.layout]

    def print(self, edition: PrintEdition, attachments: Sequence[Attachment] = ()) -> Pdf:
        """Make the PDF of an edition; ``attachments`` go into a flavour that may carry them.

        Raises ContentError for a character no face has, RegistryError where a sheet sets lines
        otherwise than they were composed, and RenderError when the engine complains.
        """
        if self._placed is None or self._placed[0] != edition.layout:
            self._placed = None
            _make_room()
            self._placed = (edition.layout, self._place(edition))
        return finish(self._placed[1], self.declaration, edition, attachments)

    def show(self, edition: PrintEdition, number: int) -> bytes:
        """Make a PDF of which one page, from 1, holds what it will hold, and all others nothing.

        It is there to be looked at: nothing in it is tagged, and no link leads anywhere. Raises
        what ``print`` raises.
        """
        document = self.set(edition)
        pages = tuple(
            page if page.number == number else replace(page, parts=(), notes=())
            for page in document.pages
        )
        placed = self._place(edition, replace(document, pages=pages), partial=True)
        return finish(placed, self.declaration, edition).data

    def _place(
        self, edition: PrintEdition, document: SetDocument | None = None, *, partial: bool = False
    ) -> engine.Placed:
        """Have the engine place the pages."""
        document = document or self.set(edition)
        fonts, measured = self._prepare(edition)
        assets, squeeze = self.assets, document.measures.squeeze
        with span("template"):
            drawn = DrawnLines(
                edition, measured["--text"].key, squeeze=squeeze, drawings=self.drawings,
                labels=document.labels(), calls=document.author_calls(),
            )  # fmt: skip
            html = print_html(
                document,
                assets.templates,
                assets.cache / "templates",
                {font.key: font.path.name for font in fonts},
                drawn,
                self.words,
                self.tool,
            )
        # what the engine sets by itself, as running heads, takes the next face by itself
        tokens = {n: ", ".join(m.key for m in face.members) for n, face in measured.items()}
        tokens["--squeeze"] = '"chws"' if squeeze else "normal"
        sheet = edition_sheet(assets.styles, edition, tokens, self.declaration.genre)
        faces = {metrics.key: metrics for metrics in measured.values()}
        pages = len(document.pages)
        made = engine.MadeUp(
            html, pages, drawn.blocks, faces, sheet.decode(), edition, partial=partial
        )
        return place(made, fonts, assets)


def place(made: engine.MadeUp, fonts: Iterable[PreparedFont], assets: Assets) -> engine.Placed:
    """Have the engine place made-up pages in prepared fonts."""
    return engine.place(made, {font.path.name: font.path for font in fonts}, assets.cache)


def finish(
    placed: engine.Placed,
    declaration: Declaration,
    edition: PrintEdition,
    attachments: Sequence[Attachment] = (),
) -> Pdf:
    """Write placed pages as the PDF of an edition, in its flavour."""
    return Pdf(placed.write(writing(declaration, edition, attachments)), placed.pages)


class _Room:
    """The most memory that this process had taken when all of it was last looked through."""

    peak = 0


def _make_room() -> None:
    """Let go of earlier layouts, which are full of circles, once they take much memory.

    What was alive at the time before is looked through only when the process takes more than then.
    """
    if sys.platform == "win32":
        gc.collect()
        return
    import resource

    # in bytes on macOS, in KiB elsewhere
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if peak < _ROOM_MIB * unit:
        return
    # the layout before is among the youngest: the collector does not run by itself
    gc.collect(2 if peak > _Room.peak else 0)
    _Room.peak = peak
