"""What several commands share: the folders of content and of published editions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from zhengben import timing
from zhengben.cli.folders import chosen_content, chosen_output
from zhengben.document.errors import UsageError
from zhengben.files.holding import reading
from zhengben.files.placing import recover_all, require_apart


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Declare ``DOC …``; none means every document."""
    parser.add_argument("documents", nargs="*", metavar="DOC", help="default: every document")


def add_content(parser: argparse.ArgumentParser) -> None:
    """Declare ``--content``."""
    parser.add_argument("--content", type=Path, help="folder of documents (default: content)")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Declare ``--output``."""
    parser.add_argument("--output", type=Path, help="folder of editions (default: dist)")


def add_install(parser: argparse.ArgumentParser) -> None:
    """Declare ``--install``, of each command that a row of the extras names."""
    parser.add_argument(
        "--install", action="store_true", help="install what it needs more without asking"
    )


def content_folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of content; what a killed `new` had decided is finished first."""
    folder = chosen_content(arguments)
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}; name one with --content.")
    recover_all(folder, tell_holder)
    return folder


def output_folder(arguments: argparse.Namespace, content: Path) -> Path:
    """Return --output, or dist/ beside the content; raise UsageError where one is in the other."""
    output = chosen_output(arguments)
    require_apart(content, output)
    return output


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Declare ``--jobs``."""
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="processes at work (default: one a processor)"
    )


def add_timings(parser: argparse.ArgumentParser) -> None:
    """Declare ``--timings``."""
    parser.add_argument("--timings", action="store_true", help="print processor time by step")


def tell_timings(arguments: argparse.Namespace) -> None:
    """Print the processor time of each step, if it is asked for."""
    if arguments.timings:
        for step, seconds in timing.spans.items():
            print(f"{step:>10} {seconds:6.3f} s")


def tell_holder(document: str, holder: str) -> None:
    """Say who is at work on a document, while its end is waited for."""
    print(f"zhengben: {document}: {holder} is at work on it; waiting for its end", file=sys.stderr)


@contextmanager
def being_read(*folders: Path) -> Iterator[None]:
    """Have nobody change a document's folders while they are read; say whose end is waited for."""
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(reading(folder, partial(tell_holder, folder.name)))
        yield


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the cyclic collector away: it finds nothing in a layout and costs a fifth of it.

    What is left at the end is frozen, or Python would look through it once more when it ends.
    """
    import gc

    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
