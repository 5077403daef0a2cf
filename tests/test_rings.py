"""The rings of the tests: what the ordinary one leaves out is there, and a part of it stays."""

from __future__ import annotations

import importlib.machinery
import os
import sys
from pathlib import Path

import pytest

from tests import bytecode
from tests.rings import COLLECTED, SLOW_FILES, THOROUGH, Thorough, stale


def test_files_of_a_ring_are_there(project: Path) -> None:
    for file in (*SLOW_FILES, *(row.file for row in THOROUGH)):
        assert (project / file).is_file(), file


def test_what_is_thorough_is_a_part_of_what_was_read(request: pytest.FixtureRequest) -> None:
    """This sees the files that this run has read, so all when all tests run."""
    if any("::" in word for word in request.config.args):
        pytest.skip("of a file that is named with a test not all was read")
    assert stale(THOROUGH, request.config.stash[COLLECTED]) == []


def test_a_row_of_what_is_not_there_is_told() -> None:
    rows = (Thorough("a.py", "", {"test_one": ["x-*"], "test_two": []}), Thorough("b.py", ""))
    read = {"a.py": {"test_one": ["x-1", "y"], "test_two": [""]}}
    assert stale(rows, read) == []
    assert stale(rows, {"a.py": {"test_one": ["y"]}}) == [
        "a.py: test_one has no case x-*",
        "a.py: no test test_two",
    ]


def test_cases_that_are_kept_run_in_the_ordinary_ring() -> None:
    row = Thorough("a.py", "", {"test_one": ["x-*"]})
    held = [row.holds("a.py", "test_one", "y"), row.holds("a.py", "test_one", "x-1")]
    assert held == [True, False]
    assert not row.holds("a.py", "test_two", "y")
    assert not row.holds("b.py", "test_one", "y")
    assert Thorough("b.py", "").holds("b.py", "test_any", "")


def test_the_two_commands_say_what_they_run(project: Path) -> None:
    options = (project / "pyproject.toml").read_text("utf-8")
    assert '"-m", "not campaign and not thorough"' in options
    assert 'build.py test -m "not campaign" ' in (project / ".ci/run").read_text("utf-8")


def test_bytecode_is_that_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where neither its size nor the second of its change tells another source."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    source = tmp_path / "package/module.py"
    source.parent.mkdir()
    for value in (1, 2):
        source.write_text(f"VALUE = {value}\n", "utf-8")
        os.utime(source, (1_000_000, 1_000_000))
        bytecode.keep(source.parent)
        (made,) = (tmp_path / "kept").rglob("module.*.pyc")
        code = importlib.machinery.SourceFileLoader("module", str(source)).get_code("module")
        assert code is not None
        assert code.co_consts[0] == value
        stamp = made.stat().st_mtime_ns
        bytecode.keep(source.parent)
        assert made.stat().st_mtime_ns == stamp
