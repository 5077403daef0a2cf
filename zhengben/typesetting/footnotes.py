"""Sets notes: each behind its number, on a measure of its own.

They are footnotes, or stand behind their paragraph or at the end, as the edition has it; all are
set alike. Which page a footnote stands on is for the page breaker
(zhengben.pagination.page_breaker).
"""

from __future__ import annotations

from zhengben.document.apparatus import Note
from zhengben.typesetting.boxes import SetNote
from zhengben.typesetting.compositor import Compositor

# notes hang behind their numbers by this much, in em of the note size; numbers with a word before
# them need more
NOTE_INDENT_EM, _WORDED_EM = 2.0, 3.0


def note_indent_em(compositor: Compositor) -> float:
    """Return how far the lines of our notes hang behind their numbers, in em of the note size."""
    return _WORDED_EM if compositor.ours else NOTE_INDENT_EM


def note_lines_em(compositor: Compositor) -> float:
    """Return the measure of the lines of a note, behind its number, in em of the note size."""
    return (
        compositor.note_measure_em - compositor.edition.note_inset_em - note_indent_em(compositor)
    )


def set_note(note: Note, compositor: Compositor) -> SetNote:
    """Set a note."""
    lines = compositor.compose(
        note.text, note_lines_em(compositor), justify=compositor.edition.justify
    )
    hang_em = note_indent_em(compositor)
    label = compositor.number(f"{compositor.ours}{note.number}", hang_em)
    return SetNote(note, label, lines, hang_em)
