"""A line with marks as a run of tokens: text, the edges of marks, calls, objects, page starts.

Marks nest and never cross. What is ours gives way: a run-in head that would cross a mark is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.apparatus import Note, PageBreak
from zhengben.document.lines import Line
from zhengben.document.notation import KINDS, OBJECT, Mark

TokenKind = Literal["text", "open", "close", "object", "author-call", "label", "call", "page"]


class Token(Struct, frozen=True):
    """A piece of a line; ``tag`` and ``css`` are the element and class of a mark or run-in head.

    ``target`` is the note that a call of the author leads to, empty where there is none. The
    ``text`` of a call, or of the ``label`` of a note, is what is shown in the place of its own.
    """

    kind: TokenKind
    text: str = ""
    tag: str = ""
    css: str = ""
    mark: Mark | None = None
    note: Note | None = None
    page: PageBreak | None = None
    target: str = ""


class _Element(Struct, frozen=True):
    start: int
    end: int
    token: Token


def tokens(
    line: Line,
    notes: Sequence[Note],
    pages: Sequence[PageBreak],
    run_in_head: tuple[int, int],
    targets: Mapping[int, Sequence[str]],
    changed: Sequence[tuple[str, tuple[int, int]]] = (),
    through: Mapping[str, str] | None = None,
) -> tuple[Token, ...]:
    """Return the tokens of a line; ``targets`` are the author's notes called at its offsets.

    ``changed`` are elements and where they stand: around what another version has not. ``through``
    are labels of the author's notes that run through the text.
    """
    labels = through or {}
    elements, waiting = (
        list(_changed(line, changed)),
        {at: list(found) for at, found in targets.items()},
    )
    for mark in line.marks:
        elements.append(_Element(mark.start, mark.end, _marked(mark, waiting, labels)))
    first, last = run_in_head
    crossed = any(
        m.start < first < m.end < last or first < m.start < last < m.end for m in line.marks
    )
    if first < last and not crossed:
        elements.append(_Element(first, last, Token("open", tag="b", css="lead")))
    elements += [_Element(n.at - line.start, n.at - line.start, Token("call", note=n))
                 for n in notes]  # fmt: skip
    elements += [_Element(p.at - line.start, p.at - line.start, Token("page", page=p))
                 for p in pages]  # fmt: skip
    if line.id in labels:
        label = Token("label", labels[line.id], mark=Mark("note", 0, 0, line.label))
        elements.append(_Element(0, len(line.label), label))
    return tuple(_run(line.text, elements))


def _changed(line: Line, changed: Sequence[tuple[str, tuple[int, int]]]) -> Iterator[_Element]:
    """Yield what stands around each stretch that changed, which no mark begins or ends within.

    What changed as a whole is not divided.
    """
    edges = {at for mark in line.marks for at in (mark.start, mark.end)}
    for tag, (start, end) in changed:
        if (start, end) == (0, len(line.text)):
            yield _Element(start, end, Token("open", tag=tag))
            continue
        cuts = (start, *sorted(at for at in edges if start < at < end), end)
        for first, last in pairwise(cuts):
            # a picture or a formula is told by what it is
            if line.text[first:last] != OBJECT:
                yield _Element(first, last, Token("open", tag=tag))


def _marked(mark: Mark, waiting: dict[int, list[str]], labels: Mapping[str, str]) -> Token:
    """Return the token that a mark begins with, or is."""
    tag, _, css = KINDS[mark.kind].html.partition(".")
    if mark.kind == "note":
        notes = waiting.get(mark.start)
        target = notes.pop(0) if notes else ""
        return Token("author-call", labels.get(target, ""), mark=mark, target=target)
    return Token("object" if mark.form == "object" else "open", tag=tag, css=css, mark=mark)


def _run(text: str, elements: Sequence[_Element]) -> Iterator[Token]:
    opened, at = list[_Element](), 0
    ordered = sorted(elements, key=lambda e: (e.start, e.start < e.end, -e.end))
    for element in (*ordered, None):
        offset = element.start if element else len(text)
        while opened and opened[-1].end <= offset:
            ended = opened.pop()
            if at < ended.end:
                yield Token("text", text[at : ended.end])
            yield replace(ended.token, kind="close")
            at = max(at, ended.end)
        if at < offset:
            yield Token("text", text[at:offset])
            at = offset
        if element is None:
            return
        yield element.token
        if element.token.kind == "open":
            opened.append(element)
        elif element.token.kind in ("object", "label"):
            at = element.end
