"""Worker processes that share the documents of a run, one document a task.

They are forked from a server that has imported what is dear (``zhengben.cli.preloaded``), so that
each begins at once and shares that memory. A worker that is killed costs its own document alone;
another takes its place. Workers end with the run however it ends: they are told to, and watch the
process that started them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from msgspec import Struct

from zhengben import timing
from zhengben.cli.tasks import Listener, Outcome, Task

# how long a worker may take to clean up when it is told to end
_PATIENCE_S = 10.0


def _context() -> BaseContext:
    """Return how processes are started: from a server where the system can fork one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["zhengben.cli.preloaded"])
    from multiprocessing import forkserver

    with _findable():
        forkserver.ensure_running()
    return context


@contextmanager
def _findable() -> Iterator[None]:
    """Have the server find the press wherever it is started, and nothing of that folder."""
    root = str(Path(__file__).parents[2])
    wanted = {
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        "PYTHONSAFEPATH": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Worker(Struct, eq=False):
    process: BaseProcess
    link: Connection
    index: int = -1


class Workers:
    """Some processes, each at one task or idle."""

    def __init__(self, number: int) -> None:
        self._context = _context()
        self._workers: list[_Worker] = []
        try:
            for _ in range(number):
                self._workers.append(self._start())
        except BaseException:
            self.close()
            raise

    def _start(self) -> _Worker:
        from zhengben.cli.worker import work

        ours, theirs = self._context.Pipe()
        # not a daemon: it may have children of its own, as validators are
        process = self._context.Process(target=work, args=(theirs,), daemon=False)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def outcomes(self, tasks: Sequence[Task], listener: Listener) -> Iterator[Outcome]:
        """Yield what came of each task, in their order, as soon as those before it are done."""
        waiting = list(range(len(tasks)))[::-1]
        done: dict[int, Outcome] = {}
        for worker in self._workers:
            self._give(worker, tasks, waiting)
        for index in range(len(tasks)):
            while index not in done:
                busy = {worker.link: worker for worker in self._workers if worker.index >= 0}
                for link in wait(list(busy)):
                    worker = busy[link]  # type: ignore[index]
                    self._hear(worker, tasks, listener, done)
                    if worker.index < 0:
                        self._give(worker, tasks, waiting)
            outcome = done.pop(index)
            for step, seconds in outcome.spans.items():
                timing.spans[step] = timing.spans.get(step, 0.0) + seconds
            yield outcome

    def _give(self, worker: _Worker, tasks: Sequence[Task], waiting: list[int]) -> None:
        """Give an idle worker the next task, if there is one; one that has died is replaced."""
        if not waiting:
            return
        worker.index = waiting.pop()
        try:
            worker.link.send(tasks[worker.index])
        except OSError:
            # it ended between two tasks: nothing was begun
            self._replace(worker)
            worker.link.send(tasks[worker.index])

    def _replace(self, worker: _Worker) -> None:
        worker.link.close()
        worker.process.join(_PATIENCE_S)
        fresh = self._start()
        worker.process, worker.link = fresh.process, fresh.link

    def _hear(
        self, worker: _Worker, tasks: Sequence[Task], listener: Listener, done: dict[int, Outcome]
    ) -> None:
        """Take one message of a worker: a step, a question, an outcome, or that it is no more."""
        index, document = worker.index, tasks[worker.index].document
        try:
            kind, value, *rest = worker.link.recv()
        except (EOFError, OSError):
            worker.process.join(_PATIENCE_S)
            code = worker.process.exitcode
            how = f"was killed by signal {-code}" if code is not None and code < 0 else "ended"
            told = f"{document}: the process that worked on it {how}; start again to make it."
            done[index] = Outcome(document, None, told, 3)
            worker.index = -1
            self._replace(worker)
            return
        if kind == "step":
            listener.step(document, value)
        elif kind == "failed":
            # a fault of the press itself: told as one, where it can be seen
            raise RuntimeError(f"{document}: a worker failed\n{value}")
        else:
            done[index] = value
            worker.index = -1
            if rest[0]:
                worker.link.send(None)
                self._replace(worker)

    def close(self) -> None:
        """End all workers: those at work are told to clean up, and those that do not are killed."""
        for worker in self._workers:
            try:
                if worker.index < 0:
                    worker.link.send(None)
                else:
                    worker.process.terminate()
            except OSError:
                pass
        for worker in self._workers:
            worker.process.join(_PATIENCE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.link.close()
        self._workers = []
