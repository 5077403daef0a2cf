"""The ``meta`` of an Akoma Ntoso document: what it is, what became of it, what it cites."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from zhengben.document.declaration import Declaration
from zhengben.document.work import WorkEvent
from zhengben.formats.akoma_ntoso.citations import OwnCitation
from zhengben.formats.akoma_ntoso.identification import PRESS, Component, add_identification
from zhengben.formats.akoma_ntoso.iris import entity, identifier, ontology, work_iri
from zhengben.formats.akoma_ntoso.tree import add

# the types of events that the schema knows; what comes into force is named by its own event
_EVENTS = {"amendment": "amendment", "repeal": "repeal"}


def add_meta(
    document: etree._Element,
    declaration: Declaration,
    tool: str,
    eids: Mapping[str, str],
    citations: tuple[OwnCitation, ...],
) -> None:
    """Append ``meta``, in the order that the schema demands; ``eids`` are those of anchors."""
    meta = add(document, "meta")
    add_identification(meta, declaration, Component("main", declaration.title.text))
    if issue := declaration.identity.publication:
        about = {"date": issue.date.isoformat(), "name": issue.name, "showAs": issue.name}
        add(meta, "publication", about | ({"number": issue.number} if issue.number else {}))
    _lifecycle(meta, declaration)
    _workflow(meta, declaration)
    _temporal(meta, declaration)
    _references(meta, declaration, tool)
    _notes(meta, declaration)
    _proprietary(meta, declaration, eids, citations)


def contains(declaration: Declaration) -> str:
    """Return what the file holds: the original version, or a single one that came later."""
    work = declaration.identity
    later = work.version_of(declaration.date) > declaration.date or work.amendments
    return "singleVersion" if later else "originalVersion"


def events(declaration: Declaration) -> tuple[WorkEvent, ...]:
    """Return what happened to the work after its adoption, in the order of the days."""
    return tuple(sorted(declaration.identity.events, key=lambda event: event.date))


def _lifecycle(meta: etree._Element, declaration: Declaration) -> None:
    """Tell when the text was made, and what changed it since, each with its source."""
    block = add(meta, "lifecycle", {"source": PRESS})
    add(block, "eventRef", {"eId": "eref_1", "date": declaration.date.isoformat(),
                            "source": "#original", "refersTo": "#adoption",
                            "type": "generation"})  # fmt: skip
    for number, event in enumerate(events(declaration), 2):
        source = f"#event-{number}" if event.title or event.source else "#original"
        about = {"eId": f"eref_{number}", "date": event.date.isoformat(), "source": source,
                 "refersTo": f"#{event.kind}"}  # fmt: skip
        kind = _EVENTS.get(event.kind)
        add(block, "eventRef", about | ({"type": kind} if kind else {}))
    number = len(events(declaration)) + 1
    for day in _period_days(declaration):
        number += 1
        add(block, "eventRef", {"eId": f"eref_{number}", "date": day, "source": "#original",
                                "refersTo": "#force"})  # fmt: skip


def _period_days(declaration: Declaration) -> list[str]:
    days = [day for p in declaration.identity.periods for day in (p.start, p.end) if day]
    return sorted({day.isoformat() for day in days})


def _workflow(meta: etree._Element, declaration: Declaration) -> None:
    block, received = add(meta, "workflow", {"source": PRESS}), declaration.provenance.received
    for number, event in enumerate(("capture", "canonicalisation"), 1):
        add(block, "step", {"eId": f"step_{number}", "date": received.isoformat(), "by": PRESS,
                            "as": "#editor", "refersTo": f"#{event}"})  # fmt: skip


def periods(declaration: Declaration) -> dict[str, str]:
    """Return the temporal group of each anchor that has days of its own."""
    groups = enumerate(declaration.identity.periods, 1)
    return {anchor: f"tmpg_{number}" for number, period in groups for anchor in period.at}


def _temporal(meta: etree._Element, declaration: Declaration) -> None:
    """Tell on which days provisions are in force that have their own."""
    if not declaration.identity.periods:
        return
    first = len(events(declaration)) + 2
    refs = {day: f"#eref_{first + n}" for n, day in enumerate(_period_days(declaration))}
    block = add(meta, "temporalData", {"source": PRESS})
    for number, period in enumerate(declaration.identity.periods, 1):
        group = add(block, "temporalGroup", {"eId": f"tmpg_{number}"})
        about = {"refersTo": "#force", "start": refs[period.start.isoformat()]}
        if period.end:
            about["end"] = refs[period.end.isoformat()]
        add(group, "timeInterval", about)


def _references(meta: etree._Element, declaration: Declaration, tool: str) -> None:
    block = add(meta, "references", {"source": PRESS})

    def refer(element: str, key: str, href: str, shown: str, **attributes: str) -> None:
        add(block, element, {"eId": key, "href": href, "showAs": shown} | attributes)

    def own(element: str, kind: str, key: str, shown: str) -> None:
        refer(element, key, entity(declaration, kind, key), shown)

    refer("original", "original", work_iri(declaration), declaration.title.text)
    for number, event in enumerate(events(declaration), 2):
        if event.title or event.source:
            key, shown = f"event-{number}", event.title or event.source
            href = event.source or entity(declaration, "reference", key)
            refer("TLCReference", key, href, shown, name=event.kind)
    own("TLCOrganization", "organization", "issuer", declaration.organ)
    if declaration.place:
        own("TLCLocation", "location", "place", declaration.place)
    refer("TLCObject", "zhengben", ontology("object", "zhengben"), tool)
    for key in ("author", "editor"):
        refer("TLCRole", key, ontology("role", key), key)
    happened = dict.fromkeys(event.kind for event in events(declaration))
    if declaration.identity.periods:
        happened["force"] = None
    for key in ("adoption", "capture", "canonicalisation", *happened):
        refer("TLCEvent", key, ontology("event", key), key)
    for number, signatory in enumerate(declaration.signatories, 1):
        for element, kind, key, shown in (
            ("TLCRole", "role", f"office-{number}", signatory.party),
            ("TLCPerson", "person", f"signatory-{number}", signatory.person),
        ):
            if shown:
                own(element, kind, key, shown)
    for instrument in declaration.instruments:
        shown = " ".join(filter(None, (instrument.name, instrument.symbol)))
        href = instrument.iri or ontology("instrument", instrument.id)
        refer("TLCReference", identifier(instrument.id), href, shown, name="instrument")
    for key, other in (
        ("predecessor", declaration.predecessor), ("successor", declaration.successor),
    ):  # fmt: skip
        if other:
            href = entity(declaration, "reference", key)
            refer("TLCReference", key, href, f"{other.title}（{other.year}年）", name=key)


def _notes(meta: etree._Element, declaration: Declaration) -> None:
    if not declaration.notes:
        return
    block = add(meta, "notes", {"source": PRESS, "xml:lang": declaration.script})
    for note in declaration.notes:
        attributes = {"eId": f"note_{note.number}", "marker": str(note.number)}
        about = {"refersTo": f"#{identifier(note.instrument)}"} if note.instrument else {}
        element = add(block, "note", attributes | {"status": "editorial"} | about)
        add(element, "p", text=note.text)


def _proprietary(
    meta: etree._Element,
    declaration: Declaration,
    eids: Mapping[str, str],
    citations: tuple[OwnCitation, ...],
) -> None:
    """Tell the script, the editorial headings, which are no text, and what citations stay plain."""
    block = add(meta, "proprietary", {"source": PRESS})
    add(block, "zb:script", {}, declaration.script)
    for group in declaration.groups:
        ends = {"from": f"#{eids[f'para-{group.first}']}", "to": f"#{eids[f'para-{group.last}']}"}
        add(block, "zb:group", ends, group.title)
    if citations:
        plain = sum(bool(citation.reason) for citation in citations)
        counted = {"resolved": str(len(citations) - plain), "plain": str(plain)}
        add(block, "zb:citations", counted)
