"""What is done for each document of a run: a task, in this process or in workers, and its outcome.

Outcomes come in the order of the tasks. One task, or some by one job, are done in this process:
then no worker is started (:mod:`zhengben.cli.workers`), and nothing is imported for them.
"""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct, field

from zhengben.cli.failures import sentence
from zhengben.document.errors import UsageError, ZhengbenError
from zhengben.document.shown import shown

# so many documents are done by a worker also where there is but one, since it can be replaced: what
# libraries keep of each document, some 150 kB, is then given back
_MANY = 100
# objects made and not freed since the last collection; a document of ten pages leaves some more
_COLLECT_ABOVE = 50_000


class Listener(Protocol):
    """Who is told what goes on while documents are made."""

    def step(self, document: str, step: str) -> None:
        """Hear which step of a document is under way."""

    def waiting(self, document: str, holder: str) -> None:
        """Hear who holds a document that is waited for."""


class HeldError(ZhengbenError):
    """A document is left alone, since another process is at work on it."""


class Task(Struct, frozen=True):
    """What is to be done for a document: ``module:function``, called with what it is given.

    The function takes a :class:`Listener` first. All it takes and returns can be pickled.
    ``folders`` are those of content and editions, for messages.
    """

    document: str
    function: str
    given: tuple[Any, ...]
    folders: tuple[Path | None, Path | None] = (None, None)


class Outcome(Struct, frozen=True):
    """What came of a task: its ``value``, or why it was ``refused`` and the exit status of that.

    ``left`` is true where the document is another process's. ``spans`` are processor seconds by
    step, where another process spent them.
    """

    document: str
    value: Any = None
    refused: str = ""
    status: int = 0
    left: bool = False
    spans: Mapping[str, float] = field(default_factory=dict)


def jobs_wanted(given: int | None) -> int:
    """Return how many processes may work: as told, by ZHENGBEN_JOBS, or one for each processor."""
    if given is None:
        named = os.environ.get("ZHENGBEN_JOBS", "")
        if not named:
            return processors()
        if not named.isascii() or not named.isdigit():
            raise UsageError(f"ZHENGBEN_JOBS must be a number from 1, not “{shown(named)}”.")
        given = int(named)
    if given < 1:
        raise UsageError("--jobs takes a number from 1.")
    return given


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def perform(
    tasks: Sequence[Task], jobs: int, listener: Listener, *, several: bool
) -> Generator[Outcome, None, None]:
    """Do tasks with up to so many processes, and yield what came of each, in their order.

    Of ``several`` documents one that another process holds is left; else its end is waited for.
    """
    if len(tasks) < (_MANY if jobs == 1 else 2):
        for task in tasks:
            yield do(task, Leaving(listener.step) if several else listener)
            make_room()
        return
    from zhengben.cli.workers import Workers

    with closing(Workers(min(jobs, len(tasks)))) as workers:
        yield from workers.outcomes(tasks, listener)


class Leaving:
    """Tells steps, and leaves a document to whoever holds it instead of waiting."""

    def __init__(self, step: Callable[[str, str], None]) -> None:
        self.step = step

    def waiting(self, document: str, holder: str) -> None:
        """Raise HeldError."""
        raise HeldError(f"{document}: {holder} is at work on it, so it is left as it is.")


def make_room() -> None:
    """Free what a document left in circles, where that is worth looking through all that is alive.

    The collector itself is kept away while documents are made: `no_collection`.
    """
    if gc.get_count()[0] > _COLLECT_ABOVE:
        gc.collect()


def do(task: Task, listener: Listener) -> Outcome:
    """Do one task here; what it is refused for becomes its outcome."""
    module, _, name = task.function.partition(":")
    try:
        value = getattr(importlib.import_module(module), name)(listener, *task.given)
    except HeldError as error:
        return Outcome(task.document, None, shown(str(error)), error.exit_status, left=True)
    except ZhengbenError as error:
        return Outcome(task.document, None, shown(str(error)), error.exit_status)
    except OSError as error:
        # standard output that takes no more ends the whole run
        if error.filename is None:
            raise
        told = sentence(error, *task.folders)
        return Outcome(task.document, None, shown(str(told)), told.exit_status)
    return Outcome(task.document, value)
