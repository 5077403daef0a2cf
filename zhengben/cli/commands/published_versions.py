"""Which published folders of documents a command examines: their own, and those of versions.

``publish DOC --at DATE`` puts a version beside the document, in a folder ``DOC@DATE``, which is
named so on the command line too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from zhengben.cli.commands.versions import day_of_version
from zhengben.document.artefacts import NAME as MANIFEST
from zhengben.press.documents import find_documents


class PublishedText(Struct, frozen=True):
    """A document, or the version of it that was in force from a ``day`` on, and its name."""

    folder: Path
    day: datetime.date | None = None

    @property
    def name(self) -> str:
        """Return what its folder of published files is called."""
        return f"{self.folder.name}@{self.day}" if self.day else self.folder.name


def published_texts(content: Path, names: Sequence[str]) -> list[PublishedText]:
    """Return what is named, as ``DOC`` or ``DOC@DATE``; no name is every document.

    Raises UsageError for what is no document, and for a day on which no version was in force.
    """
    plain = [n for n in names if "@" not in n or (content / n / "document.toml").is_file()]
    folders = find_documents(content, plain) if plain or not names else []
    found = [PublishedText(folder) for folder in folders]
    for name in names:
        if name in plain:
            continue
        document, _, said = name.rpartition("@")
        named = find_documents(content, [document])
        found.append(PublishedText(named[0], day_of_version(named, said, name)))
    return list(dict.fromkeys(found))


def with_versions(folder: Path, output: Path) -> Iterator[PublishedText]:
    """Yield a document, and each version of it of which editions stand in the output."""
    yield PublishedText(folder)
    for path in sorted(output.glob(f"{folder.name}@*/{MANIFEST}")):
        try:
            day = datetime.date.fromisoformat(path.parent.name.rpartition("@")[2])
        except ValueError:
            continue
        yield PublishedText(folder, day)
