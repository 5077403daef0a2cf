"""Follows the pages of a PDF and tells every operator that the press does not write there.

Text is set upright in black, rules are thin and lie on no glyph, and nothing is cut to a shape but
the borders of a table's cells. So what is read is also what is seen: nothing lies over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf

from zhengben.proof.extraction import Fault, shown
from zhengben.proof.folding import folded
from zhengben.proof.geometry import Box, Matrix, at, overlap, placed, times
from zhengben.proof.glyphs import Glyph, GlyphReader, Measurer
from zhengben.proof.grammar import Rule, sequence
from zhengben.proof.pdf_grammar import HYPHENS, OPERATORS, PROPERTIES, SOFT_HYPHEN
from zhengben.proof.pdffont import PdfFont

# no rule of the press is thicker, no glyph smaller or larger
_THICKEST_PT = 1.6
_SIZES_PT = (3.0, 40.0)
# glyphs stand upright; a block of lines is scaled from the engine's units
_SCALES = (1.0, 0.75)
_UPRIGHT = (1.0, 0.0, 0.0, -1.0)
_NUMBERS = (int, Decimal)
_OPERANDS = {name: sequence(text) for name, text in OPERATORS.items()}


@dataclass(frozen=True, slots=True)
class DrawnGlyph:
    """A glyph as it is drawn: of which font, its code and text, and from em to the page."""

    font: PdfFont
    code: int
    text: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """A rule as it is drawn: its edges on the page, and the operators that draw it there."""

    box: Box
    operators: bytes


@dataclass(slots=True)
class DrawnPage:
    """A page with all that is drawn on it, in the space in which the file is written."""

    number: int
    media: Box
    turned: int
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    rules: list[DrawnRule] = field(default_factory=list)
    # what its artifacts say, by their number on the page
    artifacts: dict[int, str] = field(default_factory=dict)


class StrictContents(Measurer):
    """Contents of which every operator is in the table; ``strange`` holds what is not."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        super().__init__(folded(pdf))
        self.strange: dict[Fault, None] = {}
        self.drawn: list[DrawnPage] = []
        for number, page in enumerate(pdf.pages, 1):
            self.read_page(page, number)


