"""Divides a text into sections, as its contents name them, and lays these into files.

A section is the opening (title and preamble), what stands under an outermost heading or in an
editorial group, the signatures, or an annex. Groups are invisible: a file begins where the text has
an outermost heading or an annex, unless the file before it is short, and where one would become too
long to open at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import is_rubric
from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line

SectionKind = Literal["opening", "chapter", "signing", "annex"]
# E-ink readers take seconds over longer files; shorter ones leave a screen nearly empty at their
# end. Both in bytes of XHTML.
LONGEST_FILE, SHORTEST_FILE = 150_000, 15_000
# what a file has around its text, and what marks up a line, a call or mark, and digits in a column
_FRAME, _PER_LINE, _PER_CALL, _PER_DIGITS = 1500, 240, 330, 34
# what begins here makes a better start of a file than a paragraph inside an article
_STARTS = frozenset(("heading", "article", "annex"))
# how much of a file may be given up for such a start
_GIVEN_UP = 1 / 3


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines of the text under one entry of the contents.

    ``number`` tells sections apart; one that goes on in another file is there again, ``continued``.
    ``heading`` is the line that names it, if it has one.
    """

    number: int
    kind: SectionKind
    title: str
    lines: tuple[Line, ...]
    continued: bool = False

    @property
    def id(self) -> str:
        """Return the anchor of the section: its heading, or the element around it."""
        return self.heading.id if self.heading else f"section-{self.number}"

    @property
    def heading(self) -> Line | None:
        """Return the line of the text that names the section, if it is in this file."""
        first = self.lines[0]
        return first if first.role in ("heading", "annex") and not self.continued else None


def sections(declaration: Declaration, words: Words) -> tuple[Section, ...]:
    """Return the sections of a text in its order; together they hold every line once."""
    opening = (*declaration.opening, *declaration.preamble)
    named = words.preamble if declaration.preamble else declaration.short_title
    found: list[tuple[SectionKind, str, Sequence[Line]]] = [("opening", named, opening)]
    chapters = list(_chapters(declaration, words))
    if len(chapters) == 1 and not declaration.preamble and not declaration.groups:
        lines = chapters[0][1]
        if lines[0].role != "heading":
            # a law without chapters is one section, named by its title
            found, chapters = [("opening", named, (*opening, *lines))], []
    found += [("chapter", title, lines) for title, lines in chapters]
    if declaration.signing:
        found.append(("signing", words.signatories, declaration.signing))
    found += [("annex", title, lines) for title, lines in _annexes(declaration, words)]
    return tuple(
        Section(number, kind, title, tuple(lines))
        for number, (kind, title, lines) in enumerate(found)
    )


def _chapters(declaration: Declaration, words: Words) -> Iterator[tuple[str, Sequence[Line]]]:
    """Yield title and lines of each editorial group, or of what each outermost heading is over."""
    lines = declaration.paragraphs
    if not lines:
        return
    if declaration.groups:
        at = {line.number: index for index, line in enumerate(lines) if line.number}
        starts = [at[group.first] for group in declaration.groups]
        starts[0] = 0
        titles = [group.title for group in declaration.groups]
    else:
        levels = [line.level for line in lines if line.role == "heading"]
        starts = [
            index
            for index, line in enumerate(lines)
            if line.role == "heading" and line.level == min(levels)
        ]
        titles = [lines[index].words for index in starts]
        if starts[:1] != [0]:
            starts.insert(0, 0)
            # such as a preamble that is headed so
            titles.insert(0, lines[0].words if lines[0].role == "heading" else words.text)
    yield from zip(titles, _runs(lines, starts), strict=True)


def _annexes(declaration: Declaration, words: Words) -> Iterator[tuple[str, Sequence[Line]]]:
    lines = declaration.annexes
    starts = [index for index, line in enumerate(lines) if line.role == "annex" or not index]
    for run in _runs(lines, starts):
        yield run[0].words if run[0].role == "annex" else words.text, run


def _runs(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Sequence[Line]]:
    """Yield what stands from each start to the next."""
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield lines[start:end]


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
    if section.kind == "annex" and before.kind != "annex":
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
