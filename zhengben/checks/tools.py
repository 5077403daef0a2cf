"""What checks need beside the press itself, and the command that brings each to this machine."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

# program: (Debian's package, Homebrew's)
PROGRAMS = {
    "gs": ("ghostscript", "ghostscript"),
    "mutool": ("mupdf-tools", "mupdf-tools"),
    "pdftoppm": ("poppler-utils", "poppler"),
}


class MissingToolError(Exception):
    """A tool is not there; the message says how to get it."""


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
        f"the Python package {package.replace('_', '-')} is missing; "
        "`python3 build.py test --version` adds it."
    )
