"""Tells where the tables around the structure of a PDF lead elsewhere than its elements say.

A reader that goes by the tree of parents, by the list of identifiers or by what holds an element
would else read another thing than one that goes down the tree, as the proof does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from zhengben.proof.extraction import Fault, shown

Number = tuple[int, int]
_MOST_TOLD = 20


def strange_tree(pdf: pikepdf.Pdf) -> list[Fault]:
    """Return a fault for each entry of those tables that leads elsewhere, of the first of them."""
    tree = _Tree(pdf.Root.StructTreeRoot)
    found = [*tree.faults, *tree.identified(), *tree.named(pdf), *tree.parents(pdf)]
    return [Fault("strange", "structure", f"In the file, {told}.") for told in found[:_MOST_TOLD]]


class _Tree:
    """The elements from the root down: what each holds, and by what it is held."""

    def __init__(self, root: Any) -> None:
        self.root, self.faults = root, list[str]()
        self.identifiers: dict[bytes, Number] = {}
        # what holds marked content, by page or form and number, and what holds an annotation
        self.contents: dict[tuple[Number, int], Number] = {}
        self.objects: dict[Number, Number] = {}
        waiting, met = [(kid, root) for kid in _listed(root.get("/K"))], set[Number]()
        while waiting:
            element, holder = waiting.pop()
            if not isinstance(element, pikepdf.Dictionary) or element.objgen in met:
                continue
            met.add(element.objgen)
            if _number(element.get("/P")) != holder.objgen:
                self.faults.append(f"object {element.objgen[0]} says that another element holds it")
            if "/ID" in element:
                self.identifiers[bytes(element.ID)] = element.objgen
            waiting += [(kid, element) for kid in self._held(element)]

    def _held(self, element: Any) -> Iterator[Any]:
        """Take up the content of an element; yield the elements that it holds."""
        for kid in _listed(element.get("/K")):
            if isinstance(kid, int):
                self.contents[_number(element.get("/Pg")), kid] = element.objgen
            elif not isinstance(kid, pikepdf.Dictionary):
                continue
            elif "/S" in kid:
                yield kid
            elif "/MCID" in kid:
                owner = kid.get("/Stm", kid.get("/Pg", element.get("/Pg")))
                self.contents[_number(owner), int(kid.MCID)] = element.objgen
            elif "/Obj" in kid:
                self.objects[_number(kid.Obj)] = element.objgen

    def identified(self) -> Iterator[str]:
        """Compare the list of identifiers."""
        listed: dict[bytes, Number] = {}
        for part in _listed(self.root.get("/IDTree", {}).get("/Kids")):
            pairs = _listed(part.get("/Names"))
            names = [bytes(name) for name in pairs[::2]]
            listed |= dict(zip(names, map(_number, pairs[1::2]), strict=False))
            if names != sorted(set(names)) or [names[0], names[-1]] != [*map(bytes, part.Limits)]:
                yield "the identifiers are not in their order"
        for name in sorted(listed.keys() | self.identifiers.keys()):
            if listed.get(name) != self.identifiers.get(name):
                yield f"the identifier {shown(name.decode('utf-8', 'replace'))} leads elsewhere"

    def named(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        """Compare the names of destinations with the identifiers, where there are any."""
        there: Any = pdf.Root.get("/Names", {})
        tree: Any = there.get("/Dests", {})
        pairs = _listed(tree.get("/Names"))
        names = [bytes(name) for name in pairs[::2]]
        if names and names != sorted(set(names)):
            yield "the names of destinations are not in their order"
        for name in sorted(set(names) ^ self.identifiers.keys()) if names else ():
            yield f"{shown(name.decode('utf-8', 'replace'))} is no destination, or no element"

    def parents(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        """Compare the tree of parents, by pages and forms with marked content, and annotations."""
        pairs = _listed(self.root.ParentTree.get("/Nums"))
        numbers = [int(number) for number in pairs[::2]]
        if numbers != sorted(set(numbers)) or int(self.root.ParentTreeNextKey) <= max(numbers):
            yield "the tree of parents is not in its order"
        tree = dict(zip(numbers, pairs[1::2], strict=False))
        for owner in pdf.objects:
            if not isinstance(owner, pikepdf.Dictionary | pikepdf.Stream):
                continue
            if "/StructParents" in owner:
                parents = list(_listed(tree.pop(int(owner.StructParents), None)))
                held = {
                    n: number for (of, n), number in self.contents.items() if of == owner.objgen
                }
                size = max((*held, len(parents) - 1)) + 1 if held or parents else 0
                wanted = [held.get(n) for n in range(size)]
                if [_number(p) if p is not None else None for p in parents] != wanted:
                    yield f"the parents of what object {owner.objgen[0]} shows are others"
            elif "/StructParent" in owner:
                parent = tree.pop(int(owner.StructParent), None)
                if parent is None or _number(parent) != self.objects.get(owner.objgen):
                    yield f"the parent of object {owner.objgen[0]} is another"
        if tree:
            yield "the tree of parents has more than the file"


def _listed(item: Any) -> list[Any]:
    """Return the items of an array, or what stands in the place of one."""
    if isinstance(item, pikepdf.Array):
        return list(item)
    return [] if item is None else [item]


def _number(item: Any) -> Number:
    return item.objgen if isinstance(item, pikepdf.Object) else (0, 0)
