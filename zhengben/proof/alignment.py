"""Puts the paragraphs of a text beside the blocks of a file, even where they do not agree.

Equal paragraphs find each other first, also where they moved; what is left over is grouped where
paragraphs were split, joined or divided elsewhere, then paired by likeness and identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

# pairs that have this much in common are one paragraph with alterations
_ALIKE = 0.6
# a group with alterations must be this much alike, and so much more than its parts
_SURELY_ALIKE = 0.9


class Pair(Struct, frozen=True):
    """Expected paragraphs and the found ones that stand for them, by index.

    Either side may be empty. ``after`` is the expected paragraph before, -1 at the beginning;
    ``moved`` says that the found one stands elsewhere.
    """

    expected: tuple[int, ...]
    found: tuple[int, ...]
    after: int
    moved: bool = False


def align(
    expected: Sequence[str], found: Sequence[str], same_id: Callable[[int, int], bool]
) -> list[Pair]:
    """Return the pairs in the order of the expected text; each index occurs in one pair."""
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    pairs: list[Pair] = []
    gaps: list[tuple[list[int], list[int]]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += [
                Pair((i,), (j,), i - 1) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        else:
            gaps.append((list(range(i1, i2)), list(range(j1, j2))))
    pairs += _moved(expected, found, gaps)
    aligner = _Gap(expected, found, same_id)
    for lines, blocks in gaps:
        if lines or blocks:
            after = lines[0] - 1 if lines else _before(pairs, blocks)
            pairs += aligner.resolve(lines, blocks, after)
    return sorted(pairs, key=lambda p: (p.expected[0] if p.expected else p.after + 0.5, p.found))


def _before(pairs: Sequence[Pair], blocks: Sequence[int]) -> int:
    """Return the expected paragraph that stands before blocks nobody expects."""
    matched = [p for p in pairs if p.expected and p.found and not p.moved]
    return max((p.expected[-1] for p in matched if p.found[-1] < blocks[0]), default=-1)


def _moved(
    expected: Sequence[str], found: Sequence[str], gaps: Sequence[tuple[list[int], list[int]]]
) -> Iterator[Pair]:
    """Take paragraphs that only changed places out of the gaps."""
    places: dict[str, list[int]] = {}
    for _, blocks in gaps:
        for block in blocks:
            places.setdefault(found[block], []).append(block)
    taken: set[int] = set()
    for lines, _ in gaps:
        for line in list(lines):
            if places.get(expected[line]):
                block = places[expected[line]].pop(0)
                taken.add(block)
                lines.remove(line)
                yield Pair((line,), (block,), line - 1, moved=True)
    for _, blocks in gaps:
        blocks[:] = [block for block in blocks if block not in taken]


class _Gap:
    """Pairs what is left between paragraphs that agree."""

    def __init__(
        self, expected: Sequence[str], found: Sequence[str], same_id: Callable[[int, int], bool]
    ) -> None:
        self.expected, self.found, self.same_id = expected, found, same_id

    def resolve(self, lines: list[int], blocks: list[int], after: int) -> Iterator[Pair]:
        """Yield pairs until both lists are empty."""
        while lines or blocks:
            count, width = self._step(lines, blocks)
            pair = Pair(tuple(lines[:count]), tuple(blocks[:width]), after)
            if count:
                after = lines[count - 1]
            del lines[:count], blocks[:width]
            yield pair

    def _step(self, lines: Sequence[int], blocks: Sequence[int]) -> tuple[int, int]:
        """Say how many paragraphs of either side belong together next."""
        if not lines or not blocks:
            return len(lines), len(blocks)
        if group := self._group(lines, blocks):
            return group
        line, block = lines[0], blocks[0]
        ratio = self._likeness(self.expected[line], self.found[block])
        if ratio < _SURELY_ALIKE and (altered := self._altered_group(lines, blocks, ratio)):
            return altered
        if ratio >= _ALIKE or self.same_id(line, block):
            return 1, 1
        if any(self._belong(line, other) for other in blocks[1:]):
            return 0, 1
        if any(self._belong(other, block) for other in lines[1:]):
            return 1, 0
        # neither has a partner: this one is lost, and the block will be told as added
        return 1, 0

    def _belong(self, line: int, block: int) -> bool:
        if self.same_id(line, block):
            return True
        return self._likeness(self.expected[line], self.found[block]) >= _ALIKE

    def _group(self, lines: Sequence[int], blocks: Sequence[int]) -> tuple[int, int] | None:
        """Find the first paragraphs on both sides that say the same when run together."""
        count, width = 1, 1
        one, other = self.expected[lines[0]], self.found[blocks[0]]
        while one != other:
            if len(one) < len(other) and other.startswith(one) and count < len(lines):
                one += self.expected[lines[count]]
                count += 1
            elif len(other) < len(one) and one.startswith(other) and width < len(blocks):
                other += self.found[blocks[width]]
                width += 1
            else:
                return None
        return count, width

    def _altered_group(
        self, lines: Sequence[int], blocks: Sequence[int], ratio: float
    ) -> tuple[int, int] | None:
        """Find a paragraph that was split, or two that were joined, and altered as well."""
        one, other = self.expected[lines[0]], self.found[blocks[0]]
        groups = []
        if len(blocks) > 1:
            groups.append((1, 2, one, other + self.found[blocks[1]]))
        if len(lines) > 1:
            groups.append((2, 1, one + self.expected[lines[1]], other))
        for count, width, whole, parts in groups:
            if self._likeness(whole, parts) > max(_SURELY_ALIKE, ratio):
                return count, width
        return None

    @staticmethod
    def _likeness(one: str, other: str) -> float:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        # the quick ratios are upper bounds: where they are low the slow one is too
        if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
            return 0.0
        return matcher.ratio()
