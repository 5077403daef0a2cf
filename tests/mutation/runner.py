"""Runs the tests nearest to a room with one mutant at a time, each in a process of its own.

The parent runs the tests once, and records which of them reach which lines. A child, forked from
it while pytest still holds the tests, gives the function that the mutant changes its new code,
and runs those that reach it, quickest first, until one fails. Where more than the inside of a
function differs, or it runs while modules are imported, the child forgets the mutant's module and
all modules that import it, imports them anew with the fault in place, and gathers the tests anew.
No file is changed.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutation.modules import PROJECT, caches, dependents, forget, imported, loaded, module_of
from tests.mutation.operators import Mutant
from tests.mutation.reach import Reach, Recorder, context_of, files_of
from tests.mutation.swapping import FunctionSwap, compiled, live_functions, swap_of

# what no test needs, but an endless loop of a mutant would take
_MOST_MEMORY = 4 << 30
# with a mutant a test may take so many times as long as without one, and so many seconds more
_TIMES_LONGER, _SECONDS_LONGER = 5, 3
# importing and gathering anew
_SECONDS_GATHERING = 60
# others may use the processors too
_TIMES_BUSIER, _SECONDS_BUSIER = 20, 120


class Outcome(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    # no test comes to its place
    UNREACHED = "unreached"
    # the module cannot even be imported: this says nothing of the tests
    STILLBORN = "stillborn"


# of pytest, what takes time in every child
_NEEDLESS = ("cacheprovider", "xdist", "unraisableexception", "threadexception", "faulthandler")
# exit status of a child that pytest does not have
_STILLBORN = 70


class Nearest:
    """The tests nearest to a room, which it runs with mutants of its modules."""

    def __init__(
        self, tests: Sequence[str], modules: Sequence[str], all_tests: bool = False
    ) -> None:
        self.tests, self.modules = tuple(tests), files_of(modules)
        # import anew, and run all tests in their own order, for whatever mutant
        self.all_tests = all_tests
        self.items: dict[str, pytest.Item] = {}
        self.reach = Reach({}, {}, {})
        self.live = live_functions([])

    def measure(self, judge: Callable[[], int]) -> int:
        """Run the tests, then ``judge`` while pytest holds them, and return what it returns.

        Raises SystemExit when they fail without a mutant.
        """
        recorder = Recorder(self.modules)
        held = _Held(self, recorder, judge)
        recorder.start()
        with tempfile.TemporaryDirectory() as folder:
            status = _pytest(self.tests, folder, held)
        if held.result is None:
            why = held.failed or f"pytest ends with {status}"
            raise SystemExit(f"The tests fail without a mutant: {why}.")
        return held.result

    def prepare(self, items: Sequence[pytest.Item], reach: Reach) -> None:
        """Make ready what children would do each for themselves."""
        self.items = {item.nodeid: item for item in items}
        self.reach = reach
        self.live = live_functions(PROJECT / file for file in self.modules)
        for _, file in loaded():
            imported(file)
        # otherwise each child looks through what is no garbage
        gc.collect()
        gc.freeze()
        if self._run(None, None, reach.in_order(self.items)) is not Outcome.SURVIVED:
            raise SystemExit("The tests fail in a child without a mutant: do they keep a state?")

    def judge(self, mutant: Mutant) -> Outcome:
        """Say what the tests make of a mutant; one that takes too long is killed."""
        try:
            code = compiled(mutant.tree, PROJECT / mutant.file)
        except (SyntaxError, ValueError):
            return Outcome.STILLBORN
        if self.all_tests:
            return self._run(mutant, None, list(self.items))
        swap = swap_of(_compiled_file(mutant.file), code, self.live)
        tests = self.reach.tests_of(mutant, inside_function=swap is not None)
        if not tests:
            return Outcome.UNREACHED
        if self.reach.ran_while_gathering(mutant):
            swap = None
        return self._run(mutant, swap, tests)

    def _run(
        self, mutant: Mutant | None, swap: FunctionSwap | None, tests: Sequence[str]
    ) -> Outcome:
        context = multiprocessing.get_context("fork")
        whole = sum(self.reach.whole(test) for test in tests)
        with tempfile.TemporaryDirectory() as folder:
            child = context.Process(target=self._child, args=(mutant, swap, tests, folder))
            child.start()
            child.join(_TIMES_BUSIER * whole + _SECONDS_BUSIER)
            if child.is_alive() and child.pid:
                os.killpg(child.pid, signal.SIGKILL)
                child.join()
        if child.exitcode == _STILLBORN:
            return Outcome.STILLBORN
        return Outcome.KILLED if child.exitcode else Outcome.SURVIVED

    def _child(
        self, mutant: Mutant | None, swap: FunctionSwap | None, tests: Sequence[str], folder: str
    ) -> None:
        """Run tests, and end the process: with 0 when all hold, with something else otherwise."""
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if mutant is None or swap is not None:
            for cache in caches(dependents([mutant.file] if mutant else self.modules)):
                cache.cache_clear()
            if swap is not None:
                swap.carry_out()
            self._run_held(tests, folder)
        _limit(_SECONDS_GATHERING)
        forget([mutant.file])
        sys.meta_path.insert(0, _Finder(mutant))
        try:
            importlib.import_module(module_of(mutant.file))
        except BaseException:
            os._exit(_STILLBORN)
        files = dict.fromkeys(test.split("::")[0] for test in tests)
        os._exit(_pytest([*files], folder, _Anew(tests, self._limit_of)))

    def _run_held(self, tests: Sequence[str], folder: str) -> None:
        """Run tests that were gathered in the parent, with a folder of their own for files."""
        items = [self.items[test] for test in tests]
        # nobody reads why a test fails
        items[0].config.option.tbstyle = "no"
        factory = items[0].config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = Path(folder)
        for item, following in zip(items, [*items[1:], None], strict=True):
            _limit(self._limit_of(item.nodeid))
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        os._exit(0)

    def _limit_of(self, test: str) -> float:
        return _TIMES_LONGER * self.reach.whole(test) + _SECONDS_LONGER


def _limit(seconds: float) -> None:
    """Have the process killed after so many seconds more of the processor."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


