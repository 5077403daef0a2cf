"""Makes a deposit from a published document: a folder and one tar, beside the editions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence, Set
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben import __version__
from zhengben.checks.catalogue import Report
from zhengben.deposit.bag import make_bag, make_tar, write_folder
from zhengben.deposit.packages import PackageKind, package_of, put_package
from zhengben.deposit.payload import PROFILE_URI, Deposit
from zhengben.deposit.reports import of_signed
from zhengben.deposit.signing import SIGNED, SigningKeys, opened
from zhengben.deposit.software import software
from zhengben.deposit.standing import deposited_before
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.document.artefacts import NAME, Artefact, sha256
from zhengben.document.declaration import Declaration
from zhengben.document.depositor import LABELS
from zhengben.document.errors import RenderError, UsageError
from zhengben.document.identifiers import edition_urn
from zhengben.files.holding import Waiting, nobody
from zhengben.files.placing import Placement, write_file
from zhengben.source.depositor import read_depositor
from zhengben.source.source import Source
from zhengben.timing import span

# raise it when the layout of a deposit changes, and give it a row in zhengben/verify/bag.py
LAYOUT = "2"


class Deposited(Struct, frozen=True):
    """A finished deposit; ``seal`` stands for the whole bag, ``sha256`` for its tar.

    ``kept`` are the names under which files are kept that were in the way, ``signatures`` the files
    over the tag manifest, and ``signed`` the editions that were signed. ``packages`` are
    the folders of what was made around the bag.
    """

    folder: Path
    tar: Path
    files: int
    size: int
    sha256: str
    seal: str
    kept: tuple[str, ...]
    signatures: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    packages: tuple[Path, ...] = ()


def read_artefacts(editions: Path) -> tuple[Artefact, ...]:
    """Return what a folder of ``dist/`` holds for the archive, or raise UsageError.

    Editions whose rows say that they are not deposited are left out.
    """
    try:
        manifest = json.loads((editions / NAME).read_text("utf-8"))
        found = (Artefact.read(entry) for entry in manifest["artefacts"])
        return tuple(a for a in found if a.edition not in EDITIONS or EDITIONS[a.edition].deposit)
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{editions} holds no published document; publish it first.") from None


def deposit(
    source: Source,
    declarations: Mapping[str, Declaration],
    editions: Path,
    assets: Assets,
    *,
    report: Report | None,
    validators: Mapping[str, str],
    date: datetime.date,
    signing: SigningKeys | None = None,
    packages: Sequence[PackageKind] = (),
    waiting: Waiting = nobody,
) -> Deposited:
    """Make the deposit of a document out of its folder in ``dist/``.

    ``declarations`` has the document in every script published, its own first; ``date`` is the day
    of the deposit: the same day gives the same bytes. An older deposit is
    replaced only when the new one is whole. Whoever calls this holds the document; ``waiting`` is
    told who reads the older deposit.
    """
    with span("deposit"), ExitStack() as stack:
        declaration = next(iter(declarations.values()))
        artefacts = read_artefacts(editions)
        # keys stay open until all is signed
        signer = opened(signing or SigningKeys(()), stack)
        signed = signer.editions(artefacts, editions)
        if signed and report is not None and (found := of_signed(artefacts, signed)):
            raise RenderError(f"{found[0].file}: {found[0].sentence}")
        gathered = Deposit(
            source=source,
            declaration=declaration,
            declarations=declarations,
            editions=editions,
            artefacts=artefacts,
            software=software(assets),
            report=_of_files(report, {artefact.file for artefact in artefacts}),
            validators=validators,
            date=date,
            signed=signed,
            signers=signer.names,
        )
        info = bag_info(source, declaration, date)
        files = make_bag(gathered.payload(assets, gathered.reports()), info)
        signatures = signer.detached(files[SIGNED])
        files = dict(sorted((files | signatures).items()))
        name = f"{source.name}.bag"
        tar = make_tar(files, name, date)
        folder = editions.with_name(name)
        kept = _put(files, tar, Placement(folder.parent, name, waiting), source.name)
        around = tuple(
            put_package(
                kind, partial(package_of, kind, files, declaration, read_depositor(source), date),
                folder, date, waiting,
            )
            for kind in packages
        )  # fmt: skip
    seal = sha256(files["tagmanifest-sha512.txt"])
    path = folder.with_name(f"{name}.tar")
    return Deposited(
        folder, path, len(files), len(tar), sha256(tar), seal, kept,
        tuple(signatures), tuple(signed), around,
    )  # fmt: skip


def _of_files(report: Report | None, files: Set[str]) -> Report | None:
    """Return what a report says of some files."""
    if report is None:
        return None
    return replace(
        report,
        findings=tuple(found for found in report.findings if found.file in files),
        skipped=tuple(skipped for skipped in report.skipped if skipped.file in files),
        examined=tuple(file for file in report.examined if file in files),
    )


def bag_info(
    source: Source, declaration: Declaration, date: datetime.date
) -> list[tuple[str, str]]:
    """Return the entries of bag-info.txt but the last, which counts the payload."""
    depositor = read_depositor(source)
    urn = edition_urn(declaration.id, declaration.script, "deposit")
    return [
        ("BagIt-Profile-Identifier", PROFILE_URI),
        *((LABELS[key], value) for key, value in depositor.told),
        *(("External-Identifier", value) for value in (urn, *depositor.identifiers)),
        ("Internal-Sender-Identifier", declaration.id),
        ("External-Description", declaration.title.text),
        ("Bagging-Date", date.isoformat()),
        ("Bag-Software-Agent", f"Zhengben {__version__}"),
        ("Zhengben-Deposit-Layout", LAYOUT),
    ]


def recover(folder: Path, document: str, waiting: Waiting = nobody) -> None:
    """Finish what a killed run had decided, and raise UsageError for what is no deposit of ours.

    ``folder`` is that of the bag. Whoever calls this holds the document; ``waiting`` is told who
    reads the bag.
    """
    Placement(folder.parent, folder.name, waiting).recover()
    deposited_before(folder, document)


def _put(
    files: Mapping[str, bytes], tar: bytes, place: Placement, document: str
) -> tuple[str, ...]:
    """Put folder and tar in the place of the old ones; return what was in the way and is kept."""
    folder = place.folder
    try:
        new = place.begin()
        write_folder(files, new / folder.name)
        write_file(new / f"{folder.name}.tar", tar)
        before = deposited_before(folder, document)
        return place.finish(before, last=f"{folder.name}/tagmanifest-sha512.txt").kept
    finally:
        place.give_up()
