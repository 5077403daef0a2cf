"""Reads the structure tree of a PDF: which marked content is canonical text, and in what order.

The canonical document stands in ``Art`` elements. In them each leaf block (a heading or ``P``)
bears the identifier of its line; ``Lbl``, ``Reference``, ``Note`` and ``Caption`` are apparatus,
as is all that stands outside an ``Art``. ActualText and Alt are never looked at: they would say
what a page is meant to show, not what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from zhengben.proof.content import OUT_OF_ORDER, Key, Marked
from zhengben.proof.extraction import Block, Fault, shown
from zhengben.proof.geometry import steps_back

CANONICAL = "Art"
APPARATUS = frozenset(("Lbl", "Reference", "Note", "Caption"))
BLOCKS = frozenset(("P", "H", "H1", "H2", "H3", "H4", "H5", "H6"))
_DEEPEST = 100


@dataclass(slots=True)
class _Leaf:
    """A block while it is read.

    ``places`` keeps its pages in order, each with the offset of the first character there; ``last``
    is what it ends with.
    """

    id: str
    language: str = ""
    text: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    last: Marked | None = None

    @property
    def name(self) -> str:
        return self.id or f"a paragraph without an identifier ({shown(''.join(self.text))})"


@dataclass(frozen=True, slots=True)
class Step:
    """An element on the way from the root to some content: its standard type, name and number.

    ``name`` is its /ID or empty; ``number`` is its object number, which no other element has.
    """

    role: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where in the tree an element stands."""

    canonical: bool = False
    apparatus: bool = False
    leaf: _Leaf | None = None
    language: str = ""
    depth: int = 0
    path: tuple[Step, ...] = ()


