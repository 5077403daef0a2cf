"""The packages that some archives take instead of a bag: each holds the bag, whole.

They lie beside it, as a folder and a tar, and are never written over: what an archive has taken
over is its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

from zhengben import __version__
from zhengben.deposit.bag import make_tar, write_folder
from zhengben.deposit.eark import SipFacts, eark_sip
from zhengben.deposit.ocfl import OcflFacts, ocfl_object
from zhengben.document.declaration import Declaration
from zhengben.document.depositor import Depositor
from zhengben.document.errors import UsageError
from zhengben.document.identifiers import edition_urn
from zhengben.files.holding import Waiting
from zhengben.files.placing import Placement, write_file

PackageKind = Literal["eark", "ocfl"]
KINDS: tuple[PackageKind, ...] = get_args(PackageKind)
SUFFIXES: dict[PackageKind, str] = {"eark": ".sip", "ocfl": ".ocfl"}
# whoever gives a document and says nothing of himself
_NOBODY = "Not stated"


def package_of(
    kind: PackageKind,
    bag: Mapping[str, bytes],
    declaration: Declaration,
    depositor: Depositor,
    day: datetime.date,
) -> dict[str, bytes]:
    """Return the files of a package around a bag."""
    organisation = depositor.get("source-organization") or _NOBODY
    urn = edition_urn(declaration.id, declaration.script, "deposit")
    if kind == "ocfl":
        address = depositor.get("contact-email")
        facts = OcflFacts(
            identifier=urn,
            day=day,
            name=organisation,
            address=f"mailto:{address}" if address else urn,
            message=f"{declaration.title.text} (Zhengben {__version__})",
        )
        return ocfl_object(bag, facts)
    described = (
        ("title", declaration.title.text),
        ("creator", declaration.organ),
        ("date", declaration.date.isoformat()),
        ("language", declaration.script),
        ("type", "Text"),
        ("rights", declaration.rights),
        *(("identifier", name) for name in (urn, *depositor.identifiers)),
        ("source", declaration.provenance.url or declaration.provenance.source),
    )
    name = f"{declaration.id}{SUFFIXES[kind]}"
    sip = SipFacts(name, day, organisation, depositor.get("contact-name"), described)
    return eark_sip(bag, sip)


def put_package(
    kind: PackageKind, make: Callable[[], dict[str, bytes]], bag: Path, day: datetime.date,
    waiting: Waiting,
) -> Path:  # fmt: skip
    """Write a package beside its bag, as folder and tar; return the folder.

    One that is there already and is the same stays; raises UsageError for another one.
    """
    folder = bag.with_name(bag.stem + SUFFIXES[kind])
    files = make()
    tar = make_tar(files, folder.name, day)
    place = Placement(folder.parent, folder.name, waiting)
    place.recover()
    there = [path for path in (folder, folder.with_name(f"{folder.name}.tar")) if path.exists()]
    if there:
        if len(there) == 2 and _same(folder, files) and there[1].read_bytes() == tar:
            return folder
        raise UsageError(
            f"{there[0]} is there already, with other bytes, and may have gone to an archive: it "
            "is left alone; move it away, or choose another folder with --output."
        )
    try:
        new = place.begin()
        write_folder(files, new / folder.name)
        write_file(new / f"{folder.name}.tar", tar)
        place.finish({}, last=f"{folder.name}.tar")
    finally:
        place.give_up()
    return folder


def _same(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Say whether a folder holds these files and no others."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found == files.keys() and all(
        (folder / name).read_bytes() == data for name, data in files.items()
    )
