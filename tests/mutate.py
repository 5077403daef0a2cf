"""Alters finished files, so that checks can be seen to fail.

Each function takes the path of a file and the path of the altered copy, which it returns. They
work on any PDF that tags its text as the press does, and on any EPUB.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Operator, String

APPARATUS = ("/Lbl", "/Reference", "/Note", "/Editorial")
BLOCKS = ("/P", "/H1", "/H2", "/H3")
# a string of fewer glyphs has no room for the edits below
LEAST_GLYPHS = 8


def edit_pdf(source: Path, target: Path, edit: Callable[[pikepdf.Pdf], None]) -> Path:
    """Apply an edit to an opened PDF."""
    with pikepdf.open(source) as pdf:
        edit(pdf)
        pdf.save(target)
    return target


# the structure tree


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def elements(pdf: pikepdf.Pdf, *tags: str, below: Any = None) -> Iterator[Any]:
    """Yield the structure elements with one of the tags, in order, outside apparatus."""
    for kid in kids(pdf.Root.StructTreeRoot if below is None else below):
        if isinstance(kid, Dictionary) and "/S" in kid and str(kid.S) not in APPARATUS:
            if str(kid.S) in tags:
                yield kid
            yield from elements(pdf, *tags, below=kid)


def paragraphs(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the blocks of the canonical document."""
    return [block for art in elements(pdf, "/Art") for block in elements(pdf, *BLOCKS, below=art)]


