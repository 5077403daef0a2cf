"""Runs a command with all the processes that it starts, and measures them together.

Processor time is that of the whole family, also of workers whose parent was a server; memory is the
proportional set size of each worker, which counts a page that several share as a part to each.
Linux alone tells both; elsewhere memory is 0 and workers' processor time is missing.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from zhengben.bench.processes import ROOT
from zhengben.document.errors import UsageError

_PR_SET_CHILD_SUBREAPER = 36
_EVERY_S = 0.2


class FinishedFamily(Struct, frozen=True):
    """What a command and its workers took: seconds by the clock and of processors, and memory.

    ``peaks_mb`` is the highest proportional set size of each process but the first, the largest
    first; ``first_mb`` that of the first. ``load`` is what the machine was asked for at the end, in
    processors: figures by the clock count on a quiet machine alone.
    """

    wall: float
    seconds: float
    first_mb: float
    peaks_mb: tuple[float, ...]
    load: float
    output: str


def run_family(command: Sequence[str]) -> FinishedFamily:
    """Run a command to its end; raise UsageError where it does not end in 0."""
    _adopt_orphans()
    others, before = set(_below(os.getpid())), _processor_seconds()
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    with _watched(process.pid) as peaks:
        output, _ = process.communicate()
    wall = time.monotonic() - began
    if process.returncode:
        raise UsageError(f"{' '.join(command[:6])} … failed; run it by itself to see why.")
    # a server of workers ends a moment after the command does; what else this process had started
    # before may go on
    while left := set(_below(os.getpid())) - others:
        for number in left:
            # one whose parent still runs comes to us when that has ended
            with suppress(ChildProcessError):
                os.waitpid(number, 0)
        time.sleep(_EVERY_S / 10)
    first = peaks.pop(process.pid, 0.0)
    ordered = tuple(sorted(peaks.values(), reverse=True))
    load = os.getloadavg()[0]
    return FinishedFamily(wall, _processor_seconds() - before, first, ordered, load, output)


def _adopt_orphans() -> None:
    """Have processes whose parent ends become children of this one, so that they are counted."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _watched(first: int) -> Iterator[dict[int, float]]:
    """Collect the peak memory of a process and all below it, in MB by number."""
    peaks: dict[int, float] = {}
    seen: dict[int, tuple[int, float]] = {}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY_S):
            for number in (first, *_below(first)):
                times, peak = seen.get(number, (0, 0.0))
                seen[number] = times + 1, max(peak, _memory_mb(number))
        # what lasted but a moment was on its way to be another program
        peaks.update((number, peak) for number, (times, peak) in seen.items() if times > 4)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def _below(first: int) -> list[int]:
    """Return the processes that descend from one."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = list[int]()
    waiting = [first]
    while waiting:
        parent = waiting.pop()
        children = [number for number, its in parents.items() if its == parent]
        found += children
        waiting += children
    return found


def _memory_mb(number: int) -> float:
    """Return the proportional set size of a process, 0 where it cannot be told."""
    try:
        told = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in told.splitlines() if line.startswith("Pss:")]
    return int(sizes[0]) / 1000 if sizes else 0.0
