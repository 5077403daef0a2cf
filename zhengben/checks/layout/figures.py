"""Checks of pictures and formulas on pages: where they stand, how large, and with which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from zhengben.checks.layout import LEAST_PPI, LEAST_PT
from zhengben.checks.layout.measured import Found, MeasuredFile, mm
from zhengben.design.records import PT_PER_MM
from zhengben.document.lines import Line, figure_of
from zhengben.document.notation import Mark
from zhengben.document.provenance import ObjectFile
from zhengben.proof.glyphs import PageGlyphs, PageObject

# by how much a picture may reach out of the type area, and differ in its sides
_OUT_PT, _SAME_SHARE = 0.6, 0.01
# a density is told of when it is this much too small
_SLACK_PPI = 3
# units of an em in the outlines of a formula
_EM = 1000
# by Exif orientation: where the right and the upper edge of the points lie, as signs
_LIES: dict[int, tuple[int, int, int, int]] = {
    1: (1, 0, 0, 1), 2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1),
    5: (0, -1, -1, 0), 6: (0, -1, 1, 0), 7: (0, 1, 1, 0), 8: (0, 1, -1, 0),
}  # fmt: skip


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check each picture and formula, in the order of the text."""
    lines = file.declaration.lines
    yield from _words(lines)
    placed = _placed(file)
    known = {o.file: o for o in file.declaration.objects}
    for place, line in enumerate(lines):
        marks = [mark for mark in line.marks if mark.form == "object"]
        # what is not there, or not as it is, is told by F-002
        for mark, (page, drawn) in zip(marks, placed.get(line.id, ()), strict=False):
            where = f"{line.id}, page {page.number}"
            yield from _area(file, page, drawn, where)
            if mark.file in known and known[mark.file].is_picture:
                yield from _picture(known[mark.file], file.facts.turned, drawn, where)
            elif mark.kind == "math" and (size := _EM * hypot(*drawn.matrix[:2])) < LEAST_PT:
                yield "P-003", where, f"The formula is set in {size:.1f} pt."
        if line.role == "caption":
            yield from _caption(file, lines, place, placed)


def _words(lines: Sequence[Line]) -> Iterator[Found]:
    for line in lines:
        for mark in line.marks:
            if mark.kind == "image" and not _worded(mark):
                yield "P-005", line.id, f"Nothing says what {mark.file} shows."


def _worded(mark: Mark) -> bool:
    return bool(mark.wording.strip()) and mark.wording != mark.file


def _placed(file: MeasuredFile) -> dict[str, list[tuple[PageGlyphs, PageObject]]]:
    """Return what is drawn of each line, by its anchor, in the order of the pages."""
    found: dict[str, list[tuple[PageGlyphs, PageObject]]] = {}
    names = {line.id for line in file.declaration.lines}
    for page in file.measured.pages:
        for drawn in page.objects:
            name = next((step.name for step in file.path(drawn) if step.name in names), "")
            found.setdefault(name, []).append((page, drawn))
    return found


def _area(file: MeasuredFile, page: PageGlyphs, drawn: PageObject, where: str) -> Iterator[Found]:
    low, high = page.media[1], page.media[3]
    margins = [margin * PT_PER_MM for margin in file.facts.margins(page.number)]
    ends = file.left(page.number), file.right(page.number)
    outside = {
        "left": ends[0] - drawn.box[0], "right": drawn.box[2] - ends[1],
        "top": drawn.box[3] - (high - margins[0]), "bottom": low + margins[2] - drawn.box[1],
    }  # fmt: skip
    for side, out in outside.items():
        if out > _OUT_PT:
            yield "P-002", where, f"It reaches {mm(out)} out of the type area at the {side}."


def _picture(known: ObjectFile, turned: int, drawn: PageObject, where: str) -> Iterator[Found]:
    a, b, c, d = drawn.matrix[:4]
    across, down = hypot(a, b), hypot(c, d)
    wide, high = drawn.points
    if not all((across, down, wide, high)):
        return
    if abs(across / wide - down / high) > _SAME_SHARE * across / wide:
        told = f"{known.file} is {wide} points by {high} and is {mm(across)} by {mm(down)}."
        yield "P-004", where, told
    if _signs(a, b, c, d) not in _allowed(known, turned):
        yield "P-004", where, f"{known.file} is not turned as it says."
    ppi = wide / (across / 72)
    if ppi < LEAST_PPI - _SLACK_PPI:
        yield "P-003", where, f"{known.file} has {ppi:.0f} points an inch."


def _signs(*matrix: float) -> tuple[int, ...]:
    most = max(map(abs, matrix))
    return tuple(0 if abs(n) < most / 1000 else 1 if n > 0 else -1 for n in matrix)


def _allowed(known: ObjectFile, turned: int) -> list[tuple[int, ...]]:
    """Return how a picture may lie on its page: upright to its reader, or with its head left."""
    upright = _LIES[known.orientation]
    a, b, c, d = upright
    # a quarter to the left: (x, y) becomes (-y, x)
    left = (-b, a, -d, c)
    on_its_side = left if turned % 180 else upright
    lying = upright if turned % 180 else left
    return [on_its_side, lying] if known.landscape else [on_its_side]


def _caption(
    file: MeasuredFile,
    lines: Sequence[Line],
    place: int,
    placed: dict[str, list[tuple[PageGlyphs, PageObject]]],
) -> Iterator[Found]:
    """A caption stands on the page of its figure, and no other line between them."""
    figure = figure_of(lines, place)
    if figure is None:
        yield from _caption_of_table(file, lines, place)
        return
    caption = next((b for b in file.blocks if b.name == lines[place].id), None)
    if caption is None or not placed.get(figure.id):
        return
    page, drawn = placed[figure.id][0]
    where = f"{lines[place].id}, page {caption.lines[0].page}"
    if any(line.page != page.number for line in caption.lines):
        yield "P-001", where, f"Its figure, {figure.id}, stands on page {page.number}."
        return
    # further captions may stand between
    named = {figure.id, *(line.id for line in lines if line.role == "caption")}
    bases = [line.base for line in caption.lines]
    between = (min(*bases, drawn.box[1]), max(*bases, drawn.box[3]))
    others = [
        line.base for block in file.blocks for line in block.lines
        if line.page == page.number and block.name not in named
    ]  # fmt: skip
    if any(between[0] < base < between[1] for base in others):
        yield "P-001", where, f"Text stands between it and its figure, {figure.id}."


def _caption_of_table(file: MeasuredFile, lines: Sequence[Line], place: int) -> Iterator[Found]:
    """A caption over a table stands on the page on which that begins."""
    cell = next((line for line in lines[place:] if line.role != "caption"), None)
    if cell is None or cell.cell is None:
        return
    caption, first = (
        next((b for b in file.blocks if b.name == n.id), None) for n in (lines[place], cell)
    )
    if caption is None or first is None:
        return
    page = first.lines[0].page
    if any(line.page != page for line in caption.lines):
        where = f"{lines[place].id}, page {caption.lines[0].page}"
        yield "P-001", where, f"Its table begins on page {page}."
