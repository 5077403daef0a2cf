"""``publish``: make the editions of documents."""

from __future__ import annotations

import argparse
from functools import partial

from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_output,
    add_timings,
    content_folder,
    no_collection,
    output_folder,
    tell_timings,
)
from zhengben.cli.progress import Progress
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.document.errors import UsageError
from zhengben.press.publish import Published, find_documents, publish
from zhengben.scripts.tags import require_tag


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--edition", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--script", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--all", action="store_true", help="every edition in every script")
    parser.add_argument("--force", action="store_true", help="make anew what is up to date too")
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish; return 1 when there were findings."""
    for name in arguments.edition:
        if name not in EDITIONS:
            raise UsageError(f"There is no edition “{name}”; there are: {', '.join(EDITIONS)}.")
    for tag in arguments.script:
        require_tag(tag)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    folders = find_documents(content, arguments.documents)
    editions = tuple(dict.fromkeys(arguments.edition))
    findings = 0
    with no_collection(), Progress(len(folders)) as progress:
        for folder in folders:
            published = publish(
                folder,
                output,
                Assets.find(),
                editions=editions,
                scripts=tuple(dict.fromkeys(arguments.script)),
                everything=arguments.all,
                force=arguments.force,
                progress=partial(progress.step, folder.name),
            )
            progress.done()
            findings += _tell(published)
    tell_timings(arguments)
    return 1 if findings else 0


def _tell(published: Published) -> int:
    """Print what became of a document; return how many findings there are."""
    for finding in published.findings:
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
    return len(published.findings)
