"""Reads Markdown: marks of headings, lists, emphasis and tables removed, the text left as it is.

Only what official texts need is read: ATX headings, ``-`` lists, ``**`` emphasis, pipe
tables, block quotations, links, comments and front matter. A hard line break stays a line.
"""

from __future__ import annotations

import re

from zhengben.capture.base import CapturedLine, CapturedText
from zhengben.capture.cells import Cells

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*")
_ITEM = re.compile(r"([ \t]*)[-*+][ \t]+(.*)")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_QUOTE = re.compile(r" {0,3}> ?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:[ \t]+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
# an asterisk may stand between two Han, but not in 2*3*4
_EMPHASIS = re.compile(
    r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![A-Za-z0-9*])"
    r"|(?<!\w)_(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ALIGN = re.compile(r"<[^<>]*\balign=[\"']?(right|center)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->")


def read_markdown(text: str) -> CapturedText:
    """Return the lines of a Markdown file, one for each of its own."""
    return _Reader(text.replace("\r\n", "\n").split("\n")).read()


class _Reader:
    """One pass over the lines; a line of the file gives one line, or one a cell of a table row."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.out = lines, CapturedText()
        self.tables = 0

    def read(self) -> CapturedText:
        """Return every line."""
        at = self._front_matter()
        while at < len(self.lines):
            at = self._line(at)
        return self.out

    def _chrome(self, line: str, reason: str) -> None:
        self.out.add(CapturedLine(line, "chrome", reason=reason))

    def _front_matter(self) -> int:
        if self.lines[:1] != ["---"] or "---" not in self.lines[1:]:
            return 0
        end = self.lines.index("---", 1)
        for line in self.lines[: end + 1]:
            self._chrome(line, "front matter of the file")
            key, _, value = line.partition(":")
            if key.strip() == "title" and value.strip():
                self.out.facts["title"] = value.strip().strip("\"'")
            elif key.strip() in ("source", "url") and "://" in value:
                self.out.facts["url"] = value.strip().strip("\"'")
        return end + 1

    def _line(self, at: int) -> int:
        line = self.lines[at]
        if "<!--" in line:
            return self._comment(at)
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if "|" in line and "|" in following and _TABLE_RULE.fullmatch(following):
            return self._table_at(at)
        if heading := _HEADING.fullmatch(line):
            text = inline(heading[2] or "")
            self.out.add(CapturedLine(text, "heading", len(heading[1])))
        elif _RULE.fullmatch(line):
            self._chrome(line, "rule of the file")
        elif item := _ITEM.fullmatch(line):
            self._item(item[1], item[2])
        elif quote := _QUOTE.match(line):
            self.out.add(CapturedLine(inline(line[quote.end() :]), align="quote"))
        else:
            align = _ALIGN.search(line)
            self.out.add(CapturedLine(inline(line), align=align[1].lower() if align else ""))
        return at + 1

    def _item(self, indent: str, text: str) -> None:
        shown = inline(text)
        # a list of links to headings is a table of contents
        if (link := _LINK.fullmatch(text.strip())) and "](#" in link[0]:
            self._chrome(shown, "table of contents of the page")
            return
        level = 1 + len(indent.expandtabs(4)) // 2 if len(indent) < 4 else 1 + len(indent) // 4
        self.out.add(CapturedLine(shown, "item", min(level, 6)))

    def _comment(self, at: int) -> int:
        line = self.lines[at]
        rest = _COMMENT.sub("", line)
        if "<!--" not in rest:
            if rest.strip():
                self.out.add(CapturedLine(inline(rest)))
            else:
                self._chrome(line, "comment of the file")
            return at + 1
        while at < len(self.lines) and "-->" not in self.lines[at]:
            self._chrome(self.lines[at], "comment of the file")
            at += 1
        if at < len(self.lines):
            self._chrome(self.lines[at], "comment of the file")
        return at + 1

    def _table_at(self, at: int) -> int:
        self.tables += 1
        cells, row = Cells(self.tables), 0
        while at < len(self.lines) and "|" in self.lines[at]:
            line = self.lines[at]
            if row == 1 and _TABLE_RULE.fullmatch(line):
                self._chrome(line, "rule of a table")
                row += 1
            else:
                self._cells(line, cells)
                row += 1
            at += 1
        return at

    def _cells(self, line: str, cells: Cells) -> None:
        cells.next_row()
        inner = line.strip().removeprefix("|")
        for cell in re.split(r"(?<!\\)\|", inner.removesuffix("|")):
            place = cells.place(head=cells.row == 1)
            if text := inline(cell).strip():
                self.out.add(CapturedLine(text, "cell", cell=place))


def inline(text: str) -> str:
    """Return a line without the marks of links, emphasis and escapes."""
    if not any(mark in text for mark in "*_[`\\<"):
        return text
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    text = _TAG.sub("", re.sub(r"<br[ ]*/?>", " ", text))
    return _ESCAPE.sub(r"\1", text.replace("`", ""))
