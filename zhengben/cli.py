"""The command line: one command a verb, with nothing imported before it is needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben import __version__
from zhengben.assets import Assets
from zhengben.errors import UsageError, ZhengbenError

if TYPE_CHECKING:
    from zhengben.publish import Published

EPILOG = """exit status: 0 done, 1 findings, 2 wrong usage, 3 the machine lacks something,
4 a file in content/ is wrong, 5 an engine failed"""


def run() -> int:
    """Run the installed command ``zhengben``."""
    return main(sys.argv[1:])


def main(argv: list[str]) -> int:
    """Run a command line and return its exit status; errors are one sentence on stderr."""
    parser = _parser()
    verbs = ("publish", "canon", "show", "bench", "test", "-h", "--help", "--version")
    if not argv or argv[0] not in verbs:
        # publishing is what the press is for: it needs no verb
        argv = ["publish", *argv]
    arguments = parser.parse_args(argv)
    try:
        action: Callable[[argparse.Namespace], int] = arguments.action
        return action(arguments)
    except ZhengbenError as error:
        print(f"zhengben: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("zhengben: interrupted; what was published before is untouched.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="正本 Zhengben: publishes authentic Chinese texts, and proves it. "
        "Without a command: publish.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Zhengben {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    publish = _command(
        commands, "publish", _publish, "make the editions of documents", "build.py publish"
    )
    publish.add_argument("documents", nargs="*", metavar="DOC", help="default: every document")
    publish.add_argument("--edition", action="append", default=[], help="only this; repeatable")
    publish.add_argument("--output", type=Path, help="folder to publish to (default: dist)")
    publish.add_argument("--force", action="store_true", help="make anew what is up to date too")
    publish.add_argument("--timings", action="store_true", help="print processor time by step")
    _content(publish)

    canon = _command(
        commands, "canon", _canon, "show how the canonical text came from the capture",
        "build.py canon astana-2017",
    )  # fmt: skip
    canon.add_argument("documents", nargs="*", metavar="DOC", help="default: every document")
    canon.add_argument("--json", action="store_true", help="print the whole ledger as JSON")
    _content(canon)

    show = _command(
        commands, "show", _show, "print a document as the press reads it",
        "build.py show astana-2017 --json",
    )  # fmt: skip
    show.add_argument("documents", nargs=1, metavar="DOC")
    show.add_argument("--json", action="store_true", help="print the whole model as JSON")
    _content(show)

    bench = _command(
        commands, "bench", _bench, "compare with a plain WeasyPrint script, pair by pair",
        "build.py bench --pairs 5",
    )  # fmt: skip
    bench.add_argument("--pairs", type=int, default=5, help="how many pairs (default 5)")

    _command(commands, "test", _test, "run the tests (build.py only)", "build.py test -k canon")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    action: Callable[[argparse.Namespace], int],
    summary: str,
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=summary, description=summary.capitalize() + ".", epilog=f"example: {example}"
    )
    command.set_defaults(action=action)
    return command


def _content(command: argparse.ArgumentParser) -> None:
    command.add_argument("--content", type=Path, help="folder of documents (default: content)")


def _content_folder(arguments: argparse.Namespace) -> Path:
    """Return --content, or a checkout's own, or content/ in the working directory."""
    if arguments.content:
        folder: Path = arguments.content
    else:
        root = Path(__file__).parent.parent
        folder = root / "content" if (root / "build.py").is_file() else Path("content")
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}; name one with --content.")
    return folder


@contextmanager
def _no_collection() -> Iterator[None]:
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


def _publish(arguments: argparse.Namespace) -> int:
    from zhengben import timing
    from zhengben.editions import EDITIONS
    from zhengben.progress import Progress
    from zhengben.publish import find_documents, publish

    for name in arguments.edition:
        if name not in EDITIONS:
            raise UsageError(f"There is no edition “{name}”; there are: {', '.join(EDITIONS)}.")
    content = _content_folder(arguments)
    output: Path = arguments.output or content.parent / "dist"
    folders = find_documents(content, arguments.documents)
    editions = tuple(dict.fromkeys(arguments.edition))
    findings = 0
    with _no_collection(), Progress(len(folders)) as progress:
        for folder in folders:
            published = publish(
                folder,
                output,
                Assets.find(),
                editions=editions,
                force=arguments.force,
                progress=partial(progress.step, folder.name),
            )
            progress.done()
            findings += _tell(published)
    if arguments.timings:
        for step, seconds in timing.spans.items():
            print(f"{step:>10} {seconds:6.3f} s")
    return 1 if findings else 0


def _tell(published: Published) -> int:
    """Print what became of a document; return how many findings there are."""
    for finding in published.findings:
        print(f"{published.document}: {finding}")
    if not published.made:
        print(f"{published.document}: up to date in {published.folder}")
    for artefact in published.artefacts:
        pages = f"{artefact.pages} pages, " if artefact.pages else ""
        print(
            f"{published.folder / artefact.file}: {pages}{artefact.size / 1000:.0f} kB, "
            f"text proved, sha256 {artefact.sha256}"
        )
    return len(published.findings)


def _canon(arguments: argparse.Namespace) -> int:
    from zhengben.canon import RULES
    from zhengben.document import Source
    from zhengben.model import to_json
    from zhengben.publish import find_documents

    status = 0
    for folder in find_documents(_content_folder(arguments), arguments.documents):
        source = Source.open(folder)
        derived, ledger = source.derive()
        if arguments.json:
            print(to_json({"document": folder.name, "ledger": ledger}))
            continue
        same = derived == source.canonical
        status = status if same else 1
        print(f"{folder.name}: {derived.count(chr(10))} lines from the capture, "
              f"{'equal to' if same else 'NOT EQUAL to'} the canonical text")  # fmt: skip
        reasons = {rule.name: rule.reason for rule in RULES}
        for name, count in ledger.counts().items():
            print(f"  {name}: {count} characters ({reasons[name]})")
        for entry in ledger.restorations:
            print(f"  line {entry.line:>3}, character {entry.column:>3}: "
                  f"{entry.before} → {entry.after}  …{entry.context}…")  # fmt: skip
        for apart in ledger.apart:
            print(f"  set apart, capture line {apart.capture_line}: {apart.text[:24]} "
                  f"({apart.reason})")  # fmt: skip
    return status


def _show(arguments: argparse.Namespace) -> int:
    from zhengben.document import Source
    from zhengben.model import to_json
    from zhengben.publish import find_documents

    folder = find_documents(_content_folder(arguments), arguments.documents)[0]
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


def _bench(arguments: argparse.Namespace) -> int:
    from zhengben.bench import bench

    return bench(arguments.pairs)


def _test(arguments: argparse.Namespace) -> int:
    raise UsageError("The tests run from a checkout: python3 build.py test.")