class StrictReader(GlyphReader):
    """Follows a page, and knows which operators may stand where."""

    contents: StrictContents

    def read(self) -> None:
        """Read the page, then look at what lies over what."""
        self.text_open, self.path = False, list[Box]()
        self.lines, self.point = list[bytes](), (0.0, 0.0)
        # the clipping path of each saved state; None where nothing is cut
        self.clip: Box | None = None
        self.clips: list[Box | None] = []
        self.clips_next = False
        self.said: dict[int, str] = {}
        media = self.page.mediabox
        self.drawn = DrawnPage(
            self.number,
            (0.0, 0.0, float(media[2]), float(media[3])),
            int(self.page.obj.get("/Rotate", 0)) % 360,
        )
        self.contents.drawn.append(self.drawn)
        super().read()
        for sentence in self._over():
            self.strange(sentence)

    def strange(self, sentence: str) -> None:
        """Tell what the press never does."""
        place = f"page {self.number}"
        self.contents.strange[Fault("strange", place, f"Page {self.number} {sentence}.")] = None

    def instructions(self, source: pikepdf.Page | pikepdf.Object) -> Iterable[Any]:
        """Yield the instructions of a stream, each looked up in the table."""
        for instruction in pikepdf.parse_content_stream(source):
            name = str(instruction.operator)
            operands = list(instruction.operands)
            if not _fit(name, operands):
                told = " ".join(map(str, (*operands, name)))
                self.strange(f"has “{told[:60]}”, which the press never writes")
            elif handler := _STRICT.get(name):
                handler(self, operands)
            yield instruction

    # state

    def _saved(self, operands: list[Any]) -> None:
        self.clips.append(self.clip)

    def _restored(self, operands: list[Any]) -> None:
        self.clip = self.clips.pop() if self.clips else None

    def _scaled(self, operands: list[Any]) -> None:
        a, b, c, d = (float(n) for n in operands[:4])
        if b or c or a not in _SCALES or abs(d) != a:
            self.strange(f"turns or stretches what it shows ({a:g} {b:g} {c:g} {d:g} cm)")

    def _set_upright(self, operands: list[Any]) -> None:
        if tuple(float(n) for n in operands[:4]) != _UPRIGHT:
            self.strange("turns, mirrors or stretches text")

    def _text(self, opens: bool) -> None:
        if self.text_open == opens:
            self.strange("opens or closes text twice")
        self.text_open = opens

    def _marked(self, operands: list[Any]) -> None:
        """Compare what is said of marked content with the table."""
        if len(operands) < 2:
            return
        tag, properties = str(operands[0]), operands[1]
        rows = PROPERTIES.get(tag, ())
        keys = set(properties.keys()) if isinstance(properties, pikepdf.Dictionary) else set()
        row = next((row for row in rows if set(row) == keys), None)
        if row is None or not all(
            any(_is(properties[key], rule) for rule in sequence(row[key])) for key in row
        ):
            self.strange(f"says of marked content what the press never says ({tag})")
        elif "/ActualText" in keys:
            if str(properties["/ActualText"]) != SOFT_HYPHEN:
                words = shown(str(properties["/ActualText"]))
                self.strange(f"is read in other words than it shows, {words}")
            self.said[len(self.scopes)] = ""

    def _unmarked(self, operands: list[Any]) -> None:
        said = self.said.pop(len(self.scopes) - 1, "-")
        if said not in HYPHENS:
            self.strange(f"is read as a soft hyphen where it shows {shown(said)}")

    # rules

    def _at(self, operands: list[Any]) -> tuple[float, float]:
        return at((float(operands[0]), float(operands[1])), self.state.matrix)

    def _begin(self, operands: list[Any]) -> None:
        self.point = self._at(operands)
        self.lines.append(b"%.4f %.4f m" % self.point)

    def _line(self, operands: list[Any]) -> None:
        end = self._at(operands)
        self.path.append(
            (min(self.point[0], end[0]), min(self.point[1], end[1]),
             max(self.point[0], end[0]), max(self.point[1], end[1]))
        )  # fmt: skip
        self.point = end
        self.lines.append(b"%.4f %.4f l" % end)

    def _rectangle(self, operands: list[Any]) -> None:
        x, y, width, height = (float(n) for n in operands)
        self.path.append(placed((x, y, x + width, y + height), self.state.matrix))

    def _cut(self, operands: list[Any]) -> None:
        self.clips_next = True

    def _end_path(self, operands: list[Any]) -> None:
        if self.clips_next and self.path:
            whole = _around(self.path)
            self.clip = overlap(self.clip, whole) if self.clip else whole
        self._forget()

    def _filled(self, operands: list[Any]) -> None:
        """Keep a border: two rectangles of which the inner one is left out, cut to one side."""
        if self.path:
            box = _around(self.path)
            if self.clip:
                box = overlap(box, self.clip)
            self._rule(box, b"%.4f %.4f %.4f %.4f re f" % _sides(box))
        self._forget()

    def _stroked(self, operands: list[Any]) -> None:
        scale = abs(self.state.matrix[0])
        width = self.width * scale
        for box in self.path:
            half = width / 2
            self._rule(
                (box[0] - half, box[1] - half, box[2] + half, box[3] + half),
                b"q %.4f w %s%s S Q" % (width, self.dashes(scale), b" ".join(self.lines)),
            )
        self._forget()

    width, round_ends = 1.0, False
    dash: tuple[float, float, float] | None = None

    def dashes(self, scale: float) -> bytes:
        """Return the operators for the dots of a line."""
        if self.dash is None:
            return b""
        on, off, phase = (n * scale for n in self.dash)
        return b"%d J [%.4f %.4f] %.4f d " % (self.round_ends, on, off, phase)

    def _wide(self, operands: list[Any]) -> None:
        self.width = float(operands[0])

    def _round(self, operands: list[Any]) -> None:
        self.round_ends = True

    def _dashed(self, operands: list[Any]) -> None:
        on, off = (float(n) for n in operands[0])
        self.dash = on, off, float(operands[1])

    def _rule(self, box: Box, operators: bytes) -> None:
        if min(box[2] - box[0], box[3] - box[1]) > _THICKEST_PT:
            self.strange("paints what is thicker than a rule")
        self.drawn.rules.append(DrawnRule(box, operators))

    def _forget(self) -> None:
        self.path, self.lines, self.clips_next, self.dash = [], [], False, None

    # glyphs

    def keep_glyph(self, text: str, code: int, text_matrix: Matrix, advance: float) -> None:
        """Keep a glyph, and how it is drawn."""
        super().keep_glyph(text, code, text_matrix, advance)
        state, glyph = self.state, self.found.glyphs[-1]
        assert state.font is not None
        if self.clip is not None:
            self.strange("cuts text to a shape")
        if not self.text_open:
            self.strange("shows text outside a text object")
        if not _SIZES_PT[0] <= glyph.size <= _SIZES_PT[1]:
            self.strange(f"has text of {glyph.size:.1f} pt")
        for depth in self.said:
            self.said[depth] += text
        if glyph.artifact:
            said = self.drawn.artifacts.get(glyph.artifact, "")
            self.drawn.artifacts[glyph.artifact] = said + text
        size = state.size
        matrix = times((size, 0, 0, size, 0, 0), times(text_matrix, state.matrix))
        self.drawn.glyphs.append(DrawnGlyph(state.font, code, text, matrix))

    def _over(self) -> Iterable[str]:
        """Yield what is drawn over glyphs: rules, and other glyphs."""
        inked = [g for g in self.found.glyphs if g.ink[2] > g.ink[0] and g.text.strip()]
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in inked:
            place = round(glyph.start / 8), round(glyph.base / 8)
            near = (cells.get((place[0] + x, place[1] + y), ()) for x in (-1, 0, 1)
                    for y in (-1, 0, 1))  # fmt: skip
            if any(_covers(glyph, other) for found in near for other in found):
                yield f"shows {shown(glyph.text)} over another character"
            cells.setdefault(place, []).append(glyph)
        for rule in self.drawn.rules:
            for glyph in inked:
                common = overlap(rule.box, glyph.ink)
                if common[2] > common[0] and _strikes(common, glyph):
                    yield f"has a rule over {shown(glyph.text)}"


