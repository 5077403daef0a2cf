"""Lines of the text, and tables of them, divided where apparatus is put into them.

Writers of pages that flow, e-books and web pages, show these in the order of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from zhengben.apparatus.pieces import Paragraph, paragraph
from zhengben.design.genres import genre_of
from zhengben.document.apparatus import Instrument, Note, PageBreak
from zhengben.document.columns import NUMBER, heads_of, is_of_words, stands_of
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Align, Grid, Line, blocks_of, captions_over_tables

# a table of fewer columns stays one on a narrow screen
_WIDE = 5


class BookCell(Struct, frozen=True):
    """A cell of a table; an empty one has no ``said``.

    ``columns`` and ``rows`` are how many of each it takes, ``css`` the classes that say how it
    stands, and ``heads`` what its column is called, for a screen on which cells stand in a column.
    """

    said: Paragraph | None
    columns: int
    rows: int
    css: str = ""
    heads: str = ""


# a row, and whether it holds column heads
BookRow = tuple[bool, tuple[BookCell, ...]]


class Table(Struct, frozen=True):
    """A table of the canonical text; ``heads`` are its first rows, where they hold column heads.

    One that is ``wide`` becomes records on a narrow screen. ``captions`` stand directly above it.
    """

    id: str
    heads: tuple[BookRow, ...]
    rows: tuple[BookRow, ...]
    wide: bool
    captions: tuple[Paragraph, ...] = ()


class Citation(Struct, frozen=True):
    """A row of the table of instruments: its anchor, its notes, and the lines that name it."""

    anchor: str
    instrument: Instrument
    notes: tuple[Note, ...]
    lines: tuple[Line, ...]


class LineDivider:
    """Divides the lines of a declaration; ``breaks`` tells the printed pages that start in one."""

    def __init__(
        self,
        declaration: Declaration,
        breaks: Callable[[str], Sequence[PageBreak]] = lambda line_id: (),
    ) -> None:
        self.genre, self.breaks = genre_of(declaration), breaks
        self.over_tables = captions_over_tables(declaration.lines)
        self.calls: dict[str, list[Note]] = {}
        for note in declaration.notes:
            self.calls.setdefault(note.line_id, []).append(note)
        self.targets: dict[str, dict[int, list[str]]] = {}
        self.through = declaration.through_labels
        for call in declaration.author_calls:
            at = self.targets.setdefault(call.line_id, {})
            at.setdefault(call.at, []).append(call.note_id)

    def of(self, lines: Sequence[Line]) -> Iterator[Paragraph | Table]:
        """Yield lines in order, those of one table together."""
        waiting = list[Paragraph]()
        for block in blocks_of(lines):
            if isinstance(block, Grid):
                yield replace(self._table(block), captions=tuple(waiting))
                waiting = []
                continue
            made = self._paragraph(block)
            if block.role == "caption" and block.index in self.over_tables:
                waiting.append(made)
            else:
                yield made

    def _paragraph(self, line: Line) -> Paragraph:
        calls, breaks = self.calls.get(line.id, ()), self.breaks(line.id)
        return paragraph(
            line, calls, breaks, self.genre.run_in_head(line), self.targets.get(line.id),
            self.through,
        )  # fmt: skip

    def _table(self, grid: Grid) -> Table:
        rows = list[BookRow]()
        heads, reach = 0, 0
        wide = grid.columns >= _WIDE and grid.rows[0][0].role == "cell"
        stands, over = stands_of(grid), heads_of(grid) if wide else {}
        for number, (lines, places) in enumerate(zip(grid.rows, grid.places, strict=True), 1):
            header = any(line.cell and line.cell.header for line in lines)
            cells = tuple(
                self._cell(
                    line, grid.span_at(number, column, line), stands[column - 1],
                    () if header else over.get(column, ()),
                )
                for column, line in places
            )  # fmt: skip
            rows.append((header, cells))
            if header and heads == number - 1:
                heads = number
                reach = max(reach, *(number + line.cell.rows - 1 for line in lines if line.cell))
        # no cell of the head may reach into the body, and there must be one
        if reach > heads or heads == len(rows):
            heads = 0
        return Table(grid.id, tuple(rows[:heads]), tuple(rows[heads:]), bool(over))

    def _cell(
        self, line: Line | None, span: tuple[int, int], stands: Align, heads: Sequence[Line]
    ) -> BookCell:
        if line is None:
            return BookCell(None, *span)
        header = bool(line.cell and line.cell.header)
        named = {"right": "right", "point": "right", "center": "middle", "left": "left"}
        css = "" if header or is_of_words(line) else named.get(stands, "")
        if css == "right" and NUMBER.fullmatch(line.text):
            css += " figure"
        return BookCell(self._paragraph(line), *span, css, "".join(head.words for head in heads))


def citations(declaration: Declaration, named: Mapping[str, str]) -> tuple[Citation, ...]:
    """Return the rows of the table of instruments; lines that are called alike are named once."""
    notes: dict[str, list[Note]] = {}
    for note in declaration.notes:
        notes.setdefault(note.instrument, []).append(note)
    rows = list[Citation]()
    for number, (instrument, lines) in enumerate(declaration.citations(), 1):
        once: dict[str, Line] = {}
        for line in lines:
            once.setdefault(str(line.number or named[line.id]), line)
        called = tuple(notes.get(instrument.id, ()))
        rows.append(Citation(f"instrument-{number}", instrument, called, tuple(once.values())))
    return tuple(rows)
