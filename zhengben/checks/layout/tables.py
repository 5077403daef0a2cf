"""Checks of tables: how small they are set, and what of them had to be reduced, which is told."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.layout.measured import Found, MeasuredFile
from zhengben.checks.layout.measured_lines import MeasuredBlock
from zhengben.document.lines import Grid, blocks_of

# sizes may differ by rounding, in points
_SAME_PT = 0.05


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Measure the cells of each table of the text."""
    if not file.facts.least_table_pt:
        return
    blocks = {block.name: block for block in file.blocks}
    for grid in blocks_of(file.declaration.lines):
        if isinstance(grid, Grid) and grid.rows[0][0].role == "cell":
            cells = [blocks[n.id] for row in grid.rows for n in row if n.id in blocks]
            yield from _sizes(file, grid, cells)
            yield from _ways(file, grid, blocks)


def _sizes(file: MeasuredFile, grid: Grid, cells: list[MeasuredBlock]) -> Iterator[Found]:
    facts = file.facts
    sizes = {(line.size, block.place(line)) for block in cells for line in block.lines}
    if not sizes:
        return
    size, place = min(sizes)
    if size < facts.least_table_pt - _SAME_PT:
        told = f"It is set in {size:g} pt; no table has less than {facts.least_table_pt:g} pt."
        yield "L-036", place, told
    elif size < facts.table_pt - _SAME_PT:
        told = f"It is set in {size:.3g} pt, since it is too wide for {facts.table_pt:g} pt."
        yield "L-037", grid.id, told


def _ways(file: MeasuredFile, grid: Grid, blocks: dict[str, MeasuredBlock]) -> Iterator[Found]:
    """Tell of a table that stands across, or whose cells stand below one another."""
    first = next((blocks[n.id] for row in grid.rows for n in row if n.id in blocks), None)
    if first is not None and first.lines[0].page in file.across:
        yield "L-037", grid.id, "It stands on pages across, since it is too wide for upright ones."
    for row in grid.rows:
        found = [blocks[n.id].lines[0] for n in row if n.id in blocks and n.cell]
        heads = any(n.cell and n.cell.header for n in row)
        if heads or len({line.page for line in found}) != 1:
            continue
        bases = [line.base for line in found]
        if max(bases) - min(bases) > max(line.size for line in found):
            told = "Its rows are records, since no page is wide enough for its columns."
            yield "L-037", grid.id, told
            return
