"""How long ``new`` takes for a page of 1 MB, by the kind of page."""

from __future__ import annotations

import tempfile
from pathlib import Path

from zhengben.bench.processes import press, row, run
from zhengben.bench.samples import KINDS, sample

_SIZE = 1_000_000


def read_pages(times: int) -> None:
    """Print the processor seconds of reading each kind of page into a document."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            page = Path(folder, kind)
            page.write_bytes(sample(kind, _SIZE))
            seconds = list[float]()
            for number in range(times):
                content = Path(folder, f"{kind}-{number}")
                content.mkdir()
                command = press("new", str(page), "--name", "page", "--content", str(content))
                seconds.append(run(command).seconds)
            row(f"reading 1 MB, {kind}", seconds)
