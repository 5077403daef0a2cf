"""The operative part: provisions nested as the roles and levels of their lines say.

A line's own number becomes ``num``, and what follows it, blanks included, ``heading`` or ``p``;
our number is a ``num`` with ``status="editorial"``. Both read together are the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from zhengben.document.lines import Block, Grid, Line
from zhengben.formats.akoma_ntoso.speech import Speech
from zhengben.formats.akoma_ntoso.tree import add, eid

# a provision holds what ranks behind it
_RANKS = {"heading": 0, "annex": 0, "article": 10, "item": 30, "bullet": 40}
_ANY_OTHER = 20
_UNITS = {
    "编": "part", "編": "part", "篇": "part", "部": "part", "章": "chapter", "节": "section",
    "節": "section",
}  # fmt: skip
_ELEMENTS = {"article": "article", "paragraph": "paragraph", "item": "point", "bullet": "indent"}


@dataclass(slots=True)
class _Provision:
    block: Block
    rank: int
    children: list[_Provision] = field(default_factory=list)


def add_provisions(body: etree._Element, blocks: Iterable[Block], speech: Speech) -> None:
    """Append the provisions of a body, or an empty paragraph where there are none."""
    top = _nest(blocks)
    for provision in top:
        _add(body, provision, speech)
    if not top:
        add(add(add(body, "hcontainer", {"name": "empty"}), "content"), "p")


def _nest(blocks: Iterable[Block]) -> list[_Provision]:
    top: list[_Provision] = []
    opened: list[_Provision] = []
    for block in blocks:
        rank = _ANY_OTHER
        if isinstance(block, Line):
            rank = _RANKS.get(block.role, _ANY_OTHER) + block.level
        provision = _Provision(block, rank)
        while opened and opened[-1].rank >= rank:
            opened.pop()
        (opened[-1].children if opened else top).append(provision)
        opened.append(provision)
    return top


def _add(parent: etree._Element, provision: _Provision, speech: Speech) -> None:
    block = provision.block
    if isinstance(block, Grid):
        element = add(parent, "hcontainer", {"name": "table", "eId": eid(block.id)})
        add_grid(add(element, "content"), block, speech)
        return
    name = _name(block)
    about = {} if name != "hcontainer" else {"name": block.role}
    own = {} if block.role == "author-note" else {"eId": eid(block.id)}
    element = add(parent, name, about | own)
    if block.role == "author-note":
        add_author_note(add(element, "content"), block, speech)
        return
    start = _number(element, block, speech)
    if block.start + start < block.end:
        if block.role == "heading":
            speech.put(add(element, "heading"), block, start)
        else:
            holder = add(element, "intro" if provision.children else "content")
            speech.put(add(holder, "p"), block, start)
    for child in provision.children:
        _add(element, child, speech)


def add_author_note(parent: etree._Element, line: Line, speech: Speech) -> None:
    """Append a note by the author where it stands in the text, its label included."""
    about = {"eId": eid(line.id), "marker": line.label or "*", "placement": "bottom"}
    speech.put(add(add(add(parent, "p"), "authorialNote", about), "p"), line)


def _name(line: Line) -> str:
    if line.role == "heading":
        return _UNITS.get(line.label[-1:], "level")
    return _ELEMENTS.get(line.role, "hcontainer")


def _number(element: etree._Element, line: Line, speech: Speech) -> int:
    """Add the line's number, ours or its own; return where the rest of the line starts."""
    if line.number is not None:
        add(element, "num", {"status": "editorial"}, str(line.number))
    elif line.label and line.text.startswith(line.label) and not speech.within(line, line.label):
        add(element, "num", text=line.label)
        return len(line.label)
    return 0


def add_grid(parent: etree._Element, grid: Grid, speech: Speech) -> None:
    """Append a table, each cell's line a paragraph; a cell without a line stays empty."""
    table = add(parent, "table")
    for lines, places in zip(grid.rows, grid.places, strict=True):
        element = add(table, "tr")
        head = any(line.cell and line.cell.header for line in lines)
        for _, line in places:
            cell = add(element, "th" if head else "td", _spans(line))
            if line:
                speech.put(add(cell, "p", {"eId": eid(line.id)}), line)
            else:
                add(cell, "p")


def _spans(line: Line | None) -> dict[str, str]:
    cell = line.cell if line else None
    spans = {"colspan": cell.columns, "rowspan": cell.rows} if cell else {}
    return {name: str(count) for name, count in spans.items() if count > 1}
