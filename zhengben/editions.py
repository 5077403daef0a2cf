"""The table of editions: one row, one template and one style sheet each.

Lengths are in points (``_pt``) or millimetres (``_mm``); a measure is a whole number of em of the
text size. The source of the figures is the page design described in docs/design.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """What distinguishes an edition; template and sheet are empty where it needs none."""

    name: str
    label: str
    media_type: str
    suffix: str
    template: str
    sheet: str


@dataclass(frozen=True, slots=True)
class PrintEdition(Edition):
    """An edition on pages; ``measure_em`` is the length of a line in em of ``text_pt``."""

    text_pt: float
    measure_em: int
    note_pt: float
    variant: str


HANDOUT = PrintEdition(
    name="handout",
    label="A4 講義",
    media_type="application/pdf",
    suffix="handout.pdf",
    template="handout.html.j2",
    sheet="handout.css",
    text_pt=12,
    measure_em=36,
    note_pt=9,
    variant="pdf/ua-1",
)
E_READER = Edition(
    name="e-reader",
    label="電子書",
    media_type="application/epub+zip",
    suffix="epub",
    template="epub/chapter.xhtml.j2",
    sheet="epub.css",
)
AKOMA_NTOSO = Edition(
    name="akoma-ntoso",
    label="法律文書 XML",
    media_type="application/akn+xml",
    suffix="akn.xml",
    template="",
    sheet="",
)
EDITIONS: dict[str, Edition] = {
    edition.name: edition for edition in (HANDOUT, E_READER, AKOMA_NTOSO)
}
