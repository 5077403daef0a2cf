"""``publish``: make the editions of documents."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import to_builtins

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
from zhengben.cli.commands.sample import changed_since
from zhengben.cli.commands.tally import Tally
from zhengben.cli.commands.versions import day_of_version
from zhengben.cli.progress import Progress
from zhengben.cli.tasks import Listener, Outcome, Task, jobs_wanted, perform
from zhengben.design.assets import Assets
from zhengben.document.errors import UsageError, ZhengbenError
from zhengben.document.shown import shown, some
from zhengben.press.documents import find_documents
from zhengben.press.memory import Memory
from zhengben.press.published import Published, Wish
from zhengben.press.record import files_kept
from zhengben.press.shares import FinishedShare, Share
from zhengben.press.surroundings import Surroundings
from zhengben.setup import extras


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--edition", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--script", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--all", action="store_true", help="every edition in every script")
    parser.add_argument("--at", default="", metavar="DATE",
                        help="the version of the text that was in force then")  # fmt: skip
    parser.add_argument("--force", action="store_true", help="make anew what is up to date too")
    parser.add_argument("--rehash", action="store_true",
                        help="believe no record of what is up to date, read all")  # fmt: skip
    parser.add_argument("--why", action="store_true", help="say why each edition is made")
    parser.add_argument("--since", default="", metavar="DATE",
                        help="only documents of which a file was changed since")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="tell each document in a line of JSON")
    parser.add_argument(
        "--strict", action="store_true", help="end in 1 for titles that the register does not know"
    )
    parser.add_argument("--accept-open-questions", action="store_true",
                        help="make a draft though lines of the capture are a question")  # fmt: skip
    parser.add_argument("--scheduler", default="", metavar="ADDRESS",
                        help="have the workers of a Dask cluster make them")  # fmt: skip
    parser.add_argument("--storage", default="", metavar="URL",
                        help="how texts travel to workers that share no folder")  # fmt: skip
    add_install(parser)
    add_jobs(parser)
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish; return 1 when there were findings, or what refused a document where one was."""
    _require_names(arguments)
    jobs = jobs_wanted(arguments.jobs)
    if arguments.scheduler:
        extras.require("cluster", install=arguments.install)
    elif arguments.storage:
        raise UsageError("--storage says how texts travel to the workers of a --scheduler.")
    assets = Assets.find()
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    folders = find_documents(content, arguments.documents)
    if arguments.since and not (folders := changed_since(folders, arguments.since)):
        print(f"zhengben: no document was changed since {shown(arguments.since)}", file=sys.stderr)
        return 0
    day = day_of_version(folders, arguments.at) if arguments.at else None
    wish = Wish(
        tuple(dict.fromkeys(arguments.edition)),
        tuple(dict.fromkeys(arguments.script)),
        arguments.all,
        arguments.force,
        arguments.accept_open_questions,
        day,
    )
    kept = {} if arguments.rehash or day else _kept(folders, output, assets, wish)
    rest = [folder for folder in folders if folder.name not in kept]
    if rest:
        from zhengben.design.registry import require_registry

        # what every document lacks is told once
        require_registry(assets)
    tally = Tally(len(folders))
    # where workers make the documents, this process has nothing to collect
    alone = not arguments.scheduler and (jobs == 1 or len(rest) < 2)
    with (
        no_collection() if alone else nullcontext(),
        Progress(len(rest)) as progress,
        Memory(output) as memory,
        closing(
            _outcomes(rest, content, output, wish, arguments, progress, several=len(folders) > 1)
        ) as outcomes,
    ):
        for folder in folders:
            if folder.name in kept:
                _tell_kept(folder.name, output, kept[folder.name], arguments)
                tally.add(folder.name, f"kept {kept[folder.name]}, up to date", 0, clean=True)
                continue
            outcome = next(outcomes)
            progress.done()
            _take(outcome, tally, memory, arguments)
    if not arguments.json:
        tally.tell()
    tell_timings(arguments)
    return tally.status


def _outcomes(
    folders: list[Path],
    content: Path,
    output: Path,
    wish: Wish,
    arguments: argparse.Namespace,
    listener: Listener,
    *,
    several: bool,
) -> Generator[Outcome, None, None]:
    """Yield what became of documents, made here, by processes of this machine or by a cluster."""
    assets = Assets.find()
    if arguments.scheduler:
        from zhengben.cli.commands.elsewhere import Request, published_there

        asked = Request(content.resolve(), output.resolve(), assets, wish, arguments.storage)
        return published_there(arguments.scheduler, folders, asked, listener)
    jobs = jobs_wanted(arguments.jobs)
    # a document that is alone may be shared out
    share = jobs if len(folders) == 1 else 1
    tasks = [
        Task(folder.name, f"{__name__}:publish_document", (folder, output, assets, wish, share),
             (content, output))
        for folder in folders
    ]  # fmt: skip
    return perform(tasks, jobs, listener, several=several)


def publish_document(
    listener: Listener, folder: Path, output: Path, assets: Assets, wish: Wish, jobs: int = 1
) -> Published:
    """Publish one document, in whichever process does it; a large one by so many ``jobs``."""
    from zhengben.press.publish import publish

    return publish(
        folder,
        output,
        assets,
        editions=wish.editions,
        scripts=wish.scripts,
        everything=wish.everything,
        force=wish.force,
        accept_open_questions=wish.accept_open_questions,
        day=wish.day,
        progress=partial(listener.step, folder.name),
        waiting=partial(listener.waiting, folder.name),
        spread=partial(_spread, listener, folder.name, jobs) if jobs > 1 else None,
    )


