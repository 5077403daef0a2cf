"""The operative part: provisions nested as the roles and levels of their lines say.

A line's own number becomes ``num``, with the blanks behind it; what follows is ``heading`` or
``p``. Our number is a ``num`` with ``status="editorial"``. Both read together are the line. A
number that is a whole line bears ``class="line"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from zhengben.document.lines import Grid, Line
from zhengben.formats.akoma_ntoso.hierarchy import CONTAINED, Opening, Provision
from zhengben.formats.akoma_ntoso.naming import FIGURES, Naming, cell_eid, is_head, joined
from zhengben.formats.akoma_ntoso.speech import Speech
from zhengben.formats.akoma_ntoso.tree import AKN, add, add_part


class Body:
    """Writes bodies; ``periods`` are the temporal groups of some provisions, by anchor."""

    def __init__(self, speech: Speech, naming: Naming, periods: Mapping[str, str]) -> None:
        self.speech, self.naming, self.periods = speech, naming, periods

    def fill(self, body: etree._Element, top: Iterable[Provision], prefix: str) -> None:
        """Append the provisions of a body, or an empty container where there are none."""
        before = len(body)
        for provision in top:
            self._add(body, provision, prefix)
        if len(body) == before:
            eid = self.naming.count(prefix, "hcontainer")
            empty = add(body, "hcontainer", {"name": "empty", "eId": eid})
            add(add_part(empty, "content", eid), "p")

    def _add(self, parent: etree._Element, provision: Provision, prefix: str) -> None:
        block = provision.block
        if isinstance(block, Grid) or block.role in CONTAINED:
            self._contain(parent, block, prefix)
            return
        eid = self.naming.of[block.id]
        element = add(parent, provision.element, {"eId": eid})
        if group := self.periods.get(block.id):
            element.set("period", f"#{group}")
        self._number(element, provision, block)
        children = provision.children
        if provision.opening == "heading":
            self.speech.put(add_part(element, "heading", eid), block, provision.start)
        elif provision.merged:
            own = list(provision.own())
            self._first(element, provision, block, own, prefix)
            children = children[len(own) :]
        elif provision.opening:
            self._say(add_part(element, provision.opening, eid), provision, block, prefix)
        for child in children:
            self._add(element, child, prefix)

    def _say(self, holder: etree._Element, provision: Provision, line: Line, prefix: str) -> None:
        """Append the words of a provision, and what its quotation holds in the lines below."""
        paragraph = add(holder, "p")
        self.speech.put(paragraph, line, provision.start)
        if not provision.quoted:
            return
        command = next(paragraph.iter(f"{{{AKN}}}mod"))
        structure = next(command.iter(f"{{{AKN}}}quotedStructure"), None)
        if structure is None:
            eid = joined(self.naming.context[line.id], "quotedStructure", 1)
            structure = add(command, "quotedStructure", {"eId": eid})
        for child in provision.quoted:
            self._add(structure, child, prefix)

    def _first(
        self,
        article: etree._Element,
        provision: Provision,
        line: Line,
        own: list[Provision],
        prefix: str,
    ) -> None:
        """Append the first 款 of a 條, which stands in its line, with the items it holds."""
        eid = joined(self.naming.of[line.id], "paragraph", 1)
        element = add(article, "paragraph", {"eId": eid})
        holder = add_part(element, "intro" if own else "content", eid)
        self._say(holder, provision, line, prefix)
        for child in own:
            self._add(element, child, prefix)

    def _contain(self, parent: etree._Element, block: Line | Grid, prefix: str) -> None:
        """Append a table, a figure or a note by the author, which lie in a container of no line."""
        eid = self.naming.count(prefix, "hcontainer")
        kind = "table" if isinstance(block, Grid) else block.role
        content = add_part(add(parent, "hcontainer", {"name": kind, "eId": eid}), "content", eid)
        if isinstance(block, Grid):
            add_grid(content, block, self.naming, self.speech)
        elif name := FIGURES.get(block.role, ""):
            about = {"name": str(block.role)} if name == "block" else {}
            about["eId"] = self.naming.of[block.id]
            self.speech.put(add(content, name, about), block)
        else:
            add_author_note(content, block, self.naming, self.speech)

    def _number(self, element: etree._Element, provision: Provision, line: Line) -> None:
        """Add the line's number, ours or its own with the blanks behind it."""
        if line.number is not None:
            add(element, "num", {"status": "editorial"}, str(line.number))
        elif provision.start and self.speech.divides(line, provision.start):
            # a mark that begins in the number stays whole: the line has no num
            provision.start = 0
            if not provision.opening:
                provision.opening = _whole(provision, line)
        elif provision.start:
            alone = {"class": "line"} if not provision.opening else {}
            add(element, "num", alone, line.text[: provision.start])


def _whole(provision: Provision, line: Line) -> Opening:
    """Return what a line is that is nothing but a number, where a mark keeps it whole."""
    if line.role in ("heading", "article", "annex"):
        return "heading"
    return "intro" if provision.children else "content"


def add_author_note(parent: etree._Element, line: Line, naming: Naming, speech: Speech) -> None:
    """Append a note by the author where it stands in the text, its label included."""
    about = {
        "eId": naming.of[line.id],
        "marker": speech.through.get(line.id) or line.label or "*",
        "placement": "bottom",
    }
    speech.put(add(add(add(parent, "p"), "authorialNote", about), "p"), line)


def add_grid(parent: etree._Element, grid: Grid, naming: Naming, speech: Speech) -> None:
    """Append a table, each cell's line a paragraph; a cell without a line stays empty."""
    eid = naming.of[grid.id]
    table = add(parent, "table", {"eId": eid})
    for number, (lines, places) in enumerate(zip(grid.rows, grid.places, strict=True), 1):
        element = add(table, "tr", {"eId": joined(eid, "tr", number)})
        head = is_head(lines)
        for column, line in places:
            wide, high = grid.span_at(number, column, line)
            spans = {"colspan": wide, "rowspan": high}
            about = {"eId": cell_eid(eid, number, column, head=head)}
            about |= {name: str(count) for name, count in spans.items() if count > 1}
            cell = add(element, "th" if head else "td", about)
            if line:
                speech.put(add(cell, "p"), line)
            else:
                add(cell, "p")
