"""What an earlier deposit left in its place, and whether it is still nothing but that."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from zhengben.deposit.bag import make_tar
from zhengben.deposit.signing import FOLDER
from zhengben.document.errors import UsageError
from zhengben.document.regex import regex
from zhengben.document.shown import some
from zhengben.files.placing import strangers

_ENTRY = regex(r"([0-9a-f]{64})  (.+)")
# no manifest lists these
_UNLISTED = ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")


def deposited_before(folder: Path, document: str) -> dict[str, str]:
    """Return the SHA-256 of each file of a document's earlier deposit, by path beside the folder.

    A deposit is whole or none: raises UsageError where the folder is not the document's bag, or
    holds a file that was altered or added. Of the tar there is no list, so that it is the earlier
    deposit's only where the folder gives the very same bytes.
    """
    instead = "move it away, or choose another folder with --output."
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        kind = "a link" if folder.is_symlink() else "a file"
        raise UsageError(f"{folder} is {kind} and is left alone; {instead}")
    listed = _listed(folder, document)
    if listed is None:
        there = sorted(path.name for path in folder.iterdir())
        if not there:
            return {}
        raise UsageError(
            f"{folder} is no deposit of {document}, so what lies there is left alone "
            f"({some(there)}); {instead}"
        )
    listed |= _signatures(folder, listed)
    files = {name: (folder / name).read_bytes() for name in listed if (folder / name).is_file()}
    altered = [name for name, data in files.items() if _sha256(data) != listed[name]]
    if wrong := sorted({*altered, *strangers(folder, listed)}):
        raise UsageError(
            f"{folder} holds files that were altered or added since it was made ({some(wrong)}); "
            f"{instead}"
        )
    before = {f"{folder.name}/{name}": digest for name, digest in listed.items()}
    tar = folder.with_name(f"{folder.name}.tar")
    if files.keys() == listed.keys() and tar.is_file():
        made = _sha256(make_tar(dict(sorted(files.items())), folder.name, _date(files)))
        before[tar.name] = made
    return before


def _signatures(folder: Path, listed: Mapping[str, str]) -> dict[str, str]:
    """Return the signatures that the press made, which no manifest lists: the tar has them too."""
    places = sorted((folder / FOLDER).glob("*")) if (folder / FOLDER).is_dir() else []
    added = {f"{FOLDER}/{path.name}": path.read_bytes() for path in places if path.is_file()}
    tar = folder.with_name(f"{folder.name}.tar")
    if not added or not tar.is_file():
        return {}
    files = {name: (folder / name).read_bytes() for name in listed if (folder / name).is_file()}
    packed = make_tar(dict(sorted((files | added).items())), folder.name, _date(files))
    same = _sha256(packed) == _sha256(tar.read_bytes())
    return {name: _sha256(data) for name, data in added.items()} if same else {}


def _listed(folder: Path, document: str) -> dict[str, str] | None:
    """Return what the manifests of a document's bag list, or None where they are not one's."""
    try:
        info = (folder / "bag-info.txt").read_text("utf-8")
        lists = [
            (folder / f"{kind}-sha256.txt").read_text("utf-8")
            for kind in ("manifest", "tagmanifest")
        ]
        listed = {name: _sha256((folder / name).read_bytes()) for name in _UNLISTED}
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, UnicodeDecodeError):
        return None
    if f"\nInternal-Sender-Identifier: {document}\n" not in f"\n{info}":
        return None
    for line in "".join(lists).split("\n")[:-1]:
        entry = _ENTRY.fullmatch(line)
        path = PurePosixPath(_decoded(entry[2])) if entry else None
        # a path that leads out of the bag was never written here
        if entry is None or path is None or path.is_absolute() or ".." in path.parts:
            return None
        listed[str(path)] = entry[1]
    return listed


def _decoded(name: str) -> str:
    return name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _date(files: Mapping[str, bytes]) -> datetime.date:
    """Return the date of a bag, which is that of every file in its tar."""
    match = re.search(r"^Bagging-Date: (\S+)$", files["bag-info.txt"].decode("utf-8"), re.MULTILINE)
    try:
        return datetime.date.fromisoformat(match[1] if match else "")
    except ValueError:
        return datetime.date.min


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
