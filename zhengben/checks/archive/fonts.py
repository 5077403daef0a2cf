"""Every font is in the file, and every glyph shown says which character it is."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.proof.content import Contents
from zhengben.proof.folding import folded
from zhengben.proof.pdffont import UNREADABLE, PdfFont

MEDIA_TYPES = ("application/pdf",)
ROWS = (
    Check(
        "A-004",
        "Every font is embedded, and ToUnicode gives each glyph shown its character.",
        "Publish the document again; a font that is not ours came in some other way.",
        "ISO 19005-2, 6.2.11.4 and 6.2.11.7",
    ),
)
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Look at each font that a page uses."""
    file = subject.artefact.file
    try:
        with pikepdf.open(subject.path) as pdf:
            contents = Contents(folded(pdf))
            for number, page in enumerate(pdf.pages, 1):
                contents.read_page(page, number)
            faults = [(f.name, told) for f in contents.fonts.values() for told in _faults(f)]
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError,
            pikepdf.PdfError):  # fmt: skip
        # F-002 tells that the file is damaged
        return
    if not contents.fonts:
        yield Finding("A-004", file, "fonts", "The pages use no font.")
    for name, told in faults:
        yield Finding("A-004", file, f"font {name}", told)


def _faults(font: PdfFont) -> Iterator[str]:
    inner = font.descendant if font.descendant is not None else font.dictionary
    descriptor = inner.get("/FontDescriptor")
    if descriptor is None or not any(name in descriptor for name in _PROGRAMS):
        yield "The font is not embedded."
    dumb = [code for code, (text, _) in font.used.items() if text in ("", UNREADABLE)]
    if dumb:
        codes = ", ".join(f"{code:04X}" for code in dumb[:5])
        yield f"ToUnicode says nothing of {len(dumb)} glyphs that are shown ({codes})."
