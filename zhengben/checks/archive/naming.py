"""The names in an Akoma Ntoso file: eIds and IRIs as the OASIS naming convention has them.

The rules are read from the standard and from the file alone; nothing here knows how it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.document.work import COUNTRIES, OTHER_PLACES

MEDIA_TYPES = ("application/akn+xml",)
ROWS = (
    Check(
        "A-102",
        "Each eId names its element, stands behind the eId of what holds it, says its number, is "
        "there once, and is there wherever it is required; each local reference leads to one.",
        "Publish the document again; the place names line and eId, the sentence what it should be.",
        "OASIS Akoma Ntoso Naming Convention 1.0, sections 5.4 and 5.5",
    ),
    Check(
        "A-103",
        "The IRIs of work, expression and manifestation are built of country, type, subtype, date, "
        "number, language and version, and say what the metadata beside them say.",
        "Write in document.toml what the sentence names; then publish the document again.",
        "OASIS Akoma Ntoso Naming Convention 1.0, sections 4.5 to 4.8",
    ),
)
_AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_SHORT = """
    alinea al, amendmentBody body, article art, attachment att, blockList list, chapter chp,
    citation cit, citations cits, clause cl, component cmp, components cmpnts, componentRef cref,
    debateBody body, debateSection dbsect, division dvs, documentRef dref, eventRef eref,
    judgmentBody body, listIntroduction intro, listWrapUp wrapup, mainBody body, paragraph para,
    quotedStructure qstr, quotedText qtext, recital rec, recitals recs, section sec,
    subchapter subchp, subclause subcl, subdivision subdvs, subparagraph subpara, subsection subsec,
    temporalGroup tmpg, wrapUp wrapup
"""
_REFERENCES = dict(pair.split() for pair in _SHORT.split(","))
# elements that the schema gives the attributes of “idreq”
_REQUIRED_NAMES = """
    alinea article attachment authorialNote blockContainer blockList book chapter citation citations
    clause component container content crossHeading division formula hcontainer heading indent intro
    item level list location longTitle mod note original paragraph part person point quotedStructure
    recital recitals ref role rref rule section subchapter subclause subdivision subheading sublist
    subparagraph subpart subrule subsection subtitle table temporalGroup term title tome toc wrapUp
