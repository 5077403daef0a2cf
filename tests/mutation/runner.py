"""Runs the tests nearest to a room with one mutant at a time, each in a process of its own.

The parent runs the tests once, so that everything is imported and what test modules keep is warm.
A child, forked from it, forgets the mutant's module and all modules that import it, imports them
anew with the fault in place, and runs the tests. No file is changed.
"""

from __future__ import annotations

import ast
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutation.operators import Mutant

PROJECT = Path(__file__).resolve().parent.parent.parent
# what no test needs, but an endless loop of a mutant would take
_MOST_MEMORY = 4 << 30
# a mutant may take so many times as long as the tests without one, and so many seconds more
_TIMES_LONGER, _SECONDS_LONGER = 5, 5


class Outcome(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    # the module cannot even be imported: this says nothing of the tests
    STILLBORN = "stillborn"


# of pytest, what takes time in every child
_NEEDLESS = ("cacheprovider", "xdist", "unraisableexception", "threadexception", "faulthandler")
# exit status of a child that pytest does not have
_STILLBORN = 70


class Nearest:
    """The tests nearest to a room."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.tests = tuple(tests)
        self.limit = 600.0

    def prepare(self) -> float:
        """Run the tests here, then in a child, and return the seconds that the child took.

        Raises SystemExit when they fail without a mutant.
        """
        with tempfile.TemporaryDirectory() as folder:
            if status := _pytest(self.tests, folder):
                raise SystemExit(f"The tests fail without a mutant (pytest ends with {status}).")
        # what children would do each for themselves: read imports, look through what is no garbage
        for _, file in _loaded():
            _imported(file)
        gc.freeze()
        began = time.monotonic()
        if self._run(None) is not Outcome.SURVIVED:
            raise SystemExit("The tests fail in a child without a mutant: do they keep a state?")
        taken = time.monotonic() - began
        self.limit = _TIMES_LONGER * taken + _SECONDS_LONGER
        return taken

    def judge(self, mutant: Mutant) -> Outcome:
        """Say what the tests make of a mutant; one that takes too long is killed."""
        return self._run(mutant)

    def _run(self, mutant: Mutant | None) -> Outcome:
        context = multiprocessing.get_context("fork")
        with tempfile.TemporaryDirectory() as folder:
            child = context.Process(target=_child, args=(mutant, self.tests, folder, self.limit))
            child.start()
            # twice, since others may use the processors too
            child.join(2 * self.limit)
            if child.is_alive() and child.pid:
                os.killpg(child.pid, signal.SIGKILL)
                child.join()
        if child.exitcode == _STILLBORN:
            return Outcome.STILLBORN
        return Outcome.KILLED if child.exitcode else Outcome.SURVIVED


def _child(mutant: Mutant | None, tests: Sequence[str], folder: str, limit: float) -> None:
    os.setsid()
    for kind, most in ((resource.RLIMIT_CPU, round(limit)), (resource.RLIMIT_AS, _MOST_MEMORY)):
        resource.setrlimit(kind, (most, most))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    file = mutant.file if mutant else None
    _forget([file] if file else _project_files())
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
        try:
            importlib.import_module(_module_of(mutant.file))
        except BaseException:
            os._exit(_STILLBORN)
    os._exit(_pytest(tests, folder))


def _pytest(tests: Sequence[str], folder: str) -> int:
    paths = [str(PROJECT / test) for test in tests]
    without = [f"no:{plugin}" for plugin in _NEEDLESS]
    # the thorough ones too
    options = [
        "-x",
        "-q",
        "-m",
        "not campaign",
        "--assert=plain",
        "--tb=no",
        *(o for w in without for o in ("-p", w)),
    ]
    return int(pytest.main([*paths, *options, f"--rootdir={PROJECT}", f"--basetemp={folder}/t"]))


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module of a mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, _module_of(mutant.file)

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the specification of the mutant's module, and nothing for any other."""
        if name != self.name:
            return None
        file = str(PROJECT / self.mutant.file)
        loader = _Loader(name, file, self.mutant.tree)
        return importlib.util.spec_from_file_location(name, file, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a syntax tree in the place of a file."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        """Compile the tree, whatever lies compiled on the disk."""
        code: CodeType = compile(ast.fix_missing_locations(self.tree), self.path, "exec")
        return code


def _module_of(file: str) -> str:
    """Return the dotted name of a file of the project."""
    return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")


def _project_files() -> list[str]:
    """Return the package's loaded modules as files."""
    return [file for name, file in _loaded() if name.startswith("zhengben")]


def _loaded() -> Iterator[tuple[str, str]]:
    """Yield the names of the project's loaded modules, each with its file."""
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "/")
        inside = path.is_relative_to(PROJECT) and path.suffix == ".py"
        if inside and not path.is_relative_to(Path(__file__).parent):
            yield name, path.relative_to(PROJECT).as_posix()


def _forget(files: Iterable[str]) -> None:
    """Take modules out of the loaded ones, with all that import them, directly or not."""
    loaded = dict(_loaded())
    gone = {name for name, file in loaded.items() if file in set(files)}
    asks = {name: _imported(file) for name, file in loaded.items()}
    while more := {name for name, asked in asks.items() if asked & gone} - gone:
        gone |= more
    for name in gone:
        module = sys.modules.pop(name)
        package = sys.modules.get(name.rpartition(".")[0])
        if package is not None and getattr(package, name.rpartition(".")[2], None) is module:
            delattr(package, name.rpartition(".")[2])


_IMPORTED: dict[str, frozenset[str]] = {}


def _imported(file: str) -> frozenset[str]:
    """Return the names of what a file may import, with the packages they lie in."""
    if file not in _IMPORTED:
        found = set[str]()
        for node in ast.walk(ast.parse((PROJECT / file).read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
        above = {
            ".".join(parts[:n]) for parts in (name.split(".") for name in found)
            for n in range(1, len(parts))
        }  # fmt: skip
        _IMPORTED[file] = frozenset(found | above)
    return _IMPORTED[file]
