"""An E-ARK SIP around a bag: METS for the package and for its one representation, which is the bag.

CSIP 2.1 and E-ARK SIP 2.1 (DILCIS Board), METS 1.12. The representation's data are the bag's files
under their own paths, so that the bag is whole again where they are taken out.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from zhengben import __version__
from zhengben.deposit.formats import format_of

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
_SPACES: Any = {
    None: METS,
    "xlink": XLINK,
    "xsi": _XSI,
    "csip": CSIP,
    "sip": SIP,
}
_DC = "http://purl.org/dc/elements/1.1/"
_REPRESENTATION = "representations/bag"
# of metadata/descriptive/dc.xml
_SCHEMA = f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="metadata">
    <xs:complexType>
      <xs:sequence>
        <xs:any namespace="{_DC}" processContents="skip" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
""".encode()
# no schema has an opinion on the hour
_HOUR = "T00:00:00Z"


class SipFacts(Struct, frozen=True):
    """What a SIP tells of its bag: ``name`` is that of the package, ``organisation`` who gives it.

    ``described`` are elements of Dublin Core, by their names, in order.
    """

    name: str
    day: datetime.date
    organisation: str
    contact: str
    described: tuple[tuple[str, str], ...]


def eark_sip(bag: Mapping[str, bytes], facts: SipFacts) -> dict[str, bytes]:
    """Return every file of the SIP by its path in it."""
    inside = f"{_REPRESENTATION}/data/"
    files = {f"{inside}{path}": data for path, data in bag.items()}
    descriptive, preservation = "metadata/descriptive/dc.xml", "metadata/preservation/premis.xml"
    readme, schema = "documentation/README.txt", "schemas/dc.xsd"
    own = {
        descriptive: _dublin_core(facts),
        preservation: bag["data/metadata/premis.xml"],
        readme: bag["data/README.txt"],
        schema: _SCHEMA,
    }
    representation = _Mets(facts, "bag", "Representation of the document: a bag (RFC 8493)")
    representation.group("Data", {f"data/{path}": data for path, data in bag.items()})
    part = f"{_REPRESENTATION}/METS.xml"
    record = "metadata/preservation/premis.xml"
    representation.metadata("digiprovMD", "PREMIS", record, own[preservation])
    made = {part: representation.written(), f"{_REPRESENTATION}/{record}": own[preservation]}
    package = _Mets(facts, facts.name, dict(facts.described).get("title", facts.name))
    package.metadata("dmdSec", "DC", descriptive, own[descriptive])
    package.metadata("digiprovMD", "PREMIS", preservation, own[preservation])
    package.group("Documentation", {readme: own[readme]})
    package.group("Schemas", {schema: own[schema]})
    package.pointer("Representations", "bag", part, made[part])
    return dict(sorted((files | own | made | {"METS.xml": package.written()}).items()))


def _dublin_core(facts: SipFacts) -> bytes:
    root = etree.Element("metadata", nsmap={"dc": _DC})
    for name, value in facts.described:
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


