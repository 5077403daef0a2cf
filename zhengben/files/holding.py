"""Keeps processes out of each other's way: who changes a document's folder waits for its readers.

A document has a folder in ``content/`` and one in ``dist/``, and each of them two locks:

- The folder itself is held together by all who read it, and alone while files are moved into it.
  Nothing is written for that, so that it also works in a content that is mounted read-only or
  belongs to somebody else: whoever may read it holds off its owner's `new --again`.
- ``.zhengben/NAME.lock`` beside it is held by the one process that may make something of that name.

Whoever needs several takes those of the content first, so that no two wait for each other. Where a
system cannot lock a folder, as Windows cannot, readers hold nobody off: publishing looks once more
at what it has read before it puts anything in place.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

WORKSHOP = ".zhengben"
Waiting = Callable[[str], None]
_ANOTHER = "another process"
# what this process reads, how many times over
_read_here = Counter[str]()


def nobody(holder: str) -> None:
    """Tell nobody who holds what is waited for."""


@contextmanager
def locked(folder: Path, waiting: Waiting = nobody) -> Iterator[None]:
    """Be the one process that makes something of a folder's name; ``waiting`` is told who is first.

    The operating system gives the lock back when its holder ends, however it ends. Who holds it may
    take it once more. Raises OSError where the lock file cannot be written.
    """
    from filelock import FileLock, Timeout

    workshop = folder.parent / WORKSHOP
    workshop.mkdir(parents=True, exist_ok=True)
    lock = FileLock(os.path.realpath(workshop / f"{folder.name}.lock"), is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(_holder(folder))
        lock.acquire()
    holder = workshop / f"{folder.name}.holder"
    try:
        if lock.lock_counter == 1:
            # whoever waits is told it, where there is room to write it down
            with suppress(OSError):
                holder.write_text(f"process {os.getpid()}", "utf-8")
        yield
    finally:
        if lock.lock_counter == 1:
            holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def reading(folder: Path, waiting: Waiting = nobody) -> Iterator[None]:
    """Have no other process change a folder while it is read; one that is not there is free."""
    key = os.path.realpath(folder)
    with ExitStack() as held:
        if not _read_here[key] and folder.is_dir():
            _hold(folder, held, alone=False, waiting=waiting)
        _read_here[key] += 1
        held.callback(_read_here.subtract, [key])
        yield


@contextmanager
def alone(folder: Path, waiting: Waiting = nobody) -> Iterator[None]:
    """Change a folder while no other process reads it; whoever does this holds its lock file."""
    with ExitStack() as held:
        if folder.is_dir():
            _hold(folder, held, alone=True, waiting=waiting)
        yield


def _hold(folder: Path, held: ExitStack, *, alone: bool, waiting: Waiting) -> None:
    """Lock a folder itself until the stack is left, where the system can."""
    if fcntl is None:
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # who may not read it is told so when it is read
        return
    held.callback(os.close, handle)
    how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    with suppress(OSError):
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            # whoever changes a folder has written its name; who reads it writes nothing
            waiting(_ANOTHER if alone else _holder(folder))
            fcntl.flock(handle, how)


def _holder(folder: Path) -> str:
    """Return who makes something of a folder's name, as far as that is known."""
    try:
        told = (folder.parent / WORKSHOP / f"{folder.name}.holder").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        told = ""
    return told or _ANOTHER
