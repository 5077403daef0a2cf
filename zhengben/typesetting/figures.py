"""How large pictures and formulas are set: by their nature, by the metadata, and by what has room.

A picture keeps the proportion of its sides. In a line it stands with its middle at that of the
characters beside it; where it is higher than a line, its line takes whole lines more, so that text
stays on its grid. In a cell of a table it is as wide as the cell, up to its natural size, and no
higher than a fifth of the page. Columns are laid out on their side: a picture that is to stand
upright there lies on its side. Formulas lie along the line.
"""

from __future__ import annotations

from typing import Literal

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT, Mark
from zhengben.document.provenance import ObjectFile
from zhengben.figures.drawings import Drawings
from zhengben.figures.shape import ObjectShape

# where it stands: by itself, in running text, in a cell, or in a line that has no room for more
Place = Literal["figure", "text", "cell", "line"]
# shares of the page's depth: of a figure, if the metadata say no size, of a picture in a line, and
# of one in a cell, whose row may then stand whole on a page
_FIGURE_SHARE, _INLINE_SHARE, CELL_SHARE = 0.6, 1 / 3, 0.2
# lines that a figure leaves on a page to its caption, and to the heading that it stands under
_OTHER_LINES = 6
# and lines that its own white space takes, which is rounded to whole lines
_SPARE_LINES = 3
# what stands free above and below a picture, in em
_FIGURE_CLEAR_EM, _CLEAR_EM = 0.4, 0.2
# in a line without more room a picture is so high, in em; of a formula it is both sides of the line
_HIGH_EM, _WIDE_EM, _FORMULA_EM = 1.2, 12.0, 1.4
# what stands free beside a formula in running text, in em
_PAD_EM = 0.12
# what stands free beside each of several pictures in a cell, in em
_BESIDE_EM = 0.2
# rounding, by which no object is wider than its cell
_SLACK_EM = 0.02


class ObjectSetter:
    """Gives the objects of a document their room in an edition."""

    def __init__(self, edition: PrintEdition, drawings: Drawings) -> None:
        self.edition, self.drawings = edition, drawings

    def shape(
        self, mark: Mark, line: Line, place: Place, beside: int = _OTHER_LINES,
        room_em: float = 0.0,
    ) -> ObjectShape | None:  # fmt: skip
        """Return the room of an object; None where nothing can be drawn and words stand for it.

        ``beside`` a figure so many lines stand on its page; a cell has so much ``room_em``, in em
        of its size.
        """
        if mark.kind == "math":
            return self._formula(mark, line, place, room_em)
        known = self.drawings.files.get(mark.file)
        if known is None or not known.shown_sha256:
            return None
        return self._picture(known, line, place, beside, room_em)

    def _picture(
        self, known: ObjectFile, line: Line, place: Place, beside: int, room_em: float
    ) -> ObjectShape:
        edition = self.edition
        # the largest size of such lines, in which no picture is drawn larger than it is
        sizes = {"line": edition.title_pt, "cell": edition.note_pt}
        em_pt = sizes.get(place, edition.text_pt)
        wide, high = (side / em_pt for side in known.natural_pt)
        own_page = known.landscape and place == "figure"
        turned = edition.vertical != own_page
        along, across = (high, wide) if turned else (wide, high)
        if place == "cell":
            longest, highest = self._room_in_cell(line, room_em)
        else:
            longest, highest = self._room(known, line, place, beside)
        scale = min(longest / along, highest / across)
        if not own_page or known.width_mm:
            scale = min(1.0, scale)
        sides = round(along * scale, 3), round(across * scale, 3)
        if place == "cell" and _stands_alone(line):
            pad = _BESIDE_EM if line.text.count(OBJECT) > 1 else 0.0
            leading = edition.note_leading_pt / edition.note_pt
            return ObjectShape.hung(*sides, leading, turned=turned, clear=_CLEAR_EM, pad=pad)
        clear = _FIGURE_CLEAR_EM if place == "figure" else _CLEAR_EM
        return ObjectShape.centred(*sides, turned=turned, clear=clear)

    def _room(
        self, known: ObjectFile, line: Line, place: Place, beside: int
    ) -> tuple[float, float]:
        """Return how far a picture may reach along the line and across it, in em of the text."""
        edition = self.edition
        measure, depth = float(edition.measure_em), edition.depth_pt / edition.text_pt
        if place == "line":
            return _WIDE_EM, _HIGH_EM
        if place == "figure":
            # half a page is left to a figure, whatever stands beside it
            lines = beside + _SPARE_LINES
            whole = max(depth / 2, depth - lines * edition.leading_pt / edition.text_pt)
            said = known.landscape or known.width_mm
            return measure, whole if said else min(whole, _FIGURE_SHARE * depth)
        count = line.text.count(OBJECT)
        longest = (measure - count) / count if _stands_alone(line) else measure / 2
        return longest, _INLINE_SHARE * depth

    def _room_in_cell(self, line: Line, room_em: float) -> tuple[float, float]:
        """Return how far a picture may reach in a cell, in em of its size."""
        edition = self.edition
        count = line.text.count(OBJECT) if _stands_alone(line) else 1
        beside = 2 * _BESIDE_EM if count > 1 else 0.0
        longest = max(_HIGH_EM, room_em / count - beside - _SLACK_EM)
        return longest, CELL_SHARE * edition.depth_pt / edition.note_pt

    def _formula(self, mark: Mark, line: Line, place: Place, room_em: float) -> ObjectShape | None:
        made = self.drawings.formula(mark, alone=line.is_object)
        if made is None:
            return None
        pad = 0.0 if line.is_object else _PAD_EM
        most = self.edition.measure_em - 4.0
        if place == "cell":
            most = max(_HIGH_EM, min(most, room_em - 2 * pad - _SLACK_EM))
        scale = min(1.0, most / made.width_em)
        if place == "line":
            scale = min(scale, _FORMULA_EM / (made.ascent_em + made.descent_em))
        width, ascent, descent = (
            round(n * scale, 3) for n in (made.width_em, made.ascent_em, made.descent_em)
        )
        return ObjectShape(width, ascent, descent, pad)


def _stands_alone(line: Line) -> bool:
    """Tell a line of nothing but objects."""
    return not line.text.replace(OBJECT, "").strip()
