"""The structure tree of a print edition, one element for each HTML element that means something.

WeasyPrint 70 writes a tree with one element for each box, where a block of lines is a Figure, a
paragraph that runs over a page is two, running heads hang loose, and notes stand at the end of
their page. Here the tree follows the HTML instead, to which each block has added the elements of
its stretches, so that a reader (or a proof) finds

    Document > Art > H1, P …       the canonical text, each block with its line's id as /ID
    in a block: Lbl, Reference, Note              apparatus
    beside blocks: Editorial, a P by ours         words of the press: contents, headings, datelines
    Document > Sect                apparatus: table of instruments, colophon

and what the margins hold is pagination, an artifact. ISO 32000-1, 14.8; ISO 14289-1, 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from zhengben.document.notation import KINDS
from zhengben.formats.pdf.engine.drawing import AGAIN, DrawnLink
from zhengben.formats.pdf.engine.second_edition import FinishedTree, bookmarked, make_second
from zhengben.formats.pdf.engine.source import IDENTIFIER, descendants

TAGS = {
    "article": "Art", "section": "Sect", "p": "P", "a": "Link", "h1": "H1", "h2": "H2", "h3": "H3",
    "h4": "H4", "h5": "H5", "h6": "H6",
}  # fmt: skip
# a template names any other standard type, as Note, or several nested ones, as “Reference Link”,
# with the first attribute; with the second, that an element goes on with one of an earlier page;
# with the third, at which call a note is read; with the last, that it is pagination
TAG, CONTINUES, CALL, ARTIFACT = "data-tag", "data-continues", "data-call", AGAIN
# the words that stand for a picture or a formula, and its file or its source
ALTERNATIVE, TITLE = "data-alt", "data-title"
# behind which line a block is read that stands elsewhere on its page, at its foot
BEHIND = "data-behind"
# marks of the text are types of our own, which stand for standard ones (ISO 32000-1, 14.7.3)
ROLES = {f"Mark-{row.kind}": row.pdf for row in KINDS.values() if row.form != "object"}
# a paragraph by the press: a Caption would be the first or last part of what it captions
ROLES["Editorial"] = "P"
# a note by the author, and the label of a page that stands for its own
ROLES |= {"Author-note": "P", "Mark-label": "Span"}
# what one of two versions has alone, where they are merged: PDF 1.7 has no type for it
ROLES |= {"Mark-new": "Span", "Mark-gone": "Span"}
# how many columns and rows a cell takes, and what the structure calls it (ISO 32000-1, 14.8.5.7)
SPANS = {"data-columns": "ColSpan", "data-rows": "RowSpan"}


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:
    """Add the structure tree of a placed document; takes the place of the engine's function."""
    tagger = _Tagger(pdf, document.pages, document.made_up)
    tagger.tag(page_streams)
    if document.pdf_version == "2.0":
        make_second(pdf, tagger.finished())


