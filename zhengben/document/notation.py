"""The notation of marks in a canonical text: ``10^sup{3}`` is 103 with a superscript over the 3.

``docs/notation.md`` is the contract. A line is parsed once on reading; what comes after sees its
plain text and, beside it, its marks. One text has one spelling: ``write(parse(source))`` is the
normal form of a source, and ``parse(write(marked))`` is what was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.regex import regex

VERSION = 1
# stands in the plain text for a picture or a formula (Unicode 16.0, 23.8)
OBJECT = "\ufffc"
DEEPEST_MARK = 8
Kind = Literal[
    "sup", "sub", "em", "dots", "u", "name", "blank", "ruby", "note", "image", "math"
]  # fmt: skip
Form = Literal["wraps", "point", "object"]


class KindRow(Struct, frozen=True):
    """A kind of mark: what it means, how it is written, and what each format makes of it.

    A mark that ``wraps`` holds plain text, and more marks; a ``point`` has no length; an
    ``object`` takes one ``OBJECT`` of the plain text. ``html``, ``akn`` and ``pdf`` are the
    elements of e-books, Akoma Ntoso and tagged PDF.
    """

    kind: Kind
    meaning: str
    form: Form
    html: str
    akn: str
    pdf: str


KINDS: dict[Kind, KindRow] = {
    row.kind: row
    for row in (
        KindRow("sup", "superscript", "wraps", "sup", "sup", "Span"),
        KindRow("sub", "subscript", "wraps", "sub", "sub", "Span"),
        KindRow("em", "emphasis", "wraps", "em", "i", "Span"),
        KindRow("dots", "emphasis dots (着重號)", "wraps", "em.dots", "inline", "Span"),
        KindRow("u", "underline", "wraps", "u", "u", "Span"),
        KindRow("name", "proper-name line (專名號)", "wraps", "u.name", "inline", "Span"),
        KindRow("blank", "a blank to fill in", "wraps", "span.blank", "inline", "Span"),
        KindRow("ruby", "a reading beside its base", "wraps", "ruby", "inline", "Ruby"),
        KindRow("note", "the call of a note by the author", "point", "a", "noteRef", "Reference"),
        KindRow("image", "a picture", "object", "img", "img", "Figure"),
        KindRow("math", "a formula", "object", "math", "inline", "Formula"),
    )
}


class Mark(Struct, frozen=True):
    """A mark over the characters ``start`` to ``end`` of a line's plain text, from 0.

    ``value`` is what does not stand in the plain text: the reading of a ruby, the label of a
    note's call, the source of a formula, “file|alternative text” of a picture; else empty.
    """

    kind: Kind
    start: int
    end: int
    value: str = ""

    @property
    def form(self) -> Form:
        """Return whether it wraps text, is a point, or an object."""
        return KINDS[self.kind].form

    @property
    def file(self) -> str:
        """Return the file of a picture or formula, or an empty text."""
        if self.kind == "image":
            return self.value.partition("|")[0]
        return self.value.removeprefix("file:") if self.value.startswith("file:") else ""

    @property
    def alternative(self) -> str:
        """Return the words that stand for an object where it cannot be seen."""
        if self.kind == "image":
            return self.value.partition("|")[2] or self.file
        return self.file or self.value

    @property
    def wording(self) -> str:
        """Return what of its value is Chinese text: words for a picture, a label, a reading in Han.

        A reading in bopomofo or pinyin, a formula and the name of a file are in no script of ours.
        """
        if self.kind == "image":
            return self.value.partition("|")[2]
        return self.value if self.kind in ("note", "ruby") and _HAN.search(self.value) else ""

    def worded(self, wording: str) -> Mark:
        """Return the mark with other wording in the place of its own."""
        file = f"{self.file}|" if self.kind == "image" else ""
        return replace(self, value=f"{file}{wording}") if self.wording else self


class MarkedText(Struct, frozen=True):
    """The plain text of a line and its marks, in the order of ``in_order``."""

    text: str
    marks: tuple[Mark, ...] = ()


class NotationError(ValueError):
    """A line is no notation; ``column`` counts from 1 in its source."""

    def __init__(self, sentence: str, column: int) -> None:
        self.sentence, self.column = sentence, column
        super().__init__(f"column {column}: {sentence}")


_HAN = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# what a value must not hold: it stands in attributes, and one line is one line
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f]")
_NAME = regex(r"[a-z]*")
_RUN = regex(rf"[^\^}}|{OBJECT}]+")
_FILE = regex(r"[^/\\|\x00-\x1f.][^/\\|\x00-\x1f]*")
# the kinds whose second part, behind a bar, is their value
_TWO_PARTS = ("ruby", "image")


def in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return marks in their one order: by start, calls first, then the longest first.

    Of marks over the same characters the outer one stands first and stays so.
    """
    return tuple(sorted(marks, key=lambda m: (m.start, m.form != "point", -m.end)))


