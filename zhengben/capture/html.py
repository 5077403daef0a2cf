"""Reads saved pages: every block a line, every table cell a line, nothing executed or fetched."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from lxml import etree

from zhengben.capture.base import (
    CapturedLine,
    CapturedText,
    CaptureError,
    Kind,
    collapse,
)
from zhengben.capture.cells import MOST_COLUMNS, Cells, align_of, span_of, width_of
from zhengben.capture.html_bounds import demand_bounds
from zhengben.capture.html_notes import bears_label, call_of, leads_back, notes_of
from zhengben.capture.marked import LineBuilder, OpenMark
from zhengben.capture.objects import NOT_TAKEN, from_data_uri, is_spacer, without_long_data
from zhengben.capture.ordinals import ordinal
from zhengben.capture.page import (
    SILENT,
    block_reason,
    facts_of,
    is_data,
    link_lists,
    main_of,
    reason_of,
)
from zhengben.document.notation import Kind as MarkKind
from zhengben.document.regex import regex

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details dialog div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre "
        "section summary table tbody td tfoot th thead tr ul caption legend search optgroup option "
        "colgroup col dir marquee frameset",
    )
)
# elements that stand within a line and say no more than how it looks
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data dfn font kbd label mark nobr q samp small "
        "span strong time tt var wbr rb rbc html body output meter progress figure picture",
    )
)
_MARKS: dict[str, MarkKind] = {
    "sup": "sup", "sub": "sub", "em": "em", "i": "em", "u": "u", "ins": "u",
}  # fmt: skip
_STRUCK = ("del", "s", "strike")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ALIGN = regex(r"text-align\s*:\s*(right|center|end)", re.IGNORECASE)
_STYLES: tuple[tuple[re.Pattern[str], MarkKind], ...] = (
    (regex(r"text-emphasis(?:-style)?\s*:\s*(?!none)", re.IGNORECASE), "dots"),
    (regex(r"text-decoration[\w-]*\s*:[^;]*underline", re.IGNORECASE), "u"),
    (regex(r"vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (regex(r"vertical-align\s*:\s*sub", re.IGNORECASE), "sub"),
)
_THROUGH = regex(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_EDIT = regex(
    r"[\[［【]?\s*(?:编辑|編輯|edit|编辑源代码|編輯原始碼|\||\s)+\s*[\]］】]?", re.IGNORECASE
)
# what our own e-books and some pages call an element that looks like another
_NAMED: dict[str, MarkKind] = {
    **dict.fromkeys(("name", "proper-name", "propername", "propernoun", "專名", "专名"), "name"),
    **dict.fromkeys(("dots", "emphasis-dots", "着重", "著重", "着重号", "著重號"), "dots"),
    "blank": "blank",
}


def read_html(text: str) -> CapturedText:
    """Return the lines of a page; raise CaptureError when it is nested or wide beyond reason."""
    text = without_long_data(text)
    demand_bounds(text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise CaptureError("nests its elements more than 256 deep; save the text by itself.")
    if root is None:
        raise CaptureError("holds no HTML; give the saved page itself.")
    return _Reader(root).read()


class _Reader:
    """One pass over the elements of a page; ``line`` is what has been gathered of a line."""

    def __init__(self, root: etree._Element) -> None:
        self.root, self.out = root, CapturedText()
        self.line = LineBuilder()
        self.asides: list[CapturedLine] = []
        self.kind: Kind = "text"
        self.level, self.align, self.reason, self.doubt = 0, "", "", ""
        # within <pre> a line is a line
        self.guessed = self.drawn = False
        self.main = main_of(root)
        # a heading outside the text of the page may be its title
        headings = list(root.iter("h1"))
        kept = [*headings, *([self.main] if self.main is not None else [])]
        self.within = {a for element in kept for a in (element, *element.iterancestors())}
        self.tables = self.in_cell = self.paragraphs = 0
        self.numbers = Counter[etree._Element]()
        self.notes, self.noting = notes_of(root), False
        self.links = link_lists(root)

    def read(self) -> CapturedText:
        """Return every line of the page."""
        self.out.facts = dict(facts_of(self.root))
        self._element(self.root, inside=self.main is None)
        self._flush()
        return self.out

    def _flush(self) -> None:
        """End a line; within a cell, a blank stands for its end."""
        if self.in_cell:
            self.line.say(" ")
            return
        text, marks = self.line.take(collapsed=True)
        if text.strip("\u3000\xa0 "):
            kind: Kind = "chrome" if self.reason else self.kind
            self.out.add(
                CapturedLine(text, kind, self.level, self.align, self.reason,
                             guessed=self.guessed, doubt=self.doubt, marks=marks)
            )  # fmt: skip
        self._flush_asides()

    def _flush_asides(self) -> None:
        self.doubt = ""
        for line in self.asides:
            self.out.add(line)
        self.asides.clear()

    def _say(self, text: str | None) -> None:
        """Put text into the line, and into the account."""
        if text:
            self.out.account.add("apart" if self.reason else "text", text, self.reason)
            first, *more = text.split("\n") if self.drawn else [text]
            self.line.say(first)
            for line in more:
                self._flush()
                self.line.say(line)

    def _silent(self, element: etree._Element, what: str) -> None:
        """Leave out an element that holds no text of the page."""
        self.out.omitted[what] += 1
        self.out.account.element(str(element.tag), "markup")
        self.out.account.add("markup", "".join(map(str, element.itertext())), what)

    def _element(self, element: etree._Element, inside: bool) -> None:
        if not isinstance(element.tag, str):
            # a comment, which no page shows
            self.out.omitted["comments"] += 1
            self.out.account.add("markup", element.text or "", "comments")
            return
        tag = element.tag
        if tag in SILENT:
            self._silent(element, SILENT[tag])
            return
        inside = inside or element is self.main
        reason, guessed = self._apart(element, inside)
        if reason and not self.reason and tag not in _BLOCKS:
            self._aside(element, reason, guessed=guessed)
        elif tag == "br":
            self.out.account.element(tag, "markup")
            self._flush()
        elif tag == "table" and not reason and not self.in_cell and is_data(element):
            self._flush()
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element, reason, inside, guessed)
        else:
            self._inline(element, inside)

    def _apart(self, element: etree._Element, inside: bool) -> tuple[str, bool]:
        """Return why an element is not text, and whether that is a guess."""
        if self.reason:
            return self.reason, self.guessed
        reason, guessed = reason_of(element)
        if not reason and not self.in_cell:
            reason, guessed = block_reason(element, self.links, self.out.facts)
        if not reason and not inside and element not in self.within:
            reason, guessed = "outside the text of the page", True
        return reason, guessed

    def _block(self, element: etree._Element, reason: str, inside: bool, guessed: bool) -> None:
        if element in self.notes and not reason and not self.in_cell:
            self._note(element)
            return
        self.out.account.element(str(element.tag), "apart" if reason else "markup")
        self._flush()
        before = (self.kind, self.level, self.align, self.reason, self.guessed)
        self.reason, self.guessed = reason, guessed
        drawn, self.drawn = self.drawn, self.drawn or element.tag == "pre"
        if level := _HEADINGS.get(str(element.tag)):
            self.kind, self.level = "heading", level
            # a heading that stands outside the text of the page is its title
            self.guessed = guessed or not inside
        elif element.tag == "li":
            depth = sum(a.tag in ("ul", "ol") for a in element.iterancestors())
            self.kind, self.level = "item", depth
            self.line.say(self._ordinal(element))
        elif element.tag in ("caption", "figcaption"):
            self.kind = "caption"
        elif element.tag in ("td", "th", "dd", "dt", "p", "div"):
            self.kind = self.kind if self.kind in ("item", "caption") else "text"
        self.paragraphs += element.tag in ("p", "div", "li")
        found = _ALIGN.search(element.get("style") or "")
        align = found[1].lower() if found else (element.get("align") or "").lower()
        centred = element.tag == "center"
        self.align = "center" if centred else align.replace("end", "right") or self.align
        # what stands in a title stands within the text, as the title does
        self._children(element, inside or element.tag == "h1")
        self._flush()
        self.kind, self.level, self.align, self.reason, self.guessed = before
        self.drawn = drawn

    def _note(self, element: etree._Element) -> None:
        """Read a note by the author as one line, which begins with the label of its call."""
        self.out.account.element(str(element.tag), "text")
        self._flush()
        self.in_cell, self.noting = 1, True
        if not bears_label(element, label := self.notes[element]):
            self.line.say(f"{label} ")
        self._children(element, True)
        self.in_cell, self.noting = 0, False
        text, marks = self.line.take(collapsed=True)
        self.out.add(CapturedLine(text, "note", doubt=self.doubt, marks=marks))
        self._flush_asides()

    def _inline(self, element: etree._Element, inside: bool) -> None:
        """Read an element that stands within a line."""
        tag, style = str(element.tag), element.get("style") or ""
        if tag in _STRUCK or _THROUGH.search(style):
            self._aside(element, "struck out: is it a deletion?", asked=True)
        elif "mw-editsection" in (element.get("class") or ""):
            edit = _EDIT.fullmatch("".join(map(str, element.itertext())).strip())
            if edit:
                self._silent(element, "edit links")
            else:
                self._aside(element, "edit link", guessed=True)
        elif tag == "ruby":
            self._ruby(element, inside)
        elif tag == "math":
            self._formula(element)
        elif tag == "img":
            self._picture(element, inside)
        elif self.noting and leads_back(element):
            self._silent(element, "links back from notes")
        elif not self.noting and (label := call_of(element)):
            self.out.account.element(tag, "mark")
            self.out.account.add("mark", "".join(map(str, element.itertext())))
            self.line.call(label)
        else:
            self._marked(element, inside)

    def _marked(self, element: etree._Element, inside: bool) -> None:
        tag, style = str(element.tag), element.get("style") or ""
        words = (element.get("class") or "").split() if tag in ("u", "em", "i", "span") else ()
        kind = next((_NAMED[word] for word in words if word in _NAMED), None) or _MARKS.get(tag)
        kind = kind or next((mark for pattern, mark in _STYLES if pattern.search(style)), None)
        if kind is None or self.reason:
            unknown = tag not in _PLAIN and tag not in _MARKS and ":" not in tag
            self.out.account.element(tag, "asked" if unknown else "markup")
            if unknown and not self.reason:
                self.doubt = f"the element <{tag[:40]}> is unknown here; its text was kept"
            self._children(element, inside)
            return
        self.out.account.element(tag, "mark")
        opened = self.line.open(kind)
        self._children(element, inside)
        self.line.close(kind, opened)

    def _ruby(self, ruby: etree._Element, inside: bool) -> None:
        """Read bases with their readings, each pair a mark."""
        self.out.account.element("ruby", "mark")
        above = ("".join(map(str, part.itertext())) for part in ruby if part.tag in ("rt", "rtc"))
        readings = [said for text in above if (said := collapse(text).strip())]
        opened = self._base(readings)
        self._say(ruby.text)
        for child in ruby:
            if child.tag in ("rt", "rp", "rtc"):
                said = "".join(map(str, child.itertext()))
                self.out.account.element(str(child.tag), "mark")
                self.out.account.add("markup" if child.tag == "rp" else "mark", said)
                if child.tag != "rp" and said.strip():
                    self.line.close("ruby", opened, readings.pop(0))
                    opened = self._base(readings)
            else:
                self._element(child, inside)
            self._say(child.tail)
        # what stands behind the last reading has none
        self.line.forget(opened)

    def _base(self, readings: list[str]) -> OpenMark:
        """Begin the base of the next reading, which is known: the base may take two lines."""
        return self.line.open("ruby", readings[0]) if readings else self.line.open()

    def _formula(self, element: etree._Element) -> None:
        """Read a formula by its source in LaTeX, or as it is; ask about any other."""
        self.out.account.element("math", "mark")
        text = "".join(map(str, element.itertext()))
        tex = [e for e in element.iter() if isinstance(e.tag, str) and e.tag.endswith("annotation")]
        source = collapse(tex[0].text or "").strip() if tex else element.get("alttext") or ""
        file = "" if source or self.reason else self.out.objects.formula(element)
        self.out.account.add("mark" if source or file else "asked", text)
        if source:
            self.line.formula(source)
        elif file:
            self.line.formula_file(file)
        else:
            self.line.lost()
            self._ask(collapse(text).strip(), "formula of the page: where does it belong?")

    def _picture(self, element: etree._Element, inside: bool) -> None:
        """Read a picture that the page holds; ask about one that it only names.

        Outside the text it belongs to the page. One without words by intention is no more than
        ornament (HTML, 4.8.4.4.7), and has no place in a line.
        """
        address = element.get("src") or ""
        data = from_data_uri(address)
        words = collapse(element.get("alt") or element.get("title") or "").strip()
        if self.reason or not inside or is_spacer(data or b""):
            self.out.account.element("img", "markup")
            self.out.omitted["pictures"] += 1
            return
        # a title holds no object
        kept = self.out.objects.picture(data) if data and self.kind != "heading" else ""
        self.out.account.element("img", "mark" if kept else "asked")
        if kept:
            self.line.picture(kept, words)
            return
        if element.get("alt") != "":
            self.line.lost()
        file = (
            "" if data is not None else unquote(address.partition("?")[0].rpartition("/")[2])[:80]
        )
        doubt = "picture" if data is None or self.kind == "heading" else NOT_TAKEN
        self._ask(f"[{words or '…'}: {file}]" if file else f"[{words or '…'}]", doubt)

    def _ask(self, text: str, doubt: str) -> None:
        self.asides.append(CapturedLine(text, "chrome", reason=doubt, guessed=True, doubt=doubt))

    def _aside(
        self, element: etree._Element, reason: str, *, guessed: bool = False, asked: bool = False
    ) -> None:
        text = "".join(map(str, element.itertext()))
        self.out.account.element(str(element.tag), "asked" if asked else "apart")
        self.out.account.add("asked" if asked else "apart", text, reason)
        if shown := collapse(text).strip():
            doubt = reason if asked else ""
            self.asides.append(
                CapturedLine(shown, "chrome", reason=reason, guessed=guessed, doubt=doubt)
            )

    def _ordinal(self, item: etree._Element) -> str:
        """Return the number that a page shows before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return ""
        return ordinal(parent, item, self.numbers)

    def _children(self, element: etree._Element, inside: bool) -> None:
        self._say(element.text)
        for child in element:
            self._element(child, inside)
            self._say(child.tail)

    def _table(self, table: etree._Element) -> None:
        """Give each cell of a table of data as a line, at its place."""
        self.tables += 1
        cells = Cells(self.tables)
        at = 0
        for column in table.iter("col"):
            for _ in range(min(span_of(column.get("span")), MOST_COLUMNS)):
                at += 1
                if width := width_of(column.get):
                    cells.widths[at] = width
                if stands := align_of(column.get):
                    cells.aligns[at] = stands
        self._rows(table, cells)

    def _rows(self, part: etree._Element, cells: Cells, align: str = "") -> None:
        """Read a table, or a part of one; what stands between its cells is asked about."""
        align = ("" if part.tag == "table" else align_of(part.get)) or align
        self.out.account.element(str(part.tag), "markup")
        self._between(part.text)
        for child in part:
            tag = child.tag
            if tag in ("thead", "tbody", "tfoot"):
                self._rows(child, cells, align)
            elif tag == "tr":
                cells.next_row()
                self._rows(child, cells, align)
            elif tag in ("td", "th") and cells.row:
                self._cell(child, cells, align)
            else:
                self._element(child, True)
                self._flush()
            self._between(child.tail)

    def _between(self, text: str | None) -> None:
        self._say(text)
        if text and text.strip():
            self.doubt = "text between the cells of a table"
            self._flush()
        else:
            self.line.take(collapsed=True)

    def _cell(self, cell: etree._Element, cells: Cells, align: str) -> None:
        self.out.account.element(str(cell.tag), "text")
        wide, high = span_of(cell.get("colspan")), span_of(cell.get("rowspan"))
        stands = align_of(cell.get) or align
        place = cells.place(wide, high, head=cell.tag == "th", align=stands,
                            width=width_of(cell.get))  # fmt: skip
        self.in_cell, self.paragraphs = 1, 0
        self._children(cell, True)
        self.in_cell = 0
        text, marks = self.line.take(collapsed=True)
        self.out.add_cell(CapturedLine(text, "cell", doubt=self.doubt, marks=marks), place)
        self._flush_asides()
