"""Sets the lines of a text that are no plain paragraphs: front, headings, signatures, contents.

Each line is placed whole and never justified. The heights are whole lines of the edition, so that
text stands on one grid on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zhengben.anchors import SENTENCE_ENDS
from zhengben.compose import ComposedLine, Fragment
from zhengben.model import Declaration, Line
from zhengben.setting import LOOSE_TITLE, Setter

# white space above headings by level, in lines; below it none, since text follows
_ABOVE, _ABOVE_RUBRIC = (1.0, 1.0, 0.5), 0.5
# entries of the contents are indented by level, in em
_ENTRY_INDENT_EM = 2.0
_FOLIO_EM = 3.0
# a text is long when it has so many headings that readers look for them in a list of contents
MANY_HEADINGS = 4


@dataclass(frozen=True, slots=True, eq=False)
class SetLine:
    """A line that stands by itself, in the way its ``style`` names; ``tag`` is its element.

    ``bookmark`` is the level of its bookmark, 0 for none.
    """

    kind: ClassVar = "line"
    line: Line
    tag: str
    style: str
    lines: tuple[ComposedLine, ...]
    bookmark: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class SetEntry:
    """An entry of the contents: the heading it leads to, and the number of its page."""

    kind: ClassVar = "entry"
    target: Line
    level: int
    lines: tuple[ComposedLine, ...]
    folio: tuple[Fragment, ...]


class BodySetter:
    """Sets what a text has beside its paragraphs, for the edition of a setter."""

    def __init__(self, setter: Setter) -> None:
        self.setter, self.edition = setter, setter.edition

    def line(self, line: Line, *, in_annex: bool = False) -> SetLine:
        """Set a line of the front, a heading, or a line among signatures, by its role."""
        edition = self.edition
        calls = self.setter.calls(line)
        if line.role == "subtitle":
            measure = LOOSE_TITLE * edition.measure_pt / edition.title_pt
            return SetLine(line, "p", "subtitle", self.setter.by_sense(line.text, measure, calls))
        measure = float(edition.measure_em)
        if line.role in ("heading", "annex"):
            # an annex stands beside the outermost parts of the text, its own parts below it
            level = 1 if line.role == "annex" else line.level + in_annex
            style = "annex" if line.role == "annex" else f"heading-{min(line.level, 3)}"
            composed = self.setter.by_sense(line.text, 0.9 * measure, calls)
            return SetLine(line, f"h{min(6, level + 1)}", style, composed, level)
        composed = self.setter.by_sense(line.text, 0.9 * measure, calls)
        return SetLine(line, "p", "rubric" if is_rubric(line) else line.role, composed)

    def height_pt(self, item: SetLine) -> float:
        """Return the height of a line that stands by itself, in whole lines of the edition."""
        edition, count = self.edition, len(item.lines)
        if item.style == "subtitle":
            return -(-count * edition.title_leading_pt // edition.leading_pt) * edition.leading_pt
        if item.style == "annex":
            count += 1
        return count * edition.leading_pt

    def above_pt(self, item: SetLine) -> float:
        """Return the white space above a heading."""
        if item.style == "rubric":
            return _ABOVE_RUBRIC * self.edition.leading_pt
        if not item.style.startswith("heading-"):
            return 0.0
        return _ABOVE[int(item.style[-1]) - 1] * self.edition.leading_pt

    def entry(self, line: Line, level: int, folio: str) -> SetEntry:
        """Set an entry of the contents with the number of its page."""
        measure = self.edition.measure_em - _ENTRY_INDENT_EM * (level - 1) - _FOLIO_EM
        return SetEntry(line, level, self.setter.compose(line.text, measure),
                        self.setter.figures(folio))  # fmt: skip


def contents_lines(declaration: Declaration) -> list[tuple[Line, int]]:
    """Return the headings for a list of contents with their levels, none for a short text."""
    found: list[tuple[Line, int]] = []
    in_annex = False
    for line in (*declaration.paragraphs, *declaration.annexes):
        if line.role == "annex":
            in_annex = True
            found.append((line, 1))
        elif line.role == "heading" and line.level + in_annex <= 3:
            found.append((line, line.level + in_annex))
    return found if len(found) >= MANY_HEADINGS else []


def is_rubric(line: Line) -> bool:
    """Tell an article's number, with or without its subject, from an article's text."""
    return line.role == "article" and not line.text.endswith(SENTENCE_ENDS)


def is_paired(declaration: Declaration) -> bool:
    """Tell whether all signatures are an office and a name each, with the closing line behind."""
    pairs = [s for s in declaration.signatories if len(s.lines) == 2 and not s.office.cell]
    if not declaration.signatories or declaration.testimonium:
        return False
    last = declaration.signing[-1]
    closed = declaration.closing is None or last is declaration.closing
    return len(pairs) == len(declaration.signatories) and closed


def chapters(declaration: Declaration) -> Iterator[tuple[Line, str]]:
    """Yield each line with the outermost heading it stands under, for running heads."""
    chapter = ""
    for line in (*declaration.body, *declaration.annexes):
        if line.role == "annex" or (line.role == "heading" and line.level == 1):
            chapter = line.text
        yield line, chapter
