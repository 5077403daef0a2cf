"""Sets paragraphs: their numbers, the numbers of articles in the margin, and run-in heads."""

from __future__ import annotations

from msgspec.structs import replace

from zhengben.design.genres import genre_of
from zhengben.design.run_in_heads import hang_em, number_with_blank, under_articles
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.linebreaking import with_run_in_head, within
from zhengben.typesetting.boxes import SetNumber, SetParagraph
from zhengben.typesetting.compositor import Compositor

# a paragraph number has the measure of the first-line indent, or more if it needs it
NUMBER_EM = 2.0
# a number keeps at least this much of its measure blank behind it
_NUMBER_BLANK_EM = 0.3
# items below items are indented so many times at most
_DEEPEST_INDENT, _LISTED = 3, ("item", "bullet")


class ParagraphSetter:
    """Sets the paragraphs of a declaration; ``number_em`` is the measure of their numbers."""

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        self.genre = genre_of(declaration)
        # what stands under articles is set in from their numbers
        self.hang_em = 0
        self.hangs = self.genre.hangs and self.edition.hangs
        if self.hangs:
            self.hang_em = hang_em(declaration, self.edition.measure_em)
        self._under = {line.id for line in under_articles(declaration)} if self.hangs else set()
        numbers = [f"{line.number}." for line in declaration.paragraphs if line.number]
        widths = (compositor.width(compositor.figures(number)) for number in numbers)
        widest = max(widths, default=0.0)
        self.number_em = max(NUMBER_EM, float(-(-(widest + _NUMBER_BLANK_EM) // 1)))

    def paragraph(self, line: Line) -> SetParagraph:
        """Set a paragraph of the text."""
        compositor = self.compositor
        hung = self._hung(line)
        begin = len(hung.text) if hung else 0
        label = compositor.number(f"{line.number}.", self.number_em) if line.number else None
        # items are indented by their depth, as far as the measure bears it, and those that bear
        # neither number nor mark once more
        unmarked = line.role == "bullet" and not line.label
        depth = line.level - 1 + unmarked if line.role in _LISTED else 0
        deeper = min(max(depth, 0), _DEEPEST_INDENT)
        left = deeper * NUMBER_EM + (self.hang_em if line.id in self._under else 0)
        indent = self.number_em if label else NUMBER_EM
        if hung:
            # a number wider than its margin takes the rest from the line
            indent = max(0.0, compositor.width(hung.fragments) - self.hang_em)
        lines = compositor.compose(
            line.text[begin:],
            self.edition.measure_em - left,
            indent=indent,
            justify=self.edition.justify,
            calls={at - begin: number for at, number in compositor.calls(line).items()},
            marks=within(compositor.marks(line, "text"), begin, len(line.text)),
            grows=True,
        )
        if hung:
            moved = (replace(x, start=x.start + begin, end=x.end + begin) for x in lines[1:])
            lines = (replace(lines[0], end=lines[0].end + begin), *moved)
        else:
            head = self.genre.run_in_head(line)
            lines = (with_run_in_head(lines[0], *head), *lines[1:])
        return SetParagraph(line, label, lines, compositor.notes_in(line), left, hung)

    def _hung(self, line: Line) -> SetNumber | None:
        """Set the number of an article, with the blank behind it, in the margin of its text."""
        text = number_with_blank(line) if self.hangs else ""
        if not text:
            return None
        marks = within(self.compositor.marks(line), 0, len(text.rstrip()))
        composed = self.compositor.compose(text.rstrip(), 1000.0, marks=marks)[0]
        *most, last = with_run_in_head(composed, *self.genre.run_in_head(line)).fragments
        # the engine does not draw a blank that stands by itself
        fragments = (*most, replace(last, text=last.text + text[len(text.rstrip()) :]))
        rest = max(0.0, self.hang_em - self.compositor.width(fragments))
        return SetNumber(text, fragments, round(rest, 3))