class _Mets:
    """One METS file under way; its parts are written in the order that METS demands."""

    def __init__(self, facts: SipFacts, name: str, label: str) -> None:
        self._facts, self._count = facts, 0
        self._root = etree.Element(
            f"{{{METS}}}mets",
            {
                "OBJID": name,
                "LABEL": label,
                "TYPE": "Textual works – Digital",
                "PROFILE": _PROFILE,
                f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "MIXED",
            },
            nsmap=_SPACES,
        )
        self._descriptive, self._administrative = list[etree._Element](), list[etree._Element]()
        self._groups, self._divisions = list[etree._Element](), list[etree._Element]()
        self._created = f"{facts.day.isoformat()}{_HOUR}"

    def _new(self, tag: str, parent: etree._Element | None = None, **told: str) -> etree._Element:
        qualified = f"{{{METS}}}{tag}"
        element = etree.Element(qualified)
        if parent is not None:
            parent.append(element)
        if tag in ("dmdSec", "digiprovMD", "fileGrp", "file", "div"):
            self._count += 1
            element.set("ID", f"{tag}-{self._count}")
        for key, value in told.items():
            element.set(key, value)
        return element

    def _located(self, element: etree._Element, path: str) -> None:
        element.set("LOCTYPE", "URL")
        element.set(f"{{{XLINK}}}type", "simple")
        element.set(f"{{{XLINK}}}href", path)

    def _described(self, path: str, data: bytes) -> dict[str, str]:
        return {"MIMETYPE": format_of(path)[0], "SIZE": str(len(data)), "CREATED": self._created,
                "CHECKSUM": hashlib.sha256(data).hexdigest(),
                "CHECKSUMTYPE": "SHA-256"}  # fmt: skip

    def metadata(self, tag: str, kind: str, path: str, data: bytes) -> None:
        """Add a reference to a file of metadata."""
        element = self._new(tag, STATUS="CURRENT", CREATED=self._created)
        reference = self._new("mdRef", element, MDTYPE=kind, **self._described(path, data))
        self._located(reference, path)
        (self._descriptive if tag == "dmdSec" else self._administrative).append(element)

    def group(self, use: str, files: Mapping[str, bytes]) -> None:
        """Add a group of files, and the part of the map that leads to it."""
        group = self._new("fileGrp", USE=use)
        division = self._new("div", LABEL=use)
        self._new("fptr", division, FILEID=group.get("ID", ""))
        for path, data in files.items():
            file = self._new("file", group, **self._described(path, data))
            self._located(self._new("FLocat", file), path)
        self._groups.append(group)
        self._divisions.append(division)

    def pointer(self, use: str, name: str, path: str, data: bytes) -> None:
        """Add a group that holds the METS of a representation, and a pointer to it."""
        self.group(use, {path: data})
        group, division = self._groups[-1], self._divisions[-1]
        division.set("LABEL", f"{use}/{name}")
        group.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
        pointer = self._new("mptr")
        self._located(pointer, path)
        pointer.set(f"{{{XLINK}}}title", group.get("ID", ""))
        division[:] = [pointer]

    def written(self) -> bytes:
        """Return the file."""
        root = self._root
        self._header()
        root.extend(self._descriptive)
        if self._administrative:
            section = self._new("amdSec", root)
            section.extend(self._administrative)
        files = self._new("fileSec", root, ID="files")
        files.extend(self._groups)
        top = self._new("structMap", root, ID="map", TYPE="PHYSICAL", LABEL="CSIP")
        division = self._new("div", top, LABEL=self._root.get("OBJID", ""))
        metadata = self._new("div", division, LABEL="Metadata")
        for key, elements in (("DMDID", self._descriptive), ("ADMID", self._administrative)):
            if elements:
                metadata.set(key, " ".join(element.get("ID", "") for element in elements))
        division.extend(self._divisions)
        etree.indent(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def _header(self) -> None:
        header = self._new("metsHdr", self._root, CREATEDATE=self._created,
                           LASTMODDATE=self._created, RECORDSTATUS="NEW")  # fmt: skip
        header.set(f"{{{CSIP}}}OAISPACKAGETYPE", "SIP")
        for role, kind, name, note in self._agents():
            agent = self._new("agent", header, ROLE=role, TYPE=kind)
            if kind == "OTHER":
                agent.set("OTHERTYPE", "SOFTWARE")
            if role == "OTHER":
                agent.set("OTHERROLE", "SUBMITTER")
            self._new("name", agent).text = name
            if note:
                remark = self._new("note", agent)
                remark.text = note
                remark.set(f"{{{CSIP}}}NOTETYPE", "SOFTWARE VERSION")

    def _agents(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield role, type, name and note of each agent; CSIP has one creator, a program."""
        facts = self._facts
        yield "CREATOR", "OTHER", "Zhengben", __version__
        yield "OTHER", "ORGANIZATION", facts.organisation, ""
        if facts.contact:
            yield "OTHER", "INDIVIDUAL", facts.contact, ""
