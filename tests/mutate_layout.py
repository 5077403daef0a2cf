"""Alters where the glyphs of a finished PDF stand, so that checks of layout can be seen to fail.

Each function takes the path of a file and that of the altered copy, which it returns. Which line to
alter is found by measuring the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from mutate import Replacement, codes_of, edit_pdf, rewrite
from mutate_structure import drop, reference
from pikepdf import Array, Name, String

from zhengben.checks.layout.measured_lines import (
    NOTE,
    TEXT,
    MeasuredBlock,
    MeasuredLine,
    is_han,
    measured_blocks,
)
from zhengben.proof.glyphs import measure
from zhengben.proof.marked_content import Key

Wanted = Callable[[MeasuredBlock, MeasuredLine], bool]


@cache
def blocks(source: Path) -> list[MeasuredBlock]:
    return measured_blocks(measure(source))


def find(source: Path, wanted: Wanted) -> tuple[MeasuredBlock, MeasuredLine, Key]:
    """Return the first line that is wanted, and the marked content that it begins with."""
    for block in blocks(source):
        for line in block.lines:
            if line.main and wanted(block, line):
                key = line.main[0].key
                assert key is not None
                return block, line, key
    raise AssertionError("no such line")


def full(block: MeasuredBlock, line: MeasuredLine) -> bool:
    """Say whether a line is a full one in the middle of a paragraph, set as one string of Han."""
    return (
        block.kind == TEXT
        and block.role == "P"
        and not line.first
        and not line.last
        and len({glyph.key for glyph in line.glyphs}) == 1
        and is_han(line.main[0].text)
        and is_han(line.main[-1].text)
    )


def plain(block: MeasuredBlock, line: MeasuredLine) -> bool:
    """Say whether a line is a full one of nothing but Han."""
    return full(block, line) and all(is_han(glyph.text) for glyph in line.main)


def move(dx: float = 0.0, dy: float = 0.0, wanted: Wanted = full) -> Callable[[Path, Path], Path]:
    """Return a mutation that moves a line by points to the right and upwards."""

    def mutation(source: Path, target: Path) -> Path:
        line_key = find(source, wanted)[2]

        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name == "BT" and key == line_key:
                return Replacement(f"q 1 0 0 1 {dx / 0.75} {-dy / 0.75} cm BT")
            if name == "ET" and key == line_key:
                return Replacement("ET Q")
            return operands

        return edit_pdf(source, target, lambda pdf: rewrite(pdf, change))

    return mutation


def codes(
    edit: Callable[[bytes, Callable[[str], bytes]], str], wanted: Wanted = full
) -> Callable[[Path, Path], Path]:
    """Return a mutation that shows a line's string in another way.

    ``edit`` takes its codes and a function from a character to its code; it returns a TJ array.
    """

    def mutation(source: Path, target: Path) -> Path:
        line_key = find(source, wanted)[2]

        def edit_file(pdf: pikepdf.Pdf) -> None:
            def change(key: Any, name: str, operands: list[Any]) -> Any:
                if name not in ("Tj", "TJ") or key != line_key:
                    return operands
                return Replacement(f"[{edit(codes_of(operands), lambda c: _code(pdf, c))}] TJ")

            rewrite(pdf, change)

        return edit_pdf(source, target, edit_file)

    return mutation


def _code(pdf: pikepdf.Pdf, character: str) -> bytes:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            cmap = thing.ToUnicode.read_bytes().decode()
            if found := re.search(rf"<(\w{{4}})> <{ord(character):04x}>", cmap):
                return bytes.fromhex(found[1])
    raise AssertionError(f"no glyph for {character}")


def spread(at: int, by: float) -> Callable[[bytes, Callable[[str], bytes]], str]:
    """Return an edit that sets a gap, in thousandths of an em, before a glyph."""

    def edit(data: bytes, code: Callable[[str], bytes]) -> str:
        return f"<{data[: 2 * at].hex()}> {-by} <{data[2 * at :].hex()}>"

    return edit


def replace(at: int, character: str) -> Callable[[bytes, Callable[[str], bytes]], str]:
    """Return an edit that puts another character in a place; -1 is the last."""

    def edit(data: bytes, code: Callable[[str], bytes]) -> str:
        parts = [data[n : n + 2] for n in range(0, len(data), 2)]
        parts[at] = code(character)
        return f"<{b''.join(parts).hex()}>"

    return edit


def cut(least: int) -> Callable[[bytes, Callable[[str], bytes]], str]:
    """Return an edit that leaves only the first glyphs of a line."""
    return lambda data, code: f"<{data[: 2 * least].hex()}>"


def before_text(operators: str) -> Callable[[Path, Path], Path]:
    """Return a mutation that sets text in another way: its colour, its size."""

    def mutation(source: Path, target: Path) -> Path:
        line_key = find(source, full)[2]

        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key != line_key:
                return operands
            return Replacement(f"{operators} <{codes_of(operands).hex()}> Tj")

        return edit_pdf(source, target, lambda pdf: rewrite(pdf, change))

    return mutation


def whole_page(number: int, operators: str) -> Callable[[pikepdf.Pdf], None]:
    """Return an edit that puts operators before all that a page shows."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[number - 1]
        data = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(f"q {operators} ".encode() + data + b" Q")

    return edit


