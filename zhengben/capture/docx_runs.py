"""Reads what stands within a paragraph of a Word file: runs, marks, notes' calls, objects."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from zhengben.capture.account import Fate
from zhengben.capture.docx_fields import Field, meaning_of
from zhengben.capture.docx_line import SHOWN_AS, Lines, raw, words
from zhengben.capture.docx_math import M, latex
from zhengben.capture.docx_media import Media
from zhengben.capture.docx_numbering import W, value_of
from zhengben.capture.docx_styles import Styles, run_properties, says
from zhengben.capture.docx_symbols import DRAWN_FONTS, character_of
from zhengben.capture.marked import LineBuilder
from zhengben.document.notation import Kind as MarkKind

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
# where a drawing stands, in the unit of drawings
_MEASURES = ("posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset")
BOX = "text box: does it stand here in the text?"
# what belongs to the line that is being made
_OF_A_LINE = ("line", "doubt", "asides", "opened", "solid", "fields", "kind", "level", "align",
              "hidden", "in_link")  # fmt: skip
STRUCK = "struck out: is it a deletion?"


def _named(names: str) -> frozenset[str]:
    return frozenset(f"{W}{name}" for name in names.split())


# parts of a paragraph that hold no text: properties, marks of places, of fields, of comments
SILENT = _named(
    "pPr rPr proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak commentRangeStart "
    "commentRangeEnd commentReference annotationRef footnoteRef endnoteRef separator "
    "continuationSeparator softHyphen permStart permEnd tblPr tblPrEx tblGrid trPr tcPr sectPr "
    "sdtPr sdtEndPr smartTagPr customXmlPr rubyPr moveFromRangeStart moveFromRangeEnd "
    "moveToRangeStart moveToRangeEnd delInstrText pgNum customXmlInsRangeStart "
    "customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart "
    "customXmlMoveToRangeEnd fldData ffData"
)
# elements that only hold others
HOLDERS = _named(
    "body sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo rubyBase "
    "footnote endnote hdr ftr comment txbxContent"
)
_DELETED, _MOVED = _named("del"), _named("moveFrom")
_OBJECTS = _named("drawing pict object")
_PICTURES = ("blip", "imagedata", "chart", "relIds", "textpath", "OLEObject", "control")


class Runs(Lines):
    """Reads runs into lines; what holds paragraphs is read by the class that knows blocks."""

    media: Media

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self.styles = styles

    def _blocks(self, holder: etree._Element) -> None:
        """Read what holds paragraphs, such as a text box."""
        raise NotImplementedError

    def _label_of(self, key: tuple[str, str]) -> str:
        """Return the label of a note that is called for the first time."""
        raise NotImplementedError

    def _alternate(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read one of several forms of the same thing (ECMA-376, part 3, 10.2)."""
        self._blank(element.text)
        forms = [f for f in element if f.tag in (f"{MC}Choice", f"{MC}Fallback")]
        for form in element:
            if forms and form is forms[0]:
                read(form)
            else:
                # the same once more
                self._leave(form)
            self._blank(form.tail)

    def _runs(self, holder: etree._Element) -> None:
        self._blank(holder.text)
        for element in holder:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element)
            elif tag in SILENT:
                self._leave(element)
            elif tag in HOLDERS:
                self._held(element, self._runs)
            elif tag in _DELETED or tag in _MOVED:
                self._deleted(element, moved=tag in _MOVED)
            else:
                self._either(element, self._runs)
            self._blank(element.tail)

    def _held(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read what only holds other elements: a link, a field, a control of a form."""
        properties = element.find(f"{W}sdtPr") if element.tag == f"{W}sdt" else None
        if properties is not None and properties.find(f"{W}showingPlcHdr") is not None:
            self._aside(element, "words that a form shows where nothing is filled in")
        elif element.tag == f"{W}fldSimple":
            self.fields.append(Field(value_of(element, "instr"), separated=True))
            read(element)
            self._field_ends()
        else:
            link = element.tag == f"{W}hyperlink"
            self.in_link += link
            read(element)
            self.in_link -= link

    def _either(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read what may stand in a run and beside one: formulas, readings, objects."""
        tag = element.tag
        if tag in (f"{M}oMath", f"{M}oMathPara"):
            self._formula(element)
        elif tag == f"{W}ruby":
            self._ruby(element)
        elif tag == f"{MC}AlternateContent":
            self._alternate(element, read)
        elif tag in _OBJECTS:
            self._drawing(element)
        else:
            self._unknown(element)

    def _run(self, run: etree._Element) -> None:
        if not len(run) and not run.text:
            return
        own = run_properties(run.find(f"{W}rPr"))
        found = {**self.hidden, **self.styles[own.get("rStyle", "")].run, **own}
        if says(found, "vanish") or says(found, "webHidden"):
            self._aside(run, "hidden in the file")
        elif says(found, "strike") or says(found, "dstrike"):
            self._aside(run, STRUCK)
        else:
            kinds: list[MarkKind] = []
            if says(found, "u") and not self.in_link:
                kinds.append("u")
            if says(found, "em"):
                kinds.append("dots")
            if says(found, "i"):
                kinds.append("em")
            if found.get("vertAlign") in ("superscript", "subscript"):
                kinds.append("sup" if found["vertAlign"] == "superscript" else "sub")
            self._mark(kinds)
            if found.get("rFonts", "").lower() in DRAWN_FONTS and raw(run).strip():
                self._wonder(f"characters of the font {found['rFonts'][:40]}: what do they show?")
            self._pieces(run)

    def _pieces(self, run: etree._Element) -> None:
        """Read what a run holds: text, tabs, breaks, symbols, notes, objects."""
        self._blank(run.text)
        for piece in run:
            tag = piece.tag
            if tag == f"{W}t":
                self._text(piece)
            elif tag in (f"{W}tab", f"{W}ptab", f"{W}noBreakHyphen"):
                self._say(SHOWN_AS[tag])
            elif tag in (f"{W}br", f"{W}cr"):
                self._flush()
            elif tag == f"{W}sym":
                self._symbol(value_of(piece, "char"), value_of(piece, "font"))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._call(piece)
            elif tag == f"{W}fldChar":
                self._field(piece)
            elif tag == f"{W}instrText":
                self._instruct(piece)
            elif tag == f"{W}delText":
                self._aside(piece, STRUCK)
            elif tag in SILENT:
                self._leave(piece)
            elif tag == f"{W}r":
                self._run(piece)
            else:
                self._either(piece, self._pieces)
            self._blank(piece.tail)

    def _text(self, element: etree._Element) -> None:
        text = raw(element)
        if self.fields and not self.fields[-1].separated:
            # what stands in an instruction is part of it
            self._instruct(element)
            return
        self.out.account.add("text", text)
        self._say(text)

    def _symbol(self, code: str, font: str) -> None:
        character = character_of(code, font)
        if not character:
            self._wonder(
                f"symbol {code[:8]} of the font {font[:40]}: which character is it? 〓 stands here"
            )
        self._say(character or "〓")

    def _call(self, reference: etree._Element) -> None:
        """Call a note; one with a mark of its own is called by that."""
        kind = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        key = kind, value_of(reference, "id")
        marks = [kind for kind, _, _ in self.opened]
        self._mark()
        own = ""
        if value_of(reference, "customMarkFollows") not in ("", "0", "false"):
            run = reference.getparent()
            own = words(run)[:20] if run is not None else ""
        if key not in self.called:
            self.called[key] = own or self._label_of(key)
        if own:
            # the mark stands in the text by itself, and calls the note
            self._wonder(f"“{own}” is the mark of a note: it stands as text and calls it too")
        self.line.call(self.called[key])
        self._mark(marks)

    # fields

    def _field(self, character: etree._Element) -> None:
        kind = value_of(character, "fldCharType")
        self._leave(character)
        if kind == "begin":
            box = character.find(f"{W}ffData/{W}checkBox")
            made = Field()
            if box is not None:
                said = box.find(f"{W}checked")
                said = box.find(f"{W}default") if said is None else said
                ticked = said is not None and value_of(said) not in ("0", "false", "off")
                made.box = "☑" if ticked else "□"
            self.fields.append(made)
        elif kind == "separate" and self.fields:
            self.fields[-1].separated = True
        elif kind == "end" and self.fields:
            self._field_ends()

    def _instruct(self, element: etree._Element) -> None:
        """Write down a piece of an instruction; what becomes of it is known at its end."""
        text = raw(element)
        if not self.fields or self.fields[-1].separated:
            self._aside(element, "instruction of a field without a field")
        elif text:
            self.fields[-1].instruction += text
            self.fields[-1].places.append(len(self.out.account.entries))
            self.out.account.add("markup", text)

    def _field_ends(self) -> None:
        """Show what a field shows that has no result; ask about one that is unknown."""
        made = self.fields.pop()
        if made.shown:
            return
        meaning = meaning_of(made)
        fate: Fate = "mark"
        opened = self.line.open()
        if meaning.how == "asked":
            fate = "asked"
            self._ask(meaning.text, f"field {made.name} without a result: what stands here?")
        elif meaning.how == "symbol":
            self._symbol(meaning.text, meaning.value)
        elif meaning.how == "formula":
            self.line.formula(meaning.text)
        elif meaning.how != "nothing":
            self._say(meaning.text)
        else:
            fate = "markup"
        if meaning.how in ("ruby", "sup", "sub") and meaning.text:
            self.line.close(meaning.how, opened, meaning.value)
        else:
            self.line.forget(opened)
        for place in made.places:
            entries = self.out.account.entries
            entries[place] = entries[place]._replace(fate=fate)

    def _fields_end(self) -> None:
        """Ask about instructions that a paragraph leaves open: they would hide what follows."""
        while self.fields and not self.fields[-1].separated:
            made = self.fields.pop()
            self._ask(made.instruction, "instruction of a field that does not end")
            for place in made.places:
                entries = self.out.account.entries
                entries[place] = entries[place]._replace(fate="asked")

    # objects

    def _ruby(self, ruby: etree._Element) -> None:
        marks = [kind for kind, _, _ in self.opened]
        self._mark()
        base, reading = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
        said = words(reading) if reading is not None else ""
        self._blank(ruby.text)
        opened = self.line.open()
        for part in ruby:
            if part is base:
                self._runs(part)
                self._mark()
            elif part is reading:
                self._leave(part, "mark")
            elif part.tag in SILENT:
                self._leave(part)
            else:
                self._unknown(part)
            self._blank(part.tail)
        if said:
            self.line.close("ruby", opened, said)
        else:
            self.line.forget(opened)
        self._mark(marks)

    def _formula(self, element: etree._Element) -> None:
        source = latex(element)
        if source is None:
            self._lose()
            self._aside(element, "formula: where does it belong, and how is it written?")
            return
        self._leave(element, "mark")
        if source:
            self._say("")
            self.solid += 1
            self.line.formula(source)

    def _drawing(self, drawing: etree._Element) -> None:
        """Take out the pictures of a drawing, or ask about it; read the text boxes in it."""
        said, alternative, embedded = list[str](), list[str](), list[str]()
        pictures, boxes = self._walk(drawing, said, alternative, embedded)
        words_for = " ".join(dict.fromkeys(alternative))
        files = [self.media.file_of(identifier) for identifier in embedded]
        # a title holds no object
        if files and all(files) and len(files) == pictures and self.kind != "heading":
            for file in files:
                self._say("")
                self.solid += 1
                self.line.picture(file, words_for)
            if said:
                self._ask(f"[{' '.join(said)}]", "picture")
        elif pictures or said or not boxes:
            self._lose()
            shown = " ".join([words_for, *said])
            self._ask(f"[{' '.join(shown.split()) or '…'}]", "picture")

    def _lose(self) -> None:
        """Keep the place of what is asked about."""
        self.solid += 1
        self.line.lost()

    def _walk(
        self,
        element: etree._Element,
        said: list[str],
        alternative: list[str],
        embedded: list[str],
    ) -> tuple[int, int]:
        """Go through a drawing; return how many pictures and how many boxes it shows."""
        name = etree.QName(element).localname
        pictures, boxes = int(name in _PICTURES), 0
        if name == "docPr" or str(element.tag).startswith(_VML):
            words_for = (element.get(key) for key in ("descr", "title", "alt", "string"))
            alternative.extend(text for text in words_for if text and text.strip())
        if name in ("blip", "imagedata"):
            embedded.append(element.get(f"{_R}embed") or element.get(f"{_R}id") or "")
        if element.text:
            shown = bool(element.text.strip()) and name not in _MEASURES
            self.out.account.add("asked" if shown else "markup", element.text)
            said.extend([element.text] if shown else [])
        forms = element.tag == f"{MC}AlternateContent"
        for number, child in enumerate(element):
            if child.tag == f"{W}txbxContent":
                self._box(child)
                boxes += 1
            elif forms and number:
                # the same once more
                self._leave(child)
            else:
                inner = self._walk(child, said, alternative, embedded)
                pictures, boxes = pictures + inner[0], boxes + inner[1]
            self.out.account.add("markup", child.tail or "")
        return pictures, boxes

    def _box(self, box: etree._Element) -> None:
        """Read a text box; its lines stand behind this one, or in the cell that holds it."""
        if self.in_cell:
            self.line.say(" ")
            self._wonder(BOX)
            self._blocks(box)
            return
        outer = {name: getattr(self, name) for name in _OF_A_LINE}
        lines, self.out.lines = self.out.lines, []
        self.line, self.asides, self.opened, self.fields = LineBuilder(), [], [], []
        self.doubt, self.in_link = BOX, 0
        self._blocks(box)
        self._flush()
        made, self.out.lines = self.out.lines, lines
        for name, value in outer.items():
            setattr(self, name, value)
        self.asides += made

    def _deleted(self, element: etree._Element, *, moved: bool) -> None:
        """Ask about what a tracked change took out; what was moved stands where it went."""
        if moved:
            self._leave(element, "apart")
            self._ask(words(element), "moved: it stands where it went", asked=False)
        else:
            self._aside(element, STRUCK)
