"""Puts a line's text into an element, with its marks, mentions, note calls, offices and names."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Signatory
from zhengben.document.notation import KINDS, Mark
from zhengben.formats.akoma_ntoso.tree import add, eid, identifier, ontology

_FRONT = {"session": "session", "organ": "docAuthority", "subtitle": "docTitle"}

_MARKED = frozenset(row.akn for row in KINDS.values())


@dataclass(frozen=True, slots=True)
class Inline:
    """An element that takes the characters ``start`` to ``end`` of a line; none for a call.

    One of an object has ``text`` in the place of its character, or nothing.
    """

    start: int
    end: int
    names: tuple[str, ...]
    attributes: dict[str, str]
    text: str | None = None


def _inline(mark: Mark, note_id: str) -> Inline:
    """Return the element of a mark of the text; ``note_id`` is the note that a call leads to."""
    name, about, text = KINDS[mark.kind].akn, dict[str, str](), None
    if name == "inline":
        about["name"] = mark.kind
    if mark.kind == "ruby":
        about["title"] = mark.value
    elif mark.kind == "note":
        about = {"class": "author", "href": f"#{eid(note_id)}", "marker": mark.value}
        if not note_id:
            name, about = "inline", {"name": "note", "title": mark.value}
    elif mark.kind == "image":
        about, text = {"src": mark.file, "alt": mark.alternative}, ""
    elif mark.kind == "math":
        about["title"], text = mark.value, mark.alternative
    return Inline(mark.start, mark.end, (name,), about, text)


def _is_marked(inline: Inline) -> bool:
    return inline.names[0] in _MARKED


def _crosses(one: Inline, other: Inline) -> bool:
    return (
        one.start < other.start < one.end < other.end
        or other.start < one.start < other.end < one.end
    )


class Speech:
    """The inline elements of a declaration's lines."""

    def __init__(self, declaration: Declaration) -> None:
        self._inlines: dict[str, list[Inline]] = {}
        self._starts = {line.id: line.start for line in declaration.lines}
        targets = {(c.line_id, c.at, c.label): c.note_id for c in declaration.author_calls}
        # those of the text stand first, so that of two over the same words they are the outer ones
        for line in declaration.lines:
            if line.marks:
                self._inlines[line.id] = [
                    _inline(mark, targets.get((line.id, mark.start, mark.value), ""))
                    for mark in line.marks
                ]
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
        inline = Inline(start - first, end - first, names, about)
        around = self._inlines.setdefault(line_id, [])
        # what would cross a mark of the text is left out
        if not any(_crosses(inline, other) for other in around if _is_marked(other)):
            around.append(inline)

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
        """Tell whether an element begins in the label of a line."""
        return any(inline.start < len(label) for inline in self._inlines.get(line.id, ()))

    def put(self, block: etree._Element, line: Line, start: int = 0) -> None:
        """Put a line, from character ``start`` on, into an element; elements may hold elements.

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

        # of those that begin at one place the longest is the outermost; a call stands before them
        by_place = self._inlines.get(line.id, ())
        for mark in sorted(by_place, key=lambda m: (m.start, m.start < m.end, -m.end)):
            if mark.start < start:
                continue
            at = reach(mark.start, at)
            if mark.end > opened[-1].end:
                continue
            inner = opened[-1].add(mark.names[0], mark.attributes if not mark.names[1:] else {})
            for name in mark.names[1:]:
                inner = add(inner, name, mark.attributes)
            if mark.text is not None:
                inner.text = mark.text or None
                at = mark.end
            elif mark.end > mark.start:
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
