"""From a Declaration to Akoma Ntoso 3.0, in the document type of its genre.

The text of ``preface``, ``preamble``, body, ``conclusions`` and ``attachments`` is the canonical
text, one block a line. What the press adds bears ``status="editorial"`` (paragraph numbers) or
stands in ``meta`` (notes, headings for navigation); a note's call is an empty ``noteRef``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from lxml import etree
from msgspec import Struct

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Grid, Line, Signatory
from zhengben.formats.akoma_ntoso.citations import OwnCitation, amends
from zhengben.formats.akoma_ntoso.front import add_preamble, add_preface, preamble_of
from zhengben.formats.akoma_ntoso.hierarchy import Provision, every, nest
from zhengben.formats.akoma_ntoso.identification import Component, add_identification
from zhengben.formats.akoma_ntoso.iris import document_type
from zhengben.formats.akoma_ntoso.meta import add_meta, contains, periods
from zhengben.formats.akoma_ntoso.naming import Naming
from zhengben.formats.akoma_ntoso.places import Places
from zhengben.formats.akoma_ntoso.provisions import Body, add_author_note, add_grid
from zhengben.formats.akoma_ntoso.quotations import quotations
from zhengben.formats.akoma_ntoso.speech import Speech
from zhengben.formats.akoma_ntoso.tree import AKN, NAMESPACES, add, add_part, indent


class Annexed(Struct, frozen=True):
    """An attachment: its heading, if it has one, its eId and what lies in it."""

    heading: Line | None
    eid: str
    top: list[Provision]


def write_akn(declaration: Declaration, tool: str) -> bytes:
    """Make the XML of a declaration; ``tool`` names the program and its version."""
    # the stubs do not know that None stands for no prefix
    nsmap: Any = {prefix or None: name for prefix, name in NAMESPACES.items()}
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap=nsmap)
    _Document(declaration).write(root, tool)
    indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def citations_of(declaration: Declaration) -> tuple[OwnCitation, ...]:
    """Return what the lines of a declaration cite of the text itself, resolved or plain."""
    return _Document(declaration).speech.citations


class _Document:
    """One pass over a declaration: all is named first, then written in the order of the text."""

    def __init__(self, declaration: Declaration) -> None:
        self.declaration, self.kind = declaration, document_type(declaration)
        self.naming = Naming(judgment=self.kind == "judgment")
        naming, places = self.naming, Places(self.naming)
        for line in declaration.opening:
            naming.front(line)
        self.preamble, rest = preamble_of(declaration, headed=self.kind != "judgment")
        self.preamble.name(naming)
        self.outer = "cmp_1" if self.kind == "documentCollection" else ""
        self.top = nest(rest, quotations(rest) if amends(declaration.title.text) else ())
        naming.provisions(self.top, self.outer)
        places.add(self.top, self.outer)
        for block in declaration.signing_blocks:
            if isinstance(block, Grid):
                naming.grid(block, "conclusions")
            else:
                naming.signing(block)
        behind = declaration.annex_blocks
        self.notes = [b for b in takewhile(_is_author_note, behind) if isinstance(b, Line)]
        for note in self.notes:
            naming.author_note(note, "conclusions")
        self.annexes = list(self._annexed(behind[len(self.notes) :]))
        for annex in self.annexes:
            naming.provisions(annex.top, annex.eid)
            places.add(annex.top, annex.eid)
        headings = {a.heading.id: a.eid for a in self.annexes if a.heading}
        commands = {p.block.id: p for p in every(self.top) if p.quoted}
        self.speech = Speech(declaration, naming, places, headings, commands)
        self.body = Body(self.speech, naming, periods(declaration))

    def _annexed(self, blocks: Iterable[Block]) -> Iterable[Annexed]:
        """Divide what stands behind the signatures at the headings of its annexes."""
        parts: list[tuple[Line | None, list[Block]]] = []
        for block in blocks:
            if isinstance(block, Line) and block.role == "annex":
                parts.append((block, []))
            else:
                if not parts:
                    parts.append((None, []))
                parts[-1][1].append(block)
        for heading, inside in parts:
            yield Annexed(heading, self.naming.annex(heading), nest(inside))

    def write(self, root: etree._Element, tool: str) -> None:
        """Append the document."""
        declaration, language = self.declaration, {"xml:lang": self.declaration.script}
        about = {"name": declaration.genre, "contains": contains(declaration)}
        document = add(root, self.kind, about)
        add_meta(document, declaration, tool, self.naming.of, self.speech.citations)
        front = add(document, self.naming.parts[0], language)
        add_preface(front, declaration, self.naming, self.speech)
        self._bodies(document, language)
        if declaration.signing or self.notes:
            part = add(document, "conclusions", {"eId": "conclusions"} | language)
            self._conclusions(part)
            for note in self.notes:
                add_author_note(part, note, self.naming, self.speech)
        if self.annexes:
            part = add(document, "attachments")
            for number, annex in enumerate(self.annexes, 1):
                self._attach(part, annex, number)

    def _bodies(self, document: etree._Element, language: dict[str, str]) -> None:
        """Append preamble and body, as the document's type has them."""
        if self.kind == "judgment":
            body = add(document, "judgmentBody", {"eId": "body"} | language)
            if self.preamble:
                add_preamble(add(body, "introduction", {"eId": "introduction"}), self.preamble,
                             self.naming, self.speech, plain=True)  # fmt: skip
            self.body.fill(add(body, "decision"), self.top, "")
            return
        if self.preamble:
            part = add(document, "preamble", {"eId": "preamble"} | language)
            add_preamble(part, self.preamble, self.naming, self.speech)
        if self.kind == "documentCollection":
            collection = add(document, "collectionBody", language)
            inner = add(add(collection, "component", {"eId": self.outer}), "doc",
                        {"name": self.declaration.genre})  # fmt: skip
            named = Component("main_1", self.declaration.title.text)
            add_identification(add(inner, "meta"), self.declaration, named)
            self.body.fill(add(inner, "mainBody", language), self.top, self.outer)
            return
        name = "body" if self.kind == "act" else "mainBody"
        self.body.fill(add(document, name, {"eId": "body"} | language), self.top, "")

    def _conclusions(self, part: etree._Element) -> None:
        """Append the signatures; the lines of one signatory are a container where they adjoin."""
        holder, inside = part, frozenset[int]()
        for block in self.declaration.signing_blocks:
            if isinstance(block, Grid):
                add_grid(part, block, self.naming, self.speech)
                continue
            signatory = self._signatory(block)
            if signatory and block.index not in inside:
                holder, inside = part, frozenset(line.index for line in signatory.lines)
                if len(inside) > 1 and max(inside) - min(inside) + 1 == len(inside):
                    eid = self.naming.count("conclusions", "container")
                    holder = add(part, "container", {"name": "signatory", "eId": eid})
            self._sign(holder if block.index in inside else part, block)

    def _sign(self, parent: etree._Element, line: Line) -> None:
        """Append a line among the signatures, in the element that bears its eId."""
        about = {"eId": self.naming.of[line.id]}
        if line.role == "office":
            element = add(parent, "block", {"name": line.role} | about)
        elif line.role == "testimonium":
            element = add(add(parent, "formula", {"name": line.role} | about), "p")
        elif line.role == "closing":
            element = add(parent, "p", about)
        else:
            name = "signature" if line.role == "name" else "span"
            element = add(add(parent, "p"), name, about)
        self.speech.put(element, line)

    def _signatory(self, line: Line) -> Signatory | None:
        return next((s for s in self.declaration.signatories if line in s.lines), None)

    def _attach(self, part: etree._Element, annex: Annexed, number: int) -> None:
        """Append an annex as a document of its own, with what follows its heading."""
        attachment = add(part, "attachment", {"eId": annex.eid})
        title = ""
        if annex.heading:
            self.speech.put(add_part(attachment, "heading", annex.eid), annex.heading)
            title = annex.heading.words
        document = add(attachment, "doc", {"name": "annex"})
        component = Component(f"annex_{number}", title or f"annex {number}")
        add_identification(add(document, "meta"), self.declaration, component)
        language = {"xml:lang": self.declaration.script}
        self.body.fill(add(document, "mainBody", language), annex.top, annex.eid)


def _is_author_note(block: Block) -> bool:
    return isinstance(block, Line) and block.role == "author-note"
