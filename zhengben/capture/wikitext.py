"""Reads wikitext as Wikisource stores it: markup removed, templates set apart with their names."""

from __future__ import annotations

import re

from zhengben.capture.base import CapturedLine, Extraction
from zhengben.capture.cells import Cells, span_of

_HEADING = re.compile(r"(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*")
_LIST = re.compile(r"([*#:;]+)[ \t]*(.*)")
_CATEGORY = re.compile(r"\[\[(?:Category|分类|分類)[:：][^\]]*\]\]", re.IGNORECASE)
_FILE = re.compile(r"\[\[(?:File|Image|文件|檔案|圖像)[:：][^\]]*\]\]", re.IGNORECASE)
_LANGUAGE = re.compile(r"\[\[[a-z-]{2,12}:[^\]]*\]\]")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_OUTER = re.compile(r"\[(?:https?:)?//\S+(?:[ \t]+([^\]]*))?\]")
_QUOTES = re.compile(r"'{2,5}")
_REF = re.compile(r"<ref[^<>/]*>.*?</ref>|<ref[^<>]*/>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_BREAK = re.compile(r"<br[^<>]*>")
_VARIANT = re.compile(r"-\{(?:[^{}|]*\|)?([^{}]*)\}-")
_MAGIC = re.compile(r"__[A-Z]+__")
# templates that are text: the last argument, or the one named, stands on the page
_SHOWN = re.compile(
    r"\{\{(?:right|center|c|larger|smaller|big|small|b|gap|red|blue|nop|lang|zh-an|"
    r"居中|右對齊|右对齐|大|小|粗)\|([^{}]*)\}\}",
    re.IGNORECASE,
)
# attributes of a cell end with one bar
_ATTRIBUTES = re.compile(r"[^\[\]{}|]*=[^\[\]{}|]*\|")
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_ALIGNED = re.compile(r"\{\{(right|右對齊|右对齐|center|c|居中)\|", re.IGNORECASE)


def read_wikitext(text: str) -> Extraction:
    """Return the lines of a wikitext page."""
    return _Reader(text.replace("\r\n", "\n")).read()


class _Reader:
    """One pass over a page; templates are taken out first, since they may span lines."""

    def __init__(self, text: str) -> None:
        self.out = Extraction()
        self.out.omitted["comments"] = len(_COMMENT.findall(text))
        self.text = _COMMENT.sub("", text)
        self.cells, self.tables = Cells(0), 0

    def _chrome(self, text: str, reason: str) -> None:
        shown = re.sub(r"\s+", " ", text).strip()
        if shown:
            self.out.add(CapturedLine(shown, "chrome", reason=reason))

    def read(self) -> Extraction:
        """Return every line: templates where they stand, each line of text without markup."""
        at = 0
        for start, end in _templates(self.text):
            template = self.text[start:end]
            if _SHOWN.fullmatch(template):
                continue
            self._lines(self.text[at:start])
            self._template(template)
            at = end
        self._lines(self.text[at:])
        return self.out

    def _template(self, template: str) -> None:
        name = template[2:-2].split("|", 1)[0].strip()
        for key, value in re.findall(r"\|\s*(\w+)\s*=\s*([^|{}]*)", template):
            if value.strip():
                self.out.facts.setdefault(key.lower(), value.strip())
        lowered = name.lower()
        if lowered.startswith(("pd", "licen", "版权", "版權")):
            reason = "licence box"
        elif lowered.startswith(("header", "标题", "標題", "novel")):
            reason = "header of the page"
        else:
            reason = f"template {name}"
        self._chrome(template, reason)
        if reason == "header of the page":
            # the page shows the title of its header above the text
            title = re.search(r"\|\s*(?:title|標題|标题)\s*=\s*([^|{}\n]+)", template)
            if title:
                self._text(CapturedLine(plain(title[1]).strip(), "heading", 1))

    def _lines(self, text: str) -> None:
        for line in text.split("\n"):
            self._line(line)

    def _line(self, line: str) -> None:
        for pattern, reason in ((_CATEGORY, "categories"), (_FILE, "picture of the page"),
                                (_MAGIC, "switch of the page")):  # fmt: skip
            for found in pattern.findall(line):
                self._chrome(found, reason)
            line = pattern.sub("", line)
        if _LANGUAGE.fullmatch(line.strip()):
            self._chrome(line, "link to another language")
            return
        for note in _REF.findall(line):
            self._chrome(_TAG.sub("", note), "reference of the page")
        line = _REF.sub("", line)
        if self._table_line(line):
            return
        heading = _HEADING.fullmatch(line.strip())
        listed = _LIST.fullmatch(line)
        aligned = _ALIGNED.match(line.strip())
        align = ("right" if aligned[1].lower() in ("right", "右對齊", "右对齐") else "center"
                 ) if aligned else ""  # fmt: skip
        for part in _BREAK.split(line):
            if heading:
                self._text(CapturedLine(plain(heading[2]), "heading", len(heading[1])))
            elif listed and set(listed[1]) != {":"}:
                self._text(CapturedLine(plain(listed[2]), "item", len(listed[1])))
            else:
                self._text(CapturedLine(plain(part.lstrip(":")), align=align))

    def _text(self, line: CapturedLine) -> None:
        if line.text.strip():
            self.out.add(line)

    def _table_line(self, line: str) -> bool:
        """Read a line of a ``{|`` table; return False for one that is none."""
        bare = line.strip()
        if bare.startswith("{|"):
            self.tables += 1
            self.cells = Cells(self.tables)
            self.cells.next_row()
        elif bare.startswith("|}"):
            self.cells = Cells(0)
        elif not self.cells.table:
            return False
        elif bare.startswith("|-"):
            if self.cells.column:
                self.cells.next_row()
        elif bare.startswith("|+"):
            self._text(CapturedLine(plain(bare[2:])))
        elif bare.startswith(("|", "!")):
            head = bare.startswith("!")
            for cell in re.split(r"\|\||!!", bare[1:]):
                self._cell(cell, head)
        else:
            self._text(CapturedLine(plain(bare)))
        return True

    def _cell(self, cell: str, head: bool) -> None:
        attributes = _ATTRIBUTES.match(cell)
        said = _SPAN.findall(attributes[0]) if attributes else []
        spans = {name.lower(): span_of(value) for name, value in said}
        place = self.cells.place(spans.get("colspan", 1), spans.get("rowspan", 1), head=head)
        text = plain(cell[attributes.end() :] if attributes else cell).strip()
        if text:
            self.out.add(CapturedLine(text, "cell", cell=place))


def _templates(text: str) -> list[tuple[int, int]]:
    """Return start and end of each outermost {{…}}; one that never closes is no template."""
    found, depth, start = list[tuple[int, int]](), 0, 0
    for mark in re.finditer(r"\{\{|\}\}", text):
        if mark[0] == "{{":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, mark.end()))
    return found


def plain(text: str) -> str:
    """Return a line without links, emphasis, tags and script switches."""
    text = _SHOWN.sub(r"\1", text)
    text = _VARIANT.sub(r"\1", text)
    text = _OUTER.sub(lambda link: link[1] or "", _LINK.sub(r"\1", text))
    return _TAG.sub("", _QUOTES.sub("", text)).replace("&nbsp;", "\xa0")
