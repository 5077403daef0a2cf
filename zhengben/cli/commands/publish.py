"""``publish``: make the editions of documents."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_output,
    add_timings,
    content_folder,
    no_collection,
    output_folder,
    tell_holder,
    tell_timings,
)
from zhengben.cli.commands.tally import Tally
from zhengben.cli.progress import Progress
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.registry import require_registry
from zhengben.document.errors import UsageError
from zhengben.document.shown import some
from zhengben.press.publish import Published, find_documents, publish
from zhengben.scripts.tags import require_tag


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--edition", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--script", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--all", action="store_true", help="every edition in every script")
    parser.add_argument("--force", action="store_true", help="make anew what is up to date too")
    parser.add_argument(
        "--strict", action="store_true", help="end in 1 for titles that the register does not know"
    )
    parser.add_argument("--accept-open-questions", action="store_true",
                        help="make a draft though lines of the capture are a question")  # fmt: skip
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish; return 1 when there were findings, or what refused a document where one was."""
    for name in arguments.edition:
        if name not in EDITIONS:
            raise UsageError(f"There is no edition “{name}”; there are: {', '.join(EDITIONS)}.")
    for tag in arguments.script:
        require_tag(tag)
    assets = Assets.find()
    # what every document lacks is told once
    require_registry(assets)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    folders = find_documents(content, arguments.documents)
    tally = Tally(arguments, len(folders))
    with no_collection(), Progress(len(folders)) as progress:
        for folder in folders:
            with tally.going_on(folder.name):
                published = publish(
                    folder,
                    output,
                    assets,
                    editions=tuple(dict.fromkeys(arguments.edition)),
                    scripts=tuple(dict.fromkeys(arguments.script)),
                    everything=arguments.all,
                    force=arguments.force,
                    accept_open_questions=arguments.accept_open_questions,
                    progress=partial(progress.step, folder.name),
                    waiting=partial(tell_holder, folder.name),
                )
                progress.done()
                _tell(published)
                counted = published.findings + (published.remarks if arguments.strict else ())
                tally.add(folder.name, _summary(published), 1 if counted else 0)
    tally.tell()
    tell_timings(arguments)
    return tally.status


def _summary(published: Published) -> str:
    """Return what became of a document in one line."""
    if not published.made:
        return f"kept {len(published.kept)}, up to date"
    told = f"made {len(published.artefacts)}, kept {len(published.kept)}"
    found = len(published.findings) + len(published.remarks)
    return told + (f", findings {found}" if found else "")


def _tell(published: Published) -> None:
    """Print what became of a document."""
    for finding in (*published.remarks, *published.findings):
        print(f"{published.document}: {finding}")
    if not published.made:
        print(f"{published.document}: up to date in {published.folder}")
    for artefact in published.artefacts:
        pages = f"{artefact.pages} pages, " if artefact.pages else ""
        proved = "" if artefact.edition == "ledger" else "text proved, "
        print(
            f"{published.folder / artefact.file}: {pages}{artefact.size / 1000:.0f} kB, "
            f"{proved}sha256 {artefact.sha256}"
        )
    if published.made and published.kept:
        print(f"{published.document}: other files kept as they were: {len(published.kept)}")
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
