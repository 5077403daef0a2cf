"""Walks through every object of a PDF and tells what is not in the table of what the press writes.

Nothing is asked of how a viewer would take it: a key, a value, an object that nothing leads to or
a second revision of the file is a fault because the press never writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any

import pikepdf
import uharfbuzz as hb

from zhengben.document.provenance import NO_OBJECTS, KnownObjects
from zhengben.document.regex import regex
from zhengben.proof.extraction import Fault, shown
from zhengben.proof.grammar import Rule, rule
from zhengben.proof.pdf_grammar import (
    EARLIER,
    ELEMENTS,
    FEATURES,
    FONT_TABLES,
    LABELLED,
    LIGHT_RANGE,
    LIGHTS,
    NAMESPACE,
    OBJECTS,
    PDF_2,
    PROFILES,
    SECOND,
    SECOND_ELEMENTS,
    STREAMS,
    TRUETYPE_TABLES,
    WORDED,
)
from zhengben.proof.pictures import shown_sha256

# the engine writes the one, the imposer the other
_HEADS = (b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n", b"%%PDF-%s\n%%\xbf\xf7\xa2\xfe\n")
_TAIL = regex(rb"\nendobj\nstartxref\n\d+\n%%EOF\n\Z")
# more faults of one file than this are counted
_MOST_TOLD = 50
_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,), "num": (int, Decimal, float), "text": (pikepdf.String,),
    "bytes": (pikepdf.String,), "name": (pikepdf.Name,), "bool": (bool,),
}  # fmt: skip
_SPACES = "space"
# whose the attributes of an element are, where they are not those of a cell
_ATTRIBUTES = {"FENote": "/FENote", "L": "/List"}
# places of an imposed page are cut to four figures
_ROUNDED_PT = 0.001


def framed(data: bytes, version: str = "1.7") -> Iterator[Fault]:
    """Yield what is wrong with a file's frame: one revision, nothing before or behind it."""
    if not data.startswith(tuple(head % version.encode() for head in _HEADS)):
        yield _fault("file", "The file does not begin as the press begins one.")
    if not _TAIL.search(data[-60:]):
        yield _fault("file", "Something stands behind the end of the file.")
    if (count := data.count(b"\nstartxref\n")) != 1:
        yield _fault("file", f"The file has {count} revisions, not one.")


def strange_objects(
    pdf: pikepdf.Pdf, features: Collection[str], known: KnownObjects = NO_OBJECTS
) -> list[Fault]:
    """Return a fault for each object, key or value that is not in the table.

    ``features`` are the rows of ``FEATURES`` that the file's edition has, and ``PDF_2`` where it is
    written so, ``known`` the pictures and formulas of its text.
    """
    return _Walk(pdf, features, known).faults()


