"""From a Declaration to Akoma Ntoso 3.0: a ``statement``, or an ``act`` for laws and treaties.

The text of ``preface``, ``preamble``, body, ``conclusions`` and ``attachments`` is the canonical
text, one block a line. What the press adds bears ``status="editorial"`` (paragraph numbers) or
stands in ``meta`` (notes, headings for navigation); a note's call is an empty ``noteRef``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from lxml import etree

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Grid, Line, Signatory
from zhengben.formats.akoma_ntoso.meta import add_identification, add_meta, document_type
from zhengben.formats.akoma_ntoso.provisions import add_author_note, add_grid, add_provisions
from zhengben.formats.akoma_ntoso.speech import Speech
from zhengben.formats.akoma_ntoso.tree import AKN, NAMESPACES, add, eid, indent


def write_akn(declaration: Declaration, tool: str) -> bytes:
    """Make the XML of a declaration; ``tool`` names the program and its version."""
    # the stubs do not know that None stands for no prefix
    nsmap: Any = {prefix or None: name for prefix, name in NAMESPACES.items()}
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap=nsmap)
    kind = document_type(declaration)
    document = add(root, kind, {"name": declaration.genre, "contains": "originalVersion"})
    add_meta(document, declaration, tool)
    speech, language = Speech(declaration), {"xml:lang": declaration.script}
    _preface(add(document, "preface", language), declaration, speech)
    preamble, paragraphs = (
        declaration.preamble,
        declaration.body_blocks[len(declaration.preamble) :],
    )
    if preamble:
        part = add(document, "preamble", language)
        for line in preamble:
            speech.put(add(part, "p", {"eId": eid(line.id)}), line)
    body = add(document, "body" if kind == "act" else "mainBody", language)
    add_provisions(body, paragraphs, speech)
    behind = declaration.annex_blocks
    notes = list(takewhile(_is_author_note, behind))
    if declaration.signing or notes:
        conclusions = add(document, "conclusions", language)
        _conclusions(conclusions, declaration, speech)
        for note in notes:
            assert isinstance(note, Line)
            add_author_note(conclusions, note, speech)
    if annexed := behind[len(notes) :]:
        _attachments(add(document, "attachments"), declaration, annexed, speech)
    indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _preface(part: etree._Element, declaration: Declaration, speech: Speech) -> None:
    for line in declaration.opening:
        if line.role == "title":
            speech.put(add(add(part, "p"), "docTitle", {"eId": eid(line.id)}), line)
        else:
            speech.put(add(part, "block", {"name": line.role, "eId": eid(line.id)}), line)


def _conclusions(part: etree._Element, declaration: Declaration, speech: Speech) -> None:
    """Append the signatures; the lines of one signatory are a container where they adjoin."""
    holder, inside = part, frozenset[int]()
    for block in declaration.signing_blocks:
        if isinstance(block, Grid):
            container = add(part, "container", {"name": "signatories", "eId": eid(block.id)})
            add_grid(container, block, speech)
            continue
        number, signatory = _signatory(declaration, block)
        if signatory and block.index not in inside:
            holder, inside = part, frozenset(line.index for line in signatory.lines)
            if len(inside) > 1 and max(inside) - min(inside) + 1 == len(inside):
                about = {"name": "signatory", "eId": f"conclusions__container_{number}"}
                holder = add(part, "container", about)
        target = holder if block.index in inside else part
        element = add(target, "block", {"name": block.role, "eId": eid(block.id)})
        speech.put(element, block)


def _signatory(declaration: Declaration, line: Line) -> tuple[int, Signatory | None]:
    for number, signatory in enumerate(declaration.signatories, 1):
        if line in signatory.lines:
            return number, signatory
    return 0, None


def _is_author_note(block: Block) -> bool:
    return isinstance(block, Line) and block.role == "author-note"


def _attachments(
    part: etree._Element, declaration: Declaration, annexed: Sequence[Block], speech: Speech
) -> None:
    """Append each annex as a document of its own, with what follows its heading."""
    annexes: list[tuple[Line | None, list[Block]]] = []
    for block in annexed:
        if isinstance(block, Line) and block.role == "annex":
            annexes.append((block, []))
        else:
            if not annexes:
                annexes.append((None, []))
            annexes[-1][1].append(block)
    for number, (heading, blocks) in enumerate(annexes, 1):
        about = {"eId": eid(heading.id)} if heading else {}
        attachment = add(part, "attachment", about)
        if heading:
            speech.put(add(attachment, "heading"), heading)
        document = add(attachment, "doc", {"name": "annex"})
        add_identification(add(document, "meta"), declaration, f"annex{number}")
        add_provisions(add(document, "mainBody", {"xml:lang": declaration.script}), blocks, speech)
