"""The self-test of every build: the engine has placed each line as it was composed.

What composes and makes up pages reckons with the engine doing only what it is told. Should another
version of it break a line anew, drop a letter spacing or move a line to another page, the build
stops here, with the line that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengben.design.kinds import POINTS_PER_MM
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine import LineBlock
from zhengben.linebreaking import SPREAD
from zhengben.pagination.pages import Part, SetDocument
from zhengben.typesetting.boxes import SetParagraph

# how far a full line may end from the edge: 0.2 mm, in the engine's units of 1/96 inch
_TOLERANCE = 0.2 * POINTS_PER_MM * 96 / 72


def check_placed(document: SetDocument, pages: Sequence[Mapping[str, LineBlock]]) -> None:
    """Raise RenderError for the first page or line that is not placed as made up."""
    edition = document.edition
    if len(pages) != len(document.pages):
        raise RenderError(
            f"WeasyPrint placed {len(document.pages)} made-up pages on {len(pages)}; the sheet "
            f"{edition.sheet} must keep each on its own."
        )
    for made, placed in zip(document.pages, pages, strict=True):
        for part in (*made.parts, *made.notes):
            if part.kind in ("paragraph", "note"):
                measure_em, size_pt = float(edition.measure_em), edition.text_pt
                if isinstance(part.item, SetParagraph):
                    measure_em -= part.item.left_em
                else:
                    measure_em, size_pt = document.measures.note_lines_em, edition.note_pt
                block = placed.get(_anchor(part))
                ends = block.ends if block is not None else ()
                _check_count(part, len(ends), made.number)
                if edition.justify and block is not None:
                    edge = block.left + measure_em * size_pt * 96 / 72
                    _check_edges(part, ends, edge, size_pt * 96 / 72, made.number)


def _anchor(part: Part) -> str:
    if part.kind == "note":
        return f"note-{part.item.key}"  # type: ignore[union-attr]
    return str(part.item.line.id)  # type: ignore[union-attr]


def _check_count(part: Part, found: int, number: int) -> None:
    wanted = len(part.lines)
    if found != wanted:
        raise RenderError(
            f"page {number}, {_anchor(part)}: WeasyPrint placed {found} lines, not the {wanted} "
            "composed."
        )


def _check_edges(
    part: Part, ends: tuple[float, ...], edge: float, size: float, number: int
) -> None:
    for index, (line, end) in enumerate(zip(part.lines, ends, strict=True), 1):
        if line.last or line.ragged:
            continue
        # the engine spaces the last character too
        trail = line.spacing / 1000 * size * (line.fragments[-1].kind in SPREAD)
        short = edge + trail - end
        if not -_TOLERANCE < short < _TOLERANCE:
            millimetres = short * 72 / 96 / POINTS_PER_MM
            raise RenderError(
                f"page {number}, {_anchor(part)}, line {index}: WeasyPrint ends it "
                f"{millimetres:.2f} mm from the edge, not as composed."
            )
