"""WeasyPrint, imported once and patched, deaf to the machine's fonts and strict about its log."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from zhengben.document.errors import RenderError, SetupError
from zhengben.files.placing import write_file
from zhengben.formats.pdf.engine import lookups, patches

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""
_NAME = "weasyprint"


class _Engine:
    """The one engine of this process: whether its import has begun here, and the module."""

    begun = False
    module: Any = None
    lock = threading.Lock()


def load(cache: Path) -> Any:
    """Import WeasyPrint so that it sees no font of the machine, and patch it; return the module.

    Raises SetupError when it is another version, was imported by somebody else, or is not as
    ``patches`` expects it, or when Pango or HarfBuzz cannot be loaded.
    """
    with _Engine.lock:
        if _Engine.module is None:
            if _NAME in sys.modules and not _Engine.begun:
                raise SetupError(
                    "WeasyPrint was imported before the press could set it up, and would write "
                    "other bytes with fonts of this machine: make PDFs in a Python process of "
                    "their own, or before anything else there imports weasyprint."
                )
            _Engine.begun = True
            _shut_out_fonts(cache)
            # meant so: every face comes by @font-face
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            module = _import(cache)
            patches.check_versions()
            patches.install()
            logging.getLogger(_NAME).addHandler(_Listener(logging.WARNING))
            # what is loaded now stays: a collection need not look through it again
            gc.freeze()
            _Engine.module = module
        else:
            # fontconfig reads it for each document, and the cache of the last one may be gone
            _shut_out_fonts(cache)
        return _Engine.module


def _shut_out_fonts(cache: Path) -> None:
    """Have fontconfig know no folder of fonts: a face that is not ours can never slip in."""
    conf = cache / "fontconfig" / "fonts.conf"
    data = _FONTCONFIG.format(cache=conf.parent).encode()
    if not conf.is_file() or conf.read_bytes() != data:
        conf.parent.mkdir(parents=True, exist_ok=True)
        # another process may read it while it is written
        new = conf.with_name(f".{conf.name}.{os.getpid()}")
        write_file(new, data)
        os.replace(new, conf)
    os.environ["FONTCONFIG_FILE"] = str(conf)


def _import(cache: Path) -> Any:
    try:
        with (
            lookups.plain_lookup(),
            lookups.unread_sheets(),
            lookups.kept_declarations(cache),
            lookups.deferred_imports(),
        ):
            return importlib.import_module(_NAME)
    except (ImportError, OSError, AttributeError) as error:
        # another version may look for libraries, or need packages, in its own way
        for name, wanted in patches.VERSIONS.items():
            if (found := _installed(name)) != wanted:
                raise SetupError(patches.wrong_version(name, found)) from None
        if not isinstance(error, OSError):
            raise SetupError(patches.damaged(error)) from None
        from zhengben.setup.bootstrap import explain_missing_libraries

        raise SetupError(explain_missing_libraries() or str(error)) from None


def _installed(name: str) -> str:
    """Return the version of a package that is installed, or “none”."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


# what the engine has logged while this thread had it place or write a document
_complaints: ContextVar[list[str] | None] = ContextVar("complaints", default=None)


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        heard = _complaints.get()
        if heard is not None:
            heard.append(record.getMessage())


@contextmanager
def strict_log() -> Iterator[None]:
    """Turn any warning that WeasyPrint logs in this thread into a RenderError."""
    found: list[str] = []
    token = _complaints.set(found)
    try:
        yield
    finally:
        _complaints.reset(token)
    if found:
        raise RenderError(f"WeasyPrint complained: {found[0]}")
