"""Puts a line's text into an element, with its mentions, note calls, offices and names marked."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Signatory
from zhengben.formats.akoma_ntoso.tree import add, identifier, ontology

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
        """Put a line, from character ``start`` on, into an element; marks may hold marks.

        One that only overlaps another is left out. A note's call is never: it has no length.
        """
        opened, at = [_OpenElement(block, line.end - line.start)], start

        def reach(offset: int, at: int) -> int:
            """Say the text up to an offset, and close what ends before it or there."""
            while len(opened) > 1 and opened[-1].end <= offset:
                ended = opened.pop()
                ended.say(line.text[at : ended.end])
                at = max(at, ended.end)
            opened[-1].say(line.text[at:offset])
            return max(at, offset)

        # of marks that begin at one place the longest is the outermost; a call stands before them
        by_place = self._marks.get(line.id, ())
        for mark in sorted(by_place, key=lambda m: (m.start, m.start < m.end, -m.end)):
            if mark.start < start:
                continue
            at = reach(mark.start, at)
            if mark.end > opened[-1].end:
                continue
            inner = opened[-1].add(mark.names[0], mark.attributes if not mark.names[1:] else {})
            for name in mark.names[1:]:
                inner = add(inner, name, mark.attributes)
            if mark.end > mark.start:
                opened.append(_OpenElement(inner, mark.end))
        reach(line.end - line.start, at)


@dataclass(slots=True)
class _OpenElement:
    """An element that text is put into, up to offset ``end``, and the last child it has."""

    element: etree._Element
    end: int
    last: etree._Element | None = None

    def say(self, text: str) -> None:
        """Append text."""
        if self.last is None:
            self.element.text = (self.element.text or "") + text or None
        else:
            self.last.tail = (self.last.tail or "") + text or None

    def add(self, name: str, attributes: dict[str, str]) -> etree._Element:
        """Append an element."""
        self.last = add(self.element, name, attributes)
        return self.last
