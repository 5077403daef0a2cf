"""Sets the sections of a document of Taiwan: 主旨, 說明, 辦法, and the items below them.

After the Executive Yuan's manual on documents (文書處理手冊): the name of a section stands flush,
its text behind the colon and, where it goes on, below itself; items stand on lines of their own,
set in by their depth, 一、 （一） 1. （1）, and hang behind their numbers.
"""

from __future__ import annotations

from msgspec.structs import replace

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.linebreaking import within
from zhengben.typesetting.boxes import SetNumber, SetParagraph
from zhengben.typesetting.compositor import Compositor

_NAME = regex(r"[^：:]{2,5}[：:]")
# items are set in by one character, and by one more at each depth
_INSET_EM = 1.0


class SectionSetter:
    """Sets the lines of such sections in an edition."""

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.compositor, self.edition = compositor, compositor.edition
        lines = declaration.paragraphs
        first = next((n for n, line in enumerate(lines) if line.part == "section"), len(lines))
        self._items = {line.id for line in lines[first:] if line.role == "item" and line.label}

    def sets(self, line: Line) -> bool:
        """Say whether a line is the head of a section or an item below one."""
        return line.part == "section" or line.id in self._items

    def paragraph(self, line: Line) -> SetParagraph:
        """Set a section with its name in the margin, or an item with its number there."""
        compositor, named = self.compositor, _NAME.match(line.text)
        begin = named.end() if line.part == "section" and named else len(line.label)
        begin += len(line.text[begin:]) - len(line.text[begin:].lstrip(" \u3000"))
        if begin == len(line.text):
            # a name alone, over items
            begin = 0
        inset = _INSET_EM * line.level if line.role == "item" else 0.0
        hung, wide = self._hung(line, begin)
        left = inset + wide
        lines = compositor.compose(
            line.text[begin:], self.edition.measure_em - left, justify=self.edition.justify,
            calls={at - begin: number for at, number in compositor.calls(line).items()},
            marks=within(compositor.marks(line, "text"), begin, len(line.text)), grows=True,
        )  # fmt: skip
        moved = (replace(x, start=x.start + begin * (n > 0), end=x.end + begin)
                 for n, x in enumerate(lines))  # fmt: skip
        return SetParagraph(
            line, None, tuple(moved), compositor.notes_in(line), left, hung, wide, flush=True
        )

    def _hung(self, line: Line, begin: int) -> tuple[SetNumber | None, float]:
        """Set what stands in the margin; return it with its width, a whole number of em."""
        if not begin:
            return None, 0.0
        text = line.text[:begin]
        stripped = text.rstrip(" \u3000")
        marks = within(self.compositor.marks(line), 0, len(stripped))
        composed = self.compositor.compose(stripped, 1000.0, marks=marks)[0]
        *most, last = composed.fragments
        # the engine does not draw a blank that stands by itself
        fragments = (*most, replace(last, text=last.text + text[len(stripped) :]))
        # a bracket that opens a line has half an em
        natural = self.compositor.natural(replace(composed, fragments=fragments))
        wide = float(-(-natural // 1))
        return SetNumber(text, fragments, round(wide - natural, 3)), wide
