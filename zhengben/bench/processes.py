"""Runs commands as processes of their own, and prints what they took."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from msgspec import Struct

from zhengben.document.errors import UsageError

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = "astana-2017"


class FinishedProcess(Struct, frozen=True):
    """A finished process: processor seconds, peak memory in MB, standard output."""

    seconds: float
    memory_mb: float
    output: str


def press(*arguments: str) -> list[str]:
    """Return the command line of a command of ours."""
    return [sys.executable, "-m", "zhengben", *arguments]


def row(name: str, values: Sequence[float]) -> None:
    """Print least, median and most of some values."""
    low, middle, high = min(values), statistics.median(values), max(values)
    print(f"{name:<34}{low:>8.2f}{middle:>8.2f}{high:>8.2f}")


def split(output: str) -> dict[str, float]:
    """Read what ``--timings`` printed: seconds by step."""
    rows = re.findall(r"^ *(\w+) +(\d+\.\d+) s$", output, re.MULTILINE)
    return {name: float(value) for name, value in rows}


def run(command: list[str], model: Path | None = None) -> FinishedProcess:
    """Run a command to its end, with a file as its input; raise UsageError where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    given_file = model.open("rb") if model else nullcontext(subprocess.DEVNULL)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, given_file as given:
        process = subprocess.Popen(command, stdin=given, stdout=out, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise UsageError(f"{' '.join(command[:4])} … failed; run it by itself to see why.")
        out.seek(0)
        # ru_maxrss is in KiB on Linux, in bytes on macOS
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return FinishedProcess(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, out.read())
