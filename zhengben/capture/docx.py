"""Reads Word files: paragraphs, headings, tables, notes, and the numbers that Word makes up."""

from __future__ import annotations

import re

from lxml import etree

from zhengben.capture.base import CapturedLine, CapturedText, CaptureError, Place
from zhengben.capture.cells import Cells, span_of
from zhengben.capture.docx_numbering import Numbering, W, value_of
from zhengben.capture.docx_parts import Media, parts_of
from zhengben.capture.docx_runs import HOLDERS, MC, SILENT, Runs
from zhengben.capture.marked import LineBuilder


def read_docx(data: bytes) -> CapturedText:
    """Return the paragraphs and cells of a .docx; raise CaptureError for any other file."""
    parts = parts_of(data)
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise CaptureError("holds no text; save it again from Word.")
    return _Reader(parts, Media(data)).read(body)


def _headings(styles: etree._Element | None) -> dict[str, int]:
    """Map the identifiers of heading styles to their level; 0 is the title's."""
    found = dict[str, int]()
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = value_of(style.find(f"{W}name")).lower()
        key = style.get(f"{W}styleId") or ""
        if re.fullmatch(r"heading [1-9]", name):
            found[key] = int(name[8:]) + 1
        elif name == "title":
            found[key] = 1
    return found


def _numbered(styles: etree._Element | None, numbering: Numbering) -> dict[str, tuple[str, str]]:
    """Map the identifiers of styles that number their paragraphs to list and level.

    A style says its list, itself or through the one it is based on; the level stands there or in
    the list, which names the style (ECMA-376, 17.9.23).
    """
    all_styles = {s.get(f"{W}styleId") or "": s for s in (
        styles.iter(f"{W}style") if styles is not None else ())}  # fmt: skip
    found = dict[str, tuple[str, str]]()
    for key in all_styles:
        at, seen = key, set[str]()
        while at in all_styles and at not in seen:
            seen.add(at)
            numbers = all_styles[at].find(f"{W}pPr/{W}numPr")
            if numbers is not None:
                number = value_of(numbers.find(f"{W}numId"))
                level = value_of(numbers.find(f"{W}ilvl")) or numbering.of_style.get((number, at))
                found[key] = number, level or "0"
                break
            at = value_of(all_styles[at].find(f"{W}basedOn"))
    return found


