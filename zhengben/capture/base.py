"""What every reader of captures gives, and the bounds that none may pass."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# The longest official texts are under 2 MB; a saved page with its scripts may be ten times that.
MOST_BYTES = 32_000_000
MOST_LINES = 200_000
MOST_ELEMENTS = 400_000
DEEPEST = 250

Kind = Literal["text", "heading", "item", "cell", "chrome"]
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class CaptureError(ValueError):
    """A capture cannot be read; ``args[0]`` is a sentence that says why and what to do."""


class Place(NamedTuple):
    """The place of a cell: table, row and column from 1, whether it is a head, what it takes."""

    table: int
    row: int
    column: int
    head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class CapturedLine:
    """A line of a capture without its markup; its place in ``CapturedText.lines`` numbers it.

    ``kind`` and ``level`` (of a heading or an item) are what the markup says; ``cell`` is its
    place in a table; ``reason`` says why chrome is not text.
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    align: str = ""
    reason: str = ""
    cell: Place | None = None


@dataclass(slots=True)
class CapturedText:
    """All lines of a capture, and how much there was that holds no text at all.

    ``facts`` are what the markup says about the page: title, url, site, date.
    """

    lines: list[CapturedLine] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    facts: dict[str, str] = field(default_factory=dict)

    def add(self, line: CapturedLine) -> None:
        """Append a line; raise CaptureError beyond the bound."""
        if len(self.lines) >= MOST_LINES:
            raise CaptureError(f"has more than {MOST_LINES} lines; save the text by itself.")
        self.lines.append(line)

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(line.text for line in self.lines)


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
    except LookupError:
        raise CaptureError(f"is said to be in “{encoding}”, which is no encoding.") from None
    return text.removeprefix("\ufeff")
