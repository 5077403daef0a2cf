"""What a document's folder in ``dist/`` holds, and whether it is still what was built.

``manifest.json`` lists every artefact with its SHA-256, one fingerprint of what went into all of
them (text, tables, the entries of the register that are cited, code, fonts and library versions)
and for each edition a hash of its own templates and sheets. So what a manifest lists belongs
together, whether one build made it or several, and a sheet remakes only the editions that use it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, to_builtins

from zhengben import __version__
from zhengben.document.artefacts import (
    MACHINE,
    NAME,
    Artefact,
    listed_files,
    read_manifest,
    sha256,
)
from zhengben.document.errors import UsageError
from zhengben.document.shown import some
from zhengben.files.placing import write_file
from zhengben.files.stamps import files_below
from zhengben.press.machine import machine_json
from zhengben.press.record import Parts
from zhengben.press.surroundings import Surroundings, packages


class Wanted(Struct, frozen=True):
    """What artefacts must have been made from to stand: one hash for all, one for each edition."""

    fingerprint: str
    sheets: Mapping[str, str]

    @classmethod
    def of(cls, parts: Parts) -> Wanted:
        """Hash the parts that the editions of a document depend on.

        That is not the Python at hand: every one makes the same bytes, as the tests see to.
        """
        digest = hashlib.sha256(parts.software.encode())
        for table in (parts.document, parts.tables, parts.entries):
            digest.update(json.dumps(list(table.items())).encode())
        sheets = {
            name: hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()
            for name, files in parts.sheets.items()
            if files
        }
        return cls(digest.hexdigest(), sheets)


def parts_of(
    folder: Path,
    surroundings: Surroundings,
    entries: Mapping[str, str],
    sheets: Mapping[str, Mapping[str, str]],
) -> Parts:
    """Return what goes into the editions of a document; its own files are read each time."""
    document = {name: sha256((folder / name).read_bytes()) for name in files_below(folder)}
    tables, register = surroundings.table_sha256(), surroundings.register_sha256()
    return Parts(surroundings.software, document, tables, register, entries, sheets)


def standing(folder: Path, wanted: Wanted) -> tuple[list[Artefact], list[tuple[Artefact, str]]]:
    """Return what a folder of ``dist/`` holds: what still stands, and what does not and why.

    An artefact stands when it was made from what is wanted and no file of its edition was altered
    since.
    """
    made, artefacts = read_manifest(folder) or ("", [])
    sheets = _sheets(folder)
    fallen = dict[tuple[str, str], str]()
    for artefact in artefacts:
        why = ""
        if made != wanted.fingerprint:
            why = CHANGED
        elif sheets.get(artefact.edition, "") != wanted.sheets.get(artefact.edition, ""):
            why = SHEETS
        else:
            why = _altered(folder, artefact)
        if why:
            fallen.setdefault(artefact.pair, why)
    kept = [a for a in artefacts if a.pair not in fallen]
    return kept, [(a, fallen[a.pair]) for a in artefacts if a.pair in fallen]


# why an artefact does not stand, where its record says what of it more closely
CHANGED, SHEETS = "changed", "sheets"


def _altered(folder: Path, artefact: Artefact) -> str:
    try:
        data = (folder / artefact.file).read_bytes()
    except OSError:
        return f"{artefact.file} is not there any more"
    return "" if sha256(data) == artefact.sha256 else f"{artefact.file} was altered"


def _sheets(folder: Path) -> dict[str, str]:
    """Return the hash of templates and sheets of each edition that a manifest lists."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))["sheets"]
        return {str(edition): str(digest) for edition, digest in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def made_before(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that the press itself had put into a folder of ``dist/``.

    Raises UsageError where what lies there is none of the press's folders: then it is left alone.
    """
    instead = "move it away, or choose another folder with --output."
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        kind = "a link" if folder.is_symlink() else "a file"
        raise UsageError(f"{folder} is {kind} and is left alone; {instead}")
    listed = listed_files(folder)
    if listed is None:
        there = sorted(path.name for path in folder.iterdir())
        if there:
            raise UsageError(
                f"{folder} has no manifest of the press, so what lies there is left alone "
                f"({some(there)}); {instead}"
            )
        return {}
    for name in (NAME, MACHINE):
        if (folder / name).is_file():
            listed[name] = sha256((folder / name).read_bytes())
    return listed


def write_manifest(
    folder: Path, document: str, canonical: str, wanted: Wanted, artefacts: Iterable[Artefact]
) -> str:
    """Write the manifest of a folder last, so that half a build has none, and what made it.

    Returns the SHA-256 of the manifest.
    """
    write_file(folder / MACHINE, machine_json(packages()).encode())
    listed = tuple(artefacts)
    content = {
        "document": document,
        "generator": f"Zhengben {__version__}",
        "canonical_sha256": canonical,
        "fingerprint": wanted.fingerprint,
        "sheets": {
            name: digest
            for name, digest in wanted.sheets.items()
            if any(artefact.edition == name for artefact in listed)
        },
        **_segmentation(listed),
        "artefacts": [to_builtins(artefact) for artefact in listed],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / NAME, text.encode())
    return sha256(text.encode())


def _segmentation(artefacts: Iterable[Artefact]) -> dict[str, str]:
    """Return what cuts words, where a text was converted; nothing of it is loaded elsewhere."""
    if not any(artefact.edition == "ledger" for artefact in artefacts):
        return {}
    from zhengben.scripts.words import segmentation

    return {"segmentation": segmentation()}
