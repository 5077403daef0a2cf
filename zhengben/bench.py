"""Measures the press against a plain WeasyPrint script, in one run and pair by pair.

Figures are processor seconds of whole processes, children included. Machines are noisy: what
counts is the ratio within a pair, and of the ratios the median.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhengben.bench_growth import growth
from zhengben.errors import UsageError
from zhengben.fonts.faces import FACES

_ROOT = Path(__file__).parent.parent
_DOCUMENT = "astana-2017"
# each set and placed on its own; the archive's are the handout's pages in other flavours
_PRINT = ("handout", "booklet", "gongwen", "large-print", "vertical")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: processor seconds, peak memory in MB, standard output."""

    seconds: float
    memory_mb: float
    output: str


def bench(pairs: int) -> int:
    """Print the comparison; return 0. Needs a checkout, whose plain script it runs."""
    plain = _ROOT / "tests" / "bench" / "plain.py"
    if not plain.is_file():
        raise UsageError("The bench runs from a checkout: python3 build.py bench.")
    if pairs < 1:
        raise UsageError("--pairs takes a whole number from 1.")
    with tempfile.TemporaryDirectory() as folder:
        _compare(plain, Path(folder), pairs)
    for name, values in growth().items():
        print(f"{name:<34}" + "".join(f"{value:>8.2f}" for value in values))
    return 0


def _press(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zhengben", *arguments]


def _compare(plain: Path, folder: Path, pairs: int) -> None:
    model = folder / "model.json"
    model.write_text(_run(_press("show", _DOCUMENT, "--json")).output, "utf-8")
    faces = [str(FACES[key].path) for key in ("serif-tc", "sans-tc")]
    script = [sys.executable, str(plain), *faces, str(folder / "plain.pdf")]
    output = ("--output", str(folder / "dist"))
    timed = ("publish", _DOCUMENT, "--force", "--timings", *output, "--script", "zh-Hant")
    handout = _press(*timed, "--edition", "handout")
    printed = _press(*timed, *(word for name in _PRINT for word in ("--edition", name)))
    everything = _press("publish", "--force", "--timings", *output)
    again = _press("publish", *output)
    # once each, so that fonts are prepared and code is compiled
    _run(script, model)
    _run(everything)
    ratios, with_proof, layout = list[float](), list[float](), list[float]()
    composed, all_print = list[float](), list[float]()
    seconds: dict[str, list[float]] = {"plain script": [], "handout": [], "handout, proved": []}
    for _ in range(pairs):
        theirs, ours, every = _run(script, model), _run(handout), _run(printed)
        split = _split(ours.output)
        composed.append(split["compose"])
        layout.append((split["compose"] + split["layout"]) / _split(theirs.output)["layout"])
        all_print.append((every.seconds - _split(every.output)["proof"]) / theirs.seconds)
        made = ours.seconds - split["proof"]
        seconds["plain script"].append(theirs.seconds)
        seconds["handout"].append(made)
        seconds["handout, proved"].append(ours.seconds)
        ratios.append(made / theirs.seconds)
        with_proof.append(ours.seconds / theirs.seconds)
    full = _run(everything)
    unchanged = [_run(again).seconds for _ in range(pairs)]
    pack = _press("deposit", _DOCUMENT, "--without-validators", *output)
    _run(pack)
    packed = [_run(pack).seconds - seconds for seconds in unchanged]
    print(f"{'processor seconds, ' + str(pairs) + ' pairs':<34}{'min':>8}{'median':>8}{'max':>8}")
    for name, values in seconds.items():
        _row(name, values)
    _row("handout / plain script", ratios)
    _row("handout, proved / plain script", with_proof)
    _row("composing the handout", composed)
    _row("composing, layout / plain layout", layout)
    _row("all print editions / plain script", all_print)
    _row("second build, nothing changed", unchanged)
    _row("deposit, beyond that", packed)
    print(f"{'all editions, proved':<34}{full.seconds:>8.2f} s, peak {full.memory_mb:.0f} MB")
    print(
        "split of all editions: "
        + ", ".join(f"{k} {v:.2f}" for k, v in _split(full.output).items())
    )


def _row(name: str, values: Sequence[float]) -> None:
    low, middle, high = min(values), statistics.median(values), max(values)
    print(f"{name:<34}{low:>8.2f}{middle:>8.2f}{high:>8.2f}")


def _split(output: str) -> dict[str, float]:
    rows = re.findall(r"^ *(\w+) +(\d+\.\d+) s$", output, re.MULTILINE)
    return {name: float(value) for name, value in rows}


def _run(command: list[str], model: Path | None = None) -> Run:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        given = model.open("rb") if model else subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=given, stdout=out, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise UsageError(f"{' '.join(command[:4])} … failed; run it by itself to see why.")
        out.seek(0)
        # ru_maxrss is in KiB on Linux, in bytes on macOS
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, out.read())
