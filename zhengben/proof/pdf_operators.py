"""Follows the pages of a PDF and tells every operator that the press does not write there.

Text is set upright in black, rules are thin and lie on no glyph, and nothing is cut to a shape but
the borders of a table's cells. So what is read is also what is seen: nothing lies over it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import pikepdf
from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.direction import JOINERS
from zhengben.document.provenance import NO_OBJECTS, KnownObjects
from zhengben.document.regex import regex
from zhengben.proof.drawn import DrawnGlyph, DrawnPage, DrawnRule, DrawnText, ShownObject
from zhengben.proof.extraction import Fault, shown
from zhengben.proof.folding import folded
from zhengben.proof.geometry import Box, Matrix, at, overlap, placed, times
from zhengben.proof.glyphs import Glyph, GlyphReader, Measurer
from zhengben.proof.grammar import sequence
from zhengben.proof.operands import fits, is_as
from zhengben.proof.pdf_grammar import HYPHENS, PROPERTIES, SOFT_HYPHEN

# no rule of the press is thicker, no glyph smaller or larger
_THICKEST_PT = 1.6
_SIZES_PT = (3.0, 40.0)
# glyphs stand upright; a block of lines is scaled from the engine's units
_SCALES = (1.0, 0.75)
_UPRIGHT = (1.0, 0.0, 0.0, -1.0)


class _Pen(Struct, frozen=True):
    """What paths are drawn with, and the operators that say so; ``clip`` cuts what is drawn."""

    width: float = 1.0
    clip: Box | None = None
    operators: bytes = b""


# comments and runs of blanks; strings are written in hexadecimal digits
_BETWEEN = regex(rb"%|\s\s")
# how far signs stand above and below the letters of other scripts
_HIGHEST_EM = 1.5


class StrictContents(Measurer):
    """Contents of which every operator is in the table; ``strange`` holds what is not.

    ``known`` are the pictures and formulas that may be drawn.
    """

    def __init__(self, pdf: pikepdf.Pdf, known: KnownObjects = NO_OBJECTS) -> None:
        super().__init__(folded(pdf))
        self.known = known
        self.strange: dict[Fault, None] = {}
        self.drawn: list[DrawnPage] = []
        for number, page in enumerate(pdf.pages, 1):
            self.read_page(page, number)


class StrictReader(GlyphReader):
    """Follows a page, and knows which operators may stand where."""

    contents: StrictContents

    def read(self) -> None:
        """Read the page, then look at what lies over what."""
        self.text_opened, self.path = False, list[Box]()
        self.lines, self.point, self.cuts = list[bytes](), (0.0, 0.0), False
        self.pen, self.pens = _Pen(), list[_Pen]()
        self.said: dict[int, str] = {}
        # what is told unless a picture or formula of the text follows
        self.turned = ""
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
        stream = source.obj.Contents if isinstance(source, pikepdf.Page) else source
        if isinstance(stream, pikepdf.Stream) and _BETWEEN.search(bytes(stream.read_bytes())):
            self.strange("has words or blanks between its operators that nobody sees")
        for instruction in pikepdf.parse_content_stream(source):
            name = str(instruction.operator)
            operands = list(instruction.operands)
            if not fits(name, operands):
                told = " ".join(map(str, (*operands, name)))
                self.strange(f"has {shown(told, 60)}, which the press never writes")
            elif handler := _STRICT.get(name):
                handler(self, operands)
            if name != "cm":
                self._tell_turned()
            yield instruction

    def _tell_turned(self) -> None:
        """Tell of what is turned or stretched, where it is no picture or formula of the text."""
        if self.turned:
            self.strange(self.turned)
        self.turned = ""

    def _drawn_object(self, operands: list[Any]) -> None:
        """Take up a picture or formula of the text; it may be turned, and is no form of a page."""
        item = self.resources.get("/XObject", {}).get(str(operands[0]))
        if item is None or self.contents.shown_sha256(item) not in self.contents.known.drawn:
            return
        self.turned = ""
        self.drawn.objects.append(ShownObject(item, self.state.matrix))
        if self.target() is None:
            self.strange("draws a picture or formula outside the text")

    def invoke(self, operands: Any) -> None:
        """Operator Do: what a formula of the text draws is known by its hash."""
        item = self.resources.get("/XObject", {}).get(str(operands[0]))
        if item is not None and self.contents.shown_sha256(item) in self.contents.known.drawn:
            self.keep_object(item)
            return
        super().invoke(operands)

    # state

    def _saved(self, operands: list[Any]) -> None:
        self.pens.append(self.pen)

    def _restored(self, operands: list[Any]) -> None:
        self.pen = self.pens.pop() if self.pens else _Pen()

    def _scaled(self, operands: list[Any]) -> None:
        a, b, c, d = (float(n) for n in operands[:4])
        if b or c or a not in _SCALES or abs(d) != a:
            self.turned = f"turns or stretches what it shows ({a:g} {b:g} {c:g} {d:g} cm)"

    def _raised(self, operands: list[Any]) -> None:
        told, rise = self.telling(), abs(float(operands[0]))
        if rise and (told is None or told.soft or rise > _HIGHEST_EM * abs(self.state.size)):
            self.strange("raises or lowers text")

    def _set_upright(self, operands: list[Any]) -> None:
        if tuple(float(n) for n in operands[:4]) != _UPRIGHT:
            self.strange("turns, mirrors or stretches text")

    def _text(self, opens: bool) -> None:
        if self.text_opened == opens:
            self.strange("opens or closes text twice")
        self.text_opened = opens

    def _marked(self, operands: list[Any]) -> None:
        """Compare what is said of marked content with the table."""
        if len(operands) < 2:
            return
        tag, properties = str(operands[0]), operands[1]
        rows = PROPERTIES.get(tag, ())
        keys = set(properties.keys()) if isinstance(properties, pikepdf.Dictionary) else set()
        row = next((row for row in rows if set(row) == keys), None)
        if row is None or not all(
            any(is_as(properties[key], rule) for rule in sequence(row[key])) for key in row
        ):
            self.strange(f"says of marked content what the press never says ({tag})")
        elif "/ActualText" in keys and str(properties["/ActualText"]) == SOFT_HYPHEN:
            # what else is told beside glyphs is for the witness to prove
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
        self.lines.append(_written(operands, b"m"))

    def _line(self, operands: list[Any]) -> None:
        end = self._at(operands)
        self.path.append(
            (min(self.point[0], end[0]), min(self.point[1], end[1]),
             max(self.point[0], end[0]), max(self.point[1], end[1]))
        )  # fmt: skip
        self.point = end
        self.lines.append(_written(operands, b"l"))

    def _rectangle(self, operands: list[Any]) -> None:
        x, y, width, height = (float(n) for n in operands)
        self.path.append(placed((x, y, x + width, y + height), self.state.matrix))
        self.lines.append(_written(operands, b"re"))

    def _cut(self, operands: list[Any]) -> None:
        self.cuts = True

    def _end_path(self, operands: list[Any]) -> None:
        if self.cuts and self.path:
            whole, clip = _around(self.path), self.pen.clip
            operators = b" ".join((self.pen.operators, *self.lines, b"W* n"))
            self.pen = replace(
                self.pen, clip=overlap(clip, whole) if clip else whole, operators=operators
            )
        self._forget()

    def _filled(self, operands: list[Any]) -> None:
        """Keep a border: two rectangles of which the inner one is left out, cut to one side."""
        if self.path:
            box = _around(self.path)
            self._rule(overlap(box, self.pen.clip) if self.pen.clip else box, b"f*")
        self._forget()

    def _stroked(self, operands: list[Any]) -> None:
        half = self.pen.width * abs(self.state.matrix[0]) / 2
        for left, low, right, high in self.path:
            self._rule((left - half, low - half, right + half, high + half), b"S")
        self._forget()

    def _draws(self, name: bytes, operands: list[Any]) -> None:
        """Keep how lines are drawn: their width, their ends, their dots."""
        operators = b" ".join((self.pen.operators, _written(operands, name)))
        width = float(operands[0]) if name == b"w" else self.pen.width
        self.pen = replace(self.pen, width=width, operators=operators)

    def _rule(self, box: Box, paints: bytes) -> None:
        if min(box[2] - box[0], box[3] - box[1]) > _THICKEST_PT:
            self.strange("paints what is thicker than a rule")
        matrix = b"q %.6f %.6f %.6f %.6f %.6f %.6f cm" % self.state.matrix
        operators = (matrix, self.pen.operators, *self.lines, paints, b"Q")
        key = next((scope.key for scope in reversed(self.scopes) if scope.key), None)
        self.drawn.rules.append(DrawnRule(box, b" ".join(operators), key))

    def _forget(self) -> None:
        self.path, self.lines, self.cuts = [], [], False

    # glyphs

    def show_items(self, items: list[Any]) -> None:
        """Show strings, and keep which glyphs one operator shows."""
        start, first = self.text, len(self.drawn.glyphs)
        super().show_items(items)
        if glyphs := self.drawn.glyphs[first:]:
            lifted = times((1, 0, 0, 1, 0, self.state.rise), start)
            shown = DrawnText(tuple(glyphs), self.state.size, lifted, self.state.matrix)
            self.drawn.texts.append(shown)

    def keep_glyph(self, text: str, code: int, text_matrix: Matrix, advance: float) -> None:
        """Keep a glyph, and how it is drawn."""
        super().keep_glyph(text, code, text_matrix, advance)
        state, glyph = self.state, self.found.glyphs[-1]
        assert state.font is not None
        if self.pen.clip is not None:
            self.strange("cuts text to a shape")
        if not self.text_opened:
            self.strange("shows text outside a text object")
        if not _SIZES_PT[0] <= glyph.size <= _SIZES_PT[1]:
            self.strange(f"has text of {glyph.size:.1f} pt")
        for depth in self.said:
            self.said[depth] += text
        if glyph.artifact:
            said = self.drawn.artifacts.get(glyph.artifact, "")
            # what a text is told of says it once
            more, place = glyph.told or (text, 0)
            self.drawn.artifacts[glyph.artifact] = said if place else said + more
        size = state.size
        matrix = times((size, 0, 0, size, 0, state.rise), times(text_matrix, state.matrix))
        self.drawn.glyphs.append(DrawnGlyph(state.font, code, text, matrix, glyph.told))

    def _over(self) -> Iterable[str]:
        """Yield what is drawn over glyphs: rules, and other glyphs."""
        # signs of other scripts stand over their letters, as their face has them
        inked = [g for g in self.found.glyphs
                 if g.ink[2] > g.ink[0] and g.text.strip() and not g.told
                 and not JOINERS.search(g.text) and not _is_sign(g.text)]  # fmt: skip
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


def _is_sign(text: str) -> bool:
    """Say whether a text is signs alone that are drawn on the letter before them."""
    return all(unicodedata.category(character) in ("Mn", "Me") for character in text)


def _covers(one: Glyph, other: Glyph) -> bool:
    """Say whether two glyphs lie on one another by more than their edges."""
    common = overlap(one.ink, other.ink)
    width, height = common[2] - common[0], common[3] - common[1]
    if width <= 0 or height <= 0:
        return False
    least = min(_area(one.ink), _area(other.ink))
    # a stop stands below the arm of the letter before it: у, Г. in the same line and size
    kerned = (
        {one.text, other.text} & set(".,") and one.base == other.base and one.size == other.size
    )
    return width * height > (_MOST_KERNED if kerned else _MOST_COMMON) * least


# of the smaller one's box; slanting strokes of neighbours reach into one another
_MOST_COMMON, _MOST_KERNED = 0.3, 0.75


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


def _written(operands: list[Any], name: bytes) -> bytes:
    """Write an operator as it was read."""
    figures = list[bytes]()
    for value in operands:
        if isinstance(value, pikepdf.Array):
            figures.append(b"[%b]" % b" ".join(b"%.6f" % float(n) for n in value.as_list()))
        else:
            figures.append(b"%d" % value if isinstance(value, int) else b"%.6f" % float(value))
    return b" ".join((*figures, name))


_STRICT: dict[str, Any] = {
    "q": StrictReader._saved, "Q": StrictReader._restored, "cm": StrictReader._scaled,
    "BT": lambda reader, _: reader._text(True), "ET": lambda reader, _: reader._text(False),
    "Tm": StrictReader._set_upright, "Ts": StrictReader._raised,
    "Do": StrictReader._drawn_object, "BDC": StrictReader._marked, "EMC": StrictReader._unmarked,
    "m": StrictReader._begin, "l": StrictReader._line, "re": StrictReader._rectangle,
    "W*": StrictReader._cut, "n": StrictReader._end_path, "f*": StrictReader._filled,
    "S": StrictReader._stroked,
    "w": lambda reader, operands: reader._draws(b"w", operands),
    "J": lambda reader, operands: reader._draws(b"J", operands),
    "d": lambda reader, operands: reader._draws(b"d", operands),
}  # fmt: skip
StrictContents.reader = StrictReader
