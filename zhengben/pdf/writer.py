"""Writes a print edition: composes, places with WeasyPrint, tags and finishes."""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengben.assets import Assets
from zhengben.compose import Metrics
from zhengben.editions import PrintEdition
from zhengben.errors import RenderError
from zhengben.fonts.faces import FACES
from zhengben.fonts.prepare import PreparedFont, prepare, require_glyphs
from zhengben.model import Declaration
from zhengben.pdf import engine
from zhengben.render import print_html
from zhengben.setting import set_declaration
from zhengben.sheets import edition_sheet
from zhengben.timing import span

TEXT_FACE, HEAD_FACE = "serif-tc", "sans-tc"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished print edition."""

    data: bytes
    pages: int


def write_pdf(
    declaration: Declaration, edition: PrintEdition, assets: Assets, *, source: Path, tool: str
) -> Pdf:
    """Make the PDF of a declaration in a print edition.

    ``source`` is the canonical text's file, for messages. The same declaration, templates, styles
    and libraries give the same bytes. Raises ContentError for a character no face has, RenderError
    when the engine complains or does not place a line as composed.
    """
    with span("parse"):
        fonts = _fonts(declaration, edition, assets, source)
    with span("compose"):
        set_ = set_declaration(declaration, edition, Metrics(fonts[0].path))
    with span("template"):
        html = print_html(
            set_,
            assets.templates,
            assets.cache / "templates",
            tuple(font.key for font in fonts),
            tool,
        )
    with span("start"):
        weasyprint = engine.load(assets.cache)
        from zhengben.pdf.fetcher import AssetFetcher
        from zhengben.pdf.finish import Finisher
    files: dict[str, Path | bytes] = {f"{font.key}.otf": font.path for font in fonts}
    files["edition.css"] = edition_sheet(assets.styles, edition.sheet)
    with engine.strict_log():
        with span("layout"):
            root = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=AssetFetcher(files))
            document = root.render()
        with span("write"):
            data = _write(document, root.etree_element, edition, Finisher(declaration))
    return Pdf(data, len(document.pages))


def _fonts(
    declaration: Declaration, edition: PrintEdition, assets: Assets, source: Path
) -> tuple[PreparedFont, ...]:
    """Prepare the faces for every character that the declaration and the templates can show."""
    require_glyphs(FACES[TEXT_FACE], declaration.lines, source)
    shown = declaration.text + assets.template_text + string.printable
    shown += "".join(i.name + i.symbol + i.remark for i in declaration.instruments)
    shown += "".join(
        f"{e.act}{e.place}{e.subject}" for i in declaration.instruments for e in i.events
    )
    shown += "".join(note.text for note in declaration.notes)
    shown += declaration.organ + declaration.dateline + declaration.place + declaration.short_title
    shown += declaration.rights + declaration.provenance.source + declaration.provenance.url
    shown += declaration.provenance.licence
    shown += "".join(
        work.title for work in (declaration.predecessor, declaration.successor) if work
    )
    characters = frozenset(c for c in shown if c.isprintable())
    keys = (TEXT_FACE, HEAD_FACE)
    return tuple(prepare(FACES[key], characters, assets.cache / "fonts") for key in keys)


def _write(document: Any, html_root: Any, edition: PrintEdition, finisher: Any) -> bytes:
    """Write the PDF with our own structure tree in place of the engine's."""
    import weasyprint.pdf

    from zhengben.pdf.tagging import tagger

    # the identifier is worked out from the pages' own text, so it changes when they do
    identifier = hashlib.sha256("".join(html_root.itertext()).encode()).digest()[:16]
    original = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = tagger(html_root)
    try:
        data: bytes | None = document.write_pdf(
            pdf_variant=edition.variant, finisher=finisher, pdf_identifier=identifier
        )
    finally:
        weasyprint.pdf.add_tags = original
    if data is None:
        raise RenderError("WeasyPrint wrote nothing.")
    return data
