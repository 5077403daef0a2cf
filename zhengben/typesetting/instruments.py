"""Sets the table of the instruments that a text cites, or the list it is where that is too wide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from math import fsum

from msgspec.structs import replace

from zhengben.apparatus.places import places
from zhengben.design.wording import Words
from zhengben.document.apparatus import Instrument
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.linebreaking import ComposedLine
from zhengben.source.register import describe_event
from zhengben.typesetting.boxes import SetReference, SetRow, SetTableHead
from zhengben.typesetting.compositor import Compositor

# the columns of the table as shares of the measure, and the gap between them in em
_TITLE_SHARE, _CITED_SHARE, COLUMN_GAP_EM = 0.46, 0.15, 1.4
# below this measure, in em of the note size, the table becomes a list
_NARROWEST_TABLE_EM = 36
# a longer remark stands in the note alone
_LONGEST_REMARK = 80
# what is indented below the title of an entry of the list
_FURTHER_EM = 2.0
# heights of the head and of the blank below a row, in lines of notes
_HEAD_LINES, _ROW_BLANK_LINES = 1.6, 0.5


class InstrumentSetter:
    """Sets the instruments that a declaration cites; ``words`` are those of its script.

    ``is_table`` says whether they stand in a table; ``column_ems`` are the widths of its columns
    in em of the note size, gaps left out.
    """

    def __init__(self, declaration: Declaration, compositor: Compositor, words: Words) -> None:
        self.compositor, self.words, self.script = compositor, words, declaration.script
        self.places = dict(places(declaration, words))
        self.measure = compositor.note_measure_em
        self.is_table = not compositor.edition.vertical and self.measure >= _NARROWEST_TABLE_EM
        whole = self.measure - 2 * COLUMN_GAP_EM
        title, cited = round(whole * _TITLE_SHARE), round(whole * _CITED_SHARE)
        self.column_ems = (float(title), round(whole - title - cited, 3), float(cited))

    def head(self) -> SetTableHead:
        """Set the head of the table."""
        heads = (self.words.instrument, self.words.events, self.words.cited_in)
        cells = zip(heads, self.column_ems, strict=True)
        return SetTableHead(tuple(self.compositor.compose(head, width) for head, width in cells))

    def head_pt(self) -> float:
        """Return the height of the head of the table."""
        return _HEAD_LINES * self.compositor.edition.note_leading_pt

    def row(
        self, number: int, instrument: Instrument, cited: tuple[Line, ...],
        folios: Mapping[str, str],
    ) -> SetRow:  # fmt: skip
        """Set a row of the table, or an entry of the list; ``cited`` are the lines that name it.

        ``folios`` gives the page of each line by its anchor.
        """
        facts = [describe_event(event, self.script) for event in instrument.events]
        facts += [instrument.symbol] if instrument.symbol else []
        if 0 < len(instrument.remark) <= _LONGEST_REMARK:
            facts.append(instrument.remark)
        compose, width = self.compositor.compose, self.compositor.width
        cited_in = self.words.cited_in
        title, events, narrow = self.column_ems
        label: tuple[ComposedLine, ...] = ()
        if not self.is_table:
            title, events = float(self.measure), self.measure - _FURTHER_EM
            facts = ["，".join(facts)] if facts else []
            label = compose(f"{cited_in}：", 1000.0)
            narrow = events - len(cited_in) - 1
        set_facts = tuple(compose(fact, events) for fact in facts)
        references = tuple(self._cited(cited, narrow))
        run_on = not self.is_table and [len(f) for f in set_facts] == [len(references)] == [1]
        if run_on:
            widths = [width(r.fragments) + 1 for r in references[0]]
            taken = width(set_facts[0][0].fragments) + len(cited_in) + 2 + fsum(widths)
            run_on = taken <= events
        title_lines = compose(instrument.name, title)
        found = dict.fromkeys(folios[line.id] for line in cited if line.id in folios)
        pages = compose(self.words.on_page.format("、".join(found)), narrow) if found else ()
        return SetRow(number, instrument, title_lines, set_facts, references, label, pages, run_on)

    def row_pt(self, row: SetRow) -> float:
        """Return the height of a row, its blank included."""
        if self.is_table:
            lines = max(len(row.title), row.event_lines, len(row.cited) + len(row.pages))
        else:
            lines = len(row.title) + row.event_lines + (0 if row.run_on else len(row.cited))
            lines += len(row.pages)
        return (lines + _ROW_BLANK_LINES) * self.compositor.edition.note_leading_pt

    def pieces(self, row: SetRow) -> list[tuple[SetRow, float]]:
        """Return a row with its height, or line by line where it is higher than a page."""
        height, leading = self.row_pt(row), self.compositor.edition.note_leading_pt
        if height + self.head_pt() * self.is_table <= self.compositor.edition.depth_pt:
            return [(row, height)]
        events = [line for event in row.events for line in event]
        columns = list(zip_longest(row.title, events, row.cited))
        if not self.is_table:
            # one below another
            columns = [(line, None, None) for line in row.title]
            columns += [(None, line, None) for line in events]
            columns += [(None, None, line) for line in row.cited]
        made = list[tuple[SetRow, float]]()
        for number, (title, event, cited) in enumerate(columns):
            piece = replace(
                row,
                title=(title,) if title else (),
                events=((event,),) if event else (),
                cited=(cited,) if cited else (),
                cited_label=row.cited_label if cited and cited is row.cited[0] else (),
                goes_on=number > 0,
            )
            last = number == len(columns) - 1
            piece = replace(piece, pages=row.pages if last else ())
            more = len(row.pages) + _ROW_BLANK_LINES if last else 0.0
            made.append((piece, (1 + more) * leading))
        return made

    def _cited(self, lines: tuple[Line, ...], measure: float) -> Iterator[tuple[SetReference, ...]]:
        """Yield lines of references to paragraphs, broken only between two of them."""
        row: list[SetReference] = []
        used = 0.0
        # lines that are called alike, as those of one article, are named once
        named: dict[str, Line] = {}
        for line in lines:
            named.setdefault(str(line.number or self.places[line.id]), line)
        for place, (name, line) in enumerate(named.items(), 1):
            # a place with a long name is shortened to the measure
            short = name if len(name) < measure else name[: int(measure) - 2] + "…"
            shown = self.compositor.figures(short)
            width = self.compositor.width(shown) + 1
            if row and used + width > measure + 0.5:
                yield tuple(row)
                row, used = [], 0.0
            row.append(SetReference(line, shown, "、" if place < len(named) else ""))
            used += width
        if row:
            yield tuple(row)
