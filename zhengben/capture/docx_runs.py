"""Reads what stands within a paragraph of a Word file: runs, marks, notes' calls, objects."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from zhengben.capture.base import CapturedLine, CapturedText, Kind
from zhengben.capture.docx_math import M, latex_of
from zhengben.capture.docx_numbering import W, value_of
from zhengben.capture.docx_parts import Media
from zhengben.capture.marked import LineBuilder
from zhengben.document.notation import Kind as MarkKind

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# parts of a paragraph that hold no text: properties, marks of places, of fields, of comments
SILENT = frozenset(
    f"{W}{name}"
    for name in re.findall(
        r"\w+",
        "pPr rPr proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak fldChar instrText "
        "commentRangeStart commentRangeEnd commentReference annotationRef footnoteRef endnoteRef "
        "separator continuationSeparator softHyphen permStart permEnd tblPr tblGrid trPr tcPr "
        "sectPr sdtPr sdtEndPr smartTagPr customXmlPr rubyPr moveFromRangeStart moveFromRangeEnd "
        "moveToRangeStart moveToRangeEnd delInstrText dayShort monthShort yearShort pgNum ptab "
        "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd",
    )
)
# elements that only hold others
HOLDERS = frozenset(
    f"{W}{name}"
    for name in re.findall(
        r"\w+",
        "body sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo rubyBase rt",
    )
)


class Runs:
    """Gathers lines from runs; what holds paragraphs is read by the class that knows blocks."""

    def __init__(self, media: Media) -> None:
        self.out, self.media = CapturedText(), media
        # the names of pictures by relation: each is unpacked once
        self.pictures = dict[str, str]()
        self.in_cell = 0
        self.line, self.doubt = LineBuilder(), ""
        self.asides, self.boxes = list[CapturedLine](), list[etree._Element]()
        # the notes by kind and identifier, in the order of their calls
        self.called = list[tuple[str, str]]()
        self.kind: Kind = "text"
        self.level, self.align = 0, ""

    def _blocks(self, holder: etree._Element) -> None:
        """Read what holds paragraphs, such as a text box."""
        raise NotImplementedError

    def _take(self, text: str | None, *, aside: bool = False, asked: bool = False) -> str:
        if text:
            self.out.account.add("asked" if asked else "apart" if aside else "text", text)
        return text or ""

    def _leave(self, element: etree._Element) -> None:
        """Write down an element that holds no text, with whatever stands in it."""
        self.out.account.add("markup", "".join(map(str, element.itertext())))

    def _blank(self, text: str | None) -> None:
        """Write down what stands between elements: Word shows none of it."""
        self.out.account.add("markup", text or "")

    def _alternate(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read one of several forms of the same thing (ECMA-376, part 3, 10.2)."""
        self._blank(element.text)
        taken = False
        for form in element:
            if form.tag == f"{MC}Choice" and not taken:
                read(form)
                taken = True
            elif form.tag == f"{MC}Fallback" and not taken:
                read(form)
            else:
                self._leave(form)
            self._blank(form.tail)

    def _flush(self) -> None:
        """End a line; in a cell, a blank stands for its end. Boxes and questions follow it."""
        if self.in_cell:
            self.line.say(" ")
        else:
            text, marks = self.line.take(collapsed=False)
            if text.strip():
                self.out.add(
                    CapturedLine(text, self.kind, self.level, self.align, doubt=self.doubt,
                                 marks=marks)
                )  # fmt: skip
            self.doubt = ""
            for line in self.asides:
                self.out.add(line)
            self.asides.clear()
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            before = (self.kind, self.level, self.align)
            self.doubt = "text box: does it stand here in the text?"
            self._blocks(box)
            self.kind, self.level, self.align = before

    def _runs(self, holder: etree._Element) -> None:
        self._blank(holder.text)
        for element in holder:
            tag = element.tag
            if tag in SILENT or not isinstance(tag, str):
                self._leave(element)
            elif tag == f"{W}r":
                self._run(element)
            elif tag in HOLDERS:
                self._runs(element)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self._deleted(element, moved=tag == f"{W}moveFrom")
            elif tag == f"{M}oMathPara":
                self._runs(element)
            elif tag == f"{M}oMath":
                self._formula(element)
            elif tag == f"{M}oMathParaPr":
                self._leave(element)
            elif tag == f"{W}ruby":
                self._ruby(element)
            elif tag == f"{MC}AlternateContent":
                self._alternate(element, self._runs)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(element)
            else:
                self._unknown(element)
            self._blank(element.tail)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        found = {str(p.tag).removeprefix(W): value_of(p) for p in properties} if (
            properties is not None) else {}  # fmt: skip

        def says(name: str) -> bool:
            return name in found and found[name] not in ("0", "false", "off", "none")

        if says("vanish") or says("webHidden"):
            self._aside(run, "hidden in the file")
        elif says("strike") or says("dstrike"):
            self._aside(run, "struck out: is it a deletion?")
        else:
            kinds: list[MarkKind] = []
            if says("u"):
                kinds.append("u")
            if says("em"):
                kinds.append("dots")
            if says("i"):
                kinds.append("em")
            if found.get("vertAlign") in ("superscript", "subscript"):
                kinds.append("sup" if found["vertAlign"] == "superscript" else "sub")
            opened = [self.line.open() for _ in kinds]
            self._pieces(run)
            for kind, start in zip(reversed(kinds), reversed(opened), strict=True):
                self.line.close(kind, start)

    def _pieces(self, run: etree._Element) -> None:
        """Read what a run holds: text, tabs, breaks, symbols, notes, objects."""
        self._blank(run.text)
        for piece in run:
            tag = piece.tag
            if tag == f"{W}t":
                self.line.say(self._take("".join(map(str, piece.itertext()))))
            elif tag == f"{W}tab":
                self.line.say("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                self._broken()
            elif tag == f"{W}noBreakHyphen":
                self.line.say("-")
            elif tag == f"{W}sym":
                self._symbol(piece)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._call(piece)
            elif tag == f"{W}ruby":
                self._ruby(piece)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(piece)
            elif tag == f"{MC}AlternateContent":
                self._alternate(piece, self._pieces)
            elif tag in (f"{W}delText",):
                self._aside(piece, "struck out: is it a deletion?")
            elif tag in SILENT or not isinstance(tag, str):
                self._leave(piece)
            elif tag == f"{W}r":
                self._run(piece)
            else:
                self._unknown(piece)
            self._blank(piece.tail)

    def _broken(self) -> None:
        """End a line within a paragraph; what follows is of the same kind."""
        kept = (self.kind, self.level, self.align)
        boxes, self.boxes = self.boxes, []
        self._flush()
        self.boxes = boxes
        self.kind, self.level, self.align = kept

    def _symbol(self, symbol: etree._Element) -> None:
        code = value_of(symbol, "char")
        character = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
        font = value_of(symbol, "font")[:40]
        if character < 32 or 0xD800 <= character < 0xF900:
            # a place in a font of symbols says nothing without the font
            self.line.say("〓")
            self.doubt = (
                f"symbol {code[:8]} of the font {font}: which character is it? 〓 stands here"
            )
        else:
            self.line.say(chr(character))

    def _call(self, reference: etree._Element) -> None:
        kind = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        self.called.append((kind, value_of(reference, "id")))
        self.line.call(f"[{len(self.called)}]")

    def _ruby(self, ruby: etree._Element) -> None:
        base, reading = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
        said = "".join(map(str, reading.itertext())).strip() if reading is not None else ""
        self._blank(ruby.text)
        opened = self.line.open()
        for part in ruby:
            if part is base:
                self._runs(part)
            elif part is reading:
                self.out.account.add("mark", "".join(map(str, part.itertext())))
            else:
                self._leave(part)
            self._blank(part.tail)
        if said:
            self.line.close("ruby", opened, said)
        else:
            self.line.close_none()

    def _drawing(self, drawing: etree._Element) -> None:
        """Read the pictures of a drawing, and the text of its boxes behind the line."""
        boxes = [b for b in drawing.iter(f"{W}txbxContent")
                 if not any(a.tag == f"{MC}Fallback" for a in b.iterancestors())]  # fmt: skip
        within = {e for box in boxes for e in box.iter()}
        for element in drawing.iter():
            if element not in within:
                self.out.account.add("markup", element.text or "")
            if element is not drawing and element.getparent() not in within:
                self.out.account.add("markup", element.tail or "")
        self.boxes += boxes
        words = _words(drawing)
        embedded = [e.get(f"{_R}embed") or e.get(f"{_R}id") or "" for e in
                    drawing.iter(_BLIP, f"{_V}imagedata") if e not in within]  # fmt: skip
        for identifier in embedded:
            self._picture(identifier, words)
        if not boxes and not embedded:
            # a chart or a shape, which only Word can draw
            self._ask_picture(words)

    def _picture(self, identifier: str, words: str) -> None:
        """Put a picture into the line; ask about one of another kind, or in a title."""
        if identifier not in self.pictures:
            self.pictures[identifier] = self.out.objects.picture(self.media.read(identifier))
        file = self.pictures[identifier]
        if file and self.kind != "heading":
            self.line.picture(file, words)
        else:
            self._ask_picture(words)

    def _ask_picture(self, words: str) -> None:
        self.line.lost()
        shown = f"[{words or '…'}]"
        self.asides.append(
            CapturedLine(shown, "chrome", reason="picture", guessed=True, doubt="picture")
        )

    def _formula(self, formula: etree._Element) -> None:
        if source := latex_of(formula):
            self.out.account.add("mark", "".join(map(str, formula.itertext())))
            self.line.formula(source)
        else:
            self.line.lost()
            self._aside(formula, "formula: where does it belong?")

    def _deleted(self, element: etree._Element, *, moved: bool) -> None:
        """Ask about what a tracked change took out; what was moved stands where it went."""
        if moved:
            self._leave(element)
            self.out.omitted["text that was moved, where it stood before"] += 1
        else:
            self._aside(element, "struck out: is it a deletion?")

    def _unknown(self, element: etree._Element) -> None:
        name = etree.QName(element).localname[:40]
        self._aside(element, f"part “{name}” of the file, which is unknown here")

    def _aside(self, element: etree._Element, doubt: str) -> None:
        text = "".join(map(str, element.itertext()))
        self._take(text, asked=True)
        if text.strip():
            self.asides.append(
                CapturedLine(text.strip(), "chrome", reason=doubt, guessed=True, doubt=doubt)
            )


def _words(drawing: etree._Element) -> str:
    """Return the words for the picture of a drawing (ECMA-376, 20.4.2.5) or of an older shape."""
    said = (
        element.get(name)
        for element in drawing.iter(f"{_WP}docPr", f"{_V}shape", f"{_V}imagedata")
        for name in ("descr", "alt", "title", f"{_O}title")
    )
    return next((words.strip() for words in said if words and words.strip()), "")
