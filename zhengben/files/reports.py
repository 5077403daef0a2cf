"""Writes what a user asks for under a name of their own: pages and sheets, never over a stranger's.

What the press made bears its mark, so that a file without it is somebody's and is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from zhengben.document.artefacts import listed_files
from zhengben.document.errors import UsageError
from zhengben.document.shown import some

# of a PNG it stands in a text chunk, of a page of HTML in its head
PNG_MARK = ("Software", "Zhengben")
_MARKS = (
    b"tEXtSoftware\0Zhengben",
    b'<meta name="generator" content="\xe6\xad\xa3\xe6\x9c\xac Zheng',
)
_HEAD = 1 << 16


def require_free(path: Path) -> None:
    """Raise UsageError where a report would take a stranger's place, or lie among other files."""
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}; make it, or name another file.")
    _require_no_collection(path)
    if os.path.lexists(path) and not is_report(path):
        raise UsageError(
            f"{path} is there already and bears no mark of the press, so it is kept; name another "
            "file, or remove it if an earlier version made it."
        )


def require_all_free(paths: Iterable[Path]) -> None:
    """Raise one UsageError for all reports of a folder that would take a stranger's place."""
    taken = list[Path]()
    for path in paths:
        _require_no_collection(path)
        if os.path.lexists(path) and not is_report(path):
            taken.append(path)
    if taken:
        raise UsageError(
            f"{taken[0].parent} holds files that bear no mark of the press, so they are kept "
            f"({some([path.name for path in taken])}); choose another folder with --to, or remove "
            "them if an earlier version made them."
        )


def _require_no_collection(path: Path) -> None:
    """Raise UsageError for a file in a folder whose files are listed, or declared."""
    real = Path(os.path.realpath(path))
    taken = {folder: "a deposit" for folder in real.parents if (folder / "bagit.txt").is_file()}
    if (real.parent / "document.toml").is_file():
        taken[real.parent] = "a document of the content"
    if listed_files(real.parent) is not None:
        taken[real.parent] = "where editions are published"
    for folder, what in taken.items():
        raise UsageError(f"{path} lies in {folder}, {what}; name a file elsewhere.")


def is_report(path: Path) -> bool:
    """Tell whether a plain file bears the mark of what the press makes."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return any(mark in head for mark in _MARKS)


def write_report(path: Path, data: bytes) -> None:
    """Write a report beside its place and move it there; raise UsageError for a place taken."""
    require_free(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        # where nothing can be written there is nothing to remove
        with suppress(OSError):
            beside.unlink(missing_ok=True)
