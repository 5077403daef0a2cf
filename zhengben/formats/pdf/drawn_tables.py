"""From the rows of a table that stand together on a page to the rows of one block.

A table is thousands of cells, and a box of the engine's for each would take ten times the time of
the same characters as prose: what the engine places is one block a page, whose stretches know row,
cell and line. A head that stands again is an artifact and none of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from zhengben.formats.pdf.engine import CellPlace, DrawnRow, Stretch, TableRule
from zhengben.linebreaking import ComposedLine
from zhengben.typesetting.table_cells import SetCell, SetGridRow
from zhengben.typesetting.tables import ROW_PAD_EM

# what makes stretches of a line within an element: of a head, and with or without its calls
Stretches = Callable[[ComposedLine, Element, bool, bool], Sequence[Stretch]]


class TableRowPart(Protocol):
    """A row of a table on a page, or some lines of one."""

    @property
    def item(self) -> SetGridRow:
        """Return the row."""

    @property
    def first(self) -> int:
        """Return the first of its lines here, where it is divided."""

    @property
    def last(self) -> int:
        """Return the line behind the last one."""

    @property
    def height_pt(self) -> float:
        """Return the height, with what stands below the table."""


def below_pt(part: TableRowPart) -> float:
    """Return the white space below a row here: a page may end before the last of its lines."""
    row = part.item
    return row.below_pt if not row.divided or part.last >= row.height_lines else 0.0


def rows_pt(parts: Sequence[TableRowPart]) -> float:
    """Return the height of rows that stand together, without what stands below the table."""
    return round(fsum(part.height_pt - below_pt(part) for part in parts), 3)


class TableRows:
    """The lines and rules of a table on a page; ``roots`` are the elements of its rows."""

    def __init__(self, parts: Sequence[TableRowPart], stretches: Stretches) -> None:
        self.stretches = stretches
        self.rows, self.rules = list[DrawnRow](), list[TableRule]()
        self.roots = list[Element]()
        top = 0.0
        for number, part in enumerate(parts):
            if number:
                self._rule(part.item, top, parts[number - 1].item)
            self._row(part, top)
            top += (part.height_pt - below_pt(part)) / part.item.size.pt

    def _rule(self, row: SetGridRow, top: float, above: SetGridRow) -> None:
        """Add the rule above a row: in pieces where a cell goes through it."""
        if not row.rules or above.number != row.number - 1:
            self.rules.append(TableRule(0.0, top))
            return
        self.rules += (TableRule(left, top, width) for left, width in row.rules)

    def _row(self, part: TableRowPart, top: float) -> None:
        row, opens = part.item, not part.item.divided or part.first == 0
        holder = None
        if opens and not row.again:
            holder = Element("div", {"data-tag": "TR"})
            self.roots.append(holder)
        # in columns of texts rows take whole lines, and what is left stands above and below
        top += getattr(part, "pad_em", ROW_PAD_EM / 2) if opens else 0.0
        for cell in row.cells:
            node = None
            if holder is not None:
                inner = SubElement(holder, "div", _cell_attributes(cell, header=row.header))
                # it is there though its lines may stand overleaf
                node = SubElement(inner, "p", {"data-id": cell.line.id}) if cell.line else None
            self._heads(cell, part, top)
            self._lines(cell, part, top, node)

    def _heads(self, cell: SetCell, part: TableRowPart, top: float) -> None:
        """Add the heads that stand before a cell of a record."""
        index = cell.top
        for head in cell.heads:
            node = self._artifact()
            for line in head.lines:
                if place := self._top(part, index + line.above, top):
                    made = self.stretches(line, node, True, False)
                    at = CellPlace(cell.left_em - cell.heads_em, place[0], cell.heads_em)
                    self.rows.append(DrawnRow(made, cell=at))
                index += line.rows

    def _lines(self, cell: SetCell, part: TableRowPart, top: float, node: Element | None) -> None:
        row = part.item
        for index, line in cell.placed:
            place = self._top(part, index + line.above, top)
            if place is None:
                continue
            if node is None:
                node = self._artifact() if row.again else self._going_on(cell, line)
            made = self.stretches(line, node, row.header, not row.again)
            at = CellPlace(cell.left_em, place[0], cell.width_em, cell.stands)
            self.rows.append(DrawnRow(made, cell=at))

    def _going_on(self, cell: SetCell, first: ComposedLine) -> Element:
        """Return the element of a cell of which the page before has the beginning, or its place."""
        assert cell.line is not None
        said = {"data-continues": cell.line.id}
        if first is cell.lines[0]:
            said["data-anchor"] = cell.line.id
        self.roots.append(Element("p", said))
        return self.roots[-1]

    def _artifact(self) -> Element:
        self.roots.append(Element("div", {"data-artifact": ""}))
        return self.roots[-1]

    def _top(self, part: TableRowPart, index: int, top: float) -> tuple[float] | None:
        """Return how far down a line of a row stands, or None where it stands on another page."""
        size, first = part.item.size, 0
        if part.item.divided:
            if not part.first <= index < part.last:
                return None
            first = part.first
        return (top + (index - first) * size.leading_pt / size.pt,)


def _cell_attributes(cell: SetCell, *, header: bool) -> dict[str, str]:
    said = {"data-tag": "TH" if header else "TD"}
    if cell.columns > 1:
        said["data-columns"] = str(cell.columns)
    if cell.rows > 1:
        said["data-rows"] = str(cell.rows)
    return said
