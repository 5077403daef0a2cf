"""Sets the parallel edition: a text in several languages, line beside line.

Each column is composed by the rules of its script: Chinese by ours, letters in justified lines,
hyphenated by the patterns of their language. Facing pages hold a text each, from one line on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from zhengben.apparatus.column_calls import calls_in_column
from zhengben.collation.beside import (
    BesideColumn,
    BesideRow,
    BesideText,
    RowOfTexts,
    TextOfRow,
    is_ragged,
)
from zhengben.collation.beside_tables import ColumnTables, beside_rows, block_lines
from zhengben.collation.columns_pdf import BesideBook
from zhengben.design.kinds import BesideEdition
from zhengben.design.language_wording import language_words
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Block, Grid, Line, blocks_of
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose
from zhengben.typesetting.compositor import Compositor, inline_marks, squeezes_marks

# words in letters would be spread too far in a narrower column: there they end ragged
NARROW_EM = 16


def parallel_book(texts: Sequence[Declaration], edition: BesideEdition) -> BesideBook:
    """Return what the parallel edition of a text and its languages is made from."""
    own = texts[0]
    words = language_words(own.script)
    facts = [
        (words.name(text.tag), words.told(text, chinese_date(text.received))) for text in own.texts
    ]
    hashes = [(words.sha256.format(words.name(text.tag)), text.sha256) for text in own.texts]

    def setter(columns: Sequence[BesideColumn], metrics: Mapping[str, Metrics]) -> list[BesideRow]:
        setters = [
            ColumnSetter(text, column, metrics[column.face], edition)
            for text, column in zip(texts, columns, strict=True)
        ]
        rows = list[BesideRow]()
        for blocks in zip(*(blocks_of(text.lines) for text in texts), strict=True):
            rows += _rows(setters, blocks)
        return rows

    return BesideBook(
        texts={text.script: text for text in texts},
        edition=edition,
        heads=words.heads(own.texts),
        facts=[*facts, *hashes],
        ours=(),
        setter=setter,
        rows=[
            RowOfTexts(tuple(TextOfRow(block_lines(block)) for block in blocks))
            for blocks in zip(*(blocks_of(text.lines) for text in texts), strict=True)
        ],
        facing=own.faces,
    )


def _rows(setters: Sequence[ColumnSetter], blocks: Sequence[Block]) -> Iterator[BesideRow]:
    """Yield a row for each line of blocks that stand beside one another, or one for a table."""
    grids = [
        setter.grid(block)
        for setter, block in zip(setters, blocks, strict=True)
        if isinstance(block, Grid)
    ]
    if grids and (cells := beside_rows([setter.tables for setter in setters], grids)):
        yield BesideRow(tuple(map(tuple, cells)))
        return
    for lines in zip(*map(block_lines, blocks), strict=True):
        yield BesideRow(
            tuple((column.set(line),) for line, column in zip(lines, setters, strict=True))
        )


class ColumnSetter:
    """Sets the lines of a text in a column, by the rules of its script.

    Our notes are called in the first column, which is the document's own; the author's calls lead
    to the notes of their own column.
    """

    def __init__(
        self, text: Declaration, column: BesideColumn, metrics: Metrics, edition: BesideEdition
    ) -> None:
        self.text, self.column, self.metrics, self.edition = text, column, metrics, edition
        self.style = ParagraphStyle(
            column.measure_em, squeeze=squeezes_marks(text.script), languages=text.languages
        )
        self.compositor = Compositor(text, edition, metrics) if column.number == 1 else None
        self.authors = calls_in_column(text, "" if column.number == 1 else column.tag)

    def set(self, line: Line) -> BesideText:
        """Compose a line of the text."""
        column, text = self.column, self.text
        narrow = column.measure_em < NARROW_EM and not text.script.startswith("zh")
        ragged = narrow or is_ragged(line)
        style = replace(self.style, justify=not ragged)
        anchor = self.anchor(line)
        marks = self._marks(line, anchor)
        lines = compose(line.text, self._calls(line), self.metrics, style, marks)
        return BesideText(column, line, anchor, lines, ragged)

    def anchor(self, line: Line) -> str:
        """Return the anchor of a line in the column."""
        return line.id if self.column.number == 1 else second_anchor(line.id, self.column.tag)

    def grid(self, grid: Grid) -> Grid:
        """Return a table with the anchors that it has in the column."""
        return Grid(tuple(tuple(replace(n, id=self.anchor(n)) for n in row) for row in grid.rows))

    @property
    def tables(self) -> ColumnTables:
        """Return what sets tables in the column."""
        own = {self.anchor(line): line for line in self.text.lines}
        return ColumnTables(
            self.edition, self.column, self.metrics, self.style,
            lambda line: self._marks(own[line.id], line.id),
            lambda line: self._calls(own[line.id]),
            "" if self.column.number == 1 else self.column.tag,
        )  # fmt: skip

    def _marks(self, line: Line, anchor: str) -> tuple[InlineMark, ...]:
        return inline_marks(replace(line, id=anchor), self.authors.get(line.id, ()))

    def _calls(self, line: Line) -> dict[int, str]:
        return self.compositor.calls(line) if self.compositor else {}
