"""Finds where the cells of a captured table stand when some take several columns or rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhengben.capture.base import CaptureError, Place
from zhengben.document.regex import regex

# no official table is larger; a span beyond is a mistake or meant to do harm
MOST_COLUMNS, MOST_ROWS = 200, 10_000


class Cells:
    """Gives each cell of one table its place, row by row and from the left."""

    def __init__(self, table: int) -> None:
        self.table, self.row, self.column = table, 0, 0
        # the last row in which a column is taken by a cell that began above
        self._taken: dict[int, int] = {}
        # how columns stand and what they take, where that is said of a whole one
        self.aligns, self.widths = dict[int, str](), dict[int, str]()

    def next_row(self) -> None:
        """Begin a row."""
        self.row, self.column = self.row + 1, 0

    def skip(self, columns: int) -> None:
        """Leave out columns at the start of a row; raise CaptureError beyond the bound."""
        self._demand_columns(self.column + columns)
        self.column += columns

    def place(
        self, columns: int = 1, rows: int = 1, *, head: bool = False, align: str = "",
        width: str = "",
    ) -> Place:  # fmt: skip
        """Return the place of the next cell; raise CaptureError beyond the bounds."""
        at = self.column + 1
        while self._taken.get(at, 0) >= self.row:
            at += 1
        self._demand_columns(at + columns - 1)
        if rows > MOST_ROWS:
            raise CaptureError(
                f"has a cell that takes more than {MOST_ROWS} rows; mend the table, or save the "
                "text by itself."
            )
        # where a cell from above is in the way, as no table should have it, that one stays
        free = next((n for n in range(columns) if self._taken.get(at + n, 0) >= self.row), columns)
        for column in range(at, at + free):
            self._taken[column] = self.row + rows - 1
        self.column = at + free - 1
        return Place(
            self.table, self.row, at, head, free, rows,
            align or self.aligns.get(at, ""), width or self.widths.get(at, ""),
        )  # fmt: skip

    def _demand_columns(self, count: int) -> None:
        if count > MOST_COLUMNS:
            raise CaptureError(
                f"has a table of more than {MOST_COLUMNS} columns; save the text by itself."
            )


# the attribute of an element by its name, or the second word
Get = Callable[[str, str], str | None]
_ALIGN = regex(r"text-align\s*:\s*(left|right|center|start|end)", re.IGNORECASE)
_WIDTH = regex(r"(?:^|[;\s])width\s*:\s*([^;]+)", re.IGNORECASE)
_LENGTH = regex(r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*(%?)(?:px|pt)?\s*")
_ALIGNS = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center"}


def align_of(get: Get) -> str:
    """Return how the attributes of an element of HTML have what it holds stand, or nothing."""
    found = _ALIGN.search(get("style", "") or "")
    said = found[1] if found else get("align", "") or ""
    return _ALIGNS.get(said.strip().lower(), "")


def width_of(get: Get) -> str:
    """Return the width that the attributes of an element of HTML give it, or nothing."""
    found = _WIDTH.search(get("style", "") or "")
    length = _LENGTH.fullmatch(found[1] if found else get("width", "") or "")
    return f"{length[1]}{length[2]}" if length and float(length[1]) else ""


def span_of(value: str | None) -> int:
    """Return what an attribute says that a cell takes; 1 where that is no number."""
    digits = (value or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    # a number of any length is too large in the same way
    return max(1, int(digits[-9:] if not digits[:-9].strip("0") else "9" * 9))
