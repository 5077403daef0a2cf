"""Reads wikitext as Wikisource stores it, with mwparserfromhell: every node has a fate.

A template of form shows its text; one that is unknown keeps its first part, and is asked about.
"""

from __future__ import annotations

import re

import mwparserfromhell
from msgspec.structs import replace
from mwparserfromhell.nodes import (
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from zhengben.capture.base import CapturedLine, CapturedText
from zhengben.capture.cells import Cells, align_of, span_of, width_of
from zhengben.capture.marked import LineBuilder, OpenMark
from zhengben.capture.wiki_bounds import demand_bounds
from zhengben.capture.wiki_page import SPACES, WikiPage
from zhengben.capture.wiki_templates import Shown, parts_of, shown_as
from zhengben.capture.wiki_variants import put_back
from zhengben.document.notation import Kind as MarkKind
from zhengben.document.regex import regex

STRUCK = "struck out: is it a deletion?"
_HAN = regex(r"[\u3400-\u9fff]")
_MARKS: dict[str, MarkKind] = {
    "sup": "sup", "sub": "sub", "em": "em", "i": "em", "u": "u", "ins": "u",
}  # fmt: skip
_BLOCKS = ("p", "div", "center", "blockquote", "poem", "li", "dd", "dt", "ul", "ol", "dl", "pre")
_PLAIN = regex(
    r"a|abbr|b|big|bdi|bdo|cite|code|data|font|kbd|mark|nowiki|onlyinclude|noinclude|q|rb|samp|"
    r"section|small|span|strong|time|tt|var|h[1-6]"
)
_SILENT = ("references", "section", "templatestyles", "languages", "pagequality", "wbr")
# what belongs to the line that is being made
_OF_A_LINE = ("line", "asides", "doubt", "in_cell", "markers", "kind", "level")
_FILES = regex(r"\s*(?:File|Image|文件|檔案|档案|圖像|图像)\s*[:：]", re.IGNORECASE)
_FLOATS = regex(r"(?:^|\|)\s*(?:thumb|frame|right|left|center|縮圖|缩略图|右|左|居中|置中)\b")
_CATEGORY = regex(r"\s*(?:Category|分类|分類)\s*[:：]", re.IGNORECASE)
_LANGUAGE = regex(r"\s*(?:[a-z]{2,3}(?:-[a-z-]{2,12})?|simple)\s*:")


def read_wikitext(text: str) -> CapturedText:
    """Return the lines of a wikitext page; CaptureError for one too open."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    demand_bounds(text)
    return _Reader(text).read()


class _Reader(WikiPage):
    """One pass over the nodes of a page."""

    def read(self) -> CapturedText:
        """Return every line of the page."""
        self._nodes(mwparserfromhell.parse(self.source))
        self._flush()
        self._give_notes()
        account = self.out.account
        account.add("markup", self.source[self.at :])
        account.entries = put_back(account.entries, self.taken_out)
        return self.out

    def _nodes(self, code: Wikicode | None) -> None:
        for node in code.nodes if code is not None else ():
            self._node(node)

    def _node(self, node: Node) -> None:
        if isinstance(node, Text):
            self._say(str(node.value))
        elif isinstance(node, HTMLEntity):
            self._take(str(node))
            self.line.say(node.normalize() or str(node))
        elif isinstance(node, Heading):
            self._flush()
            self.numbers.clear()
            self.kind, self.level = "heading", node.level
            self._nodes(node.title)
            self._flush()
        elif isinstance(node, Comment):
            self._comment(str(node.contents))
        elif isinstance(node, Template):
            self._template(node)
        elif isinstance(node, Wikilink):
            self._link(node)
        elif isinstance(node, ExternalLink):
            self._nodes(node.title if node.title or node.brackets else node.url)
        elif isinstance(node, Tag):
            self._tag(node)
        else:
            # an argument of a template, which a page has none of
            self._say(str(node))

    def _comment(self, text: str) -> None:
        self.out.omitted["comments"] += 1
        if re.search(r"[\u3400-\u9fff]", text):
            self._aside(text, "comment of the page")

    def _link(self, link: Wikilink) -> None:
        title = str(link.title)
        if _FILES.match(title):
            if not _FLOATS.search(str(link.text or "")):
                self.line.lost()
                self._wonder("a picture stood here: 〓 stands for it")
            self._aside(str(link)[2:-2], "picture of the page", asked=True)
        elif _CATEGORY.match(title):
            self._aside(str(link)[2:-2], "categories")
        elif _LANGUAGE.match(title) and link.text is None:
            self._aside(str(link)[2:-2], "link to another language")
        elif link.text is not None:
            self._nodes(link.text)
        elif title.startswith(":"):
            # a link that only names a category, a file or another language
            self._take(title[1:])
            self.line.say(title[1:])
        else:
            self._nodes(link.title)

    # templates

    def _template(self, template: Template) -> None:
        shown = shown_as(template)
        for parameter in template.params:
            key, value = str(parameter.name).strip().lower(), str(parameter.value).strip()
            if parameter.showkey and value and "{" not in value:
                self.out.facts.setdefault(key, value)
        if shown.how == "header":
            self._header(template)
        elif shown.how == "nothing":
            self.out.omitted["templates of form"] += 1
        elif shown.how == "apart":
            self._aside(str(template)[2:-2], shown.reason, asked=shown.asked)
        elif shown.how == "struck":
            self._aside("|".join(map(str, parts_of(template))), STRUCK, asked=True)
        elif shown.how == "note":
            contents = next(iter(parts_of(template)), None)
            named = {str(p.name).strip().lower(): str(p.value).strip() for p in template.params}
            self._note(contents, named.get("name", ""), named.get("group", ""))
        elif shown.how in ("right", "center"):
            self._flush()
            before, self.align = self.align, shown.how
            self._parts(template, shown)
            self._flush()
            self.align = before
        else:
            self._parts(template, shown)
            if shown.how == "unknown":
                name = str(template.name).strip()[:40]
                self._wonder(f"template {name} is unknown here: its first part stands as text")

    def _header(self, template: Template) -> None:
        """Read the header of a page: its title stands above the text."""
        self._flush()
        self._aside(str(template)[2:-2], "header of the page")
        self._flush()
        named = (p for p in template.params if str(p.name).strip().lower() in
                 ("title", "標題", "标题"))  # fmt: skip
        parameter = next(named, None)
        if parameter is not None:
            # what the header says was set apart with it; here it is shown once more
            text = mwparserfromhell.parse(str(parameter.value)).strip_code().strip()
            if text:
                self.out.add(CapturedLine(SPACES.sub(" ", text), "heading", 1))

    def _parts(self, template: Template, shown: Shown) -> None:
        parts = parts_of(template)
        for number, part in enumerate(parts):
            if number == shown.part and shown.mark == "ruby":
                reading = parts[1].strip_code().strip() if len(parts) > 1 else ""
                opened = self.line.open("ruby", reading) if reading else self.line.open()
                self._nodes(part)
                self.line.close("ruby", opened, reading) if reading else self.line.forget(opened)
            elif number == shown.part and shown.mark is not None:
                self._marked(shown.mark, part)
            elif number == shown.part:
                self._nodes(part)
            elif shown.mark == "ruby" and number == 1:
                self._take(str(part), "mark")
            elif shown.how == "unknown" and str(part).strip():
                name = str(template.name).strip()[:40]
                self._aside(str(part), f"further part of the template {name}", asked=True)
            else:
                # a form of the same that is not shown, or how it is shown
                self._take(str(part), "apart")
        for parameter in template.params if shown.how == "unknown" else ():
            if parameter.showkey and _HAN.search(str(parameter.value)):
                name = str(template.name).strip()[:40]
                self._aside(str(parameter), f"further part of the template {name}", asked=True)

    # tags

    def _tag(self, tag: Tag) -> None:
        name, markup = str(tag.tag).strip().lower(), tag.wiki_markup
        if markup in ("*", "#", ":", ";"):
            self._listed(markup)
        elif name == "table":
            self._table(tag)
        elif name == "ref":
            name, group = (str(tag.get(key).value) if tag.has(key) else ""
                           for key in ("name", "group"))  # fmt: skip
            self._note(tag.contents, name, group)
        elif name in ("br", "hr"):
            self._flush()
        elif name in ("s", "del", "strike"):
            self._aside(str(tag.contents), STRUCK, asked=True)
        elif name == "math":
            content = SPACES.sub(" ", str(tag.contents)).strip()
            self._take(str(tag.contents), "mark")
            if content:
                self.line.formula(content)
        elif name in ("gallery", "includeonly", "score", "timeline", "pages", "form", "imagemap"):
            self._aside(str(tag.contents or tag)[:2000], f"<{name}> of the page", asked=True)
        elif name in _SILENT and not str(tag.contents or "").strip():
            self.out.omitted["switches of the page"] += 1
            if name == "references":
                self._flush()
                self._give_notes()
        elif name == "ruby":
            self._ruby(tag)
        else:
            self._content(tag, name)

    def _content(self, tag: Tag, name: str) -> None:
        if name in _BLOCKS:
            before = self.align
            self._flush()
            self.align = "center" if name == "center" else _align(tag) or before
            self._nodes(tag.contents)
            self._flush()
            self.align = before
        elif name in _MARKS:
            self._marked(_MARKS[name], tag.contents)
        else:
            self._nodes(tag.contents)
            if not _PLAIN.fullmatch(name) and name not in _SILENT:
                self._wonder(f"the element <{name[:40]}> is unknown here; its text was kept")

    def _listed(self, marker: str) -> None:
        """Begin an item: ``#`` shows its number, ``:`` only stands further in."""
        if self.markers.endswith("#") and self.kind == "item":
            # “##” is one item of the inner list, and none of the outer one
            self.numbers[self.markers] -= 1
        self.markers += marker
        if set(self.markers) == {":"}:
            return
        self.kind, self.level = "item", len(self.markers)
        if marker == "#":
            for deeper in [key for key in self.numbers if len(key) > len(self.markers)]:
                del self.numbers[deeper]
            self.numbers[self.markers] += 1
            if "#" in self.markers[:-1] and not self.in_cell:
                # the number of the outer item that this one is in
                self.line.take(collapsed=True)
            self.line.say(f"{self.numbers[self.markers]}. ")

    def _ruby(self, tag: Tag) -> None:
        readings = [said for node in tag.contents.nodes if (said := _reading(node))]
        opened = self._base(readings)
        for node in tag.contents.nodes:
            inner = str(node.tag).strip().lower() if isinstance(node, Tag) else ""
            if isinstance(node, Tag) and inner == "rt":
                self._take(str(node.contents), "mark")
                if not _reading(node):
                    continue
                reading = readings.pop(0)
                if self.line.begun(opened):
                    self.line.close("ruby", opened, reading)
                    opened = self._base(readings)
                else:
                    self.line.say(reading)
            elif inner != "rp":
                self._node(node)
        self.line.forget(opened)

    def _base(self, readings: list[str]) -> OpenMark:
        """Begin the base of the next reading, which is known: the base may take two lines."""
        return self.line.open("ruby", readings[0]) if readings else self.line.open()

    def _note(self, contents: Wikicode | None, name: str, group: str) -> None:
        """Read a note of the source: its call here, the note behind the text."""
        label = self.noted.get((group, name)) if name else None
        if label is None:
            self.numbered_notes[group] += 1
            number = self.numbered_notes[group]
            label = f"[{group} {number}]" if group else f"[{number}]"
            self.noted[group, name or label] = label
        self.line.call(label)
        if contents is None or not str(contents).strip():
            return
        outer = {key: getattr(self, key) for key in _OF_A_LINE}
        self.line, self.asides, self.doubt, self.in_cell, self.markers = (
            LineBuilder(),
            [],
            "",
            1,
            "",
        )
        self._nodes(contents)
        text, marks = self.line.take(collapsed=True)
        doubt, asides = self.doubt, self.asides
        for key, value in outer.items():
            setattr(self, key, value)
        shift = len(label) + 1
        moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in marks)
        self.notes += [CapturedLine(f"{label} {text}", "note", doubt=doubt, marks=moved), *asides]

    def _give_notes(self) -> None:
        for note in self.notes:
            self.out.add(note)
        self.notes.clear()

    # tables

    def _table(self, table: Tag) -> None:
        self._flush()
        if self.in_cell:
            # a table within a cell is a line of it
            for cell in table.contents.filter_tags(matches=lambda t: str(t.tag) in ("td", "th")):
                self._nodes(cell.contents)
                self.line.say(" ")
            return
        self.tables += 1
        cells = Cells(self.tables)
        cells.next_row()
        self._rows(table.contents, cells)
        self._flush()

    def _rows(self, code: Wikicode, cells: Cells) -> None:
        for node in code.nodes:
            name = str(node.tag).strip().lower() if isinstance(node, Tag) else ""
            if isinstance(node, Tag) and name in ("tr", "tbody", "thead", "tfoot"):
                if name == "tr" and cells.column:
                    cells.next_row()
                self._rows(node.contents, cells)
            elif isinstance(node, Tag) and name in ("td", "th"):
                self._cell(node, cells, head=name == "th")
            elif str(node).strip():
                self._node(node)
                self.doubt = self.doubt or (
                    "" if name == "caption" else "text between the cells of a table"
                )
                self._flush()

    def _cell(self, cell: Tag, cells: Cells, *, head: bool) -> None:
        content = str(cell.contents)
        if cell.wiki_markup == "|" and content.startswith("+"):
            # the caption of a table stands above it
            self.kind, before = "caption", self.kind
            self._say(content[1:].strip())
            self._flush()
            self.kind = before
            return
        wide, high = (span_of(str(cell.get(key).value)) if cell.has(key) else 1
                      for key in ("colspan", "rowspan"))  # fmt: skip
        said = {str(a.name).strip().lower(): str(a.value or "").strip() for a in cell.attributes}
        place = cells.place(
            wide, high, head=head, align=align_of(said.get), width=width_of(said.get)
        )
        self.in_cell = 1
        self._nodes(cell.contents)
        self.in_cell = 0
        text, marks = self.line.take(collapsed=True)
        self.out.add_cell(CapturedLine(text, "cell", doubt=self.doubt, marks=marks), place)
        self.doubt = ""
        self._flush()


def _reading(node: Node) -> str:
    """Return what the reading of a ruby says, or an empty text for any other node."""
    if not isinstance(node, Tag) or str(node.tag).strip().lower() != "rt":
        return ""
    return str(node.contents.strip_code().strip())


def _align(tag: Tag) -> str:
    said = " ".join(str(attribute) for attribute in tag.attributes)
    found = re.search(r"align\s*[:=]\s*[\"']?\s*(right|center)", said, re.IGNORECASE)
    return found[1].lower() if found else ""