class _Walk:
    def __init__(self, pdf: pikepdf.Pdf, features: Collection[str], known: KnownObjects) -> None:
        self._pdf, self._known = pdf, known
        self._second = PDF_2 in features
        self._rows = {**OBJECTS, **SECOND} if self._second else OBJECTS
        self._found: dict[tuple[str, str], None] = {}
        # the shape that each indirect object was found to have
        self._shapes: dict[tuple[int, int], str] = {}
        self._references: list[tuple[tuple[int, int], str, str]] = []
        self._waiting: list[tuple[Any, str]] = []
        having = [p for n, keys in FEATURES.items() if n in features for p in keys]
        self._must = {(shape, key) for shape, key in having if key[-1] != "?"}
        self._never = {
            (shape, key.rstrip("?")): name
            for name, keys in FEATURES.items()
            if name not in features
            for shape, key in keys
        }

    def faults(self) -> list[Fault]:
        """Walk, and return what was found."""
        self._waiting.append((self._pdf.trailer, "trailer"))
        while self._waiting and len(self._found) < _MOST_TOLD:
            self._object(*self._waiting.pop())
        for number, shape, place in self._references:
            if self._shapes.get(number) != shape and (shape or number not in self._shapes):
                self._tell(place, f"points to object {number[0]}, which is no {shape or 'part'}")
        for item in self._pdf.objects:
            if isinstance(item, pikepdf.Object) and item.objgen not in self._shapes:
                if self._of_the_file(item):
                    continue
                self._tell(f"object {item.objgen[0]}", "is there, and nothing leads to it")
        return [_fault(place, f"In the file, {place} {told}.") for place, told in self._found]

    def _of_the_file(self, item: Any) -> bool:
        """Say whether an object is how the file is kept, and no part of the document."""
        if isinstance(item, pikepdf.Stream):
            return item.get("/Type") in ("/XRef", "/ObjStm")
        return False

    def _tell(self, place: str, sentence: str) -> None:
        self._found[place, sentence] = None

    def _object(self, item: Any, shape: str) -> None:
        """Compare an object with its row."""
        number = item.objgen
        if number != (0, 0):
            if number in self._shapes:
                if self._shapes[number] != shape:
                    self._tell(f"object {number[0]}", f"is both {self._shapes[number]} and {shape}")
                return
            self._shapes[number] = shape
        place = f"the {shape}" + (f" in object {number[0]}" if number[0] else "")
        if shape == _SPACES:
            if not self._matches(item, rule(self._rows[shape]["[]"]), place):
                self._tell(place, "is no colour space of the press")
            return
        streams = isinstance(item, pikepdf.Stream)
        if streams != (shape in STREAMS) and shape != "trailer":
            self._tell(place, "is a stream" if streams else "is no stream")
            return
        self._keys(item, shape, place)
        if more := _MORE.get(shape):
            for told in more(item):
                self._tell(place, told)
        if shape == "element":
            for told in _element(item, second=self._second):
                self._tell(place, told)
        if shape in ("picture", "formula") and shown_sha256(item) not in self._known.drawn:
            self._tell(place, f"is a {shape} that is none of the text's")
        if shape == "colours" and not _srgb(item) and _sha256(item) not in self._known.profiles:
            self._tell(place, "is a colour profile that is none of the text's pictures'")

    def _keys(self, item: Any, shape: str, place: str) -> None:
        row = self._rows[shape]
        met = set[str]()
        # in an order of their own, which sets have not
        for key in sorted(item.keys()):
            text = row.get(key) or row.get(f"{key}?")
            met.add(key)
            if text is None:
                self._tell(place, f"has {key}, which the press never writes")
            elif name := self._never.get((shape, key)):
                self._tell(place, f"has {key}, which this edition, without {name}, never has")
            elif not self._matches(item[key], rule(text), place):
                self._tell(place, f"has a {key} that the press never writes")
        for key in row:
            if not key.endswith("?") and key not in met:
                self._tell(place, f"lacks {key}")
        for other, key in sorted(self._must):
            if other == shape and key not in met:
                self._tell(place, f"lacks {key}, which this edition has")

    def _matches(self, value: Any, wanted: Rule, place: str) -> bool:
        """Say whether a value is as a rule has it; what it leads to is looked into later."""
        kind = wanted[0]
        if kind == "or":
            return any(self._matches(value, one, place) for one in wanted[1:])
        if kind == "array":
            return self._array(value, wanted[1:], place)
        if kind == "names":
            if not isinstance(value, pikepdf.Dictionary) or isinstance(value, pikepdf.Stream):
                return False
            self._mark(value, "names")
            keys = sorted(value.keys())
            return all(self._matches(value[key], wanted[1], place) for key in keys)
        return self._word(value, wanted[1], place)

    def _array(self, value: Any, items: tuple[Rule, ...], place: str) -> bool:
        if not isinstance(value, pikepdf.Array):
            return False
        self._mark(value, "array")
        if len(items) == 1:
            return all(self._matches(one, items[0], place) for one in value)
        return len(value) == len(items) and all(
            self._matches(one, item, place) for one, item in zip(value, items, strict=True)
        )

    def _mark(self, value: Any, shape: str) -> None:
        if value.objgen != (0, 0):
            self._shapes[value.objgen] = shape

    def _word(self, value: Any, word: str, place: str) -> bool:
        if word in _KINDS:
            # a truth is no number
            return isinstance(value, _KINDS[word]) and (word == "bool") == isinstance(value, bool)
        if word[0] == "@":
            return self._inside(value, word[1:])
        if word[0] == "^" or word == "ref":
            if not isinstance(value, pikepdf.Object) or value.objgen == (0, 0):
                return False
            if word[0] == "^" and not self._is(value, word[1:]):
                return False
            self._references.append((value.objgen, "" if word == "ref" else word[1:], place))
            return True
        if word[0] == "=":
            return not isinstance(value, bool) and value == Decimal(word[1:])
        if word in ("true", "null"):
            return value is (True if word == "true" else None)
        return isinstance(value, pikepdf.Name) and str(value) == word

    def _inside(self, value: Any, shape: str) -> bool:
        if shape != _SPACES and not self._is(value, shape):
            return False
        if shape == _SPACES and not isinstance(value, pikepdf.Array):
            return False
        self._waiting.append((value, shape))
        return True

    def _is(self, value: Any, shape: str) -> bool:
        """Say whether a value may have a shape, by its type where the shape has one."""
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            return False
        named = ((key, self._rows[shape].get(key)) for key in ("/Type", "/Subtype", "/O"))
        return all(
            kind is None or kind[0] != "/" or str(value.get(key)) == kind for key, kind in named
        )


