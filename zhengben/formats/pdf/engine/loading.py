"""WeasyPrint, imported once and lean, deaf to the machine's fonts and strict about its log."""

from __future__ import annotations

import ctypes.util
import gc
import importlib
import logging
import os
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhengben.document.errors import RenderError, SetupError

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""


def load(cache: Path) -> Any:
    """Import WeasyPrint so that it sees no font of the machine; return the module.

    Raises SetupError when Pango or HarfBuzz cannot be loaded.
    """
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    # fontconfig without a font folder: a face that is not ours can never slip in
    conf = cache / "fontconfig" / "fonts.conf"
    text = _FONTCONFIG.format(cache=conf.parent)
    if not conf.is_file() or conf.read_text("utf-8") != text:
        conf.parent.mkdir(parents=True, exist_ok=True)
        conf.write_text(text, "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(conf)
    # meant so: every face comes by @font-face
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    _defer("fontTools.subset", ())
    _defer("fontTools.varLib.instancer", ("instantiateVariableFont",))
    try:
        with _plain_lookup():
            weasyprint = importlib.import_module("weasyprint")
            from zhengben.formats.pdf.engine.lean import make_lean

            _draw_exactly()
            make_lean()
            # what is loaded now stays: a collection need not look through it again
            gc.freeze()
            return weasyprint
    except OSError as error:
        from zhengben.setup.bootstrap import explain_missing_libraries

        raise SetupError(explain_missing_libraries() or str(error)) from None


def _draw_exactly() -> None:
    """Let glyphs be drawn where they were laid out.

    WeasyPrint 70 cuts the space between two glyphs to whole thousandths of an em when it writes
    it, so that a line of many glyphs may end a quarter of a millimetre from where it should.
    """
    drawing: Any = importlib.import_module("weasyprint.draw.text")
    drawing.int = lambda number: round(number, 3)
    draw = drawing.draw_first_line

    def draw_blanks(stream: Any, textbox: Any, *more: Any) -> Any:
        # a blank that stands by itself may be text, but WeasyPrint draws none
        if textbox.element is not None and textbox.element.get("data-blank") is not None:
            textbox.text = _Blank(textbox.text)
        return draw(stream, textbox, *more)

    drawing.draw_first_line = draw_blanks


class _Blank(str):
    """Blanks that are drawn although they show nothing."""

    def strip(self, characters: str | None = None) -> str:
        """Return the blanks as they are."""
        return self


@contextmanager
def _plain_lookup() -> Iterator[None]:
    """Let cffi find libraries by their own names only, while WeasyPrint is imported on Linux.

    WeasyPrint tries the names of every platform in turn, and for each wrong one cffi asks ldconfig,
    a compiler and a linker: fifty processes before the right name comes.
    """
    if sys.platform != "linux":
        yield
        return
    find = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _defer(name: str, functions: tuple[str, ...]) -> None:
    """Put off importing a module until something in it is used.

    WeasyPrint imports the font subsetter and the variable-font instancer of fontTools at once, a
    third of its own start, but calls them only where HarfBuzz cannot subset or a font is variable.
    """
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


@contextmanager
def strict_log() -> Iterator[None]:
    """Turn any warning that WeasyPrint logs into a RenderError with its first sentence."""
    found: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Collect(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if found:
        raise RenderError(f"WeasyPrint complained: {found[0]}")
