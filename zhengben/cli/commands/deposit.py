"""``deposit``: make the package that an archive takes."""

from __future__ import annotations

import argparse
import datetime
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from zhengben.checks.finding import not_checked
from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_install,
    add_jobs,
    add_output,
    add_timings,
    content_folder,
    no_collection,
    output_folder,
    tell_timings,
)
from zhengben.cli.commands.publish import untouched
from zhengben.cli.commands.tally import Tally
from zhengben.cli.progress import Progress
from zhengben.cli.tasks import Listener, Task, jobs_wanted, perform
from zhengben.design.assets import Assets
from zhengben.design.registry import require_registry
from zhengben.document.errors import SetupError, UsageError
from zhengben.document.shown import some
from zhengben.files.holding import Waiting, locked, reading
from zhengben.press.documents import BAG, find_documents
from zhengben.press.publish import publish
from zhengben.setup import extras
from zhengben.source.source import Source
from zhengben.source.texts import text_in

if TYPE_CHECKING:
    from zhengben.checks.catalogue import Report
    from zhengben.deposit.packages import PackageKind
    from zhengben.deposit.signing import SigningKeys


class DepositWanted(Struct, frozen=True):
    """What is asked of each deposit of a run."""

    without_validators: bool
    date: datetime.date
    signing: SigningKeys
    packages: tuple[PackageKind, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument(
        "--without-validators", action="store_true", help="leave the checks to `verify`"
    )
    parser.add_argument(
        "--without-second-opinions",
        action="store_true",
        help="ask no other converter whether it agrees",
    )
    parser.add_argument("--date", type=_day, help="day of the deposit (default: today)")
    parser.add_argument(
        "--package", action="append", default=[], choices=("eark", "ocfl"),
        help="also make a package around the bag: an E-ARK SIP, or an object of OCFL",
    )  # fmt: skip
    parser.add_argument(
        "--sign", action="append", default=[], metavar="KEY",
        help="sign with a key: X.509 (PKCS #12, PEM, pkcs11: URI), OpenSSH or minisign",
    )  # fmt: skip
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="the passphrase of a key of X.509"
    )
    parser.add_argument(
        "--timestamp", metavar="URL", default="", help="have a server stamp the time (RFC 3161)"
    )
    add_install(parser)
    add_jobs(parser)
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish what is not up to date, check it and make the deposit; return 1 on findings."""
    # a token, an agent and whoever knows a passphrase serve one at a time
    jobs = 1 if arguments.sign else jobs_wanted(arguments.jobs)
    if not arguments.without_validators:
        instead = "leave the checks to `verify` with --without-validators"
        extras.require("deposit", install=arguments.install, instead=instead)
        if not arguments.without_second_opinions:
            instead = "go without with --without-second-opinions"
            extras.require("opinions", install=arguments.install, instead=instead)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    assets = Assets.find()
    signing = _signing(arguments, (content, output, assets.templates.parent))
    require_registry(assets)
    folders = find_documents(content, arguments.documents)
    date = arguments.date or datetime.date.today()
    kinds = tuple(dict.fromkeys(arguments.package))
    wanted = DepositWanted(arguments.without_validators, date, signing, kinds)
    tasks = [
        Task(folder.name, f"{__name__}:deposit_document",
             (folder, output, assets, wanted), (content, output))
        for folder in folders
    ]  # fmt: skip
    tally = Tally(len(folders))
    with (
        no_collection(),
        Progress(len(folders)) as progress,
        closing(perform(tasks, jobs, progress, several=len(folders) > 1)) as outcomes,
    ):
        for outcome in outcomes:
            progress.done()
            if not tally.took(outcome):
                continue
            lines, found = outcome.value
            print("\n".join(lines))
            told = f"made, findings {found}" if found else "made"
            tally.add(outcome.document, told, 1 if found else 0, clean=not found)
    tally.tell()
    tell_timings(arguments)
    return tally.status


def deposit_document(
    listener: Listener,
    folder: Path,
    output: Path,
    assets: Assets,
    wanted: DepositWanted,
) -> tuple[list[str], int]:
    """Publish, check and pack one document; return what to say of it and the number of findings."""
    # what an archive takes costs nothing to whoever only publishes
    from zhengben.deposit.writer import recover

    step = partial(listener.step, folder.name)
    waiting = partial(listener.waiting, folder.name)
    with reading(folder, waiting), locked(output / folder.name, waiting):
        # what an archive keeps for good is no draft
        Source.open(folder).demand_answers("")
        recover(output / f"{folder.name}{BAG}", folder.name, waiting)
        published = publish(folder, output, assets, everything=True, progress=step)
        step("check and pack")
        lines, found = _deposit(folder, output / folder.name, assets, waiting, wanted)
        return [*untouched(published), *lines], found


def _day(written: str) -> datetime.date:
    """Read a day as ISO 8601 has it."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no day; write 2029-12-31") from None


