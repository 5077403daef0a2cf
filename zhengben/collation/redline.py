"""Sets the redline: both versions of a text merged in one column, article by article.

What is new is underlined and in Hei, what is gone has dots under it; a second column says what
became of the article. Each version is read out of it again when the file is proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from zhengben.apparatus.column_calls import calls_in_column
from zhengben.collation.beside import (
    BesideColumn,
    BesideItem,
    BesideRow,
    BesideText,
    RowOfTexts,
    TextOfRow,
)
from zhengben.collation.beside_tables import ColumnLine, set_lines
from zhengben.collation.columns_pdf import BesideBook
from zhengben.collation.comparison import comparison_book
from zhengben.comparison.redline import MergedLine, Stands, merged_lines
from zhengben.comparison.versions import shown_pairs
from zhengben.design.comparison_wording import comparison_words
from zhengben.design.kinds import BesideEdition
from zhengben.document.author_notes import AuthorCall
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.notation import Kind, Mark
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose
from zhengben.typesetting.compositor import inline_marks, squeezes_marks

# how a stretch is marked that one of the versions has alone: Han that are new stand in Hei, as
# legislatures print them, since dots and a line are hard to tell apart on a screen
_MARKED: Mapping[Stands, Kind] = {"new": "em", "gone": "u"}


def redline_book(new: Declaration, old: Declaration, edition: BesideEdition) -> BesideBook:
    """Return what the redline of a text with an earlier version is made from."""
    compared = comparison_book(new, old, edition)
    words, tag = comparison_words(new.script), list(compared.texts)[1]
    pairs, told = shown_pairs(old, new), compared.ours
    merged = [merged_lines(pair) for pair in pairs]

    def setter(columns: Sequence[BesideColumn], metrics: Mapping[str, Metrics]) -> list[BesideRow]:
        column, ours = columns
        calls = calls_in_column(new), calls_in_column(old, tag)
        squeeze = squeezes_marks(new.script)
        style = ParagraphStyle(ours.measure_em, justify=False, squeeze=squeeze)
        rows = list[BesideRow]()
        for lines, said in zip(merged, told, strict=True):
            cell = tuple(_set(lines, tag, column, metrics[column.face], calls, edition))
            remark = compose(said, {}, metrics[ours.face], style, ())
            rows.append(BesideRow((cell, (BesideText(ours, None, "", remark, True),))))
        return rows

    return replace(
        compared,
        heads=(words.redline, words.remark),
        setter=setter,
        rows=[
            RowOfTexts(
                (TextOfRow(tuple(line.line for line in lines), merged=lines),), said, p.is_same
            )
            for p, lines, said in zip(pairs, merged, told, strict=True)
        ],
    )


def anchor_of(line: MergedLine, tag: str) -> str:
    """Return the anchor of a merged line; one of the old version alone bears its ``tag``."""
    return line.new.id if line.new else second_anchor(line.line.id, tag)


def _set(
    lines: Sequence[MergedLine], tag: str, column: BesideColumn, metrics: Metrics,
    calls: Sequence[Mapping[str, Sequence[AuthorCall]]], edition: BesideEdition,
) -> Iterator[BesideItem]:  # fmt: skip
    """Yield merged lines, with a look and an element for what one version has alone.

    Cells of one version alone stand in a table of their own.
    """
    for (gone, _), run in groupby(lines, lambda n: (n.new is None, n.old is None)):
        made = list[ColumnLine]()
        for merged in run:
            line, anchor = merged.line, anchor_of(merged, tag)
            called = calls[merged.new is None].get(line.id, ())
            # what one version has alone lies around all marks of the line
            own = (*_sides(merged, anchor), *inline_marks(replace(line, id=anchor), called))
            made.append(ColumnLine(line, anchor, merged.text, own))
        yield from set_lines(
            made,
            column,
            metrics,
            edition,
            squeeze=squeezes_marks(column.tag),
            tag=tag if gone else "",
        )


def _sides(merged: MergedLine, anchor: str) -> Iterator[InlineMark]:
    for stands, kind in _MARKED.items():
        for n, (start, end) in enumerate(merged.spans(stands), 1):
            yield InlineMark(f"{anchor}-{stands}-{n}", Mark(kind, start, end), look=stands)