class _Reader(Runs):
    """Gathers the lines of the body, then what stands outside it."""

    def __init__(self, parts: dict[str, etree._Element], media: Media) -> None:
        super().__init__(media)
        self.parts = parts
        self.numbering = Numbering(parts.get("word/numbering.xml"))
        styles = parts.get("word/styles.xml")
        self.headings = _headings(styles)
        self.numbered = _numbered(styles, self.numbering)
        self.tables = 0

    def read(self, body: etree._Element) -> CapturedText:
        """Return every line of the file."""
        self._blocks(body)
        self._notes()
        for name, part in self.parts.items():
            if name.startswith(("word/header", "word/footer", "word/comments")):
                self._outside(part, name)
        return self.out

    def _blocks(self, holder: etree._Element) -> None:
        self._blank(holder.text)
        for element in holder:
            tag = element.tag
            if tag == f"{W}p":
                self._paragraph(element)
            elif tag == f"{W}tbl":
                self._table(element)
            elif tag in SILENT or not isinstance(tag, str):
                self._leave(element)
            elif tag in HOLDERS:
                self._blocks(element)
            elif tag == f"{MC}AlternateContent":
                self._alternate(element, self._blocks)
            else:
                self._unknown(element)
                self._flush()
            self._blank(element.tail)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = align = label = ""
        if properties is not None:
            style = value_of(properties.find(f"{W}pStyle"))
            align = {"right": "right", "end": "right", "center": "center"}.get(
                value_of(properties.find(f"{W}jc")), ""
            )
            number, depth = self.numbered.get(style, ("", "0"))
            own = properties.find(f"{W}numPr")
            if own is not None:
                number = value_of(own.find(f"{W}numId")) or number
                depth = value_of(own.find(f"{W}ilvl")) or depth
            if number:
                label = self.numbering.next(number, depth)
        level = self.headings.get(style, 0)
        self.kind, self.level, self.align = "heading" if level else "text", level, align
        self.line.say(label)
        self._runs(paragraph)
        self._flush()

    def _table(self, table: etree._Element) -> None:
        """Give each cell as a line; one that Word merges with the cell above it is that cell."""
        self.tables += 1
        cells, lines = Cells(self.tables), list[tuple[CapturedLine, Place]]()
        # by column, where in ``lines`` the cell is that the next row may go on with
        above: dict[int, int] = {}
        self._blank(table.text)
        for row in table:
            if row.tag == f"{W}tr":
                cells.next_row()
                above = self._row(row, cells, lines, above)
            elif row.tag in HOLDERS:
                for inner in row.iter(f"{W}tr"):
                    cells.next_row()
                    above = self._row(inner, cells, lines, above)
            else:
                self._leave(row)
            self._blank(row.tail)
        for line, place in lines:
            if line.text:
                self.out.add(
                    CapturedLine(line.text, "cell", cell=place, doubt=line.doubt, marks=line.marks)
                )
        for aside in self.asides:
            self.out.add(aside)
        self.asides.clear()

    def _row(
        self,
        row: etree._Element,
        cells: Cells,
        lines: list[tuple[CapturedLine, Place]],
        above: dict[int, int],
    ) -> dict[int, int]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells.skip(span_of(value_of(before)) if before is not None else 0)
        head = row.find(f"{W}trPr/{W}tblHeader") is not None
        here: dict[int, int] = {}
        self._blank(row.text)
        for cell in row:
            held = [cell] if cell.tag == f"{W}tc" else list(cell.iter(f"{W}tc"))
            if not held:
                self._leave(cell)
            for one in held:
                self._cell(one, cells, lines, above, here, head=head)
            self._blank(cell.tail)
        return here

    def _cell(
        self,
        cell: etree._Element,
        cells: Cells,
        lines: list[tuple[CapturedLine, Place]],
        above: dict[int, int],
        here: dict[int, int],
        *,
        head: bool,
    ) -> None:
        wide = span_of(value_of(cell.find(f"{W}tcPr/{W}gridSpan")))
        place = cells.place(wide, head=head)
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        line = self._cell_line(cell)
        number = above.get(place.column)
        # what Word hides in a merged cell is text all the same
        goes_on = merged is not None and value_of(merged) != "restart" and not line.text
        if goes_on and number is not None and lines[number][1].columns == wide:
            first = lines[number]
            lines[number] = (first[0], first[1]._replace(rows=first[1].rows + 1))
            here[place.column] = number
            return
        if merged is not None:
            here[place.column] = len(lines)
        lines.append((line, place))

    def _cell_line(self, cell: etree._Element) -> CapturedLine:
        """Return what a cell says as one line; one of several paragraphs is asked about."""
        outer = (self.in_cell, self.line, self.doubt)
        self.in_cell, self.line, self.doubt = 1, LineBuilder(), ""
        self._blocks(cell)
        said = ["".join(map(str, p.itertext())).strip() for p in cell.iter(f"{W}p")]
        if sum(bool(text) for text in said) > 1 and any(t.endswith(("。", "；")) for t in said):
            self.doubt = self.doubt or "cell of several paragraphs: they stand in one line"
        text, marks = self.line.take(collapsed=True)
        line = CapturedLine(text, "cell", doubt=self.doubt if text else "", marks=marks)
        self.in_cell, self.line, self.doubt = outer
        return line

    def _notes(self) -> None:
        """Give the notes of the text behind it, in the order of their calls."""
        for kind in ("footnotes", "endnotes"):
            part = self.parts.get(f"word/{kind}.xml")
            for note in part if part is not None else ():
                key = (kind, note.get(f"{W}id") or "")
                text = " ".join("".join(map(str, p.itertext())).strip() for p in note.iter(f"{W}p"))
                if not text.strip():
                    continue
                self._take("".join(map(str, note.itertext())), aside=key not in self.called)
                if key in self.called:
                    label = f"[{self.called.index(key) + 1}]"
                    self.out.add(CapturedLine(f"{label} {text.strip()}", "note"))
                else:
                    self.out.add(CapturedLine(text.strip(), "chrome", reason=f"{kind} of the file"))

    def _outside(self, part: etree._Element, name: str) -> None:
        """Give the lines of a part that is not the body: headers, footers, comments."""
        reason = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        for paragraph in part.iter(f"{W}p"):
            text = "".join(map(str, paragraph.itertext()))
            self._take(text, aside=True)
            if shown := text.strip():
                self.out.add(CapturedLine(shown, "chrome", reason=f"{reason} of the file"))
