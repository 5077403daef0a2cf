"""The provisions of a body: which line is which element, and which lies in which.

條 is an ``article``, 款 a ``paragraph``, 項 a ``subparagraph``, 目 a ``point``; what lies deeper
is a ``level``. The first 款 has no line of its own: it stands in that of its 條, behind the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct, field

from zhengben.document.anchors import SENTENCE_ENDS, is_sentence
from zhengben.document.lines import Block, Grid, Line
from zhengben.document.numbering import Label, parse_label
from zhengben.formats.akoma_ntoso.quotations import Quotation

# a provision holds what ranks behind it
_RANKS = {"heading": 0, "annex": 0, "article": 10, "item": 30, "bullet": 40}
_ANY_OTHER, _LEAF = 20, 50
_NO_NUMBERS = ("part", "chapter", "section", "article", "annex")
_BLANKS = " \u3000"
_UNITS = {"part": "part", "chapter": "chapter", "section": "section"}
_ELEMENTS = {
    "article": "article", "paragraph": "paragraph", "bullet": "indent", "remark": "alinea",
    # an annex that stands before the signatures
    "annex": "subdivision",
}  # fmt: skip
# lines that lie in a container of no line
CONTAINED = ("author-note", "figure", "caption")
# by how many items an item lies in
_ITEMS = ("subparagraph", "point")
# what the words behind a number are: a rubric, the first 款, or what leads to numbered 款
Opening = Literal["", "heading", "paragraph", "intro", "content"]


class Provision(Struct):
    """A line or a table of a body, with what lies in it.

    ``start`` is where its words begin, behind its own number and the blanks; ``opening`` says what
    they are, and is empty where there are none. ``depth`` counts the items that an item lies in.
    ``quoted`` is what a quotation holds that begins at ``quotes_at`` in its line and runs on.
    """

    block: Block
    rank: int
    start: int = 0
    opening: Opening = ""
    depth: int = 0
    children: list[Provision] = field(default_factory=list)
    quoted: list[Provision] = field(default_factory=list)
    quotes_at: int = 0

    @property
    def element(self) -> str:
        """Return the name of its element."""
        line = self.block
        if isinstance(line, Grid) or line.role in CONTAINED:
            return "hcontainer"
        if line.role == "heading":
            return heading_element(line)
        if line.role == "item":
            return _ITEMS[self.depth] if self.depth < len(_ITEMS) else "level"
        return _ELEMENTS[line.role]

    @property
    def merged(self) -> bool:
        """Tell a 條 whose first 款 stands in its line."""
        return self.opening == "paragraph"

    def own(self) -> Iterator[Provision]:
        """Yield what lies in the first 款 of a 條: the items that follow its line."""
        for child in self.children:
            if child.rank <= _ANY_OTHER:
                return
            yield child


def heading_element(line: Line) -> str:
    """Return the element of a heading: by its unit, ``level``, or ``division`` without number."""
    label = own_label(line)
    if label is None or not label.value:
        return "division"
    return _UNITS.get(label.kind, "level")


def number_of(line: Line) -> Label | None:
    """Return the number that a line's anchor was made from, parsed."""
    return parse_label(line.text) if line.label and line.role != "bullet" else None


def own_label(line: Line) -> Label | None:
    """Return the number that a line bears itself; 款 that begin with 第八條 only cite it."""
    label = number_of(line)
    cites = label is not None and label.kind in _NO_NUMBERS
    return None if cites and line.role in ("paragraph", "item") else label


