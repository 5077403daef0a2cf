"""The XMP of a PDF: everything a catalogue asks, in the file's one rdf:RDF.

XMP is ISO 16684-1. What PDF/A does not know already it wants described in the file itself (ISO
19005-2, 6.6.2.3): that is the extension schema at the end. PDF/A-4 wants none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from msgspec import Struct

from zhengben.design.flavours import Flavour
from zhengben.design.kinds import PrintEdition
from zhengben.document.declaration import Declaration
from zhengben.document.identifiers import edition_urn

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class _Schema(Struct, frozen=True):
    """A namespace that PDF/A does not know: what it is, and its properties that are used here."""

    prefix: str
    name: str
    properties: tuple[tuple[str, str, str, str], ...]


# property, type of value, category, description
_SCHEMAS = (
    _Schema(
        "pdfuaid",
        "PDF/UA identification",
        (("part", "Integer", "internal", "The part of ISO 14289 that the file follows"),),
    ),
    _Schema(
        "dcterms",
        "DCMI metadata terms",
        (
            ("issued", "Text", "external", "Date on which the document was issued"),
            ("spatial", "Text", "external", "Place where the document was issued"),
            ("isFormatOf", "Text", "external", "Identifier of the same text in another form"),
            ("provenance", "Text", "external", "What the capture and the canonical text hash to"),
        ),
    ),
)


def rdf(declaration: Declaration, edition: PrintEdition, flavour: Flavour, info: Any) -> bytes:
    """Return the rdf:RDF of an edition; ``info`` is the engine's metadata, which it has to equal.

    What stands in the document information too has the same value here (ISO 19005-2, 6.6.3).
    """
    for prefix, uri in NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    root = ET.Element(_name("rdf:RDF"))
    packet = ET.SubElement(root, _name("rdf:Description"), {_name("rdf:about"): ""})
    if flavour.part:
        _add(packet, "pdfaid:part", str(flavour.part))
        if flavour.conformance:
            _add(packet, "pdfaid:conformance", flavour.conformance)
    if flavour.ua:
        _add(packet, "pdfuaid:part", str(flavour.ua))
    if flavour.version == "2.0":
        # the parts of both standards that rest on PDF 2.0 are told with their year
        _add(packet, "pdfaid:rev", "2020")
        _add(packet, "pdfuaid:rev", "2024")
    _dublin_core(packet, declaration, edition, info)
    _add(packet, "xmp:CreatorTool", info.generator)
    for name, date in (
        ("CreateDate", info.created), ("ModifyDate", info.modified), ("MetadataDate", info.modified)
    ):  # fmt: skip
        _add(packet, f"xmp:{name}", date)
    _add(packet, "pdf:Producer", info.producer)
    _add(packet, "xmpMM:DocumentID", edition_urn(declaration.id, declaration.script, edition.name))
    if flavour.version == "1.7":
        _extensions(packet)
    data: bytes = ET.tostring(root, encoding="utf-8")
    return data


def _dublin_core(
    packet: ET.Element, declaration: Declaration, edition: PrintEdition, info: Any
) -> None:
    known, script = declaration.provenance, declaration.script
    urn = edition_urn(declaration.id, script, edition.name)
    _languages(packet, "dc:title", info.title, script)
    _list(packet, "dc:language", "Bag", [script])
    _add(packet, "dc:identifier", urn)
    _add(packet, "dc:format", edition.media_type)
    _list(packet, "dc:creator", "Seq", info.authors)
    if info.description:
        _languages(packet, "dc:description", info.description, script)
    _languages(packet, "dc:rights", declaration.rights, script)
    _add(packet, "dc:source", known.url or known.source)
    _list(packet, "dc:date", "Seq", [known.received.isoformat()])
    _list(packet, "dc:type", "Bag", ["Text"])
    _add(packet, "dcterms:issued", declaration.date.isoformat())
    if declaration.place:
        _add(packet, "dcterms:spatial", declaration.place)
    if edition.layout != edition.name:
        other = edition_urn(declaration.id, script, edition.layout)
        _add(packet, "dcterms:isFormatOf", other)
    hashes = f"capture SHA-256 {known.capture_sha256}; text SHA-256 {known.canonical_sha256}"
    _add(packet, "dcterms:provenance", hashes)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(name))
    element.text = text
    return element


def _list(parent: ET.Element, name: str, kind: str, values: Sequence[str]) -> None:
    holder = ET.SubElement(ET.SubElement(parent, _name(name)), _name(f"rdf:{kind}"))
    for value in values:
        _add(holder, "rdf:li", value)


def _languages(parent: ET.Element, name: str, text: str, script: str) -> None:
    """Add a text in its language, which is the default too."""
    holder = ET.SubElement(ET.SubElement(parent, _name(name)), _name("rdf:Alt"))
    for language in ("x-default", script):
        _add(holder, "rdf:li", text).set(_LANGUAGE, language)


def _extensions(packet: ET.Element) -> None:
    """Describe the properties that PDF/A does not know."""
    resource = {_name("rdf:parseType"): "Resource"}
    bag = ET.SubElement(packet, _name("pdfaExtension:schemas"))
    bag = ET.SubElement(bag, _name("rdf:Bag"))
    for schema in _SCHEMAS:
        item = ET.SubElement(bag, _name("rdf:li"), resource)
        _add(item, "pdfaSchema:schema", schema.name)
        _add(item, "pdfaSchema:namespaceURI", NAMESPACES[schema.prefix])
        _add(item, "pdfaSchema:prefix", schema.prefix)
        holder = ET.SubElement(ET.SubElement(item, _name("pdfaSchema:property")), _name("rdf:Seq"))
        for name, kind, category, description in schema.properties:
            row = ET.SubElement(holder, _name("rdf:li"), resource)
            _add(row, "pdfaProperty:name", name)
            _add(row, "pdfaProperty:valueType", kind)
            _add(row, "pdfaProperty:category", category)
            _add(row, "pdfaProperty:description", description)
