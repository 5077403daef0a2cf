"""Published files, as the manifest of a folder of ``dist/`` lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from zhengben.document.errors import UsageError

NAME = "manifest.json"
# what the machine was that made them: beside the manifest, part of no edition
MACHINE = "machine.json"
# a sheet that is folded once carries so many
PAGES_PER_SHEET = 4


# a manifest that is there and may not be read is another matter: that OSError is told
_ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
_KINDS = {"file": str, "edition": str, "script": str, "media_type": str, "size": int,
          "pages": int, "claims": list, "sha256": str}  # fmt: skip


class Artefact(Struct, frozen=True):
    """A published file; ``pages`` is 0 where a format has none.

    ``script`` is the script of its text, or two with a plus sign between them.
    ``claims`` are the standards that the file itself claims to meet, as ``PDF/UA-1``.
    """

    file: str
    edition: str
    script: str
    media_type: str
    size: int
    pages: int
    claims: tuple[str, ...]
    sha256: str

    @property
    def scripts(self) -> tuple[str, ...]:
        """Return the scripts of its text, the left column first where there are two."""
        return tuple(self.script.split("+"))

    @property
    def pair(self) -> tuple[str, str]:
        """Return script and edition: the files that have both in common are made together."""
        return self.script, self.edition

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Artefact:
        """Read one from the manifest; a wrong key or type raises TypeError, a lack KeyError."""
        for key, kind in _KINDS.items():
            if type(entry[key]) is not kind:
                raise TypeError(f"“{key}” is {entry[key]!r:.40}")
        if not all(isinstance(claim, str) for claim in entry["claims"]):
            raise TypeError(f"“claims” is {entry['claims']!r:.40}")
        return cls(**{**entry, "claims": tuple(entry["claims"])})


def read_artefacts(folder: Path) -> list[Artefact]:
    """Return what a folder of ``dist/`` holds, or raise UsageError where nothing was published."""
    if (read := read_manifest(folder)) is None:
        raise UsageError(f"{folder} holds no published document; publish it first.")
    return read[1]


def read_manifest(folder: Path) -> tuple[str, list[Artefact]] | None:
    """Return the fingerprint and the artefacts of a manifest, or None where there is none."""
    try:
        manifest: dict[str, Any] = _loaded(folder)
        artefacts = [Artefact.read(entry) for entry in manifest["artefacts"]]
        return str(manifest["fingerprint"]), artefacts
    except (*_ABSENT, ValueError, KeyError, TypeError, RecursionError):
        return None


def _loaded(folder: Path) -> Any:
    path = folder / NAME
    if not path.is_file():
        # a pipe of that name might never end
        raise FileNotFoundError(path)
    return json.loads(path.read_text("utf-8"))


def listed_files(folder: Path) -> dict[str, str] | None:
    """Return the SHA-256 of each file that a folder's own manifest lists, or None without one.

    A manifest is a folder's own when it names the document of that name; whatever else a release
    writes into it, every release can read this much.
    """
    try:
        manifest = _loaded(folder)
        listed = {str(a["file"]): str(a["sha256"]) for a in manifest["artefacts"]}
        own = manifest["document"] == folder.name
    except (*_ABSENT, ValueError, KeyError, TypeError, RecursionError):
        return None
    # a name that leads elsewhere was never written here
    return listed if own and all(Path(name).name == name for name in listed) else None


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Sibling(Struct, frozen=True):
    """Another file of the same document that lies beside one, and that it may name."""

    file: str
    edition: str
    script: str
    media_type: str


class ReducedTable(Struct, frozen=True):
    """A table that was too wide for its page in a layout, and the ``way`` in which it is set there.

    ``columns`` is how many it has.
    """

    table: str
    columns: int
    layout: str
    way: str


class SavedSheet(Struct, frozen=True):
    """A layout on sheets to fold that was set tight: it had ``pages`` and now has ``now``."""

    layout: str
    pages: int
    now: int


def told_of_layouts(reduced: Iterable[ReducedTable | SavedSheet]) -> Iterator[str]:
    """Yield a sentence for each table that was reduced in any layout, and each saved sheet."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    saved = list[SavedSheet]()
    for one in reduced:
        if isinstance(one, SavedSheet):
            saved.append(one)
            continue
        found.setdefault((one.table, one.columns), {}).setdefault(one.layout, one.way)
    for (table, columns), ways in found.items():
        said = ", ".join(f"{layout} sets it {way}" for layout, way in ways.items())
        yield f"{table}, of {columns} columns, is too wide for its page: {said}."
    for one in dict.fromkeys(saved):
        sheets = -(-one.now // PAGES_PER_SHEET)
        yield (
            f"{one.layout} has less white above its title, and paragraphs in as few lines as their "
            f"spacing allows: {one.now} pages and not {one.pages}, on {sheets} sheets and not "
            f"{sheets + 1}."
        )
