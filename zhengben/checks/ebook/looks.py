"""Font, cover, colours, and how digits stand in columns."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from fontTools.ttLib import TTFont, TTLibError
from lxml import etree

from zhengben.checks.ebook.opened import NS, Found, Opened, elements, strings
from zhengben.checks.finding import Check, Subject
from zhengben.document.regex import regex

_FONT = "Look at zhengben/fonts/subset.py."
_SHEET = "Look at styles/epub.css and the edition's own sheet."
FEATURES = ("vert", "vrt2", "halt", "vhal", "kern", "palt")
COVER = (1600, 2560)
ROWS = (
    Check(
        "E-401",
        "The font is an OTF with the features that squeeze marks and set columns.",
        _FONT,
        "Kobo reads no WOFF2",
    ),
    Check("E-402", "The font has every character that the book shows in it.", _FONT),
    Check(
        "E-403",
        "The cover is a picture of 1600 × 2560 pixels, and says the title to who cannot see it.",
        "Look at zhengben/formats/epub/cover.py and templates/epub/cover.xhtml.j2.",
    ),
    Check(
        "E-404",
        "The sheet sets no colour of text or ground: day, night and sepia are the reader's; "
        "but the paper under pictures that are seen through is white.",
        _SHEET,
        "WCAG 2.2, 1.4.3",
    ),
    Check(
        "E-407",
        "Engines that stop at a selector they do not know read the whole sheet: only elements, "
        "classes and descendants stand before @supports.",
        _SHEET,
        "MuPDF 1.21",
    ),
    Check("E-405", "Links are told by more than a colour.", _SHEET, "WCAG 2.2, 1.4.1"),
    Check(
        "E-406",
        "In a vertical book digits stand upright in their cells.",
        "Look at zhengben/apparatus/pieces.py and the filter “cells” in the templates.",
        "W3C, clreq, 3.2.5",
    ),
)
# the white under a picture that is seen through, which would be lost at night
_PAPER = ".paper {\n  background: #ffffff;\n}"
# how a font file of a type begins
_BEGINS = {"font/otf": b"OTTO", "font/ttf": b"\0\1\0\0"}
# what is quoted as received may be in another script, and formulas have fonts of their own
_SHOWN = "//text()[not(ancestor::*[@class='received' or local-name()='math'])]"
_NARROW = regex(r"[!-~\u00a1-\u2e7f]+")
# a word lies on its side whole: one with a letter or a decimal point in it
_WORD = regex(r"[^\W\d_]|[0-9][.][0-9]")
# rules in it may stand in one more pair of braces, for narrow screens
_SUPPORTS = regex(r"@supports[^{]*\{(?:[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})*[^{}]*\}")
_PLAIN = regex(r"@font-face|[\w.\- ,\n]+")
_COLOUR = regex(r"([\w-]*color|background)\s*:\s*([^;}]+)")


def examine(book: Opened, subject: Subject) -> Iterator[Found]:
    """Look at what the book looks like."""
    yield from _font(book)
    yield from _cover(book, subject.declaration.title.text)
    yield from _colours(book)
    yield from _selectors(book)
    if subject.artefact.file.endswith(".vertical.epub"):
        yield from _digits(book)


def _font(book: Opened) -> Iterator[Found]:
    items = [i for i in book.items.values() if str(i.get("media-type")).startswith("font/")]
    covered, largest, missing = set[str](), 0, list(FEATURES)
    for item in items:
        name = book.item_name(item)
        data = book.read(name)
        try:
            face = TTFont(io.BytesIO(data), lazy=True)
            covered |= set(map(chr, face.getBestCmap()))
        except (TTLibError, AttributeError, TypeError, ValueError, struct.error):
            yield "E-401", name, "The font cannot be read."
            continue
        if data[:4] != _BEGINS.get(str(item.get("media-type"))):
            yield "E-401", name, "The font is neither OTF nor TTF, or called the other."
        # smaller ones have but a few characters that the book's own lacks
        if len(data) > largest:
            largest, missing = len(data), _missing_features(face)
    if missing:
        yield "E-401", "package", f"No font has the features {', '.join(missing)}."
    for name, root in book.documents.items():
        texts = strings(root, _SHOWN)
        shown = set("".join(texts)) - {"\n"}
        if lost := "".join(sorted(shown - covered)):
            yield "E-402", name, f"The font lacks {lost}."


def _missing_features(face: TTFont) -> list[str]:
    found = {
        record.FeatureTag
        for tag in ("GSUB", "GPOS")
        if tag in face
        for record in face[tag].table.FeatureList.FeatureRecord
    }
    return [feature for feature in FEATURES if feature not in found]


def _cover(book: Opened, title: str) -> Iterator[Found]:
    item = book.with_property("cover-image")
    if item is None:
        yield "E-403", "package", "No picture is marked as the cover."
        return
    name = book.item_name(item)
    head = book.read(name)[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">II", head[16:24]) != COVER:
        yield "E-403", name, "The picture is no PNG of 1600 × 2560."
    shown = [
        image
        for page, root in book.documents.items()
        for image in elements(root, "//h:img")
        if book.resolve(page, str(image.get("src"))) == name
    ]
    if not shown or title not in str(shown[0].get("alt")):
        yield "E-403", name, "No page shows the picture and says the title."
    for page, root in book.documents.items():
        for image in elements(root, "//h:img[not(normalize-space(@alt))]"):
            yield "E-403", page, f"The picture {image.get('src')} has no words."


def _colours(book: Opened) -> Iterator[Found]:
    sheet = re.sub(r"/\*.*?\*/", "", book.sheet, flags=re.DOTALL)
    for name, value in _COLOUR.findall(sheet.replace(_PAPER, "")):
        if value.strip() not in ("inherit", "currentColor"):
            yield "E-404", "style sheet", f"The sheet sets {name}: {value.strip()}."
    styled = [page for page, root in book.documents.items() if elements(root, "//h:*[@style]")]
    for page in styled:
        yield "E-404", page, "An element bears its own style."
    if not re.search(r"(?<![\w.])a\s*\{[^}]*text-decoration:\s*underline", sheet):
        yield "E-405", "style sheet", "Links are not underlined."


def _selectors(book: Opened) -> Iterator[Found]:
    sheet = re.sub(r"/\*.*?\*/", "", book.sheet, flags=re.DOTALL)
    sheet = _SUPPORTS.sub("", sheet)
    for selector in re.findall(r"([^{}]+)\{", sheet):
        if not _PLAIN.fullmatch(selector.strip()):
            yield "E-407", "style sheet", f"Older engines stop at {selector.strip()[:40]}."


def _digits(book: Opened) -> Iterator[Found]:
    for name, root in book.documents.items():
        body = root.find("h:body", NS)
        for element in body.iter() if body is not None else ():
            if isinstance(element.tag, str) and _lies(element):
                yield (
                    "E-406",
                    name,
                    f"Digits lie on their side: {''.join(strings(element, './/text()'))[:24]}.",
                )


def _lies(element: etree._Element) -> bool:
    """Say whether an element's own text has digits that are not marked to stand."""
    stands = element.get("class") in ("cell", "upright")
    if stands or elements(element, "ancestor-or-self::*[@hidden or local-name()='math']"):
        return False
    texts = [element.text or "", *(child.tail or "" for child in element)]
    runs = [run for text in texts for run in _NARROW.findall(text)]
    return any(re.search("[0-9]", run) and not _WORD.search(run) for run in runs)
