"""An archival PDF has black ink, and other colours in pictures of its text; it says its output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.figures.known import known_objects
from zhengben.proof.pictures import shown_sha256

MEDIA_TYPES = ("application/pdf",)
ROWS = (
    Check(
        "A-005",
        "An archival PDF is painted in grey alone, but for the pictures of its text, whose colours "
        "a profile tells, and has an output intent.",
        "Look for a colour in styles/; formats/pdf/archive.py writes black as grey.",
        "ISO 19005-2, 6.2.3 and 6.2.4",
    ),
)
_COLOURED = frozenset("rg RG k K sc SC scn SCN cs CS sh".split())  # noqa: SIM905
_OPERATORS = " ".join(sorted(_COLOURED))
_GREYS = ("/DeviceGray", "/CalGray")


def archival(subject: Subject) -> bool:
    """Say whether a file is, or should be, PDF/A."""
    return any(claim.startswith("PDF/A-") for claim in subject.artefact.claims)


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Look at every operator that sets a colour."""
    if not archival(subject):
        return
    file = subject.artefact.file
    try:
        with pikepdf.open(subject.path) as pdf:
            known = known_objects(subject.declaration)
            faults = list(_faults(pdf, known.drawn))
    except (OSError, pikepdf.PdfError):
        # F-002 tells that the file is damaged
        return
    for place, told in faults:
        yield Finding("A-005", file, place, told)


def _faults(pdf: pikepdf.Pdf, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not pdf.Root.get("/OutputIntents"):
        yield "catalog", "The file has no output intent."
    for number, page in enumerate(pdf.pages, 1):
        met: set[str] = set()
        for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
            met.add(" ".join(map(str, (*instruction.operands, instruction.operator))))
        for told in sorted(met):
            yield f"page {number}", f"Colour is set by “{told}”."
        for image in page.get_images().values():
            if shown_sha256(image) in known:
                space: Any = image.get("/ColorSpace", "")
                calibrated = isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased"
                if not calibrated and str(space) not in _GREYS:
                    yield f"page {number}", "A picture does not say what its colours are."
            elif str(image.get("/ColorSpace", _GREYS[0])) not in _GREYS:
                yield f"page {number}", "An image has colour."
