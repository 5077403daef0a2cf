"""Reads Word files: paragraphs, headings, tables, and the numbers that Word makes up for lists."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

from lxml import etree

from zhengben.capture.base import CapturedLine, CapturedText, CaptureError, Kind, Place
from zhengben.capture.cells import Cells, span_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_XML = 64_000_000
_HAN = "〇一二三四五六七八九"


def read_docx(data: bytes) -> CapturedText:
    """Return the paragraphs and cells of a .docx; raise CaptureError for any other file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        body = _part(archive, "word/document.xml")
    except (zipfile.BadZipFile, KeyError):
        raise CaptureError("is no Word file (.docx); save it as one.") from None
    names = set(archive.namelist())
    numbering = _part(archive, "word/numbering.xml") if "word/numbering.xml" in names else None
    styles = _part(archive, "word/styles.xml") if "word/styles.xml" in names else None
    document = body.find(f"{_W}body")
    if document is None:
        raise CaptureError("holds no text; save it again from Word.")
    numbers = _Numbering(numbering)
    reader = _Reader(numbers, _headings(styles), _numbered(styles, numbers))
    for element in document:
        reader.element(element)
    for name in sorted(names):
        if name.startswith(("word/header", "word/footer", "word/footnotes", "word/comments")):
            reader.aside(_part(archive, name), name)
    return reader.out


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse a part of the file; entities and the network are off, its size is bounded."""
    with archive.open(name) as stream:
        xml = stream.read(_MOST_XML + 1)
    if len(xml) > _MOST_XML:
        raise CaptureError("unpacks to more than 64 MB; save the text by itself.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise CaptureError(f"is damaged ({name} is no XML); save it again from Word.") from None


def _value(element: etree._Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(f"{_W}{name}") or ""


def _headings(styles: etree._Element | None) -> dict[str, int]:
    """Map the identifiers of heading styles to their level; 0 is the title's."""
    found = dict[str, int]()
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = _value(style.find(f"{_W}name")).lower()
        key = style.get(f"{_W}styleId") or ""
        if name.startswith("heading ") and name[8:].isdecimal():
            found[key] = int(name[8:]) + 1
        elif name == "title":
            found[key] = 1
    return found


def _numbered(styles: etree._Element | None, numbering: _Numbering) -> dict[str, tuple[str, str]]:
    """Map the identifiers of styles that number their paragraphs to list and level.

    A style says its list, itself or through the one it is based on; the level stands there or in
    the list, which names the style (ECMA-376, 17.9.23).
    """
    all_styles = {s.get(f"{_W}styleId") or "": s for s in (
        styles.iter(f"{_W}style") if styles is not None else ())}  # fmt: skip
    found = dict[str, tuple[str, str]]()
    for key in all_styles:
        at, seen = key, set[str]()
        while at in all_styles and at not in seen:
            seen.add(at)
            numbers = all_styles[at].find(f"{_W}pPr/{_W}numPr")
            if numbers is not None:
                number = _value(numbers.find(f"{_W}numId"))
                level = _value(numbers.find(f"{_W}ilvl")) or numbering.of_style.get((number, at))
                found[key] = number, level or "0"
                break
            at = _value(all_styles[at].find(f"{_W}basedOn"))
    return found


class _Numbering:
    """Works out the numbers that Word shows before the paragraphs of a list."""

    def __init__(self, root: etree._Element | None) -> None:
        self.levels = dict[tuple[str, str], tuple[str, str, int]]()
        self.counts = Counter[tuple[str, int]]()
        # what Word sets between a number and its text; a tab where nothing is said (17.9.28)
        self.gaps = dict[tuple[str, str], str]()
        # levels that go on counting whatever stands above them
        self.unbroken = set[tuple[str, int]]()
        # which level of a list numbers the paragraphs of a style
        self.of_style = dict[tuple[str, str], str]()
        if root is None:
            return
        abstract = {a.get(f"{_W}abstractNumId") or "": a for a in root.iter(f"{_W}abstractNum")}
        for num in root.iter(f"{_W}num"):
            kind = abstract.get(_value(num.find(f"{_W}abstractNumId")))
            for level in kind.iter(f"{_W}lvl") if kind is not None else ():
                key = (num.get(f"{_W}numId") or "", level.get(f"{_W}ilvl") or "0")
                start = _value(level.find(f"{_W}start"))
                if _value(level.find(f"{_W}lvlRestart")) == "0" and key[1].isdecimal():
                    self.unbroken.add((key[0], int(key[1])))
                suffix = _value(level.find(f"{_W}suff")) or "tab"
                self.gaps[key] = {"tab": "\t", "space": " "}.get(suffix, "")
                if style := _value(level.find(f"{_W}pStyle")):
                    self.of_style[key[0], style] = key[1]
                self.levels[key] = (
                    _value(level.find(f"{_W}numFmt")),
                    _value(level.find(f"{_W}lvlText")),
                    int(start) if start.isdecimal() and len(start) < 6 else 1,
                )

    def next(self, number: str, level: str) -> str:
        """Return the label of the next paragraph of a list, such as “第三条” or “（二）”."""
        style, text, _ = self.levels.get((number, level), ("", "", 1))
        if style in ("", "none", "bullet") or not level.isdecimal():
            return text if style == "bullet" and text.isprintable() else ""
        depth = int(level)
        for deeper in range(depth + 1, 9):
            if (number, deeper) not in self.unbroken:
                del self.counts[number, deeper]
        self.counts[number, depth] += 1
        for outer in range(depth + 1):
            form, _, first = self.levels.get((number, str(outer)), ("decimal", "", 1))
            value = max(1, self.counts[number, outer]) + first - 1
            text = text.replace(f"%{outer + 1}", _numeral(value, form))
        return text + self.gaps[number, level] if text else ""


