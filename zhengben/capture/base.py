"""What every reader of captures gives, and the bounds that none may pass."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from zhengben.capture.account import Account
from zhengben.capture.objects import Objects
from zhengben.document.notation import Mark, MarkedText, in_order, write
from zhengben.document.regex import regex

# The longest official texts are under 2 MB; a saved page with its scripts may be ten times that.
MOST_BYTES = 32_000_000
MOST_LINES = 200_000
MOST_ELEMENTS = 400_000
DEEPEST = 250

# “chrome” is text that is none of the document's, “markup” says nothing to anybody who reads
Kind = Literal["text", "heading", "item", "cell", "note", "caption", "chrome", "markup"]
# 出生日期：　　年　　月, and a row of underscores; never an indent
_TO_FILL_IN = regex(
    r"(?<=[：:年月日时時第于於自至在])(?:\u3000{2,}|[ \xa0]{4,})(?=[年月日时時分号號元])"
    r"|(?<!_)_{3,}(?!_)|(?<!＿)＿{2,}(?!＿)"
)
_LOST = regex("[\ufffc\ufffd]")
_BLANKS = regex(r"[ \t\r\n\f]+")
_LINE_ENDS = str.maketrans("\n\r", "  ")


class CaptureError(ValueError):
    """A capture cannot be read; ``args[0]`` is a sentence that says why and what to do."""


class Place(NamedTuple):
    """The place of a cell: table, row and column from 1, whether it is a head, what it takes.

    ``align`` is how it stands in its column, ``width`` what that column takes, “30%” of the table
    or “120” of any unit; both empty where the source does not say.
    """

    table: int
    row: int
    column: int
    head: bool = False
    columns: int = 1
    rows: int = 1
    align: str = ""
    width: str = ""


class CapturedLine(Struct, frozen=True):
    """A line of a capture without its markup; its place in ``CapturedText.lines`` numbers it.

    ``kind`` and ``level`` (of a heading or an item) are what the markup says; ``cell`` is its
    place in a table; ``reason`` says why chrome is not text, ``guessed`` that no more than its
    name or its place on the page tells so. ``doubt`` is what a person is asked about the line.
    ``unread`` is the line with its calls of notes where they were characters of a plain text.
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    align: str = ""
    reason: str = ""
    cell: Place | None = None
    guessed: bool = False
    doubt: str = ""
    marks: tuple[Mark, ...] = ()
    unread: str = ""


class CapturedText(Struct):
    """All lines of a capture, and how much there was that holds no text at all.

    ``facts`` are what the markup says about the page: title, url, site, date; ``account`` is what
    became of each piece of the source; ``objects`` are the files that marks name; ``blanks`` are
    cells of several columns or rows that hold no text.
    """

    lines: list[CapturedLine] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    facts: dict[str, str] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    objects: Objects = field(default_factory=Objects)
    blanks: list[Place] = field(default_factory=list)

    def add_cell(self, line: CapturedLine, place: Place) -> None:
        """Append a cell at its place; of one without text only what it takes is kept."""
        if line.text.strip("\u3000\xa0 "):
            self.add(replace(line, cell=place))
        elif place.columns * place.rows > 1:
            self.blanks.append(place)

    def add(self, line: CapturedLine) -> None:
        """Append a line; raise CaptureError beyond the bound."""
        if len(self.lines) >= MOST_LINES:
            raise CaptureError(f"has more than {MOST_LINES} lines; save the text by itself.")
        if "\n" in line.text or "\r" in line.text:
            # as a reference may write one, &#10;: a line of a capture is one line
            line = replace(line, text=line.text.translate(_LINE_ENDS))
        self.lines.append(_with_blanks(_with_lost(line)))

    @property
    def marked(self) -> bool:
        """Tell whether any line has marks: then all are written in the notation."""
        return any(line.marks for line in self.lines)

    @property
    def text(self) -> str:
        """Return the lines as one text, in the notation of marks where one has some."""
        return self.written(self.marked)

    def written(self, notated: bool) -> str:
        """Return the lines as one text, in the notation of marks or without any mark."""
        if not notated:
            return "\n".join(line.unread or line.text for line in self.lines)
        return "\n".join(write(MarkedText(line.text, line.marks)) for line in self.lines)


def _with_lost(line: CapturedLine) -> CapturedLine:
    """Return a line with 〓 for each character that was lost before, and a question."""
    if not _LOST.search(line.text):
        return line
    objects = {mark.start for mark in line.marks if mark.form == "object"}
    text = "".join(
        "〓" if _LOST.match(c) and at not in objects else c for at, c in enumerate(line.text)
    )
    if text == line.text:
        return line
    return replace(line, text=text, doubt=line.doubt or "a character was lost: 〓 stands for it")


def _with_blanks(line: CapturedLine) -> CapturedLine:
    """Return a line with the blanks of a form marked, which a person is to fill in."""
    if line.kind in ("chrome", "markup") or not _TO_FILL_IN.search(line.text):
        return line
    taken = [range(mark.start, mark.end + 1) for mark in line.marks]
    found = [f.span() for f in _TO_FILL_IN.finditer(line.text)]
    blanks = [Mark("blank", a, b) for a, b in found if not any(a in t or b in t for t in taken)]
    return replace(line, marks=in_order((*line.marks, *blanks)))


def collapse(text: str) -> str:
    """Return text with each run of blanks and line breaks as one space, as HTML shows it."""
    return _BLANKS.sub(" ", text)


def decode(data: bytes, encoding: str) -> str:
    """Decode strictly; raise CaptureError that names the byte."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CaptureError(
            f"is not {encoding} (byte 0x{data[error.start]:02X} in line {line}); "
            "name its encoding with --encoding, or save it as UTF-8."
        ) from None
    except (LookupError, UnicodeError, ValueError):
        raise CaptureError(f"is said to be in “{encoding}”, which is no encoding.") from None
    return text.removeprefix("\ufeff")
