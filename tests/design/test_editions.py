"""The record of each edition, written by hand, against the figures that set its pages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from zhengben.design import editions
from zhengben.design.editions import EDITIONS
from zhengben.design.genres import GENRES
from zhengben.design.kinds import BesideEdition, PrintEdition
from zhengben.design.records import PageRecord

PRINT = {name: row for name, row in EDITIONS.items() if isinstance(row, PrintEdition)}
# a record says the least margins; so much wider they may be, for air and page numbers, in mm
WIDER_MM = 9.5


def differences(row: PrintEdition) -> Iterator[str]:
    """Yield what the record of an edition says otherwise than its figures."""
    record = row.record
    assert isinstance(record, PageRecord)
    columns = max(map(len, row.widths_em.values())) if isinstance(row, BesideEdition) else 0
    made = {
        "size_mm": row.page_mm,
        "measure_em": row.measure_em,
        "justified": row.justify,
        "notes": row.notes,
        "full_lines": row.grid,
        "turned": 90 if row.vertical else 0,
        "facing": row.facing,
        "columns": columns or len(row.scripts) or 1,
        "turns_tables": row.turns_tables,
        "table_pt": row.note_pt,
        "least_table_pt": row.least_table_pt,
    }
    yield from (name for name, value in made.items() if getattr(record, name) != value)
    if abs(record.text_pt - row.text_pt) > 0.001:
        yield "text_pt"
    if abs(record.leading_pt - row.leading_pt) > 0.001:
        yield "leading_pt"
    if record.room < row.lines or record.lines not in (0, row.lines):
        yield "lines"
    if abs(record.edge_mm - row.margins_mm()[3]) > 0.001:
        yield "edge_mm"
    for name, made_mm, least in zip(
        ("top", "right", "bottom", "left"), row.margins_mm(), record.margins_mm, strict=True
    ):
        if not -0.05 < made_mm - least < WIDER_MM:
            yield f"margins_mm: {name}"
    if row.imposed_on:
        assert row.sheet_record is not None
        if (row.sheet_record.sheet_mm, row.sheet_record.page_mm) != (row.imposed_mm, row.page_mm):
            yield "sheet_record"


@pytest.mark.parametrize("name", PRINT)
def test_the_record_is_what_the_figures_make(name: str) -> None:
    assert list(differences(PRINT[name])) == []


@pytest.mark.parametrize(
    ("figure", "value", "found"),
    [
        ("text_pt", 10.75, ["text_pt"]),
        ("leading_pt", 18, ["leading_pt"]),
        ("measure_em", 33, ["measure_em", "margins_mm: right"]),
        ("lines", 29, ["lines", "margins_mm: bottom"]),
        ("inner_mm", 15, ["edge_mm", "margins_mm: left"]),
        ("head_mm", 30, ["margins_mm: top", "margins_mm: bottom"]),
        ("paper", "A4", ["size_mm", "margins_mm: right", "margins_mm: bottom", "sheet_record"]),
        ("imposed_on", "A3", ["sheet_record"]),
        ("notes", "end", ["notes"]),
        ("facing", False, ["facing"]),
        ("grid", True, ["full_lines"]),
        ("justify", False, ["justified"]),
        ("turns_tables", True, ["turns_tables"]),
        ("least_table_pt", 5, ["least_table_pt"]),
    ],
)
def test_a_figure_that_is_not_the_records_is_seen(
    figure: str, value: object, found: list[str]
) -> None:
    changed = replace(PRINT["booklet"], **{figure: value})  # type: ignore[arg-type]
    assert list(differences(changed)) == found


def test_records_are_written_by_hand() -> None:
    """A record names no row and no figure of one: only numbers, papers and the unit."""
    known = {"OfficialRecord", "PageRecord", "SheetRecord", "A4_MM", "A5_MM", "PT_PER_MM"}
    tree = ast.parse(Path(editions.__file__).read_text("utf-8"))
    records = [
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("record", "sheet_record")
    ]
    assert len(records) > 6
    for record in records:
        names = {node.id for node in ast.walk(record) if isinstance(node, ast.Name)}
        assert names <= known
        assert not [node for node in ast.walk(record) if isinstance(node, ast.Attribute)]


def test_rows_are_kept_in_sets_though_their_words_are_mappings() -> None:
    rows = [*EDITIONS.values(), *GENRES.values()]
    assert len(set(rows)) == len(rows)
    for row in rows:
        assert replace(row) == row
        assert hash(replace(row)) == hash(row)
        assert replace(row, words={"zh-Hant": "某"}) != row  # type: ignore[arg-type]
