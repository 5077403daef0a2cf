"""The texts of a document by their tags: its scripts, its other versions, its other languages."""

from __future__ import annotations

import datetime
from pathlib import Path

from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import ConversionLedger
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError
from zhengben.document.versions import version_tag, without_version
from zhengben.source.captures import file_of
from zhengben.source.other_languages import in_language
from zhengben.source.source import Source


def text_in(
    source: Source, declaration: Declaration, tag: str
) -> tuple[Declaration, ConversionLedger | None]:
    """Return a text of a document, and the ledger of its conversion where it is one.

    Raises UsageError for a tag of no text of its.
    """
    for version in declaration.versions:
        if tag == version_tag(declaration.script, version.date):
            return version_of(source, declaration, version.date), None
    for language in source.languages:
        if tag == language.tag:
            return in_language(declaration, language), None
    if not tag.startswith("zh") or tag != without_version(tag):
        told = f"{declaration.id} has no text in “{tag}” any more; publish it again."
        raise UsageError(told)
    return in_script(declaration, tag, source.reviewed)


def file_of_text(source: Source, declaration: Declaration, tag: str) -> Path:
    """Return the file of the canonical text that stands under a tag, for messages."""
    for version in declaration.versions:
        if tag == version_tag(declaration.script, version.date):
            source = source.at(version.date)
    for language in source.languages:
        if tag == language.tag:
            return language.path
    return file_of(source.folder, source.metadata.table("canonical"))


def version_of(source: Source, declaration: Declaration, day: datetime.date) -> Declaration:
    """Return the text as it read from a day on, which a version of it has."""
    if day == declaration.identity.version_of(declaration.date):
        return declaration
    return source.at(day).read()[0]
