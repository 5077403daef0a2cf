"""Reads Markdown: marks of headings, lists, emphasis and tables removed, the text left as it is.

Lines are told apart here, since a line break of an official text is one: ATX headings, lists,
pipe tables, block quotations, comments, front matter. What stands within a line is read by
markdown-it-py: entities, escapes, links, emphasis, formulas, elements of HTML.
"""

from __future__ import annotations

import re

from zhengben.capture.base import CapturedLine, CapturedText, Kind
from zhengben.capture.cells import Cells
from zhengben.capture.inline_markdown import LineMarkup
from zhengben.document.regex import regex

_HEADING = regex(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*")
_NUMBERED_ITEM = regex(r"([ \t]*)\d{1,3}[.)][ \t]+(?=\S)")
_ITEM = regex(r"([ \t]*)[-*+][ \t]+(?=\S)")
_RULE = regex(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})")
_TABLE_RULE = regex(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_COLUMN_RULE = regex(r":?-+:?")
# by whether the rule of a column begins, and whether it ends, with a colon
_ALIGNS = {
    (False, False): "",
    (True, False): "left",
    (False, True): "right",
    (True, True): "center",
}
_QUOTE = regex(r" {0,3}> ?")
_FENCE = regex(r" {0,3}(```+|~~~+)[ \t]*[\w-]*[ \t]*")
_CONTENTS = regex(r"!?\[[^\[\]]*\]\(#[^()\s]*(?:\([^()]*\)[^()\s]*)*\)")
_ALIGN = regex(r"<[^<>]*\balign=[\"']?(right|center)", re.IGNORECASE)
_COMMENT = regex(r"<!--.*?-->")
_NOTE = regex(r" {0,3}\[\^([^\[\]\s]{1,20})\]:[ \t]*")
# a link from a note back to its call, which a page shows and a text does not
_BACK = regex(r"[ \t]*(?:\[[↩↑↵^]\ufe0e?\]\(#[^()\s]*\)|[↩↵]\ufe0e?)[ \t]*$")
_DEFINITION = regex(r" {0,3}\[[^\[\]^][^\[\]]*\]:[ \t]*<?[\w+.-]+:\S+(?:[ \t]+[\"'(].*)?[ \t]*")
_FACT = regex(r"(title|source|url)[ \t]*:[ \t]*(\S.*)")
_HAN = regex(r"[\u3400-\u9fff]")


def read_markdown(text: str) -> CapturedText:
    """Return the lines of a Markdown file, one for each of its own."""
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n")).read()


class _Reader:
    """One pass over the lines; a line of the file gives one line, or one a cell of a table row."""

    def __init__(self, text: str) -> None:
        self.lines, self.out = text.split("\n"), CapturedText()
        self.account = self.out.account
        self.inline = LineMarkup(self.account, self.out.objects)
        self.tables = 0
        # how far the items of lists are set in that a line may stand in
        self.indents = list[int]()
        # the last line that ends a comment: none begins below it
        self.closings = [n for n, line in enumerate(self.lines) if "-->" in line][-1:]

    def read(self) -> CapturedText:
        """Return every line."""
        at = self._front_matter()
        while at < len(self.lines):
            at = self._line(at)
        return self.out

    def _end(self, at: int) -> None:
        """Write down the end of a line of the file."""
        if at + 1 < len(self.lines):
            self.account.add("markup", "\n")

    def _aside(self, at: int, reason: str, *, markup: bool = False) -> int:
        """Give a whole line that is no text: furniture, or markup that means nothing."""
        line = self.lines[at]
        self.account.add("markup" if markup else "apart", line, reason)
        self._end(at)
        kind: Kind = "markup" if markup else "chrome"
        self.out.add(CapturedLine(line, kind, reason=reason))
        return at + 1

    def _front_matter(self) -> int:
        if self.lines[0].rstrip() != "---":
            return 0
        closing = (
            n for n, line in enumerate(self.lines[1:60], 1) if line.rstrip() in ("---", "...")
        )
        end = next(closing, 0)
        if not end or not all(
            ":" in line or line[:1] in ("", " ", "-", "#") for line in self.lines[1:end]
        ):
            return 0
        for at in range(end + 1):
            if fact := _FACT.fullmatch(self.lines[at].rstrip()):
                key = "title" if fact[1] == "title" else "url"
                value = fact[2].strip("\"'")
                if key == "title" or "://" in value:
                    self.out.facts[key] = value
            self._aside(at, "front matter of the file")
        return end + 1

    def _line(self, at: int) -> int:
        line = self.lines[at]
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if "<!--" in line:
            return self._comment(at)
        if "|" in line and "|" in following and _TABLE_RULE.fullmatch(following):
            return self._table_at(at)
        if fence := _FENCE.fullmatch(line):
            return self._fenced(at, fence[1])
        if heading := _HEADING.fullmatch(line):
            start, end = heading.span(2) if heading[2] is not None else (len(line), len(line))
            self.account.add("markup", line[:start])
            self.indents = []
            self._put(line[start:end], "heading", len(heading[1]))
            self.account.add("markup", line[end:])
        elif _RULE.fullmatch(line):
            return self._aside(at, "rule of the file", markup=True)
        elif _DEFINITION.fullmatch(line):
            return self._aside(at, "address of a link", markup=True)
        elif note := _NOTE.match(line):
            self.account.add("mark", note[0])
            back = _BACK.search(line, note.end())
            end = back.start() if back else len(line)
            self._put(line[note.end() : end], "note", before=f"[{note[1]}] ")
            self.account.add("markup", line[end:])
        elif quote := _QUOTE.match(line):
            self.account.add("markup", quote[0])
            self._put(line[quote.end() :], align="quote")
        else:
            return self._paragraph(at)
        self._end(at)
        return at + 1

    def _put(
        self, source: str, kind: Kind = "text", level: int = 0, *, align: str = "", before: str = ""
    ) -> None:
        """Read what stands within a line, and give the line."""
        for text, marks, doubt in self.inline.read(source, before):
            self.out.add(CapturedLine(text, kind, level, align, doubt=doubt, marks=marks))
        self._flush()

    def _depth(self, indent: str | None, text: str) -> int:
        """Return how deep an item of a list stands among those above it, by their indents."""
        if indent is None:
            # what stands below an item, set in, belongs to it
            self.indents = self.indents if text.startswith((" ", "\t")) else []
            return 0
        wide = len(indent.expandtabs(4))
        while self.indents and self.indents[-1] > wide:
            self.indents.pop()
        if not self.indents or self.indents[-1] < wide:
            self.indents.append(wide)
        return min(6, len(self.indents))

    def _flush(self) -> None:
        for text, doubt in self.inline.asked:
            self.out.add(CapturedLine(text, "chrome", reason=doubt, guessed=True, doubt=doubt))
        self.inline.asked.clear()

    def _plain(self, at: int) -> bool:
        """Tell whether a line may go on with what the line above it began to mark."""
        line = self.lines[at]
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        table = "|" in line and "|" in following and _TABLE_RULE.fullmatch(following)
        special = (_FENCE, _HEADING, _RULE, _DEFINITION)
        return bool(
            line.strip()
            and not table
            and "<!--" not in line
            and not any(pattern.fullmatch(line) for pattern in special)
            and not any(pattern.match(line) for pattern in (_NOTE, _QUOTE, _ITEM))
        )

    def _paragraph(self, at: int) -> int:
        """Read lines up to a blank one together: emphasis may begin in one and end in another."""
        line = self.lines[at]
        if not line.strip():
            self.account.add("markup", line)
            self._end(at)
            self.out.add(CapturedLine(line))
            return at + 1
        item = _ITEM.match(line)
        if item and _CONTENTS.fullmatch(line[item.end() :].strip()):
            # a list of links to headings is a table of contents
            shown = self.inline.shown(line[item.end() :])
            self.account.add("apart", line, "table of contents of the page")
            self._end(at)
            self.out.add(CapturedLine(shown, "chrome", reason="table of contents of the page"))
            return at + 1
        end = at + 1
        if self.inline.opens(line):
            while end < len(self.lines) and self._plain(end):
                end += 1
        start = item.end() if item else 0
        self.account.add("markup", line[:start])
        sources = [line[start:], *self.lines[at + 1 : end]]
        align = _ALIGN.search(line)
        for text, marks, doubt in self.inline.read("\n".join(sources)):
            # the number of an item is text; one of a list in a list is known by its indent
            listed = item or _NUMBERED_ITEM.match(line)
            level = self._depth(listed[1] if listed else None, text)
            kind: Kind = "item" if item or level > 1 else "text"
            level = level if kind == "item" else 0
            self.out.add(
                CapturedLine(text, kind, level, align[1].lower() if align else "",
                             doubt=doubt, marks=marks)
            )  # fmt: skip
            item, line = None, ""
        self._end(end - 1)
        self._flush()
        return end

    def _fenced(self, at: int, fence: str) -> int:
        """Read a block of code as it stands, and ask about it."""
        closing = (
            n for n in range(at + 1, len(self.lines)) if self.lines[n].strip().startswith(fence)
        )
        end = next(closing, len(self.lines))
        self._aside(at, "fence of the file", markup=True)
        for n in range(at + 1, end):
            line = self.lines[n]
            self.account.add("text", line)
            self._end(n)
            doubt = "block of code: it stands as text" if line.strip() else ""
            self.out.add(CapturedLine(line, doubt=doubt))
        return self._aside(end, "fence of the file", markup=True) if end < len(self.lines) else end

    def _comment(self, at: int) -> int:
        line = self.lines[at]
        rest = _COMMENT.sub("", line) if "-->" in line else line
        if "<!--" not in rest:
            if not rest.strip():
                return self._comment_line(at)
            self._put(line)
            self._end(at)
            return at + 1
        last = max(self.closings, default=-1)
        end = next((n for n in range(at, last + 1) if "-->" in self.lines[n]), 0)
        if not end:
            # a comment that never ends is none
            self._put(line)
            self._end(at)
            return at + 1
        for n in range(at, end + 1):
            self._comment_line(n)
        return end + 1

    def _comment_line(self, at: int) -> int:
        """Give a line of a comment; one in Chinese may be more than a note to oneself."""
        return self._aside(at, "comment of the file", markup=not _HAN.search(self.lines[at]))

    def _table_at(self, at: int) -> int:
        self.tables += 1
        cells, row = Cells(self.tables), 0
        # the rule stands below the heads, and says how they stand too
        for column, rule in enumerate(_COLUMN_RULE.findall(self.lines[at + 1]), 1):
            cells.aligns[column] = _ALIGNS[rule[:1] == ":", rule[-1:] == ":"]
        while at < len(self.lines) and "|" in self.lines[at]:
            line = self.lines[at]
            if row == 1:
                self._aside(at, "rule of a table", markup=True)
            else:
                self._cells(line, cells)
                self._end(at)
            row, at = row + 1, at + 1
        return at

    def _cells(self, line: str, cells: Cells) -> None:
        cells.next_row()
        inner = line.strip().removeprefix("|").removesuffix("|")
        begin = line.index(inner) if inner else len(line)
        if inner and line.lstrip().startswith("|"):
            begin = len(line) - len(line.lstrip()) + 1
        self.account.add("markup", line[:begin])
        at = begin
        for number, cell in enumerate(re.split(r"(?<!\\)\|", inner)):
            if number:
                self.account.add("markup", "|")
                at += 1
            place = cells.place(head=cells.row == 1)
            bare = cell.strip()
            begin = len(cell) - len(cell.lstrip()) if bare else len(cell)
            self.account.add("markup", cell[:begin])
            for text, marks, doubt in self.inline.read(bare, joined=True):
                if text.strip():
                    self.out.add(CapturedLine(text, "cell", cell=place, doubt=doubt, marks=marks))
            self.account.add("markup", cell[begin + len(bare) :])
            at += len(cell)
        self.account.add("markup", line[at:])
        self._flush()
