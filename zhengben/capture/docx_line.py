"""Makes the lines of a Word file, and keeps its account."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from zhengben.capture.account import Fate
from zhengben.capture.base import CapturedLine, CapturedText, Kind
from zhengben.capture.docx_fields import Field
from zhengben.capture.docx_numbering import W, value_of
from zhengben.capture.docx_symbols import character_of
from zhengben.capture.marked import LineBuilder, OpenMark
from zhengben.document.notation import Kind as MarkKind
from zhengben.document.regex import regex

_LONGEST_DOUBT = 300
# characters that would end a line of a text; Word shows a blank or nothing
_BREAKS = regex("[\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029]")
SHOWN_AS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}br": " ",
             f"{W}cr": " ", f"{W}p": " "}  # fmt: skip


def words(element: etree._Element) -> str:
    """Return what an element says, with symbols and blanks, for lines that are not text."""
    parts = list[str]()
    for piece in element.iter():
        if piece.tag == f"{W}sym":
            parts.append(character_of(value_of(piece, "char"), value_of(piece, "font")) or "〓")
        parts.append(SHOWN_AS.get(str(piece.tag), ""))
        parts.append(piece.text or "")
    return " ".join("".join(parts).split())


def raw(element: etree._Element) -> str:
    """Return every character within an element."""
    return "".join(map(str, element.itertext()))


class Lines:
    """Gathers text, marks and questions into lines; every piece is written down."""

    def __init__(self) -> None:
        self.out = CapturedText()
        self.in_cell = self.in_link = self.pieces = 0
        self.line, self.doubt = LineBuilder(), ""
        # what stands behind the line: questions, and the lines of text boxes
        self.asides = list[CapturedLine]()
        # marks that are open, outermost first, with how much solid text stood before them
        self.opened = list[tuple[MarkKind, OpenMark, int]]()
        self.solid = 0
        self.fields = list[Field]()
        # the notes by kind and identifier, in the order of their calls, with their labels
        self.called = dict[tuple[str, str], str]()
        self.kind: Kind = "text"
        self.level, self.align = 0, ""
        self.hidden = dict[str, str]()

    # the account

    def _leave(self, element: etree._Element, fate: Fate = "markup") -> None:
        """Write down an element that shows no text, with whatever stands in it."""
        self.out.account.add(fate, raw(element))

    def _blank(self, text: str | None) -> None:
        """Write down what stands between elements: Word shows none of it, but it is asked about."""
        if text and text.strip():
            self._ask(text, "text between the elements of the file")
            self.out.account.add("asked", text)
        else:
            self.out.account.add("markup", text or "")

    def _ask(self, shown: str, doubt: str, *, asked: bool = True) -> None:
        """Put a line behind this one that is not text."""
        if shown := " ".join(shown.split()):
            self.asides.append(
                CapturedLine(shown, "chrome", reason=doubt, guessed=asked,
                             doubt=doubt if asked else "")
            )  # fmt: skip

    def _aside(self, element: etree._Element, doubt: str) -> None:
        self._leave(element, "asked")
        self._ask(words(element), doubt)

    def _unknown(self, element: etree._Element) -> None:
        name = etree.QName(element).localname[:40]
        self._leave(element, "asked")
        self._ask(words(element) or f"[{name}]", f"part “{name}” of the file, unknown here")

    def _wonder(self, doubt: str) -> None:
        """Ask about the line that is being made."""
        if doubt not in self.doubt and len(self.doubt) < _LONGEST_DOUBT:
            self.doubt = f"{self.doubt}; {doubt}" if self.doubt else doubt

    # lines

    def _say(self, text: str) -> None:
        """Put text into the line."""
        if text.strip():
            self.solid += 1
            for field in self.fields:
                field.shown = True
        self.line.say(_BREAKS.sub(" ", text))

    def _mark(self, kinds: Iterable[MarkKind] = ()) -> None:
        """Let these marks be open and no others; those that go on are one with what follows."""
        wanted, at = list(kinds), 0
        while at < min(len(wanted), len(self.opened)) and self.opened[at][0] == wanted[at]:
            at += 1
        while len(self.opened) > at:
            kind, place, before = self.opened.pop()
            # a line below nothing is a blank to be filled in
            self.line.close("blank" if kind == "u" and self.solid == before else kind, place)
        for kind in wanted[at:]:
            self.opened.append((kind, self.line.open(), self.solid))

    def _flush(self) -> None:
        """End a line; in a cell, a blank stands for its end. Questions and boxes follow it."""
        going_on = [kind for kind, _, _ in self.opened]
        self._mark()
        if self.in_cell:
            self.pieces += self.solid > 0
            self.solid = 0
            self.line.say(" ")
        else:
            self._end()
        self._mark(going_on)

    def _end(self) -> None:
        text, marks = self.line.take(collapsed=False)
        self.solid = 0
        if text.strip():
            self.out.add(
                CapturedLine(text, self.kind, self.level, self.align, doubt=self.doubt, marks=marks)
            )
            self.doubt = ""
        for line in self.asides:
            self.out.add(line)
        self.asides.clear()
