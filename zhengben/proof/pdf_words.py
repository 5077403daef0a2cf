"""Compares the words of a PDF beside its text with what they have to be.

Running heads and folios, titles of the outline, where each link leads and what it says, places of
destinations, names of attachments and properties of the metadata: what a reader sees, hears or
follows without it being a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from msgspec import Struct, field

from zhengben.document.declaration import Declaration
from zhengben.document.direction import without_shaped
from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.proof.extraction import Fault, shown
from zhengben.proof.marked_content import Key
from zhengben.proof.pdf_beside import (
    strange_artifacts,
    strange_attachments,
    strange_labels,
    strange_languages,
    strange_packet,
    strange_rules,
    strange_sides,
)
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.structure_tree import Step, StructureTree

_LEADER = regex("…+")
_FOLIO = regex(r"(?:— )?(\d+)(?: —)?")
_DIGITS = "0123456789"
_IDEOGRAPHIC_SPACE = "\u3000"
# a destination lies so far from the base line of what it leads to, in points
_NEAR_PT = 110.0
_HEADINGS = frozenset(("title", "heading", "annex"))
_PARAGRAPHS = frozenset(("paragraph", "article", "item", "cell", "name", "office", "closing"))


class Told(Struct, frozen=True):
    """What may be said beside a text: the document in the file's script, and words of the press.

    ``words`` are those that the press has for the script; ``others`` are the document in the
    other scripts of the file; ``places`` are how lines are called, by their anchors; ``heads`` are
    what stands above columns of texts, and the running head there. ``tags`` are those of the texts
    of the file; ``changes`` says that what changed between them is marked, ``merged`` that what
    one of them has alone has an element of its own.
    """

    declaration: Declaration
    words: frozenset[str]
    others: tuple[Declaration, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    changes: bool = False
    merged: bool = False

    @property
    def documents(self) -> tuple[Declaration, ...]:
        """Return the document in each script of the file."""
        return (self.declaration, *self.others)

    @property
    def lines(self) -> dict[str, Line]:
        """Return every line by its anchor."""
        return {line.id: line for line in self.declaration.lines}


def strange_words(pdf: pikepdf.Pdf, contents: StrictContents, told: Told) -> Iterator[Fault]:
    """Yield a fault for each word of a file that is not what it has to be."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    tree = StructureTree(pdf.Root.StructTreeRoot, contents.marked, pages)
    says = _Says(contents, tree.paths)
    for place, sentence in (
        *_artifacts(contents, told, says),
        *_outlines(pdf, pages, told, says),
        *_links(pdf, pages, told, says),
        *_destinations(pdf, pages, says),
        *_kinds(pdf, told),
        *strange_rules(contents, tree.paths, changes=told.changes),
        *(() if told.merged else strange_sides(tree.paths)),
        *strange_artifacts(contents, frozenset(says.heads)),
        *strange_labels(pdf),
        *strange_languages(pdf, told.declaration.script, told.tags),
        *strange_attachments(pdf, told.declaration),
        *strange_packet(pdf, told.declaration.script),
    ):
        yield Fault("strange", place, f"{place.capitalize()} {sentence}.")


class _Says:
    """What each element of the structure says, and where its content begins."""

    def __init__(self, contents: StrictContents, paths: Mapping[Key, tuple[Step, ...]]) -> None:
        self.text: dict[int, str] = {}
        self.begins: dict[str, tuple[int, float]] = {}
        self.heads = set[str]()
        heads: dict[int, str] = {}
        for key, path in paths.items():
            item = contents.marked[key]
            for step in path:
                self.text[step.number] = self.text.get(step.number, "") + item.text
                if step.name and item.start is not None:
                    self.begins.setdefault(step.name, (item.page, item.start[1]))
                if step.role == "TH":
                    heads[step.number] = self.text[step.number]
        self.heads = set(heads.values())


