"""Structure trees in memory, over pages whose marked content says 甲, 乙, 丙 …."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, element
from zhengben.proof.marked_content import Marked
from zhengben.proof.structure_tree import StructureTree

WORDS = "甲乙丙丁戊己"


class Tree:
    """A document of two pages whose marked content 0, 1, 2 … of each says 甲, 乙, 丙 …."""

    def __init__(self, pages: int = 2, items: int = 4) -> None:
        self.pdf = document(*[""] * pages)
        self.pages = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages, 1)}
        self.marked = {
            (page, mcid): Marked(n, n, WORDS[mcid], start=(0, 90 - 10 * mcid),
                                 end=(50, 90 - 10 * mcid), size=10)
            for page, n in self.pages.items()
            for mcid in range(items)
        }  # fmt: skip

    def add(self, tag: str, *kids: Any, page: int = 1, **more: Any) -> Any:
        """Return an element whose numbers are marked content of a page."""
        return element(self.pdf, tag, *kids, Pg=self.pdf.pages[page - 1].obj, **more)

    def item(self, mcid: int, page: int = 1) -> Any:
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page - 1].obj, MCID=mcid)

    def forget(self, *keys: tuple[int, int]) -> None:
        """Take away the marked content that a test does not refer to: (page, number)."""
        pages = list(self.pages)
        for page, mcid in keys:
            del self.marked[pages[page - 1], mcid]

    def read(self, *kids: Any, **more: Any) -> StructureTree:
        root = self.pdf.make_indirect(Dictionary(K=Array(kids), **more))
        return StructureTree(root, self.marked, self.pages)


def told(structure: StructureTree) -> list[tuple[str, str, str]]:
    return [(f.code, f.place, f.sentence) for f in structure.faults]


def only(*used: tuple[int, int], pages: int = 2) -> Tree:
    """Return a tree whose marked content is all that a test refers to: (page, number)."""
    tree = Tree(pages)
    tree.forget(*[(p, n) for p in range(1, pages + 1) for n in range(4) if (p, n) not in used])
    return tree
