"""``verify``: check a deposit, with or without the content it was made from."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import to_builtins

from zhengben.cli.commands.common import add_install, add_jobs
from zhengben.cli.commands.tally import Tally
from zhengben.cli.progress import Progress
from zhengben.cli.tasks import Listener, Task, jobs_wanted, perform
from zhengben.document.declaration import to_json
from zhengben.document.errors import UsageError
from zhengben.files.holding import reading
from zhengben.files.reports import require_free, write_report
from zhengben.setup import extras

if TYPE_CHECKING:
    from zhengben.verify.trust import Trust
    from zhengben.verify.verification import Verification


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("bags", nargs="+", type=Path, metavar="BAG", help="folder, tar or zip")
    parser.add_argument("--rebuild", action="store_true", help="make the editions anew, compare")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument(
        "--trust", action="append", type=Path, default=[], metavar="FILE",
        help="who is known: certificates, revocation lists, keys of OpenSSH or minisign",
    )  # fmt: skip
    parser.add_argument("--require-signature", action="store_true", help="demand a valid signature")
    add_install(parser)
    add_jobs(parser)
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report for a curator")


def run(arguments: argparse.Namespace) -> int:
    """Verify; return 1 when something speaks against a deposit."""
    from zhengben.design.assets import Assets
    from zhengben.verify.report import html, screen

    jobs = jobs_wanted(arguments.jobs)
    bags: list[Path] = arguments.bags
    if arguments.html and len(bags) > 1:
        raise UsageError("--html takes the report of one deposit; verify them one by one.")
    for bag in bags:
        if not bag.exists() and not bag.is_symlink():
            raise UsageError(f"There is no deposit {bag}; make one with `deposit`.")
    if arguments.html:
        require_free(arguments.html)
    if arguments.install:
        extras.require("deposit", install=True)
    given = arguments.rebuild, _trust(arguments), arguments.require_signature
    tasks = [Task(bag.name, f"{__name__}:verify_bag", (bag, *given)) for bag in bags]
    results: list[Verification] = []
    tally = Tally(len(bags))
    with (
        Progress(len(bags)) as progress,
        closing(perform(tasks, jobs, progress, several=len(bags) > 1)) as outcomes,
    ):
        for outcome in outcomes:
            progress.done()
            if tally.took(outcome):
                results.append(outcome.value)
    if arguments.json:
        text = to_json([{"whole": result.whole, **to_builtins(result)} for result in results])
        # JSON escapes most controls; a terminal obeys some others
        print(re.sub("[\x7f-\x9f\ud800-\udfff]", lambda c: f"\\u{ord(c[0]):04x}", text))
    else:
        for result in results:
            print("\n".join(screen(result)))
    if arguments.html:
        write_report(arguments.html, html(results[0], Assets.find().templates).encode())
    return max(tally.status, 0 if all(result.whole for result in results) else 1)


def _trust(arguments: argparse.Namespace) -> Trust | None:
    """Read who is known, with the libraries that this needs."""
    if arguments.trust or arguments.require_signature or arguments.install:
        extras.require("sign", install=arguments.install)
    if not arguments.trust:
        return None
    from zhengben.verify.trust import read_trust

    return read_trust(arguments.trust)


def verify_bag(
    listener: Listener, bag: Path, again: bool, trust: Trust | None, signed: bool
) -> Verification:
    """Verify one deposit, while nobody replaces it."""
    from zhengben.verify.verification import verify

    with reading(bag, partial(listener.waiting, bag.name)):
        step = partial(listener.step, bag.name)
        return verify(bag, again=again, trust=trust, signed=signed, progress=step)
