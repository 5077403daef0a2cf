"""Composes whatever a print edition sets, in its face and by its habits, with note calls in place.

The pieces that set paragraphs, titles, notes, tables and the rest all ask a compositor; they know
what stands where, it knows how a line of the edition is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from msgspec.structs import replace

from zhengben.design.kinds import PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.apparatus import Note
from zhengben.document.author_notes import AuthorCall, circled
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.figures.drawings import Drawings
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import (
    ComposedLine,
    Fragment,
    InlineMark,
    ParagraphStyle,
    compose,
    natural_width,
    within,
)
from zhengben.linebreaking.titles import break_title
from zhengben.typesetting.boxes import SetNumber
from zhengben.typesetting.figures import ObjectSetter, Place


class Compositor:
    """Composes texts for a print edition of a declaration; ``metrics`` are of its face.

    ``tight`` paragraphs take as few lines as they may.
    """

    def __init__(
        self,
        declaration: Declaration,
        edition: PrintEdition,
        metrics: Metrics,
        drawings: Drawings | None = None,
        *,
        tight: bool = False,
    ) -> None:
        self.tight = tight
        self.objects = ObjectSetter(edition, drawings) if drawings else None
        self.edition, self.metrics = edition, metrics
        self.squeeze, self.languages = squeezes_marks(declaration.script), declaration.languages
        self.names = declaration.names
        self._composed: dict[tuple[object, ...], tuple[ComposedLine, ...]] = {}
        self._called: dict[str, tuple[Note, ...]] = {}
        for note in declaration.notes:
            self._called[note.line_id] = (*self._called.get(note.line_id, ()), note)
        self._author_calls: dict[str, list[AuthorCall]] = {}
        for call in declaration.author_calls:
            self._author_calls.setdefault(call.line_id, []).append(call)
        footed = declaration.footed_notes
        # as wide as the label that a call has on its page
        self._shown = {n.id: circled(1) for n in footed} if declaration.renumbers_notes else {}
        # beside notes of the author ours say whose they are, in their calls too
        self.ours = WORDS[declaration.script].editors if footed else ""

    @property
    def note_measure_em(self) -> int:
        """Return the measure of a note with its number, in whole em of the note size."""
        return int(self.edition.measure_em / self.edition.note_em + 1e-6)

    def compose(
        self, text: str, measure: float, *, indent: float = 0.0, justify: bool = False,
        calls: Mapping[int, str] | None = None, marks: Sequence[InlineMark] = (),
        lying: bool = False, grows: bool = False, in_cell: bool = False,
    ) -> tuple[ComposedLine, ...]:  # fmt: skip
        """Compose a text as this edition sets it.

        In columns its figures may be ``lying``; a line ``grows`` where it has a high object, as do
        those ``in_cell``, in which lines are those of notes. What is tried at several places, as a
        name, is composed once.
        """
        called = tuple(calls.items()) if calls else ()
        key = (text, measure, indent, justify, called, tuple(marks), lying, grows, in_cell)
        if (known := self._composed.get(key)) is not None:
            return known
        style = self._style(measure, indent, justify=justify, grows=grows)
        if in_cell and marks:
            style = replace(style, leading=self.edition.note_leading_pt / self.edition.note_pt)
        if lying:
            style = replace(style, lying=True)
        self._composed[key] = compose(text, calls or {}, self.metrics, style, marks)
        return self._composed[key]

    def natural(self, line: ComposedLine) -> float:
        """Return the width of a line that fills no measure, in em."""
        return natural_width(line.fragments, self.metrics, self._style(0.0, 0.0, justify=False))

    def _style(
        self, measure: float, indent: float, *, justify: bool, grows: bool = False
    ) -> ParagraphStyle:
        return ParagraphStyle(
            measure, indent, justify, self.squeeze, self.edition.call_em,
            vertical=self.edition.vertical, grid=self.edition.grid, languages=self.languages,
            leading=self.edition.leading_pt / self.edition.text_pt if grows else 0.0,
            tight=self.tight and justify,
        )  # fmt: skip

    def notes_in(self, line: Line) -> tuple[Note, ...]:
        """Return the notes called in a line."""
        return self._called.get(line.id, ())

    def calls(self, line: Line) -> dict[int, str]:
        """Return the number of each note called in a line, by the offset in it."""
        return {note.at - line.start: f"{self.ours}{note.number}" for note in self.notes_in(line)}

    def marks_in_cell(self, line: Line, room_em: float) -> tuple[InlineMark, ...]:
        """Return the marks of a cell as they are set, objects no wider than it is."""
        return self.marks(line, "cell", room_em=room_em)

    def marks(
        self, line: Line, place: Place = "line", beside: int = 0, room_em: float = 0.0
    ) -> tuple[InlineMark, ...]:
        """Return the marks of a line as they are set, objects with their room in a place.

        ``beside`` a figure so many lines stand on its page; a cell has so much ``room_em``.
        """
        if not line.marks:
            return ()
        found = inline_marks(line, self._author_calls.get(line.id, ()))
        if self._shown:
            found = tuple(replace(m, shown=self._shown.get(m.target, "")) for m in found)
        if self.objects is None or not any(m.mark.form == "object" for m in found):
            return found
        return tuple(
            replace(
                m,
                shape=self.objects.shape(m.mark, line, place, beside, room_em),
                alone=line.is_object,
            )
            if m.mark.form == "object"
            else m
            for m in found
        )

    def by_sense(
        self,
        text: str,
        measure: float,
        calls: Mapping[int, str] | None = None,
        marks: Sequence[InlineMark] = (),
    ) -> tuple[ComposedLine, ...]:
        """Compose a text that is broken by sense, so that its note calls have room."""
        called = calls or {}
        room = self.edition.call_em * sum(map(len, called.values()))
        # what stands between characters, or in the place of one, takes room too
        room += fsum(
            max(self.edition.call_em * len(m.mark.value), len(m.words))
            if m.shape is None
            else m.shape.advance
            for m in marks
            if m.mark.kind in ("note", "ruby") or m.words
        )
        rows = self.broken(text, max(1, int(measure - room)))
        made = self.row_by_row(rows, measure, called, marks)
        return tuple(line for row in made for line in row)

    def broken(self, text: str, longest: float) -> tuple[str, ...]:
        """Break a text by sense into lines of no more em; in columns a figure takes a cell."""
        if self.edition.vertical:
            return break_title(text, longest, self.names, figure_em=1.0)
        return break_title(text, longest, self.names)

    def row_by_row(
        self,
        rows: Sequence[str],
        measure: float,
        calls: Mapping[int, str],
        marks: Sequence[InlineMark] = (),
    ) -> Iterator[tuple[ComposedLine, ...]]:
        """Compose a text row by row; calls and marks count from the start of the first one."""
        at = 0
        for row in rows:
            here = {
                offset - at: n
                for offset, n in calls.items()
                if at < offset <= at + len(row) or offset == at == 0
            }
            yield self.compose(row, measure, calls=here, marks=within(marks, at, at + len(row)))
            at += len(row)

    def figures(self, text: str) -> tuple[Fragment, ...]:
        """Return a number of ours as fragments; in columns its full stop is left out."""
        if self.edition.vertical:
            text = text.rstrip(".")
        return self.compose(text, 1000.0)[0].fragments

    def width(self, fragments: tuple[Fragment, ...]) -> float:
        """Return the width of fragments in em, unspaced."""
        upright = {"up": lambda f: float(len(f.text)), "pair": lambda f: 1.0}
        upright["western"] = lambda f: self.metrics.words(f.text)
        return fsum(
            upright[f.kind](f) if f.kind in upright else self.metrics.width(f.text)
            for f in fragments
        )

    def number(self, text: str, measure: float) -> SetNumber:
        """Set a number at the head of a measure of its own."""
        fragments = self.figures(text)
        return SetNumber(text, fragments, round(max(0.0, measure - self.width(fragments)), 3))


def inline_marks(line: Line, calls: Sequence[AuthorCall]) -> tuple[InlineMark, ...]:
    """Return the marks of a line as they are set.

    ``calls`` are the author's calls in it; without them no call leads anywhere.
    """
    found, waiting = list[InlineMark](), iter(calls)
    for number, mark in enumerate(line.marks, 1):
        call = next(waiting, None) if mark.kind == "note" else None
        target = call.note_id if call else ""
        words = mark.alternative if mark.form == "object" else ""
        words = f"〔{words}〕" if mark.kind == "image" else words
        found.append(InlineMark(f"{line.id}-mark-{number}", mark, target, words))
    return tuple(found)


def squeezes_marks(script: str) -> bool:
    """Say whether adjacent marks are squeezed in a script: not in Taiwan, which centres them."""
    return script != "zh-Hant-TW"
