"""Made-up pages as the engine takes them: well-formed HTML, and no rule but those of our sheets.

The templates write XML, which a parser in C reads, where the engine's own for HTML takes a tenth of
the time of a layout. The engine's own style sheet has rules for every pseudo-element that there is,
so that each element gets seven styles; ``print.css`` says the little of it that pages need. An
element with an ``id`` has a style of its own, and so has all that it holds: ours have ``data-id``
instead, and their anchors are added to the placed pages. What an ``img`` shows is a block of
composed lines (blocks), which draws itself (drawing).

A sheet is parsed once a process: the engine takes a parsed one as the user's, which yields to what
the page itself says in a ``style`` element, as it does where both are the author's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.html import UA

from zhengben.document.errors import RenderError
from zhengben.document.regex import regex
from zhengben.formats.pdf.engine.blocks import MadeUp
from zhengben.formats.pdf.engine.design_faults import require_as_composed, require_known_faces
from zhengben.formats.pdf.engine.drawing import LinesImage
from zhengben.formats.pdf.engine.faces import DrawnChain, DrawnFace, Faces
from zhengben.formats.pdf.engine.fetcher import AssetFetcher
from zhengben.formats.pdf.engine.looks import Look, add_specimens, looks_of

IDENTIFIER = "data-id"


class MadeUpPages(weasyprint.HTML):  # type: ignore[misc]
    """The HTML of an edition, for ``render``; RenderError where a template is not well-formed.

    A block whose height its lines do not say has a class that says how many they are.
    """

    def __init__(self, made: MadeUp, fetcher: AssetFetcher) -> None:
        try:
            self.etree_element = ElementTree.fromstring(made.html)
        except ElementTree.ParseError as error:
            raise RenderError(f"What the template wrote is not well-formed: {error}.") from None
        counts = set[int]()
        for image in self.etree_element.iter("img"):
            block = made.blocks[image.get("src", "")]
            if block.composed is None and block.rules is None:
                counts.add(block.lines)
                image.set("class", f"{image.get('class', '')} rows-{block.lines}".strip())
        self.heights = "".join(f".rows-{n}{{height:{n}lh}}" for n in sorted(counts))
        _name_styles(self.etree_element)
        add_specimens(self.etree_element, made.looks())
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            self.etree_element, content_language=None
        )
        self.base_url, self.url_fetcher, self.media_type = "asset:", fetcher, "print"
        self.sheet = made.sheet

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        # heights yield to the sheet
        return [weasyprint.CSS(string=self.heights, url_fetcher=_NOTHING)]

    def _ua_counter_style(self) -> list[Any]:
        return [_counter_styles(bool(_OTHER_COUNTERS.search(self.sheet))).copy()]


def _name_styles(root: ElementTree.Element) -> None:
    """Have elements of one ``style`` name it by a class, whose rule is the last of the page's own.

    The engine shares what it works out for elements of the same classes, but not of the same style.
    """
    names, own = dict[str, str](), root.find("head/style")
    if own is None:
        return
    for element in root.iter():
        if style := element.attrib.pop("style", ""):
            name = names.setdefault(style, f"style-{len(names) + 1}")
            element.set("class", f"{element.get('class', '')} {name}".strip())
    own.text = (own.text or "") + "".join(f".{n}{{{style}}}" for style, n in names.items())


# what names a counter style other than the decimal one that a page number has
_OTHER_COUNTERS = regex(r"counters\(|counter\([^)]*,|list-|@counter-style")


@cache
def _counter_styles(every: bool) -> Any:
    """Return the engine's counter styles, or the decimal one alone."""
    rules = [line for line in UA.splitlines() if line.startswith("@counter-style")]
    wanted = rules if every else [rule for rule in rules if " decimal {" in rule]
    styles = CounterStyle()
    weasyprint.CSS(string="\n".join(wanted), counter_style=styles, url_fetcher=_NOTHING)
    return styles


# a sheet may ask for no file
_NOTHING = AssetFetcher({})


@lru_cache(maxsize=32)
def _parsed(sheet: str) -> Any:
    return weasyprint.CSS(string=sheet, base_url="asset:", url_fetcher=_NOTHING)


def lay_out(made: MadeUp, fetcher: AssetFetcher) -> Any:
    """Have the engine place made-up pages, and settle what the blocks on them draw.

    The document that is returned has the tree of elements as ``made_up``, in which each block has
    the elements of its stretches.
    """
    source = MadeUpPages(made, fetcher)
    images = {address: LinesImage(block) for address, block in made.blocks.items()}
    document = source.render(cache=images, stylesheets=[_parsed(made.sheet)])
    if len(document.pages) != made.pages:
        raise RenderError(
            f"WeasyPrint placed {made.pages} made-up pages on {len(document.pages)}; the sheet "
            f"{made.edition.sheet} must keep each on its own."
        )
    members = [member for metrics in made.faces.values() for member in metrics.members]
    drawn = {member.key: DrawnFace(member) for member in members}
    faces = {family: DrawnChain(metrics, drawn) for family, metrics in made.faces.items()}
    looks = looks_of(document.pages[0]._page_box)
    require_known_faces(looks, made)
    for page in document.pages:
        _settle(page, made, source, faces, looks)
    for face in faces.values():
        face.forget_runs()
    document.fonts = Faces(drawn.values())
    # the tree of structure is made from it when the document is written
    document.made_up = source.etree_element
    if made.partial:
        # what goes on here may have begun on a page that is empty now
        for element in document.made_up.iter():
            element.attrib.pop("data-continues", None)
    return document


def _settle(
    page: Any,
    made: MadeUp,
    source: MadeUpPages,
    faces: Mapping[str, DrawnChain],
    looks: Mapping[str, Look],
) -> None:
    """Settle the blocks of a page, and add the anchors and links of what is on it.

    What bears an identifier becomes a named destination, at the upper left corner of its box.
    """
    for box, holder in within(page._page_box):
        element = box.element
        if element is None:
            continue
        if (name := element.get(IDENTIFIER)) and name not in page.anchors:
            left, top, width, height = box.hit_area()
            page.anchors[name] = left, top, left + width, top + height
        if isinstance(box, boxes.ReplacedBox):
            image, left, top = box.replacement, box.content_box_x(), box.content_box_y()
            require_as_composed(box, holder, made, source)
            image.settle(box.style, box.width, faces, looks)
            element.extend(image.block.roots)
            for name, area in image.anchors.items():
                page.anchors.setdefault(name, _moved(area, left, top))
            for piece in image.pieces:
                if made.partial:
                    # where it leads may be a page that is empty now
                    piece.links.clear()
                for link in piece.links:
                    target = link.node.get("href", "").removeprefix("#")
                    page.links.append(("internal", target, _moved(link.rectangle, left, top), link))


def _moved(
    area: tuple[float, float, float, float], left: float, top: float
) -> tuple[float, float, float, float]:
    return area[0] + left, area[1] + top, area[2] + left, area[3] + top


def descendants(box: Any) -> Iterator[Any]:
    """Yield a box and all that it holds, in the order of the tree."""
    return (inner for inner, _ in within(box))


def within(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield a box and all that it holds, in the order of the tree, each with what holds it."""
    waiting = [(box, None)]
    while waiting:
        box, holder = waiting.pop()
        # what is positioned stands behind a placeholder
        box = getattr(box, "_box", box)
        yield box, holder
        if children := getattr(box, "children", ()):
            waiting.extend((child, box) for child in reversed(children))
