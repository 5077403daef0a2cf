"""The mutation runner changes what it says it changes, and tells a weak test from a strong one.

How tests are chosen is tried on a project of a few lines, with a copy of the runner.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.__main__ import EQUIVALENT, ROOMS, room_mutants
from tests.mutation.modules import HERE
from tests.mutation.operators import mutants
from tests.mutation.reach import Reach

SOURCE = '''
"""What it is for."""
from math import floor
SHARE = 0.5
def cut(text: str = "ab", *, most: int = 3) -> list[str]:
    """Cut it."""
    if not text or len(text) <= most:
        return [text]
    if most < 0:
        raise ValueError("most is -1 or less")
    parts = cut(text[most:], most=most)
    parts.append(text[:most] + -most * "x")
    return max(parts, []) and [p for p in parts if p]
'''


def changes(source: str) -> set[str]:
    return {mutant.name.partition(" ")[2] for mutant in mutants(source, "cut.py")}


def test_each_kind_of_fault_is_made() -> None:
    found = changes(SOURCE)
    for expected in (
        "(module): constant: 0.5 → 0.625",
        "(module): constant: 0.5 → 0.4",
        "cut: constant: 'ab' → 'b'",
        "cut: constant: 3 → 4",
        "cut: and/or: not text or len(text) <= most → not text and len(text) <= most",
        "cut: condition dropped: not text or len(text) <= most → len(text) <= most",
        "cut: comparison: len(text) <= most → len(text) < most",
        "cut: not: not text → text",
        "cut: condition reversed: if most < 0: → if not most < 0:",
        "cut: bound dropped: most: → :",
        "cut: argument dropped: cut(text[most:], most=most) → cut(text[most:])",
        "cut: sign: -most → most",
        "cut: arithmetic: text[:most] + -most * 'x' → text[:most] - -most * 'x'",
        "cut: opposite: max(parts, []) → min(parts, [])",
        "cut: nothing returned: return [text] → return None",
    ):
        assert expected in found
    assert any("statement removed: parts.append" in name for name in found)
    assert any("filter dropped" in name for name in found)


def test_what_no_test_could_see_is_left_alone() -> None:
    for name in changes(SOURCE):
        assert "What it is for" not in name
        assert "or less" not in name
        assert "import" not in name


def test_a_mutant_differs_in_one_place_and_has_a_name_of_its_own() -> None:
    whole = ast.unparse(ast.parse(SOURCE)).split("\n")
    found = list(mutants(SOURCE, "cut.py"))
    assert len({mutant.name for mutant in found}) == len(found)
    for mutant in found:
        lines = ast.unparse(ast.fix_missing_locations(mutant.tree)).split("\n")
        assert lines != whole
        differing = [n for n, (a, b) in enumerate(zip(lines, whole, strict=False)) if a != b]
        assert len(lines) != len(whole) or len(differing) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_mutants_and_tests(room: str, project: Path) -> None:
    assert len(room_mutants(room)) >= 200
    assert all((project / test.split("::")[0]).exists() for test in ROOMS[room]["tests"])


def test_equivalent_mutants_are_there_and_have_a_reason() -> None:
    names = {mutant.name for room in ROOMS for mutant in room_mutants(room)}
    for name, reason in EQUIVALENT.items():
        assert name in names
        assert reason.endswith(".")


WELL = """
from functools import cache

_DEPTH = 3
ROPE = 5

def deep(by=0):
    return _DEPTH + by

@cache
def water():
    return drawn(2)

def drawn(cups):
    return cups * 2

def dry():
    return 7

def laid(number):
    return number + 1

TABLE = [laid(n) for n in (1, 2)]

def bucket():
    held = []
    held.append(1)
    return [cup for cup in held if cup]
"""
TESTS = """
import time
import pytest
import well

HELD = [well.ROPE]

def log(name):
    with open(LOG, "a") as file:
        print(name, file=file)

@pytest.fixture(scope="module")
def full():
    return well.bucket()

def test_slow():
    log("slow")
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert well.deep() == 3

def test_quick():
    log("quick")
    assert well.deep() > 0

def test_warm():
    log("warm")
    assert well.water()

def test_cached():
    log("cached")
    assert well.water() < 9

def test_full(full):
    log("full")
    assert len(full) < 2

def test_bucket(full):
    log("bucket")
    assert full == [1]
"""

EVERY = {"quick", "slow", "warm", "cached", "full", "bucket"}
# what becomes of a mutant, and the tests that ran
EXPECTED: dict[str, tuple[str, set[str]]] = {
    # the quickest that comes there first, until one fails
    "deep: arithmetic: _DEPTH + by → _DEPTH - by": ("survived", {"quick", "slow"}),
    "deep: nothing returned: return _DEPTH + by → return None": ("killed", {"quick"}),
    # those that read a constant, where nothing else can
    "(module): constant: 3 → 4": ("killed", {"quick", "slow"}),
    # any test of a file that reads one at its head
    "(module): constant: 5 → 6": ("survived", EVERY),
    # what a test before has remembered, or a fixture made, counts for all that ask for it
    "water: constant: 2 → 3": ("survived", {"warm", "cached"}),
    "bucket: filter dropped: for cup in held if cup → for cup in held": (
        "survived",
        {"full", "bucket"},
    ),
    # any may know of what was made at import
    "laid: arithmetic: number + 1 → number - 1": ("survived", EVERY),
    # no test comes to what none calls
    "dry: constant: 7 → 8": ("unreached", set()),
}


@pytest.mark.slow
def test_only_tests_that_reach_a_mutant_try_it_and_no_file_changes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    project = tmp_path / "project"
    (project / "tests").mkdir(parents=True)
    shutil.copytree(HERE, project / "tests" / "mutation", ignore=lambda *_: {"__pycache__"})
    (project / "well.py").write_text(WELL)
    (project / "tests" / "test_well.py").write_text(f"LOG = {str(log)!r}\n{TESTS}")
    (project / "tests" / "mutation" / "equivalent.toml").write_text("")
    (project / "tests" / "mutation" / "rooms.toml").write_text(
        '[well]\nmodules = ["well.py"]\ntests = ["tests/test_well.py"]\n'
    )
    before = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    run = f"""
import sys
sys.dont_write_bytecode = True
from tests.mutation.__main__ import ROOMS, room_mutants
from tests.mutation.runner import Nearest
nearest = Nearest(ROOMS["well"]["tests"], ROOMS["well"]["modules"])
def judge():
    for mutant in room_mutants("well"):
        name = mutant.name.partition(" ")[2]
        if name in {[*EXPECTED]!r}:
            open({str(log)!r}, "w").close()
            outcome = nearest.judge(mutant)
            ran = ",".join(open({str(log)!r}).read().split())
            print(name, outcome.value, ran, sep="|", file=sys.__stdout__)
    return 0
nearest.measure(judge)
"""
    done = subprocess.run([sys.executable, "-c", run], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = dict[str, tuple[str, set[str]]]()
    for line in done.stdout.splitlines():
        name, outcome, ran = line.split("|")
        found[name] = outcome, {*filter(None, ran.split(","))}
    assert found == EXPECTED
    after = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    assert after == before


def test_tests_that_share_what_is_costly_stay_together() -> None:
    seconds = {"a::1": 0.3, "a::2": 0.1, "b::1": 0.2, "b::2": 5.0, "c::1": 1.0, "made": 0.6}
    shared = {test: ["made"] * test.startswith("a") for test in seconds if test != "made"}
    reach = Reach({}, seconds, shared)
    assert reach.in_order(shared) == ["b::1", "a::2", "a::1", "c::1", "b::2"]
