"""What an archival PDF carries: attachments of the text it shows, and ways into its pages."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from zhengben.checks.archive.ink import archival
from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.proof.fidelity import prove

MEDIA_TYPES = ("application/pdf",)
ROWS = (
    Check(
        "A-006",
        "PDF/A-3 and PDF/A-4f carry capture and canonical text, attached XML says the same, and "
        "each has a relationship, a description, a type and a date, and is listed once.",
        "Publish the document again; zhengben/press/attachments.py says what is attached.",
        "ISO 19005-3, 6.8 and annex E; ISO 19005-4, annex A",
    ),
    Check(
        "A-007",
        "An archival PDF has outlines, page labels, and a named destination for every paragraph.",
        "Look at the templates: each paragraph bears its id, each heading its bookmark.",
        "ISO 14289-1, 7.17; ISO 32000-1, 12.3 and 12.4.2",
    ),
)
_CARRY = ("PDF/A-3", "PDF/A-4f")
_MOST_BYTES = 64_000_000


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Look into the catalog."""
    if not archival(subject):
        return
    file = subject.artefact.file
    try:
        with pikepdf.open(subject.path) as pdf:
            attached = list(_attachments(pdf, subject))
            ways = list(_ways(pdf, subject))
    except (AttributeError, LookupError, OSError, TypeError, ValueError, pikepdf.PdfError):
        # F-002 tells that the file is damaged
        return
    for told in attached:
        yield Finding("A-006", file, "attachments", told)
    for told in ways:
        yield Finding("A-007", file, "catalog", told)


def _attachments(pdf: pikepdf.Pdf, subject: Subject) -> Iterator[str]:
    listed: Any = pdf.Root.get("/AF", [])
    if not any(claim.startswith(_CARRY) for claim in subject.artefact.claims):
        if len(pdf.attachments) or len(listed):
            yield "The file has attachments, which its standard does not allow."
        return
    for number, count in Counter(item.objgen for item in listed).items():
        if count > 1:
            yield f"The attachment in object {number[0]} is listed {count} times."
    named = {str(item.get("/UF")) for item in listed}
    if named != set(pdf.attachments):
        yield f"The lists of attachments differ: {sorted(named ^ set(pdf.attachments))}."
    digests = set()
    for item in listed:
        yield from _attachment(item)
        data = item.EF.F.read_bytes()[:_MOST_BYTES]
        if str(item.EF.F.get("/Subtype")) == "/application/akn+xml":
            yield from _alternative(data, subject)
        digests.add(hashlib.sha256(data).hexdigest())
        if int(item.EF.F.Params.get("/Size", -1)) != len(data):
            yield f"{item.get('/UF')} has another size than it says."
    known = subject.declaration.provenance
    for what, digest in (("capture", known.capture_sha256), ("text", known.canonical_sha256)):
        if digest not in digests:
            yield f"No attachment is the {what} with SHA-256 {digest}."


def _attachment(item: Any) -> Iterator[str]:
    name, stream = item.get("/UF"), item.EF.F
    parameters: Any = stream.get("/Params", {})
    for what, there in (
        ("relationship", str(item.get("/AFRelationship", "/Unspecified")) != "/Unspecified"),
        ("description", bool(str(item.get("/Desc", "")))),
        ("type", "/Subtype" in stream),
        ("date", "/ModDate" in parameters),
    ):
        if not there:
            yield f"The attachment {name} has no {what}."


def _alternative(data: bytes, subject: Subject) -> Iterator[str]:
    """Demand that the document in its other form says the same."""
    document = subject.declaration
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "attached.akn.xml"
        path.write_bytes(data)
        ids = tuple(line.id for line in document.lines)
        marks = [line.marks for line in document.lines]
        proof = prove(path, document.text, ids=ids, references={}, marks=marks)
        for sentence in proof.failures[:3]:
            yield f"In the attached XML, {sentence}"


def _ways(pdf: pikepdf.Pdf, subject: Subject) -> Iterator[str]:
    with pdf.open_outline() as outline:
        if not outline.root:
            yield "There are no outlines."
    if "/PageLabels" not in pdf.Root:
        yield "There are no page labels."
    names: Any = pdf.Root.get("/Names", {})
    tree = names.get("/Dests")
    there = set(pikepdf.NameTree(tree)) if tree is not None else set()
    missing = [line.id for line in subject.declaration.paragraphs if line.id not in there]
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if missing[5:] else "")
        yield f"{len(missing)} paragraphs have no named destination: {shown}."