class StructureTree:
    """The structure tree, read against the content of the pages."""

    def __init__(
        self,
        root: pikepdf.Object,
        marked: Mapping[Key, Marked],
        pages: Mapping[tuple[int, int], int],
    ) -> None:
        self._marked, self._pages = marked, pages
        self._roles = root.get("/RoleMap", pikepdf.Dictionary())
        self._leaves: list[_Leaf] = []
        # where each piece of content stands in the tree, in the order of reading
        self.paths: dict[Key, tuple[Step, ...]] = {}
        self._used: set[Key] = set()
        self._met: set[tuple[int, int]] = set()
        self.faults: list[Fault] = []
        for kid in _kids(root):
            self._element(kid, _Scope())
        self._check_identifiers()
        self._check_unused()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the canonical blocks in the order of the tree."""
        return tuple(
            Block(f.id, "".join(f.text), tuple(f.places), tuple(f.places.values()), f.language)
            for f in self._leaves
        )

    def _fault(self, code: str, place: str, sentence: str) -> None:
        self.faults.append(Fault(code, place, sentence))

    def _role(self, element: pikepdf.Object) -> str:
        """Return the standard type of an element (ISO 32000-1, 14.7.3)."""
        kind = str(element.get("/S", "/"))
        for _ in range(_DEEPEST):
            mapped = self._roles.get(kind)
            if mapped is None or str(mapped) == kind:
                break
            kind = str(mapped)
        return kind.lstrip("/")

    def _element(self, element: pikepdf.Object, scope: _Scope) -> None:
        again = element.objgen in self._met and element.objgen != (0, 0)
        if again or scope.depth > _DEEPEST:
            self._fault("tree-loop", "structure", "An element stands twice in the structure tree.")
            return
        self._met.add(element.objgen)
        role = self._role(element)
        inner = replace(
            scope,
            canonical=scope.canonical or role == CANONICAL,
            apparatus=scope.apparatus or role in APPARATUS,
            language=str(element.get("/Lang", scope.language)),
            depth=scope.depth + 1,
            path=(*scope.path, Step(role, _name(element), element.objgen[0])),
        )
        if inner.canonical and not inner.apparatus and role in BLOCKS:
            inner = self._open(element, inner)
        for kid in _kids(element):
            self._kid(kid, element, inner)

    def _open(self, element: pikepdf.Object, scope: _Scope) -> _Scope:
        leaf = _Leaf(_name(element), scope.language)
        self._leaves.append(leaf)
        if scope.leaf is not None:
            self._fault("nested", scope.leaf.id, f"{leaf.name} stands inside {scope.leaf.name}.")
        return replace(scope, leaf=leaf)

    def _kid(self, kid: Any, parent: pikepdf.Object, scope: _Scope) -> None:
        """Read a kid: an MCID, a reference to marked content or to an object, or an element."""
        if isinstance(kid, int):
            self._content(kid, parent.get("/Pg"), None, scope)
        elif not isinstance(kid, pikepdf.Dictionary):
            self._fault("tree", "structure", "The structure tree holds something unknown.")
        elif "/S" in kid:
            self._element(kid, scope)
        elif "/MCID" in kid:
            page = kid.get("/Pg", parent.get("/Pg"))
            self._content(int(kid.get("/MCID", -1)), page, kid.get("/Stm"), scope)
        elif kid.get("/Type") != "/OBJR":
            self._fault("tree", "structure", "The structure tree holds something unknown.")

    def _content(self, mcid: int, page: Any, stream: Any, scope: _Scope) -> None:
        number = self._pages.get(page.objgen, 0) if page is not None else 0
        place = f"page {number}" if number else "structure"
        owner = stream if stream is not None else page
        key: Key = (owner.objgen if owner is not None else (0, 0), mcid)
        item = self._marked.get(key)
        if item is None or item.page != number:
            self._fault(
                "mcid-missing",
                place,
                f"The structure refers to marked content {mcid} of {place}, which is not there.",
            )
            return
        if key in self._used:
            self._fault(
                "mcid-shared",
                place,
                f"Marked content {mcid} of {place} stands twice in the structure tree.",
            )
        self._used.add(key)
        self.paths[key] = scope.path
        if scope.canonical and not scope.apparatus:
            self._canonical(item, place, scope.leaf)

    def _canonical(self, item: Marked, place: str, leaf: _Leaf | None) -> None:
        if leaf is None:
            if item.text:
                self._fault(
                    "no-paragraph",
                    place,
                    f"{place.capitalize()} has text of the document outside every paragraph: "
                    f"{shown(item.text)}.",
                )
            return
        leaf.places.setdefault(place, sum(map(len, leaf.text)))
        leaf.text.append(item.text)
        problems = set(item.problems)
        if item.start is not None:
            if leaf.last is not None and _before(item, leaf.last):
                problems.add(OUT_OF_ORDER)
            leaf.last = item
        for problem in sorted(problems):
            code = "order" if problem == OUT_OF_ORDER else "unseen"
            self._fault(code, place, f"{leaf.name}: text on {place} {problem}: {shown(item.text)}.")

    def _check_identifiers(self) -> None:
        met: set[str] = set()
        for leaf in self._leaves:
            if not leaf.id:
                places = " and ".join(leaf.places) or "structure"
                text = shown("".join(leaf.text))
                self._fault("no-id", places, f"A paragraph on {places} has no identifier: {text}.")
            elif leaf.id in met:
                self._fault("id-twice", leaf.id, f"Two paragraphs bear the identifier {leaf.id}.")
            met.add(leaf.id)

    def _check_unused(self) -> None:
        """Find content that has an MCID of which the tree knows nothing."""
        for (_, mcid), item in sorted(
            ((key, item) for key, item in self._marked.items() if key not in self._used),
            key=lambda pair: (pair[1].page, pair[0]),
        ):
            if item.text or item.painted:
                what = f" text: {shown(item.text)}" if item.text else " a drawing or picture"
                self._fault(
                    "mcid-unused",
                    f"page {item.page}",
                    f"Marked content {mcid} of page {item.page}, which the structure does not "
                    f"hold, shows{what}.",
                )


def _name(element: pikepdf.Object) -> str:
    name = element.get("/ID")
    return bytes(name).decode("utf-8", "replace") if name is not None else ""


def _before(item: Marked, last: Marked) -> bool:
    """Say whether content stands on its page, or in the book, before what it should follow."""
    if item.folio != last.folio:
        return item.folio < last.folio
    return item.start is not None and steps_back(last.end, item.start, last.size)


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids
