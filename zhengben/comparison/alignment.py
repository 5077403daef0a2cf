"""Finds where two texts differ: what occurs once in both pins them, what lies between is edited.

Pins keep a paragraph that one of them lacks in one piece, where edits alone would scatter its
characters over the next one. Time grows with the length of the texts, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from msgspec import Struct

# how many characters a pin has, the longest first
_PINS = (24, 12, 6, 4)
# what is shorter is edited without pins
_SHORT = 16
# edits that no more than so many characters part may be one
_BRIDGE = 2
_MARKS = "，。；：、\n"


class TextEdit(Struct, frozen=True):
    """A place where two texts differ: ``one[start:end]`` stands for ``other[begin:finish]``.

    Either may be empty.
    """

    start: int
    end: int
    begin: int
    finish: int

    @property
    def size(self) -> int:
        """Return how many characters the longer side has."""
        return max(self.end - self.start, self.finish - self.begin)


def differences(one: str, other: str, starts: Collection[int] = ()) -> list[TextEdit]:
    """Return every place where two texts differ, in order; neighbours never touch.

    ``starts`` are where lines of the first text begin, where it has no line feeds that say so.
    """
    found, waiting = list[TextEdit](), [TextEdit(0, len(one), 0, len(other))]
    while waiting:
        gap = _trimmed(one, other, waiting.pop())
        if gap.start == gap.end or gap.begin == gap.finish:
            found += [gap] if gap.size else []
        elif pins := _pins(one, other, gap):
            waiting += _between(gap, pins)
        else:
            found += _edited(one, other, gap)
    whole = _whole(sorted(found, key=lambda edit: (edit.start, edit.begin)))
    return _slid(one, other, whole, starts)


def alike(one: str, other: str, edits: Sequence[TextEdit]) -> float:
    """Return which share of the longer of two texts, not both empty, is untouched by edits."""
    same = len(one) - sum(edit.end - edit.start for edit in edits)
    return same / max(len(one), len(other))


def _trimmed(one: str, other: str, gap: TextEdit) -> TextEdit:
    """Return a gap without what its two sides begin and end with alike."""
    start, begin = gap.start, gap.begin
    most = min(gap.end - start, gap.finish - begin)
    same = 0
    while same < most and one[start + same] == other[begin + same]:
        same += 1
    start, begin, end, finish = start + same, begin + same, gap.end, gap.finish
    while end > start and finish > begin and one[end - 1] == other[finish - 1]:
        end, finish = end - 1, finish - 1
    return TextEdit(start, end, begin, finish)


def _pins(one: str, other: str, gap: TextEdit) -> list[tuple[int, int, int]]:
    """Return stretches that occur once on either side, in one order: both starts and the length."""
    least = min(gap.end - gap.start, gap.finish - gap.begin)
    for length in _PINS if least > _SHORT else ():
        if length > least:
            continue
        here = _once(one, gap.start, gap.end, length)
        there = _once(other, gap.begin, gap.finish, length)
        common = sorted((at, there[piece]) for piece, at in here.items() if piece in there)
        if common:
            return [(at, to, length) for at, to in longest_ascent(common)]
    return []


def _once(text: str, start: int, end: int, length: int) -> dict[str, int]:
    """Return the stretches of a length that occur once in a part of a text, with their places."""
    found, again = dict[str, int](), set[str]()
    for at in range(start, end - length + 1):
        piece = text[at : at + length]
        if piece in found:
            again.add(piece)
        found[piece] = at
    return {piece: at for piece, at in found.items() if piece not in again}


def longest_ascent(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, sorted by the first, whose second ascends too."""
    ends, last, before = list[int](), list[int](), list[int]()
    for n, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(to)
            last.append(n)
        else:
            ends[at], last[at] = to, n
    found, n = list[tuple[int, int]](), last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _between(gap: TextEdit, pins: Sequence[tuple[int, int, int]]) -> Iterator[TextEdit]:
    """Yield what lies between pins; those that overlap are one where they run alike."""
    start, begin = gap.start, gap.begin
    for at, to, length in pins:
        if at < start or to < begin:
            # it runs on with the one before, or stands across it: then it pins nothing
            skip = max(start - at, begin - to)
            if skip >= length or (at + skip, to + skip) != (start, begin):
                continue
            at, to, length = at + skip, to + skip, length - skip
        yield TextEdit(start, at, begin, to)
        start, begin = at + length, to + length
    yield TextEdit(start, gap.end, begin, gap.finish)


