"""From composed lines to blocks that draw themselves; templates ask for each by its address.

A fragment of a line becomes a stretch: with the features of the font that it was measured with, the
look that the sheets have for its kind, and the element that it is in the structure of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from msgspec.structs import replace

from zhengben.design.kinds import PrintEdition
from zhengben.figures.drawings import Drawings
from zhengben.fonts.metrics import features_of_words
from zhengben.formats.pdf.drawn_labels import label_element, shown_on_page, standing_for
from zhengben.formats.pdf.drawn_tables import TableRowPart, TableRows, below_pt, rows_pt
from zhengben.formats.pdf.engine import (
    INSIDE,
    SCHEME,
    Composed,
    DrawnBlock,
    DrawnObject,
    DrawnRow,
    Stretch,
)
from zhengben.linebreaking import (
    CALL_GAP_EM,
    GAP_EM,
    SOFT_HYPHEN,
    SPREAD,
    WORDED,
    ComposedLine,
    Fragment,
    InlineMark,
    gap_before,
)
from zhengben.linebreaking.composed import FragmentKind
from zhengben.pagination.pages import Part
from zhengben.typesetting.boxes import (
    SetAuthorNote,
    SetNote,
    SetNumber,
    SetParagraph,
    SetRow,
    SetVariant,
)
from zhengben.typesetting.headings import SetEntry

# what sheets call the heads of columns
HEAD = "grid-head"
# what kinds of fragments are called in the sheets; all others look as their block does
_LOOKS: dict[FragmentKind, str] = {
    "call": "call",
    "author-call": "call",
    "sup": "raised",
    "reading": "raised",
    "sub": "lowered",
    "run-in": "lead",
}
_CALLS: tuple[FragmentKind, ...] = ("call", "author-call")
# the features of prepared fonts, by what they were measured with (zhengben.linebreaking)
_FEATURES: dict[FragmentKind, tuple[str, ...]] = {
    "half": ("halt",),
    "up": ("ss01",),
    "pair": ("ss02",),
}
_SQUEEZED: tuple[FragmentKind, ...] = ("text", "run-in")
# references that run on behind the events of an instrument stand so far from them
_RUN_ON_EM = 1.0


class DrawnLines:
    """The blocks of one file by address; its methods take one up and return the address.

    Adjacent marks are squeezed where ``squeeze`` is true. ``face`` is the name that sheets know the
    face of the text by, for which its lines are composed. Pictures and formulas are those of
    ``drawings``; ``labels`` are those of the author's notes on their pages, by the anchors of their
    lines, where they count anew on each; ``calls`` are the anchors of their calls.
    """

    def __init__(
        self,
        edition: PrintEdition,
        face: str,
        *,
        squeeze: bool,
        drawings: Drawings | None = None,
        labels: Mapping[str, str] | None = None,
        calls: Mapping[str, str] | None = None,
    ) -> None:
        self.labels, self.calls = labels or {}, calls or {}
        self.edition, self.face, self.squeeze = edition, face, squeeze
        self.drawings = drawings
        self.blocks: dict[str, DrawnBlock] = {}
        # the anchors that an element has begun already
        self._begun = set[str]()
        # what the sheets call the element around the blocks, where looks depend on it
        self._around = ""
        self._roots: list[Element] = []  # the outermost elements of the block that is being made

    def paragraph(self, part: Part) -> str:
        """Take up the lines of a paragraph on a page, the first with its number."""
        item, edition = part.item, self.edition
        assert isinstance(item, SetParagraph)
        rows = list[DrawnRow]()
        for line in part.lines:
            lead, start = list[Stretch](), 0.0
            if line.first and part.opens and item.hung:
                hung_em = item.hung_em or item.left_em
                lead, start = self._number(item.hung, None), -hung_em
            if line.first and item.label:
                lead += self._number(item.label, self._element("span", tag="Lbl"))
            rows.append(self._spaced(line, lead, start))
        measure = edition.measure_em - item.left_em
        composed = Composed(edition.text_pt, edition.leading_pt, measure, self.face)
        return self._take_up(rows, composed)

    def note(self, part: Part) -> str:
        """Take up the lines of a note on a page, the first with its number in the margin."""
        item, edition = part.item, self.edition
        assert isinstance(item, SetNote)
        rows = list[DrawnRow]()
        for line in part.lines:
            lead, start = list[Stretch](), 0.0
            if line.first:
                node = self._element("a", tag="Lbl Link", href=f"#call-{item.key}")
                lead, start = self._number(item.label, node), -item.hang_em
            rows.append(self._spaced(line, lead, start))
        measure = edition.measure_pt / edition.note_pt - edition.note_inset_em - item.hang_em
        names = "note_pt", "note_leading_pt", "measure_em"
        composed = Composed(edition.note_pt, edition.note_leading_pt, measure, self.face, names)
        return self._take_up(rows, composed)

    def author_note(self, part: Part) -> str:
        """Take up the lines of a note by the author, the first with its label in the margin."""
        item, edition = part.item, self.edition
        assert isinstance(item, SetAuthorNote)
        rows = list[DrawnRow]()
        for line in part.lines:
            lead, start = list[Stretch](), 0.0
            if line.first and item.label.fragments:
                link = self._element("a", tag="Link", href=f"#{self.calls[item.line.id]}")
                lead, start = self._author_label(item, link), -item.hang_em
            rows.append(self._spaced(line, lead, start))
        measure = edition.measure_pt / edition.note_pt - edition.note_inset_em - item.hang_em
        names = "note_pt", "note_leading_pt", "measure_em"
        composed = Composed(edition.note_pt, edition.note_leading_pt, measure, self.face, names)
        return self._take_up(rows, composed)

    def _author_label(self, item: SetAuthorNote, link: Element) -> list[Stretch]:
        label, fragments = self.labels.get(item.line.id), item.label.fragments
        if label is not None and not any(f.marks for f in fragments):
            node = label_element(link, item.label.text)
            made = self._unspaced((Fragment("text", label),), node)
        else:
            shown = fragments if label is None else shown_on_page(fragments, label)
            made = self._stretches(shown, GAP_EM, within=link)
            made = [replace(s, spaced=False, worded=False) for s in made]
            if label is not None:
                made = standing_for(made, fragments, item.label.text)
        return [*made[:-1], replace(made[-1], after_em=item.label.rest)]

    def spaced(self, lines: Iterable[ComposedLine], measure_em: float, face: str) -> str:
        """Take up lines of the text's size that fill a measure in a face."""
        edition = self.edition
        composed = Composed(edition.text_pt, edition.leading_pt, measure_em, face)
        return self._take_up([self._spaced(line) for line in lines], composed)

    def lines(self, lines: Iterable[ComposedLine], *, calls: bool = True) -> str:
        """Take up lines that fill no measure; those that stand again lose their ``calls``."""
        return self._take_up([self._plain(line, calls=calls) for line in lines])

    def edged(self, lines: Sequence[ComposedLine], edge: Sequence[ComposedLine]) -> str:
        """Take up lines of which the last one goes on at the right edge."""
        rows = [self._plain(line) for line in lines]
        ends = [(0.0, stretch) for line in edge for stretch in self._plain(line).stretches]
        rows[-1] = replace(rows[-1], edge=ends)
        return self._take_up(rows)

    def title(self, rows: Iterable[Sequence[ComposedLine]]) -> str:
        """Take up the rows of a title."""
        return self.lines(line for row in rows for line in row)

    def words(self, text: str) -> str:
        """Take up a word that stands by itself."""
        return self._take_up([DrawnRow([Stretch(text)])])

    def events(self, row: SetRow) -> str:
        """Take up what is known of an instrument; in a list it may run on with references."""
        rows = [self._plain(line) for event in row.events for line in event]
        # a row that is higher than a page comes line by line, where nothing stands beside another
        if row.run_on and row.cited:
            first, *more = self._cited(row)
            head, *others = first.stretches
            run_on = [*rows[-1].stretches, replace(head, before_em=_RUN_ON_EM), *others]
            rows[-1:] = [DrawnRow(run_on), *more, *map(self._plain, row.pages)]
        return self._take_up(rows)

    def cited(self, row: SetRow) -> str:
        """Take up the references to where an instrument is cited."""
        return self._take_up([*self._cited(row), *map(self._plain, row.pages)])

    def variant(self, item: SetVariant) -> str:
        """Take up the lines of a variant, the name of its place a link."""
        link = self._element("a", href=f"#{item.target.id}") if item.named else None
        left, rows = item.named, list[DrawnRow]()
        for line in item.lines:
            stretches = list[Stretch]()
            for f in line.fragments:
                # the name may end within a fragment
                for text, node in ((f.text[:left], link), (f.text[left:], None)):
                    if text:
                        stretches.append(self._stretch(replace(f, text=text), GAP_EM, node))
                left -= min(left, len(f.text))
            rows.append(DrawnRow(stretches))
        return self._take_up(rows)

    def grid(self, parts: Sequence[TableRowPart]) -> str:
        """Take up the rows of a table that stand together on a page."""
        made = TableRows(parts, self._of_cell)
        address = self._take_up(made.rows, roots=made.roots)
        self.blocks[address] = replace(self.blocks[address], rules=made.rules)
        return address

    rows_pt, below_pt = staticmethod(rows_pt), staticmethod(below_pt)

    def _of_cell(
        self, line: ComposedLine, node: Element, header: bool, calls: bool
    ) -> list[Stretch]:
        """Return a line of a cell within its element."""
        around, self._around = self._around, HEAD if header else self._around
        shown = [f for f in line.fragments if calls or f.kind not in _CALLS]
        made = self._stretches(shown, GAP_EM, within=node)
        self._around = around
        return [replace(s, look=s.look or HEAD) for s in made] if header else made

    def entry(self, entry: SetEntry) -> str:
        """Take up an entry of the contents: a link, with dots that lead to its page."""
        link = self._element("a", tag="Editorial Link", href=f"#{entry.target.id}")
        rows = [self._plain(line, link) for line in entry.lines]
        edge = [(0.0, replace(s, look="folio")) for s in self._unspaced(entry.folio, link)]
        if entry.leader:
            dots = SubElement(link, "span", {"data-artifact": ""})
            leader = self._unspaced(entry.leader, dots)
            edge += [(entry.leader_em, replace(s, look="leader", features=())) for s in leader]
        rows[-1] = replace(rows[-1], edge=edge)
        return self._take_up(rows)

    def _take_up(
        self,
        rows: Sequence[DrawnRow],
        composed: Composed | None = None,
        roots: Sequence[Element] = (),
    ) -> str:
        address = f"{SCHEME}{len(self.blocks) + 1}"
        self.blocks[address] = DrawnBlock(rows, composed, [*self._roots, *roots])
        self._roots = []
        return address

    def _element(self, name: str, **said: str) -> Element:
        """Begin an element of the block: what ``said`` says with ``data-``, and its ``href``."""
        element = Element(name, _attributes(said))
        self._roots.append(element)
        return element

    def _spaced(
        self, line: ComposedLine, lead: Sequence[Stretch] = (), start_em: float = 0.0
    ) -> DrawnRow:
        """Return a line that fills its measure."""
        gap = gap_before(line.spacing)
        stretches = [*lead, *self._stretches(line.fragments, gap)]
        return DrawnRow(
            stretches, start_em, line.spacing / 1000, line.words / 1000, (), line.above, line.below
        )

    def _plain(
        self, line: ComposedLine, node: Element | None = None, *, calls: bool = True
    ) -> DrawnRow:
        fragments = (f for f in line.fragments if calls or f.kind != "call")
        stretches = self._stretches(fragments, GAP_EM, node)
        return DrawnRow(stretches, above=line.above, below=line.below)

    def _stretches(
        self,
        fragments: Iterable[Fragment],
        gap_em: float,
        node: Element | None = None,
        within: Element | None = None,
    ) -> list[Stretch]:
        """Return the stretches of a line; a hyphen of ours means what the word before it means."""
        found = list[Stretch]()
        for f in fragments:
            if f.kind == "hyphen":
                made = self._stretch(replace(f, marks=()), gap_em, node, within)
                look, node_before = found[-1].look, found[-1].node
                found.append(replace(made, look=look, node=node_before, read_as=SOFT_HYPHEN))
            else:
                found.append(self._stretch(f, gap_em, node, within))
        return found

    def _unspaced(self, fragments: Iterable[Fragment], node: Element | None) -> list[Stretch]:
        made = self._stretches(fragments, GAP_EM, node)
        return [replace(stretch, spaced=False, worded=False) for stretch in made]

    def _number(self, number: SetNumber, node: Element | None) -> list[Stretch]:
        """Return a number in its own measure."""
        *most, last = self._unspaced(number.fragments, node)
        return [*most, replace(last, after_em=number.rest)]

    def _cited(self, row: SetRow) -> Iterator[DrawnRow]:
        for place, references in enumerate(row.cited):
            stretches = list[Stretch]()
            if not place and row.cited_label:
                stretches += self._plain(row.cited_label[0]).stretches
            for reference in references:
                link = self._element("a", href=f"#{reference.target.id}")
                stretches += [self._stretch(f, GAP_EM, link) for f in reference.fragments]
                if reference.separator:
                    stretches.append(self._stretch(Fragment("text", reference.separator), GAP_EM))
            yield DrawnRow(stretches)

    def _stretch(
        self,
        f: Fragment,
        gap_em: float,
        node: Element | None = None,
        within: Element | None = None,
    ) -> Stretch:
        """Return a fragment as a stretch, with the gap of its line before a Western run."""
        if f.kind == "author-call" and (label := self.labels.get(f.marks[-1].target)):
            f = replace(f, text=label)
        features = features_of_words(f.text) if f.kind == "western" else _FEATURES.get(f.kind, ())
        if f.kind in _SQUEEZED and self.squeeze:
            features = ("chws",)
        if f.kind in _CALLS and self.edition.vertical:
            features = _FEATURES["pair" if len(f.text) == 2 and f.text.isdigit() else "up"]
        classes = list(_marked(f))
        classes += [_LOOKS[f.kind]] if f.kind in _LOOKS else []
        if classes and self._around:
            classes.insert(0, self._around)
        before = gap_em if "l" in f.gaps else CALL_GAP_EM if f.gaps == "c" else 0.0
        return Stretch(
            f.text,
            features,
            INSIDE.join(classes),
            f.kind in SPREAD,
            f.kind in WORDED,
            before,
            GAP_EM if "r" in f.gaps else 0.0,
            node if node is not None else self._node(f, within),
            object=self._object(f.marks[-1]) if f.kind == "object" else None,
        )

    def _object(self, inline: InlineMark) -> DrawnObject:
        """Return what is drawn of a picture or formula."""
        assert self.drawings is not None
        assert inline.shape is not None
        mark = inline.mark
        if mark.kind == "image":
            return DrawnObject(inline.shape, self.drawings.picture(mark.file))
        formula = self.drawings.formula(mark, alone=inline.alone)
        assert formula is not None
        return DrawnObject(inline.shape, formula)

    def _node(self, f: Fragment, within: Element | None) -> Element | None:
        """Return the innermost of the elements around a fragment; None for those of its block."""
        elements = list[tuple[str, dict[str, str]]]()
        for place, inline in enumerate(f.marks, 1):
            if inline.look and inline.id:
                elements.append(("span", self._place(inline.id, f"Mark-{inline.look}")))
            elif inline.mark.form != "point" and not inline.look:
                reading = f.kind == "reading" and place == len(f.marks)
                elements += self._mark(inline, reading=reading)
        if f.kind == "call":
            number = "".join(filter(str.isdigit, f.text))
            said = {"tag": "Reference Link", "id": f"call-{number}", "href": f"#note-{number}"}
            elements.append(("a", said))
        elif f.kind == "author-call":
            inline = f.marks[-1]
            if inline.target:
                said = {"tag": "Mark-note Link", "id": inline.id, "href": f"#{inline.target}"}
                if inline.target in self.labels:
                    said["title"] = inline.mark.value
                elements.append(("a", said))
            else:
                elements.append(("span", {"tag": "Mark-note", "id": inline.id}))
        node = within
        for name, said in elements:
            if node is None:
                node = self._element(name, **said)
            else:
                node = SubElement(node, name, _attributes(said))
        return node

    def _mark(self, inline: InlineMark, *, reading: bool) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the elements of a mark, the outer one first."""
        mark = inline.mark
        if mark.kind == "ruby":
            yield "span", self._place(inline.id, "Ruby")
            part, tag = ("reading", "RT") if reading else ("base", "RB")
            yield "span", self._place(f"{inline.id}-{part}", tag)
        elif mark.form == "object":
            picture = mark.kind == "image"
            said = self._place(inline.id, "Figure" if picture else "Formula")
            title = mark.file if picture else mark.value
            yield "span", said | {"alt": mark.alternative, "title": title}
        else:
            yield "span", self._place(inline.id, f"Mark-{mark.kind}")

    def _place(self, anchor: str, tag: str) -> dict[str, str]:
        """Say that an element begins at an anchor, or goes on where it has begun before."""
        if anchor in self._begun:
            return {"continues": anchor}
        self._begun.add(anchor)
        return {"tag": tag, "id": anchor}


def _attributes(said: dict[str, str]) -> dict[str, str]:
    return {name if name == "href" else f"data-{name}": value for name, value in said.items()}


def _marked(f: Fragment) -> Iterator[str]:
    """Yield what the sheets call the marks around a fragment."""
    for m in f.marks:  # a blank of underscores is a line already
        line = m.mark.kind == "blank" and not f.text.strip("_")
        if m.mark.form == "wraps" and m.mark.kind != "ruby" and not line:
            yield m.look or f"mark-{m.mark.kind}"