def escape(text: str, *, inside: bool = False) -> str:
    """Return plain text as it is written in a notated line, or ``inside`` a mark."""
    text = text.replace("^", "^^")
    return text.replace("}", "^}").replace("|", "^|") if inside else text


def parse(source: str) -> MarkedText:
    """Read a notated line; raise NotationError for one that is malformed.

    A call at the edge of another mark is taken to stand outside it.
    """
    return placed(source)[0]


def placed(source: str) -> tuple[MarkedText, list[int]]:
    """Read a notated line, and where in it each character of the plain text is written, from 0."""
    reader = _Reader(source)
    reader.read(0, "")
    return MarkedText("".join(reader.text), in_order(reader.marks)), reader.places


class _Reader:
    """One pass over a source."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.text, self.places = list[str](), list[int]()
        self.marks = list[Mark]()

    def error(self, sentence: str, at: int | None = None) -> NotationError:
        return NotationError(sentence, (self.at if at is None else at) + 1)

    @property
    def length(self) -> int:
        return len(self.places)

    def say(self, text: str, at: int) -> None:
        self.text.append(text)
        self.places += range(at, at + len(text))

    def read(self, depth: int, kind: str) -> str:
        """Read plain text and marks up to what ends them here: a brace, a bar, or nothing."""
        source, opened = self.source, self.at
        while self.at < len(source):
            character = source[self.at]
            if character == "^":
                self._caret(depth)
            elif depth and character in "}|":
                return character
            elif character == OBJECT:
                raise self.error("U+FFFC stands for objects alone; remove it.")
            else:
                run = _RUN.match(source, self.at)
                self.say(run[0] if run else character, self.at)
                self.at += len(run[0]) if run else 1
        if depth:
            raise self.error(f"the mark “^{kind}{{” is not closed; write “}}” behind it.", opened)
        return ""

    def value(self, kind: str, ends: str) -> str:
        """Read a part that holds no marks, up to what ends it, which is skipped."""
        opened, parts = self.at, list[str]()
        while self.at < len(self.source):
            character = self.source[self.at]
            self.at += 1
            if character == ends:
                return "".join(parts)
            if character in "}|":
                told = "a picture has a file, a bar and words for it" if ends == "|" else (
                    "a bar here is written “^|”")  # fmt: skip
                raise self.error(f"in “^{kind}{{”, {told}.", self.at - 1)
            if character == "^":
                character = self.source[self.at : self.at + 1]
                if character not in ("^", "}", "|"):
                    raise self.error(f"“^{kind}{{” holds a value, which has no marks.", self.at - 1)
                self.at += 1
            parts.append(character)
        raise self.error(f"the mark “^{kind}{{” is not closed; write “}}” behind it.", opened)

    def _caret(self, depth: int) -> None:
        """Read an escape or a mark."""
        begin = self.at
        following = self.source[begin + 1 : begin + 2]
        if following == "^" or (depth and following in ("}", "|")):
            self.say(following, begin)
            self.at += 2
            return
        named = _NAME.match(self.source, begin + 1)
        name = named[0] if named else ""
        self.at = begin + 1 + len(name)
        if not name or self.source[self.at : self.at + 1] != "{":
            raise self.error("“^” opens a mark such as “^sup{3}”; the character itself is “^^”.",
                             begin)  # fmt: skip
        kind = next((known for known in get_args(Kind) if known == name), None)
        if kind is None:
            raise self.error(f"there is no mark “{name}”; there are {', '.join(KINDS)}.", begin)
        if depth == DEEPEST_MARK:
            raise self.error(f"marks lie more than {DEEPEST_MARK} deep in one another.", begin)
        self.at += 1
        start, place = self.length, len(self.marks)
        value = self._wrapped(kind, depth) if KINDS[kind].form == "wraps" else self._valued(kind)
        if KINDS[kind].form == "wraps" and self.length == start:
            raise self.error(f"the mark “^{kind}{{}}” holds no text.", begin)
        if fault := faulty(kind, value):
            raise self.error(fault, begin)
        self.marks.insert(place, Mark(kind, start, self.length, value))

    def _wrapped(self, kind: Kind, depth: int) -> str:
        """Read the text of a mark, and the reading of a ruby; return the latter."""
        end = self.read(depth + 1, kind)
        self.at += 1
        if kind not in _TWO_PARTS:
            if end == "|":
                raise self.error("a bar inside a mark is written “^|”.", self.at - 1)
            return ""
        if end == "}":
            raise self.error(f"“^{kind}{{” has two parts with a bar between them.", self.at - 1)
        return self.value(kind, "}")

    def _valued(self, kind: Kind) -> str:
        """Read the value of a call or an object."""
        begin = self.at
        value = self.value(kind, "|" if kind in _TWO_PARTS else "}")
        if kind in _TWO_PARTS:
            if "|" in value:
                raise self.error("the name of a file holds no bar.", begin)
            value += "|" + self.value(kind, "}")
        if KINDS[kind].form == "object":
            self.say(OBJECT, begin)
        return value


def faulty(kind: Kind, value: str) -> str:
    """Return what is wrong with the value of a mark as a sentence, or an empty text."""
    if _CONTROL.search(value):
        return f"the value of “^{kind}{{” holds a control character; remove it."
    if kind in ("ruby", "note", "math") and not value.strip():
        return f"“^{kind}{{” has no value; write it."
    file = value.partition("|")[0] if kind == "image" else value.removeprefix("file:")
    named = kind == "image" or (kind == "math" and value.startswith("file:"))
    if named and not _FILE.fullmatch(file):
        return f"“{file}” is no name of a file in the document's folder."
    return ""


def write(marked: MarkedText) -> str:
    """Return the one spelling of a line; raise ValueError for marks that cannot stand so."""
    marks = in_order(marked.marks)
    _check(marked.text, marks)
    parts, opened, at = list[str](), list[Mark](), 0

    def reach(offset: int) -> None:
        """Write the text up to an offset, and close the marks that end before it or there."""
        nonlocal at
        while opened and opened[-1].end <= offset:
            mark = opened.pop()
            parts.append(escape(marked.text[at : mark.end], inside=True))
            parts.append(f"|{escape(mark.value, inside=True)}}}" if mark.value else "}")
            at = mark.end
        parts.append(escape(marked.text[at:offset], inside=bool(opened)))
        at = offset

    for mark in marks:
        reach(mark.start)
        parts.append(f"^{mark.kind}{{")
        if mark.form == "wraps":
            opened.append(mark)
            continue
        file, bar, words = mark.value.partition("|") if mark.kind == "image" else (
            mark.value, "", "")  # fmt: skip
        parts.append(f"{escape(file, inside=True)}{bar}{escape(words, inside=True)}}}")
        at = mark.end
    reach(len(marked.text))
    return "".join(parts)


def _check(text: str, marks: Sequence[Mark]) -> None:
    """Demand marks that lie in the text and in one another, and objects at their characters."""
    around = list[int]()
    objects = {n for n, character in enumerate(text) if character == OBJECT}
    for mark in marks:
        if fault := faulty(mark.kind, mark.value):
            raise ValueError(fault)
        if mark.value and mark.form == "wraps" and mark.kind != "ruby":
            raise ValueError(f"a mark “{mark.kind}” has no value")
        length = {"point": 0, "object": 1}.get(mark.form, max(1, mark.end - mark.start))
        if not 0 <= mark.start <= mark.end <= len(text) or mark.end - mark.start != length:
            raise ValueError(f"the mark {mark.kind} does not lie in the text")
        if mark.form == "object":
            if mark.start not in objects:
                raise ValueError("an object has no place in the text")
            objects.remove(mark.start)
        while around and around[-1] <= mark.start:
            around.pop()
        if around and mark.end > around[-1]:
            raise ValueError(f"the mark {mark.kind} crosses another one")
        if len(around) == DEEPEST_MARK:
            raise ValueError(f"marks lie more than {DEEPEST_MARK} deep in one another")
        if mark.form == "wraps":
            around.append(mark.end)
    if objects:
        raise ValueError("U+FFFC stands where there is no object")
