"""What happened to the text, as PREMIS 3 events with agents, outcomes and hashes.

PREMIS Data Dictionary 3.0. The capture bears the day on which it was received, all that the press
did the day of the deposit, which is given: no clock is read here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from lxml import etree
from msgspec import Struct

PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


class PremisFile(Struct, frozen=True):
    """A file of the payload: its path in the bag, its content, its media type, PRONOM's key of it.

    The key is empty where the registry of formats has none.
    """

    path: str
    content: bytes
    media_type: str
    pronom: str = ""


class PremisAgent(Struct, frozen=True):
    """A program, by name and version, or an organisation or a person, by name."""

    name: str
    version: str = ""
    kind: Literal["software", "organization", "person"] = "software"

    @property
    def identifier(self) -> tuple[str, str]:
        """Return the type of its identifier and the identifier."""
        if self.kind == "software":
            return "name and version", f"{self.name} {self.version}"
        return "name", self.name


class PremisRights(Struct, frozen=True):
    """Under which terms files may be used, in words."""

    terms: str
    files: tuple[str, ...]


# how an event ended
Outcome = Literal["success", "pass", "fail", "not validated"]


class PremisEvent(Struct, frozen=True):
    """Something done to files: what kind, when, by whom, with which outcome, from what to what.

    ``kind`` is a term of the Library of Congress's vocabulary of event types.
    """

    kind: Literal[
        "capture", "normalization", "creation", "digital signature generation", "validation"
    ]
    date: str
    agent: PremisAgent
    detail: str
    outcome: Outcome
    note: str
    sources: tuple[str, ...]
    results: tuple[str, ...]


def premis(
    files: Sequence[PremisFile],
    events: Sequence[PremisEvent],
    agents: Sequence[PremisAgent] = (),
    rights: Sequence[PremisRights] = (),
) -> bytes:
    """Return the PREMIS document of a deposit; ``agents`` are those who did nothing themselves."""
    root = etree.Element(
        f"{{{PREMIS}}}premis", nsmap={"premis": PREMIS, "xsi": _XSI}, version="3.0"
    )
    made_from = {
        result: (number, event.sources)
        for number, event in enumerate(events, 1)
        for result in event.results
        if event.sources and event.kind != "validation"
    }
    for file in files:
        _object(root, file, *made_from.get(file.path, (0, ())))
    for number, event in enumerate(events, 1):
        _event(root, number, event)
    for agent in dict.fromkeys((*(event.agent for event in events), *agents)):
        element = _add(root, "agent")
        _identifier(element, "agentIdentifier", *agent.identifier)
        _add(element, "agentName", agent.name)
        _add(element, "agentType", agent.kind)
        if agent.version:
            _add(element, "agentVersion", agent.version)
    for number, right in enumerate(rights, 1):
        _rights(root, number, right)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{PREMIS}}}{name}")
    if text:
        child.text = text
    return child


def _identifier(parent: etree._Element, name: str, kind: str, value: str) -> etree._Element:
    block = _add(parent, name)
    _add(block, f"{name}Type", kind)
    _add(block, f"{name}Value", value)
    return block


def _object(root: etree._Element, file: PremisFile, event: int, sources: Iterable[str]) -> None:
    element = _add(root, "object")
    element.set(f"{{{_XSI}}}type", "premis:file")
    _identifier(element, "objectIdentifier", "path in the bag", file.path)
    about = _add(element, "objectCharacteristics")
    for name, algorithm in (("SHA-256", "sha256"), ("SHA-512", "sha512")):
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", name)
        _add(fixity, "messageDigest", hashlib.new(algorithm, file.content).hexdigest())
    _add(about, "size", str(len(file.content)))
    form = _add(about, "format")
    _add(_add(form, "formatDesignation"), "formatName", file.media_type)
    if file.pronom:
        registry = _add(form, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", file.pronom)
    _add(element, "originalName", file.path)
    for source in sources:
        relation = _add(element, "relationship")
        _add(relation, "relationshipType", "derivation")
        _add(relation, "relationshipSubType", "has source")
        _identifier(relation, "relatedObjectIdentifier", "path in the bag", source)
        _identifier(relation, "relatedEventIdentifier", "number in this file", str(event))


def _rights(root: etree._Element, number: int, right: PremisRights) -> None:
    statement = _add(_add(root, "rights"), "rightsStatement")
    _identifier(statement, "rightsStatementIdentifier", "number in this file", str(number))
    _add(statement, "rightsBasis", "other")
    other = _add(statement, "otherRightsInformation")
    _add(other, "otherRightsBasis", "terms told by the document")
    _add(other, "otherRightsNote", right.terms)
    for path in right.files:
        _identifier(statement, "linkingObjectIdentifier", "path in the bag", path)


def _event(root: etree._Element, number: int, event: PremisEvent) -> None:
    element = _add(root, "event")
    _identifier(element, "eventIdentifier", "number in this file", str(number))
    _add(element, "eventType", event.kind)
    _add(element, "eventDateTime", event.date)
    _add(_add(element, "eventDetailInformation"), "eventDetail", event.detail)
    outcome = _add(element, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", event.outcome)
    if event.note:
        _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", event.note)
    linked = _identifier(element, "linkingAgentIdentifier", *event.agent.identifier)
    _add(linked, "linkingAgentRole", "executing program")
    roles: Mapping[str, tuple[str, ...]] = {"source": event.sources, "outcome": event.results}
    for role, paths in roles.items():
        for path in paths:
            linked = _identifier(element, "linkingObjectIdentifier", "path in the bag", path)
            _add(linked, "linkingObjectRole", role)
