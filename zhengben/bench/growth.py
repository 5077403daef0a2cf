"""How the time for print and e-book grows with the length of a text."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from zhengben.bench.processes import DOCUMENT, ROOT
from zhengben.design.assets import Assets
from zhengben.design.editions import BOOKS, PRINTED
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.formats.epub import write_epub
from zhengben.formats.pdf.writer import Press
from zhengben.source.source import Source

_FOLDER = ROOT / "content" / DOCUMENT
_TIMES = (1, 2, 4, 8)
# up to some 5,000 paragraphs
_BOOK_TIMES = (10, 20, 40, 80)


def print_growth() -> None:
    """Print how the time for print and e-book grows."""
    for name, values in growth().items():
        print(f"{name:<34}" + "".join(f"{value:>8.2f}" for value in values))


def growth() -> dict[str, list[float]]:
    """Return processor seconds for several times the declaration's paragraphs.

    Time that grows no faster than the text doubles from one figure to the next.
    """
    declaration = Source.open(_FOLDER).read()[0]
    composed, placed = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as cache:
        assets = replace(Assets.find(), cache=Path(cache))
        # fonts are prepared and the engine is loaded before anything is measured
        Press(_longer(declaration, 1), assets, _FOLDER, "bench").print(PRINTED["handout"])
        for times in _TIMES:
            press = Press(_longer(declaration, times), assets, _FOLDER, "bench")
            started = time.process_time()
            press.set(PRINTED["handout"])
            composed.append(time.process_time() - started)
            press.print(PRINTED["handout"])
            placed.append(time.process_time() - started)
    books = list[float]()
    for times in _BOOK_TIMES:
        book = _longer(declaration, times)
        started = time.process_time()
        write_epub(book, BOOKS["e-reader"], Assets.find(), generator="bench")
        books.append(time.process_time() - started)
    label = "declaration × " + ", ".join(map(str, _TIMES))
    book_label = "e-book, × " + ", ".join(map(str, _BOOK_TIMES))
    return {f"composing, {label}": composed, f"handout, {label}": placed, book_label: books}


def _longer(declaration: Declaration, times: int) -> Declaration:
    """Return the declaration with its paragraphs repeated, without notes and signatures."""
    lines = list[Line]()
    start = declaration.paragraphs[0].start
    for number in range(1, times * len(declaration.paragraphs) + 1):
        text = declaration.paragraphs[(number - 1) % len(declaration.paragraphs)].text
        lines.append(Line(number + 2, start, text, f"para-{number}", number))
        start += len(text) + 1
    return replace(
        declaration, paragraphs=tuple(lines), groups=(), notes=(), mentions=(), instruments=(),
        signatories=(), closing=None,
    )  # fmt: skip
