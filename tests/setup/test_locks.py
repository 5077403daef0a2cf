"""The lock files: that they hold what pyproject.toml asks for, and nothing of one machine."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from zhengben.setup.bootstrap import lock_file
from zhengben.setup.extras import EXTRAS
from zhengben.setup.provision import SOURCE_ONLY

LOCKS = [lock_file(name) for name in ("", *EXTRAS)]
OF_EXTRAS = [(name, lock_file(name)) for name, extra in EXTRAS.items() if not extra.apart]
APART = [name for name, extra in EXTRAS.items() if extra.apart]
TOGETHER = [lock_file(), *(lock for _, lock in OF_EXTRAS)]


def pins(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    text = Path(lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def asked(requirements: list[str]) -> dict[str, str]:
    """Return the version of each package in a list of exact requirements."""
    ours = (requirement for requirement in requirements if not requirement.startswith("zhengben["))
    pairs = (requirement.split("==") for requirement in ours)
    return {name.replace(".", "-"): version for name, version in pairs}


@pytest.fixture(scope="module")
def metadata(project: Path) -> dict[str, Any]:
    """Return the [project] table."""
    table: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return dict(table["project"])


def test_base_lock_holds_what_is_asked_for(metadata: dict[str, Any]) -> None:
    assert asked(metadata["dependencies"]).items() <= pins(lock_file()).items()


@pytest.mark.parametrize(("extra", "lock"), OF_EXTRAS)
def test_lock_of_an_extra_holds_what_is_asked_for_and_the_base(
    extra: str, lock: str, metadata: dict[str, Any]
) -> None:
    assert asked(metadata["optional-dependencies"][extra]).items() <= pins(lock).items()
    for included in ("", *(name for name in EXTRAS[extra].includes if name not in APART)):
        assert pins(lock_file(included)).items() <= pins(lock).items()


@pytest.mark.parametrize("extra", APART)
def test_what_lies_apart_is_locked_and_no_extra_of_pip(extra: str, project: Path) -> None:
    """Whoever installed it beside the rest would have one converter in place of the other."""
    table = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    assert asked(table["dependency-groups"][extra]) == pins(lock_file(extra))
    assert extra not in table["project"]["optional-dependencies"]


def test_no_two_locks_contradict_each_other() -> None:
    """Extras share one environment; packages that contradict ours need one of their own."""
    for one, other in combinations(map(pins, TOGETHER), 2):
        assert {name: one[name] for name in one.keys() & other.keys()}.items() <= other.items()


def test_only_the_tests_need_a_package_without_a_wheel() -> None:
    holding = {name for name in ("", *EXTRAS) if pins(lock_file(name)).keys() & {*SOURCE_ONLY}}
    assert holding == {"test"}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_no_folder(lock: str) -> None:
    for line in Path(lock).read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        assert not re.search(r"(^|\s)(-\w|--(?!hash=sha256:)|/)", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes(lock: str) -> None:
    text = Path(lock).read_text("utf-8")
    for package in filter(None, re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)):
        assert "--hash=sha256:" in package, package
