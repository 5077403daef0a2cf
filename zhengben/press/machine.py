"""What a machine has beside the press, so that a difference between two of them explains itself.

It is written beside the manifest as ``machine.json``, which no fingerprint and no deposit holds.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import platform
import zlib
from collections.abc import Iterable
from functools import cache

_LIBRARIES = {
    "pango": ("pango-1.0", "libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("harfbuzz", "libharfbuzz.so.0", "hb_version_string"),
}


def machine_json(packages: Iterable[str]) -> str:
    """Return the system, its Python and its libraries, and the ``packages`` that count."""
    told = {
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **library_versions(),
        "packages": sorted(packages),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


@cache
def library_versions() -> dict[str, str]:
    """Return the version of each library of the system that sets text; those not found not."""
    return {name: version for name in _LIBRARIES if (version := _library(name))}


def _library(name: str) -> str:
    """Ask a library for its version; empty where it is not found."""
    short, file, function = _LIBRARIES[name]
    for known in (True, False):
        # where it has another name it is looked for, which starts a compiler and a linker
        candidate = file if known else ctypes.util.find_library(short)
        try:
            ask = getattr(ctypes.CDLL(candidate), function) if candidate else None
        except (OSError, AttributeError):
            continue
        if ask is not None:
            ask.restype = ctypes.c_char_p
            version: bytes = ask()
            return version.decode()
    return ""
