"""The author's calls where texts stand beside one another: each leads to the note of its column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from zhengben.document.author_notes import AuthorCall
from zhengben.document.declaration import Declaration, second_anchor


def calls_in_column(text: Declaration, tag: str = "") -> dict[str, list[AuthorCall]]:
    """Return the author's calls of a text by the anchors of its lines, in order.

    In a column with a ``tag`` the anchors of notes bear it.
    """
    found = dict[str, list[AuthorCall]]()
    for call in text.author_calls:
        note = second_anchor(call.note_id, tag) if tag and call.note_id else call.note_id
        found.setdefault(call.line_id, []).append(replace(call, note_id=note))
    return found


def called_from(calls: Mapping[str, Iterable[AuthorCall]]) -> dict[str, AuthorCall]:
    """Return the call of each note by its anchor; the first, where there are several."""
    found = dict[str, AuthorCall]()
    for here in calls.values():
        for call in here:
            if call.note_id:
                found.setdefault(call.note_id, call)
    return found


def targets(calls: Iterable[AuthorCall]) -> dict[int, list[str]]:
    """Return the anchors of the notes that are called in a line, by their offsets."""
    found = dict[int, list[str]]()
    for call in calls:
        found.setdefault(call.at, []).append(call.note_id)
    return found
