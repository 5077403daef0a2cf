"""Puts a declaration beside itself in another script, line by line, with what differs marked.

Both have the same lines of the same lengths, so a character and its counterpart have one offset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.apparatus import Note
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Grid, Line, blocks_of
from zhengben.document.notation import KINDS, OBJECT, Mark


class Run(Struct, frozen=True):
    """A stretch of a line: alike in both scripts, changed, or the call of a note.

    ``why`` says what decided a changed run, where that is known. A run with an ``edge`` holds no
    text: it is where a mark opens or closes, or a point such as a picture or the author's call.
    """

    text: str
    changed: bool = False
    why: str = ""
    note: Note | None = None
    edge: Literal["", "open", "close", "point"] = ""
    mark: Mark | None = None

    @property
    def tag(self) -> tuple[str, str]:
        """Return the element and the class of a mark."""
        name, _, css = KINDS[self.mark.kind].html.partition(".") if self.mark else ("", "", "")
        return name, css


class Side(Struct, frozen=True):
    """A line in one of the scripts; ``id`` is its anchor, which no other line of a page has."""

    line: Line
    id: str
    runs: tuple[Run, ...]


class LinePair(Struct, frozen=True):
    """A line in both scripts."""

    left: Side
    right: Side

    @property
    def line(self) -> Line:
        """Return what the line is, whatever its script."""
        return self.left.line


class EmptyCell(Struct, frozen=True):
    """A cell of a table that holds nothing, and how many columns and rows it takes."""

    columns: int
    rows: int


class PairedGrid(Struct, frozen=True):
    """A table in both scripts: for each row whether it holds heads, and its cells."""

    rows: tuple[tuple[bool, tuple[LinePair | EmptyCell, ...]], ...]

    @property
    def pairs(self) -> list[LinePair]:
        """Return the cells in the order of the text."""
        return [pair for _, cells in self.rows for pair in cells if isinstance(pair, LinePair)]

    @property
    def grids(self) -> tuple[Grid, Grid]:
        """Return the table of either side, its lines with the anchors that they have there."""

        def grid(side: Callable[[LinePair], Side]) -> Grid:
            cells = (
                (side(pair) for pair in row if isinstance(pair, LinePair)) for _, row in self.rows
            )
            return Grid(tuple(tuple(replace(s.line, id=s.id) for s in row) for row in cells))

        return grid(lambda pair: pair.left), grid(lambda pair: pair.right)


Why = Mapping[tuple[str, int], str]


def pairs(left: Declaration, right: Declaration, why: Why | None = None) -> tuple[LinePair, ...]:
    """Return every line in both scripts.

    ``why`` says, by line and offset, what decided a character; a character that it names is
    marked even where it did not change.
    """
    notes = [{note.at: note for note in declaration.notes} for declaration in (left, right)]
    reasons = why or {}
    found = []
    for one, other in zip(left.lines, right.lines, strict=True):
        sides = [
            Side(line, id_, tuple(_runs(line, twin, called, reasons)))
            for line, twin, called, id_ in (
                (one, other, notes[0], one.id),
                (other, one, notes[1], second_anchor(other.id, right.script)),
            )
        ]
        found.append(LinePair(*sides))
    return tuple(found)


def paired_blocks(found: Sequence[LinePair]) -> Iterator[LinePair | PairedGrid]:
    """Yield pairs in order, those that are cells of one table together."""
    by_id = {pair.line.id: pair for pair in found}
    for block in blocks_of(pair.line for pair in found):
        if not isinstance(block, Grid):
            yield by_id[block.id]
            continue
        rows = zip(block.rows, block.places, strict=True)
        yield PairedGrid(
            tuple(
                (
                    any(line.cell and line.cell.header for line in lines),
                    tuple(
                        by_id[line.id] if line else EmptyCell(*block.span_at(number, column, None))
                        for column, line in places
                    ),
                )
                for number, (lines, places) in enumerate(rows, 1)
            )
        )


def _runs(line: Line, twin: Line, notes: Mapping[int, Note], why: Why) -> Iterator[Run]:
    """Yield the runs of a line, with the edges of its marks, its objects and its calls."""
    edges = {at for mark in line.marks for at in (mark.start, mark.end)}
    cuts = sorted({0, len(line.text), *edges})
    opened = list[Mark]()
    for start, end in pairwise((*cuts, len(line.text))):
        while opened and opened[-1].end <= start:
            yield Run("", edge="close", mark=opened.pop())
        # a note of ours stands behind what ends here
        if note := notes.get(line.start + start):
            yield Run(str(note.number), note=note)
        for mark in (m for m in line.marks if m.start == start):
            yield Run("", edge="open" if mark.form == "wraps" else "point", mark=mark)
            opened += [mark] if mark.form == "wraps" else []
        if start < end and line.text[start:end] != OBJECT:
            yield from _segment(line, twin, notes, why, start, end)


def _segment(
    line: Line, twin: Line, notes: Mapping[int, Note], why: Why, start: int, end: int
) -> Iterator[Run]:
    """Yield the runs of a part of a line that no mark divides."""
    text, changed, reason = "", False, ""
    pairs_of = zip(line.text[start:end], twin.text[start:end], strict=True)
    for offset, (character, other) in enumerate(pairs_of, start):
        told = why.get((line.id, offset), "")
        marked = character != other or bool(told)
        note = notes.get(line.start + offset) if offset > start else None
        if text and (note or (marked, told) != (changed, reason)):
            yield Run(text, changed, reason)
            text = ""
        if note:
            yield Run(str(note.number), note=note)
        text, changed, reason = text + character, marked, told
    if text:
        yield Run(text, changed, reason)
