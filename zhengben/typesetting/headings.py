"""Sets the lines of a text that are no plain paragraphs: front, headings, signatures, contents.

Each line is placed whole and never justified. The heights are whole lines of the edition, so that
text stands on one grid on every page.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from zhengben.apparatus.ranks import heading_ranks
from zhengben.design.genres import LONG_TEXT, genre_of
from zhengben.design.run_in_heads import article_level, has_subject, is_rubric
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Role
from zhengben.document.official import OfficialPart
from zhengben.linebreaking import ComposedLine, Fragment
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.titles import LOOSE_TITLE

# entries of the contents are indented by level, and further lines of one, in em (styles/print.css)
_ENTRY_INDENT_EM = _ENTRY_HANG_EM = 2.0
_FOLIO_EM = 3.0
# dots lead to the number of a page: their glyph, its size in em of the text (styles: .leader), what
# stands blank before and behind them, and how many are the fewest that lead
_LEADER, _LEADER_EM, _LEADER_BLANK_EM, _FEWEST_LEADERS = "…", 0.75, 0.6, 2
# how a line that stands by itself looks: by its role, but for headings and numbers of articles
_Look = Literal["heading-1", "heading-2", "heading-3", "rubric", "annex-title", "letter-number"]
LineStyle = Role | OfficialPart | _Look
_HEADINGS: tuple[LineStyle, ...] = ("heading-1", "heading-2", "heading-3")
# lines that stand by themselves rather than in a paragraph
_ALONE: tuple[Role, ...] = ("heading", "annex", "caption")
# a text is long when it has so many headings that readers look for them in a list of contents
MANY_HEADINGS = 4


class SetLine(Struct, frozen=True, eq=False):
    """A line that stands by itself, in the way its ``style`` names; ``tag`` is its element.

    ``bookmark`` is the level of its bookmark, 0 for none. One that ``goes_on`` has further lines of
    one that is higher than a page. ``lead_pt`` of its height stand blank above it on any page; its
    first line begins ``left_em`` from the left, further ones ``hang_em`` behind that. What is at
    its ``edge`` ends as far from the right. One that is ``ruled`` has a rule below,
    and with the mark of a letter double rules stand ``rules_pt`` below the head of the type area,
    the second with its thick line below. Where ``lead_pt`` is less than 0 it stands higher by that;
    it is read ``behind`` the line of that anchor, where it stands elsewhere on its page.
    """

    kind: ClassVar = "line"
    line: Line
    tag: str
    style: LineStyle
    lines: tuple[ComposedLine, ...]
    bookmark: int = 0
    goes_on: bool = False
    lead_pt: float = 0.0
    left_em: float = 0.0
    hang_em: float = 0.0
    edge: tuple[ComposedLine, ...] = ()
    ruled: bool = False
    rules_pt: tuple[float, ...] = ()
    behind: str = ""


class SetEntry(Struct, frozen=True, eq=False):
    """An entry of the contents: the heading it leads to, and the number of its page.

    ``leader`` are the dots that lead from one to the other, which end ``leader_em`` of their size
    before the edge in every entry.
    """

    kind: ClassVar = "entry"
    target: Line
    level: int
    lines: tuple[ComposedLine, ...]
    folio: tuple[Fragment, ...]
    leader: tuple[Fragment, ...]
    leader_em: float


class BodySetter:
    """Sets what a declaration has beside its paragraphs."""

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        self.genre = genre_of(declaration)
        self._article_level = article_level(declaration)
        self._ranks = dict(heading_ranks(declaration.lines))

    def line(self, line: Line, *, in_annex: bool = False, beside: int = 0) -> SetLine:
        """Set a line of the front, a heading, a figure, or a line among signatures, by its role.

        ``beside`` a figure so many lines stand on its page, which go with it.
        """
        edition = self.edition
        if is_figure(line):
            return self._figure(line, beside)
        calls, marks = self.compositor.calls(line), self.compositor.marks(line)
        if line.role == "subtitle":
            measure = LOOSE_TITLE * edition.measure_pt / edition.title_pt
            return SetLine(
                line, "p", "subtitle", self.compositor.by_sense(line.text, measure, calls, marks)
            )
        measure = float(edition.measure_em)
        if line.role in ("heading", "annex"):
            # an annex stands beside the outermost parts of the text, its own parts below it
            level = 1 if line.role == "annex" else line.level + in_annex
            style = "annex" if line.role == "annex" else _HEADINGS[min(line.level, 3) - 1]
            wide = self.genre.heading_em if style == "heading-1" else 1.0
            composed = self.compositor.by_sense(line.text, 0.9 * measure / wide, calls, marks)
            # the title is an h1, and what is read aloud skips no rank
            tag = f"h{min(6, self._ranks[line.id] + 1)}"
            return SetLine(line, tag, style, composed, level)
        composed = self.compositor.by_sense(line.text, 0.9 * measure, calls, marks)
        if is_rubric(line):
            listed = self.genre.lists_articles and has_subject(line)
            return SetLine(line, "p", "rubric", composed, self._article_level if listed else 0)
        return SetLine(line, "p", line.role, composed)

    def _figure(self, line: Line, beside: int) -> SetLine:
        """Set what is nothing but a picture or a formula."""
        measure = float(self.edition.measure_em)
        marks = self.compositor.marks(line, "figure", beside)
        composed = self.compositor.compose(line.text, measure, marks=marks, grows=True)
        return SetLine(line, "p", "figure", composed)

    def height_pt(self, item: SetLine) -> float:
        """Return the height of a line that stands by itself, in whole lines of the edition."""
        edition, count = self.edition, sum(line.rows for line in item.lines)
        if item.style == "subtitle":
            return -(-count * edition.title_leading_pt // edition.leading_pt) * edition.leading_pt
        below = 1.0 if item.style == "annex" else self._air(item)[1]
        return (count + below) * edition.leading_pt

    def above_pt(self, item: SetLine) -> float:
        """Return the white space above a heading or the number of an article."""
        return self._air(item)[0] * self.edition.leading_pt

    def below_pt(self, item: SetLine) -> float:
        """Return the white space below a heading, part of its height."""
        return self._air(item)[1] * self.edition.leading_pt

    def _air(self, item: SetLine) -> tuple[float, float]:
        if item.style == "rubric":
            return self.genre.number_air
        if item.style not in _HEADINGS:
            return 0.0, 0.0
        return self.genre.air[_HEADINGS.index(item.style)]

    def entry(self, line: Line, level: int, folio: str, widest: str) -> SetEntry:
        """Set an entry of the contents with the number of its page; ``widest`` is the longest one.

        The dots are counted from the right edge, so that those of all entries stand in columns.
        """
        compositor = self.compositor
        measure = self.edition.measure_em - _ENTRY_INDENT_EM * (level - 1)
        width = measure - _FOLIO_EM - _ENTRY_HANG_EM
        lines = compositor.compose(line.words, width, indent=-_ENTRY_HANG_EM)
        right = compositor.width(compositor.figures(widest)) + _LEADER_BLANK_EM
        free = measure - right - compositor.width(lines[-1].fragments) - _LEADER_BLANK_EM
        free -= _ENTRY_HANG_EM * (len(lines) > 1)
        count = int(free / _LEADER_EM)
        leader = (Fragment("text", _LEADER * count),) if count >= _FEWEST_LEADERS else ()
        # in em of the dots
        return SetEntry(
            line, level, lines, compositor.figures(folio), leader, round(right / _LEADER_EM, 3)
        )


def is_figure(line: Line) -> bool:
    """Tell what is nothing but a picture or a formula, and stands by itself."""
    return (
        line.is_object
        and line.number is None
        and (line.role in ("figure", "paragraph", "preamble") and not line.label)
    )


def stands_alone(line: Line) -> bool:
    """Tell a line that is set by itself, neither as a paragraph nor in a table."""
    return line.role in _ALONE or is_rubric(line) or is_figure(line)


def contents_lines(declaration: Declaration) -> list[tuple[Line, int]]:
    """Return the headings for a list of contents with their levels, none for a short text.

    A long text lists its articles too, where its genre says so and they bear a subject.
    """
    found: list[tuple[Line, int]] = []
    in_annex = False
    articles = genre_of(declaration).lists_articles and len(declaration.text) > LONG_TEXT
    level = article_level(declaration)
    for line in (*declaration.paragraphs, *declaration.annexes):
        if line.role == "annex":
            in_annex = True
            found.append((line, 1))
        elif line.role == "heading" and line.level + in_annex <= 3:
            found.append((line, line.level + in_annex))
        elif articles and level <= 3 and has_subject(line) and not in_annex:
            found.append((line, level))
    listed = genre_of(declaration).lists_headings and len(found) >= MANY_HEADINGS
    return found if listed else []


def is_paired(declaration: Declaration) -> bool:
    """Tell whether all signatures are an office and a name each, with the closing line behind."""
    pairs = [s for s in declaration.signatories if len(s.lines) == 2 and not s.office.cell]
    if not declaration.signatories:
        return False
    # words of the text may stand above the signatures, but not among them
    first = declaration.signatories[0].lines[0].index
    if any(line.index > first for line in declaration.testimonium):
        return False
    last = declaration.signing[-1]
    closed = declaration.closing is None or last is declaration.closing
    return len(pairs) == len(declaration.signatories) and closed