def _signing(arguments: argparse.Namespace, project: tuple[Path, ...]) -> SigningKeys:
    """Read the keys, so that what is wrong with them is told before anything is made."""
    from zhengben.deposit.signing import SigningKeys

    if not arguments.sign:
        if arguments.timestamp or arguments.passphrase_file:
            raise UsageError("--timestamp and --passphrase-file belong to --sign KEY.")
        return SigningKeys(())
    extras.require("sign", install=arguments.install)
    from zhengben.deposit.keys import read_key, read_secret

    secret = read_secret(arguments.passphrase_file)
    keys = tuple(read_key(given, secret, project) for given in arguments.sign)
    return SigningKeys.of(keys, arguments.timestamp)


def _require_checks(report: Report) -> None:
    """Raise SetupError where a validator of the extra could not be asked."""
    from zhengben.deposit.reports import REQUIRED

    altered = {finding.file for finding in report.findings if finding.code == "F-001"}
    for skipped in report.skipped:
        if skipped.code in REQUIRED and skipped.file not in altered:
            reason = skipped.reason.rstrip(".")
            raise SetupError(
                f"{skipped.file} cannot be validated ({skipped.code}): {reason}; or leave the "
                "checks to `verify` with --without-validators, and the deposit says so."
            )


def _deposit(
    folder: Path, editions: Path, assets: Assets, waiting: Waiting, wanted: DepositWanted
) -> tuple[list[str], int]:
    """Make one deposit; return what to say of it, and the number of findings."""
    from zhengben.deposit.writer import deposit, read_artefacts

    source = Source.open(folder)
    declaration, _ = source.read()
    if wanted.date < (received := declaration.provenance.received):
        raise UsageError(
            f"--date {wanted.date} is before {received}, the day on which the capture was received."
        )
    published = {script for artefact in read_artefacts(editions) for script in artefact.scripts}
    declarations = {
        script: text_in(source, declaration, script)[0]
        for script in (declaration.script, *sorted(published - {declaration.script}))
    }
    report, validators = None, dict[str, str]()
    if not wanted.without_validators:
        from zhengben.checks.catalogue import check_document
        from zhengben.checks.tools import validators as installed

        report, validators = check_document(editions, declarations), installed()
        _require_checks(report)
    made = deposit(
        source, declarations, editions, assets, report=report, validators=validators,
        date=wanted.date, signing=wanted.signing, packages=wanted.packages, waiting=waiting,
    )  # fmt: skip
    findings = report.failures() if report else ()
    lines = [f"{f.code} {f.file}, {f.place}: {f.sentence}" for f in findings]
    lines += not_checked(report.skipped) if report else ()
    lines += [f"{made.folder}: kept what was in the way as {some(made.kept)}"] if made.kept else []
    lines.append(f"{made.folder}: {made.files} files")
    lines.append(f"{made.tar}: {made.size / 1000:.0f} kB, sha256 {made.sha256}")
    if made.signed:
        lines.append(f"{made.folder}: {len(made.signed)} PDFs signed (PAdES)")
    lines += [f"{made.folder / name}: signature" for name in made.signatures]
    lines += [f"{package}: made around the bag, and as a tar" for package in made.packages]
    # what `verify` prints too: write it down elsewhere
    lines.append(f"Seal: sha256 {made.seal}")
    return lines, len(findings)
