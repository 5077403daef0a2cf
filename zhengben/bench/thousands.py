"""Measures a corpus: one process and two, nothing changed, one thing changed, memory.

By the clock figures count on a quiet machine alone, so that its load is told beside them; what
processors spent counts everywhere.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from zhengben.bench.beside import typst_corpus
from zhengben.bench.corpus import ENTRIES, instrument, name_of, write_corpus
from zhengben.bench.families import FinishedFamily, run_family
from zhengben.bench.processes import press, split
from zhengben.document.errors import UsageError

_EDITION = ("--edition", "handout")


def measure_corpus(count: int, seed: int, keep: Path | None = None) -> None:
    """Print what a corpus of so many laws takes; ``keep`` is an empty folder to leave it in."""
    if count < 2:
        raise UsageError("--corpus takes a number from 2.")
    if keep is not None:
        if keep.exists() and any(keep.iterdir()):
            raise UsageError(f"{keep} is not empty; name another folder for the corpus.")
        _measure(keep, count, seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), count, seed)


def _measure(folder: Path, count: int, seed: int) -> None:
    content = folder / "content"
    content.mkdir(parents=True)
    write_corpus(content, count, seed)
    texts = [path.read_text("utf-8") for path in content.glob("*/canonical.txt")]
    print(f"corpus of {count:,} laws, seed {seed}: {sum(map(len, texts)):,} characters")
    _age(content)
    one = _tell("one process", count, _run(folder, "one", "--jobs", "1", "--timings"))
    two = _tell("two processes", count, _run(folder, "two", "--jobs", "2"))
    pages = sum(map(int, re.findall(r": (\d+) pages, ", one.output)))
    faster, could_be = one.wall / two.wall, 2 * one.seconds / two.seconds
    print(
        f"  by the clock {faster:.2f} times as fast (efficiency {faster / 2:.2f}), with processors "
        f"to themselves {could_be:.2f}"
    )
    _tell_pages("handouts, proved", pages, one.seconds)
    if typeset := typst_corpus(folder, content):
        seconds, theirs = typeset
        _tell_pages("Typst, compiling alone", theirs, seconds)
        print(
            f"  a text takes {one.seconds / seconds:.1f} times as long, "
            f"a page {one.seconds / pages / (seconds / theirs):.1f} times"
        )
        # what no change of the press's own can save
        steps = split(one.output)
        engine = steps["layout"] + steps["write"]
        print(f"  of it WeasyPrint, placing and writing what is composed: {engine / seconds:.1f}")
    _tell("nothing changed", count, _run(folder, "two", "--jobs", "2"))
    _change(folder)
    _told_made("one document changed", _run(folder, "two", "--jobs", "2"))
    path = content / "register/conventions.toml"
    # the one that the first document to cite any cites
    number = 1 + 3 % ENTRIES
    title = instrument(number)
    path.write_text(path.read_text("utf-8").replace(f'"A/{number}"', '"B/1"'), "utf-8")
    cited = sum(f"《{title}》" in text for text in texts)
    made = _told_made("one entry changed", _run(folder, "two", "--jobs", "2"))
    print(f"  {cited:,} documents cite it, {made:,} were made")


def _run(folder: Path, output: str, *words: str) -> FinishedFamily:
    folders = ("--content", str(folder / "content"), "--output", str(folder / output))
    return run_family(press("publish", *_EDITION, *folders, *words))


def _age(content: Path) -> None:
    """Make the files of a corpus older than the grain of any clock."""
    for path in content.rglob("*"):
        os.utime(path, (0, 0))


def _tell(what: str, count: int, took: FinishedFamily) -> FinishedFamily:
    peaks = ", ".join(f"{peak:.0f}" for peak in took.peaks_mb)
    print(
        f"{what + ':':<22}{took.seconds:8.2f} s of processors, {took.wall:8.2f} s by the clock, "
        f"{count / took.wall:8.1f} documents a second; {took.first_mb:.0f} MB"
        f"{f' and {peaks} MB' if peaks else ''}; load {took.load:.1f}"
    )
    return took


def _tell_pages(what: str, pages: int, seconds: float) -> None:
    print(f"{what + ':':<24}{pages:,} pages, {pages / seconds:.1f} for a second of a processor")


def _told_made(what: str, took: FinishedFamily) -> int:
    made = len(re.findall(r"text proved", took.output))
    print(f"{what + ':':<22}{took.seconds:8.2f} s of processors, {took.wall:8.2f} s by the clock")
    return made


def _change(folder: Path) -> None:
    """Change one document so that it has to be made anew."""
    path = folder / "content" / name_of(1) / "document.toml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^date = \d{4}", "date = 1999", text, flags=re.MULTILINE), "utf-8")
