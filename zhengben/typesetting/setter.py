"""Sets the parts of a declaration for one edition and face: every line composed, no page made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhengben.apparatus.places import places
from zhengben.design.editions import PrintEdition
from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import hang_em, number_with_blank, under_articles
from zhengben.design.wording import WORDS, Words
from zhengben.document.apparatus import Instrument, Note
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import (
    ComposedLine,
    Fragment,
    ParagraphStyle,
    compose,
    gap_before,
    with_run_in_head,
)
from zhengben.linebreaking.titles import break_title
from zhengben.source.register import describe_event
from zhengben.typesetting.boxes import (
    SetFact,
    SetHeading,
    SetNote,
    SetNumber,
    SetParagraph,
    SetReference,
    SetRow,
    SetTitle,
)

# a paragraph number has the measure of the first-line indent, or more if it needs it
NUMBER_EM = 2.0
# notes hang behind their numbers by this much, in em of the note size
NOTE_INDENT_EM = 2.0
# a number keeps at least this much of its measure blank behind it
_NUMBER_BLANK_EM = 0.3
# the columns of the table of instruments as shares of the measure, and the gap between them in em
_TITLE_SHARE, _CITED_SHARE, COLUMN_GAP_EM = 0.46, 0.15, 1.4
# what the characters of a title take of its measure: it is set a little loose (styles: --loose)
LOOSE_TITLE = 0.94
# below this measure, in em of the note size, the table becomes a list
_NARROWEST_TABLE_EM = 36
# a longer remark stands in the note alone
_LONGEST_REMARK = 80
TERM_EM = 10.0
# items below items are indented so many times at most
_DEEPEST_INDENT, _LISTED = 3, ("item", "bullet")
# what is indented below the title of an entry of the list
FURTHER_EM = 2.0
# how far down a title begins in columns, in em of the title (styles/vertical.css)
_COLUMN_TITLE_INDENT_EM = 4.0


class Setter:
    """Sets the parts of a declaration for one edition and face."""

    def __init__(
        self, declaration: Declaration, edition: PrintEdition, metrics: Metrics, squeeze: bool
    ) -> None:
        self.declaration, self.edition, self.metrics = declaration, edition, metrics
        self.squeeze, self.genre = squeeze, genre_of(declaration)
        self._called: dict[str, tuple[Note, ...]] = {}
        for note in declaration.notes:
            self._called[note.line_id] = (*self._called.get(note.line_id, ()), note)
        # what stands under articles is set in from their numbers
        self.hang_em = 0
        self.hangs = self.genre.hangs and edition.hangs
        if self.hangs:
            self.hang_em = hang_em(declaration, edition.measure_em)
        self._under = {line.id for line in under_articles(declaration)} if self.hangs else set()
        self.places = dict(places(declaration, WORDS[declaration.script]))
        numbers = [f"{line.number}." for line in declaration.paragraphs if line.number]
        widest = max((self.width(self.figures(number)) for number in numbers), default=0.0)
        self.number_em = max(NUMBER_EM, float(-(-(widest + _NUMBER_BLANK_EM) // 1)))

    @property
    def note_measure_em(self) -> int:
        """Return the measure of a note with its number, in whole em of the note size."""
        return int(self.edition.measure_em / self.edition.note_em + 1e-6)

    @property
    def note_lines_em(self) -> float:
        """Return the measure of the lines of a note, behind its number."""
        return self.note_measure_em - self.edition.note_inset_em - NOTE_INDENT_EM

    @property
    def is_table(self) -> bool:
        """Say whether the instruments stand in a table, or in a list where that is too narrow."""
        return not self.edition.vertical and self.note_measure_em >= _NARROWEST_TABLE_EM

    @property
    def column_ems(self) -> tuple[float, float, float]:
        """Return the widths of the columns of the table in em of the note size, gaps left out."""
        whole = self.note_measure_em - 2 * COLUMN_GAP_EM
        title, cited = round(whole * _TITLE_SHARE), round(whole * _CITED_SHARE)
        return float(title), round(whole - title - cited, 3), float(cited)

    def compose(
        self, text: str, measure: float, *, indent: float = 0.0, justify: bool = False,
        calls: Mapping[int, str] | None = None,
    ) -> tuple[ComposedLine, ...]:  # fmt: skip
        """Compose a text as this edition sets it."""
        style = ParagraphStyle(
            measure, indent, justify, self.squeeze, self.edition.call_em,
            vertical=self.edition.vertical, grid=self.edition.grid,
        )  # fmt: skip
        return compose(text, calls or {}, self.metrics, style)

    def notes_in(self, line: Line) -> tuple[Note, ...]:
        """Return the notes called in a line."""
        return self._called.get(line.id, ())

    def calls(self, line: Line) -> dict[int, str]:
        """Return the number of each note called in a line, by the offset in it."""
        return {note.at - line.start: str(note.number) for note in self.notes_in(line)}

    def by_sense(
        self, text: str, measure: float, calls: Mapping[int, str] | None = None
    ) -> tuple[ComposedLine, ...]:
        """Compose a text that is broken by sense, so that its note calls have room."""
        called = calls or {}
        room = self.edition.call_em * sum(map(len, called.values()))
        rows = break_title(text, max(1, int(measure - room)))
        return tuple(line for row in self.set_rows(rows, measure, called) for line in row)

    def set_rows(
        self, rows: Sequence[str], measure: float, calls: Mapping[int, str]
    ) -> Iterator[tuple[ComposedLine, ...]]:
        """Compose a text row by row; ``calls`` count from the start of the first one."""
        at = 0
        for row in rows:
            here = {offset - at: n for offset, n in calls.items() if at < offset <= at + len(row)}
            yield self.compose(row, measure, calls=here)
            at += len(row)

    def figures(self, text: str) -> tuple[Fragment, ...]:
        """Return a number of ours as fragments; in columns its full stop is left out."""
        if self.edition.vertical:
            text = text.rstrip(".")
        return self.compose(text, 1000.0)[0].fragments

    def width(self, fragments: tuple[Fragment, ...]) -> float:
        """Return the width of fragments in em, unspaced."""
        upright = {"up": lambda f: float(len(f.text)), "pair": lambda f: 1.0}
        return sum(
            upright[f.kind](f) if f.kind in upright else self.metrics.width(f.text)
            for f in fragments
        )

    def label(self, text: str, measure: float) -> SetNumber:
        """Set a number at the head of a measure of its own."""
        fragments = self.figures(text)
        return SetNumber(text, fragments, round(max(0.0, measure - self.width(fragments)), 3))

    def title(self) -> SetTitle:
        """Set the head of the document."""
        edition, line = self.edition, self.declaration.title
        measure = edition.measure_pt / edition.title_pt
        if edition.vertical:
            measure -= _COLUMN_TITLE_INDENT_EM
        rows = self.declaration.title_lines
        if len(rows) == 1:
            rows = break_title(line.text, int(LOOSE_TITLE * measure))
        set_rows = tuple(self.set_rows(rows, measure, self.calls(line)))
        dateline = self.compose(self.declaration.dateline, edition.measure_em)
        lines = sum(map(len, set_rows)) * edition.title_leading_pt / edition.leading_pt
        # whole lines, so that the text below stands on the same grid as on other pages
        height = edition.head_blank_lines + len(dateline) + -(-lines // 1)
        return SetTitle(line, set_rows, dateline, height * edition.leading_pt)

    def paragraph(self, line: Line) -> SetParagraph:
        """Set a paragraph of the text."""
        hung = self._hung(line)
        begin = len(hung.text) if hung else 0
        label = self.label(f"{line.number}.", self.number_em) if line.number else None
        # items are indented by their depth, as far as the measure bears it, and those that bear
        # neither number nor mark once more
        unmarked = line.role == "bullet" and not line.label
        depth = line.level - 1 + unmarked if line.role in _LISTED else 0
        deeper = min(max(depth, 0), _DEEPEST_INDENT)
        left = deeper * NUMBER_EM + (self.hang_em if line.id in self._under else 0)
        indent = self.number_em if label else NUMBER_EM
        if hung:
            # a number wider than its margin takes the rest from the line
            indent = max(0.0, self.width(hung.fragments) - self.hang_em)
        lines = self.compose(
            line.text[begin:],
            self.edition.measure_em - left,
            indent=indent,
            justify=self.edition.justify,
            calls={at - begin: number for at, number in self.calls(line).items()},
        )
        if hung:
            moved = (replace(x, start=x.start + begin, end=x.end + begin) for x in lines[1:])
            lines = (replace(lines[0], end=lines[0].end + begin), *moved)
        else:
            lines = (with_run_in_head(lines[0], *self.genre.run_in_head(line)), *lines[1:])
        return SetParagraph(line, label, lines, self.notes_in(line), left, hung)

    def _hung(self, line: Line) -> SetNumber | None:
        """Set the number of an article, with the blank behind it, in the margin of its text."""
        text = number_with_blank(line) if self.hangs else ""
        if not text:
            return None
        composed = self.compose(text.rstrip(), 1000.0)[0]
        *most, last = with_run_in_head(composed, *self.genre.run_in_head(line)).fragments
        # the engine does not draw a blank that stands by itself
        fragments = (*most, replace(last, text=last.text + text[len(text.rstrip()) :]))
        return SetNumber(text, fragments, round(max(0.0, self.hang_em - self.width(fragments)), 3))

    def note(self, note: Note) -> SetNote:
        """Set a note."""
        lines = self.compose(note.text, self.note_lines_em, justify=self.edition.justify)
        return SetNote(note, self.label(str(note.number), NOTE_INDENT_EM), lines)

    def running_head(self, chapter: str = "") -> str:
        """Return the short title and a chapter, or as much as leaves a margin of the measure."""
        text, most = self.declaration.short_title, int(0.9 * self.note_measure_em)
        if chapter:
            text = f"{text}\u3000{chapter}" if len(text) + len(chapter) < most else chapter
        return text if len(text) <= most else text[: most - 1] + "…"

    def heading(self, id_: str, text: str) -> SetHeading:
        """Set a heading of the apparatus."""
        return SetHeading(id_, text, self.compose(text, self.edition.measure_em / 2))

    def row(
        self, number: int, instrument: Instrument, cited: tuple[Line, ...], words: Words
    ) -> SetRow:
        """Set a row of the table, or an entry of the list, of instruments."""
        facts = [describe_event(event, self.declaration.script) for event in instrument.events]
        facts += [instrument.symbol] if instrument.symbol else []
        if 0 < len(instrument.remark) <= _LONGEST_REMARK:
            facts.append(instrument.remark)
        title, events, narrow = self.column_ems
        label: tuple[ComposedLine, ...] = ()
        if not self.is_table:
            title, events = float(self.note_measure_em), self.note_measure_em - FURTHER_EM
            facts = ["，".join(facts)] if facts else []
            label = self.compose(f"{words.cited_in}：", 1000.0)
            narrow = events - len(words.cited_in) - 1
        set_facts = tuple(self.compose(fact, events) for fact in facts)
        references = tuple(self._cited(cited, narrow))
        run_on = not self.is_table and [len(f) for f in set_facts] == [len(references)] == [1]
        if run_on:
            widths = [self.width(r.fragments) + 1 for r in references[0]]
            taken = self.width(set_facts[0][0].fragments) + len(words.cited_in) + 2 + sum(widths)
            run_on = taken <= events
        title_lines = self.compose(instrument.name, title)
        return SetRow(number, instrument, title_lines, set_facts, references, label, run_on)

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
            shown = self.figures(name if len(name) < measure else name[: int(measure) - 2] + "…")
            width = self.width(shown) + 1
            if row and used + width > measure + 0.5:
                yield tuple(row)
                row, used = [], 0.0
            row.append(SetReference(line, shown, "、" if place < len(named) else ""))
            used += width
        if row:
            yield tuple(row)

    def fact(self, term: str, value: str) -> SetFact:
        """Set a row of the colophon."""
        measure = self.note_measure_em - TERM_EM
        return SetFact(self.compose(term, TERM_EM), self.compose(value, measure))


def spacings(lines: Iterator[ComposedLine]) -> tuple[tuple[int, float], ...]:
    """Return the letter spacings in use, in thousandths of an em, with their gaps in em."""
    used = {line.spacing for line in lines}
    return tuple((spacing, gap_before(spacing)) for spacing in sorted(used))
