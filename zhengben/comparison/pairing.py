"""Puts the units of two versions side by side: by what they say first, then by their numbers.

What reads the same is the same article, wherever it stands now. Of the others the most alike are
paired; what is left and bears one number was replaced. Nothing is guessed beyond that: an editor
may say which belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from rapidfuzz.distance import Indel

from zhengben.comparison.alignment import TextEdit, differences, longest_ascent
from zhengben.comparison.kinds import compared
from zhengben.comparison.units import ArticleUnit
from zhengben.document.versions import Change

# units that have less in common are not one unit with alterations
_ALIKE = 0.5
# bearing one number speaks so much for it
_NUMBERED = 0.1
# what stands for a provision that is no more
_REPEALED = frozenset(("（刪除）", "（删除）", "〔刪除〕", "〔删除〕", "刪除。", "删除。"))


class UnitPair(Struct, frozen=True):
    """A unit in two versions, or in one of them; ``edits`` lead from the old text to the new.

    ``moved`` says that it stands elsewhere among the others, ``renumbered`` that it bears another
    number.
    """

    old: ArticleUnit | None
    new: ArticleUnit | None
    edits: tuple[TextEdit, ...] = ()
    moved: bool = False

    @property
    def renumbered(self) -> bool:
        """Say whether it bears another number now."""
        return bool(self.old and self.new and self.old.label != self.new.label)

    @property
    def change(self) -> Change:
        """Return what became of it, its number and its place apart."""
        if self.old is None:
            return "added"
        if self.new is None or (self.new.body in _REPEALED and self.old.body not in _REPEALED):
            return "deleted"
        return "unchanged" if self.old.body == self.new.body else "amended"

    @property
    def is_same(self) -> bool:
        """Say whether nothing of it changed."""
        return self.change == "unchanged" and not (self.moved or self.renumbered)


def pair_units(
    old: Sequence[ArticleUnit],
    new: Sequence[ArticleUnit],
    declared: Mapping[str, str] | None = None,
) -> list[UnitPair]:
    """Return the units of two versions in the order of the new one, each once.

    What the new one lacks stands behind what it followed. ``declared`` leads from anchors of the
    old version to those of the new one, or to nothing, where an editor has said so.
    """
    pairs = _declared(old, new, declared or {})
    mine = set(range(len(old))) - pairs.keys()
    yours = set(range(len(new))) - set(pairs.values())
    for n, unit in enumerate(old):
        if unit.id in (declared or {}):
            mine.discard(n)
    for found in (_same(old, new, mine, yours), _alike(old, new, mine, yours),
                  _numbered(old, new, mine, yours)):  # fmt: skip
        for n, to in found:
            if n in mine and to in yours:
                pairs[n] = to
                mine.discard(n)
                yours.discard(to)
    return list(_in_order(old, new, pairs))


def _declared(
    old: Sequence[ArticleUnit], new: Sequence[ArticleUnit], declared: Mapping[str, str]
) -> dict[int, int]:
    there = {unit.id: n for n, unit in enumerate(new)}
    return {n: there[declared[u.id]] for n, u in enumerate(old) if declared.get(u.id, "") in there}


def _same(
    old: Sequence[ArticleUnit], new: Sequence[ArticleUnit], mine: set[int], yours: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield units that read the same: those of one number first, the others in their order."""
    places = defaultdict[str, list[int]](list)
    for to in sorted(yours):
        places[new[to].body].append(to)
    rest = list[int]()
    for n in sorted(mine):
        at = places[old[n].body]
        same = next((to for to in at if new[to].id == old[n].id), None)
        if same is None:
            rest.append(n)
            continue
        at.remove(same)
        yield n, same
    for n in rest:
        if places[old[n].body]:
            yield n, places[old[n].body].pop(0)


def _alike(
    old: Sequence[ArticleUnit], new: Sequence[ArticleUnit], mine: set[int], yours: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield the units that are most alike, the surest first."""
    texts = {to: compared(new[to].body) for to in yours}
    found = list[tuple[float, int, int, int]]()
    for n in mine:
        text = compared(old[n].body)
        for to, other in texts.items():
            if old[n].role != new[to].role:
                continue
            score = Indel.normalized_similarity(text, other, score_cutoff=_ALIKE)
            if score:
                score += _NUMBERED * (old[n].id == new[to].id)
                found.append((-score, abs(n - to), n, to))
    for _, _, n, to in sorted(found):
        yield n, to


def _numbered(
    old: Sequence[ArticleUnit], new: Sequence[ArticleUnit], mine: set[int], yours: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield units that bear one number, whatever they say."""
    there = {new[to].id: to for to in yours if new[to].label}
    for n in sorted(mine):
        if old[n].id in there and old[n].role == new[there[old[n].id]].role:
            yield n, there[old[n].id]


def _in_order(
    old: Sequence[ArticleUnit], new: Sequence[ArticleUnit], pairs: Mapping[int, int]
) -> Iterator[UnitPair]:
    back = {to: n for n, to in pairs.items()}
    staying = {to for _, to in longest_ascent(sorted(pairs.items()))}
    gone = defaultdict[int, list[int]](list)
    last = -1
    for n in range(len(old)):
        if n in pairs:
            last = pairs[n]
        else:
            gone[last].append(n)
    yield from (UnitPair(old[n], None) for n in gone[-1])
    for to, unit in enumerate(new):
        if to in back:
            before = old[back[to]]
            edits = differences(before.text, unit.text)
            yield UnitPair(before, unit, tuple(edits), to not in staying)
        else:
            yield UnitPair(None, unit)
        yield from (UnitPair(old[k], None) for k in gone[to])
