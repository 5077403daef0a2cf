"""How large pictures and formulas are set: by their nature, by the metadata, and by what has room.

A picture keeps the proportion of its sides. In a line it stands with its middle at that of the
characters beside it; where it is higher than a line, its line takes whole lines more, so that text
stays on its grid. Columns are laid out on their side: a picture that is to stand upright there lies
on its side. Formulas lie along the line.
"""

from __future__ import annotations

from typing import Literal

from zhengben.design.kinds import PrintEdition
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT, Mark
from zhengben.document.provenance import ObjectFile
from zhengben.figures.drawings import Drawings
from zhengben.figures.shape import ObjectShape

# where it stands: by itself, in running text, or in a line that has no room for more, as in a cell
Place = Literal["figure", "text", "line"]
# shares of the page's depth: of a figure, if the metadata say no size, and of a picture in a line
_FIGURE_SHARE, _INLINE_SHARE = 0.6, 1 / 3
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


class ObjectSetter:
    """Gives the objects of a document their room in an edition."""

    def __init__(self, edition: PrintEdition, drawings: Drawings) -> None:
        self.edition, self.drawings = edition, drawings

    def shape(
        self, mark: Mark, line: Line, place: Place, beside: int = _OTHER_LINES
    ) -> ObjectShape | None:
        """Return the room of an object; None where nothing can be drawn and words stand for it.

        ``beside`` a figure so many lines stand on its page.
        """
        if mark.kind == "math":
            return self._formula(mark, line, place)
        known = self.drawings.files.get(mark.file)
        if known is None or not known.shown_sha256:
            return None
        return self._picture(known, line, place, beside)

    def _picture(self, known: ObjectFile, line: Line, place: Place, beside: int) -> ObjectShape:
        edition = self.edition
        # the largest size of such lines, in which no picture is drawn larger than it is
        em_pt = edition.title_pt if place == "line" else edition.text_pt
        wide, high = (side / em_pt for side in known.natural_pt)
        own_page = known.landscape and place == "figure"
        turned = edition.vertical != own_page
        along, across = (high, wide) if turned else (wide, high)
        longest, highest = self._room(known, line, place, beside)
        scale = min(longest / along, highest / across)
        if not own_page or known.width_mm:
            scale = min(1.0, scale)
        sides = round(along * scale, 3), round(across * scale, 3)
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
        only = not line.text.replace(OBJECT, "").strip()
        count = line.text.count(OBJECT)
        return (measure - count) / count if only else measure / 2, _INLINE_SHARE * depth

    def _formula(self, mark: Mark, line: Line, place: Place) -> ObjectShape | None:
        made = self.drawings.formula(mark, alone=line.is_object)
        if made is None:
            return None
        scale = min(1.0, (self.edition.measure_em - 4.0) / made.width_em)
        if place == "line":
            scale = min(scale, _FORMULA_EM / (made.ascent_em + made.descent_em))
        pad = 0.0 if line.is_object else _PAD_EM
        width, ascent, descent = (
            round(n * scale, 3) for n in (made.width_em, made.ascent_em, made.descent_em)
        )
        return ObjectShape(width, ascent, descent, pad)
