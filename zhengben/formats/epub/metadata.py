"""The package metadata of an e-book, in the order it is written.

Sources: EPUB 3.3, section 5; EPUB Accessibility 1.1, sections 3 and 4; MARC relators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from zhengben.document.errors import RenderError
from zhengben.formats.epub.book import Book

FEATURES = (
    "alternativeText",
    "displayTransformability",
    "index",
    "pageBreakMarkers",
    "pageNavigation",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


class MetadataElement(Struct, frozen=True):
    """One element of the metadata: Dublin Core, or a ``meta`` when ``dc`` is unset."""

    name: str
    value: str
    attributes: dict[str, str] = field(default_factory=dict)
    dc: bool = True


def metadata(book: Book, titles: Mapping[str, str]) -> tuple[MetadataElement, ...]:
    """Return the metadata of a book, save identifier and time of modification.

    ``titles`` are the title in every script that the document is published in. Raises RenderError
    for a control character, which no XML can hold.
    """
    entries = tuple(_entries(book, titles))
    for entry in entries:
        if any(ord(character) < 32 for character in entry.value):
            name = entry.attributes.get("property", entry.name)
            raise RenderError(
                f"{book.declaration.id}: the metadata “{name}” hold a control character; remove it."
            )
    return entries


def _entries(book: Book, titles: Mapping[str, str]) -> Iterator[MetadataElement]:
    yield from _title(book, titles)
    yield from _makers(book)
    yield from _dates_and_source(book)
    yield from _series(book)
    yield from _accessibility(book)
    if book.edition.vertical:
        # Kindle asks for this beside the style sheet
        yield MetadataElement(
            "meta", "", {"name": "primary-writing-mode", "content": "vertical-rl"}, dc=False
        )
    # EPUB 2 reading systems, Kindle among them, find the cover by this
    yield MetadataElement("meta", "", {"name": "cover", "content": "cover-image"}, dc=False)
    yield MetadataElement("meta", "", {"name": "generator", "content": book.generator}, dc=False)


def _meta(name: str, value: str, refines: str = "", **attributes: str) -> MetadataElement:
    about = {"refines": f"#{refines}"} if refines else {}
    return MetadataElement("meta", value, {"property": name} | about | attributes, dc=False)


def _title(book: Book, titles: Mapping[str, str]) -> Iterator[MetadataElement]:
    declaration = book.declaration
    yield MetadataElement("title", declaration.title.text, {"id": "title"})
    yield _meta("title-type", "main", "title")
    yield _meta("file-as", f"{declaration.title.text} {book.imprint}", "title")
    told = {declaration.title.text}
    for script, title in titles.items():
        if title not in told:
            told.add(title)
            yield _meta("alternate-script", title, "title", **{_XML_LANG: script})
    # what tells eight books of one text apart on a shelf
    yield MetadataElement("title", book.imprint, {"id": "subtitle"})
    yield _meta("title-type", "subtitle", "subtitle")
    if declaration.short_title != declaration.title.text:
        yield MetadataElement("title", declaration.short_title, {"id": "short-title"})
        yield _meta("title-type", "short", "short-title")
    yield MetadataElement("language", declaration.script)


def _makers(book: Book) -> Iterator[MetadataElement]:
    """Yield who issued the document, who signed it and what made the book."""
    # shelves show as author who has the role aut, and nobody else
    makers: list[tuple[str, str, str, tuple[str, ...]]] = [
        ("creator", "issuer", book.declaration.organ, ("aut", "isb"))
    ]
    for number, signatory in enumerate(book.declaration.signatories, 1):
        name = signatory.person or signatory.name.text
        makers.append(("contributor", f"signatory-{number}", name, ("sgn",)))
    makers.append(("contributor", "producer", book.generator, ("bkp",)))
    for name, key, value, roles in makers:
        if not value.strip():
            # nobody knows who issued it, or a signatory has no name
            continue
        yield MetadataElement(name, value, {"id": key})
        for role in roles:
            yield _meta("role", role, key, scheme="marc:relators")
        yield _meta("file-as", _filed(value), key)
    # the press is told from what it is called with its version
    press = book.generator.rpartition(" ")[0] or book.generator
    yield MetadataElement("publisher", book.declaration.publisher or press)


def _filed(name: str) -> str:
    """Return a name as it is filed: a foreign one by what stands last in it, as 普京，弗."""
    given, mark, family = name.rpartition("·")
    return f"{family}，{given}" if mark and given and family else name


def _dates_and_source(book: Book) -> Iterator[MetadataElement]:
    declaration, known = book.declaration, book.declaration.provenance
    # readers show dc:date, and people look for a document by its own date; when the book was made
    # is told by dcterms:modified
    yield MetadataElement("date", declaration.date.isoformat())
    yield _meta("dcterms:created", declaration.date.isoformat())
    if declaration.place:
        yield _meta("dcterms:spatial", declaration.place)
    yield MetadataElement("source", known.source, {"id": "source"})
    if book.address:
        yield MetadataElement("source", book.address)
    yield _meta("dcterms:provenance", f"SHA-256 {known.canonical_sha256}")
    yield MetadataElement("rights", declaration.rights)
    yield MetadataElement("subject", _genre(book))
    if declaration.organ:
        yield MetadataElement("subject", declaration.organ)


def _genre(book: Book) -> str:
    return book.words.genre[book.declaration.genre]


def _series(book: Book) -> Iterator[MetadataElement]:
    """Yield the series that the metadata name, and the works before and after in it."""
    declaration, words = book.declaration, book.words
    if series := declaration.series:
        yield _meta("belongs-to-collection", series.title, id="series")
        yield _meta("collection-type", "series", "series")
        if series.number:
            yield _meta("group-position", str(series.number), "series")
    for label, work in (
        (words.predecessor, declaration.predecessor),
        (words.successor, declaration.successor),
    ):
        if work:
            yield _meta("dcterms:relation", label + "：" + words.work.format(work.title, work.year))


def _accessibility(book: Book) -> Iterator[MetadataElement]:
    yield _meta("schema:accessMode", "textual")
    yield _meta("schema:accessModeSufficient", "textual")
    absent = set[str]()
    if not book.citations:
        absent.add("index")
    if not book.page_list:
        absent |= {"pageBreakMarkers", "pageNavigation"}
    for feature in FEATURES:
        if feature not in absent:
            yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    summary = book.words.accessibility
    if book.page_list:
        yield _meta("pageBreakSource", book.breaks.source)
        label = book.words.labels[book.edition.pages_of]
        summary += book.words.accessibility_pages.format(label)
    yield _meta("schema:accessibilitySummary", summary)
    # Conformance is claimed where somebody answers for the evaluation (EPUB Accessibility 1.1,
    # section 4); a program can do no more than a part of it.
    if book.declaration.certifier:
        yield _meta("dcterms:conformsTo", CONFORMANCE, id="conformance")
        yield _meta("a11y:certifiedBy", book.declaration.certifier, "conformance")
