"""The packages that are given away: what they hold, and that the installed program starts."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from zhengben import __version__


@pytest.fixture(scope="module")
def packages(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both packages, without a network, and return the folder they are in."""
    folder = tmp_path_factory.mktemp("packages")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    """Return the wheel."""
    return packages / f"zhengben-{__version__}-py3-none-any.whl"


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """Install the wheel without its dependencies, which for pure Python is to unpack it."""
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run_installed(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the installed program from an empty folder."""
    empty = installed.parent / "empty"
    empty.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-X", "utf8", *arguments],
        cwd=empty,
        env=dict(os.environ, PYTHONPATH=str(installed)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("folder", ["templates", "styles"])
def test_wheel_carries_every_file_a_page_is_made_with(
    folder: str, project: Path, wheel: Path
) -> None:
    files = [file for file in (project / folder).rglob("*") if file.is_file()]
    assert files
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {f"zhengben/share/{file.relative_to(project).as_posix()}" for file in files}
    assert wanted <= names


def test_wheel_carries_every_module_and_the_licence(project: Path, wheel: Path) -> None:
    modules = {file.relative_to(project).as_posix() for file in project.glob("zhengben/**/*.py")}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licence = archive.read(f"zhengben-{__version__}.dist-info/licenses/LICENSE")
    assert modules <= names
    assert licence == (project / "LICENSE").read_bytes()


def test_sdist_can_make_everything_again(packages: Path) -> None:
    with tarfile.open(packages / f"zhengben-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "LICENSE",
        "README.md",
        "build.py",
        "pyproject.toml",
        "requirements.lock",
        "requirements-deposit.lock",
        "requirements-test.lock",
        "tests/conftest.py",
        "zhengben/cli/main.py",
    } <= names
    tops = {name.partition("/")[0] for name in names}
    assert {"content", "docs", "styles", "templates"} <= tops
    assert not {".git", ".zhengben", "dist"} & tops


def test_installed_program_is_the_one_from_the_wheel(installed: Path) -> None:
    done = run_installed(installed, "-c", "import zhengben; print(zhengben.__file__)")
    assert Path(done.stdout.strip()) == installed / "zhengben" / "__init__.py", done.stderr


def test_installed_program_starts_from_an_empty_folder(installed: Path) -> None:
    done = run_installed(installed, "-m", "zhengben", "--help")
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()


def test_installed_program_tells_its_version(installed: Path) -> None:
    done = run_installed(installed, "-m", "zhengben", "--version")
    assert done.returncode == 0, done.stderr
    assert __version__ in done.stdout
