"""The nouns of composition: how an edition wants lines set, and a line as it was set."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.notation import Mark
from zhengben.document.regex import regex
from zhengben.figures.shape import ObjectShape

# how a piece of a line is set (see Fragment); a run-in head is only told once the line stands
AtomKind = Literal[
    "text",
    "half",
    "western",
    "call",
    "up",
    "pair",
    "run-in",
    "sup",
    "sub",
    "reading",
    "author-call",
    "hyphen",
    "object",
]
FragmentKind = AtomKind
# what stands between the characters of a text
BETWEEN: tuple[FragmentKind, ...] = ("call", "reading", "author-call", "hyphen")
# what a hyphen of ours shows, and what it says: that the word goes on (ISO 32000-1, 14.8.2.2.3)
HYPHEN, SOFT_HYPHEN = "-", "\u00ad"
# on which sides of Western text a gap stands, or before a call of ours behind one of the author's
Gaps = Literal["", "l", "r", "lr", "c"]
# what keeps the two calls apart, which would read as one number
CALL_GAP_EM = 0.15
# between Han and Western text, as in the prepared font (zhengben.fonts.prepare)
GAP_EM = 0.07
# a gap wider than this is read as a blank by text extraction
WIDEST_GAP_EM = 0.095
# in the line of an address, which has many places to break, no gap of Han is wider than this
WIDEST_ADDRESS_GAP_EM = 0.025
# a blank between words may be widened by so much, and narrowed; it takes so many times what a gap
# between Han takes
WIDEST_BLANK_EM, NARROWED_BLANK_EM, BLANK_SHARE = 0.5, 0.06, 4
# what a line's spacing is spread over
SPREAD: tuple[FragmentKind, ...] = ("text", "run-in", "half", "up")
# and in what its blanks between words are widened
WORDED: tuple[FragmentKind, ...] = ("western", "text", "run-in")
HAN = regex(r"[\u3400-\u9fff〇]+")


class ParagraphStyle(Struct, frozen=True):
    """How an edition wants its paragraphs set, the style of a paragraph; lengths in em.

    A last line of fewer than ``min_last`` characters beside its marks is a runt. In a ``grid`` Han
    stand below one another: a mark at a line end keeps its em in a full line. ``languages`` are the
    tags of those that words are in, where the text declares them. In columns figures stand upright
    in cells, or, ``lying``, all along the column, as in a table of which some have to. By the
    ``leading`` a line with an object that is higher takes whole lines more; without one, none does.
    A ``tight`` paragraph takes as few lines as the bounds of its spacing allow.
    """

    measure: float
    indent: float = 0.0
    justify: bool = True
    squeeze: bool = True
    call_size: float = 0.6
    min_last: int = 2
    vertical: bool = False
    grid: bool = False
    languages: tuple[str, ...] = ()
    lying: bool = False
    leading: float = 0.0
    tight: bool = False


class InlineMark(Struct, frozen=True):
    """A mark of a line as it is set; ``id`` is its anchor, ``target`` that of a called note.

    ``words`` stand for an object that has no ``shape``, which is how it is drawn; ``ends`` says
    whether the mark ends in this part of its line, ``alone`` whether it is all of it. What is
    ``shown`` of a call stands for its own label. One with a ``look`` is none of the text's: the
    press shows a stretch as its sheet has that look.
    """

    id: str
    mark: Mark
    target: str = ""
    words: str = ""
    ends: bool = True
    look: str = ""
    shape: ObjectShape | None = None
    alone: bool = False
    shown: str = ""


class Fragment(Struct, frozen=True):
    """A stretch of a line set in one way.

    ``kind``: ``text``, ``half`` (marks on half an em), ``western`` (with ``gaps``: "l", "r",
    "lr" or ""), ``run-in`` (a run-in head, in the face of headings) or ``call`` (``text`` is the
    note's number). In columns also ``up`` (figures upright, each in a cell) and ``pair`` (two
    figures side by side in one cell). Of marks there are ``sup`` and ``sub``, ``reading`` (of a
    ruby, behind its base) and ``author-call``; ``marks`` are those around it, the outermost first.
    A ``hyphen`` of ours stands last in its line, within a word: it is no text, is drawn as its own
    ``text`` shows and read as SOFT_HYPHEN. An ``object`` is drawn in the shape of the last mark.
    """

    kind: FragmentKind
    text: str
    gaps: Gaps = ""
    marks: tuple[InlineMark, ...] = ()


class ComposedLine(Struct, frozen=True):
    """A line: its fragments, and the letter spacing in thousandths of an em.

    ``words`` is what each blank between words is widened by, in thousandths of an em, less than 0
    where it is narrowed. A blank that ends the line hangs. ``ragged`` says that nothing could fill
    it to a justified measure, so that it is set as it is. One with an object that is higher than a
    line takes lines ``above`` and ``below`` its own.
    """

    start: int
    end: int
    spacing: int
    fragments: tuple[Fragment, ...]
    first: bool
    last: bool
    words: int
    ragged: bool = False
    above: int = 0
    below: int = 0

    @property
    def rows(self) -> int:
        """Return how many lines of the leading it takes."""
        return 1 + self.above + self.below


def with_run_in_head(line: ComposedLine, first: int, last: int) -> ComposedLine:
    """Return a line whose characters from ``first`` to behind ``last`` are a run-in head.

    Only Han are set in another face, since they are of one width in all of them.
    """
    fragments, at = list[Fragment](), 0
    for fragment in line.fragments:
        length = 0 if fragment.kind in BETWEEN else len(fragment.text)
        start, end = max(first - at, 0), min(last - at, length)
        at += length
        if fragment.kind != "text" or start >= end or not HAN.fullmatch(fragment.text[start:end]):
            fragments.append(fragment)
            continue
        parts: tuple[tuple[FragmentKind, int, int], ...] = (
            ("text", 0, start),
            ("run-in", start, end),
            ("text", end, length),
        )
        fragments += [
            replace(fragment, kind=kind, text=fragment.text[a:b]) for kind, a, b in parts if a < b
        ]
    return replace(line, fragments=tuple(fragments))
