"""Has the tasks of a run done by the workers of a Dask cluster, wherever they are.

The engine is Dask's distributed, an extra. Tasks and outcomes are those of worker processes here,
and so is their order. A worker that is lost has its tasks done by others: a task publishes by
rename and finds what stands already, so that doing it twice changes nothing.

Client and workers must be one press: the same fingerprint, Python and lock files. They are compared
before the first task, and by each worker again, since workers come and go. A worker has one thread,
for the engine that places pages is no more than that safe.

Whoever reaches a scheduler can run any code on its workers: it belongs on a network of one's own,
or behind ``tls://``, whose certificates Dask's own configuration names.
"""

from __future__ import annotations

import gc
import hashlib
import platform
import re
import socket
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhengben.cli.tasks import Listener, Outcome, Task, do, make_room
from zhengben.document.errors import SetupError, UsageError
from zhengben.document.shown import shown
from zhengben.setup import bootstrap

# tasks that a scheduler holds for each worker: some to go on with, and no more, however many there
# are to come
_AHEAD = 4
_TIMEOUT_S = 20.0
Identity = Mapping[str, str]


def identity(press: str) -> dict[str, str]:
    """Return what must be the same wherever documents are made; ``press`` is its hash."""
    locks = hashlib.sha256()
    for name in ("", "cluster"):
        path = Path(bootstrap.lock_file(name))
        if path.is_file():
            locks.update(path.read_bytes())
    return {
        "press": press,
        "Python": platform.python_version(),
        "lock files": locks.hexdigest(),
    }


def perform_on(
    address: str, tasks: Sequence[Task], ours: Identity, listener: Listener
) -> Generator[Outcome, None, None]:
    """Have the workers of a scheduler do tasks, and yield what came of each, in their order.

    Raises UsageError for a scheduler that cannot be reached or has no worker, for a worker of more
    than one thread, and for one that is another press.
    """
    with _client(address) as client:
        _require_alike(client, ours)
        width = _AHEAD * max(1, len(client.nthreads()))
        waiting = list(tasks)[::-1]
        ahead: list[tuple[Task, Any]] = []
        while waiting or ahead:
            while waiting and len(ahead) < width:
                task = waiting.pop()
                ahead.append((task, client.submit(do_there, task, dict(ours), pure=False)))
            task, future = ahead.pop(0)
            listener.step(task.document, "on the cluster")
            yield _outcome(task, future)


@contextmanager
def _client(address: str) -> Generator[Any, None, None]:
    _require_answer(address)
    from distributed import Client

    try:
        client: Any = Client(address, timeout=_TIMEOUT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise _unanswered(address, error) from None
    try:
        yield client
    finally:
        client.close()


def _require_answer(address: str) -> None:
    """Raise UsageError for what is no address, and where nothing listens: the engine tries long."""
    found = re.fullmatch(r"(?:tcp|tls)://(\[[^\]]+\]|[^:/]+):(\d{1,5})", address)
    if not found:
        raise UsageError(
            f"--scheduler takes an address such as tcp://host:8786 or tls://host:8786, "
            f"not “{shown(address)}”."
        )
    try:
        with socket.create_connection((found[1].strip("[]"), int(found[2])), timeout=_TIMEOUT_S):
            pass
    except (OSError, OverflowError) as error:
        raise _unanswered(address, error) from None


def _unanswered(address: str, error: Exception) -> UsageError:
    return UsageError(
        f"No scheduler answers at {shown(address)} ({shown(str(error))[:200]}); start one with "
        "`dask scheduler`, and workers with `dask worker --nthreads 1`."
    )


def _require_alike(client: Any, ours: Identity) -> None:
    """Raise UsageError unless there are workers, of one thread each, that are the same press."""
    threads = client.nthreads()
    if not threads:
        raise UsageError(
            f"The scheduler at {client.scheduler.address} has no worker; start some with "
            "`dask worker --nthreads 1`."
        )
    for worker, number in sorted(threads.items()):
        if number != 1:
            raise UsageError(
                f"The worker at {worker} has {number} threads; start it with --nthreads 1, since "
                "the engine that places pages is not safe with more."
            )
    for worker, theirs in sorted(client.run(identity_there).items()):
        if told := differing(ours, theirs):
            raise UsageError(f"The worker at {worker} is another press: {told}.")


def differing(ours: Identity, theirs: Identity | str) -> str:
    """Return in what two presses differ, or an empty text where they are the same."""
    if isinstance(theirs, str):
        return theirs
    found = [name for name in ours if ours[name] != theirs.get(name)]
    return ", ".join(f"{name} {theirs.get(name, '?')[:12]} there, {ours[name][:12]} here"
                     for name in found)  # fmt: skip


def identity_there() -> Identity | str:
    """Return the identity of the press at hand, or in a sentence why it has none."""
    try:
        from zhengben.design.assets import Assets
        from zhengben.press.surroundings import whole_press

        return identity(whole_press(Assets.find()))
    except Exception as error:
        return f"it cannot tell what it is ({error!r:.200})"


def do_there(task: Task, ours: Identity) -> Outcome:
    """Do a task on a worker, unless that is another press than the one that asks."""
    gc.disable()
    if told := differing(ours, identity_there()):
        return Outcome(task.document, None, f"A worker is another press: {told}.", 2)
    try:
        return do(task, _Patient())
    finally:
        make_room()


class _Patient:
    """Waits for whoever holds a document: a task that is done once more finds it in place."""

    def step(self, document: str, step: str) -> None:
        """Tell nobody."""

    def waiting(self, document: str, holder: str) -> None:
        """Wait."""


def _outcome(task: Task, future: Any) -> Outcome:
    from distributed import KilledWorker

    try:
        outcome: Outcome = future.result()
    except KilledWorker:
        told = f"{task.document}: every worker that it was given to died; see how much memory it "
        return Outcome(task.document, None, f"{told}takes with `publish` on one machine.", 3)
    except CancelledError:
        raise SetupError(
            "The scheduler was lost while it had tasks; what was made stands: start again."
        ) from None
    finally:
        future.release()
    return outcome
