"""Composes whatever a print edition sets, in its face and by its habits, with note calls in place.

The pieces that set paragraphs, titles, notes, tables and the rest all ask a compositor; they know
what stands where, it knows how a line of the edition is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhengben.design.kinds import PrintEdition
from zhengben.document.apparatus import Note
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.fonts.metrics import Metrics
from zhengben.linebreaking import ComposedLine, Fragment, ParagraphStyle, compose, gap_before
from zhengben.linebreaking.titles import break_title
from zhengben.typesetting.boxes import SetNumber


class Compositor:
    """Composes texts for a print edition of a declaration; ``metrics`` are of its face."""

    def __init__(self, declaration: Declaration, edition: PrintEdition, metrics: Metrics) -> None:
        self.edition, self.metrics = edition, metrics
        self.squeeze = squeezes_marks(declaration.script)
        self._called: dict[str, tuple[Note, ...]] = {}
        for note in declaration.notes:
            self._called[note.line_id] = (*self._called.get(note.line_id, ()), note)

    @property
    def note_measure_em(self) -> int:
        """Return the measure of a note with its number, in whole em of the note size."""
        return int(self.edition.measure_em / self.edition.note_em + 1e-6)

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
        return tuple(line for row in self.row_by_row(rows, measure, called) for line in row)

    def row_by_row(
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

    def number(self, text: str, measure: float) -> SetNumber:
        """Set a number at the head of a measure of its own."""
        fragments = self.figures(text)
        return SetNumber(text, fragments, round(max(0.0, measure - self.width(fragments)), 3))


def squeezes_marks(script: str) -> bool:
    """Say whether adjacent marks are squeezed in a script: not in Taiwan, which centres them."""
    return script != "zh-Hant-TW"


def spacings(lines: Iterator[ComposedLine]) -> tuple[tuple[int, float], ...]:
    """Return the letter spacings in use, in thousandths of an em, with their gaps in em."""
    used = {line.spacing for line in lines}
    return tuple((spacing, gap_before(spacing)) for spacing in sorted(used))