def _heads(told: Told) -> set[str]:
    """Return what a running head may be, before it is cut."""
    found = set[str]()
    for document in told.documents:
        chapters = {n.words for n in document.lines if n.role in ("heading", "annex")}
        for name in ("", *chapters):
            # words that the engine would have to shape are left out
            whole = (document.short_title, name)
            for title, chapter in (whole, tuple(map(without_shaped, whole))):
                found |= {title, chapter, f"{title}{_IDEOGRAPHIC_SPACE}{chapter}"}
    return found - {""}


def _artifacts(contents: StrictContents, told: Told, says: _Says) -> Iterator[tuple[str, str]]:
    """Yield what is shown besides the structure: heads, folios, leaders, heads of tables."""
    heads = _heads(told) | told.heads
    folios = {page.number: {page.number} for page in contents.drawn}
    # blank halves of sheets bear no number
    for number, fold in enumerate(sorted(contents.folds.values(), key=lambda f: f.folio), 1):
        folios[fold.side].add(number)
    for page in contents.drawn:
        for said in page.artifacts.values():
            folio = _FOLIO.fullmatch(said)
            if folio and int(folio[1]) in folios[page.number]:
                continue
            cut = said.endswith("…") and any(h.startswith(said[:-1]) for h in heads)
            if not (said in heads or said in says.heads or _LEADER.fullmatch(said) or cut):
                yield f"page {page.number}", f"shows {shown(said)} beside the text"


def _outlines(
    pdf: pikepdf.Pdf, pages: Mapping[tuple[int, int], int], told: Told, says: _Says
) -> Iterator[tuple[str, str]]:
    """Compare what each bookmark says, and where it leads."""
    allowed = {word: set[str]() for word in told.words}
    for document in told.documents:
        for line in document.lines:
            allowed.setdefault(line.words, set()).add(line.id)
        first = {line.number: line.id for line in document.lines if line.number}
        for group in document.groups:
            allowed.setdefault(group.title, set()).add(first.get(group.first, ""))
    # a title in several rows, or with calls of the author's notes, is the same title
    calls = {
        mark.value
        for document in told.documents
        for line in document.lines
        for mark in line.marks
        if mark.kind == "note"
    }
    item, above = _first(pdf.Root.get("/Outlines")), list[Any]()
    for _ in range(10_000):
        if item is None:
            if not above:
                return
            item = above.pop().get("/Next")
            continue
        title = _plain(str(item.Title), calls)
        if title not in allowed:
            yield "the outline", f"says {shown(str(item.Title))}"
        elif not _leads_there(item, allowed[title], pages, says):
            yield "the outline", f"leads elsewhere than it says, {shown(str(item.Title))}"
        if "/First" in item:
            above.append(item)
            item = item.First
        else:
            item = item.get("/Next")


def _leads_there(
    item: Any, named: set[str], pages: Mapping[tuple[int, int], int], says: _Says
) -> bool:
    """Say whether a bookmark leads to one of the lines that say what it does."""
    place = item.Dest if "/Dest" in item else item.A.D
    if "/A" in item and not _same_place(item.A):
        return False
    begins = [says.begins[name] for name in named if name in says.begins]
    page, height = pages.get(place[0].objgen, 0), float(place[3])
    near = [page == where[0] and abs(height - where[1]) <= _NEAR_PT for where in begins]
    if "/A" in item and named and _identifier(item.A) not in named:
        return False
    return any(near) or not near


def _plain(title: str, calls: set[str]) -> str:
    title = title.replace("\n", "")
    for call in calls:
        title = title.replace(call, "")
    return title


def _first(outlines: Any) -> Any:
    return None if outlines is None else outlines.get("/First")


