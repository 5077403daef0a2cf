"""Checks F: a file is the one that was published, and says what the canonical text says."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.design.faces import known_faces
from zhengben.document.artefacts import sha256
from zhengben.figures.known import shown_of

ROWS = (
    Check(
        "F-001",
        "Every file is, byte for byte, the one that the manifest lists.",
        "Publish the document again; nothing in dist/ is edited by hand.",
    ),
    Check(
        "F-002",
        "The text of the file, its apparatus removed, equals the canonical text, and its marks; "
        "each picture and formula shows what the document's own does.",
        "Publish the document again; if it persists, the sentence names paragraph and character.",
    ),
)


def examine(subject: Subject) -> Iterator[Finding]:
    """Compare the file with its hash and its text with the canonical text."""
    file = subject.artefact.file
    try:
        data = subject.path.read_bytes()
    except OSError as error:
        yield Finding("F-001", file, "file", f"The file cannot be read ({error.strerror}).")
        return
    if sha256(data) != subject.artefact.sha256:
        yield Finding("F-001", file, "file", f"Its SHA-256 is {sha256(data)}.")
    if subject.path.suffix not in (".pdf", ".epub", ".html", ".xml", ".docx"):
        return
    from zhengben.proof.fidelity import prove

    references = {face.key: face.path for face in known_faces().values()}
    proof = prove(
        subject.path,
        "".join(f"{line.text}\n" for line in subject.lines),
        ids=subject.anchors,
        references=references,
        language="" if subject.side else subject.column,
        side=subject.side,
        marks=[line.marks for line in subject.lines],
        shown=() if subject.column else shown_of(subject.declaration),
    )
    for sentence in proof.failures:
        yield Finding("F-002", file, "text", sentence)
