"""Reads what a PDF says behind its text: the parts of its apparatus, by the words over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from msgspec import Struct

from zhengben.proof.content import Contents
from zhengben.proof.folding import folded
from zhengben.proof.structure_tree import CANONICAL, Step, StructureTree

_HEADING = "H2"


class PartBehind(Struct, frozen=True):
    """A part of apparatus: the ``heading`` over it, all it says, and where its links lead."""

    heading: str
    text: str
    links: tuple[str, ...]


def parts_behind(path: Path) -> tuple[PartBehind, ...]:
    """Return the parts of apparatus in the order of reading; none of a file without structure."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return ()
        contents = Contents(folded(pdf))
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        for number, page in enumerate(pdf.pages, 1):
            contents.read_page(page, number)
        paths = StructureTree(root, contents.marked, pages).paths
        said = [
            (path, contents.marked[key].text)
            for key, path in paths.items()
            if all(step.role != CANONICAL for step in path)
        ]
        return tuple(_parts(pdf, said))


def _parts(pdf: pikepdf.Pdf, said: Sequence[tuple[tuple[Step, ...], str]]) -> Iterator[PartBehind]:
    heading, text, links, over = "", "", dict[int, str](), 0
    for path, words in said:
        head = next((step.number for step in path if step.role == _HEADING), 0)
        if head and head != over:
            if over:
                yield PartBehind(heading, text, tuple(links.values()))
            heading, text, links, over = "", "", {}, head
        if head:
            heading += words
            continue
        text += words
        for step in path:
            if step.role == "Link" and step.number not in links:
                links[step.number] = _leads_to(pdf.get_object(step.number, 0))
    if over:
        yield PartBehind(heading, text, tuple(links.values()))


def _leads_to(link: Any) -> str:
    """Return where a link leads; nothing on a sheet, which has no links."""
    kids = link.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            return str(kid.Obj.get("/Dest", ""))
    return ""
