"""Notes and their calls, the numbers of paragraphs, and what each part says it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from zhengben.checks.ebook.opened import Found, Opened, elements, strings
from zhengben.checks.finding import Check, Subject
from zhengben.document.anchors import is_sentence
from zhengben.document.declaration import second_anchor

_NOTES = "Look at templates/epub/notes.xhtml.j2 and blocks.j2."
SHORTEST_NOTE, LONGEST_NOTE = 9, 5000
_NUMBER = "//h:*[@data-apparatus='number']"
ROWS = (
    Check(
        "E-301",
        "Every note is called once, behind its mention, and says what it should; the calls of the "
        "author lead to the notes of the author.",
        _NOTES,
    ),
    Check("E-302", "Every note has a way back to its call.", _NOTES, "EPUB Accessibility 1.1"),
    Check(
        "E-303",
        "Readers can show a note in a popup: 9 to 5000 characters, behind its call, in no aside, "
        "its way back first or last in it.",
        _NOTES,
        "Kobo, Apple Books and Kindle, guidelines for publishers",
    ),
    Check("E-304", "Every numbered paragraph bears its number, marked as ours.", _NOTES),
    Check(
        "E-305",
        "Calls, notes, numbers and chapters bear their roles and names.",
        _NOTES,
        "DPUB-ARIA 1.1",
    ),
    Check(
        "E-306",
        "Headings stand in ranks without gaps, and none is ours inside the text.",
        "Look at templates/epub/blocks.j2.",
        "WCAG 2.2, 1.3.1",
    ),
    Check(
        "E-307",
        "Each document has a heading of rank 1, and in the text every rubric of an article, and no "
        "article's text, is a heading.",
        "Look at templates/epub/blocks.j2 and text.xhtml.j2.",
        "WCAG 2.2, 2.4.6",
    ),
    Check(
        "E-308",
        "Rows of column heads that open a table are its head, and each says what it heads.",
        "Look at templates/epub/blocks.j2.",
        "WCAG 2.2, 1.3.1",
    ),
)


def examine(book: Opened, subject: Subject) -> Iterator[Found]:
    """Compare notes and numbers with those of the declaration."""
    yield from _notes(book, subject)
    yield from _author_notes(book, subject)
    yield from _numbers(book, subject)
    yield from _roles(book)
    yield from _headings(book)
    yield from _ranked(book, subject)
    yield from _tables(book, subject)


def _notes(book: Opened, subject: Subject) -> Iterator[Found]:
    declaration = subject.declaration
    lines = {line.id: line for line in declaration.lines}
    positions = book.positions(lines)
    calls = {
        book.resolve(name, str(call.get("href"))).partition("#")[2]: (name, call)
        for name, call in _ours(book, "noteref")
    }
    bodies = {str(e.get("id")): (name, e) for name, e in _ours(book, "footnote")}
    wanted = [note.id for note in declaration.notes]
    if list(calls) != wanted or list(bodies) != wanted or len(_ours(book, "noteref")) != len(calls):
        yield "E-301", "text", "The calls and the notes are not those of the declaration, in order."
    order = list(book.documents)
    for note in declaration.notes:
        home, body = bodies.get(note.id, ("", None))
        name, call = calls.get(note.id, ("", None))
        if body is None or call is None:
            continue
        address = f"{name}#{call.get('id')}"
        at = (note.line_id, note.at - lines[note.line_id].start)
        if positions.get(address) != at:
            yield "E-301", name, f"Call {note.number} does not stand behind its mention."
        said = "".join(strings(body, ".//text()"))
        if note.text not in said:
            yield "E-301", home, f"{note.id} does not say what it should."
        links = [book.resolve(home, str(h)) for h in strings(body, ".//h:a/@href")]
        if address not in links:
            yield "E-302", home, f"{note.id} has no way back to its call."
        length = len(said.strip())
        if not SHORTEST_NOTE <= length <= LONGEST_NOTE:
            yield "E-303", home, f"{note.id} has {length} characters."
        if order.index(home) <= order.index(name):
            yield "E-303", home, f"{note.id} stands before its call, or in one document with it."
        if not _ends_with_link(body):
            yield "E-303", home, f"{note.id} has its way back in the middle."
        if str(body.tag).endswith("}aside"):
            yield "E-303", home, f"{note.id} is an aside, which Apple Books hides."


def _ends_with_link(body: etree._Element) -> bool:
    """Say whether the last words of a note, or the first, are a link."""
    texts = [text for text in cast(list[Any], body.xpath(".//text()")) if text.strip()]
    path = {True: "ancestor::h:a", False: "ancestor-or-self::h:a"}
    edges = (*texts[:1], *texts[-1:])
    return any(elements(text.getparent(), path[text.is_tail]) for text in edges)


def _ours(book: Opened, kind: str) -> list[tuple[str, etree._Element]]:
    """Return calls or notes that are not the author's."""
    return [(name, e) for name, e in book.of_type(kind) if not _is_authors(e)]


def _is_authors(element: etree._Element) -> bool:
    return element.get("class") in ("author-call", "author-note", "beside author-note")