def content(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the owner (page or form) and MCID of each canonical content item of an element."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif "/MCID" in kid:
            owner = kid.get("/Stm", kid.get("/Pg", element.get("/Pg")))
            yield owner.objgen, int(kid.MCID)
        elif "/S" in kid and str(kid.S) not in APPARATUS:
            yield from content(kid)


# content streams


def rewrite(
    pdf: pikepdf.Pdf, edit: Callable[[tuple[tuple[int, int], int] | None, str, list[Any]], Any]
) -> None:
    """Pass each instruction of each page to an edit, with the owner and MCID it stands in.

    The edit returns the operands, or a list of instructions to put in its place.
    """
    replacements: list[Replacement] = []
    for owner in _streams(pdf):
        instructions: list[Any] = []
        marks: list[int | None] = []
        for instruction in pikepdf.parse_content_stream(owner):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name in ("BDC", "BMC"):
                marks.append(_mcid(owner, operands))
            inner = next((m for m in reversed(marks) if m is not None), None)
            key = None if inner is None else (owner.objgen, inner)
            result = edit(key, name, operands)
            if isinstance(result, Replacement):
                instructions += result.instructions
                replacements.append(result)
            else:
                instructions.append((result, Operator(name)))
            if name == "EMC":
                marks.pop()
        data = pikepdf.unparse_content_stream(instructions)
        if isinstance(owner, pikepdf.Stream):
            owner.write(data)
        else:
            owner.Contents = pdf.make_stream(data)


def _streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield each page, and the forms that it shows."""
    for page in pdf.pages:
        yield page.obj
        for form in page.obj.get("/Resources", {}).get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form":
                yield form


class Replacement:
    """Instructions that take the place of one."""

    def __init__(self, text: str) -> None:
        # what is parsed lives as long as the file it stands in
        self.pdf = pikepdf.new()
        stream = self.pdf.make_stream(text.encode())
        self.instructions = list(pikepdf.parse_content_stream(stream))


def _mcid(owner: Any, operands: list[Any]) -> int | None:
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = owner.Resources.Properties[str(properties)]
    return int(properties.MCID) if properties is not None and "/MCID" in properties else None


def codes_of(operands: list[Any]) -> bytes:
    """Return the glyph codes of a Tj or TJ operator."""
    items = operands[0] if isinstance(operands[0], Array) else operands
    return b"".join(bytes(item) for item in items if isinstance(item, String))


def edit_codes(source: Path, target: Path, edit: Callable[[bytes], bytes], nth: int = 0) -> Path:
    """Rewrite the glyph codes of the ``nth`` long enough string of the canonical text."""
    with pikepdf.open(source) as pdf:
        _change_codes(pdf, edit, nth)
        pdf.save(target)
    return target


def _change_codes(pdf: pikepdf.Pdf, edit: Callable[[bytes], bytes], nth: int) -> None:
    canonical = {key for block in paragraphs(pdf) for key in content(block)}
    met: list[bytes] = []

    def change(key: Any, name: str, operands: list[Any]) -> Any:
        if name not in ("Tj", "TJ") or key not in canonical:
            return operands
        codes = codes_of(operands)
        if len(codes) < 2 * LEAST_GLYPHS:
            return operands
        met.append(codes)
        if len(met) != nth + 1:
            return operands
        edited = String(edit(codes))
        return [edited] if name == "Tj" else [Array([edited])]

    rewrite(pdf, change)
    assert len(met) > nth, "no such string"


def swap_codes(pdf: pikepdf.Pdf, one: bytes, other: bytes) -> None:
    """Swap two glyphs wherever they are shown."""
    swapped = {one: other, other: one}

    def exchange(item: Any) -> Any:
        if not isinstance(item, String):
            return item
        data = bytes(item)
        pairs = [data[n : n + 2] for n in range(0, len(data), 2)]
        return String(b"".join(swapped.get(pair, pair) for pair in pairs))

    def change(key: Any, name: str, operands: list[Any]) -> Any:
        if name == "TJ":
            return [Array([exchange(item) for item in operands[0]])]
        return [exchange(operands[0])] if name == "Tj" else operands

    rewrite(pdf, change)


def two_codes(source: Path) -> tuple[bytes, bytes]:
    """Return two different glyph codes of the canonical text, of one font."""
    found: list[bytes] = []

    def look(codes: bytes) -> bytes:
        found.extend(dict.fromkeys(codes[n : n + 2] for n in range(0, len(codes), 2)))
        return codes

    with pikepdf.open(source) as pdf:
        _change_codes(pdf, look, 0)
    return found[1], found[2]


def swap_in_maps(pdf: pikepdf.Pdf, one: bytes, other: bytes) -> None:
    """Swap what two glyph codes stand for in every ToUnicode map that has both."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and "/ToUnicode" in font:
            text = font.ToUnicode.read_bytes().decode()
            values = dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", text))
            a, b = one.hex(), other.hex()
            if a in values and b in values:
                text = text.replace(f"<{a}> <{values[a]}>", f"<{a}> <{values[b]}>")
                text = text.replace(f"<{b}> <{values[b]}>", f"<{b}> <{values[a]}>")
                font.ToUnicode = pdf.make_stream(text.encode())


def map_to(source: Path, target: Path, code: bytes, text: str) -> Path:
    """Make ToUnicode give a glyph another text."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in pdf.objects:
            if isinstance(font, Dictionary) and "/ToUnicode" in font:
                cmap = font.ToUnicode.read_bytes().decode()
                value = text.encode("utf-16-be").hex()
                cmap = re.sub(rf"<{code.hex()}> <[0-9a-f]+>", f"<{code.hex()}> <{value}>", cmap)
                font.ToUnicode = pdf.make_stream(cmap.encode())

    return edit_pdf(source, target, edit)


def lie_in_map(source: Path, target: Path) -> Path:
    """Swap what two glyphs say: the page looks right, the text reads wrong."""
    one, other = two_codes(source)
    return edit_pdf(source, target, lambda pdf: swap_in_maps(pdf, one, other))


def lie_in_step(source: Path, target: Path) -> Path:
    """Swap two glyphs and what they say: the text reads right, the page looks wrong."""
    one, other = two_codes(source)

    def edit(pdf: pikepdf.Pdf) -> None:
        swap_codes(pdf, one, other)
        swap_in_maps(pdf, one, other)

    return edit_pdf(source, target, edit)


def lie_in_outlines(source: Path, target: Path) -> Path:
    """Swap the drawings of two glyphs inside the embedded fonts."""
    one, other = (int.from_bytes(code, "big") for code in two_codes(source))

    def edit(pdf: pikepdf.Pdf) -> None:
        for descriptor in pdf.objects:
            if isinstance(descriptor, Dictionary) and "/FontFile3" in descriptor:
                font = TTFont(io.BytesIO(descriptor.FontFile3.read_bytes()))
                order = font.getGlyphOrder()
                if max(one, other) >= len(order):
                    continue
                strings = font["CFF "].cff.topDictIndex[0].CharStrings
                a, b = strings[order[one]], strings[order[other]]
                a.decompile()
                b.decompile()
                a.program, b.program = b.program, a.program
                out = io.BytesIO()
                font.save(out)
                file = pdf.make_stream(out.getvalue())
                file.Subtype = Name.OpenType
                descriptor.FontFile3 = file

    return edit_pdf(source, target, edit)


def lie_in_actual_text(source: Path, target: Path) -> Path:
    """Give every canonical block an ActualText and an Alt that say something else."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for block in paragraphs(pdf):
            block.ActualText = block.Alt = String("另")

    return edit_pdf(source, target, edit)


# books


def edit_book(source: Path, target: Path, old: str, new: str) -> Path:
    """Replace a text once in the XHTML documents of a book."""
    done = False
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as out:
        for entry in book.infolist():
            data = book.read(entry)
            if entry.filename.endswith(".xhtml") and not done and old.encode() in data:
                data = data.replace(old.encode(), new.encode(), 1)
                done = True
            out.writestr(entry, data)
    assert done, f"{old} is in no document"
    return target
