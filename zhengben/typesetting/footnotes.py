"""Sets notes: each behind its number, on a measure of its own.

They are footnotes, or stand behind their paragraph or at the end, as the edition has it; all are
set alike. Which page a footnote stands on is for the page breaker
(zhengben.pagination.page_breaker).
"""

from __future__ import annotations

from zhengben.document.apparatus import Note
from zhengben.typesetting.boxes import SetNote
from zhengben.typesetting.compositor import Compositor

# notes hang behind their numbers by this much, in em of the note size
NOTE_INDENT_EM = 2.0


def note_lines_em(compositor: Compositor) -> float:
    """Return the measure of the lines of a note, behind its number, in em of the note size."""
    return compositor.note_measure_em - compositor.edition.note_inset_em - NOTE_INDENT_EM


def set_note(note: Note, compositor: Compositor) -> SetNote:
    """Set a note."""
    lines = compositor.compose(
        note.text, note_lines_em(compositor), justify=compositor.edition.justify
    )
    return SetNote(note, compositor.number(str(note.number), NOTE_INDENT_EM), lines)
