"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Progress:
    """Shows on stderr which document and step is under way; only a terminal sees it."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._began = time.monotonic()
        # a program without a standard error has none to show it on
        self._live = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()

    def step(self, document: str, step: str) -> None:
        """Show a step of a document."""
        if self._live:
            filled = round(20 * self._done / max(1, self._total))
            bar = "█" * filled + "░" * (20 - filled)
            pace = paced(self._done, self._total, time.monotonic() - self._began)
            text = f"\r\x1b[K{bar} {self._done}/{self._total}{pace} {document}: {step}"
            print(text, end="", file=sys.stderr, flush=True)

    def waiting(self, document: str, holder: str) -> None:
        """Say who is at work on a document, while its end is waited for."""
        print(
            f"zhengben: {document}: {holder} is at work on it; waiting for its end",
            file=sys.stderr,
        )

    def done(self) -> None:
        """Count a document as finished and clear the bar for plain lines."""
        self._done += 1
        self._clear()

    def _clear(self) -> None:
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def paced(done: int, total: int, seconds: float) -> str:
    """Return how many documents a second are done, and how long the others will take at that."""
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    left = round((total - done) / rate)
    time_left = (
        f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
        if left >= 3600
        else (f"{left // 60}:{left % 60:02}")
    )
    shown = f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min"
    return f" {shown}, {time_left} left,"
