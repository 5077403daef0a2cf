"""The house style, kept by ruff and mypy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = {
    "rules": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "zhengben", "build.py"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_house_style(check: str, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *CHECKS[check]],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout, pytrace=False)


def test_a_public_class_is_the_only_one_of_its_name(project: Path) -> None:
    """A word names one thing: who searches for a noun should find one."""
    found: dict[str, list[str]] = {}
    for path in sorted((project / "zhengben").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                place = path.relative_to(project).as_posix()
                found.setdefault(node.name, []).append(place)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
