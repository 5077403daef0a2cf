"""Tells by a file's stamp whether it can have changed since it was last read.

A stamp is what the file system says of a file: size, times of its content and of its entry, inode.
Whoever changes a file changes its stamp, also who puts the time of its content back, since the time
of the entry is the system's own. But clocks have a grain: what is changed a second time within it
bears the stamp that it bore before. So a stamp stands for what was read only if it was older than a
grain when the reading began (the rule that git has for its index); a younger one is told as such,
and the file is read again the next time.

Cost: two microseconds a file, whatever its size.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

# size in bytes, time of the content and of the entry in nanoseconds, inode
Stamp = tuple[int, int, int, int]

# A tick of the kernel's coarse clock lasts 10 ms at most (CONFIG_HZ=100).
FINE_GRAIN_NS = 20_000_000
# Some file systems count whole seconds, FAT two of them; and a server's clock is not ours.
COARSE_GRAIN_NS = 2_000_000_000
_MILLISECOND_NS = 1_000_000


def stamp_of(path: Path | str, *, follow: bool = True) -> Stamp | None:
    """Return the stamp of a plain file; None where there is none or it is something else.

    A link stands for what it leads to, unless ``follow`` is false: then it is something else.
    """
    try:
        found = os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError):
        return None
    return _stamp(found)


def _stamp(found: os.stat_result) -> Stamp | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_settled(stamp: Stamp, now_ns: int, grain_ns: int = COARSE_GRAIN_NS) -> bool:
    """Tell whether a stamp, seen before a reading begun at ``now_ns``, stands for what was read.

    ``grain_ns`` is how exact the clock of the file system is; one that counts no finer than
    milliseconds is taken to count whole seconds.
    """
    _, content, entry, _ = stamp
    if not entry % _MILLISECOND_NS:
        grain_ns = COARSE_GRAIN_NS
    return max(content, entry) + grain_ns <= now_ns


def now() -> int:
    """Return the time in nanoseconds, as stamps have it."""
    return time.time_ns()


def files_below(folder: Path, endings: tuple[str, ...] = ()) -> list[str]:
    """Return the plain files below a folder, by path relative to it with slashes, sorted.

    ``endings`` are those that names must have one of; none takes all. Links to folders are not
    followed, on no version of Python. A folder that is not there holds nothing.
    """
    return sorted(_below(os.fspath(folder), "", endings))


def _below(folder: str, prefix: str, endings: tuple[str, ...]) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in found:
        name = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{name}/", endings)
        elif (not endings or entry.name.endswith(endings)) and entry.is_file():
            yield name


def stamps_below(folder: Path, names: Iterable[str]) -> dict[str, Stamp | None]:
    """Return the stamp of each file of a folder, by its path below it."""
    base = os.fspath(folder)
    return {name: stamp_of(f"{base}/{name}") for name in names}
