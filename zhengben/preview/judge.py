"""Has what is looked at examined in a process of its own, so that nobody who types waits for it.

Checks read a whole edition, which takes longer than to place a page of it, and while one thread of
a process works, the others wait.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

from zhengben.design.assets import Assets
from zhengben.preview.findings import ShownFinding, findings
from zhengben.preview.workshop import Workshop

# how much it yields to the process that shows pages
_NICENESS = 5
# in the process of its own: what it makes itself of the documents
_shops = dict[tuple[Path, Assets], Workshop]()


class Judge:
    """Examines editions of a content, one at a time; the latest that was asked for comes next."""

    def __init__(self, content: Path, assets: Assets, tool: str) -> None:
        self._content, self._assets, self._tool = content, assets, tool
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: Future[list[ShownFinding]] | None = None

    def ask(self, name: str, script: str, edition: str) -> Future[list[ShownFinding]]:
        """Have an edition examined; what was asked for before and has not begun is let go."""
        if self._waiting is not None:
            self._waiting.cancel()
        job = self._content, self._assets, self._tool, name, script, edition
        try:
            self._waiting = self._process().submit(_examined, *job)
        except BrokenProcessPool:
            # somebody ended the process: another one begins
            self._pool = None
            self._waiting = self._process().submit(_examined, *job)
        return self._waiting

    def _process(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_yielding)
        return self._pool

    def close(self) -> None:
        """Let the process end when it is done with what it examines."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _yielding() -> None:
    with suppress(OSError, AttributeError):
        os.nice(_NICENESS)


def _examined(
    content: Path, assets: Assets, tool: str, name: str, script: str, edition: str
) -> list[ShownFinding]:
    key = content, assets
    if key not in _shops:
        _shops[key] = Workshop(content, assets, tool)
    return list(findings(_shops[key], name, script, edition))


def told(found: Sequence[ShownFinding]) -> list[dict[str, str]]:
    """Return findings as the page of the preview is told them."""
    return [{"code": f.code, "place": f.place, "sentence": f.sentence} for f in found]
