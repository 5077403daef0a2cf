"""Reads Word files: paragraphs, headings, tables, notes, and the numbers that Word makes up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from zhengben.capture.account import Fate
from zhengben.capture.base import CapturedLine, CapturedText, CaptureError, Place
from zhengben.capture.cells import Cells, span_of
from zhengben.capture.docx_fields import counts_captions
from zhengben.capture.docx_line import raw
from zhengben.capture.docx_media import Media
from zhengben.capture.docx_numbering import KNOWN, Numbering, W, number_of, numeral, value_of
from zhengben.capture.docx_parts import MAIN, parts_of
from zhengben.capture.docx_runs import HOLDERS, SILENT, Runs
from zhengben.capture.docx_styles import Styles, aligned, outline, run_properties, says
from zhengben.capture.marked import LineBuilder
from zhengben.document.notation import Mark

# a cell that holds more is a page set in a table
_LONGEST_CELL = 1_000
_DEEPEST_PAGE = 4
# the forms of numerals that Word gives notes where a file names none (ECMA-376, 17.11.17)
_NOTE_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}
# how a cell stands (ECMA-376, 17.18.44); both edges is as nothing said
_STANDS = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center"}
_HIDING = ("vanish", "strike", "dstrike")
# parts outside the body, and what their lines are
_OUTSIDE = (("header", "header of the file"), ("footer", "footer of the file"),
            ("comments", "comments of the file"))  # fmt: skip
_DRAWN = (("diagrams/", "text of a diagram"), ("charts/", "text of a chart"))


def read_docx(data: bytes) -> CapturedText:
    """Return the paragraphs and cells of a .docx; raise CaptureError for any other file."""
    parts, unknown = parts_of(data)
    body = parts[MAIN].find(f"{W}body")
    if body is None:
        raise CaptureError("holds no text; save it again from Word.")
    return _Reader(parts, data).read(body, unknown)


def _within(holder: etree._Element, tag: str) -> Iterator[tuple[etree._Element, bool]]:
    """Yield what an element holds itself or through what only holds others.

    Tells of each whether it is what is looked for: rows of a table, cells of a row.
    """
    for child in holder:
        if child.tag in HOLDERS and child.tag != tag:
            yield from _within(child, tag)
        else:
            yield child, child.tag == tag


class _Reader(Runs):
    """Gathers the lines of the body, then what stands outside it."""

    def __init__(self, parts: dict[str, etree._Element], data: bytes) -> None:
        self.parts = parts
        self.numbering = Numbering(parts.get("word/numbering.xml"))
        super().__init__(Styles(parts.get("word/styles.xml"), self.numbering))
        self.media = Media(data, self.out.objects)
        self.note_forms = dict(_NOTE_FORMS)
        self.next_notes = {"footnotes": 1, "endnotes": 1}
        for kind in _NOTE_FORMS:
            self._form_of_notes(kind)
        self.tables = self.pages = 0

    def read(self, body: etree._Element, unknown: list[str]) -> CapturedText:
        """Return every line of the file; ``unknown`` are its parts that nothing here reads."""
        self._blocks(body)
        self._flush()
        self._notes()
        for prefix, reason in (*_OUTSIDE, *_DRAWN):
            for name, part in self.parts.items():
                if name.startswith(f"word/{prefix}"):
                    self._outside(part, reason, drawn=(prefix, reason) in _DRAWN)
        for name in unknown:
            doubt = "part of the file, unknown here"
            self.out.add(CapturedLine(name[:80], "chrome", reason=doubt, guessed=True, doubt=doubt))
        return self.out

    # blocks

    def _blocks(self, holder: etree._Element) -> None:
        self._blank(holder.text)
        for element in holder:
            tag = element.tag
            if tag == f"{W}p":
                self._paragraph(element)
            elif tag == f"{W}tbl":
                self._table(element)
            elif tag in SILENT:
                self._leave(element)
            elif tag in HOLDERS:
                self._held(element, self._blocks)
            elif tag == f"{W}r":
                self._run(element)
            else:
                self._either(element, self._blocks)
                self._flush()
            self._blank(element.tail)

    def _paragraph(self, paragraph: etree._Element) -> None:
        if not len(paragraph) and not paragraph.text and not self.in_cell:
            # files hold many of these, and whoever means harm, a million
            return
        properties = paragraph.find(f"{W}pPr")
        style = label = ""
        level: int | None = None
        mark = dict[str, str]()
        if properties is not None:
            style = value_of(properties.find(f"{W}pStyle"))
            mark = run_properties(properties.find(f"{W}rPr"))
            level = outline(properties)
        # Word counts no paragraph whose end is struck out, moved or hidden
        gone = "del" in mark or "moveFrom" in mark or says(mark, "vanish")
        if properties is not None and not gone:
            label = self._number(properties, style)
        below = self.styles[style]
        level = below.level if level is None else level
        own = value_of(properties.find(f"{W}jc")) if properties is not None else ""
        captions = below.captions or counts_captions(paragraph)
        self.kind = "heading" if level else "caption" if captions else "text"
        self.level = level
        self.align = aligned(own) if own else below.align
        # of a paragraph's style, a run heeds only what makes its text no text
        self.hidden = {key: below.run[key] for key in _HIDING if key in below.run}
        self.line.say(label)
        self._runs(paragraph)
        if "del" in mark and self.solid:
            self._wonder("the end of the line is struck out: does it go on in the next one?")
        self._mark()
        self._fields_end()
        self._flush()

    def _number(self, properties: etree._Element, style: str) -> str:
        """Return the number that Word shows before a paragraph; ask about a form unknown here."""
        number, depth = self.styles[style].list or ("", "0")
        own = properties.find(f"{W}numPr")
        if own is not None:
            number = value_of(own.find(f"{W}numId")) or number
            depth = value_of(own.find(f"{W}ilvl")) or depth
        label = self.numbering.next(number, depth) if number else ""
        if self.numbering.unknown:
            self._wonder(f"numbers in the form “{self.numbering.unknown[:40]}”: are they right?")
            self.numbering.unknown = ""
        return label

    # tables

    def _table(self, table: etree._Element) -> None:
        """Give each cell as a line; one that Word merges with the cell above it is that cell."""
        if self.in_cell or self._is_page(table):
            self._page(table)
            return
        self.tables += 1
        cells, lines = Cells(self.tables), list[tuple[CapturedLine, Place]]()
        for at, column in enumerate(table.iterfind(f"{W}tblGrid/{W}gridCol"), 1):
            if (width := value_of(column, "w")).isdecimal():
                cells.widths[at] = width[:6]
        # by column, where in ``lines`` the cell is that the next row may go on with
        above: dict[int, int] = {}
        self._blank(table.text)
        for row, is_row in _within(table, f"{W}tr"):
            if is_row:
                cells.next_row()
                above = self._row(row, cells, lines, above)
            else:
                self._between(row)
            self._blank(row.tail)
        for line, place in lines:
            self.out.add_cell(line, place)
        for aside in self.asides:
            self.out.add(aside)
        self.asides.clear()

    def _between(self, element: etree._Element) -> None:
        """Read what stands between rows or cells; it should hold no text."""
        if element.tag in SILENT:
            self._leave(element)
        else:
            self._unknown(element)

    def _is_page(self, table: etree._Element) -> bool:
        """Tell a table that only holds a page: one column of paragraphs, or a very long cell."""
        if self.pages >= _DEEPEST_PAGE:
            return False
        single = True
        for row, is_row in _within(table, f"{W}tr"):
            cells = [c for c, is_cell in _within(row, f"{W}tc") if is_cell] if is_row else []
            single = single and len(cells) < 2
            if any(_passes(cell, _LONGEST_CELL) for cell in cells):
                return True
        several = (sum(p.tag == f"{W}p" for p in cell) > 1
                   for row, is_row in _within(table, f"{W}tr") if is_row
                   for cell, is_cell in _within(row, f"{W}tc") if is_cell)  # fmt: skip
        return single and any(several)

    def _page(self, table: etree._Element) -> None:
        """Read the cells of a table one after the other, as if there were none."""
        self.pages += 1
        self._blank(table.text)
        for row, is_row in _within(table, f"{W}tr"):
            if not is_row:
                self._between(row)
                self._blank(row.tail)
                continue
            self._blank(row.text)
            for cell, is_cell in _within(row, f"{W}tc"):
                if is_cell:
                    self._blocks(cell)
                else:
                    self._between(cell)
                self._blank(cell.tail)
            self._blank(row.tail)
        self.pages -= 1

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
        for cell, is_cell in _within(row, f"{W}tc"):
            if is_cell:
                self._cell(cell, cells, lines, above, here, head=head)
            else:
                self._between(cell)
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
        said = cell.find(f"{W}p/{W}pPr/{W}jc")
        place = cells.place(wide, head=head, align=_STANDS.get(value_of(said), ""))
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
        outer = (self.line, self.doubt, self.hidden)
        self.in_cell, self.pieces, self.solid = 1, 0, 0
        self.line, self.doubt = LineBuilder(), ""
        self._blocks(cell)
        if self.pieces > 1:
            self._wonder("cell of several paragraphs: they stand in one line")
        text, marks = self.line.take(collapsed=True)
        line = CapturedLine(text, "cell", doubt=self.doubt if text else "", marks=marks)
        self.in_cell = 0
        self.line, self.doubt, self.hidden = outer
        return line

    # notes, and what stands outside the body

    def _form_of_notes(self, kind: str) -> None:
        """Find how a file numbers its notes; the body says it over the settings."""
        tag = f"{W}{kind.removesuffix('s')}Pr"
        for name in ("word/settings.xml", MAIN):
            part = self.parts.get(name)
            for found in part.iter(tag) if part is not None else ():
                if form := value_of(found.find(f"{W}numFmt")):
                    self.note_forms[kind] = form
                start = value_of(found.find(f"{W}numStart"))
                self.next_notes[kind] = number_of(start, 1)

    def _label_of(self, key: tuple[str, str]) -> str:
        kind = key[0]
        number = self.next_notes[kind]
        self.next_notes[kind] += 1
        form = self.note_forms[kind]
        if form not in KNOWN:
            self._wonder(f"numbers in the form “{form[:40]}”: are they right?")
        label = numeral(number, form)
        # a number in a circle is plain by itself
        return label if unicodedata.category(label[0]) == "No" else f"[{label}]"

    def _apart(self, holder: etree._Element) -> CapturedText:
        """Read something by itself, as if it were a file."""
        outer, self.out = self.out, CapturedText()
        self._blocks(holder)
        self._flush()
        made, self.out = self.out, outer
        return made

    def _notes(self) -> None:
        """Give the notes of the text behind it, in the order of their calls."""
        notes = dict[tuple[str, str], list[CapturedLine]]()
        for kind in _NOTE_FORMS:
            part = self.parts.get(f"word/{kind}.xml")
            for note in part if part is not None else ():
                made = self._apart(note)
                key = kind, value_of(note, "id")
                self._account_for(made, "text" if key in self.called else "apart")
                notes.setdefault(key, []).extend(made.lines)
        for key, label in self.called.items():
            if lines := notes.pop(key, []):
                for line in _as_note(label, lines):
                    self.out.add(line)
            else:
                doubt = "note that is called and is not in the file"
                self.out.add(CapturedLine(label, "chrome", reason=doubt, guessed=True, doubt=doubt))
        for (kind, _), lines in notes.items():
            doubt = f"{kind} of the file that nothing calls"
            for line in lines:
                self.out.add(
                    replace(line, kind="chrome", marks=(), reason=doubt, guessed=True, doubt=doubt)
                )

    def _outside(self, part: etree._Element, reason: str, *, drawn: bool) -> None:
        """Give the lines of a part that is not the body: headers, footers, comments, charts."""
        if drawn:
            self.out.account.add("asked", raw(part))
            if shown := " ".join(e.text or "" for e in part.iter("{*}t", "{*}v")).strip():
                self.out.add(
                    CapturedLine(shown, "chrome", reason=reason, guessed=True, doubt=reason)
                )
            return
        made = self._apart(part)
        self._account_for(made, "apart")
        for line in made.lines:
            self.out.add(replace(line, kind="chrome", marks=(), cell=None, reason=reason, doubt=""))

    def _account_for(self, made: CapturedText, fate: Fate) -> None:
        """Take over what became of the source of something that was read by itself."""
        for entry in made.account.entries:
            self.out.account.add(fate if entry.fate == "text" else entry.fate, entry.text)
        self.out.omitted.update(made.omitted)


def _passes(element: etree._Element, most: int) -> bool:
    """Tell whether an element says more than so many characters."""
    length = 0
    for text in element.iter(f"{W}t"):
        length += len(text.text or "")
        if length > most:
            return True
    return False


def _as_note(label: str, lines: list[CapturedLine]) -> Iterator[CapturedLine]:
    """Yield a note as one line behind its label, and what is asked about it."""
    said = [line for line in lines if line.kind != "chrome"]
    text, marks, doubts = label, list[Mark](), list[str]()
    for line in said:
        bare = line.text.lstrip()
        shift = len(text) + 1 - (len(line.text) - len(bare))
        text = f"{text} {bare}"
        marks += (replace(m, start=m.start + shift, end=m.end + shift) for m in line.marks)
        doubts += [line.doubt] if line.doubt else []
    if len(said) > 1:
        doubts.append("note of several paragraphs: they stand in one line")
    yield CapturedLine(text, "note", doubt="; ".join(dict.fromkeys(doubts)), marks=tuple(marks))
    yield from (line for line in lines if line.kind == "chrome")