def _edited(one: str, other: str, gap: TextEdit) -> Iterator[TextEdit]:
    """Yield the fewest edits of a short gap."""
    # few texts are compared with another one, and it brings forty modules
    from rapidfuzz.distance import Levenshtein

    codes = Levenshtein.opcodes(one[gap.start : gap.end], other[gap.begin : gap.finish])
    for code in codes:
        if code.tag != "equal":
            yield TextEdit(
                gap.start + code.src_start, gap.start + code.src_end,
                gap.begin + code.dest_start, gap.begin + code.dest_end,
            )  # fmt: skip


def _whole(edits: Sequence[TextEdit]) -> list[TextEdit]:
    """Join edits between which no more than a character or two stay alike, by chance."""
    found = list[TextEdit]()
    for edit in edits:
        while found and _joins(found[-1], edit):
            last = found.pop()
            edit = TextEdit(last.start, edit.end, last.begin, edit.finish)
        found.append(edit)
    return found


def _slid(
    one: str, other: str, edits: Sequence[TextEdit], starts: Collection[int]
) -> list[TextEdit]:
    """Move what is only gone, or only added, to where a line or a clause begins, if it can be."""
    found = list[TextEdit]()
    for n, edit in enumerate(edits):
        last = found[-1] if found else TextEdit(-1, -1, -1, -1)
        following = (
            edits[n + 1] if n + 1 < len(edits) else TextEdit(len(one) + 1, 0, len(other) + 1, 0)
        )
        text, start, end = other, edit.begin, edit.finish
        if edit.start != edit.end:
            text, start, end = one, edit.start, edit.end
        if min(edit.end - edit.start, edit.finish - edit.begin):
            found.append(edit)
            continue
        lowest = -min(edit.start - last.end, edit.begin - last.finish) + 1
        highest = min(following.start - edit.end, following.begin - edit.finish) - 1
        lines = starts if edit.start != edit.end else ()
        shifts = _shifts(text, start, end, lowest, highest)
        fit = partial(_fitness, text, start, end, lines)
        shift = max(shifts, key=fit)
        found.append(TextEdit(edit.start + shift, edit.end + shift,
                              edit.begin + shift, edit.finish + shift))  # fmt: skip
    return found


def _shifts(text: str, start: int, end: int, lowest: int, highest: int) -> Iterator[int]:
    """Yield how far a piece of a text can be moved along it and be the same piece."""
    yield 0
    shift = 0
    while shift > lowest and text[start + shift - 1] == text[end + shift - 1]:
        shift -= 1
        yield shift
    shift = 0
    while shift < highest and text[start + shift] == text[end + shift]:
        shift += 1
        yield shift


def _fitness(
    text: str, start: int, end: int, starts: Collection[int], shift: int
) -> tuple[int, int]:
    """Return how well a piece is cut: where a line begins best, then behind a mark, then as is."""
    start, end = start + shift, end + shift
    line = text[start : start + 1] == "\n" or start == 0 or text[start - 1] == "\n"
    line = line or start in starts
    clause = text[end - 1] in _MARKS and (start == 0 or text[start - 1] in _MARKS)
    return 2 * line + clause, -abs(shift)


def _joins(last: TextEdit, edit: TextEdit) -> bool:
    between = edit.start - last.end
    if between == 0:
        return True
    # what is gone on one side of it and added on the other is a word for a word: 平等, 公平
    shifted = (last.start == last.end and edit.begin == edit.finish) or (
        last.begin == last.finish and edit.start == edit.end
    )
    return between <= _BRIDGE and between < min(last.size, edit.size) + shifted
