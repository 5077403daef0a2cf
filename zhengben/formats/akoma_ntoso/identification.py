"""The ``identification`` of a document and of each attachment: work, expression, manifestation.

FRBR, section 5.3 of Akoma Ntoso 1.0 Part 1. The work is what was adopted, the expression its text
in a language as of a day, the manifestation this file.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from zhengben.document.declaration import Declaration
from zhengben.document.identifiers import edition_urn
from zhengben.formats.akoma_ntoso.iris import (
    aliases,
    document_type,
    expression_iri,
    language,
    number,
    work_iri,
)
from zhengben.formats.akoma_ntoso.tree import add

PRESS, ISSUER = "#zhengben", "#issuer"
_EDITION = "akoma-ntoso"


class Component(Struct, frozen=True):
    """The whole document, ``main``, or an attachment, as ``annex_1``, with its title."""

    name: str
    title: str

    @property
    def is_main(self) -> bool:
        """Tell the whole document."""
        return self.name == "main"


def is_prescriptive(declaration: Declaration) -> bool:
    """Tell a text that binds: as its metadata say, else laws and treaties."""
    said = declaration.identity.prescriptive
    return document_type(declaration) == "act" if said is None else said


def add_identification(
    meta: etree._Element, declaration: Declaration, component: Component
) -> None:
    """Append what work, expression and manifestation are."""
    block = add(meta, "identification", {"source": PRESS})
    work, expression = work_iri(declaration), expression_iri(declaration)
    identity, known = declaration.identity, declaration.provenance
    adopted = (declaration.date.isoformat(), "adoption")
    other = aliases(declaration) if component.is_main else {}
    level = _level(
        block, "FRBRWork", work, component, "", adopted, {"title": component.title} | other
    )
    add(level, "FRBRcountry", {"value": identity.country})
    if identity.subtype:
        add(level, "FRBRsubtype", {"value": identity.subtype})
    add(level, "FRBRnumber", {"value": number(declaration)})
    name = declaration.short_title if component.is_main else component.title
    add(level, "FRBRname", {"value": name})
    add(level, "FRBRprescriptive", {"value": str(is_prescriptive(declaration)).lower()})
    # an unofficial publication, however faithful
    add(level, "FRBRauthoritative", {"value": "false"})
    version = identity.version_of(declaration.date)
    stated = (version.isoformat(), "adoption" if version == declaration.date else "version")
    level = _level(block, "FRBRExpression", expression, component, "", stated, {})
    if component.is_main:
        _preservation(level, declaration)
    add(level, "FRBRauthoritative", {"value": "false"})
    # the code of the language has no place for the script
    add(level, "FRBRlanguage", {"language": language(declaration), "xml:lang": declaration.script})
    made = (known.received.isoformat(), "capture")
    urn = edition_urn(declaration.id, declaration.script, _EDITION)
    level = _level(block, "FRBRManifestation", expression, component, ".akn", made, {"urn": urn})
    add(level, "FRBRformat", {"value": "application/akn+xml"})


def _level(
    parent: etree._Element,
    name: str,
    iri: str,
    component: Component,
    suffix: str,
    date: tuple[str, str],
    other: dict[str, str],
) -> etree._Element:
    level = add(parent, name)
    add(level, "FRBRthis", {"value": f"{iri}/!{component.name}{suffix}"})
    add(level, "FRBRuri", {"value": f"{iri}{suffix}"})
    for key, value in other.items():
        add(level, "FRBRalias", {"name": key, "value": value})
    add(level, "FRBRdate", {"date": date[0], "name": date[1]})
    author = (PRESS, "#editor") if suffix else (ISSUER, "#author")
    add(level, "FRBRauthor", {"href": author[0], "as": author[1]})
    return level


def _preservation(level: etree._Element, declaration: Declaration) -> None:
    """Say where the text comes from and what capture and canonical text hash to."""
    known, block = declaration.provenance, add(level, "preservation")
    add(block, "dcterms:source", text=known.source)
    if known.url:
        add(block, "dcterms:source", text=known.url)
    add(block, "dcterms:dateSubmitted", text=known.received.isoformat())
    add(block, "dcterms:license", text=known.licence)
    add(block, "dcterms:rights", text=declaration.rights)
    for name, digest in (
        (known.capture_file, known.capture_sha256),
        ("canonical text", known.canonical_sha256),
    ):
        add(block, "dcterms:provenance", text=f"{name}: SHA-256 {digest}")
