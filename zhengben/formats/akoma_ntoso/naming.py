"""The eIds of a document: one to one with the anchors of its lines.

Akoma Ntoso Naming Convention 1.0, section 5.4: ``[prefix__]element_ref[_number]``. The prefix is
the eId of what an element is counted in, the number is the element's own, stripped, or a count.
Articles, tables, figures, remarks and notes are counted through the text; what lies in an
attachment has the attachment's eId before it. docs/akoma-ntoso.md shows the correspondence as a
table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zhengben.document.lines import Grid, Line, Role
from zhengben.document.regex import regex
from zhengben.formats.akoma_ntoso.hierarchy import Provision, every, number_of

# section 5.4.2; all other elements have their full name
REFERENCES = {
    "alinea": "al", "article": "art", "attachment": "att", "chapter": "chp", "component": "cmp",
    "division": "dvs", "eventRef": "eref", "paragraph": "para", "quotedStructure": "qstr",
    "quotedText": "qtext", "recital": "rec", "recitals": "recs", "section": "sec",
    "subdivision": "subdvs", "subparagraph": "subpara", "temporalGroup": "tmpg",
    "mainBody": "body", "judgmentBody": "body", "wrapUp": "wrapup",
}  # fmt: skip
# 之一, 之二 … of a number
REPEATS = (
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies",
    "undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies",
    "septiesdecies", "octiesdecies", "noviesdecies",
)  # fmt: skip
_UNITS = ("part", "chapter", "section", "article")
# figures and their captions, which lie in containers: their elements
FIGURES: dict[Role, str] = {"figure": "p", "caption": "block"}
# elements of the lines before and behind the body, by role
_FRONT = {"session": "session", "organ": "docAuthority", "dateline": "block"}
_SIGNING = {"office": "block", "name": "signature", "signature": "span", "testimonium": "formula",
            "closing": "p"}  # fmt: skip
_LAST = regex(r"(?:^|-)[a-z]+-(\d+(?:-\d+)*)((?:_\d+)?)$")


def reference(element: str) -> str:
    """Return the element_ref of an element."""
    return REFERENCES.get(element, element)


def joined(prefix: str, element: str, number: object = "") -> str:
    """Return an eId of its parts."""
    own = f"{reference(element)}_{number}" if number != "" else reference(element)
    return f"{prefix}__{own}" if prefix else own


def repeated(numbers: tuple[int, ...]) -> str:
    """Write 十七, 十七之一, 十七之一之二 as ``17``, ``17bis``, ``17bis-2``."""
    written, *more = map(str, numbers)
    if more and int(more[0]) <= len(REPEATS) and more[0] != "0":
        written += REPEATS[int(more.pop(0)) - 1]
    return "-".join((written, *more))


class Naming:
    """Gives the eIds of one document; asked in the order of its text.

    ``of`` are the eIds of lines and tables by their anchors; ``context`` is that of the element
    which holds the words of a line, such as a first 款. ``parts`` are what stands before the body;
    a judgment has other elements there.
    """

    def __init__(self, *, judgment: bool = False) -> None:
        self.parts = ("header", "introduction") if judgment else ("preface", "preamble")
        self.of: dict[str, str] = {}
        self.context: dict[str, str] = {}
        # the eIds of what bears an anchor's number, and of the first 款 that stand in such a line;
        # what bears a number for the second time goes by the first one's
        self._numbered: dict[str, str] = {}
        self._firsts: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def count(self, prefix: str, element: str) -> str:
        """Return the eId of an element that has no number: the next one of its kind there."""
        stem = joined(prefix, element)
        self._counts[stem] += 1
        return joined(prefix, element, self._counts[stem])

    def _put(self, anchor: str, eid: str, context: str = "") -> str:
        self.of[anchor], self.context[anchor] = eid, context or eid
        return eid

    def front(self, line: Line) -> str:
        """Name a line of the preface."""
        if line.role == "title":
            return self._put(line.id, joined(self.parts[0], "docTitle", 1))
        number = line.id.rpartition("-")[2]
        if line.role == "subtitle":
            return self._put(line.id, joined(self.parts[0], "docTitle", int(number) + 1))
        return self._put(line.id, joined(self.parts[0], _FRONT[line.role], number))

    def preamble(self, line: Line) -> str:
        """Name a line of the preamble."""
        return self._put(line.id, joined(self.parts[1], "p", line.id.rpartition("-")[2]))

    def recitals(self, heading: Line, lines: Iterable[Line]) -> str:
        """Name a preamble that stands under a heading of its own, 序言."""
        eid = self._put(heading.id, "preamble__recs_1")
        for line in lines:
            self._put(line.id, joined(eid, "recital", line.id.rpartition("-")[2]))
        return eid

    def signing(self, line: Line) -> str:
        """Name a line among the signatures."""
        number = "1" if line.id == "closing" else line.id.rpartition("-")[2]
        return self._put(line.id, joined("conclusions", _SIGNING[line.role], number))

    def author_note(self, line: Line, prefix: str) -> str:
        """Name a note by the author."""
        number = line.id.rpartition("-")[2]
        return self._put(line.id, joined(prefix, "authorialNote", number))

    def grid(self, grid: Grid, prefix: str) -> str:
        """Name a table and its cells: rows and columns are counted as the table has them."""
        eid = self._put(grid.id, joined(prefix, "table", grid.id.rpartition("-")[2]))
        for number, row in enumerate(grid.rows, 1):
            head = is_head(row)
            for line in row:
                if line.cell:
                    place = cell_eid(eid, number, line.cell.column, head=head)
                    self._put(line.id, place)
        return eid

    def annex(self, line: Line | None) -> str:
        """Name an attachment; one without a heading has no number."""
        if line is None:
            return "att_nn"
        _, number, again = _parted(line.id, 1)
        eid = joined("", "attachment", f"{number}{again}")
        self._numbered[line.id] = eid
        return self._put(line.id, eid)

    def provisions(self, top: Iterable[Provision], prefix: str) -> None:
        """Name the provisions of a body; ``prefix`` is the attachment that they lie in."""
        for provision in every(top):
            block = provision.block
            if isinstance(block, Grid):
                self.grid(block, prefix)
            elif block.role == "author-note":
                self.author_note(block, prefix)
            elif block.role in FIGURES:
                number = block.id.rpartition("-")[2]
                self._put(block.id, joined(prefix, FIGURES[block.role], number))
            elif block.role == "remark":
                number = block.id.rpartition("-")[2]
                self._put(block.id, joined(prefix, "alinea", number))
            else:
                self._provision(provision, block, prefix)

    def _provision(self, provision: Provision, line: Line, prefix: str) -> None:
        label = number_of(line)
        values = len(label.value) if label and label.value else 1
        stem, number, again = _parted(line.id, values)
        if label and label.kind in _UNITS and values > 1:
            number = repeated(tuple(map(int, number.split("-"))))
        within = self._numbered.get(stem, "")
        if line.role in ("item", "bullet"):
            within = self._firsts.get(stem) or within
        bare = joined(within or prefix, provision.element, number)
        eid = f"{bare}{again}"
        first = joined(eid, "paragraph", 1) if provision.merged else ""
        anchor = line.id.removesuffix(again)
        self._numbered[anchor] = bare
        if line.role == "article":
            self._firsts.setdefault(anchor, first)
        self._put(line.id, eid, first)


def cell_eid(table: str, row: int, column: int, *, head: bool) -> str:
    """Return the eId of a cell of a table."""
    return joined(joined(table, "tr", row), "th" if head else "td", column)


def is_head(row: Iterable[Line]) -> bool:
    """Tell a row of column heads."""
    return any(line.cell and line.cell.header for line in row)


def _parted(anchor: str, values: int) -> tuple[str, str, str]:
    """Return what an anchor is counted in, its own number and its repeat: art-1, 2, _3."""
    match = _LAST.search(anchor)
    if match is None:
        return "", anchor.rpartition("-")[2], ""
    numbers = match[1].split("-")
    own, outer = numbers[-values:], numbers[:-values]
    head = anchor[: match.start(1)].rstrip("-")
    if outer:
        return f"{head}-{'-'.join(outer)}", "-".join(own), match[2]
    # the word before the numbers names the kind of what is counted
    return head.rpartition("-")[0], "-".join(own), match[2]
