"""Puts a declaration beside itself in another script, line by line, with what differs marked.

Both have the same lines of the same lengths, so a character and its counterpart have one offset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhengben.document.apparatus import Note
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Grid, Line, blocks_of


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line: alike in both scripts, changed, or the call of a note.

    ``why`` says what decided a changed run, where that is known.
    """

    text: str
    changed: bool = False
    why: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A line in one of the scripts; ``id`` is its anchor, which no other line of a page has."""

    line: Line
    id: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line in both scripts."""

    left: Side
    right: Side

    @property
    def line(self) -> Line:
        """Return what the line is, whatever its script."""
        return self.left.line


@dataclass(frozen=True, slots=True)
class PairedGrid:
    """A table in both scripts: for each row whether it holds heads, and its cells or None."""

    rows: tuple[tuple[bool, tuple[LinePair | None, ...]], ...]

    @property
    def pairs(self) -> list[LinePair]:
        """Return the cells in the order of the text."""
        return [pair for _, cells in self.rows for pair in cells if pair]

    @property
    def grids(self) -> tuple[Grid, Grid]:
        """Return the table of either side, its lines with the anchors that they have there."""

        def grid(side: Callable[[LinePair], Side]) -> Grid:
            cells = ((side(pair) for pair in row if pair) for _, row in self.rows)
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
                    tuple(by_id[line.id] if line else None for _, line in places),
                )
                for lines, places in rows
            )
        )


def _runs(line: Line, twin: Line, notes: Mapping[int, Note], why: Why) -> Iterator[Run]:
    text, changed, reason = "", False, ""
    for offset, (character, other) in enumerate(zip(line.text, twin.text, strict=True)):
        told = why.get((line.id, offset), "")
        marked = character != other or bool(told)
        note = notes.get(line.start + offset)
        if text and (note or (marked, told) != (changed, reason)):
            yield Run(text, changed, reason)
            text = ""
        if note:
            yield Run(str(note.number), note=note)
        text, changed, reason = text + character, marked, told
    if text:
        yield Run(text, changed, reason)
    if note := notes.get(line.end):
        yield Run(str(note.number), note=note)
