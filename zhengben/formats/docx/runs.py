"""A line of the text as runs of Word: stretches that look alike, between calls and objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from zhengben.document.apparatus import Note
from zhengben.document.lines import Line
from zhengben.document.notation import Kind, Mark

# what a mark looks like in Word; a mark inside another adds to it
_LOOKS: Mapping[Kind, str] = {
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "em": "<w:i/>",
    "dots": '<w:em w:val="dot"/>',
    "u": '<w:u w:val="single"/>',
    "name": '<w:u w:val="thick"/>',
    "blank": '<w:u w:val="dotted"/>',
}
# the order in which the schema wants them (ISO/IEC 29500-1, 17.3.2)
_ORDER = ("<w:b/>", "<w:i/>", "<w:u ", "<w:vertAlign ", "<w:em ")


class WordRun(Struct, frozen=True):
    """A piece of a line.

    ``kind`` is ``text``, ``call`` (of our note), ``open`` and ``close`` of a mark, or that of a
    mark that is a point or an object. ``looks`` are the properties of a text, as Word writes them;
    ``target`` is the anchor of the author's note that a call leads to.
    """

    kind: str
    text: str = ""
    looks: str = ""
    mark: Mark | None = None
    note: Note | None = None
    target: str = ""
    number: int = 0


def runs(
    line: Line, notes: Sequence[Note], head: tuple[int, int], targets: Mapping[int, Sequence[str]]
) -> Iterator[WordRun]:
    """Yield the runs of a line; ``head`` is its run-in head, ``targets`` are of author's calls."""
    opened: list[tuple[int, Mark]] = []
    wraps = [(number, mark) for number, mark in enumerate(line.marks) if mark.form == "wraps"]
    ordered = sorted(_cuts(line, notes, head))
    for at, following in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        for number, mark in reversed([one for one in opened if one[1].end == at]):
            yield WordRun("close", mark=mark, number=number)
        opened = [one for one in opened if one[1].end != at]
        yield from _called(line, notes, at, targets.get(at, ()))
        for number, mark in wraps:
            if mark.start == at:
                yield WordRun("open", mark=mark, number=number)
                opened.append((number, mark))
        shown = next((m for m in line.marks if m.form == "object" and m.start == at), None)
        if shown:
            yield WordRun(shown.kind, mark=shown)
        elif following > at:
            looks = {_LOOKS[mark.kind] for _, mark in opened if mark.kind in _LOOKS}
            if head[0] <= at < head[1]:
                looks.add("<w:b/>")
            yield WordRun("text", line.text[at:following], _in_order(looks))


def _cuts(line: Line, notes: Sequence[Note], head: tuple[int, int]) -> set[int]:
    """Return the offsets at which something begins or ends."""
    edges = {at for mark in line.marks for at in (mark.start, mark.end)}
    return {0, len(line.text), *head, *edges, *(note.at - line.start for note in notes)}


def _called(
    line: Line, notes: Sequence[Note], at: int, targets: Sequence[str]
) -> Iterator[WordRun]:
    """Yield the calls at an offset: those of our notes, then those of the author."""
    for note in notes:
        if note.at - line.start == at:
            yield WordRun("call", note=note)
    calls = [mark for mark in line.marks if mark.form == "point" and mark.start == at]
    for number, mark in enumerate(calls):
        yield WordRun("note", mark=mark, target=targets[number] if number < len(targets) else "")


def _in_order(looks: set[str]) -> str:
    """Return properties in the order of the schema, one of each kind."""
    of = {start: look for start in _ORDER for look in sorted(looks) if look.startswith(start)}
    return "".join(of[start] for start in _ORDER if start in of)
