"""``show``: print a document as the press reads it."""

from __future__ import annotations

import argparse

from zhengben.cli.commands.common import add_content, being_read, content_folder
from zhengben.document.declaration import to_json
from zhengben.press.documents import find_documents
from zhengben.source.source import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("documents", nargs=1, metavar="DOC")
    parser.add_argument("--json", action="store_true", help="print the whole model as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the document; return 1 when it names instruments that nobody registered."""
    folder = find_documents(content_folder(arguments), arguments.documents)[0]
    with being_read(folder):
        declaration, unknown = Source.open(folder).read()
    if arguments.json:
        print(to_json(declaration))
        return 0
    print(f"{declaration.title.text}\n{declaration.organ}, {declaration.date}, {declaration.place}")
    for line in declaration.lines:
        number = f"{line.number}. " if line.number else ""
        print(f"[{line.id}] {number}{line.text}")
    for note in declaration.notes:
        print(f"[{note.id}] {note.line_id}: {note.text}")
    for missing in unknown:
        print(f"{missing.line_id}: the register does not know {missing.title}")
    return 1 if unknown else 0
