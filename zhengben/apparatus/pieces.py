"""A line of the canonical text divided where the book puts apparatus into it.

That is at note calls and where a printed page starts. In a vertical book digits are set upright in
their cells besides, which changes no character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from zhengben.apparatus.tokens import Token, tokens
from zhengben.document.apparatus import Note, PageBreak
from zhengben.document.errors import RenderError
from zhengben.document.lines import Line
from zhengben.document.regex import regex

# Words and figures as they stand in Chinese text: everything narrow between blanks.
_NARROW = regex(r"[!-~\u00a1-\u2e7f]+")
_DIGITS = regex("[0-9]+")
_DECIMAL = regex("[0-9][.][0-9]")
# Two digits share a cell; more would be too narrow to read (clreq, 3.2.5).
_CELL = 2


class Piece(Struct, frozen=True):
    """A stretch of a line up to a note call or the start of a printed page.

    ``head + tail`` is its text; ``tail`` is what a call clings to, since no line may start with
    one: the character before it, or the whole number or Latin word.
    """

    head: str
    tail: str = ""
    note: Note | None = None
    page: PageBreak | None = None


class Paragraph(Struct, frozen=True):
    """A line of the canonical text; ``opening`` are the printed pages that start before it.

    ``run_in_head`` is where the words begin and end that tell what it is, as the number of an
    article. ``tokens`` are what a line with marks is put together from.
    """

    line: Line
    opening: tuple[PageBreak, ...]
    pieces: tuple[Piece, ...]
    run_in_head: tuple[int, int] = (0, 0)
    tokens: tuple[Token, ...] = ()


def paragraph(
    line: Line,
    notes: Sequence[Note],
    pages: Sequence[PageBreak],
    run_in_head: tuple[int, int] = (0, 0),
    targets: Mapping[int, Sequence[str]] | None = None,
    through: Mapping[str, str] | None = None,
) -> Paragraph:
    """Divide a line at its note calls and at the printed pages that start in it.

    ``targets`` are the author's notes called at its offsets, ``through`` labels of theirs that run
    through the text.
    """
    inside = tuple(page for page in pages if page.at > line.start)
    opening = tuple(pages[: -len(inside) or None])
    pieces = tuple(divide(line, notes, inside))
    marked: tuple[Token, ...] = ()
    if line.marks or line.id in (through or {}):
        marked = tokens(line, notes, inside, run_in_head, targets or {}, through=through)
    return Paragraph(line, opening, pieces, run_in_head, marked)


def divide(line: Line, notes: Sequence[Note], pages: Sequence[PageBreak] = ()) -> Iterator[Piece]:
    """Divide a line; the pieces together are its text. A call stands before a page's start."""
    done = 0
    cuts = [(note.at, 0, note) for note in notes] + [(page.at, 1, page) for page in pages]
    for offset, _, cut in sorted(cuts, key=lambda cut: cut[:2]):
        at = offset - line.start
        if not 0 <= at <= len(line.text):
            told = f"Note {cut.number}" if isinstance(cut, Note) else f"Page {cut.label}"
            raise RenderError(f"{told} points at no place of {line.id}; set it right.")
        if isinstance(cut, Note):
            tail = _clinging(line.text, done, at)
            yield Piece(line.text[done:tail], line.text[tail:at], note=cut)
        else:
            yield Piece(line.text[done:at], page=cut)
        done = at
    if done < len(line.text):
        yield Piece(line.text[done:])


def _clinging(text: str, done: int, at: int) -> int:
    """Return where the characters begin that a call at ``at`` clings to."""
    tail = max(done, at - 1)
    # a variation selector or other mark stays with the character it belongs to
    while tail > done and unicodedata.category(text[tail]).startswith("M"):
        tail -= 1
    while tail > done and _is_latin(text[tail]) and _is_latin(text[tail - 1]):
        tail -= 1
    return tail


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def upright(text: str) -> Markup:
    """Mark the digits that stand upright in a column: two in a cell, or one in each of more.

    What has a letter in it, such as an address, a symbol or ``G20``, lies on its side whole, and so
    does what has a decimal point, as ``3.5`` or ``1.1``.
    """
    return Markup("").join(_cells(text))


def _cells(text: str) -> Iterator[str]:
    done = 0
    for run in _NARROW.finditer(text):
        if _DECIMAL.search(run[0]) or any(character.isalpha() for character in run[0]):
            continue
        for digits in _DIGITS.finditer(text, run.start(), run.end()):
            yield escape(text[done : digits.start()])
            kind = "cell" if len(digits[0]) <= _CELL else "upright"
            yield Markup('<span class="{}">{}</span>').format(kind, digits[0])
            done = digits.end()
    yield escape(text[done:])
