"""Alters finished files, so that checks can be seen to fail."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf


def shown_codes(pdf: pikepdf.Pdf, page: int) -> list[tuple[int, bytes]]:
    """Return each TJ operator of a page that shows more than ten glyphs: its index, its codes."""
    found = []
    for index, (operands, operator) in enumerate(pikepdf.parse_content_stream(pdf.pages[page])):
        if str(operator) == "TJ":
            codes = b"".join(
                bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)
            )
            if len(codes) > 20:
                found.append((index, codes))
    return found


def edit_codes(source: Path, target: Path, edit: Callable[[bytes], bytes], line: int = 3) -> Path:
    """Rewrite the glyph codes of one line of text of the second page."""
    with pikepdf.open(source) as pdf:
        page = pdf.pages[1]
        index, codes = shown_codes(pdf, 1)[line]
        content = list(pikepdf.parse_content_stream(page))
        content[index] = (
            [pikepdf.Array([pikepdf.String(edit(codes))])],
            pikepdf.Operator("TJ"),
        )
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
        pdf.save(target)
    return target


def edit_maps(source: Path, target: Path, edit: Callable[[str], str]) -> Path:
    """Rewrite every ToUnicode map."""
    with pikepdf.open(source) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                text = thing.ToUnicode.read_bytes().decode()
                thing.ToUnicode = pdf.make_stream(edit(text).encode())
        pdf.save(target)
    return target


def swap_entries(text: str, one: str, other: str) -> str:
    """Swap what two glyph codes (four hexadecimal digits) stand for in a ToUnicode map."""
    values = dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", text))
    if one not in values or other not in values:
        return text
    text = text.replace(f"<{one}> <{values[one]}>", f"<{one}> <{values[other]}>")
    return text.replace(f"<{other}> <{values[other]}>", f"<{other}> <{values[one]}>")


def edit_book(source: Path, target: Path, name: str, old: str, new: str) -> Path:
    """Replace a text once in the documents of a book whose name contains ``name``."""
    done = False
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as out:
        for entry in book.infolist():
            data = book.read(entry)
            if name in entry.filename and not done and old.encode() in data:
                data = data.replace(old.encode(), new.encode(), 1)
                done = True
            out.writestr(entry, data)
    assert done, f"{old} is in no document {name}"
    return target


def copy(source: Path, target: Path) -> Path:
    """Copy a file as it is."""
    shutil.copy(source, target)
    return target
