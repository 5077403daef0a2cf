"""Folders of the user's own, which no stranger could have filled.

What lies in a cache is believed: prepared fonts reach finished files, and compiled templates are
code. So a cache is the user's, with leave for nobody else to write, or there is none.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from pathlib import Path

from zhengben.document.errors import SetupError


def is_private(folder: Path) -> bool:
    """Make a folder if need be, and tell whether it is the user's and nobody else may write it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or not os.access(folder, os.W_OK | os.X_OK):
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def cache_folder(wanted: str, candidates: list[Path]) -> Path:
    """Return the folder that a user names, the first private candidate, or one for this run alone.

    Raises SetupError when the user's choice is no private folder.
    """
    if wanted:
        folder = Path(wanted).absolute()
        if is_private(folder):
            return folder
        raise SetupError(
            f"{folder}, which ZHENGBEN_CACHE names, cannot be used: it must be a folder that you "
            "own and only you may write; name another one."
        )
    for candidate in candidates:
        if is_private(candidate):
            return candidate
    import platformdirs

    users = platformdirs.user_cache_path("zhengben")
    return users if is_private(users) else _for_this_run()


def _for_this_run() -> Path:
    try:
        folder = tempfile.mkdtemp(prefix="zhengben-")
    except OSError as error:
        raise SetupError(
            f"There is no folder for temporary files ({error.strerror}); set TMPDIR, or "
            "ZHENGBEN_CACHE to a folder of your own."
        ) from None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
