"""Checks E: what a good e-book must be: package, navigation, notes, looks, and the validators."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.ebook import looks, navigation, notes, package, validators
from zhengben.checks.ebook.opened import NoBookError, Opened
from zhengben.checks.finding import Finding, Skipped, Subject

_PARTS = (package, navigation, notes, looks)
ROWS = tuple(row for part in (*_PARTS, validators) for row in part.ROWS)


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Make every check of the family on an EPUB."""
    if subject.artefact.media_type != "application/epub+zip" or not subject.path.is_file():
        return
    yield from look_inside(subject)
    yield from validators.examine(subject)


def look_inside(subject: Subject) -> Iterator[Finding | Skipped]:
    """Make the checks that need no validator."""
    file = subject.artefact.file
    try:
        book = Opened.open(subject.path)
    except NoBookError as error:
        yield Finding("E-001", file, "file", f"The book does not open: {error}.")
        return
    with book.archive:
        for part in _PARTS:
            for code, place, sentence in part.examine(book, subject):
                yield Finding(code, file, place, sentence)
        yield from navigation.compare_with_print(book, subject)
