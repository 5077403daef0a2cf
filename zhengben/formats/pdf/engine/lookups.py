"""What is kept from being looked for or imported while WeasyPrint is imported."""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib
import json
import os
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _cffi_backend
import cffi
import tinycss2

from zhengben.files.placing import write_file

# the name that cffi wants for a module that is never written
_MODULE = "zhengben_declarations"

# modules, each with the functions and classes that the engine takes out of it by name and calls
_DEFERRED: dict[str, tuple[str, ...]] = {
    "fontTools.subset": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
    "fontTools.ttLib": ("TTFont",),
    "PIL.Image": (),
    "PIL.ImageFile": (),
    "PIL.ImageOps": (),
    "PIL.EpsImagePlugin": (),
    "PIL.ImageCms": ("ImageCmsProfile",),
    "tinyhtml5": (),
}
DEFERRED = tuple(_DEFERRED)


@contextmanager
def deferred_imports() -> Iterator[None]:
    """Have the engine import some modules when it first uses them, and not while it is imported.

    Well-formed pages need no parser of HTML, prepared fonts no font tools, and pictures draw
    themselves: all that takes half as long to import as the engine. Whoever imports one of them
    afterwards gets the module itself. Of a package of which one is imported already none is put
    off, since the others may have to tell it something.
    """
    there = {name.partition(".")[0] for name in _DEFERRED if name in sys.modules}
    stubs = [
        _deferred(name, called)
        for name, called in _DEFERRED.items()
        if name.partition(".")[0] not in there
    ]
    try:
        yield
    finally:
        for stub in stubs:
            stub.leave()


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


@contextmanager
def kept_declarations(cache: Path) -> Iterator[None]:
    """Have cffi read what the engine declares of libraries once, and keep it, in this thread.

    A parser of C written in Python takes a sixth of the engine's start for it. What it finds is
    kept by its content, as cffi itself writes it for those who ship no compiled module. It looks
    for libraries by their own names only, as plain_lookup has it on Linux.
    """
    if sys.platform != "linux":
        yield
        return
    usual, here = cffi.FFI, threading.get_ident()
    cffi.FFI = lambda: _Declarations(cache) if threading.get_ident() == here else usual()
    try:
        yield
    finally:
        cffi.FFI = usual


class _Declarations:
    """What is declared of libraries, once ``cdef`` is called."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def cdef(self, declared: str) -> None:
        """Declare functions and types of C."""
        told = f"{cffi.__version__} {_cffi_backend.__version__} {declared}"
        path = self._cache / "declared" / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}"
        parts = _kept(path)
        if parts is None:
            parts = _parsed(declared)
            _keep(parts, path)
        found = _cffi_backend.FFI(_MODULE, **{name: _bytes(part) for name, part in parts.items()})
        for name in dir(found):
            if not name.startswith("__") and name != "errno":
                setattr(self, name, getattr(found, name))


def _kept(path: Path) -> dict[str, Any] | None:
    """Return what was kept, if it is whole: a part of it would lead the libraries astray."""
    try:
        digest, _, told = path.read_text("ascii").partition("\n")
    except (OSError, ValueError):
        return None
    if hashlib.sha256(told.encode()).hexdigest() != digest:
        return None
    parts: dict[str, Any] = json.loads(told)
    return parts


def _keep(parts: dict[str, Any], path: Path) -> None:
    told = json.dumps(parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    # another process may read it while it is written
    new = path.with_name(f".{path.name}.{os.getpid()}")
    write_file(new, f"{hashlib.sha256(told.encode()).hexdigest()}\n{told}".encode())
    os.replace(new, path)


def _parsed(declared: str) -> dict[str, Any]:
    """Return what cffi makes of declarations: numbers, and text that stands for bytes."""
    import ast
    import io

    from cffi.api import FFI
    from cffi.recompiler import make_py_source

    made, source = FFI(), io.StringIO()
    made.cdef(declared)
    made.set_source(_MODULE, None)
    make_py_source(made, _MODULE, source)
    # the module that cffi writes holds one call
    nodes = ast.walk(ast.parse(source.getvalue()))
    call = next(node for node in nodes if isinstance(node, ast.Call))
    return {str(word.arg): _text(ast.literal_eval(word.value)) for word in call.keywords}


def _text(part: Any) -> Any:
    if isinstance(part, bytes):
        return part.decode("latin-1")
    return list(map(_text, part)) if isinstance(part, tuple) else part


def _bytes(part: Any) -> Any:
    if isinstance(part, str):
        return part.encode("latin-1")
    return tuple(map(_bytes, part)) if isinstance(part, list) else part


# what was set on stubs; modules that are used together may depend on it
_given: dict[tuple[str, str], Any] = {}


class _Deferred(types.ModuleType):
    """Stands for a module until something in it is used; what is set on it is set then."""

    def __init__(self, name: str, called: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        # what is taken from a package by name is looked for in its path otherwise
        self.__dict__.update(__path__=[])
        self.__dict__.update({each: _calling(name, each) for each in called})

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return getattr(self._module(), attribute)

    def __setattr__(self, attribute: str, value: Any) -> None:
        super().__setattr__(attribute, value)
        if not attribute.startswith("__"):
            _given[self.__name__, attribute] = value

    def _module(self) -> types.ModuleType:
        self.leave()
        module = importlib.import_module(self.__name__)
        while _given:
            (name, attribute), value = _given.popitem()
            setattr(importlib.import_module(name), attribute, value)
        return module

    def stand(self) -> None:
        """Be what is imported by its name."""
        sys.modules[self.__name__] = self
        parent, _, child = self.__name__.rpartition(".")
        # a package within a package is imported with what is in it
        if parent and "." not in parent:
            setattr(importlib.import_module(parent), child, self)

    def leave(self) -> None:
        """Let the module itself be imported by its name."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        parent, _, child = self.__name__.rpartition(".")
        package = sys.modules.get(parent)
        if package and package.__dict__.get(child) is self:
            delattr(package, child)


def _deferred(name: str, called: tuple[str, ...]) -> _Deferred:
    """Put off importing a module; return what stands for it."""
    stub = _Deferred(name, called)
    if name == "fontTools.ttLib":
        # an error of any kind is as bad: what the engine then says is one of ours
        stub.__dict__.update(
            {part: _Deferred(f"{name}.{part}") for part in ("ttFont", "woff2")},
            TTLibError=Exception,
        )
    stub.stand()
    return stub


def _calling(name: str, function: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(name), function)(*args, **kwargs)

    return call
