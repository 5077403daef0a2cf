"""Says what a captured table is like, in the words of a row of ``[structure]``."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from math import fsum

from zhengben.capture.base import Place

# widths of columns that differ by less of the whole are alike
_ALIKE = 0.02


def shape_of(cells: Sequence[Place], blanks: Sequence[Place] = ()) -> str:
    """Say what is a table's shape, as “3 header 1 empty 2.3 span 1.1-1.2”, by its cells with text.

    ``blanks`` are merged cells without text, of all tables.
    """
    # rows and columns in which no text begins are not counted
    own_rows, own_columns = sorted({c.row for c in cells}), sorted({c.column for c in cells})
    at = {row: n for n, row in enumerate(own_rows, 1)}
    across = {column: n for n, column in enumerate(own_columns, 1)}
    last_row = max(own_rows)
    merged = [b for b in blanks if b.table == cells[0].table and b.row in at and b.column in across
              and b.row + b.rows - 1 <= last_row]  # fmt: skip
    filled, spans = set[tuple[int, ...]](), list[str]()
    for c in (*cells, *merged):
        # those of a span's rows and columns that are counted
        first = at[c.row], across[c.column]
        last = bisect_left(own_rows, c.row + c.rows), bisect_left(own_columns, c.column + c.columns)
        filled.update(product(*(range(a, b + 1) for a, b in zip(first, last, strict=True))))
        spans += [f"{first[0]}.{first[1]}-{last[0]}.{last[1]}"] if last > first else []
    end = at[cells[-1].row], across[cells[-1].column]
    lacks = {p for p in product(at.values(), across.values()) if p < end} - filled
    lacks |= {(at[b.row], across[b.column]) for b in merged}
    empty = " ".join(f"{r}.{c}" for r, c in sorted(lacks))
    columns = sorted(across)
    told = (
        ("header", _heads(cells, at)),
        ("align", _align(cells, columns)),
        ("width", _width(cells, columns)),
        ("empty", empty),
        ("span", " ".join(spans)),
    )
    return str(len(across)) + "".join(f" {word} {said}" for word, said in told if said)


def _heads(cells: Sequence[Place], at: Mapping[int, int]) -> int:
    """Return how many rows hold nothing but heads, from the first one on.

    A head over the whole width below others, as 第一类, is that of the rows that follow.
    """
    plain = {c.row for c in cells if not c.head}
    count = at[min(plain)] - 1 if plain else len(at)
    wide = len({c.column for c in cells})
    groups = {at[c.row] for c in cells if c.head and c.columns >= wide > 1 and c.rows == 1}
    while count > 1 and count in groups and count < len(at):
        count -= 1
    return count


def _align(cells: Sequence[Place], columns: Sequence[int]) -> str:
    """Say how the columns stand, by what most of the cells below their heads say."""
    letters = ""
    for column in columns:
        said = Counter(c.align for c in cells if c.column == column and not c.head)
        most = max(said, key=lambda align: (said[align], not align, align), default="")
        letters += most[:1] or "-"
    return letters if letters.strip("-") else ""


def _width(cells: Sequence[Place], columns: Sequence[int]) -> str:
    """Say what columns take of the width, in hundredths, where the source says it of all of them.

    Columns that are all alike say nothing: so they are where nobody has thought of their widths.
    """
    found = {c.column: c.width for c in reversed(cells) if c.width and c.columns == 1}
    said = [found.get(column, "") for column in columns]
    if not all(said) or len(said) == 1 or len({width.endswith("%") for width in said}) > 1:
        return ""
    widths = [float(width.rstrip("%")) for width in said]
    whole = fsum(widths)
    if max(widths) - min(widths) < _ALIKE * whole:
        return ""
    return "-".join(str(max(1, round(100 * width / whole))) for width in widths)
