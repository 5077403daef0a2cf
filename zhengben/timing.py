"""Processor time by step, for ``bench`` and ``--timings``; costs nothing worth counting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

spans: dict[str, float] = {}


@contextmanager
def span(name: str) -> Iterator[None]:
    """Add the processor seconds of a block to a step's account."""
    started = time.process_time()
    try:
        yield
    finally:
        spans[name] = spans.get(name, 0.0) + time.process_time() - started
