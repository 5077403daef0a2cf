"""Reads the structure tree of a PDF: which marked content is canonical text, and in what order.

The canonical document stands in ``Art`` elements. In them each leaf block (a heading or ``P``)
bears the identifier of its line; ``Lbl``, ``Reference``, ``Note`` and ``Editorial`` are apparatus,
as is all that stands outside an ``Art``. ActualText and Alt are never taken for text: they would
say what a page is meant to show, not what it shows; but for a hyphen at the end of a line, of which
it says that it is no text (``hyphens``). Types of our own, mapped to standard ones, are
marks; a picture or formula counts as one character: it is drawn once, or its Alt stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf
from msgspec import Struct, field
from msgspec.structs import replace

from zhengben.document.author_notes import circled, same_label
from zhengben.document.notation import Kind
from zhengben.proof.extraction import Block, Fault, shown
from zhengben.proof.geometry import Point, steps_back
from zhengben.proof.hyphens import NO_LINE_END, Hyphen, misplaced, pending
from zhengben.proof.marked_content import OUT_OF_ORDER, Key, Marked
from zhengben.proof.marks import Said

CANONICAL = "Art"
# the last stands in files of the first layout
APPARATUS = frozenset(("Lbl", "Reference", "Note", "Editorial", "Caption"))
BLOCKS = frozenset(("P", "H", "H1", "H2", "H3", "H4", "H5", "H6"))
# what PDF 2.0 calls otherwise, by its name there
_SECOND = {"FENote": "Note"}
_DEEPEST = 100
# what marks of the text are here, by type; those of the second table have a value instead of text
_WRAPPING: dict[str, Kind] = {
    "Mark-sup": "sup", "Mark-sub": "sub", "Mark-em": "em", "Mark-dots": "dots", "Mark-u": "u",
    "Mark-name": "name", "Mark-blank": "blank", "Ruby": "ruby",
}  # fmt: skip
_VALUED: dict[str, Kind] = {"Mark-note": "note", "Figure": "image", "Formula": "math"}
_READING = "RT"
# what one of two versions has alone, in a file that merges them
SIDES = {"Mark-new": "new", "Mark-gone": "gone"}
# at the head of an author's note: its label on this page, where they count anew on each
_LABEL = "Mark-label"


class _Leaf(Struct):
    """A block while it is read.

    ``places`` keeps its pages in order, each with the offset of the first character there; ``last``
    is what it ends with.
    """

    id: str
    language: str
    said: Said = field(default_factory=Said)
    places: dict[str, int] = field(default_factory=dict)
    last: Marked | None = None
    hyphens: list[Hyphen] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.id or f"a paragraph without an identifier ({shown(self.said.text)})"


class _PageLabel(Struct, frozen=True):
    """A label of a page, for which the text has another, on the page ``place``."""

    place: str
    shown: str
    label: str


class Step(Struct, frozen=True):
    """An element on the way from the root to some content: its standard type, name and number.

    ``name`` is its /ID or empty; ``number`` is its object number, which no other element has;
    ``own`` is its type as the file has it, before it is mapped.
    """

    role: str
    name: str
    number: int
    own: str = ""


class _Scope(Struct, frozen=True):
    """Where in the tree an element stands."""

    canonical: bool = False
    apparatus: bool = False
    leaf: _Leaf | None = None
    # what gathers the value of a mark, which is no text, and what is drawn for it
    value: list[str] | None = None
    drawn: list[str] | None = None
    language: str = ""
    depth: int = 0
    path: tuple[Step, ...] = ()


class StructureTree:
    """The structure tree, read against the content of the pages."""

    def __init__(
        self,
        root: pikepdf.Object,
        marked: Mapping[Key, Marked],
        pages: Mapping[tuple[int, int], int],
    ) -> None:
        self._marked, self._pages = marked, pages
        self._roles = root.get("/RoleMap", pikepdf.Dictionary())
        self._leaves: list[_Leaf] = []
        # where each piece of content stands in the tree, in the order of reading
        self.paths: dict[Key, tuple[Step, ...]] = {}
        self._used: set[Key] = set()
        self._met: set[tuple[int, int]] = set()
        self.faults: list[Fault] = []
        # labels of pages: of calls, in the order of the text, and of notes
        self._called: list[_PageLabel] = []
        self._noted: list[_PageLabel] = []
        for kid in _kids(root):
            self._element(kid, _Scope())
        self._check_identifiers()
        self._check_hyphens()
        self._check_labels()
        self._check_unused()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the canonical blocks in the order of the tree."""
        return tuple(
            Block(
                f.id,
                f.said.text,
                tuple(f.places),
                tuple(f.places.values()),
                f.language,
                f.said.ordered,
                tuple(f.said.shown),
                tuple(f.said.sides),
            )
            for f in self._leaves
        )

    def _fault(self, code: str, place: str, sentence: str) -> None:
        self.faults.append(Fault(code, place, sentence))

    def _role(self, element: pikepdf.Object) -> str:
        """Return the standard type of an element, as PDF 1.7 has it (ISO 32000-1, 14.7.3)."""
        kind = str(element.get("/S", "/"))
        for _ in range(_DEEPEST):
            mapped = self._roles.get(kind)
            if mapped is None or str(mapped) == kind:
                break
            kind = str(mapped)
        kind = kind.lstrip("/")
        return _SECOND.get(kind, kind)

    def _element(self, element: pikepdf.Object, scope: _Scope) -> None:
        again = element.objgen in self._met and element.objgen != (0, 0)
        if again or scope.depth > _DEEPEST:
            self._fault("tree-loop", "structure", "An element stands twice in the structure tree.")
            return
        self._met.add(element.objgen)
        role, own = self._role(element), str(element.get("/S", "/")).lstrip("/")
        inner = replace(
            scope,
            canonical=scope.canonical or role == CANONICAL,
            apparatus=scope.apparatus or not APPARATUS.isdisjoint((role, own)),
            language=str(element.get("/Lang", scope.language)),
            depth=scope.depth + 1,
            path=(*scope.path, Step(role, _name(element), element.objgen[0], own)),
        )
        if inner.canonical and not inner.apparatus and role in BLOCKS:
            inner = self._open(element, inner)
        marked = scope.canonical and not scope.apparatus and scope.value is None
        if marked and scope.leaf is not None and self._mark(element, scope.leaf, inner):
            return
        for kid in _kids(element):
            self._kid(kid, element, inner)

    def _mark(self, element: pikepdf.Object, leaf: _Leaf, inner: _Scope) -> bool:
        """Read an element that is a mark in a paragraph; say whether it was one."""
        own = str(element.get("/S", "/")).lstrip("/")
        if kind := _VALUED.get(own):
            value, drawn = list[str](), list[str]()
            self._kids_of(element, replace(inner, value=value, drawn=drawn, apparatus=False))
            said = self._value(kind, element, "".join(value), drawn, leaf)
            if kind == "note" and "/T" in element:
                said = self._page_label(element, said, leaf, self._called)
            leaf.said.point(kind, said, drawn[0] if drawn else "")
        elif own == _LABEL:
            value = list[str]()
            self._kids_of(element, replace(inner, value=value))
            leaf.said.say(self._page_label(element, "".join(value), leaf, self._noted))
        elif side := SIDES.get(own):
            begin = leaf.said.length
            self._kids_of(element, inner)
            if not leaf.said.stand(side, begin):
                told = f"{leaf.name}: what one version has alone stands inside the like."
                self._fault("side", leaf.id, told)
        elif kind := _WRAPPING.get(own):
            opened, reading = leaf.said.open(), list[str]()
            for kid in _kids(element):
                reads = isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == f"/{_READING}"
                self._kid(kid, element, replace(inner, value=reading) if reads else inner)
            leaf.said.close(kind, opened, "".join(reading))
        return own in _VALUED or own in _WRAPPING or own in SIDES or own == _LABEL

    def _page_label(
        self, element: pikepdf.Object, said: str, leaf: _Leaf, met: list[_PageLabel]
    ) -> str:
        """Take up a label of a page; return that of the text, for which it stands."""
        label = str(element.get("/T", ""))
        # of two pages on one side of a sheet each counts by itself
        folio = leaf.last.folio if leaf.last is not None else 0
        met.append(_PageLabel(f"page {folio}", said, label))
        return label

    def _kids_of(self, element: pikepdf.Object, scope: _Scope) -> None:
        for kid in _kids(element):
            self._kid(kid, element, scope)

    def _value(
        self, kind: Kind, element: pikepdf.Object, said: str, drawn: Sequence[str], leaf: _Leaf
    ) -> str:
        """Return the value of a mark; a picture or formula is drawn once, or shows its words."""
        if kind == "note":
            return said
        title, words = str(element.get("/T", "")), str(element.get("/Alt", ""))
        if len(drawn) > 1 or (drawn and not words):
            told = f"{leaf.name}: a picture or formula, {shown(words)}, is drawn more than once."
            told = told if words else f"{leaf.name}: a picture is drawn without words for it."
            self._fault("object", leaf.id, told)
        if said != ("" if drawn else f"〔{words}〕" if kind == "image" else words):
            told = f"{leaf.name}: a picture or formula, {shown(words)}, shows {shown(said)}."
            self._fault("object", leaf.id, told)
        return f"{title}|{words}" if kind == "image" else title

    def _open(self, element: pikepdf.Object, scope: _Scope) -> _Scope:
        leaf = _Leaf(_name(element), scope.language)
        self._leaves.append(leaf)
        if scope.leaf is not None:
            self._fault("nested", scope.leaf.id, f"{leaf.name} stands inside {scope.leaf.name}.")
        return replace(scope, leaf=leaf)

    def _kid(self, kid: Any, parent: pikepdf.Object, scope: _Scope) -> None:
        """Read a kid: an MCID, a reference to marked content or to an object, or an element."""
        if isinstance(kid, int):
            self._content(kid, parent.get("/Pg"), None, scope)
        elif not isinstance(kid, pikepdf.Dictionary):
            self._fault("tree", "structure", "The structure tree holds something unknown.")
        elif "/S" in kid:
            self._element(kid, scope)
        elif "/MCID" in kid:
            page = kid.get("/Pg", parent.get("/Pg"))
            self._content(int(kid["/MCID"]), page, kid.get("/Stm"), scope)
        elif kid.get("/Type") != "/OBJR":
            self._fault("tree", "structure", "The structure tree holds something unknown.")

    def _content(self, mcid: int, page: Any, stream: Any, scope: _Scope) -> None:
        number = self._pages.get(page.objgen, 0) if page is not None else 0
        place = f"page {number}" if number else "structure"
        owner = stream if stream is not None else page
        key: Key = (owner.objgen if owner is not None else (0, 0), mcid)
        item = self._marked.get(key)
        if item is None or item.page != number:
            self._fault(
                "mcid-missing",
                place,
                f"The structure refers to marked content {mcid} of {place}, which is not there.",
            )
            return
        if key in self._used:
            self._fault(
                "mcid-shared",
                place,
                f"Marked content {mcid} of {place} stands twice in the structure tree.",
            )
        self._used.add(key)
        self.paths[key] = scope.path
        if scope.canonical and not scope.apparatus:
            self._canonical(item, place, scope)

    def _canonical(self, item: Marked, place: str, scope: _Scope) -> None:
        leaf = scope.leaf
        if leaf is None:
            if item.text:
                self._fault(
                    "no-paragraph",
                    place,
                    f"{place.capitalize()} has text of the document outside every paragraph: "
                    f"{shown(item.text)}.",
                )
            return
        leaf.places.setdefault(place, leaf.said.length)
        if scope.value is None:
            before = leaf.said.length
            leaf.hyphens += [replace(h, offset=before + h.offset) for h in item.hyphens]
            leaf.said.say(item.text)
        else:
            scope.value.append(item.text)
        if scope.drawn is not None:
            scope.drawn.extend(item.drawn)
        elif item.drawn:
            told = f"{leaf.name}: a picture or drawing on {place} is no object of the text."
            self._fault("object", place, told)
        problems = set(item.problems)
        if item.start is not None:
            if leaf.last is not None and _before(item, item.start, leaf.last):
                problems.add(OUT_OF_ORDER)
            if leaf.last is not None and _goes_on(item, leaf.last):
                problems.add(NO_LINE_END)
            leaf.last = item
        for problem in sorted(problems):
            code = {OUT_OF_ORDER: "order", NO_LINE_END: "hyphen"}.get(problem, "unseen")
            self._fault(code, place, f"{leaf.name}: text on {place} {problem}: {shown(item.text)}.")

    def _check_identifiers(self) -> None:
        met: set[str] = set()
        for leaf in self._leaves:
            if not leaf.id:
                places = " and ".join(leaf.places) or "structure"
                text = shown(leaf.said.text)
                self._fault("no-id", places, f"A paragraph on {places} has no identifier: {text}.")
            elif leaf.id in met:
                self._fault("id-twice", leaf.id, f"Two paragraphs bear the identifier {leaf.id}.")
            met.add(leaf.id)

    def _check_hyphens(self) -> None:
        """Find hyphens that say they are no text and yet part no word."""
        for leaf in self._leaves:
            for hyphen in misplaced(leaf.hyphens, leaf.said.text):
                around = leaf.said.text[max(0, hyphen.offset - 8) : hyphen.offset + 8]
                told = f"{leaf.name}: {shown(hyphen.shown)} is no text and parts no word"
                self._fault("hyphen", leaf.id, f"{told}: {shown(around)}.")

    def _check_labels(self) -> None:
        """Find labels of pages that are not ①, ② … on each, or whose call and note differ.

        The labels of the text, for which they stand, are compared with the text as all else is.
        """
        for place in dict.fromkeys(one.place for one in (*self._called, *self._noted)):
            called = [one for one in self._called if one.place == place]
            noted = {one.shown: one for one in self._noted if one.place == place}
            for number, call in enumerate(called, 1):
                note = noted.pop(call.shown, None)
                if call.shown != circled(number):
                    told = (
                        f"call {number} on {place} is {shown(call.shown)}, not {circled(number)}."
                    )
                elif note is None or not same_label(call.label, note.label):
                    told = f"no note for {shown(call.label)} stands at {call.shown} on {place}."
                else:
                    continue
                self._fault("label", place, f"The author's notes: {told}")
            for label in noted:
                told = f"nothing calls {shown(label)} on {place}."
                self._fault("label", place, f"The author's notes: {told}")

    def _check_unused(self) -> None:
        """Find content that has an MCID of which the tree knows nothing."""
        for (_, mcid), item in sorted(
            ((key, item) for key, item in self._marked.items() if key not in self._used),
            key=lambda pair: (pair[1].page, pair[0]),
        ):
            if item.text or item.painted:
                what = f" text: {shown(item.text)}" if item.text else " a drawing or picture"
                self._fault(
                    "mcid-unused",
                    f"page {item.page}",
                    f"Marked content {mcid} of page {item.page}, which the structure does not "
                    f"hold, shows{what}.",
                )


def _name(element: pikepdf.Object) -> str:
    name = element.get("/ID")
    return bytes(name).decode("utf-8", "replace") if name is not None else ""


def _before(item: Marked, start: Point, last: Marked) -> bool:
    """Say whether content stands on its page, or in the book, before what it should follow."""
    if item.folio != last.folio:
        return item.folio < last.folio
    return steps_back(last.end, start, last.size)


def _goes_on(item: Marked, last: Marked) -> bool:
    """Say whether content goes on on the line that a hyphen of the press should have ended."""
    hyphen = pending(last.hyphens, len(last.text))
    if hyphen is None or item.start is None or item.folio != last.folio:
        return False
    return not hyphen.ends_line(item.start)


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids
