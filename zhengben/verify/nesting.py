"""Finds PDF content that repeats or nests itself beyond what a reader can follow, unread.

Twelve forms that each show the next one ten times are a few kilobytes and 10¹² pages of work.
What a content stream paints is counted from above: every ``Do`` may show the heaviest of the forms
that its resources name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from zhengben.document.regex import regex

MOST_FORMS_SHOWN = 100_000
MOST_SAVED = 512
_DEEPEST = 32
# what ends a name or an operator (ISO 32000-1, 7.2.2)
_ENDS = rb"\x00\t\n\f\r ()<>\[\]{}%"
_OPERATOR = rb"(?<![^" + _ENDS + rb"])(?:OPERATORS)(?![^/" + _ENDS + rb"])"
_SHOWS = regex(_OPERATOR.replace(b"OPERATORS", b"Do|scn|SCN|gs|sh"))
_SAVES = regex(_OPERATOR.replace(b"OPERATORS", b"[qQ]"))


def nests(pdf: pikepdf.Pdf) -> str:
    """Return what is nested or repeated too much in a file, or an empty text."""
    counter, total = _Counter(), 0
    try:
        for page in pdf.pages:
            resources = page.obj.get("/Resources", page.get("/Resources"))
            total += counter.shown(_contents(page.obj.get("/Contents")), resources, 0)
            if total > MOST_FORMS_SHOWN:
                raise _TooMuchError
    except _TooMuchError:
        return f"more than {MOST_FORMS_SHOWN:,} forms shown within one another"
    if counter.saved > MOST_SAVED:
        return f"a graphics state saved {counter.saved:,} times within itself"
    return ""


class _TooMuchError(Exception):
    """More is shown than is worth counting."""


class _Counter:
    """Counts how often forms are shown, each stream read once."""

    def __init__(self) -> None:
        self.saved = 0
        self._known: dict[tuple[int, int], int] = {}

    def shown(self, data: bytes, resources: Any, depth: int) -> int:
        """Return at most how many forms are shown when a stream is painted."""
        depth_saved = 0
        for match in _SAVES.finditer(data):
            depth_saved = depth_saved + 1 if match[0] == b"q" else max(0, depth_saved - 1)
            self.saved = max(self.saved, depth_saved)
        times = sum(1 for _ in _SHOWS.finditer(data))
        if not times:
            return 0
        heaviest = max((self._weight(form, depth + 1) for form in _forms(resources)), default=0)
        total = times * (1 + heaviest)
        if total > MOST_FORMS_SHOWN:
            raise _TooMuchError
        return total

    def _weight(self, form: pikepdf.Stream, depth: int) -> int:
        if depth > _DEEPEST:
            raise _TooMuchError
        key = form.objgen
        if key not in self._known:
            self._known[key] = self.shown(form.read_bytes(), form.get("/Resources"), depth)
        return self._known[key]


def _contents(contents: Any) -> bytes:
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(s.read_bytes() for s in streams if isinstance(s, pikepdf.Stream))


def _forms(resources: Any) -> Iterator[pikepdf.Stream]:
    """Yield the forms, patterns and masks that resources name."""
    if not isinstance(resources, pikepdf.Dictionary):
        return
    for kind in ("/XObject", "/Pattern", "/ExtGState"):
        named = resources.get(kind)
        for item in named.values() if isinstance(named, pikepdf.Dictionary) else ():
            mask = item.get("/SMask") if kind == "/ExtGState" else None
            form = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else item
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") != "/Image":
                yield form
