"""A declaration set for print: every line composed, ready for a template to place.

The nouns here hold no HTML; ``render`` hands them to the edition's template.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhengben.compose import ComposedLine, Metrics, Setting, compose, gap_before
from zhengben.editions import PrintEdition
from zhengben.model import Declaration, Instrument, Line, Note
from zhengben.register import describe_event

# a paragraph number has the measure of the first-line indent
NUMBER_EM = 2.0
# notes hang behind their numbers by this much, in em of the note size
NOTE_INDENT_EM = 2.0
# the table of instruments: widths of title and events in em of the note size
TITLE_EM, EVENTS_EM = 21.0, 18.0


@dataclass(frozen=True, slots=True)
class Label:
    """A number in its own measure: its text, and what is left of the measure in em."""

    text: str
    rest: float


@dataclass(frozen=True, slots=True)
class SetNote:
    """A note with its lines."""

    note: Note
    label: Label
    lines: tuple[ComposedLine, ...]


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """A preamble or operative paragraph with its lines, and its notes by number."""

    line: Line
    label: Label | None
    lines: tuple[ComposedLine, ...]
    notes: dict[str, SetNote]


@dataclass(frozen=True, slots=True)
class SetInstrument:
    """A row of the table of instruments; each event is set by itself."""

    instrument: Instrument
    title: tuple[ComposedLine, ...]
    events: tuple[tuple[ComposedLine, ...], ...]
    cited: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SetDeclaration:
    """Everything of a declaration that a print template places."""

    declaration: Declaration
    edition: PrintEdition
    preamble: tuple[SetParagraph, ...]
    paragraphs: tuple[SetParagraph, ...]
    instruments: tuple[SetInstrument, ...]

    def spacings(self) -> tuple[tuple[int, float], ...]:
        """Return the letter spacings in use, in thousandths of an em, with their gaps in em."""
        used = {line.spacing for line in self._lines()}
        return tuple((spacing, gap_before(spacing)) for spacing in sorted(used))

    def _lines(self) -> Iterator[ComposedLine]:
        for paragraph in (*self.preamble, *self.paragraphs):
            yield from paragraph.lines
            for note in paragraph.notes.values():
                yield from note.lines
        for row in self.instruments:
            yield from row.title
            for event in row.events:
                yield from event


def set_declaration(
    declaration: Declaration, edition: PrintEdition, metrics: Metrics
) -> SetDeclaration:
    """Compose every paragraph, note and table cell of a declaration for an edition."""
    body = Setting(edition.measure_em, indent=NUMBER_EM)
    # whole em only, so that lines of full-width characters need no spacing
    note_measure = int(edition.measure_em * edition.text_pt / edition.note_pt) - NOTE_INDENT_EM
    notes = Setting(note_measure)

    def label(text: str, measure: float) -> Label:
        return Label(text, round(measure - metrics.width(text), 3))

    def set_note(note: Note) -> SetNote:
        number = label(str(note.number), NOTE_INDENT_EM)
        return SetNote(note, number, compose(note.text, {}, metrics, notes))

    def paragraph(line: Line) -> SetParagraph:
        called = declaration.note_at(line)
        calls = {note.at - line.start: str(note.number) for note in called}
        set_notes = {str(note.number): set_note(note) for note in called}
        number = label(f"{line.number}.", NUMBER_EM) if line.number else None
        return SetParagraph(line, number, compose(line.text, calls, metrics, body), set_notes)

    def row(instrument: Instrument, cited: tuple[Line, ...]) -> SetInstrument:
        facts = [describe_event(event) for event in instrument.events]
        facts += [fact for fact in (instrument.symbol, instrument.remark) if fact]
        return SetInstrument(
            instrument,
            compose(instrument.name, {}, metrics, Setting(TITLE_EM)),
            tuple(compose(f, {}, metrics, Setting(EVENTS_EM, justify=False)) for f in facts),
            cited,
        )

    return SetDeclaration(
        declaration,
        edition,
        tuple(paragraph(line) for line in declaration.preamble),
        tuple(paragraph(line) for line in declaration.paragraphs),
        tuple(row(instrument, cited) for instrument, cited in declaration.citations()),
    )