class _Held:
    """What pytest asks in the parent: runs the tests with a record, then judges mutants."""

    def __init__(self, nearest: Nearest, recorder: Recorder, judge: Callable[[], int]) -> None:
        self.nearest, self.recorder, self.judge = nearest, recorder, judge
        self.failed, self.result = "", None
        self.parent = os.getpid()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed:
            return None
        items = session.items
        for item, following in zip(items, [*items[1:], None], strict=True):
            self.recorder.forget_calls()
            with self.recorder.doing(item.nodeid):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return True
        ran = self.recorder.stop()
        shared = {item.nodeid: _shared_fixtures(item) for item in items}
        self.nearest.prepare(items, Reach(ran, self.recorder.seconds, shared))
        self.result = self.judge()
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        shared = fixturedef.scope != "function" and os.getpid() == self.parent
        with self.recorder.doing(context_of(fixturedef)) if shared else contextlib.nullcontext():
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and os.getpid() != self.parent:
            os._exit(1)
        if report.failed:
            why = report.longreprtext.strip().rpartition("\n")[2]
            self.failed = f"{report.nodeid} fails ({why})"


class _Anew:
    """What pytest asks in a child that gathers anew: runs chosen tests in their order."""

    def __init__(self, tests: Sequence[str], limit_of: Callable[[str], float]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}
        self.limit_of = limit_of

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.order]
        items.sort(key=lambda item: self.order[item.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        _limit(self.limit_of(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(1)


def _shared_fixtures(item: pytest.Item) -> frozenset[str]:
    """Return the fixtures that a test asks for with others, at any remove."""
    assert isinstance(item, pytest.Function)
    known = item._fixtureinfo.name2fixturedefs
    return frozenset(
        context_of(fixture)
        for name in item.fixturenames
        for fixture in known.get(name, ())
        if fixture.scope != "function"
    )


def _pytest(tests: Sequence[str], folder: str, plugin: object) -> int:
    paths = [str(PROJECT / test) for test in tests]
    without = [option for plugin in _NEEDLESS for option in ("-p", f"no:{plugin}")]
    options = [
        "-x",
        "-qq",
        # the thorough ones too
        "-m",
        "not campaign",
        "--assert=plain",
        "--tb=short",
        "--no-summary",
        "--capture=sys",
        *without,
    ]
    arguments = [*paths, *options, f"--rootdir={PROJECT}", f"--basetemp={folder}/t"]
    with contextlib.redirect_stdout(io.StringIO()):
        return int(pytest.main(arguments, plugins=[plugin]))


_COMPILED: dict[str, CodeType] = {}


def _compiled_file(file: str) -> CodeType:
    if file not in _COMPILED:
        tree = ast.parse((PROJECT / file).read_text("utf-8"))
        _COMPILED[file] = compiled(tree, PROJECT / file)
    return _COMPILED[file]


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module of a mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, module_of(mutant.file)

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
        return compiled(self.tree, Path(self.path))
