"""What is remembered of a document's last build, so that nothing is read to see that it stands.

The record lies in the press's workshop beside the editions, ``dist/.zhengben/NAME.record``. It is a
memory and never a proof: whatever in it does not fit what is there now, in any byte, has everything
hashed again, and so has a record that is lost. What a build is known by stays its content; the
manifest alone says what was made from what.

Stamps decide (:mod:`zhengben.files.stamps`). Files of the press's own are hashed once more when
their stamps have settled, a few milliseconds after they were put in place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field, to_builtins

from zhengben.document.artefacts import NAME as MANIFEST
from zhengben.document.artefacts import sha256
from zhengben.files.holding import WORKSHOP
from zhengben.files.placing import Placement
from zhengben.files.stamps import (
    FINE_GRAIN_NS,
    Stamp,
    files_below,
    is_settled,
    now,
    stamp_of,
    stamps_below,
)

_VERSION = 1


class Parts(Struct, frozen=True):
    """The SHA-256 of each part that went into editions, by name: what changed can be told.

    ``document`` are the files of the document's folder, ``tables`` those that hold for all
    documents, ``entries`` what it cites of the ``register``, whose files are here to be compared
    and are part of no edition; ``sheets`` are templates and sheets by edition.
    """

    software: str = ""
    document: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    register: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Record(Struct, frozen=True):
    """What was there when a document was last seen to stand.

    ``surroundings`` and ``document`` are stamps, empty where one was too young to be trusted;
    ``artefacts`` are those of the files in ``dist/``. ``requests`` were found to want nothing more.
    """

    fingerprint: str
    surroundings: str
    document: Mapping[str, Stamp]
    artefacts: Mapping[str, Stamp]
    requests: tuple[str, ...]
    parts: Parts


class Basis(Struct, frozen=True):
    """What a document's editions stand on: for its record, which is made when stamps settled.

    ``listed`` is the SHA-256 of each file in ``dist/``. Stamps were taken before anything was read.
    """

    fingerprint: str
    parts: Parts
    request: str
    surroundings: str
    document: Mapping[str, Stamp]
    listed: Mapping[str, str]


def request(
    editions: Sequence[str], scripts: Sequence[str], *, everything: bool, draft: bool
) -> str:
    """Return in one text what a command asks for, which is part of what a record answers."""
    return json.dumps([sorted(editions), sorted(scripts), everything, draft])


def path_of(output: Path, document: str) -> Path:
    """Return where the record of a document lies."""
    return output / WORKSHOP / f"{document}.record"


def read_record(output: Path, document: str) -> Record | None:
    """Return the record of a document, or None where there is none or it cannot be understood."""
    try:
        with open(path_of(output, document), "rb") as file:
            found = json.loads(file.read())
        if found.pop("version") != _VERSION:
            return None
        stamps = {key: {n: _stamp(s) for n, s in found.pop(key).items()} for key in _STAMPED}
        requests = tuple(map(str, found.pop("requests")))
        return Record(
            str(found["fingerprint"]), str(found["surroundings"]), stamps["document"],
            stamps["artefacts"], requests, Parts(**found["parts"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


_STAMPED = ("document", "artefacts")


def _stamp(found: Sequence[int]) -> Stamp:
    size, content, entry, inode = found
    return size, content, entry, inode


def files_kept(folder: Path, output: Path, surroundings: str, wanted: str) -> int | None:
    """Return how many artefacts of a document stand as they were recorded; None is a doubt.

    ``surroundings`` is the stamp of what all documents share, ``wanted`` the request. Nothing is
    read but the record, nothing is locked: whoever changes a file meanwhile changes its stamp.
    """
    record = read_record(output, folder.name)
    if record is None or not surroundings or record.surroundings != surroundings:
        return None
    if wanted not in record.requests or not record.document or not record.artefacts:
        return None
    if Placement(output, folder.name).is_decided or os.path.islink(output / folder.name):
        return None
    if stamps_below(folder, files_below(folder)) != record.document:
        return None
    base = os.fspath(output / folder.name)
    for name, stamp in record.artefacts.items():
        if stamp_of(f"{base}/{name}", follow=False) != stamp:
            return None
    return len(record.artefacts) - (MANIFEST in record.artefacts)


def document_stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamps of a document's files, taken before they are read; none if one is young."""
    began = now()
    found = stamps_below(folder, files_below(folder))
    settled = {name: s for name, s in found.items() if s is not None and is_settled(s, began)}
    return settled if len(settled) == len(found) else {}


def artefact_stamps(folder: Path, listed: Mapping[str, str]) -> dict[str, Stamp]:
    """Return the stamps of published files that are what ``listed`` says, by SHA-256.

    There are none where one is not, or has a stamp too young to be trusted.
    """
    found = dict[str, Stamp]()
    for name, wanted in listed.items():
        began, stamp = now(), stamp_of(folder / name, follow=False)
        try:
            same = stamp is not None and sha256((folder / name).read_bytes()) == wanted
        except OSError:
            return {}
        if stamp is None or not same or not is_settled(stamp, began, FINE_GRAIN_NS):
            return {}
        found[name] = stamp
    return found


def write_record(output: Path, document: str, record: Record) -> None:
    """Write a record in the place of the old one; where nothing can be written there is none."""
    path = path_of(output, document)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    data = json.dumps({"version": _VERSION, **to_builtins(record)}, ensure_ascii=False)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data.encode(errors="surrogateescape"))
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
