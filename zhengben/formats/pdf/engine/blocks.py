"""What is drawn as composed: blocks of rows, a row being stretches that look and mean one thing.

Widths and gaps are in em, so that a block says nothing of its size, face or colour: those come from
the sheets, and only what its lines were composed for is told beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from msgspec import Struct

from zhengben.design.kinds import PrintEdition
from zhengben.figures.shape import ObjectShape
from zhengben.fonts.metrics import Metrics

if TYPE_CHECKING:
    from zhengben.figures.formulas import Formula
    from zhengben.figures.pictures import Picture

# the address of a block in the made-up pages
SCHEME = "zb:"
# between the classes of elements that stand in one another, in the name of a look
INSIDE = " | "


class DrawnObject(Struct, frozen=True, eq=False):
    """A picture or a formula in the room of its shape, which is in em.

    ``content`` is what is drawn: the points of a picture, or the outlines of a formula.
    """

    shape: ObjectShape
    content: Picture | Formula


class Stretch(Struct, frozen=True, eq=False):
    """Characters of a row that are shaped together, with gaps before and after them.

    ``look`` names classes of the sheets, the outer ones first, ``INSIDE`` between them; empty is
    the look of the block.
    ``spaced`` stretches take the letter spacing of their row, ``worded`` ones what widens its
    blanks. ``node`` says what they mean where that is not what the block means: an element with the
    attributes that the structure tree is made from (tagging). What is shown is read as ``read_as``
    where that is not empty. An ``object`` is drawn in the place of its text.
    """

    text: str
    features: tuple[str, ...] = ()
    look: str = ""
    spaced: bool = False
    worded: bool = False
    before_em: float = 0.0
    after_em: float = 0.0
    node: Element | None = None
    read_as: str = ""
    object: DrawnObject | None = None


class CellPlace(Struct, frozen=True):
    """Where a line of a cell stands, in em from the upper left corner of its block.

    ``width_em`` is that of the cell, in which the line stands as ``align`` says.
    """

    left_em: float
    top_em: float
    width_em: float
    align: str = "left"


class TableRule(Struct, frozen=True):
    """A rule of a table, in em from the upper left corner of its block; its looks are the sheet's.

    Without ``width_em`` it reaches to the right edge.
    """

    left_em: float
    top_em: float
    width_em: float | None = None


class DrawnRow(Struct, frozen=True, eq=False):
    """A line as it is drawn, from ``start_em`` to the right of where the sheet has it begin.

    Without ``spacing_em`` its letter spacing is the sheet's. ``words_em`` widens its blanks, or
    narrows them where it is less than 0. ``edge`` are stretches that end so many em of their own
    before the right edge. It takes so many lines ``above`` and ``below`` its own. A line in a
    ``cell`` stands there and not below the row before it.
    """

    stretches: Sequence[Stretch]
    start_em: float = 0.0
    spacing_em: float | None = None
    words_em: float = 0.0
    edge: Sequence[tuple[float, Stretch]] = ()
    above: int = 0
    below: int = 0
    cell: CellPlace | None = None

    @property
    def lines(self) -> int:
        """Return how many lines of the leading it takes."""
        return 1 + self.above + self.below


class Composed(Struct, frozen=True):
    """What lines were composed for, with the names of the figures in the row of the edition.

    ``face`` is the name that sheets know the face by.
    """

    size_pt: float
    leading_pt: float
    measure_em: float
    face: str
    names: tuple[str, str, str] = ("text_pt", "leading_pt", "measure_em")


class DrawnBlock(Struct, frozen=True, eq=False):
    """Rows that stand below one another in one size, face and colour.

    ``roots`` are the outermost elements among the nodes of its stretches, in their order. In a
    table ``rules`` stand between them, and its height is the template's.
    """

    rows: Sequence[DrawnRow]
    composed: Composed | None = None
    roots: Sequence[Element] = ()
    rules: Sequence[TableRule] | None = None

    @property
    def lines(self) -> int:
        """Return how many lines of the leading its rows take."""
        return sum(row.lines for row in self.rows)


class MadeUp(Struct, frozen=True):
    """Made-up pages: their HTML and their number, and the blocks in it by address.

    ``faces`` are those that the ``sheet``, a text, may name; ``edition`` is what lines were
    composed for. Of pages that are ``partial`` some are empty, though others lead there.
    """

    html: str
    pages: int
    blocks: Mapping[str, DrawnBlock]
    faces: Mapping[str, Metrics]
    sheet: str
    edition: PrintEdition
    partial: bool = False

    def looks(self) -> set[str]:
        """Return the looks of all stretches."""
        rows = [row for block in self.blocks.values() for row in block.rows]
        found = {stretch.look for row in rows for stretch in row.stretches}
        return found | {stretch.look for row in rows for _, stretch in row.edge}


def digest(made: MadeUp) -> str:
    """Return a hash of what stands on made-up pages: elements and composed lines."""
    told = hashlib.sha256(made.html.encode())
    for address, block in made.blocks.items():
        for row in block.rows:
            stretches = [*row.stretches, *(stretch for _, stretch in row.edge)]
            shown = [(s.text, s.features, s.look, s.before_em, s.after_em) for s in stretches]
            place = row.cell or ""
            told.update(
                f"{address}{row.start_em}{row.spacing_em}{row.words_em}{place}{shown}".encode()
            )
            for stretch in stretches:
                if drawn := stretch.object:
                    told.update(f"{drawn.shape}{drawn.content.digest}".encode())
    return told.hexdigest()
