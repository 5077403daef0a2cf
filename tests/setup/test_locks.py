"""The lock files: that they hold what pyproject.toml asks for, and nothing of one machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

LOCKS = ["requirements.lock", "requirements-test.lock"]


def pins(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def asked(requirements: list[str]) -> dict[str, str]:
    """Return the version of each package in a list of exact requirements."""
    pairs = (requirement.split("==") for requirement in requirements)
    return {name.replace(".", "-"): version for name, version in pairs}


@pytest.fixture(scope="module")
def metadata(project: Path) -> dict[str, Any]:
    """Return the [project] table."""
    table: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return dict(table["project"])


def test_locks_hold_what_is_asked_for(project: Path, metadata: dict[str, Any]) -> None:
    runtime, test = (pins(project / lock) for lock in LOCKS)
    assert asked(metadata["dependencies"]).items() <= runtime.items()
    assert asked(metadata["optional-dependencies"]["test"]).items() <= test.items()


def test_test_lock_holds_all_of_the_runtime_lock(project: Path) -> None:
    runtime, test = (pins(project / lock) for lock in LOCKS)
    assert runtime.items() <= test.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_no_folder(lock: str, project: Path) -> None:
    for line in (project / lock).read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        assert not re.search(r"(^|\s)(-\w|--(?!hash=sha256:)|/)", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes(lock: str, project: Path) -> None:
    packages = re.split(r"^(?=[a-z0-9])", (project / lock).read_text("utf-8"), flags=re.MULTILINE)
    for package in filter(None, packages):
        assert "--hash=sha256:" in package, package