def _numeral(value: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "ideographDigital",
                "japaneseCounting", "taiwaneseCountingThousand"):  # fmt: skip
        return _han(value)
    if form == "decimalEnclosedCircle" and value <= 20:
        return chr(ord("①") + value - 1)
    if form in ("lowerLetter", "upperLetter") and value <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + value - 1)
    return str(value)


def _han(value: int) -> str:
    """Write a number below 1000 as 一百二十三."""
    if value >= 1000:
        return "".join(_HAN[int(d)] for d in str(value))
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_HAN[ones] if ones else "")


class _Reader:
    """Gathers the lines of the body, then what stands outside it."""

    def __init__(
        self, numbering: _Numbering, headings: dict[str, int], numbered: dict[str, tuple[str, str]]
    ) -> None:
        self.out, self.numbering, self.headings = CapturedText(), numbering, headings
        self.numbered = numbered
        self.tables = 0

    def element(self, element: etree._Element) -> None:
        """Read a paragraph, a table, or what a content control holds."""
        if element.tag == f"{_W}p":
            self._paragraph(element)
        elif element.tag == f"{_W}tbl":
            self._table(element)
        elif element.tag == f"{_W}sdt":
            for inner in element.iterfind(f"{_W}sdtContent/*"):
                self.element(inner)

    def aside(self, part: etree._Element, name: str) -> None:
        """Give the lines of a part that is not the body: headers, footers, notes, comments."""
        reason = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        for paragraph in part.iter(f"{_W}p"):
            if text := "".join(_runs(paragraph)).strip():
                self.out.add(CapturedLine(text, "chrome", reason=f"{reason} of the file"))

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{_W}pPr")
        style = align = label = ""
        if properties is not None:
            style = _value(properties.find(f"{_W}pStyle"))
            align = {"right": "right", "end": "right", "center": "center"}.get(
                _value(properties.find(f"{_W}jc")), ""
            )
            number, depth = self.numbered.get(style, ("", "0"))
            own = properties.find(f"{_W}numPr")
            if own is not None:
                number = _value(own.find(f"{_W}numId")) or number
                depth = _value(own.find(f"{_W}ilvl")) or depth
            if number:
                label = self.numbering.next(number, depth)
        level = self.headings.get(style, 0)
        for text in (label + "".join(_runs(paragraph))).split("\n"):
            if text.strip():
                kind: Kind = "heading" if level else "text"
                self.out.add(CapturedLine(text, kind, level, align))

    def _table(self, table: etree._Element) -> None:
        """Give each cell as a line; one that Word merges with the cell above it is that cell."""
        self.tables += 1
        cells, lines = Cells(self.tables), list[tuple[str, Place]]()
        # by column, where in ``lines`` the cell is that the next row may go on with
        above: dict[int, int] = {}
        for row in table.iterfind(f"{_W}tr"):
            cells.next_row()
            before = row.find(f"{_W}trPr/{_W}gridBefore")
            cells.skip(span_of(_value(before)) if before is not None else 0)
            head = row.find(f"{_W}trPr/{_W}tblHeader") is not None
            here: dict[int, int] = {}
            for cell in row.iterfind(f"{_W}tc"):
                wide = span_of(_value(cell.find(f"{_W}tcPr/{_W}gridSpan")))
                place = cells.place(wide, head=head)
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                text = " ".join("".join(_runs(p)).strip() for p in cell.iter(f"{_W}p")).strip()
                number = above.get(place.column)
                # what Word hides in a merged cell is text all the same
                goes_on = merged is not None and _value(merged) != "restart" and not text
                if goes_on and number is not None and lines[number][1].columns == wide:
                    first = lines[number]
                    lines[number] = (first[0], first[1]._replace(rows=first[1].rows + 1))
                    here[place.column] = number
                    continue
                if merged is not None:
                    here[place.column] = len(lines)
                lines.append((text.replace("\n", " "), place))
            above = here
        for text, place in lines:
            if text:
                self.out.add(CapturedLine(text, "cell", cell=place))


def _runs(paragraph: etree._Element) -> list[str]:
    """Return the text of a paragraph: what was deleted in tracked changes is not there."""
    parts = list[str]()
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parent = element.getparent()
            # the tab stops of a paragraph are tabs too
            parts.append("\t" if parent is not None and parent.tag == f"{_W}r" else "")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return parts
