"""Puts the glyphs of a measured file together again as lines, in the order of reading.

A block is what is set as one: a paragraph or heading of the text, a note, a cell of a table. Its
number and the note calls in it stand apart, because rules for running text do not hold for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct, field

from zhengben.proof.glyphs import Glyph, Measured
from zhengben.proof.structure_tree import Step

# what a block belongs to
BlockKind = Literal["text", "author-note", "note", "apparatus"]
TEXT: Final = "text"
# a note by the author at the foot of a page: text, set as notes are
AUTHORS: Final = "author-note"
NOTE: Final = "note"
APPARATUS: Final = "apparatus"
_BLOCKS = frozenset(("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "TD", "TH", "LI"))
# paragraphs of the press
_OURS = frozenset(("Editorial", "Caption"))
OPENING = frozenset("（《「『【〔〈“‘")
CLOSING = frozenset("，。、；：？！）》」』】〕〉”’．")
MARKS = OPENING | CLOSING
_AUTHORS = "Author-note"
# what marks of the text set small, raised or lowered
_BESIDE = frozenset(("Mark-sup", "Mark-sub", "Mark-note", "RT"))
# how far above its line a call may stand, and how far glyphs of one line may lie apart, in em
_RAISED, _SUNK = 0.8, 0.3
# how far a glyph of a line may begin before the end of the one in front of it, in em
_BACK = 1.5
# ink may pass the middle of the em by this much and still count as lying in one half
_MIDDLE = 0.03


class MeasuredLine(Struct):
    """A line of a block; ``main`` are its glyphs but for ``label`` (its number) and ``calls``.

    ``beside`` are raised or lowered glyphs that marks of the text set, the author's calls too.
    """

    page: int
    base: float
    size: float
    main: list[Glyph] = field(default_factory=list)
    label: list[Glyph] = field(default_factory=list)
    calls: list[Glyph] = field(default_factory=list)
    beside: list[Glyph] = field(default_factory=list)
    first: bool = False
    last: bool = False

    @property
    def text(self) -> str:
        """Return what the line says."""
        return "".join(glyph.text for glyph in self.main)

    @property
    def glyphs(self) -> list[Glyph]:
        """Return everything on the line from left to right."""
        every = (*self.main, *self.label, *self.calls, *self.beside)
        return sorted(every, key=lambda glyph: glyph.start)


class MeasuredBlock(Struct):
    """A paragraph, heading, note or cell; ``name`` is its anchor, or empty."""

    kind: BlockKind
    role: str
    name: str
    lines: list[MeasuredLine] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return its number as printed."""
        return "".join(glyph.text for line in self.lines for glyph in line.label)

    def place(self, line: MeasuredLine) -> str:
        """Return where a line stands, for a sentence."""
        number = self.lines.index(line) + 1
        return f"page {line.page}, {self.name or self.role}, line {number}"


def measured_blocks(measured: Measured) -> list[MeasuredBlock]:
    """Return every block of a file in the order of reading; artifacts are left out."""
    order = {key: n for n, key in enumerate(measured.paths)}
    found = [
        (page.number, glyph)
        for page in measured.pages
        for glyph in page.glyphs
        if glyph.key is not None and glyph.key in order
    ]
    found.sort(key=lambda pair: order[pair[1].key])  # type: ignore[index]
    blocks: dict[int, MeasuredBlock] = {}
    for page, glyph in found:
        assert glyph.key is not None
        path = measured.paths[glyph.key]
        kind, step, part = _part(path)
        block = blocks.setdefault(step.number, MeasuredBlock(kind, step.role, step.name))
        _add(block, page, glyph, part)
    for block in blocks.values():
        block.lines[0].first = block.lines[-1].last = True
        for line in block.lines:
            _hang_blanks(line)
    return list(blocks.values())


