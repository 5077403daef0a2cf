"""Puts a line's text into an element, with its marks, references, note calls, offices and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line, Signatory
from zhengben.formats.akoma_ntoso.citations import Citations, OwnCitation, counts_as_in_taiwan
from zhengben.formats.akoma_ntoso.hierarchy import Provision
from zhengben.formats.akoma_ntoso.inline import Inline, crosses, is_marked, of_label, of_mark
from zhengben.formats.akoma_ntoso.iris import identifier, ontology
from zhengben.formats.akoma_ntoso.modifications import modifications, quoted_lines
from zhengben.formats.akoma_ntoso.naming import Naming, joined
from zhengben.formats.akoma_ntoso.places import Places
from zhengben.formats.akoma_ntoso.tree import add

# those that must bear an eId
_NAMED = frozenset(("ref", "rref", "mod", "quotedStructure", "role", "person", "location"))


def _citations(
    declaration: Declaration,
    places: Places,
    annexes: Mapping[str, str],
    commands: Mapping[str, Provision],
) -> Iterator[OwnCitation]:
    """Yield what the lines of the bodies cite; what stands in quotations is of another text."""
    iris = {
        (mention.line_id, mention.end): declaration.instrument(mention.instrument).iri
        for mention in declaration.mentions
        if declaration.instrument(mention.instrument).iri
    }
    found = Citations(
        places,
        ((line, annexes[line.id]) for line in declaration.lines if line.id in annexes),
        iris,
        title=declaration.title.text,
        taiwan=counts_as_in_taiwan(declaration.lines, declaration.identity.country),
    )
    quoted = quoted_lines(commands)
    for line in (*declaration.paragraphs, *declaration.annexes):
        for citation in found.of(line):
            begun = commands[line.id].quotes_at if line.id in commands else len(line.text)
            if line.id in quoted or citation.start >= begun:
                citation = replace(citation, targets=(), outside="", until="", reason="quoted")
            yield citation


class Speech:
    """The inline elements of a declaration's lines.

    ``naming`` has named every line, ``places`` say where those of its bodies stand. ``citations``
    are what the lines cite of the text itself, resolved or plain. ``annexes`` are the eIds of their
    headings, ``commands`` the provisions whose quotation runs over several lines, by anchor.
    """

    def __init__(
        self,
        declaration: Declaration,
        naming: Naming,
        places: Places,
        annexes: Mapping[str, str],
        commands: Mapping[str, Provision],
    ) -> None:
        self._naming = naming
        self._counts: Counter[str] = Counter()
        self._inlines: dict[str, list[Inline]] = {}
        self._starts = {line.id: line.start for line in declaration.lines}
        targets = {(c.line_id, c.at, c.label): c.note_id for c in declaration.author_calls}
        # those of the text stand first, so that of two over the same words they are the outer ones
        self.through = declaration.through_labels
        for line in declaration.lines:
            if line.id in self.through:
                self._inlines[line.id] = [of_label(line.label, self.through[line.id])]
            if line.marks:
                notes = ((m, targets.get((line.id, m.start, m.value), "")) for m in line.marks)
                self._inlines.setdefault(line.id, []).extend(
                    of_mark(mark, naming.of[note] if note else "", self.through.get(note, ""))
                    for mark, note in notes
                )
        for mention in declaration.mentions:
            instrument = declaration.instrument(mention.instrument)
            about = {"href": instrument.iri or ontology("instrument", mention.instrument),
                     "refersTo": f"#{identifier(mention.instrument)}"}  # fmt: skip
            self._mark(mention.line_id, mention.start, mention.end, ("ref",), about)
        self.citations = tuple(_citations(declaration, places, annexes, commands))
        for citation in self.citations:
            self._cite(citation)
        for note in declaration.notes:
            about = {"href": f"#note_{note.number}", "marker": str(note.number)}
            self._mark(note.line_id, note.at, note.at, ("noteRef",), about)
        for number, signatory in enumerate(declaration.signatories, 1):
            self._signs(number, signatory)
        if declaration.closing:
            self._closes(declaration.closing, declaration)
        for line, inlines in modifications(declaration, commands):
            for inline in inlines:
                self._mark(line.id, line.start + inline.start, line.start + inline.end,
                           inline.names, inline.attributes)  # fmt: skip

    def _cite(self, citation: OwnCitation) -> None:
        """Mark a citation that leads somewhere."""
        if citation.reason:
            return
        first, last = citation.outside, citation.until
        if citation.targets:
            first = f"#{citation.targets[0]}"
            last = f"#{citation.targets[-1]}" if len(citation.targets) > 1 else ""
        names, about = ("ref",), {"href": first}
        if last:
            names, about = ("rref",), {"from": first, "upTo": last}
        start = self._starts[citation.line_id]
        self._mark(citation.line_id, start + citation.start, start + citation.end, names, about)

    def _mark(
        self, line_id: str, start: int, end: int, names: tuple[str, ...], about: dict[str, str]
    ) -> None:
        first = self._starts[line_id]
        inline = Inline(start - first, end - first, names, about)
        around = self._inlines.setdefault(line_id, [])
        # what would cross a mark of the text is left out
        if not any(crosses(inline, other) for other in around if is_marked(other)):
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
            # the line of a name is a signature itself
            names = (
                ("person",) if line.role == "name" and not line.cell else ("signature", "person")
            )
            self._mark(line.id, start, start + len(words), names, about)

    def _closes(self, line: Line, declaration: Declaration) -> None:
        """Mark date and place in the closing line."""
        place = line.text.find(declaration.place) if declaration.place else -1
        end = line.text.find("日") + 1
        if 0 < end <= (place if place >= 0 else end):
            about = {"date": declaration.date.isoformat()}
            self._mark(line.id, line.start, line.start + end, ("date",), about)
        if place >= 0:
            start = line.start + place
            end = start + len(declaration.place)
            self._mark(line.id, start, end, ("location",), {"refersTo": "#place"})

    def divides(self, line: Line, start: int) -> bool:
        """Tell whether an element begins before an offset of a line, in its number."""
        return any(inline.start < start for inline in self._inlines.get(line.id, ()))

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
            inner = self._open(opened[-1], mark, line)
            if mark.text is not None:
                inner.text = mark.text or None
                at = mark.end
            elif mark.end > mark.start:
                opened.append(_OpenElement(inner, mark.end))
        reach(line.end - line.start, at)

    def _open(self, outer: _OpenElement, mark: Inline, line: Line) -> etree._Element:
        """Append the elements of a mark, each with an eId where it needs one; return the inmost."""
        element: etree._Element | None = None
        for name in mark.names:
            about = mark.attributes if name == mark.names[-1] else {}
            if name in _NAMED:
                context = self._naming.context[line.id]
                stem = joined(context, name)
                self._counts[stem] += 1
                about = {"eId": joined(context, name, self._counts[stem])} | about
            element = outer.add(name, about) if element is None else add(element, name, about)
        assert element is not None
        return element


class _OpenElement(Struct):
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
