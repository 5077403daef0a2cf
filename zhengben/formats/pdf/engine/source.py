"""Made-up pages as the engine takes them: well-formed HTML, and no rule but those of our sheets.

The templates write XML, which a parser in C reads, where the engine's own for HTML takes a tenth of
the time of a layout. The engine's own style sheet has rules for every pseudo-element that there is,
so that each element gets seven styles; ``print.css`` says the little of it that pages need. An
element with an ``id`` has a style of its own, and so has all that it holds: ours have ``data-id``
instead, and their anchors are added to the placed pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.formatting_structure import boxes

from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine.door import LineBlock
from zhengben.formats.pdf.engine.fetcher import AssetFetcher

IDENTIFIER = "data-id"


class MadeUpPages(weasyprint.HTML):  # type: ignore[misc]
    """The HTML of an edition, for ``render``; RenderError where a template is not well-formed."""

    def __init__(self, html: str, fetcher: AssetFetcher) -> None:
        try:
            self.etree_element = ElementTree.fromstring(html)
        except ElementTree.ParseError as error:
            raise RenderError(f"What the template wrote is not well-formed: {error}.") from None
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            self.etree_element, content_language=None
        )
        self.base_url, self.url_fetcher, self.media_type = "asset:", fetcher, "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return []


def add_anchors(pages: Sequence[Any]) -> None:
    """Make what bears an identifier a named destination, at the upper left corner of its box."""
    for page in pages:
        for box in descendants(page._page_box):
            name = None if box.element is None else box.element.get(IDENTIFIER)
            if name and name not in page.anchors:
                left, top, width, height = box.hit_area()
                page.anchors[name] = left, top, left + width, top + height


def blocks(page: Any) -> dict[str, LineBlock]:
    """Return the blocks of lines on a placed page by the anchor that each begins or continues."""
    found: dict[str, LineBlock] = {}
    for box in _block_boxes(page._page_box):
        if box.element is not None and box.children:
            anchor = box.element.get(IDENTIFIER) or box.element.get("data-continues")
            if anchor and anchor not in found and isinstance(box.children[0], boxes.LineBox):
                ends = tuple(line.position_x + line.width for line in box.children)
                found[anchor] = LineBlock(box.content_box_x(), ends)
    return found


def _block_boxes(box: Any) -> Iterator[Any]:
    # what is positioned stands behind a placeholder
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.BlockBox | boxes.PageBox):
        yield box
        for child in box.children:
            yield from _block_boxes(child)


def descendants(box: Any) -> Iterator[Any]:
    """Yield a box and all that it holds, in the order of the tree."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        # what is positioned stands behind a placeholder
        box = getattr(box, "_box", box)
        yield box
        if children := getattr(box, "children", ()):
            waiting.extend(reversed(children))
