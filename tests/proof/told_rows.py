"""What the proof tells of small inputs, in files of rows: an input behind ``# ``, then its rows.

To add a case write its input into the file; `python3 build.py test tests/proof --save-golden`
writes what is told of each below it. Look at the difference before it is committed. ``⏎`` in an
input is the end of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zhengben.document.notation import Mark
from zhengben.proof.extraction import Block, Extraction, Fault

GOLDEN = Path(__file__).resolve().parent / "golden"


def retold(name: str, tell: Callable[[str], Iterable[str]], least: int) -> tuple[Path, str]:
    """Return the file of a name, and what it has to hold; it has ``least`` inputs or more."""
    path = GOLDEN / f"{name}.txt"
    found, inputs = list[str](), 0
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            inputs += 1
            found += ["", line, *tell(line[2:].replace("⏎", "\n"))]
    assert inputs >= least
    return path, "\n".join(found[1:]) + "\n"


def rows(found: Extraction) -> Iterator[str]:
    """Yield blocks and faults; what a block has besides its text stands behind it in brackets."""
    yield from blocks(found.blocks)
    yield from faults(found.faults)


def blocks(found: Iterable[Block]) -> Iterator[str]:
    """Yield a row for each block."""
    for block in found:
        sides = [f"{side.kind} {side.start}-{side.end}" for side in block.sides]
        shown = [f"shows {digest[:8] or 'nothing'}" for digest in block.shown]
        more = [*block.places, *map(str, block.offsets), block.language, *map(_mark, block.marks)]
        more = [word for word in (*more, *shown, *sides) if word]
        yield f"{block.id or '-'} {block.text!r}" + (f" [{'; '.join(more)}]" if more else "")


def _mark(mark: Mark) -> str:
    return f"{mark.kind} {mark.start}-{mark.end}" + (f" {mark.value!r}" if mark.value else "")


def faults(found: Iterable[Fault]) -> Iterator[str]:
    """Yield a row for each fault."""
    for fault in found:
        yield f"! {fault.code} ({fault.place}) {fault.sentence}"
