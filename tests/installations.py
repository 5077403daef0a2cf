"""A second installation of the press: another folder, other times, another order of files."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

# whatever asks for the files of a folder is told them the other way round
_REVERSED = """\
import os
_listdir, _scandir = os.listdir, os.scandir
class _Entries(list):
    def __enter__(self): return self
    def __exit__(self, *why): pass
    def close(self): pass
os.listdir = lambda *a: sorted(_listdir(*a), reverse=True)
os.scandir = lambda *a: _Entries(sorted(_scandir(*a), key=lambda e: e.name, reverse=True))
"""


def install(project: Path, folder: Path) -> tuple[Path, Path]:
    """Return the Python and the checkout of a copy that has what publishing needs and no more."""
    command = [sys.executable, "-m", "venv", "--without-pip", str(folder / "env")]
    subprocess.run(command, check=True)
    site = next((folder / "env").glob("lib/python*/site-packages"))
    for package in needed(project):
        for file in package.files or ():
            source = Path(str(package.locate_file(file)))
            if source.is_file() and ".." not in file.parts and "__pycache__" not in file.parts:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, site / file)
    (site / "sitecustomize.py").write_text(_REVERSED)
    checkout = folder / "another checkout"
    for name in ("zhengben", "templates", "styles", "content"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(project / name, checkout / name, ignore=ignore)
    shutil.copy(project / "build.py", checkout)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (10**9, 10**9))
    return folder / "env" / "bin" / "python", checkout


def needed(project: Path) -> Iterator[importlib.metadata.Distribution]:
    """Yield what the press depends on, and what that needs in turn with the extras it names."""
    toml = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    waiting, seen = list(toml["project"]["dependencies"]), set[str]()
    while waiting:
        match = re.match(r"([\w.-]+)(?:\[([\w-]+)\])?", waiting.pop())
        if match is None or match[0] in seen:
            continue
        seen.add(match[0])
        try:
            package = importlib.metadata.distribution(match[1])
        except importlib.metadata.PackageNotFoundError:
            # for another platform or an older Python
            continue
        yield package
        for needed in package.requires or []:
            extra = re.search(r"extra == ['\"]([\w-]+)", needed)
            if extra is None or extra[1] == match[2]:
                waiting.append(needed)


def elsewhere(folder: Path, seed: str, zone: str, locale: str) -> dict[str, str]:
    """Return the environment of another user at another place."""
    home = folder / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "TZ": zone, "LC_ALL": locale,
        "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1", "ZHENGBEN_HOME": str(home / "z"),
    }  # fmt: skip


def let_in(folder: Path) -> None:
    """Let every user of the machine go down to a folder of a test."""
    top = Path(tempfile.gettempdir()).resolve()
    for path in (folder, *folder.parents):
        if top in path.parents:
            path.chmod(0o755)
