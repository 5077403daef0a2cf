"""The XMP of a PDF says what the document's metadata say, and what its old information says."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from zhengben.checks.archive.xmp import DC, DCTERMS, XMP, Packet, XmpError, read_xmp
from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.document.identifiers import edition_urn

MEDIA_TYPES = ("application/pdf",)
ROWS = (
    Check(
        "A-003",
        "The XMP of a PDF is one rdf:RDF that says what the document's metadata say.",
        "Publish the document again; zhengben/formats/pdf/xmp.py writes the packet.",
        "ISO 19005-2, 6.6.2 and 6.6.3; ISO 16684-1",
    ),
)
_MM = "http://ns.adobe.com/xap/1.0/mm/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
# entry of the document information, and the property that must equal it
_INFORMATION = (
    ("/Title", DC, "title"), ("/Author", DC, "creator"), ("/Subject", DC, "description"),
    ("/Creator", XMP, "CreatorTool"), ("/Producer", _PDF, "Producer"),
)  # fmt: skip
_DATES = (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate"))


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Compare every property that a catalogue takes over."""
    if not subject.artefact.claims:
        return
    file = subject.artefact.file
    try:
        with pikepdf.open(subject.path) as pdf:
            packet = read_xmp(pdf)
            faults = [*_document(packet, subject), *_information(packet, pdf)]
    except (OSError, pikepdf.PdfError, XmpError) as error:
        yield Finding("A-003", file, "metadata", f"The metadata cannot be read: {error}.")
        return
    if packet.rdf != 1:
        faults.append(f"there are {packet.rdf} rdf:RDF where there has to be one")
    for fault in faults:
        yield Finding("A-003", file, "metadata", f"In the XMP, {fault}.")


def _document(packet: Packet, subject: Subject) -> Iterator[str]:
    document, known = subject.declaration, subject.declaration.provenance
    urn = edition_urn(document.id, document.script, subject.artefact.edition)
    expected = {
        (DC, "language"): document.script,
        (DC, "identifier"): urn,
        (DC, "format"): subject.artefact.media_type,
        (DC, "creator"): document.organ,
        (DC, "rights"): document.rights,
        (DC, "source"): known.url or known.source,
        (DC, "date"): known.received.isoformat(),
        (XMP, "CreateDate"): known.created.isoformat(),
        (DCTERMS, "issued"): document.date.isoformat(),
        (DCTERMS, "spatial"): document.place,
    }
    for (namespace, name), value in expected.items():
        found = packet.first(namespace, name)
        if found != value:
            yield f"{name} is “{found}”, not “{value}”"
    titles = packet.languages.get(f"{{{DC}}}title", {})
    for language in ("x-default", document.script):
        if titles.get(language) != document.title.text:
            yield f"the title in {language} is “{titles.get(language, '')}”"
    rights = packet.languages.get(f"{{{DC}}}rights", {})
    if set(rights) != {"x-default", document.script} or set(rights.values()) != {document.rights}:
        yield "the rights are not those of the document in its language"
    provenance = packet.get(DCTERMS, "provenance")
    hashes = f"capture SHA-256 {known.capture_sha256}; text SHA-256 {known.canonical_sha256}"
    if provenance != [hashes]:
        yield f"the provenance is “{'; '.join(provenance)}”, not “{hashes}”"
    dates = {packet.first(XMP, name) for name in ("CreateDate", "ModifyDate", "MetadataDate")}
    if len(dates) > 1:
        yield f"it was made and changed on several days, {', '.join(sorted(dates))}"
    for namespace, name, values in (
        (_MM, "DocumentID", {urn}), (DC, "type", {"Text"}), (DC, "identifier", {urn}),
    ):  # fmt: skip
        if (told := packet.get(namespace, name)) != sorted(values):
            yield f"{name} is “{'; '.join(told)}”, not “{'; '.join(sorted(values))}”"


def _information(packet: Packet, pdf: pikepdf.Pdf) -> Iterator[str]:
    """Compare the document information, which old programs still read; PDF 2.0 has none."""
    if "/Info" not in pdf.trailer:
        return
    information = pdf.docinfo
    for key, namespace, name in _INFORMATION:
        told, found = str(information.get(key, "")), packet.first(namespace, name)
        if told != found:
            yield f"{name} is “{found}”, but the document information says “{told}”"
    for key, name in _DATES:
        told = str(information.get(key, "")).removeprefix("D:")[:8]
        if told != packet.first(XMP, name).replace("-", "")[:8]:
            yield f"{name} is another day than the document information says"
