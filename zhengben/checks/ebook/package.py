"""The container and the package: how the file is packed and what its metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.checks.ebook.opened import LANG, NS, Found, Opened, elements
from zhengben.checks.finding import Check, Subject
from zhengben.document.identifiers import edition_urn
from zhengben.document.regex import regex

_AGAIN = "Publish the document again."
_METADATA = "Look at zhengben/formats/epub/metadata.py and the document's document.toml."
_A11Y = "EPUB Accessibility 1.1"
MOST_BYTES = 700 * 1024

ROWS = (
    Check("E-001", "The book opens: a zip whose package and documents are well-formed.", _AGAIN),
    Check(
        "E-002",
        "The mimetype is the first entry, stored, without an extra field.",
        _AGAIN,
        "EPUB 3.3, 4.2.2",
    ),
    Check("E-003", "The entries bear one fixed date, and depend on no machine.", _AGAIN),
    Check("E-004", "The book is smaller than 700 KB.", "Look at the font's subset.", warning=True),
    Check("E-101", "Package and documents say their language, that of the edition.", _METADATA),
    Check("E-102", "The metadata are complete: names, dates, source, rights, series.", _METADATA),
    Check("E-103", "The metadata of accessibility are complete.", _METADATA, f"{_A11Y}, 3"),
    Check(
        "E-104",
        "Who claims accessibility names who evaluated it, which no program can do alone.",
        "Name the evaluating party as “certifier” in document.toml, or name none.",
        f"{_A11Y}, 4",
    ),
    Check(
        "E-107",
        "A shelf shows maker, date and publisher, sorts by names, and tells the books of one text "
        "apart by their subtitle.",
        _METADATA,
        "EPUB 3.3, 5.5.3.2 and 5.5.4; calibre and Kobo, as they read the package",
    ),
    Check("E-105", "The identifier is that of document, script and edition.", _METADATA),
    Check(
        "E-106",
        "Page progression and writing mode are those of the edition.",
        "Look at the edition's row in zhengben/design/editions.py and its style sheet.",
        "EPUB 3.3, 5.6.2",
    ),
)
_REQUIRED = ("identifier", "title", "language", "source", "rights", "subject", "date")
_ACCESSIBILITY = (
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
)
_DATE = regex(r"\d{4}(-\d\d(-\d\d)?)?")
_MOMENT = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def examine(book: Opened, subject: Subject) -> Iterator[Found]:
    """Look at the container and the package."""
    yield from _container(book)
    yield from _languages(book, subject.declaration.script)
    yield from _metadata(book, subject)
    yield from _shelf(book, subject)
    yield from _accessibility(book)
    yield from _direction(book, subject.artefact.file.endswith(".vertical.epub"))


def _container(book: Opened) -> Iterator[Found]:
    entries = book.archive.infolist()
    first = entries[0]
    if first.filename != "mimetype" or first.compress_type or first.extra:
        yield "E-002", first.filename, "The mimetype is not first, stored and bare."
    if {entry.date_time for entry in entries} != {(1980, 1, 1, 0, 0, 0)}:
        yield "E-003", "container", "The entries do not bear the one fixed date."
    if {(entry.create_system, entry.external_attr >> 16) for entry in entries} != {(3, 0o100644)}:
        yield "E-003", "container", "The entries differ by system or mode."
    if book.size > MOST_BYTES:
        yield "E-004", "container", f"The book has {book.size // 1024} KB."


def _languages(book: Opened, script: str) -> Iterator[Found]:
    if book.package.get(LANG) != script:
        yield "E-101", "package", f"The package does not bear the language {script}."
    for name, root in book.documents.items():
        if not root.get("lang") == root.get(LANG) == script:
            yield "E-101", name, f"The document does not bear the language {script}."


def _metadata(book: Opened, subject: Subject) -> Iterator[Found]:
    declaration = subject.declaration

    def said(name: str) -> str:
        return (book.package.findtext(f".//dc:{name}", "", NS) or "").strip()

    for name in _REQUIRED:
        if not said(name):
            yield "E-102", "package", f"The metadata lack dc:{name}."
    if declaration.organ and said("creator") != declaration.organ:
        yield "E-102", "package", f"dc:creator is not {declaration.organ}."
    if not _DATE.fullmatch(said("date")):
        yield "E-102", "package", f"dc:date is no date: {said('date')}."
    if said("language") != declaration.script:
        yield "E-102", "package", f"dc:language is not {declaration.script}."
    if said("title") != declaration.title.text:
        yield "E-102", "package", "dc:title is not the title of the text."
    if not any(book.properties("dcterms:created")):
        yield "E-102", "package", "The metadata lack dcterms:created."
    series = declaration.series
    if book.properties("belongs-to-collection") != ([series.title] if series else []):
        yield "E-102", "package", "The series is not the one that document.toml names."
    roles = set(book.properties("role"))
    for role, wanted in (("isb", declaration.organ), ("sgn", declaration.signatories)):
        if wanted and role not in roles:
            yield "E-102", "package", f"Nobody has the role {role}."
    related = " ".join(book.properties("dcterms:relation"))
    for work in (declaration.predecessor, declaration.successor):
        if work and work.title not in related:
            yield "E-102", "package", f"{work.title} is not named as a relation."
    modified = book.properties("dcterms:modified")
    if len(modified) != 1 or not _MOMENT.fullmatch(modified[0]):
        yield "E-102", "package", "dcterms:modified is not one moment in UTC."
    wanted_urn = edition_urn(declaration.id, declaration.script, subject.artefact.edition)
    if said("identifier") != wanted_urn:
        yield "E-105", "package", f"The identifier is {said('identifier')}, not {wanted_urn}."


def _shelf(book: Opened, subject: Subject) -> Iterator[Found]:
    """Look at what programs show that keep many books."""
    refined: dict[str, dict[str, list[str]]] = {}
    for meta in book.package.iterfind(".//o:meta[@refines]", NS):
        about = refined.setdefault(str(meta.get("refines")), {})
        about.setdefault(str(meta.get("property")), []).append((meta.text or "").strip())
    makers = elements(book.package, "//dc:creator | //dc:contributor")
    for maker in [*makers, *elements(book.package, "//dc:title[1]")]:
        if not any(refined.get(f"#{maker.get('id')}", {}).get("file-as", ())):
            yield "E-107", "package", f"Nobody knows how to file {(maker.text or '')[:40]}."
    creators = elements(book.package, "//dc:creator")
    roles = [refined.get(f"#{c.get('id')}", {}).get("role", []) for c in creators]
    if creators and not any("aut" in role for role in roles):
        yield "E-107", "package", "No maker has the role aut, so that shelves show nobody."
    titles = elements(book.package, "//dc:title")
    types = [refined.get(f"#{t.get('id')}", {}).get("title-type", []) for t in titles]
    said = [t.text for t, kind in zip(titles, types, strict=True) if kind == ["subtitle"]]
    if len(said) != 1 or not said[0]:
        yield "E-107", "package", "No subtitle tells the book from others of its text."
    if not book.package.findtext(".//dc:publisher", "", NS).strip():
        yield "E-107", "package", "Nobody is named as publisher."
    date = subject.declaration.date.isoformat()
    if book.package.findtext(".//dc:date", "", NS) != date:
        yield "E-107", "package", f"dc:date, which readers show, is not that of the text, {date}."


def _accessibility(book: Opened) -> Iterator[Found]:
    for name in _ACCESSIBILITY:
        if not any(book.properties(name)):
            yield "E-103", "package", f"The metadata lack {name}."
    claims, certifiers = book.properties("dcterms:conformsTo"), book.properties("a11y:certifiedBy")
    if len(claims) != len(certifiers) or not all(certifiers):
        yield "E-104", "package", "The claim to accessibility and its certifier come together."
    found = book.package.iterfind(".//o:meta", NS)
    generator = next((m.get("content") for m in found if m.get("name") == "generator"), None)
    if generator in certifiers:
        yield "E-104", "package", f"{generator} is a program and can certify nothing."


def _direction(book: Opened, vertical: bool) -> Iterator[Found]:
    spine = book.package.find(".//o:spine", NS)
    direction = spine.get("page-progression-direction") if spine is not None else None
    wanted = "rtl" if vertical else "ltr"
    if direction != wanted:
        yield "E-106", "package", f"The pages progress {direction}, not {wanted}."
    modes = set(re.findall(r"(?<![\w-])writing-mode\s*:\s*([\w-]+)", book.sheet))
    # the page of the cover picture may be set in lines
    modes.discard("horizontal-tb")
    if modes != ({"vertical-rl"} if vertical else set()):
        said = ", ".join(sorted(modes)) or "none"
        yield "E-106", "style sheet", f"The writing mode is not that of the edition: {said}."
