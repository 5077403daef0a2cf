"""The self-test of every build: the engine has placed each line as it was composed.

What composes and makes up pages reckons with the engine doing only what it is told. Should another
version of it break a line anew, drop a letter spacing or move a line to another page, the build
stops here, with the line that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from zhengben.design.editions import POINTS_PER_MM
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine.source import IDENTIFIER
from zhengben.linebreaking import SPREAD, WIDEST_GAP_EM
from zhengben.pagination.pages import Part, SetDocument
from zhengben.typesetting.boxes import SetParagraph

# how far a full line may end from the edge: 0.2 mm, in the engine's units of 1/96 inch
_TOLERANCE = 0.2 * POINTS_PER_MM * 96 / 72


def check_placed(document: SetDocument, pages: list[Any]) -> None:
    """Raise RenderError for the first page or line that is not placed as made up."""
    edition = document.edition
    if len(pages) != len(document.pages):
        raise RenderError(
            f"WeasyPrint placed {len(document.pages)} made-up pages on {len(pages)}; the sheet "
            f"{edition.sheet} must keep each on its own."
        )
    for made, page in zip(document.pages, pages, strict=True):
        placed = _blocks(page._page_box)
        for part in (*made.parts, *made.notes):
            if part.kind in ("paragraph", "note"):
                measure_em, size_pt = float(edition.measure_em), edition.text_pt
                if isinstance(part.item, SetParagraph):
                    measure_em -= part.item.left_em
                else:
                    measure_em, size_pt = document.measures.note_lines_em, edition.note_pt
                block = placed.get(_anchor(part))
                _check_count(part, block, made.number)
                if edition.justify:
                    _check_edges(part, block, measure_em, size_pt * 96 / 72, made.number)


def _anchor(part: Part) -> str:
    if part.kind == "note":
        return f"note-{part.item.key}"  # type: ignore[union-attr]
    return str(part.item.line.id)  # type: ignore[union-attr]


def _blocks(box: Any) -> dict[str, Any]:
    """Return the blocks of lines on a page by the anchor that each begins or continues."""
    found: dict[str, Any] = {}
    for block in _descend(box):
        if block.element is not None and block.children:
            anchor = block.element.get(IDENTIFIER) or block.element.get("data-continues")
            if anchor and isinstance(block.children[0], boxes.LineBox):
                found.setdefault(anchor, block)
    return found


def _descend(box: Any) -> Iterator[Any]:
    # what is positioned stands behind a placeholder
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.BlockBox | boxes.PageBox):
        yield box
        for child in box.children:
            yield from _descend(child)


def _check_count(part: Part, block: Any, number: int) -> None:
    found, wanted = len(block.children) if block is not None else 0, len(part.lines)
    if found != wanted:
        raise RenderError(
            f"page {number}, {_anchor(part)}: WeasyPrint placed {found} lines, not the {wanted} "
            "composed."
        )


def _check_edges(part: Part, block: Any, measure_em: float, size: float, number: int) -> None:
    edge = block.content_box_x() + measure_em * size
    for index, (line, placed) in enumerate(zip(part.lines, block.children, strict=True), 1):
        # a line that could not be filled was let go ragged
        if line.last or line.spacing >= 1000 * WIDEST_GAP_EM:
            continue
        # the engine spaces the last character too
        trail = line.spacing / 1000 * size * (line.fragments[-1].kind in SPREAD)
        short = edge + trail - placed.position_x - placed.width
        if not -_TOLERANCE < short < _TOLERANCE:
            millimetres = short * 72 / 96 / POINTS_PER_MM
            raise RenderError(
                f"page {number}, {_anchor(part)}, line {index}: WeasyPrint ends it "
                f"{millimetres:.2f} mm from the edge, not as composed."
            )
