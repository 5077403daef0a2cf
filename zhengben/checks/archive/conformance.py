"""A PDF meets every standard it claims, and claims what the manifest says it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf

from zhengben.checks.archive.verapdf import (
    Validator,
    Verdict,
    flavours_of,
    validator,
)
from zhengben.checks.archive.xmp import XmpError, read_xmp
from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.checks.tools import MissingToolError, ValidatorError, by_content

MEDIA_TYPES = ("application/pdf",)
ROWS = (
    Check(
        "A-001",
        "A PDF meets every standard that it claims, without one failed rule of veraPDF.",
        "Publish the document again; if it persists, the sentence names the clause.",
        "ISO 19005-2 and -3, ISO 14289-1",
    ),
    Check(
        "A-002",
        "What a PDF claims in its metadata is what the manifest says it claims.",
        "Publish the document again.",
        "ISO 19005-2, 6.6.4; ISO 14289-1, 5",
    ),
)


def claimed(path: Path) -> tuple[str, ...]:
    """Return what a file claims of itself; one without XMP claims nothing. May raise XmpError."""
    try:
        with pikepdf.open(path) as pdf:
            return read_xmp(pdf).claims if "/Metadata" in pdf.Root else ()
    except (OSError, pikepdf.PdfError) as error:
        raise XmpError(f"the file cannot be read ({error})") from None


def verdicts(path: Path, claims: Sequence[str]) -> list[Verdict]:
    """Return veraPDF's verdict on each flavour that the claims ask for."""
    flavours = tuple(flavours_of(claims))
    return _verdicts(path, flavours, validator()) if flavours else []


@by_content
def _verdicts(path: Path, flavours: Sequence[str], chosen: Validator) -> list[Verdict]:
    return chosen.validate(path, flavours)


def told(path: Path, claims: Sequence[str]) -> list[str]:
    """Return veraPDF's verdicts as lines for people; none where it cannot be asked."""
    try:
        return [
            f"{verdict.flavour}: {'conforms' if verdict.compliant else 'does not conform'}, "
            f"{len(verdict.failed)} failed rules, {verdict.checks:,} checks"
            for verdict in verdicts(path, claims)
        ]
    except (MissingToolError, OSError, ValidatorError):
        return []


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Compare the claims, then have them validated."""
    file, listed = subject.artefact.file, subject.artefact.claims
    if not subject.path.is_file():
        # F-001 tells that the file is not there
        return
    try:
        found = claimed(subject.path)
    except XmpError as error:
        yield Finding("A-002", file, "metadata", f"Its claims cannot be read: {error}.")
        return
    if set(found) != set(listed):
        said = f"The file claims {_listed(found)}, the manifest {_listed(listed)}."
        yield Finding("A-002", file, "metadata", said)
    try:
        for verdict in verdicts(subject.path, (*listed, *found)):
            yield from _failures(file, verdict)
    except MissingToolError as error:
        yield Skipped("A-001", file, str(error))
    except ValidatorError as error:
        yield Finding("A-001", file, "file", f"veraPDF cannot judge the file: {error}.")


def _listed(claims: Sequence[str]) -> str:
    return " and ".join(claims) or "nothing"


def _failures(file: str, verdict: Verdict) -> Iterator[Finding]:
    for rule in verdict.failed:
        told = (
            f"{verdict.flavour}: rule {rule.clause} fails in {rule.places} places: {rule.message}"
        )
        yield Finding("A-001", file, f"clause {rule.clause}", told)
    if not verdict.compliant and not verdict.failed:
        yield Finding("A-001", file, "file", f"The file does not conform to {verdict.flavour}.")