def _covers(one: Glyph, other: Glyph) -> bool:
    """Say whether two glyphs lie on one another by more than their edges."""
    common = overlap(one.ink, other.ink)
    width, height = common[2] - common[0], common[3] - common[1]
    if width <= 0 or height <= 0:
        return False
    least = min(_area(one.ink), _area(other.ink))
    return width * height > _MOST_COMMON * least


# of the smaller one's box; slanting strokes of neighbours reach into one another
_MOST_COMMON = 0.3


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _strikes(common: Box, glyph: Glyph) -> bool:
    """Say whether a rule runs through a glyph, and not along its edge."""
    low, high = glyph.base, glyph.base + 0.6 * glyph.size
    return common[3] > low and common[1] < high and common[3] > common[1]


def _around(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box[0], box[1], box[2] - box[0], box[3] - box[1]


def _fit(name: str, operands: list[Any]) -> bool:
    """Say whether an operator and what it is given are in the table."""
    rules = _OPERANDS.get(name)
    return (
        rules is not None
        and len(rules) == len(operands)
        and all(_is(value, rule) for value, rule in zip(operands, rules, strict=True))
    )


def _is(value: Any, rule: Rule) -> bool:
    """Say whether an operand is as a rule has it."""
    kind = rule[0]
    if kind == "or":
        return any(_is(value, one) for one in rule[1:])
    if kind == "array":
        if not isinstance(value, pikepdf.Array):
            return False
        items = value.as_list()
        if len(rule) == 2:
            return all(_is(item, rule[1]) for item in items)
        return len(items) == len(rule) - 1 and all(map(_is, items, rule[1:]))
    return bool(_WORDS[rule[1]](value)) if rule[1] in _WORDS else str(value) == rule[1]


_WORDS: dict[str, Any] = {
    "num": lambda value: isinstance(value, _NUMBERS) and not isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, pikepdf.String),
    "bytes": lambda value: isinstance(value, pikepdf.String),
    "name": lambda value: isinstance(value, pikepdf.Name),
    "=0": lambda value: isinstance(value, _NUMBERS) and value == 0,
    "=1": lambda value: isinstance(value, _NUMBERS) and value == 1,
    "@properties": lambda value: isinstance(value, pikepdf.Dictionary),
}
_STRICT: dict[str, Any] = {
    "q": StrictReader._saved, "Q": StrictReader._restored, "cm": StrictReader._scaled,
    "BT": lambda reader, _: reader._text(True), "ET": lambda reader, _: reader._text(False),
    "Tm": StrictReader._set_upright, "BDC": StrictReader._marked, "EMC": StrictReader._unmarked,
    "m": StrictReader._begin, "l": StrictReader._line, "re": StrictReader._rectangle,
    "W*": StrictReader._cut, "n": StrictReader._end_path, "f*": StrictReader._filled,
    "S": StrictReader._stroked, "w": StrictReader._wide, "J": StrictReader._round,
    "d": StrictReader._dashed,
}  # fmt: skip
StrictContents.reader = StrictReader
