"""The tables of finished files have the rows, columns and spans that the document declares.

Cells are placed as HTML 5 (4.9.12.1) and ISO 32000-1 (14.8.4.3.4) have it: each in the next column
that no cell from above or from the left takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree
from msgspec import Struct, field

from zhengben.checks.ebook.opened import UNREADABLE, NoBookError, Opened
from zhengben.checks.finding import Check, Finding, Subject
from zhengben.document.lines import Grid, blocks_of
from zhengben.proof.akn import NAMESPACE, anchor

ROWS = (
    Check(
        "F-003",
        "Each cell of a table stands in its row and column and takes as many as the document says.",
        "Publish the document again; spans are declared in [structure], as “span 1.1-1.2”.",
        "ISO 32000-1, 14.8.5.7; HTML, 4.9.12.1",
    ),
)
_XHTML = "{http://www.w3.org/1999/xhtml}"
_AKN = f"{{{NAMESPACE}}}"
# no table of a file is larger; a span beyond changes nothing more
_MOST = 1000
_DEEPEST = 100
# row and column of a cell, and how many columns and rows it takes
Where = tuple[int, int, int, int]
# the anchor of a cell's line, or empty, and how many columns and rows the cell takes
Cell = tuple[str, int, int]


class _Table(Struct):
    """A table as a file has it: where each line stands, and how wide each row is."""

    places: dict[str, Where] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)


def examine(subject: Subject) -> Iterator[Finding]:
    """Compare the tables of a file with those of its document."""
    # a comparison shows articles in another order, and may leave some out
    names = dict(zip((n.id for n in subject.lines), subject.anchors, strict=True))
    grids = [b for b in blocks_of(subject.lines) if isinstance(b, Grid)]
    read = _READERS.get(subject.path.suffix)
    if not grids or read is None:
        return
    try:
        tables = [_placed(rows) for rows in read(subject.path)]
    except (*UNREADABLE, NoBookError, pikepdf.PdfError, etree.XMLSyntaxError):
        # F-001 and F-002 tell of a file that cannot be read
        return
    for grid in grids:
        if told := _difference(grid, tables, names, subject.path.suffix == ".pdf"):
            yield Finding("F-003", subject.artefact.file, *told)


def _difference(
    grid: Grid, tables: list[_Table], names: dict[str, str], may_be_list: bool
) -> tuple[str, str] | None:
    """Return place and sentence of the first cell that stands elsewhere, or None."""
    lines = {names[line.id]: line.cell for row in grid.rows for line in row if line.cell}
    table = next((t for t in tables if not lines.keys().isdisjoint(t.places)), None)
    if table is None:
        # on paper a table too wide for its page is a list of its cells
        return None if may_be_list else (grid.id, "Its cells stand in no table.")
    for name, cell in lines.items():
        wanted = cell.row, cell.column, cell.columns, cell.rows
        found = table.places.get(name)
        if found is None:
            return name, "It stands in no cell of its table."
        if found != wanted:
            return name, f"It {_said(found)}; the document says that it {_said(wanted)}."
    if set(table.widths) != {grid.columns}:
        return grid.id, f"Its rows have not {grid.columns} columns each."
    return None


def _said(where: Where) -> str:
    row, column, columns, rows = where
    return f"begins at {row}.{column} and takes {columns} × {rows} places"


def _placed(rows: Iterable[Iterable[Cell]]) -> _Table:
    """Give the cells of a table their places."""
    table, taken = _Table(), dict[int, int]()
    for number, cells in enumerate(rows, 1):
        column = 0
        for name, columns, high in cells:
            column += 1
            while taken.get(column, 0) >= number:
                column += 1
            table.places.setdefault(name, (number, column, columns, high))
            for wide in range(column, column + columns):
                taken[wide] = number + high - 1
            column += columns - 1
        table.widths.append(sum(last >= number for last in taken.values()))
    return table


def _count(value: Any) -> int:
    """Return a span as a number from 1 to the bound."""
    text = str(value if value is not None else 1)
    counted = text.isascii() and text.isdigit() and len(text) < 10
    return min(max(int(text), 1), _MOST) if counted else 1


def _pdf(path: Path) -> Iterator[list[list[Cell]]]:
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        for table in _tagged(root, "/Table") if root is not None else ():
            yield [
                [(_line(cell), *_attributes(cell)) for cell in _tagged(row, "/TH", "/TD")]
                for row in _tagged(table, "/TR")
            ]


def _tagged(element: Any, *roles: str, depth: int = 0) -> Iterator[Any]:
    """Yield the outermost elements of some types below an element."""
    found = element.get("/K")
    kids = list(found) if isinstance(found, pikepdf.Array) else [found]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and depth < _DEEPEST:
            if str(kid.S) in roles:
                yield kid
            else:
                yield from _tagged(kid, *roles, depth=depth + 1)


def _line(cell: Any) -> str:
    named = (str(p.ID) for p in _tagged(cell, "/P") if "/ID" in p)
    return next(named, "")


def _attributes(cell: Any) -> tuple[int, int]:
    """Return how many columns and rows a cell takes; its attributes may be one or a list."""
    found = cell.get("/A")
    sets = list(found) if isinstance(found, pikepdf.Array) else [found]
    of_tables = [a for a in sets if isinstance(a, pikepdf.Dictionary) and a.get("/O") == "/Table"]
    said = {key: a[key] for a in of_tables for key in ("/ColSpan", "/RowSpan") if key in a}
    return _count(said.get("/ColSpan")), _count(said.get("/RowSpan"))


def _epub(path: Path) -> Iterator[list[list[Cell]]]:
    for root in Opened.open(path).documents.values():
        yield from _marked_up(root, _XHTML, "id")


def _html(path: Path) -> Iterator[list[list[Cell]]]:
    yield from _marked_up(_root(path), _XHTML, "id")


def _akn(path: Path) -> Iterator[list[list[Cell]]]:
    for rows in _marked_up(_root(path), _AKN, "eId"):
        yield [[(anchor(name), wide, high) for name, wide, high in row] for row in rows]


def _root(path: Path) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.parse(str(path), parser).getroot()


def _marked_up(root: Any, namespace: str, name: str) -> Iterator[list[list[Cell]]]:
    for table in root.iter(f"{namespace}table"):
        yield [
            [
                (_identifier(cell, name), _count(cell.get("colspan")), _count(cell.get("rowspan")))
                for cell in row.iterchildren(f"{namespace}th", f"{namespace}td")
            ]
            for row in table.iter(f"{namespace}tr")
        ]


def _identifier(cell: Any, name: str) -> str:
    return next((str(e.get(name)) for e in cell.iter() if e.get(name)), "")


_READERS = {".pdf": _pdf, ".epub": _epub, ".html": _html, ".xml": _akn}
