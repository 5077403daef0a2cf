"""What a finished e-book must be, beyond what EPUBCheck says: each fault is one sentence.

Reads the file by zipfile, lxml and fontTools alone and shares nothing with the writer.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fontTools.ttLib import TTFont
from lxml import etree

from zhengben.model import Declaration

NS = {
    "o": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
APPARATUS = "self::*[not(ancestor-or-self::*[@data-apparatus])]"
METADATA = (
    "dcterms:modified",
    "dcterms:conformsTo",
    "a11y:certifiedBy",
    "belongs-to-collection",
    "group-position",
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
)


@dataclass(frozen=True)
class Opened:
    """A book with its parts parsed once."""

    data: bytes

    @cached_property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    def read(self, name: str) -> bytes:
        return self.zip.read(f"EPUB/{name}")

    @cached_property
    def package(self) -> etree._Element:
        return etree.fromstring(self.read("content.opf"))

    @cached_property
    def items(self) -> dict[str, etree._Element]:
        return {str(i.get("id")): i for i in self.package.iterfind(".//o:item", NS)}

    @cached_property
    def spine(self) -> list[str]:
        found = self.package.iterfind(".//o:itemref", NS)
        return [str(self.items[str(ref.get("idref"))].get("href")) for ref in found]

    @cached_property
    def documents(self) -> dict[str, etree._Element]:
        return {name: etree.fromstring(self.read(name)) for name in self.spine}

    def with_property(self, name: str) -> etree._Element | None:
        items = self.items.values()
        return next((i for i in items if name in str(i.get("properties")).split()), None)

    @cached_property
    def nav(self) -> etree._Element:
        item = self.with_property("nav")
        assert item is not None
        return self.documents[str(item.get("href"))]

    def with_type(self, name: str) -> list[tuple[str, etree._Element]]:
        """Return the elements of an epub:type, each with its document."""
        path = f"//*[contains(concat(' ', @e:type, ' '), ' {name} ')]"
        return [(d, e) for d, r in self.documents.items() for e in r.xpath(path, namespaces=NS)]


def findings(data: bytes, declaration: Declaration) -> list[str]:
    """Return every fault of a book."""
    book = Opened(data)
    return [fault for check in CHECKS for fault in check(book, declaration)]


def container(book: Opened, _: Declaration) -> Iterator[str]:
    entries = book.zip.infolist()
    if entries[0].filename != "mimetype" or entries[0].compress_type or entries[0].extra:
        yield "the mimetype is not first, stored and without extra field"
    if {e.date_time for e in entries} != {(1980, 1, 1, 0, 0, 0)}:
        yield "the zip entries do not bear one fixed date"
    if {(e.create_system, e.external_attr >> 16) for e in entries} != {(3, 0o100644)}:
        yield "the zip entries differ by system or mode"
    if len(book.data) > 700 * 1024:
        yield "the book is larger than 700 KB"


def metadata(book: Opened, declaration: Declaration) -> Iterator[str]:
    if book.package.get(LANG) != declaration.script:
        yield "the package has no xml:lang"
    properties = [m.get("property") for m in book.package.iterfind(".//o:meta", NS)]
    for name in METADATA:
        if name not in properties:
            yield f"the metadata lack {name}"
    for name in ("identifier", "title", "creator", "source", "rights", "subject", "date"):
        if not (book.package.findtext(f".//dc:{name}", "", NS) or "").strip():
            yield f"the metadata lack dc:{name}"
    if not (book.package.findtext(".//dc:identifier", "", NS) or "").startswith("urn:uuid:"):
        yield "the identifier is no urn:uuid"


def languages(book: Opened, declaration: Declaration) -> Iterator[str]:
    for name, root in book.documents.items():
        if not root.get("lang") == root.get(LANG) == declaration.script:
            yield f"{name} does not bear the language"


def navigation(book: Opened, _: Declaration) -> Iterator[str]:
    links = book.nav.xpath("//h:nav[@e:type='toc']//h:a", namespaces=NS)
    contents = [(str(a.get("href")), "".join(a.itertext())) for a in links]
    ncx = etree.fromstring(book.read("toc.ncx"))
    points = [
        (str(p.find("n:content", NS).get("src")), p.findtext("n:navLabel/n:text", "", NS))
        for p in ncx.iterfind(".//n:navPoint", NS)
    ]
    if contents != points:
        yield "contents and NCX differ"
    if [href for href, _ in contents] != [h for h in book.spine if h in dict(contents)]:
        yield "the contents are not in reading order"
    found = book.nav.xpath("//h:nav[@e:type='landmarks']//h:a/@e:type", namespaces=NS)
    for landmark in ("cover", "toc", "bodymatter", "endnotes", "index", "colophon"):
        if landmark not in found:
            yield f"there is no landmark {landmark}"


def links(book: Opened, _: Declaration) -> Iterator[str]:
    ids = {(name, e) for name, r in book.documents.items() for e in r.xpath("//@id")}
    for name, root in book.documents.items():
        for href in root.xpath("//h:a/@href", namespaces=NS):
            target, _, anchor = str(href).partition("#")
            if ":" in target:
                continue
            file = posixpath.normpath(target) if target else name
            if file not in book.documents or (anchor and (file, anchor) not in ids):
                yield f"{name} links to {href}, which is not there"


def text(book: Opened, declaration: Declaration) -> Iterator[str]:
    shown = []
    for root in book.documents.values():
        for block in root.xpath(f"//h:h1|//h:p|//h:div[{APPARATUS}]", namespaces=NS):
            if block.xpath("ancestor-or-self::*[@data-apparatus]"):
                continue
            line = "".join(block.xpath(".//text()[not(ancestor::*[@data-apparatus])]"))
            if line.strip():
                shown.append((block.get("id"), line))
    expected = [(line.id, line.text) for line in declaration.lines]
    for (anchor, line), (wanted, original) in zip(shown, expected, strict=False):
        if (anchor, line) != (wanted, original):
            yield f"{wanted} reads {anchor}: {line[:20]}"
            return
    if len(shown) != len(expected):
        yield f"the book has {len(shown)} lines of text, not {len(expected)}"


def numbers(book: Opened, declaration: Declaration) -> Iterator[str]:
    found = [
        (str(span.getparent().get("id")), span.text)
        for root in book.documents.values()
        for span in root.xpath("//h:span[@data-apparatus='number']", namespaces=NS)
    ]
    count = len(declaration.paragraphs)
    if found != [(f"para-{n}", f"{n}.") for n in range(1, count + 1)]:
        yield f"the paragraphs are not numbered from 1 to {count}"


def notes(book: Opened, declaration: Declaration) -> Iterator[str]:
    calls = book.with_type("noteref")
    bodies = {str(e.get("id")): (name, e) for name, e in book.with_type("footnote")}
    expected = [(f"call-{n.number}", n.id, n.line_id) for n in declaration.notes]
    found = [
        (
            c.get("id"),
            str(c.get("href")).partition("#")[2],
            c.xpath("string(ancestor::h:p/@id)", namespaces=NS),
        )
        for _, c in calls
    ]
    if found != expected:
        yield "the note calls are not those of the declaration"
    starts = {line.id: (line.start, line.text) for line in declaration.lines}
    for (name, call), note in zip(calls, declaration.notes, strict=False):
        before = "".join(
            call.xpath(
                "preceding::text()[ancestor::h:p[@id=$p]][not(ancestor::*[@data-apparatus])]",
                namespaces=NS,
                p=note.line_id,
            )
        )
        start, line = starts[note.line_id]
        if before != line[: note.at - start]:
            yield f"call {note.number} does not stand behind its mention"
        home, body = bodies.get(note.id, ("", None))
        if body is None or body.get("role") != "doc-footnote":
            yield f"{note.id} is no footnote"
            continue
        if f"{name}#{call.get('id')}" not in body.xpath(".//h:a/@href", namespaces=NS):
            yield f"{note.id} has no way back"
        if not 9 <= len("".join(body.itertext()).strip()) <= 5000:
            yield f"{note.id} is too short or too long for a Kobo popup"
        if book.spine.index(home) < book.spine.index(name):
            yield f"{note.id} stands before its call"


def roles(book: Opened, _: Declaration) -> Iterator[str]:
    for name, call in book.with_type("noteref"):
        if call.get("role") != "doc-noteref" or call.get("data-apparatus") != "call":
            yield f"{name}: {call.get('id')} lacks its role or its mark"
    for name, section in book.with_type("chapter"):
        if not section.get("aria-label") or section.get("role") != "doc-chapter":
            yield f"{name} has no name or role"
        if section.xpath(".//h:h1|.//h:h2|.//h:h3", namespaces=NS):
            yield f"{name} shows a heading that is not in the text"


def font(book: Opened, _: Declaration) -> Iterator[str]:
    data = book.read("fonts/book.otf")
    face = TTFont(io.BytesIO(data))
    if data[:4] != b"OTTO":
        yield "the font is no OTF"
    features = {
        record.FeatureTag
        for tag in ("GSUB", "GPOS")
        if tag in face
        for record in face[tag].table.FeatureList.FeatureRecord
    }
    for feature in ("vert", "vrt2", "halt", "vhal", "kern", "palt"):
        if feature not in features:
            yield f"the font lacks the feature {feature}"
    charset = face["CFF "].cff.topDictIndex[0].charset
    if charset[1:] != [f"cid{n:05d}" for n in range(1, len(charset))]:
        yield "the charset of the font is not the identity"
    covered = set(map(chr, face.getBestCmap()))
    for name, root in book.documents.items():
        shown = set("".join(root.xpath("//text()[not(ancestor::*[@class='received'])]"))) - {"\n"}
        for character in sorted(shown - covered):
            yield f"{name}: the font lacks {character}"


def cover(book: Opened, declaration: Declaration) -> Iterator[str]:
    item = book.with_property("cover-image")
    if item is None:
        yield "there is no cover picture"
        return
    data = book.read(str(item.get("href")))
    if data[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">II", data[16:24]) != (1600, 2560):
        yield "the cover picture is no PNG of 1600 × 2560"
    images = book.documents["cover.xhtml"].xpath("//h:img", namespaces=NS)
    if not images or declaration.title.text not in str(images[0].get("alt")):
        yield "the cover does not say the title to those who cannot see it"


def colours(book: Opened, _: Declaration) -> Iterator[str]:
    sheet = re.sub(r"/\*.*?\*/", "", book.read("styles/book.css").decode(), flags=re.S)
    for name, value in re.findall(r"([\w-]*color|background)\s*:\s*([^;}]+)", sheet):
        if value.strip() not in ("inherit", "currentColor"):
            yield f"the sheet sets {name}: {value.strip()}"
    if not re.search(r"(?<![\w.])a\s*\{[^}]*text-decoration:\s*underline", sheet):
        yield "links are told by their colour alone"


CHECKS = (
    container,
    metadata,
    languages,
    navigation,
    links,
    text,
    numbers,
    notes,
    roles,
    font,
    cover,
    colours,
)
