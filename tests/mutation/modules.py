"""The project's modules that are loaded, who imports whom, and what they keep."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


def module_of(file: str) -> str:
    """Return the dotted name of a file of the project."""
    return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")


def loaded() -> Iterator[tuple[str, str]]:
    """Yield the names of the project's loaded modules, each with its file, but for this tool's."""
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "/")
        inside = path.is_relative_to(PROJECT) and path.suffix == ".py"
        if inside and not path.is_relative_to(HERE):
            yield name, path.relative_to(PROJECT).as_posix()


def dependents(files: Iterable[str]) -> set[str]:
    """Return the names of the loaded modules of files, and of all that import them."""
    known, wanted = dict(loaded()), set(files)
    found = {name for name, file in known.items() if file in wanted}
    asks = {name: imported(file) for name, file in known.items()}
    while more := {name for name, asked in asks.items() if asked & found} - found:
        found |= more
    return found


def forget(files: Iterable[str]) -> None:
    """Take modules out of the loaded ones, with all that import them, directly or not."""
    for name in dependents(files):
        module = sys.modules.pop(name)
        package = sys.modules.get(name.rpartition(".")[0])
        if package is not None and getattr(package, name.rpartition(".")[2], None) is module:
            delattr(package, name.rpartition(".")[2])


def caches(names: Iterable[str]) -> list[Any]:
    """Return what functions and methods of loaded modules remember of their calls."""
    found = list[Any]()
    for name in names:
        module = sys.modules[name]
        held = [*vars(module).values()]
        held += [v for kind in held if isinstance(kind, type) and _is_of(kind, module)
                 for v in vars(kind).values()]  # fmt: skip
        found += [value for value in held if isinstance(value, _lru_cache_wrapper)]
    return found


def _is_of(kind: type, module: ModuleType) -> bool:
    return kind.__module__ == module.__name__


@functools.cache
def imported(file: str) -> frozenset[str]:
    """Return the names of what a file may import, with the packages they lie in."""
    found = set[str]()
    for node in ast.walk(ast.parse((PROJECT / file).read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    above = {
        ".".join(parts[:n]) for parts in (name.split(".") for name in found)
        for n in range(1, len(parts))
    }  # fmt: skip
    return frozenset(found | above)
