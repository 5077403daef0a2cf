"""How the sheets want stretches to look that differ from the block they stand in.

The engine lays out no stretch, so it is asked by specimens: empty elements with the classes of each
look, nested as they are meant, on the first page. What is measured in em there holds in any block.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes

from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine.blocks import INSIDE

SPECIMEN, SPECIMENS = "data-look", "looks"
# the middle of an underline below the base line, so that it clears the ink of Han, and its
# thickness, in em
_UNDERLINE_EM, _THICKNESS_EM = 0.12, 0.05
# how far the keywords of CSS raise what they are said of, in em
_RAISED = {"super": 0.5, "sub": -0.5}


class Decoration(Struct, frozen=True):
    """A line under, over or through a stretch, in em of its size from the base line down."""

    offset_em: float
    thickness_em: float
    style: str
    colour: Any


class Look(Struct, frozen=True):
    """A look beside that of the block: ``scale`` and ``raised_em`` are of the block's size.

    Face and colour are None where they are the block's.
    """

    face: str | None = None
    scale: float = 1.0
    raised_em: float = 0.0
    colour: Any = None
    rules: tuple[Decoration, ...] = ()


PLAIN = Look()


def add_specimens(root: Element, looks: Iterable[str]) -> None:
    """Add the elements by which the engine is asked for looks to the made-up pages."""
    holder = next((e for e in root.iter("div") if e.get("class") == SPECIMENS), None)
    for look in sorted(filter(None, looks)):
        if holder is None:
            raise RenderError(f'The template has no <div class="{SPECIMENS}"></div>.')
        element = holder
        for classes in look.split(INSIDE):
            element = SubElement(element, "span", {"class": classes})
        element.set(SPECIMEN, look)


def looks_of(page_box: Any) -> dict[str, Look]:
    """Return the looks whose specimens stand on a page, by name."""
    found = {"": PLAIN}
    for box in _within(page_box):
        if box.element is not None and box.element.get("class") == SPECIMENS:
            for child in box.children:
                _gather(child, box.style, 0.0, found)
    return found


def _within(box: Any) -> Iterable[Any]:
    # what is positioned stands behind a placeholder
    box = getattr(box, "_box", box)
    yield box
    if not isinstance(box, boxes.LineBox):
        for child in getattr(box, "children", ()):
            yield from _within(child)


def _gather(box: Any, around: Any, raised_px: float, found: dict[str, Look]) -> None:
    if isinstance(box, boxes.InlineBox):
        raised_px += _raised_px(box.style)
        name = box.element.get(SPECIMEN)
        if name:
            found[name] = _look(box.style, around, raised_px)
    for child in getattr(box, "children", ()):
        _gather(child, around, raised_px, found)


def _raised_px(style: Any) -> float:
    align = style["vertical_align"]
    if isinstance(align, str):
        return _RAISED.get(align, 0.0) * float(style["font_size"])
    return float(align)


def _look(style: Any, around: Any, raised_px: float) -> Look:
    size = around["font_size"]
    face, colour = style["font_family"][0], style["color"]
    return Look(
        None if style["font_family"] == around["font_family"] else face,
        style["font_size"] / size,
        raised_px / size,
        None if colour == around["color"] else colour,
        tuple(rules_of(style)),
    )


def rules_of(style: Any) -> Iterable[Decoration]:
    """Yield the lines that decorate what has a style."""
    lines = style["text_decoration_line"]
    if not lines or "none" in lines:
        return
    colour = get_color(style, "text_decoration_color")
    thickness = _length_em(style, "text_decoration_thickness", _THICKNESS_EM)
    offsets = {
        "underline": _length_em(style, "text_underline_offset", _UNDERLINE_EM - thickness / 2)
        + thickness / 2,
        "overline": -0.88,
        "line-through": -0.38,
    }
    for name, offset in offsets.items():
        if name in lines:
            yield Decoration(offset, thickness, style["text_decoration_style"], colour)


def _length_em(style: Any, name: str, otherwise: float) -> float:
    """Return a length in em of the style's own size; percentages are of it too."""
    value, unit = style[name], getattr(style[name], "unit", "")
    if isinstance(value, str):
        return otherwise
    if unit == "%":
        return float(value.value) / 100
    return float(getattr(value, "value", value)) / float(style["font_size"])
