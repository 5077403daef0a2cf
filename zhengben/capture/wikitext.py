"""Reads wikitext as Wikisource stores it: markup removed, templates set apart with their names."""

from __future__ import annotations

import re

from zhengben.capture.base import CapturedLine, CapturedText
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
_FORM = re.compile(r"(zh(?:-\w+)?)\s*:\s*([^;]*)")
# enough to tell in which of the two scripts a page is written
_SCRIPTS = ("国为会与对时这从", "國為會與對時這從")
_MAGIC = re.compile(r"__[A-Z]+__")
# templates that are text: the last of their unnamed arguments stands on the page
_SHOWN = re.compile(
    r"\{\{\s*(?:larger|smaller|x+-larger|x+-smaller|big|small|b|bold|red|blue|lang|w|zh-an|"
    r"nowrap|大|小|粗)\s*\|([^{}]*)\}\}",
    re.IGNORECASE,
)
# and those that are a line by themselves, at its right or in its middle
_ALIGNED = re.compile(
    r"\{\{\s*(right|right block|右對齊|右对齐|center|c|居中)\s*\|([^{}]*)\}\}", re.IGNORECASE
)
_GAP = re.compile(r"\{\{\s*(?:gap|nop|nbsp|clear|-)\s*(?:\|[^{}]*)?\}\}", re.IGNORECASE)
_DEEPEST = 20
# attributes of a cell end with one bar
_ATTRIBUTES = re.compile(r"[^\[\]{}|]*=[^\[\]{}|]*\|")
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)


def read_wikitext(text: str) -> CapturedText:
    """Return the lines of a wikitext page."""
    return _Reader(text.replace("\r\n", "\n")).read()


class _Reader:
    """One pass over a page; templates are taken out first, since they may span lines."""

    def __init__(self, text: str) -> None:
        self.out = CapturedText()
        self.out.omitted["comments"] = len(_COMMENT.findall(text))
        self.text = _shown(_in_one_script(_COMMENT.sub("", text)))
        self.cells, self.tables = Cells(0), 0

    def _chrome(self, text: str, reason: str) -> None:
        shown = re.sub(r"\s+", " ", text).strip()
        if shown:
            self.out.add(CapturedLine(shown, "chrome", reason=reason))

    def read(self) -> CapturedText:
        """Return every line of text without markup; templates stand apart, behind their line."""
        at, before = 0, ""
        pending = list[str]()
        for start, end in _templates(self.text):
            template = self.text[start:end]
            if _ALIGNED.fullmatch(template):
                continue
            whole, broken, rest = (before + self.text[at:start]).rpartition("\n")
            if broken:
                self._lines(whole, pending)
            # a template within a line does not divide it
            before, at = rest, end
            pending.append(template)
        self._lines(before + self.text[at:], pending)
        return self.out

    def _template(self, template: str) -> None:
        name = _name(template)
        for key, value in re.findall(r"\|\s*(\w+)\s*=\s*([^|{}]*)", template):
            if value.strip():
                self.out.facts.setdefault(key.lower(), value.strip())
        if name.lower().startswith(("pd", "licen", "版权", "版權")):
            reason = "licence box"
        elif _is_header(template):
            reason = "header of the page"
        else:
            reason = f"template {name}"
        self._chrome(template, reason)
        if reason == "header of the page":
            # the page shows the title of its header above the text
            title = re.search(r"\|\s*(?:title|標題|标题)\s*=\s*([^|{}\n]+)", template)
            if title:
                self._text(CapturedLine(plain(title[1]).strip(), "heading", 1))

    def _lines(self, text: str, templates: list[str]) -> None:
        """Read lines; the templates that were taken out of the first one follow it."""
        for line in text.split("\n"):
            first = [t for t in templates if _is_header(t)]
            for template in first:
                self._template(template)
            self._line(line)
            for template in templates:
                if template not in first:
                    self._template(template)
            templates.clear()

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
        right = aligned is not None and aligned[1].lower().startswith(("right", "右"))
        align = "right" if right else "center" if aligned else ""
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


def _name(template: str) -> str:
    return template[2:-2].split("|", 1)[0].strip()


def _is_header(template: str) -> bool:
    return _name(template).lower().startswith(("header", "标题", "標題", "novel"))


def _last(arguments: str) -> str:
    """Return the last unnamed argument of a template; a bar within a link divides nothing."""
    parts = re.split(r"\|(?![^\[\]]*\]\])", arguments)
    return next((p for p in reversed(parts) if not re.match(r"\s*[\w-]+\s*=", p)), "")


def _in_one_script(text: str) -> str:
    """Return a page with one form of what is written in several, that of its script."""
    hans, hant = (sum(map(text.count, characters)) for characters in _SCRIPTS)
    wanted = ("zh-hans", "zh-cn") if hans > hant else ("zh-hant", "zh-tw", "zh-hk")

    def form(found: re.Match[str]) -> str:
        forms = dict(_FORM.findall(found[1]))
        known = (forms[key] for key in (*wanted, *forms) if key in forms)
        return next(known, found[1]).strip()

    return _VARIANT.sub(form, text)


def _shown(text: str) -> str:
    """Return a page with what templates of form show in their place, the innermost first."""
    text = _GAP.sub("", text)
    for _ in range(_DEEPEST):
        before, text = text, _SHOWN.sub(lambda found: _last(found[1]), text)
        if text == before:
            break
    return text


def plain(text: str) -> str:
    """Return a line without links, emphasis, tags and script switches."""
    text = _ALIGNED.sub(lambda found: _last(found[2]), text)
    text = _OUTER.sub(lambda link: link[1] or "", _LINK.sub(r"\1", text))
    return _TAG.sub("", _QUOTES.sub("", text)).replace("&nbsp;", "\xa0")
