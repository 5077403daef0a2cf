"""Checks of the feet of pages: notes by the author stand there, on the page of their call."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.layout.measured import Found, MeasuredFile
from zhengben.checks.layout.measured_lines import NOTE, MeasuredBlock
from zhengben.document.author_notes import headed_notes


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check every note by the author that stands at the foot of a page."""
    calls = {call.note_id: call.line_id for call in file.declaration.author_calls}
    for head, run in headed_notes(file.declaration.lines):
        # it goes with the first of its notes that is called
        first = next((key for key in calls if key in {note.id for note in run}), "")
        calls[head.id] = calls.get(first, "")
    blocks = {block.name: block for block in file.blocks if block.name}
    for note in file.authors:
        page, place = note.lines[0].page, note.place(note.lines[0])
        caller = blocks.get(calls.get(note.name, ""))
        if caller is None:
            yield "L-020", place, "Nothing on any page calls it."
        elif page not in (called := _call_pages(caller)):
            yield "L-020", place, f"It is called on page {' or '.join(map(str, called))}."
        yield from _below_text(file, note)


def _call_pages(caller: MeasuredBlock) -> list[int]:
    """Return the pages with calls of the author in a block; all of its pages where none is seen."""
    called = sorted({line.page for line in caller.lines if line.beside})
    return called or sorted({line.page for line in caller.lines})


def _below_text(file: MeasuredFile, note: MeasuredBlock) -> Iterator[Found]:
    """The text of a page ends above the author's notes, and these above ours."""
    ours = file.facts.notes == "foot"
    for page in sorted({line.page for line in note.lines}):
        own = [line.base for line in note.lines if line.page == page]
        place = note.place(next(line for line in note.lines if line.page == page))
        if any(line.base < max(own) for line in file.text(page)):
            yield "L-020", place, "Text stands below it."
        below = [n.base for b in file.blocks if b.kind == NOTE for n in b.lines if n.page == page]
        if ours and any(base > min(own) for base in below):
            yield "L-020", place, "A note of the press stands above it."