def _spread(
    listener: Listener, document: str, jobs: int, shares: Sequence[Share]
) -> Iterator[FinishedShare]:
    """Have the shares of a document made by processes; raise what one was refused for."""
    tasks = [Task(document, f"{__name__}:make_share", (share,)) for share in shares]
    with closing(perform(tasks, jobs, listener, several=False)) as outcomes:
        for outcome in outcomes:
            if outcome.refused:
                raise RefusedShareError(outcome.refused, outcome.status)
            yield outcome.value


def make_share(listener: Listener, share: Share) -> FinishedShare:
    """Make a share of a document, in the process of a worker."""
    from zhengben.press.publish import make_share

    return make_share(share, partial(listener.step, share.document.name))


class RefusedShareError(ZhengbenError):
    """A share of a document was refused, by the sentence and with the status that a worker told."""

    def __init__(self, told: str, status: int) -> None:
        self.exit_status = status
        super().__init__(told)


def _require_names(arguments: argparse.Namespace) -> None:
    """Raise UsageError for an edition or a script that there is not."""
    if arguments.edition:
        from zhengben.design.editions import EDITIONS

        for name in arguments.edition:
            if name not in EDITIONS:
                raise UsageError(f"There is no edition “{name}”; there are: {', '.join(EDITIONS)}.")
    if arguments.script:
        from zhengben.scripts.tags import require_tag

        for tag in arguments.script:
            require_tag(tag)


def _kept(folders: list[Path], output: Path, assets: Assets, wish: Wish) -> dict[str, int]:
    """Return how many files stand of each document of which nothing has to be made."""
    if wish.force:
        return {}
    stamp = Surroundings(folders[0].parent, assets).stamp
    found = ((folder.name, files_kept(folder, output, stamp, wish.request)) for folder in folders)
    return {name: files for name, files in found if files is not None}


def _take(outcome: Outcome, tally: Tally, memory: Memory, arguments: argparse.Namespace) -> None:
    """Tell what became of a document, and remember it."""
    if arguments.json and outcome.refused:
        print(json.dumps({"document": outcome.document, "refused": outcome.refused,
                          "status": outcome.status}, ensure_ascii=False))  # fmt: skip
    if not tally.took(outcome):
        return
    published: Published = outcome.value
    memory.add(published.document, published.basis)
    if arguments.json:
        print(json.dumps(_as_json(published), ensure_ascii=False))
    else:
        for made, why in published.reasons if arguments.why else ():
            print(f"{published.document}: {made}: {why}")
        _tell(published)
    counted = published.findings + (published.remarks if arguments.strict else ())
    status = 1 if counted else 0
    clean = not (published.findings or published.remarks)
    tally.add(published.document, _summary(published), status, clean=clean)


def _tell_kept(document: str, output: Path, files: int, arguments: argparse.Namespace) -> None:
    """Tell that a document is up to date, as its record says."""
    if arguments.json:
        print(json.dumps({"document": document, "made": [], "kept": files}, ensure_ascii=False))
    else:
        print(f"{document}: up to date in {output / document}")


def _as_json(published: Published) -> dict[str, Any]:
    """Return what became of a document, as a line of JSON has it."""
    told = {
        "document": published.document,
        "made": [to_builtins(artefact) for artefact in published.artefacts],
        "kept": len(published.kept),
        "findings": [*published.remarks, *published.findings],
        "reduced": published.reduced,
        "why": dict(published.reasons),
        "removed": published.removed,
        "altered": published.altered,
        "strangers": published.strangers,
    }
    return {key: value for key, value in told.items() if value or key in ("made", "kept")}


def _summary(published: Published) -> str:
    """Return what became of a document in one line."""
    if not published.made:
        return f"kept {len(published.kept)}, up to date"
    told = f"made {len(published.artefacts)}, kept {len(published.kept)}"
    found = len(published.findings) + len(published.remarks)
    tables = f", layouts told of {len(published.reduced)}" if published.reduced else ""
    return told + (f", findings {found}" if found else "") + tables


def _tell(published: Published) -> None:
    """Print what became of a document."""
    for finding in (*published.remarks, *published.findings):
        print(f"{published.document}: {finding}")
    if not published.made:
        print(f"{published.document}: up to date in {published.folder}")
    for artefact in published.artefacts:
        pages = f"{artefact.pages} pages, " if artefact.pages else ""
        proved = "" if artefact.edition == "ledger" else "text proved, "
        if count := published.unproved.get(artefact.file):
            proved = f"not proved: {count} characters, "
        print(
            f"{published.folder / artefact.file}: {pages}{artefact.size / 1000:.0f} kB, "
            f"{proved}sha256 {artefact.sha256}"
        )
    if published.made and published.kept:
        print(f"{published.document}: other files kept as they were: {len(published.kept)}")
    for sentence in published.reduced:
        print(f"{published.document}: {sentence}")
    if published.removed:
        print(
            f"{published.document}: files of earlier builds removed, since text or software has "
            f"changed or they are none of its editions: {len(published.removed)}"
        )
    for line in untouched(published):
        print(line)


def untouched(published: Published) -> Iterator[str]:
    """Yield what was found in a document's folder that the press had not put there so."""
    if published.altered:
        told = some(published.altered)
        yield f"{published.document}: files that somebody had altered are kept as {told}"
    if published.strangers:
        yield (
            f"{published.document}: left alone in {published.folder}, since the press did not "
            f"make them: {some(published.strangers)}"
        )