def _turns(source: Path) -> Iterator[tuple[MeasuredBlock, MeasuredBlock]]:
    """Yield the last and the first whole paragraphs around the turn of a page."""
    paragraphs = [b for b in blocks(source) if b.kind == TEXT and len(b.lines) > 1]
    for above, below in pairwise(paragraphs):
        if above.lines[-1].page == below.lines[0].page - 1:
            yield above, below


def _element(pdf: pikepdf.Pdf, name: str) -> Any:
    """Return the structure element of a block."""
    return next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary)
        and "/S" in thing
        and "/ID" in thing
        and bytes(thing.ID).decode() == name
    )


def _keys(line: MeasuredLine) -> list[Key]:
    return list(dict.fromkeys(glyph.key for glyph in line.main if glyph.key is not None))


def widow(source: Path, target: Path) -> Path:
    """Let the first line of a page belong to the paragraph that ended on the page before."""
    above, below = next(_turns(source))

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other = _element(pdf, above.name), _element(pdf, below.name)
        for key in _keys(below.lines[0]):
            drop(other, key)
            one.K.append(reference(pdf, key))

    return edit_pdf(source, target, edit)


def orphan(source: Path, target: Path) -> Path:
    """Let the last line of a page belong to the paragraph that begins on the next page."""
    above, below = next(_turns(source))

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other = _element(pdf, above.name), _element(pdf, below.name)
        for key in reversed(_keys(above.lines[-1])):
            drop(one, key)
            other.K.insert(0, reference(pdf, key))

    return edit_pdf(source, target, edit)


def empty_foot(source: Path, target: Path) -> Path:
    """Leave only the first paragraph of a page behind the first one."""
    page = next(above.lines[-1].page for above, _ in _turns(source) if above.lines[-1].page > 1)
    standing = [b for b in blocks(source) if any(line.page == page for line in b.lines)]
    gone = {
        glyph.key
        for block in standing[1:]
        for line in block.lines
        if line.page == page
        for glyph in line.glyphs
    }

    def edit(pdf: pikepdf.Pdf) -> None:
        def change(key: Any, name: str, operands: list[Any]) -> Any:
            return Replacement("") if name in ("Tj", "TJ") and key in gone else operands

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def head_at_foot(source: Path, target: Path) -> Path:
    """Make the last paragraph of a page a heading."""
    above, _ = next(_turns(source))

    def edit(pdf: pikepdf.Pdf) -> None:
        _element(pdf, above.name).S = Name.H2

    return edit_pdf(source, target, edit)


def _kid(element: Any, role: str) -> int:
    return next(n for n, kid in enumerate(element.K) if not isinstance(kid, int)
                and kid.get("/S") == role)  # fmt: skip


def swap_calls(source: Path, target: Path) -> Path:
    """Let the first and the last note call change places in the structure."""
    called = [b for b in blocks(source) if any(line.calls for line in b.lines)]

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other = (_element(pdf, block.name) for block in (called[0], called[-1]))
        a, b = _kid(one, "/Reference"), _kid(other, "/Reference")
        one.K[a], other.K[b] = other.K[b], one.K[a]

    return edit_pdf(source, target, edit)


def swap_note_numbers(source: Path, target: Path) -> Path:
    """Print the number of the last note on the first one, and the other way round."""
    notes = [block for block in blocks(source) if block.kind == NOTE]
    first, last = notes[0].lines[0].label, notes[-1].lines[0].label
    shown = {first[0].key: last, last[0].key: first}

    def edit(pdf: pikepdf.Pdf) -> None:
        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key not in shown:
                return operands
            data = b"".join(_code(pdf, glyph.text) for glyph in shown[key])
            return [Array([String(data)])] if name == "TJ" else [String(data)]

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def lose_note(source: Path, target: Path) -> Path:
    """Make the first note part of what surrounds it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        _element(pdf, "note-1").S = Name.Span

    return edit_pdf(source, target, edit)


def unsigned(source: Path, target: Path) -> Path:
    """Make offices and names no part of the text."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for number in range(1, 7):
            for part in ("office", "name"):
                _element(pdf, f"{part}-{number}").S = Name.Caption

    return edit_pdf(source, target, edit)


def other_number(source: Path, target: Path) -> Path:
    """Make the number of the third paragraph a 4."""
    block = next(b for b in blocks(source) if b.name == "para-3")
    label = block.lines[0].label[0]

    def edit(pdf: pikepdf.Pdf) -> None:
        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key != label.key:
                return operands
            data = codes_of(operands)
            shown = String(_code(pdf, "4") + data[2:])
            return [Array([shown])] if name == "TJ" else [shown]

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def no_page_number(source: Path, target: Path) -> Path:
    """Show none of the artifacts of the second page."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page, depth, kept = pdf.pages[1], 0, []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1 if depth or str(operands[0]) == "/Artifact" else 0
            if not depth or name in ("q", "Q", "cm"):
                kept.append((operands, operator))
            if name == "EMC" and depth:
                depth -= 1
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    return edit_pdf(source, target, edit)