def _author_notes(book: Opened, subject: Subject) -> Iterator[Found]:
    """Compare where the author's calls lead with the declaration, and the ways back."""
    calls = [(name, e) for name, e in book.of_type("noteref") if _is_authors(e)]
    bodies = {str(e.get("id")): (name, e) for name, e in book.of_type("footnote") if _is_authors(e)}
    led = [book.resolve(name, str(e.get("href"))).partition("#")[2] for name, e in calls]
    if led != list(_led(subject)):
        yield "E-301", "text", "The author's calls do not lead to the author's notes, in order."
        return
    for (name, call), target in zip(calls, led, strict=True):
        home, body = bodies.get(target, ("", call))
        links = [book.resolve(home, str(h)) for h in strings(body, ".//h:a/@href")]
        if f"{name}#{call.get('id')}" not in links:
            yield "E-302", home or name, f"{target} has no way back to its call."


def _led(subject: Subject) -> Iterator[str]:
    """Yield where the author's calls have to lead, line by line in each language of the book."""
    order = {line.id: n for n, line in enumerate(subject.declaration.lines)}
    found = [
        (order[call.line_id], second_anchor(call.note_id, text.script) if place else call.note_id)
        for place, text in enumerate((subject.declaration, *subject.others))
        for call in text.author_calls
        if call.note_id
    ]
    yield from (note for _, note in sorted(found, key=lambda pair: pair[0]))


def _numbers(book: Opened, subject: Subject) -> Iterator[Found]:
    found = {
        "".join(strings(span, "../@id")): "".join(strings(span, ".//text()")).strip(" .")
        for root in book.documents.values()
        for span in elements(root, _NUMBER)
    }
    numbered = [line for line in subject.declaration.lines if line.number]
    wanted = {line.id: str(line.number) for line in numbered}
    for anchor in sorted(wanted.keys() | found.keys()):
        if wanted.get(anchor) != found.get(anchor):
            said = found.get(anchor, "no number")
            yield "E-304", anchor, f"It bears {said} instead of {wanted.get(anchor, 'none')}."


def _roles(book: Opened) -> Iterator[Found]:
    for kind, role in (("noteref", "doc-noteref"), ("footnote", "doc-footnote")):
        for name, element in book.of_type(kind):
            marked = element.get("data-apparatus") or _is_authors(element)
            if element.get("role") != role or not marked:
                yield "E-305", name, f"{element.get('id')} lacks its role or its mark."
    numbers = [e for r in book.documents.values() for e in elements(r, _NUMBER)]
    for element in (*(e for _, e in _ours(book, "noteref")), *numbers):
        said = "".join(strings(element, ".//text()")).strip(" .")
        if said not in str(element.get("aria-label")):
            yield "E-305", str(element.get("id") or said), f"{said} does not say what it numbers."
    for kind, role in (("chapter", "doc-chapter"), ("appendix", "doc-appendix")):
        for name, section in book.of_type(kind):
            named = section.get("aria-label") or section.get("aria-labelledby")
            if section.get("role") != role or not named:
                yield "E-305", name, "The section has no name or no role."


def _headings(book: Opened) -> Iterator[Found]:
    ids = "|".join(f"//h:h{rank}" for rank in range(1, 7))
    for name, root in book.documents.items():
        rank = 0
        for heading in elements(root, ids):
            now = int(str(heading.tag)[-1])
            if rank and now > rank + 1:
                yield "E-306", name, f"A heading of rank {now} follows one of rank {rank}."
            rank = now
            ours = elements(heading, "ancestor-or-self::*[@data-apparatus]")
            if ours and elements(heading, "ancestor::*[@role='doc-chapter']"):
                yield "E-306", name, "A heading of ours stands in the text."


def _ranked(book: Opened, subject: Subject) -> Iterator[Found]:
    """Compare the headings with what the text has as such."""
    found = set[str]()
    for name, root in book.documents.items():
        if not elements(root, "//h:h1"):
            yield "E-307", name, "The document has no heading of rank 1."
        found |= set(strings(root, "|".join(f"//h:h{rank}/@id" for rank in range(1, 7))))
    for line in subject.declaration.lines:
        if line.role == "article":
            rubric = not line.listed and not is_sentence(line.text)
            if rubric != (line.id in found):
                told = "is no heading" if rubric else "is a heading, and the text of an article"
                yield "E-307", line.id, f"{line.id} {told}."


def _tables(book: Opened, subject: Subject) -> Iterator[Found]:
    """Look at the column heads of the text's tables."""
    headers = {line.id for line in subject.declaration.lines if line.cell and line.cell.header}
    headers |= {second_anchor(key, other.script) for other in subject.others for key in headers}
    for name, root in book.documents.items():
        for cell in elements(root, "//h:table[@class='text']//h:*[self::h:td or self::h:th]"):
            is_head = str(cell.tag).endswith("}th")
            if cell.get("id") and is_head != (cell.get("id") in headers):
                yield "E-308", name, f"{cell.get('id')} is no cell of its kind."
            if is_head and cell.get("scope") not in ("col", "colgroup"):
                yield "E-308", name, f"{cell.get('id')} does not say what it heads."
        for table in elements(root, "//h:table[@class='text']"):
            first = elements(table, ".//h:tr[1][h:th[@id]]")
            # a head that reaches into the body is no head of the table
            plain = elements(table, ".//h:td[@id]") and not elements(table, ".//h:th[@rowspan]")
            if first and plain and not elements(first[0], "parent::h:thead"):
                yield "E-308", name, f"{table.get('id')} has heads and no head."
