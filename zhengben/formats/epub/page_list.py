"""Where the pages of the print edition start in the book."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from zhengben.document.apparatus import PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.regex import regex

_ANCHOR = regex(r"[\w.-]+")


class Breaks(Struct, frozen=True):
    """The starts of printed pages by the line, or the piece of apparatus, that they fall in.

    ``source`` is the identifier of the print edition.
    """

    source: str = ""
    lines: dict[str, list[PageBreak]] = field(default_factory=dict)
    apparatus: dict[str, list[PageBreak]] = field(default_factory=dict)

    def of_line(self, line_id: str) -> Sequence[PageBreak]:
        """Return the pages that start before or in a line."""
        return self.lines.get(line_id, ())

    def before(self, apparatus: str) -> Sequence[PageBreak]:
        """Return the pages that start with a piece of apparatus."""
        return self.apparatus.get(apparatus, ())


def place_breaks(declaration: Declaration, pages: Sequence[PageBreak], source: str) -> Breaks:
    """Sort the starts of pages by where they fall.

    Raises RenderError when the pages are not in order, share a label or have one that is no
    anchor, or lie outside the text: the print edition is then not one of this text.
    """
    labels = [page.label for page in pages]
    offsets = [page.at for page in pages]
    fit = all(_ANCHOR.fullmatch(label) for label in labels) and len(set(labels)) == len(labels)
    if not fit or offsets != sorted(offsets) or (pages and not source):
        raise RenderError(f"The printed pages of {declaration.id} are not in order; print it anew.")
    breaks = Breaks(source)
    lines = declaration.lines
    starts = [line.start for line in lines]
    for page in pages:
        if page.apparatus:
            breaks.apparatus.setdefault(page.apparatus, []).append(page)
            continue
        line = lines[max(bisect_right(starts, page.at) - 1, 0)]
        if not line.start <= page.at < line.end:
            raise RenderError(
                f"Page {page.label} of {declaration.id} starts at no character of the text; "
                "print it anew."
            )
        breaks.lines.setdefault(line.id, []).append(page)
    return breaks
