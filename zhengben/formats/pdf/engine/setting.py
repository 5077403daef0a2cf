"""Where each stretch of a row stands, in the size, the face and the alignment of its block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from zhengben.formats.pdf.engine.blocks import DrawnRow, Stretch
from zhengben.formats.pdf.engine.faces import DrawnChain, ShownRun
from zhengben.formats.pdf.engine.looks import Look, rules_of


class PlacedStretch(Struct):
    """A run of a stretch on its row, in the engine's units: its left edge, and how it is drawn.

    ``spacing`` stands behind each of its glyphs; ``behind`` is what ends the row unseen: blanks,
    which hang, and the spacing of the last character.
    """

    stretch: Stretch
    x: float
    run: ShownRun
    size: float
    look: Look
    spacing: float
    behind: float = 0.0

    @property
    def end(self) -> float:
        """Return where the next glyph would stand."""
        if self.stretch.object:
            return self.x + self.stretch.object.shape.advance * self.size
        return self.x + self.run.width_em * self.size + self.run.count * self.spacing

    @property
    def seen_end(self) -> float:
        """Return where what is seen of it ends."""
        return self.end - self.behind


class RowSetter:
    """Places the rows of a block by what its computed style says.

    ``leading`` is the height of a row, ``base_line`` lies so far below its top.
    """

    def __init__(
        self, style: Any, width: float, faces: Mapping[str, DrawnChain], looks: Mapping[str, Look]
    ) -> None:
        self.width, self.faces, self.looks = width, faces, looks
        self.size: float = style["font_size"]
        self.face = faces[style["font_family"][0]]
        self.leading = line_height(style)
        first = self.face.first
        self.base_line = (self.leading + (first.ascent_em - first.descent_em) * self.size) / 2
        self.indent = _length(style["text_indent"], width)
        self.spacing = _length(style["letter_spacing"], 0.0)
        self.align: str = style["text_align_all"]
        # what decorates the whole block, where a look has nothing of its own
        self.rules = tuple(rules_of(style))

    def place(self, row: DrawnRow, *, first: bool) -> Iterator[PlacedStretch]:
        """Yield the stretches of a row; the ``first`` one is indented."""
        size, spacing = self.size, self.spacing
        if row.spacing_em is not None:
            spacing = row.spacing_em * size
        width, align = self.width, self.align
        found, x = list[PlacedStretch](), row.start_em * size
        if row.cell:
            x, align = x + row.cell.left_em * size, row.cell.align
            width = (row.cell.left_em + row.cell.width_em) * size
        elif first:
            x += self.indent
        for stretch in row.stretches:
            x += stretch.before_em * size
            words_em = row.words_em if stretch.worded else 0.0
            for placed in self._placed(stretch, x, words_em, spacing if stretch.spaced else 0.0):
                found.append(placed)
                x = placed.end
            x += stretch.after_em * size
        for placed in reversed(found):
            placed.behind = self._behind(placed, row.words_em)
            if placed.run.text.strip(" "):
                break
        if align in ("center", "right", "end") and found:
            free = width - x + fsum(placed.behind for placed in found)
            shift = free / 2 if align == "center" else free
            for placed in found:
                placed.x += shift
        yield from found
        for before_em, stretch in row.edge:
            at_edge = list(self._placed(stretch, 0.0, 0.0, 0.0))
            shift = self.width - before_em * at_edge[-1].size - at_edge[-1].end
            for placed in at_edge:
                placed.x += shift
                yield placed

    def _placed(
        self, stretch: Stretch, x: float, words_em: float, spacing: float
    ) -> Iterator[PlacedStretch]:
        """Yield the runs of a stretch, one behind the other."""
        look = self.looks[stretch.look]
        if self.rules and not look.rules:
            look = replace(look, rules=self.rules)
        face = self.face if look.face is None else self.faces[look.face]
        if stretch.object:
            nothing = ShownRun(face.first, stretch.text, (), 0.0, 0)
            yield PlacedStretch(stretch, x, nothing, self.size * look.scale, look, 0.0)
            return
        for run in face.runs(stretch.text, stretch.features, words_em):
            placed = PlacedStretch(stretch, x, run, self.size * look.scale, look, spacing)
            yield placed
            x = placed.end

    def _behind(self, last: PlacedStretch, words_em: float) -> float:
        """Return what stands behind the last character that is seen: blanks, and its spacing."""
        text = last.run.text
        blanks = len(text) - len(text.rstrip(" "))
        if not blanks:
            return last.spacing
        words_em = words_em if last.stretch.worded else 0.0
        blank = next(last.run.face.runs(" ", (), words_em))
        width = blank.width_em * last.size
        # where there is nothing but blanks, no character before them is spaced
        seen = blanks < len(text)
        return blanks * (width + last.spacing) + last.spacing * seen


def line_height(style: Any) -> float:
    """Return the height of a line in the engine's units."""
    height, size = style["line_height"], float(style["font_size"])
    if isinstance(height, str):
        return size
    return height * size if isinstance(height, int | float) else float(height.value)


def _length(value: Any, whole: float) -> float:
    """Return a computed length in the engine's units; percentages are of ``whole``."""
    if isinstance(value, str):
        return 0.0
    if isinstance(value, int | float):
        return float(value)
    return float(value.value) * (whole / 100 if value.unit == "%" else 1)
