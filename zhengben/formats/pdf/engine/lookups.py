"""What is kept from being looked for or imported while WeasyPrint is imported."""

from __future__ import annotations

import ctypes.util
import importlib
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tinycss2

DEFERRED = ("fontTools.subset", "fontTools.varLib.instancer")


def defer_font_tools() -> None:
    """Put off importing the subsetter and the instancer of fontTools.

    They take a third of the engine's own start, but it calls them only where HarfBuzz cannot
    subset or a font is variable.
    """
    _defer(DEFERRED[0], ())
    _defer(DEFERRED[1], ("instantiateVariableFont",))


@contextmanager
def unread_sheets() -> Iterator[None]:
    """Have the engine parse none of its own sheets while it is imported, in this thread.

    No rule of theirs holds on our pages, and they take a tenth of the engine's start. Of counter
    styles, which stand there too, a page gets those that its sheet names (source).
    """
    parse, here = tinycss2.parse_stylesheet, threading.get_ident()

    def parse_stylesheet(*sheet: Any, **options: Any) -> Any:
        return [] if threading.get_ident() == here else parse(*sheet, **options)

    tinycss2.parse_stylesheet = parse_stylesheet
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse


@contextmanager
def plain_lookup() -> Iterator[None]:
    """Let cffi find libraries by their own names only, in this thread, on Linux.

    WeasyPrint tries the names of every platform in turn, and for each wrong one cffi asks ldconfig,
    a compiler and a linker: fifty processes before the right name comes.
    """
    if sys.platform != "linux":
        yield
        return
    find, here = ctypes.util.find_library, threading.get_ident()

    def find_library(name: str) -> str | None:
        return None if threading.get_ident() == here else find(name)

    ctypes.util.find_library = find_library
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _defer(name: str, functions: tuple[str, ...]) -> None:
    """Put off importing a module until something in it is used."""
    if name in sys.modules:
        return
    stub = types.ModuleType(name)

    def real() -> Any:
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    def look_up(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return getattr(real(), attribute)

    stub.__getattr__ = look_up  # type: ignore[method-assign]
    for function in functions:

        def call(*args: Any, _function: str = function, **kwargs: Any) -> Any:
            return getattr(real(), _function)(*args, **kwargs)

        setattr(stub, function, call)
    parent, _, child = name.rpartition(".")
    sys.modules[name] = stub
    package = importlib.import_module(parent.partition(".")[0])
    if parent == package.__name__:
        setattr(package, child, stub)
