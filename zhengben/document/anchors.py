"""Gives each line of a text its anchor, and our number where the text bears none of its own.

Anchors follow the text's own numbers: ``art-12``, ``art-17-1`` (第十七條之一), ``sec-3-2`` (the
second section of the third chapter), ``art-12-para-2-item-3``. They never depend on wording, so
that a corrected character leaves every citation as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from zhengben.document.author_notes import note_label
from zhengben.document.lines import Cell, Line, Role
from zhengben.document.numbering import parse_bullet, parse_label, parse_labels
from zhengben.document.official import OfficialPart

_NUMBERED: tuple[Role, ...] = ("heading", "article", "item", "annex")
_TOP: tuple[Role, ...] = ("heading", "article", "annex")
# what stands under the number of an article
_UNDER_ARTICLES: tuple[Role, ...] = ("paragraph", "item", "bullet", "cell", "figure", "caption")
SENTENCE_ENDS = tuple("。；：，、！？」』”）…")
# these close the words of a rubric as well, such as 第三條　《某公約》
_CLOSING = tuple("’》〉〕】〗］｝﹂﹄)]}>\"'")
_STOPS = frozenset("。；：，！？")


class Declared(Struct, frozen=True):
    """What the metadata declare a line to be."""

    role: Role
    level: int = 0
    cell: Cell | None = None
    part: OfficialPart | Literal[""] = ""


class Anchor(Struct, frozen=True):
    """The identifier of a line, our number for it, and the number it bears itself."""

    id: str
    number: int | None = None
    label: str = ""


class Anchors(Struct):
    """The state of one pass over the lines; ``ours`` numbers the paragraphs through."""

    ours: bool
    _seen: set[str] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)
    _annex: str = ""
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _parent: str = ""
    _paragraph: str = ""
    _items: list[tuple[int, str]] = field(default_factory=list)

    def next(self, text: str, declared: Declared) -> Anchor:
        """Return the anchor of the next line of the text."""
        role = declared.role
        found = parse_label(text) if role in _NUMBERED or self._own(role) else None
        value = "-".join(map(str, found.value)) if found else ""
        label = found.text if found else _other_label(role, text)
        if role in _TOP:
            made = self._top(declared, value)
            if role == "article" and is_sentence(text):
                # its line holds more than a rubric: the first paragraph
                self._counts[f"{made}-para"] = 1
        elif role == "paragraph":
            return self._next_paragraph(value, label)
        elif role == "item":
            chain = parse_labels(text)
            if len(chain) > 1 and declared.level >= len(chain):
                # （1）（a）（i）: the line begins an item of each depth
                label = text[: text.index(chain[-1].text, sum(len(n.text) for n in chain[:-1]))]
                label += chain[-1].text
                for depth, outer in enumerate(chain[:-1], declared.level - len(chain) + 1):
                    self._item(depth, "-".join(map(str, outer.value)))
                value = "-".join(map(str, chain[-1].value))
            made = self._item(declared.level, value)
        elif role == "bullet":
            made = self._count(f"{self._within()}bullet")
        elif declared.cell:
            cell = declared.cell
            made = f"table-{cell.table}-{cell.row}-{cell.column}"
        elif role in ("title", "closing"):
            self._counts[role] += 1
            made = role if self._counts[role] == 1 else f"{role}-{self._counts[role]}"
        else:
            made = self._count(role)
        return Anchor(self._unique(made), None, label)

    def _own(self, role: Role) -> bool:
        return role == "paragraph" and not self.ours

    def _count(self, stem: str) -> str:
        self._counts[stem] += 1
        return f"{stem}-{self._counts[stem]}"

    def _unique(self, made: str) -> str:
        """Return an anchor that no other line has; only a number borne twice needs it."""
        anchor, again = made, 1
        while anchor in self._seen:
            again += 1
            anchor = f"{made}_{again}"
        self._seen.add(anchor)
        return anchor

    def _top(self, declared: Declared, value: str) -> str:
        self._items, self._paragraph = [], ""
        if declared.role == "annex":
            self._headings = []
            made = f"annex-{value}" if value else self._next_annex()
            self._annex = f"{made}-"
        elif declared.role == "article":
            made = f"{self._annex}art-{value}" if value else self._count(f"{self._annex}art")
            if made in self._seen and self._headings:
                made = f"{self._headings[-1][1]}-art-{value}"
        else:
            made = self._heading(declared.level, value)
        self._parent = f"{made}-"
        return made

    def _next_annex(self) -> str:
        """Count an annex without a number behind those that bear one."""
        while (made := self._count("annex")) in self._seen:
            pass
        return made

    def _heading(self, level: int, value: str) -> str:
        self._headings = [(outer, made) for outer, made in self._headings if outer < level]
        if not value:
            made = self._count(f"{self._annex}head")
        elif self._headings and "sec-" in self._headings[-1][1]:
            made = f"{self._headings[-1][1]}-{value}"
        else:
            made = f"{self._annex}sec-{value}"
        self._headings.append((level, made))
        return made

    def _next_paragraph(self, value: str, label: str) -> Anchor:
        self._items = []
        if self.ours and not self._annex:
            self._counts["para"] += 1
            number = self._counts["para"]
            self._paragraph = made = self._unique(f"para-{number}")
            return Anchor(made, number)
        stem = f"{self._parent}para"
        made = f"{stem}-{value}" if value else self._count(stem)
        self._paragraph = made
        return Anchor(self._unique(made), None, label)

    def _within(self) -> str:
        if self._items:
            return f"{self._items[-1][1]}-"
        return f"{self._paragraph}-" if self._paragraph else self._parent

    def _item(self, level: int, value: str) -> str:
        self._items = [(outer, made) for outer, made in self._items if outer < level]
        stem = f"{self._items[-1][1]}" if self._items else f"{self._within()}item"
        made = f"{stem}-{value}" if value else self._count(stem)
        self._items.append((level, made))
        return made


def is_sentence(text: str) -> bool:
    """Tell an article's text from its rubric by how its line ends."""
    if text.endswith(SENTENCE_ENDS):
        return True
    return text.endswith(_CLOSING) and not _STOPS.isdisjoint(text)


def listed_articles(lines: Sequence[Line]) -> set[int]:
    """Return the places of articles that are entries of a list, and no heads over their text.

    Neither kind ends as a sentence does. Where one has its text in the lines below, all of the body
    or of the annex that are numbered alike are heads, also one that is gone (第五條　刪除); where
    none has, they are entries. An article that stands alone is left as it is.
    """
    kinds: dict[tuple[int, bool], list[int]] = {}
    annex = 0
    for place, line in enumerate(lines):
        annex += line.role == "annex"
        if line.role == "article":
            kinds.setdefault((annex, line.label.startswith("第")), []).append(place)
    found = set[int]()
    for places in kinds.values():
        short = {n for n in places if not is_sentence(lines[n].text)}
        over = any(n + 1 < len(lines) and lines[n + 1].role in _UNDER_ARTICLES for n in short)
        if not over and len(places) > 1:
            found |= short
    return found


def _other_label(role: Role, text: str) -> str:
    """Return what a line without a number of its own begins with that tells it apart."""
    if role == "author-note":
        return note_label(text)
    return parse_bullet(text) if role == "bullet" else ""
