"""Make the private environment that :mod:`zhengben.setup.bootstrap` starts the program in.

Everything comes from a lock file that pins each package by version and hash. ``uv`` installs
it where there is one, else pip: the one of the Python at hand, which works even where
``venv`` cannot put a pip into a new environment, else the one that Python carries inside it.
Only finished wheels are taken: no code of a package runs before it is imported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhengben.document.errors import SetupError
from zhengben.setup import bootstrap, extras, system_libraries

# Packages of the tests that exist as sources alone; nobody else needs them.
SOURCE_ONLY = ("bagit",)

# How much of a failed installer's own words is shown: enough for the reason at their end.
_LAST_LINES = 15


def provide(home: str, extra: str = "") -> None:
    """Make the environment complete, with an extra if one is named; do nothing if it already is.

    Raises SetupError; what was complete before stays so.
    """
    try:
        with _only_one(Path(home)):
            # Another start may have made it while this one waited.
            apart = [name for name in _wanted(extra) if name and extras.EXTRAS[name].apart]
            inside = "" if extra in apart else extra
            ready = bootstrap.is_ready(home, inside)
            if not ready:
                _make(home, inside)
            for name in apart:
                if not bootstrap.is_ready_apart(home, name):
                    _make_apart(home, name)
            # its stamp says that all is there, also what lies apart
            if not ready:
                _stamp(home, inside)
                _tell("環境就緒 / ready.")
    except OSError as error:
        raise SetupError(
            f"{error.filename or home} cannot be written ({error.strerror}): set ZHENGBEN_HOME "
            "to a folder of yours that can, and start again."
        ) from None


def _make(home: str, extra: str) -> None:
    system_libraries.provide_libraries()
    _tell("設置環境，只此一次 / setting up, this once …")
    variables = bootstrap.process_environment(home)
    # A package found there would be taken for one that is already installed.
    variables.pop("PYTHONPATH", None)
    if not bootstrap.is_ready(home):
        folder = Path(bootstrap.environment_folder(home))
        _clear(folder)
        _make_empty(folder, variables)
    # The lock file of an extra holds the base, in the same versions.
    _install(bootstrap.environment_python(home), bootstrap.lock_file(extra), variables)
    for name in _wanted(extra)[:-1]:
        if not (name and extras.EXTRAS[name].apart):
            _stamp(home, name)


def _wanted(extra: str) -> tuple[str, ...]:
    """Return the base, what an extra includes, and the extra."""
    return ("", *extras.EXTRAS[extra].includes, extra) if extra else ("",)


def _make_apart(home: str, extra: str) -> None:
    """Install an extra into a folder of its own, which takes its place when it is complete."""
    folder = Path(bootstrap.apart_folder(home, extra))
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    variables = bootstrap.process_environment(home)
    variables.pop("PYTHONPATH", None)
    unfinished.mkdir()
    python, lock = bootstrap.environment_python(home), bootstrap.lock_file(extra)
    _install(python, lock, variables, ("--target", str(unfinished)))
    stamp = unfinished / bootstrap.APART_STAMP
    stamp.write_text(bootstrap.stamp(lock), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def _stamp(home: str, extra: str) -> None:
    stamp = Path(bootstrap.stamp_file(home, extra))
    unfinished = stamp.with_suffix(".part")
    unfinished.write_text(bootstrap.stamp(bootstrap.lock_file(extra)), encoding="utf-8")
    unfinished.replace(stamp)


def _clear(folder: Path) -> None:
    """Remove an environment, its stamp first, so that it is never half there and stamped."""
    Path(bootstrap.stamp_file(str(folder.parent))).unlink(missing_ok=True)
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _make_empty(folder: Path, variables: dict[str, str]) -> None:
    made = _run([outer_python(), "-m", "venv", "--without-pip", str(folder)], variables)
    if made.returncode:
        _show(made.stdout)
        raise SetupError(
            f"{outer_python()} cannot make an environment (above is why): start build.py with a "
            "Python that has its whole standard library."
        )


def _install(python: str, lock: str, variables: dict[str, str], more: tuple[str, ...] = ()) -> None:
    """Install the locked packages with the first installer that manages it."""
    said: str | None = None
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    options += [option for name in SOURCE_ONLY for option in ("--no-binary", name)]
    for installer in installers(python, variables):
        done = _run([*installer, *options, *more, "-r", lock], variables)
        if not done.returncode:
            return
        said = done.stdout
    if said is None:
        raise SetupError(system_libraries.explain_missing_pip())
    _show(said)
    raise SetupError(
        "The packages could not be installed (above is why): see that the network can be "
        "reached and the disk has 1 GB free, and start again."
    )


def installers(python: str, variables: dict[str, str]) -> Iterator[list[str]]:
    """Yield the commands that can install packages for that Python, the best one first."""
    uv = shutil.which("uv", path=variables.get("PATH"))
    if uv:
        yield [uv, "pip", "install", "--compile-bytecode", "--python", python]
    for outer in dict.fromkeys((sys.executable, outer_python())):
        pip = [outer, "-m", "pip", "--python", python]
        # A pip older than 22.3 does not know this option, and is then as good as none.
        if not _run([*pip, "--version"], variables).returncode:
            yield [*pip, "install"]
            return
    if not _run([python, "-m", "ensurepip"], variables).returncode:
        yield [python, "-m", "pip", "install"]


def outer_python() -> str:
    """Return a Python outside the private environment, which may be about to be removed."""
    return str(getattr(sys, "_base_executable", sys.executable) or sys.executable)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Let one start at a time make the environment; the others wait here."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a") as file:
        if os.name != "nt":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _tell("稍候，另一程序正在設置 / waiting for another start to finish setting up …")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(command: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _show(said: str) -> None:
    for line in said.rstrip().split("\n")[-_LAST_LINES:]:
        print(f"  {line}", file=sys.stderr)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