def _links(
    pdf: pikepdf.Pdf, pages: Mapping[tuple[int, int], int], told: Told, says: _Says
) -> Iterator[tuple[str, str]]:
    """Compare where each link leads with what it shows and what it says."""
    lines = told.lines
    names = _names(pdf)
    parts = told.words | {group.title for group in told.declaration.groups}
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/StructElem":
            continue
        kids = item.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else ():
            if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") != "/OBJR":
                continue
            target, words = str(kid.Obj.Dest), str(kid.Obj.Contents)
            page = f"page {pages.get(kid.Pg.objgen, 0)}"
            said = says.text.get(item.objgen[0], "")
            if target not in names:
                yield page, f"has a link to {shown(target)}, which is nowhere"
            elif not (_leads(target, said, lines, told.words) or said == told.places.get(target)
                      or said.rstrip(_DIGITS) in parts):  # fmt: skip
                yield page, f"has a link, {shown(said)}, that leads to {shown(target)}"
            number = target.rpartition("-")[2]
            if words != target and not _worded(words, number, told):
                yield page, f"has a link to {target} that is told as {shown(words)}"


def _worded(words: str, number: str, told: Told) -> bool:
    """Say whether words of the press, with a number in them, are what a link is told by."""
    inner = {words}
    for word in told.words:
        before, blank, behind = word.partition("{}")
        if blank and words.startswith(before) and words.endswith(behind):
            inner.add(words.removeprefix(before).removesuffix(behind))
    return any(one == number or one.removesuffix(number) in told.words for one in inner)


def _leads(target: str, said: str, lines: Mapping[str, Line], words: frozenset[str]) -> bool:
    """Say whether a link that shows some words may lead to an anchor."""
    kind, _, number = target.rpartition("-")
    if kind.startswith("author"):
        # the author's own marks, which are canonical
        return True
    if kind in ("note", "call"):
        # beside notes of the author ours are told by a word before their number
        return said.strip() == number or said.removesuffix(number) in words
    line = lines.get(target)
    if line is None:
        return True
    names = {line.words, line.label, str(line.number or "")}
    while "-" in target:
        target = target.rpartition("-")[0]
        if target in lines:
            names.add(lines[target].label)
    plain = said.replace(" ", "")
    return any(
        name and (name.replace(" ", "") in plain or plain in name.partition("、")[:1])
        for name in names
    )


def _kinds(pdf: pikepdf.Pdf, told: Told) -> Iterator[tuple[str, str]]:
    """Yield headings that the structure tells as paragraphs, and paragraphs told as headings."""
    if told.others:
        return
    roles = {line.id: line.role for line in told.declaration.lines}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            role = roles.get(bytes(item.get("/ID", b"")).decode("utf-8", "replace"), "")
            wanted = "/P" if role in _PARAGRAPHS else "/H" if role in _HEADINGS else ""
            if not str(item.S).startswith(wanted):
                yield "the structure", f"has a {role} as {shown(str(item.S))}"


def _names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    names: Any = pdf.Root.get("/Names", {})
    dests: Any = names.get("/Dests", {})
    listed = list(dests.get("/Names", ()))
    return dict(zip(map(str, listed[::2]), listed[1::2], strict=False))


def _destinations(
    pdf: pikepdf.Pdf, pages: Mapping[tuple[int, int], int], says: _Says
) -> Iterator[tuple[str, str]]:
    """Compare each destination with the place where what bears its name begins."""
    for name, place in _names(pdf).items():
        begins = says.begins.get(name)
        if isinstance(place, pikepdf.Dictionary):
            if _identifier(place) != name or not _same_place(place):
                yield f"the destination {name}", "leads to another element than it names"
            place = place.D
        if begins is None:
            continue
        page, height = pages.get(place[0].objgen, 0), float(place[3])
        if page != begins[0] or abs(height - begins[1]) > _NEAR_PT:
            yield f"the destination {name}", f"lies on page {page}, away from what it names"


def _identifier(place: Any) -> str:
    """Return the identifier of the element that a destination of PDF 2.0 leads to."""
    return bytes(place.SD[0].get("/ID", b"")).decode("utf-8", "replace")


def _same_place(place: Any) -> bool:
    """Say whether such a destination is at the same place on its page and in its element."""
    one, other = ([float(n) for n in array.as_list()[2:]] for array in (place.D, place.SD))
    return one == other
