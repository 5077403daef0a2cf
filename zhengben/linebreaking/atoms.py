"""Divides a paragraph into the pieces that no line breaks, and marks where a line may end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import fsum

from msgspec import Struct

from zhengben.document.western import WESTERN
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.orientation import SIGNS
from zhengben.linebreaking.characters import (
    BEGINS_WESTERN,
    BLANK,
    CLOSING,
    DASH,
    LETTERS,
    OPENING,
    STARTS_NO_LINE,
    cells,
    ends_no_line,
    extends,
    stands_off,
    starts_no_line,
)
from zhengben.linebreaking.composed import (
    BETWEEN,
    GAP_EM,
    HYPHEN,
    AtomKind,
    InlineMark,
    ParagraphStyle,
)
from zhengben.linebreaking.numbers import column_pieces, seams
from zhengben.linebreaking.words import WordPiece, pieces

# what stays with the character before it
_CLINGING: tuple[AtomKind, ...] = (*BETWEEN, "sup", "sub")
_UPRIGHT: tuple[AtomKind, ...] = ("up", "pair")
_WORDLY: tuple[AtomKind, ...] = ("western", "sup", "sub")


class Atom(Struct):
    """The smallest piece that is never broken: a Han character, a mark, a Western piece, a call."""

    kind: AtomKind
    text: str
    start: int
    width: float
    before: float = 0.0  # gap to the left when not at a line start
    trail: float = 0.0  # width of a blank at its end, which a line end swallows
    half: float = 0.5  # width of a mark without its blank half
    cost: float | None = 0.0  # of a break after it; None forbids
    marks: tuple[InlineMark, ...] = ()
    length: int | None = None  # of its text, where it shows other words
    hyphen: float = 0.0  # width of the hyphen that a line end behind it takes
    address: bool = False  # whether it is a piece of an address

    @property
    def end(self) -> int:
        """Return the offset behind it in the text; a call takes no place in it."""
        length = len(self.text) if self.length is None else self.length
        return self.start if self.kind in BETWEEN else self.start + length


def atoms_of(
    text: str,
    calls: Mapping[int, str],
    metrics: Metrics,
    style: ParagraphStyle,
    *,
    hyphenate: bool = False,
) -> list[Atom]:
    """Return the pieces of a text in order, with the note calls between them.

    Words are parted by the patterns of their language only where they are to ``hyphenate``.
    """
    atoms: list[Atom] = []
    at = 0
    if at in calls:
        add_call(atoms, calls[at], at, metrics, style)
    while at < len(text):
        if western := WESTERN.match(text, at):
            run = _cut_at_call(western[0], at, calls)
            if style.vertical and not style.lying and not LETTERS.search(run.strip(SIGNS)):
                atoms += _figures(run, at, metrics, style)
            else:
                atoms += _words(run, at, metrics, style, hyphenate)
            atoms[-1].cost = 0.0
            at += len(run)
        else:
            begins = BEGINS_WESTERN.search(text, at)
            end = begins.start() if begins else len(text)
            end = min((n for n in calls if at < n < end), default=end)
            _add_cells(atoms, text[at:end], at, metrics, style)
            at = end
        if at in calls:
            add_call(atoms, calls[at], at, metrics, style)
    finish(atoms, text)
    return atoms


def _add_cells(
    atoms: list[Atom], run: str, at: int, metrics: Metrics, style: ParagraphStyle
) -> None:
    """Add the characters of a run, each in its cell."""
    first, drawn_on = len(atoms), cells(run) < len(run)
    for offset, width in enumerate(metrics.advances(run, style.squeeze)):
        character = run[offset]
        if not width and character == DASH and len(atoms) > first and atoms[-1].text == DASH:
            # the face joins both to one stroke
            atoms[-1].text += character
            continue
        if drawn_on and len(atoms) > first and extends(character):
            atoms[-1].text += character
            atoms[-1].width += width
            continue
        atoms.append(Atom("text", character, at + offset, width))
        if character in CLOSING:
            atoms[-1].half = metrics.half(character)
        elif BLANK.match(character):
            atoms[-1].trail = width


def finish(atoms: list[Atom], text: str) -> None:
    """Mark the places where no line may end, or rather not, and the gaps beside words.

    Offsets of atoms count in ``text``.
    """
    _forbid(atoms)
    costs = seams(text)
    for left, right in pairwise(atoms):
        if left.kind != right.kind and {left.kind, right.kind} == {"text", "western"}:
            cell = left.text if left.kind == "text" else right.text
            right.before = GAP_EM if stands_off(cell, left.text, right.text) else 0.0
        # what a break within a word costs is known already
        if costs and left.cost is not None and not left.kind == right.kind == "western":
            left.cost = max(left.cost, costs.get(left.end, 0.0))


def _words(
    run: str, at: int, metrics: Metrics, style: ParagraphStyle, hyphenate: bool
) -> Iterator[Atom]:
    """Yield the pieces of a run of words between which a line may be broken."""
    found = list(pieces(run, hyphenate=hyphenate, languages=style.languages))
    for group in _joined(found):
        if len(group) == 1:
            yield _word(group[0], at, metrics.words(group[0].text), metrics)
            at += len(group[0].text)
            continue
        # shaped whole: the parts of a word are as wide together as the word
        advances = metrics.advances("".join(piece.text for piece in group), False, words=True)
        for piece in group:
            width, advances = fsum(advances[: len(piece.text)]), advances[len(piece.text) :]
            yield _word(piece, at, width, metrics)
            at += len(piece.text)


def _joined(found: list[WordPiece]) -> Iterator[list[WordPiece]]:
    """Yield pieces by themselves, but the parts of a hyphenated word together."""
    group = list[WordPiece]()
    for piece in found:
        group.append(piece)
        if not piece.hyphen:
            yield group
            group = []


def _word(piece: WordPiece, at: int, width: float, metrics: Metrics) -> Atom:
    text = piece.text
    blank = text[len(text.rstrip()) :]
    trail = metrics.width(blank) if blank else 0.0
    hyphen = metrics.width(HYPHEN) if piece.hyphen else 0.0
    return Atom(
        "western", text, at, width, trail=trail, cost=piece.cost, hyphen=hyphen,
        address=piece.address,
    )  # fmt: skip


def _figures(run: str, at: int, metrics: Metrics, style: ParagraphStyle) -> Iterator[Atom]:
    """Yield a run without words as it stands in a column, each piece bound to the next."""
    for kind, piece in column_pieces(run):
        if kind == "pair":
            yield Atom("pair", piece, at, 1.0, cost=None)
        elif kind == "up":
            for offset, figure in enumerate(piece):
                yield Atom("up", figure, at + offset, 1.0, cost=None)
        else:
            yield from _words(piece, at, metrics, style, hyphenate=False)
        at += len(piece)


def _cut_at_call(run: str, start: int, calls: Mapping[int, str]) -> str:
    cuts = [offset - start for offset in calls if start < offset < start + len(run)]
    return run[: min(cuts)] if cuts else run


def add_call(
    atoms: list[Atom], number: str, at: int, metrics: Metrics, style: ParagraphStyle
) -> None:
    """Add a note call; a closing mark before it gives up its blank half to it."""
    last = atoms[-1] if atoms else None
    if last and last.kind == "text" and last.text in CLOSING and style.squeeze:
        last.kind, last.width = "half", last.half
    atoms.append(Atom("call", number, at, call_width(number, metrics, style)))


def shares_cell(label: str) -> bool:
    """Say whether a note call takes one cell of a column: one or two figures, or one character."""
    return len(label) == 1 or (len(label) == 2 and label.isdigit())


def call_width(number: str, metrics: Metrics, style: ParagraphStyle) -> float:
    """Return the width of a note call in em of the text."""
    if style.vertical:
        cells = (1.0 if c.isdigit() else metrics.width(c) for c in number)
        return style.call_size * (1 if shares_cell(number) else fsum(cells))
    return metrics.width(number) * style.call_size


def raised_width(kind: AtomKind, text: str, metrics: Metrics, style: ParagraphStyle) -> float:
    """Return the width of what is set small, raised or lowered, in em of the text."""
    if kind in ("call", "author-call"):
        return call_width(text, metrics, style)
    return metrics.width(text) * style.call_size


def _forbid(atoms: list[Atom]) -> None:
    """Mark the places where no line may end."""
    for this, following in pairwise(atoms):
        if this.kind == following.kind == "text":
            # most of a Chinese text
            if following.text[0] in STARTS_NO_LINE or this.text in OPENING:
                this.cost = None
            continue
        if following.kind in _CLINGING:
            this.cost = None
            continue
        if following.kind == "western" and this.kind in _WORDLY:
            # a mark of the text or a call may begin within a word
            within = this.cost == 0.0 and this.text[-1].isalnum()
            if within and (following.text[0].isalnum() or this.kind != "western"):
                this.cost = None
            continue
        word, behind = this.kind == "western", following.kind == "western"
        bound = starts_no_line(following.text, word=behind) or ends_no_line(this.text, word=word)
        if bound or (this.kind in _UPRIGHT and following.kind in _UPRIGHT):
            this.cost = None
