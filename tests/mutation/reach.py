"""Which tests run which lines of a room, and so which may notice a mutant."""

from __future__ import annotations

import ast
import functools
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

from tests.mutation.modules import PROJECT, caches, dependents, loaded
from tests.mutation.operators import Mutant

# what runs while modules are imported and tests are gathered
_GATHERING = ""
# a fixture that takes as many seconds keeps the tests together that ask for it
_COSTLY = 0.1


@dataclass(slots=True)
class Recorder:
    """Records what each test runs of some files, with what it asks of fixtures, and how long.

    A fixture of several tests is made for the first of them alone, so what that runs counts for
    all that ask for it. What functions remember of calls is forgotten before each test.
    """

    files: Sequence[str]
    seconds: dict[str, float] = field(default_factory=dict)
    _coverage: coverage.Coverage = field(init=False)
    _loaded: int = 0
    _dependents: set[str] = field(default_factory=set)
    _now: list[str] = field(default_factory=lambda: [_GATHERING])

    def __post_init__(self) -> None:
        names = [str(PROJECT / file) for file in self.files]
        self._coverage = coverage.Coverage(data_file=None, config_file=False, include=names)

    def start(self) -> None:
        """Begin, before any of the files is imported."""
        self._coverage.start()

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Count what runs meanwhile for a test or a fixture, and not for what asked for it."""
        self._now.append(what)
        self._coverage.switch_context(what)
        began = time.process_time()
        try:
            yield
        finally:
            self._now.pop()
            self._coverage.switch_context(self._now[-1])
            taken = time.process_time() - began
            self.seconds[what] = self.seconds.get(what, 0.0) + taken
            # what it asked for, and waited for, has its own time
            if self._now[-1] != _GATHERING:
                outer = self._now[-1]
                self.seconds[outer] = self.seconds.get(outer, 0.0) - taken

    def forget_calls(self) -> None:
        """Have functions of all that depends on the files forget what they remember."""
        if len(sys.modules) != self._loaded:
            self._loaded, self._dependents = len(sys.modules), dependents(self.files)
        for cache in caches(self._dependents):
            cache.cache_clear()

    def stop(self) -> Mapping[str, Mapping[int, Collection[str]]]:
        """End, and return for each file who ran its lines."""
        self._coverage.stop()
        data = self._coverage.get_data()
        return {file: data.contexts_by_lineno(str(PROJECT / file)) for file in self.files}


def context_of(fixture: pytest.FixtureDef[object]) -> str:
    """Return the name of a fixture among what runs lines."""
    return f"fixture {fixture.baseid} {fixture.argname} {id(fixture)}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who runs which line, what each test takes for itself, and what it asks for beside."""

    ran: Mapping[str, Mapping[int, Collection[str]]]
    seconds: Mapping[str, float]
    # the fixtures of several tests that each test asks for, by its name
    shared: Mapping[str, Collection[str]]

    def in_order(self, tests: Iterable[str]) -> list[str]:
        """Return tests with the quickest first; those that share what is costly stay together."""
        groups: dict[object, list[str]] = {}
        for test in tests:
            together = self._beside(test) > _COSTLY
            groups.setdefault(test.split("::")[0] if together else (test,), []).append(test)
        for group in groups.values():
            group.sort(key=lambda test: (self.whole(test), test))
        firsts = sorted(groups.values(), key=lambda group: (self.whole(group[0]), group[0]))
        return [test for group in firsts for test in group]

    def whole(self, test: str) -> float:
        """Return the seconds that a test takes when it is the first to ask for its fixtures."""
        return self.seconds[test] + self._beside(test)

    def _beside(self, test: str) -> float:
        return sum(self.seconds.get(fixture, 0.0) for fixture in self.shared[test])

    def ran_while_gathering(self, mutant: Mutant) -> bool:
        """Say whether a mutant's place runs while modules are imported."""
        return _GATHERING in self._who(mutant.file, _statement_at(mutant.file, mutant.line))

    def tests_of(self, mutant: Mutant, inside_function: bool) -> list[str]:
        """Return the tests that run a mutant's place, or may know of it; the quickest first."""
        if inside_function and not self.ran_while_gathering(mutant):
            return self._tests(mutant.file, _statement_at(mutant.file, mutant.line))
        readers = _readers_of_the_constant_at(mutant.file, mutant.line, tuple(self.ran))
        if readers is not None:
            found = {test for test in self.shared if test.split("::")[0] in readers.tests}
            for file, lines in readers.lines.items():
                found.update(self._tests(file, lines))
            return self.in_order(found)
        # any test may see what is made once for all; those that run the file see it first
        first = self._tests(mutant.file, self.ran[mutant.file], gathered=False)
        return first + self.in_order(set(self.shared) - set(first))

    def _tests(self, file: str, lines: Iterable[int], gathered: bool = True) -> list[str]:
        who = self._who(file, lines)
        if gathered and _GATHERING in who:
            return self.in_order(self.shared)
        return self.in_order(
            test
            for test, fixtures in self.shared.items()
            if test in who or not who.isdisjoint(fixtures)
        )

    def _who(self, file: str, lines: Iterable[int]) -> set[str]:
        ran = self.ran[file]
        return {who for line in lines for who in ran.get(line, ())}


