"""Sets the author's notes at the foot of a page, each behind its label, which is part of the text.

They are the text's own: a rule parts them from ours, which are called and numbered in a series of
their own. Where they count anew on each page, the label of a page stands for that of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from zhengben.document.author_notes import circled, headed_notes, label_with_blank
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.linebreaking import ComposedLine, Fragment, InlineMark, within
from zhengben.typesetting.boxes import SetAuthorNote, SetNumber
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import NOTE_INDENT_EM

# labels have this much blank behind them at least, and no more room than this, in em of the notes
_BLANK_EM, _WIDEST_EM = 0.3, 4.0


class AuthorNoteSetter:
    """Sets the notes of a declaration that stand at the foot of a page, and says which are called.

    ``keys`` of notes are the anchors of their lines; those of our notes are their numbers.
    """

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        self.renumbers = declaration.renumbers_notes
        self.lines = {line.id: line for line in declaration.footed_notes}
        # a line that says that notes follow stands above the first of them that is called
        order = {call.note_id: n for n, call in enumerate(declaration.author_calls)}
        self.heads = {
            min((note.id for note in run), key=lambda key: order.get(key, len(order))): head.id
            for head, run in headed_notes(declaration.lines)
            if head.id in self.lines
        }
        widths = [compositor.width(self._label(line).fragments) for line in self.lines.values()]
        widest = max(widths, default=0.0) + _BLANK_EM
        # in half em, so that lines begin on the grid of the notes where labels are short
        self.hang_em = min(max(NOTE_INDENT_EM, -(-widest // 1)), _WIDEST_EM)
        self._called = {key: self._within(line) for key, line in self.lines.items()}

    def set(self) -> dict[str, SetAuthorNote]:
        """Set all notes, by their keys."""
        return {key: self._note(line) for key, line in self.lines.items()}

    def on(self, *composed: ComposedLine) -> tuple[str, ...]:
        """Return the keys of the notes called on lines, which stand at the foot of their page.

        The author's come first. What is called within a note of the author stands there too.
        """
        return self._closed(_calls(f for line in composed for f in line.fragments))

    def called_in(self, *lines: Line, ours: bool = False) -> tuple[str, ...]:
        """Return the keys of the notes called in lines of the text; ``ours`` in any edition."""
        keys = list[str]()
        for line in lines:
            keys += [mark.target for mark in self.compositor.marks(line) if mark.target]
            keys += [str(note.number) for note in self.compositor.notes_in(line)]
        return self._closed(keys, ours=ours)

    def _closed(self, waiting: list[str], *, ours: bool = False) -> tuple[str, ...]:
        """Return keys with those that the author's notes among them call, the author's first.

        Our notes stand there where the edition has footnotes; those called at the foot stand there
        where it has them behind paragraphs, too.
        """
        shown = ours or self.edition.notes == "foot"
        keys = dict.fromkeys(
            key for key in waiting if key in self.lines or (shown and key.isdigit())
        )
        waiting = list(keys)
        while waiting:
            inner = [k for k in self._called.get(waiting.pop(0), ()) if k not in keys]
            if self.edition.notes == "end":
                inner = [key for key in inner if key in self.lines]
            keys |= dict.fromkeys(inner)
            waiting += inner
        heads = [self.heads[key] for key in keys if key in self.heads]
        return (*heads, *sorted(keys, key=str.isdigit))

    def _within(self, line: Line) -> tuple[str, ...]:
        lines = self._note(line).lines
        return tuple(_calls(f for composed in lines for f in composed.fragments))

    def _label(self, line: Line) -> SetNumber:
        """Set a label with the blank behind it; one of a page is as wide as the first of them."""
        text = label_with_blank(line.text)
        stripped = text.rstrip()
        if not stripped or line.role != "author-note":
            return SetNumber("", (), 0.0)
        marks = within(self.compositor.marks(line), 0, len(stripped))
        if self.renumbers and not marks:
            fragments = self.compositor.compose(circled(1), 1000.0)[0].fragments
            return SetNumber(text, fragments, 0.0)
        if self.renumbers:
            stripped, marks = _page_label_in(stripped, marks)
        fragments = self.compositor.compose(stripped, 1000.0, marks=marks)[0].fragments
        if blank := text[len(text.rstrip()) :]:
            # no mark of the label covers it
            fragments = (*fragments, Fragment("text", blank))
        return SetNumber(text, fragments, 0.0)

    def _note(self, line: Line) -> SetAuthorNote:
        compositor, label = self.compositor, self._label(line)
        begin = len(label.text)
        wide = compositor.width(label.fragments)
        hang_em = self.hang_em if line.role == "author-note" else 0.0
        measure = compositor.note_measure_em - self.edition.note_inset_em - hang_em
        lines = compositor.compose(
            line.text[begin:],
            measure,
            indent=max(0.0, wide - hang_em),
            justify=self.edition.justify,
            calls={at - begin: number for at, number in compositor.calls(line).items()},
            marks=within(compositor.marks(line), begin, len(line.text)),
        )
        rest = round(max(0.0, hang_em - wide), 3)
        return SetAuthorNote(line, replace(label, rest=rest), lines, hang_em)


def _page_label_in(label: str, marks: Sequence[InlineMark]) -> tuple[str, tuple[InlineMark, ...]]:
    """Put a label of a page in the place of what is marked in a label, as a raised figure is."""
    first, last = min(m.mark.start for m in marks), max(m.mark.end for m in marks)
    shown = circled(1)
    end = first + len(shown)
    made = tuple(replace(m, mark=replace(m.mark, start=first, end=end)) for m in marks)
    return label[:first] + shown + label[last:], made


def _calls(fragments: Iterable[Fragment]) -> list[str]:
    """Return the keys of the notes called among fragments."""
    keys = list[str]()
    for f in fragments:
        if f.kind == "call":
            keys.append("".join(c for c in f.text if c.isdigit()))
        elif f.kind == "author-call" and f.marks[-1].target:
            keys.append(f.marks[-1].target)
    return keys


def page_labels(pages: Sequence[Sequence[str]], order: Sequence[str]) -> Mapping[str, str]:
    """Return the label of each note on its page, by key, counted anew on each page.

    ``pages`` are the keys of the notes that begin on each; ``order`` is that of their calls in the
    text.
    """
    places = {key: place for place, key in enumerate(order)}
    return {
        key: circled(number)
        for keys in pages
        for number, key in enumerate(sorted(keys, key=places.__getitem__), 1)
    }
