"""What the machine refuses, told as one sentence: the one place where an OSError ends.

A file that the press was to read or write and could not is the machine's matter (exit 3), or the
content's where it lies there (exit 4). An engine's failure is neither.
"""

from __future__ import annotations

import errno
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from zhengben.document.errors import ContentError, SetupError, ZhengbenError

_LEAVE = "ask its owner for leave, or choose a folder of your own"
_REMEDIES = {
    errno.EACCES: _LEAVE,
    errno.EPERM: _LEAVE,
    errno.EROFS: "choose a folder that can be written",
    errno.ENOSPC: "make room on the disk and start again",
    errno.EDQUOT: "make room within your quota and start again",
    errno.ENOTDIR: "a file stands where a folder should; move it or choose another folder",
    errno.EEXIST: "a file stands where a folder should; move it or choose another folder",
    errno.EISDIR: "a folder stands where a file should; move it or choose another name",
    errno.ENOTEMPTY: "something that is not the press's stands there; move it away",
    errno.ENOENT: "put it back, or choose a folder that is there",
    errno.ELOOP: "its links lead in a circle; mend them",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: "too many files are open on this machine; close some and start again",
    errno.ENFILE: "too many files are open on this machine; close some and start again",
    errno.EIO: "the disk fails; save what you can and use another one",
    errno.ENOMEM: "the machine has no memory left; close something and start again",
}


class Interrupted(KeyboardInterrupt):
    """The system asked the program to end."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


# what another folder of editions would help against
_ELSEWHERE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def sentence(error: OSError, content: Path | None, output: Path | None = None) -> ZhengbenError:
    """Return the error that a user is told for what the system refused."""
    remedy = _REMEDIES.get(error.errno or 0, "see to it and start again")
    what = (error.strerror or str(error) or type(error).__name__).lower()
    if error.filename is None and what.startswith("no usable temporary directory"):
        return SetupError(
            "There is no folder for temporary files; set TMPDIR to a folder of your own."
        )
    if error.filename is None:
        # beside what is printed only files that last no longer than the run bear no name
        kept = f", or kept below {tempfile.tempdir} for a while," if tempfile.tempdir else ""
        return SetupError(f"What was to be printed{kept} cannot be ({what}); {remedy}.")
    path = Path(os.fsdecode(error.filename))
    if content is not None and _lies_in(path, content):
        return ContentError(f"cannot be used ({what}); {remedy}.", path)
    if error.errno in _ELSEWHERE and output is not None and _lies_in(path, output):
        remedy += ", with --output"
    return SetupError(f"{path}: cannot be used ({what}); {remedy}.")


def _lies_in(path: Path, folder: Path) -> bool:
    found = Path(os.path.realpath(path))
    return Path(os.path.realpath(folder)) in (found, *found.parents)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does: what is under way is cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise Interrupted(number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # what the user has the program ignore, as nohup does, stays ignored
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
