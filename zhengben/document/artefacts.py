"""Published files, as the manifest of a folder of ``dist/`` lists them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengben.document.errors import UsageError

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Artefact:
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
        """Read one from the manifest; a wrong key raises TypeError, a missing one KeyError."""
        return cls(**{**entry, "claims": tuple(entry["claims"])})


def read_artefacts(folder: Path) -> list[Artefact]:
    """Return what a folder of ``dist/`` holds, or raise UsageError where nothing was published."""
    if (read := read_manifest(folder)) is None:
        raise UsageError(f"{folder} holds no published document; publish it first.")
    return read[1]


def read_manifest(folder: Path) -> tuple[str, list[Artefact]] | None:
    """Return the fingerprint and the artefacts of a manifest, or None where there is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        artefacts = [Artefact.read(entry) for entry in manifest["artefacts"]]
        return str(manifest["fingerprint"]), artefacts
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
