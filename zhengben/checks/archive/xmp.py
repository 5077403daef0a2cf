"""Reads the XMP of a PDF: plain values, lists and texts by language, from its one rdf:RDF."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct, field

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PDFAID = "http://www.aiim.org/pdfa/ns/id/"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
XMP = "http://ns.adobe.com/xap/1.0/"
XMP_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# a packet of ours has some ten kilobytes
_MOST_BYTES = 4_000_000


class XmpError(Exception):
    """A PDF's metadata cannot be read; the message says why."""


class Packet(Struct, frozen=True):
    """The properties of a packet, each with its values; ``rdf`` counts the rdf:RDF in it."""

    rdf: int
    values: dict[str, list[str]] = field(default_factory=dict)
    languages: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, namespace: str, name: str) -> list[str]:
        """Return the values of a property, none when it is absent."""
        return self.values.get(f"{{{namespace}}}{name}", [])

    def first(self, namespace: str, name: str) -> str:
        """Return the first value of a property, or an empty text."""
        return (self.get(namespace, name) or [""])[0]

    @property
    def claims(self) -> tuple[str, ...]:
        """Return what the file claims, in the words of the manifest."""
        found = []
        if part := self.first(PDFAID, "part"):
            found.append(f"PDF/A-{part}{self.first(PDFAID, 'conformance').lower()}")
        if part := self.first(PDFUAID, "part"):
            found.append(f"PDF/UA-{part}")
        return tuple(found)


def read_xmp(pdf: pikepdf.Pdf) -> Packet:
    """Read the packet of a document; raise XmpError when there is none that can be read."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        raise XmpError("the document has no XMP metadata")
    data = stream.read_bytes()
    if len(data) > _MOST_BYTES or b"<!DOCTYPE" in data:
        raise XmpError("its XMP is larger than 4 MB or declares a document type")
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise XmpError(f"its XMP is not well-formed ({error})") from None
    found = list(root.iter(f"{{{RDF}}}RDF"))
    packet = Packet(len(found))
    for description in (kid for rdf in found[:1] for kid in rdf):
        for key, value in description.attrib.items():
            if not key.startswith(f"{{{RDF}}}"):
                packet.values.setdefault(key, []).append(value)
        for item in description:
            for language, text in _values(item):
                packet.values.setdefault(item.tag, []).append(text)
                packet.languages.setdefault(item.tag, {})[language] = text
    return packet


def _values(item: Any) -> Iterator[tuple[str, str]]:
    lists = [kid for kid in item if kid.tag in (f"{{{RDF}}}{n}" for n in ("Alt", "Bag", "Seq"))]
    for entry in lists[0] if lists else [item]:
        if len(entry) == 0:
            yield entry.get(_LANGUAGE, ""), (entry.text or "").strip()
