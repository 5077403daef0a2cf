"""Checks of signatures: names stand by their offices, and no page is left to a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhengben.checks.layout.measured import Found, MeasuredFile
from zhengben.checks.layout.measured_lines import TEXT, MeasuredBlock, MeasuredLine

# lines whose bases lie no farther apart than this, in em, stand beside one another
_BESIDE_EM = 0.5
# a pair, as office and name
_Pair = tuple[MeasuredBlock, MeasuredBlock]


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check where offices and names stand, and what stands with the closing line."""
    blocks = {block.name: block for block in file.blocks if block.kind == TEXT}
    pairs = [
        (blocks[signatory.office.id], blocks[signatory.name.id])
        for signatory in file.declaration.signatories
        if signatory.office is not signatory.name
        and {signatory.office.id, signatory.name.id} <= blocks.keys()
    ]
    for office, name in pairs:
        others = [pair for pair in pairs if pair[0] is not office]
        yield from _nearness(office, name, others)
    yield from _left_to_a_date(file)


def _nearness(
    office: MeasuredBlock, name: MeasuredBlock, others: Sequence[_Pair]
) -> Iterator[Found]:
    """A name stands beside its office, or nearer below it than to any other in its column."""
    last, first = office.lines[-1], name.lines[0]
    if last.page != first.page:
        yield "L-032", name.place(first), f"Its office stands on page {last.page}."
        return
    # the longer one of several lines may begin above the other
    slack = _BESIDE_EM * first.size
    if _lowest(name) - slack <= _highest(office) and _lowest(office) - slack <= _highest(name):
        return
    own = last.base - first.base
    for other, other_name in others:
        if not _overlap((*office.lines, *name.lines), (*other.lines, *other_name.lines)):
            continue
        near = (line for line in other.lines if line.page == first.page)
        gap = min((abs(line.base - name.lines[-1].base) for line in near), default=None)
        if own < 0 or (gap is not None and gap <= own):
            told = f"It stands {abs(own):.0f} pt from its office"
            told += f" and {gap:.0f} pt from {other.name}." if gap is not None else ", above it."
            yield "L-032", name.place(first), told
            return


def _lowest(block: MeasuredBlock) -> float:
    return min(line.base for line in block.lines)


def _highest(block: MeasuredBlock) -> float:
    return max(line.base for line in block.lines)


def _overlap(one: Sequence[MeasuredLine], other: Sequence[MeasuredLine]) -> bool:
    """Tell pairs that stand in one column."""
    left, right = (
        (min(line.glyphs[0].start for line in lines), max(line.glyphs[-1].end for line in lines))
        for lines in (one, other)
    )
    return left[0] < right[1] and right[0] < left[1]


def _left_to_a_date(file: MeasuredFile) -> Iterator[Found]:
    """No page of the text holds nothing but the line with place and date."""
    closing = file.declaration.closing
    if closing is None:
        return
    for page in file.measured.pages:
        lines = file.text(page.number)
        names = {b.name for b in file.blocks if b.kind == TEXT for n in b.lines if n in lines}
        if names == {closing.id}:
            yield "L-033", f"page {page.number}", "It holds place and date and nothing else."
