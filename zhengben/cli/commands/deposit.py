"""``deposit``: make the package that an archive takes."""

from __future__ import annotations

import argparse
import datetime
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
    add_install(parser)
    add_jobs(parser)
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish what is not up to date, check it and make the deposit; return 1 on findings."""
    jobs = jobs_wanted(arguments.jobs)
    if not arguments.without_validators:
        instead = "leave the checks to `verify` with --without-validators"
        extras.require("deposit", install=arguments.install, instead=instead)
        if not arguments.without_second_opinions:
            instead = "go without with --without-second-opinions"
            extras.require("opinions", install=arguments.install, instead=instead)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    assets = Assets.find()
    require_registry(assets)
    folders = find_documents(content, arguments.documents)
    date = arguments.date or datetime.date.today()
    tasks = [
        Task(folder.name, f"{__name__}:deposit_document",
             (folder, output, assets, arguments.without_validators, date), (content, output))
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
    without_validators: bool,
    date: datetime.date,
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
        made, without = output / folder.name, without_validators
        lines, found = _deposit(folder, made, assets, waiting, without, date)
        return [*untouched(published), *lines], found


def _day(written: str) -> datetime.date:
    """Read a day as ISO 8601 has it."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no day; write 2029-12-31") from None


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
    folder: Path,
    editions: Path,
    assets: Assets,
    waiting: Waiting,
    without: bool,
    date: datetime.date,
) -> tuple[list[str], int]:
    """Make one deposit; return what to say of it, and the number of findings."""
    from zhengben.deposit.writer import deposit, read_artefacts

    source = Source.open(folder)
    declaration, _ = source.read()
    if date < (received := declaration.provenance.received):
        raise UsageError(
            f"--date {date} is before {received}, the day on which the capture was received."
        )
    published = {script for artefact in read_artefacts(editions) for script in artefact.scripts}
    declarations = {
        script: text_in(source, declaration, script)[0]
        for script in (declaration.script, *sorted(published - {declaration.script}))
    }
    report, validators = None, dict[str, str]()
    if not without:
        from zhengben.checks.catalogue import check_document
        from zhengben.checks.tools import validators as installed

        report, validators = check_document(editions, declarations), installed()
        _require_checks(report)
    made = deposit(
        source, declarations, editions, assets, report=report, validators=validators,
        date=date, waiting=waiting,
    )  # fmt: skip
    findings = report.failures() if report else ()
    lines = [f"{f.code} {f.file}, {f.place}: {f.sentence}" for f in findings]
    lines += not_checked(report.skipped) if report else ()
    lines += [f"{made.folder}: kept what was in the way as {some(made.kept)}"] if made.kept else []
    lines.append(f"{made.folder}: {made.files} files")
    lines.append(f"{made.tar}: {made.size / 1000:.0f} kB, sha256 {made.sha256}")
    # what `verify` prints too: write it down elsewhere
    lines.append(f"Seal: sha256 {made.seal}")
    return lines, len(findings)