class _Tagger:
    def __init__(self, pdf: pydyf.PDF, pages: list[Any], html_root: Any) -> None:
        self.pdf, self.pages = pdf, pages
        self.page_references = pdf.page_references
        self.parents = {kid: parent for parent in html_root.iter() for kid in parent}
        self.root = self._add({"Type": "/StructTreeRoot"})
        self.top = self._add(
            {"Type": "/StructElem", "S": "/Document", "P": self.root.reference, "K": pydyf.Array()}
        )
        self.root["K"] = pydyf.Array([self.top.reference])
        self.elements: dict[Any, pydyf.Dictionary] = {}
        self.by_id: dict[str, pydyf.Dictionary] = {}
        self.kids: dict[bytes, pydyf.Array] = {}
        self.names: list[tuple[bytes, pydyf.Dictionary]] = []
        # what holds each element, by its reference, and what is read behind which line
        self.holders: dict[bytes, bytes] = {}
        self.behind: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.tree: dict[bytes, pydyf.Dictionary] = {self.top.reference: self.top}
        self.links: list[tuple[pydyf.Dictionary, pydyf.Dictionary]] = []

    def _add(self, content: dict[str, Any]) -> pydyf.Dictionary:
        element = pydyf.Dictionary(content)
        self.pdf.add_object(element)
        return element

    def tag(self, page_streams: list[Any]) -> None:
        """Build the tree over all pages, then the tables that lead back into it."""
        numbers, annotations = pydyf.Array(), self.links
        for index, (page, stream) in enumerate(zip(self.pages, page_streams, strict=True)):
            mcids: dict[int, pydyf.Dictionary] = {}
            artifacts = {
                mark["mcid"]
                for box in page._page_box.children
                if isinstance(box, boxes.MarginBox)
                for inner in descendants(box)
                if (mark := stream._tags.get(inner))
            }
            for node, mcid, links in _contents(page, stream):
                for link in links:
                    annotations.append(self._link(link, index))
                if mcid is None or mcid in artifacts:
                    continue
                element = None if node is None else self._content_element(node, index)
                if element is None:
                    artifacts.add(mcid)
                else:
                    element["K"].append(self._content(mcid, element, index))
                    mcids[mcid] = element
            _name_marks(stream, artifacts)
            count = max(mcids, default=-1) + 1
            numbers.extend(
                (
                    index,
                    pydyf.Array(mcids[n].reference if n in mcids else "null" for n in range(count)),
                )
            )
        for number, (element, annotation) in enumerate(annotations, len(page_streams)):
            annotation["StructParent"] = number
            numbers.extend((number, element.reference))
        self._move_behind()
        self._finish(numbers)

    def finished(self) -> FinishedTree:
        """Return the tree that was built, and what leads into it."""
        outlined = [self._element(node, 0) for node in bookmarked(self.pages)]
        return FinishedTree(
            self.root,
            self.tree,
            {name.decode(): element for name, element in self.names},
            self.links,
            outlined,
            frozenset(ROLES),
        )

    def _content_element(self, node: Any, page: int) -> pydyf.Dictionary | None:
        """Return the structure element that holds an HTML node's text, or None for pagination."""
        around = node
        while around is not None:
            if around.get(ARTIFACT) is not None:
                return None
            around = self.parents.get(around)
        element = self._element(node, page)
        if element is self.top:
            raise RuntimeError("text stands outside every tagged element")
        return element

    def _element(self, node: Any, page: int) -> pydyf.Dictionary:
        """Return the structure element of an HTML node or of its nearest tagged ancestor."""
        if node is None or node.tag in ("body", "html"):
            return self.top
        if node in self.elements:
            return self.elements[node]
        if begun := node.get(CONTINUES):
            self.elements[node] = self.by_id[begun]
            return self.by_id[begun]
        tags = (node.get(TAG) or TAGS.get(node.tag, "")).split()
        element = parent = self._element(self.parents.get(node), page)
        if node in self.elements:
            # a row has made its cells
            return self.elements[node]
        if not tags:
            self.elements[node] = parent
            return parent
        self.roles |= {tag: f"/{ROLES[tag]}" for tag in tags if tag in ROLES}
        for depth, tag in enumerate(tags):
            # a note is read where it is called, not at the foot of the page
            called = self.by_id.get(node.get(CALL)) if tag == "Note" else None
            holder = called["P"] if called is not None else element.reference
            kids = self.kids[holder] if called is not None else element["K"]
            element = self._add(
                {
                    "Type": "/StructElem",
                    "S": f"/{tag}",
                    "P": holder,
                    "K": pydyf.Array(),
                    "Pg": self.page_references[page],
                }
            )
            self.tree[element.reference] = element
            self.kids[element.reference] = element["K"]
            self.holders[element.reference] = holder
            if depth == 0:
                self._begin(element, node)
            if called is not None:
                kids.insert(kids.index(called.reference) + 1, element.reference)
            else:
                kids.append(element.reference)
        self.elements[node] = element
        self._say(element, node, tags[-1])
        if tags[-1] == "TR":
            # empty cells too: the rows of a table have the same number of columns; and lines of
            # which nothing stands on this page yet
            for cell in node:
                self._element(cell, page)
                for line in cell:
                    self._element(line, page)
        return element

    def _begin(self, element: pydyf.Dictionary, node: Any) -> None:
        """Take up the outermost element that a node gives, by its identifier."""
        if name := node.get(IDENTIFIER):
            self.by_id[name] = element
            if above := node.get(BEHIND):
                self.behind[name] = above
        if node.get(TITLE) and not node.get(ALTERNATIVE):
            # the label of the text for which a page has another
            element["T"] = pydyf.String(node.get(TITLE))

    def _say(self, element: pydyf.Dictionary, node: Any, tag: str) -> None:
        """Say of an element what its node says: spans, language, alternative text, identifier."""
        if attributes := _cell_attributes(node, tag):
            element["A"] = pydyf.Dictionary({"O": "/Table"} | attributes)
        if language := node.get("lang"):
            element["Lang"] = pydyf.String(language)
        if words := node.get(ALTERNATIVE):
            element["Alt"] = pydyf.String(words)
            element["T"] = pydyf.String(node.get(TITLE))
        if name := node.get(IDENTIFIER):
            element["ID"] = pydyf.String(name)
            self.names.append((name.encode(), element))

    def _content(self, mcid: int, element: pydyf.Dictionary, page: int) -> Any:
        if element["Pg"] == self.page_references[page]:
            return mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.page_references[page], "MCID": mcid})

    def _link(self, link: DrawnLink, page: int) -> tuple[pydyf.Dictionary, Any]:
        element = self._element(link.node, page)
        reference = {
            "Type": "/OBJR",
            "Obj": link.link_annotation.reference,
            "Pg": self.page_references[page],
        }
        element["K"].append(pydyf.Dictionary(reference))
        return element, link.link_annotation

    def _move_behind(self) -> None:
        """Move what stands at the foot of its page behind the line that it follows in the text.

        Its new place is beside whatever holds that line there, as a table.
        """
        waiting = dict(self.behind)
        while waiting:
            name = next(n for n, above in waiting.items() if above not in waiting)
            element, above = self.by_id[name], self.by_id[waiting.pop(name)].reference
            holder = element["P"]
            while self.holders[above] != holder:
                above = self.holders[above]
            kids = self.kids[holder]
            kids.remove(element.reference)
            kids.insert(kids.index(above) + 1, element.reference)

    def _finish(self, numbers: pydyf.Array) -> None:
        names = pydyf.Array()
        for name, element in sorted(self.names, key=lambda pair: pair[0]):
            names.extend((pydyf.String(name.decode()), element.reference))
        self.root["ParentTree"] = self._add({"Nums": numbers}).reference
        self.root["ParentTreeNextKey"] = len(numbers) // 2
        limits = pydyf.Array([names[0], names[-2]]) if names else None
        if limits:
            tree = self._add({"Names": names, "Limits": limits})
            self.root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([tree.reference])})
        if self.roles:
            self.root["RoleMap"] = pydyf.Dictionary(dict(sorted(self.roles.items())))
        catalog = self.pdf.catalog
        catalog["StructTreeRoot"] = self.root.reference
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _cell_attributes(node: Any, tag: str) -> dict[str, Any]:
    """Return what the structure says of a cell of a table beside its content."""
    attributes: dict[str, Any] = {"Scope": "/Column"} if tag == "TH" else {}
    if tag in ("TH", "TD"):
        attributes |= {SPANS[name]: int(node.get(name)) for name in SPANS if node.get(name)}
    return attributes


