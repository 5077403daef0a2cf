"""Tasks for tests of workers: what a worker can do, and what can befall it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from zhengben.cli.tasks import Listener
from zhengben.document.errors import ContentError


def tell(listener: Listener, word: str, seconds: float = 0.0) -> tuple[str, int]:
    """Return a word and the process that says it, after a while."""
    listener.step(word, "saying it")
    time.sleep(seconds)
    return word, os.getpid()


def killed(listener: Listener) -> None:
    """Be killed, as by a system that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_once(listener: Listener, mark: Path) -> str:
    """Be killed the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "again"


def refused(listener: Listener, path: Path) -> None:
    """Find a fault of the content."""
    raise ContentError("is wrong; mend it.", path, 3)


def full(listener: Listener, path: Path) -> None:
    """Find no room on the disk."""
    raise OSError(28, "No space left on device", str(path))


def broken(listener: Listener) -> None:
    """Fail, as only a fault of the press does."""
    raise ZeroDivisionError


def held(listener: Listener) -> None:
    """Find a document in another's hands."""
    listener.waiting("law", "process 7")


def endless(listener: Listener, folder: Path) -> None:
    """Work for a minute, leave a file while it lasts, and clean up however it ends in order."""
    mark = folder / str(os.getpid())
    mark.touch()
    try:
        time.sleep(60)
    finally:
        mark.unlink()


_kept: list[bytes] = []


def grow(listener: Listener, megabytes: int) -> int:
    """Keep some memory, as libraries do, and return the process that does."""
    _kept.append(os.urandom(megabytes * 1_000_000))
    return os.getpid()
