"""Takes the first rows of a table for its heads where the source marks none, and asks about it.

Pages of offices and files of a word processor seldom say which cells are heads; without heads no
page after the first, and no record of a narrow edition, says what its numbers are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from zhengben.capture.base import Place
from zhengben.document.regex import regex
from zhengben.intake.front import Row

# how a column is called, in Simplified
_NAMED = regex(
    r"(?:.{0,6}(?:序号|编号|项次|项目|名称|类别|类型|种类|指标|单位|国别|国家|地区|姓名|年份|年度|日期|时间|内容"
    r"|科目|品名|事项|条款|职务|数量|金额|备注|代码|规格|等级|部门|机构|代表|来源|说明|合计|比例|标准|税率)"
    r"|号|年|月|国|名|税则号列)(?:[（(/／].{1,12})?"
)
_NUMBER = regex(r"[-－−+＋±]?[\d０-９][\d０-９,，. ]*(?:%|％|‰|元|万元)?|[-－—–]+|…+")
_LONGEST = 16
_ENDS = ("。", "；", "：", ":", "，")


def mark_heads(rows: Sequence[Row]) -> list[str]:
    """Mark the rows that are taken for heads; return what is to be asked about them."""
    tables = defaultdict[int, list[Row]](list)
    for row in rows:
        if row.role == "cell" and row.source.cell:
            tables[row.source.cell.table].append(row)
    asked = list[str]()
    for cells in tables.values():
        if count := _count([(r.source.cell, r.plain) for r in cells if r.source.cell]):
            numbers = sorted({r.source.cell.row for r in cells if r.source.cell})[:count]
            for row in cells:
                if row.source.cell and row.source.cell.row in numbers:
                    row.source = replace(row.source, cell=row.source.cell._replace(head=True))
            first = "first row is" if count == 1 else f"first {count} rows are"
            asked.append(
                f"lines {cells[0].index}-{cells[-1].index}, a table whose heads the source does "
                f"not mark: its {first} taken for them; is that right?"
            )
    return asked


def _count(cells: Sequence[tuple[Place, str]]) -> int:
    """Return how many rows are heads, none where little speaks for it."""
    numbers = sorted({place.row for place, _ in cells})
    columns = {place.column for place, _ in cells}
    if any(place.head for place, _ in cells) or len(numbers) < 3 or len(columns) < 2:
        return 0
    depth = _depth([place for place, _ in cells if place.row == numbers[0]], len(columns))
    heads = [(p, text) for p, text in cells if p.row in numbers[:depth]]
    below = [(p, text) for p, text in cells if p.row not in numbers[:depth]]
    covered = {c for p, _ in heads for c in range(p.column, p.column + p.columns)}
    # the corner may be empty
    if len(covered & columns) < len(columns) - 1 or not _are_short(heads) or not below:
        return 0
    return depth if _are_named(heads, below) or _count_below(heads, below) else 0


def _depth(first: Sequence[Place], columns: int) -> int:
    """Return how many rows of heads there would be, by their first one.

    A head of a group stands above others, and one of several rows beside them.
    """
    depth = max(place.rows for place in first)
    grouped = any(1 < place.columns < columns for place in first)
    return 2 if depth == 1 and grouped else depth


def _are_short(heads: Sequence[tuple[Place, str]]) -> bool:
    return all(
        len(text) <= _LONGEST and not text.endswith(_ENDS) and not _NUMBER.fullmatch(text)
        for _, text in heads
    )


def _are_named(heads: Sequence[tuple[Place, str]], below: Sequence[tuple[Place, str]]) -> bool:
    """Tell columns that are called as columns are, and no form whose lines are called so."""
    named = [bool(_NAMED.fullmatch("".join(text.split()))) for _, text in heads]
    column = min(place.column for place, _ in (*heads, *below))
    lines = [bool(_NAMED.fullmatch(text)) for place, text in below if place.column == column]
    return 2 * sum(named) > len(named) and 2 * sum(lines) <= len(lines)


def _count_below(heads: Sequence[tuple[Place, str]], below: Sequence[tuple[Place, str]]) -> bool:
    """Tell heads above numbers: a column other than the first has hardly anything else."""
    found = defaultdict[int, list[bool]](list)
    for place, text in below:
        found[place.column].append(bool(_NUMBER.fullmatch(text)))
    first = min(place.column for place, _ in (*heads, *below))
    return any(
        len(said) > 1 and 5 * sum(said) >= 4 * len(said)
        for column, said in found.items()
        if column != first
    )
