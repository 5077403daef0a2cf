"""Blocks of composed lines as images that draw themselves.

The engine takes an image from the dictionary ``cache`` that ``HTML.render`` is given, asks for its
size, and calls ``draw`` with the content stream of the page. So a block is placed as any image is,
by templates and sheets, and its glyphs stand where the composer put them. ``settle`` works out
once, when the pages are laid out, what is drawn; it is then drawn in as many files as are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from msgspec import Struct, field
from weasyprint.draw.border import draw_line
from weasyprint.draw.color import get_color

from zhengben.formats.pdf.engine.blocks import DrawnBlock, TableRule
from zhengben.formats.pdf.engine.faces import DrawnChain, number
from zhengben.formats.pdf.engine.looks import Look
from zhengben.formats.pdf.engine.objects import PlacedObject
from zhengben.formats.pdf.engine.setting import PlacedStretch, RowSetter

Rectangle = tuple[float, float, float, float]
# what is beside the text on its page: it is no element of the structure
AGAIN = "data-artifact"
# what has its place in the structure on an earlier page, and is first seen on this one
ANCHOR = "data-anchor"


class DrawnLink(Struct, eq=False):
    """A link on one row, in the engine's units from the upper left corner of its block.

    ``link_annotation`` is set by the engine when it writes the page.
    """

    node: Element
    rectangle: Rectangle
    link_annotation: Any = None


class MarkedPiece(Struct, eq=False):
    """What is drawn together on a row and means one thing: text with its colour, and rules.

    A part is a colour and operators, the arguments of a rule, or a picture or formula in its place;
    no colour is that of the block.
    """

    node: Element | None
    parts: list[tuple[Any, bytes | tuple[Any, ...] | PlacedObject]] = field(default_factory=list)
    links: list[DrawnLink] = field(default_factory=list)


class LinesImage:
    """A block as an image of the engine's."""

    ratio = None

    def __init__(self, block: DrawnBlock) -> None:
        self.block = block
        self.pieces: list[MarkedPiece] = []
        # where each anchor in the block stands, from the block's upper left corner
        self.anchors: dict[str, Rectangle] = {}

    def get_intrinsic_size(
        self, resolution: float, font_size: float
    ) -> tuple[float | None, float | None, None]:
        """Return the width and the height that the lines were composed for, if they were."""
        composed = self.block.composed
        if composed is None:
            return None, None, None
        leading = composed.leading_pt / composed.size_pt
        return (
            composed.measure_em * font_size,
            self.block.lines * leading * font_size,
            None,
        )

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw the pieces, each as marked content of its own.

        The engine has opened marked content for the whole, which becomes that of the first piece;
        it closes what is open then, the content of the last one.
        """
        for place, piece in enumerate(self.pieces):
            if place:
                stream.end_marked_content()
                mcid = len(stream._tags)
                stream._tags[piece] = {"tag": "Span", "mcid": mcid}
                stream.begin_marked_content("Span", pydyf.Dictionary({"MCID": mcid}))
            for colour, part in piece.parts:
                if isinstance(part, PlacedObject):
                    stream.set_color(style["color"] if colour is None else colour)
                    part.draw(stream)
                elif isinstance(part, bytes):
                    stream.set_color(style["color"] if colour is None else colour)
                    stream.stream.append(part)
                else:
                    draw_line(stream, *part, colour)

    def settle(
        self, style: Any, width: float, faces: Mapping[str, DrawnChain], looks: Mapping[str, Look]
    ) -> None:
        """Work out what is drawn in a style and on a width."""
        self.pieces, self.anchors = [], {}
        above = {kid: node for root in self.block.roots for node in root.iter() for kid in node}
        pen, setter = _Pen(self.pieces), RowSetter(style, width, faces, looks)
        if self.block.rules:
            self.pieces.append(_rules(self.block.rules, setter.size, width, style))
        lines = 0
        for place, row in enumerate(self.block.rows):
            top = row.cell.top_em * setter.size if row.cell else lines * setter.leading
            base_line = top + row.above * setter.leading + setter.base_line
            lines += row.lines
            areas: dict[Element, Rectangle] = {}
            for stretch in setter.place(row, first=not place):
                pen.show(stretch, base_line - stretch.look.raised_em * setter.size)
                if stretch.stretch.node is not None:
                    _cover(areas, stretch, base_line, above)
            pen.end_row()
            for node, area in areas.items():
                self._note(node, area)

    def _note(self, node: Element, area: Rectangle) -> None:
        """Note the anchor and the link of an element that stands on a row."""
        if node.get("href") is not None:
            piece = next(piece for piece in reversed(self.pieces) if piece.node is not None)
            piece.links.append(DrawnLink(node, area))
        name = node.get("data-id") or node.get(ANCHOR)
        if name:
            self.anchors.setdefault(name, area)


def _cover(
    areas: dict[Element, Rectangle],
    placed: PlacedStretch,
    base_line: float,
    above: Mapping[Element, Element],
) -> None:
    """Have the areas of the elements around a stretch hold it."""
    node = placed.stretch.node
    base_line -= placed.look.raised_em * placed.size / placed.look.scale
    shape = placed.stretch.object.shape if placed.stretch.object else None
    face = placed.run.face
    top = base_line - (shape.ascent if shape else face.ascent_em) * placed.size
    bottom = base_line + (shape.descent if shape else face.descent_em) * placed.size
    while node is not None:
        area = placed.x, top, placed.end, bottom
        if other := areas.get(node):
            area = (
                min(area[0], other[0]), min(top, other[1]),
                max(area[2], other[2]), max(bottom, other[3]),
            )  # fmt: skip
        areas[node] = area
        node = above.get(node)


def _rules(rules: Sequence[TableRule], size: float, width: float, style: Any) -> MarkedPiece:
    """Return the rules of a table, which look as the sheet has rules between columns."""
    piece = MarkedPiece(Element("div", {AGAIN: ""}))
    thickness, colour = style["column_rule_width"], get_color(style, "column_rule_color")
    for rule in rules:
        left, height = rule.left_em * size, rule.top_em * size
        right = width if rule.width_em is None else left + rule.width_em * size
        line = (left, height, right, height, thickness, style["column_rule_style"])
        piece.parts.append((colour, line))
    return piece


class _Pen:
    """Writes the operators of a block, each piece apart; font and spacing last over all of it."""

    def __init__(self, pieces: list[MarkedPiece]) -> None:
        self.pieces, self.begins_row = pieces, True
        self.font: tuple[str, float] | None = None
        self.spacing = 0.0
        # of the text object that is open: its operators, its colour, and where it goes on
        self.operators: list[str] = []
        self.colour: Any = None
        self.at = 0.0, 0.0

    def show(self, placed: PlacedStretch, y: float) -> None:
        """Show a stretch on a base line."""
        node, look = placed.stretch.node, placed.look
        before = self.pieces[-1].node if self.pieces else None
        # what stands again is told as one, on however many lines
        apart = self.begins_row and (node is None or node.get(AGAIN) is None)
        if apart or not self.pieces or before is not node:
            self.end_text()
            self.pieces.append(MarkedPiece(node))
            self.begins_row = False
        if look.rules or look.colour != self.colour:
            self.end_text()
        for rule in look.rules:
            height = y + rule.offset_em * placed.size
            part = (
                placed.x, height, placed.seen_end, height,
                rule.thickness_em * placed.size, rule.style,
            )  # fmt: skip
            self.pieces[-1].parts.append((rule.colour, part))
        if placed.stretch.object:
            self.end_text()
            made = PlacedObject(placed.stretch.object, placed.x, y, placed.size)
            self.pieces[-1].parts.append((look.colour, made))
            return
        self._text(placed, y)
        if look.rules:
            self.end_text()

    def _text(self, placed: PlacedStretch, y: float) -> None:
        font, before = (placed.run.face.hash, placed.size), ""
        operators, goes_on = self.operators, bool(self.operators) and self.at[1] == y
        if not operators:
            self.colour = placed.look.colour
            operators.append("BT")
        if goes_on and (gap := round(1000 * (self.at[0] - placed.x) / placed.size, 3)):
            before = f"{number(gap)} "
        if font != self.font:
            operators.append(f"/{font[0]} {number(placed.size)} Tf")
            self.font = font
        if placed.spacing != self.spacing:
            operators.append(f"{number(placed.spacing)} Tc")
            self.spacing = placed.spacing
        if not goes_on:
            operators.append(f"1 0 0 -1 {number(placed.x)} {number(y)} Tm")
        shown = _shown(placed, before)
        if said := placed.stretch.read_as or (placed.run.text if placed.run.told else ""):
            said = f"<FEFF{said.encode('utf-16-be').hex().upper()}>"
            # no content of its own in the structure: what it shows stands in that of its line
            shown = f"/Span <</ActualText {said}>> BDC {shown} EMC"
        operators.append(shown)
        self.at = placed.end, y

    def end_row(self) -> None:
        """End a row: what means the same in the next one is marked by itself there."""
        self.end_text()
        self.begins_row = True

    def end_text(self) -> None:
        """End the text object that is open, if any."""
        if self.operators:
            operators = " ".join((*self.operators, "ET")).encode()
            self.pieces[-1].parts.append((self.colour, operators))
            self.operators = []


def _shown(placed: PlacedStretch, before: str) -> str:
    """Write a run, what is raised in it raised; ``before`` moves its first glyph."""
    if len(placed.run.shown) == 1 and not placed.run.shown[0][0]:
        return f"[{before}{placed.run.shown[0][1]}] TJ"
    parts = list[str]()
    for rise_em, array in placed.run.shown:
        parts.append(f"{number(rise_em * placed.size)} Ts [{before}{array}] TJ")
        before = ""
    return " ".join((*parts, "0 Ts"))