def nest(blocks: Iterable[Block], quoting: Iterable[Quotation] = ()) -> list[Provision]:
    """Return the provisions of a body, each with what lies in it.

    Tables, figures, remarks and notes hold nothing. They lie in what is open where items go on
    behind them. What is quoted lies in its command, where nothing behind the quotation would lie in
    it.
    """
    top: list[Provision] = []
    opened: list[Provision] = []
    rows = list(blocks)
    made, holders = list[Provision](), list[list[Provision]]()
    going_on = list(_going_on(rows))
    for block, goes_on in zip(rows, going_on, strict=True):
        behind = _LEAF if goes_on else _ANY_OTHER
        rank = behind if is_leaf(block) else _rank(block)
        provision = Provision(block, rank)
        while opened and opened[-1].rank >= rank:
            opened.pop()
        if isinstance(block, Line) and block.role == "item":
            outer = opened[-1].block if opened else None
            inside = isinstance(outer, Line) and outer.role == "item"
            provision.depth = opened[-1].depth + 1 if inside else 0
        holder = opened[-1].children if opened else top
        holder.append(provision)
        made.append(provision)
        holders.append(holder)
        if not is_leaf(block):
            opened.append(provision)
    _quote(quoting, made, holders)
    for provision in every(top):
        _open(provision)
    return top


def _quote(
    quoting: Iterable[Quotation], made: Sequence[Provision], holders: Sequence[list[Provision]]
) -> None:
    """Put what is quoted into its command, where that is all that lies in it.

    ``made`` are the provisions by their places, ``holders`` the lists that they stand in.
    """
    last = {id(holder): place for place, holder in enumerate(holders)}
    moved, from_these = set[int](), dict[int, list[Provision]]()
    for quotation in quoting:
        command, held = made[quotation.command], range(quotation.command + 1, quotation.stop)
        inner = {id(made[place].children) for place in held}
        ends = all(last.get(children, 0) < quotation.stop for children in inner)
        if not ends or not _is_sentence(command.block):
            continue
        command.quotes_at = quotation.at
        for place in held:
            holder = holders[place]
            if id(holder) not in inner:
                command.quoted.append(made[place])
                moved.add(id(made[place]))
                from_these[id(holder)] = holder
    for holder in from_these.values():
        holder[:] = [provision for provision in holder if id(provision) not in moved]


def _is_sentence(block: Block) -> bool:
    """Tell a line whose words can be no rubric."""
    return isinstance(block, Line) and (block.role != "article" or is_sentence(block.text))


def _rank(block: Block) -> int:
    return _RANKS.get(block.role, _ANY_OTHER) + block.level if isinstance(block, Line) else _LEAF


def is_leaf(block: Block) -> bool:
    """Tell a table, a figure, a remark or a note by the author, which hold no provisions."""
    return isinstance(block, Grid) or block.role in ("remark", *CONTAINED)


def _going_on(rows: list[Block]) -> Iterator[bool]:
    """Yield for each block whether the next one that is no leaf is an item."""
    goes_on, found = False, list[bool]()
    for block in reversed(rows):
        found.append(goes_on)
        if not is_leaf(block):
            goes_on = isinstance(block, Line) and block.role in ("item", "bullet")
    return reversed(found)


def every(provisions: Iterable[Provision]) -> Iterator[Provision]:
    """Yield provisions and all that lies in them, in the order of the text."""
    waiting = list(provisions)[::-1]
    while waiting:
        provision = waiting.pop()
        yield provision
        waiting += [*provision.quoted, *provision.children][::-1]


def _open(provision: Provision) -> None:
    line = provision.block
    if isinstance(line, Grid) or line.role == "author-note":
        return
    label = own_label(line)
    begins = label is not None and line.number is None and line.text.startswith(line.label)
    words = line.text[len(line.label) :] if begins else line.text
    provision.start = len(line.text) - len(words.lstrip(_BLANKS)) if words else len(line.text)
    if not words.strip(_BLANKS):
        return
    if line.role in ("heading", "annex"):
        provision.opening = "heading"
    elif line.role == "article":
        provision.opening = _of_article(provision, line)
    else:
        provision.opening = "intro" if provision.children else "content"


def _of_article(provision: Provision, line: Line) -> Opening:
    """Tell a rubric from the words of a first 款, as the anchors have it."""
    first = provision.children[0] if provision.children else None
    numbered = f"{line.id}-para-1"
    has_first = any(
        child.rank == _ANY_OTHER and child.block.id == numbered for child in provision.children
    )
    rubric = first is not None and first.rank <= _ANY_OTHER
    # words without a stop that nothing follows, or only items, are no rubric
    if rubric and not line.text.endswith(SENTENCE_ENDS):
        return "heading"
    return "intro" if has_first else "paragraph"
