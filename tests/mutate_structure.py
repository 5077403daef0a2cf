"""Alters the structure of tagged PDFs and how they set their text, so that checks can fail.

As in ``mutate``, each function takes the path of a file and that of the altered copy.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from mutate import Replacement, codes_of, content, edit_pdf, kids, paragraphs, rewrite
from pikepdf import Array, Dictionary, Name, String


def artifact(source: Path, target: Path) -> Path:
    """Turn the first item of the second canonical block into an artifact, in page and tree."""

    def edit(pdf: pikepdf.Pdf) -> None:
        block = paragraphs(pdf)[1]
        key = next(content(block))
        drop(block, key)

        def change(at: Any, name: str, operands: list[Any]) -> Any:
            return Replacement("/Artifact BMC") if name == "BDC" and at == key else operands

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def drop(element: Any, key: tuple[tuple[int, int], int]) -> None:
    """Remove the reference to a content item from the tree."""
    left = []
    for kid in kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            drop(kid, key)
        elif next(content(Dictionary(K=Array([kid]), Pg=element.get("/Pg", kid))), None) == key:
            continue
        left.append(kid)
    element.K = Array(left)


def reference(pdf: pikepdf.Pdf, key: tuple[tuple[int, int], int]) -> Dictionary:
    """Return a new reference to a content item on a page, or in a form that a page shows."""
    owner = pdf.get_object(*key[0])
    if not isinstance(owner, pikepdf.Stream):
        return Dictionary(Type=Name.MCR, Pg=owner, MCID=key[1])
    page = next(
        page.obj
        for page in pdf.pages
        for form in page.Resources.XObject.values()
        if form.objgen == key[0]
    )
    return Dictionary(Type=Name.MCR, Pg=page, Stm=owner, MCID=key[1])


def unmarked(source: Path, target: Path) -> Path:
    """Show a line of the text once more, without any mark."""

    def edit(pdf: pikepdf.Pdf) -> None:
        font, found = "", list[tuple[Any, bytes]]()

        def look(key: Any, name: str, operands: list[Any]) -> Any:
            nonlocal font
            font = str(operands[0]) if name == "Tf" else font
            if name in ("Tj", "TJ") and key and not found:
                text = f" Q BT {font} 9 Tf 60 60 Td <{codes_of(operands).hex()}> Tj ET"
                found.append((pdf.get_object(*key[0]), text.encode()))
            return operands

        rewrite(pdf, look)
        owner, text = found[0]
        if isinstance(owner, pikepdf.Stream):
            owner.write(b"q " + owner.read_bytes() + text)
        else:
            owner.Contents = pdf.make_stream(b"q " + owner.Contents.read_bytes() + text)

    return edit_pdf(source, target, edit)


def duplicate_reference(source: Path, target: Path) -> Path:
    """Let a canonical block refer to its first content item twice."""

    def edit(pdf: pikepdf.Pdf) -> None:
        block = paragraphs(pdf)[1]
        again = reference(pdf, next(content(block)))
        block.K = Array([*kids(block), again])

    return edit_pdf(source, target, edit)


def missing_content(source: Path, target: Path) -> Path:
    """Let a canonical block refer to content that no page has."""

    def edit(pdf: pikepdf.Pdf) -> None:
        block = paragraphs(pdf)[1]
        again = Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, MCID=9999)
        block.K = Array([*kids(block), again])

    return edit_pdf(source, target, edit)


def loose_content(source: Path, target: Path) -> Path:
    """Take the last content item of the second block out of the tree, but not off the page."""

    def edit(pdf: pikepdf.Pdf) -> None:
        block = paragraphs(pdf)[1]
        drop(block, list(content(block))[-1])

    return edit_pdf(source, target, edit)


def split(source: Path, target: Path) -> Path:
    """Move the last kid of the longest block into a new block behind it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        block = max(paragraphs(pdf), key=lambda b: len(list(content(b))))
        # by item, because one kid may be all there is
        owner, mcid = list(content(block))[-1]
        drop(block, (owner, mcid))
        item = reference(pdf, (owner, mcid))
        new = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=block.P, ID=String("new"), K=Array([item]))
        )
        siblings = kids(block.P)
        at = next(n for n, s in enumerate(siblings) if _same(s, block))
        block.P.K = Array([*siblings[: at + 1], new, *siblings[at + 1 :]])

    return edit_pdf(source, target, edit)


