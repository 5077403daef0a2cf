"""Bytecode of the press that goes by what its source says, not by when that was changed.

Without any, each worker of the tests and each press that a test starts would compile the whole
package. Bytecode of the usual kind knows a source by the second of its change and its size, so
that a line changed twice in a second, to see a check fail, would run as it first was.
"""

from __future__ import annotations

import importlib.util
import os
import py_compile
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "zhengben"
_BY_CONTENT = (3).to_bytes(4, "little")


def keep(package: Path) -> None:
    """Compile what has changed in a package, into the folder that Python keeps bytecode in."""
    for source in package.rglob("*.py"):
        kept = Path(importlib.util.cache_from_source(str(source)))
        data = importlib.util.source_hash(source.read_bytes())
        wanted = importlib.util.MAGIC_NUMBER + _BY_CONTENT + data
        if kept.is_file() and kept.read_bytes()[: len(wanted)] == wanted:
            continue
        # what cannot be compiled is told by whoever imports it
        py_compile.compile(
            str(source), str(kept), quiet=2,
            invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH,
        )  # fmt: skip


# beside the sources lies what their user's own Python makes of them
if sys.pycache_prefix and "PYTEST_XDIST_WORKER" not in os.environ:
    keep(PACKAGE)
