"""Sets the title of a document with its dateline, and the headings of our own apparatus."""

from __future__ import annotations

from zhengben.document.declaration import Declaration
from zhengben.typesetting.boxes import SetHeading, SetTitle
from zhengben.typesetting.compositor import Compositor

# what the characters of a title take of its measure: it is set a little loose (styles: --loose)
LOOSE_TITLE = 0.94
# how far down a title begins in columns, in em of the title (styles/vertical.css)
_COLUMN_TITLE_INDENT_EM = 4.0


def set_title(declaration: Declaration, compositor: Compositor) -> SetTitle:
    """Set the head of the document, by the lines that its metadata give or broken by sense."""
    edition, line = compositor.edition, declaration.title
    measure = edition.measure_pt / edition.title_pt
    if edition.vertical:
        measure -= _COLUMN_TITLE_INDENT_EM
    longest = int(LOOSE_TITLE * measure)
    rows = declaration.title_lines
    if len(rows) == 1:
        rows = compositor.broken(line.text, longest)
    else:
        # a line of the source may be longer than one of this edition
        rows = tuple(part for row in rows for part in compositor.broken(row, longest))
    set_rows = tuple(
        compositor.row_by_row(rows, measure, compositor.calls(line), compositor.marks(line))
    )
    dateline = compositor.compose(declaration.dateline, edition.measure_em)
    lines = sum(map(len, set_rows)) * edition.title_leading_pt / edition.leading_pt
    # whole lines, so that the text below stands on the same grid as on other pages
    height = edition.head_blank_lines + len(dateline) + -(-lines // 1)
    return SetTitle(line, set_rows, dateline, height * edition.leading_pt)


def set_heading(id_: str, text: str, compositor: Compositor) -> SetHeading:
    """Set a heading of the apparatus."""
    return SetHeading(id_, text, compositor.compose(text, compositor.edition.measure_em / 2))
