"""What a worker process does: one task after the other, until there are none or its parent ends."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
import traceback
from multiprocessing.connection import Connection, wait

from msgspec.structs import replace

from zhengben import timing
from zhengben.cli.failures import ended_in_order
from zhengben.cli.tasks import Leaving, Outcome, Task, do, make_room

_PATIENCE_S = 10.0
# what libraries keep of each document adds up: a worker that has grown by this much is replaced
_MOST_GROWTH_MB = 64.0


def work(link: Connection) -> None:
    """Do tasks that come through a pipe and send back their outcomes; ``None`` ends it.

    With each outcome goes whether this process has grown so large that another should go on.
    """
    _end_with_parent()
    # the server's memory is shared as long as nobody writes to it, as a collection would
    gc.disable()
    gc.freeze()
    began_mb = _memory_mb()
    try:
        with ended_in_order():
            while (task := link.recv()) is not None:
                answer = _answer(task, Leaving(lambda _, step: link.send(("step", step))))
                make_room()
                link.send((*answer, _memory_mb() - began_mb > _MOST_GROWTH_MB))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        # told to end, or nobody listens any more; what was begun has been cleaned up
        pass
    finally:
        gc.freeze()


def _memory_mb() -> float:
    """Return how much memory this process has, 0 where the system does not tell it so."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError):
        return 0.0


def _answer(task: Task, listener: Leaving) -> tuple[str, Outcome | str]:
    before = dict(timing.spans)
    try:
        outcome = do(task, listener)
    except (BrokenPipeError, EOFError):
        raise
    except Exception:
        return "failed", traceback.format_exc()
    spent = {step: s - before.get(step, 0.0) for step, s in timing.spans.items()}
    return "done", replace(outcome, spans=spent)


def _end_with_parent() -> None:
    """Have this process end when the one that started it has, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        # as Ctrl-C would end it, so that what is under way is cleaned up
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
