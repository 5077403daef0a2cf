"""The table of readers."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator

from zhengben.capture.base import MOST_BYTES, CapturedLine, CapturedText, CaptureError, decode
from zhengben.capture.drawn_tables import with_drawn_tables
from zhengben.capture.foot_notes import with_foot_notes
from zhengben.capture.set_tables import with_set_tables
from zhengben.capture.typed_tables import with_typed_tables
from zhengben.document.notation import NotationError, placed


def _text(data: bytes, encoding: str) -> CapturedText:
    """Read plain text: a line is a line."""
    extraction = CapturedText()
    text = decode(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n")):
        extraction.account.add("markup", "\n" if number else "")
        extraction.account.add("text", line)
        extraction.add(CapturedLine(line))
    return extraction


def _notation(data: bytes, encoding: str) -> CapturedText:
    """Read text that a person typed in the notation of marks (docs/notation.md)."""
    extraction = CapturedText()
    text = decode(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        extraction.account.add("markup", "\n" if number > 1 else "")
        try:
            read, places = placed(line)
        except NotationError as error:
            raise CaptureError(
                f"is no notation in line {number}, column {error.column}: {error.sentence}"
            ) from None
        shown = dict(zip(places, read.text, strict=True))
        for at, character in enumerate(line):
            extraction.account.add("text" if shown.get(at) == character else "mark", character)
        extraction.add(CapturedLine(read.text, marks=read.marks))
    return extraction


def _html(data: bytes, encoding: str) -> CapturedText:
    from zhengben.capture.html import read_html

    return read_html(decode(data, encoding))


def _markdown(data: bytes, encoding: str) -> CapturedText:
    from zhengben.capture.markdown import read_markdown

    return read_markdown(decode(data, encoding))


def _wikitext(data: bytes, encoding: str) -> CapturedText:
    from zhengben.capture.wikitext import read_wikitext

    return read_wikitext(decode(data, encoding))


def _docx(data: bytes, encoding: str) -> CapturedText:
    from zhengben.capture.docx import read_docx

    return read_docx(data)


# each is loaded only when it is needed
READERS: dict[str, Callable[[bytes, str], CapturedText]] = {
    "text": _text,
    "html": _html,
    "markdown": _markdown,
    "wikitext": _wikitext,
    "docx": _docx,
    "notation": _notation,
}


def extract(data: bytes, reader: str, encoding: str = "utf-8") -> CapturedText:
    """Return the lines of a capture; raise CaptureError for one that cannot be read."""
    if len(data) > MOST_BYTES:
        raise CaptureError(
            f"has {len(data) // 1_000_000} MB, more than any text; save the text by itself."
        )
    with _collected_seldom():
        extraction = READERS[reader](data, encoding)
        if reader != "notation":
            extraction.lines = with_foot_notes(extraction.lines, extraction.account)
    lines = with_set_tables(with_drawn_tables(extraction.lines))
    extraction.lines = with_typed_tables(lines, page=reader in ("html", "wikitext"))
    return extraction


@contextlib.contextmanager
def _collected_seldom() -> Iterator[None]:
    """Let the collector look for cycles seldom: a reader makes objects by the hundred thousand.

    Hardly one of them is part of a cycle; looking at them all again and again takes a seventh of
    the time of a large page.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