"""
_REQUIRED = frozenset(_REQUIRED_NAMES.split())
# once in what holds them: these have no number
_SINGLE = frozenset(("intro", "content", "heading", "wrapup", "body", "preface", "preamble",
                     "conclusions", "header", "introduction", "original"))  # fmt: skip
_AGAIN = regex(r"(_\d[^_]*)_\d+(?=__|$)")
_NAME = regex(r"([a-zA-Z]+)(?:_((?:[0-9]+[a-z]*|nn)(?:-[0-9]+[a-z]*)*)(?:_[0-9]+)?)?")
_LATIN = (
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies",
    "undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies",
    "septiesdecies", "octiesdecies", "noviesdecies",
)  # fmt: skip
_POINTERS = ("source", "href", "as", "by", "refersTo", "from", "upTo", "to", "start", "end",
             "period")  # fmt: skip
_IRI = regex(
    r"/akn/(?P<country>[a-z]{2}(?:-[a-z0-9-]+)?)/(?P<type>[a-zA-Z]+)(?P<sub>/[A-Za-z][\w.-]*)?"
    r"(?P<actor>/[A-Za-z][\w.-]*)?/(?P<date>\d{4}(?:-\d\d){0,2})/(?P<number>[A-Za-z0-9][\w.()-]*)"
    r"(?:/(?P<language>[a-z]{3})@(?P<version>\d{4}-\d\d-\d\d)?)?"
    r"(?:/!(?P<component>[a-z]+(?:_[0-9]+)?))?(?:\.(?P<format>[a-z]+))?"
)


def examine(subject: Subject) -> Iterator[Finding]:
    """Look at every eId and every IRI."""
    file = subject.artefact.file
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.parse(str(subject.path), parser).getroot()
    except (OSError, etree.XMLSyntaxError):
        # F-001 and A-101 tell that the file is not there or not XML
        return
    for place, told in eid_faults(root):
        yield Finding("A-102", file, place, told)
    for place, told in iri_faults(root):
        yield Finding("A-103", file, place, told)


def eid_faults(root: Any) -> Iterator[tuple[str, str]]:
    """Yield place and sentence of each eId against the convention."""
    met = dict[str, int]()
    for element in root.iter(f"{_AKN}*"):
        name, eid = _local(element), element.get("eId")
        line = f"line {element.sourceline}"
        if eid is None:
            if name in _REQUIRED:
                yield (
                    line,
                    f"A {name} has no eId; it must end in “{_REFERENCES.get(name, name)}_…”.",
                )
            continue
        if eid in met:
            yield f"{line}, {eid}", f"The eId is there twice, first in line {met[eid]}."
        met.setdefault(eid, element.sourceline)
        if not _in_references(element):
            for told in _faults(element, name, eid):
                yield f"{line}, {eid}", told
    for element in root.iter(f"{_AKN}*"):
        for key in _POINTERS:
            for target in (element.get(key) or "").split():
                if target.startswith("#") and target[1:] not in met:
                    place = f"line {element.sourceline}, {target}"
                    yield (
                        place,
                        f"The {key} of a {_local(element)} leads to no eId that is there.",
                    )


def _faults(element: Any, name: str, eid: str) -> Iterator[str]:
    *before, last = eid.split("__")
    match = _NAME.fullmatch(last)
    if match is None or not all(_NAME.fullmatch(part) for part in before):
        yield "It is not “[prefix__]element_number”, as art_17__para_2 is."
        return
    wanted = _REFERENCES.get(name, name)
    if match[1] != wanted:
        yield f"It names a {match[1]}; the element is a {name}, which is “{wanted}”."
        return
    holders = {holder.get("eId") for holder in element.iterancestors() if holder.get("eId")}
    if before and not _holds("__".join(before), holders):
        held = next((h.get("eId") for h in element.iterancestors() if h.get("eId")), "nothing")
        yield f"What stands before its last “__” is no eId of what holds it, as {held} is."
    attachment = next((h for h in holders if re.fullmatch(r"(?:att|cmp)_[0-9n]+(?:_\d+)?", h)), "")
    within = tuple(f"{name}__" for name in (attachment, _AGAIN.sub(r"\1", attachment)))
    if attachment and not eid.startswith(within):
        yield f"It stands in {attachment}, whose eId must stand before it."
    if (match[2] is None) != (match[1] in _SINGLE):
        yield "It has no number." if match[2] is None else "It needs no number."
    own = _own_number(element)
    if own and match[2] != own:
        yield f"The element bears the number {own}; it must end in “{wanted}_{own}”."


def _holds(prefix: str, holders: set[str]) -> bool:
    """Tell a prefix that is the eId of a holder; a number borne twice does not count."""
    return prefix in holders or prefix in {_AGAIN.sub(r"\1", holder) for holder in holders}


def _own_number(element: Any) -> str:
    """Return the number that an element says itself, as its eId has it."""
    number = element.find(f"{_AKN}num")
    if number is None or number.get("status") == "editorial":
        return ""
    text = "".join(number.itertext())
    label = parse_label(text)
    if label is None or not label.value:
        return ""
    first, *more = map(str, label.value)
    if more and label.kind in ("part", "chapter", "section", "article"):
        again = int(more[0])
        if 0 < again <= len(_LATIN):
            first, more = first + _LATIN[again - 1], more[1:]
    return "-".join((first, *more))


def _in_references(element: Any) -> bool:
    """Tell an entity of ``references``, whose eId is a label."""
    return _local(element.getparent()) == "references" if element.getparent() is not None else False


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def iri_faults(root: Any) -> Iterator[tuple[str, str]]:
    """Yield place and sentence of each IRI of the document that is not as it should be."""
    kind = _local(root[0]) if len(root) else ""
    for block in root.iter(f"{_AKN}identification"):
        said = {key: _value(block, path) for key, path in _SAID.items()}
        for level in block:
            where = _local(level)
            place = f"line {level.sourceline}, {where}"
            for name in ("FRBRthis", "FRBRuri"):
                iri = _value(level, name)
                if fault := _iri_fault(iri, where, name, said, kind):
                    yield place, f"{name} is {iri}: {fault}"


_SAID = {
    "country": "FRBRWork/FRBRcountry", "sub": "FRBRWork/FRBRsubtype",
    "number": "FRBRWork/FRBRnumber", "date": "FRBRWork/FRBRdate",
    "language": "FRBRExpression/FRBRlanguage", "version": "FRBRExpression/FRBRdate",
}  # fmt: skip


# where document.toml says them
_WHERE = {
    "country": "country in [work]", "sub": "subtype in [work]", "number": "number in [work]",
    "date": "date", "language": "the language of all texts of the press",
    "version": "version in [work], or the day of the last amendment there",
}  # fmt: skip


def _value(element: Any, path: str) -> str:
    found = element.find("/".join(f"{_AKN}{name}" for name in path.split("/")))
    if found is None:
        return ""
    return str(found.get("value") or found.get("date") or found.get("language") or "")


def _iri_fault(iri: str, level: str, name: str, said: dict[str, str], kind: str) -> str:
    match = _IRI.fullmatch(iri)
    if match is None:
        return (
            "it is not built of country, type, date and number, as /akn/cn/act/1990-04-04/3 is; "
            "look at subtype, actor and number in [work]."
        )
    if match["country"][:2] not in COUNTRIES | OTHER_PLACES:
        return f"{match['country']} is no country; write a code of ISO 3166-1 as country in [work]."
    if match["type"] != kind:
        return f"the document is a {kind}; its genre says so."
    keys = ["country", "sub", "date", "number"]
    if level != "FRBRWork":
        keys += ["language", "version"]
    elif match["language"]:
        return "a work has no language."
    for key in keys:
        if (match[key] or "").lstrip("/") != said[key]:
            return f"the metadata beside it say “{said[key]}”; that is {_WHERE[key]}."
    if bool(match["format"]) != (level == "FRBRManifestation"):
        return "a manifestation, and it alone, has a format."
    if bool(match["component"]) != (name == "FRBRthis"):
        return "FRBRthis, and it alone, names a component."
    return ""
