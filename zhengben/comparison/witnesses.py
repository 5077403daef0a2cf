"""Collates witnesses with a text: every place where one of them reads otherwise.

Line ends and blanks are the page's, not the text's, and are not compared; neither are the places of
pictures and formulas. Script and form of characters are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from zhengben.comparison.alignment import TextEdit, alike, differences
from zhengben.comparison.kinds import compared, is_mark, is_numeral, kind_of
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT
from zhengben.document.variants import Variant, VariantKind, WitnessReading

# what shares less of its characters with a text is no copy of it
LEAST_ALIKE = 0.5
# fewer characters of its lines may be alike by chance
FEWEST_ALIKE = 16


class Divergence(Struct, frozen=True):
    """A place in one line of the text where one witness reads otherwise."""

    line_id: str
    start: int
    end: int
    reads: str
    kind: VariantKind


class Collated(Struct, frozen=True):
    """What became of one witness; ``share`` is how much of text and witness is alike."""

    divergences: tuple[Divergence, ...]
    scripts: int
    share: float


class _Stream(Struct, frozen=True):
    """The characters of lines that are compared, and the offset of each in the text."""

    text: str
    places: tuple[int, ...]


def collate(lines: Sequence[Line], witness: str) -> Collated:
    """Compare some lines of a text, at least one, with what a witness reads there."""
    ours = _stream(lines)
    theirs = "".join(c for c in witness if _counts(c))
    one, other = compared(ours.text), compared(theirs)
    # a line that is missing is so as a whole, though the next one begins alike
    begin = {line.start for line in lines}
    starts = {at for at, place in enumerate(ours.places) if place in begin}
    edits = differences(one, other, starts)
    share = alike(one, other, edits) if one else 0.0
    parted = [p for edit in edits for p in _parted(ours.text, theirs, edit)]
    found = [*_forms(ours.text, theirs, edits), *_numbers(ours.text, theirs, parted)]
    found.sort(key=lambda edit: (edit.start, edit.begin))
    divergences, scripts = list[Divergence](), 0
    for edit in found:
        mine, yours = ours.text[edit.start : edit.end], theirs[edit.begin : edit.finish]
        kind = kind_of(mine, yours)
        if kind == "script":
            scripts += sum(a != b for a, b in zip(mine, yours, strict=True))
        else:
            divergences += _placed(edit, yours, kind, ours, lines)
    return Collated(tuple(divergences), scripts, share)


def covered(
    lines: Sequence[Line], witness: Sequence[Line]
) -> tuple[tuple[Line, Line], tuple[Line, Line]] | None:
    """Return the first and last line of a text that a witness has, and of the witness itself.

    None is a witness that has no line of it. A line is had where half of it, or of its own, is.
    """
    ours, theirs = _stream(lines), _stream(witness)
    one, other = _owners(lines), _owners(witness)
    common, at, to = Counter[tuple[int, int]](), 0, 0
    edits = differences(compared(ours.text), compared(theirs.text))
    for edit in (*edits, TextEdit(len(one), len(one), len(other), len(other))):
        common.update(zip(one[at : edit.start], other[to : edit.begin], strict=True))
        at, to = edit.end, edit.finish
    long, broad = Counter(one), Counter(other)
    found = {p: n for p, n in common.items() if 2 * n >= min(long[p[0]], broad[p[1]])}
    if sum(found.values()) < FEWEST_ALIKE:
        return None
    mine, yours = sorted(p[0] for p in found), sorted(p[1] for p in found)
    return (lines[mine[0]], lines[mine[-1]]), (witness[yours[0]], witness[yours[-1]])


def _owners(lines: Sequence[Line]) -> list[int]:
    """Return for each character that is compared the number of its line, from 0."""
    return [n for n, line in enumerate(lines) for c in line.text if _counts(c)]


def variants(found: Mapping[str, Sequence[Divergence]], lines: Sequence[Line],
             have: Mapping[str, range]) -> tuple[Variant, ...]:  # fmt: skip
    """Put together what witnesses, by name, read at one place, in the order of the text.

    ``have`` are the offsets of the text that each witness has.
    """
    by_id = {line.id: line for line in lines}
    every = sorted(
        ((d, name) for name, each in found.items() for d in each),
        key=lambda pair: (by_id[pair[0].line_id].index, pair[0].start, pair[0].end),
    )
    made = list[Variant]()
    for line_id, run in groupby(every, key=lambda pair: pair[0].line_id):
        for group in _overlapping(list(run)):
            made.append(_variant(by_id[line_id], group, have))
    return tuple(made)


def _overlapping(
    found: Sequence[tuple[Divergence, str]],
) -> Iterator[list[tuple[Divergence, str]]]:
    """Yield divergences of a line that share a character, or add at one point, together."""
    group, end = list[tuple[Divergence, str]](), -1
    for divergence, name in found:
        first = group[0][0] if group else None
        same_point = first is not None and divergence.start == divergence.end == end == first.start
        if group and divergence.start >= end and not same_point:
            yield group
            group = []
        group.append((divergence, name))
        end = max(end, divergence.end)
    if group:
        yield group


def _variant(
    line: Line, group: Sequence[tuple[Divergence, str]], have: Mapping[str, range]
) -> Variant:
    start = min(d.start for d, _ in group)
    end = max(d.end for d, _ in group)
    ours = line.text[start - line.start : end - line.start]
    names = list(dict.fromkeys(name for _, name in group))
    readings = []
    for name in names:
        reads, at = "", start
        for d in (d for d, other in group if other == name):
            reads += line.text[at - line.start : d.start - line.start] + d.reads
            at = d.end
        reads += line.text[at - line.start : end - line.start]
        readings.append(WitnessReading(name, reads, kind_of(ours, reads)))
    agreeing = (name for name, part in have.items() if name not in names and start in part)
    return Variant(line.id, start, end, ours, tuple(readings), tuple(agreeing))


def _counts(character: str) -> bool:
    return not character.isspace() and character != OBJECT


def _stream(lines: Sequence[Line]) -> _Stream:
    found = [(c, at) for line in lines for at, c in enumerate(line.text, line.start) if _counts(c)]
    return _Stream("".join(c for c, _ in found), tuple(at for _, at in found))


def _forms(one: str, other: str, edits: Sequence[TextEdit]) -> Iterator[TextEdit]:
    """Yield where two texts are compared as the same and are written otherwise."""
    at, to = 0, 0
    for edit in (*edits, TextEdit(len(one), len(one), len(other), len(other))):
        for n in range(edit.start - at):
            if one[at + n] != other[to + n]:
                yield TextEdit(at + n, at + n + 1, to + n, to + n + 1)
        at, to = edit.end, edit.finish


def _parted(one: str, other: str, edit: TextEdit) -> Iterator[TextEdit]:
    """Yield the words of an edit and the marks behind them as two, where either side has both."""
    end, finish = edit.end, edit.finish
    while end > edit.start and is_mark(one[end - 1]):
        end -= 1
    while finish > edit.begin and is_mark(other[finish - 1]):
        finish -= 1
    if end > edit.start and finish > edit.begin and (end, finish) != (edit.end, edit.finish):
        yield TextEdit(edit.start, end, edit.begin, finish)
        yield TextEdit(end, edit.end, finish, edit.finish)
    else:
        yield edit


def _numbers(one: str, other: str, edits: Sequence[TextEdit]) -> Iterator[TextEdit]:
    """Yield edits, those of one number together where both sides have the same value."""
    waiting = list(edits)
    while waiting:
        edit = waiting.pop(0)
        wide, taken = edit, 0
        while True:
            grown = _grown(one, other, wide)
            while taken < len(waiting) and waiting[taken].start <= grown.end:
                grown = TextEdit(grown.start, max(grown.end, waiting[taken].end),
                             grown.begin, max(grown.finish, waiting[taken].finish))  # fmt: skip
                taken += 1
            if grown == wide:
                break
            wide = grown
        if kind_of(one[wide.start : wide.end], other[wide.begin : wide.finish]) == "number":
            yield wide
            del waiting[:taken]
        else:
            yield edit


def _grown(one: str, other: str, edit: TextEdit) -> TextEdit:
    """Return an edit with the numerals around it that both sides have."""
    start, begin, end, finish = edit.start, edit.begin, edit.end, edit.finish
    while start and begin and one[start - 1] == other[begin - 1] and is_numeral(one[start - 1]):
        start, begin = start - 1, begin - 1
    while end < len(one) and finish < len(other) and one[end] == other[finish]:
        if not is_numeral(one[end]):
            break
        end, finish = end + 1, finish + 1
    return TextEdit(start, end, begin, finish)


def _placed(
    edit: TextEdit, reads: str, kind: VariantKind, ours: _Stream, lines: Sequence[Line]
) -> Iterator[Divergence]:
    """Yield an edit line by line: the first has what is read, the others only lose theirs."""
    if edit.start == edit.end:
        # what is added stands behind what is before it
        at = ours.places[edit.start - 1] + 1 if edit.start else ours.places[0]
        line = next(n for n in lines if n.start <= at <= n.end)
        yield Divergence(line.id, at, at, reads, kind)
        return
    places = ours.places[edit.start : edit.end]
    for line in lines:
        inside = [at for at in places if line.start <= at < line.end]
        if inside:
            yield Divergence(line.id, inside[0], inside[-1] + 1, reads, kind)
            reads, kind = "", "missing"
