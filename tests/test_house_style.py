"""The house style, kept by ruff and mypy."""

from __future__ import annotations

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
