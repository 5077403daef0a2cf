"""The command line: one command a verb, with nothing imported before it is needed."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from zhengben import __version__
from zhengben.cli.commands import COMMANDS
from zhengben.cli.failures import Interrupted, ended_in_order, sentence
from zhengben.cli.folders import chosen_content, chosen_output
from zhengben.document.errors import SetupError, UsageError, ZhengbenError
from zhengben.document.shown import shown

EPILOG = """exit status: 0 done, 1 findings, 2 wrong usage, 3 the machine lacks something,
4 a file in content/ is wrong, 5 an engine failed"""


def run() -> int:
    """Run the installed command ``zhengben``."""
    if os.name != "nt" and sys.getfilesystemencoding() != "utf-8":
        # in a locale of ASCII alone names of files are no text, which libraries take them for
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "zhengben", *sys.argv[1:]])
    return main(sys.argv[1:])


def main(argv: list[str]) -> int:
    """Run a command line and return its exit status; errors are one sentence on stderr."""
    if not argv or argv[0] not in (*COMMANDS, "-h", "--help", "--version"):
        # publishing is what the press is for: it needs no verb
        argv = ["publish", *argv]
    _have_streams()
    _print_what_can_be()
    try:
        arguments = parser(argv[0]).parse_args(argv)
    except UsageError as error:
        return _tell(error)
    try:
        with ended_in_order():
            status = int(arguments.action(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except ZhengbenError as error:
        return _tell(error)
    except BrokenPipeError:
        # the reader of our output has seen enough
        _print_no_more()
        return 0
    except OSError as error:
        if error.filename is None:
            _print_no_more()
        return _tell(sentence(error, chosen_content(arguments), chosen_output(arguments)))
    except MemoryError:
        told = "The machine has no memory left for this; close something and start again."
        return _tell(SetupError(told))
    except KeyboardInterrupt as interrupt:
        print("zhengben: interrupted; what was published before is untouched.", file=sys.stderr)
        return 128 + (interrupt.number if isinstance(interrupt, Interrupted) else signal.SIGINT)


def _tell(error: ZhengbenError) -> int:
    print(f"zhengben: {shown(str(error))}", file=sys.stderr)
    return error.exit_status


def _have_streams() -> None:
    """Open the standard streams that are closed on nothing.

    Else the next file that is opened would take the place of one, and what a library prints to its
    standard error would stand in an edition.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # the lowest number that is free is taken
            os.open(os.devnull, os.O_RDWR)


def _print_what_can_be() -> None:
    """Have escapes shown for what a terminal does not know, instead of stopping the press.

    That is Chinese for some of them, and names of files that are no UTF-8 for all.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_no_more() -> None:
    """Give up standard output where it takes no more: Python would try once more when it ends."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in a sentence, and takes no empty text for the value of an option.

    A variable of the shell that is not set gives an empty one: as a folder that would be the
    working directory, and as a condition none at all.
    """

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        given = list(sys.argv[1:] if args is None else args)
        for at, word in enumerate(given):
            option = word.removesuffix("=") if word else given[at - 1] if at else ""
            empty = not word or (word.endswith("=") and "=" not in option)
            if empty and option.startswith("--") and option != "--":
                raise UsageError(f"{option} is empty; write its value, or leave the option out.")
        return super().parse_known_args(given, namespace)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; `{self.prog} -h` shows what can be said.")


def parser(only: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line; of one command, if it is the only one needed."""
    top = _Parser(
        prog="build.py",
        description="正本 Zhengben: publishes authentic Chinese texts, and proves it. "
        "Without a command: publish.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"Zhengben {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name, (summary, example) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=summary.capitalize() + ".",
            epilog=f"example: build.py {example}",
        )
        if only in ("", name):
            module = importlib.import_module(f"zhengben.cli.commands.{name}")
            module.arguments(command)
            command.set_defaults(action=module.run)
    return top
