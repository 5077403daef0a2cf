"""Where each line of a law stands: what 前款, 本條 and 第二款 are counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from zhengben.document.lines import Grid, Line
from zhengben.formats.akoma_ntoso.hierarchy import Provision, own_label
from zhengben.formats.akoma_ntoso.naming import Naming, joined

# units by what they lie in; in Taiwan 項 and 款 change places
RANKS = {"part": 1, "chapter": 2, "section": 3, "article": 4, "paragraph": 5, "item": 6, "point": 7}
_HEADINGS = {"part": "part", "chapter": "chapter", "section": "section"}


class Node(Struct):
    """A provision that may be cited: its unit, its number, its eId and what lies in it."""

    unit: str
    number: tuple[int, ...]
    eid: str
    outer: Node | None = None
    inner: list[Node] = field(default_factory=list)

    def within(self, unit: str) -> Node | None:
        """Return the node of a unit that this one is or lies in."""
        node: Node | None = self
        while node is not None and node.unit != unit:
            node = node.outer
        return node

    def siblings(self) -> list[Node]:
        """Return the nodes of its unit in the same node, itself among them."""
        return [node for node in self.outer.inner if node.unit == self.unit] if self.outer else []

    def find(self, unit: str, number: tuple[int, ...]) -> list[Node]:
        """Return what bears a number in it, at any depth above the articles, else in itself."""
        return [node for node in self._of(unit) if node.number == number]

    def _of(self, unit: str) -> Iterator[Node]:
        for node in self.inner:
            if node.unit == unit:
                yield node
            elif RANKS.get(node.unit, 0) < RANKS[unit] and RANKS.get(node.unit, 0) <= 3:
                yield from node._of(unit)


class Places:
    """The nodes of a document: of its body, of each attachment, and of each line."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        # attachments by eId; the body under an empty one
        self.roots: dict[str, Node] = {}
        self.of: dict[str, Node] = {}
        self._articles: dict[str, dict[tuple[int, ...], list[Node]]] = {}
        self._order: dict[str, list[Node]] = {}
        # the places of articles in their bodies, by the nodes themselves
        self._at: dict[int, int] = {}

    def add(self, top: Iterable[Provision], root: str) -> None:
        """Take up the provisions of a body; ``root`` is the eId of its attachment."""
        node = self.roots[root] = Node("root", (), root)
        self._articles[root], self._order[root] = {}, []
        for provision in top:
            self._take(provision, node, root)

    def articles(self, root: str, number: tuple[int, ...]) -> list[Node]:
        """Return the articles of a number; articles are counted through a body."""
        return self._articles[root].get(number, [])

    def before(self, root: str, article: Node) -> Node | None:
        """Return the article before another."""
        at = self.order(article)
        return self._order[root][at - 1] if at else None

    def order(self, article: Node) -> int:
        """Return how many articles stand before one in its body."""
        return self._at[id(article)]

    def root_of(self, node: Node) -> str:
        """Return the eId of the attachment that a node lies in."""
        while node.outer is not None:
            node = node.outer
        return node.eid

    def _take(self, provision: Provision, outer: Node, root: str) -> None:
        line = provision.block
        if isinstance(line, Grid):
            for row in line.rows:
                self.of.update((cell.id, outer) for cell in row)
            return
        unit = _unit(provision, line)
        if not unit:
            self.of[line.id] = node = outer
        else:
            node = Node(unit, _number(line, unit, outer), self._naming.of[line.id], outer)
            outer.inner.append(node)
            self.of[line.id] = node
        children = provision.children
        if unit == "article":
            self._articles[root].setdefault(node.number, []).append(node)
            self._at[id(node)] = len(self._order[root])
            self._order[root].append(node)
            if provision.merged:
                first = Node("paragraph", (1,), joined(node.eid, "paragraph", 1), node)
                node.inner.append(first)
                self.of[line.id] = first
                own = list(provision.own())
                for child in own:
                    self._take(child, first, root)
                children = children[len(own) :]
        for child in children:
            self._take(child, node, root)


def _unit(provision: Provision, line: Line) -> str:
    if line.role == "heading":
        return _HEADINGS.get(provision.element, "level")
    if line.role == "item":
        return ("item", "point")[provision.depth] if provision.depth < 2 else "deeper"
    return line.role if line.role in ("article", "paragraph") else ""


def _number(line: Line, unit: str, outer: Node) -> tuple[int, ...]:
    """Return the number that a provision is cited by: its own or, without one, its place."""
    label = own_label(line)
    if label and label.value:
        return label.value
    return (1 + sum(node.unit == unit for node in outer.inner),) if unit != "article" else ()
