"""Reads what the pages of a PDF show, sorted by marked content.

A content stream (ISO 32000-1, 7.8.2, 9.4 and 14.6) is followed as far as text needs it: fonts,
positions, form XObjects and the stack of marked content. Every code shown is either inside a
marked-content identifier (MCID), inside an Artifact, or a fault.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pikepdf

from zhengben.proof.extraction import Fault, shown
from zhengben.proof.folding import FoldedPage, Half
from zhengben.proof.geometry import (
    STEP_BACK_EM,
    UNIT,
    Box,
    Matrix,
    at,
    box,
    inverse,
    matrix,
    overlap,
    placed,
    times,
)
from zhengben.proof.hyphens import NO_LINE_END, Hyphen, pending
from zhengben.proof.marked_content import OUT_OF_ORDER, Key, Marked, Scope
from zhengben.proof.pdffont import PdfFont
from zhengben.proof.pictures import remembered_hashes
from zhengben.proof.telling import Telling, telling
from zhengben.proof.textstate import Graphics

_DEEPEST_FORM = 16
# text rendering modes that paint nothing (ISO 32000-1, table 106)
_INVISIBLE = (3, 7)
_SMALLEST_PT = 1.0
Handler = Callable[[Any, Any], None]
_PAINT = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"))


class Contents:
    """All marked content of a document, filled page by page.

    ``folds`` are the pages of the book that stand on the sheets of an imposed file.
    """

    # what follows the streams; one that also measures is in ``glyphs``
    reader: type[PageReader]

    def __init__(self, folds: Mapping[Half, FoldedPage] | None = None) -> None:
        self.folds = folds or {}
        self.marked: dict[Key, Marked] = {}
        self.faults: list[Fault] = []
        self.fonts: dict[tuple[int, int], PdfFont] = {}
        # what is told beside glyphs, for the witness
        self.told: list[Telling] = []
        # the hash of what a picture or a form shows
        self.shown_sha256 = remembered_hashes()

    def read_page(self, page: pikepdf.Page, number: int) -> None:
        """Read a page; ``number`` counts from 1."""
        self.reader(self, page, number).read()

    def font(self, dictionary: pikepdf.Object) -> PdfFont:
        """Return the font of a dictionary; one object is one font."""
        key = dictionary.objgen
        if key == (0, 0):
            # a direct object is nobody else's; negative numbers cannot clash with real ones
            key = (-1 - len(self.fonts), 0)
        if key not in self.fonts:
            self.fonts[key] = PdfFont(dictionary)
        return self.fonts[key]


class PageReader:
    """Follows the content stream of one page."""

    handlers: Mapping[str, Handler]

    def __init__(self, contents: Contents, page: pikepdf.Page, number: int) -> None:
        self.contents, self.page, self.number = contents, page, number
        self.box: Box = box(page.cropbox)
        self.folio = number
        # from the page of the file to the page of the book
        self.unfold: Matrix = UNIT
        self.state = self.first_state()
        self.saved: list[Graphics] = []
        self.line: Matrix = UNIT
        self.text: Matrix = UNIT
        self.scopes: list[Scope] = []
        self.opened = 0
        self.resources: Any = page.resources
        self.owner = page.obj.objgen
        self.forms: list[tuple[int, int]] = []
        # how many scopes and saved states belong to the streams around this one
        self.floor = (0, 0)
        self.loose = ""
        self.loose_paint = False

    def first_state(self) -> Graphics:
        """Return the graphics state at the start of a page."""
        return Graphics()

    def _fault(self, code: str, sentence: str) -> None:
        fault = Fault(code, f"page {self.number}", f"Page {self.number} {sentence}")
        if fault not in self.contents.faults:
            self.contents.faults.append(fault)

    def read(self) -> None:
        """Read the page's streams and its annotations."""
        self._stream(self.page)
        if self.loose:
            told = "shows text that is neither in the structure nor an artifact: "
            self._fault("loose-text", f"{told}{shown(self.loose)}.")
        if self.loose_paint:
            told = "shows a drawing or picture that is neither in the structure nor an artifact."
            self._fault("loose-drawing", told)
        for annotation in self.page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") != "/Link" or "/AP" in annotation:
                kind = str(annotation.get("/Subtype", "/unknown")).lstrip("/")
                self._fault(
                    "annotation",
                    f"has an annotation ({kind}) that may show text of its own over the page.",
                )

    def _stream(self, source: pikepdf.Page | pikepdf.Object) -> None:
        outer, self.floor = self.floor, (len(self.scopes), len(self.saved))
        for instruction in self.instructions(source):
            operator = str(instruction.operator)
            if operator in _PAINT:
                self.paint(operator)
            elif handler := self.handlers.get(operator):
                handler(self, instruction.operands)
        if len(self.scopes) > self.floor[0]:
            self._fault("marks", "has marked content that is opened and never closed.")
        del self.scopes[self.floor[0] :]
        del self.saved[self.floor[1] :]
        self.floor = outer

    def instructions(self, source: pikepdf.Page | pikepdf.Object) -> Iterable[Any]:
        """Return the instructions of a stream; readers that know which there may be look here."""
        return pikepdf.parse_content_stream(source)

    # graphics state

    def save(self, operands: Any) -> None:
        """Operator q."""
        self.saved.append(copy.copy(self.state))

    def restore(self, operands: Any) -> None:
        """Operator Q."""
        if len(self.saved) > self.floor[1]:
            self.state = self.saved.pop()

    def concatenate(self, operands: Any) -> None:
        """Operator cm."""
        self.state.matrix = times(matrix(operands), self.state.matrix)

    def graphics(self, operands: Any) -> None:
        """Operator gs: only the font of the dictionary matters here."""
        states = self.resources.get("/ExtGState", {})
        if font := states.get(str(operands[0]), {}).get("/Font"):
            self.state.font = self.contents.font(font[0])
            self.state.size = float(font[1])

    # marked content

    def begin(self, operands: Any) -> None:
        """Operators BMC and BDC."""
        tag = str(operands[0])
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = self.resources.get("/Properties", {}).get(str(properties))
        key: Key | None = None
        if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            key = self._open(int(properties["/MCID"]))
        self.opened += 1
        told = telling(tag, properties, self.number)
        if told is not None and self.telling() is not None:
            self._fault("told-twice", "tells a text beside glyphs within another one.")
        self.scopes.append(Scope(tag == "/Artifact", tag == "/OC", key, self.opened, told))

    def _open(self, mcid: int) -> Key:
        key: Key = (self.owner, mcid)
        if key in self.contents.marked:
            self._fault("mcid-twice", f"has marked content {mcid} more than once.")
        self.contents.marked.setdefault(key, Marked(self.number, self.folio))
        if any(scope.artifact or scope.key for scope in self.scopes):
            self._fault("mcid-nested", f"has marked content {mcid} inside other content.")
        return key

    def end(self, operands: Any) -> None:
        """Operator EMC."""
        if len(self.scopes) > self.floor[0]:
            self._finish(self.scopes.pop().told)
        else:
            self._fault("marks", "closes marked content that was never opened.")

    def telling(self) -> Telling | None:
        """Return what is told of the glyphs that are shown now."""
        return next((scope.told for scope in reversed(self.scopes) if scope.told), None)

    def _finish(self, told: Telling | None) -> None:
        """Take up a text that was told beside glyphs."""
        if told is None or told.soft:
            return
        self.contents.told.append(told)
        if not told.shown:
            self._fault("told-of-nothing", f"tells {shown(told.text)} where nothing is shown.")

    def target(self) -> Marked | None:
        """Return what is being marked, innermost first; None for an artifact and for nothing."""
        for scope in reversed(self.scopes):
            if scope.key:
                return self.contents.marked[scope.key]
        return None

    def in_artifact(self) -> bool:
        """Say whether what is shown now is an artifact."""
        return any(scope.artifact for scope in self.scopes)

    # text state

    def begin_text(self, operands: Any) -> None:
        """Operator BT."""
        self.line = self.text = UNIT

    def set_font(self, operands: Any) -> None:
        """Operator Tf."""
        font = self.resources.get("/Font", {}).get(str(operands[0]))
        self.state.font = None if font is None else self.contents.font(font)
        self.state.size = float(operands[1])

    def set_number(self, name: str, scale: float, operands: Any) -> None:
        """Operators Tc, Tz and TL; Tw does nothing to two-byte codes."""
        setattr(self.state, name, float(operands[0]) * scale)

    def set_mode(self, operands: Any) -> None:
        """Operator Tr."""
        self.state.mode = int(operands[0])

    def move(self, operands: Any) -> None:
        """Operator Td."""
        step = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
        self.line = self.text = times(step, self.line)

    def move_leading(self, operands: Any) -> None:
        """Operator TD."""
        self.state.leading = -float(operands[1])
        self.move(operands)

    def next_line(self, operands: Any) -> None:
        """Operator T*."""
        self.move((0.0, -self.state.leading))

    def set_matrix(self, operands: Any) -> None:
        """Operator Tm."""
        self.line = self.text = matrix(operands)

    # text showing

    def show(self, operands: Any) -> None:
        """Operator Tj."""
        self.show_items([operands[0]])

    def show_line(self, operands: Any) -> None:
        """Operator '."""
        self.next_line(())
        self.show_items([operands[0]])

    def show_spaced(self, operands: Any) -> None:
        """Operator "."""
        self.state.character_space = float(operands[1])
        self.show_line(operands[2:])

    def show_array(self, operands: Any) -> None:
        """Operator TJ."""
        self.show_items(operands[0].as_list())

    def show_items(self, items: list[Any]) -> None:
        """Show strings, with the numbers between them that move what follows (TJ)."""
        state, font = self.state, self.state.font
        if font is None:
            self._fault("no-font", "shows text in a font that is not there.")
            return
        strings: list[bytes] = []
        length = 0.0
        turned = goes_on = False
        for item in items:
            if isinstance(item, pikepdf.String):
                strings.append(bytes(item))
            else:
                back = float(item) / 1000
                turned |= back > STEP_BACK_EM
                length -= back * state.size
        told = self.telling()
        if told is None or told.soft:
            text, width, count = font.show(strings, self.number)
        else:
            # the witness reads the glyphs; the text is that of the first of them
            text, width = "" if told.shown else told.text, 0.0
            # letters may be drawn on those before them; where, the drawing of the page tells
            turned, goes_on = False, bool(told.shown)
            codes = font.codes(strings)
            told.shown += [(font, code) for code in codes]
            width, count = sum(map(font.width, codes)), len(codes)
        length += width / 1000 * state.size + count * state.character_space
        start = self.text
        across, down = (0.0, -length) if font.vertical else (length * state.stretch, 0.0)
        self.text = times((1.0, 0.0, 0.0, 1.0, across, down), start)
        if count:
            self._keep(text, start, turned, goes_on)

    def _keep(self, text: str, start: Matrix, turned: bool, goes_on: bool) -> None:
        """Give the text shown to what is being marked, with what keeps it from being read."""
        target = self.target()
        if target is None:
            self.loose += "" if self.in_artifact() else text
            return
        if self.in_artifact():
            target.problems.add("is marked as an artifact")
        if self.state.mode in _INVISIBLE:
            target.problems.add("is invisible")
        if any(scope.optional for scope in self.scopes):
            target.problems.add("is in a layer that can be switched off")
        first, last = (times(m, self.state.matrix) for m in (start, self.text))
        area = (first[0] * first[3] - first[1] * first[2]) * self.state.stretch
        size = abs(self.state.size) * abs(area) ** 0.5
        if size < _SMALLEST_PT:
            target.problems.add(f"is {size:.1f} pt small")
        begin, end = (first[4], first[5]), (last[4], last[5])
        if not (self._on_page(*begin) and self._on_page(*end)):
            target.problems.add("runs off the page")
        if self.unfold is not UNIT:
            begin, end = at(begin, self.unfold), at(end, self.unfold)
        if turned or (not goes_on and target.ends_behind(begin, size)):
            target.problems.add(OUT_OF_ORDER)
        hyphen = pending(target.hyphens, len(target.text))
        if hyphen and not hyphen.ends_line(begin):
            target.problems.add(NO_LINE_END)
        told = self.telling()
        if told is not None and told.soft:
            target.hyphens.append(Hyphen(len(target.text), text, begin, size))
        else:
            target.text += text
        target.start, target.end, target.size = target.start or begin, end, size

    def _on_page(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top

    # other painting

    def paint(self, operator: str) -> None:
        """Keep that something other than text is painted."""
        target = self.target()
        if target is not None:
            target.painted = True
        elif not self.in_artifact():
            self.loose_paint = True

    def invoke(self, operands: Any) -> None:
        """Operator Do: a form is read as part of the page, a picture is paint."""
        form = self.resources.get("/XObject", {}).get(str(operands[0]))
        target = self.target()
        if target is not None and form is not None:
            target.drawn.append(self.contents.shown_sha256(form))
        if form is None or form.get("/Subtype") != "/Form":
            self.paint("Do")
            return
        if form.objgen in self.forms or len(self.forms) >= _DEEPEST_FORM:
            self._fault("form-loop", "shows a form that shows itself.")
            return
        before = (self.state, self.line, self.text, self.resources, self.owner, self.box)
        self.state = copy.copy(self.state)
        self.state.matrix = times(matrix(form.get("/Matrix", UNIT)), self.state.matrix)
        self.resources = form.get("/Resources", self.resources)
        self.owner = form.objgen
        # what a form shows outside its own edges is cut off
        self.box = overlap(self.box, placed(form.BBox, self.state.matrix))
        self.forms.append(form.objgen)
        fold = self.contents.folds.get((self.page.obj.objgen, form.objgen))
        if fold is not None and len(self.forms) == 1:
            self.folio, self.unfold = fold.folio, inverse(self.state.matrix)
        self._stream(form)
        self.forms.pop()
        if not self.forms:
            self.folio, self.unfold = self.number, UNIT
        self.state, self.line, self.text, self.resources, self.owner, self.box = before


def _number(name: str, scale: float = 1.0) -> Handler:
    return lambda reader, operands: reader.set_number(name, scale, operands)


PageReader.handlers = {
    "q": PageReader.save,
    "Q": PageReader.restore,
    "cm": PageReader.concatenate,
    "gs": PageReader.graphics,
    "BMC": PageReader.begin,
    "BDC": PageReader.begin,
    "EMC": PageReader.end,
    "BT": PageReader.begin_text,
    "Tf": PageReader.set_font,
    "Tc": _number("character_space"),
    "Tz": _number("stretch", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": PageReader.set_mode,
    "Td": PageReader.move,
    "TD": PageReader.move_leading,
    "T*": PageReader.next_line,
    "Tm": PageReader.set_matrix,
    "Tj": PageReader.show,
    "'": PageReader.show_line,
    '"': PageReader.show_spaced,
    "TJ": PageReader.show_array,
    "Do": lambda reader, operands: reader.invoke(operands),
}
Contents.reader = PageReader