def _same(kid: Any, element: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _neighbours(pdf: pikepdf.Pdf) -> tuple[Any, Any, Any]:
    """Return two paragraphs that are neighbours below one parent, and it."""
    blocks = [block for block in paragraphs(pdf) if str(block.S) == "/P"]
    one, other = next((a, b) for a, b in pairwise(blocks) if _same(a.P, b.P))
    return one, other, one.P


def join(source: Path, target: Path) -> Path:
    """Move the content of a paragraph into the one before it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other, parent = _neighbours(pdf)
        items = [reference(pdf, key) for key in content(other)]
        for key in list(content(other)):
            drop(other, key)
        one.K = Array([*kids(one), *items])
        other.S = Name.Note
        assert len(kids(parent)) > 1

    return edit_pdf(source, target, edit)


def swap_paragraphs(source: Path, target: Path) -> Path:
    """Let two neighbouring paragraphs change places."""

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other, parent = _neighbours(pdf)
        siblings = kids(parent)
        a, b = (next(n for n, s in enumerate(siblings) if _same(s, e)) for e in (one, other))
        siblings[a], siblings[b] = siblings[b], siblings[a]
        parent.K = Array(siblings)

    return edit_pdf(source, target, edit)


def drop_paragraph(source: Path, target: Path) -> Path:
    """Make a paragraph a note."""

    def edit(pdf: pikepdf.Pdf) -> None:
        _neighbours(pdf)[0].S = Name.Note

    return edit_pdf(source, target, edit)


def reveal_number(source: Path, target: Path) -> Path:
    """Make the first number of a paragraph part of its text."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for block in paragraphs(pdf):
            for kid in kids(block):
                if isinstance(kid, Dictionary) and kid.get("/S") == "/Lbl":
                    kid.S = Name.Span
                    return
        raise AssertionError("no paragraph bears a number")

    return edit_pdf(source, target, edit)


def same_id(source: Path, target: Path) -> Path:
    """Give two neighbouring paragraphs one identifier."""

    def edit(pdf: pikepdf.Pdf) -> None:
        one, other, _ = _neighbours(pdf)
        other.ID = one.ID

    return edit_pdf(source, target, edit)


def no_id(source: Path, target: Path) -> Path:
    """Take the identifier of a paragraph away."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del _neighbours(pdf)[0]["/ID"]

    return edit_pdf(source, target, edit)


def before_text(source: Path, target: Path, operators: str) -> Path:
    """Put operators before each string of the second canonical block."""

    def edit(pdf: pikepdf.Pdf) -> None:
        keys = set(content(paragraphs(pdf)[1]))

        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key not in keys:
                return operands
            codes = codes_of(operands).hex()
            return Replacement(f"{operators} <{codes}> Tj")

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def reverse_lines(source: Path, target: Path) -> Path:
    """Set the strings of the longest block from the foot of the page upwards."""

    def edit(pdf: pikepdf.Pdf) -> None:
        keys = set(content(max(paragraphs(pdf), key=lambda b: len(list(content(b))))))
        heights = iter(range(100, 800, 10))

        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key not in keys:
                return operands
            return Replacement(f"1 0 0 1 90 {next(heights)} Tm <{codes_of(operands).hex()}> Tj")

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def set_back(source: Path, target: Path) -> Path:
    """Set the last glyph of each string of the second block before the one in front of it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        keys = set(content(paragraphs(pdf)[1]))

        def change(key: Any, name: str, operands: list[Any]) -> Any:
            if name not in ("Tj", "TJ") or key not in keys:
                return operands
            codes = codes_of(operands)
            return Replacement(f"[<{codes[:-2].hex()}> 2000 <{codes[-2:].hex()}>] TJ")

        rewrite(pdf, change)

    return edit_pdf(source, target, edit)


def untagged(source: Path, target: Path) -> Path:
    """Remove the structure tree."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/StructTreeRoot"]

    return edit_pdf(source, target, edit)
