"""Divides a text into sections, as its contents name them.

A section is the opening (title and preamble), what stands under an outermost heading or in an
editorial group, the signatures, an annex, or what else stands behind the signatures, as the notes
of the author do. Groups are invisible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line

SectionKind = Literal["opening", "chapter", "signing", "author-notes", "rest", "annex"]


class Section(Struct, frozen=True):
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
    found += _behind(declaration, words)
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


def _behind(
    declaration: Declaration, words: Words
) -> Iterator[tuple[SectionKind, str, Sequence[Line]]]:
    """Yield the annexes, and before them what belongs to none."""
    lines = declaration.annexes
    starts = [index for index, line in enumerate(lines) if line.role == "annex" or not index]
    for run in _runs(lines, starts):
        if run[0].role == "annex":
            yield "annex", run[0].words, run
        elif all(line.role == "author-note" for line in run):
            yield "author-notes", words.author_notes, run
        else:
            yield "rest", words.rest, run


def _runs(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Sequence[Line]]:
    """Yield what stands from each start to the next."""
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield lines[start:end]