def _contents(page: Any, stream: Any) -> Iterator[tuple[Any, int | None, list[DrawnLink]]]:
    """Yield what is marked on a page: its element, its number on the page, and its links.

    What the engine has marked for a block is the first of its pieces.
    """
    for box in descendants(page._page_box):
        mark = stream._tags.get(box)
        pieces = box.replacement.pieces if isinstance(box, boxes.ReplacedBox) else []
        if not pieces:
            links = [DrawnLink(box.element, (0, 0, 0, 0), a)] if (a := box.link_annotation) else []
            yield box.element, mark and mark["mcid"], links
        for place, piece in enumerate(pieces):
            node = box.element if piece.node is None else piece.node
            marked = mark if place == 0 else stream._tags.get(piece)
            yield node, marked and marked["mcid"], piece.links


def _name_marks(stream: Any, artifacts: set[int]) -> None:
    """Name marked content of a page: pagination artifacts (ISO 32000-1, 14.8.2.2), and all else."""
    operators = stream.stream
    for n, operator in enumerate(operators):
        properties = operators[n - 1] if n else None
        if operator == b"BDC" and isinstance(properties, dict):
            if properties.get("MCID") in artifacts:
                operators[n - 2] = "/Artifact"
                operators[n - 1] = pydyf.Dictionary({"Type": "/Pagination"})
            else:
                operators[n - 2] = "/Span"