@functools.cache
def _tree(file: str) -> ast.Module:
    return ast.parse((PROJECT / file).read_text("utf-8"))


@functools.cache
def _statement_at(file: str, line: int) -> range:
    """Return the lines of the smallest statement at a line; of one with a body, those above it.

    What belongs to a body and stands in no statement, as the guard of a case, has all of them.
    """
    found: ast.stmt | None = None
    for node in ast.walk(_tree(file)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if found is None or node.lineno >= found.lineno:
            found = node
    if found is None:
        return range(line, line + 1)
    last = found.end_lineno or found.lineno
    body = getattr(found, "body", None)
    if body and found.lineno < body[0].lineno and line < body[0].lineno:
        last = body[0].lineno - 1
    return range(found.lineno, last + 1)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Who reads a constant: lines of the room's files, and files of tests."""

    lines: Mapping[str, Collection[int]]
    tests: Collection[str]


@functools.cache
def _readers_of_the_constant_at(file: str, line: int, room: tuple[str, ...]) -> _Readers | None:
    """Return who reads the constant that a statement at a module's head sets.

    None where it is no constant, or where anything but functions of the room and tests may read it.
    """
    name = _constant_at(file, line)
    if not name:
        return None
    lines, tests = dict[str, set[int]](), set[str]()
    for other in sorted({file, *(other for _, other in loaded())}):
        if name not in _text(other):
            continue
        found = _lines_that_read(other, name)
        if Path(other).name.startswith("test_") and found != set():
            tests.add(other)
        elif found is None or (found and other not in room):
            return None
        elif found:
            lines[other] = found
    return _Readers(lines, tests)


def _constant_at(file: str, line: int) -> str:
    for statement in _tree(file).body:
        if statement.lineno <= line <= (statement.end_lineno or 0):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    return name
                case ast.AnnAssign(target=ast.Name(id=name)):
                    return name
    return ""


def _lines_that_read(file: str, name: str) -> set[int] | None:
    """Return the lines of functions that read a name; None where it is read elsewhere."""
    tree = _tree(file)
    within = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for part in function.body
        for node in ast.walk(part)
    }
    lines = set[int]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=said, ctx=ast.Load()) | ast.Attribute(attr=said) if said == name:
                if id(node) not in within:
                    return None
                lines |= set(_statement_at(file, node.lineno))
            case ast.alias(name=said, asname=str()) if said == name:
                # it has another name there
                return None
    return lines


@functools.cache
def _text(file: str) -> str:
    return (PROJECT / file).read_text("utf-8")


def files_of(modules: Iterable[str]) -> list[str]:
    """Return the files of modules and packages, as paths in the project."""
    found = list[str]()
    for name in modules:
        path = PROJECT / name
        files: list[Path] = sorted(path.glob("*.py")) if path.is_dir() else [path]
        found += [file.relative_to(PROJECT).as_posix() for file in files]
    return found
