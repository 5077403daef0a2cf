"""Sets the comparison edition: the new text, the old one, and what became of each article.

What is new is underlined in the first column, what is gone has dots under it in the second: no line
goes through a character. The third says which instrument changed the article, or that none did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
from zhengben.comparison.pairing import UnitPair
from zhengben.comparison.units import ArticleUnit
from zhengben.comparison.versions import shown_pairs
from zhengben.design.comparison_wording import ComparedUnit, ComparisonWords, comparison_words
from zhengben.design.kinds import BesideEdition
from zhengben.document.author_notes import AuthorCall
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Line
from zhengben.document.notation import Mark
from zhengben.document.versions import version_tag
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import InlineMark, ParagraphStyle, compose
from zhengben.typesetting.compositor import inline_marks, squeezes_marks

# what the sheet calls a stretch that is new, and one that is gone
NEW, GONE = "changed", "gone"

# from one character to behind another
Span = tuple[int, int]


def comparison_book(new: Declaration, old: Declaration, edition: BesideEdition) -> BesideBook:
    """Return what the comparison edition of a text with an earlier version is made from."""
    words = comparison_words(new.script)
    pairs = shown_pairs(old, new)
    since, until = (d.identity.version_of(d.date) for d in (old, new))
    made_so = [v for v in new.versions if since < v.date <= until and v.instrument]
    instruments = [v.instrument for v in made_so]
    told = _told(pairs, words, instruments)
    tags = new.script, version_tag(old.script, since)

    def setter(columns: Sequence[BesideColumn], metrics: Mapping[str, Metrics]) -> list[BesideRow]:
        calls = [calls_in_column(new), calls_in_column(old, tags[1])]
        return [
            _row(pair, said, columns, metrics, calls, edition)
            for pair, said in zip(pairs, told, strict=True)
        ]

    return BesideBook(
        texts=dict(zip(tags, (new, old), strict=True)),
        edition=edition,
        heads=words.heads,
        facts=_facts(words, new, old),
        ours=told,
        setter=setter,
        rows=[
            RowOfTexts(tuple(_part(*side) for side in _sides(pair)), said, pair.is_same)
            for pair, said in zip(pairs, told, strict=True)
        ],
    )


def _told(
    pairs: Sequence[UnitPair], words: ComparisonWords, instruments: Sequence[str]
) -> list[str]:
    """Return what is said of each article; the first that changed names the instruments."""
    found, named = list[str](), False
    for pair in pairs:
        found.append(words.told(_compared(pair), () if named else instruments))
        named = named or not pair.is_same
    return found


def _compared(pair: UnitPair) -> ComparedUnit:
    old, new = (unit.lines[0] if unit else None for unit in (pair.old, pair.new))
    return ComparedUnit(old, new, pair.change, pair.moved)


def _facts(words: ComparisonWords, new: Declaration, old: Declaration) -> list[tuple[str, str]]:
    rows = []
    for term, text in ((words.new, new), (words.old, old)):
        day = text.identity.version_of(text.date)
        version = next((v for v in new.versions if v.date == day), None)
        instrument = version.instrument if version else ""
        rows.append((term, words.version(day, instrument)))
    return [*rows, (words.old_sha256, old.provenance.canonical_sha256)]


def _row(
    pair: UnitPair, told: str, columns: Sequence[BesideColumn], metrics: Mapping[str, Metrics],
    calls: Sequence[Mapping[str, Sequence[AuthorCall]]], edition: BesideEdition,
) -> BesideRow:  # fmt: skip
    squeeze = squeezes_marks(columns[0].tag)
    cells = list[tuple[BesideItem, ...]]()
    for column, (unit, spans), look, called in zip(
        columns, _sides(pair), (NEW, GONE), calls, strict=False
    ):
        face = metrics[column.face]
        found = _texts(unit, spans, look, column, face, called, edition, squeeze=squeeze)
        cells.append(tuple(found))
    ours = columns[-1]
    style = ParagraphStyle(ours.measure_em, justify=False, squeeze=squeeze)
    said = compose(told, {}, metrics[ours.face], style, ())
    return BesideRow((*cells, (BesideText(ours, None, "", said, True),)))


def _sides(pair: UnitPair) -> tuple[tuple[ArticleUnit | None, list[Span]], ...]:
    """Return the new unit and the old one, each with where it changed; all of one that is alone."""
    sides = (
        (pair.new, [(e.begin, e.finish) for e in pair.edits], pair.old is None),
        (pair.old, [(e.start, e.end) for e in pair.edits], pair.new is None),
    )
    return tuple(
        (unit, [(0, len(unit.text))] if unit and whole else spans) for unit, spans, whole in sides
    )


def _part(unit: ArticleUnit | None, spans: Sequence[Span]) -> TextOfRow:
    if unit is None:
        return TextOfRow(())
    inside = tuple(tuple(found) for _, found in _by_line(unit, spans))
    return TextOfRow(unit.lines, inside)


def _by_line(unit: ArticleUnit, spans: Sequence[Span]) -> Iterator[tuple[Line, list[Span]]]:
    """Yield each line of a unit with where it changed, counted in the line."""
    start = 0
    for line in unit.lines:
        end = start + len(line.text)
        inside = ((max(a, start) - start, min(b, end) - start) for a, b in spans)
        yield line, [(a, b) for a, b in inside if 0 <= a < b]
        start = end + 1


def _texts(
    unit: ArticleUnit | None, spans: Sequence[Span], look: str, column: BesideColumn,
    metrics: Metrics, calls: Mapping[str, Sequence[AuthorCall]], edition: BesideEdition, *,
    squeeze: bool,
) -> list[BesideItem]:  # fmt: skip
    """Compose the lines of an article, with a look for what changed."""
    lines = list[ColumnLine]()
    for line, inside in _by_line(unit, spans) if unit else ():
        marks = [InlineMark("", Mark("u", a, b), look=look) for a, b in inside]
        anchor = line.id if column.number == 1 else second_anchor(line.id, column.tag)
        called = calls.get(line.id, ())
        # what changed lies around all marks of the line
        every = (*marks, *inline_marks(replace(line, id=anchor), called))
        lines.append(ColumnLine(line, anchor, line.text, every))
    tag = "" if column.number == 1 else column.tag
    return set_lines(lines, column, metrics, edition, squeeze=squeeze, tag=tag)
