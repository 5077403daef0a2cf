"""The ``meta`` of an Akoma Ntoso document: what it is, where it comes from, what it cites.

FRBR, section 5.3 of Akoma Ntoso 1.0 Part 1: the work is the declaration, the expression its text in
one script, the manifestation this file. IRIs follow the AKN Naming Convention 1.0, section 4.
"""

from __future__ import annotations

from lxml import etree

from zhengben.design.genres import genre_of
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso.tree import add, identifier, ontology

# ISO 3166-1 leaves ZZ to its users; it stands here for an organisation or for no one country
_NO_COUNTRY = "zz"
_PRESS, _ISSUER = "#zhengben", "#issuer"


def document_type(declaration: Declaration) -> str:
    """Return the document type of the genre: laws and treaties are acts, all else states."""
    return genre_of(declaration).akoma_ntoso


def work_iri(declaration: Declaration) -> str:
    """Return the IRI of the work."""
    kind, date = document_type(declaration), declaration.date.isoformat()
    return f"/akn/{_NO_COUNTRY}/{kind}/{date}/{declaration.id}"


def expression_iri(declaration: Declaration) -> str:
    """Return the IRI of the text in its script.

    The convention wants a code of three letters; the script stands behind it, or the texts in
    different scripts would be one expression.
    """
    script = declaration.script.removeprefix("zh")
    return f"{work_iri(declaration)}/zho{script}@{declaration.date.isoformat()}"


def add_meta(document: etree._Element, declaration: Declaration, tool: str) -> None:
    """Append ``meta``, in the order that the schema demands."""
    meta = add(document, "meta")
    add_identification(meta, declaration, "main")
    _lifecycle(meta, declaration)
    _references(meta, declaration, tool)
    _notes(meta, declaration)
    _navigation(meta, declaration)


def add_identification(meta: etree._Element, declaration: Declaration, component: str) -> None:
    """Append what work, expression and manifestation are; ``main`` is the whole document."""
    block = add(meta, "identification", {"source": _PRESS})
    known = declaration.provenance
    work, expression = work_iri(declaration), expression_iri(declaration)
    signed, received = declaration.date.isoformat(), known.received.isoformat()
    adopted, issuer = (signed, "adoption"), (_ISSUER, "#author")
    level = _level(block, "FRBRWork", work, component, "", adopted, issuer)
    add(level, "FRBRcountry", {"value": _NO_COUNTRY})
    add(level, "FRBRsubtype", {"value": declaration.genre})
    add(level, "FRBRname", {"value": declaration.title.text})
    add(level, "FRBRprescriptive", {"value": "false"})
    level = _level(block, "FRBRExpression", expression, component, "", adopted, issuer)
    if component == "main":
        _preservation(level, declaration)
    # an unofficial publication, however faithful
    add(level, "FRBRauthoritative", {"value": "false"})
    add(level, "FRBRlanguage", {"language": "zho"})
    made, press = (received, "capture"), (_PRESS, "#editor")
    level = _level(block, "FRBRManifestation", expression, component, ".akn", made, press)
    add(level, "FRBRformat", {"value": "application/akn+xml"})


def _level(
    parent: etree._Element,
    name: str,
    iri: str,
    component: str,
    suffix: str,
    date: tuple[str, str],
    author: tuple[str, str],
) -> etree._Element:
    level = add(parent, name)
    add(level, "FRBRthis", {"value": f"{iri}/!{component}{suffix}"})
    add(level, "FRBRuri", {"value": f"{iri}{suffix}"})
    add(level, "FRBRdate", {"date": date[0], "name": date[1]})
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


def _lifecycle(meta: etree._Element, declaration: Declaration) -> None:
    """Tell when the text was made, and what was done with it since."""
    block = add(meta, "lifecycle", {"source": _PRESS})
    add(block, "eventRef", {"eId": "event_1", "date": declaration.date.isoformat(),
                            "source": "#original", "refersTo": "#adoption",
                            "type": "generation"})  # fmt: skip
    block, received = add(meta, "workflow", {"source": _PRESS}), declaration.provenance.received
    for number, event in enumerate(("capture", "canonicalisation"), 1):
        add(block, "step", {"eId": f"step_{number}", "date": received.isoformat(), "by": _PRESS,
                            "as": "#editor", "refersTo": f"#{event}"})  # fmt: skip


def _references(meta: etree._Element, declaration: Declaration, tool: str) -> None:
    block = add(meta, "references", {"source": _PRESS})
    own = declaration.id

    def refer(element: str, key: str, href: str, shown: str, **attributes: str) -> None:
        add(block, element, {"eId": key, "href": href, "showAs": shown} | attributes)

    refer("original", "original", work_iri(declaration), declaration.title.text)
    refer("TLCOrganization", "issuer", ontology("organization", f"{own}.issuer"), declaration.organ)
    if declaration.place:
        refer("TLCLocation", "place", ontology("location", f"{own}.place"), declaration.place)
    refer("TLCObject", "zhengben", ontology("object", "zhengben"), tool)
    for key in ("author", "editor"):
        refer("TLCRole", key, ontology("role", key), key)
    for key in ("adoption", "capture", "canonicalisation"):
        refer("TLCEvent", key, ontology("event", key), key)
    for number, signatory in enumerate(declaration.signatories, 1):
        for element, kind, key, shown in (
            ("TLCRole", "role", f"office-{number}", signatory.party),
            ("TLCPerson", "person", f"signatory-{number}", signatory.person),
        ):
            if shown:
                refer(element, key, ontology(kind, f"{own}.{key}"), shown)
    for instrument in declaration.instruments:
        shown = " ".join(filter(None, (instrument.name, instrument.symbol)))
        key, href = identifier(instrument.id), ontology("instrument", instrument.id)
        refer("TLCReference", key, href, shown, name="instrument")
    for key, other in (
        ("predecessor", declaration.predecessor), ("successor", declaration.successor),
    ):  # fmt: skip
        if other:
            href = ontology("instrument", f"{own}.{key}")
            refer("TLCReference", key, href, f"{other.title}（{other.year}年）", name=key)


def _notes(meta: etree._Element, declaration: Declaration) -> None:
    if not declaration.notes:
        return
    block = add(meta, "notes", {"source": _PRESS, "xml:lang": declaration.script})
    for note in declaration.notes:
        attributes = {"eId": f"note_{note.number}", "marker": str(note.number)}
        about = {"refersTo": f"#{identifier(note.instrument)}"} if note.instrument else {}
        element = add(block, "note", attributes | {"status": "editorial"} | about)
        add(element, "p", text=note.text)


def _navigation(meta: etree._Element, declaration: Declaration) -> None:
    """Keep the editorial headings, which the text does not have, out of the text."""
    if not declaration.groups:
        return
    block = add(meta, "proprietary", {"source": _PRESS})
    for group in declaration.groups:
        ends = {"from": f"#para_{group.first}", "to": f"#para_{group.last}"}
        add(block, "zb:group", ends, group.title)
