"""The mutation runner changes what it says it changes, and tells a weak test from a strong one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.__main__ import EQUIVALENT, ROOMS, room_mutants
from tests.mutation.operators import mutants

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