def _part(path: tuple[Step, ...]) -> tuple[BlockKind, Step, str]:
    """Return the kind and element of the block some content belongs to, and its part in it."""
    roles = [step.role for step in path]
    note = roles.index("Note") if "Note" in roles else -1
    if note >= 0:
        return NOTE, path[note], "label" if "Lbl" in roles[note:] else "main"
    step = next((step for step in reversed(path) if step.role in _BLOCKS), path[-1])
    kind: BlockKind = TEXT if "Art" in roles and step.own not in _OURS else APPARATUS
    if step.own == _AUTHORS:
        kind = AUTHORS
    if _BESIDE & {step.own for step in path}:
        return kind, step, "beside"
    part = "label" if "Lbl" in roles else "calls" if "Reference" in roles else "main"
    return kind, step, part


def _add(block: MeasuredBlock, page: int, glyph: Glyph, part: str) -> None:
    """Add a glyph to the block's last line, or to a new one when it stands on another."""
    line = block.lines[-1] if block.lines else None
    if line is not None and line.page == page:
        raised = glyph.base - line.base
        em = max(line.size, glyph.size)
        same = -_SUNK * em <= raised <= _RAISED * em
        if same and raised > _SUNK * em and glyph.size > 0.9 * line.size:
            # as large as the line itself: no call, but a column that begins higher up
            same = False
        if same and part == "main" and line.main:
            # set back over what stands there already: a line on another
            same = glyph.start > line.main[-1].end - _BACK * em
    else:
        same = False
    if line is None or not same:
        line = MeasuredLine(page, glyph.base, glyph.size)
        block.lines.append(line)
    getattr(line, part).append(glyph)
    if part == "main" and glyph.size > line.size:
        line.size = glyph.size


def _hang_blanks(line: MeasuredLine) -> None:
    """Leave out blanks between words at which a line ends: they hang over its edge, unseen."""
    last = line.glyphs[-1]
    while len(line.main) > 1 and line.main[-1] is last and last.text == " ":
        line.main.pop()
        last = line.glyphs[-1]


def is_han(text: str) -> bool:
    """Say whether a character is an ideograph."""
    return len(text) == 1 and ("\u3400" <= text <= "\u9fff" or text >= "\U00020000" or text == "〇")


def is_mark(glyph: Glyph) -> bool:
    """Say whether a glyph is a full-width mark that may give up half an em."""
    return glyph.text in MARKS and abs(glyph.end - glyph.start - glyph.size) < 0.01 * glyph.size


def side(glyph: Glyph) -> str:
    """Say in which half of its em the ink of a mark lies: left, right or centre."""
    if glyph.ink_right <= 0.5 + _MIDDLE:
        return "left"
    return "right" if glyph.ink_left >= 0.5 - _MIDDLE else "centre"


def starts(glyph: Glyph) -> tuple[float, ...]:
    """Return where a glyph's cell may be said to start: a mark may be set on half an em."""
    if not is_mark(glyph):
        return (glyph.start,)
    half = {"left": 0.0, "centre": 0.25, "right": 0.5}[side(glyph)]
    return glyph.start, glyph.start + half * glyph.size


def ends(glyph: Glyph) -> tuple[float, ...]:
    """Return where a glyph's cell may be said to end."""
    if not is_mark(glyph):
        return (glyph.end,)
    half = {"left": 0.5, "centre": 0.75, "right": 1.0}[side(glyph)]
    return glyph.end, glyph.start + half * glyph.size


def nearest(places: Sequence[float], wanted: float) -> float:
    """Return the place that is nearest to the wanted one."""
    return min(places, key=lambda place: abs(place - wanted))


def neighbours(line: MeasuredLine) -> Iterator[tuple[Glyph, Glyph]]:
    """Yield neighbours of a line's text that no call stands between."""
    calls = [call.start for call in (*line.calls, *line.beside)]
    for one, other in zip(line.main, line.main[1:], strict=False):
        if not any(one.start < call < other.end for call in calls):
            yield one, other
