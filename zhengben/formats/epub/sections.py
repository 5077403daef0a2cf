"""Lays the sections of a text into files.

A file begins where the text has an outermost heading or an annex, unless the file before it is
short, and where one would become too long to open at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace

from zhengben.apparatus.sections import Section
from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import is_rubric
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line

# E-ink readers take seconds over longer files; shorter ones leave a screen nearly empty at their
# end. Both in bytes of XHTML.
LONGEST_FILE, SHORTEST_FILE = 150_000, 15_000
# what a file has around its text, and what marks up a line, a call or mark, and digits in a column
_FRAME, _PER_LINE, _PER_CALL, _PER_DIGITS = 1500, 240, 330, 34
# what begins here makes a better start of a file than a paragraph inside an article
_STARTS = frozenset(("heading", "article", "annex"))
# what stands behind the signatures begins a file
_BEHIND = ("author-notes", "rest", "annex")
# how much of a file may be given up for such a start
_GIVEN_UP = 1 / 3


def files(declaration: Declaration, found: Sequence[Section]) -> tuple[tuple[Section, ...], ...]:
    """Lay sections into files, dividing those that are too long for one."""
    weigh = _Scale(declaration)
    made: list[list[Section]] = [[]]
    weight = _FRAME
    weights = [sum(map(weigh, section.lines)) for section in found]
    for number, section in enumerate(found):
        # neither what went before nor what is left may be but a few lines
        short = min(weight, _left(found[number:], weights[number:])) < SHORTEST_FILE
        parted = LONGEST_FILE - weight < weights[number] <= LONGEST_FILE - _FRAME
        if made[-1] and _begins_file(declaration, section, made[-1][-1], short, parted):
            made.append([])
            weight = _FRAME
        lines = section.lines
        while lines:
            fit = _fit(lines, weigh, LONGEST_FILE - weight, LONGEST_FILE - _FRAME)
            if fit:
                part = replace(section, lines=lines[:fit], continued=lines is not section.lines)
                made[-1].append(part)
                weight += sum(map(weigh, lines[:fit]))
            lines = lines[fit:]
            if lines:
                made.append([])
                weight = _FRAME
    return tuple(tuple(file) for file in made if file)


def _begins_file(
    declaration: Declaration, section: Section, before: Section, short: bool, parted: bool
) -> bool:
    """Tell whether a section begins a file of its own behind another one.

    ``short`` says that one of the two files would be; ``parted`` that the section would go on in a
    second file though one file can hold it.
    """
    if section.kind == "signing":
        return parted or genre_of(declaration).signing == "page"
    if section.kind in _BEHIND and before.kind not in _BEHIND:
        return True
    # what is signed on a page of its own has that page to itself
    apart = before.kind == "signing" and genre_of(declaration).signing == "page"
    # a chapter that is but its heading stays with the next
    bare = before.lines[-1].role == "heading"
    headed = section.heading is not None and not bare
    return apart or (headed and (parted or not short))


def _left(found: Sequence[Section], weights: Sequence[int]) -> int:
    """Return what the chapters, or annexes, from the first section on weigh together."""
    left = 0
    for section, weight in zip(found, weights, strict=True):
        if section.kind != found[0].kind:
            break
        left += weight
    return left


class _Scale:
    """Tells about how many bytes of XHTML a line becomes."""

    def __init__(self, declaration: Declaration) -> None:
        self.calls: dict[str, int] = {}
        for note in declaration.notes:
            self.calls[note.line_id] = self.calls.get(note.line_id, 0) + 1

    def __call__(self, line: Line) -> int:
        digits = sum(c.isascii() and c.isdigit() for c in line.text)
        values = sum(len(mark.value.encode()) for mark in line.marks)
        calls = len(line.marks) + self.calls.get(line.id, 0)
        # escaping makes some of ASCII longer
        escaped = 4 * sum(c in "&<>'\"" for c in line.text)
        text = len(line.text.encode()) + escaped + values
        return _PER_LINE + text + _PER_CALL * calls + _PER_DIGITS * digits


def _fit(lines: Sequence[Line], weigh: _Scale, room: int, whole: int) -> int:
    """Return how many lines go into the room that is left; 0 where an empty file holds more.

    No table is divided, and no heading ends a file.
    """
    upto = [0, *accumulate(map(weigh, lines))]
    most = bisect_right(upto, room) - 1
    if most >= len(lines):
        return len(lines)
    starts = [at for at in range(1, most + 1) if _may_start(lines, at)]
    if not starts:
        if room < whole:
            return 0
        # what cannot be divided goes into a file that is longer
        return next((at for at in range(1, len(lines)) if _may_start(lines, at)), len(lines))
    # of all that the file could hold
    least = upto[most] - (whole - room + upto[most]) * _GIVEN_UP
    good = [at for at in starts if lines[at].role in _STARTS and upto[at] >= least]
    return (good or starts)[-1]


def _may_start(lines: Sequence[Line], at: int) -> bool:
    """Say whether a file may begin with a line."""
    line, before = lines[at], lines[at - 1]
    if line.cell and before.cell and line.cell.table == before.cell.table:
        return False
    return before.role not in ("heading", "annex") and not is_rubric(before)
