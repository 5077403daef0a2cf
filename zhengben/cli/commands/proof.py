"""``proof``: pictures of every page on proof sheets, and what changed since an earlier build."""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path

from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_output,
    being_read,
    content_folder,
    output_folder,
)
from zhengben.design.assets import Assets
from zhengben.design.registry import require_registry
from zhengben.document.errors import UsageError
from zhengben.files.placing import require_apart
from zhengben.press.documents import find_documents


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="mark what moved since this earlier dist"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="folder for the sheets (default: dist/proof)"
    )
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the sheets and say where they are."""
    from zhengben.document.artefacts import read_artefacts
    from zhengben.files.reports import require_all_free
    from zhengben.proofsheets.contact_sheets import compared_sheets, proof_sheets, sheets_of

    require_registry(Assets.find())
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    target = arguments.to or output / "proof"
    require_apart(content, target, "--to")
    if arguments.against is not None and not arguments.against.is_dir():
        raise UsageError(f"There is no folder {arguments.against} to compare with.")
    compared = arguments.against is not None
    folders = find_documents(content, arguments.documents)
    # told before anything is drawn
    require_all_free(
        path
        for folder in folders
        for path in sheets_of(read_artefacts(output / folder.name), target, compared=compared)
    )
    for folder in folders:
        published = output / folder.name
        with being_read(published):
            artefacts = read_artefacts(published)
            sheets = proof_sheets(published, artefacts, target)
            if compared:
                earlier = _earlier(arguments.against, folder.name)
                sheets = chain(sheets, compared_sheets(published, artefacts, earlier, target))
            for sheet in sheets:
                print(f"{sheet.path or sheet.file}: {sheet.told}")
    return 0


def _earlier(folder: Path, document: str) -> Path:
    """Return an earlier build's folder of a document: the one named, or one inside it."""
    return folder / document if (folder / document).is_dir() else folder