def _program(tables: frozenset[str], outlines: str) -> Callable[[Any], Iterator[str]]:
    """Return what tells what a font program has that it should not, and what it lacks."""

    def tell(item: Any) -> Iterator[str]:
        found = set(hb.Face(hb.Blob(bytes(item.read_bytes()))).table_tags)
        if strange := sorted(found - tables):
            yield f"has tables that the press never writes ({', '.join(strange)})"
        if outlines not in found:
            yield "has no outlines as the press writes them"

    return tell


def _sha256(item: Any) -> str:
    return hashlib.sha256(bytes(item.read_bytes())).hexdigest()


def _srgb(item: Any) -> bool:
    return _sha256(item) in PROFILES


def _profile(item: Any) -> Iterator[str]:
    digest = _sha256(item)
    if digest not in PROFILES:
        yield f"is a colour profile with SHA-256 {digest}, which is not that of the press"


def _element(item: Any, *, second: bool) -> Iterator[str]:
    kind = str(item.get("/S", "/")).lstrip("/")
    if kind not in (SECOND_ELEMENTS if second else ELEMENTS):
        yield f"is a {shown(kind)}, which no edition has"
    if second and ("/NS" in item) == (kind in EARLIER or f"/{kind}?" in OBJECTS["roles"]):
        yield f"is a {shown(kind)} of a namespace that has none"
    attributes = item.get("/A", {})
    if second and _ATTRIBUTES.get(kind, "/Table") != str(attributes.get("/O", "/Table")):
        yield f"is a {shown(kind)} with the attributes of something else"
    labelled = kind in LABELLED and "/Alt" not in item
    if kind not in WORDED and not labelled and ("/Alt" in item or "/T" in item):
        yield f"tells a {kind} in words of its own, {shown(str(item.get('/Alt', '')))}"


def _namespace(item: Any) -> Iterator[str]:
    if str(item.get("/NS", "")) != NAMESPACE:
        yield f"is {shown(str(item.get('/NS', '')), 60)}, which the press never names"


def _light(item: Any) -> Iterator[str]:
    white, spread = (tuple(map(float, item.get(key, ()))) for key in ("/WhitePoint", "/Range"))
    if white not in LIGHTS or spread != LIGHT_RANGE:
        yield "is a space of colours that the engine never lays there"


def _boxes(item: Any) -> Iterator[str]:
    media = [float(n) for n in item.get("/MediaBox", ())]
    for key in ("/TrimBox", "/BleedBox"):
        box = [float(n) for n in item.get(key, media)]
        outside = [max(media[n] - box[n], box[n + 2] - media[n + 2]) for n in (0, 1)]
        if len(media) != 4 or media[:2] != [0.0, 0.0] or max(outside) > _ROUNDED_PT:
            yield f"has a {key} outside its page"


_MORE: dict[str, Any] = {
    "program": _program(FONT_TABLES, "CFF "),
    "truetype-program": _program(TRUETYPE_TABLES, "glyf"),
    "profile": _profile, "page": _boxes, "namespace": _namespace, "light": _light,
}  # fmt: skip


def _fault(place: str, sentence: str) -> Fault:
    return Fault("strange", place, sentence)
