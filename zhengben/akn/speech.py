"""Puts a line's text into an element, with its mentions, note calls, offices and names marked."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from zhengben.akn.tree import add, identifier, ontology
from zhengben.model import Declaration, Line, Signatory

_FRONT = {"session": "session", "organ": "docAuthority", "subtitle": "docTitle"}


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that takes the characters ``start`` to ``end`` of a line; none for a call."""

    start: int
    end: int
    names: tuple[str, ...]
    attributes: dict[str, str]


class Speech:
    """The marks of a declaration's lines."""

    def __init__(self, declaration: Declaration) -> None:
        self._marks: dict[str, list[Mark]] = {}
        self._starts = {line.id: line.start for line in declaration.lines}
        for mention in declaration.mentions:
            about = {"href": ontology("instrument", mention.instrument),
                     "refersTo": f"#{identifier(mention.instrument)}"}  # fmt: skip
            self._mark(mention.line_id, mention.start, mention.end, ("ref",), about)
        for note in declaration.notes:
            about = {"href": f"#note_{note.number}", "marker": str(note.number)}
            self._mark(note.line_id, note.at, note.at, ("noteRef",), about)
        for line in declaration.front:
            if name := _FRONT.get(line.role):
                self._mark(line.id, line.start, line.end, (name,), {})
        for number, signatory in enumerate(declaration.signatories, 1):
            self._signs(number, signatory)
        if declaration.closing:
            self._closes(declaration.closing, declaration)

    def _mark(
        self, line_id: str, start: int, end: int, names: tuple[str, ...], about: dict[str, str]
    ) -> None:
        first = self._starts[line_id]
        mark = Mark(start - first, end - first, names, about)
        self._marks.setdefault(line_id, []).append(mark)

    def _signs(self, number: int, signatory: Signatory) -> None:
        """Mark the office and the person in a signatory's lines."""
        role, person = f"#office-{number}", f"#signatory-{number}"
        line, words = signatory.office, signatory.party
        if words and (at := line.text.find(words)) >= 0:
            start = line.start + at
            self._mark(line.id, start, start + len(words), ("role",), {"refersTo": role})
        line, words = signatory.name, signatory.person
        if words and (at := line.text.rfind(words)) >= 0:
            start = line.start + at
            about = {"refersTo": person} | ({"as": role} if signatory.party else {})
            self._mark(line.id, start, start + len(words), ("signature", "person"), about)

    def _closes(self, line: Line, declaration: Declaration) -> None:
        """Mark date and place in the closing line."""
        place = line.text.find(declaration.place) if declaration.place else -1
        end = line.text.find("日") + 1
        if 0 < end <= (place if place >= 0 else end):
            about = {"date": declaration.date.isoformat()}
            self._mark(line.id, line.start, line.start + end, ("docDate",), about)
        if place >= 0:
            start = line.start + place
            end = start + len(declaration.place)
            self._mark(line.id, start, end, ("location",), {"refersTo": "#place"})

    def within(self, line: Line, label: str) -> bool:
        """Tell whether a mark begins in the label of a line."""
        return any(mark.start < len(label) for mark in self._marks.get(line.id, ()))

    def put(self, block: etree._Element, line: Line, start: int = 0) -> None:
        """Put a line, from character ``start`` on, into an element."""
        last: etree._Element | None = None
        at = start

        def say(text: str) -> None:
            if last is None:
                block.text = text or None
            else:
                last.tail = text or None

        for mark in sorted(self._marks.get(line.id, ()), key=lambda m: (m.start, m.end)):
            if mark.start < at:
                continue
            say(line.text[at : mark.start])
            inner = last = add(block, mark.names[0], mark.attributes if not mark.names[1:] else {})
            for name in mark.names[1:]:
                inner = add(inner, name, mark.attributes)
            inner.text = line.text[mark.start : mark.end] or None
            at = mark.end
        say(line.text[at:])
