"""Check F-010: a file is what the press makes of its document, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.proof.anew import unlike

ROWS = (
    Check(
        "F-010",
        "Made anew, the file has every word, picture and font that it has as published: cover, "
        "running heads, folios, colophon, notes and metadata too.",
        "Publish the document again; nothing in dist/ is edited by hand, and what another "
        "version of the press made may have other words.",
    ),
)


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Have the file made anew, and compare; F-001 tells of one that is not there."""
    file = subject.artefact.file
    if subject.anew is None or not subject.path.is_file():
        return
    made = subject.anew(subject.artefact)
    if isinstance(made, str):
        yield Skipped("F-010", file, made)
    elif made is None:
        yield Finding("F-010", file, "file", "The press makes no such file of the document.")
    else:
        for fault in unlike(made, subject.path.read_bytes(), subject.path.suffix):
            yield Finding("F-010", file, fault.place, fault.sentence)
