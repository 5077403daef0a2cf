"""What the campaign does to the press: runs it in a process of its own, and has it die or fail."""

from __future__ import annotations

import builtins
import errno
import io
import os
import random
import re
import shutil
import signal
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhengben.cli.main import main

# what a process is ended by when it takes too long, and how long that is in seconds
_TOO_LONG = 60
KILLED = 137
_CRASHED = 70
# how a count is told
LINE = re.compile(r".+: \d+ runs, \d+ clean refusals, \d+ tracebacks, \d+ hangs, \d+ lost")


@dataclass
class Count:
    """One line of the campaign: what was done to the press, and what came of it."""

    kind: str
    runs: int = 0
    refusals: int = 0
    tracebacks: int = 0
    hangs: int = 0
    lost: int = 0
    seen: list[str] = field(default_factory=list)

    def note(self, status: int, told: str, lost: str = "") -> None:
        """Count one run by its exit status and what it told on standard error."""
        self.runs += 1
        if "Traceback" in told or status == _CRASHED:
            self.tracebacks += 1
            self.seen.append(told)
        elif status == -signal.SIGALRM:
            self.hangs += 1
            self.seen.append("a hang")
        elif told.startswith("zhengben: ") and status in (1, 2, 3, 4, 5):
            self.refusals += 1
        if lost:
            self.lost += 1
            self.seen.append(lost)

    def tell(self) -> None:
        """Print the line, and fail when anything is in it that must not be."""
        print(f"{self.kind}: {self.runs} runs, {self.refusals} clean refusals, "
              f"{self.tracebacks} tracebacks, {self.hangs} hangs, {self.lost} lost")  # fmt: skip
        assert (self.tracebacks, self.hangs, self.lost) == (0, 0, 0), "\n".join(self.seen[:3])


class Fault:
    """Counts what a process does to files below a folder; lets it die or fail at one of them.

    Without an error number it dies, where it is ``torn`` with a file half written. With one all
    that makes or changes something fails from then on; ``late`` lets a file be made and has the
    writing into it fail, as on a disk that fills up by itself.
    """

    def __init__(
        self, folder: Path, at: int, number: int = 0, *, torn: bool = False, late: bool = False
    ) -> None:
        self.folder, self.at, self.number = os.path.realpath(folder), at, number
        self.torn, self.late, self.done = torn, late, 0

    def install(self) -> None:
        """Watch every operation that changes a file from now on."""
        for name in ("replace", "rename", "mkdir", "unlink", "rmdir", "remove"):
            self._watch(os, name, makes=name in ("mkdir", "replace", "rename"))
        for module in (builtins, io):
            self._watch_open(module)

    def _watch(self, module: Any, name: str, *, makes: bool) -> None:
        real = getattr(module, name)

        def watched(path: Any, *more: Any, **named: Any) -> Any:
            if self._counts(path):
                self._strike(path, makes=makes)
            return real(path, *more, **named)

        setattr(module, name, watched)

    def _watch_open(self, module: Any) -> None:
        real = module.open

        def watched(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            if set(mode) & set("wax+") and self._counts(file):
                if self.torn and self.done == self.at:
                    # half of it is written when the process dies
                    with real(file, "wb") as torn:
                        torn.write(b"half")
                if self.late and self.done >= self.at:
                    self.done += 1
                    real(file, mode, *more, **named).close()
                    return real("/dev/full", mode, *more, **named)
                self._strike(file, makes=True)
            return real(file, mode, *more, **named)

        module.open = watched

    def _counts(self, path: Any) -> bool:
        if isinstance(path, int):
            return False
        return os.path.abspath(os.fsdecode(path)).startswith(self.folder + os.sep)

    def _strike(self, path: Any, *, makes: bool) -> None:
        self.done += 1
        if self.done <= self.at:
            return
        if not self.number:
            os._exit(KILLED)
        # what is full stays full, but things can still be removed
        if not self.late and (makes or self.number == errno.EROFS):
            raise OSError(self.number, os.strerror(self.number), os.fsdecode(path))


def forked(command: list[str], prepare: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """Run a command line in a child; return its exit status, or minus its signal, and stderr."""
    with tempfile.TemporaryFile() as told:
        pid = start(command, prepare, told.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        told.seek(0)
        return status, told.read().decode("utf-8", "replace")


def start(command: list[str], prepare: Callable[[], None], stderr: int) -> int:
    """Start a child that runs a command line; return its process identifier."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pid = os.fork()
    if pid:
        return pid
    status = _CRASHED
    try:
        signal.alarm(_TOO_LONG)
        os.dup2(stderr, 2)
        with (
            open(2, "w", encoding="utf-8", closefd=False) as err,
            redirect_stderr(err),
            redirect_stdout(io.StringIO()),
        ):
            try:
                prepare()
                status = main(command)
            except BaseException:
                traceback.print_exc()
    finally:
        os._exit(status)


def here(command: list[str]) -> tuple[int, str]:
    """Run a command line in this process; return its exit status and what it told on stderr."""
    err = io.StringIO()

    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(_TOO_LONG)
    try:
        with redirect_stderr(err), redirect_stdout(io.StringIO()):
            return main(command), err.getvalue()
    except TimeoutError:
        return -signal.SIGALRM, ""
    except BaseException:
        return _CRASHED, traceback.format_exc()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def held(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but those of the press's own workshop."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".zhengben" not in (name := path.relative_to(folder).as_posix())
    }


def copies(base: Path, folder: Path) -> Iterator[Path]:
    """Yield one fresh copy of a folder after the other, in the same place."""
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder)
        yield folder


def damaged(data: bytes, seed: int) -> bytes:
    """Damage data in one of several ways; the same seed damages it alike."""
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        data = _damaged_once(data, chance)
    return data


def _damaged_once(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 2, 10, 200)))
    before, some, after = data[:at], data[at:end], data[end:]
    odd = bytes(chance.choice(b"\0\n\"'[]{}=<>\\%\xff\xe4\x80A9-") for _ in some)
    flipped = bytes(byte ^ 1 << chance.randrange(8) for byte in some)
    return before + chance.choice((odd + after, after, some * 3 + after, flipped + after, b""))


# what a person, or another program, might have written behind a key
_ODD = ("1", "-1", "1e999", "true", '"?"', "?", '""', "[]", "{}", "2020-02-30", "nan",
        "2020-01-01T00:00:00Z", '["a", 1]', "[[[[[]]]]]", "{a = {b = 1}}", '"../../x"',
        '"/etc/hostname"', '"x\\u0000y"', "'''\n'''", '"' + "長" * 50_000 + '"', "9" * 5000,
        '"1-99999999"', '"3-1"', '"text"')  # fmt: skip


def damaged_toml(data: bytes, seed: int) -> bytes:
    """Damage lines of a TOML file so that most of it is still read: values, keys and tables."""
    chance = random.Random(seed)
    lines = data.decode("utf-8").split("\n")
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(lines))
        key, equals, value = lines[at].partition(" = ")
        other = chance.choice(lines)
        lines[at : at + 1] = chance.choice((
            [key + equals + chance.choice(_ODD)] if equals else [lines[at][1:]],
            [],
            [lines[at], lines[at]],
            [other],
            [other, lines[at]],
            [key[::-1] + equals + value],
        ))  # fmt: skip
    return "\n".join(lines).encode()
