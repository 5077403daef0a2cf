"""Measures what scripts cost: the conversion alone, and an edition in four scripts against one."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from zhengben.bench.processes import DOCUMENT, ROOT, press, row, run, split


def compare_scripts(pairs: int) -> None:
    """Print processor seconds of the conversion, and the ratio of four scripts to one."""
    from zhengben.conversion.declarations import in_script
    from zhengben.source.source import Source

    source = Source.open(ROOT / "content" / DOCUMENT)
    declaration, reviewed = source.read()[0], source.reviewed

    def convert() -> float:
        started = time.process_time()
        for script in source.scripts:
            in_script(declaration, script, reviewed)
        return time.process_time() - started

    row("conversion to all scripts, cold", [convert()])
    row("conversion to all scripts, warm", [convert() for _ in range(pairs)])
    with tempfile.TemporaryDirectory() as folder:
        _four_against_one(Path(folder), source.scripts, pairs)


def _four_against_one(folder: Path, scripts: tuple[str, ...], pairs: int) -> None:
    command = press("publish", DOCUMENT, "--edition", "handout", "--force", "--timings")
    command += ["--output", str(folder)]
    one = [*command, "--script", scripts[0]]
    four = [*command, *(word for script in scripts for word in ("--script", script))]
    run(four)
    seconds: dict[str, list[float]] = {"handout in one script": [], "handout in four": []}
    shared: dict[str, float] = {}
    for _ in range(pairs):
        single, several = run(one), run(four)
        seconds["handout in one script"].append(single.seconds)
        seconds["handout in four"].append(several.seconds)
        first, every = split(single.output), split(several.output)
        shared = {step: len(scripts) * first.get(step, 0.0) - every[step] for step in every}
        began = [each.seconds - sum(split(each.output).values()) for each in (single, several)]
        shared["start of Python"] = len(scripts) * began[0] - began[1]
    for name, values in seconds.items():
        row(name, values)
    singles, severals = seconds.values()
    row("four scripts / one", [b / a for a, b in zip(singles, severals, strict=True)])
    saved = (f"{step} {value:.2f} s" for step, value in shared.items() if value >= 0.01)
    print(f"shared by four scripts: {', '.join(saved)}")
